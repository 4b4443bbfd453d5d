use super::*;

#[test]
fn harmless_tags_stay() {
    assert_eq!(line("甲<b>乙</b><br/>丙<sub>2</sub>"), "甲<b>乙</b><br>丙<sub>2</sub>");
    assert_eq!(
        html("<details open>\n<summary>甲</summary>\n\n**乙**\n\n</details>\n"),
        "<details open=\"\">\n<summary>甲</summary>\n<p><strong>乙</strong></p>\n</details>\n"
    );
    assert_eq!(
        line("<a href=\"https://a.example\" title=x>甲</a>"),
        "<a href=\"https://a.example\" rel=\"noopener\" title=\"x\">甲</a>"
    );
    assert_eq!(line("甲<!-- 乙 -->丙"), "甲丙");
    assert_eq!(problems("甲<!-- 乙 --><b title='x' lang=zh>丙</b>"), []);
}

#[test]
fn what_could_do_harm_goes_and_is_reported() {
    let cases = [
        ("甲<script>alert(1)</script>乙", "甲乙", "<script>"),
        ("甲<font color=red>乙</font>丙", "甲乙丙", "<font color=red>"),
        ("甲<iframe src=x>乙</iframe>丙", "甲丙", "<iframe src=x>"),
        ("甲<input name=x>乙", "甲乙", "<input name=x>"),
        ("甲<svg onload=alert(1)>乙", "甲", "<svg onload=alert(1)>"),
        ("甲<form action=x>乙</form>", "甲乙", "<form action=x>"),
        ("甲<style>p{}</style>乙", "甲乙", "<style>"),
        ("甲<meta http-equiv=refresh>乙", "甲乙", "<meta http-equiv=refresh>"),
    ];
    for (text, want, at) in cases {
        assert_eq!(line(text), want, "{text}");
        assert_eq!(problems(text), [(ProblemKind::RawHtml, at)], "{text}");
    }
    let attributes = [
        ("甲<b onclick=\"x()\">乙</b>", "甲<b>乙</b>", "b", "onclick", "onclick=\"x()\""),
        ("甲<b style='a'>乙</b>", "甲<b>乙</b>", "b", "style", "style='a'"),
        ("甲<b ID=x>乙</b>", "甲<b>乙</b>", "b", "id", "ID=x"),
        ("甲<a href=\" java\nscript:x\">乙</a>", "甲<a>乙</a>", "a", "href", "href=\" java\nscript:x\""),
        ("甲<a href=javascript&amp;#58;x>乙</a>", "甲<a>乙</a>", "a", "href", "href=javascript&amp;#58;x"),
        ("甲<a href=\"//a.example\">乙</a>", "甲<a>乙</a>", "a", "href", "href=\"//a.example\""),
    ];
    for (text, want, element, attribute, at) in attributes {
        assert_eq!(line(text), want, "{text}");
        let kind = ProblemKind::RawAttribute { element: element.to_owned(), attribute: attribute.to_owned() };
        assert_eq!(problems(text), [(kind, at)], "{text}");
    }
    assert_eq!(html("<script>\nif (a < b) x();\n\ny();\n</script>\n\n甲"), "<p>甲</p>\n");
}

#[test]
fn what_is_left_open_is_closed() {
    assert_eq!(html("甲<b>乙\n\n丙"), "<p>甲<b>乙</b></p>\n<p>丙</p>\n");
    assert_eq!(html("<div>\n甲\n\n乙"), "<div>\n甲\n<p>乙</p>\n</div>");
    assert_eq!(line("甲</b>乙</div>"), "甲乙");
    assert_eq!(line("[甲<b>乙](a.md)丙</b>"), "{link a.md: 甲<b>乙</b>}<b>丙</b>");
    let open = "<div title=\"\n\n![甲](a.jpg)\n\n[乙](b.md)\n\n\" class=x>\n";
    assert_eq!(html(open), "{picture a.jpg: 甲, alone}\n<p>{link b.md: 乙}</p>\n<p>\" class=x&gt;</p>\n");
    assert!(matches!(problems(open).as_slice(), [(ProblemKind::RawHtml, "<div title=\"\n")]));
}

#[test]
fn footnotes_stand_outside_of_what_is_left_open() {
    let html = html("<div>\n\n甲[^1]\n\n[^1]: 注\n");
    assert!(html.starts_with("<div>\n<p>甲<sup") && html.contains("</p>\n</div><section"), "{html}");
}

#[test]
fn marks_cannot_be_written() {
    for text in [
        "\u{FDD3}0\u{FDD2}![甲](a.jpg)<b>x</b>",
        "&#xFDD3;0&#xFDD2;![甲](a.jpg)",
        "<b title='&#xFDD30&#64978'>\u{FDD4}0</b>![甲](a.jpg)",
        "<a href=\"\u{FDD4}0\">x</a>[甲](a.md)",
        "[x](&#64980;0)[甲](a.md)",
    ] {
        let pieces = read(text).pieces;
        let slots = pieces.iter().filter(|piece| matches!(piece, Piece::Picture { target, .. } | Piece::Link { target, .. } if target.starts_with("a."))).count();
        assert_eq!(slots, 1, "{text:?}: {pieces:?}");
        assert!(!shown(&pieces).contains(marks::is_mark), "{text:?}: {pieces:?}");
    }
    assert_eq!(line("甲\0乙"), "甲\u{FFFD}乙");
    assert_eq!(line("甲&#7;乙&#xFFFE;丙&#150;丁&#129;"), "甲\u{FFFD}乙\u{FFFD}丙–丁\u{FFFD}");
    assert_eq!(line("<i>甲&#7乙</i>"), "<i>甲\u{FFFD}乙</i>");
}

#[test]
fn comments_are_not_read_for_shortcodes() {
    for text in [
        "<!-- {{ figure(metric=\"a\") }} -->",
        "<!--\n{{ figure( }}\n\n{{ nope() }}\n-->\n",
        "甲<!-- {{ nope() }} {{ figure(a=1) }} {{ -->乙",
        "<div>\n<!-- {{ figure() }} --></div>",
    ] {
        assert_eq!(problems(text), [], "{text}");
        assert!(!html(text).contains("{{"), "{}", html(text));
    }
    let problems = problems("<div>\n{{ figure() }} <!-- {{ x --> {{ figur(a=1) }} {{ figure（) }}\n</div>");
    assert!(
        matches!(
            problems.as_slice(),
            [
                (ProblemKind::ShortcodeInHtml, "{{ figure() }}"),
                (ProblemKind::UnknownShortcode { .. }, "{{ figur(a=1) }}"),
                (ProblemKind::Shortcode(_), "（"),
            ]
        ),
        "{problems:?}"
    );
}
