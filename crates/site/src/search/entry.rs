//! The entries of the index: every record that has a page, and the pages about figures, regions and
//! collections.

use std::sync::Arc;

use super::chunk::Level;
use super::inputs::SearchInputs;
use crate::plan::{Page, PageKind, Plan, ProgressPage};
use crate::view::{Detail, FieldView, PublicIx, RecordCard};

/// Length of the excerpt for an entry without a summary, in characters.
const LEAD: usize = 72;

/// An entry of the index.
pub(super) struct Entry<'a> {
    /// Its number.
    pub(super) slot: u32,
    pub(super) page: &'a Page,
}

/// All entries.
pub(super) struct Entries<'a> {
    /// By slot.
    pub(super) list: Vec<Entry<'a>>,
    /// The last slot plus one.
    pub(super) slots: u32,
}

/// All entries of a site with their numbers.
///
/// A number is the hash of the URL, reduced to a range at least twice as large as the number of entries; if
/// it is taken, the next free one. Adding or removing a page renumbers at most a few neighbours.
pub(super) fn entries(plan: &Plan) -> Entries<'_> {
    let found: Vec<&Page> = plan.pages.iter().filter(|page| is_found(&page.kind)).collect();
    let range = u32::try_from(found.len()).unwrap_or(u32::MAX / 4).saturating_mul(2).next_power_of_two();
    let home = |page: &Page| {
        let [a, b, c, d, ..] = *blake3::hash(page.url.path().as_bytes()).as_bytes();
        u32::from_le_bytes([a, b, c, d]) & (range - 1)
    };
    let mut homes: Vec<(u32, &Page)> = found.into_iter().map(|page| (home(page), page)).collect();
    homes.sort_by(|(a, page), (b, other)| a.cmp(b).then_with(|| page.url.cmp(&other.url)));
    let mut free = 0;
    let list = homes.into_iter().map(|(home, page)| {
        let slot = home.max(free);
        free = slot + 1;
        Entry { slot, page }
    });
    let list: Vec<Entry<'_>> = list.collect();
    Entries { list, slots: free.max(range) }
}

const fn is_found(kind: &PageKind) -> bool {
    match kind {
        PageKind::Record(_) | PageKind::Region(_) | PageKind::Programs => true,
        // The first page of a collection's list; facet lists have no texts of their own.
        PageKind::List(list) => list.number == 1 && list.value.is_none(),
        PageKind::Progress(_, page) => !matches!(page, ProgressPage::Sources(..)),
        _ => false,
    }
}

impl<'a> Entry<'a> {
    /// The entry's record, if it is one.
    pub(super) fn record(&self) -> Option<PublicIx> {
        match &self.page.kind {
            PageKind::Record(record) => Some(record.record),
            _ => None,
        }
    }

    /// The record's card.
    pub(super) fn card(&self, inputs: &SearchInputs<'a>) -> Option<&'a Arc<RecordCard>> {
        inputs.cards.get(self.record()?.at())
    }

    /// What it is called.
    pub(super) fn title(&self, inputs: &SearchInputs<'a>) -> &'a str {
        self.card(inputs).map_or(&self.page.title, |card| &card.title)
    }

    /// Passes on every text with its level; returns the excerpt.
    pub(super) fn read(&self, inputs: &SearchInputs<'a>, mut text: impl FnMut(&str, Level)) -> String {
        text(self.title(inputs), Level::Start);
        // The URL's last segment: for Chinese names, their romanisation.
        let name = self.page.url.public_path().trim_end_matches('/').rsplit('/').next().unwrap_or("");
        text(name.strip_suffix(".html").unwrap_or(name), Level::Field);
        if let Some(description) = &self.page.description {
            text(description, Level::Field);
        }
        let Some(card) = self.card(inputs) else {
            return lead(self.page.description.as_deref().unwrap_or(""));
        };
        text(&card.item, Level::Field);
        card.f.iter().for_each(|field| field_text(field, &mut text));
        let plain = self.record().and_then(|ix| inputs.viewer.plain_body(inputs.viewer.record(ix)?));
        if let Some(plain) = &plain {
            text(plain, Level::Text);
        }
        lead(card.summary.as_deref().or(plain.as_deref()).unwrap_or(""))
    }
}

/// The searchable text of a field's value.
fn field_text(field: &FieldView, text: &mut impl FnMut(&str, Level)) {
    match &field.detail {
        Detail::List { items } | Detail::Group { fields: items } => {
            items.iter().for_each(|item| field_text(item, text));
        }
        Detail::Boolean { .. } | Detail::File(_) | Detail::Formatted { .. } => {}
        Detail::Text { .. }
        | Detail::Integer { .. }
        | Detail::Markdown { .. }
        | Detail::Quantity { .. }
        | Detail::Region(_)
        | Detail::Reference(_)
        | Detail::Image { .. } => text(&field.text, Level::Field),
    }
}

/// The beginning of a text.
fn lead(text: &str) -> String {
    let mut words = String::new();
    let mut chars = text.split_whitespace().flat_map(|word| word.chars().chain([' ']));
    words.extend(chars.by_ref().take(LEAD));
    if chars.next().is_some() {
        words.push('…');
    }
    words.trim_end().to_owned()
}
