//! Figures of programs for prose and templates.

use std::sync::Arc;

use crate::config::Config;
use crate::domain::{Date, Decimal, FrozenCell, FrozenMetric, FrozenTarget, Period, Quantity};
use crate::edition::Edition;
use crate::i18n::Words;
use crate::progress::{Figure, FigureAs, FigureError, FigureQuery, FigureValue, Progress};
use crate::routes::{Href, ProgramUrls};
use crate::view::{DateView, FigureFault, FigureRequest, FigureView, Figures};

/// The programs' figures, as far as the edition may show them.
#[derive(Debug)]
pub struct ProgramFigures {
    /// The programs; those that are running come first.
    pub programs: Vec<Arc<Progress>>,
    /// The texts of the site's language.
    pub words: Words,
    /// The edition.
    pub edition: Edition,
    /// Settings.
    pub config: Arc<Config>,
}

impl Figures for ProgramFigures {
    fn figure(&self, request: &FigureRequest) -> Result<FigureView, FigureFault> {
        let progress = self.program(request)?;
        let shown = shown(request)?;
        let closed = self.edition == Edition::Public && !progress.program().regions_public;
        if closed && request.region.is_some() && shown == FigureAs::Percent {
            return Err(FigureFault::new(
                "as",
                "the regions' percentages are shown only in the internal edition (write regions_public: progress in the program's file to make them public)"
                    .to_owned(),
                "各县区的完成比例只在内部版显示（项目文件里写 regions_public: progress 才公开）".to_owned(),
            ));
        }
        let query = FigureQuery {
            metric: &request.metric,
            of: request.of.as_deref(),
            on: request.on,
            within: request.within,
            region: request.region.as_deref(),
            shown,
        };
        let figure = progress.figure(&query).map_err(|error| self.fault(&error, request, progress))?;
        let within = request.within.map(|written| written.in_years(progress.calendar().year));
        let frozen = within.or(request.period);
        let frozen = frozen.and_then(|period| Frozen::of(progress, period, &figure));
        let value = frozen.and_then(|frozen| frozen.value(&figure, request)).unwrap_or(figure.value);
        let lang = self.words.lang();
        let metric = progress.program().metrics.get(figure.metric);
        let title = metric.map_or("", |metric| metric.title.or(lang, &metric.id));
        let unit = metric.and_then(|metric| metric.unit.get(lang)).map_or("", |unit| &**unit);
        let unit = frozen.map_or(unit, |frozen| &frozen.metric.unit);
        let date = Date::from(figure.on);
        let on = DateView { value: date, text: self.words.date(date) };
        let has_data = frozen.map_or_else(|| has_data(progress, &figure), |frozen| frozen.metric.has_data);
        let has_begun = within.is_none_or(|period| period.first_day() <= figure.on);
        let bare = match value {
            FigureValue::Quantity(quantity) => {
                metric.map_or(quantity, |metric| metric.shown(quantity)).amount
            }
            FigureValue::Percent(tenths) => Decimal::from(tenths),
        };
        let plain = self.words.decimal(bare);
        let (text, number, unit) = match value {
            FigureValue::Quantity(_) if shown == FigureAs::Value && !(has_data && has_begun) => {
                let none = self.words.word("figure.no-data", &[]);
                (none.clone(), none, "")
            }
            FigureValue::Quantity(quantity) => {
                let quantity = metric.map_or(quantity, |metric| metric.shown(quantity));
                let number = self.words.quantity(quantity, None);
                (self.words.quantity(quantity, Some(unit).filter(|unit| !unit.is_empty())), number, unit)
            }
            FigureValue::Percent(tenths) => {
                (self.words.percent(tenths), self.words.written(&tenths.plain()), "%")
            }
        };
        let url = self.url(progress, &figure, within);
        Ok(FigureView {
            title: Arc::from(title),
            text,
            number,
            plain,
            value: bare,
            unit: Arc::from(unit),
            url,
            on,
        })
    }
}

