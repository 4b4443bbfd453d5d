//! Data files of programs: JSON, CSV, and their description.

use std::io;
use std::sync::Arc;

use serde::Serialize;
use serde_json::json;

use super::inputs::RenderInputs;
use super::renderer::Renderer;
use crate::domain::{Bound, Date, Exact, Measure, Quantity, to_pretty_json};
use crate::plan::{DataFile, Page, PageKind, Table};
use crate::routes::Href;
use crate::view::progress::{Area, ProgressViewer};

/// Indented JSON, readable for people too.
fn pretty<T: Serialize>(value: &T) -> Vec<u8> {
    let mut json = to_pretty_json(value);
    json.push('\n');
    json.into_bytes()
}

/// `sources/<metric>.json`.
#[derive(Serialize)]
struct Sources<'c> {
    metric: Option<Arc<str>>,
    /// Number of contributions that the edition does not show.
    not_public: usize,
    sources: Vec<Source<'c>>,
}

/// A contribution.
#[derive(Serialize)]
struct Source<'c> {
    id: &'c str,
    collection: &'c str,
    url: Option<&'c str>,
    date: Date,
    region: Option<Arc<str>>,
    value: Exact,
    bound: Bound,
    /// Whether several regions did it together.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    joint: bool,
}

impl Renderer<'_> {
    /// A data file of a program.
    pub(super) fn data(&self, at: usize, file: DataFile) -> io::Result<Vec<u8>> {
        let of = program(&self.inputs, at)?;
        Ok(match file {
            DataFile::Progress => pretty(&of.program.data(self.inputs.viewer.lang())),
            DataFile::Sources(metric) => pretty(&self.source_data(&of, metric)?),
            DataFile::SourceTable(metric) => csv(&self.source_rows(&of, metric)?),
            DataFile::Table(table) => csv(&rows(&of, table)),
        })
    }

    fn source_data<'c>(&'c self, of: &'c ProgressViewer<'_>, metric: usize) -> io::Result<Sources<'c>> {
        let region = |area| match area {
            Area::Region(ix) => of.region_link(ix).map(|region| region.id),
            _ => None,
        };
        let sources = of.program.sources(metric);
        // Contributions that the edition does not show have no record.
        let public = sources.iter().filter_map(|source| Some((source, source.record?)));
        let shown = public.map(|(source, ix)| {
            let card = self.cards.card(ix).ok_or_else(|| io::Error::other("a record of it is not there"))?;
            Ok(Source {
                id: &card.id,
                collection: &card.collection,
                url: card.url.as_ref().map(Href::as_str),
                date: source.date,
                region: region(source.area),
                value: Exact(source.amount.amount),
                bound: source.amount.bound,
                joint: source.area == Area::Joint,
            })
        });
        let shown = shown.collect::<io::Result<Vec<_>>>()?;
        let not_public = sources.len() - shown.len();
        Ok(Sources { metric: of.metric(metric).map(|metric| metric.id), not_public, sources: shown })
    }

    /// A metric's contributions with running totals. Contributions of persons who are not shown have only the
    /// month and the region, as on the page.
    fn source_rows(&self, of: &ProgressViewer<'_>, metric: usize) -> io::Result<Vec<Vec<String>>> {
        let sources = of.program.sources(metric);
        let measure = of.program.metrics().get(metric).map(|metric| metric.measure);
        // A person who is not named counts as one; any other amount is not disclosed.
        let is_count = measure == Some(Measure::Count);
        let adds_up = is_count
            || measure.is_some_and(|it| matches!(it, Measure::Sum(_)))
                && sources.iter().all(|it| it.record.is_some());
        let mut total = Quantity::exact(0);
        let mut rows = vec![source_header(false).map(|(name, _)| name.to_owned()).to_vec()];
        for source in sources.iter().filter(|source| is_count || source.record.is_some()) {
            total = total.checked_add(source.amount).unwrap_or(total);
            let card = match source.record {
                Some(ix) => {
                    Some(self.cards.card(ix).ok_or_else(|| io::Error::other("a record of it is not there"))?)
                }
                None => None,
            };
            let (id, region) = match source.area {
                Area::Region(ix) => {
                    of.region_link(ix).map(|link| (link.id.to_string(), link.title.to_string()))
                }
                area => Some((String::new(), of.rest_title(area))),
            }
            .unwrap_or_default();
            // The exact day of an honour is no more public than the person.
            let date = if card.is_some() { source.date } else { source.date.to_month() };
            rows.push(vec![
                date.to_string(),
                card.map_or_else(String::new, |card| card.title.to_string()),
                id,
                region,
                source.amount.amount.to_string(),
                source.amount.bound.word().to_owned(),
                if adds_up { total.amount.to_string() } else { String::new() },
                card.and_then(|card| card.url.as_ref())
                    .map_or_else(String::new, |url| url.as_str().to_owned()),
            ]);
        }
        Ok(rows)
    }
}

