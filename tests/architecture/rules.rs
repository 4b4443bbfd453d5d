//! The rules, for any set of files: the rules' own tests plant violations.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};

use super::imports::{File, Path, Place, read};
use super::table::Table;

/// A Rust file.
pub struct Source {
    /// Its path within the repository, with `/`.
    pub path: String,
    pub text: String,
}

/// The module of a file of the program or a library, and the module of its crate's root (only in a crate of
/// one module). `None` for files outside of `src/` and `crates/`.
fn module<'a>(path: &'a str, table: &'a Table) -> Option<(Vec<&'a str>, Option<&'a str>)> {
    let (in_crate, inner) = match path.strip_prefix("crates/") {
        Some(rest) => rest.split_once("/src/")?,
        None => ("", path.strip_prefix("src/")?),
    };
    let inner = inner.strip_suffix(".rs")?;
    let inner = inner.strip_suffix("/mod").unwrap_or(inner);
    let root = table.only_module(in_crate);
    let own = Some(inner).filter(|inner| *inner != "lib").into_iter().flat_map(|inner| inner.split('/'));
    Some((root.into_iter().chain(own).collect(), root))
}

/// A path into another of our crates, as if from a common root; `None` if it leads elsewhere.
fn from_root(path: &[String], table: &Table) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let root = table.only_module(first.strip_prefix("bangyang_")?);
    Some(root.map(str::to_owned).into_iter().chain(rest.iter().cloned()).collect())
}

/// Reads all files with their modules, except those that exist only for tests.
pub fn read_all<'s>(sources: &'s [Source], table: &Table) -> Vec<(&'s Source, Path, File)> {
    let mut files = Vec::new();
    let mut tests: BTreeSet<Vec<String>> = BTreeSet::new();
    for source in sources {
        let Some((module, root)) = module(&source.path, table) else { continue };
        let crate_name = (source.path == "src/main.rs").then_some("bangyang");
        let root = root.as_slice();
        let mut file = read(&source.text, Place { module: &module, root, crate_name })
            .unwrap_or_else(|error| panic!("{}: {error}", source.path));
        let ours = |(path, line): &(Path, usize)| Some((from_root(path, table)?, *line));
        file.inside.extend(file.outside.iter().filter_map(ours).filter(|(path, _)| !path.is_empty()));
        let module: Vec<String> = module.into_iter().map(str::to_owned).collect();
        tests.extend(
            file.test_modules.iter().map(|name| [module.as_slice(), std::slice::from_ref(name)].concat()),
        );
        files.push((source, module, file));
    }
    files.retain(|(_, module, _)| !(1..=module.len()).any(|n| tests.contains(&module[..n])));
    files
}

/// Imports that no row allows.
pub fn forbidden_imports(sources: &[Source], table: &Table) -> Vec<String> {
    let mut found = BTreeMap::new();
    for (source, module, file) in read_all(sources, table) {
        // A crate's root declares the modules and may re-export their items.
        let Some(own) = table.row(&module) else {
            if !module.is_empty() {
                found.insert(
                    (&source.path, 0),
                    format!("{}: its module has no row in the table", source.path),
                );
            }
            continue;
        };
        for (path, line) in &file.inside {
            let told = || {
                format!("{}:{line}: `{}` goes to `{}`", source.path, own.module.join("::"), path.join("::"))
            };
            match table.row(path) {
                Some(other) if other == own || own.imports.contains(&other.module) => {}
                Some(other) => {
                    let text = format!(
                        "{}, and the table does not let it import `{}`",
                        told(),
                        other.module.join("::")
                    );
                    found.insert((&source.path, *line), text);
                }
                None => {
                    found.insert(
                        (&source.path, *line),
                        format!("{}, which is in no row of the table", told()),
                    );
                }
            }
        }
    }
    found.into_values().collect()
}

/// Modules without a row and rows without a module.
pub fn rows_and_modules(sources: &[Source], table: &Table) -> Vec<String> {
    let modules: BTreeSet<Vec<&str>> =
        sources.iter().filter_map(|source| Some(module(&source.path, table)?.0)).collect();
    let has_row =
        |name: &str| table.rows.iter().any(|row| row.module.first().is_some_and(|first| first == name));
    let tops: BTreeSet<&str> = modules.iter().filter_map(|module| module.first().copied()).collect();
    let without_row =
        tops.into_iter().filter(|name| !has_row(name)).map(|name| format!("`{name}` has no row"));
    let exists = |row: &[String]| modules.iter().any(|module| module.iter().eq(row.iter()));
    let without_module = table.rows.iter().filter(|row| !exists(&row.module));
    without_row
        .chain(without_module.map(|row| format!("there is no module `{}`", row.module.join("::"))))
        .collect()
}

