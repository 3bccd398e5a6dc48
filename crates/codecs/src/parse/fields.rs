//! Reading the dot-separated fields of a codec string, front to back.

use std::str::Split;

/// The fields not read yet.
pub struct Fields<'a>(Split<'a, char>);

impl<'a> Fields<'a> {
    pub fn new(text: &'a str) -> Self {
        Self(text.split('.'))
    }

    pub fn text(&mut self, name: &str) -> Result<&'a str, String> {
        self.0.next().ok_or_else(|| format!("it ends before its {name}"))
    }

    /// The next field, unless the string has ended.
    pub fn optional_text(&mut self) -> Option<&'a str> {
        self.0.next()
    }

    /// A field of exactly `width` decimal digits.
    pub fn decimal(&mut self, name: &str, width: usize) -> Result<u8, String> {
        decimal(self.text(name)?, name, width..=width)
    }

    /// As `decimal`, but the string may have ended.
    pub fn optional(&mut self, name: &str, width: usize) -> Result<Option<u8>, String> {
        self.optional_text().map(|field| decimal(field, name, width..=width)).transpose()
    }

    /// As many fields as are left.
    pub fn rest(self) -> impl Iterator<Item = &'a str> {
        self.0
    }

    pub fn finish(mut self) -> Result<(), String> {
        match self.0.next() {
            None => Ok(()),
            Some(_) => Err("it has more fields than the format knows".to_owned()),
        }
    }
}

/// A number of as many decimal digits as `widths` allows, below 256.
pub fn decimal(field: &str, name: &str, widths: std::ops::RangeInclusive<usize>) -> Result<u8, String> {
    let wanted = widths.contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_digit());
    wanted.then(|| field.parse().ok()).flatten().ok_or_else(|| {
        let digits = match (widths.start(), widths.end()) {
            (1, 1) => "1 decimal digit".to_owned(),
            (low, high) if low == high => format!("{low} decimal digits"),
            (low, high) => format!("{low} to {high} decimal digits"),
        };
        format!("its {name} must be {digits}")
    })
}

/// A number of 1 to `width` (at most 8) hexadecimal digits in either case.
pub fn hexadecimal(field: &str, name: &str, width: usize) -> Result<u32, String> {
    let wanted = (1..=width).contains(&field.len()) && field.bytes().all(|byte| byte.is_ascii_hexdigit());
    wanted
        .then(|| u32::from_str_radix(field, 16).ok())
        .flatten()
        .ok_or_else(|| format!("its {name} must be 1 to {width} hexadecimal digits"))
}
