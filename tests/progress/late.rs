//! Late reports, compared with a naive account of every entry of every record.

use fastrand::Rng;
use std::collections::BTreeMap;
use std::fmt::Write as _;

use bangyang::config::closed;
use bangyang::diag::Lang;
use bangyang::domain::{Closing, Decimal, Period, RegionIx};
use bangyang::progress::{Area, Progress, Statement};

use crate::support::{Site, date, day};

/// A session or a base.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    date: String,
    region: &'static str,
    /// In millionths.
    people: i128,
    ended: Option<String>,
}

const PROGRAM: &str = "title: 示例\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n\
    \x20 - {id: count, title: 场, from: outreach, dated_by: held_on}\n\
    \x20 - {id: people, title: 人, from: outreach, measure: {sum: attendance}, dated_by: held_on}\n\
    \x20 - {id: stock, title: 在册, from: bases, dated_by: established_on, ends_by: ended_on}\n\
    \x20 - {id: topics, title: 主题, from: outreach, measure: {distinct: topics}, dated_by: held_on}\n";

const REGIONS: [&str; 4] = ["east", "west", "north", ""];

struct Dice(Rng);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0.u64(..limit)
    }

    fn date(&mut self) -> String {
        let (month, day) = (1 + self.below(8), 1 + self.below(28));
        match self.below(9) {
            0 => "2022".to_owned(),
            1 => format!("2022-{month:02}"),
            _ => format!("2022-{month:02}-{day:02}"),
        }
    }

    fn entry(&mut self) -> Entry {
        let region = REGIONS[usize::try_from(self.below(4)).unwrap()];
        let people = i128::from(self.below(300)) * 1_000_000
            + [0, 500_000, 250_000, 1][usize::try_from(self.below(4)).unwrap()];
        let ended = (self.below(3) == 0).then(|| self.date());
        Entry { date: self.date(), region, people, ended }
    }
}

type Book = BTreeMap<u64, Entry>;

fn files(book: &Book, closings: &[(String, String)], settings: &str) -> Vec<(String, String)> {
    let mut files = vec![("programs/p.yaml".to_owned(), format!("{PROGRAM}{settings}"))];
    for (id, it) in book {
        let region = if it.region.is_empty() { String::new() } else { format!("region: {}\n", it.region) };
        if id.is_multiple_of(3) {
            let ended = it.ended.as_ref().map_or_else(String::new, |ended| format!("ended_on: {ended}\n"));
            let text = format!("---\nname: 基地{id}\n{region}established_on: {}\n{ended}---\n", it.date);
            files.push((format!("bases/b{id}.md"), text));
        } else {
            let people = Decimal::from_millionths(it.people).unwrap();
            let topic = ["policy", "skills", "exemplars"][usize::try_from(id % 4 % 3).unwrap()];
            let text = format!(
                "---\ntitle: 第{id}场\nheld_on: {}\n{region}attendance: {people}\ntopics: [{topic}]\nstate: held\n---\n",
                it.date
            );
            files.push((format!("outreach/s{id}.md"), text));
        }
    }
    files.extend(closings.iter().cloned());
    files
}

fn progress(book: &Book, closings: &[(String, String)], settings: &str) -> Progress {
    let files = files(book, closings, settings);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let site = Site::of(&files);
    assert!(site.settings.is_empty(), "{:?}", site.settings);
    site.progress("2022-12-31")
}

/// Closes a period in its current state, keeping what was frozen before.
fn close(progress: &Progress, period: Period, on: &str, closings: &mut Vec<(String, String)>) {
    let frozen = progress.freeze(period, date(on), Lang::ZhCn);
    let earlier = progress.closing(period).map(|known| {
        let mut all = vec![known.frozen.clone().without_records()];
        all.extend(known.earlier.clone());
        all
    });
    let closing = Closing { program: "p".into(), period, frozen, earlier: earlier.unwrap_or_default() };
    let path = closed::path("p", period).strip_prefix("content/").unwrap().to_owned();
    closings.retain(|(known, _)| *known != path);
    closings.push((path, closed::write(&closing, Lang::ZhCn)));
}

