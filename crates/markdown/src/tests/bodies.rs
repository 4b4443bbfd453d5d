//! Shortcodes with a body.

use super::*;

fn faults(text: &str) -> Vec<(Enclosing, &str)> {
    let found = problems(text).into_iter().map(|(kind, place)| match kind {
        ProblemKind::Enclosing { fault, .. } => (fault, place),
        kind => panic!("{kind:?} in {text}"),
    });
    found.collect()
}

#[test]
fn a_body_is_a_part_of_the_text() {
    let body = |text: &str| {
        assert_eq!(problems(text), [], "{text}");
        html(text)
    };
    assert_eq!(
        body("前\n\n{% quote(by=\"甲\") %}\n她来了。\n\n又走了。\n{% end %}\n\n后"),
        "<p>前</p>\n{quote [(\"by\", Text(\"甲\"))], alone: <p>她来了。</p>\n<p>又走了。</p>\n}\n<p>后</p>\n"
    );
    // On one line, without empty lines around it, within a paragraph's lines.
    for text in [
        "前\n{% quote() %}她来了。{% end %}\n后",
        "前\n{% quote() %}\n她来了。\n{% end %}\n后",
        "前\n{%quote()%} 她来了。 {%end%} 后",
        "前\r\n{% quote() %}\r\n她来了。\r\n{% end %}\r\n后",
    ] {
        let shown = body(text);
        let wanted = "<p>前</p>\n{quote [], alone: <p>她来了。</p>\n}\n<p>后</p>\n";
        assert_eq!(shown.replace("<p>她来了。\n</p>", "<p>她来了。</p>"), wanted, "{text:?}");
    }
    assert_eq!(
        body("{% quote() %}\n- 一\n- 二\n{% end %}"),
        "{quote [], alone: <ul>\n<li>一</li>\n<li>二</li>\n</ul>\n}\n"
    );
    assert_eq!(body("{% quote() %}\n| a |\n|---|\n| b |\n{% end %}\n后").matches("<table>").count(), 1);
    assert_eq!(
        body("{% quote() %}\n![她](a.jpg)\n\n[见](b.md)有{{ figure() }}个\n{% end %}"),
        "{quote [], alone: {picture a.jpg: 她, alone}\n<p>{link b.md: 见}有{figure []}个</p>\n}\n"
    );
    assert_eq!(body("{% quote() %}{% end %}"), "{quote [], alone: }\n");
    assert_eq!(
        body("{% note() %}\n甲\n{% end %}\n\n{{ note() }}"),
        "{note [], alone: <p>甲</p>\n}\n{note [], alone}\n"
    );
}

#[test]
fn bodies_stand_in_one_another_and_in_what_encloses_them() {
    let inner = "{quote [], alone: {quote [(\"n\", Integer(2))], alone: <p>甲</p>\n}\n<p>乙</p>\n}\n";
    for text in [
        "{% quote() %}\n{% quote(n=2) %}\n甲\n{% end %}\n乙\n{% end %}",
        "{% quote() %}{% quote(n=2) %}甲{% end %}\n乙{% end %}",
    ] {
        assert_eq!((problems(text), html(text).as_str()), (vec![], inner), "{text}");
    }
    assert_eq!(
        html("> {% quote() %}\n> 甲\n> {% end %}\n\n- 项\n\n  {% quote() %}乙{% end %}"),
        "<blockquote>\n{quote [], alone: <p>甲</p>\n}\n</blockquote>\n<ul>\n<li>\n<p>项</p>\n{quote [], alone: <p>乙</p>\n}\n</li>\n</ul>\n"
    );
    // A closing tag with different indentation still belongs to its opening tag.
    assert_eq!(html("{% quote() %}\n甲\n      {% end %}\n后"), "{quote [], alone: <p>甲</p>\n}\n<p>后</p>\n");
    let deep = "{% quote() %}\n".repeat(120) + "甲\n" + &"{% end %}\n".repeat(120);
    assert_eq!(problems(&deep).len(), 1);
    assert_eq!(html(&deep).matches("{quote").count(), MOST_LEVELS);
}

#[test]
fn notes_headings_and_definitions_are_those_of_the_text() {
    let read = read(
        "前[^1]\n\n{% quote() %}\n## 节\n\n甲[^1]，[见][x]\n\n[^1]: 注\n{% end %}\n\n## 节\n\n[x]: b.md",
    );
    assert_eq!(read.problems, []);
    let ids: Vec<&str> = read.headings.iter().map(|heading| heading.id.as_str()).collect();
    assert_eq!(ids, ["jie", "jie-2"]);
    assert_eq!(read.plain, "前\n节\n甲，见\n节\n注");
    let shown = shown(&read.pieces);
    assert!(shown.contains("fnref-1-2") && shown.contains("{link b.md: 见}"), "{shown}");
}

