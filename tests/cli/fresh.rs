//! `init` and `new`.

use super::support::{Place, SITE, is_chinese};

#[test]
fn a_new_site_is_written_in_the_language_and_is_sound() {
    for (lang, chinese) in [("zh-CN", true), ("en", false), ("es", false)] {
        let place = Place::new().environment("SOURCE_DATE_EPOCH", "1664496000");
        let ran = place.run(&["init", "my site", "--lang", lang]).ended(0);
        assert_eq!(ran.out.trim_end(), "my site");
        assert!(ran.err.contains("--root \"my site\" build"), "{}", ran.err);
        for file in ["README.md", ".gitignore", "content/site.yaml", "content/programs/2022.yaml"] {
            assert!(!place.read(&format!("my site/{file}")).is_empty());
        }
        assert!(place.path().join("my site/static").is_dir());
        assert_eq!(is_chinese(&place.read("my site/README.md")), chinese);
        assert_eq!(is_chinese(&place.read("my site/content/news/first-class.md")), chinese);
        let ran = place.run(&["--root", "my site", "check", "--strict", "--format", "json"]).ended(0);
        assert_eq!(ran.json_lines().len(), 1, "{}", ran.out);
    }
}

#[test]
fn a_folder_with_something_in_it_is_left_alone() {
    let place = Place::with(&[("mine/letter.txt", "dear")]);
    let ran = place.run(&["init", "mine"]).ended(2);
    assert!(ran.err.contains("not empty"), "{}", ran.err);
    place.run(&["init", "mine/letter.txt"]).ended(2);
    place.run(&["init", ""]).ended(2);
    assert_eq!(place.files(), ["mine/letter.txt"]);
    place.write("begun/.git/HEAD", "x");
    place.run(&["--root", "begun", "init", "."]).ended(0);
    let json = Place::new().run(&["init", ".", "--format", "json"]).ended(0);
    assert!(json.json_lines()[0]["files"].as_array().unwrap().len() > 9);
}

#[test]
fn a_new_record_has_a_free_name_and_its_path_is_printed() {
    let place = Place::new();
    place.run(&["init", "s", "--lang", "zh-CN"]).ended(0);
    let new = |collection: &str, name: &str| place.run(&["--root", "s", "new", collection, name]);
    let ran = new("exemplars", "陈秀英").ended(0);
    let path = ran.out.trim_end().replace('\\', "/");
    assert_eq!(path, "s/content/exemplars/chen-xiuying.md");
    let text = place.read(&path);
    for line in [
        "name: 陈秀英   # 姓名（必填）",
        "slug: chen-xiuying",
        "# consent:",
        "可填：青溪县、兰浦区",
        "# mentor:",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    // The name of a person whom the site already has.
    let ran = new("典型人物", "林玉兰").ended(0);
    assert!(ran.out.contains("lin-yulan-2.md") && ran.err.contains("lin-yulan"), "{}", ran.err);
    assert!(new("exemplars", "林玉兰").ended(0).out.contains("lin-yulan-3.md"));
    let ran = new("news", "../../etc/passwd").ended(0);
    assert_eq!(ran.out.trim_end().replace('\\', "/"), "s/content/news/etc-passwd.md");
    for wrong in ["", "..", "a\u{1b}[2J"] {
        let ran = new("news", wrong).ended(2);
        assert!(!ran.err.contains('\u{1b}') && ran.out.is_empty());
    }
    // The result is valid; persons without consent are not an error.
    place.run(&["--root", "s", "check"]).ended(0);
}

#[test]
fn an_unknown_collection_is_wrong_usage_and_near_ones_are_named() {
    let place = Place::with(&[SITE]);
    let ran = place.run(&["new", "exemplrs", "Li"]).ended(2);
    assert!(ran.err.contains("Did you mean exemplars?") && ran.err.contains("difficulties"), "{}", ran.err);
    let ran = Place::new().run(&["new", "news", "A"]).ended(1);
    assert!(ran.err.contains("BY301"), "{}", ran.err);
    let ran = Place::new().run(&["new", "news", "A", "--format", "json"]).ended(1);
    assert_eq!(ran.json_lines()[0]["code"], "BY301");
}

#[test]
fn a_collection_of_the_sites_own_works() {
    let volunteers = "title: Volunteers\nitem: Volunteer\nroles: {title: name, date: joined_on, consent: consent}\nfields:\n  \
        name: {type: text, required: true, label: Name}\n  joined_on: {type: date, required: true, label: Joined}\n  \
        skills: {type: list, of: choice, label: Skills, choices: {driving: Driving, cooking: Cooking}}\n  \
        consent: {type: consent, label: Consent}\nurl: /volunteers/{slug}.html\n";
    let place = Place::with(&[SITE, ("content/collections/volunteers.yaml", volunteers)]);
    let place = place.environment("SOURCE_DATE_EPOCH", "1664496000");
    let ran = place.run(&["new", "volunteers", "Ann O’Hara"]).ended(0);
    assert_eq!(ran.out.trim_end(), "content/volunteers/ann-ohara.md");
    let text = place.read("content/volunteers/ann-ohara.md");
    assert!(text.contains("joined_on: 2022-09-30") && text.contains("driving (Driving)"), "{text}");
    let schema = place.run(&["schema", "volunteers"]).ended(0);
    let schema: serde_json::Value = serde_json::from_str(&schema.out).unwrap();
    assert_eq!(schema["required"], serde_json::json!(["name", "joined_on"]));
    place.run(&["check"]).ended(0);
}

#[test]
fn a_language_of_sites_is_none_of_messages() {
    let place = Place::new();
    let ran = place.run(&["--lang", "es", "check"]).ended(2);
    assert!(ran.err.contains("init") && ran.err.contains("es"), "{}", ran.err);
    // A site in such a language gets messages in English, whatever the machine's locale.
    let place = Place::new().environment("LC_ALL", "C");
    place.run(&["init", "s", "--lang", "es"]).ended(0);
    place.write("s/content/news/x.md", "no front matter");
    let ran = place.run(&["--root", "s", "check"]).ended(1);
    assert!(ran.err.contains("error") && !is_chinese(&ran.err), "{}", ran.err);
}
