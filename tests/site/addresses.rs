//! Addresses: escapes, contents, and that none comes to show something else.

use std::collections::BTreeSet;

use crate::html::Page;
use crate::support::{Place, Tree};

const SETTINGS: [(&str, &str); 2] = [
    ("content/site.yaml", "title: T\nbase_url: https://site.example/x/\nlanguage: zh-CN\n"),
    (
        "content/regions.yaml",
        "- {id: qingxi, title: 青溪县, kind: county}\n- {id: lanpu, title: 兰浦区, kind: county}\n",
    ),
];

const THINGS: &str = "title: {en: Things, zh-CN: 物}\nroles: {title: name}\nfields: {name: {type: text, required: true}, tags: {type: list, of: text}}\nfacets: [tags]\nurl: /things/{slug}.html\n";

fn site(files: &[(&str, &str)]) -> Place {
    Place::with(&[&SETTINGS, files].concat())
}

fn tagged(place: &Place, name: &str, tags: &str) {
    let file = format!("content/things/{name}.md");
    place.write(&file, format!("---\nname: {name}\ntags: [{tags}]\n---\n"));
}

#[track_caller]
fn built(place: &Place) -> Tree {
    let report = place.build(&[]);
    assert_eq!((report.status, report.diagnostics.len()), (0, 0), "{:#?}", report.diagnostics);
    place.tree("public")
}

fn page(tree: &Tree, path: &str) -> Page {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("{path}: {:#?}", tree.keys().collect::<Vec<_>>()));
    Page::read(std::str::from_utf8(bytes).unwrap())
}

fn hrefs(page: &Page) -> Vec<&str> {
    page.tags.iter().filter(|tag| tag.name == "a").filter_map(|tag| tag.get("href")).collect()
}

#[track_caller]
fn ids_are_unique(tree: &Tree) {
    for path in tree.keys().filter(|path| path.ends_with(".html")) {
        let page = page(tree, path);
        let ids: Vec<&str> = page.tags.iter().filter_map(|tag| tag.get("id")).collect();
        let mut seen = BTreeSet::new();
        let twice: Vec<&&str> = ids.iter().filter(|id| !seen.insert(**id)).collect();
        assert!(twice.is_empty(), "{path}: {twice:?}");
        for link in hrefs(&page).into_iter().filter_map(|link| link.strip_prefix('#')) {
            assert!(seen.contains(link), "{path}: #{link}");
        }
    }
}

#[test]
fn a_files_name_is_escaped_in_every_link() {
    let names = [
        ("附件#1.txt", "%E9%99%84%E4%BB%B6%231.txt"),
        ("100%.txt", "100%25.txt"),
        ("50%25.txt", "50%2525.txt"),
        ("a b, c (d) & 'e'.txt", "a%20b%2C%20c%20%28d%29%20%26%20%27e%27.txt"),
        ("x+y=z;@!$.txt", "x%2By%3Dz%3B%40%21%24.txt"),
    ];
    for (name, link) in names {
        let quoted = name.replace('\'', "''");
        let front =
            |body: &str| format!("---\ntitle: D\nissued_on: 2022-03-01\nfile: '{quoted}'\n---\n{body}\n");
        // As displayed, escaped by the editor or by a program, with an anchor.
        let body = format!(
            "[看](<{name}>) [escaped](<{link}>) [third](<{name}#page=3>) [fourth](<{link}?x=1#page=4>)"
        );
        let place = site(&[("content/documents/d.md", &front(&body))]);
        place.write(&format!("content/documents/{name}"), "文字\n");
        let tree = built(&place);
        assert!(tree.contains_key(&format!("files/documents/d/{name}")), "{name}");
        let page = page(&tree, "documents/d.html");
        let found: BTreeSet<&str> = hrefs(&page).into_iter().filter(|href| href.contains("files/")).collect();
        let wanted = ["", "#page=3", "?x=1#page=4"].map(|tail| format!("../files/documents/d/{link}{tail}"));
        assert_eq!(found, wanted.iter().map(String::as_str).collect(), "{name}");
    }
}

#[test]
fn assets_and_pages_of_strange_names_are_escaped_too() {
    let place = site(&[
        ("content/pages/a.md", "---\ntitle: A\naliases: ['旧 页 (1).html']\n---\nx\n"),
        ("themes/mine/theme.yaml", "name: mine\nextends: peony\n"),
        ("themes/mine/assets/图 #1.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>"),
        (
            "themes/mine/assets/css/tokens.css",
            "a{background:url(\"../图 #1.svg\")}b{background:url(../%E5%9B%BE%20%231.svg#x)}",
        ),
    ]);
    place.change("content/site.yaml", "title: T", "title: T\ntheme: mine");
    let tree = built(&place);
    let text = |path: &str| std::str::from_utf8(&tree[path]).unwrap();
    assert!(text("旧 页 (1).html").contains("url=a.html"));
    let sheet = tree.keys().find(|path| path.starts_with("assets/css/tokens")).unwrap();
    let drawing = tree.keys().find(|path| path.ends_with(".svg") && path.contains('图')).unwrap();
    let hash = drawing.rsplit('.').nth(1).unwrap();
    let link = format!("../%E5%9B%BE%20%231.{hash}.svg");
    assert_eq!(text(sheet), format!("a{{background:url(\"{link}\")}}b{{background:url({link}#x)}}"));
}

