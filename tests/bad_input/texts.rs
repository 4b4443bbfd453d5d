//! Links, pictures and shortcodes in prose.

use bangyang::diag::Lang;

use super::support::*;

const PROGRAM: &str = "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: bases, title: 基地, unit: 个, from: bases, measure: count, dated_by: established_on}\n";

#[test]
fn links_and_pictures() {
    let n = news;
    table(&[
        (NEWS, n("见‸[李娜](li-na.md)。"), &["BY221"]),
        (NEWS, n("见‸[李娜](../exemplars/chen-xiuyin.md)。"), &["BY221"]),
        (NEWS, n("见‸[李娜](../../../etc/passwd)。"), &["BY221"]),
        (NEWS, n("‸![合影](group.jpg)"), &["BY220"]),
        (NEWS, n("‸![合影](C:\\照片\\合影.jpg)"), &["BY220"]),
        (NEWS, n("![合影](‸https://else.example/a.jpg)"), &["BY224"]),
        (NEWS, n("一二\n\n三‸<script>x</script>四"), &["BY223"]),
        (NEWS, n("‸<iframe src=\"https://else.example/\"></iframe>"), &["BY223"]),
        (NEWS, n("[李娜](‸javascript:alert)"), &["BY223"]),
        (NEWS, n("‸[^1]: 无人用的注"), &["BY228"]),
        // Not links at all.
        (NEWS, n("见 [李娜]。`[a](b.md)`"), &[]),
    ]);
    let said = says(&[(NEWS, &n("见‸[李娜](../exemplars/chen-xiuyin.md)。"))], &["BY221"]);
    assert!(said[0].help(Lang::ZhCn)[0].contains("../exemplars/chen-xiuying.md"), "{}", tell(&said[0]));
}

#[test]
fn shortcodes() {
    let n = |body: &str| format!("{}\n", news(body));
    let row = |body: &str, codes: &[&str]| {
        judge(&[("content/programs/2022.yaml", PROGRAM), (NEWS, &n(body))], codes).err()
    };
    assert_eq!(row("共{{ figure(metric=\"bases\") }}个", &[]), None);
    let mut wrong = Vec::new();
    for body in [
        "共{{ figure(metric=‸“bases”) }}个",
        "共{{ figure(metric=‸‘bases’) }}个",
        "共{{ figure(metric=‸「bases」) }}个",
        "共{{ figure‸（metric=\"bases\"） }}个",
        "共{{ figure(metric‸＝\"bases\") }}个",
        "共{{ figure(metric=\"bases\"‸，of=\"city\") }}个",
        "共{{ figure(metric=\"bases\"‸） }}个",
        "共{{ figure(metric=‸bases) }}个",
        "共{{ figure ‸}}个",
        "共‸{{ figure(metric=\"bases) }}个",
        "共{{ figure(metric=\"bases\") ‸}个",
        "共‸{{ figuer(metric=\"bases\") }}个",
        "共‸{{ figure() }}个",
        "共‸{{ figure(metric=\"basis\") }}个",
        "共‸{{ figure(metric=\"bases\", of=\"nobody\") }}个",
        "共‸{{ record() }}个",
        "共‸{{ record(card=\"chen-xiuying\") }}个",
        "‸{{ gallery() }}",
        "‸{{ gallery(pictures=\"a.jpg\") }}",
        "共{{ record(id=\"{{ figure(metric=\"‸bases\") }}\") }}个",
        "共{{ ‸2022 }}个",
    ] {
        wrong.extend(row(body, &["BY222"]).map(|told| format!("=== {body}\n{told}")));
    }
    wrong.extend(row("共‸{{ record(id=\"nobody\") }}个", &["BY221"]));
    assert!(wrong.is_empty(), "{}", wrong.concat());
}
