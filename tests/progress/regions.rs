//! Regions within others, merged regions, and persons who move between them.

use bangyang::diag::Lang;
use bangyang::domain::{Period, RegionIx};
use bangyang::progress::{Area, Audience, FigureQuery, Progress};

use crate::support::{Site, date, day, whole};

const REGIONS: &str = "- {id: yunlu, title: 云麓区, former: [{id: lanpu, title: 兰浦区, until: 2022-06-30}, {title: 麓县, until: 2020}]}\n\
    - {id: qingxi, title: 青溪县}\n\
    - {id: xin, title: 兰浦区}\n\
    - {id: hongqiao, title: 红桥镇, parent: [{in: qingxi, until: 2022-03-31}, {in: yunlu}]}\n\
    - {id: dongcun, title: 东村, kind: village, parent: 红桥镇}\n\
    - {id: office, title: 市直, kind: city-office, ranked: false}\n";

fn program(rest: &str) -> String {
    format!("title: 示例\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n{rest}")
}

/// The running total at the end of a day by region id, without empty regions; last, those without a region.
fn rows(progress: &Progress, metric: usize, on: &str) -> String {
    let series = progress.series(metric).unwrap();
    let all = progress.regions().map(|(ix, region)| (region.id.to_string(), Area::Region(ix)));
    let rest = [("joint".to_owned(), Area::Joint), ("none".to_owned(), Area::NoRegion)];
    let all = all.chain(rest).map(|(id, area)| (id, whole(series.at(day(on), area))));
    let all: Vec<(String, i64)> = all.collect();
    let sum: i64 = all.iter().map(|(_, value)| value).sum();
    assert_eq!(sum, whole(series.at(day(on), Area::Whole)), "the lines add up to the whole on {on}");
    let filled = all.into_iter().filter(|(_, value)| *value != 0);
    filled.map(|(id, value)| format!("{id} {value}")).collect::<Vec<_>>().join(", ")
}

#[test]
fn a_township_counts_for_the_county_in_which_it_lies_on_the_day() {
    let metrics = "  - {id: n, title: 场, from: outreach, dated_by: held_on}\n\
                   \x20 - {id: in-qingxi, title: 场, from: outreach, dated_by: held_on, where: {region: 青溪县}}\n\
                   \x20 - {id: standing, title: 在册, from: bases, dated_by: established_on, ends_by: ended_on}\n\
                   targets: [{metric: n, set: city, value: 5, due: 2022, regions: {qingxi: 3, hongqiao: 2}}]\n";
    let sessions = "- {title: 一, held_on: 2022-03-31, region: 红桥镇}\n- {title: 二, held_on: 2022-04-01, region: hongqiao}\n\
                    - {title: 三, held_on: 2022-04-02, region: 东村}\n- {title: 四, held_on: 2022-03-01, region: 东村}\n\
                    - {title: 五, held_on: 2022-02-01, region: 青溪县}\n- {title: 六, held_on: 2022-02-02}\n";
    let bases = "- {name: 甲, region: 东村, established_on: 2021-05-01}\n\
                 - {name: 乙, region: 红桥镇, established_on: 2022-02-01, ended_on: 2022-05-01}\n";
    let site = Site::of(&[
        ("regions.yaml", REGIONS),
        ("programs/p.yaml", &program(metrics)),
        ("outreach/2022.yaml", sessions),
        ("bases/all.yaml", bases),
    ]);
    assert_eq!(site.settings, Vec::<String>::new());
    let progress = site.progress("2022");
    assert_eq!(rows(&progress, 0, "2022-03-31"), "qingxi 3, none 1");
    assert_eq!(rows(&progress, 0, "2022-12-31"), "yunlu 2, qingxi 3, none 1");
    assert_eq!(whole(progress.series(1).unwrap().at(day("2022-12-31"), Area::Whole)), 3);
    // Stock moves with the township on that day, and ends where it is.
    let on = ["2022-01-31", "2022-03-31", "2022-04-01", "2022-05-01"];
    assert_eq!(on.map(|on| rows(&progress, 2, on)), ["qingxi 1", "qingxi 2", "yunlu 2", "yunlu 1"]);
    // A township's own figure can be requested, and it may have a share.
    let of = |name: &str, on: &str| {
        let asked =
            FigureQuery { metric: "n", region: Some(name), on: Some(date(on)), ..FigureQuery::default() };
        progress.figure(&asked).unwrap().value
    };
    let value =
        |number: i64| bangyang::progress::FigureValue::Quantity(bangyang::domain::Quantity::exact(number));
    assert_eq!(
        [of("红桥镇", "2022-12-31"), of("dongcun", "2022-12-31"), of("云麓区", "2022-12-31")],
        [4, 2, 2].map(value)
    );
    let target = progress.target(0, day("2022-12-31")).unwrap();
    let shares: Vec<(u32, String)> =
        target.regions.iter().map(|(ix, of)| (ix.0, of.percent.unwrap().to_string())).collect();
    assert_eq!(shares, [(1, "100.0".to_owned()), (3, "200.0".to_owned())]);
    let data = progress.data(Audience::Internal, Lang::ZhCn);
    let ids: Vec<&str> = data.metrics[0].regions.iter().map(|region| &*region.id).collect();
    assert_eq!(ids, ["yunlu", "qingxi", "xin", "office"], "tables list what lies within no other");
}

