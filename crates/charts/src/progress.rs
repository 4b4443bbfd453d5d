//! A metric over its program: actual values as a solid line, plans dashed, targets at the right edge.

use super::place::{beside, spread};
use super::plot::{Plot, scaled};
use super::point::Point;
use super::svg::{Anchor, Area, At, Svg};
use super::{ChartLabels, Form, StatusMark, TEXT, axis, both, text};

/// A month of the program; for long ones, a year or a decade.
#[derive(Clone, Debug, Default)]
pub struct Month {
    /// Its last day, counted as [`Point::day`] is.
    pub ends: u32,
    /// Its name, short: "3月", "2022年".
    pub label: String,
    /// The common label below, the same for all months of a year: "2022年". Empty if there is only one year.
    pub year: String,
}

/// The actual values.
#[derive(Clone, Debug)]
pub enum Actual {
    /// The program has not started; contains the text to show.
    NotBegun(String),
    /// No record contributes up to a day; contains the text to show.
    NoData {
        /// The last day for which there could be data.
        day: u32,
        /// "没有记录"
        words: String,
    },
    /// The values with ascending days, starting with (0, 0) if the metric starts from zero.
    Values {
        /// The values at the ends of months, and on the as-of date.
        points: Vec<Point>,
        /// The text beside the last of them.
        latest: Latest,
    },
}

/// The text beside the last point.
#[derive(Clone, Debug, Default)]
pub struct Latest {
    /// The value, with its unit: "80 场".
    pub value: String,
    /// The day: "截至9月30日". May be empty.
    pub day: String,
}

/// A target and its plan.
#[derive(Clone, Debug, Default)]
pub struct TargetLine {
    /// Who set it: "省".
    pub name: String,
    /// Its value.
    pub value: i64,
    /// The value with its unit: "100 人".
    pub text: String,
    /// The plan with ascending days, from (0, 0) to the target on its due date. Without a plan, the target is
    /// a horizontal line.
    pub plan: Vec<Point>,
    /// The metric's status relative to it, if it may be shown.
    pub standing: Option<StatusMark>,
}

/// A metric over its program.
#[derive(Clone, Debug)]
pub struct ProgressChart {
    /// Id, title and description.
    pub words: ChartLabels,
    /// The program's days; the last one is the right edge.
    pub days: u32,
    /// Its months.
    pub months: Vec<Month>,
    /// Whether these are years or decades.
    pub in_years: bool,
    /// The actual values.
    pub actual: Actual,
    /// The targets, in the order of their setters.
    pub targets: Vec<TargetLine>,
}

/// Dash patterns of the plans, by the order of their targets, so that they are distinguishable without
/// colour.
const DASHES: [&str; 3] = ["6 3.5", "1.8 2.8", "9 3 2 3"];

const VALUE: i64 = 170;
const LINE: i64 = 165;
/// The height of the text beside the last point.
const LATEST: i64 = 205 + LINE;
/// From the plot's edge to the text of a target.
const LEADER: i64 = 150;
/// Room for the status mark before a target's text.
const SHAPE: i64 = 130;

/// Draws a metric over its program, in both forms.
#[must_use]
pub fn progress_chart(chart: &ProgressChart) -> String {
    both("progress", |form| draw(chart, form))
}

/// A target's text at the edge.
struct Label {
    /// The index of the target.
    target: usize,
    /// Name and value, on one line or on separate ones.
    lines: Vec<(String, String)>,
}

impl Label {
    fn new(target: usize, line: &TargetLine, room: i64) -> Self {
        let value = text::fit(&line.text, TEXT, room);
        let together = format!("{} {value}", line.name);
        let lines = if line.name.is_empty() || text::width(&together, TEXT) <= room {
            vec![(line.name.clone(), value)]
        } else {
            let names = text::wrap(&line.name, TEXT, room, 2).into_iter().map(|name| (name, String::new()));
            names.chain([(String::new(), value)]).collect()
        };
        Self { target, lines }
    }

    fn width(&self) -> i64 {
        let of_line = |(name, value): &(String, String)| {
            let space = if name.is_empty() || value.is_empty() { "" } else { " " };
            text::width(&format!("{name}{space}{value}"), TEXT)
        };
        self.lines.iter().map(of_line).max().unwrap_or_default()
    }

