//! Links to a program's data files.

use crate::plan::tables;
use crate::view::progress::{DataLink, ProgressViewer};

/// The data files of a program, for links on its pages.
pub(super) fn links(of: &ProgressViewer<'_>) -> Vec<DataLink> {
    let (words, urls) = (of.viewer.words, of.urls());
    let json =
        DataLink { title: words.word("data.progress", &[]), url: urls.data("progress.json"), format: "JSON" };
    let csv = tables(of).into_iter().map(|table| DataLink {
        title: words.word(&format!("data.{}", table.name()), &[]),
        url: urls.data(&format!("{}.csv", table.name())),
        format: "CSV",
    });
    std::iter::once(json).chain(csv).collect()
}
