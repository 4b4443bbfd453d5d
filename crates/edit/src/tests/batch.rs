//! Several changes at once.

use proptest::prelude::*;
use proptest::sample::Index;

use super::properties::{all_paths, files, run, value_of, words};
use super::{path, text, yaml};
use crate::change::Edit;
use crate::document::Document;
use crate::plan::Position;
use crate::refusal::Refusal;
use crate::value::{Step, Value, ValuePath};
use bangyang_config::config::yaml::NodeValue;

fn set(at: &str, value: Value) -> Edit {
    Edit::Set { path: path(at), value }
}

fn register(rows: usize) -> String {
    (0..rows)
        .map(|n| format!("- title: 第{n}场   # 已核\n  held_on: 2022-03-08\n  tags: [甲, 乙]\n\n"))
        .collect()
}

#[test]
fn a_register_is_changed_in_one_pass() {
    let mut document = yaml(&register(300));
    let mut edits = Vec::new();
    for row in 0..300 {
        edits.push(set(&format!("[{row}].title"), Value::text(format!("讲座 {row}"))));
        edits.push(set(&format!("[{row}].place"), Value::text("文化馆")));
        edits.push(set(&format!("[{row}].tags"), Value::List(vec![Value::text("甲"), Value::text("丙")])));
        edits.push(set(&format!("[{row}].people"), Value::word("30")));
    }
    // From the end, where the indices of those before stay.
    edits.extend(
        (0..300)
            .rev()
            .filter(|row| row % 3 == 1)
            .map(|row| Edit::Remove { path: ValuePath::default().then(row) }),
    );
    for row in 0..50 {
        let value = Value::Map(vec![("title".to_owned(), Value::text(format!("新 {row}")))]);
        edits.push(Edit::InsertItem { list: ValuePath::default(), at: 200 + row, value });
    }
    let mut together = document.clone();
    together.apply_together(&edits).unwrap();
    document.apply(&edits).unwrap();
    assert_eq!(text(&document), text(&together));
    let row = |row: usize| {
        format!(
            "- title: 讲座 {row}   # 已核\n  held_on: 2022-03-08\n  tags: [甲, 丙]\n  place: 文化馆\n  people: 30\n"
        )
    };
    let wanted: String = (0..300).filter(|at| at % 3 != 1).map(row).collect();
    let added: String = (0..50).map(|row| format!("- title: 新 {row}\n")).collect();
    let found = text(&document);
    let lines = found.split_inclusive('\n').filter(|line| *line != "\n");
    assert_eq!(lines.collect::<String>(), format!("{wanted}{added}"));
    // Blank lines belong to nobody.
    assert_eq!(found.lines().filter(|line| line.is_empty()).count(), 300);
}

#[test]
fn edits_see_those_before_them() {
    let mut document = yaml("a: 1\nb:\n  - x\n  - y\n");
    let edits = [
        set("c.d", Value::text("z")),
        set("c.e", Value::text("w")),
        Edit::Remove { path: path("b[0]") },
        set("b[0]", Value::text("v")),
        Edit::Rename { path: path("a"), name: "f".to_owned() },
        set("f", Value::word("2")),
        Edit::InsertKey {
            group: ValuePath::default(),
            key: "g".to_owned(),
            value: Value::word("3"),
            position: Position::Before("b".to_owned()),
        },
        Edit::Reorder { path: path("c"), from: 0, to: 1 },
    ];
    document.apply(&edits).unwrap();
    assert_eq!(text(&document), "f: 2\ng: 3\nb:\n  - v\nc:\n  e: w\n  d: z\n");
}

#[test]
fn brackets_and_the_ends_of_files_hold_together() {
    let both = |before: &str, edits: &[Edit], after: &str| {
        let (mut one, mut all) = (yaml(before), yaml(before));
        edits.iter().for_each(|edit| one.apply(std::slice::from_ref(edit)).unwrap());
        all.apply(edits).unwrap();
        assert_eq!((text(&one).as_str(), text(&all).as_str()), (after, after), "{edits:?}");
    };
    let remove = |at: &str| Edit::Remove { path: path(at) };
    both("a: [1, 2, 3, 4]\n", &[remove("a[1]"), remove("a[1]")], "a: [1, 4]\n");
    both("a: [1, 2, 3]\n", &[remove("a[2]"), remove("a[1]"), remove("a[0]")], "a: []\n");
    both("a: {b: 1, c: 2}\n", &[remove("a.b"), set("a.d", Value::word("3"))], "a: {c: 2, d: 3}\n");
    both("a: 1\nb: 2\nc: 3", &[remove("b"), remove("c")], "a: 1");
    both("a: 1\nb: 2\nc: 3", &[remove("c"), set("d", Value::word("4")), remove("b")], "a: 1\nd: 4");
    both("a: 1\nb: 2\n", &[remove("a"), remove("b"), set("c", Value::word("3"))], "c: 3\n");
    let at = |from, to| Edit::Reorder { path: path("a"), from, to };
    both("a:\n  # x\n  - x\n  - y\n  - z\n", &[at(0, 2), at(1, 0)], "a:\n  - z\n  - y\n  # x\n  - x\n");
    both(
        "a:\n  - x: 1\n    y: 2\n  - x: 3\n",
        &[set("a[0].z", Value::word("1")), set("a[2]", Value::Empty)][..1],
        "a:\n  - x: 1\n    y: 2\n    z: 1\n  - x: 3\n",
    );
}

