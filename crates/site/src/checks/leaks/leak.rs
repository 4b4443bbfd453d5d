//! A private number or address in a text.

use std::ops::Range;

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
    /// A telephone number of a country whose numbers do not show whether they are mobile.
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
