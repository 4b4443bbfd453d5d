//! The program as people run it: arguments in, text and an exit status out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod close;
mod consent;
mod explain;
mod fix;
mod fresh;
mod help;
mod publish;
mod review;
mod schema;
mod support;
#[cfg(windows)]
mod windows;
