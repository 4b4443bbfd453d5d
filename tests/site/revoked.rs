//! What was revoked disappears from pages and counts, with a single line.

use crate::support::{JUNE_2026, Place};

const PERSON: &str = "---
name: Ann Lee
recognised_on: 2022-03-08
consent: {signed: 2022-01-05, scope: [name, story]}
honors:
  - {title: Golden Thimble, awarded_on: 2022-04-01}
  - {title: Silver Thimble, awarded_on: 2022-05-01}
---
Her story.
";

fn site() -> Place {
    let place = Place::new(JUNE_2026);
    place.write("content/site.yaml", "title: Test\nbase_url: https://site.example/\nlanguage: en\n");
    place.write("content/exemplars/ann-lee.md", PERSON);
    place.write(
        "content/news/a.md",
        "---\ntitle: The day\npublished_on: 2022-05-01\n---\n[Ann Lee](../exemplars/ann-lee.md) came.\n",
    );
    place.write(
        "content/programs/2022.yaml",
        "title: Year\nstarts: 2022-01-01\nends: 2022-12-31\nas_of: 2022-12-31\nmetrics:\n  - {id: people, title: Exemplars, unit: person, from: exemplars, measure: count, dated_by: recognised_on}\n  - {id: honours, title: Honours, unit: honour, from: exemplars.honors, measure: count, dated_by: awarded_on}\n",
    );
    place
}

/// The figures of persons and of honours.
fn figures(place: &Place) -> [i64; 2] {
    place.build(&[]).ended(0);
    let data: serde_json::Value =
        serde_json::from_str(&place.read("public/data/2022/progress.json")).unwrap();
    [0, 1].map(|at| data["metrics"][at]["value"].as_i64().unwrap())
}

#[test]
fn an_honour_goes_alone() {
    let place = site();
    assert_eq!(figures(&place), [1, 2]);
    assert!(place.read("public/exemplars/ann-lee.html").contains("Golden Thimble"));
    place.change(
        "content/exemplars/ann-lee.md",
        "awarded_on: 2022-04-01",
        "awarded_on: 2022-04-01, revoked_on: 2022-09-01",
    );
    assert_eq!(figures(&place), [1, 1]);
    let page = place.read("public/exemplars/ann-lee.html");
    assert!(!page.contains("Golden Thimble") && page.contains("Silver Thimble"));
}

#[test]
fn a_recognition_takes_the_person_with_it() {
    let place = site();
    figures(&place);
    place.change(
        "content/exemplars/ann-lee.md",
        "recognised_on: 2022-03-08",
        "recognised_on: 2022-03-08\nrevoked_on: 2022-09-01",
    );
    assert_eq!(figures(&place), [0, 0]);
    assert!(!place.root().join("public/exemplars/ann-lee.html").exists());
    assert!(place.read("public/news/a.html").contains("<p>Honouree came.</p>"));
    // A future day changes nothing yet.
    place.change("content/exemplars/ann-lee.md", "revoked_on: 2022-09-01", "revoked_on: 2026-12-01");
    figures(&place);
    assert!(place.root().join("public/exemplars/ann-lee.html").exists());
}
