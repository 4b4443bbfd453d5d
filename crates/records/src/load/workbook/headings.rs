//! What the headings of columns mean.

use std::collections::BTreeMap;

use crate::domain::{Collection, Field, FieldType, Role};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Target {
    /// A field, by its index.
    Field(usize),
    /// A field of a group, or of an item of a list of groups: the group's index, the item from 0, the field's index
    /// in the group.
    Inner(usize, usize, usize),
    /// A part of the consent: the field's index and the key.
    Consent(usize, &'static str),
    /// A key that every record may have.
    Key(&'static str),
}

/// What a heading is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning {
    /// It names a field.
    Known(Target),
    /// Running numbers, or a column that the declaration leaves out.
    Passed,
    /// Numbers of persons.
    Personal,
    /// It names nothing.
    Unknown,
}

/// Headings of running numbers.
const SERIAL: [&str; 10] = ["序号", "序", "项次", "行号", "no", "no.", "#", "nº", "n.º", "s/n"];
/// Parts of headings of numbers of persons.
const PERSONAL: [&str; 20] = [
    "身份证",
    "证件号",
    "公民身份",
    "电话",
    "手机",
    "联系方式",
    "银行卡",
    "卡号",
    "银行账",
    "银行帐",
    "开户",
    "微信号",
    "qq号",
    "phone",
    "mobile",
    "idnumber",
    "idcard",
    "bankcard",
    "bankaccount",
    "teléfono",
];
/// Headings of keys that every record may have.
const KEYS: [(&str, &[&str]); 3] = [
    ("id", &["id", "编号", "记录编号", "台账编号"]),
    ("body", &["body", "正文", "事迹", "主要事迹", "事迹简介", "简要事迹", "事迹材料", "先进事迹"]),
    ("draft", &["draft", "草稿"]),
];
/// Headings of the parts of a consent.
const CONSENT: [(&str, &[&str]); 4] = [
    (
        "signed",
        &["同意书签署日期", "同意书签字日期", "签署日期", "签字日期", "同意日期", "consentsigned", "signed"],
    ),
    ("until", &["有效期至", "同意书有效期至", "同意有效期至", "consentuntil", "until"]),
    ("withdrawn", &["撤回日期", "同意撤回日期", "撤回同意日期", "consentwithdrawn", "withdrawn"]),
    ("scope", &["同意公开", "同意公开内容", "同意公开范围", "公开范围", "consentscope", "scope"]),
];
/// Further headings of the fields with a role, in case no field is called so.
const OF_ROLES: [(Role, &[&str]); 4] = [
    (Role::Title, &["标题", "名称", "主题", "活动名称", "活动主题", "姓名", "title", "name"]),
    (Role::Date, &["日期", "时间", "活动时间", "活动日期", "date"]),
    (
        Role::Region,
        &["县区", "区县", "县（区）", "县市区", "县（市、区）", "地区", "所属县区", "单位所在地", "region"],
    ),
    (Role::Summary, &["简介", "摘要", "summary"]),
];

/// A heading in the form in which headings are compared: without blanks, line ends and marks, in half-width signs.
pub(super) fn normal(text: &str) -> String {
    let half = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        '〔' | '【' => '(',
        '〕' | '】' => ')',
        c => c,
    };
    let kept = text.chars().filter(|c| !crate::domain::text::is_blank_sign(*c)).map(half);
    let lower: String = kept.flat_map(char::to_lowercase).collect();
    lower.trim_matches(['*', ':', '★', '△', '▲']).replace('_', "")
}

/// The same without a remark in brackets: `参与人次（人）`.
fn without_remark(heading: &str) -> Option<&str> {
    let start = heading.find('(').filter(|at| *at > 0)?;
    heading.ends_with(')').then(|| heading.get(..start)).flatten()
}

/// The headings of a collection.
pub(super) struct Headings<'c> {
    collection: &'c Collection,
    known: BTreeMap<String, Target>,
    /// The groups, by their headings.
    groups: BTreeMap<String, usize>,
    ignored: Vec<String>,
}

impl<'c> Headings<'c> {
    pub(super) fn new(collection: &'c Collection) -> Self {
        let mut it =
            Self { collection, known: BTreeMap::new(), groups: BTreeMap::new(), ignored: Vec::new() };
        it.ignored.extend(collection.columns.ignored.iter().map(|heading| normal(heading)));
        for (heading, name) in &collection.columns.named {
            if let Some(target) = it.named(name) {
                it.known.insert(normal(heading), target);
            }
        }
        for (at, field) in collection.fields.iter().enumerate() {
            for name in names(field) {
                match field.kind.item() {
                    FieldType::Group(_) => drop(it.groups.entry(name).or_insert(at)),
                    FieldType::Consent => {}
                    _ => drop(it.known.entry(name).or_insert(Target::Field(at))),
                }
            }
        }
        if let Some(at) = collection.roles.consent {
            for (key, headings) in CONSENT {
                it.add(headings, Target::Consent(at, key));
            }
        }
        for (key, headings) in KEYS {
            it.add(headings, Target::Key(key));
        }
        for (role, headings) in OF_ROLES {
            if let Some(at) = collection.roles.get(role) {
                it.add(headings, Target::Field(at));
            }
        }
        it
    }

    fn add(&mut self, headings: &[&str], target: Target) {
        for heading in headings {
            self.known.entry(normal(heading)).or_insert(target);
        }
    }

