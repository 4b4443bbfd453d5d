//! Shortcodes with a body, as readers see them.

use crate::support::{Place, SITE};

/// A person whose name is hidden, and a text with a quotation.
const FILES: [(&str, &str); 4] = [
    SITE,
    ("content/pages/about.md", "---\ntitle: About\n---\nWho we are.\n"),
    (
        "content/exemplars/a.md",
        "---\nname: Ada Quimby\ndisplay_name: a carer\nrecognised_on: 2022-03\nconsent: {signed: 2022-01-01, scope: [story]}\n---\nHer day.\n\n{% quote(by=\"Ada Quimby\") %}\nI am Ada\nQuimby.\n{% end %}\n",
    ),
    (
        "content/news/n.md",
        "---\ntitle: News\npublished_on: 2022-03-08\n---\nBefore.\n\n{% quote(by=\"A pupil\", source=\"in spring\") %}\n## What she said\n\nSee [about us](../pages/about.md).[^1]\n\n- A zither.\n\n[^1]: In March.\n{% end %}\n\nAfter.\n",
    ),
];

#[test]
fn a_quotation_is_a_part_of_its_text() {
    let place = Place::with(&FILES);
    let report = place.build(&[]).ended(0);
    assert_eq!(report.codes("error"), Vec::<&str>::new());
    let html = place.read("public/news/n.html");
    let (_, quote) = html.split_once("<figure class=\"quote\">").unwrap();
    let (quote, after) = quote.split_once("</figure>").unwrap();
    assert!(quote.contains("<h2 id=\"what-she-said\""), "{quote}");
    assert!(
        quote.contains("href=\"../pages/about.html\"") || quote.contains("href=\"../about.html\""),
        "{quote}"
    );
    assert!(quote.contains("<li>A zither.</li>") && quote.contains("A pupil") && quote.contains("in spring"));
    assert!(!quote.contains("In March.") && after.contains("In March."), "notes stand at the text's end");
    // Search finds its text.
    let index: String = place
        .tree("public/search")
        .values()
        .map(|bytes| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(index.contains("zither"));
    // A hidden name is shown in neither.
    for (path, bytes) in place.tree("public") {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        assert!(!text.contains("Quimby") && !text.contains("quimby"), "{path}");
    }
}
