//! Places in source files.

use std::ops::Range;
use std::sync::Arc;

use super::spoken_digit;
use crate::source::SitePath;

/// Longest excerpt, in characters; longer lines are cut around the place.
const EXCERPT: usize = 160;

/// How far a number is followed beyond the excerpt, in characters including separators.
const LONGEST_NUMBER: usize = 400;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, relative to the site.
    pub file: SitePath,
    /// Where in the file.
    pub spot: Spot,
}

/// A position in a file, in terms suitable for the kind of file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The file as a whole.
    Whole,
    /// A range of a text.
    Text(Box<TextSpot>),
    /// A cell of a spreadsheet.
    Cell(Box<CellSpot>),
}

/// A cell of a spreadsheet, with its row quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CellSpot {
    /// The sheet's name and its position among the sheets, from 0; `None` for a CSV file.
    pub sheet: Option<(u32, Arc<str>)>,
    /// Row and column, from 0.
    pub cell: (u32, u32),
    /// The cell as people write it: `F17`.
    pub address: Arc<str>,
    /// The row's text or the cell's, cut if it is very long, with long numbers masked.
    pub excerpt: Arc<str>,
    /// The marked characters of the excerpt.
    pub marked: Range<usize>,
}

/// A range of a text, with its line quoted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextSpot {
    /// Byte range in the decoded text; differs from that in the file if its encoding or line ends differ.
    pub bytes: Range<usize>,
    /// From 1.
    pub line: u32,
    /// Character in the line, from 1.
    pub column: u32,
    /// The line's text, cut if it is very long, with long numbers masked.
    pub excerpt: Arc<str>,
    /// The marked characters of the excerpt.
    pub marked: Range<usize>,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub const fn file(file: SitePath) -> Self {
        Self { file, spot: Spot::Whole }
    }

    /// The place of a byte range of a file's text. If the range extends over several lines, only its first
    /// line is marked.
    #[must_use]
    pub fn of(file: SitePath, text: &str, range: Range<usize>) -> Self {
        let start = floor_char(text, range.start);
        let (before, after) = text.split_at_checked(start).unwrap_or((text, ""));
        let head = before.rsplit('\n').next().unwrap_or("");
        let line = Line {
            number: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
            column: head.chars().count(),
            head,
            tail: after.split(['\n', '\r']).next().unwrap_or(""),
        };
        line.place(file, start..range.end.max(start))
    }

    /// The same for a text whose lines are indexed, so that the cost does not depend on the position in the
    /// text.
    #[must_use]
    pub fn within(file: SitePath, text: &str, lines: &Lines, range: Range<usize>) -> Self {
        let start = floor_char(text, range.start);
        lines.find(text, start).place(file, start..range.end.max(start))
    }

    /// The text range, if there is one.
    #[must_use]
    pub fn text(&self) -> Option<&TextSpot> {
        match &self.spot {
            Spot::Text(spot) => Some(spot.as_ref()),
            Spot::Whole | Spot::Cell(_) => None,
        }
    }

    /// The cell, if there is one.
    #[must_use]
    pub fn cell(&self) -> Option<&CellSpot> {
        match &self.spot {
            Spot::Cell(spot) => Some(spot.as_ref()),
            Spot::Whole | Spot::Text(_) => None,
        }
    }

    /// The cell of a spreadsheet with this text. Only the beginning of a long text is quoted.
    #[must_use]
    pub fn in_sheet(
        file: SitePath,
        sheet: Option<(u32, Arc<str>)>,
        (cell, address): ((u32, u32), String),
        text: &str,
    ) -> Self {
        let masked = mask_numbers(&text.chars().take(EXCERPT + LONGEST_NUMBER).collect::<String>());
        let excerpt: String = masked.chars().take(EXCERPT).map(|c| if c < ' ' { ' ' } else { c }).collect();
        let marked = 0..excerpt.chars().count();
        let spot = CellSpot { sheet, cell, address: address.into(), excerpt: excerpt.into(), marked };
        Self { file, spot: Spot::Cell(Box::new(spot)) }
    }

    /// What is quoted, and the characters of it that are marked.
    #[must_use]
    pub fn quoted(&self) -> Option<(&str, Range<usize>)> {
        match &self.spot {
            Spot::Whole => None,
            Spot::Text(spot) => Some((&spot.excerpt, spot.marked.clone())),
            Spot::Cell(spot) => Some((&spot.excerpt, spot.marked.clone())),
        }
    }

    /// The position by which places in a file are sorted.
    pub(super) fn order(&self) -> (u32, u32, u32) {
        match &self.spot {
            Spot::Whole => (0, 0, 0),
            Spot::Text(spot) => (0, spot.line, spot.column),
            Spot::Cell(spot) => (spot.sheet.as_ref().map_or(0, |(at, _)| *at), spot.cell.0, spot.cell.1),
        }
    }

    /// The line, from 1; 0 for the file as a whole.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.text().map_or(0, |spot| spot.line)
    }

    /// The character in the line, from 1; 0 for the file as a whole.
    #[must_use]
    pub fn column(&self) -> u32 {
        self.text().map_or(0, |spot| spot.column)
    }

    /// The same place without the rest of its line: the value of an unknown key may be private.
    #[must_use]
    pub fn without_rest(mut self) -> Self {
        let Spot::Text(spot) = &mut self.spot else { return self };
        // Keep the colon: without it, the line would look as if it were missing.
        let colon = spot.excerpt.chars().enumerate().skip(spot.marked.end).find(|(_, c)| !c.is_whitespace());
        let colon = colon.filter(|(_, c)| matches!(c, ':' | '：')).map(|(n, _)| n);
        let stays = |n: usize, c: char| n < spot.marked.end || Some(n) == colon || c.is_whitespace();
        let hide = |(n, c): (usize, char)| if stays(n, c) { c } else { '•' };
        spot.excerpt = spot.excerpt.chars().enumerate().map(hide).collect::<String>().into();
        self
    }

    /// The file as named in messages, without personal numbers in the name.
    #[must_use]
    pub fn shown_file(&self) -> String {
        mask_path(self.file.as_str())
    }

    /// The file and, in a spreadsheet, the sheet and the cell: `台账.xlsx · 青溪县 · F17`.
    #[must_use]
    pub fn shown(&self) -> String {
        let mut shown = self.shown_file();
        if let Spot::Cell(spot) = &self.spot {
            let sheet = spot.sheet.as_ref().map(|(_, name)| mask_numbers(name));
            for part in sheet.as_deref().into_iter().chain([&*spot.address]) {
                shown.push_str(" · ");
                shown.push_str(part);
            }
        }
        shown
    }

    /// Masks what each place marks in the lines of all of them, since a line may contain several secrets.
    pub fn hide_marked<'p>(places: impl Iterator<Item = &'p mut Self>) {
        let mut spots: Vec<(SitePath, &mut TextSpot)> = Vec::new();
        for place in places {
            match &mut place.spot {
                Spot::Whole => {}
                Spot::Text(spot) => spots.push((place.file.clone(), spot)),
                Spot::Cell(spot) => {
                    let hide = |(n, c): (usize, char)| if spot.marked.contains(&n) { '•' } else { c };
                    spot.excerpt = spot.excerpt.chars().enumerate().map(hide).collect::<String>().into();
                }
            }
        }
        let columns = |spot: &TextSpot| {
            let start = usize::try_from(spot.column).unwrap_or(usize::MAX).saturating_sub(1);
            start..start.saturating_add(spot.marked.len())
        };
        let hidden: Vec<(SitePath, u32, Range<usize>)> =
            spots.iter().map(|(file, spot)| (file.clone(), spot.line, columns(spot))).collect();
        for (of, spot) in spots {
            let first = columns(spot).start.saturating_sub(spot.marked.start);
            let own: Vec<&Range<usize>> = hidden
                .iter()
                .filter(|(file, line, _)| *file == of && *line == spot.line)
                .map(|(.., columns)| columns)
                .collect();
            let is_hidden = |n: usize| own.iter().any(|columns| columns.contains(&(first + n)));
            let hide = |(n, c): (usize, char)| if is_hidden(n) { '•' } else { c };
            spot.excerpt = spot.excerpt.chars().enumerate().map(hide).collect::<String>().into();
        }
    }

    /// The same place without its line's text, any part of which may be a private value.
    #[must_use]
    pub fn masked(mut self) -> Self {
        match &mut self.spot {
            Spot::Whole => {}
            Spot::Text(spot) => {
                let start = spot.marked.start;
                spot.excerpt = Arc::from(format!("{}•••", " ".repeat(start)));
                spot.marked = start..start + 3;
            }
            Spot::Cell(spot) => (spot.excerpt, spot.marked) = (Arc::from("•••"), 0..3),
        }
        self
    }
}

