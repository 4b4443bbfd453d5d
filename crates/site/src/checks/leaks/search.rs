//! Searches a text for leaks.

use super::digits::{runs, spoken_runs};
use super::leak::Leak;
use super::look::Look;
use super::phones::Dialled;
use super::{homes, national, numbers, words};

/// The context of a text.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Context<'a> {
    /// Whether it is about a person.
    pub(super) person: bool,
    /// A heading that describes it, such as the name of its field.
    pub(super) said: &'a str,
    /// Telephone numbers of the site's country.
    pub(super) dialled: Option<&'a Dialled>,
}

/// All leaks in a text without context, by position. With `person`, a room number alone counts as a home address:
/// in a story about somebody it is the person's, in a notice a classroom's.
#[must_use]
pub fn scan(text: &str, person: bool) -> Vec<Leak> {
    find(text, Context { person, ..Context::default() })
}

/// All leaks in a text, by position.
pub(super) fn find(text: &str, context: Context<'_>) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let look = Look::at(text);
    spoken_runs(text, &mut |run| numbers::scan(text, run, &mut leaks));
    if let Some(first) = look.first_digit {
        let digits = first..look.digits_end;
        runs(text, digits.clone(), &mut |run| {
            let before = leaks.len();
            numbers::scan(text, run, &mut leaks);
            if leaks.len() == before {
                national::scan(text, run, context.said, &mut leaks);
            }
            if let Some(dialled) = context.dialled.filter(|_| leaks.len() == before) {
                dialled.scan(text, run, &mut leaks);
            }
        });
        numbers::dotted(text, &look.points, &mut leaks);
        national::dotted(text, &look.points, &mut leaks);
        words::passports(text, digits, &mut leaks);
    }
    words::emails(text, &look.at_signs, &mut leaks);
    homes::scan(text, context.person, &mut leaks);
    leaks.sort_by_key(|leak| (leak.range.start, leak.range.end));
    leaks.dedup();
    leaks
}
