//! Individual rules, on the smallest sites that show them.

use bangyang::diag::Lang;
use bangyang::domain::{Period, RegionIx};
use bangyang::progress::{
    Area, Audience, ClaimFault, Difficulties, FigureAs, FigureError, FigureQuery, Status, false_claims,
};

use crate::support::{Site, at, date, day, value, whole};

const HEAD: &str = "title: 示例\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n";

fn program(rest: &str) -> String {
    format!("{HEAD}{rest}")
}

fn period(text: &str) -> Period {
    Period::parse(text).unwrap()
}

#[test]
fn drafts_other_programs_and_what_is_not_counted_stay_out() {
    let metrics = "  - {id: held, title: 场, from: outreach, dated_by: held_on}\n\
                   \x20 - {id: cancelled, title: 取消, from: outreach, dated_by: held_on, where: {state: cancelled}}\n\
                   \x20 - {id: online, title: 线上, from: outreach, dated_by: held_on, where: {mode: [online, both], topics: skills}}\n";
    let sessions = "- {title: 一, held_on: 2022-03-01, mode: online, topics: [policy, skills]}\n\
                    - {title: 二, held_on: 2022-03-02, draft: true}\n\
                    - {title: 三, held_on: 2022-03-03, program: q}\n\
                    - {title: 四, held_on: 2022-03-04, program: p, publish_on: 2029-01-01}\n\
                    - {title: 五, held_on: 2022-03-05, expires_on: 2022-03-06}\n\
                    - {title: 六, held_on: 2022-03-06, state: cancelled}\n\
                    - {title: 七, held_on: 2021-12-31}\n\
                    - {title: 八, held_on: 2022, mode: both, topics: [policy]}\n";
    let other = "title: 另一项\nstarts: 2022-01-01\nends: 2022-12-31\n";
    let site = Site::of(&[
        ("programs/p.yaml", &program(metrics)),
        ("programs/q.yaml", other),
        ("outreach/2022.yaml", sessions),
    ]);
    let progress = site.progress("2022-12-30");
    assert_eq!(value(&progress, "held", "2022-12-30"), "3", "published or not, what happened has happened");
    assert_eq!(value(&progress, "cancelled", "2022-12-30"), "1");
    assert_eq!(value(&progress, "online", "2022-12-30"), "1");
    let whole = site.progress("2022");
    assert_eq!(value(&whole, "held", "2022-12-31"), "4", "a year counts once it is over");
    let held = whole.series(0).unwrap();
    assert_eq!(held.too_coarse().count(), 1);
    assert_eq!(held.cell(period("2022-12"), Area::Whole).done.amount, 0);
    assert_eq!(held.cell(period("2022-h2"), Area::Whole).done.amount, 0);
    assert_eq!(held.cell(period("2022"), Area::Whole).done.amount, 4);
    assert_eq!((held.sources_in(period("2022")).count(), held.sources_in(period("2022-12")).count()), (4, 0));
    let reviewed = site.progress_without("2022", &|_| true);
    assert_eq!(value(&reviewed, "held", "2022"), "0");
}

#[test]
fn a_revoked_honour_no_longer_counts_from_that_day() {
    let metrics = "  - {id: honours, title: 荣誉, from: exemplars.honors, dated_by: awarded_on, where: {level: province}}\n\
                   \x20 - {id: honoured, title: 获奖人, from: exemplars.honors, measure: {distinct: name}, dated_by: awarded_on}\n";
    let person = "---\nname: 林一\nregion: east\nrecognised_on: 2021-05-01\nhonors:\n\
                  \x20 - {title: 甲, level: province, awarded_on: 2022-02-10, revoked_on: 2022-06-15}\n\
                  \x20 - {title: 乙, level: province, awarded_on: 2022-05-04}\n\
                  \x20 - {title: 丙, level: city, awarded_on: 2022-01-04}\n\
                  \x20 - {title: 丁, level: province, awarded_on: 2022-11-04}\n---\n";
    let site = Site::of(&[("programs/p.yaml", &program(metrics)), ("exemplars/lin.md", person)]);
    let progress = site.progress("2022-09-30");
    let days = ["2022-02-09", "2022-02-10", "2022-06-14", "2022-06-15", "2022-09-30"];
    assert_eq!(days.map(|on| value(&progress, "honours", on)), ["0", "1", "2", "1", "1"]);
    let series = progress.series(0).unwrap();
    let half = series.cell(period("2022-h1"), Area::Region(RegionIx(0)));
    assert_eq!([half.done, half.ended, half.cumulative].map(whole), [2, 1, 1]);
    assert_eq!(series.source_count(day("2022-09-30"), Area::Whole), 1);
    assert_eq!(series.sources().len(), 2, "the revoked one is still listed");
    assert_eq!(value(&progress, "honoured", "2022-09-30"), "1", "one person, whatever she was given");
}

