//! The advice of `docs/hosting.md` fits the pages: the policy, the names that may be cached, compressed
//! files.

use std::collections::BTreeSet;

use crate::html::Page;
use crate::support::{JUNE_2026, Place, demo, demonstration, example_internal, repository, volunteers};

fn document() -> String {
    String::from_utf8(repository("docs")["hosting.md"].clone()).unwrap()
}

/// The policy, which is the same in every snippet.
fn policy() -> String {
    let text = document();
    let policies: Vec<&str> = text
        .split("default-src")
        .skip(1)
        .map(|rest| rest.split(['"', '\n']).next().unwrap().trim())
        .collect();
    assert_eq!(
        policies.iter().filter(|policy| !policy.starts_with("'none'")).count(),
        6,
        "by itself, and for five hosts"
    );
    // Attachments cannot execute anything, in the same words.
    let attached = "sandbox; default-src 'none'; frame-ancestors 'none'";
    assert_eq!(text.matches(attached).count(), 6, "by itself, and for five hosts");
    let policies: Vec<&str> = policies.into_iter().filter(|policy| !policy.starts_with("'none'")).collect();
    assert_eq!(policies.iter().collect::<BTreeSet<_>>().len(), 1, "{policies:?}");
    format!("default-src{}", &format!(" {}", policies[0]))
}

/// What a policy without inline scripts, styles and pictures refuses on a page.
fn refused(html: &str) -> Vec<String> {
    let page = Page::read(html);
    let mut found = Vec::new();
    for tag in &page.tags {
        let is = |name: &str, value: &str| tag.get(name) == Some(value);
        if tag.name == "style" || tag.get("style").is_some() {
            found.push(format!("a style within <{}>", tag.name));
        }
        if tag.name == "script" && tag.get("src").is_none() && !is("type", "application/ld+json") {
            found.push("a script within the page".to_owned());
        }
        if matches!(&*tag.name, "object" | "embed" | "applet" | "base") {
            found.push(format!("<{}>", tag.name));
        }
        let loaded = match &*tag.name {
            "link" if !is("rel", "canonical") => ["href", "", "", ""],
            "form" => ["action", "", "", ""],
            "a" | "link" => [""; 4],
            _ => ["src", "srcset", "poster", "data"],
        };
        for link in loaded.into_iter().filter_map(|name| tag.get(name)) {
            let outside = ["http:", "https:", "//", "data:", "blob:", "javascript:"];
            if outside.iter().any(|start| link.trim_start().starts_with(start)) {
                found.push(format!("{link} in <{}>", tag.name));
            }
        }
        if tag.attributes.iter().any(|(name, _)| name.starts_with("on")) {
            found.push(format!("a handler in <{}>", tag.name));
        }
    }
    found
}

#[test]
fn every_host_keeps_other_sites_out() {
    let text = document();
    let hosts = ["nginx", "Caddy", "Apache", "IIS", "Hosts that read `_headers`"];
    for host in hosts {
        let section = text.split(&format!("## {host}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
        for header in [
            "Cross-Origin-Resource-Policy",
            "Cross-Origin-Opener-Policy",
            "X-Content-Type-Options",
            "Content-Disposition",
            "sandbox; default-src 'none'",
        ] {
            assert!(section.contains(header), "{header} for {host}");
        }
    }
}

#[test]
fn every_page_keeps_to_the_policy() {
    let policy = policy();
    for word in ["unsafe", "data:", "http:", "*", "script-src", "style-src", "img-src"] {
        assert!(!policy.contains(word), "{word} in {policy}");
    }
    for site in [demo(), volunteers(), example_internal()] {
        for (path, html) in site.pages() {
            assert_eq!(refused(html), Vec::<String>::new(), "{}: {path}", site.name);
        }
        for (path, bytes) in
            site.tree.iter().filter(|(path, _)| path.ends_with(".css") || path.ends_with(".js"))
        {
            let text = std::str::from_utf8(bytes).unwrap();
            for word in
                ["eval(", "new Function", "url(http", "url(data", "url(\"data", "fetch(", "XMLHttpRequest"]
            {
                assert!(!text.contains(word), "{word} in {path}");
            }
        }
    }
}

#[test]
fn the_test_would_tell() {
    let page = |inner: &str| refused(&format!("<html><body>{inner}</body></html>"));
    for bad in [
        "<p style=\"color:red\">a</p>",
        "<script>a()</script>",
        "<img src=\"https://a.example/x.png\" alt=\"\">",
        "<button onclick=\"a()\">a</button>",
        "<img src=\"data:image/png;base64,AAAA\" alt=\"\">",
        "<form action=\"https://a.example/\"></form>",
        "<base href=\"x\">",
    ] {
        assert_eq!(page(bad).len(), 1, "{bad}");
    }
    assert!(
        page("<script src=\"a.js\"></script><script type=\"application/ld+json\">{}</script>").is_empty()
    );
}

#[test]
fn what_may_be_kept_for_ever_has_a_hash_in_its_name() {
    for site in [demo(), volunteers()] {
        for (path, bytes) in site.tree.iter().filter(|(path, _)| path.starts_with("assets/")) {
            let hash = blake3::hash(bytes).to_hex();
            assert!(path.contains(&hash[..10]), "{path}");
        }
    }
}

#[test]
fn texts_are_published_compressed_where_the_site_wants_it() {
    let place = Place::of(JUNE_2026, &demonstration());
    let settings = place.read("content/site.yaml");
    place.write("content/site.yaml", format!("{settings}\ncompress: true\n"));
    place.build(&["--out", "out"]).ended(0);
    let first = place.tree("out");
    for (path, bytes) in demo().tree.iter() {
        let packed = |ending: &str| first.get(&format!("{path}.{ending}"));
        let text = [".html", ".css", ".js", ".xml", ".json", ".csv", ".txt", ".svg"]
            .iter()
            .any(|e| path.ends_with(e));
        assert_eq!(packed("gz").is_some(), text && bytes.len() >= 1024, "{path}");
        assert_eq!(packed("br").is_some(), packed("gz").is_some(), "{path}");
        for ending in ["gz", "br"] {
            assert!(packed(ending).is_none_or(|packed| packed.len() < bytes.len()), "{path}");
        }
    }
    // Compressed files are kept; changed ones are compressed again, and damaged ones repaired.
    let report = place.build(&["--out", "out"]).ended(0);
    assert_eq!(report.number("written"), 0);
    place.write("out/index.html.gz", "damaged");
    let report = place.build(&["--out", "out"]).ended(0);
    assert_eq!((report.number("written"), place.tree("out") == first), (1, true));
    // A site that no longer wants them has none.
    place.write("content/site.yaml", settings);
    place.build(&["--out", "out"]).ended(0);
    assert!(place.tree("out") == demo().tree);
}
