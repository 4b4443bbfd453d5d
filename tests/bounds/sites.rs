//! Complete sites with one hostile file: the build ends and reports what is wrong.

use std::path::Path;

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::source::MemSystem;

use super::cases::{pdf, ranges};

fn told(files: &[(&str, &[u8])]) -> (Status, Vec<String>) {
    let system = MemSystem::new();
    let least: (&str, &[u8]) = ("content/site.yaml", b"title: Test\nbase_url: https://site.example/\n");
    for (path, bytes) in [least].iter().chain(files) {
        system.put(Path::new("/site").join(path), bytes.to_vec()).unwrap();
    }
    let options = BuildOptions {
        jobs: Some(1),
        write: true,
        ..BuildOptions::new("/site", "2026-06-30T12:00:00Z".parse().unwrap())
    };
    let outcome = build(&system, &options, &Silent);
    let told = outcome.diagnostics.clone().sorted();
    let line = |it: &bangyang::diag::Diagnostic| {
        format!("{} {}", it.code, it.place.as_ref().map_or("", |place| place.file.as_str()))
    };
    (outcome.status, told.iter().map(line).collect())
}

fn news(params: &str) -> String {
    format!("---\ntitle: t\npublished_on: 2026-03-10\nparams:\n{params}\n---\nx\n")
}

#[test]
fn a_key_of_a_megabyte_is_told() {
    let record = news(&format!("  {{\"{}\": 1}}", "k".repeat(1_000_000)));
    let (status, codes) = told(&[("content/news/a.md", record.as_bytes())]);
    assert_eq!(status, Status::ContentErrors);
    assert_eq!(codes, ["BY101 content/news/a.md"]);
}

#[test]
fn a_long_text_is_not_repeated_by_its_name() {
    let names = ["*a"; 1600].join(",");
    let record = news(&format!("  a: &a \"{}\"\n  b: [{names}]", "x".repeat(1_000_000)));
    let (status, codes) = told(&[("content/news/a.md", record.as_bytes())]);
    assert_eq!(status, Status::ContentErrors);
    assert_eq!(codes, ["BY105 content/news/a.md"]);
    // A short one may be.
    let record = news(&format!("  a: &a x\n  b: [{names}]"));
    assert_eq!(told(&[("content/news/a.md", record.as_bytes())]).0, Status::Done);
}

#[test]
fn a_table_of_ranges_is_told() {
    let record = "---\ntitle: t\nissued_on: 2026-03-10\nfile: a.pdf\n---\nx\n";
    let file = pdf(&[("", b"BT /F 9 Tf <0001> Tj ET"), ("/CMap", &ranges(16_000 * 21))]);
    assert!(file.len() < 4000, "it is small");
    let (status, codes) =
        told(&[("content/documents/a.md", record.as_bytes()), ("content/documents/a.pdf", &file)]);
    assert_eq!(status, Status::Done);
    // Its letters cannot be identified then, either.
    assert_eq!(codes, ["BY245 content/documents/a.pdf"; 2]);
}

#[test]
fn a_sheet_of_very_many_names_is_read() {
    let sheet = "a{b:url(c.png)}".repeat(50_000);
    let (status, codes) = told(&[
        ("content/site.yaml", b"title: Test\nbase_url: https://site.example/\ntheme: own\n"),
        ("themes/own/theme.yaml", b"extends: peony\n"),
        ("themes/own/assets/a.css", sheet.as_bytes()),
        ("themes/own/assets/c.png", b"picture"),
    ]);
    assert_eq!((status, codes), (Status::Done, Vec::new()));
}

/// No real template has a megabyte, and nothing is read from one that has.
#[test]
fn a_template_of_a_megabyte_is_told() {
    let template = "x".repeat((1 << 20) + 1);
    for path in ["themes/own/templates/home.html", "themes/own/i18n/en.yaml"] {
        let (status, codes) = told(&[
            (
                "content/site.yaml",
                b"title: Test\nbase_url: https://site.example/\nlanguage: en\ntheme: own\n",
            ),
            ("themes/own/theme.yaml", b"extends: peony\n"),
            (path, template.as_bytes()),
        ]);
        assert_eq!((status, codes), (Status::ContentErrors, vec![format!("BY006 {path}")]));
    }
}
