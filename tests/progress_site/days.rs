//! The demonstration on each day of its program: figures, statuses, pages.

use std::collections::{BTreeMap, BTreeSet};

use bangyang::domain::{Bound, Decimal, Period, Quantity, Target};
use bangyang::edition::Edition;
use bangyang::plan::{Page, PageKind, ProgressPage};
use bangyang::progress::{Area, Completion, Progress, Status};
use jiff::{ToSpan as _, civil};

use crate::demonstration::STAGE;
use crate::html::{lines, text};
use crate::links::broken;

const FIRST: civil::Date = civil::date(2022, 1, 1);
const LAST: civil::Date = civil::date(2022, 12, 31);

/// The day before the program, its days, and the day after.
fn days() -> Vec<civil::Date> {
    let days = civil::date(2021, 12, 31).series(1.day()).take_while(|day| *day <= civil::date(2023, 1, 1));
    let days: Vec<civil::Date> = days.collect();
    assert_eq!(days.len(), 367);
    days
}

/// The months that have started.
fn months(day: civil::Date) -> Vec<Period> {
    let begun = |month: &i8| civil::date(2022, *month, 1) <= day;
    (1..=12).filter(begun).map(|month| Period::Month(2022, month)).collect()
}

fn flows(progress: &Progress) -> Vec<Quantity> {
    let day = progress.calendar().as_of;
    progress.metrics().map(|(_, series)| series.at(day, Area::Whole)).collect()
}

#[test]
fn figures_never_fall_and_months_come_one_by_one() {
    let mut before: Vec<Quantity> = Vec::new();
    for day in days() {
        let progress = STAGE.progress(day);
        let now = flows(&progress);
        if day < FIRST {
            assert!(now.iter().all(|it| *it == Quantity::exact(0)), "nothing counts before the program");
        }
        for (before, now) in before.iter().zip(&now) {
            assert!(now.amount >= before.amount, "{day}: {now} after {before}");
            assert!(
                before.bound == Bound::Exact || now.bound != Bound::Exact,
                "{day}: {before} lost its bound"
            );
        }
        assert_eq!(progress.calendar().months(), months(day), "{day}");
        for (_, series) in progress.metrics() {
            let regions =
                progress.regions().map(|(region, _)| series.at(day.min(LAST), Area::Region(region)));
            let none = series.at(day.min(LAST), Area::NoRegion);
            let sum: i128 = regions.chain([none]).map(|it| it.amount.millionths()).sum();
            assert_eq!(sum, series.at(day.min(LAST), Area::Whole).amount.millionths(), "{day}");
        }
        before = now;
    }
    let end = flows(&STAGE.progress(LAST));
    assert_eq!(before, end, "the day after the program is as its last");
}

fn whole(number: Decimal) -> i128 {
    number.to_whole().unwrap().into()
}

/// The planned value of a target by a day, as a fraction: linear between its points.
fn planned(target: &Target, day: civil::Date) -> (i128, i128) {
    let mut points = vec![(civil::date(2021, 12, 31), 0_i128)];
    points.extend(target.plan.iter().map(|(period, value)| (period.last_day(), whole(*value))));
    if points.last().unwrap().0 < target.due.last_day() {
        points.push((target.due.last_day(), whole(target.value)));
    }
    let days = |from: civil::Date, to: civil::Date| i128::from(from.until(to).unwrap().get_days());
    for pair in points.windows(2) {
        let ((from, low), (to, high)) = (pair[0], pair[1]);
        if day <= to {
            let all = days(from, to);
            return (low * all + (high - low) * days(from, day), all);
        }
    }
    (points.last().unwrap().1, 1)
}

/// Checks the numbers and status of a target or share against the rules. `on` is the day of judgement, `day`
/// the last day that counts.
fn check_completion(of: &Completion, target: &Target, has_data: bool, (day, on): (civil::Date, civil::Date)) {
    let (value, share) = (whole(of.value.amount), whole(of.target));
    let (planned, parts) = planned(target, day);
    let (planned, parts) = (planned * share, parts * whole(target.value));
    let status = match (has_data, value >= share, on > target.due.last_day()) {
        (false, ..) => Status::NoData,
        (_, true, _) => Status::Achieved,
        (_, _, true) => Status::Missed,
        _ if planned == 0 => Status::NotDue,
        _ if value * parts * 100 >= planned * 90 => Status::OnTrack,
        _ if value * parts * 100 >= planned * 75 => Status::AtRisk,
        _ => Status::Behind,
    };
    assert_eq!(of.status, status, "{day}: {of:?} of {}", target.set);
    let tenths = |above: i128, below: i128| i64::try_from((above * 20 + below) / (below * 2)).unwrap();
    assert_eq!(of.planned.0, tenths(planned, parts), "{day}: {of:?} of {}", target.set);
    assert_eq!(of.percent.unwrap().0, tenths(value * 100, share), "{day}: {of:?} of {}", target.set);
}

