//! Help, languages and wrong usage.

use super::support::{Place, SITE, is_chinese};

const COMMANDS: [&str; 8] = ["build", "check", "new", "init", "review", "consent", "schema", "explain"];

#[test]
fn help_is_told_in_the_language_that_is_asked_for() {
    let place = Place::new();
    for command in COMMANDS {
        let english = place.run(&[command, "--help", "--lang", "en"]).ended(0);
        let chinese = place.run(&["--lang=zh-CN", command, "-h"]).ended(0);
        assert!(!is_chinese(&english.out) && english.out.contains("Example:"), "{}", english.out);
        assert!(is_chinese(&chinese.out) && chinese.out.contains("例如："), "{}", chinese.out);
        assert_eq!(place.run(&["help", command]).ended(0).out, english.out);
    }
    let overview = place.run(&["--help"]).ended(0).out;
    assert!(COMMANDS.iter().all(|command| overview.contains(command)), "{overview}");
}

#[test]
fn the_language_is_that_of_the_option_else_the_locale_else_the_site() {
    let zh = "title: 站\nbase_url: https://site.example/\n";
    let place = Place::with(&[("content/site.yaml", zh)]);
    let speaks_chinese = |place: &Place, arguments: &[&str]| is_chinese(&place.run(arguments).ended(0).out);
    assert!(!speaks_chinese(&place, &["--help"]));
    assert!(speaks_chinese(&place, &["--help", "--lang", "zh-CN"]));
    let place = place.environment("LC_ALL", "zh_CN.UTF-8");
    assert!(speaks_chinese(&place, &["explain", "BY202"]));
    assert!(!speaks_chinese(&place, &["explain", "BY202", "--lang", "en"]));
    // A neutral locale, and one without messages: the site's language applies.
    for locale in ["C.UTF-8", "fr_FR.UTF-8", ""] {
        let place = Place::with(&[("content/site.yaml", zh)]).environment("LC_ALL", locale);
        assert!(speaks_chinese(&place, &["explain", "BY202"]), "{locale}");
        let place = Place::with(&[SITE]).environment("LC_ALL", locale);
        assert!(!speaks_chinese(&place, &["explain", "BY202"]), "{locale}");
    }
    let place = Place::new().environment("LC_ALL", "").environment("LANG", "zh_CN.UTF-8");
    assert!(speaks_chinese(&place, &["explain", "BY202"]));
}

#[test]
fn wrong_usage_ends_with_2_and_says_what_is_wrong() {
    let place = Place::with(&[SITE]);
    for (arguments, en, zh) in [
        (&["biuld"][..], "build", "build"),
        (&["build", "--drfats"], "--drafts", "--drafts"),
        (&["build", "--format", "xml"], "json", "json"),
        (&["build", "--lang", "de"], "zh-CN", "zh-CN"),
        (&["build", "--edition", "secret"], "internal", "internal"),
        (&["build", "--as-of"], "--as-of", "--as-of"),
        (&["build", "--as-of", "2022/9/30"], "2022-09-30", "2022-09-30"),
        (&["check", "--as-of", "2022-02-30"], "28 days", "28 天"),
        (&["build", "--base-url", "site.example"], "https://site.example/", "https://site.example/"),
        (&["build", "--jobs", "0"], "1 to", "1 到"),
        (&["build", "--jobs", "-3"], "-3", "-3"),
        (&["build", "--out", ""], "--out", "--out"),
        (&["--root", "nowhere", "check"], "nowhere", "nowhere"),
        (&["--root", "content/site.yaml", "check"], "not a folder", "不是文件夹"),
        (&["new", "news"], "<NAME>", "<NAME>"),
        (&["explain", "BY999"], "BY", "BY"),
        (&["help", "biuld"], "build", "build"),
        (&["check", "--adopt"], "--adopt", "--adopt"),
    ] {
        let english = place.run(arguments).ended(2);
        assert!(english.err.contains(en) && !is_chinese(&english.err), "{arguments:?}: {}", english.err);
        let mut arguments = arguments.to_vec();
        if !arguments.contains(&"--lang") {
            arguments.extend(["--lang", "zh-CN"]);
        }
        let chinese = Place::with(&[SITE]).environment("LC_ALL", "zh_CN.UTF-8").run(&arguments).ended(2);
        assert!(chinese.err.contains(zh) && is_chinese(&chinese.err), "{arguments:?}: {}", chinese.err);
        assert_eq!((english.out, chinese.out), (String::new(), String::new()));
    }
    let nothing = place.run(&[]).ended(2);
    assert!(nothing.err.contains("build") && nothing.out.is_empty());
}

