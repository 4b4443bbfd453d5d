//! Whether the theme's templates use certain optional data.

use crate::config::Theme;

/// Data that pages can omit if no template of the theme ever names it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asks {
    pub(super) linked_data: bool,
    pub(super) shared: bool,
}

impl Asks {
    pub(super) fn new(theme: &Theme) -> Self {
        // The engine's own variable with the whole context counts as using everything.
        let says = |name: &str| {
            [name, "__tera_context"]
                .iter()
                .any(|name| theme.templates.iter().any(|it| it.text.content.contains(name)))
        };
        Self { linked_data: says("linked_data"), shared: says("shared") }
    }
}
