//! How far the search for names and pictures reaches: persons whose records are unpublished for reasons other
//! than consent, addresses of their pages, copies of their portraits, other outputs.

use std::collections::BTreeSet;
use std::io::Cursor;
use std::path::Path;

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

const SITE: &str =
    "title: 测试\nbase_url: https://site.example/sub/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n";
const CONSENT: &str = "consent: {signed: 2022-01-05, scope: [name, portrait, story], form: 甲2}\n";

struct Site(MemSystem);

impl Site {
    fn new() -> Self {
        let site = Self(MemSystem::new());
        site.put("content/site.yaml", SITE);
        site
    }

    fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        self.0.save(Path::new("/site").join(path), bytes.as_ref()).unwrap();
    }

    fn person(&self, more: &str) {
        let consent = if more.contains("consent:") { "" } else { CONSENT };
        self.put(
            "content/exemplars/ouyang-mihe.md",
            format!("---\nname: 欧阳觅荷\nrecognised_on: 2022-03-01\n{consent}{more}---\n故事。\n"),
        );
    }

    fn news(&self, text: &str) {
        self.put("content/news/a.md", format!("---\ntitle: 开班\npublished_on: 2022-03-08\n---\n{text}\n"));
    }

    /// The diagnostics as codes with files and lines.
    fn build(&self, options: &BuildOptions) -> BTreeSet<String> {
        let outcome = build(&self.0, options, &Silent);
        assert_eq!(outcome.status, Status::Done, "{:?}", outcome.diagnostics);
        let told = outcome.diagnostics.sorted().into_iter().map(|told| match told.place {
            Some(place) => format!("{} {}:{}", told.code, place.file, place.line()),
            None => told.code.id().to_owned(),
        });
        told.filter(|told| !told.starts_with("BY230")).collect()
    }

    /// The paths of published pictures.
    fn pictures(&self) -> Vec<String> {
        let files = self.0.files("/site/public");
        let is_picture =
            |path: &String| path.ends_with(".webp") || path.ends_with(".jpg") || path.ends_with(".png");
        files
            .keys()
            .map(|path| path.to_string_lossy().into_owned())
            .filter(is_picture)
            .filter(|path| !path.contains("/assets/"))
            .collect()
    }
}

fn options() -> BuildOptions {
    let now = "2022-06-30T12:00:00Z".parse().unwrap();
    BuildOptions {
        jobs: Some(1),
        write: true,
        program: Some("test".into()),
        ..BuildOptions::new("/site", now)
    }
}

fn set(told: &[&str]) -> BTreeSet<String> {
    told.iter().map(ToString::to_string).collect()
}

#[test]
fn whoever_is_not_published_for_whatever_reason_is_not_named() {
    let reasons = [
        ("draft: true\n", true),
        ("publish_on: 2023-01-01\n", true),
        ("expires_on: 2022-05-01\n", true),
        ("consent: {signed: 2022-01-05, scope: [name], withdrawn: 2022-03-01, form: 甲2}\n", true),
        ("consent: {signed: 2022-01-05, until: 2022-04-01, scope: [name], form: 甲2}\n", true),
        ("", false),
    ];
    for (reason, is_hidden) in reasons {
        let site = Site::new();
        site.person(reason);
        site.news("欧阳觅荷来了。");
        let expected = if is_hidden { set(&["BY253 content/news/a.md:5"]) } else { set(&[]) };
        assert_eq!(site.build(&options()), expected, "{reason}");
    }
    let site = Site::new();
    site.person("draft: true\n");
    site.news("欧阳觅荷来了。");
    assert_eq!(site.build(&BuildOptions { drafts: true, edition: Edition::Internal, ..options() }), set(&[]));
}

/// The name of a person who is shown is not reported because of a namesake's draft, or a draft copy of the
/// record.
#[test]
fn a_namesake_who_is_shown_is_meant() {
    let site = Site::new();
    site.person("");
    site.put(
        "content/exemplars/another.md",
        format!("---\nname: 欧阳 觅荷\nrecognised_on: 2022-05-01\n{CONSENT}draft: true\n---\n故事。\n"),
    );
    site.news("欧阳觅荷来了。");
    assert_eq!(site.build(&options()), set(&[]));
}

/// A link to her record is removed; the address of her page is ordinary text.
#[test]
fn addresses_of_a_withheld_persons_page_are_told() {
    let whole = "https://site.example/sub/exemplars/ouyang-mihe.html";
    let texts = [
        format!("[这里]({whole})"),
        format!("[这里]({whole}#x)"),
        format!("见 {whole} 。"),
        format!("<{whole}>"),
        "见 /sub/exemplars/ouyang-mihe.html#x".to_owned(),
        "地址是`/exemplars/ouyang-mihe`".to_owned(),
    ];
    for text in texts {
        let site = Site::new();
        site.person("draft: true\n");
        site.news(&text);
        assert_eq!(site.build(&options()), set(&["BY253 content/news/a.md:5"]), "{text}");
    }
    let site = Site::new();
    site.person("draft: true\n");
    site.news("[她](../exemplars/ouyang-mihe.md)");
    assert_eq!(site.build(&options()), set(&[]));
    site.put("content/collections/bases.yaml", "fields:\n  website: {type: url}\n");
    site.put(
        "content/bases/b.md",
        "---\nname: 锦绣基地\nestablished_on: 2022-03\nwebsite: https://site.example/sub/exemplars/ouyang-mihe.html\n---\n",
    );
    assert_eq!(site.build(&options()), set(&["BY253 content/bases/b.md:4"]));
}

