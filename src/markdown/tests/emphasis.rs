use super::*;

const CASES: &[(&str, &str)] = &[
    ("**“劳模精神”**是", "<strong>“劳模精神”</strong>是"),
    ("他说**重要。**然后", "他说<strong>重要。</strong>然后"),
    ("他说**“重要”**然后", "他说<strong>“重要”</strong>然后"),
    ("他说**重要**然后", "他说<strong>重要</strong>然后"),
    ("他说*“重要”*然后", "他说<em>“重要”</em>然后"),
    ("他说***“重要”***然后", "他说<em><strong>“重要”</strong></em>然后"),
    ("他说~~“重要”~~然后", "他说<del>“重要”</del>然后"),
    ("他说~~重要。~~然后", "他说<del>重要。</del>然后"),
    ("**《办法》**规定", "<strong>《办法》</strong>规定"),
    ("按照**《办法》**规定", "按照<strong>《办法》</strong>规定"),
    ("按照**（试行）**规定", "按照<strong>（试行）</strong>规定"),
    ("按照**(试行)**规定", "按照<strong>(试行)</strong>规定"),
    ("完成**100%**的", "完成<strong>100%</strong>的"),
    ("**“甲”和*乙*。**后", "<strong>“甲”和<em>乙</em>。</strong>后"),
    ("前**甲*“乙”*丙。**后", "前<strong>甲<em>“乙”</em>丙。</strong>后"),
    ("前*甲**“乙”**丙。*后", "前<em>甲<strong>“乙”</strong>丙。</em>后"),
    ("前**~~“甲”~~**后", "前<strong><del>“甲”</del></strong>后"),
    ("前~~**“甲”**~~后", "前<del><strong>“甲”</strong></del>后"),
    ("前**_甲_**后", "前<strong><em>甲</em></strong>后"),
    ("前**_“甲”_**后", "前<strong><em>“甲”</em></strong>后"),
    ("**甲。**乙**丙。**丁", "<strong>甲。</strong>乙<strong>丙。</strong>丁"),
    ("**甲**：**乙**。丙", "<strong>甲</strong>：<strong>乙</strong>。丙"),
    ("**注意：**请带证件", "<strong>注意：</strong>请带证件"),
    ("他说**，重要**的", "他说<strong>，重要</strong>的"),
    ("（**甲。**乙）", "（<strong>甲。</strong>乙）"),
    ("**GDP（国内）**growth", "<strong>GDP（国内）</strong>growth"),
    ("**“甲”**2022年", "<strong>“甲”</strong>2022年"),
    ("Rust**（一种语言）**is", "Rust<strong>（一种语言）</strong>is"),
    (
        "甲**[乙](https://a.example/**。x)**丙",
        "甲<strong><a href=\"https://a.example/**。x\" rel=\"noopener\">乙</a></strong>丙",
    ),
    ("甲**`码`**乙", "甲<strong><code>码</code></strong>乙"),
    ("`他说**“甲”**乙`", "<code>他说**“甲”**乙</code>"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("2 ** 3 ** 4", "2 ** 3 ** 4"),
    (r"甲\*“乙”\*丙", "甲*“乙”*丙"),
    (r"甲\**“乙”*丙", "甲*<em>“乙”</em>丙"),
    ("snake_case_name 甲_乙_丙", "snake_case_name 甲_乙_丙"),
    ("甲_“乙”_丙", "甲_“乙”_丙"),
    ("（甲*）乙*丙", "（甲*）乙*丙"),
    ("人数*，金额*。", "人数*，金额*。"),
    ("**甲", "**甲"),
    ("甲。**", "甲。**"),
    ("**{{ figure(metric=\"a*b\") }}**人", "<strong>{figure [(\"metric\", Text(\"a*b\"))]}</strong>人"),
    ("甲**\n“乙”**丙", "甲**\n“乙”**丙"),
    ("“**甲**”", "“<strong>甲</strong>”"),
    (
        "**“甲”**、**“乙”**和**“丙”**等",
        "<strong>“甲”</strong>、<strong>“乙”</strong>和<strong>“丙”</strong>等",
    ),
    ("<b title=\"甲**。乙\">丙</b>", "<b title=\"甲**。乙\">丙</b>"),
    ("**한국어(조선말)**는", "<strong>한국어(조선말)</strong>는"),
    ("foo**“bar”**baz", "foo**“bar”**baz"),
];

#[test]
fn emphasis_works_beside_chinese_punctuation() {
    let wrong: Vec<_> = CASES
        .iter()
        .map(|(text, want)| (*text, line(text), *want))
        .filter(|(_, got, want)| got != want)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
