//! Compares the records that a period counts with those that its closing counted.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil;

use super::ledger::Marks;
use crate::domain::{
    Booked, BookedArea, Counted, Date, Mark, Period, Quantity, RecordIx, Regions, Year, row_of,
};

use super::area::Area;
use super::calendar::Calendar;
use super::series::Series;
use super::tally::{Grain, Tally};

/// The key of an entry: the period that contains its date, and the area for which it counts; `None` for an
/// unknown region.
type Slot = (Option<Period>, Option<Area>);

/// A record's contribution under one key.
#[derive(Clone, Debug, Default)]
struct Entry {
    mark: Mark,
    begun: Tally,
    standing: Tally,
    values: BTreeSet<u32>,
    record: Option<RecordIx>,
}

/// By key and record.
type Entries = BTreeMap<(Slot, u64), Entry>;

/// The current entries of a metric up to a period's end, by periods of its length.
fn live(series: &Series, period: Period, calendar: &Calendar, marks: &Marks) -> Entries {
    let day = period.last_day();
    let mut entries = Entries::new();
    let sources = series.sources().iter().enumerate();
    for (at, source) in sources.take_while(|(_, source)| source.date.last_day() <= day) {
        let mark = marks.of(source.record);
        let own = period_of(source.date, period, calendar);
        let tally = Tally::of(source.amount);
        let begun = entries.entry(((own, Some(source.area)), mark.identity())).or_default();
        (begun.mark, begun.record) = (mark, Some(source.record));
        begun.begun = begun.begun.plus(tally);
        if source.ended.is_none_or(|ended| ended.last_day() > day) {
            let area = series.ledger().area_on(at, day, source.area);
            let standing = entries.entry(((own, Some(area)), mark.identity())).or_default();
            (standing.mark, standing.record) = (mark, Some(source.record));
            standing.standing = standing.standing.plus(tally);
            standing.values.extend(series.ledger().values(at, marks));
        }
    }
    entries
}

/// The period of the same length as `alike` that entirely contains a date.
fn period_of(date: Date, alike: Period, calendar: &Calendar) -> Option<Period> {
    match calendar.grain(date) {
        Grain::NoPeriod => None,
        Grain::Year(year) => matches!(alike, Period::Year(_)).then_some(Period::Year(Year::calendar(year))),
        Grain::Month => Some(alike.alike(date.last_day())),
    }
}

/// The entries in a closing.
fn frozen(booked: &[Booked], regions: &Regions, day: civil::Date) -> Entries {
    let mut entries = Entries::new();
    for it in booked {
        let area = area_of(&it.area, regions, day);
        // Entries of regions that were merged since are merged too.
        let entry = entries.entry(((it.period, area), it.mark.identity())).or_default();
        entry.mark = it.mark;
        entry.begun = entry.begun.plus(Tally::of(it.begun));
        entry.standing = entry.standing.plus(Tally::of(it.standing));
        entry.values.extend(&it.values);
    }
    entries
}

/// The entries of a metric for a new closing.
pub(super) fn booked(
    series: &Series,
    period: Period,
    calendar: &Calendar,
    marks: &Marks,
    regions: &Regions,
) -> Vec<Booked> {
    let entries = live(series, period, calendar, marks).into_iter();
    let booked = entries.filter_map(|(((own, area), _), entry)| {
        Some(Booked {
            period: own,
            area: booked_area(area?, regions),
            mark: entry.mark,
            begun: entry.begun.quantity(),
            standing: entry.standing.quantity(),
            values: entry.values.into_iter().collect(),
        })
    });
    booked.collect()
}

/// An entry in the form for a closing.
pub(super) fn booked_as(
    mark: Mark,
    period: Option<Period>,
    area: Option<Area>,
    amount: Quantity,
    regions: &Regions,
) -> Booked {
    let area = booked_area(area.unwrap_or(Area::NoRegion), regions);
    Booked { period, area, mark, begun: amount, standing: amount, values: Vec::new() }
}

/// The area that a closing names; `None` for an unknown region.
pub(super) fn area_of(area: &BookedArea, regions: &Regions, day: civil::Date) -> Option<Area> {
    match area {
        BookedArea::Joint => Some(Area::Joint),
        BookedArea::NoRegion => Some(Area::NoRegion),
        BookedArea::Region(id) => row_of(id, regions, day).map(Area::Region),
    }
}

fn booked_area(area: Area, regions: &Regions) -> BookedArea {
    match area {
        Area::Joint => BookedArea::Joint,
        Area::Region(ix) => match regions.id(ix) {
            Some(id) => BookedArea::Region(id.clone()),
            None => BookedArea::NoRegion,
        },
        Area::Whole | Area::NoRegion => BookedArea::NoRegion,
    }
}

