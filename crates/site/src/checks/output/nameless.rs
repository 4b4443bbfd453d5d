//! BY703: a page has no title or no description.

use super::Scanned;
use crate::diag::{Arg, Code, Diagnostic};
use crate::plan::Page;

pub(super) fn check(page: &Page, scanned: &Scanned<'_>, found: &mut Vec<Diagnostic>) {
    let mut lacks = |en: &str, zh: &str| {
        let what = Arg::Term { en: en.to_owned(), zh: zh.to_owned() };
        found.push(Diagnostic::new(Code::NamelessPage).arg("what", what).arg("page", page.url.path()));
    };
    if scanned.title.trim().is_empty() {
        lacks("title", "标题");
    }
    if scanned.description.trim().is_empty() {
        lacks("description", "简介");
    }
}
