//! Writes the bodies of shortcodes.

use super::Writer;
use crate::MOST_LEVELS;
use crate::document::{Enclosing, Piece, ProblemKind};
use crate::split::Slot;

impl Writer<'_> {
    /// Reports the tags that are not in the same element.
    pub fn report_apart(&mut self) {
        for number in std::mem::take(&mut self.bodies.apart) {
            if let Some(tags) = self.prepared.enclosed.get(number) {
                let (name, fault) = (tags.call.name.clone(), Enclosing::Apart);
                self.problem_at(ProblemKind::Enclosing { name, fault }, tags.range.clone());
            }
        }
    }

    /// Writes a shortcode with its body, from the event of its opening tag to that of its closing tag;
    /// returns the next event.
    pub fn enclosed(&mut self, n: usize, number: usize, end: usize) -> usize {
        let (behind, inside) = (self.end_of(end), self.end_of(n));
        let Some(tags) = self.prepared.enclosed.get(number) else { return behind };
        let (name, args) = (tags.call.name.clone(), tags.call.placed(tags.range.start));
        let right = self.report_arguments(&name, &args, &tags.range);
        if self.depth >= MOST_LEVELS {
            self.too_deep(tags.range.clone());
            self.write(inside, end);
            return behind;
        }
        self.block("");
        self.plain_block();
        let (html, open) = (std::mem::take(&mut self.html), std::mem::take(&mut self.open));
        self.depth += 1;
        self.write(inside, end);
        self.depth -= 1;
        self.close_to(0);
        self.open = open;
        self.plain_block();
        let body = std::mem::replace(&mut self.html, html);
        // Invalid calls were reported and are omitted.
        if right {
            let range = tags.range.clone();
            let piece = Piece::Shortcode { name, args, body: None, range, alone: true };
            self.mark_slot();
            self.slots.push(Slot::Enclosed(piece, body));
        }
        self.html.push('\n');
        behind
    }
}
