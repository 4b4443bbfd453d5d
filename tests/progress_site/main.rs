//! Progress pages of complete sites: figures, links, data files, editions, days.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod charts;
mod data;
mod decimals;
mod days;
mod demonstration;
mod editions;
mod figures;
mod html;
mod in_period;
mod joint;
mod kinds;
mod links;
mod long;
mod programs;
mod site;
mod stage;
mod told;
mod years;