/// An index of the lines of a text and of character counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lines {
    /// The positions of line feeds.
    ends: Vec<usize>,
    /// Number of characters before every `STEP`th byte.
    counts: Vec<usize>,
}

/// Distance in bytes between counted positions.
const STEP: usize = 1024;

impl Lines {
    /// Indexes a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        let feeds = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let mut counts = Vec::with_capacity(text.len() / STEP + 1);
        let mut count = 0;
        for part in text.as_bytes().chunks(STEP) {
            counts.push(count);
            count += characters(part);
        }
        Self { ends: feeds.map(|(at, _)| at).collect(), counts }
    }

    /// Number of characters before a character boundary.
    fn before(&self, text: &str, at: usize) -> usize {
        let step = at / STEP;
        let counted = self.counts.get(step).copied().unwrap_or(0);
        counted + text.as_bytes().get(step * STEP..at).map_or(0, characters)
    }

    /// The line that contains a position.
    fn find<'t>(&self, text: &'t str, at: usize) -> Line<'t> {
        let number = self.ends.partition_point(|end| *end < at);
        let start = number.checked_sub(1).and_then(|last| self.ends.get(last)).map_or(0, |end| end + 1);
        let end = self.ends.get(number).copied().unwrap_or(text.len());
        Line {
            number: number + 1,
            column: self.before(text, at) - self.before(text, start),
            head: text.get(start..at).unwrap_or(""),
            tail: text.get(at..end).unwrap_or(""),
        }
    }
}