/// The form in which a figure is requested.
fn shown(request: &FigureRequest) -> Result<FigureAs, FigureFault> {
    let Some(word) = request.shown.as_deref() else { return Ok(FigureAs::default()) };
    match (FigureAs::parse(word), request.within) {
        (None, _) => {
            Err(FigureFault::unknown("as", ("form of a figure", "写法"), word, ["value", "percent", "target"]))
        }
        (Some(FigureAs::Percent | FigureAs::Target), Some(_)) => Err(FigureFault::new(
            "as",
            "in= is for what was done in a period; targets and percentages are cumulative: write on= instead of in="
                .to_owned(),
            "in= 说的是一个时段里做了多少；目标和完成比例是累计的，请把 in= 换成 on=".to_owned(),
        )),
        (Some(shown), _) => Ok(shown),
    }
}

impl ProgramFigures {
    /// The URL of the page that explains a figure, if there is one: for what was done in a period, its
    /// bulletin.
    fn url(&self, progress: &Progress, figure: &Figure, within: Option<Period>) -> Option<Href> {
        let metric = progress.program().metrics.get(figure.metric)?;
        let urls = ProgramUrls { id: &progress.program().id };
        let has_sources = progress.series(figure.metric).is_some_and(|series| !series.sources().is_empty());
        let pages = self.config.theme.has_template("progress/program.html");
        let bulletin = within.filter(|period| progress.calendar().has(*period));
        (has_sources && pages)
            .then(|| bulletin.map_or_else(|| urls.metric(&metric.id), |period| urls.bulletin(period)))
    }

    /// The requested program; by default the first program that has the metric and is running on the day or
    /// in the period, otherwise the first that has the metric.
    fn program(&self, request: &FigureRequest) -> Result<&Progress, FigureFault> {
        let found: Option<&Arc<Progress>> = match &request.program {
            Some(id) => self.programs.iter().find(|progress| *progress.program().id == **id),
            None => {
                let with = || {
                    let all = self.programs.iter();
                    all.filter(|progress| progress.metric_named(&request.metric).is_some())
                };
                let runs = |progress: &&Arc<Progress>| {
                    let calendar = progress.calendar();
                    let day = request.on.map(Date::last_day);
                    day.is_none_or(|day| calendar.starts <= day && day <= calendar.ends)
                        && request
                            .within
                            .is_none_or(|written| progress.program().has(written.in_years(calendar.year)))
                };
                with().find(runs).or_else(|| with().next()).or_else(|| self.programs.first())
            }
        };
        found.map(AsRef::as_ref).ok_or_else(|| {
            let known = self.programs.iter().map(|progress| &*progress.program().id);
            let id = request.program.as_deref().unwrap_or("");
            FigureFault::unknown("program", ("program", "项目"), id, known)
        })
    }

