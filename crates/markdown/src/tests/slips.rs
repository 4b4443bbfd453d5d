//! Markup mistakes, and valid texts that look similar.

use super::super::slips::{SlipKind, may_slip, plain_slips, slips};
use super::*;
use SlipKind::*;

/// The mistakes in a text, each with the text of its range.
fn found(text: &str) -> Vec<(SlipKind, &str)> {
    slips(text, &names()).into_iter().map(|slip| (slip.kind, text.get(slip.range).unwrap())).collect()
}

#[test]
fn slips_are_found_at_their_places() {
    for (text, kind, place) in [
        // Headings.
        ("##小标题", HeadingWithoutBlank, "##"),
        ("正文。\n\n###小标题\n\n正文。", HeadingWithoutBlank, "###"),
        ("正文。\n##小标题\n正文。", HeadingWithoutBlank, "##"),
        ("#小标题", HeadingWithoutBlank, "#"),
        ("> ##小标题", HeadingWithoutBlank, "##"),
        ("- ##小标题", HeadingWithoutBlank, "##"),
        ("##Heading", HeadingWithoutBlank, "##"),
        ("＃＃ 小标题", HeadingFullWidth, "＃＃"),
        ("＃＃小标题", HeadingFullWidth, "＃＃"),
        ("＃ 小标题", HeadingFullWidth, "＃"),
        ("＃小标题", HeadingFullWidth, "＃"),
        ("#＃ 小标题", HeadingFullWidth, "#＃"),
        ("##　小标题", HeadingFullWidth, "##"),
        ("##\u{a0}小标题", HeadingFullWidth, "##"),
        ("　　## 小标题", HeadingFullWidth, "##"),
        // Pictures and links.
        ("！[她](a.jpg)", LinkFullWidth, "！[她](a.jpg)"),
        ("文字\n！[她](a.jpg)", LinkFullWidth, "！[她](a.jpg)"),
        ("![她] (a.jpg)", LinkBlank, "![她] (a.jpg)"),
        ("![她]　(a.jpg)", LinkBlank, "![她]　(a.jpg)"),
        ("![她]（a.jpg）", LinkFullWidth, "![她]（a.jpg）"),
        ("![她]（a.jpg)", LinkFullWidth, "![她]（a.jpg)"),
        ("![她](a.jpg）", LinkFullWidth, "![她](a.jpg）"),
        ("！[她]（a.jpg）", LinkFullWidth, "！[她]（a.jpg）"),
        ("![她】(a.jpg)", LinkFullWidth, "![她】(a.jpg)"),
        ("!【她】(a.jpg)", LinkFullWidth, "!【她】(a.jpg)"),
        ("！【她】（a.jpg）", LinkFullWidth, "！【她】（a.jpg）"),
        ("![她](a.jpg", LinkOpen, "![她](a.jpg"),
        ("见[官网](https://site.example", LinkOpen, "[官网](https://site.example"),
        ("见[官网]（https://site.example/a）。", LinkFullWidth, "[官网]（https://site.example/a）"),
        ("见[文字]（../bases/a.md）。", LinkFullWidth, "[文字]（../bases/a.md）"),
        ("见【文字】(../bases/a.md)。", LinkFullWidth, "【文字】(../bases/a.md)"),
        ("见【官网】(https://site.example/)。", LinkFullWidth, "【官网】(https://site.example/)"),
        ("见［文字］(a.md)。", LinkFullWidth, "［文字］(a.md)"),
        ("见[文字] (a.md)。", LinkBlank, "[文字] (a.md)"),
        ("见(文字)[a.md]。", LinkReversed, "(文字)[a.md]"),
        ("见（官网）[https://site.example/]。", LinkReversed, "（官网）[https://site.example/]"),
        ("| 甲 |\n| --- |\n| [文字]（a.md） |", LinkFullWidth, "[文字]（a.md）"),
        // Addresses.
        ("![她](她 的照片.jpg)", TargetBlank, "![她](她 的照片.jpg)"),
        ("见[计划](工作 计划.pdf)。", TargetBlank, "[计划](工作 计划.pdf)"),
        ("见 https://site.example/wiki/妇联。", TargetCut, "https://site.example/wiki/妇联"),
        ("见https://site.example/?q=妇联。", TargetCut, "https://site.example/?q=妇联"),
        // Notes.
        ("文字[^9]。", NoteMissing, "[^9]"),
        ("文字[^甲]。\n\n[^乙]: 注", NoteMissing, "[^甲]"),
        ("文字［^1］。\n\n[^1]: 注", NoteFullWidth, "［^1］"),
        ("文字[＾1]。", NoteFullWidth, "[＾1]"),
        ("文字[^1]。\n\n[^1]：注", NoteColon, "[^1]："),
        // Emphasis.
        ("**粗体没有结束。", EmphasisOpen, "**"),
        ("说，**粗体没有结束。\n\n下一段**。", EmphasisOpen, "**"),
        ("** 粗体 **的字", EmphasisBlank, "** 粗体 **"),
        ("**粗体 **的字", EmphasisBlank, "**粗体 **"),
        ("＊＊粗体＊＊的字", EmphasisFullWidth, "＊＊粗体＊＊"),
        ("说__重要__的", EmphasisUnderscore, "__重要__"),
        ("~~删掉的字", EmphasisOpen, "~~"),
        ("~~ 删掉 ~~的字", EmphasisBlank, "~~ 删掉 ~~"),
        ("运行｀bangyang｀", EmphasisFullWidth, "｀bangyang｀"),
        ("运行 `bangyang", CodeOpen, "`"),
        // Lines.
        ("-走访\n-咨询", ListWithoutBlank, "-走访\n"),
        ("正文：\n-走访\n-咨询\n-慰问", ListWithoutBlank, "-走访\n"),
        ("*走访\n*咨询", ListWithoutBlank, "*走访\n"),
        ("1.走访\n2.咨询", ListWithoutBlank, "1.走访\n"),
        ("1)走访\n2)咨询", ListWithoutBlank, "1)走访\n"),
        ("1．走访\n2．咨询", ListOtherMark, "1．走访\n"),
        ("•走访\n•咨询", ListOtherMark, "•走访\n"),
        ("－ 走访\n－ 咨询", ListOtherMark, "－ 走访\n"),
        ("＞ 她说", QuoteFullWidth, "＞"),
        ("＞她说", QuoteFullWidth, "＞"),
        ("| 甲 | 乙 |\n| 1 | 2 |", TableWithoutRule, "| 甲 | 乙 |\n"),
        ("| 甲 | 乙 |\n| --- |\n| 1 | 2 |", TableWithoutRule, "| 甲 | 乙 |\n"),
        ("|甲|乙|\n|——|——|\n|1|2|", TableWithoutRule, "|甲|乙|\n"),
        ("｜甲｜乙｜\n｜1｜2｜", TableWithoutRule, "｜甲｜乙｜\n"),
        // In and beside shortcodes.
        ("{% quote() %}\n##小标题\n{% end %}", HeadingWithoutBlank, "##"),
        ("{{ figure() }}户，**重要的", EmphasisOpen, "**"),
        ("{{ gallery(caption=\"**第一堂**课\") }}", Plain, "**第一堂**"),
        ("{{ gallery(caption=\"见[这里](a.md)\") }}", Plain, "[这里](a.md)"),
    ] {
        let told = found(text);
        let place = place.trim_end_matches('\n');
        assert!(
            matches!(told.as_slice(), [(of, at)] if *of == kind && at.lines().next() == Some(place)),
            "{text}: {told:?}"
        );
        assert!(may_slip(text), "the sieve lets {text} through");
    }
}

