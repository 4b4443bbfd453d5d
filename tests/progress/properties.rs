//! Properties of any records: checked on many random sites from fixed seeds, against naive sums.

use fastrand::Rng;
use std::fmt::Write as _;

use bangyang::diag::Lang;
use bangyang::domain::{Period, Quantity, RegionIx};
use bangyang::progress::{Area, Audience, Progress, Series};
use jiff::{ToSpan as _, civil};

use crate::support::{Site, date};

const METRICS: &str = "title: 示例\nstarts: 2021-11-15\nends: 2022-12-31\nmetrics:\n\
    \x20 - {id: count, title: 场, from: outreach, dated_by: held_on}\n\
    \x20 - {id: sum, title: 人, from: outreach, measure: {sum: attendance}, dated_by: held_on}\n\
    \x20 - {id: distinct, title: 走进, from: outreach, measure: {distinct: topics}, dated_by: held_on}\n\
    \x20 - {id: stock, title: 在册, from: bases, dated_by: established_on, ends_by: ended_on}\n\
    targets:\n\
    \x20 - {metric: count, set: city, value: 60, due: 2022, regions: {east: 20, west: 20, north: 20}}\n\
    \x20 - {metric: sum, set: city, value: 6000, due: 2022, regions: {east: 2000, west: 1000, north: 3000}}\n\
    ranking: {set: city, weights: {count: 1, sum: 2}}\n";

/// Numbers that look random and are the same in every run.
struct Dice(Rng);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0.u64(..limit)
    }

    fn pick<'t>(&mut self, texts: &[&'t str]) -> &'t str {
        texts[usize::try_from(self.below(texts.len() as u64)).unwrap()]
    }

    fn date(&mut self) -> String {
        let (year, month, day) = (2021 + self.below(2), 1 + self.below(12), 1 + self.below(28));
        match self.below(8) {
            0 => format!("{year}"),
            1 | 2 => format!("{year}-{month:02}"),
            _ => format!("{year}-{month:02}-{day:02}"),
        }
    }
}

fn sessions(dice: &mut Dice, all_have_regions: bool) -> Vec<String> {
    let number = 5 + dice.below(60);
    let session = |dice: &mut Dice, n: u64| {
        let mut line = format!("- {{title: 第{n}场, held_on: {}", dice.date());
        let region = dice.pick(&["east", "west", "north", ""]);
        let region = if all_have_regions && region.is_empty() { "east" } else { region };
        if !region.is_empty() {
            write!(line, ", region: {region}").unwrap();
        }
        if dice.below(5) > 0 {
            let (before, behind) = (dice.pick(&["", "", "", "近", "约"]), dice.pick(&["", "", "余"]));
            let behind = if before.is_empty() { behind } else { "" };
            let part = dice.pick(&["", "", ".5", ".25", ".000001"]);
            write!(line, ", attendance: {before}{}{part}{behind}", dice.below(300)).unwrap();
        }
        let topics = dice.pick(&["[policy]", "[skills, policy]", "[exemplars]", "[]"]);
        writeln!(line, ", topics: {topics}, state: {}}}", dice.pick(&["held", "held", "held", "cancelled"]))
            .unwrap();
        line
    };
    (0..number).map(|n| session(dice, n)).collect()
}

fn bases(dice: &mut Dice) -> String {
    let base = |dice: &mut Dice, n: u64| {
        let end = if dice.below(2) == 0 { format!(", ended_on: {}", dice.date()) } else { String::new() };
        format!(
            "- {{name: 基地{n}, region: {}, established_on: {}{end}}}\n",
            dice.pick(&["east", "west"]),
            dice.date()
        )
    };
    (0..12).map(|n| base(dice, n)).collect()
}

fn site(sessions: &[String], bases: &str) -> Site {
    Site::of(&[
        ("programs/p.yaml", METRICS),
        ("outreach/all.yaml", &sessions.concat()),
        ("bases/all.yaml", bases),
    ])
}

fn each_site(check: impl Fn(&Site, &mut Dice)) {
    for seed in 1..=30_u64 {
        let mut dice = Dice(Rng::with_seed(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let lines = sessions(&mut dice, false);
        let bases = bases(&mut dice);
        check(&site(&lines, &bases), &mut dice);
    }
}

fn days() -> impl Iterator<Item = civil::Date> {
    civil::date(2021, 11, 14).series(1.day()).take_while(|day| *day <= civil::date(2022, 12, 31))
}

fn plus(parts: impl Iterator<Item = Quantity>) -> Quantity {
    parts.fold(Quantity::exact(0), |sum, part| sum.checked_add(part).unwrap())
}

fn areas() -> [Area; 4] {
    [Area::Region(RegionIx(0)), Area::Region(RegionIx(1)), Area::Region(RegionIx(2)), Area::NoRegion]
}

fn series<'p>(progress: &'p Progress, id: &str) -> &'p Series {
    progress.series(progress.metric_named(id).unwrap()).unwrap()
}

