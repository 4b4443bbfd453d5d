use super::drawn::{Drawing, read};
use super::{AWKWARD, words};
use crate::{Week, WeekMonth, WeekRow, WeekStrip, week_strip};

fn row(name: &str, counts: &[u32]) -> WeekRow {
    let total: u64 = counts.iter().map(|&count| u64::from(count)).sum();
    let week = |(n, &count): (usize, &u32)| Week { count, title: format!("第{}周：{count} 场", n + 1) };
    WeekRow {
        name: name.into(),
        total: format!("{total} 场"),
        weeks: counts.iter().enumerate().map(week).collect(),
        href: None,
    }
}

fn chart(rows: Vec<WeekRow>, weeks: usize, begun: usize) -> WeekStrip {
    let month = |n: usize| WeekMonth { week: n * weeks / 12, label: format!("{}月", n + 1) };
    WeekStrip {
        words: words("大宣讲"),
        rows,
        weeks,
        begun,
        months: (0..12).map(month).collect(),
        each: "一格一场".into(),
        tallest: "最多的一周".into(),
        empty: "没有场次".into(),
    }
}

#[track_caller]
fn drawn(chart: &WeekStrip) -> [Drawing; 2] {
    let drawings = read(&week_strip(chart));
    for drawing in &drawings {
        drawing.assert_apart(&["chart-mark"]);
    }
    drawings.try_into().unwrap()
}

#[test]
fn words_are_apart_for_any_counts() {
    for weeks in [52, 53] {
        for most in [0, 1, 5, 6, 999_999_999] {
            let counts: Vec<u32> = (0..53).map(|n| if n % 3 == 0 { most } else { n % 2 }).collect();
            for name in ["进乡村", "阿勒泰高新技术产业开发区", "Villages and communities of the district"]
            {
                drawn(&chart(vec![row(name, &counts); 4], weeks, 40));
            }
        }
    }
}

#[test]
fn each_session_is_a_square_where_they_are_few() {
    for drawing in drawn(&chart(vec![row("进乡村", &[0, 1, 3])], 52, 3)) {
        let marks: Vec<_> =
            drawing.of_class("chart-mark").into_iter().filter(|item| item.name == "path").collect();
        let squares: Vec<_> = marks.iter().map(|mark| mark.get("d").unwrap().matches('z').count()).collect();
        assert_eq!(squares, [1, 3]);
        assert!(drawing.texts().contains(&"一格一场"));
        assert!(drawing.items.iter().any(|item| item.name == "title" && item.text == "第3周：3 场"));
        assert_eq!(drawing.of_class("chart-to-come").len(), 1);
    }
    for drawing in drawn(&chart(vec![row("进乡村", &[12, 1])], 52, 52)) {
        assert!(drawing.texts().contains(&"最多的一周"));
        assert!(drawing.of_class("chart-to-come").is_empty());
    }
}

#[test]
fn a_year_without_anything_is_sound() {
    drawn(&chart(vec![row(AWKWARD, &[])], 52, 0));
    assert_eq!(drawn(&chart(Vec::new(), 52, 0))[0].texts(), ["没有场次"]);
    drawn(&chart(vec![row("进乡村", &[1])], 0, 9));
}
