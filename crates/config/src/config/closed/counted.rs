//! The records that a closing counted: `2022-08 @qingxi dpjkamblhneblkcl iblcffoakjpemdnc=60`, a period, a
//! region, and marks of records.
//!
//! A mark is followed by what the record added (`=60`; default 1), by the part in force at the period's end
//! if that is different (`=1/0`), and for distinct counts by checksums of the values (`!akblcmdn`).

use std::fmt::Write;
use std::sync::Arc;

use crate::domain::{Booked, BookedArea, Mark, Period, Quantity, letters};

/// Number of marks per line.
const PER_LINE: usize = 12;

/// Parses a line; `None` if it is not valid.
pub(super) fn read(line: &str) -> Option<Vec<Booked>> {
    let mut words = line.split_whitespace();
    let period = match words.next()? {
        "none" => None,
        period => Some(Period::parse(period)?),
    };
    let area = match words.next()? {
        "joint" => BookedArea::Joint,
        "nowhere" => BookedArea::NoRegion,
        region => BookedArea::Region(Arc::from(region.strip_prefix('@')?)),
    };
    words.map(|word| sign(word, period, &area)).collect()
}

fn sign(word: &str, period: Option<Period>, area: &BookedArea) -> Option<Booked> {
    let (word, values) = word.split_once('!').map_or((word, ""), |(word, values)| (word, values));
    let values =
        values.split(',').filter(|it| !it.is_empty()).map(|it| u32::try_from(letters::read(it)?).ok());
    let (mark, amounts) = word.split_once('=').map_or((word, "1"), |(mark, amounts)| (mark, amounts));
    let (begun, standing) =
        amounts.split_once('/').map_or((amounts, amounts), |(begun, standing)| (begun, standing));
    let amount = |text: &str| Quantity::parse(text, None).ok();
    Some(Booked {
        period,
        area: area.clone(),
        mark: Mark::parse(mark)?,
        begun: amount(begun)?,
        standing: amount(standing)?,
        values: values.collect::<Option<_>>()?,
    })
}

/// The lines for some records, in their order.
pub(super) fn lines(booked: &[Booked]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = booked;
    while let Some(first) = rest.first() {
        let alike = |it: &&Booked| (it.period, &it.area) == (first.period, &first.area);
        let count = rest.iter().take(PER_LINE).take_while(alike).count();
        let (of_line, after) = rest.split_at(count);
        let period = first.period.map_or_else(|| "none".to_owned(), |period| period.to_string());
        let area = match &first.area {
            BookedArea::Region(id) => format!("@{id}"),
            BookedArea::Joint => "joint".to_owned(),
            BookedArea::NoRegion => "nowhere".to_owned(),
        };
        let mut line = format!("{period} {area}");
        for it in of_line {
            // Writing to a text cannot fail.
            let _ = write!(line, " {}{}", it.mark, amounts(it));
            let values: Vec<String> =
                it.values.iter().map(|value| letters::written(u64::from(*value), 8)).collect();
            if !values.is_empty() {
                let _ = write!(line, "!{}", values.join(","));
            }
        }
        lines.push(line);
        rest = after;
    }
    lines
}

fn amounts(it: &Booked) -> String {
    let one = Quantity::exact(1);
    match (it.begun, it.standing) {
        (begun, standing) if begun == standing && begun == one => String::new(),
        (begun, standing) if begun == standing => format!("={begun}"),
        (begun, standing) => format!("={begun}/{standing}"),
    }
}
