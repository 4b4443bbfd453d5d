//! Writes footnotes.

use std::collections::BTreeSet;
use std::ops::Range;

use super::Writer;
use crate::document::ProblemKind;
use crate::escape;
use crate::footnotes::Note;

impl Writer<'_> {
    /// The HTML of a reference; `None` if there is no such footnote.
    pub fn reference(&mut self, name: &str) -> Option<String> {
        let (number, nth) = self.notes.refer(name)?;
        let mut html = String::from("<sup class=\"footnote-ref\"><a id=\"");
        escape::attribute(&mut html, &self.reference_id(number, nth));
        html.push_str("\" href=\"#");
        escape::attribute(&mut html, &format!("{}fn-{number}", self.options.id_prefix));
        html.push_str(&format!("\" role=\"doc-noteref\">{number}</a></sup>"));
        Some(html)
    }

    fn reference_id(&self, number: usize, nth: usize) -> String {
        let prefix = self.options.id_prefix;
        if nth == 1 { format!("{prefix}fnref-{number}") } else { format!("{prefix}fnref-{number}-{nth}") }
    }

    /// Writes the section of footnotes. Footnotes may refer to further ones.
    pub fn write_footnotes(&mut self) {
        self.close_to(0);
        let mut n = 0;
        while let Some(start) = self.notes.referred.get(n).map(|note| note.start) {
            let text = std::mem::take(&mut self.html);
            let end = self.notes.end(start).unwrap_or(start);
            self.write(start + 1, end.saturating_sub(1));
            self.close_to(0);
            let html = std::mem::replace(&mut self.html, text);
            if let Some(note) = self.notes.referred.get_mut(n) {
                note.html = html;
            }
            n += 1;
        }
        self.report_unused();
        let notes = std::mem::take(&mut self.notes.referred);
        if notes.is_empty() {
            return;
        }
        self.html.push_str("<section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"");
        escape::attribute(&mut self.html, self.options.words.footnotes);
        self.html.push_str("\">\n<ol>\n");
        for (n, note) in notes.iter().enumerate() {
            self.write_note(n + 1, note);
        }
        self.html.push_str("</ol>\n</section>\n");
    }

    fn write_note(&mut self, number: usize, note: &Note) {
        self.html.push_str("<li id=\"");
        escape::attribute(&mut self.html, &format!("{}fn-{number}", self.options.id_prefix));
        self.html.push_str("\">");
        // The back links are in the last paragraph, if there is one.
        let (body, end) = match note.html.strip_suffix("</p>\n") {
            Some(body) => (body, "</p>\n"),
            None => (note.html.as_str(), ""),
        };
        self.html.push_str(body);
        for nth in 1..=note.references {
            self.html.push_str(" <a href=\"#");
            let id = self.reference_id(number, nth);
            escape::attribute(&mut self.html, &id);
            self.html.push_str("\" role=\"doc-backlink\" aria-label=\"");
            escape::attribute(&mut self.html, self.options.words.back);
            if nth > 1 {
                self.html.push_str(&format!(" {nth}"));
            }
            self.html.push_str("\">↩</a>");
        }
        self.html.push_str(end);
        self.html.push_str("</li>\n");
    }

    fn report_unused(&mut self) {
        let used: BTreeSet<usize> = self.notes.referred.iter().map(|note| note.start).collect();
        let unused = self.notes.ends.iter().filter(|(start, _)| !used.contains(start));
        let ranges: Vec<Range<usize>> = unused.map(|(_, (_, range))| range.clone()).collect();
        for range in ranges {
            self.problem(ProblemKind::UnusedFootnote, &range);
        }
    }
}
