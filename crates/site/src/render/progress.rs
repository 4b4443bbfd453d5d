//! Data for templates of progress pages.

use serde_json::json;
use tera::{Context, Map, TeraResult, Value};

use super::context::map_of;
use super::programs::{Known, value};
use super::renderer::Renderer;
use super::values::Mapping;
use crate::domain::{Period, RegionIx, Year};
use crate::plan::{Page, PageLink, ProgressPage};
use crate::view::PublicIx;
use crate::view::progress::{Area, Done, ProgressViewer, SourceItem, SourceRegion, TargetView};

impl Renderer<'_> {
    /// The data of the list of programs.
    pub(super) fn programs(&self, context: &mut Context) {
        let viewer = &self.inputs.viewer;
        let rows = (0..viewer.progress.programs.len()).filter_map(|at| {
            let of = viewer.program(at)?;
            let figures = of.metric_rows().into_iter().map(|row| {
                let mut map = map_of(&json!({"metric": row.metric, "now": row.now}));
                map.insert("targets".into(), self.targets(&row.targets));
                Value::from(map)
            });
            let mut map = map_of(&json!({"program": of.link()}));
            map.insert("figures".into(), Value::from(figures.collect::<Vec<Value>>()));
            Some(Value::from(map))
        });
        context.insert_value("rows", Value::from(rows.collect::<Vec<Value>>()));
    }

    /// The data of a page about a program.
    pub(super) fn progress(
        &self,
        context: &mut Context,
        page: &Page,
        at: usize,
        kind: ProgressPage,
    ) -> TeraResult<()> {
        let Some(of) = self.inputs.viewer.program(at) else { return Ok(()) };
        let Some(known) = self.programs.known(&of, at) else { return Ok(()) };
        context.insert_value("program", known.program.clone());
        context.insert_value("index", known.index(&of, kind));
        match kind {
            ProgressPage::Overview => self.overview(&of, context),
            ProgressPage::Metric(metric) => self.metric(&of, metric, page, context),
            ProgressPage::Bulletin(period) => self.bulletin(&of, known, period, page, context)?,
            ProgressPage::Region(region) => self.program_region(&of, region, context),
            ProgressPage::Sources(metric, number) => self.sources(&of, metric, number, context),
            ProgressPage::Ranking => ranking(&of, None, context),
            ProgressPage::EarlierRanking(year) => ranking(&of, Some(year), context),
            ProgressPage::Difficulties => self.difficulties(&of, context),
        }
        Ok(())
    }

    /// Targets, each with the card of its document.
    fn targets(&self, targets: &[TargetView]) -> Value {
        let made = targets.iter().map(|target| {
            let mut map = map_of(target);
            let document = target.document.and_then(|ix| self.cards.value(ix));
            map.insert("document".into(), document.unwrap_or_else(Value::none));
            Value::from(map)
        });
        Value::from(made.collect::<Vec<Value>>())
    }

    fn overview(&self, of: &ProgressViewer<'_>, context: &mut Context) {
        let rows = of.metric_rows().into_iter().enumerate().map(|(at, row)| {
            // Without targets, a line shows no more than its figure.
            let chart = (!row.targets.is_empty()).then(|| of.progress_chart(at, "")).flatten();
            let made = json!({"metric": row.metric, "now": row.now, "source_count": row.source_count, "chart": chart});
            let mut map = map_of(&made);
            map.insert("targets".into(), self.targets(&row.targets));
            Value::from(map)
        });
        context.insert_value("rows", Value::from(rows.collect::<Vec<Value>>()));
        let latest = of.latest_bulletins(3);
        context.insert("latest", &latest);
        context.insert("regions_table", &of.region_values());
    }

    fn metric(&self, of: &ProgressViewer<'_>, at: usize, page: &Page, context: &mut Context) {
        let Some(row) = of.metric_rows().into_iter().nth(at) else { return };
        let book = of.books.get(at);
        context.insert("metric", &row.metric);
        context.insert("now", &row.now);
        context.insert("source_count", &row.source_count);
        context.insert_value("targets", self.targets(&row.targets));
        context.insert("hidden", &book.map_or(0, |book| book.hidden));
        context.insert("sources_url", &of.sources_url(at));
        context.insert("coarse", &of.program.coarse(at));
        context.insert("months", &of.month_rows(at));
        context.insert("decades", &of.decade_rows(at));
        context.insert("chart", &of.progress_chart(at, ""));
        context.insert("weeks_chart", &of.weeks_chart(at, None, ""));
        context.insert("region_chart", &of.region_chart(at, &page.url.href(), None, ""));
        let rows = of.region_rows(at).into_iter().map(|row| {
            let mut map = map_of(&json!({"region": row.region, "value": row.value}));
            map.insert("shares".into(), self.targets(&row.shares));
            Value::from(map)
        });
        context.insert_value("rows", Value::from(rows.collect::<Vec<Value>>()));
    }

    /// A metric's figures for a period.
    fn done(&self, known: &Known, row: &Done) -> Value {
        let mut made = Mapping::default();
        made.put("metric", known.metric(row));
        made.put("done", value(&row.done));
        made.put("ended", value(&row.ended));
        made.put("cumulative", value(&row.cumulative));
        made.put("targets", self.targets(&row.targets));
        made.into()
    }

    fn bulletin(
        &self,
        of: &ProgressViewer<'_>,
        known: &Known,
        period: Period,
        page: &Page,
        context: &mut Context,
    ) -> TeraResult<()> {
        context.insert("period", &of.period(period));
        let all =
            |rows: &[Done]| Value::from(rows.iter().map(|row| self.done(known, row)).collect::<Vec<_>>());
        context.insert_value("rows", all(&of.period_rows(period)));
        let regions = of.region_values_in(period).into_iter().map(|row| {
            let mut made = Mapping::default();
            made.put("region", value(&row.region));
            made.put("values", all(&row.values));
            Value::from(made)
        });
        context.insert_value("regions_table", Value::from(regions.collect::<Vec<Value>>()));
        context.insert("regions_left_out", &of.leaves_out(period));
        let honoured = of.honoured(period).into_iter().map(|(metric, people, hidden)| {
            let mut map = map_of(&json!({"metric": of.metric(metric), "hidden": hidden}));
            map.insert("cards".into(), self.cards.values(&people));
            Value::from(map)
        });
        context.insert_value("honoured", Value::from(honoured.collect::<Vec<Value>>()));
        context.insert_value("difficulties", self.difficulties_in(of, period));
        let mut narrative = Vec::new();
        for &ix in of.reports(period) {
            let Some(record) = self.inputs.viewer.record(ix) else { continue };
            let mut map = Map::new();
            map.insert("card".into(), self.cards.value(ix).unwrap_or_else(Value::none));
            let body = match self.inputs.viewer.body_among_others(record, &mut Vec::new()) {
                // Problems with its figures were reported on the record's own page.
                Some(body) => Value::safe_string(&self.fill(page, ix, body, &mut Vec::new())?),
                None => Value::none(),
            };
            map.insert("body".into(), body);
            narrative.push(Value::from(map));
        }
        context.insert_value("narrative", Value::from(narrative));
        context.insert("ranking", &of.ranking_of(period));
        context.insert("closed", &of.closed(period));
        context.insert("statements", &of.statements(period));
        context.insert_value("late", self.late(of, period));
        let (prev, next) = of.neighbours(period);
        context.insert("prev", &prev);
        context.insert("next", &next);
        context.insert("parts", &of.parts(period));
        Ok(())
    }

    /// Late and struck-off records, each with its card.
    fn late(&self, of: &ProgressViewer<'_>, period: Period) -> Value {
        let views = of.late(period).into_iter().map(|view| {
            let items = view.items.iter().map(|item| {
                let mut map = map_of(&json!({
                    "period": item.period, "region": item.region, "amount": item.amount, "struck": item.struck,
                }));
                map.insert("card".into(), self.cards.value(item.record).unwrap_or_else(Value::none));
                Value::from(map)
            });
            let items: Vec<Value> = items.collect();
            let mut map = map_of(&json!({
                "metric": view.metric, "id": view.id, "hidden": view.hidden, "gone": view.gone,
            }));
            map.insert("items".into(), Value::from(items));
            Value::from(map)
        });
        Value::from(views.collect::<Vec<Value>>())
    }

    fn difficulties_in(&self, of: &ProgressViewer<'_>, period: Period) -> Value {
        let Some(told) = of.difficulties_told(period) else { return Value::none() };
        let (found, resolved) = of.program.found_and_resolved_in(period);
        let mut map = map_of(&told);
        map.insert("found_list".into(), self.cards.values(&found));
        map.insert("resolved_list".into(), self.cards.values(&resolved));
        Value::from(map)
    }

    fn difficulties(&self, of: &ProgressViewer<'_>, context: &mut Context) {
        let Some(now) = of.program.difficulties(of.program.calendar().as_of) else { return };
        let (found, resolved) = of.program.found_and_resolved();
        let done: Vec<PublicIx> = resolved.iter().filter_map(|source| source.record).collect();
        let open = found.iter().filter_map(|source| source.record).filter(|record| !done.contains(record));
        context.insert("now", &now);
        context.insert_value("open_list", self.cards.values(&open.collect::<Vec<PublicIx>>()));
        context.insert_value("resolved_list", self.cards.values(&done));
    }

    fn program_region(&self, of: &ProgressViewer<'_>, ix: RegionIx, context: &mut Context) {
        context.insert("region", &of.region_link(ix));
        let rows = of.rows_of_region(ix).into_iter().map(|row| {
            let mut map = map_of(&json!({"metric": row.metric, "value": row.value}));
            map.insert("shares".into(), self.targets(&row.shares));
            Value::from(map)
        });
        context.insert_value("rows", Value::from(rows.collect::<Vec<Value>>()));
        context.insert("stars", &of.stars_of(ix));
        let groups = of.records_of(ix).into_iter().filter_map(|(collection, records)| {
            let view = self.inputs.plan.shared.collections.get(&collection);
            let shown: Vec<PublicIx> = records.iter().copied().take(12).collect();
            let mut map = map_of(&json!({"collection": view?, "total": records.len(), "url": null}));
            map.insert("cards".into(), self.cards.values(&shown));
            Some(Value::from(map))
        });
        context.insert_value("groups", Value::from(groups.collect::<Vec<Value>>()));
    }

    fn sources(&self, of: &ProgressViewer<'_>, at: usize, number: usize, context: &mut Context) {
        let (Some(book), Some(metric)) = (of.books.get(at), of.metric(at)) else { return };
        let url = |n: usize| of.urls().sources(&metric.id, n);
        let pages = PageLink::pager(number, book.pages.len(), |n| Some(url(n)));
        context.insert("number", &number);
        context.insert("prev", &(number > 1).then(|| url(number - 1)));
        context.insert("next", &(number < book.pages.len()).then(|| url(number + 1)));
        context.insert("pages", &pages);
        context.insert("total", &book.total);
        context.insert("hidden", &book.hidden);
        let shown = number.checked_sub(1).and_then(|n| book.pages.get(n)).map_or(&[][..], Vec::as_slice);
        let months = shown.iter().map(|month| {
            let title = match month.month {
                Some(period) => of.period_title(period),
                None => self.inputs.viewer.words.word("sources.no-month", &[]),
            };
            let mut map = map_of(&json!({"id": book.anchor(month.month, Area::Whole), "title": title}));
            let regions = month.regions.iter().map(|region| {
                let id = book.anchor(month.month, region.area);
                self.source_region(of, at, id, region)
            });
            map.insert("regions".into(), Value::from(regions.collect::<Vec<Value>>()));
            let done = month.month.and_then(|period| of.done(at, period, Area::Whole));
            let (done, total) = done.map_or((None, None), |row| (Some(row.done), Some(row.cumulative)));
            map.insert("done".into(), Value::from_serializable(&done));
            map.insert("cumulative".into(), Value::from_serializable(&total));
            Value::from(map)
        });
        context.insert("table_url", &of.urls().data(&format!("sources/{}.csv", metric.id)));
        context.insert_value("months", Value::from(months.collect::<Vec<Value>>()));
        context.insert("metric", &metric);
    }

    fn source_region(
        &self,
        of: &ProgressViewer<'_>,
        metric: usize,
        id: String,
        region: &SourceRegion,
    ) -> Value {
        let own = match region.area {
            Area::Region(ix) => of.region_link(ix),
            _ => None,
        };
        let title = own.map_or_else(|| of.rest_title(region.area), |own| own.title.to_string());
        let mut map = map_of(&json!({"id": id, "title": title, "hidden": region.hidden}));
        let items = region.items.iter().map(|item| self.source_item(of, metric, item));
        map.insert("items".into(), Value::from(items.collect::<Vec<Value>>()));
        Value::from(map)
    }

    fn source_item(&self, of: &ProgressViewer<'_>, metric: usize, item: &SourceItem) -> Value {
        let title = self.cards.card(item.record).map(|card| card.title.clone());
        let amount = of.figure(metric, item.amount, None);
        let mut map = map_of(&json!({"title": title, "date": of.viewer.date(item.date), "amount": amount}));
        map.insert("card".into(), self.cards.value(item.record).unwrap_or_else(Value::none));
        Value::from(map)
    }
}

