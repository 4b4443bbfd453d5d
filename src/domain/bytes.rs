//! Bytes looked for many at a time.

/// How many bytes are compared before it is asked whether any was found.
const MANY: usize = 64;

/// The first place from `from` on at which `is` holds of a byte and the one after it, which is 0 at the end. `is` must be without
/// branches (`|` and `&`), so that the compiler makes one comparison of many.
pub fn find_pair(bytes: &[u8], from: usize, is: impl Fn(u8, u8) -> bool) -> Option<usize> {
    let first = bytes.get(from..)?;
    let second = first.get(1..)?;
    for (at, (some, after)) in first.chunks(MANY).zip(second.chunks(MANY)).enumerate() {
        let pairs = || some.iter().zip(after);
        if pairs().fold(false, |found, (byte, next)| found | is(*byte, *next)) {
            let within = pairs().position(|(byte, next)| is(*byte, *next))?;
            return Some(from + at * MANY + within);
        }
    }
    first.last().filter(|byte| is(**byte, 0)).map(|_| bytes.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_pair_is_found_wherever_it_lies() {
        let is = |byte: u8, next: u8| (byte == b'*') | ((byte == 0xEF) & (next == 0xB7));
        for len in [0, 1, 2, 63, 64, 65, 66, 127, 128, 129, 200] {
            let plain = vec![b'a'; len];
            assert_eq!(find_pair(&plain, 0, is), None, "{len}");
            for at in 0..len {
                let mut bytes = plain.clone();
                bytes[at] = b'*';
                for from in [0, at / 2, at] {
                    assert_eq!(find_pair(&bytes, from, is), Some(at), "{len} from {from}");
                }
                assert_eq!(find_pair(&bytes, at + 1, is), None, "{len}");
                bytes[at] = 0xEF;
                assert_eq!(find_pair(&bytes, 0, is), None, "{len}");
                if let Some(next) = bytes.get_mut(at + 1) {
                    *next = 0xB7;
                    assert_eq!(find_pair(&bytes, 0, is), Some(at), "{len}");
                }
            }
        }
    }
}
