//! Mistakes in a program's file, each reported at its place.

use bangyang::diag::{Diagnostic, Lang, Severity};

use crate::support::{said, short, words};

const HEAD: &str = "title: 示例\nstarts: 2022-01-01\nends: 2022-12-31\n";
const METRICS: &str = "metrics:\n  - {id: n, title: 宣讲, unit: 场, from: outreach}\n\
                       \x20 - {id: m, title: 培训, unit: 期, from: trainings}\n";

fn of(program: &str) -> Vec<Diagnostic> {
    said(&[("programs/p.yaml", &format!("{HEAD}{program}"))])
}

fn shorts(program: &str) -> Vec<String> {
    of(program).iter().map(short).collect()
}

fn metric(rest: &str) -> Vec<String> {
    shorts(&format!("metrics:\n  - {{id: n, title: 数, {rest}}}\n"))
}

/// A target for `n` with these lines after its `value` and `due`.
fn target(rest: &str) -> Vec<Diagnostic> {
    of(&format!("{METRICS}targets:\n  - {{metric: n, set: city, value: 100, due: 2022-09-30, {rest}}}\n"))
}

#[test]
fn names_that_a_metric_uses_must_be_there() {
    for (rest, expected) in [
        ("from: outreech", "BY313 outreech"),
        ("from: exemplars.honours", "BY309 exemplars.honours"),
        ("from: [outreach]", "BY107 [outreach"),
        ("from: outreach, dated_by: title", "BY309 title"),
        ("from: outreach, by: county", "BY309 county"),
        ("from: outreach, where: {stat: held}", "BY309 stat"),
        ("from: outreach, where: {state: hold}", "BY206 hold"),
        ("from: outreach, measure: {sum: attendence}", "BY309 attendence"),
        ("from: outreach, measure: {distinct: topik}", "BY309 topik"),
        ("from: outreach, measure: sum", "BY304 sum"),
        ("from: outreach, measure: {sum: views, distinct: region}", "BY304 {sum: views, distinct: region"),
        ("from: outreach, measure: {}", "BY304 {"),
        ("from: reports", "BY303 {"),
    ] {
        assert_eq!(metric(rest), [expected], "{rest}");
    }
    assert_eq!(metric("from: outreach, dated_by: held_on, measure: count"), Vec::<String>::new());
    let told = of("metrics:\n  - {id: n, from: outreach, measure: {sum: attendence}}\n");
    let help = told[0].help(Lang::ZhCn);
    assert_eq!(help[0], "是不是想写“attendance”？");
    assert!(help[1].contains("attendance、views"), "{help:?}");
}

#[test]
fn one_slip_is_told_once() {
    let rest = "metrics:\n  - {id: n, title: 数, from: outreech}\n\
                targets:\n  - {metric: n, set: city, value: 1, due: 2022}\n\
                ranking: {set: city, weights: {n: 1}}\n\
                stars:\n  components: [{metric: n, set: city}]\n";
    assert_eq!(shorts(rest), ["BY313 outreech"]);
}

#[test]
fn only_numbers_of_one_unit_add_up() {
    assert_eq!(metric("from: outreach, measure: {sum: venue}"), ["BY601 venue"]);
    assert_eq!(metric("from: outreach, measure: {sum: held_on}"), ["BY601 held_on"]);
    assert_eq!(metric("from: outreach, unit: 人, measure: {sum: attendance}"), ["BY602 人"]);
    assert_eq!(metric("from: outreach, unit: 人次, measure: {sum: attendance}"), Vec::<String>::new());
    let both = "from: outreach, unit: {en: attendances, zh-CN: 人次}, measure: {sum: attendance}";
    assert_eq!(metric(both), Vec::<String>::new());
    assert_eq!(metric("from: outreach, unit: visits, measure: {sum: attendance}"), Vec::<String>::new());
    let told = of("metrics:\n  - {id: n, from: outreach, unit: 人, measure: {sum: attendance}}\n");
    assert_eq!(told[0].message(Lang::ZhCn), "“attendance”的单位是“人次”，指标的单位却写成“人”。");
}