/// A record that counts differently from when the period was closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LateItem {
    /// The record; `None` if it no longer exists.
    pub record: Option<RecordIx>,
    pub(super) mark: Mark,
    /// The period of the closing's length that contains its date; `None` if none does entirely.
    pub period: Option<Period>,
    /// The area for which it counts; `None` for an unknown region.
    pub area: Option<Area>,
    /// What it added then, and adds now.
    pub begun: (Quantity, Quantity),
    /// The part of that in force at the closing's end, then and now.
    pub standing: (Quantity, Quantity),
}

/// How the records of a closed period differ from those that its closing counted.
#[derive(Clone, Debug, Default)]
pub struct Differences {
    /// The records, by period, area and mark.
    pub items: Vec<LateItem>,
    /// For a distinct count: how many values were added and removed, by area.
    pub(super) values: Option<BTreeMap<Area, (usize, usize)>>,
}

/// Compares what a closing counted with what counts now.
pub(super) fn compare(
    counted: &Counted,
    series: &Series,
    period: Period,
    (calendar, marks, regions): (&Calendar, &Marks, &Regions),
) -> Differences {
    let then = frozen(&counted.all, regions, period.last_day());
    let now = live(series, period, calendar, marks);
    let values = series.is_distinct().then(|| changed_values(&then, &now));
    let renamed = renamed(&then, &now);
    let nothing = Entry::default();
    let keys: BTreeSet<&(Slot, u64)> = then.keys().chain(now.keys()).collect();
    let mut items = Vec::new();
    for key in keys {
        let ((slot_period, area), identity) = *key;
        if renamed.contains(&identity) {
            continue;
        }
        let (old, new) = (then.get(key), now.get(key));
        let (before, after) = (old.unwrap_or(&nothing), new.unwrap_or(&nothing));
        let same = before.begun.quantity() == after.begun.quantity()
            && before.standing.quantity() == after.standing.quantity()
            && before.values == after.values;
        if same {
            continue;
        }
        let mark = old.or(new).map_or_else(Mark::default, |entry| entry.mark);
        let record = after.record.or_else(|| marks.record(identity));
        items.push(LateItem {
            record,
            mark,
            period: slot_period,
            area,
            begun: (before.begun.quantity(), after.begun.quantity()),
            standing: (before.standing.quantity(), after.standing.quantity()),
        });
    }
    Differences { items, values }
}

/// How many values were added and removed, for the whole and each area.
fn changed_values(then: &Entries, now: &Entries) -> BTreeMap<Area, (usize, usize)> {
    let by_area = |entries: &Entries| {
        let mut areas: BTreeMap<Area, BTreeSet<u32>> = BTreeMap::new();
        for (((_, area), _), entry) in entries {
            for area in std::iter::once(Area::Whole).chain(*area) {
                areas.entry(area).or_default().extend(&entry.values);
            }
        }
        areas
    };
    let (then, now) = (by_area(then), by_area(now));
    let none = BTreeSet::new();
    let areas: BTreeSet<Area> = then.keys().chain(now.keys()).copied().collect();
    let count = |area: Area| {
        let (then, now) = (then.get(&area).unwrap_or(&none), now.get(&area).unwrap_or(&none));
        (now.difference(then).count(), then.difference(now).count())
    };
    areas.into_iter().map(|area| (area, count(area))).collect()
}

/// Marks of renamed records: a missing and a new one with the same title and the same contributions.
fn renamed(then: &Entries, now: &Entries) -> BTreeSet<u64> {
    let identities =
        |entries: &Entries| entries.keys().map(|(_, identity)| *identity).collect::<BTreeSet<u64>>();
    let (old, new) = (identities(then), identities(now));
    let mut gone: BTreeMap<(Slot, u64, Quantity, Quantity), Vec<u64>> = BTreeMap::new();
    let alike = |slot: &Slot, entry: &Entry| {
        (*slot, entry.mark.likeness(), entry.begun.quantity(), entry.standing.quantity())
    };
    for ((slot, identity), entry) in then.iter().filter(|((_, identity), _)| !new.contains(identity)) {
        gone.entry(alike(slot, entry)).or_default().push(*identity);
    }
    let mut pairs: BTreeMap<u64, BTreeSet<u64>> = BTreeMap::new();
    let mut unmatched: BTreeSet<u64> = BTreeSet::new();
    for ((slot, identity), entry) in now.iter().filter(|((_, identity), _)| !old.contains(identity)) {
        match gone.get_mut(&alike(slot, entry)).and_then(Vec::pop) {
            Some(was) => _ = pairs.entry(*identity).or_default().insert(was),
            None => _ = unmatched.insert(*identity),
        }
    }
    let left: BTreeSet<u64> = gone.into_values().flatten().collect();
    let whole = |new: &u64, was: &BTreeSet<u64>| {
        !unmatched.contains(new) && was.len() == 1 && !was.iter().any(|it| left.contains(it))
    };
    let renamed = pairs.iter().filter(|(new, was)| whole(new, was));
    renamed.flat_map(|(new, was)| std::iter::once(*new).chain(was.iter().copied())).collect()
}
