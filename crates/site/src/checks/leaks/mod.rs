//! Private numbers and addresses in a text.
//!
//! Numbers are recognised as people write them: with full-width digits, spaces or hyphens, and with emphasis
//! or invisible characters in between. A masked number (`138****1234`) does not count. A leak is reported by
//! kind and position; the number itself is never passed on.

mod allowed;
mod around;
mod between;
mod digits;
mod homes;
mod look;
mod national;
mod numbers;
mod phones;
mod sign;
mod words;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use allowed::Allowed;
use digits::{runs, spoken_runs};
use look::Look;
use phones::Dialled;

/// The kind of a leak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A resident identity number, of 18 or 15 digits.
    Identity,
    /// A Hong Kong identity number.
    HongKong,
    /// A Spanish identity number, of a citizen (DNI) or a foreigner (NIE).
    Spanish,
    /// A US social security number.
    SocialSecurity,
    /// A UK National Insurance number.
    Insurance,
    /// A mobile telephone number.
    Mobile,
    /// A telephone number in a country whose numbers do not say whether they are mobile ones.
    Phone,
    /// A bank card number.
    BankCard,
    /// A passport number.
    Passport,
    /// An e-mail address.
    Email,
    /// An address more precise than a village or street.
    Home,
}

impl Kind {
    /// Its name: English, Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Identity => ("a resident identity number", "身份证号"),
            Self::HongKong => ("a Hong Kong identity card number", "香港身份证号"),
            Self::Spanish => ("a Spanish identity number (DNI or NIE)", "西班牙身份证号（DNI 或 NIE）"),
            Self::SocialSecurity => ("a US social security number", "美国社会安全号码"),
            Self::Insurance => ("a UK National Insurance number", "英国国民保险号码"),
            Self::Mobile => ("a mobile telephone number", "手机号"),
            Self::Phone => ("a telephone number that may be somebody's own", "可能是个人的电话号码"),
            Self::BankCard => ("a bank card number", "银行卡号"),
            Self::Passport => ("a passport number", "护照号"),
            Self::Email => ("an e-mail address", "电子邮箱"),
            Self::Home => ("a home address", "家庭住址"),
        }
    }

    /// Whether it must never be published, on any page.
    #[must_use]
    pub const fn is_grave(self) -> bool {
        !matches!(self, Self::Email | Self::Home | Self::Phone)
    }
}

/// A leak: its kind and byte range.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// Its kind.
    pub kind: Kind,
    /// Its byte range.
    pub range: Range<usize>,
}

/// What is known of a text apart from its words.
#[derive(Clone, Copy, Debug, Default)]
struct Context<'a> {
    /// Whether it is about somebody.
    person: bool,
    /// A heading that says what it is, such as the name of its field.
    said: &'a str,
    /// Telephone numbers of the site's country.
    dialled: Option<&'a Dialled>,
}

/// All leaks of a text of which nothing else is known, by position. With `person`, a room number alone counts as a home address: in a
/// story about somebody it is the person's, in a notice it is a classroom's.
#[must_use]
pub fn scan(text: &str, person: bool) -> Vec<Leak> {
    find(text, Context { person, ..Context::default() })
}

/// All leaks of a text, by position.
fn find(text: &str, context: Context<'_>) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let look = Look::at(text);
    spoken_runs(text, &mut |run| numbers::scan(text, run, &mut leaks));
    if let Some(first) = look.first_digit {
        let digits = first..look.digits_end;
        runs(text, digits.clone(), &mut |run| {
            let before = leaks.len();
            numbers::scan(text, run, &mut leaks);
            if leaks.len() == before {
                national::scan(text, run, context.said, &mut leaks);
            }
            if let Some(dialled) = context.dialled.filter(|_| leaks.len() == before) {
                dialled.scan(text, run, &mut leaks);
            }
        });
        numbers::dotted(text, &look.points, &mut leaks);
        national::dotted(text, &look.points, &mut leaks);
        words::passports(text, digits, &mut leaks);
    }
    words::emails(text, &look.at_signs, &mut leaks);
    homes::scan(text, context.person, &mut leaks);
    leaks.sort_by_key(|leak| (leak.range.start, leak.range.end));
    leaks.dedup();
    leaks
}