    /// The field that a declaration names: `attendance`, `honours.title`.
    fn named(&self, name: &str) -> Option<Target> {
        if let Some((key, _)) = KEYS.iter().find(|(key, _)| *key == name) {
            return Some(Target::Key(key));
        }
        let (name, inner) = name.split_once('.').map_or((name, None), |(name, inner)| (name, Some(inner)));
        let (at, field) = self.collection.field(name)?;
        match inner {
            None => Some(Target::Field(at)),
            Some(inner) if matches!(field.kind, FieldType::Consent) => {
                CONSENT.iter().find(|(key, _)| *key == inner).map(|(key, _)| Target::Consent(at, key))
            }
            Some(inner) => {
                let inner = field.kind.fields().iter().position(|field| &*field.name == inner)?;
                Some(Target::Inner(at, 0, inner))
            }
        }
    }

    /// What a heading means, by the heading above it, if there are two storeys, and by itself.
    pub(super) fn meaning(&self, above: Option<&str>, own: &str) -> Meaning {
        let own = normal(own);
        let above = above.map(normal).filter(|above| !above.is_empty());
        if let Some(above) = &above {
            if own.is_empty() {
                return self.single(above);
            }
            if let Some((at, item)) = self.group(above) {
                return self.inner(at, item, &own).map_or(Meaning::Unknown, Meaning::Known);
            }
            if let found @ Meaning::Known(_) = self.single(&format!("{above}{own}")) {
                return found;
            }
        }
        self.single(&own)
    }

    fn single(&self, heading: &str) -> Meaning {
        let plain = without_remark(heading);
        let each = || std::iter::once(heading).chain(plain);
        if each().any(|heading| self.ignored.iter().any(|ignored| ignored == heading)) {
            return Meaning::Passed;
        }
        if let Some(target) = each().find_map(|heading| self.known.get(heading)) {
            return Meaning::Known(*target);
        }
        // `荣誉名称`, `荣誉1名称`, `荣誉名称1`.
        for (group, at) in &self.groups {
            let Some(rest) = heading.strip_prefix(group.as_str()) else { continue };
            let (item, rest) = match leading_number(rest) {
                Some((item, rest)) => (item, rest),
                None => trailing_number(rest).unwrap_or((0, rest)),
            };
            if let Some(target) = self.inner(*at, item, rest) {
                return Meaning::Known(target);
            }
        }
        if SERIAL.contains(&heading) {
            return Meaning::Passed;
        }
        if PERSONAL.iter().any(|part| heading.contains(part)) {
            return Meaning::Personal;
        }
        Meaning::Unknown
    }

    /// The group that a heading names, and the item: `荣誉`, `荣誉2`.
    fn group(&self, heading: &str) -> Option<(usize, usize)> {
        let (item, name) = trailing_number(heading).unwrap_or((0, heading));
        Some((*self.groups.get(name).or_else(|| self.groups.get(heading))?, item))
    }

    fn inner(&self, at: usize, item: usize, heading: &str) -> Option<Target> {
        let field = self.collection.fields.get(at)?;
        if item > 0 && !matches!(field.kind, FieldType::List(_)) {
            return None;
        }
        let plain = without_remark(heading);
        let groups: Vec<String> = names(field).collect();
        // Under 荣誉, 名称 is the field 荣誉名称.
        let is_called = |inner: &Field| {
            names(inner).any(|name| {
                let rest = groups.iter().find_map(|group| name.strip_prefix(group.as_str()));
                [Some(name.as_str()), rest].into_iter().flatten().any(|it| it == heading || Some(it) == plain)
            })
        };
        let inner = field.kind.fields().iter().position(is_called)?;
        Some(Target::Inner(at, item, inner))
    }

    /// The headings and names that fields have, for suggestions.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.collection.fields.iter().flat_map(|field| field.label.texts().chain([&*field.name]))
    }
}

/// What a field is called, in the form in which headings are compared.
fn names(field: &Field) -> impl Iterator<Item = String> + '_ {
    field.label.texts().chain([&*field.name]).map(normal)
}

/// `2名称`: the item from 0, and the rest.
fn leading_number(text: &str) -> Option<(usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 {
        let number: usize = text.get(..digits)?.parse().ok()?;
        return Some((item(number)?, text.get(digits..)?));
    }
    let first = text.chars().next()?;
    let number = "一二三四五六七八九十".chars().position(|c| c == first)? + 1;
    Some((item(number)?, text.get(first.len_utf8()..)?))
}

/// `荣誉2`, `荣誉(2)`, `荣誉二`: the item from 0, and what is before it.
fn trailing_number(text: &str) -> Option<(usize, &str)> {
    let inner = text.strip_suffix(')').unwrap_or(text);
    let digits = inner.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (before, number) = if digits > 0 {
        let at = inner.len() - digits;
        (inner.get(..at)?, inner.get(at..)?.parse().ok()?)
    } else {
        let last = inner.chars().next_back()?;
        let number = "一二三四五六七八九十".chars().position(|c| c == last)? + 1;
        (inner.get(..inner.len() - last.len_utf8())?, number)
    };
    Some((item(number)?, before.trim_end_matches(['(', '第', '项', '-'])))
}

/// Maximum number of items that a row may have of one list.
const MOST_ITEMS: usize = 50;

fn item(number: usize) -> Option<usize> {
    number.checked_sub(1).filter(|at| *at < MOST_ITEMS)
}
