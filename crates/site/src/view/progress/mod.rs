//! Figures of programs as pages show them.

mod book;
mod charts;
mod closed;
mod figure;
mod hidden;
mod index;
mod people;
mod quiet;
mod ranking;
mod sources;
mod statement;
mod tables;
mod viewer;
mod weeks;

use std::sync::Arc;

use serde::Serialize;

pub use crate::edition::{Area, PublicSource as Difficulty};
pub use book::{BookedProgram, ProgressBook};
pub use closed::{ChangeView, ChangedRegion, ClosedView, ReasonView};
pub use figure::{ProgressFigure, StatusView, TargetView};
pub use index::{BulletinIndex, DecadeView, YearView};
pub use quiet::FEW_YEARS;
pub use ranking::{PartView, RankView, StarView};
pub use sources::{SourceBook, SourceItem, SourceMonth, SourceRegion};
pub use statement::{LateItemView, LateView, StatementRow, StatementView};
pub use tables::{DecadeRows, Done, MetricRow, MonthRow, RegionRow, RegionValues};
pub use viewer::{PeriodView, ProgressViewer};

use super::DateView;
use crate::domain::{Date, Period};
use crate::routes::{Href, ProgramUrls};

/// A program in lists.
#[derive(Clone, Debug, Serialize)]
pub struct ProgramLink {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: String,
    /// Its overview.
    pub url: Href,
    /// Its first day.
    pub starts: DateView,
    /// Its last day.
    pub ends: DateView,
    /// The day up to which its figures count.
    pub as_of: DateView,
    /// Whether its last day is over.
    pub ended: bool,
}

/// A program for its own pages.
#[derive(Clone, Debug, Serialize)]
pub struct ProgramView {
    /// The data in lists.
    #[serde(flatten)]
    pub link: ProgramLink,
    /// Its metrics.
    pub metrics: Vec<MetricView>,
    /// Its bulletins, by the period's last day.
    pub periods: Vec<PeriodView>,
    /// Its regions.
    pub regions: Vec<NameLink>,
    /// The ranking's page.
    pub ranking_url: Option<Href>,
    /// The difficulties' page.
    pub difficulties_url: Option<Href>,
    /// Its data files.
    pub data: Vec<DataLink>,
}

/// A metric's name and page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MetricView {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// How it is counted.
    pub method: Option<String>,
    /// Its page.
    pub url: Href,
}

/// Something with a name and a page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NameLink {
    /// Its id.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// Its page.
    pub url: Href,
}

/// A data file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DataLink {
    /// Its title.
    pub title: String,
    /// Its link.
    pub url: Href,
    /// `CSV` or `JSON`.
    pub format: &'static str,
}

impl<'a> ProgressViewer<'a> {
    /// The program's URLs.
    #[must_use]
    pub fn urls(&self) -> ProgramUrls<'a> {
        ProgramUrls { id: &self.program.program().id }
    }

    /// The program in lists.
    #[must_use]
    pub fn link(&self) -> ProgramLink {
        let (program, calendar) = (self.program.program(), self.program.calendar());
        ProgramLink {
            id: program.id.clone(),
            title: program.title.or(self.viewer.lang(), &program.id).to_owned(),
            url: self.urls().overview(),
            starts: self.viewer.date(program.starts),
            ends: self.viewer.date(program.ends),
            as_of: self.viewer.date(Date::from(calendar.as_of)),
            ended: self.program.ended,
        }
    }

    /// The program for its own pages.
    #[must_use]
    pub fn program_view(&self, data: Vec<DataLink>) -> ProgramView {
        let program = self.program;
        let regions = self.viewer.regions.top().map(|(_, region)| region);
        let ranked = program.ranking().is_some_and(|months| !months.is_empty()) || program.stars().is_some();
        ProgramView {
            link: self.link(),
            metrics: (0..program.metrics().len()).filter_map(|metric| self.metric(metric)).collect(),
            periods: program.calendar().all().into_iter().map(|period| self.period(period)).collect(),
            regions: regions
                .map(|region| NameLink {
                    id: region.id.clone(),
                    title: region.title.clone(),
                    url: self.urls().region(&region.id),
                })
                .collect(),
            ranking_url: ranked.then(|| self.urls().ranking()),
            difficulties_url: program
                .difficulties(program.calendar().as_of)
                .map(|_| self.urls().difficulties()),
            data,
        }
    }

    /// A metric's name and page.
    #[must_use]
    pub fn metric(&self, metric: usize) -> Option<MetricView> {
        let metric = self.program.metrics().get(metric)?;
        let lang = self.viewer.lang();
        Some(MetricView {
            id: metric.id.clone(),
            title: metric.title.or(lang, &metric.id).to_owned(),
            unit: metric.unit.or(lang, "").to_owned(),
            method: metric.method.as_ref().and_then(|method| method.get(lang)).map(|text| text.to_string()),
            url: self.urls().metric(&metric.id),
        })
    }

    /// The program's word for its years, if it has one.
    pub(super) fn called(&self) -> Option<&'a str> {
        let called = self.program.program().year.called.as_ref()?;
        called.get(self.viewer.lang()).map(AsRef::as_ref)
    }

    /// A period in words.
    #[must_use]
    pub fn period_title(&self, period: Period) -> String {
        self.viewer.words.period_called(period, self.called())
    }

    /// A period's name without its year.
    fn short(&self, period: Period) -> String {
        let words = self.viewer.words;
        let named = |key: &str, name: String| words.word(key, &[("name", &words.word(&name, &[]))]);
        match period {
            Period::Month(_, month) => {
                words.word("bulletins.month", &[("n", &month.to_string()), ("name", words.month(month))])
            }
            Period::Quarter(_, quarter) => named("bulletins.quarter", format!("quarter.{quarter}")),
            Period::Half(_, half) => named("bulletins.half", format!("half.{half}")),
            Period::Year(_) => words.word("bulletins.year", &[]),
        }
    }

    /// A period's name and bulletin.
    #[must_use]
    pub fn period(&self, period: Period) -> PeriodView {
        let calendar = self.program.calendar();
        PeriodView {
            id: period,
            title: self.period_title(period),
            short: self.short(period),
            kind: match period {
                Period::Month(..) => "month",
                Period::Quarter(..) => "quarter",
                Period::Half(..) => "half",
                Period::Year(_) => "year",
            },
            url: self.bulletin_url(period),
            quiet: self.quiet.contains(&period),
            ended: calendar.is_ended(period),
            starts: self.viewer.date(Date::from(period.first_day().max(calendar.starts))),
            ends: self.viewer.date(Date::from(calendar.last_day(period))),
        }
    }
}
