//! The table of field types.

use std::sync::Arc;

use super::definition::{Column, Control, Definition, Scalar};
use super::facet_part::FacetPart;
use super::{Field, FieldType, TextFormat};
use crate::diag::Bilingual;

const TEXT: Definition = Definition {
    word: "text",
    chinese_words: &["文字", "文本", "短文本", "单行文本"],
    noun: Bilingual { en: "a text", zh: "一段文字" },
    example: Some("…"),
    hint: None,
    scalar: Scalar::Text,
    control: Control::Input("text"),
    column: Column::Text,
    facets: &[FacetPart::Whole],
    tells_apart: true,
    describes: true,
    names_file: false,
};

const MARKDOWN: Definition = Definition {
    word: "markdown",
    chinese_words: &["正文", "长文本", "多行文本"],
    noun: Bilingual { en: "a Markdown text", zh: "一段正文" },
    example: Some("…"),
    hint: None,
    scalar: Scalar::Text,
    control: Control::TextArea,
    column: Column::Text,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const INTEGER: Definition = Definition {
    word: "integer",
    chinese_words: &["整数"],
    noun: Bilingual { en: "a whole number", zh: "整数" },
    example: Some("1"),
    hint: Some(Bilingual { en: "a whole number", zh: "整数" }),
    scalar: Scalar::Word,
    control: Control::Input("number"),
    column: Column::Number,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const QUANTITY: Definition = Definition {
    word: "quantity",
    chinese_words: &["数量", "数字", "数值"],
    noun: Bilingual { en: "a number", zh: "数量" },
    example: Some("60"),
    hint: Some(Bilingual {
        en: "6000, 4000+ (at least), about 4000 or nearly 4000",
        zh: "写作 6000、4000+（至少）、约4000 或 近4000",
    }),
    scalar: Scalar::Word,
    // `type="number"` would refuse bounds.
    control: Control::Input("text"),
    column: Column::Number,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const DATE: Definition = Definition {
    word: "date",
    chinese_words: &["日期", "时间"],
    noun: Bilingual { en: "a date", zh: "日期" },
    example: Some("2022-03-08"),
    hint: Some(Bilingual { en: "2022, 2022-03 or 2022-03-15", zh: "写作 2022、2022-03 或 2022-03-15" }),
    scalar: Scalar::Word,
    // `type="date"` would refuse a month or a year.
    control: Control::Input("text"),
    column: Column::Date,
    facets: &[FacetPart::Year],
    tells_apart: false,
    describes: true,
    names_file: false,
};

const PERIOD: Definition = Definition {
    word: "period",
    chinese_words: &["报告期", "时段"],
    noun: Bilingual { en: "a period", zh: "报告期" },
    example: Some("2022-q3"),
    hint: Some(Bilingual {
        en: "2022, 2022-h1, 2022-q3 or 2022-09",
        zh: "写作 2022、2022-h1、2022-q3 或 2022-09",
    }),
    scalar: Scalar::Word,
    control: Control::Input("text"),
    column: Column::Text,
    facets: &[FacetPart::Year],
    tells_apart: false,
    describes: true,
    names_file: false,
};

const CHOICE: Definition = Definition {
    word: "choice",
    chinese_words: &["选项", "单选", "下拉"],
    noun: Bilingual { en: "one of the choices", zh: "可选项之一" },
    example: None,
    hint: None,
    scalar: Scalar::Text,
    control: Control::Select,
    column: Column::OneOf,
    facets: &[FacetPart::Whole],
    tells_apart: true,
    describes: true,
    names_file: false,
};

const BOOLEAN: Definition = Definition {
    word: "boolean",
    chinese_words: &["是否", "布尔"],
    noun: Bilingual { en: "true or false", zh: "true（是）或 false（否）" },
    example: Some("true"),
    hint: Some(Bilingual { en: "true or false", zh: "true（是）或 false（否）" }),
    scalar: Scalar::Word,
    control: Control::Checkbox,
    column: Column::OneOf,
    facets: &[FacetPart::Whole],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const REGION: Definition = Definition {
    word: "region",
    chinese_words: &["县区", "地区", "区县"],
    noun: Bilingual { en: "a region", zh: "县区名称" },
    example: Some("…"),
    hint: None,
    scalar: Scalar::Text,
    control: Control::Select,
    column: Column::OneOf,
    facets: &[FacetPart::Whole],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const REFERENCE: Definition = Definition {
    word: "reference",
    chinese_words: &["引用", "关联"],
    noun: Bilingual { en: "the name of a record", zh: "一条记录的名称" },
    example: None,
    hint: None,
    scalar: Scalar::Text,
    control: Control::Record,
    column: Column::Text,
    facets: &[FacetPart::Whole],
    tells_apart: false,
    describes: true,
    names_file: false,
};

const LIST: Definition = Definition {
    word: "list",
    chinese_words: &["列表", "多选"],
    noun: Bilingual { en: "a list", zh: "列表" },
    example: None,
    hint: None,
    scalar: Scalar::None,
    control: Control::Repeat,
    column: Column::Several,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const GROUP: Definition = Definition {
    word: "group",
    chinese_words: &["分组", "一组"],
    noun: Bilingual { en: "a group of “word: value”", zh: "一组“词: 内容”" },
    example: None,
    hint: None,
    scalar: Scalar::None,
    control: Control::Fields,
    column: Column::Fields,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: false,
};

const IMAGE: Definition = Definition {
    word: "image",
    chinese_words: &["图片", "照片"],
    noun: Bilingual { en: "a picture", zh: "图片" },
    example: Some("photo.jpg"),
    hint: Some(Bilingual {
        en: "the picture's file name; put it in the same folder",
        zh: "图片的文件名，图片放在同一个文件夹里",
    }),
    scalar: Scalar::Text,
    control: Control::Picture,
    column: Column::FileName,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: true,
};

const FILE: Definition = Definition {
    word: "file",
    chinese_words: &["文件", "附件"],
    noun: Bilingual { en: "a file", zh: "文件" },
    example: None,
    hint: Some(Bilingual {
        en: "the file's name; put it in the same folder",
        zh: "附件的文件名，附件放在同一个文件夹里",
    }),
    scalar: Scalar::Text,
    control: Control::File,
    column: Column::FileName,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: true,
};

const CONSENT: Definition = Definition {
    word: "consent",
    chinese_words: &["同意书"],
    noun: Bilingual { en: "a consent", zh: "同意书" },
    example: Some("{signed: 2022-01-05, scope: [name, portrait, story, region]}"),
    hint: None,
    scalar: Scalar::None,
    control: Control::Fields,
    column: Column::Fields,
    facets: &[],
    tells_apart: false,
    describes: false,
    names_file: false,
};

/// Declares the types: pattern, constructor, definition.
macro_rules! types {
    ($($pattern:pat = $one:expr => $definition:ident;)*) => {
        impl FieldType {
            /// Its definition.
            #[must_use]
            pub const fn definition(&self) -> &'static Definition {
                match self {
                    $($pattern => &$definition,)*
                    Self::Formatted(format) => &format.definition().common,
                }
            }

            /// One of each type, in the order of the documentation.
            fn each() -> impl Iterator<Item = Self> {
                [$($one),*].into_iter().chain(TextFormat::ALL.iter().copied().map(Self::Formatted))
            }
        }
    };
}

types! {
    Self::Text = Self::Text => TEXT;
    Self::Markdown = Self::Markdown => MARKDOWN;
    Self::Integer = Self::Integer => INTEGER;
    Self::Quantity = Self::Quantity => QUANTITY;
    Self::Date = Self::Date => DATE;
    Self::Period = Self::Period => PERIOD;
    Self::Choice = Self::Choice => CHOICE;
    Self::Boolean = Self::Boolean => BOOLEAN;
    Self::Region = Self::Region => REGION;
    Self::Reference(_) = Self::Reference(Arc::from("")) => REFERENCE;
    Self::List(_) = Self::List(Box::new(Self::Text)) => LIST;
    Self::Group(_) = Self::Group(Vec::new()) => GROUP;
    Self::Image = Self::Image => IMAGE;
    Self::File = Self::File => FILE;
    Self::Consent = Self::Consent => CONSENT;
}

impl FieldType {
    /// All definitions.
    pub fn definitions() -> impl Iterator<Item = &'static Definition> {
        Self::each().map(|kind| kind.definition())
    }

    /// Every word that may follow `type:`.
    pub fn words() -> impl Iterator<Item = &'static str> {
        Self::definitions().map(|definition| definition.word)
    }

    /// The type for a word after `type:`. A reference refers to the collection `target`, a group has the fields
    /// `fields`, and a list contains texts.
    pub fn named(
        word: &str,
        target: impl FnOnce() -> Arc<str>,
        fields: impl FnOnce() -> Vec<Field>,
    ) -> Option<Self> {
        let found = Self::each().find(|kind| kind.word() == word)?;
        Some(match found {
            Self::Reference(_) => Self::Reference(target()),
            Self::Group(_) => Self::Group(fields()),
            other => other,
        })
    }
}

impl Field {
    /// An example of a line in a record, such as `date: 2022-03-08`; `None` if no value suits every field.
    #[must_use]
    pub fn example(&self) -> Option<String> {
        let item = self.kind.item();
        let value = match item {
            FieldType::Choice => &*self.choices.first()?.id,
            _ => item.definition().example?,
        };
        Some(format!("{}: {value}", self.name))
    }
}
