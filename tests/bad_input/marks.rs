//! Markup in texts: shortcodes with bodies, intended Markdown, texts of fields.

use bangyang::diag::Lang;

use super::support::*;

#[test]
fn commands_with_a_text_of_their_own() {
    let n = news;
    table(&[
        (NEWS, n("{% quote(by=\"陈秀英\", source=\"课上\") %}\n她说。\n\n- 一\n{% end %}"), &[]),
        (NEWS, n("‸{% quote(by=\"陈秀英\") %}\n她说。"), &["BY273"]),
        (NEWS, n("她说。\n\n‸{% end %}"), &["BY273"]),
        (NEWS, n("她说‸{% quote() %}好{% end %}"), &["BY273"]),
        (NEWS, n("‸{{ quote(by=\"陈秀英\") }}"), &["BY273"]),
        (NEWS, n("{% quote() %}\n她说。\n‸{% endquote %}"), &["BY273"]),
        (NEWS, n("‸{% record(id=\"exemplars/chen-xiuying\") %}\n她\n{% end %}"), &["BY273"]),
        (NEWS, n("‸{% qoute() %}\n她说。\n{% end %}"), &["BY222"]),
        (NEWS, n("{% quote(‸bye=\"陈秀英\") %}\n她说。\n{% end %}"), &["BY270"]),
        (NEWS, n("{% quote(by=‸“陈秀英”) %}\n她说。\n{% end %}"), &["BY222"]),
        (NEWS, n("‸｛% quote() %}\n她说。\n{% end %}"), &["BY222"]),
        (NEWS, n("{% quote() ‸％}\n她说。\n{% end %}"), &["BY222"]),
        (NEWS, n("‸｛{ record(id=\"exemplars/chen-xiuying\") }}"), &["BY222"]),
        (NEWS, n("‸｛｛ record(id=\"exemplars/chen-xiuying\") ｝｝"), &["BY222"]),
        (NEWS, n("{{ record(id=\"exemplars/chen-xiuying\") ‸｝}"), &["BY222"]),
        // Bodies are checked like everything else.
        (NEWS, n("{% quote() %}\n见‸[她](li-na.md)。\n\n‸![她](li-na.jpg)\n{% end %}"), &["BY221", "BY220"]),
        (
            NEWS,
            n("{% quote() %}\n{% quote() %}\n{{ record(id=‸\"nobody\") }}\n{% end %}\n{% end %}"),
            &["BY221"],
        ),
        (NEWS, n("{% quote() %}\n一‸<script>x</script>\n{% end %}"), &["BY223"]),
        (NEWS, n("{% quote() %}\n‸##小标题\n{% end %}"), &["BY282"]),
        (NEWS, n("{% quote() %}\n写信到‸some.body@mail.example。\n{% end %}"), &["BY242"]),
    ]);
}

/// A visit with this text in its Markdown field.
fn survey(findings: &str) -> String {
    format!("---\ntitle: 走访\nheld_on: 2022-03-08\nfindings: {findings}\n---\n说明。\n")
}

const SURVEY: &str = "content/surveys/a.md";

#[test]
fn texts_of_fields_are_judged_as_texts_are() {
    let s = survey;
    table(&[
        (SURVEY, s("走访了**三户**，见[官网](https://site.example/)。"), &[]),
        (SURVEY, s("共走访 ‸{{ figure(metric=\"bases\") }} 户"), &["BY272"]),
        (SURVEY, s("看图 ‸![她](a.jpg)"), &["BY272"]),
        (SURVEY, s("见‸[锦绣基地](../bases/jinxiu.md)"), &["BY272"]),
        (SURVEY, s("见‸[锦绣基地](../bases/nobody.md)"), &["BY272"]),
        (SURVEY, s("共走访 ‸{{ figur(metric=\"bases\") }} 户"), &["BY222"]),
        (SURVEY, s("一‸<script>x</script>三"), &["BY223"]),
        (SURVEY, s("看 ![她](‸https://else.example/a.jpg)"), &["BY224"]),
        (SURVEY, s("见[她](‸javascript:alert)"), &["BY223"]),
        (SURVEY, s("共走访三户，‸**其中一户没有热水"), &["BY286"]),
        (SURVEY, s("见[官网]（https://site.example/）").replace("见[", "见‸["), &["BY283"]),
        (SURVEY, s("\"第一段。\\n\\n‸##小标题\""), &["BY282"]),
        // However the YAML is written, the place is that of the words.
        (SURVEY, s("|\n  第一段。\n\n  ‸##小标题\n\n  第二段。"), &["BY282"]),
        (SURVEY, s("|\n  第一段。\n\n  见‸![她](a.jpg)。"), &["BY272"]),
        (SURVEY, s("|\n  ‸{% quote() %}\n  她说。\n  {% end %}"), &["BY272"]),
        (SURVEY, s("'第一段，‸**没有结束。'"), &["BY286"]),
        // In the internal edition too.
        (SURVEY, s("好。\nfollow_up: 共走访 ‸{{ figure(metric=\"bases\") }} 户"), &["BY272"]),
    ]);
    // In registers.
    let register = "- {title: 宣讲, held_on: 2022-02-01}\n- title: 宣讲\n  held_on: 2022-02-02\n  body: |\n    第一段。\n\n    见‸[她](nobody.md)。\n\n    ‸##小标题\n";
    says(&[("content/outreach/2022.yaml", register)], &["BY221", "BY282"]);
}

#[test]
fn markup_in_plain_words_is_told() {
    table(&[
        (NEWS, news("好。").replace("title: 结业", "title: \"‸**结业**了\""), &["BY289"]),
        (NEWS, news("好。").replace("title: 结业", "title: 结业\nsummary: 见‸[这里](a.md)"), &["BY289"]),
        (NEWS, news("好。").replace("title: 结业", "title: 李**、王**结业"), &[]),
        (NEWS, news("{% quote(by=\"‸**陈秀英**\") %}\n好\n{% end %}"), &["BY289"]),
    ]);
}

#[test]
fn slips_are_told_with_the_mend() {
    for (text, code, zh, en) in [
        ("‸##小标题", "BY282", "## 小标题", "## 小标题"),
        ("‸![她]（a.jpg）", "BY283", "![她](a.jpg)", "![她](a.jpg)"),
        ("见 ‸https://site.example/wiki/妇联。", "BY284", "<https://site.example/wiki/妇联>", "<https://"),
        ("文字‸[^9]。", "BY285", "[^9]: …", "[^9]: …"),
        ("‸-走访\n-咨询", "BY287", "- 走访", "- 走访"),
        ("‸| 甲 |\n| 1 |", "BY288", "短横线", "hyphens"),
    ] {
        let text = news(text);
        let said = says(&[(NEWS, &text)], &[code]);
        for (lang, mend) in [(Lang::ZhCn, zh), (Lang::En, en)] {
            let help = said[0].help(lang).join("\n");
            assert!(help.contains(mend), "{text}: {help}");
        }
    }
}
