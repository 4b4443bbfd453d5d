//! Charts of figures: prepares the numbers and words that `charts` draws.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil;

use super::FEW_YEARS;
use super::viewer::ProgressViewer;
use super::weeks::Weeks;
use crate::charts::{
    Actual, ChartLabels, Latest, Month, Point, ProgressChart, RegionBar, RegionBars, StatusMark, TargetLine,
    Week, WeekMonth, WeekRow, WeekStrip, progress_chart, region_bars, week_strip,
};
use crate::domain::{Collection, Date, Decimal, FieldType, Measure, Period, Quantity, Value, Year};
use crate::edition::{Area, Calendar, PublicIx, PublicTarget, PublicValue, Status};
use crate::routes::{Href, relative};

/// Maximum number of targets whose plans one chart shows distinguishably.
const TARGETS: usize = 3;

/// Maximum number of years that are drawn by month and listed individually below the axis.
const YEARS: usize = 30;

impl ProgressViewer<'_> {
    /// The chart's labels. `mark` distinguishes it from the same chart elsewhere on the page.
    fn words(&self, kind: &str, metric: usize, within: Option<Period>, mark: &str) -> Option<ChartLabels> {
        let view = self.metric(metric)?;
        let day = self.program.calendar().as_of;
        let (now, as_of) =
            (self.standing(metric, day, Area::Whole).text, self.viewer.words.date(Date::from(day)));
        let period = within.map(|period| self.period_title(period)).unwrap_or_default();
        let values = [("metric", view.title.as_str()), ("now", &now), ("as_of", &as_of), ("period", &period)];
        let form = if within.is_some() { "-in" } else { "" };
        let word = |part: &str| self.viewer.words.word(&format!("chart.{kind}{form}-{part}"), &values);
        Some(ChartLabels {
            id: format!("{kind}-{}{mark}", view.id),
            title: word("title"),
            description: word("desc"),
        })
    }

    /// Days since the day before the program.
    fn day(&self, day: civil::Date) -> u32 {
        let starts = self.program.calendar().starts;
        u32::try_from(day.duration_since(starts).as_hours() / 24 + 1).unwrap_or(0)
    }

    /// A month's name, short.
    fn month_label(&self, month: i8) -> String {
        let (number, short) = (month.to_string(), self.viewer.words.month_short(month));
        self.viewer.words.word("chart.month", &[("number", &number), ("short", short)])
    }

    /// A metric against its plans. `mark` is appended to the chart's ids, so that one chart can occur twice.
    #[must_use]
    pub fn progress_chart(&self, metric: usize, mark: &str) -> Option<String> {
        let calendar = self.program.calendar();
        let targets = self.program.targets(metric, calendar.as_of);
        let views = self.targets(metric, calendar.as_of);
        let last = targets.iter().map(|target| target.due.last_day()).fold(calendar.ends, civil::Date::max);
        let decimals = self.drawn_decimals(metric, &targets);
        let lines = targets.iter().zip(&views).take(TARGETS).map(|(target, view)| TargetLine {
            name: view.set_title.clone(),
            value: target.value.units(decimals),
            text: view.value.text.clone(),
            plan: self.program.plan(target.target).map_or_else(Vec::new, |plan| {
                plan.points()
                    .iter()
                    .map(|(day, value)| Point { day: self.day(*day), value: value.units(decimals) })
                    .collect()
            }),
            standing: Some(standing(target.whole.status)),
        });
        let chart = ProgressChart {
            words: self.words("progress", metric, None, mark)?,
            days: self.day(last),
            in_years: self.years_until(last) > FEW_YEARS,
            months: self.ticks(last),
            actual: self.actual(metric, decimals),
            targets: lines.collect(),
        };
        Some(progress_chart(&chart))
    }

    /// The first and last year of the program up to a day.
    fn years_drawn(&self, last: civil::Date) -> (Year, Year) {
        let Calendar { starts, year, .. } = self.program.calendar();
        (year.year_of(starts), year.year_of(last))
    }

    /// Their number.
    fn years_until(&self, last: civil::Date) -> usize {
        let (first, last) = self.years_drawn(last);
        first.to(last).count()
    }

    /// The ticks below the axis: months, or years or decades if there would be too many.
    fn ticks(&self, last: civil::Date) -> Vec<Month> {
        let (first, last_year) = self.years_drawn(last);
        let years = match self.years_until(last) {
            few if few <= FEW_YEARS => return self.months(last),
            many if many <= YEARS => 1,
            _ => 10,
        };
        let starts = first.to(last_year).filter(|year| *year == first || year.first().rem_euclid(years) == 0);
        let ticks = starts.map(|year| {
            let ends = year.first() - year.first().rem_euclid(years) + years - 1;
            let ends = Period::Year(year.starts().year(ends).min(last_year)).last_day().min(last);
            Month { ends: self.day(ends), label: self.years_label(year, years), year: String::new() }
        });
        ticks.collect()
    }

    /// A year's name, or that of its decade.
    fn years_label(&self, year: Year, years: i16) -> String {
        let words = self.viewer.words;
        let decade = format!("{:04}", super::quiet::decade(year.first()));
        if years == 1 {
            self.year_title(year)
        } else if words.get("date.decade").is_none() {
            // A theme without words for it still gets numbers.
            decade
        } else {
            words.word("date.decade", &[("year", &decade)])
        }
    }

    /// All months from the program's first to the last day that is drawn.
    fn months(&self, last: civil::Date) -> Vec<Month> {
        let starts = self.program.calendar().starts;
        let many_years = starts.year() != last.year();
        let mut months = Vec::new();
        let mut first = starts.first_of_month();
        while first <= last {
            let ends = first.last_of_month().min(last);
            let year = first.year().to_string();
            months.push(Month {
                ends: self.day(ends),
                label: self.month_label(first.month()),
                year: if many_years {
                    self.viewer.words.word("date.year", &[("year", &year)])
                } else {
                    String::new()
                },
            });
            let Ok(next) = first.last_of_month().tomorrow() else { break };
            first = next;
        }
        months
    }

    /// Number of decimals with which a metric is drawn: charts take integers on one scale.
    fn drawn_decimals(&self, metric: usize, targets: &[PublicTarget]) -> u8 {
        let planned = targets.iter().filter_map(|target| self.program.plan(target.target));
        let planned = planned.flat_map(|plan| plan.points().iter().map(|(_, value)| *value));
        let shares = targets.iter().flat_map(|target| target.regions.iter().map(|(_, share, _)| *share));
        let sources = self.program.sources(metric).iter().map(|source| source.amount.amount);
        let all = targets.iter().map(|target| target.value).chain(planned).chain(shares).chain(sources);
        all.map(Decimal::decimals).max().unwrap_or(0)
    }

    fn actual(&self, metric: usize, decimals: u8) -> Actual {
        let calendar = self.program.calendar();
        let words = self.viewer.words;
        if calendar.as_of < calendar.starts {
            return Actual::NotBegun(words.word("status.not-due", &[]));
        }
        if !self.program.has_data(metric, calendar.as_of) {
            return Actual::NoData {
                day: self.day(calendar.as_of),
                words: words.word("figure.no-data", &[]),
            };
        }
        let before = calendar.starts.yesterday().unwrap_or(calendar.starts);
        let points =
            if self.years_until(calendar.as_of) > YEARS { calendar.years() } else { calendar.months() };
        let days = points.into_iter().map(|period| calendar.last_day(period));
        let days = std::iter::once(before).chain(days);
        let point = |day: civil::Date| Point {
            day: self.day(day),
            value: self.program.at(metric, day, Area::Whole).amount.units(decimals),
        };
        let date = words.date(Date::from(calendar.as_of));
        Actual::Values {
            points: days.map(point).collect(),
            latest: Latest {
                value: self.standing(metric, calendar.as_of, Area::Whole).text,
                day: words.word("chart.as-of", &[("date", &date)]),
            },
        }
    }

    /// A metric's regions side by side, with links from the page `from`: their current state, or what they
    /// did in a period. Shares are those of the first target that has any.
    #[must_use]
    pub fn region_chart(
        &self,
        metric: usize,
        from: &Href,
        within: Option<Period>,
        mark: &str,
    ) -> Option<String> {
        let calendar = self.program.calendar();
        let day = within.map_or(calendar.as_of, |period| calendar.last_day(period));
        let has_begun = within.is_none_or(|period| period.first_day() <= calendar.as_of);
        if self.viewer.regions.is_empty() || !has_begun || !self.program.has_data(metric, day) {
            return None;
        }
        let targets = self.program.targets(metric, day);
        let decimals = self.drawn_decimals(metric, &targets);
        let shared = targets.iter().find(|target| within.is_none() && !target.regions.is_empty());
        let rows = self.viewer.regions.top().filter_map(|(ix, _)| {
            let region = self.region_link(ix)?;
            let area = Area::Region(ix);
            let shown = match within {
                Some(period) => self.told(metric, period, area)?.done,
                None => self.figure(metric, self.program.at(metric, day, area), None),
            };
            let of = shared.and_then(|target| target.regions.iter().find(|(known, ..)| *known == ix));
            let share = of.map(|(_, share, _)| *share);
            let text = match share {
                Some(share) => {
                    let share = self.figure(metric, Quantity::exactly(share), None);
                    format!("{} / {}", shown.number, share.text)
                }
                None => shown.text,
            };
            Some(RegionBar {
                name: region.title.to_string(),
                value: Some(shown.value.units(decimals)),
                share: share.map(|share| share.units(decimals)),
                text,
                standing: of.and_then(|(_, _, completion)| completion.map(|of| standing(of.status))),
                href: Some(relative(from, &region.url)),
            })
        });
        let set = shared.map(|target| self.set_title(&target.set)).unwrap_or_default();
        Some(region_bars(&RegionBars {
            words: self.words("regions", metric, within, mark)?,
            rows: rows.collect(),
            share_label: match set.is_empty() {
                true => String::new(),
                false => self.viewer.words.word("progress.share-of", &[("set", &set)]),
            },
            empty: String::new(),
        }))
    }

    /// The weeks of the as-of date's year for counted events, with a row for each kind by which their list is
    /// split; for a period, the weeks of its year with what was held in it.
    #[must_use]
    pub fn weeks_chart(&self, metric: usize, within: Option<Period>, mark: &str) -> Option<String> {
        let declared = self.program.metrics().get(metric)?;
        let collection = self.viewer.collection(self.program.collection_of(metric)?)?;
        if declared.measure != Measure::Count || collection.roles.state.is_none() {
            return None;
        }
        let calendar = self.program.calendar();
        let weeks =
            Weeks::of(within.map_or(calendar.year.year_of(calendar.as_of), |period| self.year_of(period)));
        let mut rows: BTreeMap<usize, BTreeMap<usize, u32>> = BTreeMap::new();
        let kind = Kind::of(collection);
        for source in self.program.sources(metric) {
            let day = source.date.first_day();
            let asked_for = within.is_none_or(|period| period.contains(source.date));
            if let Some(week) = weeks.number(day).filter(|_| source.date.day().is_some() && asked_for) {
                let row = source.record.and_then(|record| kind.place(self, record)).unwrap_or(usize::MAX);
                *rows.entry(row).or_default().entry(week).or_default() += 1;
            }
        }
        let most = rows.values().flat_map(BTreeMap::values).max().copied().unwrap_or(0);
        if most == 0 {
            return None;
        }
        let words = self.viewer.words;
        let unit = self.metric(metric)?.unit;
        let rows =
            rows.into_iter().map(|(at, found)| self.week_row(metric, weeks, kind.title(self, at), &found));
        Some(week_strip(&WeekStrip {
            words: self.words("weeks", metric, within, mark)?,
            rows: rows.collect(),
            weeks: weeks.count,
            begun: weeks.begun(calendar.as_of),
            months: self.week_months(weeks),
            each: words.word("chart.each", &[("unit", &unit)]),
            tallest: words.word("chart.tallest", &[("count", &self.count(metric, most))]),
            empty: String::new(),
        }))
    }

    fn count(&self, metric: usize, count: u32) -> String {
        self.figure(metric, Quantity::exact(i64::from(count)), None).text
    }

    fn week_row(&self, metric: usize, of: Weeks, name: String, found: &BTreeMap<usize, u32>) -> WeekRow {
        let words = self.viewer.words;
        let title = |week: usize, count: u32| {
            let from = of.monday(week).map_or_else(String::new, |day| words.date(Date::from(day)));
            words.word("chart.week", &[("from", &from), ("count", &self.count(metric, count))])
        };
        let last = found.keys().next_back().copied().unwrap_or(0);
        let weeks = (1..=last).map(|week| match found.get(&week) {
            Some(count) => Week { count: *count, title: title(week, *count) },
            None => Week::default(),
        });
        let total = found.values().sum();
        WeekRow { name, total: self.count(metric, total), weeks: weeks.collect(), href: None }
    }

    fn week_months(&self, weeks: Weeks) -> Vec<WeekMonth> {
        let months = Period::Year(weeks.year).months().filter_map(|month| {
            let first = month.first_day();
            // The year's first day may be in the last week of the previous year.
            let week = weeks.number(first).unwrap_or(1);
            Some(WeekMonth { week: week.checked_sub(1)?, label: self.month_label(first.month()) })
        });
        months.collect()
    }
}

