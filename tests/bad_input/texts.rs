//! Links, pictures and shortcodes in texts.

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
        "共{{ record(id=\"{{ figure(metric=\"‸bases\") }}\") }}个",
        "共{{ ‸2022 }}个",
    ] {
        wrong.extend(row(body, &["BY222"]).map(|told| format!("=== {body}\n{told}")));
    }
    wrong.extend(row("共{{ record(id=‸\"nobody\") }}个", &["BY221"]));
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

/// A theme with its own shortcodes.
const OWN: [(&str, &str); 4] = [
    (
        "content/site.yaml",
        "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: own\norganiser: 示例单位\n",
    ),
    ("themes/own/theme.yaml", "extends: peony\n"),
    (
        "themes/own/templates/shortcodes/badge.html",
        "{#\narguments:\n  title: {type: text, required: true}\n  size: [small, large]\n  count: integer\n  open: boolean\n  since: date\n  within: period\n#}<b>{{ title }} {{ size }} {{ since }}</b>\n",
    ),
    ("themes/own/templates/shortcodes/line.html", "{# A line across. #}<hr>\n"),
];

#[test]
fn arguments_that_nobody_knows_or_that_are_not_what_they_should_be() {
    const TARGETS: &str = "targets:\n  - {metric: bases, set: city, value: 4, due: 2022-12-31, regions: {qingxi: 4}}\n  - {metric: bases, set: province, value: 5, due: 2022-12-31}\n";
    let program = format!("{PROGRAM}{TARGETS}");
    let mut wrong = Vec::new();
    let mut row = |body: &str, code: &str| {
        let mut files = OWN.to_vec();
        let (news, codes) = (format!("{}\n", news(body)), [code]);
        files.extend([("content/programs/2022.yaml", program.as_str()), (NEWS, news.as_str())]);
        wrong.extend(
            judge(&files, &codes[..usize::from(!code.is_empty())])
                .err()
                .map(|told| format!("=== {body}\n{told}")),
        );
    };
    for right in [
        "共{{ figure(metric=\"bases\", region=\"青溪县\", in=\"2022-q1\") }}个",
        "共{{ figure(metric=\"bases\", in=2022, program=2022, as=\"value\") }}个",
        "共{{ figure(metric=\"bases\", in=\"2022-09\") }}个、{{ figure(metric=\"bases\", in=\"2022-Q3\") }}个",
        "共{{ figure(metric=\"bases\", on=2022, of=\"city\", as=\"percent\") }}",
        "{{ chart(metric=\"bases\", in=\"2022-h1\") }}",
        "{{ badge(title=\"甲\", size=\"small\", count=3, open=true, since=\"2022-03\", within=\"2022-h1\") }}",
        "{{ badge(title=3) }} {{ line() }}",
    ] {
        row(right, "");
    }
    for unknown in [
        "共{{ figure(metric=\"bases\", ‸regoin=\"青溪县\") }}个",
        "共{{ figure(metric=\"bases\", ‸ass=\"percent\") }}个",
        "共{{ figure(‸Metric=\"bases\") }}个",
        "共{{ record(‸card=\"chen-xiuying\") }}个",
        "{{ gallery(‸pictures=\"a.jpg\") }}",
        "{{ chart(metric=\"bases\", ‸region=\"青溪县\") }}",
        "{{ badge(title=\"甲\", ‸titel=\"乙\") }}",
        "{{ badge(title=\"甲\", ‸inline=true) }}",
        "{{ line(‸size=\"small\") }}",
    ] {
        row(unknown, "BY270");
    }
    for bad in [
        "共‸{{ figure() }}个",
        "共{{ figure(metric=‸\"basis\") }}个",
        "共{{ figure(metric=‸true) }}个",
        "共{{ figure(metric=\"bases\", of=‸\"nobody\") }}个",
        "共‸{{ figure(metric=\"bases\", as=\"percent\") }}个",
        "共{{ figure(metric=\"bases\", of=\"city\", as=‸\"percnt\") }}个",
        "共{{ figure(metric=\"bases\", region=‸\"青溪线\") }}个",
        "共{{ figure(metric=\"bases\", program=‸\"2021\") }}个",
        "共{{ figure(metric=\"bases\", on=‸\"2022-13\") }}个",
        "共{{ figure(metric=\"bases\", in=‸\"九月\") }}个",
        "共{{ figure(metric=\"bases\", in=‸\"2022-09-01\") }}个",
        "共{{ figure(metric=\"bases\", in=‸\"2022-9\") }}个",
        "共{{ figure(metric=\"bases\", in=‸\"2022Q3\") }}个",
        "共{{ figure(metric=\"bases\", in=‸\"２０２２－０９\") }}个",
        "共{{ figure(metric=\"bases\", in=‸202209) }}个",
        "共{{ figure(metric=\"bases\", in=‸\"\") }}个",
        "{{ chart(metric=\"bases\", in=‸\"2022-9\") }}",
        "共{{ figure(metric=\"bases\", in=‸\"2023-01\") }}个",
        "共{{ figure(metric=\"bases\", in=‸\"period\") }}个",
        "共{{ figure(metric=\"bases\", in=\"2022\", ‸on=\"2022\") }}个",
        "共{{ figure(metric=\"bases\", of=\"city\", ‸in=\"2022\") }}个",
        "共{{ figure(metric=\"bases\", in=\"2022\", as=‸\"percent\") }}个",
        "共‸{{ record() }}个",
        "‸{{ gallery() }}",
        "‸{{ gallery(alts=\"甲\") }}",
        "‸{{ chart(kind=\"weeks\") }}",
        "{{ chart(metric=‸\"basis\") }}",
        "{{ chart(metric=\"bases\", kind=‸\"months\") }}",
        "{{ chart(metric=\"bases\", program=‸\"2021\") }}",
        "{{ chart(metric=\"bases\", in=‸\"2019-q1\") }}",
        "{{ chart(metric=\"bases\", kind=‸\"progress\", in=\"2022-q1\") }}",
        "‸{{ badge(size=\"small\") }}",
        "{{ badge(title=\"甲\", size=‸\"medium\") }}",
        "{{ badge(title=\"甲\", count=‸\"3\") }}",
        "{{ badge(title=\"甲\", open=‸\"true\") }}",
        "{{ badge(title=\"甲\", since=‸\"三月\") }}",
        "{{ badge(title=\"甲\", within=‸\"period\") }}",
        "{{ badge(title=‸false) }}",
    ] {
        row(bad, "BY271");
    }
    assert!(wrong.is_empty(), "{}", wrong.concat());
}

