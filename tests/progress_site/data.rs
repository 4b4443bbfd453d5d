//! Data files: their contents and their description.

use std::collections::BTreeSet;

use bangyang::edition::Edition;
use serde_json::Value;

use crate::site::{Built, example};

/// Where `actual` lacks or differs from what `expected` contains.
fn differences(path: &str, expected: &Value, actual: &Value, found: &mut Vec<String>) {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, value) in expected {
                differences(&format!("{path}.{key}"), value, actual.get(key).unwrap_or(&Value::Null), found);
            }
        }
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            for (n, (expected, actual)) in expected.iter().zip(actual).enumerate() {
                differences(&format!("{path}[{n}]"), expected, actual, found);
            }
        }
        _ if expected != actual => found.push(format!("{path}: {actual}, not {expected}")),
        _ => {}
    }
}

fn expected() -> Value {
    serde_json::from_str(include_str!("../sites/example/expected-progress.json")).unwrap()
}

#[test]
fn progress_json_is_what_was_worked_out_by_hand() {
    let built = example(Edition::Internal);
    let mut found = Vec::new();
    differences("", &expected(), &built.json("data/2022/progress.json"), &mut found);
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn the_public_progress_json_is_the_same_without_what_is_for_the_offices() {
    let built = example(Edition::Public);
    let data = built.json("data/2022/progress.json");
    let mut expected = expected();
    for key in ["ranking", "stars"] {
        expected.as_object_mut().unwrap().shift_remove(key).unwrap();
    }
    for metric in expected["metrics"].as_array_mut().unwrap() {
        for target in metric["targets"].as_array_mut().unwrap() {
            for region in target["regions"].as_array_mut().unwrap() {
                let region = region.as_object_mut().unwrap();
                region.shift_remove("percent").unwrap();
                region.shift_remove("status").unwrap();
            }
        }
    }
    let mut found = Vec::new();
    differences("", &expected, &data, &mut found);
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(data["edition"], "public");
    let keys: Vec<&str> = data.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["as_of", "edition", "metrics"]);
}

