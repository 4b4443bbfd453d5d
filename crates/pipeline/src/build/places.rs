//! Turns findings into diagnostics: finds line and column in the source.

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::text::read_text;
use crate::config::yaml::Text;
use crate::diag::{Code, Diagnostic, Diagnostics, MAX_PER_CODE_PER_FILE, Place};
use crate::domain::{FileIx, Finding, Span};
use crate::source::{SitePath, System};

/// The source files that have findings; each is read again once.
pub(super) struct Places<'a> {
    system: &'a dyn System,
    root: &'a Path,
    files: &'a [SitePath],
    texts: BTreeMap<FileIx, Option<Text>>,
}

impl<'a> Places<'a> {
    pub(super) const fn new(system: &'a dyn System, root: &'a Path, files: &'a [SitePath]) -> Self {
        Self { system, root, files, texts: BTreeMap::new() }
    }

    /// The place of a span.
    pub(super) fn place(&mut self, file: FileIx, span: Span) -> Option<Place> {
        let path = self.files.get(file.at())?;
        let text = self
            .texts
            .entry(file)
            .or_insert_with(|| read_text(self.system, self.root, path, &mut Diagnostics::default()));
        Some(text.as_ref().map_or_else(|| Place::file(path.clone()), |text| text.place(span)))
    }

    /// The place of a finding: that of its words, if the file can be read.
    fn place_of(&mut self, finding: &Finding) -> Option<Place> {
        let place = self.place(finding.file, finding.span)?;
        let text = self.texts.get(&finding.file).and_then(Option::as_ref);
        let words = finding.words.as_ref().zip(text);
        let found =
            words.and_then(|(words, text)| Some(text.place(words.find(&text.content, finding.span)?)));
        Some(found.unwrap_or(place))
    }

    /// Adds findings as diagnostics with places.
    pub(super) fn add(&mut self, findings: Vec<Finding>, diagnostics: &mut Diagnostics) {
        let mut told: BTreeMap<(FileIx, Code), usize> = BTreeMap::new();
        let mut secret: Vec<(Diagnostic, Option<Place>)> = Vec::new();
        for finding in findings {
            let alike = told.entry((finding.file, finding.diagnostic.code)).or_default();
            *alike += 1;
            if *alike > MAX_PER_CODE_PER_FILE {
                continue;
            }
            let place = self.place_of(&finding);
            // What must not be published is not quoted either.
            let hidden = matches!(finding.diagnostic.code, Code::LeakedNumber | Code::LeakedAddress);
            if hidden {
                // Only what is on one line is marked as a whole.
                let is_marked = self.is_within_line(&finding);
                let place = place.map(|place| if is_marked { place } else { place.masked() });
                secret.push((finding.diagnostic, place));
                continue;
            }
            let mut diagnostic = finding.diagnostic.at(place);
            for (file, span) in finding.related {
                diagnostic = diagnostic.and_at(self.place(file, span));
            }
            diagnostics.push(diagnostic);
        }
        let (told, mut places): (Vec<_>, Vec<_>) = secret.into_iter().unzip();
        Place::hide_marked(places.iter_mut().flatten());
        told.into_iter().zip(places).for_each(|(told, place)| diagnostics.push(told.at(place)));
    }

    /// Whether the subject of a finding is on one line; only then is all of it marked.
    fn is_within_line(&self, finding: &Finding) -> bool {
        let usize_of = |at: u32| usize::try_from(at).unwrap_or(usize::MAX);
        let text = self.texts.get(&finding.file).and_then(Option::as_ref);
        let words =
            text.and_then(|text| text.content.get(usize_of(finding.span.start)..usize_of(finding.span.end)));
        words.is_some_and(|words| !words.trim_end().contains('\n'))
    }
}
