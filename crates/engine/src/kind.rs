//! What the worker loop needs to know of a codec: the same for video and audio, encoding and decoding.

use crate::Result;

/// Takes one output. An error means: stop, the session is gone.
pub type Emit<'a, T> = &'a mut dyn FnMut(T) -> Result<()>;

/// An opened codec. It lives and dies on its session's thread.
pub trait Kind: Sized + 'static {
    type Config: Send + 'static;
    type Input: Send + 'static;
    type Output: Send + 'static;

    /// Outputs that may be under way to the other side, each counted by its weight. More make the session "saturated" in
    /// the spec's sense.
    const UNDELIVERED: usize;

    /// Events that may cross to the other side together, when commands are quick.
    const COMPANY: usize;

    /// 1, or more for an output that takes much memory.
    fn weight(_: &Self::Output) -> usize {
        1
    }

    /// Opens a coder for `config`, or says why none serves.
    fn open(config: Self::Config) -> Result<Self>;

    /// Works on one input and emits what is ready, which may belong to earlier inputs.
    fn push(&mut self, input: Self::Input, emit: Emit<'_, Self::Output>) -> Result<()>;

    /// Emits everything that is held back and stays usable for further inputs.
    fn drain(&mut self, emit: Emit<'_, Self::Output>) -> Result<()>;
}