#[test]
fn a_stock_is_what_stands_on_the_day() {
    let metrics = "  - {id: standing, title: 在册基地, from: bases, dated_by: established_on, ends_by: ended_on}\n\
                   \x20 - {id: new, title: 新建, from: bases, dated_by: established_on}\n";
    let base =
        |on: &str, end: &str| format!("---\nname: 基地{on}\nregion: west\nestablished_on: {on}\n{end}---\n");
    let site = Site::of(&[
        ("programs/p.yaml", &program(metrics)),
        ("bases/a.md", &base("2019-04", "")),
        ("bases/b.md", &base("2020-01-01", "ended_on: 2022-03-31\n")),
        ("bases/c.md", &base("2022-02-01", "ended_on: 2022-08\n")),
        ("bases/d.md", &base("2021-02-01", "ended_on: 2021-08-01\n")),
    ]);
    let progress = site.progress("2022-09-30");
    let days = ["2022-01-01", "2022-02-01", "2022-03-30", "2022-03-31", "2022-08-30", "2022-08-31"];
    assert_eq!(days.map(|on| value(&progress, "standing", on)), ["2", "3", "3", "2", "2", "1"]);
    assert_eq!(value(&progress, "new", "2022-09-30"), "1");
    let quarter = progress.series(0).unwrap().cell(period("2022-q1"), Area::Whole);
    assert_eq!([quarter.done, quarter.ended, quarter.cumulative].map(whole), [1, 1, 2]);
}

#[test]
fn distinct_counts_tell_values_apart_in_each_period_and_region() {
    let metrics =
        "  - {id: topics, title: 内容, from: outreach, measure: {distinct: topics}, dated_by: held_on}\n";
    let sessions = "- {title: 一, held_on: 2022-01-05, region: east, topics: [policy, skills]}\n\
                    - {title: 二, held_on: 2022-02-05, region: west, topics: [skills]}\n\
                    - {title: 三, held_on: 2022-03-05, region: east, topics: [exemplars, skills]}\n\
                    - {title: 四, held_on: 2022-03-06, region: east}\n";
    let site = Site::of(&[("programs/p.yaml", &program(metrics)), ("outreach/2022.yaml", sessions)]);
    let progress = site.progress("2022-06-30");
    let series = progress.series(0).unwrap();
    let done = |text: &str, area| {
        let cell = series.cell(period(text), area);
        (whole(cell.done), whole(cell.cumulative))
    };
    assert_eq!(
        ["2022-01", "2022-02", "2022-03", "2022-q1"].map(|it| done(it, Area::Whole)),
        [(2, 2), (1, 2), (2, 3), (3, 3)]
    );
    assert_eq!(done("2022-q1", Area::Region(RegionIx(1))), (1, 1));
    assert_eq!(series.source_count(day("2022-06-30"), Area::Whole), 3, "a session without topics adds none");
}

