//! `content/programs/<id>.yaml`: a program's period, metrics, targets, ranking and stars.

mod fields;
mod measure;
mod metric;
mod plan;
mod ranking;
mod stars;
mod target;
mod year;

use std::sync::Arc;

use super::yaml::{Map, Node, Shape, Text, wrong_shape};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion_by_title};
use crate::domain::{
    Collection, Date, Decimal, Label, Language, Metric, Program, Regions, Span, StatusLimits, Target,
    YearStart,
};

/// The names that a program's declaration may use.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) collections: &'a [Collection],
    pub(super) regions: &'a Regions,
    /// Whether all regions could be read: only then are unknown names reported.
    pub(super) regions_sound: bool,
    pub(super) lang: &'a Language,
}

/// The names that a program's targets may use, and when they can begin.
#[derive(Clone, Copy)]
struct Known<'a> {
    id: &'a str,
    names: Names<'a>,
    text: &'a Text,
    metrics: &'a [Metric],
    /// Ids of metrics that could not be read; references to them are not reported.
    lost: &'a [Arc<str>],
    starts: Option<Date>,
    ends: Option<Date>,
    year: YearStart,
}

/// The names that a program's ranking and stars may use.
#[derive(Clone, Copy)]
struct Aims<'a> {
    known: Known<'a>,
    targets: &'a [Target],
    /// Whether all targets could be read; otherwise, an unknown one may be among those that could not.
    complete: bool,
}

impl Names<'_> {
    pub(super) fn read(
        &self,
        id: &str,
        text: &Text,
        node: &Node,
        diagnostics: &mut Diagnostics,
    ) -> Option<Program> {
        let mut map = Map::new(text, node, diagnostics)?;
        let title = map.label_of("title", diagnostics);
        let starts = required_date(&mut map, "starts", diagnostics);
        let ends = required_date(&mut map, "ends", diagnostics);
        let as_of = map.date_of("as_of", diagnostics);
        let year = year::read(&mut map, diagnostics);
        let (metrics, lost) = self.metrics(text, &mut map, diagnostics);
        let known =
            Known { id, names: *self, text, metrics: &metrics, lost: &lost, starts, ends, year: year.starts };
        let (targets, complete) = known.targets(&mut map, diagnostics);
        let aims = Aims { known, targets: &targets, complete };
        let status = status(&mut map, diagnostics);
        let ranking = map.take("ranking").and_then(|node| aims.ranking(node, diagnostics));
        let stars = map.take("stars").and_then(|node| aims.stars(node, diagnostics));
        let regions_public = regions_public(&mut map, diagnostics);
        let restates = restates(&mut map, diagnostics);
        map.finish(diagnostics);
        let (starts, ends) = (starts?, ends?);
        if ends.last_day() < starts.first_day() {
            let at = value_of(node, "ends").map_or(node.span, |node| node.span);
            diagnostics.push(
                Diagnostic::new(Code::DatesOutOfOrder)
                    .at(text.place(at))
                    .arg("later", Arg::term("ends", "ends（结束日期）"))
                    .arg("earlier", Arg::term("starts", "starts（开始日期）")),
            );
        }
        Some(Program {
            id: Arc::from(id),
            title: title.unwrap_or_else(|| Label::plain(id)),
            starts,
            ends,
            as_of,
            year,
            metrics,
            targets,
            status,
            ranking,
            stars,
            regions_public,
            restates,
        })
    }

    /// The metrics, each id once; and the ids of those that could not be read.
    fn metrics(
        &self,
        text: &Text,
        map: &mut Map<'_>,
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Metric>, Vec<Arc<str>>) {
        let mut seen: Vec<(Arc<str>, Span)> = Vec::new();
        let mut lost = Vec::new();
        let metrics = list(map, "metrics", diagnostics, |item, out| {
            let id = value_of(item, "id").and_then(|node| Some((node.as_text()?.clone(), node.span)));
            let metric = self.metric(text, item, out);
            if metric.is_none() {
                lost.extend(id.as_ref().map(|(id, _)| id.clone()));
            }
            let (id, at) = id?;
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == id) {
                let what = Diagnostic::new(Code::DuplicateId).at(text.place(at)).and_at(text.place(*first));
                out.push(what.arg("id", &id).arg("collection", Arg::term("metrics", "指标")));
                return None;
            }
            seen.push((id, at));
            metric
        });
        (metrics, lost)
    }
}

