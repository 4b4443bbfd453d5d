//! Checks the layout of lines that are not valid YAML: indentation, beginnings, and unclosed brackets and
//! quotes. Follows the parser's rules with less precision and better messages.

use std::ops::Range;

use super::signs;
use super::text::Text;
use crate::diag::{Arg, Code, Diagnostic};
use crate::domain::Span;

/// The first line that does not fit those above it, up to `last`, counted from 0 in the range.
pub(super) fn misfit(text: &Text, range: &Range<usize>, last: usize) -> Option<Diagnostic> {
    let source = text.content.get(range.clone())?;
    let mut layout = Layout { text, blocks: Vec::new(), within: Within::Lines };
    let mut start = range.start;
    let first = text.content.get(..range.start).unwrap_or("").matches('\n').count();
    for (n, content) in source.split('\n').enumerate() {
        let line = Line::new(content, first + n + 1, start);
        start += content.len() + 1;
        if let Err(told) = layout.take(&line, n > last) {
            return Some(*told);
        }
        // What is still open at this point may be the cause of the parser's error.
        if n > last && matches!(layout.within, Within::Lines | Within::Block { .. }) {
            return None;
        }
    }
    layout.unclosed()
}

/// A line of a text.
struct Line<'t> {
    /// Its number in the file, from 1.
    number: usize,
    /// The position of its first non-space character, in the file and in the line.
    start: usize,
    indent: usize,
    /// Its text without indentation, comment and trailing spaces.
    rest: &'t str,
    /// The same including what looks like a comment, which may be inside quotes.
    whole: &'t str,
}

impl<'t> Line<'t> {
    fn new(content: &'t str, number: usize, start: usize) -> Self {
        let indent = content.len() - content.trim_start_matches(' ').len();
        let whole = content.get(indent..).unwrap_or("").trim_end();
        Self { number, start: start + indent, indent, rest: signs::without_comment(whole).trim_end(), whole }
    }

    /// The span of its text.
    fn span(&self) -> Span {
        Span::new(self.start, self.start + self.rest.len())
    }
}

/// A list or group of keys that may continue.
struct Block<'t> {
    indent: usize,
    is_list: bool,
    /// Its last entry, for messages: its text and position.
    last: &'t str,
    number: usize,
    /// Number of its entries.
    entries: usize,
    /// The position of its first line.
    first: Span,
    /// Whether its last entry has no value yet.
    open: bool,
}

/// The context of lines.
enum Within<'t> {
    /// Lists and groups.
    Lines,
    /// A block text below `key: |`; the indentation of its lines, once known.
    Block { parent: usize, indent: Option<usize>, key: &'t str, number: usize },
    /// An open bracket or quote.
    Open { at: usize, sign: char, depth: usize, parent: usize },
}

type Told = Result<(), Box<Diagnostic>>;

struct Layout<'t> {
    text: &'t Text,
    blocks: Vec<Block<'t>>,
    within: Within<'t>,
}

impl<'t> Layout<'t> {
    /// Takes a line; with `only_close`, only what closes an open bracket.
    fn take(&mut self, line: &Line<'t>, only_close: bool) -> Told {
        match &mut self.within {
            Within::Lines => {}
            Within::Block { .. } if line.rest.is_empty() => return Ok(()),
            Within::Block { parent, indent, key, number } if line.indent > *parent => {
                let (key, number) = (*key, *number);
                return match indent {
                    Some(wanted) if line.indent < *wanted => {
                        let wanted = *wanted;
                        Err(self.indentation(line, None, Some((wanted, key, number))))
                    }
                    Some(_) => Ok(()),
                    None => {
                        *indent = Some(line.indent);
                        Ok(())
                    }
                };
            }
            Within::Block { .. } => self.within = Within::Lines,
            Within::Open { parent, .. } => {
                // A key at the level of the surrounding lines: what is open should have been closed before.
                if line.indent <= *parent && signs::key(line.rest).is_some() {
                    return self.unclosed().map_or(Ok(()), |told| Err(Box::new(told)));
                }
                let is_quote = matches!(self.within, Within::Open { sign: '"' | '\'', .. });
                self.follow(if is_quote { line.whole } else { line.rest }, line.start);
                return Ok(());
            }
        }
        if line.rest.is_empty() || only_close || matches!(line.rest, "---" | "...") {
            return Ok(());
        }
        self.line(line)
    }

