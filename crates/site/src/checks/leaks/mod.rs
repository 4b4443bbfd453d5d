//! Private numbers and addresses in a text.
//!
//! Numbers are recognised as people write them: with full-width digits, spaces or hyphens, and with emphasis
//! or invisible characters in between. A masked number (`138****1234`) does not count. A leak is reported by
//! kind and position; the number itself is never passed on.

mod allowed;
mod around;
mod between;
mod digits;
mod homes;
mod leak;
mod look;
mod national;
mod numbers;
mod run;
mod sign;
mod words;
#[cfg(test)]
mod tests;

pub use allowed::Allowed;
use digits::{runs, spoken_runs};
pub use leak::{Kind, Leak};
use look::Look;

/// All leaks of a text, by position. With `person`, a room number alone counts as a home address: in a story
/// about somebody it is the person's, in a notice it is a classroom's.
#[must_use]
pub fn scan(text: &str, person: bool) -> Vec<Leak> {
    scan_under(text, "", person)
}

/// The same for a text under a heading that says what it is, such as the name of its field.
#[must_use]
pub fn scan_under(text: &str, said: &str, person: bool) -> Vec<Leak> {
    let mut leaks = Vec::new();
    let look = Look::at(text);
    spoken_runs(text, &mut |run| numbers::scan(text, run, &mut leaks));
    if let Some(first) = look.first_digit {
        let digits = first..look.digits_end;
        runs(text, digits.clone(), &mut |run| {
            let before = leaks.len();
            numbers::scan(text, run, &mut leaks);
            if leaks.len() == before {
                national::scan(text, run, said, &mut leaks);
            }
        });
        numbers::dotted(text, &look.points, &mut leaks);
        national::dotted(text, &look.points, &mut leaks);
        words::passports(text, digits, &mut leaks);
    }
    words::emails(text, &look.at_signs, &mut leaks);
    homes::scan(text, person, &mut leaks);
    leaks.sort_by_key(|leak| (leak.range.start, leak.range.end));
    leaks.dedup();
    leaks
}
