//! A calendar file (iCalendar, RFC 5545) for an upcoming event: an all-day event on its first day.

use std::fmt::Write;

use crate::domain::Date;
use crate::i18n::Words;
use crate::view::RecordCard;

/// Maximum line length in bytes, without the line break; longer lines are folded.
const LINE: usize = 75;

/// The roles or fields that the event's description lists, in this order.
const TOLD: [&str; 7] =
    ["starts_at", "ends_on", "fee", "who_may_come", "apply_by", "places_left", "public_phone"];

/// The file's bytes; `None` if there is no page or exact day. `url` is the record's absolute URL.
pub(super) fn calendar(card: &RecordCard, url: &str, words: &Words) -> Option<Vec<u8>> {
    let date = card.date.as_ref()?.value;
    let first = day(date)?;
    let mut told: Vec<String> = card.summary.iter().map(ToString::to_string).collect();
    let colon = words.word("field.colon", &[]);
    let field = |name: &str| card.f.iter().find(|field| *field.name == *name);
    told.extend(TOLD.iter().filter_map(|name| {
        let field = field(name)?;
        Some(format!("{}{colon}{}", field.label, field.text))
    }));
    told.push(url.to_owned());
    let mut out = String::new();
    let mut line = |name: &str, value: &str| fold(&mut out, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//bangyang//bangyang//EN");
    line("BEGIN", "VEVENT");
    line("UID", &escaped(url));
    // A creation time is required, but the same content must give the same bytes, so the day itself is used.
    line("DTSTAMP", &format!("{first}T000000Z"));
    line("DTSTART;VALUE=DATE", &first);
    line("SUMMARY", &escaped(&card.title));
    if let Some(place) = field("place") {
        line("LOCATION", &escaped(&place.text));
    }
    line("DESCRIPTION", &told.iter().map(|text| escaped(text)).collect::<Vec<_>>().join("\\n"));
    line("URL", url);
    line("END", "VEVENT");
    line("END", "VCALENDAR");
    Some(out.into_bytes())
}

/// `20270306`; `None` if the day is not known.
fn day(date: Date) -> Option<String> {
    date.day()?;
    Some(date.first_day().strftime("%Y%m%d").to_string())
}

/// Escapes a text for iCalendar; control characters are dropped.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\\' | ';' | ',' => out.extend(['\\', c]),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// Adds a line, folded into parts of at most 75 bytes without splitting characters.
fn fold(out: &mut String, line: &str) {
    let mut used = 0;
    for c in line.chars() {
        if used + c.len_utf8() > LINE {
            out.push_str("\r\n ");
            used = 1;
        }
        out.push(c);
        used += c.len_utf8();
    }
    // Writing to a string cannot fail.
    let _ = write!(out, "\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_characters() {
        let mut out = String::new();
        fold(&mut out, &format!("SUMMARY:{}", "班".repeat(60)));
        assert!(out.ends_with("\r\n"));
        assert!(out.trim_end().split("\r\n").all(|line| line.len() <= LINE));
        assert!(out.trim_end().split("\r\n").skip(1).all(|line| line.starts_with(' ')));
        assert_eq!(out.replace("\r\n ", "").trim_end(), format!("SUMMARY:{}", "班".repeat(60)));
    }

    #[test]
    fn what_means_something_is_escaped() {
        assert_eq!(escaped("a,b;c\\d\ne\u{7}"), "a\\,b\\;c\\\\d\\ne");
    }

    #[test]
    fn a_month_is_no_day() {
        assert_eq!(day(Date::parse("2027-03").unwrap()), None);
        assert_eq!(day(Date::parse("2027-03-06").unwrap()).as_deref(), Some("20270306"));
    }
}
