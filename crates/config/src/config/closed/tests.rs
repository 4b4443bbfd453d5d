use super::*;
use crate::config::Config;
use crate::diag::Lang;
use crate::domain::{
    Booked, BookedArea, Bound, Counted, Date, Decimal, Frozen, FrozenCell, FrozenDifficulties, FrozenMetric,
    FrozenPart, FrozenParts, FrozenRank, FrozenTarget, Mark, Quantity, Status, Tenths,
};
use crate::source::MemSystem;

fn number(text: &str) -> Decimal {
    Decimal::parse(text).unwrap()
}

fn cell(done: i64, cumulative: i64) -> FrozenCell {
    FrozenCell {
        done: Quantity::exact(done),
        ended: Quantity::exact(0),
        cumulative: Quantity::exact(cumulative),
        parts: None,
    }
}

fn frozen(closed_on: &str) -> Frozen {
    let date = |text| Date::parse(text).unwrap();
    let about = |text: &str, bound| Quantity { amount: number(text), bound };
    let target = FrozenTarget {
        set: "province".into(),
        value: number("4.5"),
        due: date("2022-09-30"),
        planned: Tenths(35),
        percent: Some(Tenths(1250)),
        status: Status::Achieved,
    };
    let whole = FrozenCell {
        done: about("3000", Bound::AtLeast),
        ended: about("1", Bound::Exact),
        cumulative: about("4000.25", Bound::About),
        parts: Some(FrozenParts {
            carried: about("1000.25", Bound::About),
            late: about("2", Bound::AtLeast),
            struck: about("1", Bound::Exact),
            moved: about("-1.5", Bound::Exact),
            undated: about("1.5", Bound::Exact),
        }),
    };
    let booked = |period: Option<&str>, area, begun: &str, standing: &str, values| Booked {
        period: period.map(|period| Period::parse(period).unwrap()),
        area,
        mark: Mark::of("outreach", "s1", "一场"),
        begun: about(begun, Bound::AtLeast),
        standing: about(standing, Bound::Exact),
        values,
    };
    let region = || BookedArea::Region("east".into());
    let counted = Counted {
        all: vec![
            booked(None, BookedArea::NoRegion, "1.5", "0", Vec::new()),
            booked(Some("2022-08"), BookedArea::Joint, "3", "2", vec![7, 4_000_000_000]),
            booked(Some("2022-09"), region(), "1", "1", Vec::new()),
        ],
        late: vec![booked(Some("2022-08"), region(), "2", "2", Vec::new())],
        struck: Vec::new(),
    };
    let people = FrozenMetric {
        id: "people".into(),
        unit: "人次".into(),
        has_data: true,
        whole,
        targets: vec![target.clone(), FrozenTarget { percent: None, set: "city: 1".into(), ..target }],
        regions: vec![
            ("east".into(), cell(1, 2)),
            ("west".into(), FrozenCell { done: about("9", Bound::Under), ..cell(0, 9) }),
        ],
        joint: Some(cell(2, 3)),
        no_region: Some(cell(0, 1)),
        counted: Some(counted),
    };
    let empty = FrozenMetric {
        id: "yes".into(),
        unit: "".into(),
        has_data: false,
        whole: cell(0, 0),
        targets: Vec::new(),
        regions: Vec::new(),
        joint: None,
        no_region: None,
        counted: Some(Counted::default()),
    };
    let part = FrozenPart {
        metric: "people".into(),
        weight: number("1.5"),
        value: about("9", Bound::Under),
        share: number("10"),
        completion: Tenths(900),
    };
    let row = FrozenRank {
        region: "east".into(),
        rank: 1,
        score: Tenths(999),
        movement: Some(-1),
        parts: vec![part.clone(), FrozenPart { metric: "yes".into(), ..part }],
    };
    let second = FrozenRank { region: "west".into(), movement: None, parts: Vec::new(), ..row.clone() };
    Frozen {
        closed_on: date(closed_on),
        as_of: date("2022-09-30"),
        metrics: vec![people, empty],
        difficulties: Some(FrozenDifficulties { found: 2, resolved: 1, open: 1 }),
        ranking: Some(vec![row, second]),
    }
}

fn closing() -> Closing {
    let second = Frozen { ranking: None, difficulties: None, ..frozen("2022-10-01") };
    Closing {
        program: "2022".into(),
        period: Period::parse("2022-08").unwrap(),
        frozen: frozen("2022-10-03"),
        earlier: vec![
            second.without_records(),
            Frozen { metrics: Vec::new(), ranking: Some(Vec::new()), ..frozen("2022-09-02") },
        ],
    }
}

const PROGRAM: &str = "title: P\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: people, title: P, unit: 人次, from: bases, dated_by: established_on}\n  - {id: \"yes\", title: Y, from: bases, dated_by: established_on}\n";

/// The closings of a site with these files, and the diagnostics: code, line, English message.
fn load(files: &[(&str, &str)]) -> (Vec<Closing>, Vec<(Code, usize, String)>) {
    let system = MemSystem::default();
    let root = std::path::Path::new("/site");
    let site = "title: T\nbase_url: https://site.example/\nlanguage: en\n";
    let regions = "- {id: east, title: 东县, former_titles: [老东县]}\n- {id: west, title: 西县}\n";
    let own = [("site.yaml", site), ("regions.yaml", regions), ("programs/2022.yaml", PROGRAM)];
    for (path, text) in own.iter().chain(files) {
        let path = root.join("content").join(path);
        system.put(&path, text.as_bytes()).unwrap();
    }
    let content = system.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(&system, root, &content, &[], &mut diagnostics).unwrap();
    let told = diagnostics.sorted().into_iter().map(|it| {
        let line = it.place.as_ref().map_or(0, |place| usize::try_from(place.line()).unwrap());
        (it.code, line, it.message(Lang::En))
    });
    (config.closings, told.collect())
}

