//! Finds the paths that a file's code uses, ignoring code that is compiled only for tests.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Spacing, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, Meta, Token, UseTree, Visibility};

/// The segments of a path, from left to right.
pub type Path = Vec<String>;

/// The paths and names found in one file.
#[derive(Debug, Default)]
pub struct File {
    /// Paths from the crate's root, with their lines.
    pub inside: Vec<(Path, usize)>,
    /// Paths into other crates.
    pub outside: Vec<(Path, usize)>,
    /// Modules in separate files that exist only for tests.
    pub test_modules: Vec<String>,
    /// Paths from the crate's root that the file's own code uses: those of `inside` except mere re-exports, and
    /// names that a glob import may have provided.
    pub followed: Vec<(Path, usize)>,
    /// Modules that are written in this file.
    pub modules: BTreeSet<Path>,
    /// Items that this file defines.
    pub items: BTreeSet<Path>,
    /// Names that a `use` imports, with their paths.
    pub bound: BTreeMap<Path, Path>,
    /// Modules with a glob import of another.
    pub globs: Vec<(Path, Path)>,
}

/// The position of a file among crates and modules.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Its module, named as in the table.
    pub module: &'a [&'a str],
    /// The module of its crate's root; `None` unless the crate has only one module.
    pub root: &'a [&'a str],
    /// The name of the library, if the file belongs to the program.
    pub crate_name: Option<&'a str>,
}

/// Reads a file.
///
/// # Errors
/// If the text is not Rust.
pub fn read(text: &str, place: Place<'_>) -> syn::Result<File> {
    let parsed = syn::parse_file(text)?;
    let owned = |path: &[&str]| path.iter().map(|&part| part.to_owned()).collect::<Path>();
    let mut scan = Scan { here: owned(place.module), ..Scan::default() };
    scan.modules.insert(scan.here.clone());
    if !is_test_only(&parsed.attrs) {
        scan.visit_file(&parsed);
    }
    Ok(scan.resolved(&owned(place.root), place.crate_name))
}

/// The kind of a path's occurrence.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Form {
    /// In code.
    Code,
    /// In a `use` that binds a name, and re-exports it if it has a visibility.
    Use { name: String, shown: bool },
    /// In a glob import.
    Glob,
}

/// A path as written.
#[derive(Debug)]
struct Said {
    here: Path,
    path: Path,
    form: Form,
    line: usize,
}

/// A visitor of a file's syntax tree.
#[derive(Default)]
struct Scan {
    /// The current module.
    here: Path,
    /// Nesting depth of code blocks; nothing outside can name items that are declared in a block.
    blocks: usize,
    said: Vec<Said>,
    children: BTreeSet<Path>,
    modules: BTreeSet<Path>,
    items: BTreeSet<Path>,
    test_modules: Vec<String>,
}

fn joined(path: &[String], name: &str) -> Path {
    path.iter().cloned().chain([name.to_owned()]).collect()
}

fn line(name: &Ident) -> usize {
    name.span().start().line
}

impl Scan {
    fn say(&mut self, path: Path, form: Form, line: usize) {
        if !path.is_empty() {
            self.said.push(Said { here: self.here.clone(), path, form, line });
        }
    }

    /// The tree of a `use`: `a::{b, c::*, d as e}`.
    fn tree(&mut self, before: &Path, tree: &UseTree, shown: bool) {
        let longer = |name: &Ident| joined(before, &name.unraw().to_string());
        match tree {
            UseTree::Path(part) => self.tree(&longer(&part.ident), &part.tree, shown),
            UseTree::Name(part) => {
                let path = longer(&part.ident);
                // `use a::b::{self}` binds `b`.
                let name = path.iter().rev().find(|part| *part != "self").cloned().unwrap_or_default();
                self.say(path, Form::Use { name, shown }, line(&part.ident));
            }
            UseTree::Rename(part) => {
                let name = part.rename.unraw().to_string();
                self.say(longer(&part.ident), Form::Use { name, shown }, line(&part.ident));
            }
            UseTree::Glob(part) => {
                self.say(before.clone(), Form::Glob, part.star_token.spans[0].start().line);
            }
            UseTree::Group(group) => group.items.iter().for_each(|item| self.tree(before, item, shown)),
        }
    }

