//! Names as readers recognise them: whatever the case, the width or the form of letters, whatever spaces,
//! unseen signs and markup are between them.
//!
//! A text is taken for a row of signs: letters, folded; joints, such as the dot in 阿依古丽·买买提, of which there
//! are many forms; and walls, which are all else that readers see. [`Letters`] is such a row with the place
//! of every sign; whoever reads a text (plain, as Markdown, as a finished page) pushes what readers see of
//! it. A [`Name`] is looked for in it.

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

/// Shortest name that is looked for, in letters: one alone is a word like any other.
const SHORTEST: usize = 2;

/// What a character is to who reads a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// A letter or digit, folded.
    Letter(char),
    /// What joins the parts of a name, whichever of its forms.
    Joint,
    /// Whatever else readers see.
    Wall,
}

/// What stands before a sign.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    /// The sign before.
    #[default]
    None,
    /// Something that readers do not see: markup, signs without a form.
    Unseen,
    /// A blank.
    Blank,
}

/// Whether a letter belongs to a script in which spaces part words.
fn is_spaced(c: char) -> bool {
    c < '\u{2E80}'
}

/// What a character is, handed on in its folded parts; a space or unseen sign hands on nothing. Returns
/// whether it is a space.
fn fold(c: char, take: &mut dyn FnMut(Sign)) -> Gap {
    match c {
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | 'a'..='z' | '0'..='9' => take(Sign::Letter(c)),
        'A'..='Z' => take(Sign::Letter(c.to_ascii_lowercase())),
        ' ' | '\n' | '\t' | '\r' => return Gap::Blank,
        // Signs of markup that readers may see where it has come to nothing.
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

/// Whether a character joins the parts of a name.
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

/// A sign with its place in the text as it was written.
#[derive(Clone, Copy, Debug)]
struct Seen {
    sign: Sign,
    gap: Gap,
    /// The paragraph, cell or heading that it is in.
    block: u32,
    /// The link that it is in, counted from 1; 0 where in none.
    link: u32,
    start: u32,
    end: u32,
}

/// What readers see of a text, for names to be looked for.
#[derive(Clone, Debug, Default)]
pub struct Letters {
    signs: Vec<Seen>,
    gap: Gap,
    block: u32,
    link: u32,
    targets: Vec<String>,
}

/// A name that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Its signs, by number.
    signs: Range<usize>,
    /// From the first letter to the last, where that is written.
    pub range: Range<usize>,
}

impl Letters {
    /// A text as it is.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let mut letters = Self::default();
        letters.push_str(text, 0);
        letters
    }

    /// Adds a text that is written as it is read, from a place on.
    pub fn push_str(&mut self, text: &str, start: usize) {
        for (at, c) in text.char_indices() {
            self.push(c, start + at..start + at + c.len_utf8());
        }
    }

    /// Adds a character that is written at a place.
    pub fn push(&mut self, c: char, place: Range<usize>) {
        let cut = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (start, end) = (cut(place.start), cut(place.end));
        let Self { signs, gap, block, link, .. } = self;
        let found = fold(c, &mut |sign| {
            signs.push(Seen { sign, gap: std::mem::take(gap), block: *block, link: *link, start, end });
        });
        *gap = (*gap).max(found);
    }

    /// Something stands here that readers do not see.
    pub fn unseen(&mut self) {
        self.gap = self.gap.max(Gap::Unseen);
    }

    /// A blank.
    pub fn blank(&mut self) {
        self.gap = Gap::Blank;
    }

    /// Something that parts all that is on its sides.
    pub fn wall(&mut self, at: usize) {
        self.push('\u{FFFD}', at..at);
    }

    /// The next character is in another paragraph, cell or heading.
    pub fn block(&mut self) {
        self.block += 1;
        self.gap = Gap::Blank;
    }

    /// A link begins.
    pub fn open_link(&mut self, target: &str) {
        self.targets.push(target.to_owned());
        self.link = u32::try_from(self.targets.len()).unwrap_or(0);
        self.unseen();
    }

    /// The link ends.
    pub fn close_link(&mut self) {
        self.link = 0;
        self.unseen();
    }

    /// Gives the link that is open its target, which is written behind its words.
    pub fn name_link(&mut self, target: &str) {
        let at = usize::try_from(self.link).ok().and_then(|link| link.checked_sub(1));
        if let Some(open) = at.and_then(|at| self.targets.get_mut(at)) {
            target.clone_into(open);
        }
    }

    /// The letters of a mention, each with its place: of those that are written as one, the same place once.
    pub fn places(&self, mention: &Mention) -> impl Iterator<Item = Range<usize>> + '_ {
        let mut last = None;
        self.signs.get(mention.signs.clone()).unwrap_or_default().iter().filter_map(move |seen| {
            let place = (seen.start, seen.end);
            (last.replace(place) != Some(place)).then(|| wide(seen.start)..wide(seen.end))
        })
    }

    /// The target of the link that carries all of a mention.
    #[must_use]
    pub fn link_of(&self, mention: &Mention) -> Option<&str> {
        let signs = self.signs.get(mention.signs.clone())?;
        let link = signs.first()?.link;
        let at = usize::try_from(link).ok()?.checked_sub(1)?;
        let alone = signs.iter().all(|seen| seen.link == link);
        self.targets.get(at).map(String::as_str).filter(|_| alone)
    }

    /// Where a name is. Not where one of the longer names stands that hold it, each with the number of its
    /// letters before.
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

    /// Whether a name stands anywhere.
    #[must_use]
    pub fn has(&self, name: &Name) -> bool {
        name.first().is_some_and(|first| {
            let mut starts =
                self.signs.iter().enumerate().filter(|(_, seen)| seen.sign == Sign::Letter(first));
            starts.any(|(at, _)| self.ends(at, name).is_some())
        })
    }

    /// The numbers of the letters that are the first of a pair, with the next.
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

    /// The name at a sign, if it is there and is no part of a longer one.
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

    /// The sign so many letters before another.
    fn letters_before(&self, at: usize, count: usize) -> Option<usize> {
        let Some(last) = count.checked_sub(1) else { return Some(at) };
        let signs = self.signs.get(..at)?.iter().enumerate().rev();
        let mut letters = signs.filter(|(_, seen)| matches!(seen.sign, Sign::Letter(_)));
        letters.nth(last).map(|(start, _)| start)
    }

    /// Where a name ends that begins at a sign.
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
                // Words of one name are not run together: that is another name.
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
        // Parts in paragraphs or cells of their own are a name only where nothing else is in these.
        let opens = before.is_none_or(|before| before.block != own.block);
        let closes = behind.is_none_or(|behind| behind.block != end.block);
        (opens && closes).then_some(at)
    }

    /// How many signs that are no letters are at a sign.
    fn others(&self, at: usize) -> usize {
        let signs = self.signs.get(at..).unwrap_or_default();
        signs.iter().take(3).take_while(|seen| !matches!(seen.sign, Sign::Letter(_))).count()
    }

    /// How many joints are at a sign.
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
    /// There may be one, or none.
    Joint,
    /// What else is in a name, such as a bracket; it may be written or not.
    Other,
    /// A blank, or what stands for one.
    Gap,
}

