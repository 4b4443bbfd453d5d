//! Findings to diagnostics: the places of what is wrong with records.

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::text::read_text;
use crate::config::yaml::Text;
use crate::diag::{Code, Diagnostics, MOST_ALIKE, Place};
use crate::domain::{FileIx, Finding, Span};
use crate::source::{SitePath, System};

/// Source files, each read again once where something in it is wrong.
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

    /// The place of a stretch of a file.
    pub(super) fn place(&mut self, file: FileIx, span: Span) -> Option<Place> {
        let path = self.files.get(usize::try_from(file.0).ok()?)?;
        let text = self
            .texts
            .entry(file)
            .or_insert_with(|| read_text(self.system, self.root, path, &mut Diagnostics::default()));
        Some(text.as_ref().map_or_else(|| Place::file(path.clone()), |text| text.place(span)))
    }

    /// The place of a finding: that of its words, where the file can be read.
    fn place_of(&mut self, finding: &Finding) -> Option<Place> {
        let place = self.place(finding.file, finding.span)?;
        let text = self.texts.get(&finding.file).and_then(Option::as_ref);
        let words = finding.words.as_ref().zip(text);
        let found =
            words.and_then(|(words, text)| Some(text.place(words.find(&text.content, finding.span)?)));
        Some(found.unwrap_or(place))
    }

    /// Adds findings with their places.
    pub(super) fn add(&mut self, findings: Vec<Finding>, diagnostics: &mut Diagnostics) {
        let mut told: BTreeMap<(FileIx, Code), usize> = BTreeMap::new();
        for finding in findings {
            let alike = told.entry((finding.file, finding.diagnostic.code)).or_default();
            *alike += 1;
            if *alike > MOST_ALIKE {
                continue;
            }
            let place = self.place_of(&finding);
            // What must not be published is not quoted either.
            let hidden = matches!(finding.diagnostic.code, Code::LeakedNumber | Code::LeakedAddress);
            let place = if hidden { place.map(Place::masked) } else { place };
            let mut diagnostic = finding.diagnostic.at(place);
            for (file, span) in finding.related {
                diagnostic = diagnostic.and_at(self.place(file, span));
            }
            diagnostics.push(diagnostic);
        }
    }
}
