//! Figures in texts about what was done in a period agree with the period's bulletin.

use bangyang::edition::Edition;

use crate::html::{lines, text};
use crate::site::{Site, example};

const PERIODS: [&str; 4] = ["2022", "2022-h1", "2022-q3", "2022-06"];

/// The part between two markers.
fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in {text}"));
    rest.split_once(to).unwrap().0
}

#[test]
fn a_figure_in_a_period_is_what_the_bulletin_says_was_done() {
    let site = Site::example();
    let data = example(Edition::Internal).json("data/2022/progress.json");
    let metrics: Vec<String> = data["metrics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|metric| metric["id"].as_str().unwrap().to_owned())
        .collect();
    let regions = ["linjiang", "qingxi", "nanping", "beihu"];
    let mut body = String::new();
    for period in PERIODS {
        for metric in &metrics {
            body.push_str(&format!(
                "〔{period} {metric}〕{{{{ figure(metric=\"{metric}\", in=\"{period}\") }}}}〕\n"
            ));
            for region in regions {
                body.push_str(&format!(
                    "〔{period} {metric} {region}〕{{{{ figure(metric=\"{metric}\", region=\"{region}\", in=\"{period}\") }}}}〕\n"
                ));
            }
        }
    }
    site.write("pages/all.md", &format!("---\ntitle: 全部\n---\n{body}"));
    let built = site.build(Edition::Internal);
    let page = text(built.text("all.html"));
    let told = |key: &str| between(&page, &format!("〔{key}〕"), "〕").replace(' ', "");
    for period in PERIODS {
        let bulletin = lines(built.text(&format!("progress/2022/{period}.html")));
        // A row per metric, then a row per region, with what was done and the running total.
        let rows: Vec<&String> = bulletin
            .iter()
            .filter(|line| line.contains("| 本") && !line.starts_with("指标 |"))
            .take(metrics.len())
            .collect();
        for (metric, row) in metrics.iter().zip(rows) {
            let done = row.split(" | ").find_map(|cell| cell.strip_prefix('本')).unwrap();
            let done = done.trim_start_matches(['年', '半', '季', '度', '月']).replace(' ', "");
            assert_eq!(told(&format!("{period} {metric}")), done, "{period} {metric}");
        }
    }
    // Calculated by hand: of the bases, two were founded in Linjiang, one of them in the third quarter.
    for (key, figure) in [
        ("2022-06 bases", "1个"),
        ("2022-q3 bases", "2个"),
        ("2022-q3 attendance", "95余人次"),
        ("2022-h1 employed", "51人"),
        ("2022-06 exemplars", "0人"),
        ("2022-06 employed qingxi", "0人"),
        ("2022 attendance linjiang", "560余人次"),
    ] {
        assert_eq!(told(key), figure, "{key}");
    }
}

#[test]
fn a_report_can_name_its_own_period_and_one_to_come_has_nothing_yet() {
    let site = Site::example();
    site.write(
        "reports/mai.md",
        "---\ntitle: 六月\nperiod: 2022-06\n---\n本月{{ figure(metric=\"bases\", in=\"period\") }}，累计{{ figure(metric=\"bases\") }}，十一月{{ figure(metric=\"bases\", in=\"2022-11\") }}。\n",
    );
    site.write(
        "pages/chart.md",
        "---\ntitle: 图\n---\n{{ chart(metric=\"attendance\", in=\"2022-q3\") }}\n\n{{ chart(metric=\"outreach\", kind=\"weeks\", in=\"2022-06\") }}\n",
    );
    let built = site.build(Edition::Public);
    let page = text(built.text("reports/mai.html"));
    assert!(page.contains("本月 1个 ，累计 3个 ，十一月 尚无记录 。"), "{page}");
    assert!(built.text("reports/mai.html").contains("href=\"../progress/2022/2022-06.html\""));
    let charts = built.text("chart.html");
    assert!(
        charts.contains("2022年三季度") && charts.contains("95余人次") && !charts.contains("560余"),
        "{charts}"
    );
}
