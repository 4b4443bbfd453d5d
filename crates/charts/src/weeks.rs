//! A year by weeks, with a row for each kind of event.

use super::plot::scaled;
use super::svg::{Anchor, Area, At, Svg};
use super::{ChartLabels, Form, TEXT, axis, both, text};

/// The events of a week.
#[derive(Clone, Debug, Default)]
pub struct Week {
    /// Their number.
    pub count: u32,
    /// The week and its count in words: "3月7日—13日：2 场". Shown as a tooltip; may be empty.
    pub title: String,
}

/// A kind of event.
#[derive(Clone, Debug, Default)]
pub struct WeekRow {
    /// The kind: "进乡村".
    pub name: String,
    /// The total of the year, in words: "24 场".
    pub total: String,
    /// The weeks of the year in order; missing ones at the end are empty.
    pub weeks: Vec<Week>,
    /// The link to their list, relative to the page with the chart.
    pub href: Option<String>,
}

/// The beginning of a month.
#[derive(Clone, Debug, Default)]
pub struct WeekMonth {
    /// The week in which it begins, from 0.
    pub week: usize,
    /// Its name, short: "3月".
    pub label: String,
}

/// A year by weeks.
#[derive(Clone, Debug, Default)]
pub struct WeekStrip {
    /// Id, title and description.
    pub words: ChartLabels,
    /// The kinds.
    pub rows: Vec<WeekRow>,
    /// Number of weeks in the year: 52 or 53.
    pub weeks: usize,
    /// Number of those that have started by the day of the figures; the others are shown as future.
    pub begun: usize,
    /// The months.
    pub months: Vec<WeekMonth>,
    /// The meaning of one square, if each stands for one event: "一格一场".
    pub each: String,
    /// The meaning of the tallest stroke, if there are too many events for squares: "最高的一周 12 场".
    pub tallest: String,
    /// The text if there are no rows.
    pub empty: String,
}

/// Maximum number of squares in a stack.
const PILE: u32 = 5;
const STROKE: i64 = 330;
const GAP: i64 = 10;

/// Draws a year by weeks, in both forms.
#[must_use]
pub fn week_strip(chart: &WeekStrip) -> String {
    both("weeks", |form| draw(chart, form))
}

/// The layout of a row.
struct Layout {
    /// The beginning and extent of the weeks.
    left: i64,
    width: i64,
    weeks: i64,
    /// Room for the text of a row, and whether it is above the weeks.
    words: i64,
    above: bool,
    /// A square's side, and the height of the tallest stack or stroke.
    side: i64,
    tall: i64,
    most: u32,
}

impl Layout {
    fn new(chart: &WeekStrip, form: Form) -> Self {
        let most =
            chart.rows.iter().flat_map(|row| &row.weeks).map(|week| week.count).max().unwrap_or_default();
        let weeks = i64::try_from(chart.weeks.max(1)).unwrap_or(i64::MAX);
        let above = form == Form::Narrow;
        let both = |row: &WeekRow| text::width(&row.name, TEXT) + text::width(&row.total, TEXT) + 120;
        let words = chart.rows.iter().map(both).max().unwrap_or_default().min(form.width() * 9 / 20);
        let left = if above { 0 } else { words + 140 };
        let width = form.width() - left;
        let side = (width / weeks) * 3 / 4;
        let tall = if most <= PILE { i64::from(most.max(2)) * (side + GAP) } else { STROKE };
        let words = if above { form.width() } else { words };
        Self { left, width, weeks, words, above, side: side.max(10), tall, most }
    }

    fn x(&self, week: usize) -> i64 {
        self.left + i64::try_from(week).unwrap_or(i64::MAX).min(self.weeks) * self.width / self.weeks
    }

    /// From a row's top to its baseline.
    fn base(&self) -> i64 {
        if self.above { 200 + self.tall } else { 60 + self.tall.max(150) }
    }

    fn height(&self) -> i64 {
        self.base() + if self.above { 110 } else { 70 }
    }
}

