//! Properties: every record of the demonstration, and random changes of random values in random files, in
//! every encoding and form of files.

use std::path::{Path, PathBuf};

use encoding_rs::GB18030;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use crate::document::Document;
use crate::shape::as_read;
use crate::value::{Step, Value, ValuePath};
use bangyang_config::config::yaml::{Node, NodeValue};
use bangyang_domain::source::SitePath;

/// Unusual files that somebody might write.
const ODD: [&str; 6] = [
    "# 网站\ntitle: \"榜样\"   # 名称：必填\nmenu:\n- {home: true}\n-   page: about   # 关于\n    title: '关于 ''我们'''\n\nparams: {a: [1, {b: c}], d: }\nnotes: >-\n  一段\n  两行\n\n  三\nempty:\nlast: ~",
    "- id: a\n  title: 甲\n\n  # 说明\n  tags: [x,  y ,z]\n-\n  id: b\n  title: >\n    乙\n    丙\n- {id: c, title: \"丁 # 戊\",\n   note: 己}\n",
    "a:\n    b:\n        c: 1   # eins\n        d:\n            - x\n            - y: z\n              w:   v\n    e: 'f'\n\n\ng: |2\n    h\n   i\n",
    "---\n标题: 开班：第一期\n  还有一行\n日期: 2022-03-05\n列表:\n  - 甲\n\n  - 乙   # 乙\n  # 丙\n  - \"\"\n---\n正文\n\n---\n\na: b\n",
    "---\nname: x\nhonors:\n  - {title: 甲, on: 2022-03-05}\n  - title: 乙\n    on: 2022-04\nconsent: {signed: 2022-01-05, scope: [name, story]}\nmarkdown: |\n  一\n\n  - 二\n\n---\n",
    "a: &x [1, 2]\nb: *x\nc: !!str 3\nd: e\n",
];

/// The encoding and form of a file's bytes.
#[derive(Clone, Copy, Debug)]
enum Form {
    Plain,
    Windows,
    OldMac,
    Marked,
    Utf16(bool),
    Gbk,
}

const FORMS: [Form; 7] = [
    Form::Plain,
    Form::Windows,
    Form::OldMac,
    Form::Marked,
    Form::Utf16(true),
    Form::Utf16(false),
    Form::Gbk,
];

impl Form {
    fn bytes(self, text: &str) -> Vec<u8> {
        match self {
            Self::Plain => text.into(),
            Self::Windows => text.replace('\n', "\r\n").into(),
            Self::OldMac => text.replace('\n', "\r").into(),
            Self::Marked => format!("\u{FEFF}{}", text.replace('\n', "\r\n")).into(),
            Self::Utf16(low_first) => {
                let each = |unit: u16| if low_first { unit.to_le_bytes() } else { unit.to_be_bytes() };
                format!("\u{FEFF}{text}").encode_utf16().flat_map(each).collect()
            }
            Self::Gbk => GB18030.encode(&text.replace('\n', "\r\n")).0.into_owned(),
        }
    }
}

/// The demonstration's files, and unusual ones.
pub(super) fn files() -> Vec<(SitePath, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut folders: Vec<PathBuf> = vec![root.join("content")];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if matches!(path.extension().and_then(|it| it.to_str()), Some("md" | "yaml")) {
                let name = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((
                    SitePath::try_from(name.as_str()).unwrap(),
                    std::fs::read_to_string(path).unwrap(),
                ));
            }
        }
    }
    assert!(files.len() > 150, "{}", files.len());
    for (n, text) in ODD.iter().enumerate() {
        let name =
            if text.starts_with("---") { format!("content/odd/{n}.md") } else { format!("content/{n}.yaml") };
        files.push((SitePath::try_from(name.as_str()).unwrap(), (*text).to_owned()));
    }
    files.sort();
    files
}

/// All values of a tree with their paths.
fn paths(node: &Node, here: &ValuePath, found: &mut Vec<ValuePath>) {
    if !here.0.is_empty() {
        found.push(here.clone());
    }
    match &node.value {
        NodeValue::Sequence(items) => {
            items.iter().enumerate().for_each(|(at, item)| paths(item, &here.then(at), found));
        }
        NodeValue::Mapping(entries) => {
            entries.iter().for_each(|(key, value)| paths(value, &here.then(&*key.text), found));
        }
        NodeValue::Null | NodeValue::Scalar { .. } => {}
    }
}

pub(super) fn all_paths(document: &Document) -> Vec<ValuePath> {
    let mut found = Vec::new();
    paths(document.get(&ValuePath::default()).unwrap(), &ValuePath::default(), &mut found);
    found
}

/// A value as it was read.
pub(super) fn value_of(node: &Node) -> Value {
    match &node.value {
        NodeValue::Null => Value::Empty,
        NodeValue::Scalar { text, .. } => Value::text(&**text),
        NodeValue::Sequence(items) => Value::List(items.iter().map(value_of).collect()),
        NodeValue::Mapping(entries) => {
            Value::Map(entries.iter().map(|(key, value)| (key.text.to_string(), value_of(value))).collect())
        }
    }
}

pub(super) fn run<S: Strategy>(
    cases: u32,
    strategy: S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) {
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[17; 32]);
    TestRunner::new_with_rng(config, rng).run(&strategy, test).unwrap();
}

