//! Review before publication: `review`, waiting records, and changes since.

use super::support::{Place, is_chinese};

/// 2022-06-30 in Shanghai.
const JUNE: &str = "1656561600";
const NEWS: &str = "content/news/a.md";
const REGISTER: &str = "content/outreach/2022.yaml";

fn site(review: &str) -> Place {
    let settings = format!("title: Test\nbase_url: https://site.example/\nlanguage: en\n{review}\n");
    let place = Place::new().environment("SOURCE_DATE_EPOCH", JUNE);
    place.write("content/site.yaml", &settings);
    place.write(NEWS, "---\n# the day\ntitle: Opening\npublished_on: 2022-03-08\n---\nWords.\n");
    place.write(REGISTER, "- {title: First, held_on: 2022-03-08}\n- title: Second\n  held_on: 2022-03-09\n");
    place
}

fn is_published(place: &Place, page: &str) -> bool {
    place.path().join("public").join(page).exists()
}

/// The codes and first lines of the diagnostics of `check`.
fn told(place: &Place) -> Vec<(String, String)> {
    let ran = place.run(&["check", "--format", "json"]);
    let lines = ran.json_lines();
    let text = |line: &serde_json::Value, key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let told = lines.iter().filter(|line| line["code"].is_string());
    told.map(|line| (text(line, "code"), text(line, "message"))).collect()
}

fn sign(place: &Place, file: &str, stage: &str) {
    place.run(&["review", file, "--stage", stage, "--by", "Lin Yulan"]).ended(0);
}

#[test]
fn nothing_is_published_before_the_last_stage() {
    let place = site("review: {stages: [first, last]}");
    let ran = place.run(&["build"]).ended(0);
    assert!(ran.err.contains("first: 3 ("), "{}", ran.err);
    assert!(!is_published(&place, "news/a.html") && is_published(&place, "index.html"));
    let last = place.run(&["review", NEWS, "--stage", "last", "--by", "Chen Li"]).ended(2);
    assert!(last.err.contains("“first”"), "{}", last.err);
    sign(&place, NEWS, "first");
    assert!(told(&place).contains(&(
        "BY251".to_owned(),
        "“Opening” has not passed the review “last”, so it is not public.".to_owned()
    )));
    sign(&place, NEWS, "last");
    place.run(&["build"]).ended(0);
    assert!(is_published(&place, "news/a.html"));
    let text = place.read(NEWS);
    assert!(text.starts_with(
        "---\n# the day\ntitle: Opening\npublished_on: 2022-03-08\nreviews:\n  - {stage: first,"
    ));
    assert!(text.contains("by: Lin Yulan, on: 2022-06-30") && text.ends_with("---\nWords.\n"), "{text}");
    let json = place.run(&["check", "--format", "json"]).json_lines();
    assert_eq!(json.last().unwrap()["summary"]["waiting"], serde_json::json!({"first": 2}));
}

#[test]
fn a_record_that_was_changed_is_for_review_again() {
    let place = site("review: {stages: three}");
    for stage in ["初审", "复审", "终审"] {
        sign(&place, NEWS, stage);
    }
    place.run(&["build"]).ended(0);
    assert!(is_published(&place, "news/a.html"));
    let signed = place.read(NEWS);
    place.write(NEWS, &signed.replace("Words.", "Other words."));
    let changed = "“Opening” has been changed since Lin Yulan passed it on 2022-06-30 (“初审”): the text. It is not public until it is reviewed again.";
    assert!(told(&place).contains(&("BY252".to_owned(), changed.to_owned())), "{:?}", told(&place));
    let ran = place.run(&["build"]).ended(0);
    assert!(!is_published(&place, "news/a.html"));
    assert!(ran.err.contains("https://site.example/news/a.html"), "what the host must delete: {}", ran.err);
    place.write(NEWS, &signed.replace("title: Opening", "title: The opening"));
    assert!(
        told(&place).iter().any(|(code, told)| code == "BY252" && told.contains(": Title.")),
        "{:?}",
        told(&place)
    );
    // What no reader sees may change.
    place.write(NEWS, &signed.replace("# the day", "evidence: a drawer").replace('\n', "\r\n"));
    assert!(
        told(&place).iter().all(|(code, told)| code != "BY252" && !told.contains("Opening")),
        "{:?}",
        told(&place)
    );
    for stage in ["复审", "终审", "初审"] {
        sign(&place, NEWS, stage);
    }
    let again = place.read(NEWS);
    assert!(
        again.contains("\r\n")
            && again.matches("stage:").count() == 3
            && !again.replace("\r\n", "").contains('\n')
    );
}

#[test]
fn pictures_and_files_are_signed_with_the_record() {
    let place = site("review: {stages: [one], only: [documents]}");
    let record = "---\ntitle: List\nissued_on: 2022-03-08\nfile: a.txt\n---\n[more](b.txt)\n";
    place.write("content/documents/a.md", record);
    place.write("content/documents/a.txt", "old");
    place.write("content/documents/b.txt", "old");
    sign(&place, "documents/a.md", "one");
    assert_eq!(told(&place), []);
    place.write("content/documents/a.txt", "new");
    assert!(
        told(&place).iter().any(|(code, told)| code == "BY252" && told.contains("File")),
        "{:?}",
        told(&place)
    );
    place.write("content/documents/a.txt", "old");
    place.write("content/documents/b.txt", "new");
    assert!(told(&place).iter().any(|(code, told)| code == "BY252" && told.contains("the text")));
}