/// A name as it is compared.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name(Box<[Part]>);

impl Name {
    /// `None` if it is too short to be looked for.
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

    /// Whether what begins with this character may be the name, told by the first few of a text that begins there: whether nothing that is
    /// surely something else comes before all of its letters have.
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
                // Markup, references, letters of another form: this has to be read.
                _ => return true,
            }
        }
        wanted.peek().is_none()
    }
}

/// The letter that a character folds to, or the first of several.
#[must_use]
pub fn first_letter(c: char) -> Option<char> {
    let mut first = None;
    fold(c, &mut |sign| first = first.or(Some(sign)));
    match first {
        Some(Sign::Letter(letter)) => Some(letter),
        Some(Sign::Joint | Sign::Wall) | None => None,
    }
}

/// Of names, the longer ones among all names that hold them, each with the number of its letters before.
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

    /// Those that hold a name.
    #[must_use]
    pub fn of(&self, name: &Name) -> &[(Name, usize)] {
        let letters: Vec<char> = name.letters().collect();
        self.0.get(letters.as_slice()).map_or(&[], Vec::as_slice)
    }
}

/// The characters that fold to something that begins with one of these letters: a text in which none of them
/// is, and no reference to a character, holds no name that begins so.
#[must_use]
pub fn forms_of(letters: &dyn Fn(char) -> bool) -> Vec<char> {
    // Where letters of other forms are: accented, full-width, compatibility characters, radicals, letters of mathematics.
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
