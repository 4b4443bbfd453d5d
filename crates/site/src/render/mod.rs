//! Renders planned pages; links are relative to the page.

mod asks;
mod body;
mod bounded;
mod calendar;
mod calls;
mod cards;
mod context;
mod data;
mod engine;
mod error;
mod escape;
mod facets;
mod feed;
mod fingerprint;
mod functions;
mod inputs;
mod linked;
mod links;
mod lookups;
mod nesting;
mod programs;
mod progress;
mod qr;
mod quotes;
mod renderer;
mod shortcode;
mod sitemap;
mod values;

use std::io;
use std::sync::Arc;

use tera::Context;

use crate::diag::{Diagnostic, Diagnostics, internal};
use crate::domain::Finding;
use crate::plan::{Page, PageKind};
use crate::view::{Figures, PublicIx, RecordCard};

use asks::Asks;
use bounded::Bounded;
use cards::Cards;
pub use engine::too_much;
pub use escape::escape;
use facets::Facets;
pub use fingerprint::Fingerprints;
pub use inputs::RenderInputs;
use programs::Programs;
pub use renderer::Renderer;

/// A page's bytes and its diagnostics.
#[derive(Debug, Default)]
pub struct Rendered {
    /// The bytes; `None` if it could not be rendered.
    pub bytes: Option<Vec<u8>>,
    /// An error of a template.
    pub diagnostic: Option<Diagnostic>,
    /// Errors of records.
    pub findings: Vec<Finding>,
}

/// The result for a page without a template. On failure there is a diagnostic instead of an empty file, which
/// nobody would notice.
fn finished(page: &Page, made: io::Result<Vec<u8>>) -> Rendered {
    match made {
        Ok(bytes) => Rendered { bytes: Some(bytes), ..Rendered::default() },
        Err(error) => Rendered { diagnostic: Some(internal(page.url.path(), &error)), ..Rendered::default() },
    }
}

impl<'a> Renderer<'a> {
    /// Loads the templates; `None` if one of them has a syntax error.
    #[must_use]
    pub fn new(
        inputs: RenderInputs<'a>,
        cards: &Arc<[Arc<RecordCard>]>,
        figures: Arc<dyn Figures>,
        diagnostics: &mut Diagnostics,
    ) -> Option<Self> {
        let cards = Arc::new(Cards::new(&inputs, cards));
        let mut tera = engine::engine(&inputs, &cards, &figures, diagnostics)?;
        context::set_globals(&mut tera, &inputs, &cards);
        let globals = context::hash_globals(&mut tera);
        let (facets, asks) = (Facets::new(inputs.plan), Asks::new(&inputs.config.theme));
        let programs = Programs::new(&inputs);
        Some(Self { inputs, tera, cards, facets, globals, figures, asks, programs })
    }

    /// A hash of the data of all pages.
    #[must_use]
    pub fn globals(&self) -> blake3::Hash {
        self.globals
    }

    /// Renders a page.
    #[must_use]
    pub fn render(&self, page: &Page) -> Rendered {
        let made = match &page.kind {
            PageKind::Feed(feed) => feed::feed(&self.inputs, &self.cards, page, feed),
            PageKind::Sitemap(urls) => sitemap::sitemap(urls, self.inputs.base_url),
            PageKind::SitemapIndex(urls) => sitemap::index(urls, self.inputs.base_url),
            PageKind::Data(at, file) => self.data(*at, *file),
            PageKind::Calendar(record) => self.calendar(*record),
            PageKind::DataPackage => data::package(&self.inputs),
            PageKind::Robots { sitemap } => Ok(sitemap::robots(sitemap.as_ref(), self.inputs.base_url)),
            _ => return self.html(page),
        };
        finished(page, made)
    }

    /// The calendar file of a record.
    fn calendar(&self, record: PublicIx) -> io::Result<Vec<u8>> {
        let made = self.cards.card(record).and_then(|card| {
            let url = card.url.as_ref()?.absolute(self.inputs.base_url);
            calendar::calendar(card, &url, self.inputs.viewer.words)
        });
        made.ok_or_else(|| io::Error::other("the event has no day or no page"))
    }

    fn html(&self, page: &Page) -> Rendered {
        let mut rendered = Rendered::default();
        let context = match self.context(page, &mut rendered.findings) {
            Ok(context) => context,
            Err(error) => {
                rendered.diagnostic = Some(self.diagnostic(&error, page));
                return rendered;
            }
        };
        let names = lookups::candidates(page, self.inputs.config);
        let Some(name) = names.iter().find_map(|name| self.template(name)) else {
            rendered.diagnostic = Some(error::missing(names.last().map_or("", String::as_str), page));
            return rendered;
        };
        match self.bytes(&name, &context) {
            Ok(bytes) => rendered.bytes = Some(bytes),
            Err(error) => rendered.diagnostic = Some(self.diagnostic(&error, page)),
        }
        rendered
    }

    /// The full name of the first theme's template with this name.
    fn template(&self, name: &str) -> Option<String> {
        let chain = self.inputs.config.theme.chain.iter().map(|theme| format!("{theme}/{name}"));
        chain.into_iter().find(|name| self.tera.contains_template(name))
    }

    fn diagnostic(&self, error: &tera::Error, page: &Page) -> Diagnostic {
        error::diagnostic(error, &self.inputs.config.theme, Some(page), self.inputs.viewer.lang())
    }

    /// Renders a part of a page, with the page's data and some more.
    fn part(
        &self,
        name: &str,
        page: &Page,
        add: impl FnOnce(&mut Context),
    ) -> tera::TeraResult<Option<String>> {
        let Some(name) = self.template(name) else { return Ok(None) };
        let mut context = context::base(&self.inputs, page);
        add(&mut context);
        // Templates are text, and so is everything that they are given.
        String::from_utf8(self.bytes(&name, &context)?).map(Some).map_err(tera::Error::from)
    }

    fn bytes(&self, name: &str, context: &Context) -> tera::TeraResult<Vec<u8>> {
        let mut page = Bounded::default();
        self.tera.render_to(name, context, &mut page)?;
        Ok(page.into_bytes())
    }
}
