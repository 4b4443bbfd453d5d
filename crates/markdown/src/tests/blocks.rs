use super::*;

#[test]
fn headings_have_ids_that_can_be_read() {
    let document = read(
        "# 榜样\n\n## 榜样\n\n### 家政 *服务*\n\n# 甲 {#bang-yang-2}\n\n# 乙 {#bangyang-2 .x}\n\n# ！\n",
    );
    let ids: Vec<_> = document.headings.iter().map(|h| (h.level, h.id.as_str(), h.text.as_str())).collect();
    assert_eq!(
        ids,
        [
            (2, "bangyang", "榜样"),
            (3, "bangyang-3", "榜样"),
            (4, "jiazheng-fuwu", "家政 服务"),
            (2, "bang-yang-2", "甲"),
            (2, "bangyang-2", "乙"),
            (2, "uff01", "！"),
        ]
    );
    assert!(shown(&document.pieces).starts_with("<h2 id=\"bangyang\">榜样</h2>\n"), "{:?}", document.pieces);
}

#[test]
fn a_prefix_stands_before_ids_and_what_leads_to_them() {
    let shortcodes = names();
    let words = A11yLabels { table: "t", footnotes: "f", back: "b", done: "d", open: "o" };
    let page_ids = page_ids();
    let options = RenderOptions {
        heading_offset: 5,
        shortcodes: &shortcodes,
        id_prefix: "a-",
        page_ids: &page_ids,
        words,
    };
    let document = render("# 甲\n\n## 乙\n\n[到](#jia)[页](#top)注[^1]\n\n[^1]: 脚\n", &options);
    assert_eq!(
        shown(&document.pieces),
        "<h6 id=\"a-jia\">甲</h6>\n<h6 id=\"a-yi\">乙</h6>\n<p><a href=\"#a-jia\">到</a><a href=\"#top\">页</a>注\
         <sup class=\"footnote-ref\"><a id=\"a-fnref-1\" href=\"#a-fn-1\" role=\"doc-noteref\">1</a></sup></p>\n\
         <section class=\"footnotes\" role=\"doc-endnotes\" aria-label=\"f\">\n<ol>\n<li id=\"a-fn-1\"><p>脚 \
         <a href=\"#a-fnref-1\" role=\"doc-backlink\" aria-label=\"b\">↩</a></p>\n</li>\n</ol>\n</section>\n"
    );
}

#[test]
fn ids_of_the_page_are_left_to_it() {
    let text = "## Main\n\n[to](#main) [own](#nav-1)\n\n## Main\n\n## B {#nav-1}\n\n## Section main\n\n## Fn 1\n\nA[^1]\n\n[^1]: B\n";
    let document = read(text);
    let ids: Vec<&str> = document.headings.iter().map(|heading| &*heading.id).collect();
    assert_eq!(ids, ["section-main", "section-main-2", "section-nav-1", "section-main-3", "section-fn-1"]);
    let html = shown(&document.pieces);
    // Links within the text lead where their author meant.
    assert!(html.contains("<a href=\"#section-main\">to</a> <a href=\"#section-nav-1\">own</a>"), "{html}");
    // What was written and is missing is reported, and nothing else.
    let [problem] = document.problems.as_slice() else { panic!("{:?}", document.problems) };
    let kind = ProblemKind::TakenId { id: "nav-1".into(), instead: "section-nav-1".into() };
    assert_eq!(
        (&problem.kind, text.get(problem.range.clone()).map(str::trim)),
        (&kind, Some("## B {#nav-1}"))
    );
}

#[test]
fn line_breaks_part_latin_words_only() {
    assert_eq!(line("第一行\n第二行"), "第一行第二行");
    assert_eq!(line("第一行，\n**第二行**"), "第一行，<strong>第二行</strong>");
    assert_eq!(line("“甲”\n乙"), "“甲”乙");
    assert_eq!(line("one\ntwo"), "one\ntwo");
    assert_eq!(line("甲\ntwo"), "甲\ntwo");
    assert_eq!(line("**甲**\n`乙`"), "<strong>甲</strong><code>乙</code>");
    assert_eq!(line("甲  \n乙"), "甲<br>\n乙");
    assert_eq!(line("한국\n사람"), "한국\n사람");
    assert_eq!(read("第一\n行 one\ntwo").plain, "第一行 one two");
}

#[test]
fn tables_can_be_scrolled_and_have_no_styles() {
    assert_eq!(
        html("| 甲 | 乙 | 丙 |\n|:---|---:|:-:|\n| 1 | 2 | 3 |\n| 4 |\n"),
        "<div class=\"table\" role=\"region\" aria-label=\"Table\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">甲</th>\
         <th scope=\"col\" class=\"end\">乙</th><th scope=\"col\" class=\"center\">丙</th></tr></thead>\n<tbody>\n\
         <tr><td>1</td><td class=\"end\">2</td><td class=\"center\">3</td></tr>\n\
         <tr><td>4</td><td class=\"end\"></td><td class=\"center\"></td></tr>\n</tbody></table></div>\n"
    );
    assert_eq!(read("| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n后").plain, "甲 乙\n1 2\n后");
}

