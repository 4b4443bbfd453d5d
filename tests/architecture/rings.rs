//! Finds cycles: files of one crate that use each other's items, directly or through other files.
//!
//! A file uses another if its code names an item that is defined there, whichever module re-exports it. A file
//! that only declares modules and re-exports their items uses none of them. Method calls are not paths, so a
//! type's `impl` may be spread over files whose methods its own file calls.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::imports::{File, Path};
use super::rules::Source;

/// A file: its path, its module, and the paths found in it.
type Read<'s> = (&'s Source, Path, File);

/// A cycle of files of one crate.
pub struct Ring {
    /// Their paths, sorted.
    pub files: Vec<String>,
    /// The paths in them that form the cycle.
    pub text: String,
}

/// Maximum number of re-exports that a name is followed through.
const MOST_STEPS: usize = 8;

/// The files of one crate by the items that they define.
#[derive(Default)]
struct Defined<'f> {
    modules: BTreeSet<&'f Path>,
    items: BTreeMap<&'f Path, usize>,
    bound: BTreeMap<&'f Path, &'f Path>,
    globs: BTreeMap<&'f Path, Vec<&'f Path>>,
}

impl<'f> Defined<'f> {
    fn new(files: &[&'f Read<'_>]) -> Self {
        let mut defined = Self::default();
        for (at, (.., file)) in files.iter().enumerate() {
            defined.modules.extend(&file.modules);
            defined.items.extend(file.items.iter().map(|item| (item, at)));
            defined.bound.extend(&file.bound);
            for (module, from) in &file.globs {
                defined.globs.entry(module).or_default().push(from);
            }
        }
        defined
    }

    /// The file that defines a path's item; `None` for modules and for items of other crates.
    fn file(&self, path: &Path, steps: usize) -> Option<usize> {
        if let Some(&file) = self.items.get(path) {
            return Some(file);
        }
        let steps = steps.checked_sub(1)?;
        if let Some(bound) = self.bound.get(path) {
            return self.file(bound, steps);
        }
        // The last module on the path, then the item's name in it.
        let known = (0..path.len()).rev().find(|known| self.modules.contains(&path[..*known].to_vec()))?;
        let named = path[..=known].to_vec();
        if known + 1 < path.len() {
            let further = |from: &Path| [from.as_slice(), &path[known + 1..]].concat();
            if let Some(&file) = self.items.get(&named) {
                return Some(file);
            }
            if let Some(bound) = self.bound.get(&named) {
                return self.file(&further(bound), steps);
            }
        }
        let globs = self.globs.get(&path[..known].to_vec())?;
        globs.iter().find_map(|from| self.file(&[from.as_slice(), &path[known..]].concat(), steps))
    }
}

/// The folder of a file's crate.
fn crate_of(source: &Source) -> &str {
    source.path.split_once("src/").map_or("", |(before, _)| before)
}

