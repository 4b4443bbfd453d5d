//! Figures of programs, as prose and templates ask for them.

use std::sync::Arc;

use serde::Serialize;

use crate::diag::suggestion;
use crate::domain::{Date, Decimal, Period, WrittenPeriod};
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
    /// What was done in this period is asked for, not how it stood.
    pub within: Option<WrittenPeriod>,
    /// The period that the asking text reports, where it names no day itself: once that is closed, its frozen
    /// figures are reported.
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
    /// The number without its bound.
    pub plain: String,
    /// The bare number, to calculate with; of shares, how many per cent.
    pub value: Decimal,
    /// The unit; `%` for shares.
    pub unit: Arc<str>,
    /// Where it comes from, where there is a page for it.
    pub url: Option<Href>,
    /// The day on which it stands so; of what was done in a period, its last day up to which there are figures.
    pub on: super::DateView,
}

/// Why there is no such figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFault {
    /// The argument that is at fault, whether it was given or not.
    pub arg: &'static str,
    /// The reason in English.
    pub en: String,
    /// The reason in Chinese.
    pub zh: String,
    /// What was probably meant.
    pub suggestion: Option<String>,
}

impl FigureFault {
    /// What is wrong with an argument.
    #[must_use]
    pub const fn new(arg: &'static str, en: String, zh: String) -> Self {
        Self { arg, en, zh, suggestion: None }
    }

    /// The same with the nearest of what may be there.
    #[must_use]
    pub fn meant<'k>(self, found: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        Self { suggestion: suggestion(found, known), ..self }
    }

    /// An argument names nothing that there is. `what` is what it should name, in English and Chinese.
    pub fn unknown<'k>(
        arg: &'static str,
        (en, zh): (&str, &str),
        found: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        let suggestion = suggestion(found, known.iter().copied()).filter(|near| near != found);
        let (listed_en, listed_zh) = match known.as_slice() {
            [] => (String::new(), String::new()),
            known => {
                (format!("; known are: {}", known.join(", ")), format!("，已有的是：{}", known.join("、")))
            }
        };
        let (en, zh) =
            (format!("there is no {en} “{found}”{listed_en}"), format!("没有{zh}“{found}”{listed_zh}"));
        Self { arg, en, zh, suggestion }
    }
}

/// Where figures come from.
pub trait Figures: Send + Sync {
    /// A figure.
    ///
    /// # Errors
    /// Reports what there is none of.
    fn figure(&self, request: &FigureRequest) -> Result<FigureView, FigureFault>;
}

/// A site without programs.
#[derive(Clone, Copy, Debug)]
pub struct NoFigures;

impl Figures for NoFigures {
    fn figure(&self, _: &FigureRequest) -> Result<FigureView, FigureFault> {
        Err(FigureFault::new(
            "metric",
            "the site has no program: there is no file in content/programs/".to_owned(),
            "网站还没有项目：content/programs/ 里没有文件".to_owned(),
        ))
    }
}
