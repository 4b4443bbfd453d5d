use super::*;

fn day(year: i16, month: i8, day: i8) -> civil::Date {
    civil::Date::constant(year, month, day)
}

fn starts(month: i8) -> YearStart {
    YearStart::new(month).unwrap()
}

#[test]
fn reads_and_writes() {
    for text in [
        "2022",
        "2022-h1",
        "2022-q3",
        "2022-09",
        "2022-09-2023-08",
        "2022-04-2023-03-q4",
        "2009-12-2010-11-h2",
    ] {
        assert_eq!(Period::parse(text).unwrap().to_string(), text);
    }
    assert_eq!(Period::parse("2022-Q3"), Some(Period::Quarter(Year::calendar(2022), 3)));
    for text in [
        "2022-q5",
        "2022-h0",
        "2022-13",
        "2022-09-01",
        "九月",
        "22-q1",
        "2022-09-2023-09",
        "2022-09-2022-12-q1",
        "2022-09-q1",
    ] {
        assert_eq!(Period::parse(text), None, "{text}");
    }
}

#[test]
fn what_was_meant_is_understood() {
    for (written, meant) in [
        ("2022-9", "2022-09"),
        ("2022Q3", "2022-q3"),
        ("2022-Q3", "2022-q3"),
        ("2022/09", "2022-09"),
        ("2022.9", "2022-09"),
        ("202209", "2022-09"),
        ("２０２２－０９", "2022-09"),
        ("２０２２", "2022"),
        ("2022年9月", "2022-09"),
        ("2022年9月份", "2022-09"),
        ("2022年第三季度", "2022-q3"),
        ("2022年3季度", "2022-q3"),
        ("2022年上半年", "2022-h1"),
        ("2022h2", "2022-h2"),
        ("2022年", "2022"),
        ("2022年九月", "2022-09"),
        ("2022年十二月份", "2022-12"),
        ("2022-1季度", "2022-q1"),
        ("2022-23-q1", "2022-q1"),
        ("2022/23 Q1", "2022-q1"),
        ("2022-2023-q2", "2022-q2"),
        ("2022-23", "2022"),
        ("FY2022/23 Q4", "2022-q4"),
        ("2022–23学年第一季度", "2022-q1"),
        ("2022学年", "2022"),
        ("2022年度第二季度", "2022-q2"),
    ] {
        assert_eq!(Period::meant(written).map(|it| it.to_string()).as_deref(), Some(meant), "{written}");
    }
    for text in ["九月", "9", "2022-13", "2022-q5", "22-09", "2022-09-01", "今年", "", "20220901"] {
        assert_eq!(Period::meant(text), None, "{text}");
    }
}

#[test]
fn a_year_may_be_left_out_where_it_is_known() {
    for (written, meant) in [
        ("一季度", Some("2022-q1")),
        ("第三季度", Some("2022-q3")),
        ("Q3", Some("2022-q3")),
        ("9月", Some("2022-09")),
        ("九月份", Some("2022-09")),
        ("上半年", Some("2022-h1")),
        ("2021-9", Some("2021-09")),
        ("开春", None),
    ] {
        assert_eq!(
            Period::meant_in(written, Some(2022)).map(|it| it.to_string()).as_deref(),
            meant,
            "{written}"
        );
    }
    assert_eq!(Period::meant_in("一季度", None), None);
}

#[test]
fn neighbours_are_of_one_length() {
    for text in
        ["2021-12 2022-01 2022-02", "2021-q4 2022-q1 2022-q2", "2021-h2 2022-h1 2022-h2", "2021 2022 2023"]
    {
        let row: Vec<Period> = text.split(' ').map(|text| Period::parse(text).unwrap()).collect();
        assert_eq!([row[1].before(), row[1].after()], [Some(row[0]), Some(row[2])], "{text}");
        assert_eq!([row[0].after(), row[2].before()], [Some(row[1]); 2], "{text}");
    }
    assert_eq!(Period::Year(Year::calendar(9999)).after(), None);
}

#[test]
fn holds_only_what_lies_in_it_whole() {
    let quarter = Period::parse("2022-q3").unwrap();
    assert!(quarter.contains(Date::parse("2022-07").unwrap()));
    assert!(quarter.contains(Date::parse("2022-09-30").unwrap()));
    assert!(!quarter.contains(Date::parse("2022").unwrap()));
    assert!(!Period::parse("2022-07").unwrap().contains(Date::parse("2022-08-01").unwrap()));
}

