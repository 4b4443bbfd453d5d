//! The paths that a file's code goes, `#[cfg(test)]` parts left out.

use std::collections::BTreeMap;

use super::lexer::{Kind, Token, tokens};

/// What one file says.
#[derive(Debug, Default)]
pub struct File {
    /// Paths from the crate's root, with their lines.
    pub inside: Vec<(Vec<String>, usize)>,
    /// Paths into other crates.
    pub outside: Vec<(Vec<String>, usize)>,
    /// Modules in files of their own that exist for tests alone.
    pub test_modules: Vec<String>,
}

/// One name that a `use` brings in.
struct Import {
    path: Vec<String>,
    bound_as: Option<String>,
    line: usize,
}

/// Where a file is.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The module that it is, by the names that the table has.
    pub module: &'a [&'a str],
    /// The module that its crate's root is: none but in a crate of one module.
    pub root: &'a [&'a str],
    /// The library's name where the file belongs to another crate, the program.
    pub crate_name: Option<&'a str>,
}

/// Reads a file.
pub fn read(text: &str, place: Place<'_>) -> File {
    let Place { module, root, crate_name } = place;
    let mut file = File::default();
    let all = tokens(text);
    let code = without_tests(&all, &mut file.test_modules);
    let module: Vec<String> = module.iter().map(|&part| part.to_owned()).collect();
    let children = child_modules(&code);
    let mut walk = Walk { code: &code, at: 0, inline: Vec::new(), depth: 0 };
    let mut names: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut plain = Vec::new();
    while walk.at < code.len() {
        for import in walk.step() {
            let here: Vec<String> =
                module.iter().chain(walk.inline.iter().map(|(name, _)| name)).cloned().collect();
            plain.push((here, import));
        }
    }
    // What names stand for first, since a `use` may come after what uses it; two rounds follow a `use` of a `use`.
    for _ in 0..2 {
        for (here, import) in &plain {
            if let Some(name) = import.bound_as.clone().filter(|name| name != "_")
                && let Some(path) = resolve(&import.path, here, (root, crate_name), &children, &names, true)
            {
                names.insert(name, path);
            }
        }
    }
    for (here, import) in plain {
        match resolve(&import.path, &here, (root, crate_name), &children, &names, import.bound_as.is_some()) {
            Some(path) => file.inside.push((path, import.line)),
            None => file.outside.push((import.path, import.line)),
        }
    }
    file
}

/// A path from the crate's root; `None` if it leads into another crate or to a local name.
fn resolve(
    path: &[String],
    here: &[String],
    (root, crate_name): (&[&str], Option<&str>),
    children: &[String],
    names: &BTreeMap<String, Vec<String>>,
    in_use: bool,
) -> Option<Vec<String>> {
    let (first, rest) = path.split_first()?;
    let mut from = match first.as_str() {
        "crate" if crate_name.is_none() => root.iter().map(|&part| part.to_owned()).collect(),
        name if Some(name) == crate_name => Vec::new(),
        "crate" | "self" => here.to_vec(),
        "super" => here.split_last()?.1.to_vec(),
        name if children.iter().any(|child| child == name) => [here, std::slice::from_ref(first)].concat(),
        // A `use` that binds the very name that it goes from says nothing about that name.
        name if !in_use || path.len() > 1 => names.get(name)?.clone(),
        _ => return None,
    };
    for part in rest {
        match part.as_str() {
            "super" => {
                from.pop()?;
            }
            "self" => {}
            part => from.push(part.to_owned()),
        }
    }
    Some(from)
}

/// The modules that a file declares.
fn child_modules(code: &[Token]) -> Vec<String> {
    let declares =
        |pair: &[Token]| (pair[0].name() == Some("mod")).then(|| pair[1].name().map(str::to_owned)).flatten();
    code.windows(2).filter_map(declares).collect()
}

/// The tokens outside of `#[cfg(test)]` items.
fn without_tests(all: &[Token], test_modules: &mut Vec<String>) -> Vec<Token> {
    let mut code = Vec::new();
    let mut at = 0;
    while at < all.len() {
        let end = attribute_end(all, at);
        if end.is_some_and(|end| is_test_only(&all[at..end])) {
            let start = at;
            while let Some(end) = attribute_end(all, at) {
                at = end;
            }
            at = item_end(all, at);
            let item = &all[start..at];
            let declared = item.windows(3).find(|three| three[0].name() == Some("mod") && three[2].is(';'));
            test_modules.extend(declared.and_then(|three| three[1].name()).map(str::to_owned));
        } else {
            code.push(all[at].clone());
            at += 1;
        }
    }
    code
}

