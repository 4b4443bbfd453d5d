//! XML to text.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Attributes whose values people write or read.
const TOLD: [&str; 10] =
    ["descr", "title", "Target", "href", "tooltip", "display", "author", "alt", "name", "creator"];

/// What comes up in XML, in order.
pub(super) enum Found<'x> {
    /// An element begins, or is empty.
    Start(&'x str, &'x BytesStart<'x>),
    /// It ends.
    End(&'x str),
    /// Words.
    Text(&'x str),
}

/// Goes through XML; ends early where it is no longer any.
pub(super) fn walk(xml: &[u8], mut then: impl FnMut(Found<'_>)) {
    let text = super::bytes::decode(xml).unwrap_or_default();
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => then(Found::Start(local(element.name().as_ref()), &element)),
            Ok(Event::Empty(element)) => {
                let name = element.name();
                then(Found::Start(local(name.as_ref()), &element));
                then(Found::End(local(name.as_ref())));
            }
            Ok(Event::End(element)) => then(Found::End(local(element.name().as_ref()))),
            Ok(Event::Text(words)) => then(Found::Text(&words)),
            Ok(Event::CData(words)) => then(Found::Text(&words)),
            Ok(Event::GeneralRef(name)) => {
                if let Some(c) = resolve(&name) {
                    then(Found::Text(c.encode_utf8(&mut [0; 4])));
                }
            }
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn resolve(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
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

/// The value of an attribute, by its name without prefix.
pub(super) fn attribute(element: &BytesStart<'_>, wanted: &str) -> Option<String> {
    let mut attributes = element.attributes();
    let found =
        attributes.with_checks(false).flatten().find(|attribute| local(attribute.key.as_ref()) == wanted)?;
    let raw = found.value.as_ref();
    Some(quick_xml::escape::unescape(raw).map_or_else(|_| raw.to_owned(), std::borrow::Cow::into_owned))
}

/// The words of XML. Those within one paragraph belong together, however many elements they are spread over; all else is parted by
/// line feeds. `breaks` tells which elements end a paragraph; without it, all do.
pub(super) fn words(xml: &[u8], breaks: Option<&[&str]>) -> String {
    let (mut out, mut asides) = (String::new(), String::new());
    walk(xml, |found| match found {
        Found::Text(words) => out.push_str(words),
        Found::Start(name, element) => {
            match name {
                "tab" | "br" | "cr" | "line-break" => out.push('\n'),
                "s" if breaks.is_some() => out.push(' '),
                "noBreakHyphen" => out.push('-'),
                _ => {}
            }
            // What is told of a picture or link stands apart from the paragraph, which goes on behind it.
            for value in TOLD.iter().filter_map(|key| attribute(element, key)).filter(|value| worth(value)) {
                asides.push('\n');
                asides.push_str(&value);
            }
        }
        Found::End(name) => {
            if breaks.is_none_or(|breaks| breaks.contains(&name)) {
                out.push('\n');
            }
        }
    });
    out + &asides
}

/// Whether an attribute's value may hold anything: a program's own names do not.
fn worth(value: &str) -> bool {
    value.contains('@')
        || value.chars().filter(|c| c.is_numeric()).count() >= 8
        || value.chars().any(|c| c > '\u{2e80}')
}