/// Number of characters that begin in some bytes.
fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xC0 != 0x80).count()
}

/// A line, split at a position.
struct Line<'t> {
    /// From 1.
    number: usize,
    /// Number of characters before the position.
    column: usize,
    head: &'t str,
    tail: &'t str,
}

impl Line<'_> {
    /// The place of a byte range that begins here.
    fn place(&self, file: SitePath, bytes: Range<usize>) -> Place {
        let length = bytes.len();
        let wanted = floor_char(self.tail, length.min(self.tail.len()));
        // Only what is quoted can be marked.
        let length = self.tail.get(..wanted).map_or(0, |meant| meant.chars().take(EXCERPT).count());
        let shown = self.column.min(EXCERPT / 2);
        let excerpt = self.excerpt(shown);
        let marked = shown..(shown + length.max(1)).min(excerpt.chars().count().max(1));
        let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let (line, column) = (small(self.number), small(self.column + 1));
        Place {
            file,
            spot: Spot::Text(Box::new(TextSpot { bytes, line, column, excerpt: Arc::from(excerpt), marked })),
        }
    }

    /// The line from `shown` characters before the position, with long numbers masked.
    fn excerpt(&self, shown: usize) -> String {
        // Mask with the complete numbers at both ends, since cutting could leave too few digits to recognise
        // one. Not with the whole line: a line of megabytes may have thousands of mistakes.
        let is_part = |c: &char| is_digit(*c) || parts(*c);
        let before = self.head.chars().rev().skip(shown).take(LONGEST_NUMBER).take_while(is_part).count();
        let mut window: Vec<char> = self.head.chars().rev().take(shown + before).collect();
        window.reverse();
        let mut rest = self.tail.chars();
        window.extend(rest.by_ref().take(EXCERPT - shown));
        window.extend(rest.take(LONGEST_NUMBER).take_while(is_part));
        let masked = mask_numbers(&window.into_iter().collect::<String>().replace('\t', " "));
        masked.chars().skip(before).take(EXCERPT).collect()
    }
}

