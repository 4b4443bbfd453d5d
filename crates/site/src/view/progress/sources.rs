//! The contributions to a metric's figures, by month and region, in pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::{Date, Period, Quantity, Region};
use crate::edition::{Area, PublicIx, PublicProgram};
use crate::routes::{Href, ProgramUrls};

/// Number of contributions per page.
const PER_PAGE: usize = 200;

/// A metric's contributions in pages.
#[derive(Debug, Default)]
pub struct SourceBook {
    metric: Arc<str>,
    /// The ids of the regions.
    ids: Vec<Arc<str>>,
    /// The pages with their months.
    pub pages: Vec<Vec<SourceMonth>>,
    /// The page, from 1, on which a month or a region of a month begins.
    starts: BTreeMap<(Option<Period>, Area), usize>,
    /// The first month of each region.
    regions: BTreeMap<Area, Option<Period>>,
    /// Number of contributions.
    pub total: usize,
    /// Number of those that are not public.
    pub hidden: usize,
}

/// Contributions of a month.
#[derive(Clone, Debug)]
pub struct SourceMonth {
    /// The month; `None` for contributions without a known month.
    pub month: Option<Period>,
    /// Its regions in administrative order; then what several regions did together, and what has none.
    pub regions: Vec<SourceRegion>,
}

/// Contributions of a month and region.
#[derive(Clone, Debug)]
pub struct SourceRegion {
    /// The region; or several together, or none.
    pub area: Area,
    /// Those whose records are public.
    pub items: Vec<SourceItem>,
    /// Number of the others.
    pub hidden: usize,
}

/// A contribution.
#[derive(Clone, Copy, Debug)]
pub struct SourceItem {
    /// The record.
    pub record: PublicIx,
    /// The date by which it counts.
    pub date: Date,
    /// What it adds.
    pub amount: Quantity,
}

/// By month, those without one last; then by region, joint ones and those without one last.
type Key = (bool, Option<Period>, Area);

impl SourceBook {
    /// The contributions of a metric.
    #[must_use]
    pub fn new(program: &PublicProgram, metric: usize, regions: &[Region]) -> Self {
        let id = program.metrics().get(metric).map_or_else(|| Arc::from(""), |metric| metric.id.clone());
        let mut groups: BTreeMap<Key, SourceRegion> = BTreeMap::new();
        let ids = regions.iter().map(|region| region.id.clone()).collect();
        let mut book = Self { metric: id, ids, ..Self::default() };
        for source in program.sources(metric) {
            let month = source.date.month().map(|month| Period::Month(source.date.year(), month));
            let group = groups.entry((month.is_none(), month, source.area)).or_insert_with(|| SourceRegion {
                area: source.area,
                items: Vec::new(),
                hidden: 0,
            });
            book.total += 1;
            match source.record {
                Some(record) => {
                    group.items.push(SourceItem { record, date: source.date, amount: source.amount })
                }
                None => {
                    group.hidden += 1;
                    book.hidden += 1;
                }
            }
        }
        for ((_, month, ..), group) in groups {
            book.add(month, group);
        }
        book
    }

    fn add(&mut self, month: Option<Period>, group: SourceRegion) {
        let on_last: usize =
            self.pages.last().map_or(0, |months| months.iter().map(SourceMonth::count).sum());
        if self.pages.is_empty() || (on_last > 0 && on_last + group.items.len() > PER_PAGE) {
            self.pages.push(Vec::new());
        }
        let number = self.pages.len();
        self.starts.entry((month, Area::Whole)).or_insert(number);
        self.starts.entry((month, group.area)).or_insert(number);
        self.regions.entry(group.area).or_insert(month);
        let Some(page) = self.pages.last_mut() else { return };
        match page.last_mut().filter(|last| last.month == month) {
            Some(last) => last.regions.push(group),
            None => page.push(SourceMonth { month, regions: vec![group] }),
        }
    }

    /// Whether nothing contributes.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// The link to a month's contributions, or to those of a region in it.
    #[must_use]
    pub fn of_month(&self, urls: ProgramUrls<'_>, month: Period, area: Area) -> Option<Href> {
        self.place(urls, Some(month), area)
    }

    /// The link to the contributions of a longer period: those of its first month that has any, otherwise
    /// those without a month.
    #[must_use]
    pub fn of_longer(&self, urls: ProgramUrls<'_>, period: Period, area: Area) -> Option<Href> {
        period.months().map(Some).chain([None]).find_map(|month| self.place(urls, month, area))
    }

    /// The link to a region's contributions.
    #[must_use]
    pub fn of_area(&self, urls: ProgramUrls<'_>, area: Area) -> Option<Href> {
        if area == Area::Whole {
            return (!self.is_empty()).then(|| urls.sources(&self.metric, 1));
        }
        self.place(urls, *self.regions.get(&area)?, area)
    }

    fn place(&self, urls: ProgramUrls<'_>, month: Option<Period>, area: Area) -> Option<Href> {
        let page = self.starts.get(&(month, area))?;
        Some(urls.sources(&self.metric, *page).with(&format!("#{}", self.anchor(month, area))))
    }

    /// The anchor of a month, or of a region in it: `m-2022-09`, `m-2022-09-qingxi`.
    #[must_use]
    pub fn anchor(&self, month: Option<Period>, area: Area) -> String {
        let month = month.map_or_else(|| "none".to_owned(), |month| month.to_string());
        let id = match area {
            Area::Whole => return format!("m-{month}"),
            // No region id begins with a hyphen.
            Area::Joint => return format!("m-{month}--joint"),
            Area::Region(region) => self.ids.get(region.at()),
            Area::NoRegion => None,
        };
        format!("m-{month}-{}", id.map_or("none", |id| &**id))
    }
}

impl SourceMonth {
    fn count(&self) -> usize {
        self.regions.iter().map(|region| region.items.len()).sum()
    }
}