/// An edit of the document at one of its paths.
fn edit(document: &Document, (at, kind, other, words): &(Index, u8, Index, String)) -> Edit {
    let mut paths = all_paths(document);
    paths.push(ValuePath::default());
    let path = paths[at.index(paths.len())].clone();
    let size = match document.get(&path).map(|node| &node.value) {
        Some(NodeValue::Mapping(entries)) => entries.len(),
        Some(NodeValue::Sequence(items)) => items.len(),
        _ => 0,
    };
    let value = match other.index(4) {
        0 => Value::List(vec![Value::text(&**words), Value::word("1")]),
        1 => Value::Map(vec![("a".to_owned(), Value::text(&**words)), ("b".to_owned(), Value::Empty)]),
        _ => Value::text(&**words),
    };
    let key = ["title", "new", "a", "另一个"][other.index(4)].to_owned();
    match kind % 7 {
        0 => Edit::InsertKey {
            group: path,
            key,
            value,
            position: [Position::Last, Position::First][other.index(2)].clone(),
        },
        1 => Edit::InsertItem { list: path, at: other.index(size + 1), value },
        2 => Edit::Remove { path },
        3 => Edit::Rename { path, name: key },
        4 if size > 0 => Edit::Reorder { path, from: other.index(size), to: usize::from(*kind) % size },
        5 => Edit::Set { path: path.then(key), value },
        _ => Edit::Set { path, value },
    }
}

type Choice = (Index, u8, Index, String);

/// Random edits, each possible after those before it; and the document after them, one by one.
fn possible(before: &Document, choices: &[Choice]) -> (Vec<Edit>, Document) {
    let mut after = before.clone();
    let mut edits = Vec::new();
    for choice in choices {
        let edit = edit(&after, choice);
        if after.apply(std::slice::from_ref(&edit)).is_ok() {
            edits.push(edit);
        }
    }
    (edits, after)
}

fn choices() -> impl Strategy<Value = Vec<Choice>> {
    prop::collection::vec((any::<Index>(), any::<u8>(), any::<Index>(), words()), 1..10)
}

#[test]
fn a_batch_is_the_same_as_its_edits_one_by_one() {
    let files = files();
    run(600, (any::<Index>(), choices()), |(file, choices)| {
        let (path, text) = &files[file.index(files.len())];
        let before = Document::read(path.clone(), text.as_bytes().to_vec()).unwrap();
        let (edits, one_by_one) = possible(&before, &choices);
        let mut batch = before.clone();
        let applied = batch.apply(&edits);
        prop_assert!(applied.is_ok(), "{path}: {applied:?} of {edits:?}");
        let top = ValuePath::default();
        prop_assert_eq!(
            batch.get(&top).map(value_of),
            one_by_one.get(&top).map(value_of),
            "{} {:?}\n{}",
            path,
            edits,
            String::from_utf8_lossy(batch.bytes())
        );
        let read = Document::read(path.clone(), batch.bytes().to_vec()).unwrap();
        prop_assert_eq!(read.get(&top).map(value_of), batch.get(&top).map(value_of));
        Ok(())
    });
}

#[test]
fn edits_of_different_values_give_the_same_bytes_as_one_by_one() {
    let files = files();
    run(400, (any::<Index>(), choices()), |(file, choices)| {
        let (path, text) = &files[file.index(files.len())];
        let before = Document::read(path.clone(), text.as_bytes().to_vec()).unwrap();
        let mut one_by_one = before.clone();
        let mut edits: Vec<Edit> = Vec::new();
        let paths = all_paths(&before);
        for (at, _, _, words) in &choices {
            let at = &paths[at.index(paths.len())];
            let touches = |edit: &Edit| match edit {
                Edit::Set { path, .. } => path.0.starts_with(&at.0) || at.0.starts_with(&path.0),
                _ => true,
            };
            let edit = Edit::Set { path: at.clone(), value: Value::text(&**words) };
            let is_scalar = !matches!(
                before.get(at).map(|node| &node.value),
                Some(NodeValue::Mapping(_) | NodeValue::Sequence(_))
            );
            if is_scalar
                && !edits.iter().any(touches)
                && one_by_one.apply(std::slice::from_ref(&edit)).is_ok()
            {
                edits.push(edit);
            }
        }
        let mut batch = before.clone();
        batch.apply(&edits).unwrap();
        prop_assert_eq!(super::text(&batch), super::text(&one_by_one), "{} {:?}", path, edits);
        Ok(())
    });
}

#[test]
fn one_wrong_edit_refuses_the_whole_batch() {
    let files = files();
    run(300, (any::<Index>(), choices(), any::<Index>(), 0..3_usize), |(file, choices, at, wrong)| {
        let (path, text) = &files[file.index(files.len())];
        let before = Document::read(path.clone(), text.as_bytes().to_vec()).unwrap();
        let (mut edits, _) = possible(&before, &choices);
        let at = at.index(edits.len() + 1);
        let nowhere = ValuePath(vec![Step::from("no such key")]);
        let wrong = match wrong {
            0 => Edit::Remove { path: nowhere },
            1 => Edit::InsertItem { list: nowhere, at: 0, value: Value::word("1") },
            _ => Edit::Set { path: ValuePath::default().then(99_999), value: Value::word("1") },
        };
        edits.insert(at, wrong);
        let mut batch = before.clone();
        let refused = batch.apply(&edits).unwrap_err();
        prop_assert_eq!(refused.edit, at, "{:?}", edits);
        prop_assert!(matches!(refused.refusal, Refusal::Nothing(_) | Refusal::Kind(_)), "{:?}", refused);
        prop_assert_eq!(batch.bytes(), before.bytes());
        Ok(())
    });
}