#[test]
fn statuses_are_what_the_numbers_say_on_every_day() {
    let mut seen = BTreeSet::new();
    for on in days() {
        let progress = STAGE.progress(on);
        let day = progress.calendar().as_of;
        for metric in 0..progress.metrics().count() {
            let has_data = progress.series(metric).unwrap().has_data(day);
            for (_, figure) in progress.targets_of(metric, day) {
                let target = &progress.program().targets[figure.target];
                check_completion(&figure.whole, target, has_data, (day, on));
                seen.insert(figure.whole.status);
                for (_, of) in &figure.regions {
                    check_completion(of, target, has_data, (day, on));
                    seen.insert(of.status);
                }
            }
        }
        let ranked: Vec<Period> = progress.ranking().iter().map(|month| month.period).collect();
        let over = months(day).into_iter().filter(|month| month.last_day() <= day);
        assert_eq!(ranked, over.collect::<Vec<_>>(), "{day}");
    }
    // All statuses occur in a year, except “nothing planned yet”: plans begin with the first day.
    let all =
        [Status::NoData, Status::Achieved, Status::Missed, Status::OnTrack, Status::AtRisk, Status::Behind];
    assert!(all.iter().all(|status| seen.contains(status)), "{seen:?}");
}

/// Whether a page is about figures, or links to them.
fn shows_figures(page: &&Page) -> bool {
    matches!(
        page.kind,
        PageKind::Home
            | PageKind::Programs
            | PageKind::Progress(..)
            | PageKind::Data(..)
            | PageKind::DataPackage
    )
}

fn check_pages(day: civil::Date, edition: Edition) {
    STAGE.on(edition, day, |site| {
        let pages: Vec<&Page> = site.plan.pages.iter().filter(shows_figures).collect();
        let rendered: BTreeMap<&str, String> =
            pages.iter().map(|page| (page.url.path(), site.render(page))).collect();
        let bulletins = pages.iter().filter_map(|page| match page.kind {
            // On its last day, the next year's program has started.
            PageKind::Progress(_, ProgressPage::Bulletin(period))
                if period.first_day().year() == FIRST.year() =>
            {
                Some(period)
            }
            _ => None,
        });
        let of_months: Vec<Period> = bulletins.filter(|period| matches!(period, Period::Month(..))).collect();
        assert_eq!(of_months, months(day), "{day}");
        let html: BTreeMap<&str, &str> = rendered
            .iter()
            .filter(|(path, _)| path.ends_with(".html"))
            .map(|(path, it)| (*path, it.as_str()))
            .collect();
        let mut known: BTreeSet<&str> = site.plan.pages.iter().map(|page| page.url.path()).collect();
        known.extend(site.plan.assets.iter().map(|(url, _)| url.path()));
        let is_known = |path: &str| known.contains(path) || path.ends_with(".jpg") || path.ends_with(".png");
        assert_eq!(broken(&html, &is_known), Vec::<String>::new(), "{day}");
        let overview = html["progress/2022/index.html"];
        let data: serde_json::Value = serde_json::from_str(&rendered["data/2022/progress.json"]).unwrap();
        for (metric, n) in data["metrics"].as_array().unwrap().iter().zip(0..) {
            let title = metric["title"].as_str().unwrap();
            let line = lines(overview).into_iter().find(|line| line.starts_with(title)).unwrap();
            let shown = match STAGE.progress(day).series(n).unwrap().has_data(day.min(LAST)) {
                true => format!("{}", metric["value"]),
                false => "尚无记录".to_owned(),
            };
            assert!(line.contains(&shown), "{day}: {line}, not {shown}");
        }
        let ended = text(overview).contains("已结束");
        assert_eq!(ended, day > LAST, "{day}");
    });
}

#[test]
fn pages_are_sound_week_by_week() {
    let weeks = days().into_iter().step_by(14).chain([FIRST, LAST, civil::date(2023, 1, 1)]);
    for (day, n) in weeks.zip(0_u32..) {
        check_pages(day, if n % 2 == 0 { Edition::Public } else { Edition::Internal });
    }
}

#[test]
fn every_page_can_be_rendered_at_the_turns_of_the_year() {
    // The days before and on which months begin, when pages come into being.
    let turns = [(2021, 12, 31), (2022, 1, 1), (2022, 1, 31), (2022, 3, 31), (2022, 4, 1), (2022, 12, 31)];
    for (year, month, day) in turns {
        check_pages(civil::date(year, month, day), Edition::Internal);
    }
}