/// The columns of a metric's sources: name and Frictionless type.
fn source_header(decimals: bool) -> [(&'static str, &'static str); 8] {
    let amount = if decimals { "number" } else { "integer" };
    [
        ("date", "string"),
        ("title", "string"),
        ("region", "string"),
        ("region_title", "string"),
        ("value", amount),
        ("bound", "string"),
        ("total", amount),
        ("url", "string"),
    ]
}

/// The description of all data files, by the Frictionless Data standard.
pub(super) fn package(inputs: &RenderInputs<'_>) -> io::Result<Vec<u8>> {
    let mut resources = Vec::new();
    for page in &inputs.plan.pages {
        let PageKind::Data(at, file) = page.kind else { continue };
        resources.push(resource(page, &program(inputs, at)?, file));
    }
    let site = &inputs.config.site;
    let made = json!({
        "name": "progress", "title": site.title, "description": site.description,
        "homepage": inputs.base_url, "resources": resources,
    });
    Ok(pretty(&made))
}

fn program<'a>(inputs: &RenderInputs<'a>, at: usize) -> io::Result<ProgressViewer<'a>> {
    inputs.viewer.program(at).ok_or_else(|| io::Error::other("its program is not there"))
}

fn resource(page: &Page, of: &ProgressViewer<'_>, file: DataFile) -> serde_json::Value {
    let path = page.url.path().strip_prefix("data/").unwrap_or(page.url.path());
    let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
    let name = format!("program-{}", stem.replace('/', "-").to_lowercase());
    let title = of.link().title;
    match file {
        DataFile::SourceTable(_) => {
            let fields = source_header(of.program.has_decimals())
                .map(|(name, kind)| json!({"name": name, "type": kind}));
            json!({
                "name": format!("{name}-rows"), "title": title, "path": path, "format": "csv", "mediatype": "text/csv",
                "encoding": "utf-8", "profile": "tabular-data-resource", "schema": {"fields": fields},
            })
        }
        DataFile::Table(table) => {
            let fields = header(table, of.program.has_decimals())
                .into_iter()
                .map(|(name, kind)| json!({"name": name, "type": kind}));
            json!({
                "name": name, "title": title, "path": path, "format": "csv", "mediatype": "text/csv",
                "encoding": "utf-8", "profile": "tabular-data-resource",
                "schema": {"fields": fields.collect::<Vec<_>>()},
            })
        }
        _ => json!({
            "name": name, "title": title, "path": path, "format": "json", "mediatype": "application/json",
            "encoding": "utf-8", "profile": "data-resource",
        }),
    }
}

/// The columns of a table: name and Frictionless type. Figures are integers unless some may have decimals.
fn header(table: Table, decimals: bool) -> Vec<(String, &'static str)> {
    let column = |name: &'static str, kind: &'static str| (name.to_owned(), kind);
    let (text, number, whole) = ("string", "number", "integer");
    let amount = if decimals { number } else { whole };
    let metric = || vec![column("metric", text), column("title", text), column("unit", text)];
    let mut columns = match table {
        Table::Ranking => vec![column("period", text), column("region", text), column("region_title", text)],
        Table::Stars => vec![column("region", text), column("region_title", text)],
        _ => metric(),
    };
    columns.extend(match table {
        Table::Metrics => vec![column("value", amount), column("bound", text), column("source_count", whole)],
        Table::Targets => vec![
            column("set", text),
            column("target", amount),
            column("due", text),
            column("planned", number),
            column("percent", number),
            column("status", text),
        ],
        Table::Months => vec![
            column("period", text),
            column("value", amount),
            column("value_bound", text),
            column("cumulative", amount),
            column("bound", text),
            // The frozen value, if the month was closed.
            column("closed_value", amount),
            column("closed_value_bound", text),
            column("closed_cumulative", amount),
            column("closed_bound", text),
            column("closed_on", text),
        ],
        Table::Statements => vec![
            column("period", text),
            column("of", text),
            column("region", text),
            column("region_title", text),
            column("carried", amount),
            column("done", amount),
            column("ended", amount),
            column("moved", amount),
            column("undated", amount),
            column("late", amount),
            column("struck_off", amount),
            column("to_date", amount),
            column("bound", text),
        ],
        Table::Regions => vec![
            column("region", text),
            column("region_title", text),
            column("value", amount),
            column("bound", text),
        ],
        Table::Ranking => vec![
            column("rank", whole),
            column("score", number),
            column("movement", whole),
            column("closed_rank", whole),
            column("closed_score", number),
            column("closed_on", text),
        ],
        Table::Stars => vec![column("stars", whole), column("score", number)],
    });
    columns
}

