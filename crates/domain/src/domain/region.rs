//! Regions, in administrative order, and those that there were.

use std::ops::Deref;
use std::sync::Arc;

use jiff::civil;
use serde::{Deserialize, Serialize};

use super::Date;

/// A region's place in administrative order; those that are no more come after all that are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RegionIx(pub u32);

/// What kind of region it is.
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

/// A time in a region: up to a day, or from the one before on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Stay {
    /// The region.
    pub region: RegionIx,
    /// Its last day; of a month or a year the last of it. `None` for what goes on.
    pub until: Option<Date>,
}

impl Stay {
    /// In which region somebody with these stays, by their ends, is on a day; `None` after the last has ended.
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
    /// Whether rankings list it.
    pub ranked: bool,
    /// Names that it had before; records may still use them.
    pub former_titles: Vec<Arc<str>>,
    /// The number to call there, meant for the public.
    pub phone: Option<Arc<str>>,
    /// The region within which it is, and before that the others; none of one that stands by itself.
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

/// What a region was before it was renamed, or became part of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormerRegion {
    /// Its id; the region's own where only the name is another.
    pub id: Arc<str>,
    /// Its name.
    pub title: Arc<str>,
    /// The last day on which it was called so, or there was such a region.
    pub until: Option<Date>,
    /// The region that it is now, or is in.
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

/// The regions of a site, in administrative order: as a list, those that there are.
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
    /// How deep regions may be within one another: a village in a township in a county, and one to spare.
    pub const DEEPEST: usize = 4;

    /// These regions; what they were before names them by their places.
    #[must_use]
    pub const fn new(current: Vec<Region>, former: Vec<FormerRegion>) -> Self {
        Self { current, former }
    }

    /// How many places there are, those of former regions too.
    #[must_use]
    pub fn places(&self) -> usize {
        self.current.len() + self.former.len()
    }

    /// What the regions were before.
    #[must_use]
    pub fn former(&self) -> &[FormerRegion] {
        &self.former
    }

    /// The regions that are no more, each with its place.
    pub fn no_more(&self) -> impl Iterator<Item = (RegionIx, &FormerRegion)> {
        let places = self.former.iter().enumerate().map(|(at, former)| (self.place(at), former));
        places.filter(|(ix, former)| *ix != former.now)
    }

    /// The region at a place, where there is one still.
    #[must_use]
    pub fn at(&self, ix: RegionIx) -> Option<&Region> {
        self.current.get(usize::try_from(ix.0).ok()?)
    }

    /// Each region with its place.
    pub fn all(&self) -> impl Iterator<Item = (RegionIx, &Region)> {
        self.current.iter().zip(0_u32..).map(|(region, at)| (RegionIx(at), region))
    }

    /// The regions that are within no other, each with its place.
    pub fn top(&self) -> impl Iterator<Item = (RegionIx, &Region)> {
        self.all().filter(|(_, region)| region.is_top())
    }

    /// The region that a text names, by id, name or former name, for something of a day: a name that has passed from one region to
    /// another is the one's that had it then. Where no day is known, whose it is now.
    #[must_use]
    pub fn named(&self, text: &str, on: Option<civil::Date>) -> Option<RegionIx> {
        let former = || self.former.iter().enumerate().filter(|(_, former)| former.is_called(text));
        // That which is no longer called so comes last, whatever it was called then.
        let end = |former: &FormerRegion| former.until.map_or(civil::Date::MAX, Date::last_day);
        let then = on.and_then(|day| {
            let covers = former().filter(|(_, former)| former.until.is_some() && former.covers(day));
            covers.min_by_key(|(_, former)| end(former))
        });
        let now = || self.all().find(|(_, region)| region.is_called(text)).map(|(ix, _)| ix);
        let ever = || former().max_by_key(|(_, former)| end(former));
        then.map(|(at, _)| self.place(at)).or_else(now).or_else(|| ever().map(|(at, _)| self.place(at)))
    }

    /// The place of a former region: its own, or where it only had another name, that of the region itself.
    fn place(&self, former: usize) -> RegionIx {
        let Some(of) = self.former.get(former) else { return RegionIx(u32::MAX) };
        if self.at(of.now).is_some_and(|now| now.id == of.id) {
            return of.now;
        }
        RegionIx(u32::try_from(self.current.len() + former).unwrap_or(u32::MAX))
    }

    /// What a region is now.
    #[must_use]
    pub fn now(&self, ix: RegionIx) -> RegionIx {
        self.is_former(ix).map_or(ix, |former| former.now)
    }

    /// The region at a place, where it is no more.
    #[must_use]
    pub fn is_former(&self, ix: RegionIx) -> Option<&FormerRegion> {
        self.former.get(usize::try_from(ix.0).ok()?.checked_sub(self.current.len())?)
    }

    /// The id of the region at a place, whether there is one still or not.
    #[must_use]
    pub fn id(&self, ix: RegionIx) -> Option<&Arc<str>> {
        self.at(ix).map(|region| &region.id).or_else(|| self.is_former(ix).map(|former| &former.id))
    }

    /// A region and all those in which it is on a day, the widest last; what is no more is in what it became.
    pub fn around(&self, ix: RegionIx, day: civil::Date) -> impl Iterator<Item = RegionIx> {
        let wider = move |ix: &RegionIx| match self.at(*ix) {
            Some(region) => Stay::on(&region.parent, day),
            None => Some(self.now(*ix)).filter(|now| now != ix),
        };
        std::iter::successors(Some(ix), wider).take(Self::DEEPEST + 1)
    }

    /// The days on which a region, or one in which it is, came to be in another.
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

    /// The region that has a row in tables and in which another is on a day: itself, where it is in none.
    #[must_use]
    pub fn row_of(&self, ix: RegionIx, day: civil::Date) -> RegionIx {
        self.around(ix, day).last().unwrap_or(ix)
    }

    /// What the region with this id was called on a day; what it is called now, where that is not known.
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

    /// All names by which a region may be called, that are its own today.
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

    /// 兰浦区 became part of 云麓区, which had been 麓县; its name went to a new zone later; 红桥镇 moved from one to the other.
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
