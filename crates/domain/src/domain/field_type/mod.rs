//! Types of fields.
//!
//! A type's [`Definition`], in one table, contains everything that does not depend on a record: its word, examples,
//! hints, its control in a form and its cell in a spreadsheet, and what its values may be used for. Code that works
//! on values matches every type, so a new type compiles only when all of this code handles it. A type that is a text
//! of a certain format needs only an entry in the table of [`TextFormat`]s.

mod choice;
mod definition;
mod facet_part;
mod format;
mod table;

use std::sync::Arc;

pub use choice::{Choice, NumberRange};
pub use definition::{Column, Control, Definition, Scalar};
pub use facet_part::FacetPart;
pub use format::{Format, Meant, TextFormat, is_email, is_phone, is_web_address};

use super::{Label, Scope, Value, Visibility};

/// A field's type.
#[derive(Clone, Debug, PartialEq)]
pub enum FieldType {
    /// One line or paragraph.
    Text,
    /// Markdown.
    Markdown,
    /// A whole number.
    Integer,
    /// A number with a bound, in a unit.
    Quantity,
    /// A date with its precision.
    Date,
    /// A period of reporting.
    Period,
    /// One of the field's choices.
    Choice,
    /// Yes or no.
    Boolean,
    /// A region of the site.
    Region,
    /// A record of the collection with this id.
    Reference(Arc<str>),
    /// Several values of one type.
    List(Box<FieldType>),
    /// Fields within the field.
    Group(Vec<Field>),
    /// A picture next to the record.
    Image,
    /// A file next to the record.
    File,
    /// A text of a certain format: a web address, a telephone number.
    Formatted(TextFormat),
    /// A person's consent.
    Consent,
}

/// A field of a collection or of a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// Its key in records.
    pub name: Arc<str>,
    /// Its type.
    pub kind: FieldType,
    /// Whether a record must have it.
    pub required: bool,
    /// Its label for readers and editors.
    pub label: Label,
    /// Its help text for editors.
    pub help: Label,
    /// The heading of the list of back references on the referred record.
    pub back_label: Label,
    /// The default value.
    pub default: Option<Value>,
    /// The unit of a quantity.
    pub unit: Option<Arc<str>>,
    /// The choices of a choice, in the order of declaration.
    pub choices: Vec<Choice>,
    /// The range of a number, or the length of a text.
    pub range: NumberRange,
    /// Its visibility.
    pub visibility: Visibility,
    /// The scope of consent that it requires.
    pub scope: Option<Scope>,
    /// The date field at the same level that this date must not precede.
    pub not_before: Option<Arc<str>>,
    /// For a list of groups: the index of the group's date from which an item no longer counts.
    pub ended_by: Option<usize>,
}

impl FieldType {
    /// The word after `type:`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.definition().word
    }

    /// The type of a list's items, or the type itself.
    #[must_use]
    pub fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }

    /// The same, mutable.
    pub fn item_mut(&mut self) -> &mut Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }

    /// The fields of a group or of a list's groups; empty for any other type.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        match self.item() {
            Self::Group(fields) => fields,
            _ => &[],
        }
    }

    /// Whether the condition holds for this type, its item type or a nested field's type.
    #[must_use]
    pub fn any(&self, is: &dyn Fn(&Self) -> bool) -> bool {
        let item = self.item();
        is(item) || item.fields().iter().any(|field| field.kind.any(is))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::diag::Lang;

    #[test]
    fn every_type_has_a_word_of_its_own_by_which_it_is_found() {
        let words: Vec<&str> = FieldType::words().collect();
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len());
        for word in words {
            let found = FieldType::named(word, || Arc::from("bases"), Vec::new);
            assert_eq!(found.map(|found| found.word()), Some(word));
        }
        assert_eq!(FieldType::named("telephone", || Arc::from(""), Vec::new), None);
    }

    #[test]
    fn no_word_of_an_editor_means_two_types() {
        let mut seen = BTreeSet::new();
        for definition in FieldType::definitions() {
            for word in definition.chinese_words {
                assert!(seen.insert(word), "{word}");
            }
        }
    }

    #[test]
    fn every_type_is_described_in_both_languages() {
        for definition in FieldType::definitions() {
            for lang in Lang::ALL {
                assert!(!definition.noun.in_lang(lang).is_empty(), "{}", definition.word);
                assert_ne!(definition.hint.map(|hint| hint.in_lang(lang)), Some(""), "{}", definition.word);
            }
        }
    }

    #[test]
    fn an_example_fits_its_format() {
        for format in TextFormat::ALL {
            let definition = format.definition();
            let example = definition.common.example.unwrap();
            assert!((definition.fits)(example), "{example}");
            assert!(!(definition.fits)("ask Mrs Chen"), "{}", definition.common.word);
            assert!(!(definition.fits)(""), "{}", definition.common.word);
        }
    }

    #[test]
    fn e_mail_addresses_are_one_address_each() {
        let fits = TextFormat::Email.definition().fits;
        for good in ["office@fulian.example", "a.b+c@mail.city.example", "妇联@例子.example"] {
            assert!(fits(good), "{good}");
        }
        for bad in [
            "office",
            "office@",
            "@fulian.example",
            "a@b",
            "a b@c.example",
            "a@b.example, c@d.example",
            "mailto:a@b.example",
            "a@@b.example",
            "a@.example",
            "a@b..example",
            "a@b.example.",
            "<a@b.example>",
            "a;b@c.example",
            "a＠b.example",
        ] {
            assert!(!fits(bad), "{bad}");
        }
    }
}
