//! Figures of programs, as prose and templates ask for them.

use std::sync::Arc;

use serde::Serialize;

use crate::domain::{Date, Period};
use crate::routes::Href;

/// Which figure is asked for.
#[derive(Clone, Debug, Default)]
pub struct FigureRequest {
    /// The program's id; the current one where it is left out.
    pub program: Option<String>,
    /// The metric's id.
    pub metric: String,
    /// Whose target.
    pub of: Option<String>,
    /// The day, or the last of a month or year.
    pub on: Option<Date>,
    /// The period that the asking text reports, where it names no day itself: once that is closed, its frozen figures are told.
    pub period: Option<Period>,
    /// A region's id or title.
    pub region: Option<String>,
    /// `value`, `percent` or `target`.
    pub shown: Option<String>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureView {
    /// The metric's name.
    pub title: Arc<str>,
    /// Number, bound and unit in words; `125 %` for shares.
    pub text: String,
    /// The number alone, with its bound.
    pub number: String,
    /// The unit; `%` for shares.
    pub unit: Arc<str>,
    /// Where it comes from, where there is a page for it.
    pub url: Option<Href>,
    /// The day on which it stands so.
    pub on: super::DateView,
}

/// Why there is no such figure: English, Chinese.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFault {
    /// In English.
    pub en: String,
    /// In Chinese.
    pub zh: String,
}

/// Where figures come from.
pub trait Figures: Send + Sync {
    /// A figure.
    ///
    /// # Errors
    /// Says what there is none of.
    fn figure(&self, request: &FigureRequest) -> Result<FigureView, FigureFault>;
}

/// A site without programs.
#[derive(Clone, Copy, Debug)]
pub struct NoFigures;

impl Figures for NoFigures {
    fn figure(&self, _: &FigureRequest) -> Result<FigureView, FigureFault> {
        Err(FigureFault {
            en: "the site has no program: there is no file in content/programs/".to_owned(),
            zh: "网站还没有项目：content/programs/ 里没有文件".to_owned(),
        })
    }
}