#[test]
fn figures_are_what_the_plainest_sum_gives() {
    each_site(|site, dice| {
        let as_of = civil::date(
            2022,
            1 + i8::try_from(dice.below(12)).unwrap(),
            1 + i8::try_from(dice.below(28)).unwrap(),
        );
        let progress = site.progress(&as_of.to_string());
        for id in ["count", "sum"] {
            let series = series(&progress, id);
            for period in progress.calendar().all() {
                let inside = series.sources().iter().filter(|source| period.contains(source.date));
                assert_eq!(
                    series.cell(period, Area::Whole).done,
                    plus(inside.map(|source| source.amount)),
                    "{id} {period}"
                );
                let until =
                    series.sources().iter().filter(|source| source.date.last_day() <= period.last_day());
                assert_eq!(
                    series.cell(period, Area::Whole).cumulative,
                    plus(until.map(|source| source.amount))
                );
                assert_eq!(
                    series.sources_in(period).count(),
                    series.cell(period, Area::Whole).sources as usize
                );
            }
        }
        let stock = series(&progress, "stock");
        for day in days().filter(|day| *day <= as_of) {
            let stands = |it: &&bangyang::progress::Source| {
                it.date.last_day() <= day && it.ended.is_none_or(|end| end.last_day() > day)
            };
            assert_eq!(
                stock.at(day, Area::Whole),
                Quantity::exact(stock.sources().iter().filter(stands).count() as i64),
                "{day}"
            );
        }
    });
}

#[test]
fn regions_sum_to_the_whole() {
    each_site(|site, _| {
        let progress = site.progress("2022");
        for id in ["count", "sum", "stock"] {
            let series = series(&progress, id);
            for period in progress.calendar().all() {
                let of = |pick: fn(bangyang::progress::Cell) -> Quantity| {
                    let parts = areas().map(|area| pick(series.cell(period, area)));
                    assert_eq!(
                        plus(parts.into_iter()),
                        pick(series.cell(period, Area::Whole)),
                        "{id} {period}"
                    );
                };
                of(|cell| cell.done);
                of(|cell| cell.cumulative);
                of(|cell| cell.ended);
            }
        }
    });
    let mut dice = Dice(Rng::with_seed(77));
    let lines = sessions(&mut dice, true);
    let site = site(&lines, &bases(&mut dice));
    let progress = site.progress("2022");
    assert_eq!(series(&progress, "sum").at(civil::date(2022, 12, 31), Area::NoRegion), Quantity::exact(0));
}

#[test]
fn months_sum_to_quarters_halves_and_the_year() {
    each_site(|site, _| {
        let progress = site.progress("2022");
        for id in ["count", "sum", "stock"] {
            let series = series(&progress, id);
            let done = |period| series.cell(period, Area::Whole).done;
            let within = |outer: Period, parts: Vec<Period>| {
                plus(
                    parts
                        .into_iter()
                        .filter(|part| {
                            outer.first_day() <= part.first_day() && part.last_day() <= outer.last_day()
                        })
                        .map(done),
                )
            };
            let calendar = progress.calendar();
            for quarter in calendar.quarters() {
                assert_eq!(done(quarter), within(quarter, calendar.months()), "{id} {quarter}");
            }
            for half in calendar.halves() {
                assert_eq!(done(half), within(half, calendar.quarters()), "{id} {half}");
            }
            for year in calendar.years() {
                let starts = calendar.starts;
                let coarse = series
                    .too_coarse()
                    .filter(|it| it.date.year() == year.first_day().year() && it.date.first_day() >= starts);
                let with_coarse = [within(year, calendar.halves()), plus(coarse.map(|source| source.amount))];
                assert_eq!(done(year), plus(with_coarse.into_iter()), "{id} {year}");
            }
        }
    });
}

