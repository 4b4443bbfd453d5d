//! Masked names and numbers: `李**、王**`, `李*芳、王*英`, `138****0000`.
//!
//! In Markdown the first two are emphasis from one name to the next and lose their asterisks, so that readers
//! see 李、王 or 李芳、王英, names that nobody wrote. So asterisks after a surname are literal if the next ones also
//! follow a surname that is a separate word; and so are those within a number.

use std::ops::Range;

use super::cjk;

/// Surnames of one character: those of nine people in ten, and some more.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬明沙薄伏岑习胥保和蔺云肖";
/// Surnames of two characters.
const LONG_SURNAMES: [&str; 16] = [
    "欧阳", "上官", "司马", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容", "令狐", "司徒", "夏侯", "宇文",
    "长孙", "轩辕", "端木",
];
/// Words between two names.
const WORDS: [char; 5] = ['和', '与', '及', '同', '跟'];
/// Maximum distance between two masked names, in bytes: about two lines.
const FARTHEST: usize = 400;

/// The next run of asterisks, if the one at `run` masks letters of a name and the next does too.
pub fn next(source: &str, run: Range<usize>) -> Option<usize> {
    let before = source.get(..run.start)?;
    let name = surname_at_end(before)?;
    let rest = source.get(run.end..)?;
    let rest = rest.get(..bangyang_domain::diag::floor_char(rest, FARTHEST))?;
    let found = rest.find('*')?;
    let inner = rest.get(..found)?;
    if inner.contains("\n\n") {
        return None;
    }
    let last = surname_at_end(inner)?;
    // It is a separate word: 、王 and not 女王.
    let edge = inner.get(..inner.len() - last.len())?.chars().next_back();
    let is_edge =
        |c: char| cjk::is_stop(c) || c.is_whitespace() || WORDS.contains(&c) || "（(《“/|".contains(c);
    let by_word = edge.is_some_and(|c| WORDS.contains(&c));
    let is_alone = || {
        let first = before.get(..before.len() - name.len()).and_then(|text| text.chars().next_back());
        first.is_none_or(|c| !c.is_alphabetic())
    };
    (edge.is_some_and(is_edge) && (!by_word || is_alone())).then_some(run.end + found)
}

/// The surname at the end of a text.
fn surname_at_end(text: &str) -> Option<&str> {
    if let Some(found) = LONG_SURNAMES.into_iter().find(|name| text.ends_with(name)) {
        return text.get(text.len() - found.len()..);
    }
    let last = text.chars().next_back().filter(|c| SURNAMES.contains(*c))?;
    text.get(text.len() - last.len_utf8()..)
}

/// Whether asterisks mask digits: between two of them, or in a run longer than any markup.
#[must_use]
pub fn is_number(source: &str, run: Range<usize>) -> bool {
    let last = source.get(..run.start).and_then(|before| before.chars().next_back());
    let next = source.get(run.end..).and_then(|after| after.chars().next());
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let is_long =
        run.len() > 3 && last.is_some_and(|c| c.is_ascii_digit() || (cjk::is_cjk(c) && c.is_alphanumeric()));
    is_long || (is_digit(last) && is_digit(next))
}
