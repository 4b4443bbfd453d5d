//! The consents of all persons.

use jiff::civil;

use super::options::BuildOptions;
use super::run::Ready;
use crate::diag::Diagnostics;
use crate::domain::{Consent, Date, Record, RegionIx, Scope, Value};
use crate::edition::{ConsentStatus, standing};
use crate::load::Loaded;
use crate::source::System;

/// A person and her consent.
#[derive(Clone, Debug)]
pub struct Person {
    /// Her name; for internal use only.
    pub name: String,
    /// The collection's word for one of its records: English, Chinese.
    pub item: (String, String),
    /// The path of her record within the site.
    pub file: String,
    /// The index of her region (the first of several) and the region names; `None` if the record names none.
    pub region: Option<(usize, String)>,
    /// Whether she is published today, and if not, why.
    pub standing: ConsentStatus,
    /// The day on which it was signed.
    pub signed: Option<Date>,
    /// The last day on which it is valid.
    pub until: Option<Date>,
    /// Days until it expires; `None` if it has no end or is not valid.
    pub days_left: Option<i64>,
    /// What may be shown.
    pub scope: Vec<Scope>,
    /// The channels as written on the form.
    pub channels: Vec<String>,
    /// Whether the location of the signed form is recorded.
    pub has_form: bool,
    /// Whether the record is a draft; drafts are not published, whatever the consent says.
    pub draft: bool,
}

/// All persons of a site, by region in administrative order, then by name; those without a region come last.
///
/// # Errors
/// Returns the diagnostics if the settings cannot be used.
pub fn consents(
    system: &dyn System,
    options: &BuildOptions,
) -> Result<(Vec<Person>, Diagnostics), Diagnostics> {
    let ready = Ready::read(system, options)?;
    let Loaded { records, broken, .. } = &ready.loaded;
    let mut persons: Vec<Person> =
        records.iter().map(AsRef::as_ref).chain(broken).filter_map(|record| person(&ready, record)).collect();
    let key = |person: &Person| {
        let region = person.region.as_ref().map_or(usize::MAX, |(at, _)| *at);
        (region, person.name.clone(), person.file.clone())
    };
    persons.sort_by_cached_key(key);
    Ok((persons, ready.diagnostics))
}

fn person(ready: &Ready, record: &Record) -> Option<Person> {
    let config = &ready.config;
    let collection = config.collection(record.collection)?;
    let roles = &collection.roles;
    let consent = match record.get(roles.consent?) {
        Some(Value::Consent(consent)) => Some(&**consent),
        _ => None,
    };
    let (standing, _) = standing(consent, ready.today);
    let regions = roles
        .region
        .and_then(|at| record.get(at))
        .map_or_else(Vec::new, |value| value.regions_on(ready.today));
    let regions = regions.into_iter().map(|ix| config.regions.now(ix));
    let places: Vec<usize> = regions.map(RegionIx::at).collect();
    let titles: Vec<&str> = places.iter().filter_map(|at| Some(&*config.regions.get(*at)?.title)).collect();
    let separator = if config.site.lang.is_chinese() { "、" } else { ", " };
    let none = Consent::default();
    let Consent { signed, until, scope, channels, form, .. } = consent.unwrap_or(&none);
    let file = ready.loaded.files.get(record.file.at());
    let name = roles.title.and_then(|at| record.get(at)?.as_text()).unwrap_or(&record.id);
    let item = |lang| collection.item.or(lang, &collection.id).to_owned();
    Some(Person {
        name: name.to_string(),
        item: (item(crate::diag::Lang::En), item(crate::diag::Lang::ZhCn)),
        file: file.map_or_else(String::new, ToString::to_string),
        region: places.first().map(|at| (*at, titles.join(separator))),
        days_left: until.filter(|_| standing == ConsentStatus::Holds).map(|until| days(ready.today, until)),
        standing,
        signed: *signed,
        until: *until,
        scope: scope.clone(),
        channels: channels.iter().flatten().map(ToString::to_string).collect(),
        has_form: form.is_some(),
        draft: record.draft,
    })
}

/// Days from today to the last day.
fn days(today: civil::Date, until: Date) -> i64 {
    (until.last_day() - today).get_days().into()
}
