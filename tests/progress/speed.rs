//! A large program's figures in half a second of one core.

use std::sync::Arc;
use std::time::Instant;

use bangyang::domain::{Bound, Date, FieldType, Quantity, Record, RegionIx, Value};
use bangyang::model::Model;
use bangyang::progress::{Area, Progress, as_of};

use crate::support::Site;

fn program() -> String {
    let mut text = "title: 大\nstarts: 2020-01-01\nends: 2022-12-31\nmetrics:\n".to_owned();
    for n in 0..8 {
        text += &format!("  - {{id: e{n}, title: 人, from: exemplars, dated_by: recognised_on}}\n");
    }
    text += "  - {id: sessions, title: 场, from: outreach, dated_by: held_on}\n";
    text +=
        "  - {id: attendance, title: 人次, from: outreach, measure: {sum: attendance}, dated_by: held_on}\n";
    text +=
        "  - {id: offline, title: 线下, from: outreach, dated_by: held_on, where: {mode: [offline, both]}}\n";
    text += "  - {id: jobs, title: 工种, from: exemplars, measure: {distinct: occupation}, dated_by: recognised_on}\ntargets:\n";
    for metric in ["e0", "e1", "sessions", "attendance"] {
        let shares: Vec<String> = (0..100).map(|n| format!("r{n}: {}", 900 + n)).collect();
        text += &format!(
            "  - {{metric: {metric}, set: city, value: 100000, due: 2022, regions: {{{}}}}}\n",
            shares.join(", ")
        );
    }
    text + "ranking: {set: city, weights: {e0: 1, e1: 2, sessions: 3, attendance: 4}}\n"
}

/// Many records like the first of a collection, each with a date, region, number and text of its own.
fn many(site: &Site, collection: &str, number: u32) -> Vec<Record> {
    let (ix, declared) = site.config.collection_named(collection).unwrap();
    let (_, like) = site.model.of(ix).next().unwrap();
    let one = |n: u32| {
        let mut record = like.clone();
        record.id = Arc::from(format!("{n}"));
        for (slot, field) in record.values.iter_mut().zip(&declared.fields) {
            match (&field.kind, slot) {
                (FieldType::Date, Some(slot)) => {
                    let (year, month, day) = (2020 + n % 3, 1 + n / 7 % 12, 1 + n / 91 % 28);
                    *slot = Value::Date(Date::parse(&format!("{year}-{month:02}-{day:02}")).unwrap());
                }
                (FieldType::Region, Some(slot)) => *slot = Value::Region(RegionIx(n / 3 % 100)),
                (FieldType::Quantity, Some(slot)) => {
                    *slot = Value::Quantity(Quantity { amount: i64::from(n % 97), bound: Bound::AtLeast });
                }
                (FieldType::Text, Some(slot)) => *slot = Value::Text(Arc::from(format!("工种{}", n % 40))),
                _ => {}
            }
        }
        record
    };
    (0..number).map(one).collect()
}

#[test]
#[ignore = "a measurement: run it with --release"]
fn all_figures_of_a_large_program_in_half_a_second() {
    let regions: String = (0..100).map(|n| format!("- {{id: r{n}, title: 第{n}县}}\n")).collect();
    let site = Site::of(&[
        ("regions.yaml", &regions),
        ("programs/p.yaml", &program()),
        ("exemplars/a.md", "---\nname: 甲\nregion: r0\noccupation: 月嫂\nrecognised_on: 2022-01-01\n---\n"),
        ("outreach/a.yaml", "- {title: 一, held_on: 2022-01-01, region: r0, attendance: 5}\n"),
    ]);
    let records = [many(&site, "exemplars", 100_000), many(&site, "outreach", 20_000)].concat();
    let model = Model::new(records, &Default::default(), &site.config, &mut Vec::new());
    let program = site.program("p");
    let begin = Instant::now();
    let on = as_of(program, None, jiff::civil::date(2030, 1, 1));
    let progress = Progress::new(&model, &site.config, program, on, &|_| false);
    let built = begin.elapsed();
    let mut sum = 0_i64;
    for (_, series) in progress.metrics() {
        for period in progress.calendar().all() {
            for (region, _) in progress.regions() {
                let cell = series.cell(period, Area::Region(region));
                sum += cell.done.amount + cell.cumulative.amount;
            }
            sum += series.cell(period, Area::Whole).done.amount;
        }
    }
    for period in progress.calendar().all() {
        for target in 0..program.targets.len() {
            sum +=
                progress.target(target, progress.calendar().last_day(period)).unwrap().regions.len() as i64;
        }
    }
    let all = begin.elapsed();
    println!("built in {built:?}, all figures in {all:?} ({sum})");
    assert_eq!(series_total(&progress), 100_000);
    assert!(cfg!(debug_assertions) || all.as_millis() < 500, "{all:?}");
}

fn series_total(progress: &Progress<'_>) -> i64 {
    progress.series(0).unwrap().at(progress.calendar().as_of, Area::Whole).amount
}
