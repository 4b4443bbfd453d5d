//! Single changes, and the whole file after each.

use super::{markdown, path, text, try_yaml, yaml};
use crate::{Document, Position, Refusal, Value};

fn list(items: &[&str]) -> Value {
    Value::List(items.iter().map(|item| Value::text(*item)).collect())
}

fn map(entries: &[(&str, &str)]) -> Value {
    Value::Map(entries.iter().map(|(key, value)| ((*key).to_owned(), Value::text(*value))).collect())
}

/// Makes a change and returns the file or the refusal.
fn made(before: &str, change: impl Fn(&mut Document) -> Result<(), Refusal>) -> Result<String, Refusal> {
    let mut document = try_yaml(before)?;
    let done = change(&mut document);
    if done.is_err() {
        assert_eq!(text(&document), before, "a refused change left something");
    }
    done.map(|()| text(&document))
}

#[track_caller]
fn set(before: &str, at: &str, value: Value, after: &str) {
    assert_eq!(made(before, |it| it.set(&path(at), &value)).as_deref(), Ok(after), "{at} in\n{before}");
}

#[test]
fn a_value_is_set_where_it_stands() {
    set("a: b\nc: d\n", "a", Value::text("x"), "a: x\nc: d\n");
    set("a: b # c\n", "a", Value::text("x"), "a: x # c\n");
    set("a:   'b'   # c\n", "a", Value::text("x"), "a:   'x'   # c\n");
    set("a: \"b\"\n", "a", Value::text("x\"w"), "a: \"x\\\"w\"\n");
    set("a: b", "a", Value::text("2022"), "a: \"2022\"");
    set("a: b", "a", Value::word("2022-03-05"), "a: 2022-03-05");
    set("a: b", "a", Value::text("是"), "a: \"是\"");
    set("a: b", "a", Value::text("时间：3月8日；地点：镇上"), "a: 时间：3月8日；地点：镇上");
    set("姓名: 甲\n", "姓名", Value::text("乙: 丙"), "姓名: \"乙: 丙\"\n");
    set("a:\nb: c\n", "a", Value::text("x"), "a: x\nb: c\n");
    set("a:   # 填\nb: c\n", "a", Value::text("x"), "a: x   # 填\nb: c\n");
    set("a: ~\n", "a", Value::text("x"), "a: x\n");
    set("a: b\n", "a", Value::Empty, "a:\n");
    set("a: b # c\n", "a", Value::Empty, "a: # c\n");
    set("a:\n  b: 1\n  # c\n  d: 2\n", "a.d", Value::word("3"), "a:\n  b: 1\n  # c\n  d: 3\n");
    set("a:\n  b\nc: d\n", "a", Value::text("x"), "a: x\nc: d\n");
    set("a: b\n  c\nd: e\n", "a", Value::text("x"), "a: x\nd: e\n");
    set("\"a b\": c\n", "a b", Value::text("x"), "\"a b\": x\n");
    set("- a: 1\n- a: 2\n", "[1].a", Value::word("3"), "- a: 1\n- a: 3\n");
    set("- 1\n-\n", "[1]", Value::word("3"), "- 1\n- 3\n");
}

#[test]
fn between_brackets_a_value_keeps_to_its_line() {
    set("a: {b: 1, c: [x, w]}\n", "a.c[1]", Value::text("甲, 乙"), "a: {b: 1, c: [x, \"甲, 乙\"]}\n");
    set("a: {b: 1, c: 2} # d\n", "a.b", Value::text("x\ny"), "a: {b: \"x\\ny\", c: 2} # d\n");
    set("a: {b, c: 2}\n", "a.b", Value::text("x"), "a: {b: x, c: 2}\n");
    set("a: {b: , c: 2}\n", "a.b", Value::text("x"), "a: {b: x , c: 2}\n");
    set(
        "a: {\n  b: 1,   # eins\n  c: 2\n}\n",
        "a.c",
        Value::word("3"),
        "a: {\n  b: 1,   # eins\n  c: 3\n}\n",
    );
    set("a: {b: 1}\n", "a.c", Value::text("x"), "a: {b: 1, c: x}\n");
    set("a: {}\n", "a.c", Value::text("x"), "a: {c: x}\n");
    set("a: [x, w]\n", "a", list(&["x", "z", "w"]), "a: [x, z, w]\n");
    set("a: []\n", "a", list(&["x"]), "a: [x]\n");
    set("a: [x, w]\n", "a", list(&["w"]), "a: [w]\n");
    set("a: [x]\n", "a", list(&[]), "a: []\n");
    set("a: [ x , w ]\n", "a", list(&["x"]), "a: [ x ]\n");
}

