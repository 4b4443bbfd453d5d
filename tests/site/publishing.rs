//! What a build does to earlier output.

use std::collections::BTreeMap;
use std::time::SystemTime;

use crate::support::{AUTUMN_2022, JUNE_2026, Place, SITE, source, tree};

const PERSON: &str = "---\nname: Ann Lee\nrecognised_on: 2022-03-01\nconsent: {signed: 2022-01-01, scope: [name, story, region]}\n---\nHer story.\n";
const OTHER: &str = "---\nname: Bo Day\nrecognised_on: 2022-04-01\nconsent: {signed: 2022-01-01, scope: [name, story, region]}\n---\nHis story.\n";
const NEWS: (&str, &str) = ("content/news/one.md", "---\ntitle: One\npublished_on: 2026-01-01\n---\nText.\n");

fn two_persons() -> Place {
    Place::with(&[SITE, ("content/exemplars/ann.md", PERSON), ("content/exemplars/bo.md", OTHER), NEWS])
}

fn times(place: &Place) -> BTreeMap<String, SystemTime> {
    let files = place.tree("public").into_keys();
    let time = |path: &String| {
        std::fs::metadata(place.root().join("public").join(path)).unwrap().modified().unwrap()
    };
    files.map(|path| (path.clone(), time(&path))).collect()
}

#[test]
fn a_second_build_writes_nothing() {
    let place = Place::of(AUTUMN_2022, &source("example"));
    let first = place.build(&[]).ended(0);
    assert_eq!((first.number("unchanged"), first.number("removed")), (0, 0));
    let before = times(&place);
    assert_eq!(before.len() as u64, first.number("written"));
    let second = place.build(&[]).ended(0);
    assert_eq!((second.number("written"), second.number("removed")), (0, 0));
    assert_eq!(second.number("unchanged"), first.number("written"));
    assert_eq!(second.number("pages"), first.number("pages"));
    assert_eq!(times(&place), before);
}

#[test]
fn what_was_put_by_hand_stays() {
    let place = two_persons();
    place.build(&[]).ended(0);
    place.write("public/verify-1234.html", "by hand");
    place.write("public/exemplars/note.txt", "by hand");
    place.remove("content/exemplars/ann.md");
    let report = place.build(&[]).ended(0);
    assert_eq!(place.read("public/verify-1234.html"), "by hand");
    assert_eq!(place.read("public/exemplars/note.txt"), "by hand");
    assert!(!place.tree("public").contains_key("exemplars/ann.html"));
    assert!(report.list("purge").contains(&"https://site.example/exemplars/ann.html"), "{report:#?}");
    assert_eq!(report.number("removed"), report.list("purge").len() as u64);
}

#[test]
fn a_file_put_by_hand_is_not_overwritten() {
    let place = two_persons();
    place.build(&[]).ended(0);
    place.write("public/news/two.html", "by hand");
    place.write("content/news/two.md", "---\ntitle: Two\npublished_on: 2026-01-02\n---\nText.\n");
    let before = place.tree("public");
    let report = place.build(&[]).ended(1);
    assert!(report.of("BY505")["message"].as_str().unwrap().contains("news/two.html"), "{report:#?}");
    assert_eq!(place.tree("public"), before);
}

#[test]
fn an_output_in_the_sources_is_refused() {
    for out in [
        "content",
        "content/inner",
        "content/exemplars",
        "themes",
        "themes/x",
        "static",
        "static/out",
        ".",
        "..",
        ".bangyang",
        ".bangyang/out",
    ] {
        let place = two_persons().at("");
        place.write("static/a.txt", "a");
        place.write("themes/own/theme.yaml", "name: own\nextends: peony\n");
        let before = tree(&place.root());
        let report = place.build(&["--out", place.root().join(out).to_str().unwrap()]);
        assert!(report.status == 1 || report.status == 2, "{out}: {report:#?}");
        assert!(!report.codes("error").is_empty(), "{out}: {report:#?}");
        assert_eq!(tree(&place.root()), before, "{out}");
        let adopted = place.build(&["--adopt", "--out", place.root().join(out).to_str().unwrap()]);
        assert!(adopted.status == 1 || adopted.status == 2, "{out}: {adopted:#?}");
        assert_eq!(tree(&place.root()), before, "{out}");
    }
}

#[test]
fn an_unknown_folder_is_adopted_only_when_told() {
    let place = two_persons();
    place.write("public/holiday.jpg", "mine");
    place.write("public/index.html", "old page");
    let before = place.tree("public");
    let report = place.build(&[]).ended(1);
    assert_eq!(report.codes("error").len(), 1, "{report:#?}");
    assert_eq!(place.tree("public"), before);
    place.build(&["--adopt"]).ended(0);
    assert_eq!(place.read("public/holiday.jpg"), "mine");
    assert_ne!(place.read("public/index.html"), "old page");
    place.build(&[]).ended(0);
}

