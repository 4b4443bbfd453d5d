//! Planned pages to bytes, through Tera.
