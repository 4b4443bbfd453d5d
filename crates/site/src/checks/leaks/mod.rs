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
mod phones;
mod run;
mod search;
mod sign;
mod words;
#[cfg(test)]
mod tests;

pub use allowed::Allowed;
pub use leak::{Kind, Leak};
pub use search::scan;
