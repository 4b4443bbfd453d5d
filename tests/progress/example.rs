//! The worked example: every figure that was calculated by hand is reproduced.

use std::path::Path;

use bangyang::diag::Lang;
use bangyang::domain::Quantity;
use bangyang::progress::{
    Audience, ClaimFault, FigureAs, FigureQuery, FigureValue, Progress, Tenths, as_of, false_claims,
};
use jiff::civil;
use serde_json::Value;

use crate::support::{Site, date};

fn example() -> Site {
    Site::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/example"))
}

fn progress(site: &Site) -> Progress {
    let program = site.program("2022");
    Progress::new(&site.model, &site.config, program, as_of(program, None, civil::date(2026, 1, 1)), &|_| {
        false
    })
}

/// Where `actual` lacks or differs from what `expected` contains.
fn differences(path: &str, expected: &Value, actual: &Value, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, value) in expected {
                differences(&format!("{path}.{key}"), value, actual.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(expected), Value::Array(actual)) => {
            if expected.len() != actual.len() {
                found.push(format!("{path}: {} items, not {}", actual.len(), expected.len()));
            }
            for (n, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                differences(&format!("{path}[{n}]"), expected, actual, found);
            }
        }
        (expected, actual) if expected != actual => found.push(format!("{path}: {actual}, not {expected}")),
        _ => {}
    }
}

#[test]
fn every_figure_comes_out() {
    let site = example();
    let data = serde_json::to_value(progress(&site).data(Audience::Internal, Lang::ZhCn)).unwrap();
    let text = include_str!("../sites/example/expected-progress.json");
    let mut found = Vec::new();
    differences("", &serde_json::from_str(text).unwrap(), &data, &mut found);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(data["difficulties"], serde_json::json!({"found": 2, "resolved": 1, "open": 1}));
    assert_eq!(data["metrics"][3]["unit"], "人次");
}

#[test]
fn numbers_are_written_with_one_decimal() {
    let site = example();
    let text = serde_json::to_string(&progress(&site).data(Audience::Internal, Lang::ZhCn)).unwrap();
    assert!(text.contains(r#""planned":897.5,"percent":71.3,"#) && text.contains(r#""percent":100.0"#));
}

#[test]
fn the_public_edition_holds_no_judgement_of_regions() {
    let site = example();
    let data = serde_json::to_value(progress(&site).data(Audience::Public, Lang::ZhCn)).unwrap();
    for key in ["ranking", "stars", "difficulties"] {
        assert_eq!(data.get(key), None, "{key}");
    }
    let share = &data["metrics"][0]["targets"][1]["regions"][3];
    assert_eq!((share.get("status"), share.get("percent")), (None, None));
    assert_eq!(share["value"], 1);
    assert_eq!(data["metrics"][0]["targets"][1]["status"], "at-risk");
}

#[test]
fn two_of_three_claims_are_warned_of_with_the_right_figure() {
    let site = example();
    let programs = [progress(&site)];
    let found = false_claims(&programs, &site.model, &site.config);
    let told: Vec<(usize, FigureValue, bool)> = found
        .iter()
        .map(|it| match &it.fault {
            ClaimFault::Differs { right, number, .. } => (it.claim, right.value, *number),
            ClaimFault::Nothing(error) => panic!("{error:?}"),
        })
        .collect();
    let attendance = Quantity::parse("855+", None).unwrap();
    assert_eq!(
        told,
        [(1, FigureValue::Percent(Tenths(1250)), true), (2, FigureValue::Quantity(attendance), true)]
    );
}

#[test]
fn prose_finds_its_figures() {
    let site = example();
    let progress = progress(&site);
    let ask = |metric, of, on: Option<&str>, region, shown| {
        progress
            .figure(&FigureQuery { metric, of, on: on.map(date), within: None, region, shown })
            .map(|figure| figure.value)
    };
    let quantity = |text: &str| Ok(FigureValue::Quantity(Quantity::parse(text, None).unwrap()));
    assert_eq!(ask("bases", None, None, None, FigureAs::Value), quantity("5"));
    assert_eq!(
        ask("bases", Some("province"), None, None, FigureAs::Percent),
        Ok(FigureValue::Percent(Tenths(1250)))
    );
    assert_eq!(ask("bases", Some("city"), None, None, FigureAs::Target), quantity("6"));
    assert_eq!(ask("attendance", None, Some("2022-04-09"), None, FigureAs::Value), quantity("300+"));
    assert_eq!(ask("exemplars", None, Some("2022-08"), Some("青溪县"), FigureAs::Value), quantity("2"));
    assert_eq!(
        ask("exemplars", None, None, Some("qingxi"), FigureAs::Percent),
        Ok(FigureValue::Percent(Tenths(667)))
    );
}