/// The largest character boundary that is not after `at`.
#[must_use]
pub fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Whether a character is a digit in any form: other scripts, circled, small, Chinese.
fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || (c > '\u{7F}' && (c.is_numeric() || spoken_digit(c).is_some()))
}

/// Whether a character may occur between the digits of one number.
fn parts(c: char) -> bool {
    matches!(c, ' ' | '-' | '\t' | '\u{A0}' | '\u{2010}'..='\u{2015}' | '\u{2002}'..='\u{200F}' | '\u{202F}' | '\u{2060}')
        || matches!(
            c,
            '\u{3000}' | '－' | '*' | '_' | '`' | '~' | '\\' | '|' | '.' | '·' | '．' | '\u{AD}' | '\u{FEFF}'
        )
        || matches!(
            c,
            '(' | ')' | '（' | '）' | '[' | ']' | '【' | '】' | '\u{FE0F}' | '\u{20E3}' | '\u{336}'
        )
}

/// Minimum number of digits that stay visible at each end of a number in a path, so that the file can be
/// found.
const KEPT: usize = 2;

/// Masks possible personal numbers in a path except for their ends: eleven digits like a mobile number,
/// fifteen or eighteen like an identity number, sixteen to nineteen like a card number. Dates and times,
/// which occur in names of pictures, stay.
#[must_use]
pub fn mask_path(path: &str) -> String {
    let mut chars: Vec<char> = path.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let run = chars.iter().skip(at).take_while(|c| is_digit(**c)).count();
        let digits: String = chars.iter().skip(at).take(run).collect();
        if may_be_somebodys(&digits) {
            let inner = chars.iter_mut().skip(at + KEPT).take(run.saturating_sub(2 * KEPT));
            inner.for_each(|c| *c = '•');
        }
        at += run.max(1);
    }
    chars.into_iter().collect()
}

fn may_be_somebodys(digits: &str) -> bool {
    let ascii = digits.is_ascii();
    let mut first = digits.chars();
    let (first, second) = (first.next(), first.next());
    match digits.chars().count() {
        11..=14 if !ascii => true,
        11 => first == Some('1') && second.is_some_and(|c| c >= '3'),
        12 => digits.starts_with("01"),
        13 => digits.starts_with("861"),
        15 | 17 | 18 => !digits.starts_with("20") && !digits.starts_with("19"),
        16 | 19 => first.is_some_and(|c| ('4'..='6').contains(&c)),
        _ => false,
    }
}

