//! The licences of everything in a program, as their authors wrote them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value as Json;

use crate::commands::{Failure, output};
use crate::source::Source;

/// How files with a licence begin, in lower case.
const NAMES: [&str; 6] = ["license", "licence", "copying", "copyright", "notice", "unlicense"];

/// A text with a section for each crate that a program for a target contains: its version, its licence, and the texts that come with it,
/// each text once.
///
/// # Errors
/// If cargo does not know the crates, or a text cannot be read.
pub fn text(source: &Source, target: &str) -> Result<String, Failure> {
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let words = ["metadata", "--format-version", "1", "--locked", "--filter-platform", target];
    let graph = output(Command::new(cargo).current_dir(source.root()).args(words))?;
    let graph: Json = serde_json::from_str(&graph).map_err(|error| Failure(error.to_string()))?;
    let mut sections: BTreeMap<String, (Vec<String>, BTreeSet<String>)> = BTreeMap::new();
    for package in contained(&graph) {
        let text_of = |key: &str| package.get(key).and_then(Json::as_str).unwrap_or("").to_owned();
        let head = format!("{} {}: {}", text_of("name"), text_of("version"), text_of("license"));
        let manifest = PathBuf::from(text_of("manifest_path"));
        let folder = manifest.parent().unwrap_or(Path::new(""));
        sections.insert(head, (authors(package), texts(folder)?));
    }
    Ok(page(&sections))
}

/// The crates of other people that the program is made of: reached from it through dependencies that are neither for tests nor for builds.
fn contained(graph: &Json) -> Vec<&Json> {
    let list = |value: Option<&'_ Json>| {
        value.and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default().to_vec()
    };
    let packages = graph.get("packages").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    let nodes = list(graph.get("resolve").and_then(|resolve| resolve.get("nodes")));
    let id = |value: &Json, key: &str| value.get(key).and_then(Json::as_str).unwrap_or("").to_owned();
    let program =
        packages.iter().find(|package| package.get("name").and_then(Json::as_str) == Some("bangyang"));
    let mut found = BTreeSet::new();
    let mut next: Vec<String> = program.map(|package| id(package, "id")).into_iter().collect();
    while let Some(one) = next.pop() {
        if !found.insert(one.clone()) {
            continue;
        }
        let node = nodes.iter().find(|node| id(node, "id") == one);
        for dependency in list(node.and_then(|node| node.get("deps"))) {
            let kinds = list(dependency.get("dep_kinds"));
            if kinds.iter().any(|kind| kind.get("kind").is_none_or(Json::is_null)) {
                next.push(id(&dependency, "pkg"));
            }
        }
    }
    let is_others = |package: &&Json| package.get("source").is_some_and(|source| !source.is_null());
    packages.iter().filter(is_others).filter(|package| found.contains(&id(package, "id"))).collect()
}

fn authors(package: &Json) -> Vec<String> {
    let authors = package.get("authors").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    authors.iter().filter_map(Json::as_str).map(str::to_owned).collect()
}

/// The licences in a crate's folder.
fn texts(folder: &Path) -> Result<BTreeSet<String>, Failure> {
    let mut texts = BTreeSet::new();
    for entry in std::fs::read_dir(folder).map_err(Failure::of(folder))? {
        let path = entry.map_err(Failure::of(folder))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
        if path.is_file() && NAMES.iter().any(|start| name.starts_with(start)) {
            let bytes = std::fs::read(&path).map_err(Failure::of(&path))?;
            texts.insert(String::from_utf8_lossy(&bytes).replace('\r', "").trim().to_owned());
        }
    }
    Ok(texts)
}

/// The list of crates, then each text with the crates that it came with.
fn page(sections: &BTreeMap<String, (Vec<String>, BTreeSet<String>)>) -> String {
    let mut page = String::from(
        "bangyang contains these works of others. If a work may be used under one of several licences, it is used under\none that permits this; their texts follow the list.\n\n",
    );
    for (head, (authors, texts)) in sections {
        let _ = writeln!(page, "{head}");
        if texts.is_empty() && !authors.is_empty() {
            let _ = writeln!(page, "    by {}", authors.join(", "));
        }
    }
    let mut by_text: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (head, (_, texts)) in sections {
        let name = head.split(':').next().unwrap_or(head);
        texts.iter().for_each(|text| by_text.entry(text).or_default().push(name));
    }
    let mut texts: Vec<(&str, Vec<&str>)> = by_text.into_iter().collect();
    texts.sort_by(|a, b| a.1.cmp(&b.1).then(a.0.cmp(b.0)));
    for (text, names) in texts {
        let _ = write!(page, "\n{}\n{}\n\n{text}\n", "=".repeat(80), names.join(", "));
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_several_crates_have_stands_once() {
        let text = |text: &str| BTreeSet::from([text.to_owned()]);
        let sections = BTreeMap::from([
            ("a 1.0.0: MIT".to_owned(), (Vec::new(), text("The text."))),
            ("b 2.0.0: MIT".to_owned(), (Vec::new(), text("The text."))),
            ("c 3.0.0: CC0-1.0".to_owned(), (vec!["Somebody".to_owned()], BTreeSet::new())),
        ]);
        let page = page(&sections);
        assert_eq!(page.matches("The text.").count(), 1);
        assert!(page.contains("a 1.0.0, b 2.0.0\n\nThe text."), "{page}");
        assert!(page.contains("c 3.0.0: CC0-1.0\n    by Somebody\n"), "{page}");
    }

    #[test]
    fn what_tests_and_builds_need_is_no_part_of_the_program() {
        let graph = serde_json::json!({
            "packages": [
                {"id": "1", "name": "bangyang", "source": null},
                {"id": "2", "name": "used", "source": "registry"},
                {"id": "3", "name": "tested-with", "source": "registry"},
                {"id": "4", "name": "built-with", "source": "registry"},
                {"id": "5", "name": "deeper", "source": "registry"},
            ],
            "resolve": {"nodes": [
                {"id": "1", "deps": [
                    {"pkg": "2", "dep_kinds": [{"kind": null}]},
                    {"pkg": "3", "dep_kinds": [{"kind": "dev"}]},
                    {"pkg": "4", "dep_kinds": [{"kind": "build"}]},
                ]},
                {"id": "2", "deps": [{"pkg": "5", "dep_kinds": [{"kind": null}]}]},
            ]},
        });
        let names: Vec<&str> =
            contained(&graph).iter().map(|package| package["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["used", "deeper"]);
    }
}
