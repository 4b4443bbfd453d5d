//! Checks that the documents are true: links lead somewhere, commands exist, examples work.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The hand-written documents: path and text.
fn documents() -> Vec<(PathBuf, String)> {
    let mut paths = vec![root().join("README.md"), root().join("README.zh-CN.md")];
    let docs = std::fs::read_dir(root().join("docs")).unwrap().map(|entry| entry.unwrap().path());
    paths.extend(docs.filter(|path| path.extension().is_some_and(|ending| ending == "md")));
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read_to_string(path).unwrap())).collect()
}

fn document(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap()
}

/// The text without code, and the code: fenced blocks and text between backticks.
fn split(text: &str) -> (String, Vec<String>) {
    let (mut prose, mut code) = (String::new(), Vec::new());
    for (n, part) in text.split("```").enumerate() {
        if n % 2 == 1 {
            code.extend(part.lines().skip(1).map(str::to_owned));
            continue;
        }
        for (n, part) in part.split('`').enumerate() {
            if n % 2 == 1 { code.push(part.to_owned()) } else { prose.push_str(part) }
        }
    }
    (prose, code)
}

/// The YAML blocks of a document, and those without a language.
fn blocks(text: &str) -> Vec<String> {
    let fenced = text.split("```").enumerate().filter(|(n, _)| n % 2 == 1);
    let yaml = fenced.filter_map(|(_, part)| part.split_once('\n'));
    yaml.filter(|(kind, _)| matches!(*kind, "yaml" | "")).map(|(_, block)| block.to_owned()).collect()
}

/// GitHub's anchor of a heading.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase();
    let kept = kept.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

fn anchors(text: &str) -> Vec<String> {
    let headings = text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| anchor(line.trim_start_matches('#').trim())).collect()
}

