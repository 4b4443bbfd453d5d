//! The contents of a list page.

use std::sync::Arc;

use serde::Serialize;

use crate::routes::{Href, Url};
use crate::view::PublicIx;

/// A page of a list.
#[derive(Clone, Debug)]
pub struct ListPage {
    /// The collection's id.
    pub collection: Arc<str>,
    /// The heading: the collection's name, or the facet's value.
    pub title: Arc<str>,
    /// All records of the list.
    pub records: Arc<[PublicIx]>,
    /// The index of this page's first record among them.
    pub first: usize,
    /// Number of records on this page.
    pub count: usize,
    /// Page number, from 1.
    pub number: usize,
    /// All pages of the list, with their URLs.
    pub pages: Arc<[Url]>,
    /// The indices of the facet and its value, if it is a facet's list.
    pub value: Option<(usize, usize)>,
    /// The collection's facets.
    pub facets: Arc<[FacetLinks]>,
}

/// A facet of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetLinks {
    /// As declared.
    pub name: Arc<str>,
    /// Its label.
    pub label: Arc<str>,
    /// Its values.
    pub values: Vec<FacetLink>,
}

/// A facet's value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FacetLink {
    /// The value in URLs.
    pub value: Arc<str>,
    /// The value in words.
    pub title: Arc<str>,
    /// Its list.
    pub url: Href,
    /// Its number of records.
    pub count: usize,
}

/// Number of pages that the pager lists before and after the current one.
const NEAR: usize = 2;

/// A page of a list in the pager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PageLink {
    /// From 1.
    pub number: usize,
    /// Where it is.
    pub url: Href,
    /// Whether it is the current page.
    pub current: bool,
    /// Whether pages before it are omitted.
    pub gap: bool,
}

impl PageLink {
    /// The pages in a pager: the first, the last, and those near the current one. Listing all would give
    /// twenty-five million links for a list of five thousand pages. `url` returns a page's URL by number.
    #[must_use]
    pub fn pager(number: usize, last: usize, url: impl Fn(usize) -> Option<Href>) -> Vec<Self> {
        let from = number.saturating_sub(NEAR).max(1);
        let to = number.saturating_add(NEAR).min(last);
        // Do not omit a single page.
        let from = if from <= 3 { 1 } else { from };
        let to = if to.saturating_add(2) >= last { last } else { to };
        let ends = [1, last].into_iter().filter(|end| !(from..=to).contains(end));
        let mut numbers: Vec<usize> = (from..=to).chain(ends).collect();
        numbers.sort_unstable();
        let mut before = 0;
        let links = numbers.into_iter().filter_map(|at| {
            let gap = at != before + 1;
            before = at;
            Some(Self { number: at, url: url(at)?, current: at == number, gap })
        });
        links.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pager(number: usize, count: usize) -> String {
        let links = PageLink::pager(number, count, |n| Some(Href::to(&format!("{n}.html"))));
        let shown = links.iter().map(|link| {
            assert_eq!(link.url.as_str(), format!("{}.html", link.number));
            let (gap, number) = (if link.gap { "… " } else { "" }, link.number);
            if link.current { format!("{gap}[{number}]") } else { format!("{gap}{number}") }
        });
        shown.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn a_pager_names_the_ends_and_what_is_near() {
        assert_eq!(pager(1, 1), "[1]");
        assert_eq!(pager(2, 5), "1 [2] 3 4 5");
        assert_eq!(pager(1, 500), "[1] 2 3 … 500");
        assert_eq!(pager(5, 500), "1 2 3 4 [5] 6 7 … 500");
        assert_eq!(pager(6, 500), "1 … 4 5 [6] 7 8 … 500");
        assert_eq!(pager(496, 500), "1 … 494 495 [496] 497 498 499 500");
        assert_eq!(pager(500, 500), "1 … 498 499 [500]");
    }
}