    /// Paths in a macro's tokens, which can have any form.
    fn tokens(&mut self, tokens: TokenStream) {
        let all: Vec<TokenTree> = tokens.into_iter().collect();
        let mark = |at: usize, mark: char, joint: bool| {
            matches!(all.get(at), Some(TokenTree::Punct(punct))
                if punct.as_char() == mark && (!joint || punct.spacing() == Spacing::Joint))
        };
        let name = |at: usize| match all.get(at) {
            Some(TokenTree::Ident(name)) => Some(name),
            _ => None,
        };
        let is_sep = |at: usize| mark(at, ':', true) && mark(at + 1, ':', false);
        let mut at = 0;
        while let Some(token) = all.get(at) {
            let start = at;
            at += 1;
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(first) => {
                    let before =
                        |n: usize, c: char| start.checked_sub(n).is_some_and(|at| mark(at, c, false));
                    // `.name` is a field or method, unless it follows a range; `<T as Trait>::name` continues a path.
                    let is_member = before(1, '.') && !before(2, '.');
                    let is_lifetime = before(1, '\'');
                    let goes_on = before(1, ':') && before(2, ':') && before(3, '>');
                    let mut path = vec![first.unraw().to_string()];
                    while is_sep(at)
                        && let Some(next) = name(at + 2)
                    {
                        path.push(next.unraw().to_string());
                        at += 3;
                    }
                    if !is_member && !is_lifetime && !goes_on {
                        self.say(path, Form::Code, line(first));
                    }
                }
                _ => {}
            }
        }
    }

    /// The result for the file, with paths from the crate's root.
    fn resolved(self, root: &[String], crate_name: Option<&str>) -> File {
        let Self { said, children, modules, items, test_modules, .. } = self;
        let mut file = File { test_modules, modules, items, ..File::default() };
        let from_root = |said: &Said, bound: &BTreeMap<Path, Path>| -> Option<Path> {
            let (first, rest) = said.path.split_first()?;
            let local = joined(&said.here, first);
            let mut path = match first.as_str() {
                "crate" if crate_name.is_none() => root.to_vec(),
                name if Some(name) == crate_name => Path::new(),
                "crate" | "self" => said.here.clone(),
                "super" => said.here.split_last()?.1.to_vec(),
                _ if children.contains(&local) => local,
                // A `use` that binds the first segment of its own path does not define that name.
                _ if said.form == Form::Code || !rest.is_empty() => bound.get(&local)?.clone(),
                _ => return None,
            };
            for part in rest {
                match part.as_str() {
                    "super" => drop(path.pop()?),
                    "self" => {}
                    part => path.push(part.to_owned()),
                }
            }
            Some(path)
        };
        // Names are resolved first, since a `use` may follow the code that needs it; two rounds resolve a `use` of
        // a `use`.
        for _ in 0..2 {
            for one in &said {
                if let Form::Use { name, .. } = &one.form
                    && name != "_"
                    && let Some(path) = from_root(one, &file.bound)
                {
                    file.bound.insert(joined(&one.here, name), path);
                }
            }
        }
        let in_code = said.iter().filter(|one| one.form == Form::Code);
        let used: BTreeSet<Path> =
            in_code.filter_map(|one| Some(joined(&one.here, one.path.first()?))).collect();
        for one in said {
            let path = from_root(&one, &file.bound);
            match (&one.form, &path) {
                (Form::Code, Some(path)) if one.path.len() > 1 => {
                    file.followed.push((path.clone(), one.line))
                }
                (Form::Use { name, shown }, Some(path))
                    if !shown || used.contains(&joined(&one.here, name)) =>
                {
                    file.followed.push((path.clone(), one.line));
                }
                (Form::Glob, Some(path)) => {
                    let own = |name: &Path| file.bound.contains_key(name) || file.items.contains(name);
                    let names = used.iter().filter(|name| !own(name)).filter_map(|name| name.split_last());
                    let names = names.filter(|(_, module)| *module == one.here);
                    file.followed.extend(names.map(|(name, _)| (joined(path, name), one.line)));
                    file.globs.push((one.here, path.clone()));
                }
                _ => {}
            }
            // A single name in code is local, or imported by a `use` in this file.
            match path {
                _ if one.form == Form::Code && one.path.len() == 1 => {}
                Some(path) => file.inside.push((path, one.line)),
                None => file.outside.push((one.path, one.line)),
            }
        }
        file
    }
}

