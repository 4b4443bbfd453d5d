//! Tables: in a scrollable region, aligned by class.

use pulldown_cmark::Alignment;

/// The state of the writer within a table.
#[derive(Default)]
pub struct Table {
    pub alignments: Vec<Alignment>,
    pub cell: usize,
    pub head: bool,
    pub body: bool,
}
