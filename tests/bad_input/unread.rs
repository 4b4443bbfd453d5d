//! Unused files are reported, used ones are not.

use std::path::Path;

use bangyang::build::BuildOptions;
use bangyang::diag::{Diagnostic, Lang};
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

use super::support::{LI_NA, NEWS, exemplar, news, options, published, rebuild, tell};

fn put(system: &MemSystem, path: &str, bytes: impl Into<Vec<u8>>) {
    system.put(Path::new("/site").join(path), bytes).unwrap();
}

fn jpeg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([90, 120, 90]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// The diagnostics of an edition after adding these files to the common site.
fn said_in(edition: Edition, files: &[(&str, &[u8])]) -> Vec<Diagnostic> {
    let system = published();
    for (path, bytes) in files {
        put(&system, path, *bytes);
    }
    rebuild(&system, &BuildOptions { edition, ..options() }).1
}

#[track_caller]
fn compare(said: &[Diagnostic], expected: &[&str]) {
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    super::support::compare(said, &expected);
}

#[track_caller]
fn compare_both(files: &[(&str, &[u8])], expected: &[&str]) -> Vec<Diagnostic> {
    let said = said_in(Edition::Internal, files);
    compare(&said, expected);
    let said = said_in(Edition::Public, files);
    compare(&said, expected);
    said
}

/// Whatever its name, a file that is not a record and that no record uses is reported, with a remedy.
#[test]
fn a_file_that_nobody_uses_is_told() {
    let rows: [(&str, &str, &str); 24] = [
        ("名单.txt", "BY012", "以 .md 结尾"),
        ("名单.docx", "BY012", "bangyang new"),
        ("名单.DOC", "BY012", "bangyang new"),
        ("名单.wps", "BY012", "bangyang new"),
        ("名单.pdf", "BY012", "[名单.pdf](名单.pdf)"),
        ("名单.csv", "BY802", "写一行表头"),
        ("名单.xlsx", "BY802", "写一行表头"),
        ("名单.et", "BY802", "写一行表头"),
        ("名单", "BY012", ".md 或 .yaml"),
        ("li-na.md.bak", "BY012", "副本"),
        ("li-na.tmp", "BY012", "副本"),
        ("x.crdownload", "BY012", "没有下载完"),
        ("li-na.mdd", "BY012", ".md 或 .yaml"),
        ("a.mp4", "BY012", "[a.mp4](a.mp4)"),
        ("a.zip", "BY012", "解压"),
        ("a.heic", "BY012", "JPEG"),
        ("a.svg", "BY012", "JPEG"),
        ("a.jpg", "BY012", "portrait: a.jpg"),
        ("a.PNG", "BY012", "portrait: a.PNG"),
        ("li-na.md.txt", "BY011", "“li-na.md”"),
        ("李娜.MD.TXT", "BY011", "“李娜.MD”"),
        ("2022.yaml.txt", "BY011", "“2022.yaml”"),
        (".md", "BY011", "chen-xiuying.md"),
        (".li-na.md.icloud", "BY011", "“li-na.md”"),
    ];
    let folders = ["exemplars", "bases", "pages", "news", "exemplars/2022/q1"];
    for ((name, code, mend), folder) in rows.into_iter().zip(folders.into_iter().cycle()) {
        let path = format!("content/{folder}/{name}");
        let said = said_in(Edition::Public, &[(&path, b"x")]);
        compare(&said, &[&format!("{code} {path}")]);
        let help = said[0].help(Lang::ZhCn).concat();
        assert!(help.contains(mend), "{name}: {help}");
    }
}

#[test]
fn records_are_read_whatever_their_endings_look_like() {
    for name in ["b.md", "B.MD", "b.markdown", "B.Markdown"] {
        compare_both(&[(&format!("content/exemplars/{name}"), exemplar("").as_bytes())], &[]);
    }
    for name in ["b.yaml", "b.yml", "B.YML"] {
        let text = "- {name: 安心基地, established_on: 2022-03}\n";
        compare_both(&[(&format!("content/bases/{name}"), text.as_bytes())], &[]);
    }
}

/// Settings that are not read because of their name or location.
#[test]
fn settings_that_are_not_read_are_told() {
    for (path, mend) in [
        ("regions.yml", "“regions.yaml”"),
        ("region.yaml", "“regions.yaml”"),
        ("regions.yaml.txt", "“regions.yaml”"),
        ("regions.txt", "“regions.yaml”"),
        ("terms.yml", "“terms.yaml”"),
        ("site.yml", "“site.yaml”"),
        ("li-na.md", "content/exemplars"),
        ("合影.jpg", "content/exemplars"),
        ("programs/2022.md", "2022.yaml"),
        ("programs/2022.yaml.txt", "“2022.yaml”"),
        ("programs/2022.docx", "2022.yaml"),
        ("programs/2023/2023.yaml", "2022.yaml"),
        ("collections/volunteers.txt", "volunteers.yaml"),
        ("collections/volunteers/volunteers.yaml", "volunteers.yaml"),
    ] {
        let path = format!("content/{path}");
        let said = said_in(Edition::Public, &[(&path, b"x")]);
        compare(&said, &[&format!("BY011 {path}")]);
        let help = said[0].help(Lang::ZhCn).concat();
        assert!(help.contains(mend), "{path}: {help}");
    }
    // A program is read regardless of the case of its extension.
    let program = "title: 二〇二三\nstarts: 2023-01-01\nends: 2023-12-31\n".as_bytes();
    let system = published();
    put(&system, "content/programs/2023.YML", program);
    compare(&rebuild(&system, &options()).1, &[]);
    assert!(system.files("/site/public").keys().any(|path| path.to_string_lossy().contains("2023")));
    // Without settings there is no site; a file that may be meant as them is named.
    let system = published();
    system.take("/site/content/site.yaml");
    put(&system, "content/site.yml", "title: 测试\n");
    let said = rebuild(&system, &options()).1;
    compare(&said, &["BY301"]);
    assert!(said[0].help(Lang::En)[0].contains("content/site.yml"), "{}", tell(&said[0]));
}

#[test]
fn a_folder_that_is_no_collection_is_told() {
    for (folder, near) in [
        ("exemplar", Some("exemplars")),
        ("Exemplars", Some("exemplars")),
        ("典型人物", Some("exemplars")),
        ("program", Some("programs")),
        ("photos", None),
    ] {
        let files = ["a.docx", "b/c.txt", "d.jpg"].map(|name| format!("content/{folder}/{name}"));
        let files: Vec<(&str, &[u8])> = files.iter().map(|path| (path.as_str(), &b"x"[..])).collect();
        let said = compare_both(&files, &[&format!("BY013 content/{folder}")]);
        let help = said[0].help(Lang::En).concat();
        assert_eq!(help.contains("Did you mean"), near.is_some(), "{help}");
        assert!(help.contains(near.unwrap_or("exemplars")), "{help}");
        // With records in it, it is reported at them.
        let record = format!("content/{folder}/a.yaml");
        let mut files = files;
        files.push((&record, b"name: x\n"));
        compare_both(&files, &[&format!("BY010 {record}")]);
    }
}

/// Many pictures of one folder are one message.
#[test]
fn many_of_a_kind_are_told_at_once() {
    let names: Vec<String> = (0..9).map(|n| format!("content/news/{n}.jpg")).collect();
    let files: Vec<(&str, &[u8])> = names.iter().map(|path| (path.as_str(), &b"x"[..])).collect();
    let said = compare_both(&files, &["BY012 content/news/0.jpg"]);
    let help = said[0].help(Lang::En).concat();
    assert!(help.contains("8 more") && help.contains("1.jpg, 2.jpg") && help.contains('…'), "{help}");
}

/// However a record uses a file, and whoever may see the record, the file is not unused.
#[test]
fn a_file_that_a_record_uses_is_not_told() {
    let jpeg = jpeg();
    let portrait = "portrait: {file: p.jpg, alt: 她, others_in_picture: none}";
    let consented = exemplar(portrait);
    let draft = exemplar(&format!("{portrait}\ndraft: true"));
    let later = exemplar(&format!("{portrait}\npublish_on: 2090-01-01"));
    let hidden = consented.replace("scope: [name, story]", "scope: [story]");
    for record in [&consented, &draft, &later, &hidden] {
        let files: [(&str, &[u8]); 2] = [("content/exemplars/p.jpg", &jpeg), (LI_NA, record.as_bytes())];
        for edition in [Edition::Public, Edition::Internal] {
            let said = said_in(edition, &files);
            assert!(!said.iter().any(|it| it.code.id() == "BY012"), "{record}: {said:#?}");
        }
    }
    for (name, text) in [
        ("a b.pdf", "见[附件](<a b.pdf>)。"),
        ("a b.pdf", "见[附件](a%20b.pdf)。"),
        ("名单#1.pdf", "见[附件](名单#1.pdf)。"),
        ("a.pdf", "见[附件][1]。\n\n[1]: a.pdf"),
        ("a.pdf", "见[附件](/news/a.pdf)。"),
        ("a.pdf", "见[附件](../news/a.pdf#page=2)。"),
        ("a.jpg", "![教室](a.jpg)"),
        ("a.jpg", "{{ gallery(files=\"a.jpg\", alts=\"教室\") }}"),
    ] {
        for front in ["", "draft: true\n", "publish_on: 2090-01-01\n"] {
            let record = news(text).replacen("---\n", &format!("---\n{front}"), 1);
            let bytes: &[u8] = if name.ends_with("jpg") { &jpeg } else { b"x" };
            let path = format!("content/news/{name}");
            let said = said_in(Edition::Public, &[(&path, bytes), (NEWS, record.as_bytes())]);
            assert!(!said.iter().any(|it| it.code.id() == "BY012"), "{text} {front}: {said:#?}");
        }
    }
    // Mentioning its name is not using it.
    let record = news("见附件：名单.pdf。");
    compare_both(
        &[("content/news/名单.pdf", b"x"), (NEWS, record.as_bytes())],
        &["BY012 content/news/名单.pdf"],
    );
}

/// It is not known what a record with errors uses: files that it names are not reported too.
#[test]
fn what_a_broken_record_names_is_not_told() {
    let record = news("![教室](a.jpg)").replacen("---\n", "---\nno_such_field: x\n", 1);
    for hold_back in [false, true] {
        let system = published();
        put(&system, "content/news/a.jpg", jpeg());
        put(&system, "content/news/c.jpg", jpeg());
        put(&system, NEWS, record.as_str());
        let said = rebuild(&system, &BuildOptions { hold_back, ..options() }).1;
        compare(&said, &[&format!("BY201 {NEWS}:2:1"), "BY012 content/news/c.jpg"]);
    }
}
