use super::drawn::{Drawing, read};
use super::{AWKWARD, words};
use crate::{RegionBar, RegionBars, StatusMark, region_bars};

fn row(name: &str, value: Option<i64>, share: Option<i64>) -> RegionBar {
    let number = |number: Option<i64>| number.map_or("–".to_owned(), |number| number.to_string());
    RegionBar {
        name: name.into(),
        value,
        share,
        text: format!("{} / {} 人次", number(value), number(share)),
        ..RegionBar::default()
    }
}

fn chart(rows: Vec<RegionBar>) -> RegionBars {
    RegionBars {
        words: words("各县"), rows, share_label: "分解任务".into(), empty: "没有县区".into()
    }
}

#[track_caller]
fn drawn(chart: &RegionBars) -> [Drawing; 2] {
    let drawings = read(&region_bars(chart));
    for drawing in &drawings {
        drawing.assert_apart(&["chart-bar", "chart-bar-share", "chart-shape"]);
    }
    drawings.try_into().unwrap()
}

#[test]
fn words_are_apart_for_any_number_of_regions() {
    for count in 1..=30 {
        for (value, share) in [(0, 0), (7, 10), (12, 10), (999_999_999, 999_999_999), (1, 999_999_999)] {
            for standing in [None, Some(StatusMark::Behind)] {
                let mut row = row("阿勒泰高新技术产业开发区", Some(value), Some(share));
                row.standing = standing;
                drawn(&chart(vec![row; count]));
            }
        }
    }
}

#[test]
fn long_names_are_cut() {
    let drawings = drawn(&chart(
        vec![row(&"区".repeat(60), Some(1), None), row("", None, Some(3))]
            .into_iter()
            .filter(|row| !row.name.is_empty())
            .collect(),
    ));
    assert!(drawings.iter().all(|drawing| drawing.texts().iter().any(|text| text.ends_with("区…"))));
}

#[test]
fn nothing_done_and_nothing_known_look_different() {
    for drawing in drawn(&chart(vec![row("甲县", Some(0), Some(3)), row("乙县", None, Some(3))])) {
        assert_eq!(drawing.of_class("chart-zero").len(), 1);
        assert_eq!(drawing.of_class("chart-nothing").len(), 1);
    }
}

#[test]
fn a_region_can_be_followed() {
    let mut with_link = row(AWKWARD, Some(1), Some(2));
    with_link.href = Some("../regions/a.html?x=1&y=2".into());
    with_link.standing = Some(StatusMark::OnTrack);
    for drawing in drawn(&chart(vec![with_link, row("乙县", Some(1), None)])) {
        let link = drawing.named("a")[0];
        assert_eq!(link.get("href"), Some("../regions/a.html?x=1&y=2"));
        assert_eq!(link.class, "is-on-track");
        // Screen readers could not reach links in an image.
        assert_eq!(drawing.named("svg")[0].get("role"), Some("group"));
        assert!(drawing.texts().contains(&"<b>\"A\" & 'B'</b>"));
    }
}

#[test]
fn without_regions_words_say_so() {
    for drawing in drawn(&chart(Vec::new())) {
        assert_eq!(drawing.texts(), ["没有县区"]);
    }
}
