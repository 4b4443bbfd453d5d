//! The two editions: the public one contains nothing internal, private or withheld; the internal one is
//! marked.

use crate::html::Page;
use crate::support::{
    AUTUMN_2022, Place, Published, SITE, demo, demonstration, example, example_internal, holding, source,
    volunteers_internal,
};

/// The values of a key in one-line YAML, in the files of a folder.
fn values(folder: &str, key: &str) -> Vec<String> {
    let files = demonstration().into_iter().filter(|(path, _)| path.starts_with(folder));
    let mut found = Vec::new();
    for (path, bytes) in files.filter(|(path, _)| path.ends_with(".md") || path.ends_with(".yaml")) {
        let text = String::from_utf8(bytes).unwrap_or_else(|_| panic!("{path}"));
        for part in text.split(&format!("{key}: ")).skip(1) {
            let value = part.split(['\n', ',', '}']).next().unwrap().trim().trim_matches('"');
            found.push(value.to_owned());
        }
    }
    found
}

#[track_caller]
fn assert_nowhere(site: &Published, needles: &[impl AsRef<str>]) {
    for needle in needles.iter().map(AsRef::as_ref) {
        assert!(needle.len() >= 3, "“{needle}” would be found anywhere");
        assert_eq!(site.holding(needle), Vec::<&str>::new(), "“{needle}” in {}", site.name);
    }
}

const INTERNAL: [&str; 12] = [
    "difficulties",
    "assessments",
    "困难问题",
    "督导考核",
    "山区学员往返不便",
    "线上课回看不便",
    "送课到乡镇",
    "学员到县城单程两小时",
    "年中督导",
    "inner-",
    "ranking",
    "排名",
];

#[test]
fn the_public_example_shows_nothing_internal() {
    // Colours and class names in style sheets are not content.
    let mut tree = example().tree.clone();
    tree.retain(|path, _| !path.ends_with(".css") && !path.ends_with(".js"));
    for needle in INTERNAL {
        assert_eq!(holding(&tree, needle), Vec::<&str>::new(), "{needle}");
    }
    assert_nowhere(example(), &["示-", "internal edition", "内部版"]);
    for needle in ["山区学员往返不便", "临江区年中督导"] {
        assert!(!example_internal().holding(needle).is_empty(), "{needle}");
    }
    assert_nowhere(example_internal(), &["示-"]);
}

#[test]
fn the_public_demonstration_shows_nothing_internal_or_private() {
    let phones = values("content/exemplars", "phone");
    let forms = values("content/exemplars", "form");
    let evidence = values("content/", "evidence");
    assert!(!forms.is_empty());
    assert_nowhere(demo(), &phones);
    assert_nowhere(demo(), &forms);
    assert_nowhere(demo(), &evidence);
    for folder in ["content/difficulties", "content/assessments"] {
        assert_nowhere(demo(), &values(folder, "title"));
        let remarks: Vec<String> =
            ["remarks", "description", "remedy"].iter().flat_map(|key| values(folder, key)).collect();
        let long: Vec<String> = remarks.into_iter().filter(|text| text.chars().count() > 6).collect();
        assert_nowhere(demo(), &long);
    }
    assert_nowhere(demo(), &["tang-xiaoni", "汤小妮"]);
    assert_eq!(demo().report.number("withheld"), 1);
}