#[test]
fn plans_run_straight_between_their_points() {
    let rest = "  - {id: n, title: 场, from: outreach, dated_by: held_on}\ntargets:\n\
                \x20 - {metric: n, set: plan, value: 100, due: 2022-12-31, plan: {2022-q1: 9, 2022-h1: 100}}\n\
                \x20 - {metric: n, set: line, value: 365, due: 2022, regions: {east: 73}}\n";
    let site = Site::of(&[("programs/p.yaml", &program(rest))]);
    let progress = site.progress("2022");
    let planned = |target: usize, on: &str| progress.plan(target).unwrap().at(day(on)).tenths().to_string();
    let days = ["2021-12-31", "2022-01-10", "2022-03-31", "2022-04-01", "2022-06-30", "2022-11-01"];
    assert_eq!(days.map(|on| planned(0, on)), ["0.0", "1.0", "9.0", "10.0", "100.0", "100.0"]);
    assert_eq!(days.map(|on| planned(1, on)), ["0.0", "10.0", "90.0", "91.0", "181.0", "305.0"]);
    assert_eq!(progress.plan(1).unwrap().share_at(day("2022-01-10"), 73.into()).tenths().to_string(), "2.0");
}

/// The status of 9 of 10 sessions, or of an attendance, relative to targets.
#[test]
fn each_status_has_its_place() {
    let sessions: String =
        (1..=9).map(|n| format!("- {{title: 第{n}, held_on: 2022-01-0{n}, attendance: 10}}\n")).collect();
    let rest = "  - {id: n, title: 场, from: outreach, dated_by: held_on}\n\
                \x20 - {id: under, title: 近, unit: 人次, from: trainings, measure: {sum: trainees}, dated_by: held_on}\n\
                \x20 - {id: nothing, title: 无, from: surveys, dated_by: held_on}\ntargets:\n\
                \x20 - {metric: n, set: reached, value: 9, due: 2022-01-05}\n\
                \x20 - {metric: n, set: passed, value: 10, due: 2022-06-29}\n\
                \x20 - {metric: n, set: later, value: 12, due: 2022-12-31, plan: {2022-q3: 0}}\n\
                \x20 - {metric: n, set: near, value: 20, due: 2022-12-31, plan: {2022-06: 10}}\n\
                \x20 - {metric: n, set: risk, value: 20, due: 2022-12-31, plan: {2022-06: 12}, regions: {east: 5}}\n\
                \x20 - {metric: n, set: behind, value: 20, due: 2022-12-31, plan: {2022-06: 13}}\n\
                \x20 - {metric: under, set: exact, value: 200, due: 2022-12-31}\n\
                \x20 - {metric: nothing, set: none, value: 5, due: 2022-01-31}\n";
    let site = Site::of(&[
        ("programs/p.yaml", &program(rest)),
        ("outreach/2022.yaml", &sessions),
        ("trainings/2022.yaml", "- {title: 班, held_on: 2022-05-01, trainees: 近200}\n"),
    ]);
    let progress = site.progress("2022-06-30");
    let statuses: Vec<Status> =
        (0..8).map(|n| progress.target(n, day("2022-06-30")).unwrap().whole.status).collect();
    use Status::{Achieved, AtRisk, Behind, Missed, NoData, NotDue, OnTrack};
    assert_eq!(statuses, [Achieved, Missed, NotDue, OnTrack, AtRisk, Behind, OnTrack, NoData]);
    let region = progress.target(4, day("2022-06-30")).unwrap().regions[0].1;
    assert_eq!((whole(region.value), region.status), (0, Behind), "others have records: it stands at 0");
    assert_eq!(
        progress.target(1, day("2022-06-29")).unwrap().whole.status,
        OnTrack,
        "the due day itself is in time"
    );
    assert_eq!(
        progress.target(0, day("2021-12-31")).unwrap().whole.status,
        NoData,
        "before the program there is nothing"
    );
}