/// What people write on purpose.
const GOOD: &[&str] = &[
    "## 小标题\n\n# 标题 #\n\n##\n\n###### 六级",
    "用 C# 写的程序；#1 楼；第 #3 组；#标签 放在文中。",
    "#三八妇女节# 活动开始了。\n\n#最美家庭 #巾帼志愿\n\n#1",
    "＃1 楼和＃话题＃",
    "\\##小标题 和 \\** 星号 \\**",
    "`##小标题` 和 `![她]（a.jpg）` 和 `**`",
    "```\n##小标题\n**粗\n| a |\n| b |\n```",
    "    ##小标题\n    -甲\n    -乙",
    "<!-- ##小标题 ！[她](a.jpg) ** -->\n\n正文<!-- [^9] -->。",
    "![她](a.jpg \"在窗边\")，[文字](<工作 计划.pdf>)，[文字](a.md \"题\")。",
    "太好了！[点这里](a.md)看。",
    "真美！[照片](a.jpg)",
    "[注]（见附件）[2022]（第三号）【通知】(2022年3月)【官网】（https://site.example/）",
    "见【2022】12号文，[甲] (乙)，数组[0](1)。",
    "（详见[文字](a.md)）[注]",
    "(一)[甲]",
    "网址是https://example.org/a。详见https://example.org/，和https://example.org/a是",
    "正文[^1]，[^注]。\n\n[^1]: 甲\n[^注]: 乙",
    "**粗体**，**“引号”**，说**甲。**然后，***粗斜***，*斜*。",
    "李**说，张**和王**参加，电话138****0000，身份证3301**********0000。",
    "李**同志于2022年",
    "得分 5 ** 2，a*b，5*3，*注：略",
    "~~删掉~~，好开心~~",
    "2 ** 3 is a power; so is a ** b.",
    "姓名：____ 电话：________",
    "my__init__file 和 snake_case_name",
    "- 甲\n- 乙\n\n1. 甲\n2. 乙\n\n* 甲\n+ 乙",
    "1、走访慰问；\n2、法律咨询；\n3、家政培训。",
    "1.走访慰问。\n\n2.法律咨询。",
    "3.8妇女节\n3.15 维权日",
    "（1）甲\n（2）乙\n①甲\n②乙",
    "-5℃\n-6℃",
    "-甲",
    "——她说\n——她又说",
    "· 甲",
    "> 她说\n>她又说",
    "甲 > 乙，甲＞乙，＞60 岁，A＞B",
    "| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |\n\n甲 | 乙\n丙 | 丁",
    "|甲|乙|\n|:-:|--:|\n|1|2|",
    "甲|乙",
    "时间：3月8日——3月15日；地点：青溪县……",
    "***\n\n---\n\n___",
    "`a` 和 ``b`c``",
    "[甲][乙]\n\n[乙]: a.md",
    "{{ figure(metric=\"a\") }}场；{{ gallery(files=\"a.jpg\", alts=\"她 | 院子\", caption=\"第一堂课\") }}",
    "邮箱a_b@site.example；www.site.example。",
    "<b>**粗体**</b> <br>\n\n<div>\n##甲\n</div>",
    "见[计划](工作　计划.pdf)。",
    "价格 $5，100%，A&B，℃，★☆，※注意",
    "1. 甲\n\n   续\n2. 乙",
    "￥100；# \n；\\[^9]",
    "上午9:00\n下午14:30\n2022.3.8\n2022.3.9",
];

