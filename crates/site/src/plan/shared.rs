//! Data that all pages share.

use super::common::{RegionLink, Shared};
use super::inputs::PlanInputs;
use super::menu::menu;
use crate::diag::Diagnostics;
use crate::domain::{CollectionIx, Date, Stay};
use crate::routes::Href;
use crate::view::PublicIx;

pub(super) fn shared(inputs: &PlanInputs<'_>, diagnostics: &mut Diagnostics) -> Shared {
    let mut shared = Shared::default();
    for (collection, n) in inputs.config.collections.iter().zip(0_u16..) {
        let has = inputs.viewer.published.of(CollectionIx(n)).next().is_some();
        let url = (has && collection.index).then(|| Href::to(&format!("{}/index.html", collection.id)));
        let feed = (has && collection.feed).then(|| Href::to(&format!("{}/feed.xml", collection.id)));
        let view = inputs.viewer.collection_view(CollectionIx(n), url, feed).filter(|_| has);
        if let Some(view) = view {
            shared.order.push(view.id.clone());
            shared.collections.insert(view.id.clone(), view);
        }
    }
    shared.regions = inputs
        .config
        .regions
        .iter()
        .zip(0_u32..)
        .filter_map(|(region, n)| {
            let view = inputs.viewer.region(crate::domain::RegionIx(n))?;
            let parent = Stay::on(&region.parent, inputs.today);
            let within = parent.and_then(|ix| inputs.config.regions.id(ix)).cloned();
            Some(RegionLink { id: view.id, title: view.title, kind: region.kind, url: view.url, within })
        })
        .collect();
    shared.upcoming = upcoming(inputs);
    for card in inputs.cards.iter() {
        let date = card.date.as_ref().map(|date| date.value).filter(|date| date.last_day() <= inputs.today);
        if let Some(date) = date {
            let latest = shared.latest.entry(card.collection.clone()).or_insert(date);
            *latest = date.max(*latest);
        }
    }
    let dates = inputs.cards.iter().filter_map(|card| card.date.as_ref());
    let past = dates.filter(|date| date.value.last_day() <= inputs.today);
    shared.updated = past.max_by_key(|date| date.value).cloned();
    shared.menu = menu(inputs, &shared, diagnostics);
    shared
}

/// Planned records whose date is not over, soonest first; then ongoing offers.
fn upcoming(inputs: &PlanInputs<'_>) -> Vec<PublicIx> {
    let mut found: Vec<(bool, Date, PublicIx)> = inputs
        .cards
        .iter()
        .zip(0_u32..)
        .filter_map(|(card, n)| {
            let date = card.date.as_ref()?.value;
            let always = match &*card.state.as_ref()?.value {
                "rolling" => true,
                "planned" if date.last_day() >= inputs.today => false,
                _ => return None,
            };
            Some((always, date, PublicIx(n)))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(.., ix)| ix).collect()
}
