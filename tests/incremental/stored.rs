//! Which records are reused from an earlier build, and which must not be.

use std::path::Path;

use bangyang::build::{Silent, Status, build};
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

use super::site::{PERSONS, Site, person};
use super::{HOUR, assert_same, built, options, start, write};

const STORE: &str = "/site/.bangyang/cache/public.records";

/// Makes the files of persons whose records the next build should restore unreadable.
fn close_all_but(system: &MemSystem, edited: usize) {
    for n in (0..PERSONS).filter(|n| *n != edited) {
        system.close(Path::new("/site").join(person(n)));
    }
}

/// A site that was built an hour after it was written.
fn first(site: &Site) -> MemSystem {
    let system = MemSystem::new();
    system.set_now(start());
    write(&system, site);
    system.set_now(start() + HOUR);
    built(&system, site, Edition::Public, "first");
    system
}

fn is_stored(system: &MemSystem, word: &str) -> bool {
    let holds = |bytes: &[u8]| bytes.windows(word.len()).any(|window| window == word.as_bytes());
    system.files(STORE).values().any(|bytes| holds(bytes))
}

#[track_caller]
fn assert_like_a_clean_one(system: &MemSystem, site: &Site, told: &str) {
    let (_, found) = built(system, site, Edition::Public, told);
    let anew = MemSystem::new();
    write(&anew, site);
    let (_, clean) = built(&anew, site, Edition::Public, told);
    assert_same(&found, &clean, told);
}

#[test]
fn only_what_changed_is_read() {
    let mut site = Site::new();
    let system = first(&site);
    let text = site.files[&person(4)].replace("摘要4", "另一句");
    site.put(&person(4), &text);
    write(&system, &site);
    close_all_but(&system, 4);
    assert_like_a_clean_one(&system, &site, "one summary");
    // And what was read now is restored the next time.
    system.set_now(start() + HOUR * 2);
    let text = site.files[&person(5)].replace("摘要5", "又一句");
    site.put(&person(5), &text);
    system.permit(Path::new("/site").join(person(5)));
    write(&system, &site);
    assert_like_a_clean_one(&system, &site, "another summary");
    system.set_now(start() + HOUR * 3);
    system.close(Path::new("/site").join(person(4)));
    site.put("content/news/b.md", "---\ntitle: 结业\npublished_on: 2022-03-09\n---\n说明。\n");
    write(&system, &site);
    assert_like_a_clean_one(&system, &site, "one more item of news");
}

#[test]
fn another_day_other_settings_or_another_name_beside_records_and_all_is_read() {
    for what in ["day", "settings", "file"] {
        let mut site = Site::new();
        let system = first(&site);
        match what {
            "day" => site.now = "2022-07-01T04:00:00Z",
            "settings" => site.put("content/collections/exemplars.yaml", "per_page: 4\n"),
            _ => site.put("content/exemplars/notes.txt", "一"),
        }
        write(&system, &site);
        system.close(Path::new("/site").join(person(4)));
        let outcome = build(&system, &options(Edition::Public, &site), &Silent);
        assert_ne!(outcome.status, Status::Done, "{what}: it was looked into");
        system.permit(Path::new("/site").join(person(4)));
        assert_like_a_clean_one(&system, &site, what);
    }
}

#[test]
fn a_picture_that_changed_is_seen() {
    let mut site = Site::new();
    let system = first(&site);
    site.paint(2, 3);
    write(&system, &site);
    assert_like_a_clean_one(&system, &site, "painted over");
}

#[test]
fn only_pictures_that_changed_are_read() {
    let mut site = Site::new();
    // It is shown nowhere and may reveal something about somebody.
    site.paint(9, 1);
    let system = first(&site);
    let text = site.files[&person(4)].replace("摘要4", "另一句");
    site.put(&person(4), &text);
    write(&system, &site);
    for n in [0, 1, 3] {
        system.close(format!("/site/content/exemplars/f{n}.jpg"));
    }
    assert_like_a_clean_one(&system, &site, "one summary");
    system.close("/site/content/exemplars/f9.jpg");
    let text = text.replace("f0.jpg", "f9.jpg");
    site.put(&person(4), &text);
    write(&system, &site);
    let outcome = build(&system, &options(Edition::Public, &site), &Silent);
    assert_eq!(outcome.status, Status::ContentErrors, "it was looked into");
}

#[test]
fn a_damaged_part_is_read_anew() {
    let mut site = Site::new();
    let system = first(&site);
    for (file, bytes) in system.files(STORE) {
        let mut damaged = bytes.clone();
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        system.save(&file, &damaged).unwrap();
    }
    let text = site.files[&person(4)].replace("摘要4", "另一句");
    site.put(&person(4), &text);
    write(&system, &site);
    system.set_now(start() + HOUR * 2);
    assert_like_a_clean_one(&system, &site, "damaged");
    close_all_but(&system, PERSONS);
    site.put("content/pages/about.md", "---\ntitle: 关于\n---\n又一句。\n");
    write(&system, &site);
    assert_like_a_clean_one(&system, &site, "whole again");
}

