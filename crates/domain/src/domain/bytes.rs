//! Vectorised searches in bytes.

/// Number of bytes that are compared before the result is tested.
const MANY: usize = 128;

/// Shorter texts are searched byte by byte.
const FEW: usize = 32;

/// The first position from `from` at which `is` is true for a byte and the two after it (0 beyond the end).
/// `is` must be branch-free (`|` and `&`), so that the compiler can vectorise it.
pub fn find(bytes: &[u8], from: usize, is: impl Fn(u8, u8, u8) -> bool) -> Option<usize> {
    let first = bytes.get(from..)?;
    if first.len() < FEW {
        let mut next = first.get(1..).unwrap_or_default().iter().copied().chain([0, 0]);
        let mut two = next.next();
        for (at, one) in first.iter().enumerate() {
            let three = next.next();
            if is(*one, two.unwrap_or(0), three.unwrap_or(0)) {
                return Some(from + at);
            }
            two = three;
        }
        return None;
    }
    let [second, third] = [1, 2].map(|n| first.get(n..).unwrap_or_default());
    let chunks = first.chunks(MANY).zip(second.chunks(MANY)).zip(third.chunks(MANY));
    for (at, ((first, second), third)) in chunks.enumerate() {
        let threes = || first.iter().zip(second).zip(third);
        if threes().fold(false, |found, ((one, two), three)| found | is(*one, *two, *three)) {
            let within = threes().position(|((one, two), three)| is(*one, *two, *three))?;
            return Some(from + at * MANY + within);
        }
    }
    // Nothing follows the last two.
    let last = first.len().saturating_sub(2);
    let after = |at: usize| first.get(at).copied().unwrap_or(0);
    (last..first.len()).find(|at| is(after(*at), after(at + 1), 0)).map(|at| from + at)
}

/// Passes on every position at which `is` is true for a byte and the two after it (0 beyond the end), in
/// order. `is` must be branch-free, as for [`find`].
pub fn each(bytes: &[u8], is: impl Fn(u8, u8, u8) -> bool, take: &mut impl FnMut(usize)) {
    let [second, third] = [1, 2].map(|n| bytes.get(n..).unwrap_or_default());
    let chunks = bytes.chunks(MANY).zip(second.chunks(MANY)).zip(third.chunks(MANY));
    for (at, ((first, second), third)) in chunks.enumerate() {
        let threes = || first.iter().zip(second).zip(third);
        if threes().fold(false, |found, ((one, two), three)| found | is(*one, *two, *three)) {
            let places = threes().enumerate().filter(|(_, ((one, two), three))| is(**one, **two, **three));
            places.for_each(|(within, _)| take(at * MANY + within));
        }
    }
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    (bytes.len().saturating_sub(2)..bytes.len()).filter(|at| is(byte(*at), byte(at + 1), 0)).for_each(take);
}

/// The union of the bits that `of` returns for every byte and the two after it (0 beyond the end): tells in
/// one pass which of up to eight features a text has. `of` must be branch-free, as for [`find`].
pub fn classes(bytes: &[u8], of: impl Fn(u8, u8, u8) -> u8) -> u8 {
    let [second, third] = [1, 2].map(|n| bytes.get(n..).unwrap_or_default());
    let threes = bytes.iter().zip(second).zip(third);
    let found = threes.fold(0, |found, ((one, two), three)| found | of(*one, *two, *three));
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    (bytes.len().saturating_sub(2)..bytes.len())
        .fold(found, |found, at| found | of(byte(at), byte(at + 1), 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_are_told_apart_wherever_they_lie() {
        let of = |one: u8, two: u8, three: u8| {
            let star = u8::from((one == b'*') & (two == b'*'));
            star | (u8::from((one == 0xE2) & (two == 0x80) & (three == 0x80)) << 7)
        };
        for len in [0, 1, 2, 3, 15, 16, 17, 129, 400] {
            assert_eq!(classes(&vec![b'a'; len], of), 0, "{len}");
            for at in 0..len {
                for (sign, class) in [(&b"**"[..], 1), (b"\xE2\x80\x80", 1 << 7), (b"*a*", 0)] {
                    let mut bytes = vec![b'a'; len];
                    let room = &mut bytes[at..len.min(at + sign.len())];
                    room.copy_from_slice(&sign[..room.len()]);
                    let is_whole = room.len() == sign.len();
                    assert_eq!(classes(&bytes, of), if is_whole { class } else { 0 }, "{len} at {at}");
                }
            }
        }
    }

    #[test]
    fn the_first_is_found_wherever_it_lies() {
        let is = |one: u8, two: u8, three: u8| {
            (one == b'*')
                | ((one == 0xEF) & (two == 0xB7))
                | ((one == 0xE2) & (two == 0x80) & (three == 0x80))
        };
        for len in [0, 1, 2, 3, 127, 128, 129, 130, 131, 255, 256, 257, 400] {
            let plain = vec![b'a'; len];
            assert_eq!(find(&plain, 0, is), None, "{len}");
            for at in 0..len {
                let mut bytes = plain.clone();
                bytes[at] = b'*';
                for from in [0, at / 2, at] {
                    assert_eq!(find(&bytes, from, is), Some(at), "{len} from {from}");
                }
                assert_eq!(find(&bytes, at + 1, is), None, "{len}");
                bytes[at / 2] = b'*';
                let mut places = Vec::new();
                each(&bytes, is, &mut |place| places.push(place));
                places.dedup();
                assert_eq!(places, if at == 0 { vec![0] } else { vec![at / 2, at] }, "{len}");
                bytes[at / 2] = if at == 0 { b'*' } else { b'a' };
                for signs in [&[0xEF, 0xB7][..], &[0xE2, 0x80, 0x80]] {
                    let mut bytes = plain.clone();
                    let room = &mut bytes[at..len.min(at + signs.len())];
                    room.copy_from_slice(&signs[..room.len()]);
                    let is_whole = room.len() == signs.len();
                    assert_eq!(find(&bytes, 0, is), is_whole.then_some(at), "{len}");
                }
            }
        }
    }
}