/// A program's last day is a due date like any other: on that day nothing is decided, on the next one it is.
#[test]
fn what_was_due_on_the_last_day_is_missed_the_day_after() {
    let rest = "  - {id: n, title: 场, from: outreach, dated_by: held_on}\ntargets:\n\
                \x20 - {metric: n, set: city, value: 2, due: 2022-12-31, regions: {east: 2}}\n\
                \x20 - {metric: n, set: done, value: 1, due: 2022}\n\
                \x20 - {metric: n, set: after, value: 2, due: 2023-03}\n";
    let files = |head: &str| {
        let program = format!("{head}{}", program(rest));
        Site::of(&[
            ("programs/p.yaml", &program),
            ("outreach/2022.yaml", "- {title: 一, held_on: 2022-12-31}\n"),
        ])
    };
    let statuses = |progress: &bangyang::progress::Progress, on: &str| {
        let of = |target: usize| progress.target(target, day(on)).unwrap();
        [of(0).whole.status, of(0).regions[0].1.status, of(1).whole.status, of(2).whole.status]
    };
    use Status::{Achieved, Behind, Missed};
    let site = files("");
    let on = |text: &str| site.progress(text);
    assert_eq!(statuses(&on("2022-12-31"), "2022-12-31"), [Behind, Behind, Achieved, Behind]);
    let after = on("2023-01-01");
    assert_eq!(after.calendar().as_of, day("2022-12-31"), "nothing counts after the program");
    assert_eq!(statuses(&after, "2022-12-31"), [Missed, Missed, Achieved, Behind]);
    assert_eq!(statuses(&after, "2022-12-30")[0], Status::NoData, "an earlier day is told as it was");
    assert_eq!(statuses(&on("2023-04-01"), "2022-12-31")[3], Missed, "what is due after the program's end");
    let data = after.data(Audience::Internal, Lang::En);
    assert_eq!(data.metrics[0].targets[0].status, Missed);
    // If the program declares its last day as as-of date, today decides; an earlier one stays.
    let looked_at = |head: &str, today: &str| {
        let site = files(head);
        bangyang::progress::as_of(site.program("p"), None, day(today)).to_string()
    };
    assert_eq!(looked_at("as_of: 2022-12-31\n", "2023-01-01"), "2023-01-01");
    assert_eq!(looked_at("as_of: 2022-12-31\n", "2022-11-01"), "2022-12-31");
    assert_eq!(looked_at("as_of: 2022-12-30\n", "2023-01-01"), "2022-12-30");
}