fn codes(files: &[(&str, &str)]) -> Vec<Code> {
    load(files).1.into_iter().map(|(code, ..)| code).collect()
}

#[test]
fn what_is_written_is_read_again() {
    for lang in Lang::ALL {
        let text = write(&closing(), lang);
        let (closings, told) = load(&[("closed/2022/2022-08.yaml", &text)]);
        assert_eq!(told, [], "{text}");
        assert_eq!(closings, [closing()], "{text}");
        assert!(
            text.contains("\nprogram: \"2022\"\nperiod: 2022-08\nclosed_on: 2022-10-03\nas_of: 2022-09-30\n"),
            "{text}"
        );
        assert!(text.contains("\n  \"yes\":\n    no_data: true\n    done: 0\n    cumulative: 0\n"), "{text}");
        let row =
            "{set: province, value: 4.5, due: 2022-09-30, planned: 3.5, percent: 125.0, status: achieved}";
        assert!(text.contains(row) && text.contains("      west: {done: 近9, cumulative: 9}\n"), "{text}");
        let notes = text.lines().take_while(|line| line.starts_with('#')).collect::<String>();
        assert_eq!(notes.contains('项'), lang == Lang::ZhCn);
    }
}

#[test]
fn a_file_lies_where_it_says() {
    let text = write(&closing(), Lang::En);
    for path in [
        "closed/2022/2022-09.yaml",
        "closed/2021/2022-08.yaml",
        "closed/2022/2022-08.yml",
        "closed/2022-08.yaml",
    ] {
        let (closings, told) = load(&[(path, &text)]);
        let line = text.lines().position(|line| line.starts_with("period:")).unwrap() + 1;
        assert_eq!(
            told.iter().map(|it| (it.0, it.1)).collect::<Vec<_>>(),
            [(Code::ClosedMisplaced, line)],
            "{path}"
        );
        assert!(closings.is_empty() && told[0].2.contains("2022-08"));
    }
    assert_eq!(codes(&[("closed/2022/notes.txt", "x")]), [Code::StrayFile]);
    assert_eq!(codes(&[("closed/2022/.2022-08.yaml.new", "x"), ("closed/2022/~$2022-08.yaml", "x")]), []);
}

#[test]
fn names_that_are_no_longer_there_are_told_once_and_kept() {
    let text = write(&closing(), Lang::En).replace("east", "south").replace("\"yes\"", "gone");
    let (closings, told) = load(&[("closed/2022/2022-08.yaml", &text)]);
    assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), [Code::UnknownInClosed; 2], "{told:?}");
    assert!(told[0].2.contains("south") && told[1].2.contains("gone"), "{told:?}");
    assert!(closings[0].frozen.metric("gone").is_some());
    let text = write(&closing(), Lang::En).replace("\"2022\"", "home");
    assert_eq!(codes(&[("closed/home/2022-08.yaml", &text)]), [Code::UnknownInClosed]);
    // Errors of the program itself are reported there.
    let broken = [("closed/home/2022-08.yaml", text.as_str()), ("programs/home.yaml", "title: H\n")];
    assert!(!codes(&broken).contains(&Code::UnknownInClosed));
    let text = write(&closing(), Lang::En).replace("\nperiod: 2022-08\n", "\nperiod: 2023-08\n");
    assert_eq!(codes(&[("closed/2022/2023-08.yaml", &text)]), [Code::ClosedOutsideProgram]);
}

#[test]
fn what_cannot_be_read_is_an_error_and_shows_nothing() {
    let text = write(&closing(), Lang::En);
    for (from, to, code) in [
        ("period: 2022-08\n", "period: august\n", Code::BadPeriod),
        ("closed_on: 2022-10-03", "closed_on: soon", Code::DateForm),
        ("done: 3000+", "done: many", Code::BadSetting),
        ("planned: 3.5, percent: 125.0", "planned: 3.55", Code::BadSetting),
        ("status: achieved", "status: fine", Code::BadSetting),
        ("rank: 1\n", "rank: first\n", Code::BadSetting),
        ("    cumulative: 约4000.25\n", "", Code::MissingSetting),
        ("as_of: 2022-09-30\n", "as_of: 2022-09-30\nnames: x\n", Code::UnknownSetting),
        ("open: 1}", "open: x}", Code::BadSetting),
        ("late: 2+", "late: soon", Code::BadSetting),
        ("none nowhere", "none somewhere", Code::BadSetting),
        ("east: {done: 1, cumulative: 2}", "east: 2", Code::WrongShape),
    ] {
        let bad = text.replacen(from, to, 1);
        assert_ne!(bad, text, "{from}");
        let (closings, told) = load(&[("closed/2022/2022-08.yaml", &bad)]);
        assert_eq!(told.iter().map(|it| it.0).collect::<Vec<_>>(), [code], "{to}: {told:?}");
        assert!(closings.is_empty() || code == Code::UnknownSetting, "{to}");
    }
}
