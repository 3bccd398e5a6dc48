//! Conversions of pixels, on the libuv pool.

use engine::video::conversion::ColoredFormat;
use engine::video::frame::{Frame, Rect};
use napi::bindgen_prelude::{Either, Env, Error, Result, Task};
use napi_derive::napi;

use crate::error::kind;
use crate::frame::{NativeFrame, named};
use crate::video_config::NativeColorSpace;

/// A rectangle of pixels.
#[napi(object, object_to_js = false, js_name = "PixelRect")]
pub struct JsRect {
    pub x: u32,
    pub y: u32,
    pub width: u32,
    pub height: u32,
}

impl From<JsRect> for Rect {
    fn from(js: JsRect) -> Self {
        Rect { x: js.x, y: js.y, width: js.width, height: js.height }
    }
}

/// A format, and what its samples mean.
#[napi(object, object_to_js = false, js_name = "ColoredFormat")]
pub struct JsColoredFormat {
    pub format: String,
    pub color_space: NativeColorSpace,
}

impl TryFrom<JsColoredFormat> for ColoredFormat {
    type Error = Error;

    fn try_from(js: JsColoredFormat) -> Result<Self> {
        Ok(ColoredFormat { format: named(&js.format)?, color: js.color_space.into() })
    }
}

/// Why there is no frame.
#[napi(object, object_from_js = false)]
pub struct ConversionFailure {
    #[napi(ts_type = "'unsupported' | 'coding' | 'quota'")]
    pub kind: &'static str,
    pub message: String,
}

pub type Converted = Either<NativeFrame, ConversionFailure>;

/// Holds the pixels, so that the frame may be closed meanwhile.
pub struct Conversion {
    pub frame: Frame,
    pub rect: Rect,
    pub from: ColoredFormat,
    pub to: ColoredFormat,
}

impl Task for Conversion {
    type Output = engine::Result<Frame>;
    type JsValue = Converted;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(self.frame.converted(self.rect, self.from, self.to))
    }

    fn resolve(&mut self, env: Env, converted: Self::Output) -> Result<Self::JsValue> {
        match converted {
            Ok(frame) => NativeFrame::new(&env, frame).map(Either::A),
            Err(error) => Ok(Either::B(ConversionFailure { kind: kind(&error), message: error.message })),
        }
    }
}
