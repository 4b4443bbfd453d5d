//! An event of the parser with its place.

use std::ops::Range;

use pulldown_cmark::Event;

/// An event, and its byte range in the prepared text.
pub type Placed<'e> = (Event<'e>, Range<usize>);
