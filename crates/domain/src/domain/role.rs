//! Roles: the meanings of fields, by which the program knows them instead of by their names.

use super::FieldType;

/// The definition of a role.
#[derive(Debug)]
pub struct RoleDefinition {
    /// Whether a field of this type can have the role.
    pub fits: fn(&FieldType) -> bool,
    /// Whether the only field of such a type has the role if no field is named.
    pub by_type: bool,
    /// Words that editors use for such a field in tables and forms, in lower case.
    pub words: &'static [&'static str],
}

/// Declares the roles: key, name in Rust, definition.
macro_rules! roles {
    ($($(#[$doc:meta])* $key:ident: $name:ident = $definition:expr;)*) => {
        /// The meaning of a field for the program.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[$doc])* $name,)*
        }

        /// The fields with roles, as indices in a collection's list of fields.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
        pub struct RoleMap {
            $($(#[$doc])* pub $key: Option<usize>,)*
        }

        impl Role {
            /// Every role, in the order in which their fields are looked for.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Its key under `roles:`.
            #[must_use]
            pub const fn key(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($key),)*
                }
            }

            /// Its definition.
            #[must_use]
            pub const fn definition(self) -> &'static RoleDefinition {
                match self {
                    $(Self::$name => const { &$definition },)*
                }
            }
        }

        impl RoleMap {
            /// The index of the field with a role.
            #[must_use]
            pub const fn get(&self, role: Role) -> Option<usize> {
                match role {
                    $(Role::$name => self.$key,)*
                }
            }

            /// Builds the map by calling `find` for each role, in the order of [`Role::ALL`].
            pub fn from_fn(mut find: impl FnMut(Role) -> Option<usize>) -> Self {
                Self { $($key: find(Role::$name),)* }
            }
        }
    };
}

const fn is_text(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Text)
}

const fn is_date(kind: &FieldType) -> bool {
    matches!(kind, FieldType::Date)
}

roles! {
    /// The title of a record.
    title: Title = RoleDefinition {
        fits: is_text,
        by_type: true,
        words: &["姓名", "名字", "名称", "标题", "题目", "主题", "名", "full name", "headline", "subject"],
    };
    /// Its main date.
    date: Date = RoleDefinition {
        fits: is_date,
        by_type: true,
        words: &["日期", "时间", "年月", "年份", "日子", "date", "day", "when"],
    };
    /// Its region, or a list of them if several can share a record.
    region: Region = RoleDefinition {
        fits: |kind| matches!(kind.item(), FieldType::Region),
        by_type: true,
        words: &[
            "地区", "县区", "区县", "县市区", "属地", "所在地", "所在地区", "所属地区", "县", "区", "county",
            "district", "area",
        ],
    };
    /// Its state; `counted` names the states that count.
    state: State = RoleDefinition {
        fits: |kind| matches!(kind, FieldType::Choice),
        by_type: false,
        words: &["状态", "进展", "status"],
    };
    /// Its picture.
    portrait: Portrait = RoleDefinition {
        fits: |kind| matches!(kind, FieldType::Image),
        by_type: true,
        words: &["照片", "图片", "相片", "头像", "封面", "photo", "picture", "image", "portrait"],
    };
    /// Its summary.
    summary: Summary = RoleDefinition {
        fits: |kind| matches!(kind, FieldType::Text | FieldType::Markdown),
        by_type: false,
        words: &["简介", "摘要", "概要", "简要", "abstract"],
    };
    /// The consent of the living person described.
    consent: Consent = RoleDefinition {
        fits: |kind| matches!(kind, FieldType::Consent),
        by_type: true,
        words: &["同意书", "同意", "授权", "授权书", "知情同意书"],
    };
    /// A list of groups: honours.
    honors: Honors = RoleDefinition {
        fits: |kind| matches!(kind.item(), FieldType::Group(_)),
        by_type: false,
        words: &["荣誉", "奖项", "获奖", "表彰", "所获荣誉", "awards", "prizes", "honours"],
    };
    /// A score, 0 to 100.
    score: Score = RoleDefinition {
        fits: |kind| matches!(kind, FieldType::Quantity | FieldType::Integer),
        by_type: false,
        words: &["分数", "得分", "评分"],
    };
    /// The reported period.
    period: Period = RoleDefinition {
        fits: |kind| matches!(kind, FieldType::Period),
        by_type: true,
        words: &["报告期", "时段", "期间", "period"],
    };
    /// The day on which a difficulty was found.
    found: Found = RoleDefinition { fits: is_date, by_type: false, words: &["发现日期", "发现时间"] };
    /// The day on which it was resolved.
    resolved: Resolved = RoleDefinition { fits: is_date, by_type: false, words: &["解决日期", "解决时间"] };
    /// The placeholder for the title if the consent does not cover it.
    display_name: DisplayName = RoleDefinition { fits: is_text, by_type: false, words: &["化名", "代称"] };
    /// The day from which the record is neither shown nor counted, because its honour was revoked.
    revoked: Revoked = RoleDefinition { fits: is_date, by_type: false, words: &["撤销日期", "撤销时间"] };
}

impl RoleMap {
    /// The index of the field that an editor's word means. A word for dates may mean the period and the reverse.
    #[must_use]
    pub fn called(&self, word: &str) -> Option<usize> {
        let role = Role::ALL.iter().find(|role| role.definition().words.contains(&word))?;
        match role {
            Role::Date => self.date.or(self.period),
            Role::Period => self.period.or(self.date),
            other => self.get(*other),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_word_means_two_roles() {
        let mut seen = BTreeSet::new();
        for role in Role::ALL {
            for word in role.definition().words {
                assert!(seen.insert(*word), "{word}");
                assert_eq!(word.to_lowercase(), *word);
            }
        }
    }

    #[test]
    fn each_role_has_its_own_place() {
        let mut next = 0;
        let map = RoleMap::from_fn(|_| {
            next += 1;
            Some(next)
        });
        let places: BTreeSet<Option<usize>> = Role::ALL.iter().map(|role| map.get(*role)).collect();
        assert_eq!(places.len(), Role::ALL.len());
        let no_date = RoleMap { date: None, ..map };
        assert_eq!(no_date.called("日期"), map.period);
        assert_eq!(map.called("日期"), map.date);
        assert_eq!(map.called("化名"), map.display_name);
        assert_eq!(map.called("没有"), None);
    }
}
