//! What is said of a program's settings, and of records and claims that do not go with it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod records;
mod settings;
mod support;
