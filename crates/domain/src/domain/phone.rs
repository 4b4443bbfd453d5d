//! Telephone numbers by the numbering plans of all countries.

use std::fmt;

use phonelib::{PhoneFormat, PhoneNumber, PhoneNumberType, country_by_code};

/// A country with a numbering plan, as a two-letter code (ISO 3166-1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Country(&'static phonelib::Country);

impl Country {
    /// Parses a two-letter code, ignoring case.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let code = code.trim().to_ascii_uppercase();
        let is_code = code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase());
        country_by_code(&code).filter(|_| is_code).map(Self)
    }

    /// Whether it is China.
    #[must_use]
    pub fn is_china(self) -> bool {
        self.0.code == "CN"
    }

    /// Whether its numbers can have this many digits, with or without the national trunk prefix.
    #[must_use]
    pub fn has_length(self, digits: usize) -> bool {
        self.0
            .phone_lengths
            .iter()
            .any(|length| [0, 1].iter().any(|prefix| usize::from(*length) + prefix == digits))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.code)
    }
}

/// The kind of telephone, as far as its number shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhoneKind {
    /// Somebody's mobile telephone.
    Mobile,
    /// Unknown: the country's numbers do not show whether they are mobile.
    Either,
    /// A landline, an office or a service.
    Other,
}

/// A number that fits a numbering plan. Whether it is in service is not known.
#[derive(Clone, Debug, PartialEq)]
pub struct Phone(PhoneNumber);

impl Phone {
    /// Parses a number as dialled in a country, or with a `+` for any country; `None` if it fits no plan.
    #[must_use]
    pub fn read(text: &str, country: Option<Country>) -> Option<Self> {
        // Zeros are a placeholder for a number.
        if text.starts_with("0000") || text.contains("000000") {
            return None;
        }
        match country {
            Some(country) => PhoneNumber::parse_with_country(text, country.0.code),
            None => PhoneNumber::parse(text),
        }
        .map(Self)
    }

    /// The kind of telephone.
    #[must_use]
    pub fn kind(&self) -> PhoneKind {
        match self.0.phone_type() {
            PhoneNumberType::Mobile | PhoneNumberType::PersonalNumber | PhoneNumberType::Pager => {
                PhoneKind::Mobile
            }
            PhoneNumberType::FixedLineOrMobile => PhoneKind::Either,
            _ => PhoneKind::Other,
        }
    }

    /// The link to call it from anywhere (RFC 3966): `tel:+34911234567`.
    #[must_use]
    pub fn link(&self) -> String {
        self.0.format(PhoneFormat::RFC3966)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A number that belongs to nobody: consecutive digits after the prefix of its kind.
    fn made(head: &str, count: usize) -> String {
        format!("{head}{}", "23456789012".get(..count - head.len()).unwrap())
    }

    #[test]
    fn numbers_are_read_as_their_country_writes_them() {
        let country = |code: &str| Country::parse(code);
        for (code, text, kind) in [
            ("ES", made("61", 9), PhoneKind::Mobile),
            ("es", format!("+34 {}", made("71", 9)), PhoneKind::Mobile),
            ("ES", made("91", 9), PhoneKind::Other),
            ("GB", made("07400", 11), PhoneKind::Mobile),
            ("GB", made("020 79", 12), PhoneKind::Other),
            ("US", made("212 5", 11), PhoneKind::Either),
            ("HK", made("61", 8), PhoneKind::Mobile),
        ] {
            let read = Phone::read(&text, country(code)).unwrap_or_else(|| panic!("{code} {text}"));
            assert_eq!(read.kind(), kind, "{code} {text}");
            assert!(read.link().starts_with("tel:+"), "{}", read.link());
        }
        for (code, text) in [("ES", "0000-8000001"), ("ES", "12"), ("GB", "0000-0000000"), ("US", "555")] {
            assert_eq!(Phone::read(text, country(code)), None, "{code} {text}");
        }
        assert_eq!(Country::parse("XX"), None);
        assert_eq!(Country::parse("es").map(|it| it.to_string()).as_deref(), Some("ES"));
        let british = Country::parse("GB").unwrap();
        assert!(british.has_length(10) && british.has_length(11) && !british.has_length(13));
        assert!(Country::parse("CN").unwrap().is_china() && !british.is_china());
    }
}
