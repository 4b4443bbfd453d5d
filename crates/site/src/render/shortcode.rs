//! Renders shortcodes: the data that the engine adds to their arguments, and their templates.

use tera::{Context, TeraResult, Value};

use super::renderer::Renderer;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::signature::OWN_PERIOD;
use crate::domain::{Date, Finding, Period, Span, WrittenPeriod};
use crate::plan::Page;
use crate::view::progress::ProgressViewer;
use crate::view::{FigureFault, FigureRequest, PublicIx, ShortcodeArg, ShortcodeArgument};

type Args = Vec<ShortcodeArgument>;

/// The position of a shortcode.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    /// The page that shows it.
    pub(super) page: &'a Page,
    /// The record with the text.
    pub(super) record: PublicIx,
    /// Prefix of the ids of that text.
    pub(super) id_prefix: &'a str,
    /// Its span in the record's file.
    pub(super) span: Span,
    /// Whether it is a block of its own.
    pub(super) alone: bool,
}

impl Slot<'_> {
    /// A suffix for ids that no other shortcode of the page has.
    fn mark(&self) -> String {
        format!("{}{}", self.id_prefix, self.span.start)
    }
}

/// An argument that a shortcode cannot use, and the reason.
struct Refused {
    argument: &'static str,
    reason: Arg,
    suggestion: Option<String>,
}

impl Refused {
    fn new(argument: &'static str, en: String, zh: String) -> Self {
        Self { argument, reason: Arg::term(en, zh), suggestion: None }
    }
}

impl From<FigureFault> for Refused {
    fn from(fault: FigureFault) -> Self {
        let FigureFault { arg, en, zh, suggestion } = fault;
        Self { argument: arg, reason: Arg::term(en, zh), suggestion }
    }
}

