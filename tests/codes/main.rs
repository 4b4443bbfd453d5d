//! Every code has a case that triggers it; a code without one fails here.
//!
//! A case is a file `cases/BYnnn.txt` that is laid over the small valid site in `common.txt`; `case.rs`
//! explains the format. Cases that no text can express (pictures, office files, a full disk) are in
//! `by_hand.rs`. In both cases the library builds the site, and the code must be reported once, at its place,
//! with nothing else but what the case names, and with complete messages.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::disallowed_methods,
    missing_docs
)]

mod by_hand;
mod case;
mod sheets;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use bangyang::build::{Silent, build};
use bangyang::diag::{Code, Diagnostic, Lang, entry, render};

use case::Case;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/codes/cases")
}

/// The codes that have a file, by its name.
fn files() -> BTreeSet<String> {
    let entries = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let stem = |path: PathBuf| path.file_stem().unwrap().to_str().unwrap().to_owned();
    entries.map(stem).collect()
}

fn case(code: Code) -> Option<Case> {
    let file = folder().join(format!("{code}.txt"));
    let written = std::fs::read_to_string(&file).ok().map(|text| Case::read(code, &text));
    written.or_else(|| by_hand::case(code))
}

/// A diagnostic as cases name it: code and place.
fn place(diagnostic: &Diagnostic) -> String {
    match &diagnostic.place {
        None => diagnostic.code.id().to_owned(),
        Some(place) if place.line() == 0 => format!("{} {}", diagnostic.code, place.file),
        Some(place) => format!("{} {}:{}:{}", diagnostic.code, place.file, place.line(), place.column()),
    }
}

/// What is missing in the messages of a diagnostic.
fn gaps(diagnostic: &Diagnostic) -> Vec<String> {
    let mut wrong = Vec::new();
    for lang in Lang::ALL {
        let told = entry(diagnostic.code, lang);
        let message = diagnostic.message(lang);
        // Braces of a quoted template are fine; those of the code's own texts are not.
        let names = told.message.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0));
        for name in names.filter(|name| message.contains(&format!("{{{name}}}"))) {
            wrong.push(format!("nothing fills {{{name}}} in {lang:?}: {message}"));
        }
        if diagnostic.help(lang).is_empty() {
            wrong.push(format!("no help in {lang:?}"));
        }
        let shown = render::terminal(diagnostic, lang, false);
        if !shown.contains(diagnostic.code.id()) || !shown.contains(&message) {
            wrong.push(format!("not told in {lang:?}: {shown}"));
        }
        let line: serde_json::Value = serde_json::from_str(&render::json(diagnostic, lang)).unwrap();
        if line["code"] != diagnostic.code.id() || line["message"] != message.as_str() {
            wrong.push(format!("not told in JSON in {lang:?}: {line}"));
        }
    }
    if diagnostic.message(Lang::En) == diagnostic.message(Lang::ZhCn) {
        wrong.push("the same words in both languages".to_owned());
    }
    wrong
}

/// What is wrong with a code's case.
fn wrong(code: Code) -> Vec<String> {
    let Some(case) = case(code) else {
        return vec![format!(
            "no case: write tests/codes/cases/{code}.txt as tests/codes/case.rs tells, or a function in tests/codes/by_hand.rs"
        )];
    };
    let outcome = build(&case.system, &case.options, &Silent);
    let said = outcome.diagnostics.clone().sorted();
    let mut found: Vec<String> = said.iter().map(place).collect();
    found.sort();
    let mut wrong = Vec::new();
    let own = case.expected.iter().filter(|told| told.split(' ').next() == Some(code.id())).count();
    if own != 1 {
        wrong.push(format!("{own} places, by marks or by `at`, instead of one; found {found:?}"));
    }
    if found != case.expected {
        let words: String = said.iter().map(|it| render::terminal(it, Lang::En, false)).collect();
        wrong.push(format!("expected {:?}\n  found    {found:?}\n{words}", case.expected));
    }
    wrong.extend(said.iter().filter(|it| it.code == code).flat_map(gaps));
    wrong
}

#[test]
fn every_code_is_told_in_both_languages() {
    let codes = Mutex::new(Code::ALL.into_iter());
    let all = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                loop {
                    let Some(code) = codes.lock().unwrap().next() else { return };
                    let wrong = wrong(code);
                    all.lock().unwrap().extend(wrong.into_iter().map(|wrong| format!("{code}: {wrong}\n")));
                }
            });
        }
    });
    let mut all = all.into_inner().unwrap();
    all.sort();
    assert!(all.is_empty(), "\n{}", all.concat());
}

#[test]
fn every_file_is_the_case_of_a_code() {
    for name in files() {
        let code = Code::parse(&name).unwrap_or_else(|| panic!("{name} is no code"));
        assert_eq!(code.id(), name);
        assert!(by_hand::case(code).is_none(), "{name} is made twice");
    }
}

/// The common site is valid; otherwise it would hide what a case should show.
#[test]
fn the_common_site_is_sound() {
    let case = case::common();
    let outcome = build(&case.system, &case.options, &Silent);
    let told: Vec<String> = outcome.diagnostics.iter().map(place).collect();
    assert_eq!(told, Vec::<String>::new());
}
