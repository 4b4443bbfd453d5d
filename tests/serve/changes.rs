//! What happens when files change.

use std::fs;

use super::support::{Preview, SITE, eventually, news};

#[test]
fn a_saved_file_is_seen_at_once() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    let mut events = preview.events();
    let before = events.next();
    assert_eq!(preview.get("/news/a.html").version(), before);
    preview.write("content/news/a.md", &news("Summer", "New."));
    let after = events.next();
    assert_ne!(before, after);
    preview.shows("/news/a.html", "New.");
    preview.shows("/news/", "Summer");
    preview.write("content/news/b.md", &news("Autumn", "Second."));
    preview.shows("/news/b.html", "Second.");
    fs::remove_file(preview.path().join("content/news/b.md")).unwrap();
    eventually("the page is gone", || preview.get("/news/b.html").status == 404);
    assert_eq!(preview.events().next(), preview.get("/").version());
}

#[test]
fn a_page_that_shows_what_was_saved_is_not_loaded_again() {
    let long = "Text. ".repeat(50);
    let preview = Preview::of(&[
        SITE,
        ("content/news/a.md", &news("Spring", "Old.")),
        ("content/news/b.md", &news("Winter", &long)),
    ]);
    let before = preview.readings();
    preview.write("content/news/a.md", &news("Spring", "New."));
    let shown = preview.shows("/news/a.html", "New.").version();
    eventually("the site is read", || preview.readings() > before);
    let page = preview.get("/news/a.html");
    assert!(page.body.contains("New.") && page.version() == shown);

    // Another order: the list being viewed is right only after the whole site was read.
    preview.shows("/news/", "Spring");
    let dated = news("Spring", "New.").replace("2022-03-08", "2021-03-08");
    let order = |page: &str| page.find("Spring<").zip(page.find("Winter<")).map(|(a, b)| a < b);
    let was = order(&preview.get("/news/").body);
    preview.write("content/news/a.md", &dated);
    eventually("the list has its new order", || order(&preview.get("/news/").body) != was);
    preview.shows("/news/a.html", "2021");
}

#[test]
fn what_is_saved_twice_while_the_site_is_read_is_not_lost() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    for round in 0..20 {
        let text = format!("Round {round}.");
        preview.write("content/news/a.md", &news(&format!("Title {round}"), &text));
        preview.shows("/news/a.html", &text);
        preview.shows("/", &format!("Title {round}"));
    }
    // Unreadable contents do not replace the previous page.
    preview.write("content/news/a.md", "---\ntitle: [\n---\nBroken.\n");
    eventually("the error is told", || preview.get("/news/a.html").has_problems());
    assert!(preview.get("/news/a.html").body.contains("Round 19."));
    preview.write("content/news/a.md", &news("Mended", "Mended."));
    eventually("the error is gone", || {
        let page = preview.get("/news/a.html");
        page.body.contains("Mended.") && !page.has_problems()
    });
}

#[test]
fn who_withdraws_her_consent_is_gone_from_the_preview() {
    let person = |consent: &str, text: &str| {
        format!(
            "---\nname: Anna Example\nrecognised_on: 2022-03-01\nconsent: {{signed: 2022-01-01, scope: [name, story]{consent}}}\n---\n{text}\n"
        )
    };
    let preview = Preview::of(&[SITE, ("content/exemplars/a.md", &person("", "Her story."))]);
    preview.shows("/exemplars/a.html", "Her story.");
    preview.write("content/exemplars/a.md", &person(", withdrawn: 2022-02-01", "Her new story."));
    eventually("her page is gone", || preview.get("/exemplars/a.html").status == 404);
    assert!(!preview.get("/exemplars/").body.contains("Anna Example"));
    preview.write("content/exemplars/a.md", &person("", "Her third story."));
    preview.shows("/exemplars/a.html", "Her third story.");
}

#[test]
fn an_editor_may_write_beside_and_rename() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    let file = preview.path().join("content/news/a.md");
    for round in ["First.", "Second.", "Third."] {
        // As by Vim: the old file moved aside, the new one in its place.
        let aside = preview.path().join("content/news/a.md~");
        fs::rename(&file, &aside).unwrap();
        fs::write(&file, news("Spring", round)).unwrap();
        fs::remove_file(&aside).unwrap();
        preview.shows("/news/a.html", round);
        // As by others: the new file written beside, then renamed over the old one.
        let beside = preview.path().join(".a.md.new");
        fs::write(&beside, news("Spring", &format!("Again {round}"))).unwrap();
        fs::rename(&beside, &file).unwrap();
        preview.shows("/news/a.html", &format!("Again {round}"));
    }
}

#[test]
fn a_burst_of_changes_is_read_together() {
    let preview = Preview::of(&[SITE, ("content/news/a.md", &news("Spring", "Old."))]);
    let before = preview.readings();
    for n in 0..1000 {
        preview.write(&format!("content/news/burst-{n}.md"), &news(&format!("Item {n}"), "Text."));
    }
    preview.shows("/news/burst-999.html", "Item 999");
    preview.shows("/news/burst-0.html", "Item 0");
    let readings = preview.readings() - before;
    // One, unless the machine was busy in the meantime.
    assert!((1..=10).contains(&readings), "{readings}");
}

#[test]
fn folders_come_and_go() {
    let preview = Preview::of(&[SITE]);
    preview.get("/notes.txt").with(404);
    preview.write("static/notes.txt", "one");
    preview.shows("/notes.txt", "one");
    fs::remove_dir_all(preview.path().join("static")).unwrap();
    eventually("the file is gone", || preview.get("/notes.txt").status != 200);
    preview.write("static/deep/er/notes.txt", "two");
    preview.shows("/deep/er/notes.txt", "two");
    preview.write("static/deep/er/notes.txt", "three");
    preview.shows("/deep/er/notes.txt", "three");

    let aside = preview.path().join("aside");
    fs::rename(preview.path().join("content"), &aside).unwrap();
    let page = preview.shows("/", "BY301");
    assert!(page.status == 200 && page.has_problems());
    fs::rename(&aside, preview.path().join("content")).unwrap();
    eventually("the site is back", || !preview.get("/").has_problems());
    preview.write("content/news/new.md", &news("Back", "And watched."));
    preview.shows("/news/new.html", "And watched.");

    preview.write("themes/own/theme.yaml", "extends: peony\n");
    preview.write("themes/own/templates/404.html", "<p>Nothing of ours.</p>");
    preview.write("content/site.yaml", &format!("{}theme: own\n", SITE.1));
    let page = preview.shows("/nothing", "Nothing of ours.");
    assert!(page.version() == preview.get("/").version());
    preview.write("themes/own/templates/404.html", "<p>Nothing at all.</p>");
    preview.shows("/nothing", "Nothing at all.");
}

#[test]
fn changes_are_found_where_the_system_tells_of_none() {
    let preview = Preview::with(&[SITE, ("content/news/a.md", &news("Spring", "Old."))], &["--poll"]);
    preview.write("content/news/a.md", &news("Spring", "New and longer."));
    preview.shows("/news/a.html", "New and longer.");
    preview.write("static/notes.txt", "one");
    preview.shows("/notes.txt", "one");
}
