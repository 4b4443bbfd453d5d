//! Review before publication: which records have passed the site's stages, and what has changed since.
//!
//! A signature is valid for what was signed: its fingerprint covers what readers would see. Changes to a
//! consent, to the signatures themselves or to line ends do not matter. The reviewer's name is typed and not
//! authenticated.

mod fingerprint;
mod pending;

pub use fingerprint::{Files, Fingerprint, Part, fingerprint};
pub use pending::{Reviews, Waiting, next_stage};
