//! The input for rendering.

use crate::config::Config;
use crate::plan::Plan;
use crate::view::Viewer;

/// The input of rendering.
#[derive(Clone, Copy)]
pub struct RenderInputs<'a> {
    /// Settings.
    pub config: &'a Config,
    /// Views of the edition.
    pub viewer: Viewer<'a>,
    /// The plan.
    pub plan: &'a Plan,
    /// The site's address; ends in `/`.
    pub base_url: &'a str,
    /// The day on which the site is built.
    pub today: jiff::civil::Date,
}
