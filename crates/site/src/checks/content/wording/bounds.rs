//! Figures with two bounds: 近4000余, 约20左右, 至少30以上.

use std::sync::LazyLock;

use super::slip::{Slip, is_number};
use crate::checks::words::Words;
use crate::diag::{Code, Diagnostic};

/// All bounds that come before a figure.
static BEFORE: LazyLock<Words> = LazyLock::new(|| Words::new(&BOUNDS.map(|(before, _)| before).concat()));
/// Bounds before a figure, with those after it that say the same again or the opposite.
const BOUNDS: [(&[&str], &[&str]); 4] = [
    (&["将近", "接近", "近"], &["余", "多", "以上", "左右", "上下"]),
    (&["大约", "约"], &["余", "多", "以上", "以下", "左右", "上下"]),
    (&["不超过", "不多于", "最多", "至多"], &["余", "多", "以下", "以内"]),
    (&["至少", "不少于", "不低于", "超过", "逾"], &["余", "多", "以上"]),
];
/// With these, 近 means “the last”.
const TIMES: [&str; 7] = ["年", "个月", "月", "天", "日", "周", "来"];

pub(super) fn add(text: &str, slips: &mut Vec<Slip>) {
    for (at, word) in BEFORE.places(text) {
        let Some((_, behind)) = BOUNDS.iter().find(|(before, _)| before.contains(&word)) else { continue };
        let Some(slip) = slip(text, at, word, behind) else { continue };
        // 将近 contains 近, 大约 contains 约.
        if !slips.iter().any(|known| known.range.end == slip.range.end) {
            slips.push(slip);
        }
    }
    slips.sort_by_key(|slip| slip.range.start);
}

fn slip(text: &str, at: usize, word: &str, behind: &[&str]) -> Option<Slip> {
    let number_at = at + word.len();
    let number = text.get(number_at..)?;
    let length: usize = number.chars().take_while(|c| is_number(*c)).map(char::len_utf8).sum();
    if length == 0 {
        return None;
    }
    let rest = number.get(length..)?;
    // 余 and 多 directly follow the figure; the others may follow its unit.
    let unit: usize = rest.chars().take(2).map(char::len_utf8).sum();
    let (skipped, found) = behind.iter().find_map(|suffix| {
        let limit = if matches!(*suffix, "余" | "多") { 0 } else { unit };
        let place = rest.find(suffix).filter(|place| *place <= limit)?;
        let plain = rest.get(..place)?.chars().all(|c| c.is_alphanumeric() || c == '%');
        plain.then_some((place, *suffix))
    })?;
    let end = number_at + length + skipped + found.len();
    let time = |rest: &str| TIMES.iter().any(|unit| rest.starts_with(unit));
    if word.ends_with('近') && (time(rest) || time(text.get(end..)?)) {
        return None;
    }
    let right = text.get(at..number_at + length + skipped)?;
    let diagnostic = Diagnostic::new(Code::DoubleBound).arg("found", text.get(at..end)?).arg("right", right);
    Some(Slip { range: at..end, diagnostic })
}
