//! Regions side by side: what each has, relative to its share.

use super::plot::scaled;
use super::svg::{Anchor, Area, At, Svg};
use super::{ChartLabels, Form, StatusMark, TEXT, both, largest, text};

/// A region's bar.
#[derive(Clone, Debug, Default)]
pub struct RegionBar {
    /// The region's name.
    pub name: String,
    /// Its value; `None` if there are no records.
    pub value: Option<i64>,
    /// Its share of the target.
    pub share: Option<i64>,
    /// Both in words: "8 / 10 人".
    pub text: String,
    /// Its status, if it may be shown.
    pub standing: Option<StatusMark>,
    /// The link to its page, relative to the page with the chart.
    pub href: Option<String>,
}

/// Regions side by side.
#[derive(Clone, Debug, Default)]
pub struct RegionBars {
    /// Id, title and description.
    pub words: ChartLabels,
    /// The regions, in display order.
    pub rows: Vec<RegionBar>,
    /// The label of the mark across the bars: "分解任务". Empty if no region has a share.
    pub share_label: String,
    /// The text if there are no regions.
    pub empty: String,
}

const BAR: i64 = 90;
const MARK: i64 = 24;
/// Minimum width of bars beside long names.
const LEAST_BAR: i64 = 1800;
/// Room for the status mark beside a row's text.
const SHAPE: i64 = 140;

/// Draws regions side by side, in both forms.
#[must_use]
pub fn region_bars(chart: &RegionBars) -> String {
    both("regions", |form| draw(chart, form))
}

/// The layout of a row, relative to its top; the same in every row.
struct Layout {
    name: At,
    name_room: i64,
    /// The end or beginning of the value's text.
    text: At,
    text_anchor: Anchor,
    text_room: i64,
    bar: Area,
    height: i64,
}

impl Layout {
    fn new(chart: &RegionBars, form: Form) -> Self {
        let widest = |of: fn(&RegionBar) -> &str| {
            chart.rows.iter().map(|row| text::width(of(row), TEXT)).max().unwrap_or_default()
        };
        let (names, texts) = (widest(|row| &row.name), widest(|row| &row.text));
        let shape = if chart.rows.iter().any(|row| row.standing.is_some()) { SHAPE } else { 0 };
        let width = form.width();
        if form == Form::Wide {
            let text_room = texts.min(2300);
            let name_room = names.min(width - text_room - shape - 280 - LEAST_BAR).min(3000);
            let from = name_room + 140;
            return Self {
                name: At { x: 0, y: 195 },
                name_room,
                text: At { x: width - shape, y: 195 },
                text_anchor: Anchor::End,
                text_room,
                bar: Area { x: from, y: 105, width: width - from - text_room - shape - 140, height: BAR },
                height: 300,
            };
        }
        let one_line = names + texts + shape + 120 <= width;
        let down = if one_line { 0 } else { 170 };
        Self {
            name: At { x: 0, y: 145 },
            name_room: if one_line { names } else { width },
            text: if one_line { At { x: width - shape, y: 145 } } else { At { x: shape, y: 315 } },
            text_anchor: if one_line { Anchor::End } else { Anchor::Start },
            text_room: if one_line { texts } else { width - shape },
            bar: Area { x: 0, y: 230 + down, width: width - MARK, height: BAR },
            height: 430 + down,
        }
    }
}

fn draw(chart: &RegionBars, form: Form) -> String {
    let links = chart.rows.iter().any(|row| row.href.is_some());
    if chart.rows.is_empty() {
        let mut svg = Svg::chart(&chart.words, form, 220, links);
        let words = text::fit(&chart.empty, TEXT, form.width());
        svg.text("chart-label chart-muted", At { x: 0, y: 150 }, Anchor::Start, TEXT, &words);
        return svg.finish();
    }
    let layout = Layout::new(chart, form);
    let key = if chart.share_label.is_empty() { 0 } else { 240 };
    let count = i64::try_from(chart.rows.len()).unwrap_or_default();
    let mut svg = Svg::chart(&chart.words, form, key + count * layout.height, links);
    if key > 0 {
        let label = text::fit(&chart.share_label, TEXT, form.width() - 120);
        let x = if form == Form::Wide { layout.bar.x } else { 0 };
        svg.rect("chart-bar-share", Area { x, y: 35, width: MARK, height: 150 });
        svg.text("chart-label chart-muted", At { x: x + 90, y: 155 }, Anchor::Start, TEXT, &label);
    }
    let most = largest(chart.rows.iter().flat_map(|row| [row.value, row.share]).flatten());
    let mut top = key;
    for row in &chart.rows {
        let class = row.standing.map_or("chart-row", StatusMark::class);
        let area = Area { x: 0, y: top, width: form.width(), height: layout.height };
        svg.row(class, row.href.as_deref(), area, |svg| {
            words(svg, row, &layout, top);
            bar(svg, row, &layout, top, most);
        });
        top += layout.height;
    }
    svg.finish()
}

fn words(svg: &mut Svg, row: &RegionBar, layout: &Layout, top: i64) {
    let name = text::fit(&row.name, TEXT, layout.name_room);
    let at = At { x: layout.name.x, y: top + layout.name.y };
    svg.text("chart-label chart-name", at, Anchor::Start, TEXT, &name);
    let value = text::fit(&row.text, TEXT, layout.text_room);
    let at = At { x: layout.text.x, y: top + layout.text.y };
    svg.text("chart-label chart-value", at, layout.text_anchor, TEXT, &value);
    if let Some(standing) = row.standing {
        // After text that ends in a column, before text that begins in one.
        let x = if layout.text_anchor == Anchor::End { at.x + SHAPE - 50 } else { at.x - SHAPE + 50 };
        svg.standing(standing, At { x, y: at.y - 45 });
    }
}

fn bar(svg: &mut Svg, row: &RegionBar, layout: &Layout, top: i64, most: i64) {
    let Area { x, width, height, .. } = layout.bar;
    let y = top + layout.bar.y;
    let length = row.value.map(|value| scaled(value, most, width));
    let share = row.share.map(|share| scaled(share, most, width));
    let end = length.unwrap_or_default();
    // The remainder, as a thin line up to the mark.
    if let Some(share) = share.filter(|&share| share > end) {
        let y = y + height / 2;
        svg.line("chart-gap", &[At { x: x + end, y }, At { x: x + share, y }], 8, "1.5 2.5");
    }
    match length {
        // Zero is a thin stroke where the bar would begin.
        Some(_) if row.value.is_some_and(|value| value <= 0) => {
            svg.rect("chart-bar chart-zero", Area { x, y, width: 12, height });
        }
        Some(length) => svg.rect("chart-bar", Area { x, y, width: length.max(12), height }),
        None => svg.diamond("chart-nothing", At { x: x + 50, y: y + height / 2 }, 42),
    }
    if let Some(share) = share {
        svg.rect("chart-bar-share", Area { x: x + share, y: y - 35, width: MARK, height: height + 70 });
    }
}