/// Reads comma-separated values by RFC 4180, after a byte order mark.
pub fn csv(text: &str) -> Vec<Vec<String>> {
    let mut rest = text.strip_prefix('\u{feff}').expect("a byte order mark").chars().peekable();
    let (mut rows, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    while let Some(c) = rest.next() {
        match c {
            '"' if quoted && rest.peek() == Some(&'"') => cell.extend(rest.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\r' if !quoted => {
                assert_eq!(rest.next(), Some('\n'));
                row.push(std::mem::take(&mut cell));
                rows.push(std::mem::take(&mut row));
            }
            c => cell.push(c),
        }
    }
    assert!(row.is_empty() && cell.is_empty() && !quoted, "ends in the middle of a row");
    rows
}

fn table(built: &Built, name: &str) -> Vec<Vec<String>> {
    csv(built.text(&format!("data/2022/{name}.csv"))).into_iter().skip(1).collect()
}

/// A JSON value as a cell.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

fn cells(value: &Value, keys: &[&str]) -> Vec<String> {
    keys.iter().map(|key| cell(&value[*key])).collect()
}

#[test]
fn tables_hold_what_progress_json_holds() {
    let built = example(Edition::Internal);
    let data = built.json("data/2022/progress.json");
    let titles: Vec<(String, String)> =
        table(built, "stars").into_iter().map(|row| (row[0].clone(), row[1].clone())).collect();
    assert_eq!(titles[1], ("qingxi".to_owned(), "青溪县".to_owned()));
    let title = |id: &str| titles.iter().find(|(known, _)| known == id).unwrap().1.clone();
    let all = |key: &str| data[key].as_array().unwrap().clone();
    let of_metrics = |list: &str, keys: &[&str]| -> Vec<Vec<String>> {
        let rows = all("metrics").into_iter().flat_map(|metric| {
            let head = cells(&metric, &["id", "title", "unit"]);
            let rows = metric[list].as_array().unwrap().clone();
            rows.into_iter().map(move |row| [head.clone(), cells(&row, keys)].concat()).collect::<Vec<_>>()
        });
        rows.collect()
    };
    let metrics: Vec<Vec<String>> = all("metrics")
        .iter()
        .map(|metric| cells(metric, &["id", "title", "unit", "value", "bound", "source_count"]))
        .collect();
    assert_eq!(table(built, "metrics"), metrics);
    assert_eq!(
        table(built, "targets"),
        of_metrics("targets", &["set", "value", "due", "planned", "percent", "status"])
    );
    let mut months = of_metrics("months", &["period", "value", "value_bound", "cumulative", "bound"]);
    // No month is closed: the frozen columns are empty.
    months.iter_mut().for_each(|row| row.extend(vec![String::new(); 5]));
    assert_eq!(table(built, "months"), months);
    let mut regions = of_metrics("regions", &["id", "value", "bound"]);
    regions.iter_mut().for_each(|row| row.insert(4, title(&row[3])));
    assert_eq!(table(built, "regions"), regions);
    let ranking: Vec<Vec<String>> = all("ranking")
        .iter()
        .flat_map(|month| {
            let rows = month["rows"].as_array().unwrap().iter();
            rows.map(|row| {
                let region = cell(&row["region"]);
                let head = vec![cell(&month["period"]), region.clone(), title(&region)];
                [head, cells(row, &["rank", "score", "movement"]), vec![String::new(); 3]].concat()
            })
            .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(table(built, "ranking"), ranking);
    let stars: Vec<Vec<String>> = all("stars")
        .iter()
        .map(|row| {
            let region = cell(&row["region"]);
            [vec![region.clone(), title(&region)], cells(row, &["stars", "score"])].concat()
        })
        .collect();
    assert_eq!(table(built, "stars"), stars);
}

#[test]
fn the_package_lists_every_data_file_and_no_other() {
    for edition in [Edition::Public, Edition::Internal] {
        let built = example(edition);
        let package = built.json("data/datapackage.json");
        let resources = package["resources"].as_array().unwrap();
        let listed: Vec<String> =
            resources.iter().map(|it| format!("data/{}", it["path"].as_str().unwrap())).collect();
        let there: BTreeSet<&str> = built
            .paths()
            .filter(|path| path.starts_with("data/") && *path != "data/datapackage.json")
            .collect();
        assert_eq!(listed.iter().map(String::as_str).collect::<BTreeSet<_>>(), there);
        assert_eq!(listed.len(), there.len(), "each once");
        let names: BTreeSet<&str> = resources.iter().map(|it| it["name"].as_str().unwrap()).collect();
        assert_eq!(names.len(), listed.len(), "names are unique");
        let sound = |name: &str| {
            name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-._".contains(c))
        };
        assert!(names.iter().all(|name| sound(name)), "{names:?}");
        for resource in resources {
            let path = format!("data/{}", resource["path"].as_str().unwrap());
            match resource["schema"]["fields"].as_array() {
                Some(fields) => {
                    let rows = csv(built.text(&path));
                    let header: Vec<&str> =
                        fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
                    assert_eq!(rows[0], header, "{path}");
                    for row in &rows[1..] {
                        assert_eq!(row.len(), fields.len(), "{path}");
                        for (cell, field) in row.iter().zip(fields).filter(|(cell, _)| !cell.is_empty()) {
                            match field["type"].as_str().unwrap() {
                                "integer" => assert!(cell.parse::<i64>().is_ok(), "{path}: {cell}"),
                                "number" => assert!(cell.parse::<f64>().is_ok(), "{path}: {cell}"),
                                kind => assert_eq!(kind, "string"),
                            }
                        }
                    }
                }
                None => drop(built.json(&path)),
            }
        }
        // The downloads on pages are among them.
        let overview = built.text("progress/2022/index.html");
        let offered = overview.matches(" download>").count();
        assert_eq!(offered, there.iter().filter(|path| !path.contains("/sources/")).count());
    }
}
