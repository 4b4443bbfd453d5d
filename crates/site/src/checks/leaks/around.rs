//! What the words before and after digits say about them.

use std::ops::Range;

/// The surroundings of a group of digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Around {
    /// Unknown ASCII letters directly before the digits.
    pub(super) letters_before: bool,
    /// Those letters follow a digit or symbol: they are in the middle of a code.
    pub(super) mid_code: bool,
    /// A letter directly follows the digits, or a decimal point is next to them: a part of a code or an
    /// amount.
    pub(super) in_word: bool,
    /// The text before it announces an amount or the number of a thing.
    pub(super) is_counted: bool,
    /// A unit follows: it is an amount.
    pub(super) has_unit: bool,
}

/// ASCII words that may touch a number without making it a code: words for telephones, cards and accounts in
/// English, and abbreviations of the Chinese ones.
const SAID: [&str; 50] = [
    "tel",
    "phone",
    "mobile",
    "mob",
    "cell",
    "call",
    "telephone",
    "cellphone",
    "hp",
    "ph",
    "fax",
    "sms",
    "whatsapp",
    "wa",
    "wechat",
    "weixin",
    "wx",
    "wxh",
    "vx",
    "v",
    "vxin",
    "weix",
    "qq",
    "id",
    "idno",
    "idcard",
    "no",
    "nr",
    "num",
    "number",
    "card",
    "cardno",
    "bank",
    "sj",
    "sjh",
    "dh",
    "dhhm",
    "lxdh",
    "lxfs",
    "sfz",
    "sfzh",
    "sfzhm",
    "zjh",
    "kh",
    "yhk",
    "zh",
    "yhkh",
    "zfb",
    "alipay",
    "contact",
];
/// Units after an amount.
const UNITS: [&str; 22] = [
    "元", "万", "亿", "人", "户", "次", "块", "美元", "欧元", "斤", "吨", "公里", "米", "平方", "亩", "千瓦",
    "度", "件", "个", "名", "%", "％",
];
/// Words before an amount or the number of a thing; longer words that end in one match too.
const COUNTED: [&str; 54] = [
    "¥",
    "￥",
    "$",
    "€",
    "＄",
    "£",
    "rmb",
    "cny",
    "usd",
    "人民币",
    "合计",
    "总计",
    "共计",
    "总额",
    "金额",
    "总数",
    "产值",
    "销售额",
    "营业额",
    "成交额",
    "交易额",
    "收入",
    "支出",
    "投资",
    "销量",
    "产量",
    "人口",
    "播放量",
    "阅读量",
    "点击量",
    "浏览量",
    "total",
    "sum",
    "amount",
    "型号",
    "货号",
    "批号",
    "批次",
    "批次号",
    "订单",
    "订单编号",
    "单号",
    "流水号",
    "序列号",
    "条码",
    "条形码",
    "发票号",
    "发票号码",
    "合同号",
    "model",
    "serial",
    "order",
    "invoice",
    "sku",
];
/// Characters that may be between such a word and the number.
const LINKS: [char; 15] =
    [' ', '\u{a0}', '　', ':', '：', '|', '为', '约', '达', '近', '超', '共', '是', '=', '#'];
/// Longest of the words including those characters, in characters.
const NEAR: usize = 16;

impl Around {
    /// No surroundings.
    pub(super) const fn nothing() -> Self {
        Self { letters_before: false, mid_code: false, in_word: false, is_counted: false, has_unit: false }
    }

    /// The surroundings of a range of a text.
    pub(super) fn of(text: &str, range: &Range<usize>) -> Self {
        let head = text.get(..range.start).unwrap_or("");
        let tail = text.get(range.end..).unwrap_or("");
        let (word, before_word) = word_before(head);
        let mut around = Self {
            letters_before: !word.is_empty() && !is_said(word),
            mid_code: before_word
                .is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '=' | '/' | '+' | '.')),
            in_word: has_letters_behind(tail) || is_decimal(head, tail),
            is_counted: is_counted(head),
            has_unit: has_unit(tail),
        };
        around.letters_before |= word.is_empty() && head.ends_with(|c: char| c.is_ascii_alphabetic());
        around
    }
}

/// The ASCII letters at a text's end, and the character before them. Words longer than any known one are cut.
fn word_before(head: &str) -> (&str, Option<char>) {
    let length = head.bytes().rev().take(NEAR).take_while(u8::is_ascii_alphabetic).count();
    let (before, word) = head.split_at_checked(head.len() - length).unwrap_or((head, ""));
    (word, before.chars().next_back())
}

fn is_said(word: &str) -> bool {
    SAID.iter().any(|known| known.eq_ignore_ascii_case(word))
}

fn has_letters_behind(tail: &str) -> bool {
    let length = tail.bytes().take(NEAR).take_while(u8::is_ascii_alphabetic).count();
    length > 0 && !tail.get(..length).is_some_and(is_said)
}

/// Whether a point makes the digits a decimal fraction.
fn is_decimal(head: &str, tail: &str) -> bool {
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let mut before = head.chars().rev();
    let mut behind = tail.chars();
    (before.next() == Some('.') && is_digit(before.next()))
        || (behind.next() == Some('.') && is_digit(behind.next()))
}

fn has_unit(tail: &str) -> bool {
    let unit = tail.strip_prefix(' ').unwrap_or(tail);
    let unit = unit.strip_prefix('多').or_else(|| unit.strip_prefix('余')).unwrap_or(unit);
    UNITS.iter().any(|word| unit.starts_with(word))
}

/// Whether the text announces an amount or the number of a thing.
fn is_counted(head: &str) -> bool {
    let start = head.char_indices().rev().take(NEAR).last().map_or(head.len(), |(at, _)| at);
    let near = head.get(start..).unwrap_or("").trim_end_matches(LINKS);
    COUNTED.iter().any(|word| {
        let Some(cut) = near.len().checked_sub(word.len()) else { return false };
        let found = near.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(word));
        let before = near.get(..cut).and_then(|before| before.chars().next_back());
        // `order`, not `border`.
        found && !(word.is_ascii() && before.is_some_and(|c| c.is_ascii_alphabetic()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_listed_that_another_finds() {
        for word in COUNTED.iter().filter(|word| !word.is_ascii()) {
            let by = COUNTED.iter().find(|other| *other != word && word.ends_with(**other));
            assert_eq!(by, None, "{word}");
            assert!(is_counted(&format!("{word}：")) && is_counted(&format!("总{word} ")), "{word}");
        }
        assert!(is_counted("总产值 ") && is_counted("订单号："));
    }
}
