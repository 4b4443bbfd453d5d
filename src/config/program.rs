//! `content/programs/<id>.yaml`: a program's period, metrics, targets, ranking and stars.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decode::Decoder;
use super::yaml::{Map, Node, Text, wrong_shape};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Lang, listed, suggestion};
use crate::domain::{
    Collection, CollectionIx, Condition, Date, Field, FieldAt, FieldType, Measure, Metric, MetricSource,
    Period, Program, Ranking, Region, RegionIx, Span, StarComponent, StarMeasure, Stars, StatusLimits,
    Target, Visibility,
};

/// What a program's declaration may name.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub(super) collections: &'a [Collection],
    pub(super) regions: &'a [Region],
    pub(super) lang: Lang,
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
        let starts = self.required_date(&mut map, "starts", diagnostics);
        let ends = self.required_date(&mut map, "ends", diagnostics);
        let as_of = map.date_of("as_of", diagnostics);
        let metrics = self.list(&mut map, "metrics", diagnostics, |item, out| self.metric(text, item, out));
        let mut metrics: Vec<Metric> = metrics;
        let mut seen: Vec<Arc<str>> = Vec::new();
        metrics.retain(|metric| {
            let twice = seen.contains(&metric.id);
            if twice {
                let what = Diagnostic::new(Code::DuplicateId).at(text.place(metric.span));
                diagnostics.push(what.arg("id", &metric.id).arg("collection", Arg::term("metrics", "指标")));
            }
            seen.push(metric.id.clone());
            !twice
        });
        let targets =
            self.list(&mut map, "targets", diagnostics, |item, out| self.target(text, item, &metrics, out));
        let status = self.status(&mut map, text, diagnostics);
        let ranking = map.take("ranking").and_then(|node| self.ranking(text, node, &metrics, diagnostics));
        let stars = map.take("stars").and_then(|node| self.stars(text, node, &metrics, diagnostics));
        let regions_public =
            map.text_of("regions_public", diagnostics).is_some_and(|word| &*word == "progress");
        map.finish(diagnostics);
        let (starts, ends) = (starts?, ends?);
        if ends.last_day() < starts.first_day() {
            let order = |en: &str, zh: &str| Arg::Term { en: en.to_owned(), zh: zh.to_owned() };
            diagnostics.push(
                Diagnostic::new(Code::DatesOutOfOrder)
                    .at(text.place(node.span))
                    .arg("later", order("ends", "ends（结束日期）"))
                    .arg("earlier", order("starts", "starts（开始日期）")),
            );
        }
        let title = title.unwrap_or_else(|| crate::domain::Label::plain(id));
        Some(Program {
            id: Arc::from(id),
            title,
            starts,
            ends,
            as_of,
            metrics,
            targets,
            status,
            ranking,
            stars,
            regions_public,
        })
    }

    fn required_date(
        &self,
        map: &mut Map<'_>,
        key: &'static str,
        diagnostics: &mut Diagnostics,
    ) -> Option<Date> {
        let node = map.require(key, diagnostics)?;
        super::yaml::read_date(map.text(), node, diagnostics)
    }

    fn list<T>(
        &self,
        map: &mut Map<'_>,
        key: &'static str,
        diagnostics: &mut Diagnostics,
        mut read: impl FnMut(&Node, &mut Diagnostics) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = map.take(key) else { return Vec::new() };
        let Some(items) = node.as_list() else {
            wrong_shape(map.text(), node, "a list", "列表", diagnostics);
            return Vec::new();
        };
        items.iter().filter_map(|item| read(item, diagnostics)).collect()
    }

    fn metric(&self, text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<Metric> {
        let mut map = Map::new(text, node, diagnostics)?;
        let id = map.require_text("id", diagnostics);
        let title = map.label_of("title", diagnostics).unwrap_or_default();
        let unit = map.label_of("unit", diagnostics).unwrap_or_default();
        let method = map.label_of("method", diagnostics);
        let from = map.require("from", diagnostics).and_then(|node| self.source(text, node, diagnostics));
        let (Some(id), Some(from)) = (id, from) else {
            // Without its source nothing else can be read; its other keys are not to be called unknown.
            return None;
        };
        let collection = self.collections.get(usize::from(from.collection().0))?;
        let own = self.fields_of(from)?;
        let find =
            |node: &Node, fits: fn(&FieldType) -> bool, use_en: &str, use_zh: &str, out: &mut Diagnostics| {
                self.metric_field(text, node, own, collection, fits, (use_en, use_zh), out)
            };
        let date = |kind: &FieldType| matches!(kind, FieldType::Date);
        let number = |kind: &FieldType| matches!(kind, FieldType::Quantity | FieldType::Integer);
        let dated = map.take("dated_by");
        let dated_by = match dated {
            Some(node) => find(node, date, "dated_by", "dated_by（按哪个日期计）", diagnostics),
            None => {
                let of_record = matches!(from, MetricSource::Groups(..));
                collection.roles.date.map(|field| FieldAt { of_record, field })
            }
        };
        if dated.is_none() && dated_by.is_none() {
            diagnostics
                .push(Diagnostic::new(Code::MissingSetting).at(text.place(node.span)).arg("key", "dated_by"));
        }
        let ends_by = map
            .take("ends_by")
            .and_then(|node| find(node, date, "ends_by", "ends_by（按哪个日期终止）", diagnostics));
        let measure = match map.take("measure") {
            None => Some(Measure::Count),
            Some(node) => match &node.as_text().map(AsRef::as_ref) {
                Some("count") => Some(Measure::Count),
                Some(_) => {
                    map.bad(
                        "measure",
                        node,
                        "count, {sum: FIELD} or {distinct: FIELD}",
                        "count、{sum: 字段} 或 {distinct: 字段}",
                        diagnostics,
                    );
                    None
                }
                None => {
                    let mut inner = Map::new(text, node, diagnostics)?;
                    let sum = inner
                        .take("sum")
                        .and_then(|node| find(node, number, "sum", "sum（求和）", diagnostics));
                    let distinct = inner.take("distinct").and_then(|node| {
                        find(node, |_| true, "distinct", "distinct（去重计数）", diagnostics)
                    });
                    inner.finish(diagnostics);
                    sum.map(Measure::Sum).or(distinct.map(Measure::Distinct))
                }
            },
        };
        let by = match map.take("by") {
            Some(node) => {
                let word = node.as_text().map_or("", AsRef::as_ref);
                let at = collection.field(word).filter(|(_, field)| matches!(field.kind, FieldType::Region));
                if at.is_none() && word != "region" {
                    self.unknown_field(
                        text,
                        node,
                        collection.fields.iter(),
                        ("by", "by（按哪个县区计）"),
                        diagnostics,
                    );
                }
                at.map(|(at, _)| at).or(collection.roles.region)
            }
            None => collection.roles.region,
        };
        let conditions = match map.take("where") {
            Some(node) => self.conditions(text, node, own, collection, diagnostics),
            None => Vec::new(),
        };
        let span = map.span();
        map.finish(diagnostics);
        let title = if title.is_empty() { crate::domain::Label::plain(&id) } else { title };
        let revoked_by = match from {
            MetricSource::Groups(_, list) => collection.fields.get(list).and_then(|field| field.ended_by),
            MetricSource::Records(_) => None,
        };
        let (measure, dated_by) = (measure?, dated_by?);
        Some(Metric {
            id,
            title,
            unit,
            from,
            conditions,
            measure,
            dated_by,
            ends_by,
            revoked_by,
            by,
            method,
            span,
        })
    }

    fn source(&self, text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<MetricSource> {
        let word = node.as_text()?;
        let (collection, list) = word.split_once('.').map_or((&**word, None), |(c, l)| (c, Some(l)));
        let names = || self.collections.iter().map(|collection| &*collection.id);
        let Some(at) = self.collections.iter().position(|known| &*known.id == collection) else {
            unknown_name(text, node.span, ("collection", "栏目"), collection, names(), diagnostics);
            return None;
        };
        let ix = CollectionIx(u16::try_from(at).ok()?);
        let Some(list) = list else { return Some(MetricSource::Records(ix)) };
        let fields = &self.collections.get(at)?.fields;
        let groups = |field: &&Field| matches!(&field.kind, FieldType::List(item) if matches!(**item, FieldType::Group(_)));
        match fields.iter().position(|field| &*field.name == list && groups(&field)) {
            Some(field) => Some(MetricSource::Groups(ix, field)),
            None => {
                self.unknown_field(
                    text,
                    node,
                    fields.iter().filter(groups),
                    ("from", "from（来源）"),
                    diagnostics,
                );
                None
            }
        }
    }

    fn fields_of(&self, from: MetricSource) -> Option<&[Field]> {
        let collection = self.collections.get(usize::from(from.collection().0))?;
        match from {
            MetricSource::Records(_) => Some(&collection.fields),
            MetricSource::Groups(_, at) => match collection.fields.get(at)?.kind.item() {
                FieldType::Group(fields) => Some(fields),
                _ => None,
            },
        }
    }

    /// A field that a metric names.
    #[expect(clippy::too_many_arguments, reason = "one call each for four kinds of use, all in one function")]
    fn metric_field(
        &self,
        text: &Text,
        node: &Node,
        own: &[Field],
        collection: &Collection,
        fits: fn(&FieldType) -> bool,
        used: (&str, &str),
        diagnostics: &mut Diagnostics,
    ) -> Option<FieldAt> {
        let name = node.as_text().map_or("", AsRef::as_ref);
        let in_own = own.iter().position(|field| &*field.name == name);
        let over_groups = !std::ptr::eq(own, collection.fields.as_slice());
        let found = in_own
            .map(|field| FieldAt { of_record: false, field })
            .or_else(|| collection.field(name).map(|(field, _)| FieldAt { of_record: over_groups, field }));
        let field = found
            .and_then(|at| if at.of_record { collection.fields.get(at.field) } else { own.get(at.field) });
        match field {
            Some(field) if field.visibility == Visibility::Private => {
                let used = Arg::Term { en: used.0.to_owned(), zh: used.1.to_owned() };
                let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(text.place(node.span));
                diagnostics.push(diagnostic.arg("field", name).arg("use", used));
                None
            }
            Some(field) if fits(&field.kind) => found,
            _ => {
                self.unknown_field(
                    text,
                    node,
                    own.iter().filter(|field| fits(&field.kind)),
                    used,
                    diagnostics,
                );
                None
            }
        }
    }

    fn unknown_field<'f>(
        &self,
        text: &Text,
        node: &Node,
        fields: impl Iterator<Item = &'f Field>,
        used: (&str, &str),
        diagnostics: &mut Diagnostics,
    ) {
        let name = node.as_text().map_or("", AsRef::as_ref);
        diagnostics.push(
            Diagnostic::new(Code::UnknownFieldUsed)
                .at(text.place(node.span))
                .arg("use", Arg::Term { en: used.0.to_owned(), zh: used.1.to_owned() })
                .arg("field", name)
                .arg_opt("suggestion", suggestion(name, fields.map(|field| &*field.name))),
        );
    }

    fn conditions(
        &self,
        text: &Text,
        node: &Node,
        own: &[Field],
        collection: &Collection,
        diagnostics: &mut Diagnostics,
    ) -> Vec<Condition> {
        let Some(map) = Map::new(text, node, diagnostics) else { return Vec::new() };
        let decoder = Decoder { text, regions: self.regions, lang: self.lang };
        let mut conditions = Vec::new();
        for (key, node) in map.rest() {
            let key_node = Node {
                span: key.span,
                value: super::yaml::NodeValue::Scalar { text: key.text.clone(), plain: true },
            };
            let used = ("where", "where（条件）");
            let Some(at) = self.metric_field(text, &key_node, own, collection, |_| true, used, diagnostics)
            else {
                continue;
            };
            let Some(field) =
                (if at.of_record { collection.fields.get(at.field) } else { own.get(at.field) })
            else {
                continue;
            };
            let item = Field { kind: field.kind.item().clone(), ..field.clone() };
            let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
            let any_of = nodes.iter().filter_map(|node| decoder.field(&item, node, diagnostics)).collect();
            conditions.push(Condition { field: at, any_of });
        }
        conditions
    }

    fn metric_named(
        &self,
        map: &mut Map<'_>,
        metrics: &[Metric],
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let node = map.require("metric", diagnostics)?;
        let name = map.expect_text(node, diagnostics)?;
        let found = metrics.iter().position(|metric| metric.id == name);
        if found.is_none() {
            let names = metrics.iter().map(|metric| &*metric.id);
            unknown_name(map.text(), node.span, ("metric", "指标"), &name, names, diagnostics);
        }
        found
    }

    fn target(
        &self,
        text: &Text,
        node: &Node,
        metrics: &[Metric],
        diagnostics: &mut Diagnostics,
    ) -> Option<Target> {
        let mut map = Map::new(text, node, diagnostics)?;
        let metric = self.metric_named(&mut map, metrics, diagnostics);
        let set = map.require_text("set", diagnostics);
        let value = map.integer_of("value", diagnostics);
        if value.is_none() {
            diagnostics
                .push(Diagnostic::new(Code::MissingSetting).at(text.place(node.span)).arg("key", "value"));
        }
        let due = self.required_date(&mut map, "due", diagnostics);
        let document = map.take("document").and_then(|node| Some((node.as_text()?.clone(), node.span)));
        let plan = map.take("plan").map(|node| self.plan(text, node, diagnostics)).unwrap_or_default();
        let regions =
            map.take("regions").map(|node| self.shares(text, node, diagnostics)).unwrap_or_default();
        let span = map.span();
        map.finish(diagnostics);
        Some(Target { metric: metric?, set: set?, value: value?, due: due?, document, plan, regions, span })
    }

    fn plan(&self, text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> BTreeMap<Period, i64> {
        let mut plan = BTreeMap::new();
        let Some(map) = Map::new(text, node, diagnostics) else { return plan };
        for (key, node) in map.rest() {
            match (Period::parse(&key.text), integer(node)) {
                (Some(period), Some(value)) => {
                    plan.insert(period, value);
                }
                (None, _) => {
                    diagnostics.push(
                        Diagnostic::new(Code::BadPeriod).at(text.place(key.span)).arg("found", &key.text),
                    );
                }
                (_, None) => map.bad(&key.text, node, "a whole number", "整数", diagnostics),
            }
        }
        plan
    }

    fn shares(&self, text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> BTreeMap<RegionIx, i64> {
        let mut shares = BTreeMap::new();
        let Some(map) = Map::new(text, node, diagnostics) else { return shares };
        for (key, node) in map.rest() {
            let at = self
                .regions
                .iter()
                .position(|region| region.is_named(&key.text))
                .and_then(|at| u32::try_from(at).ok());
            match (at, integer(node)) {
                (Some(at), Some(value)) => {
                    shares.insert(RegionIx(at), value);
                }
                (None, _) => {
                    let names = self.regions.iter().map(|region| &*region.id);
                    unknown_name(text, key.span, ("region", "县区"), &key.text, names, diagnostics);
                }
                (_, None) => map.bad(&key.text, node, "a whole number", "整数", diagnostics),
            }
        }
        shares
    }

    fn status(&self, map: &mut Map<'_>, text: &Text, diagnostics: &mut Diagnostics) -> StatusLimits {
        let mut limits = StatusLimits::default();
        let Some(node) = map.take("status") else { return limits };
        let Some(mut inner) = Map::new(text, node, diagnostics) else { return limits };
        for (key, slot) in [("on_track", &mut limits.on_track), ("at_risk", &mut limits.at_risk)] {
            if let Some(node) = inner.take(key) {
                match thousandths(node) {
                    Some(value) => *slot = value,
                    None => inner.bad(key, node, "a share such as 0.9", "比例，例如 0.9", diagnostics),
                }
            }
        }
        inner.finish(diagnostics);
        limits
    }

    fn ranking(
        &self,
        text: &Text,
        node: &Node,
        metrics: &[Metric],
        diagnostics: &mut Diagnostics,
    ) -> Option<Ranking> {
        let mut map = Map::new(text, node, diagnostics)?;
        let (public, basis) = audience(&mut map, diagnostics);
        let set = map.require_text("set", diagnostics);
        let cap = match map.take("cap") {
            None => 1000,
            Some(node) => thousandths(node).unwrap_or_else(|| {
                map.bad("cap", node, "a share such as 1 or 1.2", "比例，例如 1 或 1.2", diagnostics);
                1000
            }),
        };
        let mut weights = Vec::new();
        if let Some(node) = map.require("weights", diagnostics)
            && let Some(inner) = Map::new(text, node, diagnostics)
        {
            for (key, node) in inner.rest() {
                let at = metrics.iter().position(|metric| metric.id == key.text);
                match (at, integer(node)) {
                    (Some(at), Some(weight)) => weights.push((at, weight)),
                    (None, _) => {
                        let names = metrics.iter().map(|metric| &*metric.id);
                        unknown_name(text, key.span, ("metric", "指标"), &key.text, names, diagnostics);
                    }
                    (_, None) => inner.bad(&key.text, node, "a whole number", "整数", diagnostics),
                }
            }
        }
        let span = map.span();
        map.finish(diagnostics);
        Some(Ranking { public, basis, set: set?, cap, weights, span })
    }

    fn stars(
        &self,
        text: &Text,
        node: &Node,
        metrics: &[Metric],
        diagnostics: &mut Diagnostics,
    ) -> Option<Stars> {
        let mut map = Map::new(text, node, diagnostics)?;
        let (public, basis) = audience(&mut map, diagnostics);
        let components = self.list(&mut map, "components", diagnostics, |item, out| {
            let mut inner = Map::new(text, item, out)?;
            let weight = inner.integer_of("weight", out).unwrap_or(1);
            let measure = match inner.text_of("assessment", out) {
                Some(kind) => Some(StarMeasure::Assessment(kind)),
                None => {
                    let metric = self.metric_named(&mut inner, metrics, out);
                    let set = inner.require_text("set", out);
                    metric.zip(set).map(|(metric, set)| StarMeasure::Target(metric, set))
                }
            };
            inner.finish(out);
            Some(StarComponent { measure: measure?, weight })
        });
        let thresholds = self.list(&mut map, "thresholds", diagnostics, |item, _| integer(item));
        let span = map.span();
        map.finish(diagnostics);
        Some(Stars { public, basis, components, thresholds, span })
    }
}

fn audience(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> (bool, Option<Arc<str>>) {
    let public = match map.take("audience") {
        None => false,
        Some(node) => match node.as_text().map(AsRef::as_ref) {
            Some("public") => true,
            Some("internal") => false,
            _ => {
                map.bad(
                    "audience",
                    node,
                    "internal or public",
                    "internal（内部）或 public（公开）",
                    diagnostics,
                );
                false
            }
        },
    };
    (public, map.text_of("basis", diagnostics))
}

fn integer(node: &Node) -> Option<i64> {
    node.as_text()?.parse().ok()
}

/// `0.9`, `1`, `1.25` in thousandths, exactly.
fn thousandths(node: &Node) -> Option<i64> {
    let text = node.as_text()?;
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let whole: i64 = whole.parse().ok().filter(|n| *n >= 0)?;
    let part: i64 = format!("{part:0<3}").parse().ok()?;
    whole.checked_mul(1000)?.checked_add(part)
}

/// Says that a name is none of those that it may be.
pub(super) fn unknown_name<'k>(
    text: &Text,
    span: Span,
    what: (&str, &str),
    found: &str,
    known: impl Iterator<Item = &'k str>,
    diagnostics: &mut Diagnostics,
) {
    let known: Vec<&str> = known.collect();
    diagnostics.push(
        Diagnostic::new(Code::UnknownName)
            .at(text.place(span))
            .arg("what", Arg::Term { en: what.0.to_owned(), zh: what.1.to_owned() })
            .arg("found", found)
            .arg_opt("suggestion", suggestion(found, known.iter().copied()))
            .arg_opt("known", listed(known)),
    );
}
