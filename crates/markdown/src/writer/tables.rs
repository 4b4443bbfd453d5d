//! Writes tables.

use pulldown_cmark::Alignment;

use super::Writer;
use crate::escape;
use crate::tables::Table;

impl Writer<'_> {
    pub fn table(&mut self, alignments: &[Alignment]) {
        self.table = Table { alignments: alignments.to_vec(), ..Table::default() };
        self.block("<div class=\"table\" role=\"region\" aria-label=\"");
        escape::attribute(&mut self.html, self.options.words.table);
        self.html.push_str("\" tabindex=\"0\"><table>");
    }

    pub fn row(&mut self, head: bool) {
        self.table.cell = 0;
        self.table.head = head;
        if head {
            self.html.push_str("<thead><tr>");
        } else {
            if !std::mem::replace(&mut self.table.body, true) {
                self.html.push_str("<tbody>\n");
            }
            self.html.push_str("<tr>");
        }
    }

    pub fn cell(&mut self) {
        self.html.push_str(if self.table.head { "<th scope=\"col\"" } else { "<td" });
        self.html.push_str(match self.table.alignments.get(self.table.cell) {
            Some(Alignment::Center) => " class=\"center\">",
            Some(Alignment::Right) => " class=\"end\">",
            _ => ">",
        });
        self.table.cell += 1;
        self.last = None;
    }

    pub fn cell_end(&mut self) {
        self.html.push_str(if self.table.head { "</th>" } else { "</td>" });
    }

    pub fn table_end(&mut self) {
        let body = if self.table.body { "</tbody>" } else { "" };
        self.html.push_str(&format!("{body}</table></div>\n"));
    }
}
