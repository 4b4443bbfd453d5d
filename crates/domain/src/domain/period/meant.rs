//! Guesses the meaning of periods in other forms.

use super::Period;

impl Period {
    /// The probable meaning of a period in another form: `2022-9`, `2022Q3`, `２０２２－０９`, `2022年第三季度`.
    #[must_use]
    pub fn meant(text: &str) -> Option<Self> {
        let half = |c: char| match c {
            '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => {
                char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c)
            }
            '－' | '—' | '–' | '／' | '/' | '.' | '．' | '_' => '-',
            _ => c,
        };
        let text: String = text.chars().filter(|c| !c.is_whitespace()).map(half).collect();
        let text = text.to_ascii_lowercase();
        let mut text = text.strip_prefix("fy").map_or(text.clone(), str::to_owned);
        for (zh, wanted) in [
            ("月份", "月"),
            ("十二月", "12"),
            ("十一月", "11"),
            ("十月", "10"),
            ("一月", "1"),
            ("二月", "2"),
            ("三月", "3"),
            ("四月", "4"),
            ("五月", "5"),
            ("六月", "6"),
            ("七月", "7"),
            ("八月", "8"),
            ("九月", "9"),
            ("1季度", "q1"),
            ("2季度", "q2"),
            ("3季度", "q3"),
            ("4季度", "q4"),
            ("上半年", "h1"),
            ("下半年", "h2"),
            ("一季度", "q1"),
            ("二季度", "q2"),
            ("三季度", "q3"),
            ("四季度", "q4"),
            ("季度", "q"),
            ("第", ""),
            ("全年", ""),
            ("财政年度", "年"),
            ("学年", "年"),
            ("财年", "年"),
            ("年度", "年"),
            ("月", ""),
            ("年", "-"),
        ] {
            text = text.replace(zh, wanted);
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (year, rest) = text.split_at(digits);
        let (year, rest) = match (digits, without_next(year, rest.trim_matches('-')).trim_matches('-')) {
            (4, rest) => (year, rest.to_owned()),
            // `202209`.
            (6, "") => (year.get(..4)?, year.get(4..)?.to_owned()),
            _ => return None,
        };
        // `第3季度` becomes `3q`.
        let rest = match rest.strip_suffix('q') {
            Some(number) if !number.is_empty() => format!("q{number}"),
            _ => rest,
        };
        let rest = if rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()) {
            format!("0{rest}")
        } else {
            rest.replace('-', "")
        };
        Self::parse(&if rest.is_empty() { year.to_owned() } else { format!("{year}-{rest}") })
    }

    /// The same with a default year: `一季度`, `9月`, `Q3`, `上半年`.
    #[must_use]
    pub fn meant_in(text: &str, year: Option<i16>) -> Option<Self> {
        Self::meant(text).or_else(|| Self::meant(&format!("{:04}年{text}", year?)))
    }
}

/// The text after a year, without the following year: `q1` for `2022-23-q1` and `2022-2023-q1`. What may be a
/// month stays.
fn without_next<'t>(year: &str, rest: &'t str) -> &'t str {
    let Ok(next) = year.parse::<u16>().map(|year| year + 1) else { return rest };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, tail) = rest.split_at(digits);
    let is_next = match number.len() {
        4 => number.parse() == Ok(next),
        2 => number.parse() == Ok(next % 100) && next % 100 > 12,
        _ => false,
    };
    if is_next { tail } else { rest }
}
