//! The texts that readers see: the theme's word lists and the labels of fields.

mod formats;

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::word_list::{PLURAL_FORMS, WordList};
use crate::domain::{Bound, Date, Decimal, Language, Period, Quantity, Tenths, Year};
use formats::Formats;

/// The words of the site's language with its formats for numbers and dates.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    words: WordList,
    /// The plural forms of each word by key: `one`, `few` and so on.
    forms: BTreeMap<Arc<str>, BTreeMap<&'static str, Arc<str>>>,
    formats: Arc<Formats>,
}

impl Words {
    /// A theme's words, completed from Unicode's data for the language: names of months, list separators.
    #[must_use]
    pub fn new(language: &Language, mut words: WordList) -> Self {
        let formats = Arc::new(Formats::new(language, words.get("number.grouping").map(AsRef::as_ref)));
        for month in 1..=12_usize {
            if let Some(name) = formats.month(month) {
                words.entry(Arc::from(format!("month.{month}"))).or_insert_with(|| name.clone());
            }
            if let Some(name) = formats.month_short(month) {
                words.entry(Arc::from(format!("month-short.{month}"))).or_insert_with(|| name.clone());
            }
        }
        words.entry(Arc::from("date.year")).or_insert_with(|| formats.year_pattern());
        words.entry(Arc::from("list.separator")).or_insert_with(|| formats.separator().clone());
        let mut forms: BTreeMap<Arc<str>, BTreeMap<&'static str, Arc<str>>> = BTreeMap::new();
        for (key, text) in &words {
            let Some((base, last)) = key.rsplit_once('.') else { continue };
            if let Some(form) = PLURAL_FORMS.into_iter().find(|form| *form == last) {
                forms.entry(Arc::from(base)).or_default().insert(form, text.clone());
            }
        }
        Self { language: language.clone(), words, forms, formats }
    }

    /// The site's language.
    #[must_use]
    pub const fn lang(&self) -> &Language {
        &self.language
    }

