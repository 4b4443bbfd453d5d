//! Several files: all or none.

use std::path::{Path, PathBuf};

use crate::{Change, Original, ReplaceError, Replacement, mend_all, replace_all};
use bangyang_domain::source::{Fault, MemSystem, SitePath};

const OLD: [(&str, &str); 3] = [
    ("content/site.yaml", "a: 1\n"),
    ("content/news/b.md", "---\nb: 1\n---\n"),
    ("content/c.yaml", "c: 1\n"),
];

fn site_path(path: &str) -> SitePath {
    SitePath::try_from(path).unwrap()
}

fn site() -> MemSystem {
    let system = MemSystem::new();
    OLD.iter().for_each(|(path, text)| system.put(Path::new("/site").join(path), *text).unwrap());
    system
}

/// All files twice as long, and a new one.
fn wanted() -> Vec<Replacement> {
    let double = |(path, text): &(&str, &str)| Replacement {
        file: site_path(path),
        before: Some(text.as_bytes().to_vec()),
        after: format!("{text}{text}").into_bytes(),
    };
    let new = Replacement { file: site_path("content/new/d.yaml"), before: None, after: b"d: 1\n".to_vec() };
    OLD.iter().map(double).chain([new]).collect()
}

fn contents(system: &MemSystem) -> Vec<(PathBuf, Vec<u8>)> {
    system.files("/site").into_iter().collect()
}

#[test]
fn files_are_replaced_together() {
    let system = site();
    replace_all(&system, Path::new("/site"), &wanted()).unwrap();
    let found = contents(&system);
    assert_eq!(found.len(), 4, "{found:?}");
    for replacement in wanted() {
        let file = Path::new(replacement.file.as_str()).to_owned();
        assert!(
            found.iter().any(|(path, bytes)| path.ends_with(&file) && *bytes == replacement.after),
            "{file:?}"
        );
    }
}

#[test]
fn a_file_that_was_changed_meanwhile_keeps_all_others_from_being_replaced() {
    let system = site();
    system.save("/site/content/c.yaml", "c: 2\n").unwrap();
    let before = contents(&system);
    let refused = replace_all(&system, Path::new("/site"), &wanted()).unwrap_err();
    assert!(
        matches!(&refused, ReplaceError::Changed(file) if file.as_str() == "content/c.yaml"),
        "{refused}"
    );
    assert_eq!(contents(&system), before);
}

#[test]
fn whatever_fails_leaves_all_files_old_or_all_new() {
    let clean = site();
    replace_all(&clean, Path::new("/site"), &wanted()).unwrap();
    let (old, new) = (contents(&site()), contents(&clean));
    let operations = clean.operations().len();
    assert!(operations > 12, "{operations}");
    let mut refused = 0;
    for at in 0..operations {
        let system = site();
        system.inject(Fault::Fail { at, kind: std::io::ErrorKind::StorageFull });
        let outcome = replace_all(&system, Path::new("/site"), &wanted());
        let found: Vec<_> = contents(&system)
            .into_iter()
            .filter(|(path, _)| !path.file_name().unwrap().to_string_lossy().starts_with('.'))
            .collect();
        match outcome {
            Ok(()) => assert_eq!(found, new, "operation {at}"),
            Err(_) => assert_eq!(found, old, "operation {at}"),
        }
        refused += usize::from(outcome.is_err());
    }
    assert!(refused > 8, "{refused}");
}

#[test]
fn fixes_that_belong_together_are_made_together_or_not_at_all() {
    let files =
        OLD.iter().map(|(path, text)| (site_path(path), Original::read(text.as_bytes().to_vec()).unwrap()));
    let files = files.collect();
    let change = |path: &str, at: usize, words: &str| -> (SitePath, Change) {
        (site_path(path), (at..at + 1, words.to_owned()))
    };
    let groups = [
        vec![change("content/site.yaml", 3, "2"), change("content/c.yaml", 3, "2")],
        // The second of these would break its file.
        vec![change("content/site.yaml", 0, "x"), change("content/news/b.md", 7, "[")],
        vec![change("content/news/b.md", 7, "3")],
        vec![change("content/site.yaml", 3, "4"), change("content/nowhere.yaml", 3, "4")],
    ];
    let (made, taken) = mend_all(&files, &groups);
    assert_eq!(taken, [true, false, true, false]);
    let texts: Vec<&str> = made.values().map(|file| &**file.content()).collect();
    assert_eq!(texts, ["c: 2\n", "---\nb: 3\n---\n", "a: 2\n"]);
}