/// All cycles, crate by crate.
pub fn rings(files: &[Read<'_>]) -> Vec<Ring> {
    let mut crates: BTreeMap<&str, Vec<&Read<'_>>> = BTreeMap::new();
    for file in files {
        crates.entry(crate_of(file.0)).or_default().push(file);
    }
    crates.values().flat_map(|files| rings_of(files)).collect()
}

fn rings_of(files: &[&Read<'_>]) -> Vec<Ring> {
    let defined = Defined::new(files);
    // For each file, the files that it uses, each with the first path and line that does.
    let mut uses: Vec<BTreeMap<usize, String>> = Vec::new();
    for (at, (source, _, file)) in files.iter().enumerate() {
        let mut own = BTreeMap::new();
        for (path, line) in &file.followed {
            if let Some(other) = defined.file(path, MOST_STEPS).filter(|other| *other != at) {
                own.entry(other)
                    .or_insert_with(|| format!("{}:{line} uses `{}`", source.path, path.join("::")));
            }
        }
        uses.push(own);
    }
    let reached: Vec<BTreeSet<usize>> = (0..files.len()).map(|from| reach(&uses, from)).collect();
    let mut told = BTreeSet::new();
    let mut found = Vec::new();
    for from in 0..files.len() {
        let ring: BTreeSet<usize> =
            reached[from].iter().copied().filter(|other| reached[*other].contains(&from)).collect();
        if ring.is_empty() || !told.insert(ring.clone()) {
            continue;
        }
        let mut text = format!("{} files use each other:", ring.len());
        for file in &ring {
            for (other, use_) in uses[*file].iter().filter(|(other, _)| ring.contains(other)) {
                let _ = write!(text, "\n    {use_} of {}", files[*other].0.path);
            }
        }
        let files = ring.iter().map(|file| files[*file].0.path.clone()).collect();
        found.push(Ring { files, text });
    }
    found
}

/// All files that a file uses, directly or indirectly; including itself only if it is in a cycle.
fn reach(uses: &[BTreeMap<usize, String>], from: usize) -> BTreeSet<usize> {
    let mut reached = BTreeSet::new();
    let mut next = vec![from];
    while let Some(at) = next.pop() {
        next.extend(uses[at].keys().copied().filter(|other| reached.insert(*other)));
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::super::rules::read_all;
    use super::super::table::Table;
    use super::*;

    const TABLE: &str =
        "\n## Modules\n| `a` | `k` | x | – |\n| `b` | `k` | x | `a` |\n| `v` | `v` | x | – |\n";

    fn found(files: &[(&str, &str)]) -> Vec<Ring> {
        let sources: Vec<_> = files
            .iter()
            .map(|(path, text)| Source { path: format!("crates/{path}"), text: (*text).to_owned() })
            .collect();
        rings(&read_all(&sources, &Table::read(TABLE).unwrap()))
    }

    #[test]
    fn a_planted_ring_is_found() {
        let rings: [(usize, &[(&str, &str)]); 8] = [
            (
                2,
                &[
                    ("k/src/a/x.rs", "use super::y::Y; struct X;"),
                    ("k/src/a/y.rs", "use super::x::X; struct Y;"),
                ],
            ),
            // A parent that uses its child, which uses an item of the parent.
            (
                2,
                &[
                    ("k/src/a/mod.rs", "mod x; struct A; fn f() { x::f() }"),
                    ("k/src/a/x.rs", "use super::A; fn f() {}"),
                ],
            ),
            // Through the parent's re-exports.
            (
                2,
                &[
                    ("k/src/a/mod.rs", "mod x; mod y; pub use x::X; pub use y::Y as Z;"),
                    ("k/src/a/x.rs", "struct X(crate::a::Z);"),
                    ("k/src/a/y.rs", "use super::X; struct Y;"),
                ],
            ),
            (
                2,
                &[
                    ("k/src/a/mod.rs", "mod x; mod y; pub use x::*; pub use y::Y;"),
                    ("k/src/a/x.rs", "struct X(super::Y);"),
                    ("k/src/a/y.rs", "use super::*; struct Y; fn f(x: &X) {}"),
                ],
            ),
            // Through a third file, in two modules.
            (
                3,
                &[
                    ("k/src/a/mod.rs", "fn f() { crate::b::x::f() }"),
                    ("k/src/b/x.rs", "use super::y; fn f() { y::f() }"),
                    ("k/src/b/y.rs", "fn f() { crate::a::f() }"),
                ],
            ),
            // In a macro, in a derive, and in an inline module.
            (
                2,
                &[
                    ("k/src/a/x.rs", "struct X; fn f() { println!(\"{}\", super::y::f(1)) }"),
                    ("k/src/a/y.rs", "mod inner { use super::super::x::X; } fn f() {}"),
                ],
            ),
            // A crate with one module, whose root is in the cycle.
            (
                2,
                &[
                    ("v/src/lib.rs", "mod x; struct V; fn f() { x::f() }"),
                    ("v/src/x.rs", "use crate::V; fn f() {}"),
                ],
            ),
            (
                2,
                &[
                    ("v/src/lib.rs", "mod x; pub(crate) use x::X; fn f() -> X { X::new() } struct V;"),
                    ("v/src/x.rs", "use crate::V; struct X;"),
                ],
            ),
        ];
        for (size, files) in rings {
            let found = found(files);
            let sizes: Vec<_> = found.iter().map(|ring| ring.files.len()).collect();
            assert_eq!(sizes, [size], "{files:?}");
        }
    }

    #[test]
    fn what_is_no_ring_is_not() {
        let files: [&[(&str, &str)]; 6] = [
            // A parent that only re-exports.
            &[
                ("k/src/a/mod.rs", "mod x; mod y; pub use x::X; pub use y::Y; pub struct A;"),
                ("k/src/a/x.rs", "use super::{A, Y};"),
                ("k/src/a/y.rs", "use super::A; pub struct Y;"),
            ],
            // One type's `impl` in files that no path names.
            &[
                ("k/src/a/mod.rs", "mod x; struct A; impl A { fn f(&self) { self.g() } }"),
                ("k/src/a/x.rs", "use super::A; impl A { fn g(&self) {} }"),
            ],
            // A module of the same name in another crate.
            &[
                ("k/src/a/x.rs", "use super::y::Y;"),
                ("k/src/a/y.rs", "use other::a::x::X; struct Y;"),
                ("v/src/x.rs", "struct X;"),
            ],
            // Tests.
            &[
                ("k/src/a/x.rs", "use super::y::Y; struct X;"),
                ("k/src/a/y.rs", "struct Y; #[cfg(test)] mod tests { use super::super::x::X; }"),
            ],
            // In one direction only, through a module that is used by name.
            &[
                ("k/src/a/mod.rs", "mod x; mod y; fn f() { x::f() }"),
                ("k/src/a/x.rs", "use super::y; fn f() { y::f() }"),
                ("k/src/a/y.rs", "fn f() {}"),
            ],
            &[("k/src/a/x.rs", "struct X; fn f(x: X) -> self::X {}")],
        ];
        for files in files {
            let texts: Vec<_> = found(files).into_iter().map(|ring| ring.text).collect();
            assert!(texts.is_empty(), "{files:?}: {texts:?}");
        }
    }

    #[test]
    fn a_ring_tells_its_paths() {
        let files = [
            ("k/src/a/x.rs", "use super::y::Y;\nstruct X;"),
            ("k/src/a/y.rs", "struct Y;\nuse super::x::X;"),
        ];
        let found = found(&files);
        assert_eq!(found[0].files, ["crates/k/src/a/x.rs", "crates/k/src/a/y.rs"]);
        assert_eq!(
            found[0].text,
            "2 files use each other:\
                \n    crates/k/src/a/x.rs:1 uses `a::y::Y` of crates/k/src/a/y.rs\
                \n    crates/k/src/a/y.rs:2 uses `a::x::X` of crates/k/src/a/x.rs"
        );
    }
}
