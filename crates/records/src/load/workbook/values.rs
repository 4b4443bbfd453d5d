//! What is written in cells, in the form in which records write it.

use std::sync::Arc;

use crate::config::workbook::BookCell;
use crate::config::yaml::{Node, NodeValue};
use crate::domain::{Date, DateError, Field, FieldType, Span};
use crate::spreadsheets::{CellKind, serial};

/// Texts that say that there is nothing.
const NOTHING: [&str; 12] = ["/", "／", "-", "－", "—", "——", "–", "--", "无", "暂无", "\\", "N/A"];

/// Signs between several values in one cell.
const SIGNS: [char; 9] = ['、', ';', '；', ',', '，', '\n', '/', '／', '|'];

/// Why a cell has no value.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// The formula of the cell gave an error.
    Error,
    /// A number of more than 15 digits, of which the last are lost.
    Long,
    /// A date of which two are possible, or that lacks its year: the dates that it may be.
    Date(String, Option<String>),
}

/// What reading a sheet's cells depends on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reading {
    pub(super) from_1904: bool,
    /// The year of days without one.
    pub(super) year: Option<i16>,
    /// A year to propose.
    pub(super) likely: i16,
}

/// Whether a cell says that there is nothing.
pub(super) fn is_nothing(text: &str) -> bool {
    let text = text.trim();
    text.is_empty() || NOTHING.contains(&text)
}

/// A text with its span.
pub(super) fn scalar(text: impl AsRef<str>, span: Span) -> Node {
    let text = Arc::from(crate::domain::text::trimmed(text.as_ref()));
    Node { span, value: NodeValue::Scalar { text, plain: false, written: None } }
}

/// The value of a cell for a field; `Ok(None)` if it says that there is none.
pub(super) fn value(
    field: &Field,
    cell: &BookCell,
    text: &str,
    reading: Reading,
) -> Result<Option<Node>, Doubt> {
    let is_boolean = matches!(field.kind, FieldType::Boolean);
    if is_nothing(text) && !(is_boolean && text.trim() == "无") {
        return Ok(None);
    }
    sound(cell, text)?;
    of_type(field, &field.kind, cell, text, reading).map(Some)
}

/// Whether a cell has a value at all.
pub(super) fn sound(cell: &BookCell, text: &str) -> Result<(), Doubt> {
    match cell.kind {
        CellKind::Error => Err(Doubt::Error),
        CellKind::Number if text.split('.').next().unwrap_or("").trim_start_matches('-').len() > 15 => {
            Err(Doubt::Long)
        }
        _ => Ok(()),
    }
}

fn of_type(
    field: &Field,
    kind: &FieldType,
    cell: &BookCell,
    text: &str,
    reading: Reading,
) -> Result<Node, Doubt> {
    let span = cell.span;
    Ok(match kind {
        FieldType::List(item) if matches!(**item, FieldType::Markdown) => scalar(text, span),
        FieldType::List(item) => {
            let mut items = Vec::new();
            for (start, part) in parts(text, item) {
                let at = usize::try_from(span.start).unwrap_or(0) + start;
                let part_cell = BookCell { span: Span::new(at, at + part.len()), ..*cell };
                items.push(of_type(field, item, &part_cell, part, reading)?);
            }
            Node { span, value: NodeValue::Sequence(items) }
        }
        FieldType::Date => scalar(date(cell.kind, text, reading)?, span),
        FieldType::Period => scalar(period(cell.kind, text, reading)?, span),
        FieldType::Integer => scalar(whole(&number(text, None)), span),
        FieldType::Quantity => scalar(number(text, field.unit.as_deref()), span),
        FieldType::Boolean => scalar(yes_or_no(text), span),
        FieldType::Choice | FieldType::Region | FieldType::Reference(_) => scalar(one_line(text), span),
        FieldType::Text | FieldType::Image | FieldType::File | FieldType::Formatted(_) => {
            scalar(one_line(text), span)
        }
        FieldType::Markdown | FieldType::Group(_) | FieldType::Consent => scalar(text, span),
    })
}

