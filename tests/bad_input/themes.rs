//! Themes and templates.

use super::support::*;

const SITE: (&str, &str) = (
    "content/site.yaml",
    "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: own\norganiser: 示例单位\n",
);
const OWN: (&str, &str) = ("themes/own/theme.yaml", "name: own\nextends: peony\n");

#[test]
fn chains_of_themes() {
    says(&[SITE, OWN], &[]);
    says(&[("content/site.yaml", &SITE.1.replace("own", "‸owm")), OWN], &["BY401"]);
    says(&[SITE, ("themes/own/theme.yaml", "extends: ‸peon\n")], &["BY401"]);
    says(&[SITE, ("themes/own/theme.yaml", "extends: ‸own\n")], &["BY402"]);
    let said = says(
        &[SITE, ("themes/own/theme.yaml", "extends: two\n"), ("themes/two/theme.yaml", "extends: ‸own\n")],
        &["BY402"],
    );
    assert!(tell(&said[0]).contains("own → two → own"));
    says(&[SITE, ("themes/own/theme.yaml", "extends: ‸[peony]\n")], &["BY107"]);
    says(&[SITE, ("themes/own/theme.yaml", "‸- peony\n")], &["BY107"]);
    says(&[SITE, ("themes/own/theme.yaml", "extends: peony\n‸colour: red\n")], &["BY302"]);
    says(&[SITE, ("themes/own/theme.yaml", "‸extends peony\n")], &["BY107"]);
    says(&[SITE, OWN, ("themes/own/i18n/zh-CN.yaml", "home: ‸[甲]\n")], &["BY107"]);
    says(&[SITE, OWN, ("themes/own/i18n/zh-CN.yaml", "home‸:首页\n")], &["BY108"]);
}

#[test]
fn templates() {
    let own = |name: &'static str, text: &str, codes: &[&str]| says(&[SITE, OWN, (name, text)], codes);
    const RECORD: &str = "themes/own/templates/404.html";
    own(RECORD, "{% if ‸%}{% endif %}\n", &["BY403"]);
    own(RECORD, "一\n{{ ‸title \n", &["BY403"]);
    own(RECORD, "{% block a %}‸\n", &["BY403"]);
    own(RECORD, "一\n二{{ ‸nothing.deep }}\n", &["BY405"]);
    own(RECORD, "{{ 1 | ‸nosuch }}\n", &["BY403"]);
    own(RECORD, "{{ ‸nosuch(a=1) }}\n", &["BY403"]);
    own(RECORD, "{% extends \"‸nothing.html\" %}\n", &["BY404"]);
    own(RECORD, "{% include \"‸nothing.html\" %}\n", &["BY404"]);
    own(RECORD, "{% extends \"‸404.html\" %}\n", &["BY406"]);
    own(RECORD, "{% include \"‸404.html\" %}\n", &["BY406"]);
    says(
        &[
            SITE,
            OWN,
            (RECORD, "{% include \"parts/x.html\" %}\n"),
            ("themes/own/templates/parts/x.html", "{% include \"‸404.html\" %}\n"),
        ],
        &["BY406"],
    );
    own(RECORD, "{{ t(key=\"‸nosuchword\") }}", &["BY407"]);
    // Errors in a template that others extend.
    let said = says(
        &[
            SITE,
            OWN,
            ("themes/own/templates/record.html", "一\n"),
            (
                "themes/own/templates/bases/record.html",
                "{% extends \"record.html\" %}{% block ‸more %}{% endblock %}",
            ),
        ],
        &["BY403"],
    );
    assert!(!tell(&said[0]).contains("margin"));
    own(RECORD, "{{ 1 / ‸0 }}", &["BY405"]);
}

