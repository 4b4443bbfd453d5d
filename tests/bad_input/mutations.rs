//! Random mutations of bytes.

use fastrand::Rng;
use std::path::{Path, PathBuf};

use bangyang::build::{Silent, Status, build};
use bangyang::diag::Severity;
use bangyang::source::MemSystem;

use super::support::*;

const CASES: u64 = 400;

const PIECES: [&str; 28] = [
    "：", "，", "“", "”", "【", "】", "（", "）", "　", "\t", "\n", "---\n", "- ", ": ", "{{ ", " }}", "[",
    "]", "{", "}", "&a ", "*a", "\"", "'", "#", "\u{feff}", "\u{202e}", "![](",
];

fn mutate(bytes: &mut Vec<u8>, chance: &mut Rng) {
    let at = chance.usize(..bytes.len() + 1);
    let len = chance.usize(..12).min(bytes.len() - at);
    match chance.usize(..6) {
        0 if at < bytes.len() => bytes[at] ^= 1 << chance.usize(..8),
        1 => drop(bytes.drain(at..at + len)),
        2 => {
            let copy = bytes[at..at + len].to_vec();
            bytes.splice(at..at, copy);
        }
        3 => bytes.truncate(at),
        _ => {
            let piece = PIECES[chance.usize(..PIECES.len())];
            // Between characters, as an editor would; invalid bytes come from flips.
            let at = (at..=bytes.len()).find(|at| *at == bytes.len() || bytes[*at] & 0xC0 != 0x80).unwrap();
            bytes.splice(at..at, piece.bytes());
        }
    }
}

/// More kinds of files than the common site has.
fn rich() -> MemSystem {
    let system = published();
    for (path, text) in [
        (
            "content/outreach/2022.yaml",
            "- title: 宣讲一\n  held_on: 2022-05-06\n  speakers: [陈秀英]\n  attendance: 80+\n- {title: 宣讲二, held_on: 2022-06, mode: online, views: 近4000}\n",
        ),
        (
            "content/programs/2022.yaml",
            "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: bases, title: 基地, unit: 个, from: bases, measure: count, dated_by: established_on}\ntargets:\n  - {metric: bases, set: city, value: 4, due: 2022-09, regions: {qingxi: 2, anning: 2}}\n",
        ),
        (
            "content/collections/volunteers.yaml",
            "title: 志愿者\nfields:\n  name: {type: text, required: true}\n  joined_on: {type: date}\n  skills: {type: list, of: choice, choices: {driving: {en: Driving, zh-CN: 开车}}}\nurl: /volunteers/{slug}.html\nfacets: [skills]\n",
        ),
        (
            "content/volunteers/a.md",
            "---\nname: 王芳\njoined_on: 2022-03\nskills: [driving]\n---\n她说：**“好”**。\n\n| 甲 | 乙 |\n|---|---|\n| 一 | 二 |\n\n共{{ figure(metric=\"bases\") }}个。[^1]\n\n[^1]: 注。\n",
        ),
        ("themes/own/theme.yaml", "name: own\nextends: peony\nparams: {colour: red}\n"),
        ("themes/own/templates/parts/own.html", "{% for n in [1, 2] %}{{ n }}{% endfor %}\n"),
        (
            "content/site.yaml",
            "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: own\norganiser: 示例单位\nmenu:\n  - home: true\n  - {title: 人物, collection: exemplars}\n  - {page: about}\n",
        ),
    ] {
        system.put(Path::new("/site").join(path), text).unwrap();
    }
    system
}

#[test]
fn nothing_that_chance_does_to_files_breaks_a_build() {
    let base = rich();
    assert_eq!(build(&base, &options(), &Silent).status, Status::Done);
    let files = base.files("/");
    let sources: Vec<&PathBuf> = files
        .keys()
        .filter(|path| path.starts_with("/site/content") || path.starts_with("/site/themes"))
        .collect();
    let public = base.files("/site/public");
    let mut done = 0;
    for case in 0..CASES {
        let mut chance =
            Rng::with_seed(0x9E37_79B9_7F4A_7C15 ^ (case + 1).wrapping_mul(0xD134_2543_DE82_EF95));
        let system = MemSystem::new();
        for (path, bytes) in &files {
            system.put(path, bytes.clone()).unwrap();
        }
        let (most_files, most) = if case % 2 == 0 { (1, 1) } else { (2, 4) };
        for _ in 0..=chance.usize(..most_files) {
            let path = sources[chance.usize(..sources.len())];
            let mut bytes = files[path].clone();
            for _ in 0..=chance.usize(..most) {
                mutate(&mut bytes, &mut chance);
            }
            system.put(path, bytes).unwrap();
        }
        let outcome = build(&system, &options(), &Silent);
        let errors = outcome.diagnostics.count(Severity::Error);
        let said = outcome.diagnostics.sorted();
        let told: String = said.iter().map(tell).collect();
        match outcome.status {
            Status::Done => {
                assert_eq!(errors, 0, "case {case}: {told}");
                done += 1;
                let clean = bangyang::build::BuildOptions { out: Some(PathBuf::from("/clean")), ..options() };
                assert_eq!(build(&system, &clean, &Silent).status, Status::Done);
                let bytes = |folder: &str| system.files(folder).into_values().collect::<Vec<_>>();
                assert!(bytes("/site/public") == bytes("/clean"), "case {case}");
            }
            Status::ContentErrors => {
                assert!(errors > 0, "case {case}");
                assert!(system.files("/site/public") == public, "case {case}: {told}");
            }
            Status::MachineFailed => panic!("case {case}: {told}"),
        }
    }
    // Both outcomes are frequent.
    assert!(done > 20 && done < CASES - 20, "{done}");
}
