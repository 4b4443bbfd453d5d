//! Cards: summaries of records for lists.

use std::sync::Arc;

use serde::Serialize;

use super::field::{FieldView, by_name};
use super::media::PictureView;
use super::names::{DateView, RegionView};
use super::regions::regions_of;
use super::viewer::Viewer;
use crate::domain::{Collection, CollectionIx, Date, Period, RegionIx, Value, slug};
use crate::edition::{PublicIx, PublicRecord, PublicValue};
use crate::routes::{Href, Url};

/// A state.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct StateView {
    /// The choice's id.
    pub value: Arc<str>,
    /// In words.
    pub text: Arc<str>,
}

/// The content of a name seal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct Seal {
    /// The surname: one or two characters, or a letter.
    pub text: String,
    /// One of six shapes, 0 to 5; always the same for the same name.
    pub variant: u8,
}

impl Seal {
    /// The seal of a name.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let first = name.chars().find(|c| c.is_alphanumeric())?;
        let text = match slug::surname(name) {
            Some(surname) => surname,
            None => first.to_uppercase().collect(),
        };
        let sum = name.bytes().fold(7_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
        Some(Self { text, variant: u8::try_from(sum % 6).unwrap_or(0) })
    }
}

/// A collection as templates see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
pub struct CollectionView {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Arc<str>,
    /// The word for one of its records.
    pub item: Arc<str>,
    /// Its list, if it has one.
    pub url: Option<Href>,
    /// Its feed, if it has one.
    pub feed: Option<Href>,
    /// Number of records that the edition shows.
    pub count: usize,
    /// Number of persons that programs count but the edition does not show.
    pub hidden: usize,
}

/// A record's card for lists.
#[derive(Clone, Debug, Hash, Serialize)]
pub struct RecordCard {
    /// Its public id.
    pub id: Arc<str>,
    /// Its page, if it has one.
    pub url: Option<Href>,
    /// Its title.
    pub title: Arc<str>,
    /// The id of its collection.
    pub collection: Arc<str>,
    /// The word for such a record.
    pub item: Arc<str>,
    /// What distinguishes it from others of the same title.
    pub hint: Option<String>,
    /// Its main date.
    pub date: Option<DateView>,
    /// Its region; if there are several, their names joined, without id and page.
    pub region: Option<RegionView>,
    /// Its state.
    pub state: Option<StateView>,
    /// Its summary.
    pub summary: Option<Arc<str>>,
    /// Its picture.
    pub portrait: Option<Box<PictureView>>,
    /// For persons: the content of the name seal.
    pub seal: Option<Seal>,
    /// Whether it is a draft.
    pub draft: bool,
    /// Whether it is of a person who has not signed yet and is shown only in a preview for her.
    pub awaits_consent: bool,
    /// Its non-empty fields, in the order of declaration.
    #[serde(serialize_with = "by_name")]
    pub f: Box<[FieldView]>,
}

