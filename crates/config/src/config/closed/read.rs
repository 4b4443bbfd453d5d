//! Reads a file of frozen figures into a [`Closing`].

use std::sync::Arc;

use super::super::yaml::{Map, Node, Shape, Text, wrong_shape};
use super::counted;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::{
    Booked, Closing, Counted, Date, Decimal, Frozen, FrozenCell, FrozenDifficulties, FrozenMetric,
    FrozenPart, FrozenParts, FrozenRank, FrozenTarget, Period, Quantity, Span, Status, Tenths,
};

/// A closing and the positions of its names.
pub(super) struct Read {
    pub(super) closing: Closing,
    /// The position of the period.
    pub(super) named: Span,
    /// Its metrics, each once.
    pub(super) metrics: Vec<(Arc<str>, Span)>,
    /// Its regions, each once.
    pub(super) regions: Vec<(Arc<str>, Span)>,
}

/// Reads a file.
pub(super) fn closing(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Option<Read> {
    let mut reader =
        ClosingParser { text, diagnostics, metrics: Vec::new(), regions: Vec::new(), sound: true };
    let mut map = Map::new(text, node, reader.diagnostics)?;
    let program = map.require_text("program", reader.diagnostics);
    let named = map.require("period", reader.diagnostics);
    let period = named.and_then(|node| reader.period(&map, node));
    let frozen = reader.frozen(&mut map);
    // Names in the history may well have disappeared.
    let (metrics, regions) = (reader.metrics.clone(), reader.regions.clone());
    let earlier = map.take("earlier").map_or_else(Vec::new, |node| {
        let items = reader.items(node);
        let read = items.iter().filter_map(|item| {
            let mut inner = Map::new(text, item, reader.diagnostics)?;
            let frozen = reader.frozen(&mut inner);
            inner.finish(reader.diagnostics);
            frozen
        });
        read.collect()
    });
    map.finish(reader.diagnostics);
    if !reader.sound {
        return None;
    }
    let closing = Closing { program: program?, period: period?, frozen: frozen?, earlier };
    Some(Read { closing, named: named?.span, metrics, regions })
}

struct ClosingParser<'a, 'd> {
    text: &'a Text,
    diagnostics: &'d mut Diagnostics,
    metrics: Vec<(Arc<str>, Span)>,
    regions: Vec<(Arc<str>, Span)>,
    /// Whether everything could be read: incomplete figures must not be taken for the complete ones.
    sound: bool,
}

impl ClosingParser<'_, '_> {
    fn period(&mut self, map: &Map<'_>, node: &Node) -> Option<Period> {
        let found = map.expect_text(node, self.diagnostics)?;
        let period = Period::parse(&found);
        if period.is_none() {
            let bad = Diagnostic::new(Code::BadPeriod).at(self.text.place(node.span));
            let meant = Period::meant(&found).map(|period| period.to_string());
            self.diagnostics.push(bad.arg("found", &found).arg_opt("suggestion", meant));
        }
        period
    }

    /// The items of a list; reports an error if it is not one.
    fn items<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        node.as_list().unwrap_or_else(|| {
            wrong_shape(self.text, node, Shape::List, self.diagnostics);
            self.sound = false;
            &[]
        })
    }

    /// Passes on a result; a failure marks the file as incomplete.
    fn keep<T>(&mut self, read: Option<T>) -> Option<T> {
        self.sound &= read.is_some();
        read
    }

    fn frozen(&mut self, map: &mut Map<'_>) -> Option<Frozen> {
        let closed_on = self.date(map, "closed_on");
        let as_of = self.date(map, "as_of");
        let mut metrics = Vec::new();
        if let Some(node) = map.require("metrics", self.diagnostics)
            && let Some(inner) = Map::new(self.text, node, self.diagnostics)
        {
            for (key, node) in inner.rest() {
                note(&mut self.metrics, &key.text, key.span);
                let metric = self.metric(&key.text, node);
                metrics.extend(self.keep(metric));
            }
        }
        let difficulties = map.take("difficulties").and_then(|node| {
            let read = self.difficulties(node);
            self.keep(read)
        });
        let ranking = map.take("ranking").map(|node| {
            let mut rows = Vec::new();
            for item in self.items(node) {
                let row = self.rank(item);
                rows.extend(self.keep(row));
            }
            rows
        });
        if let Some(node) = map.take("counted") {
            self.counted(node, &mut metrics);
        }
        Some(Frozen { closed_on: closed_on?, as_of: as_of?, metrics, difficulties, ranking })
    }

    /// The records that each metric counted.
    fn counted(&mut self, node: &Node, metrics: &mut [FrozenMetric]) {
        let Some(map) = Map::new(self.text, node, self.diagnostics) else {
            self.sound = false;
            return;
        };
        for (key, node) in map.rest() {
            let Some(mut inner) = Map::new(self.text, node, self.diagnostics) else {
                self.sound = false;
                continue;
            };
            let [all, late, struck] = ["all", "late", "struck_off"].map(|key| self.booked(&mut inner, key));
            inner.finish(self.diagnostics);
            match metrics.iter_mut().find(|metric| metric.id == key.text) {
                Some(metric) => metric.counted = Some(Counted { all, late, struck }),
                // Errors of the metric itself were reported already.
                None if self.metrics.iter().any(|(id, _)| *id == key.text) => {}
                None => {
                    wrong_shape(self.text, node, Shape::Metric, self.diagnostics);
                    self.sound = false;
                }
            }
        }
    }

    fn booked(&mut self, map: &mut Map<'_>, key: &'static str) -> Vec<Booked> {
        let Some(node) = map.take(key) else { return Vec::new() };
        let mut all = Vec::new();
        for item in self.items(node) {
            let read = item.as_text().and_then(|line| counted::read(line));
            if read.is_none() {
                let (en, zh) = (
                    "a period, a region and the codes of records, as “bangyang close” writes them",
                    "“bangyang close”写下的报告期、县区和记录代号",
                );
                map.bad(key, item, en, zh, self.diagnostics);
            }
            all.extend(self.keep(read).into_iter().flatten());
        }
        all
    }

    fn metric(&mut self, id: &Arc<str>, node: &Node) -> Option<FrozenMetric> {
        let mut map = Map::new(self.text, node, self.diagnostics)?;
        let unit = map.text_of("unit", self.diagnostics).unwrap_or_else(|| Arc::from(""));
        let no_data = map.bool_of("no_data", self.diagnostics).unwrap_or(false);
        let whole = self.cell(&mut map);
        let mut targets = Vec::new();
        if let Some(node) = map.take("targets") {
            for item in self.items(node) {
                let target = self.target(item);
                targets.extend(self.keep(target));
            }
        }
        let mut regions = Vec::new();
        if let Some(node) = map.take("regions") {
            for (key, node) in Map::new(self.text, node, self.diagnostics)?.rest() {
                note(&mut self.regions, &key.text, key.span);
                let cell = self.whole_cell(node);
                regions.extend(self.keep(cell).map(|cell| (key.text.clone(), cell)));
            }
        }
        let mut rest = |key| {
            let cell = self.whole_cell(map.take(key)?);
            self.keep(cell)
        };
        let (joint, no_region) = (rest("joint"), rest("no_region"));
        map.finish(self.diagnostics);
        Some(FrozenMetric {
            id: id.clone(),
            unit,
            has_data: !no_data,
            whole: whole?,
            targets,
            regions,
            joint,
            no_region,
            counted: None,
        })
    }

    fn whole_cell(&mut self, node: &Node) -> Option<FrozenCell> {
        let mut map = Map::new(self.text, node, self.diagnostics)?;
        let cell = self.cell(&mut map);
        map.finish(self.diagnostics);
        cell
    }

    fn cell(&mut self, map: &mut Map<'_>) -> Option<FrozenCell> {
        let carried = map.take("carried").map(|node| self.quantity_of(map, "carried", node));
        let others = ["late", "struck_off", "moved", "undated"].map(|key| self.optional(map, key));
        let done = self.quantity(map, "done");
        let ended = self.optional(map, "ended");
        let cumulative = self.quantity(map, "cumulative");
        let [late, struck, moved, undated] = others;
        let (late, struck, moved, undated) = (late?, struck?, moved?, undated?);
        let parts = match carried {
            Some(carried) => Some(FrozenParts { carried: carried?, late, struck, moved, undated }),
            None => None,
        };
        Some(FrozenCell { done: done?, ended: ended?, cumulative: cumulative?, parts })
    }

    /// A quantity that defaults to zero.
    fn optional(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Quantity> {
        match map.take(key) {
            Some(node) => self.quantity_of(map, key, node),
            None => Some(Quantity::exact(0)),
        }
    }

    fn target(&mut self, node: &Node) -> Option<FrozenTarget> {
        let mut map = Map::new(self.text, node, self.diagnostics)?;
        let set = map.require_text("set", self.diagnostics);
        let value = self.number(&mut map, "value");
        let due = self.date(&mut map, "due");
        let planned = self.tenths(&mut map, "planned");
        let percent = match map.take("percent") {
            Some(node) => Some(self.tenths_of(&map, "percent", node)?),
            None => None,
        };
        let status = map.require("status", self.diagnostics).and_then(|node| self.status(&map, node));
        map.finish(self.diagnostics);
        Some(FrozenTarget {
            set: set?,
            value: value?,
            due: due?,
            planned: planned?,
            percent,
            status: status?,
        })
    }

    fn status(&mut self, map: &Map<'_>, node: &Node) -> Option<Status> {
        let found = node.as_text().and_then(|word| Status::parse(word));
        if found.is_none() {
            let words = Status::ALL.map(Status::word);
            let (en, zh) = (words.join(", "), words.join("、"));
            map.bad("status", node, &format!("one of {en}"), &format!("{zh} 之一"), self.diagnostics);
        }
        found
    }

    fn difficulties(&mut self, node: &Node) -> Option<FrozenDifficulties> {
        let mut map = Map::new(self.text, node, self.diagnostics)?;
        let found = self.integer(&mut map, "found");
        let resolved = self.integer(&mut map, "resolved");
        let open = self.integer(&mut map, "open");
        map.finish(self.diagnostics);
        Some(FrozenDifficulties { found: found?, resolved: resolved?, open: open? })
    }

    fn rank(&mut self, node: &Node) -> Option<FrozenRank> {
        let mut map = Map::new(self.text, node, self.diagnostics)?;
        let named = map.require("region", self.diagnostics);
        let region = named.and_then(|node| map.expect_text(node, self.diagnostics));
        if let (Some(node), Some(region)) = (named, &region) {
            note(&mut self.regions, region, node.span);
        }
        let rank = self.integer(&mut map, "rank").and_then(|rank| u32::try_from(rank).ok());
        let score = self.tenths(&mut map, "score");
        let movement = map.integer_of("movement", self.diagnostics);
        let mut parts = Vec::new();
        if let Some(node) = map.take("parts") {
            for item in self.items(node) {
                let part = self.part(item);
                parts.extend(self.keep(part));
            }
        }
        map.finish(self.diagnostics);
        Some(FrozenRank { region: region?, rank: rank?, score: score?, movement, parts })
    }

    fn part(&mut self, node: &Node) -> Option<FrozenPart> {
        let mut map = Map::new(self.text, node, self.diagnostics)?;
        let metric = map.require_text("metric", self.diagnostics);
        let weight = self.number(&mut map, "weight");
        let value = self.quantity(&mut map, "value");
        let share = self.number(&mut map, "share");
        let completion = self.tenths(&mut map, "completion");
        map.finish(self.diagnostics);
        Some(FrozenPart {
            metric: metric?,
            weight: weight?,
            value: value?,
            share: share?,
            completion: completion?,
        })
    }

    fn date(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Date> {
        let node = map.require(key, self.diagnostics)?;
        super::super::yaml::read_date(self.text, node, self.diagnostics)
    }

    fn integer(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<i64> {
        let node = map.require(key, self.diagnostics)?;
        let found = node.as_text().and_then(|text| text.parse().ok());
        if found.is_none() {
            map.bad(key, node, "a whole number", "整数", self.diagnostics);
        }
        found
    }

    fn number(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Decimal> {
        let node = map.require(key, self.diagnostics)?;
        let found = node.as_text().and_then(|text| Decimal::parse(text.trim()).ok());
        if found.is_none() {
            map.bad(key, node, "a number such as 60 or 1.5", "数字，例如 60 或 1.5", self.diagnostics);
        }
        found
    }

    fn quantity(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Quantity> {
        let node = map.require(key, self.diagnostics)?;
        self.quantity_of(map, key, node)
    }

    fn quantity_of(&mut self, map: &Map<'_>, key: &str, node: &Node) -> Option<Quantity> {
        let found = node.as_text().and_then(|text| Quantity::parse(text, None).ok());
        if found.is_none() {
            map.bad(key, node, "a number such as 60 or 4000+", "数量，例如 60 或 4000+", self.diagnostics);
        }
        found
    }

    fn tenths(&mut self, map: &mut Map<'_>, key: &'static str) -> Option<Tenths> {
        let node = map.require(key, self.diagnostics)?;
        self.tenths_of(map, key, node)
    }

    fn tenths_of(&mut self, map: &Map<'_>, key: &str, node: &Node) -> Option<Tenths> {
        let found = node.as_text().and_then(|text| Tenths::parse(text));
        if found.is_none() {
            map.bad(
                key,
                node,
                "a number with one decimal such as 83.3",
                "一位小数，例如 83.3",
                self.diagnostics,
            );
        }
        found
    }
}

/// Records a name at its first position.
fn note(names: &mut Vec<(Arc<str>, Span)>, name: &Arc<str>, span: Span) {
    if !names.iter().any(|(known, _)| known == name) {
        names.push((name.clone(), span));
    }
}
