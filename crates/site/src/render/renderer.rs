//! The renderer: the templates, and the values that all pages have.

use std::sync::Arc;

use tera::Tera;

use super::asks::Asks;
use super::cards::Cards;
use super::facets::Facets;
use super::inputs::RenderInputs;
use super::programs::Programs;
use crate::view::Figures;

/// Renders pages; usable from many threads at once.
pub struct Renderer<'a> {
    pub(super) inputs: RenderInputs<'a>,
    pub(super) tera: Tera,
    pub(super) cards: Arc<Cards>,
    pub(super) facets: Facets,
    pub(super) globals: blake3::Hash,
    pub(super) figures: Arc<dyn Figures>,
    pub(super) asks: Asks,
    pub(super) programs: Programs,
}
