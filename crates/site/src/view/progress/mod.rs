//! Figures of programs as pages show them.

mod charts;
mod closed;
mod figure;
mod hidden;
mod index;
mod people;
mod ranking;
mod sources;
mod statement;
mod tables;
mod weeks;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

pub use crate::edition::{Area, PublicSource as Difficulty};
pub use closed::{ChangeView, ChangedRegion, ClosedView, ReasonView};
pub use figure::{ProgressFigure, StatusView, TargetView};
pub use index::{BulletinIndex, DecadeView, FEW_YEARS, YearView};
pub use ranking::{PartView, RankView, StarView};
pub use sources::{SourceBook, SourceItem, SourceMonth, SourceRegion};
pub use statement::{LateItemView, LateView, StatementRow, StatementView};
pub use tables::{DecadeRows, Done, MetricRow, MonthRow, RegionRow, RegionValues};

use super::card::regions_of;
use super::{DateView, Viewer};
use crate::domain::{Collection, CollectionIx, Date, Period, Region, Value};
use crate::edition::{PublicIx, PublicProgram, PublicValue, Published};
use crate::routes::{Href, ProgramUrls};

/// The programs of a site: running ones, then ended ones, then those that have not started; within each group
/// the latest start first.
#[derive(Debug, Default)]
pub struct ProgressBook {
    /// The programs with their sources in pages.
    pub programs: Vec<BookedProgram>,
    /// The reports of each period, in the order of their collections.
    reports: BTreeMap<Period, Vec<PublicIx>>,
    /// The programs, by index, that count a person.
    persons: BTreeMap<PublicIx, Vec<usize>>,
}

/// A program, its sources in pages, and its periods without a page of their own.
#[derive(Debug)]
pub struct BookedProgram {
    /// The program.
    pub program: PublicProgram,
    /// The sources of its metrics.
    pub books: Vec<SourceBook>,
    /// In a program of many years, periods about which there is nothing to tell beyond their year.
    pub quiet: BTreeSet<Period>,
}

impl ProgressBook {
    /// The book of these programs and of the edition's reports of their periods.
    #[must_use]
    pub fn new(
        mut programs: Vec<PublicProgram>,
        regions: &[Region],
        collections: &[Collection],
        published: &Published,
    ) -> Self {
        programs.sort_by_key(|program| program.turn);
        let reports = reports(collections, published);
        let with_sources = programs.into_iter().map(|program| {
            let count = program.metrics().len();
            let books = (0..count).map(|metric| SourceBook::new(&program, metric, regions)).collect();
            let quiet = index::quiet(&program, |period| reports.contains_key(&period));
            BookedProgram { program, books, quiet }
        });
        let programs: Vec<BookedProgram> = with_sources.collect();
        let persons = persons(&programs, collections);
        Self { programs, reports, persons }
    }

    /// The programs, by index, that count a person, the earliest first.
    #[must_use]
    pub fn of_person(&self, record: PublicIx) -> &[usize] {
        self.persons.get(&record).map_or(&[], Vec::as_slice)
    }
}

/// The programs that count each person.
fn persons(programs: &[BookedProgram], collections: &[Collection]) -> BTreeMap<PublicIx, Vec<usize>> {
    let mut persons: BTreeMap<PublicIx, Vec<usize>> = BTreeMap::new();
    let mut order: Vec<usize> = (0..programs.len()).collect();
    order.sort_by_key(|at| programs.get(*at).map(|booked| booked.program.calendar().starts));
    // With a single program there is nothing to distinguish.
    for at in order.into_iter().filter(|_| programs.len() > 1) {
        let Some(BookedProgram { program, .. }) = programs.get(at) else { continue };
        for metric in 0..program.metrics().len() {
            let counted = program.collection_of(metric).and_then(|ix| collections.get(usize::from(ix.0)));
            if !counted.is_some_and(Collection::is_persons) {
                continue;
            }
            for ix in program.sources(metric).iter().filter_map(|source| source.record) {
                let of = persons.entry(ix).or_default();
                if of.last() != Some(&at) {
                    of.push(at);
                }
            }
        }
    }
    persons
}

/// The reports of each period.
fn reports(collections: &[Collection], published: &Published) -> BTreeMap<Period, Vec<PublicIx>> {
    let mut reports: BTreeMap<Period, Vec<PublicIx>> = BTreeMap::new();
    for (collection, n) in collections.iter().zip(0_u16..) {
        let Some(at) = collection.roles.period else { continue };
        for (ix, record) in published.of(CollectionIx(n)) {
            // A region's own report is not one of the whole.
            let of_whole = regions_of(record, collection.roles.region).is_empty();
            if let Some(PublicValue::Plain(Value::Period(period))) = record.get(at).filter(|_| of_whole) {
                reports.entry(*period).or_default().push(ix);
            }
        }
    }
    reports
}

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
