//! `explain`, and output to closed pipes.

use std::process::Stdio;

use super::support::{Place, is_chinese};

#[test]
fn explains_a_code_in_both_languages() {
    let place = Place::new();
    let english = place.run(&["explain", "by202"]).ended(0);
    assert!(english.out.starts_with("BY202 (missing-field)") && english.err.is_empty());
    assert!(english.out.contains("How to fix it:") && english.out.contains("Never invent a day"));
    let chinese = place.run(&["explain", "missing-field", "--lang", "zh-CN"]).ended(0);
    assert!(chinese.out.contains("怎么改：") && is_chinese(&chinese.out));
    let json = place.run(&["explain", "202", "--format", "json"]).ended(0);
    assert_eq!(json.json_lines()[0]["code"], "BY202");
}

#[test]
fn lists_all_codes() {
    let place = Place::new();
    let all = place.run(&["explain"]).ended(0).out;
    assert!(all.lines().count() > 50 && all.lines().all(|line| line.starts_with("BY")), "{all}");
    let json = place.run(&["explain", "--format", "json"]).ended(0).json_lines();
    assert_eq!(json.len(), all.lines().count());
}

#[test]
fn an_unknown_code_is_wrong_usage_and_near_ones_are_named() {
    let ran = Place::new().run(&["explain", "missing-feild"]).ended(2);
    assert!(ran.err.contains("BY202 (missing-field)") && ran.out.is_empty(), "{}", ran.err);
}

/// The reader may close the pipe before everything is printed.
#[test]
fn a_closed_pipe_is_no_failure() {
    for arguments in [&["explain"][..], &["explain", "--format", "json"], &["--help"]] {
        let place = Place::new();
        let mut running =
            place.command(arguments).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(running.stdout.take());
        let ended = running.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(ended.stderr).unwrap(), "");
        assert_eq!(ended.status.code(), Some(0), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let place = Place::new();
    let ended = place.command(&["explain"]).stdout(full).output().unwrap();
    assert_eq!(ended.status.code(), Some(3));
}
