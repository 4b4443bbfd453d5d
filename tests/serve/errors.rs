//! Problems of a site are shown in its pages until they are fixed.

use super::support::{Preview, SITE, eventually, news};

const BAD: &str = "---\ntitle: Spring\npublished_on: 2022-03-08\n<b>colour</b>: red\n---\nNew.\n";

#[test]
fn an_error_is_shown_over_the_site_as_it_was_and_goes_away() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    let mut events = preview.events();
    let before = events.next();
    preview.write("content/news/a.md", BAD);
    assert_ne!(events.next(), before);
    let page = preview.shows("/news/a.html", "BY201").with(200);
    assert!(page.has_problems() && page.body.contains("Old."), "{}", page.body);
    for part in
        ["content/news/a.md, line 4", "&lt;b&gt;colour&lt;/b&gt;", "class=\"help\"", "as it was before"]
    {
        assert!(page.body.contains(part), "{part} in {}", page.body);
    }
    assert!(!page.body.contains("<b>colour"), "{}", page.body);
    let told = preview.printed();
    let told = told.iter().find(|line| line["code"] == "BY201").expect("the terminal tells it");
    assert_eq!((&told["file"], &told["line"]), (&"content/news/a.md".into(), &4.into()));
    preview.write("content/news/a.md", &news("Spring", "Mended."));
    let page = preview.shows("/news/a.html", "Mended.");
    assert!(!page.has_problems());
}

#[test]
fn a_file_caught_half_way_through_a_save_does_no_harm() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    for half in ["", "---", "---\ntitle: \"Spr", "---\ntitle: Spring\n\tpublished_on: [", "\u{0}\u{0}"] {
        preview.write("content/news/a.md", half);
        let page = preview.shows("/news/a.html", "bangyang-problems");
        assert!(page.body.contains("Old."), "{half:?}");
        preview.write("content/news/a.md", &news("Spring", "Old."));
        eventually("it is mended", || !preview.get("/news/a.html").has_problems());
    }
}

#[test]
fn a_site_that_begins_with_errors_shows_what_it_can() {
    let other = news("Other", "Sound.");
    let preview = Preview::of(&[SITE, ("content/news/a.md", BAD), ("content/news/b.md", &other)]);
    let page = preview.get("/news/b.html").with(200);
    assert!(
        page.has_problems() && page.body.contains("Sound.") && page.body.contains("BY201"),
        "{}",
        page.body
    );
    preview.write("content/news/a.md", &news("Spring", "Mended."));
    assert!(!preview.shows("/news/a.html", "Mended.").has_problems());
}

#[test]
fn a_site_without_settings_comes_up_once_they_are_there() {
    let preview = Preview::of(&[("content/site.yaml", "title: [\n")]);
    let page = preview.get("/").with(500);
    assert!(page.has_problems() && page.body.contains("content/site.yaml"), "{}", page.body);
    let shown = page.version();
    let mut events = preview.events();
    assert_eq!(events.next(), shown);
    preview.write(SITE.0, SITE.1);
    assert_ne!(events.next(), shown);
    eventually("the site is there", || preview.get("/").status == 200);
}

#[test]
fn what_only_rendering_finds_is_shown_and_told() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    preview.write("content/news/a.md", &news("Spring", "{{ figure(metric=\"none\") }}"));
    let page = preview.shows("/news/a.html", "BY271");
    assert!(page.body.contains("content/news/a.md, line 5"), "{}", page.body);
    // Pages that nobody views are checked too.
    preview.shows("/", "BY271");
    eventually("the terminal tells it", || preview.printed().iter().any(|line| line["code"] == "BY271"));
    preview.write("content/news/a.md", &news("Spring", "Mended."));
    eventually("it is mended", || !preview.get("/news/a.html").has_problems());
    assert!(preview.get("/news/a.html").body.contains("Mended."));
}

#[test]
fn records_with_errors_may_be_left_out() {
    let preview = Preview::with(&[SITE, ("content/news/a.md", &news("Spring", "Old."))], &["--hold-back"]);
    preview.write("content/news/b.md", &news("Second", "Sound."));
    preview.shows("/news/b.html", "Sound.");
    preview.write("content/news/a.md", BAD);
    let page = preview.shows("/", "BY201");
    assert!(page.has_problems());
    preview.get("/news/a.html").with(404);
    assert!(preview.get("/news/b.html").with(200).body.contains("Sound."));
}
