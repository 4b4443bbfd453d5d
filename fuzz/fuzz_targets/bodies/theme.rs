//! Any bytes as a theme's settings and as one of its templates: the first line of dashes parts them.

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