#[test]
fn names_that_passed_to_another_region_are_told_by_the_day() {
    let metrics = "  - {id: n, title: 场, from: outreach, dated_by: held_on}\n\
                   targets: [{metric: n, set: city, value: 9, due: 2022-06-30, regions: {兰浦区: 4, 云麓区: 3, qingxi: 2}}]\n\
                   ranking: {set: city, weights: {n: 1}}\n";
    let sessions = "- {title: 一, held_on: 2022-06-30, region: 兰浦区}\n- {title: 二, held_on: 2022-07-01, region: 兰浦区}\n\
                    - {title: 三, held_on: 2022-08-01, region: lanpu}\n- {title: 四, held_on: 2022-01-01, region: 麓县}\n\
                    - {title: 五, held_on: 2022-01-02, region: 云麓区}\n";
    let site = Site::of(&[
        ("regions.yaml", REGIONS),
        ("programs/p.yaml", &program(metrics)),
        ("outreach/2022.yaml", sessions),
    ]);
    assert_eq!(site.settings, Vec::<String>::new(), "shares of what became one are added up");
    let progress = site.progress("2022");
    assert_eq!(rows(&progress, 0, "2022-12-31"), "yunlu 4, xin 1");
    let target = progress.target(0, day("2022-06-30")).unwrap();
    let shares: Vec<(u32, String)> =
        target.regions.iter().map(|(ix, of)| (ix.0, of.target.to_string())).collect();
    assert_eq!(shares, [(0, "7".to_owned()), (1, "2".to_owned())]);
    // The figure of a former region is its own, not that of the one that replaced it.
    let of = |name: &str, on: &str| {
        let asked =
            FigureQuery { metric: "n", region: Some(name), on: Some(date(on)), ..FigureQuery::default() };
        let figure = progress.figure(&asked).unwrap();
        progress.series(0).unwrap().at(figure.on, figure.region.map_or(Area::Whole, Area::Region))
    };
    assert_eq!(
        [of("兰浦区", "2022-06-30"), of("兰浦区", "2022-12-31"), of("lanpu", "2022-12-31")].map(whole),
        [1, 1, 2]
    );
    assert_eq!([of("云麓区", "2022-12-31"), of("麓县", "2022-12-31")].map(whole), [4, 4]);
}