#[test]
fn what_is_left_open_ends_with_the_body() {
    let text = "<div>\n\n{% quote() %}\n<p>甲<b>乙\n\n</div>\n{% end %}\n\n丙\n\n</div>";
    let document = read(text);
    let Some(Piece::Shortcode { body: Some(body), .. }) =
        document.pieces.iter().find(|piece| matches!(piece, Piece::Shortcode { .. }))
    else {
        panic!("{document:?}");
    };
    assert_eq!(shown(body).matches("<p>").count(), shown(body).matches("</p>").count());
    assert!(!shown(body).contains("div"), "{body:?}");
}

#[test]
fn tags_in_code_comments_and_arguments_are_none() {
    for text in [
        "`{% quote() %}` 和 `{% end %}`",
        "```\n{% quote() %}\n{% end %}\n```",
        "    {% end %}\n",
        "<!-- {% end %} -->",
        "甲<!-- {% quote() %} -->乙",
        "\\{% end %} 和 \\{% quote() %}",
        "{{ figure(a=\"{% end %}\") }}",
        "增长 {%} 和 {% 5 %}",
    ] {
        assert_eq!(problems(text), [], "{text}");
    }
    assert_eq!(
        html("```\n{% quote() %}甲{% end %}\n```"),
        "<pre><code>{% quote() %}甲{% end %}\n</code></pre>\n"
    );
    let in_html = problems("<div>{% quote() %}甲{% end %}</div>");
    assert_eq!(in_html, [(ProblemKind::ShortcodeInHtml, "{%"), (ProblemKind::ShortcodeInHtml, "{%")]);
    let html = html("<div>\n{% quote() %}\n甲\n{% end %}\n</div>");
    assert_eq!(html, "<div>\n{quote [], alone: <p>甲</p>\n}\n</div>");
}

#[test]
fn tags_that_do_not_fit_are_told() {
    use Enclosing::{Apart, NeedsOne, NoEnd, OtherEnd, Stray, TakesNone, WithinLine};
    assert_eq!(faults("{% quote() %}\n甲"), [(NoEnd, "{% quote() %}")]);
    assert_eq!(faults("甲\n\n{% end %}"), [(Stray, "{% end %}")]);
    assert_eq!(faults("{% quote() %}甲{% end %}{% end %}"), [(Stray, "{% end %}")]);
    for other in ["{% endquote %}", "{% end quote %}", "{% /quote %}"] {
        assert_eq!(faults(&format!("{{% quote() %}}\n甲\n{other}")), [(OtherEnd, other)]);
    }
    assert_eq!(faults("{% figure() %}"), [(TakesNone, "{% figure() %}")]);
    assert_eq!(faults("{% figure() %}甲{% end %}"), [(TakesNone, "{% figure() %}")]);
    assert_eq!(faults("{% quote() %}\n{% figure() %}\n{% end %}"), [(TakesNone, "{% figure() %}")]);
    assert_eq!(faults("甲{{ quote() }}"), [(NeedsOne, "{{ quote() }}")]);
    assert_eq!(faults("甲{% quote() %}乙{% end %}"), [(WithinLine, "{% quote() %}")]);
    assert_eq!(faults("- {% quote() %}乙{% end %}"), [(WithinLine, "{% quote() %}")]);
    assert_eq!(faults("1. 甲\n\n   {% note() %}\n乙\n   {% end %}"), [(Apart, "{% note() %}")]);
    assert_eq!(faults("{% quote() %}\n```\n{% end %}"), [(NoEnd, "{% quote() %}")]);
}

#[test]
fn tags_with_slips_are_told_once() {
    let told = |text: &str| -> Vec<String> {
        problems(text).into_iter().map(|(kind, place)| format!("{kind:?} {place}")).collect()
    };
    for text in [
        "｛% quote() %}\n甲\n{% end %}",
        "{％ quote() %}\n甲\n{% end %}",
        "{% quote（) %}\n甲\n{% end %}",
        "{% quote(by=“甲”) %}\n甲\n{% end %}",
        "{% quote() ％}\n甲\n{% end %}",
        "{% quote() %｝\n甲\n{% end %}",
        "{% quote() %}\n甲\n{% end %｝",
        "{% quote() %}\n甲\n{％ end %}",
        "{% quote() %}\n甲\n｛％ end ％｝",
        "{{ figure() }｝",
        "{{ figure() ｝}",
    ] {
        let told = told(text);
        assert!(told.len() == 1 && told[0].contains("HalfWidth"), "{text}: {told:?}");
    }
    assert_eq!(told("{% qoute() %}\n甲\n{% end %}").len(), 1);
    assert_eq!(told("{% quote %}\n甲\n{% end %}").len(), 1);
    assert_eq!(told("{% quote() }\n甲\n{% end %}").len(), 1);
    assert_eq!(told("{% quote() %}\n甲\n{% end }").len(), 1);
    assert_eq!(told("{% quote() %}\n甲\n{% end").len(), 1);
}
