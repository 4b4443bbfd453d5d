//! Numbers as sheets show them.

/// The number in plain digits, with the fifteen digits that spreadsheets keep: 0.1 + 0.2 is 0.3.
pub(super) fn plain(value: f64) -> Option<String> {
    if !value.is_finite() {
        return None;
    }
    let rounded: f64 = format!("{value:.14e}").parse().ok()?;
    // No number of a ledger has three hundred digits.
    (rounded.abs() < 1e25).then(|| if rounded == 0.0 { "0".to_owned() } else { rounded.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_plain() {
        for (value, wanted) in [
            (130.0, "130"),
            (0.1 + 0.2, "0.3"),
            (2022.3, "2022.3"),
            (-0.0, "0"),
            (1.2e5, "120000"),
            (110_101_199_001_010_016.0, "110101199001010000"),
        ] {
            assert_eq!(plain(value).as_deref(), Some(wanted));
        }
        assert_eq!((plain(f64::NAN), plain(1e300)), (None, None));
    }
}