/// The values in one cell, with their positions. A text of sentences is one value.
fn parts<'t>(text: &'t str, item: &FieldType) -> Vec<(usize, &'t str)> {
    let is_prose = matches!(item, FieldType::Text) && text.contains('。');
    let mut found = Vec::new();
    let mut at = 0;
    let sign = |c: char| SIGNS.contains(&c) && !is_prose || (is_prose && c == '\n');
    for part in text.split(sign) {
        let lead = part.len() - part.trim_start().len();
        let trimmed = part.trim();
        if !trimmed.is_empty() {
            found.push((at + lead, trimmed));
        }
        at +=
            part.len() + text.get(at + part.len()..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
    }
    found
}

/// A text in one line. Between Chinese characters a line end is nothing, otherwise a blank.
pub(super) fn one_line(text: &str) -> String {
    if !text.contains('\n') {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let is_latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        if is_latin(out.chars().next_back()) && is_latin(line.chars().next()) {
            out.push(' ');
        }
        out.push_str(line);
    }
    out
}

/// Yes and no as people mark them.
fn yes_or_no(text: &str) -> String {
    let plain = text.trim().to_lowercase();
    match plain.as_str() {
        "是" | "有" | "对" | "√" | "✓" | "✔" | "☑" | "y" | "yes" | "true" | "1" | "同意" => {
            "true".to_owned()
        }
        "否" | "无" | "没有" | "×" | "✗" | "✘" | "☐" | "x" | "n" | "no" | "false" | "0" | "不同意" => {
            "false".to_owned()
        }
        _ => text.trim().to_owned(),
    }
}

fn half_width(text: &str) -> String {
    let half = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| !crate::domain::text::is_blank_sign(*c)).map(half).collect()
}

/// Words for powers of ten, longest first.
const FACTORS: [(&str, usize); 6] = [("百万", 6), ("千万", 7), ("万", 4), ("千", 3), ("百", 2), ("亿", 8)];

/// A number as records write it: `１．２万余人次` is `12000余人次`.
pub(super) fn number(text: &str, unit: Option<&str>) -> String {
    let text = half_width(text);
    let Some(start) = text.find(|c: char| c.is_ascii_digit()) else { return text };
    let (before, rest) = text.split_at_checked(start).unwrap_or(("", &text));
    let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ',')).unwrap_or(rest.len());
    let (digits, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let factor = FACTORS.iter().find(|(word, _)| after.starts_with(word));
    let is_unit = unit.is_some_and(|unit| after.starts_with(unit));
    match factor.filter(|_| !is_unit) {
        Some((word, places)) => {
            let after = after.strip_prefix(word).unwrap_or(after);
            format!("{before}{}{after}", shifted(digits, *places))
        }
        None => format!("{before}{digits}{after}"),
    }
}

/// The digits of a number times a power of ten.
fn shifted(digits: &str, places: usize) -> String {
    let digits = digits.replace(',', "");
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let mut all = format!("{whole}{part}");
    if part.len() <= places {
        all.extend(std::iter::repeat_n('0', places - part.len()));
        let trimmed = all.trim_start_matches('0');
        return if trimmed.is_empty() { "0".to_owned() } else { trimmed.to_owned() };
    }
    let at = whole.len() + places;
    let (whole, part) = all.split_at_checked(at).unwrap_or((&all, ""));
    let whole = whole.trim_start_matches('0');
    format!("{}.{part}", if whole.is_empty() { "0" } else { whole })
}

/// A whole number without the word for what is counted.
fn whole(text: &str) -> String {
    const COUNTED: [&str; 14] =
        ["人", "名", "个", "场", "次", "人次", "期", "户", "件", "家", "岁", "位", "天", "元"];
    let plain = COUNTED.iter().find_map(|word| text.strip_suffix(word).filter(|rest| !rest.is_empty()));
    let plain = plain.map_or(text, |rest| rest.strip_suffix('人').unwrap_or(rest));
    plain.to_owned()
}

/// A date as records write it, no finer than in the cell.
pub(super) fn date(kind: CellKind, text: &str, reading: Reading) -> Result<String, Doubt> {
    let plain = half_width(text);
    if kind == CellKind::Number {
        return dated_number(&plain, reading);
    }
    if let Some((month, day)) = day_of_month(&plain) {
        let date = |year: i16| Date::from_day(year, month, day).map(|date| date.to_string());
        return match reading.year {
            Some(year) => Ok(date(year).unwrap_or_else(|| text.trim().to_owned())),
            None => match date(reading.likely) {
                Some(first) => Err(Doubt::Date(first, None)),
                None => Ok(text.trim().to_owned()),
            },
        };
    }
    let text = one_line(text);
    Ok(match Date::parse(&text) {
        Ok(_) => text,
        Err(DateError::Form(Some(meant))) => meant,
        Err(_) => text,
    })
}