    fn line(&mut self, line: &Line<'t>) -> Told {
        let is_item = signs::is_item(line.rest);
        if !self.settle(line, is_item)? {
            // The text of the value above continues.
            return Ok(());
        }
        let (mut rest, mut column, mut at) = (line.rest, line.indent, line.start);
        while signs::is_item(rest) {
            self.enter(column, true, line, at);
            let inner = rest.get(1..).unwrap_or("").trim_start();
            let skipped = rest.len() - inner.len();
            self.set(if inner.is_empty() { "-" } else { line.rest }, line.number, inner.is_empty());
            (rest, column, at) = (inner, column + skipped, at + skipped);
        }
        if rest.is_empty() {
            return Ok(());
        }
        let Some((key, value)) = signs::key(rest) else {
            self.value(rest, at, column);
            return Ok(());
        };
        self.enter(column, false, line, at);
        self.set(key, line.number, value.is_empty());
        let offset = at + (rest.len() - value.len());
        if signs::is_block(value) {
            self.within = Within::Block { parent: column, indent: None, key, number: line.number };
        } else {
            self.value(value, offset, column);
        }
        Ok(())
    }

    /// Closes the blocks to which a line does not belong. Returns whether the line begins an entry; an error
    /// if it fits nowhere.
    fn settle(&mut self, line: &Line<'t>, is_item: bool) -> Result<bool, Box<Diagnostic>> {
        let is_key = !is_item && signs::key(line.rest).is_some();
        let mut left: Vec<Block<'t>> = Vec::new();
        while self.blocks.last().is_some_and(|block| block.indent > line.indent) {
            left.extend(self.blocks.pop());
        }
        let Some(top) = self.blocks.last() else {
            return match left.last() {
                Some(root) => Err(self.shifted(root, line)),
                None if is_item || is_key => Ok(true),
                None => Err(self.no_colon(line, None)),
            };
        };
        if top.indent < line.indent {
            if !left.is_empty() && (is_item || is_key) {
                return Err(self.between(line, is_item, &left));
            }
            if top.open {
                return Ok(is_item || is_key);
            }
            if is_key {
                return Err(self.too_deep(line));
            }
            return if is_item { Err(self.item_below_value(line)) } else { Ok(false) };
        }
        match (top.is_list, is_item) {
            (true, true) => Ok(true),
            // A list may be at the same level as its key.
            (false, true) if top.open && left.is_empty() => Ok(true),
            (false, true) => Err(self.stray_item(line, &left)),
            (true, false) => {
                let below = self.blocks.len().checked_sub(2).and_then(|at| self.blocks.get(at));
                if is_key && below.is_some_and(|below| below.indent == line.indent && !below.is_list) {
                    self.blocks.pop();
                    return Ok(true);
                }
                if is_key { Err(self.between(line, false, &left)) } else { Err(self.no_colon(line, None)) }
            }
            (false, false) if is_key => Ok(true),
            (false, false) => {
                let open = Some(top.last).filter(|_| top.open);
                Err(self.no_colon(line, open))
            }
        }
    }

    /// Continues or begins the block at a column.
    fn enter(&mut self, column: usize, is_list: bool, line: &Line<'t>, at: usize) {
        while self.blocks.last().is_some_and(|block| block.indent > column) {
            self.blocks.pop();
        }
        if self.blocks.last().is_some_and(|block| block.indent == column && block.is_list == is_list) {
            return;
        }
        if let Some(parent) = self.blocks.last_mut() {
            parent.open = false;
        }
        let first = Span::new(at, line.start + line.rest.len());
        self.blocks.push(Block {
            indent: column,
            is_list,
            last: "",
            number: 0,
            entries: 0,
            first,
            open: false,
        });
    }

    fn set(&mut self, last: &'t str, number: usize, open: bool) {
        if let Some(top) = self.blocks.last_mut() {
            (top.last, top.number, top.open) = (last, number, open);
            top.entries += 1;
        }
    }