#[test]
fn what_is_not_shown_is_not_stored() {
    let mut site = Site::new();
    let long = "content/exemplars/p50.md";
    let put = |site: &mut Site, front: &str| {
        let text =
            format!("---\nname: 钟甲\nregion: 青溪县\nrecognised_on: 2022-03-01\n{front}\n---\n甲的故事。\n");
        site.put(long, &text);
    };
    let shown = "consent: {signed: 2022-01-05, form: 柜子三, scope: [name, story, region, portrait]}";
    for (front, word, stored) in [
        (shown.to_owned(), "甲的故事", true),
        (shown.to_owned(), "柜子三", false),
        (shown.replace("signed", "withdrawn: 2022-02-01, signed"), "钟甲", false),
        (shown.replace("signed", "until: 2022-06-01, signed"), "钟甲", false),
        (shown.replace("name, ", ""), "钟甲", false),
        (shown.replace("story, ", ""), "甲的故事", false),
        (format!("{shown}\ndraft: true"), "钟甲", false),
        (format!("{shown}\npublish_on: 2023-01-01"), "钟甲", false),
        (format!("{shown}\nrevoked_on: 2022-05-01"), "钟甲", false),
        (format!("{shown}\nevidence: 柜子四"), "柜子四", false),
    ] {
        put(&mut site, &front);
        let system = first(&site);
        assert_eq!(is_stored(&system, word), stored, "{front}");
        assert!(is_stored(&system, "摘要3"), "others are");
    }
}

#[test]
fn who_withdraws_is_gone_at_once_even_if_the_build_fails() {
    let mut site = Site::new();
    let system = first(&site);
    assert!(is_stored(&system, "人物3"));
    site.withdraw(3);
    site.put("content/pages/about.md", "---\ntitle: [\n---\n");
    write(&system, &site);
    let outcome = build(&system, &options(Edition::Public, &site), &Silent);
    assert_eq!(outcome.status, Status::ContentErrors);
    assert!(!is_stored(&system, "人物3"));
    site.put("content/pages/about.md", "---\ntitle: 关于\n---\n");
    write(&system, &site);
    assert_like_a_clean_one(&system, &site, "mended");
    assert!(!is_stored(&system, "人物3"));
}

#[test]
fn who_names_somebody_that_withdrew_is_not_stored_any_more() {
    let mut site = Site::new();
    let pairing = "content/news/c.md";
    site.put(pairing, "---\ntitle: 结对\npublished_on: 2022-03-10\nbase: b1\n---\n她们结对。\n");
    let named = "---\ntitle: 结对\npublished_on: 2022-03-10\n---\n[人物6](../exemplars/p6.md)说。\n";
    site.put(pairing, named);
    let system = first(&site);
    site.withdraw(6);
    write(&system, &site);
    assert_like_a_clean_one(&system, &site, "withdrawn");
    assert!(!is_stored(&system, "人物6"), "her name stood in another record's text");
}

/// The stored data of a site with a news item.
fn stored_with_news(change: impl Fn(&mut Site), text: &str) -> MemSystem {
    let mut site = Site::new();
    site.put("content/news/c.md", text);
    change(&mut site);
    first(&site)
}

#[test]
fn what_other_records_say_of_somebody_who_is_not_shown_is_not_stored() {
    let news =
        |more: &str, body: &str| format!("---\ntitle: 消息丙\npublished_on: 2022-03-10\n{more}---\n{body}\n");
    let hide = |site: &mut Site| {
        let text = site.files[&person(8)].replace("scope: [name, ", "scope: [");
        site.put(&person(8), &text);
    };
    let withdraw = |site: &mut Site| site.withdraw(8);
    let nothing = |_: &mut Site| {};
    // Named in a reference, by the record of a person who is shown without her name.
    let named = news("about: [陈秀兰]\n", "说明。");
    assert!(is_stored(&stored_with_news(nothing, &named), "陈秀兰"));
    assert!(!is_stored(&stored_with_news(hide, &named), "陈秀兰"));
    assert!(!is_stored(&stored_with_news(withdraw, &named), "消息丙"));
    // Linked to, with her picture shown.
    let linked = news("", "[她](../exemplars/p8.md)说。");
    assert!(is_stored(&stored_with_news(nothing, &linked), "消息丙"));
    for change in [hide, withdraw] {
        assert!(!is_stored(&stored_with_news(change, &linked), "消息丙"));
    }
    let own_face = |site: &mut Site| {
        site.paint(5, 1);
        let text = site.files[&person(8)].replace("file: f0.jpg", "file: f5.jpg");
        site.put(&person(8), &text);
    };
    let hers = |site: &mut Site| {
        own_face(site);
        site.withdraw(8);
    };
    let picture = "picture: {file: exemplars/f5.jpg, alt: 她在领奖, others_in_picture: none}\n";
    assert!(is_stored(&stored_with_news(own_face, &news(picture, "说明。")), "她在领奖"));
    assert!(!is_stored(&stored_with_news(hers, &news(picture, "说明。")), "她在领奖"));
    // Text that nobody sees.
    for hidden in ["说明。<!-- 她住院了 -->", "说明。\n\n[她住院了]: x.html"] {
        assert!(!is_stored(&stored_with_news(nothing, &news("", hidden)), "她住院了"), "{hidden}");
    }
}