#[test]
fn ids_are_there_once() {
    let survey = "---\ntitle: S\nheld_on: 2026-03-01\nfindings: |\n  ## 问题\n\n  多数人要夜校。[^1] [上](#wenti)\n\n  [^1]: 问了四十人。\n---\n## 问题\n\n走访三个村。[^1] [下](#wenti)\n\n[^1]: 柳村、渡口、山前。\n";
    let place = site(&[
        ("content/surveys/s.md", survey),
        ("content/surveys/t.md", &survey.replace("title: S", "title: T")),
        (
            "content/pages/m.md",
            "---\ntitle: M\n---\n## Main\n\n[x](#main)\n\n## Main\n\n## Fn 1\n\nA[^1]\n\n[^1]: B\n",
        ),
    ]);
    let tree = built(&place);
    ids_are_unique(&tree);
    let survey = page(&tree, "surveys/s.html");
    let ids: Vec<&str> = survey.tags.iter().filter_map(|tag| tag.get("id")).collect();
    // Published ids of the text stay; the field has its own.
    for id in ["wenti", "fn-1", "fnref-1"] {
        assert!(ids.contains(&id), "{ids:?}");
        assert_eq!(ids.iter().filter(|own| own.ends_with(&format!("--{id}"))).count(), 1, "{ids:?}");
    }
    let pages = page(&tree, "m.html");
    let ids: Vec<&str> = pages.tags.iter().filter_map(|tag| tag.get("id")).collect();
    for id in ["main", "section-main", "section-main-2", "section-fn-1", "fn-1"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
}

#[test]
fn an_id_of_the_page_is_told_to_who_wrote_it() {
    let place = site(&[("content/pages/m.md", "---\ntitle: M\n---\n## 工作 {#main}\n\n[到](#main)\n")]);
    let report = place.build(&[]);
    assert_eq!(report.codes("warning"), ["BY508"]);
    let told = report.of("BY508");
    assert_eq!((told["file"].as_str(), told["line"].as_u64()), (Some("content/pages/m.md"), Some(4)));
    ids_are_unique(&place.tree("public"));
}

#[test]
fn an_address_of_a_value_never_shows_another() {
    let place = site(&[("content/collections/things.yaml", THINGS)]);
    tagged(&place, "a", "李, 王");
    let first = built(&place);
    let shows = |tree: &Tree, path: &str, name: &str| page(tree, path).text.contains(name);
    assert!(shows(&first, "things/tags/li.html", "李"));

    tagged(&place, "b", "丽");
    let second = built(&place);
    // The bare address leads to both, each at an address that depends on nothing else.
    let both = page(&second, "things/tags/li.html");
    let led: Vec<String> =
        hrefs(&both).into_iter().filter(|href| href.starts_with("li-")).map(str::to_owned).collect();
    assert_eq!(led.len(), 2, "{:?}", hrefs(&both));
    assert!(
        both.text.contains("李")
            && both.text.contains("丽")
            && both.tags.iter().any(|tag| tag.get("content") == Some("noindex, nofollow"))
    );
    let of = |tree: &Tree, name: &str, record: &str| -> String {
        let lists = tree.keys().filter(|path| path.starts_with("things/tags/li-"));
        let found: Vec<&String> = lists
            .filter(|path| {
                page(tree, path).text.contains(name)
                    && hrefs(&page(tree, path)).iter().any(|href| href.ends_with(record))
            })
            .collect();
        assert_eq!(found.len(), 1, "{name}: {found:?}");
        found[0].clone()
    };
    let (li, li4) = (of(&second, "李", "/a.html"), of(&second, "丽", "/b.html"));
    assert!(!second["sitemap.xml"].windows(12).any(|part| part == b"tags/li.html"));

    // A third one, and another order of the files, move neither.
    tagged(&place, "0", "力, 丽");
    let third = built(&place);
    assert_eq!((of(&third, "李", "/a.html"), of(&third, "丽", "/b.html")), (li.clone(), li4.clone()));
    assert_eq!(
        hrefs(&page(&third, "things/tags/li.html")).iter().filter(|href| href.starts_with("li-")).count(),
        3
    );
    // Incremental equals clean.
    let clean = Place::with(&[]);
    for (path, bytes) in place.tree("content") {
        clean.write(&format!("content/{path}"), bytes);
    }
    assert_eq!(built(&clean), third);
    // A single one has the bare address.
    assert!(shows(&third, "things/tags/wang.html", "王"));
}

#[test]
fn values_stand_as_titles_do() {
    let place = site(&[("content/collections/things.yaml", THINGS)]);
    for (name, tags) in
        [("a", "上海, 重庆"), ("b", "北京"), ("c", "安徽"), ("d", "成都, 上海"), ("e", "上海")]
    {
        tagged(&place, name, tags);
    }
    let tree = built(&place);
    let list = page(&tree, "things/index.html");
    let picks = list.tags.iter().filter(|tag| tag.get("data-pick").is_some());
    let values: Vec<&str> =
        picks.filter_map(|tag| tag.get("href")).filter(|href| href.contains("tags/")).collect();
    let wanted =
        ["anhui", "beijing", "chengdu", "chongqing", "shanghai"].map(|slug| format!("tags/{slug}.html"));
    assert_eq!(values, wanted);
}

#[test]
fn persons_whose_names_are_hidden_keep_their_addresses() {
    let person = |name: &str, region: &str| {
        format!(
            "---\nname: {name}\nregion: {region}\nrecognised_on: 2022-03-01\ndisplay_name: 林女士\nconsent: {{signed: 2022-01-01, until: 2030-01-01, scope: [portrait, story, region], form: 纸质}}\n---\n在{region}的事\n"
        )
    };
    let place = site(&[("content/exemplars/b.md", &person("林玉兰", "青溪县"))]);
    let first = built(&place);
    let alone: Vec<&String> = first.keys().filter(|path| path.starts_with("exemplars/lin")).collect();
    let bare = alone[0].clone();
    // The new person sorts before, and the address does not become hers.
    place.write("content/exemplars/a.md", person("林秀珍", "兰浦区"));
    let second = built(&place);
    let both = page(&second, &bare);
    let led: Vec<&str> = hrefs(&both).into_iter().filter(|href| href.starts_with("lin")).collect();
    assert_eq!(led.len(), 2, "{:?}", hrefs(&both));
    let where_is = |tree: &Tree, region: &str| {
        let pages = tree.keys().filter(|path| path.starts_with("exemplars/lin") && **path != bare);
        pages
            .filter(|path| page(tree, path).text.contains(&format!("在{region}的事")))
            .cloned()
            .collect::<Vec<String>>()
    };
    let before = (where_is(&second, "青溪县"), where_is(&second, "兰浦区"));
    assert_eq!((before.0.len(), before.1.len()), (1, 1), "{before:?}");
    place.write("content/exemplars/0.md", person("林小妹", "青溪县").replace("2022-03-01", "2022-05-01"));
    let third = built(&place);
    assert!(where_is(&third, "青溪县").contains(&before.0[0]) && where_is(&third, "兰浦区") == before.1);
    assert!(!third.keys().any(|path| ["yulan", "xiuzhen", "xiaomei"].iter().any(|name| path.contains(name))));
}

#[test]
fn whoever_moved_is_found_where_she_was() {
    let things = "title: 物\nroles: {title: name, region: region}\nfields: {name: {type: text, required: true}, region: {type: region}}\nurl: /{region}/{slug}.html\n";
    let regions = "- {id: qingxi, title: 青溪县, kind: county}\n- {id: lanpu, title: 兰浦区, kind: county, former: [{id: zhen, title: 镇, until: 2019}]}\n";
    let stays = "[{in: 兰浦区, until: 2022-12-31}, {in: 青溪县, until: 2023-12-31}, {in: 兰浦区, until: 2099-12-31}, {in: 青溪县}]";
    let place = site(&[
        ("content/collections/things.yaml", things),
        ("content/things/a.md", &format!("---\nname: A\nregion: {stays}\n---\n")),
        (
            "content/things/b.md",
            "---\nname: B\nregion: [{in: 兰浦区, until: 2022-12-31}, {in: 青溪县}]\n---\n",
        ),
        // Another thing takes B's place: B keeps its address.
        ("content/things/sub/b.md", "---\nname: C\nregion: 兰浦区\nslug: b\n---\n"),
    ]);
    place.write("content/regions.yaml", regions);
    let tree = built(&place);
    let text = |path: &str| match tree.get(path) {
        Some(bytes) => std::str::from_utf8(bytes).unwrap(),
        None => panic!("{path}: {:#?}", tree.keys().collect::<Vec<_>>()),
    };
    assert!(text("lanpu/a.html").contains("<h1>"), "{}", text("lanpu/a.html"));
    assert!(text("qingxi/a.html").contains("url=../lanpu/a.html"), "{}", text("qingxi/a.html"));
    assert!(text("zhen/a.html").contains("url=../lanpu/a.html"));
    assert!(text("qingxi/b.html").contains("<h1>") && text("lanpu/b.html").contains("<h1>"));
    assert!(text("zhen/b.html").contains("url=../lanpu/b.html"));
}
