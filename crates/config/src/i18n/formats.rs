//! Formats plurals, numbers, dates and lists by Unicode's data.

use std::fmt;
use std::sync::Arc;

use icu_calendar::{Date as CalendarDate, Gregorian};
use icu_datetime::fieldsets::{M, Y, YM, YMD};
use icu_datetime::{FixedCalendarDateTimeFormatter, fieldsets};
use icu_decimal::DecimalFormatter;
use icu_decimal::input::Decimal as Digits;
use icu_decimal::options::{DecimalFormatterOptions, GroupingStrategy};
use icu_list::ListFormatter;
use icu_list::options::ListFormatterOptions;
use icu_locale::Locale;
use icu_plurals::{PluralCategory, PluralRules};

use crate::domain::{Date, Decimal, Language};

type Dates<F> = Option<FixedCalendarDateTimeFormatter<Gregorian, F>>;

/// Unicode's data for a language. Digits are always 0 to 9, as in tables, charts and addresses.
pub(super) struct Formats {
    plurals: Option<PluralRules>,
    numbers: Option<DecimalFormatter>,
    year: Dates<fieldsets::Y>,
    month: Dates<fieldsets::YM>,
    day: Dates<fieldsets::YMD>,
    /// The names of the twelve months.
    months: Vec<Arc<str>>,
    months_short: Vec<Arc<str>>,
    separator: Arc<str>,
}

impl fmt::Debug for Formats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Formats").field("separator", &self.separator).finish_non_exhaustive()
    }
}

impl Formats {
    /// The formats of a language. `grouping` says which numbers get digit grouping; by default as usual in
    /// the language.
    pub(super) fn new(language: &Language, grouping: Option<&str>) -> Self {
        let locale: Locale = format!("{}-u-nu-latn", language.tag())
            .parse()
            .unwrap_or_else(|_| Locale::from(language.id().clone()));
        let mut options = DecimalFormatterOptions::default();
        options.grouping_strategy = match grouping {
            Some("always") => Some(GroupingStrategy::Always),
            Some("long") => Some(GroupingStrategy::Min2),
            Some("never") => Some(GroupingStrategy::Never),
            _ => None,
        };
        let months = |set: M| {
            let format = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&locale).into(), set).ok();
            let month = |month| {
                let date = CalendarDate::try_new_gregorian(2001, month, 1).ok()?;
                Some(Arc::from(format.as_ref()?.format(&date).to_string()))
            };
            (1..=12).filter_map(month).collect()
        };
        Self {
            plurals: PluralRules::try_new_cardinal((&locale).into()).ok(),
            numbers: DecimalFormatter::try_new((&locale).into(), options).ok(),
            year: FixedCalendarDateTimeFormatter::try_new((&locale).into(), Y::long()).ok(),
            month: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YM::long()).ok(),
            day: FixedCalendarDateTimeFormatter::try_new((&locale).into(), YMD::long()).ok(),
            months: months(M::long()),
            months_short: months(M::medium()),
            separator: separator(&locale),
        }
    }

    /// The plural form for a number, as in keys of words.
    pub(super) fn form(&self, number: Decimal) -> &'static str {
        let Some(plurals) = &self.plurals else { return "other" };
        let category = match number.to_whole() {
            Some(whole) => plurals.category_for(whole.unsigned_abs()),
            None => digits(number).map_or(PluralCategory::Other, |digits| plurals.category_for(&digits)),
        };
        match category {
            PluralCategory::Zero => "zero",
            PluralCategory::One => "one",
            PluralCategory::Two => "two",
            PluralCategory::Few => "few",
            PluralCategory::Many => "many",
            PluralCategory::Other => "other",
        }
    }

    /// A number, with a minus sign instead of a hyphen.
    pub(super) fn number(&self, number: Decimal) -> String {
        match (&self.numbers, digits(number)) {
            (Some(format), Some(digits)) => format.format(&digits).to_string(),
            _ => number.to_string(),
        }
        .replace('-', "−")
    }

    /// A number given with digits and a point, keeping all of its decimals.
    pub(super) fn written(&self, number: &str) -> String {
        match (&self.numbers, number.parse::<Digits>()) {
            (Some(format), Ok(digits)) => format.format(&digits).to_string(),
            _ => number.to_owned(),
        }
        .replace('-', "−")
    }

    /// A date, no finer than it is known.
    pub(super) fn date(&self, date: Date) -> Option<String> {
        let month = date.month();
        let at = CalendarDate::try_new_gregorian(
            i32::from(date.year()),
            u8::try_from(month.unwrap_or(1)).ok()?,
            u8::try_from(date.day().unwrap_or(1)).ok()?,
        )
        .ok()?;
        Some(match (month, date.day()) {
            (None, _) => self.year.as_ref()?.format(&at).to_string(),
            (_, None) => self.month.as_ref()?.format(&at).to_string(),
            _ => self.day.as_ref()?.format(&at).to_string(),
        })
    }

    /// The pattern of a year.
    pub(super) fn year_pattern(&self) -> Arc<str> {
        let year = Date::from_year(2022).and_then(|year| self.date(year)).unwrap_or_default();
        Arc::from(if year.contains("2022") { year.replace("2022", "{year}") } else { "{year}".to_owned() })
    }

    /// The stand-alone name of a month, from 1.
    pub(super) fn month(&self, month: usize) -> Option<&Arc<str>> {
        self.months.get(month.checked_sub(1)?)
    }

    /// Its abbreviation.
    pub(super) fn month_short(&self, month: usize) -> Option<&Arc<str>> {
        self.months_short.get(month.checked_sub(1)?)
    }

    /// The separator of list items, except possibly the last two.
    pub(super) const fn separator(&self) -> &Arc<str> {
        &self.separator
    }
}

fn digits(number: Decimal) -> Option<Digits> {
    match number.to_whole() {
        Some(whole) => Some(Digits::from(whole)),
        None => number.to_string().parse().ok(),
    }
}

/// The separator between the first two of many list items.
fn separator(locale: &Locale) -> Arc<str> {
    let marks = ["\u{1}", "\u{2}", "\u{3}", "\u{4}"];
    let format = ListFormatter::try_new_and(locale.into(), ListFormatterOptions::default());
    let list = format.map(|format| format.format(marks.iter()).to_string()).unwrap_or_default();
    let between = |text: &str| Some(text.split_once(marks[1])?.1.split_once(marks[2])?.0.to_owned());
    Arc::from(between(&list).unwrap_or_else(|| ", ".to_owned()))
}
