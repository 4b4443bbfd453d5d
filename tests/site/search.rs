//! The search index, read as `search.js` reads it: what is found, what is not, and how many files a change
//! touches.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::html::Page;
use crate::support::{Place, Published, SITE, Tree, demo, example, example_internal, volunteers};

const DIGITS: &str =
    "!#$%&'()*+,-./0123456789;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{}~";

/// An index with all its files read.
struct Index {
    settings: Value,
    /// The slots in each token's four lists.
    tokens: BTreeMap<String, [BTreeSet<u64>; 4]>,
    /// The display data of entries, by slot.
    shown: BTreeMap<u64, Value>,
    /// The entries of a collection, a region or a year.
    facets: BTreeMap<String, BTreeSet<u64>>,
}

fn slots(list: &str) -> BTreeSet<u64> {
    let (mut found, mut next, mut number, mut weight) = (BTreeSet::new(), 0, 0, 1);
    for c in list.chars() {
        let value = DIGITS.find(c).unwrap_or_else(|| panic!("{c} in {list}")) as u64;
        number += value * weight;
        if value >= 58 {
            weight *= 32;
            continue;
        }
        found.insert(next + number);
        (next, number, weight) = (next + number + 1, 0, 1);
    }
    found
}

impl Index {
    fn of(tree: &Tree) -> Self {
        let mut index = Self {
            settings: Value::Null,
            tokens: BTreeMap::new(),
            shown: BTreeMap::new(),
            facets: BTreeMap::new(),
        };
        for (path, bytes) in tree.iter().filter(|(path, _)| path.starts_with("search/")) {
            let name = path.strip_prefix("search/").unwrap().strip_suffix(".js").unwrap();
            let text = std::str::from_utf8(bytes).unwrap();
            let holds =
                text.strip_prefix(&format!("bangyangSearch(\"{name}\",")).unwrap_or_else(|| panic!("{path}"));
            let holds: Value = serde_json::from_str(holds.strip_suffix(");\n").unwrap()).unwrap();
            match name.split_once('/') {
                None => index.settings = holds,
                Some(("m", _)) => {
                    for row in holds.as_array().unwrap() {
                        index.shown.insert(row[0].as_u64().unwrap(), row.clone());
                    }
                }
                Some(("f", facet)) => {
                    index.facets.insert(facet.to_owned(), slots(holds.as_str().unwrap()));
                }
                Some(_) => index.lines(holds.as_str().unwrap()),
            }
        }
        index
    }

    fn lines(&mut self, lines: &str) {
        for line in lines.split(' ').filter(|line| !line.is_empty()) {
            let (token, lists) = line.split_once(':').unwrap();
            let mut found: [BTreeSet<u64>; 4] = Default::default();
            for (list, of) in lists.split('|').zip(&mut found) {
                *of = slots(list);
            }
            assert!(self.tokens.insert(token.to_owned(), found).is_none(), "{token} is there twice");
        }
    }

    /// Titles of the entries that contain a token, in any place.
    fn titles(&self, token: &str) -> BTreeSet<&str> {
        let slots = self.tokens.get(token).into_iter().flatten().flatten();
        slots.map(|slot| self.shown[slot][2].as_str().unwrap()).collect()
    }
}

fn searched(site: &Published) -> Index {
    Index::of(&site.tree)
}

#[test]
fn every_entry_is_shown_and_leads_to_its_page() {
    for site in [demo(), volunteers(), example(), example_internal()] {
        let index = searched(site);
        assert_eq!(index.settings["entries"].as_u64().unwrap(), index.shown.len() as u64);
        let all: BTreeSet<u64> = index.shown.keys().copied().collect();
        for row in index.shown.values() {
            let file = row[1].as_str().unwrap();
            assert!(site.tree.contains_key(file), "{}: {row}", site.name);
            let title = Page::read(site.text(file)).text;
            assert!(title.contains(row[2].as_str().unwrap()), "{}: {row}", site.name);
        }
        for (token, lists) in &index.tokens {
            assert!(lists.iter().any(|list| !list.is_empty()), "{token}");
            assert!(lists.iter().flatten().all(|slot| all.contains(slot)), "{token}");
        }
        assert!(index.tokens.keys().any(|token| token.starts_with('=')), "{}", site.name);
    }
}

#[test]
fn names_trades_and_words_are_found() {
    let index = searched(demo());
    for (token, title) in [
        ("陈秀", "陈秀英"),
        ("秀英", "陈秀英"),
        ("=陈秀英", "陈秀英"),
        ("王芳", "王芳"),
        ("chen", "陈秀英"),
        ("xiuying", "陈秀英"),
    ] {
        assert!(index.titles(token).contains(title), "{token}: {:?}", index.titles(token));
    }
    // Words of her trade lead to a person whose title does not contain them.
    assert!(index.titles("月嫂").contains("王芳") && index.titles("家政").len() > 20);
    // A single character finds titles that end in it as well as others.
    assert!(index.tokens.keys().any(|token| token == "英"), "the last character of a run stands alone");
    let english = searched(volunteers());
    assert!(english.titles("thorne").contains("Ada Thorne"));
    assert!(english.titles("bakery").contains("Lark Bakery"));
}

#[test]
fn a_token_stands_where_it_counts_most() {
    let index = searched(demo());
    let slot = *index.shown.iter().find(|(_, row)| row[2] == "陈秀英").unwrap().0;
    let level = |token: &str| index.tokens[token].iter().position(|list| list.contains(&slot));
    assert_eq!([level("陈秀"), level("秀英"), level("=陈秀英")], [Some(3), Some(2), Some(3)]);
    for lists in index.tokens.values() {
        assert!(
            lists.iter().map(BTreeSet::len).sum::<usize>()
                == lists.iter().flatten().collect::<BTreeSet<_>>().len()
        );
    }
}