    fn height(&self) -> i64 {
        i64::try_from(self.lines.len()).unwrap_or_default() * LINE
    }
}

fn draw(chart: &ProgressChart, form: Form) -> String {
    let mut labels: Vec<Label> =
        (0..).zip(&chart.targets).map(|(n, line)| Label::new(n, line, room(form))).collect();
    // From the top down; of equal ones, the first setter comes first.
    labels.sort_by_key(|label| std::cmp::Reverse(chart.targets.get(label.target).map(|line| line.value)));
    let plot = plot(chart, form, &labels);
    let has_years = chart.months.iter().any(|month| !month.year.is_empty());
    let below = if chart.months.is_empty() { 60 } else { 225 } + if has_years { 170 } else { 0 };
    let mut svg = Svg::chart(&chart.words, form, plot.base + below, false);
    svg.line("chart-axis", &[At { x: 0, y: plot.base }, At { x: plot.right + 40, y: plot.base }], 10, "");
    months(&mut svg, chart, &plot, form, has_years);
    targets(&mut svg, chart, &plot, &labels);
    for (line, dashes) in chart.targets.iter().zip(DASHES.into_iter().cycle()) {
        svg.line("chart-plan", &plot.line(&line.plan), 14, dashes);
    }
    actual(&mut svg, chart, &plot);
    svg.finish()
}

/// The room for a target's text.
const fn room(form: Form) -> i64 {
    match form {
        Form::Narrow => 1150,
        Form::Wide => 2000,
    }
}

fn plot(chart: &ProgressChart, form: Form, labels: &[Label]) -> Plot {
    let done = match &chart.actual {
        Actual::Values { points, .. } => points.as_slice(),
        Actual::NotBegun(_) | Actual::NoData { .. } => &[],
    };
    let planned = chart.targets.iter().flat_map(|line| &line.plan).chain(done).map(|point| point.value);
    let most = planned.chain(chart.targets.iter().map(|line| line.value)).max().unwrap_or_default();
    let words = labels.iter().map(Label::width).max();
    let shape = if chart.targets.iter().any(|line| line.standing.is_some()) { SHAPE } else { 0 };
    let edge = words.map_or(60, |width| LEADER + shape + width);
    let height: i64 = labels.iter().map(|label| label.height() + 30).sum();
    let least = match form {
        Form::Narrow => 1700,
        Form::Wide => 2100,
    };
    let tall = least.max(height);
    // A last point near the top needs room for its text above it.
    let latest = done.last().map_or(0, |point| scaled(point.value, most, tall) - tall + LATEST + 100);
    let top = latest.max(140);
    Plot { left: 40, right: form.width() - edge, top, base: top + tall, days: i64::from(chart.days), most }
}

fn months(svg: &mut Svg, chart: &ProgressChart, plot: &Plot, form: Form, has_years: bool) {
    let mut from = plot.left;
    let mut names = Vec::new();
    let mut years: Vec<axis::Span<'_>> = Vec::new();
    for month in &chart.months {
        let to = plot.x(month.ends);
        names.push(axis::Name { middle: i64::midpoint(from, to), label: &month.label });
        match years.last_mut().filter(|span| span.label == month.year) {
            Some(span) => span.to = to,
            None => years.push(axis::Span { from, to, label: &month.year }),
        }
        svg.line("chart-tick", &[At { x: to, y: plot.base }, At { x: to, y: plot.base + 35 }], 8, "");
        from = to;
    }
    let steps = if chart.in_years { axis::YEARS } else { axis::MONTHS };
    axis::names(svg, &names, steps, plot.base + 180, form.width());
    if has_years {
        axis::spans(svg, &years, plot.base + 350, form.width());
    }
}

