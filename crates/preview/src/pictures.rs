//! A cache of picture variants, by the digest of their input.

use std::collections::BTreeMap;
use std::sync::Mutex;

use hyper::body::Bytes;

use bangyang_domain::domain::Variant;
use bangyang_domain::sync::lock;

/// Maximum total size in bytes: 128 MiB. Beyond it everything is dropped; what is in use is soon made again.
const MOST: usize = 128 << 20;

/// Pictures as published.
#[derive(Default)]
pub(super) struct Pictures {
    kept: Mutex<Kept>,
}

#[derive(Default)]
struct Kept {
    pictures: BTreeMap<([u8; 32], Variant), Bytes>,
    size: usize,
}

impl Pictures {
    /// The variant for these bytes, generated unless it is cached.
    pub(super) fn get<E>(
        &self,
        source: &[u8],
        variant: Variant,
        make: impl FnOnce() -> Result<Vec<u8>, E>,
    ) -> Result<Bytes, E> {
        let key = (*blake3::hash(source).as_bytes(), variant);
        if let Some(known) = lock(&self.kept).pictures.get(&key) {
            return Ok(known.clone());
        }
        let made = Bytes::from(make()?);
        let mut kept = lock(&self.kept);
        if kept.size.saturating_add(made.len()) > MOST {
            *kept = Kept::default();
        }
        kept.size += made.len();
        kept.pictures.insert(key, made.clone());
        Ok(made)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use bangyang_domain::domain::OutputFormat;

    #[test]
    fn a_variant_is_made_once() {
        let pictures = Pictures::default();
        let small = Variant { width: 1, height: 1, format: OutputFormat::Webp, quality: 75 };
        let large = Variant { width: 2, ..small };
        assert_eq!(pictures.get(b"a", small, || Err::<Vec<u8>, _>("broken")), Err("broken"));
        assert_eq!(pictures.get(b"a", small, || Ok::<_, ()>(vec![1])).unwrap(), Bytes::from_static(&[1]));
        assert_eq!(pictures.get(b"a", small, || Err("not again")).unwrap(), Bytes::from_static(&[1]));
        assert_eq!(pictures.get(b"a", large, || Ok::<_, ()>(vec![3])).unwrap(), Bytes::from_static(&[3]));
        assert_eq!(pictures.get(b"b", small, || Ok::<_, ()>(vec![2])).unwrap(), Bytes::from_static(&[2]));
    }
}
