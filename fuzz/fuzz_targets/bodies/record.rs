//! Any bytes as a record's file: read, checked and rendered, without a panic.

use super::site;

pub fn run(bytes: &[u8]) {
    site::check(&[("content/exemplars/a.md", bytes), ("content/outreach/b.yaml", bytes)]);
}