impl Renderer<'_> {
    /// A shortcode's HTML; empty, with a diagnostic, if what it names does not exist. Its arguments were
    /// checked when the text was read.
    pub(super) fn shortcode(
        &self,
        slot: &Slot<'_>,
        name: &str,
        args: Args,
        body: Option<String>,
        findings: &mut Vec<Finding>,
    ) -> TeraResult<String> {
        let mut own = Context::new();
        own.insert_value("body", body.map_or_else(Value::none, |body| Value::safe_string(&body)));
        own.insert("inline", &!slot.alone);
        own.insert("mark", &slot.mark());
        // Omitted arguments are passed as empty.
        if let Some(signature) = self.inputs.viewer.shortcodes.get(name) {
            signature.names().for_each(|name| own.insert_value(name.to_owned(), Value::none()));
        }
        let made = match name {
            "figure" => Some(self.figure(slot.record, &args)),
            "chart" => Some(self.chart(slot, &args)),
            _ => None,
        };
        match made {
            Some(Ok(value)) => own.insert_value(name.to_owned(), value),
            Some(Err(refused)) => {
                self.refuse(slot, name, &args, refused, findings);
                return Ok(String::new());
            }
            None => {}
        }
        for ShortcodeArgument { name: key, value, .. } in args {
            match value {
                ShortcodeArg::Text(text) => own.insert(key, &text),
                ShortcodeArg::Integer(number) => own.insert(key, &number),
                ShortcodeArg::Boolean(yes) => own.insert(key, &yes),
                ShortcodeArg::Pictures(pictures) => own.insert("pictures", &pictures),
                ShortcodeArg::Record(Some(ix)) => {
                    own.insert_value("card", self.cards.value(ix).unwrap_or_else(Value::none));
                }
                // Nothing is shown of a record that is not in the edition.
                ShortcodeArg::Record(None) => return Ok(String::new()),
            }
        }
        let made = self.part(&format!("shortcodes/{name}.html"), slot.page, |context| context.extend(own))?;
        Ok(made.unwrap_or_default())
    }

    fn refuse(
        &self,
        slot: &Slot<'_>,
        command: &str,
        args: &Args,
        refused: Refused,
        findings: &mut Vec<Finding>,
    ) {
        let file = self.inputs.viewer.record(slot.record).map(|record| record.file);
        let span = args.iter().find(|arg| arg.name == refused.argument).map_or(slot.span, |arg| arg.span);
        let diagnostic = Diagnostic::new(Code::BadArgument)
            .arg("command", command)
            .arg("argument", refused.argument)
            .arg("reason", refused.reason)
            .arg_opt("suggestion", refused.suggestion);
        findings.extend(file.map(|file| Finding::new(diagnostic, file, span)));
    }

    /// The period of the argument `in`.
    fn within(&self, record: PublicIx, args: &Args) -> Result<Option<WrittenPeriod>, Refused> {
        match text(args, "in").as_deref() {
            Some(OWN_PERIOD) => {
                self.inputs.viewer.period(record).map(|own| Some(WrittenPeriod::whole(own))).ok_or_else(
                    || {
                        Refused::new(
                        "in",
                        "this text does not report on a period; write the period itself, such as \"2022-09\""
                            .to_owned(),
                        "本文没有所报的时段，请写明时段，例如 \"2022-09\"".to_owned(),
                    )
                    },
                )
            }
            written => Ok(written.and_then(WrittenPeriod::parse)),
        }
    }

    /// The figure that a shortcode requests; its day is the end of the record's period, unless a day or
    /// period is given.
    fn figure(&self, record: PublicIx, args: &Args) -> Result<Value, Refused> {
        let within = self.within(record, args)?;
        let (on, period) = match text(args, "on") {
            Some(on) => (Date::parse(&on).ok(), None),
            None if within.is_some() => (None, None),
            None => {
                let period = self.inputs.viewer.period(record);
                (period.map(|period| Date::from(period.last_day())), period)
            }
        };
        let request = FigureRequest {
            program: text(args, "program"),
            metric: text(args, "metric").unwrap_or_default(),
            of: text(args, "of"),
            on,
            within,
            period,
            region: text(args, "region"),
            shown: text(args, "as"),
        };
        Ok(Value::from_serializable(&self.figures.figure(&request)?))
    }

    /// The chart that a shortcode requests: the drawing, and the metric's name and page. The default program
    /// is the one running in the given period, otherwise at the end of the record's period.
    fn chart(&self, slot: &Slot<'_>, args: &Args) -> Result<Value, Refused> {
        let metric = text(args, "metric").unwrap_or_default();
        let within = self.within(slot.record, args)?;
        let (of, at) = self.charted(slot, args, &metric, within)?;
        let within = within.map(|written| written.in_years(of.program.calendar().year));
        let usual = if within.is_some() { "regions" } else { "progress" };
        let kind = text(args, "kind").unwrap_or_else(|| usual.to_owned());
        let mark = format!("-{}", slot.mark());
        let svg = match (kind.as_str(), within) {
            ("regions", within) => of.region_chart(at, &slot.page.url.href(), within, &mark),
            ("weeks", within) => of.weeks_chart(at, within, &mark),
            (_, None) => of.progress_chart(at, &mark),
            (_, Some(_)) => {
                return Err(Refused::new(
                    "kind",
                    "progress is cumulative and runs across periods; for a single period, regions and weeks can be drawn"
                        .to_owned(),
                    "进度图是累计的，不能只画一个时段；一个时段可以画 regions 和 weeks".to_owned(),
                ));
            }
        };
        let Some(svg) = svg else {
            return Err(Refused::new(
                "metric",
                format!("there is nothing to draw for “{metric}” yet"),
                format!("“{metric}”还没有可画的数字"),
            ));
        };
        Ok(Value::from_serializable(&serde_json::json!({"svg": svg, "metric": of.metric(at)})))
    }

    /// The program and metric of a chart.
    fn charted(
        &self,
        slot: &Slot<'_>,
        args: &Args,
        metric: &str,
        within: Option<WrittenPeriod>,
    ) -> Result<(ProgressViewer<'_>, usize), Refused> {
        let viewer = &self.inputs.viewer;
        let day = viewer.period_end(slot.record).map(Date::last_day).filter(|_| within.is_none());
        let all = || (0..viewer.progress.programs.len()).filter_map(|at| viewer.program(at));
        let id = text(args, "program");
        if let Some(id) = &id
            && all().all(|of| *of.program.program().id != **id)
        {
            let known: Vec<_> = all().map(|of| of.program.program().id.clone()).collect();
            let known = known.iter().map(AsRef::as_ref);
            return Err(FigureFault::unknown("program", ("program", "项目"), id, known).into());
        }
        let wanted = || all().filter(|of| id.as_ref().is_none_or(|id| *of.program.program().id == **id));
        let with = || {
            wanted().filter_map(|of| {
                let at = of.program.metrics().iter().position(|known| *known.id == *metric)?;
                Some((of, at))
            })
        };
        let runs = |(of, _): &(ProgressViewer<'_>, usize)| {
            let calendar = of.program.calendar();
            day.is_none_or(|day| calendar.starts <= day && day <= calendar.ends)
                && within.is_none_or(|written| of.program.program().has(written.in_years(calendar.year)))
        };
        let Some((of, at)) = with().find(runs).or_else(|| with().next()) else {
            let known: Vec<_> =
                wanted().flat_map(|of| of.program.metrics().iter().map(|of| of.id.clone())).collect();
            let known = known.iter().map(AsRef::as_ref);
            return Err(FigureFault::unknown("metric", ("metric", "指标"), metric, known).into());
        };
        let calendar = of.program.calendar();
        let outside = |period: &Period| !of.program.program().has(*period);
        match within.map(|written| written.in_years(calendar.year)).filter(outside) {
            None => Ok((of, at)),
            Some(_) => {
                let (first, last) = (calendar.starts, calendar.ends);
                Err(Refused::new(
                    "in",
                    format!("the program has figures from {first} to {last} only"),
                    format!("项目只有 {first} 至 {last} 的数字"),
                ))
            }
        }
    }
}

/// An argument as text.
fn text(args: &Args, key: &str) -> Option<String> {
    match &args.iter().find(|arg| arg.name == key)?.value {
        ShortcodeArg::Text(text) => Some(text.clone()),
        ShortcodeArg::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
