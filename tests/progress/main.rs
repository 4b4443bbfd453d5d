//! Figures of programs: the worked example, individual rules, and properties.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod example;
mod late;
mod properties;
mod regions;
mod rules;
mod support;