/// Where an attribute that begins here ends.
fn attribute_end(all: &[Token], at: usize) -> Option<usize> {
    let opens = all.get(at)?.is('#') && all.get(at + 1)?.is('[');
    opens.then(|| group_end(all, at + 1))
}

/// `#[cfg(test)]` and such as hold with it alone.
fn is_test_only(attribute: &[Token]) -> bool {
    let names: Vec<_> = attribute.iter().filter_map(Token::name).collect();
    names.first() == Some(&"cfg")
        && names.contains(&"test")
        && !names.contains(&"not")
        && !names.contains(&"any")
}

/// One past the bracket that closes the one that stands here.
fn group_end(all: &[Token], at: usize) -> usize {
    let mut depth = 0;
    for (n, token) in all.iter().enumerate().skip(at) {
        match token.kind {
            Kind::Mark('(' | '[' | '{') => depth += 1,
            Kind::Mark(')' | ']' | '}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return n + 1;
        }
    }
    all.len()
}

/// One past an item: its block, or its semicolon.
fn item_end(all: &[Token], mut at: usize) -> usize {
    // `use` alone goes on behind its braces.
    let head = if all.get(at).and_then(Token::name) == Some("pub") {
        let bounded = all.get(at + 1).is_some_and(|token| token.is('('));
        if bounded { group_end(all, at + 1) } else { at + 1 }
    } else {
        at
    };
    let is_use = all.get(head).and_then(Token::name) == Some("use");
    while let Some(token) = all.get(at) {
        match token.kind {
            Kind::Mark(';') => return at + 1,
            Kind::Mark('{') if !is_use => return group_end(all, at),
            Kind::Mark('(' | '[' | '{') => at = group_end(all, at),
            _ => at += 1,
        }
    }
    at
}

struct Walk<'a> {
    code: &'a [Token],
    at: usize,
    /// Modules written in place that are open, with the depth of their braces.
    inline: Vec<(String, usize)>,
    depth: usize,
}

