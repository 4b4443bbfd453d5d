//! Numbers written one digit per cell, as in forms with a box for each digit.
//!
//! Tables of small counts also have such rows and columns. So each result says whether anything beside it
//! suggests a table: figures, or a heading for each column.

use std::collections::BTreeMap;

/// Minimum and maximum number of digits: those of a mobile number, and slightly more than any number has.
const LENGTHS: std::ops::RangeInclusive<usize> = 11..=24;
/// Maximum distance between the cells of a number: each box may span several columns.
const MOST_STEP: u32 = 4;
/// Maximum number of other cells beside a row or column of boxes: its label.
const MOST_LABELS: usize = 1;
/// Maximum number of parallel rows of boxes; forms have few.
const MOST_RUNS: usize = 64;
/// Separates the lines of a result, so that nothing continues from one to the next.
const LINE: &str = "\n¶\n";

/// Digits in a row or column.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Run {
    row: u32,
    column: u32,
    step: u32,
    signs: String,
    /// Their number.
    count: usize,
    /// Number of neighbouring cells that are not such runs.
    others: usize,
}

/// A filled cell of a row.
#[derive(Clone, Copy, Debug)]
struct Filled {
    column: u32,
    sign: Option<char>,
}

/// Collects the cells of one sheet, row by row.
#[derive(Default)]
pub(super) struct Boxes {
    row: u32,
    cells: Vec<Filled>,
    /// The previous row, and its runs with similar ones above them.
    above: Vec<Filled>,
    open: Vec<Vec<Run>>,
    columns: BTreeMap<u32, Run>,
    found: Vec<(String, String, bool)>,
}

impl Boxes {
    /// Adds a cell by its row and column, counted from 1, with its contents.
    pub(super) fn take(&mut self, row: u32, column: u32, text: &str) {
        if row != self.row {
            self.finish_row(row);
        }
        let mut chars = text.trim().chars();
        let Some(first) = chars.next() else { return };
        let sign = match first {
            '0'..='9' | 'X' | 'x' | '０'..='９' | 'Ｘ' | 'ｘ' => chars.next().is_none().then_some(first),
            _ => None,
        };
        self.cells.push(Filled { column, sign });
    }

    /// All results: the first cell, the digits (one line per row), and whether nothing suggests a table.
    pub(super) fn into_found(mut self) -> Vec<(String, String, bool)> {
        self.finish_row(u32::MAX);
        self.close_rows();
        for (_, column) in std::mem::take(&mut self.columns) {
            self.add(&[column]);
        }
        self.found
    }

    /// Ends the current row; `next` is the next non-empty one.
    fn finish_row(&mut self, next: u32) {
        self.cells.sort_by_key(|cell| cell.column);
        self.take_columns();
        let mut runs = runs(self.row, &self.cells);
        for block in &mut self.open {
            if let Some(last) = block.last_mut() {
                last.others += others(last, &self.cells, &runs);
            }
        }
        let above: Vec<Run> = self.open.iter().filter_map(|block| block.last().cloned()).collect();
        for run in &mut runs {
            run.others += others(run, &self.above, &above);
        }
        let mut blocks: Vec<Vec<Run>> = Vec::new();
        for run in runs {
            let like = |block: &Vec<Run>| block.last().is_some_and(|last| last.is_like(&run));
            let block = self.open.iter().position(like).map(|at| self.open.swap_remove(at));
            blocks.push(block.unwrap_or_default());
            if let Some(block) = blocks.last_mut() {
                block.push(run);
            }
        }
        self.close_rows();
        self.open = blocks;
        self.above = std::mem::take(&mut self.cells);
        if next != self.row.wrapping_add(1) {
            self.close_rows();
            self.above.clear();
        }
        self.row = next;
    }

    fn close_rows(&mut self) {
        for block in std::mem::take(&mut self.open) {
            self.add(&block);
        }
    }

    /// Adds similar runs that are next to each other.
    fn add(&mut self, block: &[Run]) {
        let Some(first) = block.first().filter(|run| LENGTHS.contains(&run.count)) else { return };
        let lines: Vec<&str> = block.iter().map(|run| run.signs.as_str()).collect();
        let is_lone = block.iter().all(|run| run.others <= MOST_LABELS);
        self.found.push((name(first.row, first.column), lines.join(LINE), is_lone));
    }