#[test]
fn texts_of_several_lines() {
    set("a: |\n  b\n  c\nd: e\n", "a", Value::text("x\n\ny"), "a: |\n  x\n\n  y\nd: e\n");
    set("a: |  # c\n  b\n\nd: e\n", "a", Value::text("x"), "a: |  # c\n  x\n\nd: e\n");
    set("a: >-\n  b\n  c\nd: e\n", "a", Value::text("x\ny"), "a: |-\n  x\n  y\nd: e\n");
    set("a: >-\n  b\n  c\nd: e\n", "a", Value::text("x"), "a: >-\n  x\nd: e\n");
    set("a: b # c\nd: e\n", "a", Value::text("x\ny"), "a: |- # c\n  x\n  y\nd: e\n");
    set("a:\nd: e\n", "a", Value::text("x\ny\n"), "a: |\n  x\n  y\nd: e\n");
    set("a: |+\n  b\n\nd: e\n", "a", Value::text("x"), "a: |-\n  x\n\nd: e\n");
    set("a: |\n  b\nd: e\n", "a", Value::Empty, "a:\nd: e\n");
    set("a: |\n  b\nd: e\n", "a", list(&["x"]), "a: [x]\nd: e\n");
    set("- |\n  b\n- c\n", "[0]", Value::text("x\ny"), "- |\n  x\n  y\n- c\n");
    set("- b\n- c\n", "[0]", Value::text("x\ny"), "- |-\n  x\n  y\n- c\n");
    set("a:\n    b: |\n        c\n", "a.b", Value::text("x\ny"), "a:\n    b: |\n        x\n        y\n");
    set("a: \"b\n  c\"\nd: e\n", "a", Value::text("x"), "a: \"x\"\nd: e\n");
    set("a: |\n  b", "a", Value::text("x"), "a: |\n  x");
    set("a: b", "a", Value::text("  x\ny"), "a: |2-\n    x\n  y");
}

#[test]
fn lists_and_groups_on_lines() {
    set(
        "a:\n  - x\n  # eins\n  - w\nb: c\n",
        "a",
        list(&["x", "z", "w"]),
        "a:\n  - x\n  - z\n  # eins\n  - w\nb: c\n",
    );
    set("a:\n- x\n- w\n", "a", list(&["x"]), "a:\n- x\n");
    set("a:\n- x\n", "a", Value::text("z"), "a: z\n");
    set("a:\n  # c\n  - x\n  - w\nb: 1\n", "a", Value::text("z"), "a: z\n  # c\nb: 1\n");
    set("a: b\n", "a", list(&["x", "w"]), "a: [x, w]\n");
    set(
        "a: b\nc:\n- d\n",
        "a",
        Value::List(vec![map(&[("x", "1"), ("y", "z")])]),
        "a:\n- {x: \"1\", y: z}\nc:\n- d\n",
    );
    set("a: b\n", "a", Value::InLine(Box::new(Value::List(vec![map(&[("x", "z")])]))), "a: [{x: z}]\n");
    set("a:\n  b: 1\n  c: 2\n", "a", map(&[("c", "x"), ("d", "w")]), "a:\n  c: x\n  d: w\n");
    set("- a: 1\n  b: 2\n- a: 3\n", "[1].b", Value::word("4"), "- a: 1\n  b: 2\n- a: 3\n  b: 4\n");
    let long = "一".repeat(40);
    set(
        "a:\n    b: 1\n",
        "c",
        map(&[("x", &long), ("y", &long)]),
        &format!("a:\n    b: 1\nc:\n    x: {long}\n    y: {long}\n"),
    );
}

