//! libx265's encoder, without FFmpeg in between.

use std::ffi::{CString, c_int};
use std::mem::MaybeUninit;
use std::ops::RangeInclusive;
use std::ptr::{self, NonNull};
use std::slice;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use ffmpeg_next::format::Pixel;
use ffmpeg_next::frame::Video;

use super::context::Setting;
use super::frame;

/// What the header declares, by bindgen.
#[allow(dead_code, non_camel_case_types, non_snake_case, non_upper_case_globals, clippy::all)]
mod header {
    include!(concat!(env!("OUT_DIR"), "/x265.rs"));
}

use header::{
    X265_BUILD, X265_TYPE_AUTO, X265_TYPE_IDR, x265_api, x265_encoder, x265_nal, x265_param, x265_picture,
};

/// Types of the NAL units of pictures that decoding can begin with.
const KEY_UNITS: RangeInclusive<u32> = 16..=21;

/// Held while an encoder is opened: the first one fills tables of the library's, which it does not guard.
pub fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The library's functions for a bit depth.
#[derive(Clone, Copy)]
struct Functions(&'static x265_api);

// SAFETY: a table of functions and numbers that nobody writes to.
unsafe impl Send for Functions {}
// SAFETY: as above.
unsafe impl Sync for Functions {}

/// Whether the library codes samples of so many bits. Waits for nobody.
pub fn has_depth(depth: u8) -> bool {
    functions(depth).is_some()
}

fn functions(depth: u8) -> Option<&'static x265_api> {
    const DEPTHS: [u8; 3] = [8, 10, 12];
    static ALL: OnceLock<[Option<Functions>; 3]> = OnceLock::new();
    let all = ALL.get_or_init(|| DEPTHS.map(query)).iter().flatten();
    all.map(|&Functions(functions)| functions).find(|functions| functions.bit_depth == c_int::from(depth))
}

/// None where the library is not of the release that the header is of.
fn query(depth: u8) -> Option<Functions> {
    // SAFETY: takes any depth and release. What it returns is null or a table that stays as it is.
    let functions =
        unsafe { header::x265_api_query(c_int::from(depth), X265_BUILD as c_int, ptr::null_mut()).as_ref() }?;
    let is_of_header = functions.sizeof_picture as usize == size_of::<x265_picture>();
    is_of_header.then_some(Functions(functions))
}

/// A function of the table, which has all of them.
fn of<F>(function: Option<F>) -> Result<F, String> {
    function.ok_or_else(|| "the library lacks a function".to_owned())
}

fn c_string(text: &str) -> Result<CString, String> {
    CString::new(text).map_err(|_| format!("{text:?} is not a text"))
}

/// What an encoder is opened with.
struct Parameters {
    functions: &'static x265_api,
    parameters: NonNull<x265_param>,
}

impl Parameters {
    /// By the names of the library's command line; `preset`, `tune` and `profile` can be among them.
    fn new(functions: &'static x265_api, settings: &[Setting]) -> Result<Self, String> {
        // SAFETY: returns memory for parameters, or null.
        let parameters = unsafe { of(functions.param_alloc)?() };
        let parameters = NonNull::new(parameters).ok_or("there is no memory")?;
        let mut parameters = Parameters { functions, parameters };
        let named =
            |name: &str| settings.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
        parameters.set_defaults(named("preset"), named("tune"))?;
        for (key, value) in settings {
            if !matches!(key.as_str(), "preset" | "tune" | "profile") {
                parameters.set(key, value)?;
            }
        }
        named("profile").map_or(Ok(()), |profile| parameters.keep_to(profile))?;
        Ok(parameters)
    }

    fn set_defaults(&mut self, preset: Option<&str>, tune: Option<&str>) -> Result<(), String> {
        let (preset, tune) = (preset.map(c_string).transpose()?, tune.map(c_string).transpose()?);
        let pointer = |text: &Option<CString>| text.as_ref().map_or(ptr::null(), |text| text.as_ptr());
        // SAFETY: the parameters are ours, and the names end in a zero byte or are null, which stands for none.
        let status = unsafe {
            of(self.functions.param_default_preset)?(
                self.parameters.as_ptr(),
                pointer(&preset),
                pointer(&tune),
            )
        };
        if status == 0 { Ok(()) } else { Err(format!("there is no preset {preset:?} with tune {tune:?}")) }
    }

    fn set(&mut self, key: &str, value: &str) -> Result<(), String> {
        let (name, text) = (c_string(key)?, c_string(value)?);
        // SAFETY: the parameters are ours; the strings end in a zero byte and are copied.
        let status = unsafe {
            of(self.functions.param_parse)?(self.parameters.as_ptr(), name.as_ptr(), text.as_ptr())
        };
        if status == 0 { Ok(()) } else { Err(format!("it does not take {key}={value}")) }
    }

    fn keep_to(&mut self, profile: &str) -> Result<(), String> {
        let name = c_string(profile)?;
        // SAFETY: the parameters are ours; the name ends in a zero byte.
        let status =
            unsafe { of(self.functions.param_apply_profile)?(self.parameters.as_ptr(), name.as_ptr()) };
        if status == 0 { Ok(()) } else { Err(format!("it cannot keep to the profile {profile}")) }
    }
}

impl Drop for Parameters {
    fn drop(&mut self) {
        if let Some(free) = self.functions.param_free {
            // SAFETY: the parameters are ours, and encoders have copies of their own.
            unsafe { free(self.parameters.as_ptr()) }
        }
    }
}

