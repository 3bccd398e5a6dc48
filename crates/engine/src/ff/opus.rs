//! libopus' encoder for one and two channels, without FFmpeg in between.

use std::ffi::{CStr, c_char, c_int};
use std::ptr::NonNull;

use ffmpeg_next::frame::Audio;

use super::audio;

#[repr(C)]
struct OpusEncoder {
    _opaque: [u8; 0],
}

#[link(name = "opus")]
unsafe extern "C" {
    fn opus_encoder_create(
        rate: i32,
        channels: c_int,
        application: c_int,
        error: *mut c_int,
    ) -> *mut OpusEncoder;
    fn opus_encoder_destroy(encoder: *mut OpusEncoder);
    fn opus_encoder_ctl(encoder: *mut OpusEncoder, request: c_int, ...) -> c_int;
    fn opus_encode_float(
        encoder: *mut OpusEncoder,
        samples: *const f32,
        frames: c_int,
        packet: *mut u8,
        room: i32,
    ) -> i32;
    fn opus_strerror(error: c_int) -> *const c_char;
}

const OPUS_OK: c_int = 0;
const OPUS_GET_LOOKAHEAD: c_int = 4027;
/// The most that six frames in one packet take.
const LARGEST_PACKET: usize = 1275 * 6 + 7;

pub struct Encoder {
    encoder: NonNull<OpusEncoder>,
    channels: usize,
}

// SAFETY: the encoder is owned by self alone, and libopus keeps nothing that belongs to a thread.
unsafe impl Send for Encoder {}

impl Encoder {
    /// `application` is one of libopus' numbers.
    pub fn new(rate: i32, channels: usize, application: i32) -> Result<Self, String> {
        let mut error = OPUS_OK;
        let count = c_int::try_from(channels).unwrap_or(c_int::MAX);
        // SAFETY: libopus checks what it is given; a null result is turned into an error.
        let encoder = unsafe { opus_encoder_create(rate, count, application, &mut error) };
        NonNull::new(encoder).map(|encoder| Encoder { encoder, channels }).ok_or_else(|| text(error))
    }

    /// One of the requests that take a number.
    pub fn set(&mut self, request: i32, value: i32) -> Result<(), String> {
        // SAFETY: the encoder is live; the callers' table has requests of one 32-bit number only, which libopus checks.
        match unsafe { opus_encoder_ctl(self.encoder.as_ptr(), request, value) } {
            OPUS_OK => Ok(()),
            error => Err(text(error)),
        }
    }

    /// The samples that it puts before the first one.
    pub fn lookahead(&mut self) -> i64 {
        let mut lookahead: i32 = 0;
        // SAFETY: the encoder is live, and the request takes a pointer to a 32-bit number.
        unsafe { opus_encoder_ctl(self.encoder.as_ptr(), OPUS_GET_LOOKAHEAD, &raw mut lookahead) };
        i64::from(lookahead)
    }

    /// A packet of all samples of `frame`, which are f32 and interleaved.
    pub fn encode(&mut self, frame: &Audio) -> Result<Vec<u8>, String> {
        let frames = frame.samples();
        let samples = audio::plane(frame, 0, frames * self.channels * size_of::<f32>());
        let samples = samples.filter(|_| audio::channels(frame) == self.channels && !frame.is_planar());
        let samples = samples.ok_or("the block of samples is not as it should be")?;
        let mut packet = vec![0; LARGEST_PACKET];
        // SAFETY: the encoder is live; `samples` holds so many frames, aligned as FFmpeg aligns its planes; the packet has
        // the room that is told.
        let size = unsafe {
            opus_encode_float(
                self.encoder.as_ptr(),
                samples.as_ptr().cast(),
                frames as c_int,
                packet.as_mut_ptr(),
                LARGEST_PACKET as i32,
            )
        };
        let size = usize::try_from(size).map_err(|_| text(size))?;
        packet.truncate(size);
        packet.shrink_to_fit();
        Ok(packet)
    }
}

impl Drop for Encoder {
    fn drop(&mut self) {
        // SAFETY: the encoder is owned by self.
        unsafe { opus_encoder_destroy(self.encoder.as_ptr()) }
    }
}

fn text(error: c_int) -> String {
    // SAFETY: opus_strerror gives a static C string for any number.
    unsafe { CStr::from_ptr(opus_strerror(error)) }.to_string_lossy().into_owned()
}