#[test]
fn keys_are_added_in_their_place() {
    let add = |before: &str, at: &str, key: &str, position: Position| {
        made(before, |it| it.insert_key(&path(at), key, &Value::text("x"), &position))
    };
    assert_eq!(add("a: 1\n\n# end\n", "", "b", Position::Last).as_deref(), Ok("a: 1\nb: x\n\n# end\n"));
    assert_eq!(add("# top\na: 1\n", "", "b", Position::First).as_deref(), Ok("# top\nb: x\na: 1\n"));
    assert_eq!(
        add("a: 1 # c\nd: 2", "", "b", Position::After("a".into())).as_deref(),
        Ok("a: 1 # c\nb: x\nd: 2")
    );
    assert_eq!(add("a: 1", "", "b", Position::Last).as_deref(), Ok("a: 1\nb: x"));
    assert_eq!(add("", "", "b", Position::Last).as_deref(), Ok("b: x\n"));
    assert_eq!(add("# nothing yet", "", "b", Position::Last).as_deref(), Ok("# nothing yet\nb: x"));
    assert_eq!(add("a: |\n  b\n\n", "", "b", Position::Last).as_deref(), Ok("a: |\n  b\nb: x\n\n"));
    assert_eq!(
        add("- a: 1\n- c: 2\n", "[0]", "b", Position::First).as_deref(),
        Ok("- b: x\n  a: 1\n- c: 2\n")
    );
    assert_eq!(
        add("- a: 1\n- c: 2\n", "[0]", "b", Position::Last).as_deref(),
        Ok("- a: 1\n  b: x\n- c: 2\n")
    );
    assert_eq!(
        add("a:\n  c: 1\nd: 2\n", "a", "b", Position::Before("c".into())).as_deref(),
        Ok("a:\n  b: x\n  c: 1\nd: 2\n")
    );
    assert_eq!(add("a:\nd: 2\n", "a", "b", Position::Last).as_deref(), Ok("a: {b: x}\nd: 2\n"));
    assert_eq!(add("a: 1\n", "", "b: c", Position::Last).as_deref(), Ok("a: 1\n\"b: c\": x\n"));
    assert_eq!(add("a: 1\n", "", "a", Position::Last), Err(Refusal::There("a".into())));
    assert_eq!(add("a: 1\n", "a", "b", Position::Last), Err(Refusal::Kind("a".into())));
}

#[test]
fn items_are_added_removed_and_moved() {
    let insert =
        |before: &str, at: usize, value: Value| made(before, |it| it.insert_item(&path("a"), at, &value));
    assert_eq!(
        insert("a:\n  - x # 1\n  - w\n", 1, Value::text("z")).as_deref(),
        Ok("a:\n  - x # 1\n  - z\n  - w\n")
    );
    assert_eq!(insert("a:\n  - x\n  - w\n", 0, Value::text("z")).as_deref(), Ok("a:\n  - z\n  - x\n  - w\n"));
    assert_eq!(insert("a: [x]\n", 0, Value::text("z")).as_deref(), Ok("a: [z, x]\n"));
    assert_eq!(insert("a:\nb: c\n", 0, Value::text("z")).as_deref(), Ok("a: [z]\nb: c\n"));
    assert_eq!(
        insert("a:\n- t: x\n  n: 1\n", 1, map(&[("t", "w"), ("n", "z")])).as_deref(),
        Ok("a:\n- t: x\n  n: 1\n- t: w\n  n: z\n")
    );
    assert_eq!(insert("a:\n- {t: x}\n", 1, map(&[("t", "w")])).as_deref(), Ok("a:\n- {t: x}\n- {t: w}\n"));
    assert_eq!(insert("a: [x]\n", 3, Value::text("z")), Err(Refusal::Nothing("a[3]".into())));

    let remove = |before: &str, at: &str| made(before, |it| it.remove(&path(at)));
    assert_eq!(remove("a: 1\n# b\nb: 2 # c\nd: 3\n", "b").as_deref(), Ok("a: 1\n# b\nd: 3\n"));
    assert_eq!(remove("a: 1\nb: 2", "b").as_deref(), Ok("a: 1"));
    assert_eq!(remove("a:\n  b: 1\nc: 2\n", "a.b").as_deref(), Ok("a:\nc: 2\n"));
    assert_eq!(remove("- a: 1\n  b: 2\n", "[0].a").as_deref(), Ok("- b: 2\n"));
    assert_eq!(remove("- a: 1\n  # c\n  b: 2\n", "[0].a"), Err(Refusal::Form("[0].a".into())));
    assert_eq!(remove("a: {b: 1, c: 2, d: 3}\n", "a.c").as_deref(), Ok("a: {b: 1, d: 3}\n"));
    assert_eq!(remove("a: {b: 1, c: 2}\n", "a.c").as_deref(), Ok("a: {b: 1}\n"));
    assert_eq!(remove("a: [x]\n", "a[0]").as_deref(), Ok("a: []\n"));
    assert_eq!(remove("a:\n- |\n  x\n\n  y\n\n- z\n", "a[0]").as_deref(), Ok("a:\n\n- z\n"));
    assert_eq!(remove("a: 1\n", "b"), Err(Refusal::Nothing("b".into())));

    let reorder = |before: &str, from, to| made(before, |it| it.reorder(&path("a"), from, to));
    assert_eq!(
        reorder("a:\n  # eins\n  - x\n\n  - y: 1 # zwei\n    z: 2\n  - w\n", 0, 2).as_deref(),
        Ok("a:\n  - y: 1 # zwei\n    z: 2\n\n  - w\n  # eins\n  - x\n")
    );
    assert_eq!(reorder("a: [x, \"w\", z]\n", 2, 0).as_deref(), Ok("a: [z, x, \"w\"]\n"));
    assert_eq!(reorder("a: {x: 1, y: 2}\n", 1, 0).as_deref(), Ok("a: {y: 2, x: 1}\n"));
    assert_eq!(reorder("a:\n  - x\n  - w", 0, 1).as_deref(), Ok("a:\n  - w\n  - x"));
}

