//! Pictures: their headers and variants. All are generated here.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod colours;
mod kept;
mod load;
mod moving;
mod paint;
mod variants;
