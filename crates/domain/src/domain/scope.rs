//! The scopes of a consent.

/// What a consent may cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Her name.
    Name,
    /// Her picture.
    Portrait,
    /// Her story: text and summary.
    Story,
    /// Where she lives or works.
    Region,
}

impl Scope {
    /// Every scope with the word used in records.
    pub const ALL: [(Self, &'static str); 4] = [
        (Self::Name, "name"),
        (Self::Portrait, "portrait"),
        (Self::Story, "story"),
        (Self::Region, "region"),
    ];

    /// The Chinese words for each, the usual one first.
    const CHINESE: [(Self, &'static [&'static str]); 4] = [
        (Self::Name, &["姓名"]),
        (Self::Portrait, &["照片"]),
        (Self::Story, &["事迹", "故事"]),
        (Self::Region, &["所在县区", "地区"]),
    ];

    /// Every word for a scope, with the scope.
    pub fn words() -> impl Iterator<Item = (Self, &'static str)> + Clone {
        let chinese =
            Self::CHINESE.into_iter().flat_map(|(scope, words)| words.iter().map(move |word| (scope, *word)));
        Self::ALL.into_iter().chain(chinese)
    }

    /// The scope for a word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::words().find(|(_, known)| *known == word).map(|(scope, _)| scope)
    }

    /// Its Chinese name.
    #[must_use]
    pub fn chinese(self) -> &'static str {
        let words = Self::CHINESE.into_iter().find(|(scope, _)| *scope == self);
        words.and_then(|(_, words)| words.first().copied()).unwrap_or("")
    }
}