fn month(n: i8) -> Period {
    Period::Month(2022, n)
}

/// The sum, in millionths, of the entries of a kind dated entirely in a period and, if given, in a region.
fn total(book: &Book, metric: &str, region: Option<&str>, dated: impl Fn(&Entry) -> bool) -> i128 {
    let of_kind = |id: u64| id.is_multiple_of(3) == (metric == "stock");
    let entries =
        book.iter().filter(|(id, it)| of_kind(**id) && region.is_none_or(|region| it.region == region));
    entries
        .filter(|(_, it)| dated(it))
        .map(|(_, it)| if metric == "people" { it.people } else { 1_000_000 })
        .sum()
}

/// The running total at a period's end, counted naively.
fn standing(book: &Book, metric: &str, region: Option<&str>, period: Period) -> i128 {
    let end = period.last_day();
    total(book, metric, region, |it| {
        let ended = it.ended.as_ref().filter(|_| metric == "stock");
        // What ended before it started counts on no day.
        day(&it.date) <= end && ended.is_none_or(|ended| day(ended).max(day(&it.date)) > end)
    })
}

fn millionths(statement: &Statement) -> [i128; 8] {
    let Statement { carried, own, ended, moved, undated, late, struck, to_date } = statement;
    [carried, own, ended, moved, undated, late, struck, to_date].map(|it| it.amount.millionths())
}

