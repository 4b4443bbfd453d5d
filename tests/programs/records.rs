//! Claims that the records contradict, and records that do not count.

use std::path::Path;

use bangyang::build::{Silent, build};
use bangyang::diag::{Diagnostic, Lang, Severity};
use bangyang::source::OsSystem;

use crate::support::{options, said, short, words};

const PROGRAM: &str = "title: 示例\nstarts: 2022-01-01\nends: 2022-12-31\nas_of: 2022-09-30\nmetrics:\n\
                       \x20 - {id: held, title: 宣讲, unit: 场, from: outreach}\n\
                       \x20 - {id: came, title: 参与, unit: 人次, from: outreach, measure: {sum: attendance}}\n\
                       \x20 - {id: bases, title: 基地, unit: 个, from: bases}\n\
                       targets:\n\
                       \x20 - {metric: held, set: city, value: 3, due: 2022-12-31}\n\
                       \x20 - {metric: came, set: city, value: 900, due: 2022-12-31}\n\
                       \x20 - {metric: came, set: province, value: 600, due: 2022-12-31}\n";

const SESSIONS: &str = "- {title: 一, held_on: 2022-03-01, attendance: 100}\n\
                        - {title: 二, held_on: 2022-08-01, attendance: 200+}\n";

/// The diagnostics for a report for August with this claim.
fn claim(rest: &str) -> Vec<Diagnostic> {
    let report = format!("---\ntitle: 八月\nperiod: 2022-08\nclaims:\n  - {{says: 一句话, {rest}}}\n---\n");
    said(&[("programs/p.yaml", PROGRAM), ("outreach/2022.yaml", SESSIONS), ("reports/2022-08.md", &report)])
}

fn shorts(rest: &str) -> Vec<String> {
    claim(rest).iter().map(short).collect()
}

#[test]
fn claims_that_hold_are_not_mentioned() {
    for rest in [
        "metric: held, value: 2",
        "metric: held, value: 2场",
        "metric: held, on: 2022-03, value: 1",
        "metric: came, value: 300余人次",
        "metric: held, of: city, percent: 66.7",
        "metric: held, percent: 66.7",
        // What was done in a period, and only that.
        "metric: held, in: 2022-08, value: 1",
        "metric: held, in: 2022-q1, value: 1场",
        "metric: held, in: 2022, value: 2",
        "metric: came, in: period, value: 200余人次",
        "metric: came, in: 2022-03, value: 100",
    ] {
        assert_eq!(shorts(rest), Vec::<String>::new(), "{rest}");
    }
}

#[test]
fn a_claim_of_a_period_is_held_against_that_period() {
    for (rest, expected, message) in [
        ("metric: held, in: 2022-08, value: 2", "BY613 2", "按记录算是 1场（截至 2022-08-31，只算 2022-08）"),
        ("metric: held, in: period, value: 2", "BY613 2", "按记录算是 1场（截至 2022-08-31，只算本期）"),
        ("metric: held, in: 2022-04, value: 1", "BY613 1", "按记录算是 0场"),
        ("metric: held, in: 2021-08, value: 1", "BY612 2021-08", "项目只有"),
    ] {
        let said = claim(rest);
        assert_eq!(said.iter().map(short).collect::<Vec<_>>(), [expected], "{rest}");
        assert!(said[0].message(Lang::ZhCn).contains(message), "{}", said[0].message(Lang::ZhCn));
    }
    // What has not started is not zero.
    let said = claim("metric: held, in: 2022-11, value: 4");
    assert_eq!(
        said.iter().map(|it| (it.code.id(), it.severity)).collect::<Vec<_>>(),
        [("BY612", Severity::Note)]
    );
    for (rest, expected) in [
        ("metric: held, in: 2022-9, value: 1", "BY215 2022-9"),
        ("metric: held, in: 2022-08, on: 2022-08, value: 1", "BY304 2022-08"),
        ("metric: held, of: city, in: 2022-08, value: 1", "BY304 2022-08"),
        ("metric: held, in: 2022-08, percent: 10", "BY304 2022-08"),
    ] {
        assert_eq!(shorts(rest), [expected], "{rest}");
    }
    let help = claim("metric: held, in: 2022-9, value: 1")[0].help(Lang::ZhCn).join("\n");
    assert!(help.contains("“2022-09”"), "{help}");
}