/// `3月8日`: the month and the day.
fn day_of_month(text: &str) -> Option<(i8, i8)> {
    let (month, rest) = text.split_once('月')?;
    let day = rest.strip_suffix(['日', '号']).unwrap_or(rest);
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()) && text.len() <= 2;
    (digits(month) && digits(day)).then_some(())?;
    Some((month.parse().ok()?, day.parse().ok()?))
}

/// A number in a cell for a date: days since 1900, `2022`, `2022.3`, `20220308`.
fn dated_number(text: &str, reading: Reading) -> Result<String, Doubt> {
    if let Some((year, month)) = text.split_once('.').filter(|(year, _)| year.len() == 4) {
        // The cell shows 2022.1 for 2022.10 too.
        if month == "1" {
            return Err(Doubt::Date(format!("{year}-01"), Some(format!("{year}-10"))));
        }
        if month.len() == 1 {
            return Ok(format!("{year}-0{month}"));
        }
    }
    if text.len() == 5
        && let Some(day) = text.parse().ok().and_then(|days| serial(days, reading.from_1904))
    {
        return Ok(day);
    }
    Ok(match Date::parse(text) {
        Err(DateError::Form(Some(meant))) => meant,
        _ => text.to_owned(),
    })
}

/// A period as records write it.
fn period(kind: CellKind, text: &str, reading: Reading) -> Result<String, Doubt> {
    if matches!(kind, CellKind::Number) {
        return dated_number(&half_width(text), reading);
    }
    let text = one_line(text);
    let meant = crate::domain::Period::meant(&text).map(|period| period.to_string());
    let is_period = crate::domain::WrittenPeriod::parse(&text).is_some();
    Ok(if is_period { text } else { meant.unwrap_or(text) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const READING: Reading = Reading { from_1904: false, year: None, likely: 2022 };

    #[test]
    fn dates_are_never_finer_than_written() {
        let text = |text| date(CellKind::Text, text, READING);
        let number = |text| date(CellKind::Number, text, READING);
        for (found, wanted) in [
            (text("2022.3.8"), "2022-03-08"),
            (text("2022/3/8"), "2022-03-08"),
            (text("2022年3月8日"), "2022-03-08"),
            (text("２０２２年３月"), "2022-03"),
            (text("2022.3"), "2022-03"),
            (number("2022.3"), "2022-03"),
            (number("2022.12"), "2022-12"),
            (number("2022"), "2022"),
            (number("44628"), "2022-03-08"),
            (number("20220308"), "2022-03-08"),
            (text("三月上旬"), "三月上旬"),
            (text("22.3.8"), "22.3.8"),
        ] {
            assert_eq!(found.as_deref(), Ok(wanted));
        }
        assert_eq!(number("2022.1"), Err(Doubt::Date("2022-01".into(), Some("2022-10".into()))));
        assert_eq!(text("3月8日"), Err(Doubt::Date("2022-03-08".into(), None)));
        let known = Reading { year: Some(2023), ..READING };
        assert_eq!(date(CellKind::Text, "3月8日", known).as_deref(), Ok("2023-03-08"));
        let late = Reading { from_1904: true, ..READING };
        assert_eq!(date(CellKind::Number, "43166", late).as_deref(), Ok("2022-03-08"));
    }

    #[test]
    fn numbers_are_written_in_full() {
        for (found, wanted) in [
            ("130", "130"),
            ("１３０ 人次", "130人次"),
            ("1,200余人次", "1,200余人次"),
            ("1.2万", "12000"),
            ("1.25万余人次", "12500余人次"),
            ("约3千", "约3000"),
            ("0.00005万", "0.5"),
            ("0万", "0"),
            ("若干", "若干"),
        ] {
            assert_eq!(number(found, Some("人次")), wanted);
        }
        assert_eq!(number("35万元", Some("万元")), "35万元");
        assert_eq!((whole("35人"), whole("35人次"), whole("35")), ("35".into(), "35".into(), "35".into()));
    }

    #[test]
    fn several_values_keep_their_positions() {
        let text = "陈秀英、 李娜；\n王芳";
        for (at, part) in parts(text, &FieldType::Region) {
            assert_eq!(text.get(at..at + part.len()), Some(part));
        }
        assert_eq!(parts(text, &FieldType::Region).len(), 3);
        assert_eq!(parts("一句，两句。", &FieldType::Text).len(), 1);
    }

    #[test]
    fn a_line_end_within_a_cell_is_no_part_of_a_line() {
        assert_eq!(one_line("进厂\n讲家政\nA\nB"), "进厂讲家政A B");
    }
}
