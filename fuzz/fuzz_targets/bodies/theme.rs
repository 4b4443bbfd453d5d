//! Any bytes as a theme's settings and one of its templates, separated by the first line of dashes.

use super::site;

pub fn run(bytes: &[u8]) {
    let sign = b"\n---\n";
    let at = bytes.windows(sign.len()).position(|part| part == sign).unwrap_or(bytes.len());
    let (settings, template) = bytes.split_at(at);
    site::check(&[
        ("content/site.yaml", b"title: Test\nbase_url: https://site.example/\ntheme: own\n"),
        ("themes/own/theme.yaml", settings),
        ("themes/own/templates/record.html", template.get(sign.len()..).unwrap_or_default()),
    ]);
}