#[test]
fn a_claim_that_differs_is_told_with_the_right_figure() {
    for (rest, expected, message) in [
        ("metric: held, value: 3", "BY613 3", "写的是 3场，按记录算是 2场（截至 2022-08-31）。"),
        (
            "metric: came, value: 300",
            "BY613 300",
            "写的是 300人次，按记录算是 300余人次（截至 2022-08-31）。",
        ),
        (
            "metric: came, value: 近300",
            "BY613 近300",
            "写的是 近300人次，按记录算是 300余人次（截至 2022-08-31）。",
        ),
        ("metric: held, value: 2人", "BY613 2人", "写的是 2人，按记录算是 2场（截至 2022-08-31）。"),
        (
            "metric: came, of: province, on: 2022-03-31, percent: 200",
            "BY613 200",
            "写的是 200%，按记录算是 16.7%（截至 2022-03-31）。",
        ),
    ] {
        let told = claim(rest);
        assert_eq!(told.iter().map(short).collect::<Vec<_>>(), [expected], "{rest}");
        assert_eq!(told[0].message(Lang::ZhCn), format!("“一句话”{message}"));
        assert_eq!(told[0].severity, Severity::Warning);
    }
    let told = claim("metric: came, of: province, percent: 200");
    assert_eq!(told[0].help(Lang::ZhCn)[0], "计算方法：完成 300余人次，目标 600人次。");
    assert_eq!(
        told[0].message(Lang::En),
        "“一句话” says 200 %; according to the records it is 50 % (as of 2022-08-31)."
    );
    assert_eq!(told[0].help(Lang::En)[0], "How it is calculated: 300+ 人次 done, of a target of 600 人次.");
}

#[test]
fn a_claim_of_nothing_is_told_at_the_word_that_is_wrong() {
    for (rest, expected, reason) in [
        ("metric: hold, value: 1", "BY612 hold", "没有指标“hold”"),
        ("metric: held, of: ctiy, percent: 50", "BY612 ctiy", "“宣讲”没有“ctiy”下达的目标"),
        ("metric: bases, of: city, percent: 50", "BY612 city", "“基地”没有目标"),
        ("metric: came, percent: 50", "BY612 came", "“参与”有几个目标，要加一行“of:”写明是哪一个"),
        (
            "metric: held, on: 2021-12-31, value: 0",
            "BY612 2021-12-31",
            "项目只有 2022-01-01 至 2022-09-30 的数字",
        ),
    ] {
        let told = claim(rest);
        assert_eq!(told.iter().map(short).collect::<Vec<_>>(), [expected], "{rest}");
        assert_eq!(told[0].message(Lang::ZhCn), format!("“一句话”没法和记录核对：{reason}。"));
        assert_eq!(told[0].severity, Severity::Warning);
    }
    let help = claim("metric: hold, value: 1")[0].help(Lang::ZhCn);
    assert_eq!(help[..2], ["是不是想写“held”？", "已经有的：held、came、bases。"]);
    let told = claim("metric: held, on: 2022-12-31, value: 5");
    assert_eq!((short(&told[0]), told[0].severity), ("BY612 2022-12-31".to_owned(), Severity::Note));
    let report = "---\ntitle: 八月\nperiod: 2022-08\nclaims: [{says: 一, metric: held, value: 1}]\n---\n";
    let told = said(&[("reports/2022-08.md", report)]);
    assert_eq!(
        told[0].message(Lang::En),
        "“一” cannot be checked against the records: the site has no program."
    );
}