/// Decimals are summed, distributed, weighted and compared without rounding before display.
#[test]
fn decimals_are_exact_everywhere() {
    let field = "fields:\n  hours: {type: quantity, unit: 小时, min: 0.1, max: 1000.5}\n";
    let rest = "  - {id: hours, title: 时长, unit: 小时, from: outreach, measure: {sum: hours}, dated_by: held_on, decimals: 1}\n\
                \x20 - {id: exact, title: 时长, unit: 小时, from: outreach, measure: {sum: hours}, dated_by: held_on}\n\
                \x20 - {id: kinds, title: 种, from: outreach, measure: {distinct: hours}, dated_by: held_on}\n\
                \x20 - {id: half, title: 半, from: outreach, dated_by: held_on, where: {hours: [0.50, 900]}}\n\
                targets:\n\
                \x20 - {metric: hours, set: city, value: 7.5, due: 2022, plan: {2022-01: 0.75}, regions: {east: 2.5, west: 5}}\n\
                ranking: {set: city, weights: {hours: 1.5}}\n\
                stars: {components: [{metric: hours, set: city, weight: 0.5}, {assessment: mid-year, weight: 1.5}], thresholds: [62.4, 62.5]}\n";
    let sessions = "- {title: 一, held_on: 2022-01-05, region: east, hours: 0.1}\n\
                    - {title: 二, held_on: 2022-01-06, region: east, hours: 0.2}\n\
                    - {title: 三, held_on: 2022-01-07, region: west, hours: 约0.333333}\n\
                    - {title: 四, held_on: 2022-02-07, region: east, hours: 0.5余}\n\
                    - {title: 五, held_on: 2022-02-08, region: east, hours: 0.5小时}\n";
    let report = "---\ntitle: 报告\nperiod: 2022-01\nclaims:\n\
                  \x20 - {says: 准, metric: exact, value: 约0.633333小时}\n\
                  \x20 - {says: 如所示, metric: hours, value: 约0.6小时}\n\
                  \x20 - {says: 不准, metric: exact, value: 约0.6小时}\n---\n";
    let mid = "- {title: 评, kind: mid-year, region: east, scored_on: 2022-02-01, score: 70.05}\n";
    let site = Site::of(&[
        ("collections/outreach.yaml", field),
        ("programs/p.yaml", &program(rest)),
        ("outreach/2022.yaml", sessions),
        ("assessments/2022.yaml", mid),
        ("reports/2022-01.md", report),
    ]);
    assert_eq!(site.settings, Vec::<String>::new());
    let progress = site.progress("2022-02-28");
    let days = ["2022-01-05", "2022-01-06", "2022-01-31", "2022-02-07", "2022-02-28"];
    assert_eq!(
        days.map(|on| value(&progress, "exact", on)),
        ["0.1", "0.3", "约0.633333", "约1.133333", "约1.633333"]
    );
    assert_eq!(at(&progress, "exact", "2022-02-28", Area::Region(RegionIx(0))).to_string(), "1.3+");
    assert_eq!(value(&progress, "kinds", "2022-02-28"), "5", "0.5 and 0.5+ are two values");
    assert_eq!(value(&progress, "half", "2022-02-28"), "1");
    let target = progress.target(0, day("2022-02-28")).unwrap();
    // 1.633333 of 7.5, and 1.3 of 2.5.
    assert_eq!(target.whole.percent.unwrap().to_string(), "21.8");
    assert_eq!(target.regions[0].1.percent.unwrap().to_string(), "52.0");
    let planned = |on: &str| progress.plan(0).unwrap().at(day(on)).tenths().to_string();
    assert_eq!([planned("2022-01-31"), planned("2022-12-31")], ["0.8", "7.5"]);
    let january = &progress.ranking()[0].rows;
    assert_eq!(january.iter().map(|row| row.score.to_string()).collect::<Vec<_>>(), ["12.0", "6.7"]);
    // (52 × 0.5 + 70.05 × 1.5) ÷ 2 = 65.5375
    assert_eq!(
        progress.stars()[0].rating.map(|(score, stars)| (score.to_string(), stars)),
        Some(("65.5".into(), 3))
    );
    let data = serde_json::to_string(&progress.data(Audience::Internal, Lang::En)).unwrap();
    for part in
        [r#""value":1.633333,"bound":"about""#, r#""set":"city","value":7.5"#, r#""id":"east","value":2.5"#]
    {
        assert!(data.contains(part), "{part} in {data}");
    }
    let programs = vec![progress];
    let wrong_claims: Vec<usize> =
        false_claims(&programs, &site.model, &site.config).iter().map(|it| it.claim).collect();
    assert_eq!(wrong_claims, [2], "what is shown may be said, what is neither shown nor so may not");
}

/// What is written as an integer is never shown with a point.
#[test]
fn whole_numbers_stay_whole() {
    let rest = "  - {id: n, title: 人, unit: 人次, from: outreach, measure: {sum: attendance}, dated_by: held_on, decimals: 2}\n";
    let sessions = "- {title: 一, held_on: 2022-01-05, attendance: 2800}\n- {title: 二, held_on: 2022-01-06, attendance: 0.50}\n\
                    - {title: 三, held_on: 2022-01-07, attendance: 0.5}\n";
    let site = Site::of(&[("programs/p.yaml", &program(rest)), ("outreach/2022.yaml", sessions)]);
    let progress = site.progress("2022-01-31");
    assert_eq!(
        ["2022-01-05", "2022-01-06", "2022-01-07"].map(|on| value(&progress, "n", on)),
        ["2800", "2800.5", "2801"]
    );
    let data = serde_json::to_string(&progress.data(Audience::Public, Lang::ZhCn)).unwrap();
    assert!(data.contains(r#""value":2801,"bound":"exact""#) && !data.contains("2801.0"), "{data}");
}

#[test]
fn ties_share_a_rank_and_only_ranked_regions_with_shares_stand_in_it() {
    let regions = "- {id: a, title: 甲}\n- {id: b, title: 乙}\n- {id: c, title: 丙}\n- {id: d, title: 丁}\n\
                   - {id: office, title: 市直, kind: city-office, ranked: false}\n- {id: e, title: 戊}\n";
    let rest = "  - {id: n, title: 场, from: outreach, dated_by: held_on}\ntargets:\n\
                \x20 - {metric: n, set: city, value: 12, due: 2022, regions: {a: 1, b: 3, c: 6, d: 2, office: 1, e: 0}}\n\
                ranking: {set: city, cap: 1.5, weights: {n: 2}}\n";
    let sessions = "- {title: 一, held_on: 2022-01-01, region: a}\n- {title: 二, held_on: 2022-01-01, region: b}\n\
                    - {title: 三, held_on: 2022-01-01, region: c}\n- {title: 四, held_on: 2022-01-02, region: c}\n\
                    - {title: 五, held_on: 2022-02-02, region: a}\n- {title: 六, held_on: 2022-02-02, region: d}\n";
    let site = Site::of(&[
        ("regions.yaml", regions),
        ("programs/p.yaml", &program(rest)),
        ("outreach/2022.yaml", sessions),
    ]);
    let progress = site.progress("2022-03-15");
    let rows: Vec<String> = progress
        .ranking()
        .iter()
        .map(|month| {
            let row = |row: &bangyang::progress::RankRow| {
                let id = progress.regions().find(|(ix, _)| *ix == row.region).unwrap().1.id.clone();
                format!("{}{id} {} {:?}", row.rank, row.score, row.movement)
            };
            month.rows.iter().map(row).collect::<Vec<_>>().join(", ")
        })
        .collect();
    assert_eq!(
        rows,
        [
            "1a 100.0 None, 2b 33.3 None, 2c 33.3 None, 4d 0.0 None",
            "1a 150.0 Some(0), 2d 50.0 Some(2), 3b 33.3 Some(-1), 3c 33.3 Some(-1)",
        ]
    );
}

#[test]
fn difficulties_are_found_and_resolved_by_period_and_region() {
    let found = "- {title: 一, found_on: 2022-01-20, region: east, resolved_on: 2022-03-01}\n\
                 - {title: 二, found_on: 2022-02-20, region: west}\n- {title: 三, found_on: 2022-04-20, region: east}\n\
                 - {title: 四, found_on: 2022-02-20, region: west, resolved_on: 2022-02-19}\n";
    let site = Site::of(&[("programs/p.yaml", &program("")), ("difficulties/2022.yaml", found)]);
    let progress = site.progress("2022-03-31");
    let all = |found, resolved, open| Difficulties { found, resolved, open };
    assert_eq!(progress.difficulties(day("2022-02-28"), Area::Whole), all(3, 1, 2));
    assert_eq!(progress.difficulties(day("2022-03-31"), Area::Whole), all(3, 2, 1));
    assert_eq!(progress.difficulties_in(period("2022-03"), Area::Region(RegionIx(0))), all(0, 1, 0));
    assert_eq!(progress.data(Audience::Internal, Lang::En).difficulties, Some(all(3, 2, 1)));
}

#[test]
fn figures_that_there_are_none_of_are_told() {
    let rest = "  - {id: n, title: 场, unit: 场, from: outreach, dated_by: held_on}\ntargets:\n\
                \x20 - {metric: n, set: city, value: 2, due: 2022, regions: {east: 1}}\n\
                \x20 - {metric: n, set: province, value: 1, due: 2022}\n";
    let report = "---\ntitle: 报告\nperiod: 2022-01\nclaims:\n\
                  \x20 - {says: 对, metric: n, value: 1场}\n\
                  \x20 - {says: 单位不对, metric: n, value: 1人}\n\
                  \x20 - {says: 不是余, metric: n, value: 1余}\n\
                  \x20 - {says: 没有这个指标, metric: m, value: 1}\n\
                  \x20 - {says: 以后的事, metric: n, value: 1, on: 2022-12-31}\n---\n";
    let sessions = "- {title: 一, held_on: 2022-01-01}\n- {title: 二, held_on: 2022-02-01}\n";
    let site = Site::of(&[
        ("programs/p.yaml", &program(rest)),
        ("outreach/2022.yaml", sessions),
        ("reports/2022-01.md", report),
    ]);
    let progress = site.progress("2022-03-31");
    let ask = |metric, of, on, region, shown| {
        progress.figure(&FigureQuery { metric, of, on, within: None, region, shown }).map(|figure| figure.on)
    };
    let percent = FigureAs::Percent;
    assert_eq!(ask("x", None, None, None, percent), Err(FigureError::UnknownMetric));
    assert_eq!(
        ask("n", None, None, None, percent),
        Err(FigureError::SeveralSets(vec!["city".into(), "province".into()]))
    );
    assert!(
        matches!(ask("n", Some("town"), None, None, percent), Err(FigureError::UnknownSet(known)) if known.len() == 2)
    );
    assert_eq!(ask("n", Some("city"), None, Some("south"), percent), Err(FigureError::UnknownRegion));
    assert_eq!(ask("n", Some("city"), None, Some("west"), percent), Err(FigureError::NoShare));
    assert!(matches!(
        ask("n", None, Some(date("2021")), None, FigureAs::Value),
        Err(FigureError::OutsideProgram(..))
    ));
    assert_eq!(
        ask("n", None, Some(date("2022")), None, FigureAs::Value),
        Ok(day("2022-03-31")),
        "no figure of the future"
    );
    let told: Vec<String> = false_claims(&[progress], &site.model, &site.config)
        .iter()
        .map(|it| match &it.fault {
            ClaimFault::Differs { number, unit, right } => {
                format!("{} {number} {unit} {}", it.claim, right.on)
            }
            ClaimFault::Nothing(error) => {
                format!("{} {error:?}", it.claim).split('(').next().unwrap().to_owned()
            }
        })
        .collect();
    assert_eq!(
        told,
        ["1 false true 2022-01-31", "2 true false 2022-01-31", "3 UnknownMetric", "4 OutsideProgram"]
    );
}

#[test]
fn conditions_name_records_by_id_file_or_title() {
    let metric = |id: &str, base: &str| {
        format!("  - {{id: {id}, title: 班, from: trainings, dated_by: held_on, where: {{base: {base}}}}}\n")
    };
    let metrics = [
        metric("id", "a"),
        metric("file", "bases/a.md"),
        metric("title", "[甲基地, 乙基地]"),
        metric("none", "丙"),
    ]
    .concat();
    let site = Site::of(&[
        ("programs/p.yaml", &program(&metrics)),
        ("bases/a.md", "---\nname: 甲基地\nestablished_on: 2022\n---\n"),
        ("bases/b.md", "---\nname: 乙基地\nestablished_on: 2022\n---\n"),
        (
            "trainings/2022.yaml",
            "- {title: 一, held_on: 2022-01-01, base: a}\n- {title: 二, held_on: 2022-01-02, base: 乙基地}\n",
        ),
    ]);
    let progress = site.progress("2022");
    assert_eq!(["id", "file", "title", "none"].map(|it| value(&progress, it, "2022")), ["1", "1", "2", "0"]);
    assert_eq!(at(&progress, "title", "2022-01-01", Area::NoRegion).amount, 1);
}

#[test]
fn a_collection_of_its_own_says_from_when_an_item_no_longer_counts() {
    let collection = |ended_by: &str| {
        format!(
            "title: 证书\nroles: {{title: name, date: since}}\nfields:\n  name: {{type: text}}\n  since: {{type: date}}\n\
             \x20 papers:\n    type: list\n    of: group\n    label: 证书\n    ended_by: {ended_by}\n    fields:\n\
             \x20     title: {{type: text}}\n      given: {{type: date}}\n      lapsed: {{type: date}}\n"
        )
    };
    let metrics = "  - {id: n, title: 证, from: holders.papers, dated_by: given}\n";
    let holder = "---\nname: 甲\nsince: 2020\npapers:\n  - {title: 一, given: 2022-02-01, lapsed: 2022-05-01}\n\
                  \x20 - {title: 二, given: 2022-03-01}\n---\n";
    let of = |ended_by: &str| {
        Site::of(&[
            ("collections/holders.yaml", &collection(ended_by)),
            ("programs/p.yaml", &program(metrics)),
            ("holders/a.md", holder),
        ])
    };
    let site = of("lapsed");
    assert_eq!(site.settings, Vec::<String>::new());
    let progress = site.progress("2022");
    assert_eq!(["2022-04", "2022-05"].map(|on| value(&progress, "n", on)), ["2", "1"]);
    assert_eq!(of("title").settings, ["BY309"], "not a date");
}
