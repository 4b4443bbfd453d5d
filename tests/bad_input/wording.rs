//! Words, names and days in valid texts that are probably mistakes.

use super::support::*;

/// An exemplar with a story.
fn story(text: &str) -> String {
    format!(
        "---\nname: 李娜\nrecognised_on: 2022-05\nsummary: 她的一句话\nconsent: {{signed: 2022-01-05, scope: [name, story]}}\n---\n{text}\n"
    )
}

#[test]
fn names_that_differ_by_one_character() {
    let chen = |text: &str| EXEMPLAR.replace("她的故事。", text);
    let s = story;
    const CHEN: &str = "content/exemplars/chen-xiuying.md";
    table(&[
        (CHEN, chen("‸陈秀瑛从事家政服务十二年。\n\n大家都认得‸陈绣英。"), &["BY264", "BY264"]),
        (CHEN, chen("‸陈秀芳从事家政服务十二年。"), &["BY264"]),
        (CHEN, chen("陈秀英的妹妹陈秀芳也来了。陈秀芳说好。"), &[]),
        (CHEN, chen("秀英从事家政服务十二年，大家叫她秀英姐。"), &[]),
        (CHEN, EXEMPLAR.replace("region:", "summary: ‸陈秀颖的一天\nregion:"), &["BY264"]),
        (CHEN, EXEMPLAR.replace("region:", "occupation: 月嫂\nregion:"), &[]),
        // Names of two characters are reported only if they stand alone.
        (LI_NA, s("‸李那，女，1980年生。"), &["BY264"]),
        (LI_NA, s("李那个孩子，李纳闷，李妮说。"), &[]),
        // In link texts, and where the record refers to her.
        (
            NEWS,
            news("请看[‸陈秀芳](../exemplars/chen-xiuying.md)和[她](../exemplars/chen-xiuying.md)。"),
            &["BY264"],
        ),
        (NEWS, news("请看[陈秀英](../exemplars/chen-xiuying.md)。陈秀芳也来了。"), &[]),
        (SESSION, session("speakers: [chen-xiuying]").replace("内容", "‸陈绣英讲课，陈秀芳听课"), &["BY264"]),
    ]);
}

#[test]
fn a_name_that_another_record_explains_is_hers() {
    let other = |name: &str| story("").replace("李娜", name);
    let told = EXEMPLAR.replace("她的故事。", "‸陈秀瑛和‸陈秀芳都来了。");
    const CHEN: &str = "content/exemplars/chen-xiuying.md";
    says(&[(CHEN, &told)], &["BY264", "BY264"]);
    let plain = |kept: &str| {
        let text = told.replace(MARK, "");
        text.replace(kept, &format!("{MARK}{kept}"))
    };
    says(&[(CHEN, &plain("陈秀瑛")), (LI_NA, &other("陈秀芳"))], &["BY264"]);
    says(&[(CHEN, &plain("陈秀芳")), (LI_NA, &other("陈秀瑛"))], &["BY264"]);
    // Titles of other things and, for a name that sounds different, any text.
    says(&[(CHEN, &plain("陈秀芳")), (BASE, &base("").replace("安心基地", "陈秀瑛工作室"))], &["BY264"]);
    says(&[(CHEN, &plain("陈秀瑛")), (NEWS, &news("陈秀芳和陈秀瑛说好。"))], &["BY264"]);
    // Or the site's settings.
    let site = "title: 测试\nbase_url: https://site.example/\nallow: [{text: 陈秀芳, reason: 她的学员}]\n";
    says(&[(CHEN, &plain("陈秀瑛")), ("content/site.yaml", site)], &["BY264"]);
}

#[test]
fn days_that_have_not_come() {
    let n = news;
    table(&[
        (NEWS, n("‸2072年5月6日，县妇联举办了开班仪式。"), &["BY265"]),
        (NEWS, n("‸2022年7月6日，县妇联举办了开班仪式。"), &["BY265"]),
        (NEWS, n("培训班将于2022年7月6日开班，报名截止2022年7月1日。2022年6月30日举行了会议。"), &[]),
        (NEWS, n("内容").replace("title: 结业", "title: ‸2202-05-06进村宣讲"), &["BY265"]),
    ]);
}