#[test]
fn records_with_errors_can_be_held_back() {
    let place = two_persons();
    place.write(
        "content/exemplars/bo.md",
        OTHER.replace("recognised_on: 2022-04-01", "recognised_on: 2022-04-31"),
    );
    // Records that refer to a held-back one are published without it.
    place.write(
        "content/news/one.md",
        "---\ntitle: One\npublished_on: 2026-01-01\nabout: [bo, ann]\n---\nText.\n",
    );
    place.build(&[]).ended(1);
    assert!(place.tree("public").is_empty());
    let report = place.build(&["--hold-back"]).ended(0);
    assert_eq!(report.list("held_back"), ["content/exemplars/bo.md"]);
    let tree = place.tree("public");
    assert!(tree.contains_key("exemplars/ann.html") && tree.contains_key("news/one.html"));
    assert!(!tree.contains_key("exemplars/bo.html"));
    assert!(String::from_utf8(tree["news/one.html"].clone()).unwrap().contains("Ann Lee"));
}

#[test]
fn a_link_to_what_is_held_back_does_not_hold_back_what_links_to_it() {
    let place = two_persons();
    place.write("content/exemplars/bo.md", OTHER.replace("2022-04-01", "soon"));
    place.write("content/news/one.md", "---\ntitle: One\npublished_on: 2026-01-01\n---\nWith [Bo](../exemplars/bo.md).\n\n{{ record(id=\"bo\") }}\n");
    let report = place.build(&["--hold-back"]).ended(0);
    assert_eq!(report.list("held_back"), ["content/exemplars/bo.md"], "{report:#?}");
    assert!(place.read("public/news/one.html").contains("With"));
}

#[test]
fn errors_of_the_site_are_not_held_back() {
    for (path, text) in [
        ("content/site.yaml", "title: Test\nbase_url: nowhere\nlanguage: en\n"),
        ("content/regions.yaml", "- {id: a}\n"),
        ("content/collections/news.yaml", "roles: {title: nothing}\n"),
        ("content/programs/2026.yaml", "title: P\n"),
        ("themes/peony/theme.yaml", "name: peony\nnonsense: 1\n"),
    ] {
        let place = two_persons();
        place.write(path, text);
        let report = place.build(&["--hold-back"]).ended(1);
        assert!(!report.codes("error").is_empty(), "{path}");
        assert!(place.tree("public").is_empty(), "{path}");
    }
}

#[test]
fn a_failing_build_changes_nothing_and_names_who_is_still_online() {
    let place = two_persons();
    place.build(&[]).ended(0);
    let before = times(&place);
    place.write(
        "content/exemplars/ann.md",
        PERSON.replace("signed: 2022-01-01", "signed: 2022-01-01, withdrawn: 2026-06-01"),
    );
    place.write("content/news/bad.md", "---\ntitle: Bad\npublished_on: never\n---\n");
    let report = place.build(&[]).ended(1);
    assert_eq!(report.list("still_online"), ["Ann Lee"]);
    assert_eq!(times(&place), before);
    let checked = place.run(&["check"]).ended(1);
    assert_eq!(checked.list("still_online"), ["Ann Lee"]);
    let report = place.build(&["--hold-back"]).ended(0);
    assert!(report.list("still_online").is_empty());
    assert!(report.list("purge").contains(&"https://site.example/exemplars/ann.html"));
}

#[test]
fn who_is_online_under_another_name_is_named_too() {
    let place = two_persons();
    let hidden = PERSON
        .replace("scope: [name, story, region]", "scope: [story, region]")
        .replace("name: Ann Lee", "name: Ann Lee\ndisplay_name: A nurse");
    place.write("content/exemplars/ann.md", &hidden);
    place.build(&[]).ended(0);
    assert!(place.tree("public").contains_key("exemplars/a-nurse.html"));
    place.write(
        "content/exemplars/ann.md",
        hidden.replace("signed: 2022-01-01", "signed: 2022-01-01, withdrawn: 2026-06-01"),
    );
    place.write("content/news/bad.md", "---\ntitle: Bad\npublished_on: never\n---\n");
    assert_eq!(place.build(&[]).ended(1).list("still_online"), ["Ann Lee"]);
}

#[test]
fn persons_are_named_when_a_theme_or_the_settings_fail_too() {
    for (path, text) in
        [("themes/own/templates/base.html", "{% block"), ("content/regions.yaml", "- {id: a}\n")]
    {
        let place = two_persons();
        place.write("themes/own/theme.yaml", "name: own\nextends: peony\n");
        place.write("content/site.yaml", format!("{}theme: own\n", SITE.1));
        place.build(&[]).ended(0);
        place.write(
            "content/exemplars/ann.md",
            PERSON.replace("signed: 2022-01-01", "signed: 2022-01-01, withdrawn: 2026-06-01"),
        );
        place.write(path, text);
        assert_eq!(place.build(&[]).ended(1).list("still_online"), ["Ann Lee"], "{path}");
    }
}

#[test]
fn warnings_stop_a_strict_build() {
    let place = two_persons();
    place.write(
        "content/exemplars/ann.md",
        PERSON.replace("signed: 2022-01-01", "signed: 2022-01-01, withdrawn: 2026-06-01"),
    );
    let report = place.build(&["--strict"]).ended(1);
    assert_eq!(report.codes("error"), Vec::<&str>::new());
    assert!(place.tree("public").is_empty());
    place.run(&["check", "--strict"]).ended(1);
    place.build(&[]).ended(0);
}

#[test]
fn checking_writes_nothing() {
    let place = Place::of(JUNE_2026, &source("volunteers"));
    let before = tree(&place.root());
    let report = place.run(&["check"]).ended(0);
    assert_eq!(report.number("written"), 0);
    assert_eq!(tree(&place.root()), before);
}