#[test]
fn a_key_gets_another_name() {
    let rename = |before: &str, at: &str, name: &str| made(before, |it| it.rename(&path(at), name));
    assert_eq!(rename("- nmae: x\n", "[0].nmae", "name").as_deref(), Ok("- name: x\n"));
    assert_eq!(rename("a: {\"b\": 1}\n", "a.b", "c").as_deref(), Ok("a: {\"c\": 1}\n"));
    assert_eq!(rename("a: 1\nb: 2\n", "a", "b"), Err(Refusal::There("b".into())));
}

#[test]
fn what_more_than_one_place_shares_is_not_changed() {
    let shared = "a: &x\n  b: 1\nc: *x\nd: e\n";
    set(shared, "c", Value::text("own"), "a: &x\n  b: 1\nc: own\nd: e\n");
    set(shared, "d", Value::text("f"), "a: &x\n  b: 1\nc: *x\nd: f\n");
    for at in ["a.b", "a", "c.b"] {
        let refused = made(shared, |it| it.set(&path(at), &Value::text("z")));
        assert!(matches!(refused, Err(Refusal::Shared(_))), "{at}: {refused:?}");
    }
    let twice = "a: 1\nb: 2\na: 3\n";
    assert_eq!(made(twice, |it| it.set(&path("a"), &Value::word("4"))), Err(Refusal::Twice("a".into())));
    set(twice, "b", Value::word("4"), "a: 1\nb: 4\na: 3\n");
}

#[test]
fn what_cannot_be_read_is_not_written() {
    assert_eq!(try_yaml("a: [b\n").unwrap_err(), Refusal::Syntax);
    assert_eq!(
        made("? a\n: b\n", |it| it.set(&path("a"), &Value::text("c"))),
        Err(Refusal::Form("a".into()))
    );
    assert_eq!(
        made("- - a\n", |it| it.insert_item(&path("[0]"), 0, &Value::text("c"))).as_deref(),
        Ok("- - c\n  - a\n")
    );
    assert_eq!(made("a: b\n", |it| it.set(&path("a.c"), &Value::text("d"))), Err(Refusal::Kind("a".into())));
    assert_eq!(
        made("a: b\n", |it| it.set(&path("[0]"), &Value::text("d"))),
        Err(Refusal::Nothing("[0]".into()))
    );
}

#[test]
fn front_matter() {
    let set = |before: &str, at: &str| {
        let mut document = markdown(before);
        document.set(&path(at), &Value::text("x")).map(|()| text(&document))
    };
    assert_eq!(set("---\na: b\n---\n# c\n\na: d\n", "a").as_deref(), Ok("---\na: x\n---\n# c\n\na: d\n"));
    assert_eq!(set("---\na: b\n---\nc\n", "d").as_deref(), Ok("---\na: b\nd: x\n---\nc\n"));
    assert_eq!(set("---\n---\nc\n", "a").as_deref(), Ok("---\na: x\n---\nc\n"));
    assert_eq!(set("---\n# c\n---\n", "a").as_deref(), Ok("---\n# c\na: x\n---\n"));
    assert_eq!(set("c\n", "a").as_deref(), Ok("---\na: x\n---\nc\n"));
    assert_eq!(set("\n---\na: b\n---", "a").as_deref(), Ok("\n---\na: x\n---"));
    let path = bangyang_domain::source::SitePath::try_from("content/news/a.md").unwrap();
    for wrong in ["---\na: b\n", "--\na: b\n---\n"] {
        let refused = Document::read(path.clone(), wrong.as_bytes().to_vec()).unwrap_err();
        assert_eq!(refused, Refusal::FrontMatter);
    }
    assert_eq!(yaml("a: {b: c}\n").get(&super::path("a.b")).unwrap().as_text().map(|it| &**it), Some("c"));
}