#[test]
fn items_of_a_register_are_signed_one_by_one_or_together() {
    let place = site("review: {stages: [one], only: [outreach]}");
    let ran = place
        .run(&["review", &format!("{REGISTER}#2022-03-09-second"), "--stage", "one", "--by", "Li"])
        .ended(0);
    assert!(ran.err.contains("has passed all stages"), "{}", ran.err);
    let text = place.read(REGISTER);
    assert!(text.starts_with("- {title: First, held_on: 2022-03-08}\n- title: Second\n  held_on: 2022-03-09\n  reviews:\n    - {"), "{text}");
    let place = site("review: {stages: [one], only: [outreach]}");
    let ran = place.run(&["review", REGISTER, "--stage", "one", "--by", "Li", "--format", "json"]).ended(0);
    assert_eq!(ran.json_lines().len(), 2);
    assert_eq!(place.read(REGISTER).matches("reviews:").count(), 2);
    assert_eq!(told(&place), []);
}

/// Encoding, line ends and layout of a file are preserved.
#[test]
fn a_signature_leaves_the_file_as_it_was_written() {
    let place = site("review: {stages: [初审], only: [news]}");
    let text =
        "---\r\ntitle:  '开班'   # 短一点\r\n\r\npublished_on: 2022-03-08\r\n---\r\n正文，\r\n\r\n再写一段。";
    let gbk = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    std::fs::write(place.path().join(NEWS), gbk(text)).unwrap();
    sign(&place, NEWS, "初审");
    let signed = encoding_rs::GB18030.decode(&std::fs::read(place.path().join(NEWS)).unwrap()).0.into_owned();
    let lines = signed.find("reviews:").unwrap()..signed.find("---\r\n正文").unwrap();
    assert!(
        signed[lines.clone()].starts_with("reviews:\r\n  - {stage: 初审, by: Lin Yulan, on: 2022-06-30, ")
    );
    assert_eq!(format!("{}{}", &signed[..lines.start], &signed[lines.end..]), text);
    assert_eq!(told(&place).into_iter().filter(|(code, _)| code.starts_with("BY25")).count(), 0);
}

#[test]
fn what_waits_counts_nowhere_and_is_marked_for_the_office() {
    let place = site("review: {stages: [one], only: [outreach]}");
    place.write(
        "content/programs/2022.yaml",
        "title: Year\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: outreach, title: Sessions, unit: session, from: outreach, measure: count, dated_by: held_on}\n",
    );
    let value = |place: &Place, edition: &str, out: &str| {
        place.run(&["build", "--edition", edition, "--out", out]).ended(0);
        let data = place.read(&format!("{out}/data/2022/progress.json"));
        let data: serde_json::Value = serde_json::from_str(&data).unwrap();
        data["metrics"][0]["value"].as_i64().unwrap()
    };
    assert_eq!((value(&place, "public", "a"), value(&place, "internal", "b")), (0, 0));
    assert!(
        place.read("b/outreach/index.html").contains("First")
            && !place.path().join("a/outreach/index.html").exists()
    );
    place.run(&["review", REGISTER, "--stage", "one", "--by", "Li"]).ended(0);
    assert_eq!((value(&place, "public", "a"), value(&place, "internal", "b")), (2, 2));
}

#[test]
fn wrong_usage_is_told_and_nothing_is_signed() {
    let place = site("review: {stages: [first, last]}");
    let before = (place.read(NEWS), place.read(REGISTER));
    for (arguments, said) in [
        (&["review", NEWS, "--stage", "frist", "--by", "Li"][..], "first"),
        (&["review", "content/news/b.md", "--stage", "first", "--by", "Li"], "content/news/b.md"),
        (&["review", NEWS, "content/news/b.md", "--stage", "first", "--by", "Li"], "content/news/b.md"),
        (&["review", &format!("{REGISTER}#third"), "--stage", "first", "--by", "Li"], "third"),
        (&["review", NEWS, "--stage", "first", "--by", " "], "--by"),
        (&["review", NEWS, "--stage", "first"], "--by"),
        (&["review", "--stage", "first", "--by", "Li"], "FILE"),
    ] {
        let ran = place.run(arguments).ended(2);
        assert!(ran.err.contains(said) && !is_chinese(&ran.err), "{arguments:?}: {}", ran.err);
        let chinese = place.run(&[arguments, &["--lang", "zh-CN"]].concat()).ended(2);
        assert!(is_chinese(&chinese.err), "{}", chinese.err);
    }
    assert_eq!((place.read(NEWS), place.read(REGISTER)), before);
    let none = site("");
    let ran = none.run(&["review", NEWS, "--stage", "first", "--by", "Li"]).ended(2);
    assert!(ran.err.contains("review: {stages: three}"), "{}", ran.err);
    let other = site("review: {stages: [one], only: [exemplars]}");
    let ran = other.run(&["review", NEWS, "--stage", "one", "--by", "Li"]).ended(2);
    assert!(ran.err.contains("needs no review"), "{}", ran.err);
}
