//! Lists of parameter sets, each after its length in 16 bits, as both configuration records have them.

use super::Malformed;

/// Reads `count` parameter sets; returns them and what follows them.
pub fn read(mut record: &[u8], count: u16) -> Result<(Vec<&[u8]>, &[u8]), Malformed> {
    let mut sets = Vec::new();
    for _ in 0..count {
        let (set, rest) = read_one(record)?;
        sets.push(set);
        record = rest;
    }
    Ok((sets, record))
}

fn read_one(record: &[u8]) -> Result<(&[u8], &[u8]), Malformed> {
    const TOO_LONG: Malformed =
        Malformed("a parameter set is longer than the configuration record that holds it");
    let (&length, rest) = record.split_first_chunk().ok_or(TOO_LONG)?;
    match rest.split_at_checked(usize::from(u16::from_be_bytes(length))).ok_or(TOO_LONG)? {
        ([], _) => Err(Malformed("a parameter set in the configuration record is empty")),
        parts => Ok(parts),
    }
}

/// The units of a byte stream that are fit for a record, without repetitions.
pub fn collect<'a>(units: impl Iterator<Item = &'a [u8]>, most: usize) -> Result<Vec<&'a [u8]>, Malformed> {
    let mut sets = Vec::new();
    for unit in units {
        if unit.len() > usize::from(u16::MAX) {
            return Err(Malformed("a parameter set is too long for a configuration record"));
        }
        if !sets.contains(&unit) {
            sets.push(unit);
        }
        if sets.len() > most {
            return Err(Malformed("the parameter sets are too many for a configuration record"));
        }
    }
    Ok(sets)
}

pub fn push(record: &mut Vec<u8>, sets: &[&[u8]]) {
    for set in sets {
        record.extend_from_slice(&(set.len() as u16).to_be_bytes());
        record.extend_from_slice(set);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read() {
        let mut record = Vec::new();
        push(&mut record, &[&[1, 2, 3], &[4]]);
        record.push(9);
        assert_eq!(read(&record, 2), Ok((vec![&[1, 2, 3][..], &[4]], &[9][..])));
        assert!(read(&record, 3).is_err());
        assert!(read(&[0, 0], 1).is_err());
    }

    #[test]
    fn repetitions_are_dropped_and_excess_is_refused() {
        let units = [&[1][..], &[2], &[1]];
        assert_eq!(collect(units.into_iter(), 2), Ok(vec![&[1][..], &[2]]));
        assert!(collect(units.into_iter(), 1).is_err());
        assert!(collect([&[1; 65_536][..]].into_iter(), 1).is_err());
    }
}
