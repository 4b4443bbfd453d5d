//! Complete sites: from a folder of records to the files that a host serves.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod addresses;
mod determinism;
mod editions;
mod finished;
mod hosting;
mod html;
mod languages;
mod links;
mod machines;
mod planning;
mod publishing;
mod quotes;
mod revoked;
mod search;
mod support;
mod themes;
mod volunteers;
mod withdrawal;
