//! Bad input gives a diagnostic with its code and place: never a panic, never a half-written site.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod files;
mod layout;
mod many;
mod marks;
mod meant;
mod mending;
mod mutations;
mod output;
mod records;
mod remarks;
mod settings;
mod several;
mod support;
mod texts;
mod themes;
mod twice;
mod unread;
mod unseen;
mod wording;
mod yaml;