#[test]
fn lists_of_all_kinds() {
    assert_eq!(
        html("- [x] 甲\n- [ ] 乙\n"),
        "<ul>\n<li><input type=\"checkbox\" disabled=\"\" checked=\"\" aria-label=\"Done\"> 甲</li>\n<li><input type=\"checkbox\" disabled=\"\" aria-label=\"Open\"> 乙</li>\n</ul>\n"
    );
    assert_eq!(html("3. 甲\n4. 乙\n"), "<ol start=\"3\">\n<li>甲</li>\n<li>乙</li>\n</ol>\n");
    assert_eq!(html("词\n: 释义\n"), "<dl>\n<dt>词</dt>\n<dd>释义</dd>\n</dl>\n");
    assert_eq!(html("- 甲\n  - 乙\n"), "<ul>\n<li>甲\n<ul>\n<li>乙</li>\n</ul>\n</li>\n</ul>\n");
    assert_eq!(html("> 甲\n"), "<blockquote>\n<p>甲</p>\n</blockquote>\n");
    assert_eq!(
        html("```rust x\n<a>\n```\n"),
        "<pre><code class=\"language-rust\">&lt;a&gt;\n</code></pre>\n"
    );
}

#[test]
fn footnotes_stand_in_the_order_of_reference() {
    let text =
        "甲[^b]乙[^a]丙[^b]丁[^none]\n\n[^a]: 第一[^c]\n[^b]: 第二\n\n    又\n\n[^c]: 第三\n\n[^d]: 没人用\n";
    let html = html(text);
    let order: Vec<_> = ["id=\"fn-1\"", "第二", "id=\"fn-2\"", "第一", "id=\"fn-3\"", "第三"]
        .iter()
        .map(|part| html.find(part))
        .collect();
    assert!(order.iter().all(Option::is_some) && order.is_sorted(), "{html}");
    assert!(html.contains("丁[^none]"), "{html}");
    assert!(html.contains("又 <a href=\"#fnref-1\" role=\"doc-backlink\" aria-label=\"Back\">↩</a> <a href=\"#fnref-1-2\" role=\"doc-backlink\" aria-label=\"Back 2\">↩</a></p>"), "{html}");
    assert!(!html.contains("没人用"), "{html}");
    let problems = problems(text);
    assert!(
        matches!(problems.as_slice(), [(ProblemKind::UnusedFootnote, at)] if at.starts_with("[^d]")),
        "{problems:?}"
    );
}

#[test]
fn plain_text_has_no_markup() {
    assert_eq!(
        read("# 甲 **乙**\n\n丙 [丁](a.md)`戊`{{ figure() }}\n\n- 己\n- 庚\n\n<b>辛</b> &amp; 壬").plain,
        "甲 乙\n丙 丁戊\n己\n庚\n辛 & 壬"
    );
}

#[test]
fn only_an_id_or_a_class_in_braces_is_none_of_a_headings_words() {
    let heading = |text: &str| {
        let document = read(text);
        let [heading] = document.headings.as_slice() else { panic!("{text}: {document:?}") };
        (heading.id.clone(), heading.text.clone())
    };
    for (text, id, words) in [
        ("## 工作办法{试行}", "gongzuo-banfa-shixing", "工作办法{试行}"),
        ("## 工作办法 {试行} ##", "gongzuo-banfa-shixing", "工作办法 {试行}"),
        ("## {试行}", "shixing", "{试行}"),
        ("## 参数{lang=zh}", "canshu-lang-zh", "参数{lang=zh}"),
        ("## 参数{}", "canshu", "参数{}"),
        ("## 参数{ }", "canshu", "参数{ }"),
        ("## 甲{#试行 草案}", "jia-shixing-caoan", "甲{#试行 草案}"),
        ("## 甲{#}", "jia", "甲{#}"),
        ("## 甲{a}{#b}", "b", "甲{a}"),
        ("## 甲{#b}{a}", "jia-b-a", "甲{#b}{a}"),
        ("工作办法{试行}\n====", "gongzuo-banfa-shixing", "工作办法{试行}"),
        ("## 甲{#b}", "b", "甲"),
        ("## 甲 ## {#办法 .x}", "办法", "甲"),
        ("## 甲 {.x}", "jia", "甲"),
        ("## 甲{乙}丙", "jia-yi-bing", "甲{乙}丙"),
    ] {
        assert_eq!(heading(text), (id.to_owned(), words.to_owned()), "{text}");
        assert!(html(text).contains(&format!(">{words}</h3>")) || text.contains("=="), "{}", html(text));
    }
    assert_eq!(line("甲{乙}"), "甲{乙}");
    assert_eq!(line("`甲{乙}`"), "<code>甲{乙}</code>");
}