/// The rows of a table, including the header.
fn rows(of: &ProgressViewer<'_>, table: Table) -> Vec<Vec<String>> {
    let data = of.program.data(of.viewer.lang());
    let title = |id: &str| {
        let region = of.viewer.regions.iter().find(|region| *region.id == *id);
        region.map_or_else(String::new, |region| region.title.to_string())
    };
    let word = |bound: Bound| bound.word().to_owned();
    let optional = |value: Option<String>| value.unwrap_or_default();
    let mut rows = vec![header(table, false).into_iter().map(|(name, _)| name).collect::<Vec<_>>()];
    for metric in &data.metrics {
        let head = [metric.id.to_string(), metric.title.clone(), metric.unit.clone()];
        let mut add = |rest: Vec<String>| rows.push(head.iter().cloned().chain(rest).collect());
        match table {
            Table::Metrics => {
                add(vec![metric.value.0.to_string(), word(metric.bound), metric.source_count.to_string()]);
            }
            Table::Targets => metric.targets.iter().for_each(|target| {
                add(vec![
                    target.set.to_string(),
                    target.value.0.to_string(),
                    target.due.clone(),
                    target.planned.to_string(),
                    optional(target.percent.map(|percent| percent.to_string())),
                    target.status.word().to_owned(),
                ]);
            }),
            Table::Months => metric.months.iter().for_each(|month| {
                let figures = |value: Exact, bound, all: Exact, all_bound| {
                    [value.0.to_string(), word(bound), all.0.to_string(), word(all_bound)]
                };
                let now = figures(month.value, month.value_bound, month.cumulative, month.bound);
                let closed = month.closed.as_ref().map_or_else(Default::default, |it| {
                    let [value, bound, all, all_bound] =
                        figures(it.value, it.value_bound, it.cumulative, it.bound);
                    [value, bound, all, all_bound, it.closed_on.to_string()]
                });
                add([month.period.to_string()].into_iter().chain(now).chain(closed).collect());
            }),
            Table::Regions => {
                let regions =
                    metric.regions.iter().map(|it| (it.id.to_string(), title(&it.id), it.value, it.bound));
                // What cannot be assigned to a single region has no region id.
                let rest = [(&metric.joint, Area::Joint), (&metric.no_region, Area::NoRegion)];
                let rest = rest.into_iter().filter_map(|(value, area)| Some((value.as_ref()?, area)));
                let rest = rest.map(|(it, area)| (String::new(), of.rest_title(area), it.value, it.bound));
                regions.chain(rest).for_each(|(id, title, value, bound)| {
                    add(vec![id, title, value.0.to_string(), word(bound)]);
                });
            }
            Table::Statements => metric.statements.iter().for_each(|it| {
                let area = if it.of == "joint" { Area::Joint } else { Area::NoRegion };
                let region = match (&it.region, it.of) {
                    (Some(id), _) => title(id),
                    (None, "whole") => String::new(),
                    (None, _) => of.rest_title(area),
                };
                let id = it.region.as_ref().map_or_else(String::new, ToString::to_string);
                let parts =
                    [it.carried, it.done, it.ended, it.moved, it.undated, it.late, it.struck_off, it.to_date];
                let head = [it.period.to_string(), it.of.to_owned(), id, region];
                let parts = parts.into_iter().map(|part| part.0.to_string());
                add(head.into_iter().chain(parts).chain([word(it.bound)]).collect());
            }),
            Table::Ranking | Table::Stars => {}
        }
    }
    if table == Table::Ranking {
        for month in data.ranking.iter().flatten() {
            rows.extend(month.rows.iter().map(|row| {
                let movement = optional(row.movement.map(|movement| movement.to_string()));
                let (rank, score) = (row.rank.to_string(), row.score.to_string());
                let region = [month.period.to_string(), row.region.to_string(), title(&row.region)];
                let closed = month.closed.as_ref().and_then(|closed| {
                    let then = closed.rows.iter().find(|then| then.region == row.region)?;
                    Some([then.rank.to_string(), then.score.to_string(), closed.closed_on.to_string()])
                });
                region.into_iter().chain([rank, score, movement]).chain(closed.unwrap_or_default()).collect()
            }));
        }
    }
    if table == Table::Stars {
        rows.extend(data.stars.iter().flatten().map(|row| {
            let stars = optional(row.stars.map(|stars| stars.to_string()));
            let score = optional(row.score.map(|score| score.to_string()));
            vec![row.region.to_string(), title(&row.region), stars, score]
        }));
    }
    rows
}

/// Comma-separated values with a byte order mark, by which Excel recognises UTF-8. A text that Excel would
/// take for a formula gets an apostrophe.
fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut text = String::from('\u{feff}');
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| csv_cell(cell)).collect();
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text.into_bytes()
}

fn csv_cell(cell: &str) -> String {
    let number = cell.trim_start_matches('-').chars().all(|c| c.is_ascii_digit() || c == '.');
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !number;
    let cell = if formula { format!("'{cell}") } else { cell.to_owned() };
    match cell.contains([',', '"', '\n', '\r']) {
        true => format!("\"{}\"", cell.replace('"', "\"\"")),
        false => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        assert_eq!(csv_cell("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(csv_cell("=1+1"), "'=1+1");
        assert_eq!(csv_cell("-3.5"), "-3.5");
        assert_eq!(csv(&[vec!["a".to_owned(), "福".to_owned()]]), "\u{feff}a,福\r\n".as_bytes());
    }
}
