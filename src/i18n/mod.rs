//! The reader's words: the theme's word lists and the labels of fields.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diag::Lang;
use crate::domain::{Bound, Date, Decimal, Period, Quantity};

/// The words of the site's language.
#[derive(Clone, Debug)]
pub struct Words {
    lang: Lang,
    words: BTreeMap<Arc<str>, Arc<str>>,
}

impl Words {
    /// A theme's words.
    #[must_use]
    pub const fn new(lang: Lang, words: BTreeMap<Arc<str>, Arc<str>>) -> Self {
        Self { lang, words }
    }

    /// The site's language.
    #[must_use]
    pub const fn lang(&self) -> Lang {
        self.lang
    }

    /// The text under a key, placeholders and all.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<str>> {
        self.words.get(key)
    }

    /// The text under a key for so many of something: where the theme says it otherwise of a single one (`list.people.one`), that.
    #[must_use]
    pub fn counted(&self, key: &str, count: i64) -> Option<&Arc<str>> {
        let one = || self.get(&format!("{key}.one"));
        if count == 1 { one().or_else(|| self.get(key)) } else { self.get(key) }
    }

    /// The text under a key, its placeholders filled; the key itself where the theme has no such word.
    #[must_use]
    pub fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.get(key).map_or_else(
            || key.to_owned(),
            |text| {
                fill(text, |name| {
                    values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
                })
            },
        )
    }

    /// A date in words, no finer than it is known.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let (year, month, day) = (date.year().to_string(), date.month(), date.day());
        let number = month.map_or_else(String::new, |month| month.to_string());
        let name = month.map_or_else(String::new, |month| self.word(&format!("month.{month}"), &[]));
        let day_number = day.map_or_else(String::new, |day| day.to_string());
        let values: [(&str, &str); 4] =
            [("year", &year), ("month", &number), ("month_name", &name), ("day", &day_number)];
        let key = match (month, day) {
            (None, _) => "date.year",
            (_, None) => "date.month",
            _ => "date.day",
        };
        self.word(key, &values)
    }

    /// A period in words.
    #[must_use]
    pub fn period(&self, period: Period) -> String {
        let year = period.year().to_string();
        let (key, part, number) = match period {
            Period::Month(_, month) => ("period.month", "month", month),
            Period::Quarter(_, quarter) => ("period.quarter", "quarter", quarter),
            Period::Half(_, half) => ("period.half", "half", half),
            Period::Year(_) => ("period.year", "year", 0),
        };
        let digits = number.to_string();
        // What the reader calls it: March, 三 (季度), 上 (半年); the digit where the theme does not say.
        let name = self.get(&format!("{part}.{number}")).map_or(digits.as_str(), |word| word);
        self.word(
            key,
            &[("year", &year), ("number", &digits), ("month", &digits), ("name", name), ("month_name", name)],
        )
    }

    /// A quantity with its bound, and its unit where it has one.
    #[must_use]
    pub fn quantity(&self, quantity: Quantity, unit: Option<&str>) -> String {
        let key = match quantity.bound {
            Bound::Exact => "value.exact",
            Bound::AtLeast => "value.at-least",
            Bound::Under => "value.under",
            Bound::About => "value.about",
        };
        let number = self.decimal(quantity.amount);
        let unit = unit.map(|unit| self.unit_of(quantity, unit));
        self.word(key, &[("number", &number), ("unit", unit.unwrap_or(""))]).trim_end().to_owned()
    }

    /// A unit as it stands beside a quantity: “base” where there is exactly one, if the theme knows the word (`one.bases`).
    #[must_use]
    pub fn unit_of<'u>(&'u self, quantity: Quantity, unit: &'u str) -> &'u str {
        let is_one = quantity.bound == Bound::Exact && quantity.amount.to_whole() == Some(1);
        let one = if is_one { self.get(&format!("one.{unit}")) } else { None };
        one.map_or(unit, |one| one)
    }

    /// A unit as readers write it. Records have one unit whatever the site's language; the theme knows what it is called.
    #[must_use]
    pub fn unit(&self, unit: &Arc<str>) -> Arc<str> {
        self.get(&format!("unit.{unit}")).unwrap_or(unit).clone()
    }

    /// A whole number, its digits in threes where it is long: from five digits on in Chinese, from four in English.
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        self.decimal(Decimal::whole(number))
    }

    /// A number, its digits before the point as those of a whole one.
    #[must_use]
    pub fn decimal(&self, number: Decimal) -> String {
        let written = number.to_string();
        let size = written.trim_start_matches('-');
        let (digits, part) = size.split_once('.').map_or((size, None), |(digits, part)| (digits, Some(part)));
        let least = if self.lang == Lang::ZhCn { 5 } else { 4 };
        let mut out = String::from(if number.is_negative() { "−" } else { "" });
        let count = digits.len();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && count >= least && (count - at).is_multiple_of(3) {
                out.push(',');
            }
            out.push(digit);
        }
        if let Some(part) = part {
            out.push('.');
            out.push_str(part);
        }
        out
    }

    /// Texts as a list in a line.
    #[must_use]
    pub fn join<S: AsRef<str>>(&self, texts: &[S]) -> String {
        let separator = self.word("list.separator", &[]);
        texts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(&separator)
    }
}

