//! Leaks in a complete site: in records, settings and attachments.

use fastrand::Rng;
use std::io::{Cursor, Write};
use std::path::Path;

use bangyang::build::{BuildOptions, Outcome, Silent, Status, build};
use bangyang::diag::{Lang, render};
use bangyang::source::MemSystem;

use super::numbers::{identity, mobile};

const SITE: &str = "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\n";
const DOCUMENT: &str = "---\ntitle: 名单\nissued_on: 2022-03-08\nfile: list.docx\n---\n见附件。\n";

pub fn site(files: &[(&str, &[u8])]) -> MemSystem {
    let system = MemSystem::new();
    for (path, bytes) in [("content/site.yaml", SITE.as_bytes())].iter().chain(files) {
        system.put(Path::new("/site").join(path), bytes.to_vec()).unwrap();
    }
    system
}

pub fn options() -> BuildOptions {
    BuildOptions {
        jobs: Some(1),
        write: true,
        ..BuildOptions::new("/site", "2022-06-30T12:00:00Z".parse().unwrap())
    }
}

fn archive(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A Word document with these runs and an author.
fn word(runs: &[&str]) -> Vec<u8> {
    let runs: String = runs.iter().map(|text| format!("<w:r><w:t>{text}</w:t></w:r>")).collect();
    archive(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &format!("<w:document><w:body><w:p>{runs}</w:p></w:body></w:document>")),
        ("docProps/core.xml", "<cp:coreProperties><dc:creator>某作者</dc:creator></cp:coreProperties>"),
    ])
}

/// Codes with their files, asserting that the number is not in any message.
#[track_caller]
fn told(outcome: &Outcome, number: &str) -> Vec<String> {
    let diagnostics = outcome.diagnostics.clone().sorted();
    for diagnostic in &diagnostics {
        for lang in Lang::ALL {
            let words = render::terminal(diagnostic, lang, false) + &render::json(diagnostic, lang);
            assert!(!words.contains(number), "{words}");
        }
    }
    let line = |diagnostic: &bangyang::diag::Diagnostic| {
        let place = diagnostic.place.as_ref();
        format!(
            "{} {}:{}",
            diagnostic.code,
            place.map_or("", |it| it.file.as_str()),
            place.map_or(0, |it| it.line())
        )
    };
    diagnostics.iter().map(line).collect()
}

#[track_caller]
fn check(files: &[(&str, &[u8])], number: &str, expected: &[&str]) -> (MemSystem, Outcome) {
    let system = site(files);
    let outcome = build(&system, &options(), &Silent);
    assert_eq!(told(&outcome, number), expected);
    let is_error = |code: &&&str| code.starts_with("BY241") || code.starts_with("BY243");
    let wanted = if expected.iter().any(|it| is_error(&it)) { Status::ContentErrors } else { Status::Done };
    assert_eq!(outcome.status, wanted);
    if wanted != Status::Done {
        assert_eq!(system.files("/site/public").len(), 0);
    }
    (system, outcome)
}

#[test]
fn a_number_in_an_attached_file_stops_the_site() {
    let number = mobile(&mut Rng::with_seed(1));
    let (head, tail) = number.split_at(4);
    let files: [(&str, &[u8]); 2] = [
        ("content/documents/list.md", DOCUMENT.as_bytes()),
        ("content/documents/list.docx", &word(&["电话", head, tail])),
    ];
    check(&files, &number, &["BY243 content/documents/list.docx:0"]);
    let held = build(&site(&files), &BuildOptions { hold_back: true, ..options() }, &Silent);
    assert_eq!(held.status, Status::ContentErrors, "no leak is held back");
    let allow = format!("{SITE}allow: [{{text: \"{number}\", reason: 示例}}]\n");
    let allowed = [("content/site.yaml", allow.as_bytes()), files[0], files[1]];
    let outcome = build(&site(&allowed), &options(), &Silent);
    assert_eq!(outcome.status, Status::Done);
}