#[test]
fn what_is_opened_and_saved_is_the_same_file() {
    for (n, (path, text)) in files().into_iter().enumerate() {
        for form in [Form::Plain, FORMS[n % FORMS.len()]] {
            let bytes = form.bytes(&text);
            let mut document = Document::read(path.clone(), bytes.clone()).unwrap();
            for at in all_paths(&document) {
                let value = value_of(document.get(&at).unwrap());
                document.set(&at, &value).unwrap();
            }
            for (at, block) in document.blocks().into_iter().enumerate() {
                let range = usize::try_from(block.start).unwrap()..usize::try_from(block.end).unwrap();
                let words = document.original().content()[range].to_owned();
                document.set_blocks(at..at + 1, &words).unwrap();
            }
            assert_eq!(document.bytes(), bytes, "{path} {form:?}");
            if !matches!(form, Form::Plain | Form::Gbk) {
                continue;
            }
            // After adding and removing something, nothing of it is left.
            let top = ValuePath::default();
            let group = match document.get(&top).map(|node| &node.value) {
                Some(NodeValue::Sequence(_)) => top.then(0),
                _ => top,
            };
            document.set(&group.then("brand new"), &Value::text("a: b")).unwrap();
            assert_ne!(document.bytes(), bytes);
            document.remove(&group.then("brand new")).unwrap();
            assert_eq!(document.bytes(), bytes, "{path} {form:?}");
        }
    }
}

/// Texts as values, including some that could be taken for something else.
pub(super) fn words() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "2022",
        "2022-03-05",
        "12:30",
        "yes",
        "否",
        "null",
        "~",
        "- a",
        "a: b",
        "a #b",
        "#",
        "甲：乙；丙",
        "“甲”",
        "it's",
        "say \"a\"",
        "[a]",
        "{a: b}",
        "a, b",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "%",
        "@a",
        "`a`",
        "---",
        "...",
        "a\\nb",
        "\\",
        "a\nb",
        "一\n\n二\n",
        "  a\n b",
        "\ta\nb",
        "一 \n二",
        "# a\nb",
        "---\na",
        "a\n---\nb",
        "",
        "?",
        "? a",
        ":",
        "=",
        "C:\\a",
        "http://a.example/#b",
        "０",
        "Jose\u{301}",
        "a\u{200B}b",
        "a\u{2028}b",
        "+86",
        "-1",
        "1e5",
        "0x1F",
        "甲\t乙",
        " a ",
        "\"",
        "'",
        "''",
        "<<",
        "key:",
        "a:b",
    ])
    .prop_map(str::to_owned);
    let any = "[ a-z0-9:#,'\"\\[\\]{}\\\\|>&*!%@`\n。：，甲乙丙—-]{0,24}";
    prop_oneof![odd, any]
}

#[test]
fn a_random_change_touches_its_lines_alone_and_reads_back_as_meant() {
    let files = files();
    let strategy =
        (any::<Index>(), any::<Index>(), prop::sample::select(FORMS.to_vec()), words(), any::<bool>());
    run(600, strategy, |(file, at, form, words, is_word)| {
        let (path, text) = &files[file.index(files.len())];
        let before = Document::read(path.clone(), form.bytes(text)).unwrap();
        let paths = all_paths(&before);
        let at = &paths[at.index(paths.len())];
        let value = if is_word { Value::word(&*words) } else { Value::text(&*words) };
        let mut after = before.clone();
        if let Err(refusal) = after.set(at, &value) {
            prop_assert!(path.as_str().ends_with("5.yaml"), "{path} {at}: {refusal} for {words:?}");
            return Ok(());
        }
        let read = Document::read(path.clone(), after.bytes().to_vec()).unwrap();
        let wanted = as_read(&words);
        let is_nothing = wanted.is_empty() || (is_word && matches!(wanted.as_str(), "~" | "null"));
        let found = read.get(at).filter(|node| !node.is_null()).map(value_of);
        prop_assert_eq!(found, (!is_nothing).then_some(Value::Text(wanted)));
        // All other values are unchanged.
        for other in paths.iter().filter(|other| !other.0.starts_with(&at.0) && !at.0.starts_with(&other.0)) {
            prop_assert_eq!(before.get(other).map(value_of), read.get(other).map(value_of));
        }
        // So are the lines of all others; and the bytes are those of the text in this form.
        let lines = |document: &Document| -> Vec<String> {
            document.original().content().split('\n').map(str::to_owned).collect()
        };
        let (old, new) = (lines(&before), lines(&read));
        let own = own_lines(&before, at);
        let tail = old.len() - own.end;
        prop_assert_eq!(&old[..own.start], &new[..own.start]);
        prop_assert!(new.len() >= own.start + tail, "{:?}\n{:?}", old, new);
        prop_assert_eq!(&old[own.end..], &new[new.len() - tail..]);
        prop_assert_eq!(read.bytes(), form.bytes(read.original().content()));
        Ok(())
    });
}

/// The lines of the key or item at a path, from its first to the last of its value.
fn own_lines(document: &Document, at: &ValuePath) -> std::ops::Range<usize> {
    let node = document.get(at).unwrap();
    let (above, step) = at.split().unwrap();
    let place = |at: u32| usize::try_from(at).unwrap();
    let start = match (&document.get(&above).unwrap().value, step) {
        (NodeValue::Mapping(entries), Step::Key(key)) => {
            entries.iter().find(|(known, _)| *known.text == **key).unwrap().0.span.start
        }
        _ => node.span.start,
    };
    let content = document.original().content();
    let line = |at: usize| content[..at].matches('\n').count();
    let start = line(place(start).min(content.len()));
    let end = line(place(node.span.end.max(node.span.start)).min(content.len()));
    // An empty value may be on the line of a hyphen above.
    let start = if node.is_null() { start.saturating_sub(1) } else { start };
    start..end.max(start) + 1
}
