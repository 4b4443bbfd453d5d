//! Small in-memory sites, checked as by `bangyang check`.

use std::path::Path;

use bangyang::build::{BuildOptions, Silent, build};
use bangyang::diag::{Diagnostic, Lang};
use bangyang::source::MemSystem;

const SITE: &str =
    "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n";
const REGIONS: &str = "- {id: east, title: 东县}\n- {id: west, title: 西县}\n";

/// The diagnostics of a site with these files in `content/`, as of the end of 2022, sorted.
pub fn said(files: &[(&str, &str)]) -> Vec<Diagnostic> {
    let system = MemSystem::default();
    for (path, text) in [("site.yaml", SITE), ("regions.yaml", REGIONS)].iter().chain(files) {
        let path = Path::new("/site/content").join(path);
        system.put(&path, text.as_bytes()).unwrap();
    }
    let options = options(Path::new("/site"), "2022-12-31T04:00:00Z");
    build(&system, &options, &Silent).diagnostics.sorted()
}

/// The options of `check` on a day.
pub fn options(root: &Path, now: &str) -> BuildOptions {
    BuildOptions::new(root, now.parse().unwrap())
}

/// A diagnostic as `BY601 course`: its code and the marked text.
pub fn short(diagnostic: &Diagnostic) -> String {
    let place = diagnostic.place.as_ref().unwrap();
    let marked: String = place
        .text()
        .map(|spot| spot.excerpt.chars().skip(spot.marked.start).take(spot.marked.len()).collect())
        .unwrap_or_default();
    format!("{} {marked}", diagnostic.code)
}

/// The message and the help, one line each.
pub fn words(diagnostic: &Diagnostic, lang: Lang) -> Vec<String> {
    [vec![diagnostic.message(lang)], diagnostic.help(lang)].concat()
}