#[test]
fn calls_in_templates_are_held_against_what_they_take() {
    const PAGE: &str = "themes/own/templates/404.html";
    // No page takes this branch; the call is reported all the same.
    const NEVER: &str = "themes/own/templates/parts/never.html";
    let own = |text: &str, codes: &[&str]| {
        for name in [PAGE, NEVER] {
            says(&[SITE, OWN, (name, text)], codes);
        }
    };
    for text in [
        "{% for card in cards(collection=\"news\", ‸where=\"x\") %}{% endfor %}",
        "{{ cards(collection=\"news\", ‸limt=3) }}",
        "{% if false %}{% set f = figure(metric=\"bases\", ‸regoin=\"青溪县\") %}{% endif %}",
        "{{ asset(path=\"favicon.svg\", ‸absolute=true) }}",
        "{{ t(key=\"list.count\", ‸cuont=3, count=3) }}",
        "{{ t(key=\"nav.home\", ‸name=page.title) }}",
        "{{ page.title | truncate(length=3, ‸ending=\"…\") }}",
        "{{ page.url | link(‸from=\"/\") }}",
        "{{ page.title is starting_with(pat=\"x\", ‸case=false) }}",
        "{{ range(end=3, ‸begin=1) }}",
        "{% filter indent(‸by=2) %}x{% endfilter %}",
        "{% set x = [cards(collection=\"news\", ‸sort=\"date\")] %}",
    ] {
        own(text, &["BY623"]);
    }
    for text in [
        "{{ ‸cards(limit=3) }}",
        "{{ cards(collection=\"news\", limit=‸\"3\") }}",
        "{{ cards(collection=\"news\", ids=[\"a\"], ‸limit=3) }}",
        "{{ figure(metric=\"bases\", as=‸\"percnt\") }}",
        "{{ figure(metric=\"bases\", in=‸\"September\") }}",
        "{{ figure(metric=\"bases\", in=\"2022\", ‸on=\"2022\") }}",
        "{{ ‸figure(of=\"city\") }}",
        "{{ page.title | ‸truncate }}",
        "{{ page.title | ‸replace(from=\"a\") }}",
        "{{ 3 is ‸divisible_by }}",
        "{{ 1.5 | round(method=‸\"up\") }}",
    ] {
        own(text, &["BY624"]);
    }
    // Unknown things that a page requests.
    for (text, near) in [
        ("{{ cards(collection=‸\"nws\") }}", "“news”"),
        ("{% set c = \"nws\" %}{{ cards(collection=‸c, limit=3) }}", "“news”"),
        ("{{ cards(collection=\"bases\", ids=‸[\"jinxiu\", \"jinxu\"]) }}", "“jinxiu”"),
        ("{% set d = \"2022-9\" %}{{ figure(metric=\"bases\", in=‸d) }}", "“2022-09”"),
        ("{% set d = \"２０２２\" %}{{ figure(metric=\"bases\", in=‸d) }}", "“2022”"),
        ("{{ figure(metric=\"bases\", in=‸\"2022Q3\") }}", "“2022-q3”"),
    ] {
        let said = says(&[SITE, OWN, (PAGE, text)], &["BY624"]);
        assert!(tell(&said[0]).contains(near), "{text}: {}", tell(&said[0]));
    }
    // Records that the edition does not show need not be known to anyone.
    let hidden = "---\nname: ‸李娜\nrecognised_on: 2022-05\n---\n";
    let text = "{{ cards(collection=\"exemplars\", ids=[\"chen-xiuying\", \"li-na\"]) | length }}";
    says(&[SITE, OWN, (PAGE, text), ("content/exemplars/li-na.md", hidden)], &["BY230"]);
    for text in [
        "{# {{ cards(where=1) }} #}{% raw %}{{ cards(where=1) }}{% endraw %}",
        "{{ t(key=\"list.count\", count=3) }}{% for card in cards(collection=\"news\", limit=3, offset=1) %}{% endfor %}",
        "{% set n = 3 %}{% for card in cards(collection=\"news\", limit=n) %}{% endfor %}{{ page.title | truncate(length=n) }}",
    ] {
        own(text, &[]);
    }
    // Names of calls that are only known at run time.
    says(&[SITE, OWN, (PAGE, "{% set k = \"nav.home\" %}{{ ‸t(key=k, name=1) }}")], &["BY405"]);
    let said = says(&[SITE, OWN, (PAGE, "{{ cards(collection=\"news\", ‸limt=3) }}")], &["BY623"]);
    assert!(tell(&said[0]).contains("“limit”") && tell(&said[0]).contains("collection、limit、offset、ids"));
}

#[test]
fn shortcodes_declare_what_they_take() {
    const QUOTE: &str = "themes/own/templates/shortcodes/badge.html";
    for (text, code) in [
        ("{#\n‸argument:\n  by: text\n#}<b></b>", "BY302"),
        ("{#\narguments:\n  by: ‸txet\n#}<b></b>", "BY304"),
        ("{#\narguments:\n  by: {type: text, ‸require: true}\n#}<b></b>", "BY302"),
        ("{#\narguments:\n  ‸inline: boolean\n#}<b></b>", "BY304"),
        ("{#\nbody: ‸maybe\n#}<b></b>", "BY304"),
    ] {
        says(&[SITE, OWN, (QUOTE, text)], &[code]);
    }
    says(&[SITE, OWN, (QUOTE, "{# Note: a badge. #}<b></b>")], &[]);
}

/// A chain of `n` templates that include one another, and the contents of the last.
fn chain(n: usize, last: &str) -> Vec<(String, String)> {
    let part = |at: usize| format!("themes/own/templates/parts/x{at}.html");
    let mut files: Vec<_> =
        (0..n).map(|at| (part(at), format!("{{% include \"parts/x{}.html\" %}}", at + 1))).collect();
    files.push((part(n), last.to_owned()));
    files
}

fn with(files: &[(String, String)], page: &str) -> Vec<String> {
    let system = published();
    for (path, text) in [SITE, OWN, ("themes/own/templates/404.html", page)] {
        system.put(std::path::Path::new("/site").join(path), text).unwrap();
    }
    for (path, text) in files {
        system.put(std::path::Path::new("/site").join(path), text.as_str()).unwrap();
    }
    let (_, said) = rebuild(&system, &options());
    said.iter().map(place).collect()
}