    /// Looks for brackets and quotes in a value that are not closed on its line.
    fn value(&mut self, value: &str, at: usize, parent: usize) {
        if let Some(sign) = value.chars().next().filter(|c| matches!(c, '[' | '{' | '"' | '\'')) {
            self.within = Within::Open { at, sign, depth: 0, parent };
            self.follow(value, at);
        }
    }

    /// Follows brackets or a quote to the closing one.
    fn follow(&mut self, content: &str, start: usize) {
        let Within::Open { at, sign, depth, .. } = &mut self.within else { return };
        let skip = if start == *at { 1 } else { 0 };
        let closed = match *sign {
            quote @ ('"' | '\'') => signs::quote_end(content.get(skip..).unwrap_or(""), quote).is_some(),
            _ => signs::brackets(content, depth),
        };
        if closed {
            self.within = Within::Lines;
        }
    }

    /// The diagnostic for what was opened and is still open.
    fn unclosed(&self) -> Option<Diagnostic> {
        let Within::Open { at, sign, .. } = &self.within else { return None };
        let (closing, en, zh) = match sign {
            '[' => ("]", "square bracket", "方括号"),
            '{' => ("}", "brace", "花括号"),
            _ => {
                if *sign == '"' {
                    ("\"", "quote", "引号")
                } else {
                    ("'", "quote", "引号")
                }
            }
        };
        let place = self.text.place(Span::new(*at, *at + 1));
        let told = Diagnostic::new(Code::YamlUnclosed).at(place).arg("found", sign.to_string());
        let line = self.text.content.get(*at..).and_then(|rest| rest.split('\n').next());
        let eaten =
            line.filter(|_| matches!(sign, '[' | '{')).and_then(|line| super::remark::eaten(line, closing));
        Some(told.arg("name", Arg::term(en, zh)).arg("wanted", closing).arg_opt("remark", eaten))
    }

