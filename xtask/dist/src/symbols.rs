//! The newest version of the C library that a program needs.

/// The newest `GLIBC_x.y` in what `objdump -T` prints; `None` if the program needs none.
pub fn newest_glibc(symbols: &str) -> Option<(u32, u32)> {
    let versions = symbols.split("GLIBC_").skip(1).filter_map(|rest| {
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || *c == '.').collect();
        let mut parts = number.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    });
    versions.max()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_compared_as_numbers() {
        let symbols = "0 DF *UND* 0 (GLIBC_2.2.5) memcpy\n0 DF *UND* 0 (GLIBC_2.14) memcpy\n0 DF *UND* 0 (GLIBC_2.9) x\n0 (GLIBC_PRIVATE) y\n";
        assert_eq!(newest_glibc(symbols), Some((2, 14)));
        assert_eq!(newest_glibc("no dynamic symbols"), None);
    }
}
