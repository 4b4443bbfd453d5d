//! The site's word for its regions: schools, streets, provinces.

use bangyang::edition::Edition;

use crate::html::text;
use crate::site::{Built, Site};

/// The example in a language, with another word for its regions.
fn called(language: &str, called: &str) -> Built {
    let site = Site::example();
    let settings = std::fs::read_to_string(site.root().join("content/site.yaml")).unwrap();
    let lines = settings.lines().filter(|line| !line.starts_with("language:"));
    let settings: Vec<&str> = lines.collect();
    site.write(
        "site.yaml",
        &format!("{}\nlanguage: {language}\nregions_called: {called}\n", settings.join("\n")),
    );
    site.build(Edition::Internal)
}

/// The visible text of all pages, in lower case, by address; without addresses themselves.
fn seen(built: &Built) -> Vec<(String, String)> {
    let words = |html: &str| {
        let mut parts = html.split("<script");
        let first = parts.next().unwrap_or("").to_owned();
        let page = first + &parts.map(|part| part.split_once("</script>").unwrap().1).collect::<String>();
        let words: Vec<String> = text(&page)
            .split_whitespace()
            .filter(|word| !word.starts_with("http"))
            .map(str::to_lowercase)
            .collect();
        words.join(" ")
    };
    built.pages().map(|(path, html)| (path.to_owned(), words(html))).collect()
}

#[track_caller]
fn says(built: &Built, wanted: &[&str], never: &[&str]) {
    let pages = seen(built);
    for word in wanted {
        assert!(pages.iter().any(|(_, page)| page.contains(&word.to_lowercase())), "no page says {word}");
    }
    for word in never {
        for (path, page) in &pages {
            let around = page.split_once(&word.to_lowercase()).map(|(before, after)| {
                let before: Vec<char> = before.chars().rev().take(40).collect();
                before.into_iter().rev().chain(after.chars().take(40)).collect::<String>()
            });
            assert_eq!(around, None, "{path} says {word}");
        }
    }
}

#[test]
fn streets_schools_and_provinces_are_called_so_everywhere() {
    says(
        &called("zh-CN", "街道"),
        &["各街道", "街道排名", "各街道按固定顺序排列"],
        &["县区", "区县", "行政区划"],
    );
    says(
        &called("en", "{one: school, other: schools}"),
        &["By school", "Ranking of schools", "Schools are in a fixed order"],
        &["region", "county", "counties", "administrative"],
    );
    says(
        &called("es", "{one: provincia, other: provincias}"),
        &["Por provincias", "Clasificación de provincias"],
        &["territorio", "comarca", "administrativo"],
    );
}

#[test]
fn a_site_that_says_nothing_reads_what_the_theme_says() {
    let built = Site::example().build(Edition::Internal);
    says(&built, &["各县区", "县区排名", "按行政区划排列"], &["{region", "街道", "固定顺序"]);
}
