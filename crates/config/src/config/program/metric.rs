//! A metric: where its contributions come from, which of them count, and for which date and region.

use super::fields::{Fields, Use};
use super::measure::check_units;
use super::{Names, unknown_name};
use crate::config::decode::Decoder;
use crate::config::yaml::{Map, Node, NodeValue, Text};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::{
    CollectionIx, Condition, Decimal, Field, FieldAt, FieldType, Label, Metric, MetricSource, Visibility,
};

const fn is_date(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Date)
}

impl Names<'_> {
    pub(super) fn metric(&self, text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<Metric> {
        let mut map = Map::new(text, node, diagnostics)?;
        let id = map.require_text("id", diagnostics);
        let title = map.label_of("title", diagnostics).unwrap_or_default();
        let unit_node = map.take("unit");
        let unit = unit_node.and_then(|node| super::super::yaml::read_label(text, node, diagnostics));
        let method = map.label_of("method", diagnostics);
        let decimals = decimals(&mut map, diagnostics);
        let from = map.require("from", diagnostics).and_then(|node| self.source(&map, node, diagnostics));
        let (Some(id), Some(from)) = (id, from) else {
            // Without the source nothing else can be read, and the other keys must not be reported as
            // unknown.
            return None;
        };
        let fields = self.fields(text, from)?;
        let dated_by = fields.dated_by(&mut map, diagnostics);
        let ends_by = map.take("ends_by").and_then(|node| {
            let date = Use { en: "ends_by", zh: "ends_by（按哪个日期终止）", fits: is_date };
            fields.find(node, date, diagnostics)
        });
        let measure = fields.measure(&mut map, diagnostics);
        let by = fields.by(&mut map, diagnostics);
        let conditions = match map.take("where") {
            Some(node) => self.conditions(fields, node, diagnostics),
            None => Vec::new(),
        };
        let span = map.span();
        map.finish(diagnostics);
        let revoked_by = match from {
            MetricSource::Groups(_, list) => {
                fields.collection.fields.get(list).and_then(|field| field.ended_by)
            }
            MetricSource::Records(_) => None,
        };
        let metric = Metric {
            title: if title.is_empty() { Label::plain(&id) } else { title },
            id,
            unit: unit.unwrap_or_default(),
            from,
            conditions,
            measure: measure?,
            dated_by: dated_by?,
            ends_by,
            revoked_by,
            by,
            method,
            decimals,
            span,
        };
        if let Some(node) = unit_node {
            check_units(fields, &metric, node, diagnostics);
        }
        Some(metric)
    }

    fn source(&self, map: &Map<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<MetricSource> {
        let word = map.expect_text(node, diagnostics)?;
        let (collection, list) = word.split_once('.').map_or((&*word, None), |(c, l)| (c, Some(l)));
        let names = || {
            let titled = self.collections.iter().map(|it| (&*it.id, it.title.texts().chain(it.item.texts())));
            titled.map(|(id, titles)| (id, titles.collect()))
        };
        let Some(at) = self.collections.iter().position(|known| &*known.id == collection) else {
            unknown_name(map.text(), node.span, ("collection", "栏目"), collection, names(), diagnostics);
            return None;
        };
        let ix = CollectionIx::of(at)?;
        let Some(list) = list else { return Some(MetricSource::Records(ix)) };
        let fields = &self.collections.get(at)?.fields;
        let groups = |field: &&Field| matches!(&field.kind, FieldType::List(item) if matches!(**item, FieldType::Group(_)));
        if let Some(field) = fields.iter().position(|field| &*field.name == list && groups(&field)) {
            return Some(MetricSource::Groups(ix, field));
        }
        let known = fields.iter().filter(groups).map(|field| &*field.name);
        unknown_field(map.text(), node, list, ("from", "from（来源）"), known, diagnostics);
        None
    }

    fn fields<'a>(&'a self, text: &'a Text, from: MetricSource) -> Option<Fields<'a>> {
        let collection = self.collections.get(usize::from(from.collection().0))?;
        let own = match from {
            MetricSource::Records(_) => collection.fields.as_slice(),
            MetricSource::Groups(_, at) => match collection.fields.get(at)?.kind.item() {
                FieldType::Group(fields) => fields.as_slice(),
                _ => return None,
            },
        };
        Some(Fields { text, collection, own, over_groups: matches!(from, MetricSource::Groups(..)) })
    }

    fn conditions(&self, fields: Fields<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Vec<Condition> {
        let Some(map) = Map::new(fields.text, node, diagnostics) else { return Vec::new() };
        let decoder = Decoder {
            text: fields.text,
            regions: self.regions,
            regions_sound: self.regions_sound,
            on: None,
            programs: &[],
            belongs_to: &[],
            country: None,
            of: None,
            lang: self.lang,
            words: None,
        };
        let any = Use { en: "where", zh: "where（条件）", fits: |_| true };
        let mut conditions = Vec::new();
        for (key, node) in map.rest() {
            let value = NodeValue::Scalar { text: key.text.clone(), plain: true, written: None };
            let Some(at) = fields.find(&Node { span: key.span, value }, any, diagnostics) else { continue };
            let Some(field) = fields.get(at) else { continue };
            let item = Field { kind: field.kind.item().clone(), ..field.clone() };
            let nodes = node.as_list().unwrap_or(std::slice::from_ref(node));
            let any_of = nodes.iter().filter_map(|node| decoder.field(&item, node, diagnostics)).collect();
            conditions.push(Condition { field: at, any_of });
        }
        conditions
    }
}

impl<'a> Fields<'a> {
    /// The field at this position.
    pub(super) fn get(&self, at: FieldAt) -> Option<&'a Field> {
        if at.of_record { self.collection.fields.get(at.field) } else { self.own.get(at.field) }
    }

    /// A field by name: of the counted thing, otherwise of its record.
    pub(super) fn named(&self, name: &str) -> Option<FieldAt> {
        let place = |of: &[Field]| of.iter().position(|field| &*field.name == name);
        place(self.own)
            .map(|field| FieldAt { of_record: false, field })
            .or_else(|| place(&self.collection.fields).map(|field| FieldAt { of_record: true, field }))
    }

    /// The names of all fields that fit a purpose.
    pub(super) fn fitting(&self, used: Use) -> impl Iterator<Item = &'a str> + use<'a> {
        let others = if self.over_groups { self.collection.fields.as_slice() } else { &[] };
        let fields = self.own.iter().chain(others);
        fields
            .filter(move |field| field.visibility != Visibility::Private && (used.fits)(&field.kind))
            .map(|field| &*field.name)
    }

    /// The field that a node names; reports an error if none fits.
    pub(super) fn find(&self, node: &Node, used: Use, diagnostics: &mut Diagnostics) -> Option<FieldAt> {
        let name = node.as_text().map_or("", AsRef::as_ref);
        let found = self.named(name);
        match found.and_then(|at| self.get(at)) {
            Some(field) if field.visibility == Visibility::Private => {
                let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(self.text.place(node.span));
                diagnostics.push(diagnostic.arg("field", name).arg("use", Arg::term(used.en, used.zh)));
                None
            }
            Some(field) if (used.fits)(&field.kind) => found,
            _ => {
                let known = self.fitting(used);
                unknown_field(self.text, node, name, (used.en, used.zh), known, diagnostics);
                None
            }
        }
    }

    /// The date by which contributions count: as declared, otherwise the main date of the records.
    fn dated_by(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<FieldAt> {
        if let Some(node) = map.take("dated_by") {
            let date = Use { en: "dated_by", zh: "dated_by（按哪个日期计）", fits: is_date };
            return self.find(node, date, diagnostics);
        }
        let main = self.collection.roles.date.map(|field| FieldAt { of_record: self.over_groups, field });
        if main.is_none() {
            map.misses(&["dated_by"], diagnostics);
        }
        main
    }

    /// The region for which contributions count: as declared, otherwise that of the record.
    fn by(&self, map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<usize> {
        let main = self.collection.roles.region;
        let Some(node) = map.take("by") else { return main };
        let word = node.as_text().map_or("", AsRef::as_ref);
        let regions =
            || self.collection.fields.iter().filter(|field| matches!(field.kind.item(), FieldType::Region));
        let at =
            self.collection.field(word).filter(|(_, field)| matches!(field.kind.item(), FieldType::Region));
        if at.is_none() && word != "region" {
            let known = regions().map(|field| &*field.name);
            unknown_field(self.text, node, word, ("by", "by（按哪个县区计）"), known, diagnostics);
        }
        at.map(|(at, _)| at).or(main)
    }
}

/// Number of decimals for displaying the figures.
fn decimals(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> Option<u8> {
    let node = map.take("decimals")?;
    let found = node.as_text().and_then(|text| text.parse().ok()).filter(|number| *number <= Decimal::MOST);
    if found.is_none() {
        let (en, zh) = ("a whole number from 0 to 6", "0 到 6 的整数");
        map.bad("decimals", node, en, zh, diagnostics);
    }
    found
}

fn unknown_field<'k>(
    text: &Text,
    node: &Node,
    name: &str,
    used: (&str, &str),
    known: impl Iterator<Item = &'k str>,
    diagnostics: &mut Diagnostics,
) {
    let known: Vec<&str> = known.collect();
    diagnostics.push(
        Diagnostic::new(Code::UnknownFieldUsed)
            .at(text.place(node.span))
            .arg("use", Arg::term(used.0, used.1))
            .arg("field", name)
            .arg_opt("suggestion", suggestion(name, known.iter().copied()))
            .arg_opt("known", listed(known)),
    );
}
