//! Future days that are reported as past: 2072年3月5日举行了. Usually a mistyped year.

use std::ops::Range;

use jiff::civil::{self, date};

use super::slip::Slip;
use crate::diag::{Code, Diagnostic};

/// Programs' texts do not speak of days further ahead than this, in years, except for deadlines.
const FAR: i16 = 20;
/// How much of the sentence is read before and after a day, in characters.
const REACH: usize = 40;
/// Ends of sentences.
const ENDS: [char; 9] = ['。', '！', '？', '；', '\n', '!', '?', ';', '|'];
/// Words for things that have happened. 了 and 已 alone are not enough: 2027年3月5日开班，已有30人报名.
const PAST: [&str; 42] = [
    "举行了",
    "举办了",
    "召开了",
    "开展了",
    "组织了",
    "启动了",
    "完成了",
    "结束了",
    "参加了",
    "走进了",
    "来到了",
    "获得了",
    "接到了",
    "领到了",
    "签订了",
    "签下了",
    "成立了",
    "建成了",
    "开班了",
    "结业了",
    "毕业了",
    "讲了",
    "送去了",
    "迎来了",
    "圆满",
    "成功举办",
    "成功举行",
    "顺利举行",
    "顺利结束",
    "获评",
    "荣获",
    "被评为",
    "当选",
    "出生",
    "去世",
    "闭幕",
    " was ",
    " were ",
    " took place",
    " received ",
    " won ",
    " began ",
];
/// Words for plans and deadlines.
const TO_COME: [&str; 44] = [
    "将",
    "拟",
    "计划",
    "预计",
    "预定",
    "定于",
    "即将",
    "届时",
    "到期",
    "有效",
    "截至",
    "截止",
    "为止",
    "之前",
    "以前",
    "日前",
    "月前",
    "底前",
    "至2",
    "到2",
    "前完成",
    "争取",
    "力争",
    "目标",
    "规划",
    "安排",
    "如果",
    "若",
    "待",
    "倒计时",
    "期限",
    "起施行",
    "起执行",
    " will ",
    " would ",
    " planned",
    " until ",
    " by ",
    " before ",
    " if ",
    " to be ",
    "valid",
    "deadline",
    " end ",
];
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

pub(super) fn add(text: &str, today: civil::Date, slips: &mut Vec<Slip>) {
    for (at, _) in text.match_indices('2') {
        let Some((range, first)) = day(text, at) else { continue };
        if first <= today {
            continue;
        }
        let (before, behind) = around(text, &range);
        let is_term =
            |part: &str| TO_COME.iter().any(|word| part.contains(word)) || part.ends_with(['至', '到']);
        // A space at the end, so that a word at the end is complete.
        let behind = format!("{behind} ");
        if is_term(before) || is_term(&behind) || behind.starts_with('前') {
            continue;
        }
        let far = first.year() > today.year().saturating_add(FAR);
        if far || PAST.iter().any(|word| behind.contains(word)) {
            let found = text.get(range.clone()).unwrap_or("");
            let diagnostic =
                Diagnostic::new(Code::PastInFuture).arg("found", found).arg("today", today.to_string());
            slips.push(Slip { range, diagnostic });
        }
    }
}

/// The parts of the same sentence before and after a range.
fn around<'t>(text: &'t str, range: &Range<usize>) -> (&'t str, &'t str) {
    let head = text.get(..range.start).unwrap_or("");
    let from = head.char_indices().rev().nth(REACH - 1).map_or(0, |(at, _)| at);
    let head = head.get(from..).unwrap_or("");
    let head = head.rfind(ENDS).and_then(|at| head.get(at..)).unwrap_or(head);
    let tail = text.get(range.end..).unwrap_or("");
    let to = tail.char_indices().nth(REACH).map_or(tail.len(), |(at, _)| at);
    let tail = tail.get(..to).unwrap_or("");
    (head, tail.split(ENDS).next().unwrap_or(""))
}

/// The day or month whose year is at this position, and its first day. A year alone does not count.
fn day(text: &str, at: usize) -> Option<(Range<usize>, civil::Date)> {
    let (year, behind) = number(text, at, 4)?;
    let before = text.get(..at)?.chars().next_back();
    if behind != at + 4
        || before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'))
    {
        return None;
    }
    let rest = text.get(behind..)?;
    let found = if rest.starts_with('年') {
        let (month, end) = number(text, behind + '年'.len_utf8(), 2)?;
        let end = sign(text, end, '月')?;
        match number(text, end, 2).and_then(|(day, end)| Some((day, sign(text, end, '日')?))) {
            Some((day, end)) => (at..end, year, month, day),
            None => (at..end, year, month, 1),
        }
    } else if rest.starts_with('-') {
        let (month, end) = number(text, behind + 1, 2)?;
        let (day, end) = number(text, sign(text, end, '-')?, 2)?;
        let goes_on = text
            .get(end..)?
            .starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '/' | '.' | '_'));
        (!goes_on).then_some((at..end, year, month, day))?
    } else {
        english(text, at, year)?
    };
    let (range, year, month, day) = found;
    let valid = (1..=12).contains(&month) && (1..=31).contains(&day);
    let first = civil::Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok();
    valid.then_some((range, first.unwrap_or(date(1, 1, 1))))
}

