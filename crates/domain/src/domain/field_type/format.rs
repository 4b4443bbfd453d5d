//! Formats of texts: web addresses, telephone numbers, e-mail addresses.

use serde::{Deserialize, Serialize};

use super::definition::{Column, Control, Definition, Scalar};
use crate::diag::{Bilingual, Code};

/// Private data that is allowed in a text, because it is meant for the public.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meant {
    /// Nothing.
    Nothing,
    /// Any number.
    Numbers,
    /// An e-mail address.
    EmailAddress,
}

/// The definition of a text format.
#[derive(Debug)]
pub struct Format {
    /// The properties that all field types have.
    pub common: Definition,
    /// Words that editors use for such a field, in lower case.
    pub called: &'static [&'static str],
    /// The usual name of such a field, whatever its type.
    pub usual_name: &'static str,
    /// Whether a text has this format.
    pub fits: fn(&str) -> bool,
    /// The error if it does not; its arguments are `field` and `found`.
    pub code: Code,
    /// Whether names in it may be romanised or percent-encoded, as in URLs; a value that would reveal a withheld
    /// name is then left out.
    pub is_address: bool,
    /// The private data that is allowed in it.
    pub meant: Meant,
    /// Whether YAML could read it as a number.
    pub like_a_number: bool,
    /// The `pattern` in JSON Schema: a regular expression (ECMA 262) that every text of this format matches.
    pub pattern: &'static str,
    /// The `format` in JSON Schema, if there is one.
    pub json_format: Option<&'static str>,
}

/// Declares the formats with their definitions.
macro_rules! formats {
    ($($(#[$doc:meta])* $name:ident => $definition:ident;)*) => {
        /// A format that a text must have.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum TextFormat {
            $($(#[$doc])* $name,)*
        }

        impl TextFormat {
            /// Every format, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its definition.
            #[must_use]
            pub const fn definition(self) -> &'static Format {
                match self {
                    $(Self::$name => &$definition,)*
                }
            }
        }
    };
}

formats! {
    /// An absolute http or https address.
    Url => URL;
    /// A telephone number for the public.
    PublicPhone => PUBLIC_PHONE;
    /// An e-mail address for the public.
    Email => EMAIL;
}

const URL: Format = Format {
    common: Definition {
        word: "url",
        chinese_words: &["网址", "链接"],
        noun: Bilingual { en: "a web address", zh: "网址" },
        example: Some("https://site.example/"),
        hint: Some(Bilingual {
            en: "an address such as https://site.example/",
            zh: "网址，例如 https://site.example/",
        }),
        scalar: Scalar::Text,
        control: Control::Input("url"),
        column: Column::Text,
        facets: &[],
        tells_apart: false,
        describes: false,
        names_file: false,
    },
    called: &["网址", "链接", "官网", "website", "link", "homepage"],
    usual_name: "url",
    fits: is_web_address,
    code: Code::BadUrl,
    is_address: true,
    meant: Meant::Nothing,
    like_a_number: false,
    pattern: "^https?://",
    json_format: Some("uri"),
};

const PUBLIC_PHONE: Format = Format {
    common: Definition {
        word: "public_phone",
        chinese_words: &["电话", "公开电话", "联系电话"],
        noun: Bilingual { en: "a telephone number", zh: "电话号码" },
        example: Some("0000-0000000"),
        hint: None,
        scalar: Scalar::Text,
        control: Control::Input("tel"),
        column: Column::Text,
        facets: &[],
        tells_apart: false,
        describes: false,
        names_file: false,
    },
    called: &["电话", "联系电话", "联系方式", "手机", "手机号", "电话号码", "telephone", "phone", "tel"],
    usual_name: "phone",
    fits: is_phone,
    code: Code::BadPhone,
    is_address: false,
    meant: Meant::Numbers,
    like_a_number: true,
    pattern: "^[-0-9 +()（）转—]+$",
    json_format: None,
};

const EMAIL: Format = Format {
    common: Definition {
        word: "email",
        chinese_words: &["邮箱", "电子邮箱", "电子邮件", "邮件地址"],
        noun: Bilingual { en: "an e-mail address", zh: "电子邮箱地址" },
        example: Some("office@site.example"),
        hint: Some(Bilingual {
            en: "an address such as office@site.example",
            zh: "邮箱地址，例如 office@site.example",
        }),
        scalar: Scalar::Text,
        control: Control::Input("email"),
        column: Column::Text,
        facets: &[],
        tells_apart: false,
        describes: false,
        names_file: false,
    },
    called: &["邮箱", "电子邮箱", "电子邮件", "e-mail", "mail", "email"],
    usual_name: "email",
    fits: is_email,
    code: Code::BadEmail,
    is_address: true,
    meant: Meant::EmailAddress,
    like_a_number: false,
    pattern: r"^[^\s@]+@[^\s@]+\.[^\s@.]+$",
    json_format: None,
};

/// Whether a text is an absolute http or https address without spaces.
#[must_use]
pub fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split(['/', '?', '#']).next().unwrap_or("");
        !host.is_empty()
            && !host.contains('@')
            && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || c == '"')
    })
}

/// Whether a text can be a telephone number: digits, spaces, hyphens, brackets, `+`, an extension.
#[must_use]
pub fn is_phone(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fits =
        |c: char| c.is_ascii_digit() || matches!(c, ' ' | '-' | '+' | '(' | ')' | '（' | '）' | '转' | '—');
    (3..=20).contains(&digits) && text.chars().all(fits)
}

/// Whether a text is one e-mail address: a name, `@`, and a domain of several labels; with letters of any script
/// (RFC 6531), without the quoted names and comments of RFC 5322, which are not used in practice.
#[must_use]
pub fn is_email(text: &str) -> bool {
    let is_word = |part: &str, others: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || others.contains(c))
    };
    let Some((name, domain)) = text.split_once('@') else { return false };
    name.split('.').all(|part| is_word(part, "!#$%&'*+-/=?^_`{|}~"))
        && domain.contains('.')
        && domain
            .split('.')
            .all(|label| is_word(label, "-") && !label.starts_with('-') && !label.ends_with('-'))
}