/// Whether a path is `allowed`, or below it if that is a folder ending in `/`.
fn is_within(path: &str, allowed: &str) -> bool {
    path == allowed || (allowed.ends_with('/') && path.starts_with(allowed))
}

/// Uses of another crate's paths outside of the single allowed file, except in tests. A path of two or more
/// segments that does not begin with a crate's name, such as `SystemTime::now`, is found by its end, however
/// it was imported.
pub fn uses_of(sources: &[Source], table: &Table, paths: &[&str], allowed: &str) -> Vec<String> {
    let hits = |used: &[String]| {
        paths.iter().any(|path| {
            let path: Vec<_> = path.split("::").collect();
            let by_end = path.first().is_some_and(|first| first.starts_with(char::is_uppercase));
            let mut windows = used.windows(path.len());
            let same = |part: &[String]| part.iter().eq(path.iter());
            if by_end { windows.next_back().is_some_and(same) } else { windows.next().is_some_and(same) }
        })
    };
    let mut found = Vec::new();
    for (source, _, file) in
        read_all(sources, table).into_iter().filter(|(source, ..)| !is_within(&source.path, allowed))
    {
        let told = |(used, line): &(Vec<String>, usize)| {
            format!("{}:{line}: `{}` belongs in {allowed} alone", source.path, used.join("::"))
        };
        found.extend(file.outside.iter().filter(|(used, _)| hits(used)).map(told));
    }
    found
}