/// `5 March 2027`, `March 5, 2027`, given the year.
fn english(text: &str, at: usize, year: i16) -> Option<(Range<usize>, i16, i16, i16)> {
    let head = text.get(..at)?.strip_suffix(' ')?;
    let behind = at + 4;
    if text.get(behind..)?.starts_with(char::is_alphanumeric) {
        return None;
    }
    let mut words = head.rsplit(' ');
    let (last, earlier) = (words.next()?, words.next()?);
    let month =
        |word: &str| MONTHS.iter().zip(1_i16..).find(|(name, _)| **name == word).map(|(_, month)| month);
    let (month, day) = match (month(last), last.strip_suffix(',')) {
        (Some(month), _) => (month, earlier),
        (None, Some(day)) => (month(earlier)?, day),
        _ => return None,
    };
    let digits = day.rsplit(|c: char| !c.is_ascii_digit()).next()?;
    let start = head.len() - last.len() - 1 - earlier.len();
    Some((start..behind, year, month, digits.parse().ok()?))
}

/// A number of at most `most` digits at a position, and the position after it.
fn number(text: &str, at: usize, most: usize) -> Option<(i16, usize)> {
    let rest = text.get(at..)?;
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    if length == 0 || length > most {
        return None;
    }
    Some((rest.get(..length)?.parse().ok()?, at + length))
}

fn sign(text: &str, at: usize, sign: char) -> Option<usize> {
    text.get(at..)?.starts_with(sign).then_some(at + sign.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<&str> {
        let mut slips = Vec::new();
        add(text, date(2026, 11, 27), &mut slips);
        slips.into_iter().map(|slip| text.get(slip.range).unwrap()).collect()
    }

    #[test]
    fn what_has_not_come_is_not_told_as_past() {
        for (text, wanted) in [
            ("2072年3月5日，县妇联举行了开班仪式。", "2072年3月5日"),
            ("2027年3月，县妇联举办了三场宣讲。", "2027年3月"),
            ("2027年3月5日，陈秀兰被评为市级典型。", "2027年3月5日"),
            ("培训班于2026年11月28日圆满落幕。", "2026年11月28日"),
            ("- 2027-03-05 走进了社区", "2027-03-05"),
            ("她2067年8月2日出生在青溪县。", "2067年8月2日"),
            // Not a deadline, and too far ahead to be anything but a mistake.
            ("2062年5月8日，服务队进村。", "2062年5月8日"),
            ("发布日期：2206-05-08", "2206-05-08"),
            ("The class was full. On 5 March 2027 the class was opened.", "5 March 2027"),
            ("On March 5, 2027, a session took place in Anning.", "March 5, 2027"),
        ] {
            assert_eq!(told(text), [wanted], "{text}");
        }
    }

    #[test]
    fn what_is_to_come_and_what_is_past_pass() {
        for text in [
            "2026年11月27日，县妇联举行了开班仪式。2025年3月5日圆满结束。",
            "2027年3月5日开班，已有30人报名。报名的人来自三个县，忙坏了工作人员。",
            "培训班将于2027年3月5日举行，圆满之后发证。",
            "2027年3月5日前完成了报名的，可以领教材。",
            "报名截止2027年3月5日，获得了资格的请留意。",
            "合同到2047年12月31日。土地使用至2072年6月30日止。有效期：2026-01-01至2056-01-01",
            "到2035年，2060年前，2050年，规划2049年10月。",
            "2027年3月5日起施行。通知：2027年3月5日下午两点开班。",
            "编号 2099-01-01-7、20990101、a2099-01-01、12099-01-01、x/2099-01-01.pdf",
            "2027年13月5日举行了，2027年2月30日圆满",
            "The class will be held on 5 March 2027. Applications by 5 March 2027 were counted.",
            "On 5 March 2027 a class begins. May 2099 x, 7 2099 y",
            "2",
            "22",
            "2027",
            "2027年",
            "2027年3",
            "2027-",
            "2027-03-",
            "2027年3月5",
        ] {
            assert_eq!(told(text), Vec::<&str>::new(), "{text}");
        }
    }
}
