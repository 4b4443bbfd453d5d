//! Recognises names as readers do: regardless of case, width and form of letters, and of spaces, invisible
//! characters and markup in between.
//!
//! A text is regarded as a sequence of signs: letters (folded), joints such as the dot in 阿依古丽·买买提, of which
//! there are many forms, and walls, which are all other visible characters. [`Letters`] is such a sequence
//! with the position of every sign; readers of texts (plain, Markdown, rendered pages) push what is visible.
//! A [`Name`] is searched for in it.

use std::ops::Range;
use std::sync::LazyLock;

use foldhash::HashMap;
use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;

use super::text::is_blank_sign;

static NFKD: LazyLock<DecomposingNormalizerBorrowed<'static>> =
    LazyLock::new(DecomposingNormalizerBorrowed::new_nfkd);
static CLASSES: LazyLock<CanonicalCombiningClassMapBorrowed<'static>> =
    LazyLock::new(CanonicalCombiningClassMapBorrowed::new);

/// Shortest name that is searched for, in letters: a single letter is too common.
const SHORTEST: usize = 2;

/// A character as seen in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A letter or digit, folded.
    Letter(char),
    /// A joint between the parts of a name, in any form.
    Joint,
    /// Any other visible character.
    Wall,
}

/// What precedes a sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// Directly the previous sign.
    #[default]
    None,
    /// Something invisible: markup, characters without a glyph.
    Unseen,
    /// A space.
    Blank,
}

/// Whether a letter is of a script that separates words by spaces.
fn is_spaced(c: char) -> bool {
    c < '\u{2E80}'
}

/// Folds a character and passes on its parts; nothing for spaces and invisible characters. Returns which of
/// these it is.
fn fold(c: char, take: &mut dyn FnMut(Sign)) -> Gap {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | 'a'..='z' | '0'..='9' => take(Sign::Letter(c)),
        'A'..='Z' => take(Sign::Letter(c.to_ascii_lowercase())),
        ' ' | '\n' | '\t' | '\r' => return Gap::Blank,
        // Markup characters; readers may see them if the markup is invalid.
        '*' | '_' | '~' | '`' | '\\' => return Gap::Unseen,
        _ if is_blank_sign(c) => return if c.is_whitespace() { Gap::Blank } else { Gap::Unseen },
        _ => {
            let mut gap = Gap::Unseen;
            for c in NFKD.normalize_iter(std::iter::once(c)) {
                if CLASSES.get_u8(c) != 0 || is_blank_sign(c) {
                    continue;
                }
                gap = Gap::None;
                if is_joint(c) {
                    take(Sign::Joint);
                } else if c.is_alphanumeric() {
                    c.to_lowercase().for_each(|c| take(Sign::Letter(c)));
                } else {
                    take(Sign::Wall);
                }
            }
            return gap;
        }
    }
    Gap::None
}

/// Whether a character is a joint between the parts of a name.
const fn is_joint(c: char) -> bool {
    matches!(
        c,
        '·' | '.'
            | '•'
            | '‧'
            | '∙'
            | '⋅'
            | '・'
            | '-'
            | '‐'
            | '‑'
            | '‒'
            | '–'
            | '—'
            | '\''
            | '’'
            | '‘'
            | 'ʼ'
            | '＇'
    )
}

/// A sign with its position in the original text.
#[derive(Clone, Copy, Debug)]
struct Seen {
    sign: Sign,
    gap: Gap,
    /// The number of its paragraph, cell or heading.
    block: u32,
    /// The number of its link, from 1; 0 outside of links.
    link: u32,
    start: u32,
    end: u32,
}

/// The visible signs of a text, in which names are searched for.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    signs: Vec<Seen>,
    gap: Gap,
    block: u32,
    link: u32,
    targets: Vec<String>,
}

/// An occurrence of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The indices of its signs.
    signs: Range<usize>,
    /// From the first letter to the last, in the original text.
    pub range: Range<usize>,
}

