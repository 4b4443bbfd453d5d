//! bangyang (榜样): a static site generator for public programs and the people they honour.
//!
//! This crate is the program; its functionality is in libraries in `crates/`. Data flows one way through
//! their modules, in the order of the list below; the table in `docs/architecture.md` says which module may
//! import which, and a test enforces it.

pub use bangyang_budget as budget;
pub use bangyang_charts as charts;
pub use bangyang_config::{config, i18n};
pub use bangyang_domain::{diag, domain, source, sync};
pub use bangyang_edit as edit;
pub use bangyang_extract as extract;
pub use bangyang_markdown as markdown;
pub use bangyang_pipeline::{build, output};
pub use bangyang_preview as serve;
pub use bangyang_records::{cache, edition, load, model, progress, review};
pub use bangyang_site::{checks, images, plan, render, routes, search, view};

pub mod cli;