impl Known<'_> {
    /// The metric that `metric:` names.
    fn metric_named(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<usize> {
        let node = map.require("metric", diagnostics)?;
        let name = map.expect_text(node, diagnostics)?;
        self.metric_at(&name, node.span, diagnostics)
    }

    fn metric_at(&self, name: &str, span: Span, diagnostics: &mut Diagnostics) -> Option<usize> {
        let found = self.metrics.iter().position(|metric| *metric.id == *name);
        if found.is_none() && !self.lost.iter().any(|lost| **lost == *name) {
            let names = self.metrics.iter().map(|metric| (&*metric.id, metric.title.texts().collect()));
            unknown_name(self.text, span, ("metric", "指标"), name, names, diagnostics);
        }
        found
    }

    /// A metric's title.
    fn title(&self, metric: usize) -> Arg {
        self.metrics.get(metric).map_or_else(|| Arg::from(""), |metric| metric.title.term(&metric.id))
    }

    fn at(&self, code: Code, span: Span) -> Diagnostic {
        Diagnostic::new(code).at(self.text.place(span))
    }
}

fn required_date(map: &mut Map<'_>, key: &'static str, diagnostics: &mut Diagnostics) -> Option<Date> {
    let node = map.require(key, diagnostics)?;
    super::yaml::read_date(map.text(), node, diagnostics)
}

/// The items of a list that could be read.
fn list<T>(
    map: &mut Map<'_>,
    key: &'static str,
    diagnostics: &mut Diagnostics,
    mut read: impl FnMut(&Node, &mut Diagnostics) -> Option<T>,
) -> Vec<T> {
    let Some(node) = map.take(key) else { return Vec::new() };
    let Some(items) = node.as_list() else {
        wrong_shape(map.text(), node, Shape::List, diagnostics);
        return Vec::new();
    };
    items.iter().filter_map(|item| read(item, diagnostics)).collect()
}

fn status(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> StatusLimits {
    let mut limits = StatusLimits::default();
    let Some(node) = map.take("status") else { return limits };
    let Some(mut inner) = Map::new(map.text(), node, diagnostics) else { return limits };
    for (key, slot) in [("on_track", &mut limits.on_track), ("at_risk", &mut limits.at_risk)] {
        if let Some(node) = inner.take(key) {
            match thousandths(inner.text(), node) {
                Some(value) => *slot = value,
                None => inner.bad(key, node, "a share such as 0.9", "比例，例如 0.9", diagnostics),
            }
        }
    }
    inner.finish(diagnostics);
    if let Some(node) = value_of(node, "at_risk").filter(|_| limits.at_risk > limits.on_track) {
        map.bad("at_risk", node, "no more than on_track", "不大于 on_track 的比例", diagnostics);
    }
    limits
}

fn regions_public(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some(node) = map.take("regions_public") else { return false };
    let opens = node.as_text().is_some_and(|word| &**word == "progress");
    if !opens {
        let (en, zh) = ("progress; to keep them internal, delete the line", "progress；不公开就删掉这一行");
        map.bad("regions_public", node, en, zh, diagnostics);
    }
    opens
}

fn restates(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> bool {
    let Some(node) = map.take("late") else { return false };
    match node.as_text().map(|word| &**word) {
        Some("restate") => true,
        Some("next-period") => false,
        _ => {
            let (en, zh) = (
                "next-period (late records count in the next period that is still open) or restate (the closed period is corrected)",
                "next-period（补报计入下一个还没有定稿的报告期）或 restate（更正已经定稿的那一期）",
            );
            map.bad("late", node, en, zh, diagnostics);
            false
        }
    }
}

/// The value of a key, without marking it as read.
fn value_of<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    node.as_map()?.iter().find(|(known, _)| &*known.text == key).map(|(_, node)| node)
}

/// A non-negative number.
fn amount(text: &Text, node: &Node) -> Option<Decimal> {
    text.decimal(node).filter(|number| !number.is_negative())
}

/// `0.9`, `1`, `1.25` in exact thousandths.
fn thousandths(text: &Text, node: &Node) -> Option<i64> {
    let number = amount(text, node).filter(|number| number.decimals() <= 3)?;
    i64::try_from(number.millionths() / 1000).ok()
}

/// Reports that a name is none of the known ones.
fn unknown_name<'k>(
    text: &Text,
    span: Span,
    what: (&str, &str),
    found: &str,
    known: impl Iterator<Item = (&'k str, Vec<&'k str>)>,
    diagnostics: &mut Diagnostics,
) {
    let mut known: Vec<(&str, Vec<&str>)> = known.collect();
    let mut seen = std::collections::BTreeSet::new();
    known.retain(|(name, _)| seen.insert(*name));
    diagnostics.push(
        Diagnostic::new(Code::UnknownName)
            .at(text.place(span))
            .arg("what", Arg::term(what.0, what.1))
            .arg("found", found)
            .arg_opt("suggestion", suggestion_by_title(found, known.iter().cloned()))
            .arg_opt("known", listed(known.iter().map(|(name, _)| *name))),
    );
}
