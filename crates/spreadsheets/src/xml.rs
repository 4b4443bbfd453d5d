//! Walks through XML.

use std::borrow::Cow;

use bangyang_budget::Budget;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::kind::Refusal;

/// An XML event.
pub(super) enum Found<'x> {
    /// An element begins, or is empty.
    Start(&'x str, &'x BytesStart<'x>),
    /// An element ends.
    End(&'x str),
    /// Text.
    Text(&'x str),
}

/// Calls `then` with each event. Each charges a step.
pub(super) fn walk(
    xml: &str,
    budget: &mut Budget,
    mut then: impl FnMut(Found<'_>, &mut Budget) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = false;
    let mut depth = 0_usize;
    loop {
        budget.step(1).map_err(|_| Refusal::TooLarge)?;
        match reader.read_event() {
            Ok(Event::Start(element)) => {
                depth += 1;
                then(Found::Start(local(element.name().as_ref()), &element), budget)?;
            }
            Ok(Event::Empty(element)) => {
                let name = element.name();
                then(Found::Start(local(name.as_ref()), &element), budget)?;
                then(Found::End(local(name.as_ref())), budget)?;
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                then(Found::End(local(element.name().as_ref())), budget)?;
            }
            Ok(Event::Text(words)) => then(Found::Text(&words), budget)?,
            Ok(Event::CData(words)) => then(Found::Text(&words), budget)?,
            Ok(Event::GeneralRef(name)) => {
                if let Some(c) = resolve(&name) {
                    then(Found::Text(c.encode_utf8(&mut [0; 4])), budget)?;
                }
            }
            Ok(Event::Eof) if depth == 0 => return Ok(()),
            // It stops in the middle of an element.
            Ok(Event::Eof) | Err(_) => return Err(Refusal::Damaged),
            Ok(_) => {}
        }
    }
}

fn resolve(name: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = name.resolve_char_ref() {
        return Some(c);
    }
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// A name without its prefix.
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Calls `then` with the name (without prefix) and value of each attribute.
pub(super) fn attributes(element: &BytesStart<'_>, mut then: impl FnMut(&str, &str)) {
    for attribute in element.attributes().with_checks(false).flatten() {
        let (key, raw) = (attribute.key.as_ref(), attribute.value.as_ref());
        if raw.contains('&') {
            let value = quick_xml::escape::unescape(raw);
            then(local(key), &value.unwrap_or(Cow::Borrowed(raw)));
        } else if !key.starts_with("xmlns") {
            then(local(key), raw);
        }
    }
}

/// The value of an attribute by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut found = None;
    attributes(element, |name, value| {
        if name == wanted && found.is_none() {
            found = Some(value.to_owned());
        }
    });
    found
}

/// Whether an attribute says yes.
pub(super) fn is_set(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}
