//! AVCodecContext: options, extradata, opening.

use std::ffi::CStr;
use std::sync::Once;
use std::{ptr, slice};

use ffmpeg_next::codec::Context;
use ffmpeg_next::ffi::{
    AV_DICT_IGNORE_SUFFIX, AV_INPUT_BUFFER_PADDING_SIZE, AV_OPT_SEARCH_CHILDREN, AVDictionary, av_dict_free,
    av_dict_get, av_dict_set, av_mallocz, av_opt_set_double, avcodec_open2,
};
use ffmpeg_next::frame::Video;
use ffmpeg_next::{Codec, Error, log};

/// Name and value of an AVOption.
pub type Setting = (String, String);

/// Gives a context that is not yet open its extradata. False when the system has no room.
pub fn set_extradata(context: &mut Context, bytes: &[u8]) -> bool {
    if bytes.is_empty() {
        return true; // coders take a pointer to nothing for something
    }
    let Ok(size) = i32::try_from(bytes.len()) else {
        return false;
    };
    // SAFETY: the buffer is as long as the bytes plus FFmpeg's padding, zeroed, and from then on owned and freed by the
    // context, which has no extradata before it is opened.
    unsafe {
        let copy: *mut u8 = av_mallocz(bytes.len() + AV_INPUT_BUFFER_PADDING_SIZE as usize).cast();
        if copy.is_null() {
            return false;
        }
        ptr::copy_nonoverlapping(bytes.as_ptr(), copy, bytes.len());
        let context = context.as_mut_ptr();
        (*context).extradata = copy;
        (*context).extradata_size = size;
    }
    true
}

/// The extradata of an open context.
pub fn extradata(context: &Context) -> &[u8] {
    // SAFETY: FFmpeg keeps extradata and extradata_size in step, and does not touch them while the context is borrowed.
    unsafe {
        let context = context.as_ptr();
        match usize::try_from((*context).extradata_size) {
            Ok(size) if !(*context).extradata.is_null() => slice::from_raw_parts((*context).extradata, size),
            _ => &[],
        }
    }
}

/// Why a context did not open.
pub enum OpenError {
    Ffmpeg(Error),
    /// The coder does not know this option.
    UnknownOption(String),
}

impl OpenError {
    pub fn of_coder(self, name: &str) -> crate::Error {
        use ffmpeg_next::error::{EAGAIN, ENOMEM};
        match self {
            OpenError::Ffmpeg(error @ Error::Other { errno: EAGAIN | ENOMEM }) => crate::Error::quota(
                format!("{name} cannot be opened, for want of threads or memory: {error}"),
            ),
            OpenError::Ffmpeg(error) => {
                crate::Error::unsupported(format!("{name} cannot be opened with this configuration: {error}"))
            }
            OpenError::UnknownOption(option) => {
                crate::Error::unsupported(format!("{name} does not know the option {option}"))
            }
        }
    }
}

/// The samples that an open encoder puts before those of its input.
pub fn initial_padding(context: &Context) -> i64 {
    // SAFETY: reads a field of a live context.
    i64::from(unsafe { (*context.as_ptr()).initial_padding })
}

/// Changes the bitrate of an open encoder that looks at it with each frame, and the highest one if it has any.
pub fn set_bitrate(context: &mut Context, bitrate: u64) {
    let bitrate = i64::try_from(bitrate).unwrap_or(i64::MAX);
    // SAFETY: writes fields of a live context that its user may change at any time.
    unsafe {
        let context = context.as_mut_ptr();
        (*context).bit_rate = bitrate;
        if (*context).rc_max_rate > 0 {
            (*context).rc_max_rate = bitrate;
        }
    }
}

/// Tells how long the picture that is sent next lasts, in units of the time base. libvpx and libaom derive the frame rate
/// from it and from the presentation times.
pub fn set_duration(context: &mut Context, picture: &mut Video, duration: i64) {
    // SAFETY: writes fields of a live context and of a frame that the caller may write to.
    unsafe {
        // Before frames had one, the wrappers took the ticks of a frame for it.
        #[cfg(not(ffmpeg_8_0))]
        {
            (*context.as_mut_ptr()).ticks_per_frame = i32::try_from(duration).unwrap_or(i32::MAX);
        }
        #[cfg(ffmpeg_6_0)]
        {
            (*picture.as_mut_ptr()).duration = duration;
        }
        #[cfg(not(ffmpeg_6_0))]
        {
            (*picture.as_mut_ptr()).pkt_duration = duration;
        }
    }
}

/// Changes a number among the options of an open context. False when it does not know it or not take it.
pub fn set_number(context: &mut Context, option: &str, value: f64) -> bool {
    let terminated = format!("{option}\0");
    // SAFETY: an AVCodecContext begins with its AVClass, which describes its options and those of its coder; the name ends
    // in a zero byte. Coders read such options at the next frame, on this thread.
    unsafe {
        let object = context.as_mut_ptr().cast();
        av_opt_set_double(object, terminated.as_ptr().cast(), value, AV_OPT_SEARCH_CHILDREN) >= 0
    }
}

/// The worst quantizer that an open encoder may use from the next frame on, if it looks at it again.
pub fn set_qmax(context: &mut Context, quantizer: u16) {
    // SAFETY: writes a field of a live context, which its encoder reads at the next frame, on this thread.
    unsafe { (*context.as_mut_ptr()).qmax = i32::from(quantizer) };
}

/// Opens a context for `codec` with `settings`, every one of which must be known to it.
pub fn open(context: &mut Context, codec: Codec, settings: &[Setting]) -> Result<(), OpenError> {
    static START: Once = Once::new();
    START.call_once(|| {
        ffmpeg_next::util::error::register_all(); // without it errors have no text
        log::set_level(log::Level::Quiet); // a library does not write to its user's standard error
    });
    let mut options = Options::new(settings);
    // SAFETY: context and codec are live; avcodec_open2 replaces the dictionary by one of what it did not use.
    let status = unsafe { avcodec_open2(context.as_mut_ptr(), codec.as_ptr(), &mut options.0) };
    match (status, options.first_key()) {
        (status, _) if status < 0 => Err(OpenError::Ffmpeg(Error::from(status))),
        (_, Some(unknown)) => Err(OpenError::UnknownOption(unknown)),
        _ => Ok(()),
    }
}

struct Options(*mut AVDictionary);

impl Options {
    fn new(settings: &[Setting]) -> Self {
        let mut options = Options(ptr::null_mut());
        for (key, value) in settings {
            let terminated = (format!("{key}\0"), format!("{value}\0"));
            // SAFETY: both strings end in a zero byte and are copied by av_dict_set.
            unsafe {
                av_dict_set(&mut options.0, terminated.0.as_ptr().cast(), terminated.1.as_ptr().cast(), 0)
            };
        }
        options
    }

    fn first_key(&self) -> Option<String> {
        // SAFETY: the dictionary is live (or null, which av_dict_get takes); an entry's key is a C string that lives as
        // long as the dictionary.
        unsafe {
            let entry = av_dict_get(self.0, c"".as_ptr(), ptr::null(), AV_DICT_IGNORE_SUFFIX);
            entry.as_ref().map(|entry| CStr::from_ptr(entry.key).to_string_lossy().into_owned())
        }
    }
}

impl Drop for Options {
    fn drop(&mut self) {
        // SAFETY: the dictionary is owned by self; av_dict_free takes null as well.
        unsafe { av_dict_free(&mut self.0) }
    }
}