/// Disabled tests.
pub fn ignored_tests(sources: &[Source]) -> Vec<String> {
    fn walk(tokens: TokenStream, lines: &mut Vec<usize>) {
        let mut after_mark = false;
        for token in tokens {
            if let TokenTree::Group(group) = &token {
                let first = group.stream().into_iter().next();
                if after_mark && matches!(first, Some(TokenTree::Ident(name)) if name == "ignore") {
                    lines.push(group.span().start().line);
                }
                walk(group.stream(), lines);
            }
            after_mark = matches!(&token, TokenTree::Punct(mark) if mark.as_char() == '#');
        }
    }
    let mut found = Vec::new();
    for source in sources {
        let mut lines = Vec::new();
        let tokens: TokenStream =
            source.text.parse().unwrap_or_else(|error| panic!("{}: {error}", source.path));
        walk(tokens, &mut lines);
        found.extend(lines.into_iter().map(|line| format!("{}:{line}: a test is switched off", source.path)));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const TABLE: &str = "\n## Modules\n| `source` | `k` | x | – |\n| `diag` | `k` | x | `source` |\n| `model` | `m` | x | `diag` |\n\
        | `view` | `v` | x | `diag` |\n| `build` | `bangyang` | x | all above |\n| `diag::render` | `k` | x | `diag` |\n| `cli` | `bangyang` | x | all above |\n| `main` | `bangyang` | x | `cli` |\n";

    fn sources(files: &[(&str, &str)]) -> Vec<Source> {
        files
            .iter()
            .map(|(path, text)| Source { path: (*path).to_owned(), text: (*text).to_owned() })
            .collect()
    }

    fn table() -> Table {
        Table::read(TABLE).unwrap()
    }

    fn forbidden(path: &str, text: &str) -> usize {
        forbidden_imports(&sources(&[(path, text)]), &table()).len()
    }

    #[test]
    fn a_planted_import_is_found() {
        for (path, text) in [
            ("src/view/mod.rs", "use crate::model::Model;"),
            ("src/view/page.rs", "use super::super::model::Model;"),
            ("src/view/page.rs", "fn f() { crate::build::all() }"),
            ("src/source/mod.rs", "use crate::diag::Code;"),
            ("src/build/mod.rs", "use crate::diag; fn f() { diag::render::show() }"),
            ("src/build/mod.rs", "use crate::cli;"),
            ("src/diag/mod.rs", "pub mod render; pub use render::show;"),
            ("src/main.rs", "fn main() { bangyang::build::all() }"),
            ("src/view.rs", "use crate::unknown::Thing;"),
            ("src/unknown.rs", ""),
            ("crates/k/src/source/mod.rs", "use crate::diag::Code;"),
            ("crates/v/src/lib.rs", "use bangyang_m::Model;"),
            ("crates/v/src/page.rs", "fn f() { bangyang_m::load::all() }"),
            ("crates/m/src/lib.rs", "use bangyang_k::{diag::Code, diag::render::show};"),
        ] {
            assert_eq!(forbidden(path, text), 1, "{path}: {text}");
        }
    }

    #[test]
    fn an_allowed_import_is_not() {
        for (path, text) in [
            ("src/view/mod.rs", "use crate::diag::Code; use crate::view::page::Page; use self::page::Other;"),
            ("src/view/page.rs", "use super::Page;"),
            ("src/diag/render.rs", "use super::Diagnostic; use crate::diag::Code;"),
            ("src/cli/mod.rs", "use crate::diag::render::show; use crate::build;"),
            ("src/main.rs", "fn main() { bangyang::cli::main() }"),
            ("src/lib.rs", "pub mod source; pub mod diag;"),
            ("crates/k/src/diag/mod.rs", "use crate::source::Path;"),
            ("crates/k/src/lib.rs", "pub mod source; pub mod diag;"),
            (
                "crates/v/src/lib.rs",
                "mod page; use bangyang_k::diag; use crate::page::Page; use page::Other;",
            ),
            ("crates/v/src/page/model.rs", "use crate::page::model::Other; use super::super::Page;"),
        ] {
            assert_eq!(forbidden(path, text), 0, "{path}: {text}");
        }
    }

    #[test]
    fn files_of_tests_are_exempt() {
        let files = [
            ("src/view/mod.rs", "#[cfg(test)] mod tests;"),
            ("src/view/tests.rs", "use crate::model::Model; use std::fs;"),
            ("src/view/tests/more.rs", "use crate::model::Model;"),
        ];
        assert!(forbidden_imports(&sources(&files), &table()).is_empty());
        assert!(uses_of(&sources(&files), &table(), &["std::fs"], "src/source/os.rs").is_empty());
    }

    #[test]
    fn rows_and_modules_must_match() {
        let table =
            Table::read("\n## Modules\n| `a` | `bangyang` | x | – |\n| `a::b` | `bangyang` | x | – |\n")
                .unwrap();
        assert!(rows_and_modules(&sources(&[("src/a/mod.rs", ""), ("src/a/b.rs", "")]), &table).is_empty());
        assert_eq!(rows_and_modules(&sources(&[("src/a/mod.rs", "")]), &table).len(), 1);
        assert_eq!(
            rows_and_modules(&sources(&[("src/a/b.rs", ""), ("src/a.rs", ""), ("src/c.rs", "")]), &table)
                .len(),
            1
        );
    }

    #[test]
    fn the_file_system_is_reached_in_one_place() {
        for text in [
            "use std::fs;",
            "use std::{fs::File, io};",
            "fn f() { std::fs::read(x) }",
            "fn f() { ::std::fs::read(x) }",
        ] {
            assert_eq!(
                uses_of(&sources(&[("src/view/mod.rs", text)]), &table(), &["std::fs"], "src/source/os.rs")
                    .len(),
                1,
                "{text}"
            );
            assert!(
                uses_of(&sources(&[("src/source/os.rs", text)]), &table(), &["std::fs"], "src/source/os.rs")
                    .is_empty()
            );
        }
        assert!(
            uses_of(&sources(&[("src/view/mod.rs", "use std::fmt;")]), &table(), &["std::fs"], "").is_empty()
        );
        let clock =
            sources(&[("src/view/mod.rs", "use std::time::SystemTime; fn f() { SystemTime::now() }")]);
        assert_eq!(uses_of(&clock, &table(), &["SystemTime::now"], "").len(), 1);
    }

    #[test]
    fn a_test_that_is_switched_off_is_found() {
        assert_eq!(ignored_tests(&sources(&[("a.rs", "#[test]\n#[ignore = \"slow\"]\nfn f() {}")])).len(), 1);
        assert!(ignored_tests(&sources(&[("a.rs", "// #[ignore]\nfn ignore() {}")])).is_empty());
    }
}