fn areas() -> [(Area, Option<&'static str>); 5] {
    [
        (Area::Whole, None),
        (Area::Region(RegionIx(0)), Some("east")),
        (Area::Region(RegionIx(1)), Some("west")),
        (Area::Region(RegionIx(2)), Some("north")),
        (Area::NoRegion, Some("")),
    ]
}

/// Changes some records: new ones, removed ones, another day, another region, another number.
fn stir(dice: &mut Dice, book: &mut Book) {
    for _ in 0..1 + dice.below(5) {
        let id = dice.below(60);
        match dice.below(4) {
            0 => drop(book.remove(&id)),
            1 => drop(book.insert(id, dice.entry())),
            _ => {
                let other = dice.entry();
                if let Some(it) = book.get_mut(&id) {
                    match dice.below(4) {
                        0 => it.date = other.date,
                        1 => it.region = other.region,
                        2 => it.people = other.people,
                        _ => it.ended = other.ended,
                    }
                }
            }
        }
    }
}

/// Every period's parts add up; those of an open one to the current total, those of a closed one to what was
/// reported; what is carried forward is what the previous page shows; the regions add up to the whole, in
/// each part.
fn holds(
    book: &Book,
    told: &BTreeMap<(String, Period, usize), i128>,
    of: &Progress,
    closed: &[Period],
    hint: &str,
) {
    for (at, (metric, _)) in of.metrics().enumerate() {
        let additive = &*metric.id != "topics";
        for period in of.calendar().all() {
            let mut sums = [0_i128; 8];
            for (place, (area, region)) in areas().into_iter().enumerate() {
                let Some(statement) = of.statement(at, period, area) else {
                    assert!(!of.has_statement(period), "{hint}");
                    continue;
                };
                let parts = millionths(&statement);
                let [carried, own, ended, moved, undated, late, struck, to_date] = parts;
                let case = format!("{hint}: {} of {period}, {area:?}: {statement:?}", metric.id);
                assert_eq!(carried + own - ended + moved + undated + late - struck, to_date, "{case}");
                assert!(late >= 0 && struck >= 0, "{case}");
                let known = told.get(&(metric.id.to_string(), period, place));
                match known.filter(|_| closed.contains(&period)) {
                    Some(known) => assert_eq!(to_date, *known, "{case}"),
                    None if additive => {
                        assert_eq!(to_date, standing(book, &metric.id, region, period), "{case}")
                    }
                    None => {}
                }
                if let Some(before) = period.before().filter(|before| before.first_day().year() == 2022)
                    && let Some(before) = of.statement(at, before, area)
                    && !closed.contains(&period)
                {
                    assert_eq!(carried, before.to_date.amount.millionths(), "{case}");
                }
                if place > 0 {
                    sums.iter_mut().zip(parts).for_each(|(sum, part)| *sum += part);
                } else {
                    let named: i128 = of
                        .late_records(at, period)
                        .iter()
                        .map(|it| {
                            if it.struck {
                                -it.amount.amount.millionths()
                            } else {
                                it.amount.amount.millionths()
                            }
                        })
                        .sum();
                    assert!(!additive || named == late - struck, "{case}: the records tell {named}");
                }
            }
            if let Some(whole) = of.statement(at, period, Area::Whole).filter(|_| additive) {
                assert_eq!(sums, millionths(&whole), "{hint}: {} of {period}: the regions", metric.id);
            }
        }
    }
}

#[test]
fn parts_add_up_whatever_becomes_of_the_records() {
    for seed in 1..=5_u64 {
        let mut dice = Dice(Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let mut book: Book = (0..40).map(|id| (id, dice.entry())).collect();
        let (mut closings, mut closed, mut told) = (Vec::new(), Vec::new(), BTreeMap::new());
        let long = ["2022-q1", "2022-h1", "2022-q3", "2022"].map(|text| Period::parse(text).unwrap());
        for step in 0..9_i8 {
            let mut now = vec![month(step + 1)];
            // Now and then a month is left open, and one is closed again.
            if dice.below(6) == 0 {
                now.clear();
            }
            if step > 2 && dice.below(4) == 0 {
                now.push(month(1 + i8::try_from(dice.below(u64::try_from(step).unwrap())).unwrap()));
            }
            now.extend(long.iter().filter(|it| it.last_day().month() == step + 1 && dice.below(2) == 0));
            for period in now {
                let of = progress(&book, &closings, "");
                close(&of, period, &format!("2023-01-{:02}", step + 1), &mut closings);
                closed.push(period);
                for (at, (metric, series)) in of.metrics().enumerate() {
                    for (place, (area, _)) in areas().into_iter().enumerate() {
                        let value = series.cell(period, area).cumulative.amount.millionths();
                        told.insert((metric.id.to_string(), period, place), value);
                        assert!(of.statement(at, period, area).is_some() || !of.has_statement(period));
                    }
                }
            }
            stir(&mut dice, &mut book);
            let of = progress(&book, &closings, "");
            holds(&book, &told, &of, &closed, &format!("seed {seed}, step {step}"));
            let restated = progress(&book, &closings, "late: restate\n");
            holds(&book, &BTreeMap::new(), &restated, &[], &format!("seed {seed}, step {step}, restated"));
        }
    }
}

fn session(date: &str, region: &'static str, people: i128) -> Entry {
    Entry { date: date.to_owned(), region, people: people * 1_000_000, ended: None }
}

/// `carried + own + late - struck = to_date` of sessions, with the records.
fn line(of: &Progress, metric: &str, period: &str, area: Area) -> String {
    let period = Period::parse(period).unwrap();
    let it = of.statement(of.metric_named(metric).unwrap(), period, area).unwrap();
    let mut line = format!("{} + {} + {} - {} = {}", it.carried, it.own, it.late, it.struck, it.to_date);
    for (part, sign) in [(it.ended, "ended"), (it.moved, "moved"), (it.undated, "undated")] {
        if !part.amount.is_zero() {
            write!(line, ", {sign} {part}").unwrap();
        }
    }
    line
}

fn august() -> (Book, Vec<(String, String)>) {
    let book: Book = [
        (1, session("2022-07-04", "east", 10)),
        (2, session("2022-08-05", "east", 20)),
        (4, session("2022-08-06", "west", 30)),
        (5, session("2022-09-02", "west", 40)),
    ]
    .into();
    let mut closings = Vec::new();
    for n in [7, 8] {
        close(&progress(&book, &closings, ""), month(n), "2022-10-03", &mut closings);
    }
    (book, closings)
}

#[test]
fn a_late_record_comes_in_the_next_open_month_and_nowhere_else() {
    let (mut book, closings) = august();
    book.insert(7, session("2022-08-20", "north", 5));
    let of = progress(&book, &closings, "");
    assert_eq!(line(&of, "count", "2022-08", Area::Whole), "1 + 2 + 0 - 0 = 3");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 1 + 1 - 0 = 5");
    assert_eq!(line(&of, "people", "2022-09", Area::Whole), "60 + 40 + 5 - 0 = 105");
    assert_eq!(line(&of, "count", "2022-09", Area::Region(RegionIx(2))), "0 + 0 + 1 - 0 = 1");
    assert_eq!(line(&of, "count", "2022-10", Area::Whole), "5 + 0 + 0 - 0 = 5");
    // The quarter shows its months as they were closed, and what came later.
    assert_eq!(line(&of, "count", "2022-q3", Area::Whole), "0 + 4 + 1 - 0 = 5");
    assert_eq!(line(&of, "count", "2022", Area::Whole), "0 + 4 + 1 - 0 = 5");
    let late = of.late_records(0, month(9));
    assert_eq!(late.len(), 1);
    assert_eq!((late[0].period, late[0].struck), (Some(month(8)), false));
    // With the other setting, the closed month is corrected, and nothing is late.
    let of = progress(&book, &closings, "late: restate\n");
    assert_eq!(line(&of, "count", "2022-08", Area::Whole), "1 + 3 + 0 - 0 = 4");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "4 + 1 + 0 - 0 = 5");
}

#[test]
fn what_was_booked_late_is_not_late_again() {
    let (mut book, mut closings) = august();
    book.insert(7, session("2022-07-20", "north", 5));
    close(&progress(&book, &closings, ""), month(9), "2022-10-04", &mut closings);
    let of = progress(&book, &closings, "");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 1 + 1 - 0 = 5");
    assert_eq!(of.late_records(0, month(9)).len(), 1, "it is remembered whose it was");
    assert_eq!(line(&of, "count", "2022-10", Area::Whole), "5 + 0 + 0 - 0 = 5");
    book.remove(&7);
    let of = progress(&book, &closings, "");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 1 + 1 - 0 = 5");
    assert_eq!(line(&of, "count", "2022-10", Area::Whole), "5 + 0 + 0 - 1 = 4");
    assert_eq!(of.late_records(0, month(10))[0].record, None, "there is no record any more");
}

#[test]
fn what_moves_to_another_month_or_region_is_struck_off_there_and_counted_here() {
    let (mut book, closings) = august();
    book.insert(4, session("2022-09-06", "west", 30));
    let of = progress(&book, &closings, "");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 2 + 0 - 1 = 4");
    book.insert(4, session("2022-07-06", "west", 30));
    let of = progress(&book, &closings, "");
    assert_eq!(
        line(&of, "count", "2022-09", Area::Whole),
        "3 + 1 + 1 - 1 = 4",
        "from one closed month to another"
    );
    book.insert(4, session("2022-08-06", "north", 30));
    let of = progress(&book, &closings, "");
    assert_eq!(line(&of, "people", "2022-09", Area::Whole), "60 + 40 + 30 - 30 = 100");
    assert_eq!(line(&of, "people", "2022-09", Area::Region(RegionIx(1))), "30 + 40 + 0 - 30 = 40");
    assert_eq!(line(&of, "people", "2022-09", Area::Region(RegionIx(2))), "0 + 0 + 30 - 0 = 30");
    book.insert(4, session("2022-08-06", "west", 28));
    let of = progress(&book, &closings, "");
    assert_eq!(line(&of, "people", "2022-09", Area::Whole), "60 + 40 + 0 - 2 = 98", "two fewer came");
}

/// A renamed file counts as before.
#[test]
fn a_record_under_another_name_is_the_same_record() {
    let (book, closings) = august();
    let of = files(&book, &closings, "");
    let renamed: Vec<(&str, &str)> = of
        .iter()
        .map(|(path, text)| {
            (if path == "outreach/s4.md" { "outreach/other.md" } else { path.as_str() }, text.as_str())
        })
        .collect();
    let of = Site::of(&renamed).progress("2022-12-31");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 1 + 0 - 0 = 4");
    assert!(of.unexplained().is_empty());
}

/// Files of the older format contain only figures.
#[test]
fn figures_without_records_still_add_up() {
    let (mut book, closings) = august();
    let old: Vec<(String, String)> = closings
        .iter()
        .map(|(path, text)| {
            let figures = text.split("\n# 计入的记录").next().unwrap();
            let lines = figures.lines().filter(|line| !line.trim().starts_with("carried:"));
            let lines: Vec<String> = lines
                .map(|line| match line.split_once("{carried: ") {
                    Some((head, tail)) => format!("{head}{{{}", tail.split_once(", ").unwrap().1),
                    None => line.to_owned(),
                })
                .collect();
            (path.clone(), lines.join("\n") + "\n")
        })
        .collect();
    assert!(old.iter().all(|(_, text)| !text.contains("counted") && !text.contains("\n    carried")));
    let of = progress(&book, &old, "");
    assert_eq!(line(&of, "count", "2022-08", Area::Whole), "1 + 2 + 0 - 0 = 3");
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 1 + 0 - 0 = 4");
    book.insert(7, session("2022-08-20", "north", 5));
    book.remove(&2);
    let of = progress(&book, &old, "");
    // One was added and one removed: the net change is zero, and it is not known which they are.
    assert_eq!(line(&of, "count", "2022-09", Area::Whole), "3 + 1 + 0 - 0 = 4");
    assert_eq!(line(&of, "people", "2022-09", Area::Whole), "60 + 40 + 0 - 15 = 85");
    assert_eq!(line(&of, "people", "2022-09", Area::Region(RegionIx(0))), "30 + 0 + 0 - 20 = 10");
    assert!(of.late_records(1, month(9)).is_empty());
}

#[test]
fn a_closed_figure_that_differs_is_told_once_until_somebody_says_why() {
    let (mut book, mut closings) = august();
    book.insert(7, session("2022-07-20", "north", 5));
    let found = progress(&book, &closings, "").unexplained();
    assert_eq!(found.len(), 3, "the topics too");
    let found: Vec<_> = found.into_iter().filter(|it| it.metric < 2).collect();
    let told: Vec<(usize, Period, String, String)> = found
        .iter()
        .map(|it| (it.metric, it.period, it.change.then.to_string(), it.change.now.to_string()))
        .collect();
    let july = month(7);
    let line = |metric, then: &str, now: &str| (metric, july, then.to_owned(), now.to_owned());
    assert_eq!(told, [line(0, "1", "2"), line(1, "10", "15")], "August only took it over");
    assert_eq!((found[0].records.len(), found[0].gone), (1, 0));
    let reasons = "- {period: 2022-07, metric: count, reason: 补报}\n- {period: 2022-07, metric: people, region: north, reason: 补报}\n- {period: 2022-07, metric: topics, reason: 补报}\n";
    closings.push(("closed/p/corrections.yaml".to_owned(), reasons.to_owned()));
    let of = progress(&book, &closings, "");
    assert_eq!(of.unexplained(), []);
    assert_eq!(of.reasons(0, month(8)).len(), 1, "why its running total is another");
    assert_eq!(of.idle_reasons().count(), 0);
    book.insert(1, session("2022-07-04", "east", 11));
    let found = progress(&book, &closings, "").unexplained();
    assert_eq!(found.len(), 1, "the reason is for another region");
    assert_eq!(found[0].change.area, Area::Region(RegionIx(0)));
}