#[test]
fn archives_and_many_numbers_are_told_once() {
    let random = &mut Rng::with_seed(2);
    let number = identity(random);
    let list = format!("甲某,{number}\n乙某,{}\n", identity(random));
    let inner = archive(&[("里面/名单.csv", &list)]);
    let record = DOCUMENT.replace("list.docx", "list.zip");
    let (_, outcome) = check(
        &[("content/documents/list.md", record.as_bytes()), ("content/documents/list.zip", &inner)],
        &number,
        &["BY243 content/documents/list.zip:0"],
    );
    let diagnostic = outcome.diagnostics.iter().next().unwrap();
    assert_eq!(
        diagnostic.message(Lang::ZhCn),
        "这个文件里有身份证号（其中的“里面/名单.csv”，正文里），不能公开。"
    );
    assert!(diagnostic.help(Lang::ZhCn).contains(&"文件里同类的还有 1 处。".to_owned()));
}

#[test]
fn what_office_programs_note_of_persons_does_not_go_out() {
    let (system, _) = check(
        &[
            ("content/documents/list.md", DOCUMENT.as_bytes()),
            ("content/documents/list.docx", &word(&["正文"])),
        ],
        "某作者",
        &[],
    );
    let files = system.files("/site/public");
    let (_, published) = files.iter().find(|(path, _)| path.ends_with("list.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(Cursor::new(published)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut archive.by_name("docProps/core.xml").unwrap(), &mut text).unwrap();
    assert!(!text.contains("某作者"), "{text}");
    let changed =
        "<w:document><w:p><w:ins w:author=\"甲\"><w:r><w:t>字</w:t></w:r></w:ins></w:p></w:document>";
    let changed = archive_of_changes(changed);
    check(
        &[("content/documents/list.md", DOCUMENT.as_bytes()), ("content/documents/list.docx", &changed)],
        "某作者",
        &["BY246 content/documents/list.docx:0"],
    );
}

fn archive_of_changes(document: &str) -> Vec<u8> {
    archive(&[("[Content_Types].xml", "<Types/>"), ("word/document.xml", document)])
}

#[test]
fn a_file_that_nobody_refers_to_stays_where_it_is() {
    let number = mobile(&mut Rng::with_seed(3));
    let record = DOCUMENT.replace("file: list.docx\n", "");
    let (system, _) = check(
        &[
            ("content/documents/list.md", record.as_bytes()),
            ("content/documents/list.docx", &word(&[&number])),
        ],
        &number,
        &["BY012 content/documents/list.docx:0"],
    );
    let published = system.files("/site/public");
    assert!(published.keys().all(|path| path.extension().is_none_or(|ending| ending != "docx")));
}

#[test]
fn what_cannot_be_looked_through_is_told() {
    let record = DOCUMENT.replace("list.docx", "list.rar");
    check(
        &[
            ("content/documents/list.md", record.as_bytes()),
            ("content/documents/list.rar", b"Rar!\x1A\x07\x01\x00"),
        ],
        "Rar",
        &["BY245 content/documents/list.rar:0"],
    );
}

#[test]
fn static_files_and_settings_are_looked_through() {
    let number = mobile(&mut Rng::with_seed(4));
    let page = format!("<p>{number}</p>");
    check(
        &[("static/old.html", page.as_bytes())],
        &number,
        &["BY243 static/old.html:0", "BY239 static/old.html:0"],
    );
    let organiser = format!("{SITE}organiser: 某单位 {number}\n");
    check(&[("content/site.yaml", organiser.as_bytes())], &number, &["BY241 content/site.yaml:5"]);
    let contact = format!("{SITE}contact: {{phone: \"{number}\"}}\n");
    let outcome = build(&site(&[("content/site.yaml", contact.as_bytes())]), &options(), &Silent);
    assert_eq!((outcome.status, outcome.diagnostics.iter().count()), (Status::Done, 0));
    let photograph =
        [&b"\xFF\xD8\xFF\xFE\x00\x0F"[..], number.as_bytes(), b"  \xFF\xDA\x00\x02pixels\xFF\xD9"].concat();
    let (system, _) = check(&[("static/a.jpg", &photograph)], &number, &[]);
    let published = &system.files("/site/public/a.jpg");
    assert_eq!(published.values().next().unwrap(), b"\xFF\xD8\xFF\xDA\x00\x02pixels\xFF\xD9");
}

/// Texts of settings are on every page: titles, labels of fields and choices. Comments are on none.
#[test]
fn labels_and_titles_are_looked_through_and_comments_are_not() {
    let number = mobile(&mut Rng::with_seed(6));
    let collection = |title: &str, label: &str, choice: &str| {
        format!(
            "title: {title}\nitem: 动态\nfields:\n  name: {{type: text, label: {label}}}\n  kind: {{type: choice, \
             choices: [{{id: a, label: {choice}}}]}}\n"
        )
    };
    let rows = [
        (collection(&format!("\"热线 {number}\""), "姓名", "甲"), Some(1)),
        (collection("名册", &format!("\"电话{number}\""), "甲"), Some(4)),
        (collection("名册", "姓名", &format!("\"VX{number}\"")), Some(5)),
        (format!("# 样例：{number}\n{}", collection("名册", "姓名", "甲")), None),
    ];
    for (text, line) in rows {
        let outcome =
            build(&site(&[("content/collections/rolls.yaml", text.as_bytes())]), &options(), &Silent);
        let expected: Vec<String> =
            line.map(|line| format!("BY241 content/collections/rolls.yaml:{line}")).into_iter().collect();
        let told: Vec<String> =
            told(&outcome, &number).into_iter().filter(|it| it.starts_with("BY24")).collect();
        assert_eq!(told, expected, "{text}");
    }
    let settings = format!("{SITE}# 备用：{number}\n");
    let outcome = build(&site(&[("content/site.yaml", settings.as_bytes())]), &options(), &Silent);
    assert_eq!((outcome.status, told(&outcome, &number)), (Status::Done, Vec::new()));
    let record =
        format!("---\ntitle: 开班 # {number}\npublished_on: 2022-03-08\n---\n内容。<!-- 联系 {number} -->\n");
    let (system, _) = check(&[("content/news/a.md", record.as_bytes())], &number, &[]);
    let published = system.files("/site/public");
    assert!(published.values().all(|bytes| !bytes.windows(11).any(|part| part == number.as_bytes())));
}

#[test]
fn names_of_files_and_folders_are_looked_through() {
    let random = &mut Rng::with_seed(7);
    let (number, card) = (mobile(random), identity(random));
    for path in [format!("static/甲某{number}.txt"), format!("static/VX{number}/a.txt")] {
        check(&[(&path, "甲".as_bytes())], &number, &[&format!("BY243 {path}:0")]);
    }
    let path = format!("static/{card}/a.txt");
    check(&[(&path, "甲".as_bytes())], &card, &[&format!("BY243 {path}:0")]);
    for name in ["微信图片_20220315083000.txt", "mmexport1664524800123.txt"] {
        check(&[(&format!("static/{name}"), "甲".as_bytes())], &number, &[]);
    }
}

#[test]
fn every_corner_of_a_record_is_looked_through() {
    let number = mobile(&mut Rng::with_seed(5));
    let rows: [(&str, &str); 8] = [
        ("summary: 请打 N", "BY241 content/news/a.md:4"),
        ("params: {note: [{call: \"N\"}]}", "BY241 content/news/a.md:2"),
        ("params: {N: x}", "BY241 content/news/a.md:2"),
        ("slug: call-N", "BY241 content/news/a.md:4"),
        ("aliases: [/old/N.html]", "BY241 content/news/a.md:4"),
        ("body [打](tel:N)", "BY241 content/news/a.md:6"),
        ("body ![N](x.png)", "BY241 content/news/a.md:6"),
        ("body | 甲 | N |\n| --- | --- |\n| 甲 | 乙 |", "BY241 content/news/a.md:6"),
    ];
    for (line, expected) in rows {
        let line = line.replace('N', &number);
        let (field, body) = match line.strip_prefix("body ") {
            Some(body) => ("draft: false", body.to_owned()),
            None => (line.as_str(), "内容。".to_owned()),
        };
        let record = format!("---\ntitle: 开班\npublished_on: 2022-03-08\n{field}\n---\n{body}\n");
        let outcome = build(&site(&[("content/news/a.md", record.as_bytes())]), &options(), &Silent);
        let told = told(&outcome, &number);
        assert!(told.contains(&(*expected).to_owned()), "{line}: {told:?}");
        assert_eq!(outcome.status, Status::ContentErrors);
    }
    let name = format!("content/news/{number}.md");
    let record = "---\ntitle: 开班\npublished_on: 2022-03-08\n---\n内容。\n";
    let outcome = build(&site(&[(&name, record.as_bytes())]), &options(), &Silent);
    assert_eq!(outcome.status, Status::ContentErrors);
}