#[test]
fn links_lead_somewhere() {
    let mut wrong = Vec::new();
    for (path, text) in documents() {
        let (prose, _) = split(&text);
        let links = prose.split("](").skip(1).filter_map(|rest| rest.split([')', ' ']).next());
        let pictures = prose.split("src=\"").skip(1).filter_map(|rest| rest.split('"').next());
        for link in links.chain(pictures).filter(|link| !link.starts_with("https://")) {
            let (file, fragment) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.clone() } else { path.parent().unwrap().join(file) };
            let known = match std::fs::read_to_string(&target) {
                Ok(text) => fragment.is_empty() || anchors(&text).contains(&fragment.to_owned()),
                Err(_) => fragment.is_empty() && target.exists(),
            };
            if !known {
                wrong.push(format!("{}: {link}", path.display()));
            }
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// A site as `init` creates it, on a fixed day.
struct Site(TempDir);

impl Site {
    fn new() -> Self {
        let site = Self(TempDir::new().unwrap());
        site.run(&["init", "site"]);
        site
    }

    fn run(&self, arguments: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bangyang"));
        command.current_dir(self.0.path()).args(["--lang", "en"]).args(arguments);
        // 25 November 2026, from which the examples look back.
        command.env("SOURCE_DATE_EPOCH", "1795564800");
        let output = command.output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}\n{told}");
        told + &String::from_utf8(output.stdout).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join("site").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    #[track_caller]
    fn is_sound(&self) {
        let told = self.run(&["--root", "site", "check"]);
        assert!(told.contains("no errors, no warnings"), "{told}");
    }
}

/// The commands that the program has.
fn commands() -> BTreeSet<String> {
    let help = Site(TempDir::new().unwrap()).run(&["help"]);
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    listed.filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

#[test]
fn commands_are_those_that_there_are() {
    let commands = commands();
    assert!(commands.contains("build"), "{commands:?}");
    for (path, text) in documents() {
        let (_, code) = split(&text);
        let lines = code.iter().filter_map(|line| line.trim().strip_prefix("bangyang "));
        for line in lines {
            let words: Vec<&str> = line.split('#').next().unwrap().split_whitespace().collect();
            let words = if words[0] == "--root" { &words[2..] } else { &words[..] };
            assert!(commands.contains(words[0]), "{}: bangyang {line}", path.display());
        }
    }
    for readme in ["README.md", "README.zh-CN.md"] {
        let text = document(readme);
        for command in commands.iter().filter(|command| *command != "help") {
            assert!(text.contains(&format!("| `bangyang {command}")), "{readme} says nothing of {command}");
        }
    }
}

#[test]
fn options_are_those_that_there_are() {
    let place = Site(TempDir::new().unwrap());
    let help = commands().iter().map(|command| place.run(&["help", command])).collect::<String>();
    let known: BTreeSet<&str> = help
        .split_whitespace()
        .filter(|word| word.starts_with("--"))
        .map(|word| word.trim_end_matches(','))
        .collect();
    let text = document("docs/publishing.md");
    let table = text.lines().filter_map(|line| line.strip_prefix("| `--"));
    let told: Vec<String> =
        table.map(|rest| format!("--{}", rest.split([' ', '`']).next().unwrap())).collect();
    assert!(told.len() > 6, "{told:?}");
    for option in told {
        assert!(known.contains(&*option), "{option} is none of {known:?}");
    }
}

/// The options of each command, by its help.
fn options(commands: &BTreeSet<String>) -> BTreeMap<String, BTreeSet<String>> {
    let place = Site(TempDir::new().unwrap());
    let of = |command: &String| {
        let help = place.run(&["help", command]);
        (command.clone(), flags(&help))
    };
    commands.iter().map(of).collect()
}

/// The options that a text names.
fn flags(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_lowercase() || c == '-';
    let mut found = BTreeSet::new();
    for (at, _) in text.match_indices("--") {
        let before = text[..at].chars().next_back();
        let name: String = text[at + 2..].chars().take_while(|c| is_part(*c)).collect();
        if before.is_none_or(|c| !is_part(c)) && name.starts_with(|c: char| c.is_ascii_lowercase()) {
            found.insert(format!("--{name}"));
        }
    }
    found
}

/// Options mentioned with a command exist, and documents that name a command mention all of its options.
#[test]
fn commands_have_the_options_that_documents_name_and_no_others() {
    let commands = commands();
    let options = options(&commands);
    let every: BTreeSet<String> = options.values().flatten().cloned().collect();
    let (mut wrong, mut told) = (Vec::new(), BTreeSet::new());
    for (path, text) in documents() {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let (_, code) = split(&text);
        let mut named = BTreeSet::new();
        for line in &code {
            let calls: Vec<&str> = line.split("bangyang ").skip(1).collect();
            for call in &calls {
                let call = call.split([';', '|', '#']).next().unwrap();
                let words: Vec<&str> = call.split_whitespace().collect();
                let Some(command) = words.iter().find(|word| commands.contains(**word)) else { continue };
                named.insert((*command).to_owned());
                let unknown = flags(call).into_iter().filter(|flag| !options[*command].contains(flag));
                wrong.extend(unknown.map(|flag| format!("{name}: {command} has no {flag}")));
            }
            // An option alone, as in tables.
            if calls.is_empty() && line.trim_start().starts_with("--") {
                let unknown =
                    flags(line).into_iter().filter(|flag| !every.contains(flag) && flag != "--version");
                wrong.extend(unknown.map(|flag| format!("{name}: nothing has {flag}")));
            }
        }
        for command in named {
            told.extend(code.iter().flat_map(|line| flags(line)).map(|flag| (command.clone(), flag)));
        }
    }
    for (command, flags) in &options {
        let missing = flags.iter().filter(|flag| *flag != "--help");
        // Options common to all commands need be mentioned only once.
        let is_told = |flag: &String| {
            let everywhere = options.iter().all(|(of, flags)| of == "help" || flags.contains(flag));
            told.iter().any(|(of, told)| told == flag && (everywhere || of == command))
        };
        let missing = missing.filter(|flag| !is_told(flag));
        wrong.extend(
            missing
                .filter(|_| command != "help")
                .map(|flag| format!("no document tells of {command} {flag}")),
        );
    }
    assert_eq!(wrong, Vec::<String>::new());
}

/// What is said to be missing must not exist: otherwise nobody would notice when a section becomes outdated.
#[test]
fn nothing_that_is_there_is_said_to_be_missing() {
    let commands = commands();
    for (path, text) in documents() {
        let sections = text.split("\n## ").filter(|section| section.starts_with("Not there yet"));
        for section in sections {
            for command in commands.iter().filter(|command| command.len() > 4) {
                let stem = command.trim_end_matches('e');
                let is_it = section
                    .to_lowercase()
                    .split(|c: char| !c.is_alphabetic())
                    .any(|word| word == command || word == format!("{stem}ing"));
                assert!(!is_it, "{} says that {command} is not there yet", path.display());
            }
        }
    }
}

#[test]
fn the_examples_of_collections_work() {
    let site = Site::new();
    let blocks = blocks(&document("docs/collections.md"));
    site.write("content/collections/volunteers.yaml", &blocks[0]);
    site.write("content/volunteers/zhao-min.md", &blocks[1]);
    site.write("content/collections/exemplars.yaml", &blocks[2]);
    site.write("content/outreach/more.yaml", &blocks[3]);
    site.is_sound();
}

#[test]
fn the_examples_of_programs_work() {
    let site = Site::new();
    let text = document("docs/programs.md");
    let blocks = blocks(&text);
    site.write("content/programs/2026.yaml", &blocks[0]);
    let figures = text.split("```markdown\n").nth(1).unwrap().split("```").next().unwrap();
    let claims = blocks.iter().find(|block| block.starts_with("claims:")).unwrap();
    let record = format!("---\ntitle: Figures\npublished_on: 2026-10-01\n{claims}---\n{figures}");
    site.write("content/news/figures.md", &record);
    let told = site.run(&["--root", "site", "check"]);
    // The claims are invented.
    assert!(told.contains("no errors"), "{told}");

    let school = Site::new();
    let years = blocks.iter().find(|block| block.contains("called: school year")).unwrap();
    school.write("content/programs/school.yaml", years);
    let told = school.run(&["--root", "site", "check"]);
    assert!(told.contains("no errors"), "{told}");
}

#[test]
fn the_example_of_corrections_works() {
    let site = Site::new();
    let program = "title: Year\nstarts: 2026-01-01\nends: 2026-12-31\nas_of: 2026-10-31\nmetrics:\n  - {id: outreach, title: Sessions, unit: sessions, from: sessions, dated_by: held_on}\n  - {id: attendance, title: Attendance, unit: people, from: sessions, measure: {sum: attendance}, dated_by: held_on}\n";
    let collection = "title: Sessions\nroles: {title: title, date: held_on, region: region}\nfields: {title: {type: text, required: true}, held_on: {type: date, required: true}, region: {type: region}, attendance: {type: quantity, unit: people}}\nurl: null\n";
    site.write("content/collections/sessions.yaml", collection);
    site.write("content/programs/year.yaml", program);
    let session = |title: &str, day: u8| {
        format!("- {{title: {title}, held_on: 2026-08-{day:02}, region: lanpu, attendance: 40}}\n")
    };
    site.write("content/sessions/2026.yaml", &session("One", 3));
    site.run(&["--root", "site", "close", "2026-08", "--program", "year"]);
    site.write("content/sessions/2026.yaml", &(session("One", 3) + &session("Two", 9)));
    let late = site.run(&["--root", "site", "check"]);
    assert!(late.contains("BY321"), "{late}");
    // The block of the section, which the file may contain unchanged.
    let text = document("docs/programs.md");
    let section = text.split("### Corrections").nth(1).unwrap();
    site.write("content/closed/year/corrections.yaml", &blocks(section)[0]);
    let told = site.run(&["--root", "site", "check"]);
    assert!(!told.contains("BY3"), "{told}");
}

#[test]
fn the_examples_for_editors_work() {
    for path in ["docs/editors.md", "docs/editors.zh-CN.md"] {
        let site = Site::new();
        // Region and base are those of the site in the language of the examples.
        let text = document(path).replace("青溪县", "Qingxi County");
        let blocks = blocks(&text);
        let picture = blocks[1].lines().filter(|line| !line.contains("file:")).skip(1);
        let picture: String = picture.map(|line| format!("{line}\n")).collect();
        assert!(picture.contains("focal:") && picture.contains("others_in_picture:"), "{picture}");
        let record = blocks[0].replace("portrait: lin-yulan.jpg\n", &blocks[1]);
        let honours: String = blocks[3].lines().map(|line| format!("{line}\n")).collect();
        site.write(
            "content/exemplars/lin-yulan.md",
            &record.replacen("evidence:", &format!("{honours}evidence:"), 1),
        );
        std::fs::write(site.0.path().join("site/content/exemplars/lin-yulan.jpg"), jpeg()).unwrap();
        site.write("content/outreach/more.yaml", &blocks[2].replace("2026-05-20", "2027-05-20"));
        site.is_sound();
    }
}

/// A picture as from a camera.
fn jpeg() -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(60, 80, image::Rgb([120, 90, 60]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// All sources below a folder, or those of one file.
fn sources(path: &Path) -> String {
    if path.is_dir() {
        let mut inner: Vec<PathBuf> =
            std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()).collect();
        inner.sort();
        return inner.iter().map(|path| sources(path)).collect();
    }
    let is_source = path.extension().is_some_and(|ending| ending == "rs");
    if is_source { std::fs::read_to_string(path).unwrap() } else { String::new() }
}

/// Each test named in the tables of `security.md` exists, in the file that is given; and each row names one.
#[test]
fn the_tests_that_hold_promises_are_there() {
    let text = document("docs/security.md");
    let mut wrong = Vec::new();
    let mut named = 0;
    let rows = text.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| ---"));
    for row in rows {
        let held = row.trim_end_matches(" |").rsplit(" | ").next().unwrap();
        let (_, spans) = split(held);
        let mut sources_of = None;
        for span in &spans {
            if ["src/", "crates/", "tests/"].iter().any(|start| span.starts_with(start)) {
                let found = sources(&root().join(span));
                if found.is_empty() {
                    wrong.push(format!("there is no {span}"));
                }
                sources_of = Some(found);
            } else if let Some(found) = sources_of.as_ref().filter(|_| is_name_of_a_test(span)) {
                named += 1;
                if !found.contains(&format!("fn {span}()")) {
                    wrong.push(format!("there is no {span} where it is said to be: {held}"));
                }
            }
        }
    }
    let tried = text.split("\n## ").find(|section| section.starts_with("What was tried")).unwrap();
    let rows = tried.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| **")).skip(2);
    for row in rows {
        if !row.contains("`crates/") && !row.contains("`tests/") && !row.contains("**not stopped**") {
            wrong.push(format!("nothing holds {row}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    assert!(named > 80, "{named}");
}

fn is_name_of_a_test(span: &str) -> bool {
    !span.is_empty()
        && span.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}