impl Viewer<'_> {
    /// A record's card.
    #[must_use]
    pub fn card(&self, ix: PublicIx) -> Option<RecordCard> {
        let record = self.record(ix)?;
        let collection = self.collection(record.collection)?;
        let roles = &collection.roles;
        let text = |at: Option<usize>| match record.get(at?)? {
            PublicValue::Plain(value) => value.as_text().cloned(),
            _ => None,
        };
        let portrait = match roles.portrait.and_then(|at| record.get(at)) {
            Some(PublicValue::Plain(Value::Image(image))) => self.picture(record, image),
            _ => None,
        };
        // Exact capacity: cards are many.
        let mut f = Vec::with_capacity(record.values.len());
        let assumed = roles.state.filter(|_| record.state_assumed);
        let stated = record.values.iter().filter(|(at, _)| Some(*at) != assumed);
        let fields = stated.filter_map(|(at, value)| Some((collection.fields.get(at)?, value)));
        f.extend(fields.filter_map(|(field, value)| self.field(record, field, value)));
        Some(RecordCard {
            id: record.id.clone(),
            url: self.routes.record(ix).map(Url::href),
            title: record.title.clone(),
            collection: collection.id.clone(),
            item: self.item(collection),
            hint: self.hint(ix),
            date: record.date(roles.date).map(|date| self.date(date)),
            region: self.place(record, roles.region),
            state: self.state(record, collection),
            summary: text(roles.summary),
            portrait: portrait.map(Box::new),
            seal: collection.is_persons().then(|| Seal::of(&record.title)).flatten(),
            draft: record.draft,
            awaits_consent: record.awaits_consent,
            f: f.into_boxed_slice(),
        })
    }

    /// The region of a record, or several by their joined names.
    pub(super) fn place(&self, record: &PublicRecord, role: Option<usize>) -> Option<RegionView> {
        let regions = regions_of(record, role);
        if let [only] = regions.as_slice() {
            return self.region(*only);
        }
        let titles: Vec<Arc<str>> =
            regions.into_iter().filter_map(|ix| Some(self.region(ix)?.title)).collect();
        (!titles.is_empty()).then(|| RegionView {
            id: Arc::from(""),
            title: Arc::from(self.words.join(&titles)),
            url: Href::nowhere(),
            within: None,
        })
    }

    /// The regions of a record, in administrative order.
    #[must_use]
    pub fn regions_of(&self, ix: PublicIx) -> Vec<RegionIx> {
        let record = self.record(ix);
        let role = record.and_then(|record| self.collection(record.collection)?.roles.region);
        record.map_or_else(Vec::new, |record| regions_of(record, role))
    }

    /// A date with its text.
    #[must_use]
    pub fn date(&self, date: Date) -> DateView {
        DateView { value: date, text: self.words.date(date) }
    }

    /// The period that a record reports.
    #[must_use]
    pub fn period(&self, ix: PublicIx) -> Option<Period> {
        let record = self.record(ix)?;
        match record.get(self.collection(record.collection)?.roles.period?)? {
            PublicValue::Plain(Value::Period(period)) => Some(*period),
            _ => None,
        }
    }

    /// A reported period in words, with years as called by the first program that has the period.
    #[must_use]
    pub fn period_title(&self, period: Period) -> String {
        let mut programs = self.progress.programs.iter().map(|booked| booked.program.program());
        let called =
            programs.find(|program| program.has(period)).and_then(|program| program.year.called.as_ref());
        self.words.period_called(period, called.and_then(|called| called.get(self.lang())).map(AsRef::as_ref))
    }

    /// The last day of the period that a record reports.
    #[must_use]
    pub fn period_end(&self, ix: PublicIx) -> Option<Date> {
        self.period(ix).map(|period| Date::from(period.last_day()))
    }

    fn state(&self, record: &PublicRecord, collection: &Collection) -> Option<StateView> {
        let at = collection.roles.state?;
        let PublicValue::Plain(Value::Choice(choice)) = record.get(at)? else { return None };
        let choice = collection.fields.get(at)?.choices.get(usize::from(*choice))?;
        let text = choice.label.get(self.lang()).unwrap_or(&choice.id);
        Some(StateView { value: choice.id.clone(), text: text.clone() })
    }

    /// A collection for templates; list and feed are filled in by the plan.
    #[must_use]
    pub fn collection_view(
        &self,
        ix: CollectionIx,
        url: Option<Href>,
        feed: Option<Href>,
    ) -> Option<CollectionView> {
        let collection = self.collection(ix)?;
        Some(CollectionView {
            id: collection.id.clone(),
            title: self.collection_title(collection),
            item: self.item(collection),
            url,
            feed,
            count: self.published.of(ix).count(),
            hidden: self.hidden_of(ix).values().sum(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_hers() {
        let text = |name: &str| Seal::of(name).map(|seal| seal.text);
        assert_eq!(text("陈秀英").as_deref(), Some("陈"));
        assert_eq!(text("欧阳红").as_deref(), Some("欧阳"));
        assert_eq!(text("anna Li").as_deref(), Some("A"));
        assert_eq!(text("…"), None);
        assert_eq!(Seal::of("陈秀英"), Seal::of("陈秀英"));
    }
}
