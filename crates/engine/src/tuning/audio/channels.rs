//! Channels in the order of the stream, which the spec keeps, and where FFmpeg has them.
//! <https://w3c.github.io/webcodecs/#audio-channel-ordering>

/// FFmpeg's name of a layout, and FFmpeg's channel for each channel of the stream; none when they are the same.
pub type Layout = (&'static str, &'static [u8]);

/// The layouts of a coder.
pub enum Channels {
    /// One for each count, from one channel on. A nameless one is not coded.
    Ordered(&'static [Layout]),
    /// Up to so many channels, which are nothing but numbered.
    Counted(usize),
}

impl Channels {
    /// Layout and order of that many channels.
    pub fn layout(&self, channels: usize) -> Option<(String, &'static [u8])> {
        match self {
            Channels::Ordered(layouts) => {
                let (name, order) = layouts.get(channels.checked_sub(1)?)?;
                (!name.is_empty()).then(|| ((*name).to_owned(), *order))
            }
            Channels::Counted(most) => {
                (1..=*most).contains(&channels).then(|| (format!("{channels}C"), &[][..]))
            }
        }
    }
}

/// Vorbis and Opus (channel mapping families 0 and 1).
pub const VORBIS: &[Layout] = &[
    ("mono", &[]),
    ("stereo", &[]),
    ("3.0", &[0, 2, 1]),
    ("quad", &[]),
    ("5.0", &[0, 2, 1, 3, 4]),
    ("5.1", &[0, 2, 1, 4, 5, 3]),
    ("6.1", &[0, 2, 1, 5, 6, 4, 3]),
    ("7.1", &[0, 2, 1, 6, 7, 4, 5, 3]),
];

/// AAC: the elements that each channel configuration consists of. Seven channels have none.
pub const AAC: &[Layout] = &[
    ("mono", &[]),
    ("stereo", &[]),
    ("3.0", &[2, 0, 1]),
    ("4.0", &[2, 0, 1, 3]),
    ("5.0", &[2, 0, 1, 3, 4]),
    ("5.1", &[2, 0, 1, 4, 5, 3]),
    ("", &[]),
    ("7.1", &[2, 0, 1, 6, 7, 4, 5, 3]),
];

pub const STEREO: &[Layout] = &[("mono", &[]), ("stereo", &[])];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_order_names_every_channel_once() {
        for (count, (name, order)) in [VORBIS, AAC, STEREO].iter().flat_map(|table| table.iter().enumerate())
        {
            let mut channels = order.to_vec();
            channels.sort_unstable();
            assert!(order.is_empty() || channels.iter().map(|&c| usize::from(c)).eq(0..=count), "{name}");
        }
    }
}
