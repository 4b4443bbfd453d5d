//! Pictures that were made already, by the digest of what they were made of.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use hyper::body::Bytes;

/// Most bytes that are kept: 128 MiB. Past that all are forgotten; those that are looked at come back soon.
const MOST: usize = 128 << 20;

/// Pictures as they are published.
#[derive(Default)]
pub(super) struct Pictures {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    pictures: BTreeMap<[u8; 32], Bytes>,
    size: usize,
}

impl Pictures {
    /// The picture that is made of these bytes, made unless it is here already.
    pub(super) fn get<E>(
        &self,
        source: &[u8],
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Bytes, E> {
        let digest = *blake3::hash(source).as_bytes();
        let lock = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().pictures.get(&digest) {
            return Ok(known.clone());
        }
        let made = Bytes::from(make()?);
        let mut kept = lock();
        if kept.size.saturating_add(made.len()) > MOST {
            *kept = Kept::default();
        }
        kept.size += made.len();
        kept.pictures.insert(digest, made.clone());
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_is_made_once() {
        let pictures = Pictures::default();
        assert_eq!(pictures.get(b"a", || Err::<Vec<u8>, _>("broken")), Err("broken"));
        assert_eq!(pictures.get(b"a", || Ok::<_, ()>(vec![1])).unwrap(), Bytes::from_static(&[1]));
        assert_eq!(pictures.get(b"a", || Err("not made again")).unwrap(), Bytes::from_static(&[1]));
        assert_eq!(pictures.get(b"b", || Ok::<_, ()>(vec![2])).unwrap(), Bytes::from_static(&[2]));
    }
}
