//! Charts are read back as XML, and where their words stand is measured again.

mod bars;
mod drawn;
mod progress;
mod small;
mod weeks;

use super::Words;

/// Words that would break out of their element if they could.
const AWKWARD: &str = "<b>\"A\" & 'B'</b>\u{1}";

fn words(title: &str) -> Words {
    Words { id: "chart-1".into(), title: title.into(), description: format!("{title}。") }
}