/// The levels of the targets from the end of their plans to the right edge, with their texts.
fn targets(svg: &mut Svg, chart: &ProgressChart, plot: &Plot, labels: &[Label]) {
    let wishes: Vec<(i64, i64)> = labels
        .iter()
        .filter_map(|label| Some((plot.y(chart.targets.get(label.target)?.value), label.height())))
        .collect();
    let tops = spread(&wishes, 30, 0, plot.base + 20);
    let has_shapes = chart.targets.iter().any(|line| line.standing.is_some());
    for (label, top) in labels.iter().zip(tops) {
        let Some(line) = chart.targets.get(label.target) else { continue };
        let (y, middle) = (plot.y(line.value), top + label.height() / 2);
        let from = line.plan.last().map_or(plot.left, |point| plot.x(point.day));
        let words = plot.right + LEADER;
        svg.group(line.standing.map_or("chart-goal", StatusMark::class), |svg| {
            let bends = [
                (from, y),
                (plot.right, y),
                (plot.right + 30, y),
                (words - 50, middle),
                (words - 20, middle),
            ];
            svg.line("chart-target", &bends.map(|(x, y)| At { x, y }), 10, "");
            let shape = if has_shapes { SHAPE } else { 0 };
            if let Some(standing) = line.standing {
                svg.standing(standing, At { x: words + 50, y: top + LINE / 2 });
            }
            let mut stand = top + 128;
            for (name, value) in &label.lines {
                let spans = [("chart-muted", name.as_str()), ("chart-value", value.as_str())];
                let spans: Vec<_> = spans.into_iter().filter(|(_, words)| !words.is_empty()).collect();
                svg.spans("chart-label", At { x: words + shape, y: stand }, Anchor::Start, TEXT, &spans);
                stand += LINE;
            }
        });
    }
}

fn actual(svg: &mut Svg, chart: &ProgressChart, plot: &Plot) {
    let mut lines: Vec<Vec<At>> = chart.targets.iter().map(|line| plot.line(&line.plan)).collect();
    lines.extend(chart.targets.iter().map(|line| {
        let from = line.plan.last().map_or(plot.left, |point| plot.x(point.day));
        let y = plot.y(line.value);
        vec![At { x: from, y }, At { x: plot.right, y }]
    }));
    match &chart.actual {
        Actual::NotBegun(words) => {
            // Away from the axis: the value is not 0 yet.
            note(svg, plot, At { x: plot.left, y: i64::midpoint(plot.top, plot.base) }, words, &lines);
        }
        Actual::NoData { day, words } => {
            let end = At { x: plot.x(*day), y: plot.base };
            svg.diamond("chart-nothing", end, 50);
            note(svg, plot, end, words, &lines);
        }
        Actual::Values { points, latest } => {
            let places = plot.line(points);
            svg.line("chart-actual", &places, 24, "");
            let gap = (plot.right - plot.left) / i64::try_from(places.len()).unwrap_or(1).max(1);
            if gap >= 90 {
                for &at in places.iter().skip(1) {
                    svg.dot("chart-point", at, 26);
                }
            }
            lines.push(places.clone());
            if let Some(&end) = places.last() {
                svg.dot("chart-point", end, 38);
                latest_words(svg, plot, end, latest, &lines);
            }
        }
    }
}

/// Where text may be: left of the targets' texts, above the labels of the months.
fn room_of(plot: &Plot) -> Area {
    Area { x: 0, y: 0, width: plot.right - 20, height: plot.base - 20 }
}

fn note(svg: &mut Svg, plot: &Plot, at: At, words: &str, lines: &[Vec<At>]) {
    let room = room_of(plot);
    let words = text::fit(words, TEXT, room.width);
    let area = beside(at, (text::width(&words, TEXT), LINE), room, lines);
    svg.text("chart-label chart-muted", At { x: area.x, y: area.y + 128 }, Anchor::Start, TEXT, &words);
}

fn latest_words(svg: &mut Svg, plot: &Plot, at: At, latest: &Latest, lines: &[Vec<At>]) {
    let room = room_of(plot);
    let value = text::fit(&latest.value, VALUE, room.width);
    let day = text::fit(&latest.day, TEXT, room.width);
    let width = text::width(&value, VALUE).max(text::width(&day, TEXT));
    let height = if day.is_empty() { LATEST - LINE } else { LATEST };
    let area = beside(at, (width, height), room, lines);
    // Aligned towards the point, or centred over it.
    let off = at.x - area.x - width / 2;
    let (x, anchor) = if off.abs() < width / 4 {
        (area.x + width / 2, Anchor::Middle)
    } else if off > 0 {
        (area.x + width, Anchor::End)
    } else {
        (area.x, Anchor::Start)
    };
    svg.text("chart-figure", At { x, y: area.y + 165 }, anchor, VALUE, &value);
    if !day.is_empty() {
        svg.text("chart-label chart-muted", At { x, y: area.y + 325 }, anchor, TEXT, &day);
    }
}
