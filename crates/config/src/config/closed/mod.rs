//! `content/closed/<program>/<period>.yaml`: frozen figures of periods.
//!
//! The files are written by `close`; entries under names that no longer exist are kept and reported. Next to
//! them, publishers write `corrections.yaml`: the reasons for changed figures.

mod corrections;
mod counted;
mod read;
mod write;

use std::path::Path;
use std::sync::Arc;

pub use write::write;

use super::text;
use super::yaml::parse;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, Place, suggestion};
use crate::domain::{Closing, Correction, Period, Program, Regions};
use crate::source::{Entry, EntryKind, SitePath, System};

/// The folder, within `content/`.
const FOLDER: &str = "closed/";

/// The path of a period's closing, from the site's root.
#[must_use]
pub fn path(program: &str, period: Period) -> String {
    format!("content/{FOLDER}{program}/{period}.yaml")
}

/// The names that closings may refer to.
pub(super) struct Known<'a> {
    pub(super) programs: &'a [Arc<Program>],
    pub(super) regions: &'a Regions,
    /// Ids of programs that have a file, valid or not.
    pub(super) declared: &'a [String],
}

impl Known<'_> {
    /// Reads all closings, by program, then period; and the reasons for corrections.
    pub(super) fn load(
        &self,
        system: &dyn System,
        root: &Path,
        content: &[Entry],
        diagnostics: &mut Diagnostics,
    ) -> (Vec<Closing>, Vec<Correction>) {
        let mut closings = Vec::new();
        let mut reasons = Vec::new();
        for entry in content.iter().filter(|entry| entry.kind == EntryKind::File) {
            let inner = entry.path.as_str();
            let Some(name) = inner.strip_prefix(FOLDER).filter(|name| !is_hidden(name)) else { continue };
            let Ok(path) = SitePath::try_from(format!("content/{inner}").as_str()) else { continue };
            if !name.ends_with(".yaml") && !name.ends_with(".yml") {
                let stray = Diagnostic::new(Code::StrayFile).at(Place::file(path));
                diagnostics.push(stray.arg("name", inner));
                continue;
            }
            match program_of_corrections(name) {
                Some(program) => reasons.push((path, program)),
                None => closings.extend(self.one(system, root, &path, diagnostics)),
            }
        }
        closings.sort_by(|a, b| (&a.program, a.period).cmp(&(&b.program, b.period)));
        let mut corrections = Vec::new();
        for (path, program) in reasons {
            corrections.extend(self.corrections(system, root, &path, (program, &closings), diagnostics));
        }
        (closings, corrections)
    }

    fn one(
        &self,
        system: &dyn System,
        root: &Path,
        file: &SitePath,
        diagnostics: &mut Diagnostics,
    ) -> Option<Closing> {
        let text = text::read_text(system, root, file, diagnostics)?;
        let node = parse(&text, 0..text.content.len(), diagnostics)?;
        let read = read::closing(&text, &node, diagnostics)?;
        let closing = &read.closing;
        let wanted = path(&closing.program, closing.period);
        if wanted != file.as_str() {
            let misplaced = Diagnostic::new(Code::ClosedMisplaced).at(text.place(read.named));
            let period = closing.period.to_string();
            diagnostics
                .push(misplaced.arg("program", &closing.program).arg("period", period).arg("wanted", wanted));
            return None;
        }
        let programs = || self.declared.iter().map(String::as_str);
        let Some(program) = self.programs.iter().find(|program| program.id == closing.program) else {
            if !programs().any(|id| *id == *closing.program) {
                let what = ("program", "项目");
                diagnostics.push(unknown(&text, read.named, what, &closing.program, programs()));
            }
            return None;
        };
        if !closing.period.is_of(program.year.starts) {
            let period = closing.period.to_string();
            let told =
                super::decode::of_other_year(&period, closing.period, &program.id, program.year.starts);
            diagnostics.push(told.at(text.place(read.named)));
            return None;
        }
        if !program.overlaps(closing.period) {
            diagnostics.push(
                Diagnostic::new(Code::ClosedOutsideProgram)
                    .at(text.place(read.named))
                    .arg("period", closing.period.to_string())
                    .arg("program", &closing.program)
                    .arg("starts", program.starts.to_string())
                    .arg("ends", program.ends.to_string()),
            );
            return None;
        }
        let metrics = || program.metrics.iter().map(|metric| &*metric.id);
        for (id, span) in read.metrics.iter().filter(|(id, _)| !metrics().any(|known| known == &**id)) {
            diagnostics.push(unknown(&text, *span, ("metric", "指标"), id, metrics()));
        }
        let regions = || self.regions.iter().map(|region| &*region.id);
        for (id, span) in read.regions.iter().filter(|(id, _)| self.regions.named(id, None).is_none()) {
            diagnostics.push(unknown(&text, *span, ("region", "县区"), id, regions()));
        }
        Some(read.closing)
    }
}

/// The program of a corrections file: `2022/corrections.yaml`.
fn program_of_corrections(name: &str) -> Option<&str> {
    let (program, file) = name.split_once('/')?;
    matches!(file, "corrections.yaml" | "corrections.yml").then_some(program)
}

/// Whether a file is not the site's: an office program's lock file, or what a crash left of an unfinished
/// write.
fn is_hidden(name: &str) -> bool {
    name.split('/').any(|part| part.starts_with('.') || part.starts_with("~$"))
}

fn unknown<'k>(
    text: &super::yaml::Text,
    span: crate::domain::Span,
    (en, zh): (&str, &str),
    found: &str,
    known: impl Iterator<Item = &'k str>,
) -> Diagnostic {
    Diagnostic::new(Code::UnknownInClosed)
        .at(text.place(span))
        .arg("what", Arg::term(en, zh))
        .arg("found", found)
        .arg_opt("suggestion", suggestion(found, known))
}

#[cfg(test)]
mod tests;
