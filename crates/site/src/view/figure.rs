//! Figures of programs, as requested by texts and templates.

use std::sync::Arc;

use serde::Serialize;

use crate::diag::suggestion;
use crate::domain::{Date, Decimal, Period, WrittenPeriod};
use crate::routes::Href;

/// The request for a figure.
#[derive(Clone, Debug, Default)]
pub struct FigureRequest {
    /// The program's id; by default the current program.
    pub program: Option<String>,
    /// The metric's id.
    pub metric: String,
    /// The setter of the target.
    pub of: Option<String>,
    /// The day, or the last day of a month or year.
    pub on: Option<Date>,
    /// Requests what was done in this period instead of a running total.
    pub within: Option<WrittenPeriod>,
    /// The period that the requesting text reports, if it names no day itself: once that is closed, its
    /// frozen figures are used.
    pub period: Option<Period>,
    /// A region's id or title.
    pub region: Option<String>,
    /// `value`, `percent` or `target`.
    pub shown: Option<String>,
}

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FigureView {
    /// The metric's title.
    pub title: Arc<str>,
    /// Number, bound and unit in words; `125 %` for percentages.
    pub text: String,
    /// The number with its bound.
    pub number: String,
    /// The number without its bound.
    pub plain: String,
    /// The number to calculate with; for percentages, in per cent.
    pub value: Decimal,
    /// The unit; `%` for percentages.
    pub unit: Arc<str>,
    /// The page that explains it, if there is one.
    pub url: Option<Href>,
    /// The day of the running total; for what was done in a period, the last day with figures.
    pub on: super::DateView,
}

/// Why a figure is not available.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FigureFault {
    /// The argument at fault, whether given or missing.
    pub arg: &'static str,
    /// The reason in English.
    pub en: String,
    /// The reason in Chinese.
    pub zh: String,
    /// The value that was probably meant.
    pub suggestion: Option<String>,
}

impl FigureFault {
    /// A fault of an argument.
    #[must_use]
    pub const fn new(arg: &'static str, en: String, zh: String) -> Self {
        Self { arg, en, zh, suggestion: None }
    }

    /// The same with the nearest valid value as a suggestion.
    #[must_use]
    pub fn meant<'k>(self, found: &str, known: impl IntoIterator<Item = &'k str>) -> Self {
        Self { suggestion: suggestion(found, known), ..self }
    }

    /// An argument names something unknown. `what` is what it should name, in English and Chinese.
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

/// A provider of figures.
pub trait Figures: Send + Sync {
    /// A figure.
    ///
    /// # Errors
    /// If it does not exist.
    fn figure(&self, request: &FigureRequest) -> Result<FigureView, FigureFault>;
}

/// The provider of a site without programs.
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