/// Masks every run of eleven or more digits (telephone, identity and card numbers), even with spaces or
/// hyphens in between, and full-width ones. Each character is replaced by one, so that columns stay the same.
#[must_use]
pub fn mask_numbers(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = chars.clone();
    let mut at = 0;
    while at < chars.len() {
        let run = chars.iter().skip(at).take_while(|c| is_digit(**c) || parts(**c)).count();
        let digits = chars.iter().skip(at).take(run).filter(|c| is_digit(**c)).count();
        if digits >= 11 {
            for slot in out.iter_mut().skip(at).take(run).filter(|c| is_digit(**c)) {
                *slot = '•';
            }
        }
        at += run.max(1);
    }
    out.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(text: &str, range: Range<usize>) -> Place {
        Place::of(SitePath::try_from("content/a.md").unwrap(), text, range)
    }

    fn excerpt(place: &Place) -> &str {
        &place.text().unwrap().excerpt
    }

    #[test]
    fn counts_characters_not_bytes() {
        let text = "名: 甲\n区: 乙丙\n";
        let at = text.find('乙').unwrap();
        let place = place(text, at..at + 6);
        let spot = place.text().unwrap();
        assert_eq!((spot.bytes.clone(), spot.line, spot.column), (at..at + 6, 2, 4));
        assert_eq!((&*spot.excerpt, spot.marked.clone()), ("区: 乙丙", 3..5));
    }

    #[test]
    fn stays_within_a_long_line_and_odd_offsets() {
        let text = "字".repeat(10_000);
        let place = place(&text, 9_001..9_004);
        let spot = place.text().unwrap();
        assert_eq!(spot.column, 3_001);
        assert!(spot.excerpt.chars().count() <= EXCERPT && spot.marked.end <= EXCERPT);
        assert_eq!(super::Place::of(place.file, "", 5..9).line(), 1);
    }

    #[test]
    fn places_in_known_lines_are_the_same() {
        let long = format!("甲: [{}]\n\n乙: {} 号\n", "1380 字, ".repeat(500), "2".repeat(300));
        for text in ["", "\n", "a", "名: 甲\n区: 乙丙\n", "\n\n末", &long] {
            let lines = Lines::of(text);
            let file = SitePath::try_from("content/a.md").unwrap();
            for start in 0..=text.len() + 1 {
                let range = start..start + start % 7;
                assert_eq!(
                    Place::within(file.clone(), text, &lines, range.clone()),
                    Place::of(file.clone(), text, range),
                    "{start} in {text}"
                );
            }
        }
    }

    #[test]
    fn never_quotes_a_long_number() {
        let digits = "1".repeat(18);
        assert!(!mask_numbers(&format!("号码: {digits}")).contains("111"));
        assert_eq!(mask_numbers("2022-03-08, 6000"), "2022-03-08, 6000");
        assert_eq!(mask_numbers("0 0 0-0000 0000"), "• • •-•••• ••••");
        assert_eq!(mask_numbers("０００　0000－0000"), "•••　••••－••••");
    }

    #[test]
    fn a_path_shows_no_number_and_is_found_all_the_same() {
        let mobile = format!("138{}", "12345678");
        assert_eq!(mask_path(&format!("static/甲某{mobile}/a.jpg")), "static/甲某13•••••••78/a.jpg");
        for name in ["微信图片_20220315083000.jpg", "mmexport1664524800123.jpg", "IMG_20220930_153012345.jpg"]
        {
            assert_eq!(mask_path(name), name);
        }
        let identity = format!("11{}", "0".repeat(15));
        assert_eq!(mask_path(&format!("{identity}X.md")), format!("11{}00X.md", "•".repeat(13)));
    }

    #[test]
    fn only_what_is_secret_is_hidden() {
        let text = "note: ask Wang at a@b.example or c@d.example\nphone: 1\n";
        let range = |words: &str| text.find(words).map(|at| at..at + words.len()).unwrap();
        let mut places = [place(text, range("a@b.example")), place(text, range("c@d.example"))];
        Place::hide_marked(places.iter_mut());
        for it in &places {
            assert_eq!(excerpt(it), "note: ask Wang at ••••••••••• or •••••••••••");
        }
        let long = format!("{} a@b.example {} c@d.example", "字".repeat(200), "字".repeat(20));
        let at = long.find("a@b").unwrap();
        let other = long.find("c@d").unwrap();
        let mut places = [place(&long, at..at + 11), place(&long, other..other + 11)];
        Place::hide_marked(places.iter_mut());
        assert!(places.iter().all(|it| !excerpt(it).contains("example")), "{places:?}");
    }

    #[test]
    fn what_follows_a_key_can_be_hidden() {
        let text = "evidnce: 柜三\n";
        assert_eq!(excerpt(&place(text, 0..7).without_rest()), "evidnce: ••");
        assert_eq!(excerpt(&place("evidnce", 0..7).without_rest()), "evidnce");
    }

    #[test]
    fn never_cuts_a_long_number_to_a_short_one() {
        for before in EXCERPT / 2 - 2..EXCERPT / 2 + 20 {
            let text = format!("{}{}{}", "字".repeat(60), "1".repeat(18), "字".repeat(before));
            let at = text.len() - 3;
            assert!(!excerpt(&place(&text, at..at + 3)).contains('1'), "{before}");
        }
    }
}