#[test]
fn what_was_probably_meant_is_offered() {
    for (body, near, known) in [
        (
            "共{{ figure(metric=\"bases\", ‸regoin=\"青溪县\") }}个",
            "region",
            "metric、of、as、on、in、region、program",
        ),
        ("共{{ figure(metric=\"bases\", ‸ass=\"percent\") }}个", "as", "metric"),
        ("共{{ figure(metric=\"bases\", region=‸\"青溪线\") }}个", "青溪县", "青溪县、安宁县"),
        ("共{{ figure(metric=‸\"base\") }}个", "bases", "bases"),
        ("共{{ figure(metric=\"bases\", in=‸\"2022-9\") }}个", "2022-09", "2022-q3"),
        ("共{{ figure(metric=\"bases\", in=‸\"2022Q3\") }}个", "2022-q3", "2022-09"),
        ("共{{ figure(metric=\"bases\", in=‸\"２０２２－０９\") }}个", "2022-09", "2022-q3"),
        ("共{{ figure(metric=\"bases\", in=‸\"2022年9月\") }}个", "2022-09", "2022-q3"),
        ("共{{ figure(metric=\"bases\", in=‸\"peroid\") }}个", "period", "2022-q3"),
        ("共{{ figure(metric=\"bases\", as=‸\"percnt\") }}个", "percent", "value"),
        ("共{{ figure(metric=\"bases\", program=‸\"2202\") }}个", "2022", "2022"),
    ] {
        let code = if body.contains("=‸") { "BY271" } else { "BY270" };
        let said = says(&[("content/programs/2022.yaml", PROGRAM), (NEWS, &news(body))], &[code]);
        for lang in [Lang::ZhCn, Lang::En] {
            let help = said[0].help(lang).join("\n");
            assert!(help.contains(&format!("“{near}”")), "{body}: {help}");
        }
        assert!(tell(&said[0]).contains(known), "{}", tell(&said[0]));
    }
}