impl Letters {
    /// The signs of a plain text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut letters = Self::default();
        letters.push_str(text, 0);
        letters
    }

    /// Adds a literal text that begins at `start`.
    pub fn push_str(&mut self, text: &str, start: usize) {
        for (at, c) in text.char_indices() {
            self.push(c, start + at..start + at + c.len_utf8());
        }
    }

    /// Adds a character with its position.
    pub fn push(&mut self, c: char, place: Range<usize>) {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (start, end) = (cut(place.start), cut(place.end));
        let Self { signs, gap, block, link, .. } = self;
        let found = fold(c, &mut |sign| {
            signs.push(Seen { sign, gap: std::mem::take(gap), block: *block, link: *link, start, end });
        });
        *gap = (*gap).max(found);
    }

    /// Adds something invisible.
    pub fn unseen(&mut self) {
        self.gap = self.gap.max(Gap::Unseen);
    }

    /// Adds a space.
    pub fn blank(&mut self) {
        self.gap = Gap::Blank;
    }

    /// Adds a separator.
    pub fn wall(&mut self, at: usize) {
        self.push('\u{FFFD}', at..at);
    }

    /// Starts a new paragraph, cell or heading.
    pub fn block(&mut self) {
        self.block += 1;
        self.gap = Gap::Blank;
    }

    /// Starts a link.
    pub fn open_link(&mut self, target: &str) {
        self.targets.push(target.to_owned());
        self.link = u32::try_from(self.targets.len()).unwrap_or(0);
        self.unseen();
    }

    /// Ends the link.
    pub fn close_link(&mut self) {
        self.link = 0;
        self.unseen();
    }

    /// Sets the target of the open link, which is known only after its text.
    pub fn name_link(&mut self, target: &str) {
        let at = usize::try_from(self.link).ok().and_then(|link| link.checked_sub(1));
        if let Some(open) = at.and_then(|at| self.targets.get_mut(at)) {
            target.clone_into(open);
        }
    }

    /// The positions of a mention's letters; those written as one character have their common position once.
    pub fn places(&self, mention: &Mention) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut last = None;
        self.signs.get(mention.signs.clone()).unwrap_or_default().iter().filter_map(move |seen| {
            let place = (seen.start, seen.end);
            (last.replace(place) != Some(place)).then(|| wide(seen.start)..wide(seen.end))
        })
    }

    /// The target of the link that contains a mention entirely.
    #[must_use]
    pub fn link_of(&self, mention: &Mention) -> Option<&str> {
        let signs = self.signs.get(mention.signs.clone())?;
        let link = signs.first()?.link;
        let at = usize::try_from(link).ok()?.checked_sub(1)?;
        let alone = signs.iter().all(|seen| seen.link == link);
        self.targets.get(at).map(String::as_str).filter(|_| alone)
    }

    /// The occurrences of a name, except within longer names that contain it; for each of these, the number
    /// of letters before it is given.
    #[must_use]
    pub fn find(&self, name: &Name, longer: &[(Name, usize)]) -> Vec<Mention> {
        let Some(first) = name.first() else { return Vec::new() };
        let mut found = Vec::new();
        for (at, seen) in self.signs.iter().enumerate() {
            if seen.sign == Sign::Letter(first)
                && let Some(end) = self.ends(at, name)
                && !self.is_longer(at, longer)
            {
                found.extend(self.mention(at..end));
            }
        }
        found
    }

    /// Whether a name occurs.
    #[must_use]
    pub fn has(&self, name: &Name) -> bool {
        name.first().is_some_and(|first| {
            let mut starts =
                self.signs.iter().enumerate().filter(|(_, seen)| seen.sign == Sign::Letter(first));
            starts.any(|(at, _)| self.ends(at, name).is_some())
        })
    }

    /// The indices of letters that are followed by another one, with both.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, char, char)> + '_ {
        self.signs.iter().enumerate().filter_map(|(at, seen)| {
            let Sign::Letter(first) = seen.sign else { return None };
            let rest = self.signs.get(at + 1..)?.iter().take(4);
            let second = rest.map(|seen| seen.sign).find_map(|sign| match sign {
                Sign::Letter(second) => Some(second),
                Sign::Joint | Sign::Wall => None,
            });
            Some((at, first, second?))
        })
    }

    /// The name at a sign, if it occurs there and is not part of a longer one.
    #[must_use]
    pub fn at(&self, sign: usize, name: &Name, longer: &[(Name, usize)]) -> Option<Mention> {
        let end = self.ends(sign, name)?;
        if self.is_longer(sign, longer) { None } else { self.mention(sign..end) }
    }

    fn mention(&self, signs: Range<usize>) -> Option<Mention> {
        let of = self.signs.get(signs.clone())?;
        let range = wide(of.first()?.start)..wide(of.last()?.end);
        Some(Mention { signs, range })
    }

    fn is_longer(&self, at: usize, longer: &[(Name, usize)]) -> bool {
        longer.iter().any(|(name, before)| {
            let start = self.letters_before(at, *before);
            start.is_some_and(|start| self.ends(start, name).is_some())
        })
    }

    /// The sign that is `count` letters before another.
    fn letters_before(&self, at: usize, count: usize) -> Option<usize> {
        let Some(last) = count.checked_sub(1) else { return Some(at) };
        let signs = self.signs.get(..at)?.iter().enumerate().rev();
        let mut letters = signs.filter(|(_, seen)| matches!(seen.sign, Sign::Letter(_)));
        letters.nth(last).map(|(start, _)| start)
    }

    /// The end of a name that begins at a sign.
    fn ends(&self, start: usize, name: &Name) -> Option<usize> {
        let mut at = start;
        let mut last = None;
        for part in &name.0 {
            match part {
                Part::Letter(letter) => {
                    let seen = self.signs.get(at)?;
                    if seen.sign != Sign::Letter(*letter) {
                        return None;
                    }
                    at += 1;
                    last = Some(*letter);
                }
                Part::Joint => at += self.joints(at),
                Part::Other => at += self.others(at),
                // Words of a name that are run together are another name.
                Part::Gap => {
                    let joints = self.joints(at);
                    if joints == 0 && self.signs.get(at)?.gap == Gap::None {
                        return None;
                    }
                    at += joints;
                }
            }
        }
        let (first, last) = (name.first()?, last?);
        let goes_on = |seen: Option<&Seen>, gap: Gap| {
            gap == Gap::None && seen.is_some_and(|seen| matches!(seen.sign, Sign::Letter(c) if is_spaced(c)))
        };
        let own = self.signs.get(start)?;
        let before = start.checked_sub(1).and_then(|at| self.signs.get(at));
        let behind = self.signs.get(at);
        if (is_spaced(first) && goes_on(before, own.gap))
            || (is_spaced(last) && goes_on(behind, behind.map_or(Gap::Blank, |seen| seen.gap)))
        {
            return None;
        }
        let end = self.signs.get(at.checked_sub(1)?)?;
        if own.block == end.block {
            return Some(at);
        }
        // Parts in separate paragraphs or cells form a name only if nothing else is in these.
        let opens = before.is_none_or(|before| before.block != own.block);
        let closes = behind.is_none_or(|behind| behind.block != end.block);
        (opens && closes).then_some(at)
    }

    /// Number of consecutive signs that are not letters.
    fn others(&self, at: usize) -> usize {
        let signs = self.signs.get(at..).unwrap_or_default();
        signs.iter().take(3).take_while(|seen| !matches!(seen.sign, Sign::Letter(_))).count()
    }

    /// Number of consecutive joints.
    fn joints(&self, at: usize) -> usize {
        let signs = self.signs.get(at..).unwrap_or_default();
        signs.iter().take(3).take_while(|seen| seen.sign == Sign::Joint).count()
    }
}