#[test]
fn quarters_count_from_the_start_of_the_programs_year() {
    for month in 1..=12_i8 {
        let mut dice =
            Dice(Rng::with_seed(u64::from(month.unsigned_abs()).wrapping_mul(0x9E37_79B9_7F4A_7C15)));
        let program = METRICS.replace("metrics:\n", &format!("year: {{starts: {month}}}\nmetrics:\n"));
        let site = Site::of(&[
            ("programs/p.yaml", &program),
            ("outreach/all.yaml", &sessions(&mut dice, false).concat()),
            ("bases/all.yaml", &bases(&mut dice)),
        ]);
        let progress = site.progress("2022-12-31");
        let calendar = progress.calendar();
        let quarters = calendar.quarters();
        for day in days().filter(|day| *day >= calendar.starts) {
            let of: Vec<&Period> = quarters.iter().filter(|it| it.contains(day.into())).collect();
            assert_eq!(of.len(), 1, "{day} lies in one quarter");
            assert_eq!((of[0].first_day().month() - month).rem_euclid(3), 0, "{day} {}", of[0]);
        }
        for (one, next) in quarters.iter().zip(quarters.iter().skip(1)) {
            assert_eq!(one.last_day().tomorrow().ok(), Some(next.first_day()), "in order, without a gap");
        }
        for id in ["count", "sum", "distinct", "stock"] {
            let series = series(&progress, id);
            let done = |period: &Period| series.cell(*period, Area::Whole).done;
            let within = |outer: Period, parts: &[Period]| {
                let inside = |part: &&Period| {
                    outer.first_day() <= part.first_day() && part.last_day() <= outer.last_day()
                };
                plus(parts.iter().filter(inside).map(done))
            };
            if id == "distinct" {
                for half in calendar.halves() {
                    let inside = quarters.iter().filter(|it| half.contains(it.first_day().into()));
                    let parts: Vec<Quantity> = inside.map(done).collect();
                    let most = parts.iter().map(|part| part.amount).max().unwrap();
                    let half = done(&half).amount;
                    assert!(most <= half && half <= plus(parts.into_iter()).amount, "{month}");
                }
                continue;
            }
            for quarter in &quarters {
                assert_eq!(done(quarter), within(*quarter, &calendar.months()), "{month} {id} {quarter}");
            }
            for year in calendar.years() {
                // What is dated only by year belongs to a calendar year.
                let coarse = series.too_coarse().filter(|it| {
                    month == 1
                        && it.date.year() == year.first_day().year()
                        && it.date.first_day() >= calendar.starts
                });
                let parts = [within(year, &quarters), plus(coarse.map(|source| source.amount))];
                assert_eq!(done(&year), plus(parts.into_iter()), "{month} {id} {year}");
            }
        }
    }
}

#[test]
fn the_order_of_input_is_irrelevant() {
    for seed in 1..=10 {
        let mut dice = Dice(Rng::with_seed(seed * 7919));
        let mut lines = sessions(&mut dice, false);
        let bases = bases(&mut dice);
        let written = |lines: &[String]| {
            let site = site(lines, &bases);
            let progress = site.progress("2022-10-31");
            let data = serde_json::to_string(&progress.data(Audience::Internal, Lang::En)).unwrap();
            let sources: Vec<_> =
                progress.metrics().flat_map(|(_, series)| series.sources().to_vec()).collect();
            (data, sources)
        };
        let first = written(&lines);
        for n in (1..lines.len()).rev() {
            lines.swap(n, usize::try_from(dice.below(n as u64 + 1)).unwrap());
        }
        assert_eq!(written(&lines), first);
    }
}

#[test]
fn moving_as_of_forward_never_lowers_a_flow_nor_changes_a_past_day() {
    for seed in 1..=3 {
        let mut dice = Dice(Rng::with_seed(seed * 104_729));
        let lines = sessions(&mut dice, false);
        let site = site(&lines, &bases(&mut dice));
        let end = site.progress("2022");
        let mut before = [Quantity::exact(0).amount; 3];
        for day in days() {
            let progress = site.progress(&day.to_string());
            let data = progress.data(Audience::Internal, Lang::En);
            assert!(data.ranking.unwrap().iter().all(|month| progress.calendar().is_ended(month.period)));
            for (n, id) in ["count", "sum", "distinct"].into_iter().enumerate() {
                let now = series(&progress, id).at(day, Area::Whole);
                assert!(now.amount >= before[n], "{id} on {day}");
                before[n] = now.amount;
            }
            for (metric, (_, series)) in progress.metrics().enumerate() {
                for area in areas() {
                    assert_eq!(
                        series.at(day, area),
                        end.series(metric).unwrap().at(day, area),
                        "{metric} on {day}"
                    );
                }
            }
        }
        assert_eq!(end.calendar().as_of, date("2022").last_day());
    }
}