    /// The diagnostic for a line whose indentation is between those of two blocks.
    fn between(&self, line: &Line<'t>, is_item: bool, left: &[Block<'t>]) -> Box<Diagnostic> {
        let of = |block: &&Block<'t>| block.is_list == is_item;
        let inner = left.iter().rev().find(of).map(|block| (block.indent, block.last, block.number));
        let outer = self.blocks.iter().rev().filter(|block| block.indent < line.indent).find(of);
        let outer = outer.map(|block| (block.indent, block.last, block.number));
        self.indentation(line, outer, inner)
    }

    /// The diagnostic for a key below a key that has a value.
    fn too_deep(&self, line: &Line<'t>) -> Box<Diagnostic> {
        let Some(top) = self.blocks.last() else { return self.indentation(line, None, None) };
        // If only the first of several lines has an odd number of spaces, it is more likely to be wrong.
        let is_odd = |indent: usize| indent % 2 == 1;
        if top.entries == 1 && top.indent > 0 && is_odd(top.indent) && !is_odd(line.indent) && !top.is_list {
            let wanted = signs::key(line.rest).map_or(line.rest, |(key, _)| key);
            let inner = (line.indent, wanted, line.number);
            return self.told(top.indent, top.first, None, Some(inner));
        }
        let outer = self.blocks.iter().rev().find(|block| !block.is_list);
        let outer = outer.map(|block| (block.indent, block.last, block.number));
        let mut told = self.indentation(line, outer, None);
        if let Some((_, owner, _)) = outer.filter(|(indent, ..)| line.indent >= indent + 2) {
            *told = told.arg("owner", owner);
        }
        told
    }

    /// The diagnostic for first lines that are indented while later ones are not.
    fn shifted(&self, root: &Block<'t>, line: &Line<'t>) -> Box<Diagnostic> {
        let beside = signs::key(line.rest).map_or(line.rest, |(key, _)| key);
        self.told(root.indent, root.first, Some((line.indent, beside, line.number)), None)
    }

    fn indentation(
        &self,
        line: &Line<'t>,
        outer: Option<(usize, &str, usize)>,
        inner: Option<(usize, &str, usize)>,
    ) -> Box<Diagnostic> {
        self.told(line.indent, line.span(), outer, inner)
    }

    /// The diagnostic for a line's indentation and the possible lines above it: where it needs fewer or more
    /// spaces.
    fn told(
        &self,
        found: usize,
        span: Span,
        outer: Option<(usize, &str, usize)>,
        inner: Option<(usize, &str, usize)>,
    ) -> Box<Diagnostic> {
        let told = Diagnostic::new(Code::YamlIndent).at(self.text.place(span)).arg("found", blanks(found));
        let told =
            match outer.and_then(|(indent, key, number)| Some((found.checked_sub(indent)?, key, number))) {
                Some((remove, key, number)) if remove > 0 => {
                    told.arg("remove", blanks(remove)).arg("outer", shown(key)).arg("outerline", number)
                }
                _ => told,
            };
        Box::new(
            match inner.and_then(|(indent, key, number)| Some((indent.checked_sub(found)?, key, number))) {
                Some((add, key, number)) if add > 0 => {
                    told.arg("add", blanks(add)).arg("inner", shown(key)).arg("innerline", number)
                }
                _ => told,
            },
        )
    }

    /// The diagnostic for a line that is neither `key: value` nor an item.
    fn no_colon(&self, line: &Line<'t>, open: Option<&str>) -> Box<Diagnostic> {
        let told = Diagnostic::new(Code::YamlNoColon).at(self.text.place(line.span()));
        let word = line.rest.trim_start_matches("- ");
        let length: usize =
            word.chars().take_while(|c| c.is_alphanumeric() || *c == '_').map(char::len_utf8).sum();
        let (word, behind) = word.split_at_checked(length).unwrap_or(("", word));
        // `region 青溪县`, `region= 青溪县`: only the colon is missing.
        let is_key =
            !word.is_empty() && word.is_ascii() && behind.starts_with([' ', '=', '-', '\u{3000}', ';', '.']);
        let example = match is_key {
            true => Arg::from(format!("{word}: …")),
            false => Arg::term("name: Chen Xiuying", "name: 陈秀英"),
        };
        let told = told.arg("example", example);
        Box::new(told.arg_opt("owner", open))
    }

    /// The diagnostic for a hyphen outside of a list.
    fn stray_item(&self, line: &Line<'t>, left: &[Block<'t>]) -> Box<Diagnostic> {
        let lists = left.iter().rev().chain(self.blocks.iter().rev());
        if let Some(list) = lists.into_iter().find(|block| block.is_list) {
            let place = (list.indent, list.last, list.number);
            return match list.indent < line.indent {
                true => self.indentation(line, Some(place), None),
                false => self.indentation(line, None, Some(place)),
            };
        }
        Box::new(Diagnostic::new(Code::YamlStrayItem).at(self.text.place(line.span())))
    }

    /// The diagnostic for a list below a value.
    fn item_below_value(&self, line: &Line<'t>) -> Box<Diagnostic> {
        let above = self.blocks.last().map_or("", |block| block.last);
        let told = Diagnostic::new(Code::YamlStrayItem).at(self.text.place(line.span()));
        Box::new(told.arg_opt(
            "owner",
            signs::key(above).map(|(key, _)| key).or(Some(above)).filter(|it| !it.is_empty()),
        ))
    }
}

/// How a message refers to a line: by its key or first words.
fn shown(line: &str) -> String {
    let head = match line.strip_prefix('-') {
        Some(inner) if signs::is_item(line) => {
            signs::key(inner.trim_start()).map_or_else(|| "-".to_owned(), |(key, _)| format!("- {key}"))
        }
        _ => signs::key(line).map_or(line, |(key, _)| key).to_owned(),
    };
    head.chars().take(30).collect()
}

/// A number of spaces, in words.
fn blanks(count: usize) -> Arg {
    let en = match count {
        0 => "no space".to_owned(),
        1 => "one space".to_owned(),
        n => format!("{n} spaces"),
    };
    let zh = if count == 0 { "没有空格".to_owned() } else { format!("{count} 个空格") };
    Arg::term(en, zh)
}