/// How events are distinguished: the first choice facet.
struct Kind<'a> {
    field: Option<(usize, &'a crate::domain::Field)>,
    item: &'a Collection,
}

impl<'a> Kind<'a> {
    fn of(collection: &'a Collection) -> Self {
        let choices = collection.facets.iter().filter_map(|facet| {
            let field = collection.fields.get(facet.field)?;
            matches!(field.kind, FieldType::Choice).then_some((facet.field, field))
        });
        Self { field: choices.into_iter().next(), item: collection }
    }

    fn place(&self, of: &ProgressViewer<'_>, record: PublicIx) -> Option<usize> {
        let (at, _) = self.field?;
        match of.viewer.record(record)?.get(at)? {
            PublicValue::Plain(Value::Choice(choice)) => Some(usize::from(*choice)),
            _ => None,
        }
    }

    fn title(&self, of: &ProgressViewer<'_>, at: usize) -> String {
        let lang = of.viewer.lang();
        let choice = self.field.and_then(|(_, field)| field.choices.get(at));
        match (choice, self.field) {
            (Some(choice), _) => choice.label.or(lang, &choice.id).to_owned(),
            (None, Some(_)) => of.viewer.words.word("chart.other", &[]),
            (None, None) => Arc::clone(&of.viewer.collection_title(self.item)).to_string(),
        }
    }
}

const fn standing(status: Status) -> StatusMark {
    match status {
        Status::NoData => StatusMark::NoData,
        Status::Achieved => StatusMark::Achieved,
        Status::Missed => StatusMark::Missed,
        Status::NotDue => StatusMark::NotDue,
        Status::OnTrack => StatusMark::OnTrack,
        Status::AtRisk => StatusMark::AtRisk,
        Status::Behind => StatusMark::Behind,
    }
}
