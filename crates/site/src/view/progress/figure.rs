//! One figure, and its status against a target.

use std::sync::Arc;

use jiff::civil;
use serde::Serialize;

use super::viewer::ProgressViewer;
use crate::domain::{Bound, Decimal, Measure, Quantity, RegionIx};
use crate::edition::{Area, Completion, PublicIx, PublicTarget, Status, Tenths};
use crate::routes::Href;
use crate::view::DateView;

/// A figure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ProgressFigure {
    /// Number, bound and unit in words; if there is no record at all, a note about that.
    pub text: String,
    /// The same without the unit.
    pub number: String,
    /// The unit.
    pub unit: String,
    /// The bare number.
    pub value: Decimal,
    /// Its bound.
    pub bound: Bound,
    /// The page of its sources, if there is one.
    pub url: Option<Href>,
    /// `value`, `zero` or `no-data`.
    pub state: &'static str,
}

/// A status, for machines and for readers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StatusView {
    /// The word in data files.
    pub word: &'static str,
    /// In words.
    pub text: String,
}

/// A target, or a region's share of it.
#[derive(Clone, Debug, Serialize)]
pub struct TargetView {
    /// Who set it.
    pub set: Arc<str>,
    /// Who set it, in words.
    pub set_title: String,
    /// The value to reach.
    pub value: ProgressFigure,
    /// By when.
    pub due: DateView,
    /// The planned value to date.
    pub planned: Option<String>,
    /// The completed share, in words.
    pub percent: Option<String>,
    /// The same as a number in per cent: 125 is a quarter more than the target.
    pub reached: Option<Decimal>,
    /// The same as an integer from 0 to 100, for a bar.
    pub done: Option<i64>,
    /// Whether the target is exceeded.
    pub passed: bool,
    /// The resulting status.
    pub status: Option<StatusView>,
    /// The index of the document's record, for its card.
    #[serde(skip)]
    pub document: Option<PublicIx>,
}

impl<'a> ProgressViewer<'a> {
    /// A quantity of a metric as a figure.
    #[must_use]
    pub fn figure(&self, metric: usize, quantity: Quantity, url: Option<Href>) -> ProgressFigure {
        self.figure_in(Some(metric), self.unit(metric), quantity, url)
    }

    /// A metric's unit.
    #[must_use]
    pub fn unit(&self, metric: usize) -> &'a str {
        self.program.metrics().get(metric).map_or("", |metric| metric.unit.or(self.viewer.lang(), ""))
    }

    /// A quantity with a unit as a figure, with the decimals of its metric.
    #[must_use]
    pub fn figure_in(
        &self,
        metric: Option<usize>,
        unit: &str,
        quantity: Quantity,
        url: Option<Href>,
    ) -> ProgressFigure {
        let words = self.viewer.words;
        let metric = metric.and_then(|at| self.program.metrics().get(at));
        let shown = metric.map_or(quantity, |metric| metric.shown(quantity));
        ProgressFigure {
            text: words.quantity(shown, Some(unit).filter(|unit| !unit.is_empty())),
            number: words.quantity(shown, None),
            unit: words.unit_of(shown, unit).to_owned(),
            value: quantity.amount,
            bound: quantity.bound,
            url,
            state: if quantity.amount.is_zero() { "zero" } else { "value" },
        }
    }

    /// A metric's running total at the end of a day; no figure if no record contributes.
    #[must_use]
    pub fn standing(&self, metric: usize, day: civil::Date, area: Area) -> ProgressFigure {
        let url = self.area_url(metric, area);
        let figure = self.figure(metric, self.program.at(metric, day, area), url);
        if self.program.has_data(metric, day) { figure } else { self.without_data(figure) }
    }

    /// Marks a figure to which no record contributes, instead of showing a zero.
    pub(super) fn without_data(&self, mut figure: ProgressFigure) -> ProgressFigure {
        figure.text = self.viewer.words.word("figure.no-data", &[]);
        figure.number.clone_from(&figure.text);
        figure.unit.clear();
        figure.state = "no-data";
        figure
    }

    /// The link to the sources of a metric in an area.
    pub(super) fn area_url(&self, metric: usize, area: Area) -> Option<Href> {
        self.books.get(metric)?.of_area(self.urls(), area)
    }

    /// The first page of a metric's sources, if it has any.
    #[must_use]
    pub fn sources_url(&self, metric: usize) -> Option<Href> {
        self.books.get(metric)?.of_area(self.urls(), Area::Whole)
    }

    /// A metric's targets at the end of a day.
    #[must_use]
    pub fn targets(&self, metric: usize, day: civil::Date) -> Vec<TargetView> {
        let targets = self.program.targets(metric, day);
        targets.iter().map(|target| self.target(metric, target, target.value, Some(&target.whole))).collect()
    }

    /// A region's shares of a metric's targets at the end of a day.
    #[must_use]
    pub fn shares(&self, metric: usize, day: civil::Date, region: RegionIx) -> Vec<TargetView> {
        let targets = self.program.targets(metric, day);
        let shares = targets.iter().filter_map(|target| {
            let (_, share, completion) = target.regions.iter().find(|(known, ..)| *known == region)?;
            Some(self.target(metric, target, *share, completion.as_ref()))
        });
        shares.collect()
    }

    fn target(
        &self,
        metric: usize,
        target: &PublicTarget,
        value: Decimal,
        of: Option<&Completion>,
    ) -> TargetView {
        let percent = of.and_then(|of| of.percent);
        TargetView {
            set: target.set.clone(),
            set_title: self.set_title(&target.set),
            value: self.figure(metric, Quantity::exactly(value), None),
            due: self.viewer.date(target.due),
            planned: of.map(|of| self.planned(metric, value, of.planned)),
            percent: percent.map(|percent| self.viewer.words.percent(percent)),
            reached: percent.map(Decimal::from),
            done: percent.map(|Tenths(tenths)| (tenths / 10).clamp(0, 100)),
            passed: percent.is_some_and(|Tenths(tenths)| tenths > 1000),
            status: of.map(|of| self.status(of.status)),
            document: target.document,
        }
    }

    /// The planned value to date for readers. For integers it is rounded up: reaching it means being on time,
    /// one less does not.
    pub(super) fn planned(&self, metric: usize, target: Decimal, planned: Tenths) -> String {
        let Some(of) = self.program.metrics().get(metric) else {
            return self.viewer.words.decimal(planned.into());
        };
        let reached = self.program.at(metric, self.program.calendar().as_of, Area::Whole).amount;
        let is_whole = |number: Decimal| number.to_whole().is_some();
        let counted = of.decimals == Some(0) || of.measure == Measure::Count;
        if counted || (is_whole(target) && is_whole(reached)) {
            return self.viewer.words.number(planned.ceil());
        }
        self.viewer.words.decimal(planned.into())
    }

    /// A status in words.
    #[must_use]
    pub fn status(&self, status: Status) -> StatusView {
        let word = status.word();
        StatusView { word, text: self.viewer.words.word(&format!("status.{word}"), &[]) }
    }

    /// The setters of targets in the theme's words; as written in the program if the theme has none.
    #[must_use]
    pub fn set_title(&self, set: &str) -> String {
        let key = format!("set.{set}");
        self.viewer.words.get(&key).map_or_else(|| set.to_owned(), |title| title.to_string())
    }
}
