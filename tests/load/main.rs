//! What loading reports about records, and what it must not reveal.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod memory;
mod private;
mod words;

use std::path::Path;

use bangyang::config::Config;
use bangyang::diag::{Diagnostic, Diagnostics};
use bangyang::load::load;
use bangyang::source::{MemSystem, System};

/// The diagnostics of a site's records, sorted; the files are in `content/`.
fn said(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let system = MemSystem::default();
    let site =
        "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n";
    for (path, text) in [("site.yaml", site)].iter().chain(files) {
        let path = Path::new("/site/content").join(path);
        system.save(&path, text.as_bytes()).unwrap();
    }
    let root = Path::new("/site");
    let content = system.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(&system, root, &content, &[], &mut diagnostics).unwrap();
    load(&system, root, &content, &config, &mut diagnostics);
    diagnostics.sorted().into_iter().filter(|it| !it.code.id().starts_with("BY4")).collect()
}
