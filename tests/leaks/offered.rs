//! Attachments of records are executed nowhere; executable files of the site's own are reported.

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::diag::{Code, Lang};

use super::site::{options, site};

const PAGE: &[u8] = b"<html><body>x<script src=\"e.js\"></script></body></html>";
const SCRIPT: &[u8] = b"fetch(\"/difficulties/index.html\").then(r=>r.text())";

fn news(text: &str) -> String {
    format!("---\ntitle: t\npublished_on: 2022-03-08\n---\n{text}\n")
}

/// Codes with their files.
fn told(files: &[(&str, &[u8])], options: &BuildOptions) -> (Status, Vec<String>, usize) {
    let system = site(files);
    let outcome = build(&system, options, &Silent);
    let told = outcome.diagnostics.clone().sorted();
    let told = told.iter().map(|it| {
        for lang in Lang::ALL {
            assert!(!it.help(lang).is_empty() && !it.message(lang).contains('{'), "{}", it.message(lang));
        }
        format!("{} {}", it.code, it.place.as_ref().map_or("", |place| place.file.as_str()))
    });
    (outcome.status, told.collect(), system.files("/site/public").len())
}

#[test]
fn a_page_and_a_script_beside_a_record_are_not_offered() {
    let record = news("[click](e.html) [js](e.js)");
    let files = [
        ("content/news/a.md", record.as_bytes()),
        ("content/news/e.html", PAGE),
        ("content/news/e.js", SCRIPT),
    ];
    let codes = ["BY238 content/news/e.html", "BY238 content/news/e.js"].map(str::to_owned).to_vec();
    assert_eq!(told(&files, &options()), (Status::ContentErrors, codes.clone(), 0));
    let held = BuildOptions { hold_back: true, ..options() };
    assert_eq!(
        told(&files, &held),
        (Status::ContentErrors, codes.clone(), 0),
        "the record alone does not mend it"
    );
    let checked = BuildOptions { write: false, ..options() };
    assert_eq!(told(&files, &checked).1, codes);
}

#[test]
fn a_file_in_a_field_is_judged_as_one_in_a_text_is() {
    let record =
        |file: &str| format!("---\ntitle: 名单\nissued_on: 2022-03-08\nfile: {file}\n---\n见附件。\n");
    for (file, bytes) in [
        ("a.svg", &b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"[..]),
        ("a.php.jpg", b"\xFF\xD8\xFF<?php"),
        ("web.config", b"<configuration/>"),
        ("a.pdf", PAGE),
        ("a.txt", PAGE),
        ("a.jpg", PAGE),
        ("a.exe", b"MZ"),
        ("agreement", b"text"),
        ("a.pdf", b"no PDF"),
    ] {
        let (record, path) = (record(file), format!("content/documents/{file}"));
        let files = [("content/documents/list.md", record.as_bytes()), (&*path, bytes)];
        let (status, codes, published) = told(&files, &options());
        assert!(codes.contains(&format!("BY238 {path}")), "{file}: {codes:?}");
        assert_eq!((status, published), (Status::ContentErrors, 0), "{file}");
    }
}

#[test]
fn what_may_be_offered_is() {
    let record = news("[a](a.txt) [b](b.pdf) [c](c.tar.gz) [d](d.mp3)");
    let pdf = b"%PDF-1.4\n1 0 obj <</Type/Page/Contents 2 0 R>> endobj\n2 0 obj <</Length 22>>\nstream\nBT /F 10 Tf (text) Tj ET\nendstream endobj";
    let files: [(&str, &[u8]); 5] = [
        ("content/news/a.md", record.as_bytes()),
        ("content/news/a.txt", "名单".as_bytes()),
        ("content/news/b.pdf", pdf),
        ("content/news/c.tar.gz", b"\x1F\x8B\x08\0"),
        ("content/news/d.mp3", b"ID3\x03"),
    ];
    let (status, codes, _) = told(&files, &options());
    assert_eq!((status, codes), (Status::Done, vec!["BY245 content/news/c.tar.gz".to_owned()]));
}

#[test]
fn what_runs_in_static_is_told_once_and_may_be_meant() {
    let files: [(&str, &[u8]); 5] = [
        ("static/web.config", b"<configuration/>"),
        ("static/tools/sum.js", SCRIPT),
        ("static/tools/sum.html", PAGE),
        ("static/map.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><path d='M0 0'/></svg>"),
        ("static/.nojekyll", b""),
    ];
    let (status, codes, _) = told(&files, &options());
    assert_eq!((status, codes), (Status::Done, vec!["BY239 static/tools/sum.html".to_owned()]));
    let outcome = build(&site(&files), &options(), &Silent);
    let message =
        outcome.diagnostics.iter().find(|it| it.code == Code::StaticFileRuns).unwrap().message(Lang::En);
    for file in ["static/web.config", "static/tools/sum.js", "static/tools/sum.html"] {
        assert!(message.contains(file), "{message}");
    }
    assert!(!message.contains("map.svg"), "{message}");
    let settings = "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\nallow:\n  - {text: static/tools/, reason: 计算器}\n  - {text: static/web.config, reason: 服务器}\n";
    let meant: Vec<(&str, &[u8])> =
        [("content/site.yaml", settings.as_bytes())].into_iter().chain(files).collect();
    assert_eq!(told(&meant, &options()).1, Vec::<String>::new());
}

#[test]
fn what_nobody_meant_to_publish_is_passed_over() {
    let mut files: Vec<(&str, &[u8])> = vec![
        ("static/.env", b"KEY=1"),
        ("static/.git/config", b"[core]"),
        ("static/.git/objects/ab/cd", b"x"),
        ("static/a/.DS_Store", b"x"),
        ("static/a/Thumbs.db", b"x"),
        ("static/a/~$list.docx", b"x"),
    ];
    let wanted: [(&str, &[u8]); 3] = [
        ("static/.well-known/security.txt", b"Contact: x"),
        ("static/.nojekyll", b""),
        ("static/a/b.txt", b"x"),
    ];
    files.extend(wanted);
    let system = site(&files);
    let outcome = build(&system, &options(), &Silent);
    assert_eq!(outcome.status, Status::Done);
    let told = outcome.diagnostics.clone().sorted();
    let [told] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!(told.code, Code::StaticPassedOver);
    assert_eq!(told.message(Lang::En), "These files in static/ are not published: static/.env, static/.git.");
    let published = system.files("/site/public");
    let has = |path: &str| published.keys().any(|known| known.ends_with(path));
    assert!(wanted.iter().all(|(path, _)| has(&path["static/".len()..])), "{published:?}");
    assert!(!has(".env") && !has("config") && !has("cd") && !has(".DS_Store") && !has("Thumbs.db"));
    assert!(!has("~$list.docx"));
}