fn wide(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

/// A part of a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Part {
    Letter(char),
    /// An optional joint.
    Joint,
    /// Any other optional character in a name, such as a bracket.
    Other,
    /// A space or a substitute for one.
    Gap,
}

/// A name in the form in which it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(Box<[Part]>);

impl Name {
    /// `None` if it is too short to be searched for.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        let letters = Letters::of(text);
        let mut parts: Vec<Part> = Vec::new();
        for seen in &letters.signs {
            match seen.sign {
                Sign::Letter(letter) => {
                    let spaced = is_spaced(letter)
                        && matches!(parts.last(), Some(Part::Letter(last)) if is_spaced(*last));
                    if spaced && seen.gap == Gap::Blank {
                        parts.push(Part::Gap);
                    }
                    parts.push(Part::Letter(letter));
                }
                Sign::Joint | Sign::Wall => {
                    if matches!(parts.last(), Some(Part::Letter(_))) {
                        parts.push(if seen.sign == Sign::Joint { Part::Joint } else { Part::Other });
                    }
                }
            }
        }
        while !matches!(parts.last(), Some(Part::Letter(_)) | None) {
            parts.pop();
        }
        let name = Self(parts.into());
        (name.letters().count() >= SHORTEST).then_some(name)
    }

    /// Its letters, folded.
    pub fn letters(&self) -> impl Iterator<Item = char> + '_ {
        self.0.iter().filter_map(|part| match part {
            Part::Letter(letter) => Some(*letter),
            Part::Joint | Part::Other | Part::Gap => None,
        })
    }

    /// Its first letter, folded.
    #[must_use]
    pub fn first(&self) -> Option<char> {
        self.letters().next()
    }

    /// Its first two letters, folded.
    #[must_use]
    pub fn pair(&self) -> Option<(char, char)> {
        let mut letters = self.letters();
        Some((letters.next()?, letters.next()?))
    }

    /// Whether the name may begin here, judged by the first few characters of a text: no other visible
    /// character comes before its letters.
    #[must_use]
    pub fn may_begin(&self, text: &str) -> bool {
        let mut wanted = self.letters().peekable();
        for c in text.chars() {
            let Some(next) = wanted.peek() else { return true };
            match c {
                '\u{4E00}'..='\u{9FFF}' | 'a'..='z' | '0'..='9' if c == *next => drop(wanted.next()),
                '\u{4E00}'..='\u{9FFF}' | 'a'..='z' | '0'..='9' => return false,
                'A'..='Z' if c.to_ascii_lowercase() == *next => drop(wanted.next()),
                'A'..='Z' | '，' | '。' | '、' | '；' | '：' | '？' | '！' => return false,
                ' ' | '\u{3000}' => {}
                // Markup, references, letters in other forms: this must be read properly.
                _ => return true,
            }
        }
        wanted.peek().is_none()
    }
}

