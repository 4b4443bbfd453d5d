//! The input for views of a program.

use std::collections::BTreeSet;

use serde::Serialize;

use super::sources::SourceBook;
use crate::domain::Period;
use crate::edition::PublicProgram;
use crate::routes::Href;
use crate::view::DateView;
use crate::view::viewer::Viewer;

/// A period's name and bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PeriodView {
    /// As records write it.
    pub id: Period,
    /// In words.
    pub title: String,
    /// The same without its year, for lists within a year.
    pub short: String,
    /// `month`, `quarter`, `half` or `year`.
    pub kind: &'static str,
    /// Its bulletin or, if it has none, that of its year.
    pub url: Href,
    /// Whether it has no page of its own, because there is nothing to tell.
    pub quiet: bool,
    /// Whether it is over.
    pub ended: bool,
    /// Its first day.
    pub starts: DateView,
    /// Its last day with figures.
    pub ends: DateView,
}

/// Makes the views of one program.
#[derive(Clone, Copy)]
pub struct ProgressViewer<'a> {
    /// The input of views.
    pub viewer: Viewer<'a>,
    /// The program.
    pub program: &'a PublicProgram,
    /// The sources of its metrics.
    pub books: &'a [SourceBook],
    /// The periods without a page of their own.
    pub quiet: &'a BTreeSet<Period>,
}