#[test]
fn who_moves_counts_where_she_was_on_the_day_that_counts() {
    let metrics = "  - {id: persons, title: 人, from: exemplars}\n\
                   \x20 - {id: honours, title: 荣誉, from: exemplars.honors, dated_by: awarded_on}\n\
                   \x20 - {id: regions, title: 县区, from: exemplars.honors, measure: {distinct: region}, dated_by: awarded_on}\n\
                   \x20 - {id: in-qingxi, title: 荣誉, from: exemplars.honors, dated_by: awarded_on, where: {region: qingxi}}\n";
    let honours = |days: &[&str]| -> String {
        days.iter().map(|day| format!("  - {{title: 奖{day}, level: city, awarded_on: {day}}}\n")).collect()
    };
    let person = |region: &str, days: &[&str]| {
        format!(
            "---\nname: 林一\nregion: {region}\nrecognised_on: 2022-02-10\nhonors:\n{}---\n",
            honours(days)
        )
    };
    let moved = person(
        "[{in: 云麓区, until: 2022-03}, {in: 青溪县, until: 2022-08-15}, {in: 红桥镇, until: 2022-10-31}]",
        &["2022-01-05", "2022-03-31", "2022-04", "2022-08-15", "2022-08-16", "2022-11-01"],
    );
    let site = Site::of(&[
        ("regions.yaml", REGIONS),
        ("programs/p.yaml", &program(metrics)),
        ("exemplars/lin.md", &moved),
        ("exemplars/chen.md", &person("兰浦区", &["2022-05-01"]).replace("林一", "陈二")),
        ("exemplars/wang.md", &person("{in: qingxi}", &["2022-05-01"]).replace("林一", "王三")),
    ]);
    let progress = site.progress("2022");
    assert_eq!(rows(&progress, 0, "2022-12-31"), "yunlu 2, qingxi 1");
    // 红桥镇 is in 云麓区 in August; from November she is nowhere in the city.
    assert_eq!(rows(&progress, 1, "2022-12-31"), "yunlu 4, qingxi 3, none 1");
    let in_april =
        progress.series(1).unwrap().cell(Period::parse("2022-04").unwrap(), Area::Region(RegionIx(1)));
    assert_eq!(whole(in_april.done), 1, "a month means its last day");
    assert_eq!(
        whole(progress.series(2).unwrap().at(day("2022-12-31"), Area::Whole)),
        4,
        "云麓区, 青溪县, 红桥镇, 兰浦区"
    );
    assert_eq!(whole(progress.series(3).unwrap().at(day("2022-12-31"), Area::Whole)), 3);
}

#[test]
fn records_and_honours_may_belong_to_several_programs() {
    let metrics = "  - {id: persons, title: 人, from: exemplars}\n\
                   \x20 - {id: honours, title: 荣誉, from: exemplars.honors, dated_by: awarded_on}\n";
    let person = |programs: &str, honours: &str| {
        format!(
            "---\nname: 林{}\nregion: qingxi\nrecognised_on: 2022-02-10\n{programs}honors:\n{honours}---\n",
            programs.len()
        )
    };
    let own = "  - {title: 甲, level: city, awarded_on: 2022-03-01}\n\
               \x20 - {title: 乙, level: city, awarded_on: 2022-03-01, program: q}\n\
               \x20 - {title: 丙, level: city, awarded_on: 2022-03-01, program: [p, q]}\n\
               \x20 - {title: 丁, level: city, awarded_on: 2022-03-01, program: r}\n";
    let files = |id: &'static str| (format!("programs/{id}.yaml"), program(metrics));
    let [(p, of_p), (q, of_q), (r, of_r)] = ["p", "q", "r"].map(files);
    let site = Site::of(&[
        ("regions.yaml", REGIONS),
        (&p, &of_p),
        (&q, &of_q),
        (&r, &of_r),
        ("exemplars/a.md", &person("program: [p, q]\n", own)),
        ("exemplars/b.md", &person("program: q\n", own)),
        ("exemplars/c.md", &person("", own)),
    ]);
    let counts = ["p", "q", "r"].map(|id| {
        let program = site.program(id);
        let progress = Progress::new(&site.model, &site.config, program, day("2022-12-31"), &|_| false);
        [0, 1].map(|metric| whole(progress.series(metric).unwrap().at(day("2022-12-31"), Area::Whole)))
    });
    // Persons: p has a and c, q has all, r has c. Honours: 甲 with its record; 乙, 丙 and 丁 as they say
    // themselves.
    assert_eq!(counts, [[2, 2 + 3], [3, 3 + 3 + 3], [1, 1 + 3]]);
}