#[test]
fn sorts_by_end_then_length() {
    let mut periods: Vec<Period> = ["2022", "2022-h2", "2022-q4", "2022-12", "2022-09"]
        .iter()
        .map(|t| Period::parse(t).unwrap())
        .collect();
    periods.sort();
    let texts: Vec<String> = periods.iter().map(ToString::to_string).collect();
    assert_eq!(texts, ["2022-09", "2022-12", "2022-q4", "2022-h2", "2022"]);
}

#[test]
fn quarters_count_from_the_start_of_their_year() {
    let read = |text: &str, month: i8| WrittenPeriod::parse(text).unwrap().in_years(starts(month));
    for (text, month, first, last, written) in [
        ("2022-q1", 9, day(2022, 9, 1), day(2022, 11, 30), "2022-09-2023-08-q1"),
        ("2022-Q2", 9, day(2022, 12, 1), day(2023, 2, 28), "2022-09-2023-08-q2"),
        ("2023-q2", 9, day(2023, 12, 1), day(2024, 2, 29), "2023-09-2024-08-q2"),
        ("2022-h2", 9, day(2023, 3, 1), day(2023, 8, 31), "2022-09-2023-08-h2"),
        ("2022", 4, day(2022, 4, 1), day(2023, 3, 31), "2022-04-2023-03"),
        ("2022-q4", 12, day(2023, 9, 1), day(2023, 11, 30), "2022-12-2023-11-q4"),
        ("2022-q1", 1, day(2022, 1, 1), day(2022, 3, 31), "2022-q1"),
        // A month is independent of years.
        ("2022-10", 9, day(2022, 10, 1), day(2022, 10, 31), "2022-10"),
        // An explicit start wins over the program's.
        ("2022-07-2023-06-q1", 9, day(2022, 7, 1), day(2022, 9, 30), "2022-07-2023-06-q1"),
        ("2022-01-2022-12-q1", 9, day(2022, 1, 1), day(2022, 3, 31), "2022-q1"),
    ] {
        let period = read(text, month);
        assert_eq!((period.first_day(), period.last_day()), (first, last), "{text}");
        assert_eq!(period.to_string(), written, "{text}");
        assert_eq!(Period::parse(written), Some(period), "{text}");
    }
}

#[test]
fn each_day_lies_in_one_period_of_each_length_of_its_year() {
    for month in 1..=12 {
        let starts = starts(month);
        let mut today = day(2019, 1, 1);
        while today.year() < 2026 {
            let around = Period::around(today, starts);
            let year = starts.year_of(today);
            assert_eq!(around[3], Period::Year(year));
            for period in around {
                assert!(period.first_day() <= today && today <= period.last_day(), "{today} {period}");
                assert!(period.is_of(starts));
                assert_eq!(period.months().count(), usize::try_from(period.length()).unwrap());
                // The next one begins on the day after, in order and without a gap.
                let next = period.after().unwrap();
                assert_eq!(Some(next.first_day()), period.last_day().tomorrow().ok(), "{period} {next}");
                assert_eq!(next.before(), Some(period));
                assert!(period < next);
                assert_eq!(Period::parse(&period.to_string()), Some(period), "{period}");
            }
            let quarters = (1..=4).map(|quarter| Period::Quarter(year, quarter));
            assert_eq!(quarters.filter(|it| it.contains(Date::from(today))).count(), 1, "{today}");
            let months: Vec<Period> = (1..=4).flat_map(|n| Period::Quarter(year, n).months()).collect();
            assert_eq!(months, Period::Year(year).months().collect::<Vec<_>>());
            let months: Vec<Period> = (1..=2).flat_map(|n| Period::Half(year, n).months()).collect();
            assert_eq!(months, Period::Year(year).months().collect::<Vec<_>>());
            today = today.checked_add(jiff::Span::new().days(13)).unwrap();
        }
    }
}

#[test]
fn no_two_periods_are_written_alike() {
    let mut seen = std::collections::BTreeMap::new();
    for month in 1..=12 {
        for first in 2008..2015 {
            let year = starts(month).year(first);
            let parts =
                (1..=4).map(|n| Period::Quarter(year, n)).chain((1..=2).map(|n| Period::Half(year, n)));
            for period in parts.chain([Period::Year(year)]).chain(Period::Year(year).months()) {
                let known = *seen.entry(period.to_string()).or_insert(period);
                assert_eq!(known, period, "an address shows one thing for ever");
            }
        }
    }
}