#[test]
fn results_can_be_narrowed() {
    let index = searched(demo());
    for kind in ["collection", "region", "year"] {
        for value in index.settings[kind].as_array().unwrap() {
            let (id, count) = (value[0].as_str().unwrap(), value[2].as_u64().unwrap());
            let found = index.facets.get(&format!("{kind}-{id}")).map_or(0, BTreeSet::len);
            assert_eq!(found as u64, count, "{kind} {id}");
        }
    }
    let exemplars = &index.facets["collection-exemplars"];
    let pages =
        demo().tree.keys().filter(|path| path.starts_with("exemplars/") && path.matches('/').count() == 1);
    assert_eq!(exemplars.len(), pages.filter(|path| path.ends_with(".html")).count() - 1, "all but the list");
}

fn built(place: &Place) -> Tree {
    place.build(&["--out", "out"]).ended(0);
    place.tree("out")
}

/// Files of the index that differ.
fn touched(before: &Tree, after: &Tree) -> BTreeSet<String> {
    let index = |tree: &Tree| -> BTreeMap<String, Vec<u8>> {
        tree.iter()
            .filter(|(path, _)| path.starts_with("search/"))
            .map(|(p, b)| (p.clone(), b.clone()))
            .collect()
    };
    let (before, after) = (index(before), index(after));
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}

/// A site of news whose texts have little in common.
fn news(count: u32) -> Place {
    let place = Place::with(&[SITE]);
    for n in 0..count {
        let words: String =
            (0..60).map(|at| format!("w{:x} ", (n * 61 + at).wrapping_mul(2_654_435_761))).collect();
        place.write(
            &format!("content/news/n{n}.md"),
            format!("---\ntitle: News {n}\npublished_on: 2026-01-01\n---\n{words}\n"),
        );
    }
    place
}

#[test]
fn a_small_change_touches_few_files() {
    let place = news(300);
    let before = built(&place);
    let all = before.keys().filter(|path| path.starts_with("search/")).count();
    assert!(all > 30, "{all} files");

    place.change("content/news/n7.md", "---\nw", "---\nfresh w");
    let after = built(&place);
    // The word's file, and the display data of the entry.
    let found = touched(&before, &after);
    assert!((1..=2).contains(&found.len()), "{found:?}");

    place.write("content/news/short.md", "---\ntitle: Fresh\npublished_on: 2026-01-01\n---\nfresh\n");
    let more = touched(&after, &built(&place));
    // Its few words, its block, its year, its collection, the main file.
    assert!(more.len() <= 14 && more.len() < all / 2, "{more:?} of {all}");

    place.remove("content/news/short.md");
    place.change("content/news/n7.md", "fresh w", "w");
    assert_eq!(touched(&before, &built(&place)), BTreeSet::new());
}

#[test]
fn a_theme_that_wants_no_search_has_none() {
    let place = Place::with(&[
        ("content/site.yaml", &format!("{}theme: own\n", SITE.1)),
        ("themes/own/theme.yaml", "name: own\nextends: peony\nsearch: false\n"),
        ("content/news/one.md", "---\ntitle: One\npublished_on: 2026-01-01\n---\nText.\n"),
    ]);
    let tree = built(&place);
    assert!(tree.keys().all(|path| path != "search.html" && !path.starts_with("search/")));
    assert!(!std::str::from_utf8(&tree["index.html"]).unwrap().contains("search.html"));
}

#[test]
fn nothing_else_lies_in_the_folder_of_the_index() {
    let place = Place::with(&[SITE, ("static/search/own.txt", "x")]);
    let report = place.build(&[]).ended(1);
    assert_eq!(report.codes("error"), ["BY506"]);
}

#[test]
fn every_page_leads_to_the_search_and_the_search_to_the_lists() {
    for (path, html) in
        demo().pages().filter(|(path, html)| *path != "404.html" && !html.contains("http-equiv"))
    {
        assert!(html.contains("search.html\""), "{path}");
    }
    let page = Page::read(demo().text("search.html"));
    let links: Vec<&str> = page.all("a").filter_map(|tag| tag.get("href")).collect();
    assert!(links.contains(&"exemplars/index.html") && page.text.contains("JavaScript"), "{links:?}");
}

/// An index declares its language, and contains words without accents, however they are written.
#[test]
fn accents_do_not_part_words() {
    let place = Place::with(&[
        ("content/site.yaml", "title: T\nbase_url: https://site.example/\nlanguage: en\n"),
        (
            "content/news/a.md",
            "---\ntitle: Nurses meet\npublished_on: 2026-03-01\n---\nAt the café, and the Cafe\u{301} again. Families came.\n",
        ),
        ("content/news/b.md", "---\ntitle: Straße\npublished_on: 2026-03-02\n---\nNothing.\n"),
    ]);
    let report = place.build(&[]);
    assert_eq!(report.status, 0, "{:?}", report.diagnostics);
    let index = Index::of(&place.tree("public"));
    assert_eq!(index.settings["language"], "en");
    let of = |token: &str| index.titles(token).into_iter().collect::<Vec<_>>();
    assert_eq!((of("cafe"), of("strasse"), of("café")), (vec!["Nurses meet"], vec!["Straße"], vec![]));
    assert_eq!(of("=strasse"), ["Straße"]);
}