/// A coded picture.
pub struct Coded {
    /// NAL units behind start codes.
    pub data: Vec<u8>,
    pub key: bool,
    /// The presentation time that it went in with.
    pub pts: i64,
}

pub struct Encoder {
    parameters: Parameters,
    encoder: NonNull<x265_encoder>,
    pixel: Pixel,
    size: (u32, u32),
}

impl Encoder {
    /// For pictures of that format, which has so many bits a sample, and size.
    pub fn open(depth: u8, pixel: Pixel, size: (u32, u32), settings: &[Setting]) -> Result<Self, String> {
        let _turn = turn();
        let functions = functions(depth).ok_or_else(|| format!("it is built without {depth} bits"))?;
        let resolution = ("input-res".to_owned(), format!("{}x{}", size.0, size.1));
        let parameters = Parameters::new(functions, &[settings, &[resolution]].concat())?;
        // SAFETY: the parameters are ours, and copied. The library checks them, and returns null when it cannot do that.
        let encoder = unsafe { of(functions.encoder_open)?(parameters.parameters.as_ptr()) };
        let encoder = NonNull::new(encoder).ok_or_else(|| {
            let settings: Vec<_> = settings.iter().map(|(key, value)| format!("{key}={value}")).collect();
            format!("the settings do not go together ({})", settings.join(", "))
        })?;
        Ok(Encoder { parameters, encoder, pixel, size })
    }

    /// The parameter sets.
    pub fn headers(&mut self) -> Result<Vec<u8>, String> {
        let headers = of(self.parameters.functions.encoder_headers)?;
        let (mut units, mut count) = (ptr::null_mut(), 0);
        // SAFETY: the encoder is live, and tells of its units.
        unsafe {
            if headers(self.encoder.as_ptr(), &mut units, &mut count) <= 0 {
                return Err("it gives no parameter sets".to_owned());
            }
            Ok(copied(units, count).0)
        }
    }

    /// Takes a picture with its presentation time; gives the next one, in decoding order, once it has looked far enough
    /// ahead. `quantizer`: that of all its blocks, and not what rate control says.
    pub fn encode(
        &mut self,
        picture: &Video,
        key: bool,
        quantizer: Option<u16>,
    ) -> Result<Option<Coded>, String> {
        if picture.format() != self.pixel
            || (picture.width(), picture.height()) != self.size
            || picture.planes() < 3
        {
            return Err("the picture is not as announced".to_owned());
        }
        let mut input = self.blank()?;
        let sample_bytes = if self.parameters.functions.bit_depth > 8 { 2 } else { 1 };
        for i in 0..3 {
            let (rows, row_bytes) =
                (picture.plane_height(i) as usize, picture.plane_width(i) as usize * sample_bytes);
            let (plane, stride) =
                frame::plane(picture, i, rows, row_bytes).ok_or("a plane of the picture is too small")?;
            input.planes[i] = plane.as_ptr().cast_mut().cast();
            input.stride[i] = stride as c_int;
        }
        input.pts = picture.pts().unwrap_or(0);
        input.sliceType = (if key { X265_TYPE_IDR } else { X265_TYPE_AUTO }) as c_int;
        input.forceqp = quantizer.map_or(0, |quantizer| c_int::from(quantizer) + 1);
        self.exchange(&mut input)
    }

    /// The next picture of those that are held back. After it no more are taken.
    pub fn drain(&mut self) -> Result<Option<Coded>, String> {
        self.exchange(ptr::null_mut())
    }

    /// A picture as the library initializes it.
    fn blank(&self) -> Result<x265_picture, String> {
        let init = of(self.parameters.functions.picture_init)?;
        let mut picture = MaybeUninit::<x265_picture>::uninit();
        // SAFETY: fills in all of the picture, which is as large as the library's.
        unsafe {
            init(self.parameters.parameters.as_ptr(), picture.as_mut_ptr());
            Ok(picture.assume_init())
        }
    }

    fn exchange(&mut self, input: *mut x265_picture) -> Result<Option<Coded>, String> {
        let encode = of(self.parameters.functions.encoder_encode)?;
        let mut output = self.blank()?;
        let (mut units, mut count) = (ptr::null_mut(), 0);
        // SAFETY: the encoder is live, and tells of its units. `input` is null or a picture whose planes are as large as the
        // encoder's format and size say; they are copied.
        let (data, key) = unsafe {
            match encode(self.encoder.as_ptr(), &mut units, &mut count, input, &mut output) {
                status if status < 0 => return Err(format!("the library says {status}")),
                _ => copied(units, count),
            }
        };
        Ok((count > 0).then_some(Coded { data, key, pts: output.pts }))
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        if let Some(close) = self.parameters.functions.encoder_close {
            // SAFETY: the encoder is ours.
            unsafe { close(self.encoder.as_ptr()) }
        }
    }
}

/// The bytes of the units, and whether one is of a key picture.
///
/// # Safety
/// The library has just told of the units, and it has not been called since.
unsafe fn copied(units: *const x265_nal, count: u32) -> (Vec<u8>, bool) {
    let (mut data, mut key) = (Vec::new(), false);
    for i in 0..count as usize {
        // SAFETY: there are so many units, each of which tells the size of its bytes.
        let (kind, bytes) = unsafe {
            let unit = &*units.add(i);
            (unit.type_, slice::from_raw_parts(unit.payload, unit.sizeBytes as usize))
        };
        data.extend_from_slice(bytes);
        key |= KEY_UNITS.contains(&kind);
    }
    (data, key)
}
