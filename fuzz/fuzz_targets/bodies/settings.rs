//! Any bytes as each of the settings files.

use super::site;

pub fn run(bytes: &[u8]) {
    let names =
        ["site.yaml", "regions.yaml", "programs/2022.yaml", "collections/volunteers.yaml", "terms.yaml"];
    for name in names {
        site::check(&[(&format!("content/{name}"), bytes)]);
    }
}
