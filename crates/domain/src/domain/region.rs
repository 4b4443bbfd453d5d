//! Present regions in administrative order, and former ones.

use std::ops::Deref;
use std::sync::Arc;

use jiff::civil;
use serde::{Deserialize, Serialize};

use super::{Date, RegionIx};

/// The kind of a region.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RegionKind {
    /// A county or district.
    County,
    /// A development zone.
    Zone,
    /// The city's own offices.
    CityOffice,
    /// A township or subdistrict, within another region.
    Township,
    /// A village or community, within another region.
    Village,
}

/// A stay in a region: from the end of the previous one up to a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stay {
    /// The region.
    pub region: RegionIx,
    /// Its last day, or the last day of a month or year; `None` if it is open-ended.
    pub until: Option<Date>,
}

impl Stay {
    /// The region of somebody with these stays, in chronological order, on a day; `None` after the end of the
    /// last.
    #[must_use]
    pub fn on(stays: &[Self], day: civil::Date) -> Option<RegionIx> {
        let holds = |stay: &&Self| stay.until.is_none_or(|until| day <= until.last_day());
        stays.iter().find(holds).map(|stay| stay.region)
    }

    /// The first day of the next one.
    #[must_use]
    pub fn next(&self) -> Option<civil::Date> {
        self.until?.last_day().tomorrow().ok()
    }
}

/// A region.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its id, as URLs and references write it.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// What kind it is.
    pub kind: RegionKind,
    /// Whether it is included in rankings.
    pub ranked: bool,
    /// Its former names; records may still use them.
    pub former_titles: Vec<Arc<str>>,
    /// Its public telephone number.
    pub phone: Option<Arc<str>>,
    /// The regions that have contained it, the present one last; empty if none.
    pub parent: Vec<Stay>,
}

impl Region {
    /// Whether it is within no other region: tables have a row for it.
    #[must_use]
    pub fn is_top(&self) -> bool {
        self.parent.is_empty()
    }

    fn is_called(&self, text: &str) -> bool {
        *self.id == *text || *self.title == *text || self.former_titles.iter().any(|title| **title == *text)
    }
}

/// A former region: one that was renamed or merged into another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerRegion {
    /// Its id; the region's own if only the name has changed.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// The last day on which it existed or had this name.
    pub until: Option<Date>,
    /// The present region that replaced or contains it.
    pub now: RegionIx,
}

impl FormerRegion {
    fn is_called(&self, text: &str) -> bool {
        *self.id == *text || *self.title == *text
    }

    fn covers(&self, day: civil::Date) -> bool {
        self.until.is_none_or(|until| day <= until.last_day())
    }
}

/// The regions of a site, in administrative order; as a slice, only the present ones.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Regions {
    current: Vec<Region>,
    former: Vec<FormerRegion>,
}

impl Deref for Regions {
    type Target = [Region];

    fn deref(&self) -> &[Region] {
        &self.current
    }
}

impl Regions {
    /// Maximum nesting of regions: a village in a township in a county, and one to spare.
    pub const DEEPEST: usize = 4;

    /// These regions; former ones refer to present ones by index.
    #[must_use]
    pub const fn new(current: Vec<Region>, former: Vec<FormerRegion>) -> Self {
        Self { current, former }
    }

    /// Number of indices, including those of former regions.
    #[must_use]
    pub fn places(&self) -> usize {
        self.current.len() + self.former.len()
    }

    /// The former regions.
    #[must_use]
    pub fn former(&self) -> &[FormerRegion] {
        &self.former
    }

    /// The regions that no longer exist, with their indices.
    pub fn no_more(&self) -> impl Iterator<Item = (RegionIx, &FormerRegion)> {
        let places = self.former.iter().enumerate().map(|(at, former)| (self.place(at), former));
        places.filter(|(ix, former)| *ix != former.now)
    }

    /// The region with this index, if it still exists.
    #[must_use]
    pub fn at(&self, ix: RegionIx) -> Option<&Region> {
        self.current.get(ix.at())
    }

    /// Each present region with its index.
    pub fn all(&self) -> impl Iterator<Item = (RegionIx, &Region)> {
        self.current.iter().zip(0_u32..).map(|(region, at)| (RegionIx(at), region))
    }

