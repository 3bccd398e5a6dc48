//! NativeFrame: pixels in JavaScript's hands.

use engine::video::channels;
use engine::video::frame::{Frame, PlaneCopy, PlaneSpan};
use engine::video::pixel_format::PixelFormat;
use napi::bindgen_prelude::{Env, Error, ObjectFinalize, PromiseRaw, Result, Uint8ArraySlice};
use napi_derive::napi;

use crate::bytes::writable;
use crate::conversion::{Conversion, Converted, JsColoredFormat, JsRect};
use crate::error::to_js;
use crate::held::Held;

/// Where a plane lies in the caller's bytes.
#[napi(object, object_to_js = false, js_name = "PlaneSpan")]
pub struct JsPlaneSpan {
    pub offset: u32,
    pub stride: u32,
}

/// What of a plane goes where: the spec's "computed plane layout".
#[napi(object, object_to_js = false, js_name = "PlaneCopy")]
pub struct JsPlaneCopy {
    pub destination_offset: u32,
    pub destination_stride: u32,
    pub source_top: u32,
    pub source_height: u32,
    pub source_left_bytes: u32,
    pub source_width_bytes: u32,
}

/// A shared reference to pixels that are never written again.
#[napi(custom_finalize)]
pub struct NativeFrame(Held<Frame>);

#[napi]
impl NativeFrame {
    /// Copies the planes that lie in `data` as `spans` say into a new frame of `width` x `height` pixels.
    #[napi(factory)]
    pub fn from_bytes(
        env: &Env,
        data: Uint8ArraySlice,
        format: String,
        width: u32,
        height: u32,
        spans: Vec<JsPlaneSpan>,
    ) -> Result<Self> {
        let format = named(&format)?;
        let spans: Vec<_> = spans
            .iter()
            .map(|span| PlaneSpan { offset: span.offset as usize, stride: span.stride as usize })
            .collect();
        let frame = Frame::copy_from(&data, format, width, height, &spans).map_err(to_js)?;
        Self::new(env, frame)
    }

    /// A frame of this one's colours with the luma of `alpha` as their alpha, which shares the memory of both.
    #[napi]
    pub fn with_alpha(&self, env: &Env, alpha: &NativeFrame) -> Result<NativeFrame> {
        let joined = self.get()?.with_alpha(alpha.get()?);
        let joined = joined.ok_or_else(|| Error::from_reason("the frames do not go together"))?;
        Self::new(env, joined)
    }

    /// A new frame of RGBA, or RGBX, from pixels of grey (1 channel), grey and alpha (2) or RGB (3).
    #[napi(factory)]
    pub fn from_channels(
        env: &Env,
        data: Uint8ArraySlice,
        channels: u32,
        width: u32,
        height: u32,
    ) -> Result<Self> {
        let frame = channels::widen(&data, channels, width, height).map_err(to_js)?;
        Self::new(env, frame)
    }

    /// Copies rows of each plane, in plane order, into `destination`, on the calling thread.
    #[napi]
    pub fn copy_to(&self, mut destination: Uint8ArraySlice, planes: Vec<JsPlaneCopy>) -> Result<()> {
        let copies: Vec<_> = planes
            .iter()
            .map(|plane| PlaneCopy {
                destination_offset: plane.destination_offset as usize,
                destination_stride: plane.destination_stride as usize,
                source_top: plane.source_top as usize,
                source_height: plane.source_height as usize,
                source_left_bytes: plane.source_left_bytes as usize,
                source_width_bytes: plane.source_width_bytes as usize,
            })
            .collect();
        self.get()?.copy_to(writable(&mut destination), &copies).map_err(to_js)
    }

    /// The pixels in `rect`, read as `from`, as a frame of `to`. Converts on the libuv pool. `from` names the frame's own
    /// format, or that without its alpha, which is not looked at then.
    #[napi(ts_return_type = "Promise<NativeFrame | ConversionFailure>")]
    pub fn convert<'env>(
        &self,
        env: &'env Env,
        rect: JsRect,
        from: JsColoredFormat,
        to: JsColoredFormat,
    ) -> Result<PromiseRaw<'env, Converted>> {
        let conversion = Conversion {
            frame: self.get()?.clone(),
            rect: rect.into(),
            from: from.try_into()?,
            to: to.try_into()?,
        };
        // An AsyncTask as the result would count as a use of this object until it settles, and forbid to release it.
        env.spawn(conversion).map(|work| work.promise_object())
    }

    /// Drops the reference to the pixels now, not at garbage collection.
    #[napi]
    pub fn release(&mut self, env: &Env) -> Result<()> {
        self.0.release(env)
    }
}

impl NativeFrame {
    pub fn new(env: &Env, frame: Frame) -> Result<Self> {
        let bytes = frame.byte_size();
        Held::new(env, frame, bytes).map(Self)
    }

    pub fn get(&self) -> Result<&Frame> {
        self.0.get()
    }
}

impl ObjectFinalize for NativeFrame {
    fn finalize(mut self, env: Env) -> Result<()> {
        self.release(&env)
    }
}

pub fn named(format: &str) -> Result<PixelFormat> {
    PixelFormat::from_name(format)
        .ok_or_else(|| Error::from_reason(format!("{format} is not a pixel format")))
}
