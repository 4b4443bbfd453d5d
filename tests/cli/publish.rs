//! `build` and `check`.

use super::support::{Place, SITE};

const BAD: (&str, &str) =
    ("content/news/a.md", "---\ntitle: A\npublished_on: 2022-03-08\ncolour: red\n---\nText.\n");

#[test]
fn no_site_is_an_error_of_the_content() {
    let ran = Place::new().run(&["check"]).ended(1);
    assert!(ran.err.contains("BY301") && ran.out.is_empty(), "{}", ran.err);
}

#[test]
fn errors_end_with_1_and_are_told_with_their_place() {
    let place = Place::with(&[SITE, BAD]);
    for command in ["build", "check"] {
        let ran = place.run(&[command]).ended(1);
        assert!(ran.out.is_empty());
        for part in ["BY201", "colour", "content/news/a.md:4", "1 error"] {
            assert!(ran.err.contains(part), "{part} in {}", ran.err);
        }
        assert!(!ran.err.contains('\u{1b}'), "colours without a terminal");
    }
    assert!(!place.path().join("public").exists());
}

#[test]
fn json_is_one_object_a_line_and_ends_with_the_numbers() {
    let place = Place::with(&[SITE, BAD]);
    let ran = place.run(&["--format", "json", "build"]).ended(1);
    assert!(ran.err.is_empty(), "{}", ran.err);
    let lines = ran.json_lines();
    let keys = |value: &serde_json::Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let (last, diagnostics) = lines.split_last().unwrap();
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(keys(&diagnostics[0]), ["code", "severity", "message", "file", "line", "column", "help"]);
    assert_eq!(diagnostics[0]["code"], "BY201");
    assert_eq!(diagnostics[0]["line"], 4);
    assert_eq!(keys(last), ["summary"]);
    assert_eq!(
        keys(&last["summary"]),
        ["pages", "written", "unchanged", "removed", "images", "withheld", "warnings", "errors", "millis"]
    );
    assert_eq!(last["summary"]["errors"], 1);
}

#[test]
fn a_site_is_published_and_the_last_words_say_where() {
    let place = Place::with(&[SITE]);
    let ran = place.run(&["build"]).ended(0);
    assert!(ran.out.is_empty());
    let index = place.path().join("public").join("index.html");
    assert!(ran.err.contains(&*index.to_string_lossy()), "{}", ran.err);
    assert!(index.exists());
    let ran = place.run(&["check"]).ended(0);
    assert!(ran.err.contains("Nothing was written"), "{}", ran.err);
}

#[test]
fn the_folders_may_be_named_from_elsewhere() {
    let place = Place::with(&[("mine/content/site.yaml", SITE.1)]);
    place.run(&["--root", "mine", "build", "--out", "sent"]).ended(0);
    assert!(place.path().join("sent/index.html").exists());
    place.run(&["build", "--root", "mine", "--edition", "internal"]).ended(0);
    assert!(place.path().join("mine/public-internal/index.html").exists());
}

/// A person without consent is a warning: the site is published without her, unless warnings are not allowed.
#[test]
fn strict_takes_warnings_for_errors() {
    let person =
        ("content/exemplars/li-na.md", "---\nname: Li Na\nrecognised_on: 2022-03-08\n---\nHer story.\n");
    let place = Place::with(&[SITE, person]);
    for command in ["check", "build"] {
        let ran = place.run(&[command, "--strict"]).ended(1);
        assert!(ran.err.contains("BY230") && ran.err.contains("--strict"), "{}", ran.err);
    }
    assert!(!place.path().join("public/index.html").exists());
    let ran = place.run(&["build"]).ended(0);
    assert!(ran.err.contains("not shown: 1"), "{}", ran.err);
    assert!(!place.files().iter().any(|file| file.starts_with("public/") && file.contains("li-na")));
}