    /// The regions that are within no other, with their indices.
    pub fn top(&self) -> impl Iterator<Item = (RegionIx, &Region)> {
        self.all().filter(|(_, region)| region.is_top())
    }

    /// The region that a text names by id, name or former name, on a day: a name that has passed from one
    /// region to another means the one that had it on that day. Without a day, the present one.
    #[must_use]
    pub fn named(&self, text: &str, on: Option<civil::Date>) -> Option<RegionIx> {
        let former = || self.former.iter().enumerate().filter(|(_, former)| former.is_called(text));
        // Names that are no longer in use come last.
        let end = |former: &FormerRegion| former.until.map_or(civil::Date::MAX, Date::last_day);
        let then = on.and_then(|day| {
            let covers = former().filter(|(_, former)| former.until.is_some() && former.covers(day));
            covers.min_by_key(|(_, former)| end(former))
        });
        let now = || self.all().find(|(_, region)| region.is_called(text)).map(|(ix, _)| ix);
        let ever = || former().max_by_key(|(_, former)| end(former));
        then.map(|(at, _)| self.place(at)).or_else(now).or_else(|| ever().map(|(at, _)| self.place(at)))
    }

    /// The index of a former region: its own, or if only the name has changed, that of the region itself.
    fn place(&self, former: usize) -> RegionIx {
        let Some(of) = self.former.get(former) else { return RegionIx(u32::MAX) };
        if self.at(of.now).is_some_and(|now| now.id == of.id) {
            return of.now;
        }
        RegionIx(u32::try_from(self.current.len() + former).unwrap_or(u32::MAX))
    }

    /// The present region for any region.
    #[must_use]
    pub fn now(&self, ix: RegionIx) -> RegionIx {
        self.is_former(ix).map_or(ix, |former| former.now)
    }

    /// The region with this index, if it no longer exists.
    #[must_use]
    pub fn is_former(&self, ix: RegionIx) -> Option<&FormerRegion> {
        self.former.get(ix.at().checked_sub(self.current.len())?)
    }

    /// The id of the region with this index, whether it still exists or not.
    #[must_use]
    pub fn id(&self, ix: RegionIx) -> Option<&Arc<str>> {
        self.at(ix).map(|region| &region.id).or_else(|| self.is_former(ix).map(|former| &former.id))
    }

    /// A region and all those that contain it on a day, the largest last; a former region is contained in the
    /// one that replaced it.
    pub fn around(&self, ix: RegionIx, day: civil::Date) -> impl Iterator<Item = RegionIx> {
        let wider = move |ix: &RegionIx| match self.at(*ix) {
            Some(region) => Stay::on(&region.parent, day),
            None => Some(self.now(*ix)).filter(|now| now != ix),
        };
        std::iter::successors(Some(ix), wider).take(Self::DEEPEST + 1)
    }

    /// The days on which a region, or one that contains it, moved to another.
    #[must_use]
    pub fn turns(&self, ix: RegionIx) -> Vec<civil::Date> {
        let mut found = Vec::new();
        let mut level = vec![ix];
        for _ in 0..Self::DEEPEST {
            let stays =
                level.iter().filter_map(|ix| self.at(self.now(*ix))).flat_map(|region| &region.parent);
            found.extend(stays.clone().filter_map(Stay::next));
            level = stays.map(|stay| stay.region).collect();
        }
        found
    }

    /// The region with a row in tables that contains another on a day: itself if it is within none.
    #[must_use]
    pub fn row_of(&self, ix: RegionIx, day: civil::Date) -> RegionIx {
        self.around(ix, day).last().unwrap_or(ix)
    }

    /// The name of the region with this id on a day; its present name if that is not known.
    #[must_use]
    pub fn title_on(&self, id: &str, day: civil::Date) -> Option<&Arc<str>> {
        let former = self.former.iter().filter(|former| *former.id == *id && former.covers(day));
        let then = former.min_by_key(|former| former.until.map_or(civil::Date::MAX, Date::last_day));
        then.map(|former| &former.title).or_else(|| {
            let region = self.current.iter().find(|region| *region.id == *id);
            let ever = self.former.iter().find(|former| *former.id == *id);
            region.map(|region| &region.title).or_else(|| ever.map(|former| &former.title))
        })
    }