fn draw(chart: &WeekStrip, form: Form) -> String {
    let links = chart.rows.iter().any(|row| row.href.is_some());
    if chart.rows.is_empty() {
        let mut svg = Svg::chart(&chart.words, form, 220, false);
        let words = text::fit(&chart.empty, TEXT, form.width());
        svg.text("chart-label chart-muted", At { x: 0, y: 150 }, Anchor::Start, TEXT, &words);
        return svg.finish();
    }
    let layout = Layout::new(chart, form);
    let key = if layout.most <= PILE { &chart.each } else { &chart.tallest };
    let head = if key.is_empty() || layout.most == 0 { 0 } else { 230 };
    let count = i64::try_from(chart.rows.len()).unwrap_or_default();
    let foot = head + count * layout.height();
    let mut svg = Svg::chart(&chart.words, form, foot + 170, links);
    if head > 0 {
        let side = layout.side;
        let height = if layout.most <= PILE { side } else { 110 };
        svg.rect("chart-mark", Area { x: layout.left, y: 145 - height, width: side, height });
        let at = At { x: layout.left + side + 60, y: 148 };
        let words = text::fit(key, TEXT, layout.width - side - 60);
        svg.text("chart-label chart-muted", at, Anchor::Start, TEXT, &words);
    }
    let mut top = head;
    for row in &chart.rows {
        let area = Area { x: 0, y: top, width: form.width(), height: layout.height() };
        svg.row("chart-row", row.href.as_deref(), area, |svg| {
            words(svg, row, &layout, top);
            axis_of(svg, chart, &layout, top + layout.base());
            weeks(svg, row, &layout, top + layout.base());
        });
        top += layout.height();
    }
    month_names(&mut svg, chart, &layout, foot + 110, form.width());
    svg.finish()
}

fn words(svg: &mut Svg, row: &WeekRow, layout: &Layout, top: i64) {
    let y = if layout.above { top + 140 } else { top + layout.base() };
    let total = text::fit(&row.total, TEXT, layout.words / 2);
    let room = layout.words - text::width(&total, TEXT) - 80;
    let name = text::fit(&row.name, TEXT, room);
    svg.text("chart-label chart-name", At { x: 0, y }, Anchor::Start, TEXT, &name);
    svg.text("chart-label chart-value", At { x: layout.words, y }, Anchor::End, TEXT, &total);
}

/// Weeks that have started on a solid line, future ones on a dotted one.
fn axis_of(svg: &mut Svg, chart: &WeekStrip, layout: &Layout, y: i64) {
    let (from, now, end) = (layout.left, layout.x(chart.begun.min(chart.weeks)), layout.left + layout.width);
    let y = y + 10;
    if now > from {
        svg.line("chart-axis", &[At { x: from, y }, At { x: now, y }], 10, "");
    }
    if now < end {
        svg.line("chart-axis chart-to-come", &[At { x: now, y }, At { x: end, y }], 10, "1 4");
    }
    for month in &chart.months {
        let x = layout.x(month.week);
        svg.line("chart-tick", &[At { x, y }, At { x, y: y + 35 }], 8, "");
    }
}

fn weeks(svg: &mut Svg, row: &WeekRow, layout: &Layout, base: i64) {
    let side = layout.side;
    for (n, week) in row.weeks.iter().enumerate().filter(|(_, week)| week.count > 0) {
        let x = layout.x(n) + (layout.width / layout.weeks - side) / 2;
        let marks: Vec<Area> = if layout.most <= PILE {
            let up = |n: u32| base - i64::from(n + 1) * (side + GAP);
            (0..week.count).map(|n| Area { x, y: up(n), width: side, height: side }).collect()
        } else {
            let height = scaled(i64::from(week.count), i64::from(layout.most), STROKE).max(20);
            vec![Area { x, y: base - height, width: side, height }]
        };
        svg.rects("chart-mark", &marks, &week.title);
    }
}

fn month_names(svg: &mut Svg, chart: &WeekStrip, layout: &Layout, y: i64, edge: i64) {
    let ends = chart.months.iter().map(|month| month.week).skip(1).chain([chart.weeks]);
    let names: Vec<axis::Name<'_>> = chart
        .months
        .iter()
        .zip(ends)
        .map(|(month, end)| axis::Name {
            middle: i64::midpoint(layout.x(month.week), layout.x(end)),
            label: &month.label,
        })
        .collect();
    axis::names(svg, &names, axis::MONTHS, y, edge);
}
