//! The bench theme: layouts for each program that produce the same HTML.

use super::{File, Format};

/// Hugo's settings; the regions' names follow.
pub const HUGO_SETTINGS: &str = include_str!("../themes/hugo/hugo.toml");
/// Zola's.
pub const ZOLA_SETTINGS: &str = include_str!("../themes/zola/zola.toml");

const STYLE: &str = include_str!("../themes/bangyang/assets/site.css");

macro_rules! theme {
    ($from:literal, $to:literal: $($file:literal)*) => {
        &[$((concat!($to, $file), include_str!(concat!("../themes/", $from, $file)))),*]
    };
}

const BANGYANG: &[(&str, &str)] = theme!("bangyang/", "themes/bench/":
    "theme.yaml" "i18n/zh-CN.yaml" "assets/site.css" "templates/404.html" "templates/base.html"
    "templates/cards.html" "templates/home.html" "templates/list.html" "templates/record.html"
    "templates/redirect.html" "templates/region.html" "templates/regions.html");

const HUGO: &[(&str, &str)] = theme!("hugo/layouts/", "layouts/":
    "404.html" "_partials/cards.html" "_partials/list.html" "baseof.html" "home.html" "page.html"
    "regions/page.html" "regions/section.html" "robots.txt" "rss.xml" "section.html" "sitemap.xml" "term.html");

const ZOLA: &[(&str, &str)] = theme!("zola/templates/", "templates/":
    "404.html" "atom.xml" "base.html" "index.html" "macros.html" "page.html" "region.html" "regions.html"
    "section.html" "sitemap.xml" "taxonomy_list.html" "taxonomy_single.html");

/// A site's layouts.
pub fn files(format: Format) -> Vec<File> {
    let layouts = match format {
        Format::Bangyang => BANGYANG,
        Format::Peony => &[],
        Format::Hugo => HUGO,
        Format::Zola => ZOLA,
    };
    let mut files: Vec<File> =
        layouts.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    if matches!(format, Format::Hugo | Format::Zola) {
        files.push(("static/site.css".to_owned(), STYLE.to_owned()));
    }
    files
}