#[test]
fn records_that_count_nowhere_are_noted_once_a_collection() {
    let many: String =
        (1..=28).map(|day| format!("- {{title: 第{day}, held_on: 2021-02-{day:02}}}\n")).collect();
    let others = "- {title: 早, held_on: 2021-02}\n\
                  - {title: 稿, held_on: 2019-01-01, draft: true}\n\
                  - {title: 取消, held_on: 2019-01-02, state: cancelled}\n\
                  - {title: 以后, held_on: 2023-05-01, state: planned}\n\
                  - {title: 年内, held_on: 2022}\n";
    let told = said(&[
        ("programs/p.yaml", PROGRAM),
        ("outreach/2021.yaml", &many),
        ("outreach/others.yaml", others),
        ("trainings/2021.yaml", "- {title: 不计的, held_on: 2021-03-01}\n"),
    ]);
    assert_eq!(told.iter().map(short).collect::<Vec<_>>(), ["BY614 2021-02-01"]);
    assert_eq!(told[0].severity, Severity::Note);
    assert_eq!(
        words(&told[0], Lang::ZhCn)[0],
        "“宣讲活动”有 29 条记录的日期不在任何项目的起止时间里，最早的是 2021-02-01，不计入任何数字。"
    );
    let before = "title: 上年\nstarts: 2021-01-01\nends: 2021-12-31\n";
    let told = said(&[
        ("programs/p.yaml", PROGRAM),
        ("programs/q.yaml", before),
        ("outreach/2021.yaml", &many),
        ("outreach/others.yaml", "- {title: 归错, held_on: 2021-02-03, program: p}\n"),
    ]);
    assert_eq!(
        told.iter().map(short).collect::<Vec<_>>(),
        ["BY614 2021-02-03"],
        "assigned to another year's"
    );
    let stock = PROGRAM.replace("from: bases", "from: bases, ends_by: ended_on");
    let base = "---\nname: 老基地\nregion: east\nestablished_on: 2019-05-01\n---\n";
    assert_eq!(said(&[("programs/p.yaml", &stock), ("bases/old.md", base)]), []);
    assert_eq!(said(&[("programs/p.yaml", PROGRAM), ("bases/old.md", base)]).len(), 1);
}

/// Dates after every program are reported like those before, and honours like records.
#[test]
fn dates_beyond_every_program_are_noted() {
    let honours = PROGRAM.replace(
        "metrics:\n",
        "metrics:\n  - {id: given, title: 荣誉, unit: 项, from: bases.honors, dated_by: awarded_on}\n",
    );
    assert_ne!(honours, PROGRAM);
    let base = |on: &str, honours: &str| {
        format!("---\nname: 基地\nregion: east\nestablished_on: {on}\n{honours}---\n")
    };
    let told = |program: &str, files: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> =
            [("programs/p.yaml", program)].into_iter().chain(files.iter().copied()).collect();
        said(&all).iter().map(short).collect::<Vec<_>>()
    };
    assert_eq!(told(PROGRAM, &[("bases/a.md", &base("2032-03-01", ""))]), ["BY614 2032-03-01"]);
    // An early and a late one give two notes: the late one is not hidden by the early one.
    let both = [
        ("bases/a.md", base("2019-03-01", "")),
        ("bases/b.md", base("2032-03-01", "").replace("基地", "二")),
    ];
    let both: Vec<(&str, &str)> = both.iter().map(|(path, text)| (*path, text.as_str())).collect();
    assert_eq!(told(PROGRAM, &both), ["BY614 2019-03-01", "BY614 2032-03-01"]);
    for (line, expected) in [
        ("awarded_on: 2022-03-01", None),
        ("awarded_on: 2029-03-01", Some("2029-03-01")),
        ("awarded_on: 2019-03-01", Some("2019-03-01")),
        ("nominated_on: 2019-03-01", None),
    ] {
        let text = base("2022-03-01", &format!("honors:\n  - {{title: 甲, {line}}}\n"));
        let found = told(&honours, &[("bases/a.md", &text)]);
        assert_eq!(found.len(), usize::from(expected.is_some()), "{line}: {found:?}");
        if let Some(day) = expected {
            let words = said(&[("programs/p.yaml", &honours), ("bases/a.md", &text)]);
            assert!(words[0].message(Lang::ZhCn).contains("›") && words[0].message(Lang::En).contains(day));
        }
    }
}

/// The first impression of an office: sentences of its report that the records contradict, and no noise.
#[test]
fn the_demonstration_names_the_claims_that_disagree() {
    let options = options(Path::new(env!("CARGO_MANIFEST_DIR")), "2026-11-01T04:00:00Z");
    let told = build(&OsSystem, &options, &Silent).diagnostics.sorted();
    assert_eq!(
        told.iter().map(|it| it.message(Lang::ZhCn)).collect::<Vec<_>>(),
        [
            "“汤小妮”没有公开：本人已撤回同意。",
            "“典型人物 › 荣誉”有 10 条记录的日期不在任何项目的起止时间里，最早的是 2017-04-28，不计入任何数字。",
            "“新建基地达到省定任务的 200%”写的是 200%，按记录算是 125%（截至 2022-09-30）。",
            "“培树典型达到省定任务的 120%”写的是 120%，按记录算是 120.5%（截至 2022-09-30）。",
            "“近 4000 人次参与宣讲”写的是 近4000人次，按记录算是 4000余人次（截至 2022-09-30）。",
        ]
    );
}