#[test]
fn how_files_are_called_is_not_stored() {
    let site = Site::new();
    let system = first(&site);
    for name in ["f1.jpg", "content/", ".md"] {
        let links = if name == ".md" { 1 } else { 0 };
        assert_eq!(usize::from(is_stored(&system, name)), links, "{name}: but where a text links to it");
    }
}

#[test]
fn names_of_somebody_who_withdraws_go_from_the_texts_of_others_even_if_nothing_is_published() {
    for (breaks, strict) in [(true, false), (false, true)] {
        let mut site = Site::new();
        site.put(
            "content/news/c.md",
            "---\ntitle: 丙\npublished_on: 2022-03-10\n---\n[人物6](../exemplars/p6.md)说。\n",
        );
        let system = first(&site);
        assert!(is_stored(&system, "人物6"));
        site.withdraw(6);
        if breaks {
            site.put("content/pages/about.md", "---\ntitle: [\n---\n");
        }
        write(&system, &site);
        let asked = bangyang::build::BuildOptions { strict, ..options(Edition::Public, &site) };
        assert_ne!(build(&system, &asked, &Silent).status, Status::Done);
        assert!(!is_stored(&system, "人物6"));
    }
}

#[test]
fn nothing_stays_where_the_settings_cannot_be_read() {
    let mut site = Site::new();
    let system = first(&site);
    site.withdraw(3);
    site.put("content/site.yaml", "title: [\n");
    write(&system, &site);
    assert_eq!(build(&system, &options(Edition::Public, &site), &Silent).status, Status::ContentErrors);
    assert!(system.files(STORE).is_empty());
}

#[test]
fn a_register_of_which_an_item_is_held_back_is_read_anew() {
    let mut site = Site::new();
    let item = |n: usize, base: &str| {
        format!(
            "- {{id: t{n}, title: 培训{n}, held_on: 2022-03-0{n}, region: 青溪县, state: held, base: {base}}}\n"
        )
    };
    site.put("content/trainings/2022.yaml", &(item(1, "b0") + &item(2, "nowhere") + &item(3, "b1")));
    let system = MemSystem::new();
    system.set_now(start());
    write(&system, &site);
    system.set_now(start() + HOUR);
    let held_back = bangyang::build::BuildOptions { hold_back: true, ..options(Edition::Public, &site) };
    let outcome = build(&system, &held_back, &Silent);
    assert_eq!((outcome.status, outcome.held_back.len()), (Status::Done, 1), "{:?}", outcome.diagnostics);
    assert!(is_stored(&system, "摘要3") && !is_stored(&system, "培训1"));
    let outcome = build(&system, &options(Edition::Public, &site), &Silent);
    assert_eq!(outcome.status, Status::ContentErrors, "the item is still wrong");
}

#[test]
fn what_a_build_that_was_killed_left_is_removed() {
    let site = Site::new();
    let system = first(&site);
    system.save(Path::new(STORE).join("07.new"), "人物".as_bytes()).unwrap();
    system.save(Path::new(STORE).join("07"), "人物".as_bytes()).unwrap();
    let mut site = site;
    site.put("content/pages/about.md", "---\ntitle: [\n---\n");
    write(&system, &site);
    let outcome = build(&system, &options(Edition::Public, &site), &Silent);
    assert_eq!(outcome.status, Status::ContentErrors);
    let files = system.files(STORE);
    assert!(!files.contains_key(&Path::new(STORE).join("07.new")));
    assert!(!files.contains_key(&Path::new(STORE).join("07")), "a damaged part");
}

#[test]
fn drafts_and_checks_leave_no_records() {
    let site = Site::new();
    for (drafts, writes) in [(true, true), (false, false)] {
        let system = MemSystem::new();
        system.set_now(start());
        write(&system, &site);
        system.set_now(start() + HOUR);
        let asked =
            bangyang::build::BuildOptions { drafts, write: writes, ..options(Edition::Public, &site) };
        assert_eq!(build(&system, &asked, &Silent).status, Status::Done);
        assert!(system.files(STORE).is_empty());
        if drafts {
            built(&system, &site, Edition::Public, "plain");
            assert!(!system.files(STORE).is_empty());
            assert_eq!(build(&system, &asked, &Silent).status, Status::Done);
            assert!(system.files(STORE).is_empty(), "nor do those of before stay");
        }
    }
}
