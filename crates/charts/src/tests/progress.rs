use super::drawn::{Drawing, read};
use super::{AWKWARD, words};
use crate::{Actual, Latest, Month, Point, ProgressChart, StatusMark, TargetLine, progress_chart};

fn months(count: u32) -> Vec<Month> {
    let month = |n: u32| Month {
        ends: (n + 1) * 30,
        label: format!("{}月", n % 12 + 1),
        year: if count > 12 { format!("{}年", 2022 + n / 12) } else { String::new() },
    };
    (0..count).map(month).collect()
}

fn target(name: &str, value: i64, days: u32) -> TargetLine {
    TargetLine {
        name: name.into(),
        value,
        text: format!("{value} 人次"),
        plan: vec![Point { day: 0, value: 0 }, Point { day: days, value }],
        standing: Some(StatusMark::AtRisk),
    }
}

fn values(count: u32, last: i64) -> Actual {
    let point = |n: u32| Point { day: n * 30, value: last / i64::from(count) * i64::from(n) };
    Actual::Values {
        points: (0..=count).map(point).collect(),
        latest: Latest { value: format!("{last} 人次"), day: "截至2022年9月30日".into() },
    }
}

fn chart(months_there: u32, targets: Vec<TargetLine>, actual: Actual) -> ProgressChart {
    let days = months_there * 30;
    ProgressChart {
        words: words("培树典型"),
        days,
        months: months(months_there),
        in_years: false,
        actual,
        targets,
    }
}

#[track_caller]
fn drawn(chart: &ProgressChart) -> [Drawing; 2] {
    let drawings = read(&progress_chart(chart));
    for drawing in &drawings {
        drawing.assert_apart(&["chart-shape"]);
    }
    drawings.try_into().unwrap()
}

#[test]
fn words_are_apart_for_any_number_of_months_and_targets() {
    for count in 1..=36_u32 {
        for value in [0, 1, 100, 999_999_999] {
            for names in [
                &["省"][..],
                &["省", "市"],
                &["省", "阿勒泰地区妇女联合会办公室", "Women's Federation of the City"],
            ] {
                for done in [1, count.div_ceil(2), count] {
                    let targets = names.iter().map(|name| target(name, value, count * 30)).collect();
                    drawn(&chart(count, targets, values(done, value / 2)));
                }
            }
        }
    }
}

#[test]
fn words_are_apart_where_values_lie_close() {
    for values_of in [[100, 101, 102], [8, 10, 1000], [0, 0, 1], [1, 999_999_999, 999_999_998]] {
        let targets: Vec<_> = values_of.iter().map(|&value| target("市妇联", value, 360)).collect();
        for done in [0, 8, 100, 999_999_999] {
            drawn(&chart(12, targets.clone(), values(12, done)));
        }
    }
}

#[test]
fn every_label_and_value_is_there() {
    let chart = chart(12, vec![target("省", 8, 270), target("市", 10, 270)], values(9, 9));
    for drawing in drawn(&chart) {
        let texts = drawing.texts();
        for words in ["省 8 人次", "市 10 人次", "9 人次", "截至2022年9月30日", "1月"] {
            assert!(texts.contains(&words), "{words} in {texts:?}");
        }
        assert_eq!(drawing.of_class("chart-plan").len(), 2);
        let dashes: Vec<_> =
            drawing.of_class("chart-plan").iter().map(|item| item.get("stroke-dasharray")).collect();
        assert!(dashes[0].is_some() && dashes[0] != dashes[1], "{dashes:?}");
        assert_eq!(drawing.of_class("chart-actual")[0].get("stroke-dasharray"), None);
        assert_eq!(drawing.of_class("is-at-risk").len(), 2);
    }
}

#[test]
fn nothing_done_nothing_known_and_nothing_begun_look_different() {
    let with = |actual| drawn(&chart(12, vec![target("省", 8, 360)], actual));
    let has =
        |drawings: &[Drawing; 2], class: &str| drawings.iter().all(|one| !one.of_class(class).is_empty());
    let zero = with(values(3, 0));
    assert!(has(&zero, "chart-actual") && has(&zero, "chart-point") && !has(&zero, "chart-nothing"));
    let no_data = with(Actual::NoData { day: 90, words: "没有记录".into() });
    assert!(!has(&no_data, "chart-actual") && has(&no_data, "chart-nothing"));
    let not_begun = with(Actual::NotBegun("尚未开始".into()));
    assert!(!has(&not_begun, "chart-actual") && !has(&not_begun, "chart-nothing"));
    assert!(not_begun.iter().all(|one| one.texts().contains(&"尚未开始")));
}

#[test]
fn a_chart_of_nothing_is_sound() {
    let empty = ProgressChart {
        in_years: false,
        words: words(""),
        days: 0,
        months: Vec::new(),
        actual: Actual::Values { points: Vec::new(), latest: Latest::default() },
        targets: Vec::new(),
    };
    drawn(&empty);
    let extremes = [Point { day: 0, value: i64::MIN }, Point { day: u32::MAX, value: i64::MAX }];
    let latest = Latest { value: "9".repeat(90), day: "日".repeat(90) };
    let actual = Actual::Values { points: extremes.to_vec(), latest };
    drawn(&chart(3, vec![TargetLine { text: "9".repeat(90), ..TargetLine::default() }], actual));
}

#[test]
fn two_years_are_named_below_their_months() {
    for drawing in drawn(&chart(24, Vec::new(), values(24, 48))) {
        assert!(drawing.texts().contains(&"2022年") && drawing.texts().contains(&"2023年"));
    }
}

#[test]
fn words_are_escaped_and_named_for_readers_aloud() {
    let mut chart = chart(2, vec![target(AWKWARD, 3, 60)], values(2, 2));
    chart.words.title = AWKWARD.into();
    let drawings = drawn(&chart);
    for (drawing, form) in drawings.iter().zip(["narrow", "wide"]) {
        assert_eq!(drawing.named("title")[0].text, "<b>\"A\" & 'B'</b>");
        let svg = drawing.named("svg")[0];
        let labels = format!("chart-1-{form}-title chart-1-{form}-desc");
        assert_eq!(svg.get("aria-labelledby"), Some(labels.as_str()));
        assert_eq!(svg.get("role"), Some("img"));
    }
}