impl<'ast> Visit<'ast> for Scan {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = parts(item);
        if is_test_only(attributes) {
            if let Item::Mod(module) = item
                && module.content.is_none()
            {
                self.test_modules.push(module.ident.unraw().to_string());
            }
            return;
        }
        if let Some(name) = name.filter(|_| self.blocks == 0) {
            self.items.insert(joined(&self.here, &name.unraw().to_string()));
        }
        visit::visit_item(self, item);
    }

    fn visit_item_mod(&mut self, module: &'ast syn::ItemMod) {
        let path = joined(&self.here, &module.ident.unraw().to_string());
        self.children.insert(path.clone());
        if module.content.is_some() {
            self.modules.insert(path.clone());
            let outer = std::mem::replace(&mut self.here, path);
            visit::visit_item_mod(self, module);
            self.here = outer;
        }
    }

    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        let shown = !matches!(item.vis, Visibility::Inherited);
        self.tree(&Path::new(), &item.tree, shown);
    }

    fn visit_impl_item(&mut self, item: &'ast syn::ImplItem) {
        let attributes: &[Attribute] = match item {
            syn::ImplItem::Const(item) => &item.attrs,
            syn::ImplItem::Fn(item) => &item.attrs,
            syn::ImplItem::Type(item) => &item.attrs,
            syn::ImplItem::Macro(item) => &item.attrs,
            _ => &[],
        };
        if !is_test_only(attributes) {
            visit::visit_impl_item(self, item);
        }
    }

    fn visit_block(&mut self, block: &'ast syn::Block) {
        self.blocks += 1;
        visit::visit_block(self, block);
        self.blocks -= 1;
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if !is_test_only(&local.attrs) {
            visit::visit_local(self, local);
        }
    }

    fn visit_expr_block(&mut self, block: &'ast syn::ExprBlock) {
        if !is_test_only(&block.attrs) {
            visit::visit_expr_block(self, block);
        }
    }

    fn visit_arm(&mut self, arm: &'ast syn::Arm) {
        if !is_test_only(&arm.attrs) {
            visit::visit_arm(self, arm);
        }
    }

    fn visit_field(&mut self, field: &'ast syn::Field) {
        if !is_test_only(&field.attrs) {
            visit::visit_field(self, field);
        }
    }

    fn visit_variant(&mut self, variant: &'ast syn::Variant) {
        if !is_test_only(&variant.attrs) {
            visit::visit_variant(self, variant);
        }
    }

    fn visit_field_value(&mut self, field: &'ast syn::FieldValue) {
        if !is_test_only(&field.attrs) {
            visit::visit_field_value(self, field);
        }
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        let names = path.segments.iter().map(|segment| segment.ident.unraw().to_string()).collect();
        let at = path.segments.first().map_or(0, |segment| line(&segment.ident));
        self.say(names, Form::Code, at);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        visit::visit_macro(self, called);
        self.tokens(called.tokens.clone());
    }

    /// The path in `pub(in path)` is not a use.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}

    /// Of attributes, only `derive` and paths in the strings of `serde` count; other words in them are not paths.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let Meta::List(list) = &attribute.meta else { return };
        if list.path.is_ident("derive") {
            self.tokens(list.tokens.clone());
        } else if list.path.is_ident("serde") {
            let strings = list.tokens.clone().into_iter().filter_map(|token| match token {
                TokenTree::Literal(text) => syn::parse_str::<syn::LitStr>(&text.to_string()).ok(),
                _ => None,
            });
            for text in strings {
                if let Ok(tokens) = text.value().parse::<TokenStream>() {
                    self.tokens(tokens);
                }
            }
        }
    }
}

