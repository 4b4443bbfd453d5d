//! Finds telephone numbers of the site's country (except China), and of any country with a `+`, by numbering plans.

use super::between::Between;
use super::leak::{Kind, Leak};
use super::run::{Group, Run};
use crate::domain::{Country, Phone, PhoneKind};

/// Maximum number of groups in which numbers are written.
const MOST_GROUPS: usize = 6;
/// Minimum number of digits of a mobile number in any country, and maximum with the country code.
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;
/// Words after an amount of money.
const MONEY: [&str; 8] = ["€", "$", "£", "eur", "usd", "gbp", "dollars", "pounds"];

/// The numbers to look for.
#[derive(Clone, Debug, Default)]
pub struct Dialled {
    /// The site's country, unless other checks find its numbers.
    country: Option<Country>,
}

impl Dialled {
    /// Numbers as written in a country.
    #[must_use]
    pub fn in_country(country: Option<Country>) -> Self {
        // Chinese numbers are recognised by their form.
        Self { country: country.filter(|country| !country.is_china()) }
    }

    /// Whether the country's numbers can have this many digits.
    fn has_length(&self, count: usize) -> bool {
        self.country.is_some_and(|country| country.has_length(count))
    }

    /// Adds the numbers in a run of digits.
    pub(super) fn scan(&self, text: &str, run: &Run, leaks: &mut Vec<Leak>) {
        let mut at = 0;
        while at < run.groups.len() {
            let rest = run.groups.get(at..).unwrap_or_default();
            let most = rest.len().min(MOST_GROUPS);
            let found = (1..=most).rev().find_map(|count| {
                let groups = rest.get(..count)?;
                Some((count, self.kind(text, groups)?))
            });
            match found {
                Some((count, kind)) => {
                    let end = rest.get(count - 1).map_or(0, |group| group.range.end);
                    let start = rest.first().map_or(end, |group| group.range.start);
                    leaks.push(Leak { kind, range: start..end });
                    at += count;
                }
                None => at += 1,
            }
        }
    }

    /// The kind of number that these groups form. A cheap test comes first, so that few are looked up.
    fn kind(&self, text: &str, groups: &[Group]) -> Option<Kind> {
        let first = groups.first()?;
        let count: usize = groups.iter().map(|group| group.count).sum();
        if !DIGITS.contains(&count) || groups.iter().skip(1).any(|group| group.gap != Between::Parted) {
            return None;
        }
        let head = text.get(..first.range.start).unwrap_or("");
        let is_abroad = head.ends_with(['+', '＋']);
        let shape: Vec<usize> = groups.iter().map(|group| group.count).collect();
        let are_years = first.digits().starts_with(b"19") || first.digits().starts_with(b"20");
        let is_date = match shape.as_slice() {
            [4, 4] => are_years,
            shape => matches!(shape, [4, 2, 2] | [2, 2, 4] | [4, 1 | 2, 1 | 2]),
        };
        if is_date || !(is_abroad || self.has_length(count)) {
            return None;
        }
        let around = super::around::Around::of(text, &first.range);
        let last = groups.last()?;
        let after = super::around::Around::of(text, &last.range);
        let tail = text.get(last.range.end..).unwrap_or("").trim_start();
        let is_money = MONEY
            .iter()
            .any(|sign| tail.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign)));
        let is_amount = around.is_counted || after.has_unit || is_money;
        if around.letters_before || around.in_word || after.in_word || is_amount {
            return None;
        }
        let digits: String =
            groups.iter().flat_map(|group| group.digits()).map(|digit| char::from(*digit)).collect();
        if digits.contains('X') || is_made_up(&digits) {
            return None;
        }
        let phone = match is_abroad {
            true => Phone::read(&format!("+{digits}"), None),
            false => Phone::read(&digits, Some(self.country?)),
        };
        match phone?.kind() {
            PhoneKind::Mobile => Some(Kind::Mobile),
            PhoneKind::Either => Some(Kind::Phone),
            PhoneKind::Other => None,
        }
    }
}

/// Whether it is plainly not a number: its last digits are all the same.
fn is_made_up(digits: &str) -> bool {
    let mut last = digits.chars().rev().take(6);
    let first = last.next();
    last.all(|c| Some(c) == first)
}
