//! The preview as a browser sees it: the program runs, and requests go over a socket.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod answers;
mod changes;
mod errors;
mod support;
mod unsigned;
