//! The keys that every record may have besides its collection's fields.

use std::sync::Arc;

use super::item::Item;
use crate::config::decode::read_programs;
use crate::config::yaml::{Map, Node, Shape, read_date, wrong_shape};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::signature::OWN_PERIOD;
use crate::domain::{
    Body, Claim, ClaimPeriod, ClaimValue, Date, Notation, Params, Period, Quantity, QuantityError, Review,
    Span, WrittenPeriod, is_slug, slug,
};
use crate::source::{SitePath, is_device};

/// The keys that are not fields.
#[derive(Default)]
pub(super) struct Meta {
    pub(super) id: Option<Arc<str>>,
    pub(super) slug: Option<(Arc<str>, Span)>,
    pub(super) aliases: Vec<(Arc<str>, Span)>,
    pub(super) draft: bool,
    pub(super) publish_on: Option<Date>,
    pub(super) expires_on: Option<Date>,
    pub(super) programs: Vec<Arc<str>>,
    pub(super) reviews: Vec<Review>,
    pub(super) claims: Vec<Claim>,
    pub(super) params: Params,
    pub(super) body: Option<Body>,
}

impl Meta {
    /// Reads them. `evidence` is private: it is neither checked nor kept.
    pub(super) fn read(item: &Item<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Self {
        let Some(mut map) = Map::new(item.text, node, diagnostics) else { return Self::default() };
        let mut meta = Self {
            id: map.text_of("id", diagnostics),
            draft: map.bool_of("draft", diagnostics).unwrap_or(false),
            publish_on: map.date_of("publish_on", diagnostics),
            expires_on: map.date_of("expires_on", diagnostics),
            params: Some(map.json_of("params", diagnostics)).filter(|map| !map.is_empty()).map(Arc::new),
            ..Self::default()
        };
        if let Some(node) = map.take("slug") {
            meta.slug = read_slug(item, node, diagnostics);
        }
        for (alias, span) in map.texts_of("aliases", diagnostics) {
            match normal_alias(&alias) {
                Some(path) => meta.aliases.push((path, span)),
                None => {
                    let place = item.text.place(span);
                    diagnostics.push(Diagnostic::new(Code::BadAlias).at(place).arg("found", &alias));
                }
            }
        }
        if let Some(node) = map.take("program") {
            meta.programs = read_programs(&item.context.config.programs, item.text, node, diagnostics);
        }
        if let Some(node) = map.take("body")
            && let Some(text) = map.expect_text(node, diagnostics)
        {
            meta.body = Some(Body::new(text, node.span.start));
        }
        for node in list(map.take("reviews")) {
            meta.reviews.extend(read_review(item, node, diagnostics));
        }
        for node in list(map.take("claims")) {
            meta.claims.extend(read_claim(item, node, diagnostics));
        }
        meta
    }
}

fn list(node: Option<&Node>) -> &[Node] {
    node.map_or(&[], |node| node.as_list().unwrap_or(std::slice::from_ref(node)))
}

fn read_slug(item: &Item<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<(Arc<str>, Span)> {
    let Some(text) = node.as_text() else {
        wrong_shape(item.text, node, Shape::Text, diagnostics);
        return None;
    };
    // A name reserved by Windows is reported later, when addresses are known.
    if is_slug(text) || is_device(text) {
        return Some((text.clone(), node.span));
    }
    let place = item.text.place(node.span);
    let near = (!text.is_empty()).then(|| slug::slug(text));
    diagnostics.push(Diagnostic::new(Code::BadSlug).at(place).arg("found", text).arg_opt("suggestion", near));
    None
}

/// An old URL as a path within the site: without a leading `/`, and for a folder with its `index.html`.
fn normal_alias(alias: &str) -> Option<Arc<str>> {
    let path = alias.trim().trim_start_matches('/');
    let path = if path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    SitePath::check_portable(&path).ok()?;
    let safe = SitePath::try_from(path.as_str()).ok()?;
    let is_page = matches!(safe.extension().as_deref(), Some("html" | "htm"));
    (is_page && !alias.contains(['?', '#', '%'])).then(|| Arc::from(safe.as_str()))
}

fn read_review(item: &Item<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Review> {
    let mut map = Map::new(item.text, node, diagnostics)?;
    let stage = map.require_text("stage", diagnostics);
    let by = map.require_text("by", diagnostics);
    let on = map.require("on", diagnostics).and_then(|node| read_date(item.text, node, diagnostics));
    let fingerprint = map.require_text("fingerprint", diagnostics);
    map.finish(diagnostics);
    Some(Review { stage: stage?, by: by?, on: on?, fingerprint: fingerprint? })
}

fn read_claim(item: &Item<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<Claim> {
    let mut map = Map::new(item.text, node, diagnostics)?;
    let says = map.require_text("says", diagnostics);
    let metric = map.require("metric", diagnostics);
    let metric = metric.and_then(|node| Some((map.expect_text(node, diagnostics)?, node.span)));
    let of = map.take("of").and_then(|node| Some((map.expect_text(node, diagnostics)?, node.span)));
    let on = map.take("on").and_then(|node| Some((read_date(item.text, node, diagnostics)?, node.span)));
    let within = map.take("in").map(|node| (read_within(&map, node, diagnostics), node.span));
    let value = map.take("value");
    let percent = map.take("percent");
    if let Some((_, span)) = within
        && let Some(other) = [("on", on.is_some()), ("of", of.is_some()), ("percent", percent.is_some())]
            .into_iter()
            .find_map(|(key, is_there)| is_there.then_some(key))
    {
        let expected = Arg::term(
            format!(
                "only one of “in” and “{other}”: what was done in a period is a number, while targets and percentages are cumulative"
            ),
            format!("“in”和“{other}”不能一起写：一个时段里做了多少是一个数；目标和百分比是累计的"),
        );
        let told = Diagnostic::new(Code::BadSetting).at(item.text.place(span));
        let found = Arg::term("both", "两样都写了");
        diagnostics.push(told.arg("key", "in").arg("found", found).arg("expected", expected));
        return None;
    }
    let claimed = match (value, percent) {
        (Some(node), None) => {
            let read = node.as_text().ok_or(QuantityError::Form);
            let read = read.and_then(|text| quantity_and_unit(text, item.text.notation));
            match read {
                Err(QuantityError::Doubtful { whole, part }) => {
                    diagnostics.push(item.text.doubtful(node, whole, part));
                }
                Err(_) => {
                    let (en, zh) = ("a number such as 80 or 4000+", "数字，例如 80 或 4000+");
                    map.bad("value", node, en, zh, diagnostics);
                }
                Ok(_) => {}
            }
            read.ok().map(|(quantity, unit)| (ClaimValue::Value(quantity), unit, node.span))
        }
        (None, Some(node)) => {
            let read = node.as_text().and_then(|text| tenths(text, item.text.notation));
            if read.is_none() {
                map.bad(
                    "percent",
                    node,
                    "a number such as 125 or 83.3",
                    "数字，例如 125 或 83.3",
                    diagnostics,
                );
            }
            read.map(|tenths| (ClaimValue::Percent(tenths), None, node.span))
        }
        _ => {
            map.misses(&["value", "percent"], diagnostics);
            None
        }
    };
    map.finish(diagnostics);
    let ((value, unit, span), (metric, metric_span)) = (claimed?, metric?);
    let (of, of_span) = of.unzip();
    let (on, on_span) = on.unzip();
    let (within, within_span) = within.unzip();
    let (within, on_span) =
        (within.map(|within| within.ok_or(())).transpose().ok()?, on_span.or(within_span));
    Some(Claim { says: says?, metric, of, on, within, value, unit, span, metric_span, of_span, on_span })
}

/// The period of a claim, or `period` for that of its record.
fn read_within(map: &Map<'_>, node: &Node, diagnostics: &mut Diagnostics) -> Option<ClaimPeriod> {
    let text = node.as_text().map_or("", AsRef::as_ref);
    if text == OWN_PERIOD {
        return Some(ClaimPeriod::Own);
    }
    let period = WrittenPeriod::parse(text).map(ClaimPeriod::Is);
    if period.is_none() {
        let told = Diagnostic::new(Code::BadPeriod).at(map.text().place(node.span)).arg("found", text);
        diagnostics.push(told.arg_opt("suggestion", Period::meant(text).map(|period| period.to_string())));
    }
    period
}

/// `4000`, `4000+`, `4000余人次`: the number with its bound, and a unit after it.
fn quantity_and_unit(text: &str, notation: Notation) -> Result<(Quantity, Option<Arc<str>>), QuantityError> {
    match Quantity::read(text, None, notation) {
        Err(QuantityError::Unit(unit)) => {
            let quantity = Quantity::read(text, Some(&unit), notation)?;
            Ok((quantity, Some(Arc::from(unit))))
        }
        read => Ok((read?, None)),
    }
}

/// `125`, `83.3`, `125%` in tenths.
fn tenths(text: &str, notation: Notation) -> Option<i64> {
    let number = notation.number(text.trim().trim_end_matches(['%', '％'])).ok()?;
    (number.decimals() <= 1).then(|| number.units(1))
}