#[test]
fn no_trace_is_left_of_persons_whose_consent_ends() {
    let place = Place::of(AUTUMN_2022, &source("example"));
    place.write(
        "content/news/spring.md",
        "---\ntitle: 春天的课\npublished_on: 2022-05-01\nabout: [lin-yulan, he-lihua]\n---\n\
        # [林玉兰](../exemplars/lin-yulan.md)和[何丽华](../exemplars/he-lihua.md)\n\n\
        她们的课。\n\n{{ record(id=\"lin-yulan\") }}\n",
    );
    place.change("content/exemplars/chen-xiumei.md", "base: jinxiu", "base: jinxiu\nmentor: 林玉兰");
    assert!(place.build(&[]).ended(0).list("purge").is_empty());
    assert!(!holding(&place.tree("public"), "lin-yulan").is_empty());

    place.change(
        "content/exemplars/lin-yulan.md",
        "signed: 2022-01-05",
        "signed: 2022-01-05, until: 2022-09-29",
    );
    place.change("content/exemplars/he-lihua.md", "scope: [name, story, region]", "scope: [story, region]");
    place.change("content/exemplars/he-lihua.md", "name: 何丽华", "name: 何丽华\ndisplay_name: 青溪县何女士");
    let report = place.build(&[]).ended(0);
    let purge = report.list("purge");
    for url in ["exemplars/lin-yulan.html", "exemplars/he-lihua.html"] {
        assert!(purge.contains(&format!("https://site.example/fusao/{url}").as_str()), "{purge:?}");
    }
    let mut tree = place.tree("public");
    tree.extend(
        place.tree(".bangyang").into_iter().map(|(path, bytes)| (format!(".bangyang/{path}"), bytes)),
    );
    for needle in ["lin-yulan", "林玉兰", "he-lihua", "何丽华", "linyulan", "helihua"] {
        assert_eq!(holding(&tree, needle), Vec::<&str>::new(), "{needle}");
    }
    let page = Page::read(std::str::from_utf8(&tree["news/spring.html"]).unwrap());
    assert!(
        page.text.contains("一位典型人物和青溪县何女士") || page.text.contains("一位典型人物和 青溪县何女士"),
        "{}",
        page.text
    );
}

#[test]
fn the_internal_edition_marks_itself_and_keeps_out_of_search_engines() {
    for site in [example_internal(), volunteers_internal()] {
        let mark = if site.name == "example_internal" { "内部" } else { "Internal edition" };
        for (path, html) in site.pages() {
            let page = Page::read(html);
            let robots = page.meta("robots").unwrap_or("");
            assert!(robots.contains("noindex"), "{}: {path}", site.name);
            let moved = html.contains("http-equiv=\"refresh\"");
            assert!(moved || page.text.contains(mark), "{}: {path}", site.name);
            assert!(moved || page.link("canonical").is_none(), "{}: {path}", site.name);
        }
        assert_eq!(site.text("robots.txt"), "User-agent: *\nDisallow: /\n");
        assert!(!site.tree.keys().any(|path| path.starts_with("sitemap")), "{}", site.name);
    }
}

#[test]
fn the_public_edition_may_be_found() {
    for (path, html) in example().pages() {
        let page = Page::read(html);
        if path != "404.html" {
            assert_eq!(page.meta("robots"), None, "{path}");
            assert!(page.link("canonical").is_some_and(|url| url.starts_with(example().base_url)), "{path}");
        }
        assert!(!page.text.contains("内部"), "{path}");
    }
}

#[test]
fn a_link_into_a_register_leads_to_whom_it_names() {
    let person = |id: &str, name: &str, consent: &str| {
        format!(
            "- {{id: {id}, name: {name}, recognised_on: 2022-03-01, consent: {{signed: 2022-01-01, scope: [{consent}]}}}}\n"
        )
    };
    let place = Place::with(&[
        SITE,
        (
            "content/news/one.md",
            "---\ntitle: One\npublished_on: 2026-01-01\n---\n[A](../exemplars/all.yaml#ann) [B](../exemplars/all.yaml#bo) [C](../exemplars/all.yaml#cy).\n",
        ),
    ]);
    let write = |bo: &str, cy: &str| {
        let ann = person("ann", "Ann Lee", "name, story");
        place.write(
            "content/exemplars/all.yaml",
            ann + &person("bo", "Bo Day", bo) + &person("cy", "Cy Ray", cy),
        );
        place.build(&[]).ended(0);
        let html = place.read("public/news/one.html");
        html.split("<p><a").nth(1).unwrap().split("</p>").next().unwrap().to_owned()
    };
    let ann = " href=\"../exemplars/ann.html\">A</a>";
    assert_eq!(
        write("name", "story"),
        format!(
            "{ann} <a href=\"../exemplars/bo.html\">B</a> <a href=\"../exemplars/honouree.html\">Honouree</a>."
        )
    );
    let gone = "name], withdrawn: 2022-02-01, channels: [";
    assert_eq!(write(gone, gone), format!("{ann} Honouree Honouree."));
}
