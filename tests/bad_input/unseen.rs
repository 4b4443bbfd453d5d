//! Invisible things: spaces and characters around values, decomposed letters, empty texts, forbidden
//! characters.

use fastrand::Rng;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::{Path, PathBuf};

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::diag::Diagnostic;
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

use super::support::{place, tell};

/// A site with every kind of value, each between `⟦` and `⟧`; lines between `⟪` and `⟫` are optional.
const FILES: [(&str, &str); 12] = [
    (
        "content/site.yaml",
        "title: ⟦Café 测试⟧\nbase_url: ⟦https://site.example/⟧\nlanguage: ⟦zh-CN⟧\n⟪description: ⟦说明⟧⟫\n⟪organiser: ⟦示例单位⟧⟫\ntimezone: ⟦Asia/Shanghai⟧\ntheme: ⟦peony⟧\n⟪notice: {zh-CN: ⟦通知⟧, en: ⟦Notice⟧}⟫\ncompress: ⟦true⟧\ncontact:\n  address: ⟦示例路⟧\n⟪  phone: ⟦0000-0000001⟧⟫\nfilings: {icp: ⟦某ICP备00000000号⟧}\nmenu:\n  - {title: ⟦人物⟧, collection: ⟦exemplars⟧}\n  - {page: ⟦about⟧}\n  - {url: ⟦https://else.example/⟧, title: ⟦外⟧}\nrefresh: {news: ⟦9999⟧}\nreview: {stages: [⟦初审⟧], only: [⟦reports⟧]}\nallow:\n  - {text: ⟦0000-0000000⟧, reason: ⟦公开⟧}\n",
    ),
    (
        "content/regions.yaml",
        "- {id: ⟦qingxi⟧, title: ⟦青溪县⟧, kind: ⟦county⟧, former_titles: [⟦青县⟧]}\n- {id: ⟦lanpu⟧, title: ⟦兰浦区⟧, ranked: ⟦false⟧}\n",
    ),
    (
        "content/terms.yaml",
        "starter: ⟦true⟧\nreplace: {⟦错词⟧: ⟦对词⟧}\nforbidden:\n  - {text: ⟦禁语⟧, reason: ⟦因为⟧}\n",
    ),
    (
        "content/programs/2022.yaml",
        "title: ⟦某工程⟧\nstarts: ⟦2022-01-01⟧\nends: ⟦2022-12-31⟧\nmetrics:\n  - {id: ⟦people⟧, title: ⟦人物⟧, unit: ⟦人⟧, method: ⟦一人一次⟧, from: ⟦exemplars⟧, measure: ⟦count⟧, dated_by: ⟦recognised_on⟧, where: {level: [⟦city⟧, ⟦县级⟧]}}\n  - {id: ⟦attendance⟧, title: ⟦参与⟧, unit: ⟦人次⟧, from: ⟦outreach⟧, measure: {sum: ⟦attendance⟧}, dated_by: ⟦held_on⟧}\ntargets:\n  - {metric: ⟦people⟧, set: ⟦city⟧, value: ⟦4⟧, due: ⟦2022-12-31⟧, plan: {⟦2022-h1⟧: ⟦2⟧, 2022-q4: ⟦4⟧}, regions: {⟦qingxi⟧: ⟦3⟧, lanpu: ⟦1⟧}}\n",
    ),
    (
        "content/collections/rolls.yaml",
        "title: {zh-CN: ⟦名册⟧, en: ⟦Rolls⟧}\nitem: ⟦一册⟧\nroles: {title: ⟦name⟧, date: ⟦on⟧}\nfields:\n  name: {type: ⟦text⟧, required: ⟦true⟧, label: ⟦名称⟧}\n  on: {type: ⟦date⟧, label: ⟦日⟧}\n  tags: {type: ⟦list⟧, of: ⟦text⟧, label: ⟦标签⟧}\n  kind: {type: choice, default: ⟦b⟧, choices: {⟦a⟧: ⟦甲类⟧, b: ⟦乙类⟧}}\n  site: {type: url}\n  phone: {type: public_phone}\n  pages: {type: quantity, unit: ⟦页⟧}\n  year: {type: period}\n  yes: {type: boolean}\n  count: {type: integer}\n  note: {type: markdown}\nsort: {by: ⟦on⟧, descending: ⟦true⟧}\nfacets: [⟦tags⟧, ⟦kind⟧, ⟦on.year⟧]\nurl: ⟦/rolls/{slug}.html⟧\nfeed: ⟦true⟧\nper_page: ⟦50⟧\n",
    ),
    (
        "content/rolls/a.yaml",
        "- {id: ⟦one⟧, name: ⟦José⟧, on: ⟦2022-03-08⟧, tags: [⟦Élan⟧, ⟦红⟧], kind: ⟦甲类⟧, site: ⟦https://else.example/⟧, phone: ⟦0000-0000000⟧, pages: ⟦约60页⟧, year: ⟦2022-q1⟧, yes: ⟦是⟧, count: ⟦7⟧, note: ⟦她**说**⟧}\n- {name: ⟦第二册⟧, on: ⟦2022-04⟧, tags: [⟦红⟧]}\n",
    ),
    (
        "content/exemplars/chen.md",
        "---\nname: ⟦陈秀英⟧\nregion: ⟦青溪县⟧\nrecognised_on: ⟦2022-03-08⟧\n⟪occupation: ⟦月嫂⟧⟫\n⟪quote: ⟦好⟧⟫\nlevel: ⟦county⟧\nportrait: {file: ⟦é/x.jpg⟧, alt: ⟦她在笑⟧, ⟪caption: ⟦图⟧, credit: ⟦某社⟧, ⟫focal: ⟦50,30⟧, others_in_picture: ⟦none⟧}\nhonors:\n  - {title: ⟦荣誉⟧, level: ⟦city⟧, awarded_on: ⟦2022-03-01⟧}\nslug: ⟦chen⟧\naliases: [⟦/old/chen.html⟧]\npublish_on: ⟦2022-01-01⟧\n⟪expires_on: ⟦2099-01-01⟧⟫\ndraft: ⟦false⟧\nprogram: ⟦2022⟧\nclaims:\n  - {says: ⟦她是第一位⟧, metric: ⟦people⟧, on: ⟦2022-03-31⟧, value: ⟦1⟧}\nconsent: {signed: ⟦2022-01-05⟧, until: ⟦2099-01-01⟧, scope: [⟦name⟧, ⟦portrait⟧, ⟦story⟧, ⟦region⟧], channels: [⟦网站⟧], form: ⟦甲1⟧}\n---\n她的故事。\n",
    ),
    (
        "content/exemplars/li.md",
        "---\nname: ⟦李雨⟧\nregion: ⟦青县⟧\nrecognised_on: ⟦2022-05-01⟧\nmentor: ⟦陈秀英⟧\ndisplay_name: ⟦李女士⟧\nconsent: {signed: ⟦2022-01-05⟧, scope: [⟦story⟧, ⟦region⟧]}\n---\n李雨的故事。\n",
    ),
    (
        "content/outreach/2022.yaml",
        "- {title: ⟦宣讲⟧, held_on: ⟦2022-02-01⟧, region: ⟦qingxi⟧, speakers: [⟦chen⟧], topics: [⟦policy⟧], attendance: ⟦60+⟧, slug: ⟦xuanjiang⟧, body: ⟦正文 [陈](../exemplars/chen.md)⟧}\n",
    ),
    ("content/documents/d.md", "---\ntitle: ⟦文件⟧\nissued_on: ⟦2022-02⟧\nfile: ⟦é/表.csv⟧\n---\n"),
    (
        "content/news/n.md",
        "---\ntitle: ⟦动态⟧\npublished_on: ⟦2022-06-01⟧\nabout: [⟦chen⟧]\n---\n见[附件](⟨../documents/é/表.csv⟩)和[陈](⟨../exemplars/chen.md⟩)。\n\n![图](⟨../exemplars/é/x.jpg⟩)\n",
    ),
    ("content/pages/about.md", "---\ntitle: ⟦关于⟧\n---\n说明。\n"),
];

