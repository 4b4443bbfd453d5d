//! Chinese digits.

/// The digit of a Chinese character, as numbers are read out or written on cheques.
#[must_use]
pub const fn spoken_digit(c: char) -> Option<char> {
    Some(match c {
        '零' | '〇' | '○' | '洞' => '0',
        '一' | '幺' | '壹' => '1',
        '二' | '两' | '贰' => '2',
        '三' | '叁' => '3',
        '四' | '肆' => '4',
        '五' | '伍' => '5',
        '六' | '陆' => '6',
        '七' | '柒' | '拐' => '7',
        '八' | '捌' => '8',
        '九' | '玖' | '勾' => '9',
        _ => return None,
    })
}