/// The letter to which a character folds, or the first of several.
#[must_use]
pub fn first_letter(c: char) -> Option<char> {
    let mut first = None;
    fold(c, &mut |sign| first = first.or(Some(sign)));
    match first {
        Some(Sign::Letter(letter)) => Some(letter),
        Some(Sign::Joint | Sign::Wall) | None => None,
    }
}

/// For some names, the longer ones that contain them, each with the number of letters before the shorter one.
#[derive(Debug, Default)]
pub struct LongerNames(HashMap<Box<[char]>, Vec<(Name, usize)>>);

impl LongerNames {
    /// For some names, among all.
    #[must_use]
    pub fn new<'n>(some: impl Iterator<Item = &'n Name>, all: impl Iterator<Item = &'n Name>) -> Self {
        let mut longer: HashMap<Box<[char]>, Vec<(Name, usize)>> =
            some.map(|name| (name.letters().collect(), Vec::new())).collect();
        if longer.is_empty() {
            return Self::default();
        }
        for name in all {
            let letters: Vec<char> = name.letters().collect();
            for start in 0..letters.len() {
                for end in start + SHORTEST..=letters.len() {
                    let Some(part) = letters.get(start..end).filter(|part| part.len() < letters.len()) else {
                        continue;
                    };
                    if let Some(known) = longer.get_mut(part)
                        && !known.iter().any(|(other, _)| other == name)
                    {
                        known.push((name.clone(), start));
                    }
                }
            }
        }
        Self(longer)
    }

    /// Those that contain a name.
    #[must_use]
    pub fn of(&self, name: &Name) -> &[(Name, usize)] {
        let letters: Vec<char> = name.letters().collect();
        self.0.get(letters.as_slice()).map_or(&[], Vec::as_slice)
    }
}

/// The characters that fold to something beginning with one of these letters: a text without any of them, and
/// without character references, contains no name that begins so.
#[must_use]
pub fn forms_of(letters: &dyn Fn(char) -> bool) -> Vec<char> {
    // Ranges with other forms of letters: accented, full-width, compatibility characters, radicals,
    // mathematical letters.
    const PLACES: [Range<u32>; 9] = [
        0x20..0x3400,
        0xA640..0xAC00,
        0xF900..0x1_0000,
        0x1_0780..0x1_07C0,
        0x1_CCD6..0x1_CD00,
        0x1_D400..0x1_D800,
        0x1_EE00..0x1_F300,
        0x1_FBF0..0x1_FC00,
        0x2_F800..0x2_FA20,
    ];
    let mut found = Vec::new();
    for c in PLACES.into_iter().flatten().filter_map(char::from_u32) {
        if first_letter(c).is_some_and(letters) {
            found.push(c);
        }
    }
    found
}

#[cfg(test)]
mod tests;