/// Fills `{name}` with what `value` gives; what it does not know stays as it is.
pub fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        match after.split_once('}') {
            Some((name, behind)) => {
                match value(name) {
                    Some(value) => out.push_str(&value),
                    None => {
                        out.push('{');
                        out.push_str(name);
                        out.push('}');
                    }
                }
                rest = behind;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(lang: Lang, pairs: &[(&str, &str)]) -> Words {
        Words::new(lang, pairs.iter().map(|(key, text)| (Arc::from(*key), Arc::from(*text))).collect())
    }

    #[test]
    fn fills_placeholders() {
        let words = words(Lang::En, &[("a", "{n} of {m}, {"), ("b", "{ {n}")]);
        assert_eq!(words.word("a", &[("n", "1")]), "1 of {m}, {");
        assert_eq!(words.word("missing", &[]), "missing");
    }

    #[test]
    fn a_date_is_no_finer_than_it_is_known() {
        let pairs = [
            ("date.year", "{year}年"),
            ("date.month", "{year}年{month}月"),
            ("date.day", "{year}年{month}月{day}日"),
        ];
        let words = words(Lang::ZhCn, &pairs);
        let text = |date: &str| words.date(Date::parse(date).unwrap());
        assert_eq!(
            [text("2022"), text("2022-03"), text("2022-03-08")],
            ["2022年", "2022年3月", "2022年3月8日"]
        );
    }

    #[test]
    fn a_part_of_a_year_has_the_name_that_readers_give_it() {
        let pairs = [
            ("period.month", "{year}年{month}月"),
            ("period.quarter", "{year}年{name}季度"),
            ("period.half", "{year}年{name}半年"),
            ("quarter.3", "三"),
            ("half.1", "上"),
        ];
        let words = words(Lang::ZhCn, &pairs);
        let text = |period: &str| words.period(Period::parse(period).unwrap());
        assert_eq!(
            [text("2022-09"), text("2022-q3"), text("2022-h1"), text("2022-h2")],
            ["2022年9月", "2022年三季度", "2022年上半年", "2022年2半年"]
        );
    }

    #[test]
    fn quantities_keep_their_bound() {
        let pairs = [("value.at-least", "{number} 余{unit}"), ("value.exact", "{number} {unit}")];
        let words = words(Lang::ZhCn, &pairs);
        let read = |text: &str| Quantity::parse(text, None).unwrap();
        assert_eq!(words.quantity(read("4000+"), Some("人次")), "4000 余人次");
        assert_eq!(words.quantity(read("12000"), None), "12,000");
    }
}
