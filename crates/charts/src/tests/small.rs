use super::AWKWARD;
use super::drawn::read;
use crate::{Sparkline, sparkline};

#[test]
fn a_small_line_is_named_or_passed_over() {
    let values = [Some(0), Some(3), None];
    let drawing = &read(&sparkline(&Sparkline { values: &values, slots: 12, ..Sparkline::default() }))[0];
    assert_eq!(drawing.named("svg")[0].get("aria-hidden"), Some("true"));
    assert_eq!(drawing.of_class("chart-actual").len(), 1);
    let titled = Sparkline { values: &values, title: Some(AWKWARD), target: Some(9), ..Sparkline::default() };
    let drawing = &read(&sparkline(&titled))[0];
    assert_eq!(drawing.named("svg")[0].get("aria-label"), Some("<b>\"A\" & 'B'</b>"));
    assert_eq!(drawing.of_class("chart-plan").len(), 1);
}

#[test]
fn nothing_known_is_an_empty_diamond() {
    for values in [&[][..], &[None, None]] {
        let drawing = &read(&sparkline(&Sparkline { values, ..Sparkline::default() }))[0];
        assert_eq!((drawing.of_class("chart-nothing").len(), drawing.of_class("chart-point").len()), (1, 0));
    }
}
