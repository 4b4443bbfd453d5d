//! A parser event with its range in the text.

use std::ops::Range;

use pulldown_cmark::Event;

/// An event, and its byte range in the prepared text.
pub type Placed<'e> = (Event<'e>, Range<usize>);