impl Walk<'_> {
    fn name(&self, at: usize) -> Option<&str> {
        self.code.get(at)?.name()
    }

    fn is(&self, at: usize, mark: char) -> bool {
        self.code.get(at).is_some_and(|token| token.is(mark))
    }

    fn is_sep(&self, at: usize) -> bool {
        self.code.get(at).is_some_and(|token| token.kind == Kind::PathSep)
    }

    /// Goes on by one token or path, and gives the paths that began there.
    fn step(&mut self) -> Vec<Import> {
        let at = self.at;
        self.at += 1;
        match self.code[at].kind {
            Kind::Mark('{') => self.depth += 1,
            Kind::Mark('}') => {
                self.depth = self.depth.saturating_sub(1);
                self.inline.retain(|(_, depth)| *depth < self.depth + 1);
            }
            _ => {}
        }
        let Some(name) = self.name(at) else { return Vec::new() };
        match name {
            "mod" if self.is(at + 2, '{') => {
                if let Some(name) = self.name(at + 1) {
                    self.inline.push((name.to_owned(), self.depth + 1));
                }
                self.at = at + 2;
                Vec::new()
            }
            // Not the `use<'a>` of what a returned type captures.
            "use" if !self.is(at + 1, '<') => {
                let mut found = Vec::new();
                if self.is_sep(self.at) {
                    self.at += 1;
                }
                self.tree(&[], &mut found);
                found
            }
            _ if self.begins_path(at) => {
                let line = self.code[at].line;
                let mut path = vec![name.to_owned()];
                while self.is_sep(self.at) && self.name(self.at + 1).is_some() {
                    path.extend(self.name(self.at + 1).map(str::to_owned));
                    self.at += 2;
                }
                vec![Import { path, bound_as: None, line }]
            }
            _ => Vec::new(),
        }
    }

    /// Whether a name begins a path, outside of a `use`.
    fn begins_path(&self, at: usize) -> bool {
        let before = |n: usize| at.checked_sub(n);
        let after_dot = before(1).is_some_and(|at| self.is(at, '.'));
        // `<T as Trait>::name::…` goes on a path; a leading `::` begins one.
        let goes_on = before(2)
            .is_some_and(|two| self.is_sep(two + 1) && (self.name(two).is_some() || self.is(two, '>')));
        // `pub(in path)` widens nothing.
        let bounds = before(2).is_some_and(|two| self.is(two, '(') && self.name(two + 1) == Some("in"));
        self.is_sep(at + 1) && !after_dot && !goes_on && !bounds
    }

    /// A tree of a `use`: `a::{b, c::*, d as e}`.
    fn tree(&mut self, before: &[String], found: &mut Vec<Import>) {
        let mut path = before.to_vec();
        let line = self.code.get(self.at).map_or(0, |token| token.line);
        loop {
            if self.is(self.at, '{') {
                self.at += 1;
                while self.at < self.code.len() && !self.is(self.at, '}') {
                    self.tree(&path, found);
                    self.at += usize::from(self.is(self.at, ','));
                }
                self.at += 1;
                return;
            }
            if self.is(self.at, '*') {
                self.at += 1;
                found.push(Import { path, bound_as: Some("_".to_owned()), line });
                return;
            }
            let Some(name) = self.name(self.at).map(str::to_owned) else {
                // No tree at all: skip, or the walk would not end.
                self.at += 1;
                return;
            };
            path.push(name);
            self.at += 1;
            if !self.is_sep(self.at) {
                break;
            }
            self.at += 1;
        }
        let last = path.iter().rev().find(|part| *part != "self").cloned();
        let renamed =
            (self.name(self.at) == Some("as")).then(|| self.name(self.at + 1).map(str::to_owned)).flatten();
        if renamed.is_some() {
            self.at += 2;
        }
        found.push(Import { path, bound_as: renamed.or(last), line });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inside(text: &str, module: &[&str]) -> Vec<String> {
        let mut found: Vec<_> = read(text, Place { module, root: &[], crate_name: None })
            .inside
            .iter()
            .map(|(path, _)| path.join("::"))
            .collect();
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn finds_paths_of_every_form() {
        let cases: &[(&str, &[&str])] = &[
            ("use crate::domain::Date;", &["domain::Date"]),
            ("use crate::{diag, domain::{Date, slug as s}};", &["diag", "domain::Date", "domain::slug"]),
            ("pub(crate) use crate::model::*;", &["model"]),
            ("fn f(x: crate::view::Page) -> Vec<crate::plan::Plan> {}", &["plan::Plan", "view::Page"]),
            ("use super::super::plan::Plan;", &["plan::Plan"]),
            ("fn f() { super::super::plan::go() }", &["plan::go"]),
            ("use super::other::{self, Thing};", &["edition::other", "edition::other::Thing"]),
            ("use {crate::model, std::fmt};", &["model"]),
            ("use crate::diag::{self}; fn f() { diag::render::show() }", &["diag", "diag::render::show"]),
            ("use crate::diag as d; use d::render;", &["diag", "diag::render"]),
            ("fn f() { diag::render::show() } use crate::diag;", &["diag", "diag::render::show"]),
            ("mod render; pub use render::show;", &["edition::consent::render::show"]),
            (
                "mod inner { use super::super::super::plan::Plan; use super::x; }",
                &["edition::consent::x", "plan::Plan"],
            ),
            ("mod inner { fn f() { if a {} } } use super::x;", &["edition::x"]),
            ("let x = <crate::model::M as T>::new();", &["model::M"]),
            ("let x = r#crate::model::M;", &["model::M"]),
            ("macro_rules! m { () => { $crate::model::M } }", &["model::M"]),
            ("fn f() -> impl Iterator<Item = u8> + use<'a> { crate::model::m() }", &["model::m"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(inside(text, &["edition", "consent"]), *wanted, "{text}");
        }
    }

    #[test]
    fn passes_over_what_is_no_import() {
        for text in [
            "// use crate::model::M;",
            "/// See [`crate::model::M`].\nstruct S;",
            "const S: &str = \"crate::model::M\";",
            "pub(in crate::model) fn f() {}",
            "pub(crate) fn f(self) {}",
            "#[cfg(test)]\nmod tests { use crate::model::M; fn f() { { } } }",
            "#[cfg(test)]\n#[allow(unused)]\nuse crate::{model::M};",
            "#[cfg(test)]\nfn f() -> crate::model::M { crate::model::M {} }",
            "#[cfg(test)] mod tests;",
            "use std::fmt; fn f() { Vec::<u8>::new(); serde_json::Value::Null; }",
        ] {
            assert_eq!(inside(text, &["edition"]), [""; 0], "{text}");
        }
        let text = "#[cfg(test)] mod tests { } use crate::model::M;";
        assert_eq!(inside(text, &["edition"]), ["model::M"]);
        assert_eq!(inside("#[cfg(not(test))] use crate::model::M;", &["edition"]), ["model::M"]);
        assert_eq!(
            read("#[cfg(test)] mod checks;", Place { module: &["edition"], root: &[], crate_name: None })
                .test_modules,
            ["checks"]
        );
    }

    #[test]
    fn the_program_names_the_library() {
        let file = read(
            "fn main() { bangyang::cli::main() }",
            Place { module: &["main"], root: &[], crate_name: Some("bangyang") },
        );
        assert_eq!(file.inside.iter().map(|(path, _)| path.join("::")).collect::<Vec<_>>(), ["cli::main"]);
    }
}