    /// Continues the columns.
    fn take_columns(&mut self) {
        let mut before = None;
        let cells = std::mem::take(&mut self.cells);
        for (at, cell) in cells.iter().enumerate() {
            let next = cells.get(at + 1).map(|next| next.column);
            let beside = usize::from(before == Some(cell.column.wrapping_sub(1)))
                + usize::from(next == Some(cell.column.wrapping_add(1)));
            before = Some(cell.column);
            let row = self.row;
            match (cell.sign, self.columns.get_mut(&cell.column)) {
                // Rows of a damaged sheet may come in any order.
                (Some(sign), Some(run)) if run.goes_on(row.wrapping_sub(run.row)) => {
                    run.push(sign, row.wrapping_sub(run.row));
                    run.others += beside;
                }
                (sign, run) => {
                    let done = run.is_some().then(|| self.columns.remove(&cell.column)).flatten();
                    done.into_iter().for_each(|run| self.add(&[run]));
                    if let Some(sign) = sign {
                        let run = Run::new(self.row, cell.column, sign, beside);
                        self.columns.insert(cell.column, run);
                    }
                }
            }
        }
        self.cells = cells;
    }
}

impl Run {
    fn new(row: u32, column: u32, sign: char, others: usize) -> Self {
        Self { row, column, step: 0, signs: sign.to_string(), count: 1, others }
    }

    /// Distance of the last digit from the first.
    fn length(&self) -> u32 {
        self.step.saturating_mul(u32::try_from(self.count - 1).unwrap_or(u32::MAX))
    }

    /// Whether a digit at this distance from the first belongs to it. Nothing does after an X.
    fn goes_on(&self, distance: u32) -> bool {
        let step = distance.wrapping_sub(self.length());
        !self.signs.ends_with(['X', 'x', 'Ｘ', 'ｘ'])
            && (1..=MOST_STEP).contains(&step)
            && (self.count == 1 || step == self.step)
    }