#[test]
fn people_over_events_need_a_method() {
    let sum = "unit: 人, from: trainings, measure: {sum: trainees}";
    assert_eq!(metric(sum), ["BY603 人"]);
    assert_eq!(metric(&format!("{sum}, method: 按名册去重")), Vec::<String>::new());
    assert_eq!(metric("unit: people, from: trainings, measure: {sum: trainees}"), ["BY603 people"]);
    assert_eq!(metric("unit: 人, from: trainings"), ["BY603 人"]);
    assert_eq!(metric("unit: 人, from: exemplars"), Vec::<String>::new());
    assert_eq!(metric("unit: 人, from: exemplars.honors, dated_by: awarded_on"), Vec::<String>::new());
}

#[test]
fn shares_add_up_to_the_target() {
    let told = target("regions: {east: 60, west: 30}");
    assert_eq!(told.iter().map(short).collect::<Vec<_>>(), ["BY604 regions"]);
    assert_eq!(told[0].severity, Severity::Warning);
    assert_eq!(told[0].related.len(), 1);
    assert_eq!(told[0].message(Lang::ZhCn), "“宣讲”（city）分给各县区的数加起来是 90，目标却是 100：少 10。");
    assert_eq!(
        target("regions: {east: 60, west: 41}")[0].message(Lang::En),
        "The regions' shares of “宣讲” (city) add up to 101, but the target is 100: 1 too many."
    );
    assert_eq!(target("regions: {east: 60, west: 40}"), []);
    let wrong: Vec<String> = target("regions: {esat: 60, west: 40, 东县: -1}").iter().map(short).collect();
    assert_eq!(wrong, ["BY313 esat", "BY304 -1"], "a share that cannot be read is not missed as well");
}

#[test]
fn plans_rise_to_the_target_in_time() {
    let plan =
        |points: &str| -> Vec<String> { target(&format!("plan: {{{points}}}")).iter().map(short).collect() };
    assert_eq!(plan("2022-q1: 20, 2022-h1: 60, 2022-09: 100"), Vec::<String>::new());
    assert_eq!(plan("2022-q1: 20, 2022-h1: 15"), ["BY605 15"]);
    assert_eq!(plan("2022-h1: 60, 2022-q3: 101"), ["BY606 101"]);
    assert_eq!(plan("2022-h1: 600, 2022-q3: 90"), ["BY606 600"], "one slip is told once");
    assert_eq!(plan("2022-h1: 60, 2022-10: 90"), ["BY607 2022-10"]);
    assert_eq!(plan("2021-q4: 10, 2022-h1: 60"), ["BY607 2021-q4"]);
    assert_eq!(plan("2022-1季度: 20"), ["BY215 2022-1季度"]);
    assert_eq!(plan("2022-q5: 20, 2022-q3: 十"), ["BY215 2022-q5", "BY304 十"]);
    let told = target("plan: {2022-q1: 20, 2022-h1: 15}");
    assert_eq!(told[0].message(Lang::ZhCn), "2022-h1 计划完成 15，比 2022-q1 应当完成的 20 还少。");
    let told = target("plan: {2022-10: 90}");
    assert_eq!(told[0].message(Lang::ZhCn), "计划里写了 2022-10，它到目标的期限（2022-09-30）以后才结束。");
    assert_eq!(
        target("plan: {2021: 0}")[0].message(Lang::En),
        "The plan includes 2021, which is over before the program begins on 2022-01-01."
    );
}

#[test]
fn a_target_is_set_once() {
    let targets = |list: &str| shorts(&format!("{METRICS}targets:\n{list}"));
    let one =
        |metric: &str, set: &str| format!("  - {{metric: {metric}, set: {set}, value: 1, due: 2022}}\n");
    let sound = one("n", "city") + &one("m", "city") + &one("n", "province");
    assert_eq!(targets(&sound), Vec::<String>::new());
    assert_eq!(targets(&(sound + &one("n", "city"))), ["BY608 city"]);
    assert_eq!(targets("  - {metric: n, set: city, value: 0, due: 2022}\n"), ["BY304 0"]);
    assert_eq!(targets("  - {metric: n, set: city, value: 6000人, due: 2022}\n"), ["BY304 6000人"]);
    assert_eq!(targets("  - {metric: x, set: city, value: 1, due: 2022}\n"), ["BY313 x"]);
}