    /// The text of a key, including placeholders; for a key that has only plural forms (`list.people.other`),
    /// the general one.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Arc<str>> {
        self.words.get(key).or_else(|| self.forms.get(key)?.get("other"))
    }

    /// The text of a key for a count: the matching plural form if there is one (`list.people.one`).
    #[must_use]
    pub fn counted(&self, key: &str, count: i64) -> Option<&Arc<str>> {
        let form = self.forms.get(key).and_then(|forms| forms.get(self.formats.form(Decimal::whole(count))));
        form.or_else(|| self.get(key))
    }

    /// The text of a key with placeholders filled; the key itself if the theme lacks it.
    #[must_use]
    pub fn word(&self, key: &str, values: &[(&str, &str)]) -> String {
        self.get(key).map_or_else(|| key.to_owned(), |text| filled(text, values))
    }

    /// A date in words, no finer than it is known: by the theme's pattern, otherwise as usual in the
    /// language.
    #[must_use]
    pub fn date(&self, date: Date) -> String {
        let key = match (date.month(), date.day()) {
            (None, _) => "date.year",
            (_, None) => "date.month",
            _ => "date.day",
        };
        self.dated(key, date)
    }

    /// A date by the pattern of a key, otherwise as usual.
    fn dated(&self, key: &str, date: Date) -> String {
        let Some(pattern) = self.get(key) else {
            return self.formats.date(date).unwrap_or_else(|| date.to_string());
        };
        let (year, month, day) = (date.year().to_string(), date.month(), date.day());
        let number = month.map_or_else(String::new, |month| month.to_string());
        let name = month.map_or("", |month| self.month(month));
        let day_number = day.map_or_else(String::new, |day| day.to_string());
        let values: [(&str, &str); 5] =
            [("year", &year), ("month", &number), ("month_name", name), ("name", name), ("day", &day_number)];
        filled(pattern, &values)
    }

    /// The stand-alone name of a month.
    #[must_use]
    pub fn month(&self, month: i8) -> &str {
        self.get(&format!("month.{month}")).map_or("", |name| name)
    }

    /// Its abbreviation.
    #[must_use]
    pub fn month_short(&self, month: i8) -> &str {
        self.get(&format!("month-short.{month}")).map_or("", |name| name)
    }

    /// A period in words.
    #[must_use]
    pub fn period(&self, period: Period) -> String {
        self.period_called(period, None)
    }

    /// The same, if its years have a name (学年, fiscal year).
    #[must_use]
    pub fn period_called(&self, period: Period, called: Option<&str>) -> String {
        let (year, part, number) = match period {
            Period::Month(year, month) => {
                let date = Date::from_month(year, month);
                return date.map_or_else(|| period.to_string(), |date| self.dated("period.month", date));
            }
            Period::Year(year) => return self.year(year, called),
            Period::Quarter(year, quarter) => (year, "quarter", quarter),
            Period::Half(year, half) => (year, "half", half),
        };
        let digits = number.to_string();
        // The ordinal in words: 三 (季度), 上 (半年), First (quarter); the digit if the theme has none.
        let name = self.get(&format!("{part}.{number}")).map_or(digits.as_str(), |word| word);
        let is_plain = year.is_calendar() && called.is_none();
        let of = if is_plain { year.to_string() } else { self.year(year, called) };
        let key = if is_plain { format!("period.{part}") } else { format!("period.{part}-of") };
        let values = [("year", &*of), ("number", &*digits), ("name", name)];
        // A theme without words for it still gets numbers.
        match self.get(&key) {
            None if !is_plain => format!("{of}, {number}"),
            _ => self.word(&key, &values),
        }
    }

    /// A year in words; one that spans two calendar years by both.
    fn year(&self, year: Year, called: Option<&str>) -> String {
        let (from, to) = (format!("{:04}", year.first()), format!("{:04}", year.last()));
        // 2022/23, but 1999/2000.
        let short = match (from.get(..2), to.get(..2)) {
            (a, b) if a == b => to.get(2..).unwrap_or(&to),
            _ => &to,
        };
        let key = match (year.is_calendar(), called) {
            (true, None) => {
                let date = Date::from_year(year.first());
                return date.map_or_else(|| year.to_string(), |date| self.dated("period.year", date));
            }
            (true, Some(_)) => "period.year-called",
            (false, None) => "period.years",
            (false, Some(_)) => "period.years-called",
        };
        let called = called.unwrap_or("");
        if self.get(key).is_some() {
            return self.word(
                key,
                &[("year", &from), ("from", &from), ("to", &to), ("short", short), ("called", called)],
            );
        }
        let plain = if year.is_calendar() { from } else { format!("{from}/{short}") };
        format!("{called} {plain}").trim_start().to_owned()
    }

    /// A quantity with its bound and, if it has one, its unit.
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

    /// A unit next to a quantity: “base” for one, if the theme has the word (`one.bases`); likewise for the
    /// other plural forms of a language (`few.bases`).
    #[must_use]
    pub fn unit_of<'u>(&'u self, quantity: Quantity, unit: &'u str) -> &'u str {
        let form = match self.formats.form(quantity.amount) {
            "other" => None,
            form => self.get(&format!("{form}.{unit}")),
        };
        form.map_or(unit, |form| form)
    }

    /// A unit in the reader's words. Records have one unit, whatever the site's language; the theme
    /// translates it.
    #[must_use]
    pub fn unit(&self, unit: &Arc<str>) -> Arc<str> {
        self.get(&format!("unit.{unit}")).unwrap_or(unit).clone()
    }

    /// An integer with the language's digit grouping, or the theme's (`number.grouping`).
    #[must_use]
    pub fn number(&self, number: i64) -> String {
        self.decimal(Decimal::whole(number))
    }

    /// A number; its integer part is grouped.
    #[must_use]
    pub fn decimal(&self, number: Decimal) -> String {
        self.formats.number(number)
    }

    /// A number given with a point, keeping its decimals: `100.0`.
    #[must_use]
    pub fn written(&self, number: &str) -> String {
        self.formats.written(number)
    }

    /// A percentage: `83.3%`, or by the theme's pattern (`value.percent`).
    #[must_use]
    pub fn percent(&self, share: Tenths) -> String {
        let number = self.written(&share.plain());
        self.get("value.percent")
            .map_or_else(|| format!("{number}%"), |text| filled(text, &[("number", &number)]))
    }

    /// Texts as a list on a line.
    #[must_use]
    pub fn join<S: AsRef<str>>(&self, texts: &[S]) -> String {
        let separator = self.get("list.separator").map_or(", ", |text| text);
        texts.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(separator)
    }
}

