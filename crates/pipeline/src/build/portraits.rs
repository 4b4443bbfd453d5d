//! Pictures of persons who may not be shown, under other file names: byte-identical copies are withheld too;
//! pictures that only look the same are reported.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rayon::prelude::*;

use crate::diag::{Code, Diagnostic, Place};
use crate::domain::{Attachment, digest};
use crate::edition::Published;
use crate::images::Look;
use crate::source::SitePath;

/// Pictures of persons who may not be shown.
#[derive(Debug, Default)]
pub(super) struct Portraits {
    /// Their paths within the site, by digest.
    by_digest: BTreeMap<[u8; 16], Arc<str>>,
    looks: OnceLock<Vec<(Arc<str>, Look)>>,
}

impl Portraits {
    /// Those of an edition. Withholds and reports byte-identical copies.
    pub(super) fn hide(
        published: &mut Published,
        attachments: &BTreeMap<Arc<str>, Attachment>,
    ) -> (Self, Vec<Diagnostic>) {
        let digest_of = |path: &Arc<str>| attachments.get(path)?.picture.map(|picture| picture.digest);
        let own = published.portraits().iter();
        let by_digest: BTreeMap<_, _> =
            own.filter_map(|path| Some((digest_of(path)?, path.clone()))).collect();
        if by_digest.is_empty() {
            return (Self::default(), Vec::new());
        }
        let is_copy = |(path, attachment): (&Arc<str>, &Attachment)| {
            let own = by_digest.get(&attachment.picture?.digest)?;
            (!published.is_hidden_file(path)).then(|| (path.clone(), own.clone()))
        };
        let copies: Vec<(Arc<str>, Arc<str>)> = attachments.iter().filter_map(is_copy).collect();
        let told = copies.iter().map(|(copy, own)| copied(copy, own)).collect();
        published.hide_files(copies.into_iter().map(|(copy, _)| copy));
        (Self { by_digest, looks: OnceLock::new() }, told)
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.by_digest.is_empty()
    }

    /// The diagnostic for a file that contains one of them.
    pub(super) fn copy(&self, path: &str, bytes: &[u8]) -> Option<Diagnostic> {
        if self.is_empty() {
            return None;
        }
        self.by_digest.get(&digest(bytes)).map(|own| copied(path, own))
    }

    /// A hash over all of them: a result is still valid if it was compared with the same set.
    pub(super) fn sum(&self) -> blake3::Hash {
        let mut hasher = blake3::Hasher::new();
        for digest in self.by_digest.keys() {
            hasher.update(digest);
        }
        hasher.finalize()
    }

    /// The diagnostic for a picture that looks like one of them, which are read with `read`.
    pub(super) fn alike(
        &self,
        read: impl Fn(&str) -> Option<Vec<u8>> + Sync,
        path: &str,
        look: Look,
    ) -> Option<Diagnostic> {
        let looks = self.looks.get_or_init(|| {
            let paths: Vec<&Arc<str>> = self.by_digest.values().collect();
            let look = |path: &&Arc<str>| {
                // One that cannot be read or decoded is ignored.
                let look = Look::of(&read(path)?).ok()??;
                Some(((*path).clone(), look))
            };
            paths.par_iter().filter_map(look).collect()
        });
        let (own, _) = looks.iter().find(|(_, own)| own.is_like(look))?;
        Some(about(Code::LooksLikeWithheld, path, own))
    }
}

fn copied(path: &str, own: &str) -> Diagnostic {
    about(Code::CopyOfWithheld, path, own)
}

fn about(code: Code, path: &str, own: &str) -> Diagnostic {
    let place = SitePath::try_from(path).ok().map(Place::file);
    Diagnostic::new(code).at(place).arg("file", own)
}