/// The engine quotes the line of each unknown call: for a line of 200 KB with 20,000 of them it would produce
/// gigabytes.
#[test]
fn a_line_of_very_many_calls_is_told_once() {
    let line = "{{ b(c=1) }}".repeat(20_000);
    says(&[SITE, OWN, ("themes/own/templates/404.html", &format!("‸{line}"))], &["BY403"]);
    let said = says(&[SITE, OWN, ("themes/own/templates/404.html", &format!("‸{line}\n"))], &["BY403"]);
    assert!(tell(&said[0]).len() < 2000);
}

#[test]
fn templates_within_templates_are_bounded() {
    const FIRST: &str = "{% include \"parts/x0.html\" %}";
    let none = Vec::<String>::new();
    assert_eq!(with(&chain(11, "x"), FIRST), none);
    for n in [12, 40, 5_000] {
        let said = with(&chain(n, "x"), FIRST);
        assert!(said.len() == 1 && said[0].starts_with("BY403 themes/own/templates/"), "{n}: {said:?}");
    }
    // A chain of the maximum length by extension.
    let build_on = |n: usize| -> Vec<(String, String)> {
        let files = chain(n, "{% block a %}x{% endblock %}").into_iter();
        let text =
            |text: String| text.replace("include", "extends") + "{% block a %}{{ super() }}{% endblock %}";
        files
            .map(|(path, body)| if body.contains("include") { (path, text(body)) } else { (path, body) })
            .collect()
    };
    const ON: &str = "{% extends \"parts/x0.html\" %}{% block a %}{{ super() }}{% endblock %}";
    assert_eq!(with(&build_on(11), ON), none);
    assert!(with(&build_on(3_000), ON)[0].starts_with("BY403 themes/own/templates/"));
    // The maximum of everything at once: nested components, each with a chain.
    let again = "{% component x() %}{% include \"parts/x0.html\" %}{% endcomponent x %}{{<x/>}}";
    let said = with(&chain(11, "{{<x/>}}"), again);
    assert!(said.len() == 1 && said[0].starts_with("BY405"), "{said:?}");
    // Wide trees are not chains.
    let tree: Vec<(String, String)> =
        chain(9, "x").into_iter().map(|(path, text)| (path, text.repeat(3))).collect();
    assert_eq!(with(&tree, FIRST), none);
    // A cycle far down, however long, is reported once.
    for n in [11, 300] {
        let said = with(&chain(n, "{% include \"parts/x5.html\" %}"), FIRST);
        assert!(said.len() == 1 && said[0].starts_with("BY406"), "{n}: {said:?}");
    }
}

#[test]
fn what_would_grow_without_end_is_stopped() {
    let none: &[(String, String)] = &[];
    for page in [
        "{% component x() %}{{<x/>}}{% endcomponent x %}{{<x/>}}",
        "{% for i in range(end=1000000000) %}x{% endfor %}",
        &format!(
            "{{% for i in range(end=99999) %}}{{% for j in range(end=99999) %}}{}{{% endfor %}}{{% endfor %}}",
            "x".repeat(4000)
        ),
        "{{ asset(path=\"../../../etc/passwd\") }}",
    ] {
        let said = with(none, page);
        assert!(said.len() == 1 && said[0].starts_with("BY405"), "{page}: {said:?}");
    }
    for page in [
        "{% include \"../../../etc/passwd\" %}",
        "{% include \"/etc/passwd\" %}",
        "{% extends \"../theme.yaml\" %}",
    ] {
        let said = with(none, page);
        assert!(said.len() == 1 && said[0].starts_with("BY404"), "{page}: {said:?}");
    }
    for page in [
        "{% if 1 %}".repeat(5_000),
        format!("{{{{ {}1 }}}}", "(".repeat(100_000)),
        format!("{{{{ {}1 }}}}", "not ".repeat(100_000)),
        format!("{{{{ {}1 }}}}", "1 + ".repeat(100_000)),
        format!("{{{{ \"a\"{} }}}}", " | upper".repeat(100_000)),
        format!("{{{{ {} }}}}", "[".repeat(100_000)),
        (0..3_000).map(|n| format!("{{% block a{n} %}}")).collect(),
    ] {
        let said = with(none, &page);
        assert!(said.len() == 1 && said[0].starts_with("BY403"), "{}: {said:?}", &page[..20]);
    }
}

#[test]
fn a_themes_name_is_no_path() {
    for name in ["../../etc", "/etc", "..", ".", "own/../own", "C:\\x", "\\\\server\\x", "con", "own/"] {
        says(&[("content/site.yaml", &SITE.1.replace("own", &format!("‸{name}"))), OWN], &["BY401"]);
        says(&[SITE, ("themes/own/theme.yaml", &format!("extends: ‸{name}\n"))], &["BY401"]);
    }
}
