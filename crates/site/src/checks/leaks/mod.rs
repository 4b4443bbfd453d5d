//! Numbers and addresses that tell who or where somebody is, in a text.
//!
//! A number is looked for as people write it: full-width digits, parted by spaces or hyphens, with emphasis
//! or invisible characters in between. A masked one (`138****1234`) is none. What is found is told by kind
//! and place; nothing here hands out the number.

mod allowed;
mod around;
mod between;
mod digits;
mod homes;
mod look;
mod national;
mod numbers;
mod sign;
mod words;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use allowed::Allowed;
use digits::{runs, spoken_runs};
use look::Look;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A resident identity number, of 18 or 15 digits.
    Identity,
    /// An identity number of Hong Kong.
    HongKong,
    /// One of Spain, of a Spaniard or a foreigner.
    Spanish,
    /// A social security number of the United States.
    SocialSecurity,
    /// A National Insurance number of Britain.
    Insurance,
    /// A mobile telephone number.
    Mobile,
    /// A bank card's number.
    BankCard,
    /// A passport's number.
    Passport,
    /// An e-mail address.
    Email,
    /// An address finer than a village or street.
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
            Self::BankCard => ("a bank card number", "银行卡号"),
            Self::Passport => ("a passport number", "护照号"),
            Self::Email => ("an e-mail address", "电子邮箱"),
            Self::Home => ("a home address", "家庭住址"),
        }
    }

    /// Whether it must not be published at all, whatever the page.
    #[must_use]
    pub const fn is_grave(self) -> bool {
        !matches!(self, Self::Email | Self::Home)
    }
}

/// Something that was found: what, and its bytes in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leak {
    /// What.
    pub kind: Kind,
    /// Where.
    pub range: Range<usize>,
}

/// All that a text gives away, by place. `person` takes a room's number alone for a home address: in a story about somebody it is
/// hers, in a notice the classroom's.
#[must_use]
pub fn scan(text: &str, person: bool) -> Vec<Leak> {
    scan_under(text, "", person)
}

/// The same of a text over which words stand that say what it is, such as the name of its field.
#[must_use]
pub fn scan_under(text: &str, said: &str, person: bool) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let look = Look::at(text);
    spoken_runs(text, &mut |run| numbers::scan(text, run, &mut leaks));
    if let Some(first) = look.first_digit {
        let digits = first..look.digits_end;
        runs(text, digits.clone(), &mut |run| {
            let before = leaks.len();
            numbers::scan(text, run, &mut leaks);
            if leaks.len() == before {
                national::scan(text, run, said, &mut leaks);
            }
        });
        numbers::dotted(text, &look.points, &mut leaks);
        national::dotted(text, &look.points, &mut leaks);
        words::passports(text, digits, &mut leaks);
    }
    words::emails(text, &look.at_signs, &mut leaks);
    homes::scan(text, person, &mut leaks);
    leaks.sort_by_key(|leak| (leak.range.start, leak.range.end));
    leaks.dedup();
    leaks
}
