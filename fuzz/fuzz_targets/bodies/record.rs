//! Reads, checks and renders any bytes as a record's file, without panicking.

use super::site;

pub fn run(bytes: &[u8]) {
    site::check(&[("content/exemplars/a.md", bytes), ("content/outreach/b.yaml", bytes)]);
}