/// A program with two targets, of which only that for `n` has shares.
fn shared(rest: &str) -> Vec<String> {
    shorts(&format!(
        "{METRICS}targets:\n  - {{metric: n, set: city, value: 3, due: 2022, regions: {{east: 1, west: 2}}}}\n\
         \x20 - {{metric: m, set: city, value: 3, due: 2022}}\n{rest}"
    ))
}

#[test]
fn what_is_weighed_has_an_effect() {
    let ranking = |rest: &str| shared(&format!("ranking: {{{rest}}}\n"));
    assert_eq!(ranking("set: city, weights: {n: 2}"), Vec::<String>::new());
    assert_eq!(ranking("set: city, weights: {n: 0}"), ["BY609 0"]);
    assert_eq!(ranking("set: city, weights: {n: -1}"), ["BY304 -1"]);
    assert_eq!(ranking("set: city, weights: {n: 2, m: 1}"), ["BY610 m"]);
    assert_eq!(ranking("set: ctiy, weights: {n: 2, m: 1}"), ["BY313 ctiy"]);
    assert_eq!(ranking("set: city, weights: {n: 2, k: 1}"), ["BY313 k"]);
    let stars = |rest: &str| shared(&format!("stars:\n  components: [{rest}]\n  thresholds: [60, 70]\n"));
    assert_eq!(stars("{metric: n, set: city, weight: 2}, {assessment: mid-year}"), Vec::<String>::new());
    assert_eq!(stars("{metric: n, set: city, weight: 0}"), ["BY609 0"]);
    assert_eq!(stars("{assessment: mid-year, weight: 0}"), ["BY609 0"]);
    assert_eq!(stars("{metric: m, set: city}"), ["BY610 city"]);
    assert_eq!(stars("{metric: n, set: ctiy}"), ["BY313 ctiy"]);
    assert_eq!(stars("{assessment: midyear}"), ["BY313 midyear"]);
    assert_eq!(shared("stars: {thresholds: [60, 七十]}\n"), ["BY304 七十"]);
}

#[test]
fn nothing_of_regions_is_public_without_a_document() {
    let public = "ranking: {set: city, audience: public, weights: {n: 1}}\n";
    assert_eq!(shared(public), ["BY611 public"]);
    assert_eq!(shared(&public.replace("public,", "public, basis: 市妇联文件,")), Vec::<String>::new());
    assert_eq!(shared("stars: {audience: public, thresholds: [60]}\n"), ["BY611 public"]);
    assert_eq!(shared("ranking: {set: city, audience: all, weights: {n: 1}}\n"), ["BY304 all"]);
    assert_eq!(shared("regions_public: yes\n"), ["BY304 yes"]);
    assert_eq!(shared("status: {on_track: 0.5, at_risk: 0.7}\n"), ["BY304 0.7"]);
    let told = of(&format!("{METRICS}stars: {{audience: public}}\n"));
    assert_eq!(words(&told[0], Lang::ZhCn)[0], "星级设成了公开，但没有写依据的是哪份文件。");
}

#[test]
fn a_program_ends_after_it_begins() {
    let told = said(&[("programs/p.yaml", "title: 示例\nstarts: 2022-12-31\nends: 2022-01-01\n")]);
    assert_eq!(told.iter().map(short).collect::<Vec<_>>(), ["BY233 2022-01-01"]);
    let twice = format!("{METRICS}\x20 - {{id: n, title: 又, from: bases}}\n");
    let told = of(&twice);
    assert_eq!((told.len(), short(&told[0]), told[0].related.len()), (1, "BY216 n".to_owned(), 1));
}