/// Invisible characters.
fn dirt(random: &mut Rng) -> String {
    let signs = [
        ' ', '\u{3000}', '\u{A0}', '\u{200B}', '\u{FEFF}', '\u{2060}', '\u{202D}', '\u{200E}', '\u{2003}',
        '\u{AD}', '\u{3164}', '\u{2800}',
    ];
    (0..random.usize(..3)).map(|_| signs[random.usize(..signs.len())]).collect()
}

/// Decomposes the letters that occur in the test's texts.
fn decomposed(text: &str) -> String {
    text.replace('é', "e\u{301}").replace('É', "E\u{301}")
}

fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

/// A text with each value replaced by `value`, each link by `link`, and optional parts by `spare`.
fn made(text: &str, value: &mut dyn FnMut(&str) -> String, spare: &mut dyn FnMut(&str) -> String) -> String {
    let mut spared = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('⟪') {
        let (inner, behind) = after.split_once('⟫').unwrap();
        spared.push_str(before);
        spared.push_str(&spare(inner));
        rest = behind;
    }
    spared.push_str(rest);
    let mut out = String::new();
    let mut rest = spared.as_str();
    while let Some((before, after)) = rest.split_once('⟦') {
        let (inner, behind) = after.split_once('⟧').unwrap();
        out.push_str(before);
        out.push_str(&value(inner));
        rest = behind;
    }
    out.push_str(rest);
    out.replace(['⟨', '⟩'], "")
}