#[test]
fn a_wrong_moment_is_wrong_usage() {
    for wrong in ["yesterday", "-5", "1e9", "99999999999999999999"] {
        let place = Place::with(&[SITE]).environment("SOURCE_DATE_EPOCH", wrong);
        let ran = place.run(&["check"]).ended(2);
        assert!(ran.err.contains("SOURCE_DATE_EPOCH") && ran.err.contains(wrong), "{}", ran.err);
    }
    Place::with(&[SITE]).environment("SOURCE_DATE_EPOCH", "1664496000").run(&["check"]).ended(0);
}

/// Whatever the command, its arguments or the content contain, nothing printed controls the terminal.
#[test]
fn nothing_steers_the_terminal() {
    const EVIL: &str = "\u{1b}[31mRED\u{7}\u{9b}31m\u{202e}";
    const NAME: &str = "\"\\e[31mRED\\a\\x9b31m\\u202e\"";
    let site = format!(
        "title: {NAME}\nbase_url: https://site.example/\nlanguage: en\nreview: {{stages: [{NAME}], only: [news]}}\n"
    );
    let person = |consent: &str| {
        format!(
            "---\nname: {NAME}\nrecognised_on: 2022-03-08\nregion: q\nconsent: {{signed: 2022-01-05{consent}}}\n---\n{NAME}\n"
        )
    };
    let place = Place::with(&[
        ("content/site.yaml", &site),
        ("content/regions.yaml", &format!("- {{id: q, title: {NAME}}}\n")),
        ("content/exemplars/a.md", &person(", scope: [name]")),
        ("content/exemplars/b.md", &person(", withdrawn: 2022-02-01")),
        ("content/news/n.md", &format!("---\ntitle: {NAME}\npublished_on: 2022-03-08\n---\n{EVIL}\n")),
        ("content/news/wrong.md", &format!("---\ntitle: {NAME}\n{NAME}: 1\n---\n")),
        (
            "content/programs/2022.yaml",
            &format!(
                "title: {NAME}\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {{id: bases, title: {NAME}, unit: 个, from: bases, measure: count, dated_by: established_on}}\n"
            ),
        ),
    ]);
    // Windows has no such names.
    if !cfg!(windows) {
        place.write(&format!("content/news/{EVIL}.md"), "x");
        place.write(&format!("static/{EVIL}.txt"), "x");
    }
    let commands: &[&[&str]] = &[
        &["build"],
        &["build", "--hold-back"],
        &["check"],
        &["consent"],
        &["close", "2022-03"],
        &["review", "content/news/n.md", "--stage", EVIL, "--by", EVIL],
        &["review", EVIL, "--stage", "x", "--by", "y"],
        &["new", "exemplars", EVIL],
        &["new", EVIL, "x"],
        &["schema", EVIL],
        &["explain", EVIL],
        &["close", EVIL],
        &["close", "2022-03", "--program", EVIL],
        &["build", "--as-of", EVIL],
        &["build", "--base-url", EVIL],
        &["build", "--edition", EVIL],
        &["build", "--out", EVIL],
        &["serve", "--host", EVIL],
        &[EVIL],
        &["--root", EVIL, "check"],
    ];
    for lang in ["en", "zh-CN"] {
        for command in commands {
            let ran = place.run(&[&["--lang", lang], *command].concat());
            for text in [&ran.out, &ran.err] {
                let steers = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
                assert!(!text.contains(steers), "{command:?}: {text:?}");
            }
        }
    }
}
