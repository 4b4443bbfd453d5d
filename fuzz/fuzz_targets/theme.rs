//! Any bytes as a theme's settings and as one of its templates.
#![no_main]

mod site;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (settings, template) = bytes.split_at(bytes.len() / 2);
    site::check(&[
        ("content/site.yaml", b"title: Test\nbase_url: https://site.example/\ntheme: own\n"),
        ("themes/own/theme.yaml", settings),
        ("themes/own/templates/record.html", template),
    ]);
});
