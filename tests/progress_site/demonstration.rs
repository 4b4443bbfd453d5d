//! The project's own site shows the figures of its program, and `check` finds what does not agree.

use std::sync::LazyLock;

use bangyang::diag::Severity;
use bangyang::edition::Edition;
use bangyang::plan::{PageKind, ProgressPage};
use jiff::civil;

use crate::html::{elements, line, text};
use crate::site::{Site, project};
use crate::stage::{Day, Stage};

pub static STAGE: LazyLock<Stage> = LazyLock::new(|| Stage::load(&project()));

fn in_september<R>(edition: Edition, then: impl FnOnce(&Day<'_>) -> R) -> R {
    STAGE.on(edition, civil::date(2022, 9, 30), then)
}

#[test]
fn the_overview_shows_what_the_program_achieved() {
    for edition in [Edition::Public, Edition::Internal] {
        in_september(edition, |day| {
            let overview = |kind: &PageKind| matches!(kind, PageKind::Progress(0, ProgressPage::Overview));
            let page = day.render(day.plan.pages.iter().find(|page| overview(&page.kind)).unwrap());
            let province = "省定 8 个 2022年9月30日前 | 125% | 超额完成";
            let bases = line(&page, "新建巾帼家政基地");
            assert!(bases.ends_with(&format!("累计 10 个 | {province}")), "{bases}");
            let figures = [
                ("培树福嫂典型", "累计 100 人 | 省定 83 人 2022年12月31日前 | 120.5% | 超额完成"),
                ("妇联约你学家政大宣讲", "累计 80 场 | 市定 80 场 2022年12月31日前 | 100% | 已完成"),
                ("宣讲参与", "累计 4000余 人次 | 未定任务"),
                ("培训妇女", "累计 6000 人 | 市定 6000 人 2022年12月31日前 | 100% | 已完成"),
                ("带动就业", "累计 1000余 人 | 市定 1000 人 2022年12月31日前 | 100% | 已完成"),
                ("推荐省级示范基地", "累计 10 个 | 未定任务"),
                ("推荐省级福嫂", "累计 30 人 | 未定任务"),
            ];
            for (metric, figure) in figures {
                let line = line(&page, metric);
                assert!(line.ends_with(figure), "{line}, not {figure}");
            }
            let trainings = line(&page, "技能培训");
            let number = trainings.split_once("累计 ").unwrap().1.split_once(' ').unwrap().0;
            assert!(number.parse::<u32>().unwrap() > 100, "{trainings}");
        });
    }
}

#[test]
fn the_home_page_shows_its_great_figures() {
    in_september(Edition::Public, |day| {
        let page =
            day.render(day.plan.pages.iter().find(|page| matches!(page.kind, PageKind::Home)).unwrap());
        let headline =
            elements(&page, "section").into_iter().find(|it| it.contains("headline")).map(text).unwrap();
        for figure in [
            "新建基地 10 个",
            "培树典型 100 人",
            "大宣讲 80 场",
            "宣讲参与 4000 余 人次",
            "培训妇女 6000 人",
            "数据截至2022年9月30日",
        ] {
            assert!(headline.contains(figure), "{figure} in {headline}");
        }
    });
}

#[test]
fn check_names_the_claims_that_the_records_contradict_and_no_others() {
    let site = Site::demonstration();
    let outcome = site.check(Edition::Public);
    let warned = outcome.diagnostics.iter().filter(|it| it.code.to_string() == "BY613");
    let mut told: Vec<(String, String)> = warned
        .map(|it| {
            let place = it.place.as_ref().unwrap();
            assert_eq!((it.severity, place.file.as_str()), (Severity::Warning, "content/reports/2022-09.md"));
            let message = it.message(bangyang::diag::Lang::ZhCn);
            let (_, rest) = message.split_once('“').unwrap();
            let (says, rest) = rest.split_once('”').unwrap();
            (says.to_owned(), rest.to_owned())
        })
        .collect();
    told.sort();
    let says: Vec<&str> = told.iter().map(|(says, _)| says.as_str()).collect();
    assert_eq!(says, ["培树典型达到省定任务的 120%", "新建基地达到省定任务的 200%", "近 4000 人次参与宣讲"]);
    for ((_, right), figure) in told.iter().zip(["120.5 %", "125 %", "4000余 人次"]) {
        assert!(right.replace(' ', "").contains(&figure.replace(' ', "")), "{right}: {figure}");
    }
}
