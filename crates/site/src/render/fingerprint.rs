//! Fingerprints of pages: if a page's fingerprint is the same as in an earlier build, so are its bytes.
//!
//! A fingerprint covers everything that [`Renderer::context`] passes to a page's template. Data of all pages
//! and the templates themselves are added by the caller (`epoch`). A template that asks for more (`cards`,
//! `figure`) is noticed during rendering: such a page has no fingerprint. Neither have kinds of pages of
//! which there are few, nor pages that show figures.

use std::hash::{Hash, Hasher};
use std::sync::OnceLock;

use super::renderer::Renderer;
use crate::plan::{ListPage, Page, PageKind, RecordPage};
use crate::routes::Href;
use crate::source::Checksum;
use crate::view::{BodyPiece, PublicIx};

/// Initial buffer size, in bytes; enough for most pages.
const USUAL: usize = 8 << 10;

/// The fingerprints of one build's pages.
pub struct Fingerprints<'r> {
    renderer: &'r Renderer<'r>,
    epoch: blake3::Hash,
    /// Of each record's card.
    cards: Vec<OnceLock<Checksum>>,
}

impl<'r> Fingerprints<'r> {
    /// Prepares fingerprints for a renderer's pages. `epoch` is the hash of everything that is not specific
    /// to the page: templates, words, settings, the day, the data of all pages.
    #[must_use]
    pub fn new(renderer: &'r Renderer<'r>, epoch: blake3::Hash) -> Self {
        let count = renderer.inputs.viewer.published.records().len();
        Self { renderer, epoch, cards: std::iter::repeat_with(OnceLock::new).take(count).collect() }
    }

    /// A page's fingerprint; `None` if its bytes could change although everything hashable stays the same.
    #[must_use]
    pub fn of(&self, page: &Page) -> Option<Checksum> {
        let mut made = Made(Bytes(Vec::with_capacity(USUAL)));
        made.bytes(self.epoch.as_bytes());
        let Page { url, title, description, trail, feed, kind } = page;
        made.text(url.path());
        made.text(title);
        made.maybe(description.as_deref());
        made.maybe(feed.as_ref().map(Href::as_str));
        made.number(trail.len());
        for crumb in trail.iter() {
            made.text(&crumb.title);
            made.text(crumb.url.as_str());
        }
        match kind {
            PageKind::Record(record) => self.record(record, &mut made)?,
            PageKind::List(list) => self.list(list, &mut made)?,
            PageKind::Redirect { target } => made.text(target.as_str()),
            _ => return None,
        }
        Some(Checksum::of(&made.0.0))
    }

    /// Whether a rendered page asked for nothing beyond what its fingerprint covers.
    #[must_use]
    pub fn covers(&self, page: &Page) -> bool {
        !self.renderer.cards.asked_for_more(page.url.href().as_str())
    }

    fn card(&self, ix: PublicIx) -> Option<Checksum> {
        let place = ix.at();
        let card = self.renderer.cards.card(ix)?;
        // A card is its data and nothing else.
        let hash = || {
            let mut bytes = Bytes::default();
            card.hash(&mut bytes);
            Checksum::of(&bytes.0)
        };
        Some(*self.cards.get(place)?.get_or_init(hash))
    }

    fn add_cards(&self, records: &[PublicIx], made: &mut Made) -> Option<()> {
        made.number(records.len());
        for ix in records {
            made.bytes(self.card(*ix)?.as_bytes());
        }
        Some(())
    }

    fn record(&self, page: &RecordPage, made: &mut Made) -> Option<()> {
        let RecordPage { collection, record, prev, next, parent, children } = page;
        let viewer = &self.renderer.inputs.viewer;
        let public = viewer.record(*record)?;
        made.text(collection);
        for one in [Some(*record), *prev, *next, *parent] {
            self.add_cards(one.as_slice(), made)?;
        }
        self.add_cards(children, made)?;
        for back in viewer.back(public) {
            made.text(&back.label);
            made.text(&back.collection);
            self.add_cards(&back.records, made)?;
        }
        let programs = viewer.progress.of_person(*record);
        made.number(programs.len());
        programs.iter().for_each(|at| made.number(*at));
        made.bytes(&serde_json::to_vec(&public.params).ok()?);
        let Some(body) = &public.body else { return Some(()) };
        made.bytes(Checksum::of(body.text.as_bytes()).as_bytes());
        if let Some(links) = viewer.plain_links(public) {
            links.hash(&mut made.0);
            return Some(());
        }
        let read = viewer.body(public, &mut Vec::new())?;
        // Shortcodes can ask for anything.
        if read.pieces.iter().any(has_shortcode) {
            return None;
        }
        made.text(&format!("{:?}", read.pieces));
        Some(())
    }

    fn list(&self, list: &ListPage, made: &mut Made) -> Option<()> {
        let ListPage { collection, title, records, first, count, number, pages, value, facets } = list;
        made.text(collection);
        made.text(title);
        for number in [records.len(), *first, *count, *number, pages.len()] {
            made.number(number);
        }
        // A list's URLs follow from its first one and their number.
        made.text(pages.first()?.path());
        let (facet, of_facet) = value.map_or((usize::MAX, usize::MAX), |at| at);
        made.number(facet);
        made.number(of_facet);
        made.bytes(self.renderer.facets.hash(collection, facets).as_bytes());
        let shown = records.get(*first..first.saturating_add(*count))?;
        self.add_cards(shown, made)
    }
}

fn has_shortcode(piece: &BodyPiece) -> bool {
    match piece {
        BodyPiece::Shortcode { .. } => true,
        BodyPiece::Link { text, .. } => text.iter().any(has_shortcode),
        BodyPiece::Html(_) | BodyPiece::Picture { .. } => false,
    }
}

/// Everything that a value consists of, as bytes. The bytes, like fingerprints, are specific to this program
/// and machine: see `epoch`.
#[derive(Default)]
struct Bytes(Vec<u8>);

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        // Never called: only the bytes are used.
        0
    }
}

/// A fingerprint being computed: every part is preceded by its length, so that different sequences of parts
/// never coincide. Hashing all at once takes half the time.
struct Made(Bytes);

impl Made {
    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len());
        self.0.write(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn maybe(&mut self, text: Option<&str>) {
        self.number(usize::from(text.is_some()));
        self.text(text.unwrap_or(""));
    }

    fn number(&mut self, number: usize) {
        self.0.write(&u64::try_from(number).unwrap_or(u64::MAX).to_le_bytes());
    }
}
