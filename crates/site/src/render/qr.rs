//! QR codes as inline SVG, for print and for people in front of a screen.

use std::fmt::Write;

use fast_qr::{ECL, QRBuilder};

/// Number of white modules around the code, which scanners require.
const QUIET: usize = 4;

/// The code of a text as SVG; `None` if the text is too long. Black on white in every mode, as scanners
/// expect.
pub(super) fn svg(text: &str) -> Option<String> {
    let code = QRBuilder::new(text).ecl(ECL::M).build().ok()?;
    let whole = code.size + 2 * QUIET;
    let mut path = String::new();
    for (row, y) in code.data.chunks(code.size).take(code.size).zip(QUIET..) {
        // A run of dark modules is one rectangle.
        let mut x = QUIET;
        for run in row.chunk_by(|one, next| one.value() == next.value()) {
            let len = run.len();
            if run.first().is_some_and(|module| module.value()) {
                // Writing to a string cannot fail.
                let _ = write!(path, "M{x} {y}h{len}v1h-{len}z");
            }
            x += len;
        }
    }
    Some(format!(
        "<svg class=\"qr\" viewBox=\"0 0 {whole} {whole}\" width=\"132\" height=\"132\" aria-hidden=\"true\" focusable=\"false\" \
         shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h{whole}v{whole}H0z\"/><path fill=\"#000\" d=\"{path}\"/></svg>"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_square_and_the_same_each_time() {
        let made = svg("https://example.org/trainings/a.html").unwrap();
        assert_eq!(made, svg("https://example.org/trainings/a.html").unwrap());
        assert_ne!(made, svg("https://example.org/trainings/b.html").unwrap());
        assert!(made.starts_with("<svg class=\"qr\" viewBox=\"0 0 "), "{made}");
    }

    #[test]
    fn a_text_that_no_code_can_hold_has_none() {
        assert_eq!(svg(&"a".repeat(5000)), None);
    }
}
