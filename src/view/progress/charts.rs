//! Charts of figures.

use super::ProgressViewer;

impl ProgressViewer<'_> {
    /// A metric against its plans; `None` where there is nothing to draw. `whole` draws the page's own, else a small one.
    #[must_use]
    pub fn progress_chart(&self, _metric: usize, _whole: bool) -> Option<String> {
        None
    }

    /// A metric's weeks.
    #[must_use]
    pub fn weeks_chart(&self, _metric: usize) -> Option<String> {
        None
    }

    /// A metric's regions side by side.
    #[must_use]
    pub fn region_chart(&self, _metric: usize) -> Option<String> {
        None
    }
}