fn jpeg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_pixel(40, 30, image::Rgb([90, 120, 90]))
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

/// The published files of a site, and its diagnostics.
fn published(
    texts: &BTreeMap<String, String>,
    edition: Edition,
    folder: &str,
) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<Diagnostic>) {
    let system = MemSystem::new();
    for (path, text) in texts {
        system.put(Path::new("/site").join(path), text.clone()).unwrap();
    }
    for (path, bytes) in [("exemplars", jpeg()), ("documents", "一,二\n".as_bytes().to_vec())] {
        let name = if path == "exemplars" { "x.jpg" } else { "表.csv" };
        system.put(Path::new("/site/content").join(path).join(folder).join(name), bytes).unwrap();
    }
    let options = BuildOptions {
        jobs: Some(1),
        write: true,
        edition,
        ..BuildOptions::new("/site", "2022-06-30T12:00:00Z".parse().unwrap())
    };
    let outcome = build(&system, &options, &Silent);
    let said = outcome.diagnostics.sorted();
    assert_eq!(outcome.status, Status::Done, "{}", said.iter().map(tell).collect::<String>());
    let out = if edition == Edition::Public { "/site/public" } else { "/site/public-internal" };
    (system.files(out), said)
}

fn site(
    value: &mut dyn FnMut(&str) -> String,
    spare: &mut dyn FnMut(&str) -> String,
) -> BTreeMap<String, String> {
    FILES.iter().map(|(path, text)| ((*path).to_owned(), made(text, value, spare))).collect()
}

fn same(text: &str) -> String {
    text.to_owned()
}

#[track_caller]
fn assert_equal(clean: &BTreeMap<PathBuf, Vec<u8>>, dirty: &BTreeMap<PathBuf, Vec<u8>>, what: &str) {
    let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(clean), names(dirty), "{what}");
    for (path, bytes) in clean {
        if *bytes != dirty[path] {
            let [a, b] = [bytes, &dirty[path]].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
            let at = a.lines().zip(b.lines()).find(|(a, b)| a != b);
            panic!("{what}: {} differs: {at:#?}", path.display());
        }
    }
}

/// Whatever invisible characters surround values, wherever a value may be, the site is byte for byte the
/// same, and so are the diagnostics.
#[test]
fn signs_around_values_change_nothing() {
    for edition in [Edition::Public, Edition::Internal] {
        let (clean, said) = published(&site(&mut |text| quoted(text), &mut same), edition, "é");
        let said: Vec<&str> = said.iter().map(|it| it.code.id()).collect();
        for seed in 0..12 {
            let mut random = Rng::with_seed(seed);
            let mut value = |text: &str| {
                let (before, after) = (dirt(&mut random), dirt(&mut random));
                let text = if random.usize(..2) == 0 { decomposed(text) } else { text.to_owned() };
                // Without quotes, a trailing space is not part of the text, and the beginning may have a
                // meaning in YAML.
                let is_word = text.chars().all(char::is_alphanumeric)
                    && !before.starts_with(' ')
                    && !after.ends_with(' ');
                let text = format!("{before}{text}{after}");
                if is_word && !text.contains(' ') && random.usize(..2) == 0 { text } else { quoted(&text) }
            };
            let folder = if seed % 2 == 0 { "é" } else { "e\u{301}" };
            let (dirty, told) = published(&site(&mut value, &mut same), edition, folder);
            let told: Vec<&str> = told.iter().map(|it| it.code.id()).collect();
            assert_eq!(said, told, "seed {seed}");
            assert_equal(&clean, &dirty, &format!("{edition:?}, seed {seed}"));
        }
    }
}

/// A text without visible characters counts as absent.
#[test]
fn an_empty_text_is_an_absent_one() {
    let (absent, _) = published(&site(&mut quoted_value, &mut |_| String::new()), Edition::Public, "é");
    for nothing in ["\"\"", "''", "\"　\"", "\" \u{200B}\"", "\u{200B}", "~", ""] {
        let mut spare = |inner: &str| {
            let mut out = String::new();
            let mut rest = inner;
            while let Some((before, after)) = rest.split_once('⟦') {
                out.push_str(before);
                out.push_str(nothing);
                rest = after.split_once('⟧').unwrap().1;
            }
            out + rest
        };
        let (empty, _) = published(&site(&mut quoted_value, &mut spare), Edition::Public, "é");
        assert_equal(&absent, &empty, &format!("{nothing:?}"));
    }
}