#[test]
fn good_texts_have_none() {
    let told: Vec<_> =
        GOOD.iter().map(|text| (text, found(text))).filter(|(_, found)| !found.is_empty()).collect();
    assert!(told.is_empty(), "{told:#?}");
}

#[test]
fn the_sieve_lets_no_slip_through() {
    // Whatever surrounds a mistake, the prefilter does not miss one that is found.
    let slips_alone = [
        "##甲",
        "＃甲乙",
        "![甲]（a.jpg）",
        "[甲] (a.md)",
        "**甲",
        "-甲\n-乙",
        "| a |\n| b |",
        "[^7]",
        "＞甲",
    ];
    let around =
        ["", "正文。", "正文。\n\n", "- ", "> ", "**粗**\n\n", "[a](b.md)\n\n", "1. ", "　", "说，\n"];
    for slip in slips_alone {
        for before in around {
            for after in ["", "\n\n**粗**", "\n\n---"] {
                let text = format!("{before}{slip}{after}");
                assert!(found(&text).is_empty() || may_slip(&text), "{text:?}: {:?}", found(&text));
            }
        }
    }
    // Most texts are never parsed for this.
    let plain = "## 她的一天\n\n与[杨凤燕](p1.md)、[刘巧红](../bases/x.md#a)同行。**重要。**他说：“好！”（完）\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n- 甲\n- 乙\n\n1. 甲\n2. 乙\n\n> 她说\n\n见 https://site.example/a 。";
    assert!(!may_slip(plain));
}

#[test]
fn plain_texts_have_markup_alone() {
    let found = |text: &str| {
        plain_slips(text).into_iter().map(|slip| text.get(slip.range).unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(found("**第一堂**课"), ["**第一堂**"]);
    assert_eq!(found("见[这里](a.md)"), ["[这里](a.md)"]);
    assert_eq!(found("![她](a.jpg)"), ["![她](a.jpg)"]);
    for text in [
        "李**、王**",
        "138****0000",
        "5 ** 2 ** 1",
        "[甲](乙)",
        "#1",
        "a_b",
        "* 注",
        "[注] (见 a.pdf)",
        "张**和王**",
    ] {
        assert_eq!(found(text), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn every_slip_says_its_mend() {
    use bangyang_domain::diag::Lang;
    let example = |text: &str| {
        let slip = slips(text, &names()).into_iter().next().unwrap();
        let told = slip.diagnostic(text);
        told.help(Lang::ZhCn).join("\n")
    };
    for (text, mend) in [
        ("##小标题", "## 小标题"),
        ("＃＃小标题", "## 小标题"),
        ("##　小标题", "## 小标题"),
        ("！[她](a.jpg)", "![她](a.jpg)"),
        ("![她] (a.jpg)", "![她](a.jpg)"),
        ("![她]（a.jpg）", "![她](a.jpg)"),
        ("见【文字】(a.md)。", "[文字](a.md)"),
        ("见(文字)[a.md]。", "[文字](a.md)"),
        ("见[计划](工作 计划.pdf)。", "[计划](<工作 计划.pdf>)"),
        ("见https://site.example/?q=妇联。", "<https://site.example/?q=妇联>"),
        ("文字［^1］。\n\n[^1]: 注", "[^1]"),
        ("文字[^1]。\n\n[^1]：注", "[^1]: …"),
        ("** 粗体 **的字", "**粗体**"),
        ("＊＊粗体＊＊的字", "**粗体**"),
        ("说__重要__的", "**重要**"),
        ("-走访\n-咨询", "- 走访"),
        ("1.走访\n2.咨询", "1. 走访"),
        ("•走访\n•咨询", "- 走访"),
        ("＞她说", "> 她说"),
    ] {
        assert!(example(text).contains(mend), "{text}: {}", example(text));
    }
}