fn filled(text: &str, values: &[(&str, &str)]) -> String {
    fill(text, |name| values.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
}

/// Replaces `{name}` by the result of `value`; unknown placeholders stay.
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
    use crate::diag::Lang;

    fn words(lang: Lang, pairs: &[(&str, &str)]) -> Words {
        Words::new(
            &Language::from(lang),
            pairs.iter().map(|(key, text)| (Arc::from(*key), Arc::from(*text))).collect(),
        )
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
        assert_eq!(words.quantity(read("4000+"), Some("人次")), "4,000 余人次");
        assert_eq!(words.quantity(read("12000"), None), "12,000");
    }

    fn of(tag: &str, pairs: &[(&str, &str)]) -> Words {
        let list = pairs.iter().map(|(key, text)| (Arc::from(*key), Arc::from(*text))).collect();
        Words::new(&Language::parse(tag).unwrap(), list)
    }

    #[test]
    fn each_language_counts_in_its_own_way() {
        let keys = [
            ("k", "other"),
            ("k.zero", "zero"),
            ("k.one", "one"),
            ("k.two", "two"),
            ("k.few", "few"),
            ("k.many", "many"),
        ];
        let forms = |tag: &str| {
            let words = of(tag, &keys);
            [0, 1, 2, 5, 11, 21, 100, 1_000_000]
                .map(|count| words.counted("k", count).unwrap().to_string())
                .join(" ")
        };
        assert_eq!(forms("zh-CN"), "other other other other other other other other");
        assert_eq!(forms("en"), "other one other other other other other other");
        assert_eq!(forms("es"), "other one other other other other other many");
        assert_eq!(forms("fr"), "one one other other other other other many");
        assert_eq!(forms("ru"), "many one few many many one many many");
        assert_eq!(forms("ar"), "zero one two few many many other other");
    }

    #[test]
    fn a_unit_follows_its_number() {
        let words =
            of("ru", &[("value.exact", "{number} {unit}"), ("one.мест", "место"), ("few.мест", "места")]);
        let text = |number: &str| words.quantity(Quantity::parse(number, None).unwrap(), Some("мест"));
        assert_eq!(
            ["1", "3", "11", "21", "1.5"].map(text),
            ["1 место", "3 места", "11 мест", "21 место", "1,5 мест"]
        );
    }

    #[test]
    fn numbers_dates_and_lists_are_those_of_the_language() {
        let said = |tag: &str| {
            let words = of(tag, &[]);
            let date = |text: &str| words.date(Date::parse(text).unwrap());
            let number = |text: &str| words.decimal(Decimal::parse(text).unwrap());
            [
                date("2022-03-08"),
                date("2022-03"),
                date("2022"),
                number("1234567.5"),
                number("-1234"),
                words.join(&["a", "b", "c"]),
            ]
        };
        assert_eq!(
            said("es"),
            ["8 de marzo de 2022", "marzo de 2022", "2022", "1.234.567,5", "−1234", "a, b, c"]
        );
        assert_eq!(said("de"), ["8. März 2022", "März 2022", "2022", "1.234.567,5", "−1.234", "a, b, c"]);
        assert_eq!(
            said("zh-CN"),
            ["2022年3月8日", "2022年3月", "2022年", "1,234,567.5", "−1,234", "a、b、c"]
        );
        assert_eq!(
            said("pl"),
            ["8 marca 2022", "marzec 2022", "2022", "1\u{a0}234\u{a0}567,5", "−1234", "a, b, c"]
        );
        assert_eq!(of("zh-CN", &[("number.grouping", "long")]).number(1234), "1234");
        let spanish = of("es", &[("value.percent", "{number}\u{a0}%")]);
        assert_eq!(
            [spanish.percent(Tenths(833)), spanish.percent(Tenths(1000))],
            ["83,3\u{a0}%", "100\u{a0}%"]
        );
        assert_eq!([spanish.written("100.0"), of("en", &[]).percent(Tenths(833))], ["100,0", "83.3%"]);
        assert_eq!(of("es", &[]).period(Period::Month(2022, 3)), "marzo de 2022");
    }
}