fn quoted_value(text: &str) -> String {
    quoted(text)
}

/// An empty item of a list is ignored.
#[test]
fn an_empty_item_is_none() {
    let (plain, _) = published(&site(&mut quoted_value, &mut same), Edition::Public, "é");
    let files = site(&mut quoted_value, &mut same);
    let files = files.into_iter().map(|(path, text)| {
        let text = ["aliases", "scope", "channels", "speakers", "topics", "tags", "about", "former_titles"]
            .iter()
            .fold(text, |text, key| text.replace(&format!("{key}: [\""), &format!("{key}: [\"\", '　', \"")));
        (path, text)
    });
    let (padded, _) = published(&files.collect(), Edition::Public, "é");
    assert_equal(&plain, &padded, "empty items");
}

/// The text of a published file, decompressed.
fn unpacked(path: &Path, bytes: &[u8]) -> Option<String> {
    let mut text = Vec::new();
    match path.extension().and_then(|it| it.to_str()) {
        Some("gz") => flate2::read::GzDecoder::new(bytes).read_to_end(&mut text).map(drop).unwrap(),
        Some("br") => brotli::Decompressor::new(bytes, 4096).read_to_end(&mut text).map(drop).unwrap(),
        Some("jpg" | "webp" | "png" | "avif") => return None,
        _ => text = bytes.to_vec(),
    }
    Some(String::from_utf8(text).unwrap())
}

fn is_forbidden(c: char) -> bool {
    let code = u32::from(c);
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
        || code & 0xFFFE == 0xFFFE
        || (0xFDD0..=0xFDEF).contains(&code)
}

/// Control characters and noncharacters reach no page, feed, data file or index, however they were written,
/// and each file that contains any is reported.
#[test]
fn what_no_page_can_hold_reaches_none() {
    let none = [
        '\u{1}',
        '\u{8}',
        '\u{B}',
        '\u{C}',
        '\u{1F}',
        '\u{7F}',
        '\u{85}',
        '\u{9F}',
        '\u{FFFE}',
        '\u{FFFF}',
        '\u{1FFFE}',
        '\u{10FFFF}',
        '\u{FDD0}',
    ];
    for seed in 0..6 {
        let mut random = Rng::with_seed(100 + seed);
        let mut value = |text: &str| {
            let c = none[random.usize(..none.len())];
            let sign =
                if random.usize(..2) == 0 { c.to_string() } else { format!("\\U{:08X}", u32::from(c)) };
            // In the middle of a word it would be another word: values are names of things here.
            if random.usize(..2) == 0 {
                quoted(&format!("{sign}{text}"))
            } else {
                quoted(&format!("{text}{sign}"))
            }
        };
        let mut texts = site(&mut value, &mut same);
        let news = texts.get_mut("content/news/n.md").unwrap();
        for c in none {
            news.push_str(&format!(
                "\n\n一{c}二&#{};三&#x{:X};<i title=\"&#{};\">四&#{}五</i> `{c}`\n",
                u32::from(c),
                u32::from(c),
                u32::from(c),
                u32::from(c)
            ));
        }
        for edition in [Edition::Public, Edition::Internal] {
            let (files, said) = published(&texts, edition, "é");
            for (path, bytes) in &files {
                let Some(text) = unpacked(path, bytes) else { continue };
                let found = text
                    .find(is_forbidden)
                    .map(|at| text[at.saturating_sub(30)..].chars().take(30).collect::<String>());
                assert_eq!(found, None, "{} seed {seed}", path.display());
            }
            let told: Vec<String> = said
                .iter()
                .filter(|it| it.code.id() == "BY254")
                .map(|it| it.place.as_ref().unwrap().file.to_string())
                .collect();
            for path in texts.keys() {
                assert!(told.iter().any(|told| told == path), "{path} is not told of: {told:?}");
            }
        }
    }
}

/// The first is reported at its place, with their number.
#[test]
fn a_control_character_is_told_at_its_place() {
    let mut texts = site(&mut quoted_value, &mut same);
    texts.insert(
        "content/pages/about.md".to_owned(),
        "---\ntitle: 关于\n---\n说明\u{8}，\u{B}完\u{7F}。\n".to_owned(),
    );
    let (_, said) = published(&texts, Edition::Public, "é");
    let told: Vec<String> = said.iter().filter(|it| it.code.id() == "BY254").map(place).collect();
    assert_eq!(told, ["BY254 content/pages/about.md:4:3"]);
}