/// Every setting that readers see, including file names.
#[test]
fn settings_labels_and_names_of_files_are_looked_through() {
    let places = [
        ("content/site.yaml", format!("{SITE}description: 欧阳觅荷的故事\n"), 6),
        ("content/site.yaml", format!("{SITE}notice: 欧阳觅荷来了\n"), 6),
        ("content/site.yaml", format!("{SITE}params: {{a: [欧阳觅荷]}}\n"), 6),
        ("content/regions.yaml", "- {id: qingxi, title: 欧阳觅荷县}\n".to_owned(), 1),
        (
            "content/programs/2022.yaml",
            "title: 欧阳觅荷年\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: people, title: 人, unit: 人, \
             from: exemplars, measure: count, dated_by: recognised_on}\n"
                .to_owned(),
            1,
        ),
        (
            "content/collections/rolls.yaml",
            "title: 名册\nitem: 名册\nfields:\n  name: {type: text, label: 欧阳觅荷说}\n".to_owned(),
            4,
        ),
        (
            "content/collections/rolls.yaml",
            "title: 名册\nitem: 名册\nfields:\n  kind: {type: choice, choices: {a: 欧阳觅荷}}\n".to_owned(),
            4,
        ),
        ("static/欧阳觅荷.txt", "甲".to_owned(), 0),
        ("static/欧阳觅荷/a.txt", "甲".to_owned(), 0),
    ];
    for (path, text, line) in places {
        let site = Site::new();
        site.person("draft: true\n");
        site.put(path, text);
        let told = site.build(&options());
        assert!(told.contains(&format!("BY253 {path}:{line}")), "{path}: {told:?}");
    }
}

/// A picture with light and dark rings around a point.
fn picture((width, height): (u32, u32), (left, top): (f64, f64)) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let tone = |x: u32, y: u32| {
        let (x, y) = (f64::from(x) / f64::from(width) - left, f64::from(y) / f64::from(height) - top);
        ((x * x + y * y).sqrt() * 14.0).sin().mul_add(100.0, 128.0) as u8
    };
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([tone(x, y); 3]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

#[test]
fn copies_of_a_portrait_are_withheld_with_it_and_what_looks_the_same_is_told() {
    let site = Site::new();
    let own = picture((480, 320), (0.4, 0.6));
    site.put("content/exemplars/she.png", &own);
    for path in ["content/news/copy.png", "content/news/other-name.png", "static/copy.png"] {
        site.put(path, &own);
    }
    site.put("content/news/smaller.png", picture((300, 200), (0.4, 0.6)));
    site.put("content/news/another.png", picture((480, 320), (0.9, 0.1)));
    site.put("content/news/plain.png", picture((480, 320), (90.0, 90.0)));
    site.news(
        "![甲](copy.png) ![乙](smaller.png) ![丙](another.png) ![戊](plain.png)\n\n![丁](other-name.png)",
    );
    let portrait = "portrait: {file: she.png, alt: 窗边, others_in_picture: none}\n";
    site.person(portrait);
    assert_eq!(site.build(&options()), set(&[]));
    let before = site.pictures().len();
    let withdrawn =
        "consent: {signed: 2022-01-05, scope: [name, portrait], withdrawn: 2022-03-01, form: 甲2}\n";
    for hidden in [
        format!("{portrait}{withdrawn}"),
        format!("{portrait}consent: {{signed: 2022-01-05, scope: [name, story], form: 甲2}}\n"),
    ] {
        site.person(&hidden);
        let expected = [
            "BY259 content/news/copy.png:0",
            "BY259 content/news/other-name.png:0",
            "BY259 static/copy.png:0",
            "BY260 content/news/smaller.png:0",
        ];
        for _ in 0..2 {
            let told = site.build(&options());
            assert_eq!(
                told.into_iter().filter(|it| it.starts_with("BY2")).collect::<BTreeSet<_>>(),
                set(&expected)
            );
            let left = site.pictures();
            assert!(!left.iter().any(|path| path.ends_with("copy.png")), "{left:?}");
            assert!(left.len() < before && !left.is_empty(), "{left:?}");
        }
        let internal = BuildOptions { edition: Edition::Internal, ..options() };
        assert!(site.build(&internal).contains("BY259 static/copy.png:0"));
        site.person(portrait);
        assert_eq!(site.build(&options()), set(&[]));
        assert_eq!(site.pictures().len(), before);
    }
}

/// After a withdrawal, the person must disappear from every output.
#[test]
fn other_outputs_that_still_hold_a_person_are_named() {
    let site = Site::new();
    site.person("");
    let public = options();
    let internal = BuildOptions { edition: Edition::Internal, ..options() };
    let other = BuildOptions { out: Some("/else/mirror".into()), ..options() };
    site.0.put_dir("/else").unwrap();
    for options in [&public, &internal, &other] {
        assert_eq!(site.build(options), set(&[]));
    }
    site.person("consent: {signed: 2022-01-05, scope: [name], withdrawn: 2022-03-01, form: 甲2}\n");
    let outs = |options: &BuildOptions| -> Vec<String> {
        let outcome = build(&site.0, options, &Silent);
        let told = outcome.diagnostics.sorted().into_iter().filter(|told| told.code.id() == "BY269");
        told.map(|told| told.message(bangyang::diag::Lang::En)).collect()
    };
    let told = outs(&public);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("“/else/mirror”") && told[1].contains("“public-internal”"), "{told:?}");
    assert_eq!(outs(&internal).len(), 1);
    assert_eq!(outs(&public).len(), 1);
    assert_eq!(outs(&other).len(), 0);
    assert_eq!(outs(&public).len(), 0);
}
