//! Pages and data files of programs.

use std::sync::Arc;

use super::Crumb;
use super::inputs::PlanInputs;
use super::page::{Page, PageKind};
use super::progress_page::{DataFile, ProgressPage, Table};
use super::redirect::{former, redirect};
use crate::domain::Period;
use crate::routes::{Href, programs_url};
use crate::view::progress::ProgressViewer;

/// The tables that an edition has for a program.
#[must_use]
pub fn tables(of: &ProgressViewer<'_>) -> Vec<Table> {
    let has = |table: &Table| match table {
        Table::Ranking => of.program.ranking().is_some(),
        Table::Statements => of.program.has_closings(),
        Table::Stars => of.program.stars().is_some(),
        _ => true,
    };
    Table::ALL.into_iter().filter(has).collect()
}

/// The pages of all programs; none if there is no program or the theme has no such pages.
pub(super) fn pages(inputs: &PlanInputs<'_>) -> Vec<Page> {
    let viewer = &inputs.viewer;
    let count = viewer.progress.programs.len();
    if count == 0 || !inputs.config.theme.has_template("progress/program.html") {
        return Vec::new();
    }
    let words = viewer.words;
    let home = Crumb::new(words.word("nav.home", &[]), Href::to("index.html"));
    let title: Arc<str> = Arc::from(words.word("progress.title", &[]));
    let mut pages =
        vec![page(programs_url(), title.clone(), None, Arc::from([home.clone()]), PageKind::Programs)];
    let all = Crumb::new(title, programs_url());
    for at in 0..count {
        let Some(of) = viewer.program(at) else { continue };
        let program = Planned { inputs, of, at, above: vec![home.clone(), all.clone()] };
        program.add(&mut pages);
    }
    pages.push(data_page(Href::to("data/datapackage.json"), PageKind::DataPackage));
    pages
}

fn page(
    url: Href,
    title: Arc<str>,
    description: Option<Arc<str>>,
    trail: Arc<[Crumb]>,
    kind: PageKind,
) -> Page {
    Page { url: url.file(), title, description, trail, feed: None, kind }
}

fn data_page(url: Href, kind: PageKind) -> Page {
    page(url, Arc::from(""), None, Arc::from([]), kind)
}

struct Planned<'a> {
    inputs: &'a PlanInputs<'a>,
    of: ProgressViewer<'a>,
    at: usize,
    above: Vec<Crumb>,
}

impl Planned<'_> {
    fn add(&self, pages: &mut Vec<Page>) {
        let (words, urls) = (self.inputs.viewer.words, self.of.urls());
        let link = self.of.link();
        let program = link.title.as_str();
        let as_of = &link.as_of.text;
        let description: Arc<str> =
            Arc::from(words.word("progress.description", &[("program", program), ("as_of", as_of)]));
        let above: Arc<[Crumb]> = Arc::from(self.above.as_slice());
        let overview = page(
            link.url.clone(),
            Arc::from(program),
            Some(description),
            above,
            self.kind(ProgressPage::Overview),
        );
        pages.push(overview);
        let trail: Arc<[Crumb]> =
            self.above.iter().cloned().chain([Crumb::new(program, link.url.clone())]).collect();
        let mut add = |url: Href, title: String, kind: ProgressPage| {
            pages.push(page(url, Arc::from(title), None, trail.clone(), self.kind(kind)));
        };
        let mut quiet = Vec::new();
        for period in self.of.program.calendar().all() {
            if self.of.quiet.contains(&period) {
                let title = Arc::from(self.of.period_title(period));
                quiet.push(redirect(urls.bulletin(period).file(), title, self.of.bulletin_url(period)));
                continue;
            }
            let values = [("period", &*self.of.period_title(period)), ("program", program)];
            add(
                urls.bulletin(period),
                words.word("progress.bulletin-title", &values),
                ProgressPage::Bulletin(period),
            );
        }
        for (ix, region) in self.inputs.viewer.regions.top() {
            let title =
                words.word("progress.region-title", &[("region", &region.title), ("program", program)]);
            add(urls.region(&region.id), title, ProgressPage::Region(ix));
        }
        let regions = self.inputs.viewer.regions;
        let old = former(regions).filter_map(|(id, now, _)| {
            let row = regions.at(regions.row_of(now, self.inputs.today))?;
            Some(redirect(urls.region(id).file(), row.title.clone(), urls.region(&row.id)))
        });
        let old: Vec<Page> = old.collect();
        for at in 0..self.of.program.metrics().len() {
            let Some(metric) = self.of.metric(at) else { continue };
            let values = [("metric", metric.title.as_str()), ("program", program)];
            add(metric.url.clone(), words.word("progress.metric-title", &values), ProgressPage::Metric(at));
            let count = self.of.books.get(at).map_or(0, |book| book.pages.len());
            for number in 1..=count {
                let title = words.word("progress.sources-title", &values);
                add(urls.sources(&metric.id, number), title, ProgressPage::Sources(at, number));
            }
        }
        let ranked = self.of.program.ranking().is_some_and(|months| !months.is_empty());
        if ranked || self.of.program.stars().is_some() {
            let title = words.word("progress.ranking-title", &[("program", program)]);
            add(urls.ranking(), title, ProgressPage::Ranking);
            for year in self.of.ranking_years().into_iter().skip(1) {
                let year_title = self.of.period_title(Period::Year(year));
                let title = words.word("progress.ranking-of", &[("period", &year_title)]);
                add(urls.ranking_of(year), title, ProgressPage::EarlierRanking(year));
            }
        }
        if self.of.program.difficulties(self.of.program.calendar().as_of).is_some() {
            let title = words.word("progress.difficulties-title", &[("program", program)]);
            add(urls.difficulties(), title, ProgressPage::Difficulties);
        }
        pages.extend(old);
        pages.extend(quiet);
        self.data(pages);
    }

    const fn kind(&self, kind: ProgressPage) -> PageKind {
        PageKind::Progress(self.at, kind)
    }

    fn data(&self, pages: &mut Vec<Page>) {
        let urls = self.of.urls();
        let mut add = |name: &str, file: DataFile| {
            pages.push(data_page(urls.data(name), PageKind::Data(self.at, file)))
        };
        add("progress.json", DataFile::Progress);
        for (metric, at) in self.of.program.metrics().iter().zip(0..) {
            add(&format!("sources/{}.json", metric.id), DataFile::Sources(at));
            add(&format!("sources/{}.csv", metric.id), DataFile::SourceTable(at));
        }
        for table in tables(&self.of) {
            add(&format!("{}.csv", table.name()), DataFile::Table(table));
        }
    }
}