/// The rankings, with the stars where they are on the same page; for a program of many years one year's, and
/// links to the others.
fn ranking(of: &ProgressViewer<'_>, year: Option<Year>, context: &mut Context) {
    let years = of.ranking_years();
    let told = year.or_else(|| years.first().copied());
    let months = of.program.ranking().unwrap_or_default().iter().rev();
    let months = months.filter(|month| told.is_none_or(|year| of.year_of(month.period) == year));
    let months = months.filter_map(|month| {
        let closed = of.closed_on(month.period);
        let rows = of.ranking_of(month.period)?;
        Some(json!({"period": of.period(month.period), "rows": rows, "closed": closed}))
    });
    context.insert("months", &months.collect::<Vec<_>>());
    let links = years.iter().map(|year| {
        let title = of.period_title(Period::Year(*year));
        json!({"title": title, "url": of.ranking_url(&years, *year)})
    });
    context.insert("years", &links.collect::<Vec<_>>());
    context.insert("year", &year.map(|year| of.period_title(Period::Year(year))));
    let thresholds = of.program.program().stars.as_ref().map_or(&[][..], |stars| &stars.thresholds);
    context.insert("thresholds", &thresholds);
    let stars = if year.is_none() { of.stars() } else { None };
    context.insert("stars", &stars.unwrap_or_default());
}
