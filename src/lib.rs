//! bangyang (榜样): a static site generator for public programs and the people they honour.
//!
//! Data flows one way through the modules, in the order of the list below; `docs/architecture.md`
//! gives the table of who may import what, and a test enforces it.

pub mod budget;
pub mod source;
pub mod diag;
pub mod domain;
pub mod config;
pub mod i18n;
pub mod load;
pub mod model;
pub mod progress;
pub mod edition;
pub mod routes;
pub mod markdown;
pub mod charts;
pub mod review;
pub mod view;
pub mod plan;
pub mod extract;
pub mod checks;
pub mod render;
pub mod images;
pub mod search;
pub mod cache;
pub mod output;
pub mod build;
pub mod serve;
pub mod cli;
