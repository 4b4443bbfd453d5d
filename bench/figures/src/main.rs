//! Measures how long the figures of a large program take on one core: 100,000 exemplars and 20,000 sessions,
//! 12 metrics, 100 regions, 36 months.
//!
//! `cargo run --release --manifest-path bench/figures/Cargo.toml`

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bangyang::config::Config;
use bangyang::diag::{Diagnostics, Severity};
use bangyang::domain::{Bound, Date, FieldType, Program, Quantity, Record, RegionIx, Value};
use bangyang::load::load;
use bangyang::model::Model;
use bangyang::progress::{Area, Progress, as_of};
use bangyang::source::{OsSystem, System};

/// Number of rounds.
const ROUNDS: usize = 9;

fn main() {
    let root = tempfile::tempdir().unwrap();
    write_site(root.path());
    let (config, model) = read_site(root.path());
    let config = Arc::new(config);
    let records =
        [many(&config, &model, "exemplars", 100_000), many(&config, &model, "outreach", 20_000)].concat();
    let model = Model::new(records, &Default::default(), &config, &mut Vec::new());
    let program = config.programs.iter().find(|program| &*program.id == "p").unwrap();
    let rounds: Vec<_> = (0..ROUNDS).map(|_| round(&model, &config, program)).collect();
    let built = median(rounds.iter().map(|(built, _)| *built).collect());
    let all = median(rounds.iter().map(|(_, all)| *all).collect());
    println!("median of {ROUNDS} rounds");
    println!("{:24} {built:>7.1} ms", "Progress::new");
    println!("{:24} {all:>7.1} ms", "with every cell read");
}

/// Computes everything, and reads every figure that a site could show: the time of the first step, and of
/// both.
fn round(model: &Model, config: &Arc<Config>, program: &Arc<Program>) -> (Duration, Duration) {
    let begin = Instant::now();
    let on = as_of(program, None, jiff::civil::date(2030, 1, 1));
    let progress = Progress::new(model, config, program, on, &|_| false);
    let built = begin.elapsed();
    let mut sum = 0_i128;
    for (_, series) in progress.metrics() {
        for period in progress.calendar().all() {
            for (region, _) in progress.regions() {
                let cell = series.cell(period, Area::Region(region));
                sum += cell.done.amount.millionths() + cell.cumulative.amount.millionths();
            }
            sum += series.cell(period, Area::Whole).done.amount.millionths();
        }
    }
    for period in progress.calendar().all() {
        for target in 0..program.targets.len() {
            let day = progress.calendar().last_day(period);
            sum += progress.target(target, day).unwrap().regions.len() as i128;
        }
    }
    std::hint::black_box(sum);
    let all = begin.elapsed();
    let exemplars = progress.series(0).unwrap().at(progress.calendar().as_of, Area::Whole).amount;
    assert_eq!(exemplars, 100_000, "not every record was counted");
    (built, all)
}

/// The median, in milliseconds.
fn median(mut times: Vec<Duration>) -> f64 {
    times.sort();
    times[times.len() / 2].as_secs_f64() * 1000.0
}

fn write_site(root: &Path) {
    let regions: String = (0..100).map(|n| format!("- {{id: r{n}, title: 第{n}县}}\n")).collect();
    let files = [
        (
            "site.yaml",
            "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n",
        ),
        ("regions.yaml", &regions),
        ("programs/p.yaml", &program()),
        ("exemplars/a.md", "---\nname: 甲\nregion: r0\noccupation: 月嫂\nrecognised_on: 2022-01-01\n---\n"),
        ("outreach/a.yaml", "- {title: 一, held_on: 2022-01-01, region: r0, attendance: 5}\n"),
    ];
    for (path, text) in files {
        let path = root.join("content").join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
}

fn read_site(root: &Path) -> (Config, Model) {
    let content = OsSystem.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(&OsSystem, root, &content, &[], &mut diagnostics).unwrap();
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&OsSystem, root, &content, &config, &mut diagnostics);
    let wrong: Vec<_> = diagnostics.iter().filter(|it| it.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    let model = Model::new(loaded.records, &loaded.failed, &config, &mut Vec::new());
    (config, model)
}

/// Twelve metrics over three years of months, four of them with targets for each of the regions.
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

/// Many records like the first of a collection, each with its own date, region, number and text.
fn many(config: &Config, model: &Model, collection: &str, number: u32) -> Vec<Arc<Record>> {
    let (ix, declared) = config.collection_named(collection).unwrap();
    let (_, like) = model.of(ix).next().unwrap();
    let one = |n: u32| {
        let mut record = Record::clone(like);
        record.id = Arc::from(format!("{n}"));
        for (at, slot) in record.values.iter_mut() {
            match declared.fields[at].kind {
                FieldType::Date => {
                    let (year, month, day) = (2020 + n % 3, 1 + n / 7 % 12, 1 + n / 91 % 28);
                    *slot = Value::Date(Date::parse(&format!("{year}-{month:02}-{day:02}")).unwrap());
                }
                FieldType::Region => *slot = Value::Region(RegionIx(n / 3 % 100)),
                FieldType::Quantity => {
                    *slot =
                        Value::Quantity(Quantity { amount: i64::from(n % 97).into(), bound: Bound::AtLeast });
                }
                FieldType::Text => *slot = Value::Text(Arc::from(format!("工种{}", n % 40))),
                _ => {}
            }
        }
        Arc::new(record)
    };
    (0..number).map(one).collect()
}
