use super::*;
use pretty::*;

/// Short forms of what is expected.
mod pretty {
    use super::*;

    pub fn half(name: &str, found: char, instead: char) -> ProblemKind {
        fault(name, What::HalfWidth { found, instead })
    }

    pub fn fault(name: &str, what: What) -> ProblemKind {
        ProblemKind::Shortcode(Expected { name: name.to_owned(), what })
    }

    pub fn unclosed(name: &str, what: What) -> ProblemKind {
        ProblemKind::UnclosedShortcode(Expected { name: name.to_owned(), what })
    }
}

#[test]
fn shortcodes_stand_within_lines_and_alone() {
    assert_eq!(
        line(r#"共{{ figure(metric="bases", n=-3, open=true, says='a\'b') }}个"#),
        r#"共{figure [("metric", Text("bases")), ("n", Integer(-3)), ("open", Boolean(true)), ("says", Text("a'b"))]}个"#
    );
    assert_eq!(html("甲\n\n{{ figure() }}\n\n乙"), "<p>甲</p>\n{figure [], alone}\n<p>乙</p>\n");
    assert_eq!(
        html("{{ gallery(\n  a=\"x\",\n  b=\"y\",\n) }}"),
        "{gallery [(\"a\", Text(\"x\")), (\"b\", Text(\"y\"))], alone}\n"
    );
    assert_eq!(line("{{figure()}}{{figure()}}"), "{figure []}{figure []}");
    assert_eq!(line("| a |\n|--|\n| {{ figure(a=\"x|y\") }} |").matches("Text(\"x|y\")").count(), 1);
    assert_eq!(
        line(r#"{{ figure(a="{{ figure() }}*b*[c](d)") }}。"#),
        r#"{figure [("a", Text("{{ figure() }}*b*[c](d)"))]}。"#
    );
    let text = "前 {{ figure(a=1) }} 后";
    let Document { pieces, .. } = read(text);
    assert!(
        pieces.iter().any(
            |p| matches!(p, Piece::Shortcode { range, .. } if text.get(range.clone()).unwrap() == "{{ figure(a=1) }}")
        )
    );
}

#[test]
fn shortcodes_in_code_are_text() {
    assert_eq!(line("`{{ figure() }}`"), "<code>{{ figure() }}</code>");
    assert_eq!(html("    {{ figure() }}\n"), "<pre><code>{{ figure() }}\n</code></pre>\n");
    assert_eq!(
        html("```\n{{ figure(a=1 }}\n{{ figure() }}\n```\n"),
        "<pre><code>{{ figure(a=1 }}\n{{ figure() }}\n</code></pre>\n"
    );
    assert_eq!(problems("`{{ x` 和 `}}` 和 \\{{ figure( }}"), []);
}

#[test]
fn faulty_shortcodes_are_shown_and_reported() {
    let cases = [
        ("{{ figure（metric=\"a\"） }}", half("figure", '（', '('), "（"),
        ("{{ figure(metric=“a”) }}", half("figure", '“', '"'), "“"),
        ("{{ figure(metric=\"a”) }}", half("figure", '”', '"'), "”"),
        ("{{ figure(a=1，b=2) }}", half("figure", '，', ','), "，"),
        ("{{ figure(a＝1) }}", half("figure", '＝', '='), "＝"),
        ("{{ figure(a=1) ｝｝", half("figure", '｝', '}'), "｝"),
        ("｛｛ figure(a=1) ｝｝", half("", '｛', '{'), "｛"),
        ("{{ figure }}", fault("figure", What::Parenthesis), "}"),
        ("{{ }}", fault("", What::Name), "}"),
        ("{{ figure(=1) }}", fault("figure", What::Argument), "="),
        ("{{ figure(a) }}", fault("figure", What::Equals), ")"),
        ("{{ figure(a=b) }}", fault("figure", What::Value), "b"),
        ("{{ figure(a=1.5) }}", fault("figure", What::Value), "1"),
        ("{{ figure(a=99999999999999999999) }}", fault("figure", What::SmallerNumber), "9"),
        ("{{ figure(a=1 b=2) }}", fault("figure", What::CommaOrParenthesis), "b"),
        ("{{ figure(a=1, a=2) }}", fault("figure", What::OtherArgument("a".to_owned())), "a"),
        ("{{ figure(a=1) }", fault("figure", What::Closing("}}")), "}"),
        ("{{ figure(a=1", unclosed("figure", What::CommaOrParenthesis), "{{ figure(a=1"),
        ("{{ figure(a=\"b\n\nc", unclosed("figure", What::Quote('"')), "{{ figure(a=\"b"),
        ("{{ figure(\n\n)}}", unclosed("figure", What::Argument), "{{ figure("),
    ];
    for (text, kind, at) in cases {
        assert_eq!(problems(text), [(kind, at)], "{text}");
        assert!(read(text).plain.contains("figure") || text == "{{ }}", "{text}");
    }
    let unknown = problems("甲{{ figur(a=1) }}乙");
    assert!(
        matches!(unknown.as_slice(), [(ProblemKind::UnknownShortcode { name, known }, "{{ figur(a=1) }}")] if name == "figur" && known.len() == 6),
        "{unknown:?}"
    );
}

#[test]
fn links_by_kind() {
    assert_eq!(line("[甲**乙**](../b.md#c \"题\")"), "{link ../b.md#c “题”: 甲<strong>乙</strong>}");
    assert_eq!(
        line("[甲](https://a.example/路?x=1&y \"题\")"),
        "<a href=\"https://a.example/路?x=1&amp;y\" title=\"题\" rel=\"noopener\">甲</a>"
    );
    assert_eq!(
        line("[甲](#a)[乙](mailto:a@b.example)[丙](tel:110)"),
        "<a href=\"#a\">甲</a><a href=\"mailto:a@b.example\">乙</a><a href=\"tel:110\">丙</a>"
    );
    assert_eq!(
        line("<a@b.example> <https://a.example/>"),
        "<a href=\"mailto:a@b.example\">a@b.example</a> <a href=\"https://a.example/\" rel=\"noopener\">https://a.example/</a>"
    );
    assert_eq!(
        line("[](a.md) [](https://a.example) [甲]()"),
        "{link a.md: } <a href=\"https://a.example\" rel=\"noopener\">https://a.example</a> 甲"
    );
    assert_eq!(line("[![图](a.jpg)](b.md)"), "{link b.md: {picture a.jpg: 图}}");
    assert_eq!(line("[甲{{ figure() }}](b.md)"), "{link b.md: 甲{figure []}}");
    assert_eq!(line("[甲][r]\n\n[r]: b.md"), "{link b.md: 甲}");
    for url in [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "data:text/html,x",
        "//a.example/b",
        "/\\a.example",
        "file:///etc",
        "java&#10;script:x",
        "&#1;javascript:x",
        "https:a",
        "http:///x",
        "vbscript:x",
    ] {
        let text = format!("甲[乙]({url})");
        assert_eq!(line(&text), "甲乙", "{url}");
        assert_eq!(read(&text).problems.len(), 1, "{url}");
    }
    assert_eq!(problems("甲[乙](//a.example/b)"), [(ProblemKind::UnsafeUrl, "//a.example/b")]);
}

#[test]
fn pictures() {
    assert_eq!(
        html("甲\n\n![班 *上*](c.jpg)\n\n乙![](d.jpg)"),
        "<p>甲</p>\n{picture c.jpg: 班 上, alone}\n<p>乙{picture d.jpg: }</p>\n"
    );
    assert_eq!(html("![甲](a.jpg)\n![乙](b.jpg)"), "<p>{picture a.jpg: 甲}\n{picture b.jpg: 乙}</p>\n");
    assert_eq!(html("![甲](https://a.example/b.jpg)"), "<p>甲</p>\n");
    assert_eq!(
        problems("![甲](https://a.example/b.jpg)"),
        [(ProblemKind::ExternalPicture, "https://a.example/b.jpg")]
    );
    assert_eq!(problems("![甲](//a.example/b.jpg)"), [(ProblemKind::ExternalPicture, "//a.example/b.jpg")]);
    assert_eq!(
        problems("![甲](data:image/png;base64,x)"),
        [(ProblemKind::UnsafeUrl, "data:image/png;base64,x")]
    );
    assert_eq!(line("甲<img src=\"a.jpg\" alt='乙' width=3>丙"), "甲{picture a.jpg: 乙}丙");
    assert_eq!(
        problems("<img src=https://a.example/b.jpg>"),
        [(ProblemKind::ExternalPicture, "https://a.example/b.jpg")]
    );
}

#[test]
fn places_hold_where_marks_were_put_in() {
    let text = "前**“甲”**后{{ figure() }}他说**重要。**然后[乙](//x.example)";
    assert_eq!(problems(text), [(ProblemKind::UnsafeUrl, "//x.example")]);
    let text = "前**“甲”**后[乙](b.md)";
    assert!(
        read(text).pieces.iter().any(
            |p| matches!(p, Piece::Link { range, .. } if text.get(range.clone()).unwrap() == "[乙](b.md)")
        )
    );
}

#[test]
fn bare_addresses_are_links() {
    let link = |url: &str, words: &str| format!("<a href=\"{url}\" rel=\"noopener\">{words}</a>");
    let a = link("https://example.org/a", "https://example.org/a");
    for text in ["网址是{}。详见", "（{}）", "“{}”、《{}》", "**{}**", "{}\t下", "*见*{}", "- {}"]
    {
        let shown = line(&text.replace("{}", "https://example.org/a"));
        assert_eq!(shown.matches(a.as_str()).count(), text.matches("{}").count(), "{shown}");
    }
    assert_eq!(
        line("https://example.org/a_b_c*d*?x=1&y=2~~z~~"),
        link("https://example.org/a_b_c*d*?x=1&amp;y=2~~z", "https://example.org/a_b_c*d*?x=1&amp;y=2~~z")
            + "~~"
    );
    assert_eq!(
        line("https://example.org/?a&amp;b"),
        link("https://example.org/?a&amp;b", "https://example.org/?a&amp;b")
    );
    assert_eq!(
        line("见www.example.org。"),
        format!("见{}。", link("http://www.example.org", "www.example.org"))
    );
    assert_eq!(line("信a@example.org，"), "信<a href=\"mailto:a@example.org\">a@example.org</a>，");
    assert_eq!(html("| https://example.org/a|b |\n|---|---|\n").matches(&a).count(), 1);
    assert_eq!(read("见https://example.org/a。").plain, "见https://example.org/a。");
    assert_eq!(read("## www.example.org").headings[0].text, "www.example.org");
    // Within a link or code, there are no further links.
    for (text, html) in [
        ("`https://example.org/a`", "<code>https://example.org/a</code>"),
        ("[见https://example.org/a](b.md)", "{link b.md: 见https://example.org/a}"),
        ("[www.example.org](b.md)", "{link b.md: www.example.org}"),
        (
            "<a href=\"https://example.org\">https://example.org/a</a>",
            "<a href=\"https://example.org\" rel=\"noopener\">https://example.org/a</a>",
        ),
        ("![https://example.org/a](b.jpg)", "{picture b.jpg: https://example.org/a, alone}\n"),
        ("[甲](https://example.org/a_\\)b)", "<a href=\"https://example.org/a_)b\" rel=\"noopener\">甲</a>"),
        (
            "[甲][r]\n\n[r]: https://example.org/a\\*b",
            "<a href=\"https://example.org/a*b\" rel=\"noopener\">甲</a>",
        ),
        ("<https://example.org/a>", &a),
        (
            "{{ figure(a=\"https://example.org/\") }}。",
            "{figure [(\"a\", Text(\"https://example.org/\"))]}。",
        ),
    ] {
        assert_eq!(line(text), html, "{text}");
    }
    assert_eq!(html("    https://example.org/a\n"), "<pre><code>https://example.org/a\n</code></pre>\n");
    assert_eq!(
        html("```\nwww.example.org a@b.example\n```"),
        "<pre><code>www.example.org a@b.example\n</code></pre>\n"
    );
}
