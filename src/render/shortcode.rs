//! Shortcodes: what the engine adds to their arguments, and their templates.

use tera::{Context, TeraResult, Value};

use super::Renderer;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::{Date, Finding, Span};
use crate::plan::Page;
use crate::view::progress::ProgressViewer;
use crate::view::{FigureRequest, PublicIx, ShortcodeArg};

type Args = Vec<(String, ShortcodeArg)>;

/// Where a shortcode stands.
#[derive(Clone, Copy)]
pub(super) struct Slot<'a> {
    /// On which page.
    pub(super) page: &'a Page,
    /// In whose text.
    pub(super) record: PublicIx,
    /// Stands before the ids of that text.
    pub(super) id_prefix: &'a str,
    /// Where in the record's file.
    pub(super) span: Span,
    /// Whether it is a block of its own.
    pub(super) alone: bool,
}

impl Slot<'_> {
    /// What no other shortcode of the page has, for ids.
    fn mark(&self) -> String {
        format!("{}{}", self.id_prefix, self.span.start)
    }
}

impl Renderer<'_> {
    /// A shortcode's HTML. What there is none of is told, and nothing stands in its place.
    pub(super) fn shortcode(
        &self,
        slot: &Slot<'_>,
        name: &str,
        args: Args,
        findings: &mut Vec<Finding>,
    ) -> TeraResult<String> {
        let mut own = Context::new();
        own.insert("inline", &!slot.alone);
        own.insert("mark", &slot.mark());
        let made = match name {
            "figure" => Some(("figure", self.figure(slot.record, &args))),
            "chart" => Some(("chart", self.chart(slot, &args))),
            _ => None,
        };
        match made {
            Some((key, Ok(value))) => own.insert_value(key, value),
            Some((_, Err(reason))) => {
                self.bad(slot, name, reason, findings);
                return Ok(String::new());
            }
            None => {}
        }
        let lacking = match name {
            "gallery" => !args.iter().any(|(_, arg)| matches!(arg, ShortcodeArg::Pictures(_))),
            "record" => !args.iter().any(|(_, arg)| matches!(arg, ShortcodeArg::Record(_))),
            _ => false,
        };
        if lacking {
            let reason = match name {
                "record" => Arg::term("id= is missing: which record is wanted?", "缺少 id=，不知道要哪一条"),
                _ => Arg::term(
                    "files= is missing: which pictures are wanted?",
                    "缺少 files=，不知道要哪几张图",
                ),
            };
            self.bad(slot, name, reason, findings);
            return Ok(String::new());
        }
        for (key, arg) in args {
            match arg {
                ShortcodeArg::Text(text) => own.insert(key, &text),
                ShortcodeArg::Integer(number) => own.insert(key, &number),
                ShortcodeArg::Boolean(yes) => own.insert(key, &yes),
                ShortcodeArg::Pictures(pictures) => own.insert("pictures", &pictures),
                ShortcodeArg::Record(Some(ix)) => {
                    own.insert_value("card", self.cards.value(ix).unwrap_or_else(Value::none));
                }
                // Of a record that the edition does not show, nothing is left.
                ShortcodeArg::Record(None) => return Ok(String::new()),
            }
        }
        let made = self.part(&format!("shortcodes/{name}.html"), slot.page, |context| context.extend(own))?;
        Ok(made.unwrap_or_default())
    }

    fn bad(&self, slot: &Slot<'_>, name: &str, reason: Arg, findings: &mut Vec<Finding>) {
        let file = self.inputs.viewer.record(slot.record).map(|record| record.file);
        let diagnostic = Diagnostic::new(Code::BadShortcode).arg("reason", reason).arg("name", name);
        findings.extend(file.map(|file| Finding::new(diagnostic, file, slot.span)));
    }

    /// The figure that a shortcode asks for; its day is the end of the record's period unless it says another.
    fn figure(&self, record: PublicIx, args: &Args) -> Result<Value, Arg> {
        let Some(metric) = text(args, "metric") else {
            return Err(Arg::term(
                "metric= is missing: which figure is wanted?",
                "缺少 metric=，不知道要哪个数字",
            ));
        };
        let (on, period) = match text(args, "on") {
            Some(on) => match Date::parse(&on) {
                Ok(date) => (Some(date), None),
                Err(_) => return Err(Arg::term(format!("“{on}” is no date"), format!("“{on}”不是日期"))),
            },
            None => {
                let period = self.inputs.viewer.period(record);
                (period.map(|period| Date::from(period.last_day())), period)
            }
        };
        let request = FigureRequest {
            program: text(args, "program"),
            metric,
            of: text(args, "of"),
            on,
            period,
            region: text(args, "region"),
            shown: text(args, "as"),
        };
        let figure = self.figures.figure(&request);
        figure.map(|figure| Value::from_serializable(&figure)).map_err(|fault| Arg::term(fault.en, fault.zh))
    }

    /// The chart that a shortcode asks for: drawing, the metric's name and page. Without a program it is of the one that runs at the
    /// end of the record's period.
    fn chart(&self, slot: &Slot<'_>, args: &Args) -> Result<Value, Arg> {
        let viewer = &self.inputs.viewer;
        let metric = text(args, "metric").unwrap_or_default();
        let id = text(args, "program");
        let day = viewer.period_end(slot.record).map(Date::last_day);
        let with = || {
            let programs = (0..viewer.progress.programs.len()).filter_map(|at| viewer.program(at));
            let wanted = programs.filter(|of| id.as_ref().is_none_or(|id| *of.program.program().id == **id));
            wanted.filter_map(|of| {
                let at = of.program.metrics().iter().position(|known| *known.id == *metric)?;
                Some((of, at))
            })
        };
        let runs = |(of, _): &(ProgressViewer<'_>, usize)| {
            let calendar = of.program.calendar();
            day.is_none_or(|day| calendar.starts <= day && day <= calendar.ends)
        };
        let Some((of, at)) = with().find(runs).or_else(|| with().next()) else {
            return Err(Arg::term(format!("there is no metric “{metric}”"), format!("没有指标“{metric}”")));
        };
        let kind = text(args, "kind");
        let mark = format!("-{}", slot.mark());
        let svg = match kind.as_deref() {
            None | Some("progress") => of.progress_chart(at, &mark),
            Some("regions") => of.region_chart(at, &slot.page.url.href(), &mark),
            Some("weeks") => of.weeks_chart(at, &mark),
            Some(other) => {
                let en = format!("kind=\"{other}\" is unknown: progress, regions or weeks can be drawn");
                return Err(Arg::term(
                    en,
                    format!("kind=\"{other}\" 不认识，可以写 progress、regions 或 weeks"),
                ));
            }
        };
        let Some(svg) = svg else {
            return Err(Arg::term(
                format!("there is nothing to draw of “{metric}” yet"),
                format!("“{metric}”还没有可画的数字"),
            ));
        };
        Ok(Value::from_serializable(&serde_json::json!({"svg": svg, "metric": of.metric(at)})))
    }
}

/// An argument as text.
fn text(args: &Args, key: &str) -> Option<String> {
    let (_, arg) = args.iter().find(|(known, _)| known == key)?;
    match arg {
        ShortcodeArg::Text(text) => Some(text.clone()),
        ShortcodeArg::Integer(number) => Some(number.to_string()),
        _ => None,
    }
}
