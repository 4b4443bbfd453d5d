//! Days counted from 1900 or 1904, and what a format shows of them.

/// What a number format shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Shown {
    /// A number.
    #[default]
    Number,
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day, possibly with its time.
    Day,
    /// A time of day or a duration.
    Time,
}

/// What a format code shows: `yyyy"年"m"月"` a month.
pub(super) fn shown(code: &str) -> Shown {
    let (mut year, mut month, mut day, mut clock) = (false, false, false, false);
    let mut chars = code.split(';').next().unwrap_or("").chars().peekable();
    let mut last = ' ';
    while let Some(c) = chars.next() {
        let c = c.to_ascii_lowercase();
        match c {
            '"' => while chars.next().is_some_and(|c| c != '"') {},
            '\\' | '_' | '*' => drop(chars.next()),
            '[' => {
                let inner: String = chars.by_ref().take_while(|c| *c != ']').collect();
                let inner = inner.to_ascii_lowercase();
                clock |= !inner.is_empty() && inner.chars().all(|c| matches!(c, 'h' | 'm' | 's'));
                last = 'h';
                continue;
            }
            'y' => year = true,
            'd' => day = true,
            'h' | 's' => clock = true,
            // Minutes follow hours or come before seconds.
            'm' if last == 'h' || last == 'm' && clock && !month => {}
            'm' => {
                let rest: String = chars.clone().skip_while(|c| matches!(c, 'm' | 'M')).collect();
                let next = rest.trim_start_matches([':', '.', ' ']).chars().next();
                let minutes = rest.starts_with(':') && next.is_some_and(|c| matches!(c, 's' | 'S'));
                if !minutes {
                    month = true;
                }
            }
            _ => {}
        }
        if c.is_ascii_alphabetic() {
            last = c;
        }
    }
    match (year, month, day, clock) {
        (_, _, true, _) => Shown::Day,
        (_, true, ..) => Shown::Month,
        (true, ..) => Shown::Year,
        (.., true) => Shown::Time,
        _ => Shown::Number,
    }
}

/// What a built-in format shows, by its number.
pub(super) const fn built_in(id: u32) -> Shown {
    match id {
        14..=16 | 22 | 28..=31 | 51 | 53 | 54 | 58 => Shown::Day,
        17 | 27 | 36 | 50 | 52 | 57 => Shown::Month,
        18..=21 | 32..=35 | 45..=47 | 55 | 56 => Shown::Time,
        _ => Shown::Number,
    }
}

/// The day that a count of days means, as `2022-03-08`. `None` if it is not a day from 1900 to 9999.
#[must_use]
pub fn serial(days: i64, from_1904: bool) -> Option<String> {
    let (year, month, day) = civil(days, from_1904)?;
    Some(format!("{year:04}-{month:02}-{day:02}"))
}

/// A count of days as text, no finer than shown.
pub(super) fn date(value: f64, shown: Shown, from_1904: bool) -> Option<String> {
    if !(0.0..3_000_000.0).contains(&value) {
        return None;
    }
    // The fraction is the time of day.
    let (year, month, day) = civil(format!("{:.0}", value.floor()).parse().ok()?, from_1904)?;
    Some(match shown {
        Shown::Year => format!("{year:04}"),
        Shown::Month => format!("{year:04}-{month:02}"),
        _ => format!("{year:04}-{month:02}-{day:02}"),
    })
}

/// Year, month and day. Excel's 1900 has a 29 February, which is no day.
fn civil(days: i64, from_1904: bool) -> Option<(i64, i64, i64)> {
    // Days since 1970-01-01.
    let since = match (from_1904, days) {
        (true, days) => days.checked_sub(24_107)?,
        (false, 60) | (false, ..=0) => return None,
        (false, 1..=59) => days - 25_568,
        (false, days) => days.checked_sub(25_569)?,
    };
    // Howard Hinnant's algorithm: years begin in March, eras of 400 years.
    let shifted = since.checked_add(719_468)?;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    (1900..=9999).contains(&year).then_some((year, month, day))
}

/// A part of a day as `14:30`.
pub(super) fn time(value: f64) -> Option<String> {
    if !(0.0..100_000.0).contains(&value) {
        return None;
    }
    let minutes: i64 = format!("{:.0}", value * 1440.0).parse().ok()?;
    Some(format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_either_year() {
        for (days, from_1904, wanted) in [
            (1, false, Some("1900-01-01")),
            (59, false, Some("1900-02-28")),
            (60, false, None),
            (61, false, Some("1900-03-01")),
            (44_628, false, Some("2022-03-08")),
            (43_166, true, Some("2022-03-08")),
            (0, false, None),
            (0, true, Some("1904-01-01")),
            (2_958_465, false, Some("9999-12-31")),
            (2_958_466, false, None),
            (i64::MAX, false, None),
            (i64::MIN, true, None),
        ] {
            assert_eq!(serial(days, from_1904).as_deref(), wanted, "{days}");
        }
    }

    #[test]
    fn a_date_is_no_finer_than_shown() {
        assert_eq!(date(44_628.75, Shown::Day, false).as_deref(), Some("2022-03-08"));
        assert_eq!(date(44_621.0, Shown::Month, false).as_deref(), Some("2022-03"));
        assert_eq!(date(44_621.0, Shown::Year, false).as_deref(), Some("2022"));
        assert_eq!(date(f64::NAN, Shown::Day, false), None);
        assert_eq!(time(0.604_166_666_7).as_deref(), Some("14:30"));
    }

    #[test]
    fn formats_show_what_they_show() {
        for (code, wanted) in [
            ("General", Shown::Number),
            ("0.00", Shown::Number),
            ("#,##0_);[Red](#,##0)", Shown::Number),
            ("0.00E+00", Shown::Number),
            ("@", Shown::Number),
            ("yyyy-mm-dd", Shown::Day),
            ("yyyy/m/d;@", Shown::Day),
            ("yyyy\"年\"m\"月\"d\"日\"", Shown::Day),
            ("yyyy\"年\"m\"月\"", Shown::Month),
            ("[$-804]yyyy\"年\"m\"月\";@", Shown::Month),
            ("yyyy\\-mm", Shown::Month),
            ("mmm-yy", Shown::Month),
            ("yyyy\"年\"", Shown::Year),
            ("m\"月\"d\"日\"", Shown::Day),
            ("yyyy/m/d h:mm", Shown::Day),
            ("h:mm", Shown::Time),
            ("h:mm:ss", Shown::Time),
            ("mm:ss", Shown::Time),
            ("[h]:mm", Shown::Time),
            ("0\"元\"", Shown::Number),
            ("\"d\"0", Shown::Number),
        ] {
            assert_eq!(shown(code), wanted, "{code}");
        }
    }
}
