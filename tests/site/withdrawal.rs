//! A person who withdraws her consent disappears from every byte of what is published and stored, including
//! archives and pictures.

use std::io::{Cursor, Read, Write};

use crate::support::{JUNE_2026, Place, Tree};

/// What identifies her: name, id, slug, story, summary, workplace, file names.
const HERS: [&str; 8] =
    ["Quilla", "Farrow", "quilla", "farrow", "brass lantern", "Lantern keeper", "diploma-77", "Harbour loft"];

const PERSON: &str = "---
name: Quilla Farrow
region: north
base: jinxiu
recognised_on: 2022-03-08
portrait: {file: quilla.jpg, alt: Quilla Farrow at work, caption: The Harbour loft, others_in_picture: none}
summary: Lantern keeper
aliases: [/people/quilla.html]
consent: {signed: 2022-01-05, scope: [name, portrait, story, region]}
---
She carried the brass lantern. [Her papers](diploma-77.zip).
";

const OTHER: &str = "---
name: Orla Finch
region: north
recognised_on: 2022-04-08
mentor: quilla-farrow
summary: Learnt from her mentor
consent: {signed: 2022-01-05, scope: [name, story, region]}
---
Orla's story. ![](quilla.jpg)
";

const NEWS: &str = "---
title: The class
published_on: 2022-05-01
---
[Quilla Farrow](../exemplars/quilla-farrow.md) taught. {{ record(id=\"quilla-farrow\") }}

{{ gallery(files=\"../exemplars/quilla.jpg\") }}
";

/// A photograph with her name in the camera's metadata.
fn photograph() -> Vec<u8> {
    let picture = image::DynamicImage::new_rgb8(40, 40);
    let mut bytes = Vec::new();
    picture.write_to(&mut Cursor::new(&mut bytes), image::ImageFormat::Jpeg).unwrap();
    let comment = b"Quilla Farrow, Harbour loft";
    let length = u16::try_from(comment.len() + 2).unwrap().to_be_bytes();
    [&bytes[..2], &[0xFF, 0xFE], &length, comment, &bytes[2..]].concat()
}

fn archive(name: &str, text: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn site() -> Place {
    let place = Place::new(JUNE_2026);
    place.write("content/site.yaml", "title: Test\nbase_url: https://site.example/\nlanguage: en\n");
    place.write("content/regions.yaml", "- {id: north, title: North}\n");
    place.write(
        "content/bases/jinxiu.md",
        "---\nname: Base\nestablished_on: 2022-01-01\nregion: north\n---\nA base.\n",
    );
    place.write("content/exemplars/quilla-farrow.md", PERSON);
    place.write("content/exemplars/orla-finch.md", OTHER);
    place.write("content/exemplars/quilla.jpg", photograph());
    place.write("content/exemplars/diploma-77.zip", archive("quilla.txt", "the brass lantern"));
    place.write("content/news/class.md", NEWS);
    place.write(
        "content/programs/2022.yaml",
        "title: Year\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: people, title: Exemplars, unit: person, from: exemplars, measure: count, dated_by: recognised_on}\n",
    );
    place
}

/// The files of a site that contain a text: in their paths, their bytes, or the contents of an archive.
fn holding(tree: &Tree, needle: &str) -> Vec<String> {
    let has = |bytes: &[u8]| bytes.windows(needle.len()).any(|part| part == needle.as_bytes());
    let packed = |bytes: &[u8]| {
        let Ok(mut archive) = zip::ZipArchive::new(Cursor::new(bytes)) else { return false };
        (0..archive.len()).any(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut inner = file.name_raw().to_vec();
            file.read_to_end(&mut inner).unwrap();
            has(&inner)
        })
    };
    let found = tree.iter().filter(|(path, bytes)| path.contains(needle) || has(bytes) || packed(bytes));
    found.map(|(path, _)| path.clone()).collect()
}

fn everything(place: &Place) -> Tree {
    let mut tree = place.tree("public");
    let kept = place.tree(".bangyang").into_iter();
    tree.extend(kept.map(|(path, bytes)| (format!(".bangyang/{path}"), bytes)));
    tree
}

#[test]
fn no_byte_tells_of_a_person_who_has_withdrawn() {
    let place = site();
    place.build(&[]).ended(0);
    let before = everything(&place);
    for needle in ["Quilla", "farrow", "brass lantern", "diploma-77", "Lantern keeper"] {
        assert!(!holding(&before, needle).is_empty(), "{needle} was there");
    }
    let pictures: Vec<Vec<u8>> = before
        .iter()
        .filter(|(path, _)| path.starts_with("media/") && path.contains("quilla"))
        .map(|(_, it)| it.clone())
        .collect();
    assert_eq!(pictures.len(), 2, "in two formats");
    let holds_hers = |(_, bytes): &(&String, &Vec<u8>)| pictures.iter().any(|own| bytes.ends_with(own));
    let kept = before.iter().filter(|(path, _)| path.starts_with(".bangyang/cache/")).filter(holds_hers);
    assert_eq!(kept.count(), 2, "both are in the cache");

    place.change(
        "content/exemplars/quilla-farrow.md",
        "signed: 2022-01-05,",
        "signed: 2022-01-05, withdrawn: 2026-06-14,",
    );
    let report = place.build(&[]).ended(0);
    let after = everything(&place);
    for needle in HERS {
        assert_eq!(holding(&after, needle), Vec::<String>::new(), "{needle}");
    }
    let left: Vec<&String> = after.iter().filter(holds_hers).map(|(path, _)| path).collect();
    assert_eq!(left, Vec::<&String>::new(), "her picture is shown by nobody else, and kept nowhere");
    let news = std::str::from_utf8(&after["news/class.html"]).unwrap();
    assert!(news.contains("<p>Honouree taught. </p>"), "{news}");
    assert_eq!(report.number("withheld"), 1);

    // Each removed file is reported for the host, and nothing else.
    let gone = |path: &&String| !path.starts_with(".bangyang/") && !after.contains_key(*path);
    let url = |path: &String| format!("https://site.example/{}", path.trim_end_matches("index.html"));
    let mut gone: Vec<String> = before.keys().filter(gone).map(url).collect();
    gone.sort();
    let mut purge = report.list("purge");
    purge.sort_unstable();
    assert_eq!(purge, gone);
    assert!(purge.contains(&"https://site.example/people/quilla.html"), "{purge:?}");

    // She counts, and a clean build is the same.
    let data: serde_json::Value = serde_json::from_slice(&after["data/2022/progress.json"]).unwrap();
    assert_eq!(data["metrics"][0]["value"], 2);
    let clean = site();
    clean.change(
        "content/exemplars/quilla-farrow.md",
        "signed: 2022-01-05,",
        "signed: 2022-01-05, withdrawn: 2026-06-14,",
    );
    clean.build(&[]).ended(0);
    assert_eq!(clean.tree("public"), place.tree("public"));
}

#[test]
fn a_name_that_no_link_carries_is_told_to_the_editor() {
    let place = site();
    let withdrawn = "signed: 2022-01-05, withdrawn: 2026-06-14,";
    place.change("content/exemplars/quilla-farrow.md", "signed: 2022-01-05,", withdrawn);
    place.write(
        "content/news/b.md",
        "---\ntitle: Thanks\npublished_on: 2022-05-01\nsummary: By Quilla Farrow\n---\nThanks to **Quilla Farrow**, [Quilla Farrow](https://other.example/) and [Quilla Farrow](../exemplars/quilla-farrow.md#a), not to Quilla Farrowson.\n",
    );
    place.write("content/documents/a.md", "---\ntitle: List\nissued_on: 2022-03-08\nfile: list.zip\n---\n");
    place.write("content/documents/list.zip", archive("list.txt", "1. Quilla Farrow"));
    let report = place.build(&[]).ended(0);
    let mentions: Vec<(String, u64)> = report
        .diagnostics
        .iter()
        .filter(|it| it["code"] == "BY253")
        .map(|it| (it["file"].as_str().unwrap().to_owned(), it["column"].as_u64().unwrap_or(0)))
        .collect();
    let expected = [
        ("content/documents/list.zip", 0),
        ("content/news/b.md", 10),
        ("content/news/b.md", 13),
        ("content/news/b.md", 31),
    ];
    assert_eq!(mentions, expected.map(|(file, column)| (file.to_owned(), column)));
    assert!(report.of("BY253")["message"].as_str().unwrap().contains("the consent was withdrawn"));
    // Where she may be named, nothing is reported.
    place.change("content/exemplars/quilla-farrow.md", withdrawn, "signed: 2022-01-05,");
    assert!(!place.build(&[]).ended(0).codes("warning").contains(&"BY253"));
}
