//! Removes names that a consent does not cover from the persons' own records.

use std::sync::{Arc, OnceLock};

use super::PublicValue;
use crate::config::Config;
use crate::domain::signature::Shortcodes;
use crate::domain::{
    Body, Claim, Collection, Edits, Letters, LongerNames, Name, Params, Record, Sparse, TextKind, Value,
    json_texts_mut, slug,
};
use crate::markdown::{Redaction, Source};
use crate::model::Model;

/// Shared data, built when the first name has to be hidden.
pub(super) struct Hiding<'a> {
    model: &'a Model,
    config: &'a Config,
    known: OnceLock<LongerNames>,
}

impl<'a> Hiding<'a> {
    pub(super) fn new(model: &'a Model, config: &'a Config) -> Self {
        Self { model, config, known: OnceLock::new() }
    }

    /// Of all persons' names, those that contain others.
    fn known(&self) -> &LongerNames {
        self.known.get_or_init(|| {
            let names = self.model.records().iter().filter_map(|record| {
                let collection = self.config.collection(record.collection).filter(|it| it.is_persons())?;
                Name::new(collection.roles.title.and_then(|at| record.get(at)?.as_text())?)
            });
            let names: Vec<Name> = names.collect();
            LongerNames::new(names.iter(), names.iter())
        })
    }

    /// The masker of a name.
    pub(super) fn of(&self, written: &str, shown: &Arc<str>) -> Hidden<'_> {
        let longer = self.known();
        let name = Name::new(written);
        let readings = [slug::name_slug(written), slug::slug(written)];
        Hidden {
            longer: name.as_ref().map_or(&[], |name| longer.of(name)),
            readings: readings.iter().filter_map(|reading| Name::new(reading)).collect(),
            name,
            shown: Arc::clone(shown),
            shortcodes: &self.config.theme.shortcodes,
        }
    }
}

/// A hidden name and its placeholder.
pub(super) struct Hidden<'a> {
    /// `None` if it is too short to be distinguished from other words.
    name: Option<Name>,
    readings: Vec<Name>,
    longer: &'a [(Name, usize)],
    shown: Arc<str>,
    shortcodes: &'a Shortcodes,
}

impl Hidden<'_> {
    fn redaction(&self) -> Option<Redaction<'_>> {
        Some(Redaction {
            name: self.name.as_ref()?,
            readings: &self.readings,
            longer: self.longer,
            shown: &self.shown,
            shortcodes: self.shortcodes,
        })
    }

    /// Removes the name from all values. An address that contains it is dropped.
    pub(super) fn values(&self, values: &mut Sparse<PublicValue>) {
        let Some(redaction) = self.redaction() else { return };
        let mut gone = Vec::new();
        for (at, value) in values.iter_mut() {
            if !value.retain(&mut |value| keep(value, &redaction)) {
                gone.push(at);
            }
        }
        gone.into_iter().for_each(|at| drop(values.take(at)));
    }

    /// The text without the name, and the edits.
    pub(super) fn body(&self, body: &Arc<Body>) -> (Arc<Body>, Box<[Edits]>) {
        match self.redaction().and_then(|redaction| redaction.markdown(&body.text)) {
            Some(made) => (Arc::new(Body::new(Arc::from(made.text), body.start)), made.edits.into()),
            None => (Arc::clone(body), Box::default()),
        }
    }

    /// Params without the name.
    pub(super) fn params(&self, params: &Params) -> Params {
        let (params, redaction) = (params.as_ref()?, self.redaction());
        let Some(redaction) = redaction else { return Some(Arc::clone(params)) };
        let mut value = serde_json::Value::Object((**params).clone());
        json_texts_mut(&mut value, &|text| redaction.plain(text));
        match value {
            serde_json::Value::Object(map) => Some(Arc::new(map)),
            _ => None,
        }
    }

    /// Claims without the name.
    pub(super) fn claims(&self, claims: &[Claim]) -> Box<[Claim]> {
        let mut claims: Box<[Claim]> = claims.into();
        if let Some(redaction) = self.redaction() {
            for claim in &mut claims {
                for text in [Some(&mut claim.says), claim.unit.as_mut()].into_iter().flatten() {
                    plain(text, &redaction);
                }
            }
        }
        claims
    }

    /// The folders in a URL without the name, in any reading.
    pub(super) fn folder(&self, folder: &Arc<str>) -> Arc<str> {
        let tells =
            |part: &str| self.redaction().is_some_and(|redaction| redaction.tells(&Letters::of(part)));
        if folder.is_empty() || !folder.split('/').any(tells) {
            return Arc::clone(folder);
        }
        let instead = slug::slug(&self.shown);
        let parts: Vec<&str> =
            folder.split('/').map(|part| if tells(part) { instead.as_str() } else { part }).collect();
        Arc::from(parts.join("/"))
    }
}

fn plain(text: &mut Arc<str>, redaction: &Redaction<'_>) {
    if let Some(made) = redaction.plain(text) {
        *text = Arc::from(made);
    }
}

/// Removes the name from a value; returns whether the value can stay.
fn keep(value: &mut Value, redaction: &Redaction<'_>) -> bool {
    let mut keep = true;
    value.texts_mut(&mut |kind, text| match kind {
        TextKind::Formatted(format) if format.definition().is_address => {
            keep &= !redaction.tells(&Source::address(text));
        }
        TextKind::Plain | TextKind::Formatted(_) => plain(text, redaction),
        TextKind::Markdown => {
            if let Some(made) = redaction.markdown(text) {
                *text = Arc::from(made.text);
            }
        }
        // These are published under other names.
        TextKind::File | TextKind::Picture => {}
    });
    keep
}

/// The placeholder for a name: the record's display name unless it contains the name, otherwise the
/// collection's word for a record.
pub(super) fn shown_name(record: &Record, collection: &Collection, config: &Config) -> Arc<str> {
    let display = collection.roles.display_name.and_then(|at| record.get(at)?.as_text());
    let tells = |display: &Arc<str>| {
        let name = collection.roles.title.and_then(|at| record.get(at)?.as_text());
        name.is_some_and(|name| tells_name(display, name))
    };
    let display = display.filter(|display| !tells(display));
    display.cloned().unwrap_or_else(|| Arc::from(collection.item.or(&config.site.lang, &collection.id)))
}

/// Whether a display name contains the name that it should replace.
#[must_use]
pub fn tells_name(display: &str, name: &str) -> bool {
    Name::new(name).is_some_and(|name| Source::plain(display).has(&name)) || display == name
}