    /// All present names of regions.
    pub fn names(&self) -> impl Iterator<Item = &Arc<str>> {
        self.current.iter().flat_map(|region| [&region.title, &region.id])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(id: &str, title: &str, parent: &[Stay]) -> Region {
        Region {
            id: id.into(),
            title: title.into(),
            kind: RegionKind::County,
            ranked: parent.is_empty(),
            former_titles: Vec::new(),
            phone: None,
            parent: parent.to_vec(),
        }
    }

    fn date(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn stay(region: u32, until: Option<&str>) -> Stay {
        Stay { region: RegionIx(region), until: until.map(date) }
    }

    /// 兰浦区 was merged into 云麓区, formerly 麓县; its name went to a new zone later; 红桥镇 moved from one to the
    /// other.
    fn regions() -> Regions {
        let current = vec![
            region("yunlu", "云麓区", &[]),
            region("qingxi", "青溪县", &[]),
            region("xin", "兰浦区", &[]),
            region("hongqiao", "红桥镇", &[stay(1, Some("2022-06")), stay(0, None)]),
            region("dongcun", "东村", &[stay(3, None)]),
        ];
        let former = |id: &str, title: &str, until: &str| FormerRegion {
            id: id.into(),
            title: title.into(),
            until: Some(date(until)),
            now: RegionIx(0),
        };
        let former = vec![former("yunlu", "麓县", "2019"), former("lanpu", "兰浦区", "2021-12-31")];
        Regions::new(current, former)
    }

    #[test]
    fn a_name_is_whose_it_was_on_the_day() {
        let regions = regions();
        let named = |text: &str, on: &str| regions.named(text, Some(date(on).last_day())).map(|ix| ix.0);
        assert_eq!(["2021-12-31", "2022-01-01"].map(|on| named("兰浦区", on)), [Some(6), Some(2)]);
        assert_eq!(regions.named("兰浦区", None), Some(RegionIx(2)));
        assert_eq!(["2010", "2026"].map(|on| named("麓县", on)), [Some(0), Some(0)], "the same region");
        assert_eq!(["2010", "2026"].map(|on| named("lanpu", on)), [Some(6), Some(6)]);
        assert_eq!((named("云麓区", "2010"), named("西县", "2010")), (Some(0), None));
        assert_eq!(regions.now(RegionIx(6)), RegionIx(0));
    }

    #[test]
    fn a_region_lies_in_others_by_the_day() {
        let regions = regions();
        let around = |ix: u32, on: &str| {
            let around = regions.around(RegionIx(ix), date(on).last_day());
            around.map(|ix| ix.0).collect::<Vec<_>>()
        };
        assert_eq!(around(4, "2022-06-30"), [4, 3, 1]);
        assert_eq!(around(4, "2022-07-01"), [4, 3, 0]);
        assert_eq!((around(6, "2020-01-01"), around(1, "2020-01-01")), (vec![6, 0], vec![1]));
        assert_eq!(regions.row_of(RegionIx(4), date("2023").last_day()), RegionIx(0));
        assert_eq!(regions.top().count(), 3);
    }

    #[test]
    fn a_row_keeps_the_name_that_it_had() {
        let regions = regions();
        let title = |id: &str, on: &str| regions.title_on(id, date(on).last_day()).map(|title| &**title);
        assert_eq!(["2019-12", "2020-01"].map(|on| title("yunlu", on)), [Some("麓县"), Some("云麓区")]);
        assert_eq!(["2021", "2026"].map(|on| title("lanpu", on)), [Some("兰浦区"), Some("兰浦区")]);
        assert_eq!(title("x", "2026"), None);
    }

    #[test]
    fn stays_end_with_their_last_day() {
        let stays = [stay(0, Some("2021")), stay(1, Some("2022-02"))];
        let on = |text: &str| Stay::on(&stays, date(text).last_day()).map(|ix| ix.0);
        assert_eq!(
            ["2021-12-31", "2022-01-01", "2022-02-28", "2022-03-01"].map(on),
            [Some(0), Some(1), Some(1), None]
        );
    }
}
