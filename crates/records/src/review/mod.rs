//! Review before publication: which records have passed the site's stages, and what changed in those that had.
//!
//! A signature holds for what was signed: its fingerprint covers what readers would see. What happens to a consent, to the signatures
//! themselves or to the ends of lines changes nothing. A name under it is typed, no more.

mod fingerprint;
mod standing;

pub use fingerprint::{Files, Fingerprint, Part, fingerprint};
pub use standing::{Reviews, Waiting, next_stage};