/// An item's attributes, and its name if a path can lead to it (except for modules, which are handled
/// separately).
fn parts(item: &Item) -> (&[Attribute], Option<&Ident>) {
    match item {
        Item::Const(item) => (&item.attrs, Some(&item.ident)),
        Item::Enum(item) => (&item.attrs, Some(&item.ident)),
        Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
        Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
        Item::Static(item) => (&item.attrs, Some(&item.ident)),
        Item::Struct(item) => (&item.attrs, Some(&item.ident)),
        Item::Trait(item) => (&item.attrs, Some(&item.ident)),
        Item::TraitAlias(item) => (&item.attrs, Some(&item.ident)),
        Item::Type(item) => (&item.attrs, Some(&item.ident)),
        Item::Union(item) => (&item.attrs, Some(&item.ident)),
        Item::ExternCrate(item) => (&item.attrs, None),
        Item::ForeignMod(item) => (&item.attrs, None),
        Item::Impl(item) => (&item.attrs, None),
        Item::Mod(item) => (&item.attrs, None),
        Item::Use(item) => (&item.attrs, None),
        _ => (&[], None),
    }
}

/// Whether this is `#[cfg(test)]`, or a condition that requires it.
fn is_test_only(attributes: &[Attribute]) -> bool {
    fn needs_test(meta: &Meta) -> bool {
        let parts = |list: &syn::MetaList| {
            list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated).unwrap_or_default()
        };
        match meta {
            Meta::Path(path) => path.is_ident("test"),
            Meta::List(list) if list.path.is_ident("all") => parts(list).iter().any(needs_test),
            Meta::List(list) if list.path.is_ident("any") => {
                let parts = parts(list);
                !parts.is_empty() && parts.iter().all(needs_test)
            }
            _ => false,
        }
    }
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg") && attribute.parse_args::<Meta>().is_ok_and(|meta| needs_test(&meta))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, module: &[&str]) -> File {
        read(text, Place { module, root: &[], crate_name: None }).unwrap()
    }

    fn names(paths: &[(Path, usize)]) -> Vec<String> {
        let mut found: Vec<_> = paths.iter().map(|(path, _)| path.join("::")).collect();
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
            ("fn f() { use crate::diag; diag::render::show() }", &["diag", "diag::render::show"]),
            ("mod render; pub use render::show;", &["edition::consent::render::show"]),
            (
                "mod inner { use super::super::super::plan::Plan; use super::x; }",
                &["edition::consent::x", "plan::Plan"],
            ),
            ("mod inner { fn f() { if a {} } } use super::x;", &["edition::x"]),
            ("fn f() { let x = <crate::model::M as T>::new(); }", &["model::M"]),
            ("fn f() { let x = <crate::a::A as crate::model::M>::new(); }", &["a::A", "model::M::new"]),
            (
                "fn f() { match x { crate::model::M::A { a } => 1, crate::b::B => 2 } }",
                &["b::B", "model::M::A"],
            ),
            ("fn f() { x.map(crate::model::m::<crate::b::B>) }", &["b::B", "model::m"]),
            ("impl crate::model::M for crate::b::B where u8: crate::c::C {}", &["b::B", "c::C", "model::M"]),
            ("macro_rules! m { () => { $crate::model::M } }", &["model::M"]),
            ("fn f() { assert!(crate::model::m(), \"{}\", x.crate_); }", &["model::m"]),
            (
                "use crate::model; fn f() { vec![0..model::MOST, self.model::<u8>()] }",
                &["model", "model::MOST"],
            ),
            ("#[derive(crate::model::M)] struct S;", &["model::M"]),
            ("#[serde(with = \"crate::model::m\")] struct S;", &["model::m"]),
            ("fn f() -> impl Iterator<Item = u8> + use<'a> { crate::model::m() }", &["model::m"]),
        ];
        for (text, wanted) in cases {
            assert_eq!(names(&of(text, &["edition", "consent"]).inside), *wanted, "{text}");
        }
    }

    #[test]
    fn passes_over_what_is_no_import() {
        for text in [
            "// use crate::model::M;",
            "/// See [`crate::model::M`].\nstruct S;",
            "const S: &str = \"crate::model::M\";",
            "pub(in crate::model) fn f() {}",
            "pub(crate) fn f() {}",
            "#[cfg(test)]\nmod tests { use crate::model::M; fn f() { { } } }",
            "#[cfg(test)]\n#[allow(unused)]\nuse crate::{model::M};",
            "#[cfg(test)]\nfn f() -> crate::model::M { crate::model::M {} }",
            "#[cfg(all(test, unix))]\nfn f() -> crate::model::M { crate::model::M {} }",
            "impl S { #[cfg(test)] fn f() -> crate::model::M {} }",
            "fn f() { #[cfg(test)] { crate::model::m(); } #[cfg(test)] let x = crate::model::m(); }",
            "#![cfg(test)] use crate::model::M;",
            "#[cfg(test)] mod tests;",
            "use std::fmt; fn f() { Vec::<u8>::new(); serde_json::Value::Null; }",
        ] {
            assert_eq!(names(&of(text, &["edition"]).inside), [""; 0], "{text}");
        }
        for text in [
            "#[cfg(test)] mod tests { } use crate::model::M;",
            "#[cfg(not(test))] use crate::model::M;",
            "#[cfg(any(test, unix))] use crate::model::M;",
        ] {
            assert_eq!(names(&of(text, &["edition"]).inside), ["model::M"], "{text}");
        }
        assert_eq!(of("#[cfg(test)] mod checks;", &["edition"]).test_modules, ["checks"]);
        assert!(read("fn {", Place { module: &[], root: &[], crate_name: None }).is_err());
    }

    #[test]
    fn lines_are_those_of_the_names() {
        let file =
            of("use crate::{\n    a::A,\n    b::{B},\n};\nfn f() {\n    crate::c::C\n}\n", &["edition"]);
        let lines: Vec<_> = file.inside.iter().map(|(path, line)| (path.join("::"), *line)).collect();
        assert_eq!(lines, [("a::A".to_owned(), 2), ("b::B".to_owned(), 3), ("c::C".to_owned(), 6)]);
    }

    #[test]
    fn what_is_only_shown_is_not_followed() {
        for (text, wanted) in [
            ("mod a; pub use a::A;", &[][..]),
            ("mod a; pub use a::A; fn f(x: A) {}", &["edition::a::A"][..]),
            ("mod a; use a::A;", &["edition::a::A"][..]),
            ("mod a; pub(crate) use a::A; fn f() { dbg!(A::new()) }", &["edition::a::A"][..]),
            ("mod a; pub use a::*; fn f(x: A) {}", &["edition::a::A"][..]),
            ("mod a; pub use a::*; struct A; fn f(x: A) {}", &[][..]),
        ] {
            let followed = names(&of(text, &["edition"]).followed);
            let followed: Vec<_> = followed.iter().filter(|path| path.ends_with("a::A")).collect();
            assert_eq!(followed, wanted.iter().collect::<Vec<_>>(), "{text}");
        }
    }

    #[test]
    fn the_program_names_the_library() {
        let place = Place { module: &["main"], root: &[], crate_name: Some("bangyang") };
        let file = read("fn main() { bangyang::cli::main() }", place).unwrap();
        assert_eq!(names(&file.inside), ["cli::main"]);
    }
}