    fn push(&mut self, sign: char, distance: u32) {
        if self.count == 1 {
            self.step = distance;
        }
        self.count += 1;
        // Longer ones are not numbers.
        if self.count <= *LENGTHS.end() {
            self.signs.push('|');
            self.signs.push(sign);
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        (self.column, self.step, self.count) == (other.column, other.step, other.count)
    }

    fn has(&self, column: u32) -> bool {
        (self.column..=self.column.saturating_add(self.length())).contains(&column)
    }
}

/// The runs of a row that have as many digits as a number.
fn runs(row: u32, cells: &[Filled]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut run: Option<Run> = None;
    let mut last = 0;
    for cell in cells {
        match (cell.sign, &mut run) {
            (Some(sign), Some(run)) if run.goes_on(cell.column - run.column) => {
                run.push(sign, cell.column - run.column);
            }
            (sign, _) => {
                // A digit at some distance before the boxes is not one of them, but its neighbour may be the
                // first.
                let pair = run.as_ref().filter(|run| run.count == 2).zip(sign);
                let restarted = pair.and_then(|(run, sign)| {
                    let second = run.signs.chars().next_back()?;
                    let mut again = Run::new(row, last, second, 0);
                    again.goes_on(cell.column - last).then(|| again.push(sign, cell.column - last))?;
                    Some(again)
                });
                let next = restarted.or_else(|| sign.map(|sign| Run::new(row, cell.column, sign, 0)));
                runs.extend(std::mem::replace(&mut run, next));
            }
        }
        last = cell.column;
    }
    runs.extend(run);
    runs.retain(|run| LENGTHS.contains(&run.count));
    runs.truncate(MOST_RUNS);
    runs
}

/// Number of cells above or below a run that suggest a table.
fn others(run: &Run, cells: &[Filled], runs: &[Run]) -> usize {
    let from = cells.partition_point(|cell| cell.column < run.column);
    let beside = cells.iter().skip(from).take_while(|cell| run.has(cell.column));
    beside.filter(|cell| cell.sign.is_none() || !runs.iter().any(|other| other.has(cell.column))).count()
}

/// The name of a cell: `B3`.
pub(super) fn name(row: u32, column: u32) -> String {
    let (mut letters, mut rest) = (String::new(), column);
    while rest > 0 {
        letters.insert(0, char::from(b'A' + u8::try_from((rest - 1) % 26).unwrap_or(0)));
        rest = (rest - 1) / 26;
    }
    format!("{letters}{row}")
}

/// The row and column of a cell by its name.
pub(super) fn place(name: &str) -> Option<(u32, u32)> {
    let split = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, digits) = name.split_at_checked(split)?;
    let mut column = 0_u32;
    for letter in letters.bytes() {
        if !letter.is_ascii_uppercase() || column > 100_000 {
            return None;
        }
        column = column * 26 + u32::from(letter - b'A') + 1;
    }
    let row = digits.parse().ok().filter(|row| (1..u32::MAX - 1).contains(row))?;
    (column > 0).then_some((row, column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[&str]) -> Vec<(String, String, bool)> {
        let mut boxes = Boxes::default();
        for (row, line) in (1..).zip(rows) {
            for (column, text) in (1..).zip(line.split(',')) {
                boxes.take(row, column, text);
            }
        }
        let found = boxes.into_found().into_iter();
        found.map(|(cell, text, lone)| (cell, text.replace('|', "").replace(LINE, " "), lone)).collect()
    }

    fn one(cell: &str, text: &str, lone: bool) -> Vec<(String, String, bool)> {
        vec![(cell.to_owned(), text.to_owned(), lone)]
    }

    #[test]
    fn a_row_of_boxes_is_found_where_it_stands() {
        assert_eq!(found(&["手机,1,3,8,0,0,1,3,8,0,0,0,备注"]), one("B1", "13800138000", true));
        assert_eq!(found(&["1,,,1,3,8,0,0,1,3,8,0,0,0"]), one("D1", "13800138000", true));
        assert_eq!(found(&["1,,3,,8,,0,,0,,1,,3,,8,,0,,0,,0"]), one("A1", "13800138000", true));
        assert_eq!(found(&["1,3,8,0,0,1,3,8,0,0"]), []);
        // A heading over all boxes, and another row of boxes below.
        let rows = [",手机", ",1,3,8,0,0,1,3,8,0,0,0", ",1,3,8,0,0,1,3,8,0,0,0,0,0,0"];
        let both = [one("B2", "13800138000", true), one("B3", "13800138000000", true)].concat();
        assert_eq!(found(&rows), both);
    }

    #[test]
    fn rows_that_are_alike_are_found_together() {
        let rows = ["甲,1,3,8,0,0,1,3,8,0,0,0", "乙,1,3,9,0,0,1,3,9,0,0,0"];
        assert_eq!(found(&rows), one("B1", "13800138000 13900139000", true));
    }

    #[test]
    fn a_table_of_counts_is_known_by_what_stands_beside() {
        let heads = "县,1月,2月,3月,4月,5月,6月,7月,8月,9月,10月,11月";
        assert_eq!(found(&[heads, "甲,1,3,8,0,0,1,3,8,0,0,0"]), one("B2", "13800138000", false));
        assert_eq!(
            found(&["甲,1,3,8,0,0,1,3,8,0,0,0", "乙,1,12,8,0,0,14,3,8,0,0,0"]),
            one("B1", "13800138000", false)
        );
    }

    #[test]
    fn columns_are_read_downwards() {
        let rows: Vec<String> = "13800138000".chars().map(|c| format!(",{c}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(found(&rows), one("B1", "13800138000", true));
        let rows: Vec<String> = "13800138000".chars().map(|c| format!("县,{c}")).collect();
        let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
        assert_eq!(found(&rows), one("B1", "13800138000", false));
    }

    #[test]
    fn cells_are_called_by_letters_and_numbers() {
        for (row, column, text) in [(1, 1, "A1"), (3, 26, "Z3"), (12, 27, "AA12"), (7, 16_384, "XFD7")] {
            assert_eq!((name(row, column), place(text)), (text.to_owned(), Some((row, column))));
        }
        for text in ["", "A", "1", "a1", "A0", "A99999999999"] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}