    fn fault(&self, error: &FigureError, request: &FigureRequest, progress: &Progress) -> FigureFault {
        let metric = &request.metric;
        match error {
            FigureError::UnknownMetric => {
                let known = progress.metrics().map(|(metric, _)| &*metric.id);
                FigureFault::unknown("metric", ("metric", "指标"), metric, known)
            }
            FigureError::UnknownSet(known) => {
                let of = request.of.as_deref().unwrap_or("");
                match (of, known.is_empty()) {
                    (_, true) => FigureFault::new(
                        "of",
                        format!("nobody has set a target for “{metric}”"),
                        format!("“{metric}”还没有下达目标"),
                    ),
                    (of, false) => {
                        let names: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
                        FigureFault::new(
                            "of",
                            format!(
                                "“{of}” has set no target for “{metric}”; those who have: {}",
                                names.join(", ")
                            ),
                            format!("“{of}”没有给“{metric}”下达目标，下达过的有：{}", names.join("、")),
                        )
                        .meant(of, names)
                    }
                }
            }
            FigureError::SeveralSets(known) => {
                let names: Vec<&str> = known.iter().map(AsRef::as_ref).collect();
                FigureFault::new(
                    "of",
                    format!("“{metric}” has several targets; say which one: {}", names.join(", ")),
                    format!("“{metric}”有几个目标，请说明是哪个：{}", names.join("、")),
                )
            }
            FigureError::UnknownRegion => {
                let region = request.region.as_deref().unwrap_or("");
                let titles = self.config.regions.iter().map(|region| &*region.title);
                FigureFault::unknown("region", ("region", "县区"), region, titles)
            }
            FigureError::NoShare => FigureFault::new(
                "region",
                format!("the target of “{metric}” has no share for this region"),
                format!("“{metric}”的目标没有分给这个县区"),
            ),
            FigureError::NoPercent => FigureFault::new(
                "as",
                format!("the target of “{metric}” is 0"),
                format!("“{metric}”的目标是 0，算不出比例"),
            ),
            // For shortcodes, this was reported earlier.
            FigureError::NoOwnPeriod => FigureFault::new(
                "in",
                "this text does not report on a period".to_owned(),
                "本文没有所报的时段".to_owned(),
            ),
            FigureError::OtherYear(period, own) => {
                let (en, zh) = (
                    format!("{period} is of other years than the program's, which has {own} then"),
                    format!("{period} 不是这个项目的年度，项目在那时的时段是 {own}"),
                );
                FigureFault { suggestion: Some(own.to_string()), ..FigureFault::new("in", en, zh) }
            }
            FigureError::OutsideProgram(first, last) => FigureFault::new(
                if request.within.is_some() { "in" } else { "on" },
                format!("the program has figures from {first} to {last} only"),
                format!("项目只有 {first} 至 {last} 的数字"),
            ),
        }
    }
}

/// The frozen figures of a metric in a closed period.
#[derive(Clone, Copy)]
struct Frozen<'p> {
    metric: &'p FrozenMetric,
    cell: FrozenCell,
    target: Option<&'p FrozenTarget>,
}

impl<'p> Frozen<'p> {
    /// The frozen figures for the metric and region of a figure; `None` if the period was not closed or
    /// lacked them.
    fn of(progress: &'p Progress, period: Period, figure: &Figure) -> Option<Self> {
        let program = progress.program();
        let metric = progress.kept(period)?.metric(&program.metrics.get(figure.metric)?.id)?;
        let cell = match figure.region {
            None => metric.whole,
            Some(region) => {
                let regions = &progress.config().regions;
                match regions.is_former(region) {
                    // A region that has since been merged into another has its own row in earlier closings.
                    Some(former) => metric.regions.iter().find(|(id, _)| *id == former.id)?.1,
                    None => metric.region(region, regions, period.last_day())?,
                }
            }
        };
        let set = figure.target.and_then(|at| program.targets.get(at)).map(|target| &target.set);
        let target = metric.targets.iter().find(|target| Some(&target.set) == set);
        Some(Self { metric, cell, target })
    }

    /// The value of a figure as of the closing. Regions' shares of targets are not frozen, so today's are
    /// used.
    fn value(&self, figure: &Figure, request: &FigureRequest) -> Option<FigureValue> {
        match shown(request).ok()? {
            FigureAs::Value if request.within.is_some() => Some(FigureValue::Quantity(self.cell.done)),
            FigureAs::Value => Some(FigureValue::Quantity(self.cell.cumulative)),
            _ if figure.region.is_some() => None,
            FigureAs::Percent => self.target?.percent.map(FigureValue::Percent),
            FigureAs::Target => Some(FigureValue::Quantity(Quantity::exactly(self.target?.value))),
        }
    }
}

/// Whether any record contributes to the metric up to the figure's day.
fn has_data(progress: &Progress, figure: &Figure) -> bool {
    progress.series(figure.metric).is_some_and(|series| series.has_data(figure.on))
}
