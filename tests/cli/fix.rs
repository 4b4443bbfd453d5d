//! `check --fix`: certain mistakes are corrected in the files, everything else is left unchanged.

use encoding_rs::GB18030;

use super::support::Place;

const RECORD: &str = "content/exemplars/a.md";
const SESSIONS: &str = "content/outreach/2022.yaml";

fn site() -> Place {
    let place = Place::new().environment("SOURCE_DATE_EPOCH", "1656561600");
    place.write("content/site.yaml", "title: Test\nbase_url: https://site.example/\nlanguage: en\n");
    place.write("content/regions.yaml", "- {id: qingxi, title: 青溪县}\n- {id: lanpu, title: 兰浦区}\n");
    place
}

fn bytes(place: &Place, file: &str) -> Vec<u8> {
    std::fs::read(place.path().join(file)).unwrap()
}

fn put(place: &Place, file: &str, bytes: &[u8]) {
    place.write(file, "");
    std::fs::write(place.path().join(file), bytes).unwrap();
}

fn gbk(text: &str) -> Vec<u8> {
    GB18030.encode(text).0.into_owned()
}

/// Each mistake, and the corrected line.
const SLIPS: [(&str, &str); 9] = [
    ("recognised_on: 2022.3.5   # 公文上的日期", "recognised_on: 2022-03-05   # 公文上的日期"),
    ("recognised_on: \"2022年3月5日\"", "recognised_on: \"2022-03-05\""),
    ("recognised_on:2022-03-05", "recognised_on: 2022-03-05"),
    ("recognised_on：2022-03-05", "recognised_on: 2022-03-05"),
    ("recognised_on:\u{3000}2022-03-05", "recognised_on: 2022-03-05"),
    ("recognized_on: 2022-03-05", "recognised_on: 2022-03-05"),
    (
        "recognised_on: 2022-03-05\nconsent: {signed: 2022-01-05，scope: [name]}",
        "recognised_on: 2022-03-05\nconsent: {signed: 2022-01-05, scope: [name]}",
    ),
    (
        "recognised_on: 2022-03-05\nhonors:\n\t- {title: 甲, level: city, awarded_on: 2022-03}",
        "recognised_on: 2022-03-05\nhonors:\n  - {title: 甲, level: city, awarded_on: 2022-03}",
    ),
    (
        "recognised_on: 2022-03-05\nhonors:\n  -title: 甲\n    level: city\n    awarded_on: 2022-03",
        "recognised_on: 2022-03-05\nhonors:\n  - title: 甲\n    level: city\n    awarded_on: 2022-03",
    ),
];

#[test]
fn what_is_certain_is_mended_in_the_files_own_bytes() {
    let place = site();
    let file = |n: usize| format!("content/exemplars/p{n}.md");
    let text = |lines: &str| {
        format!("---\r\nname: 林玉兰 # 姓名\r\n{}\r\n---\r\n正文：2022.3.5\r\n", lines.replace('\n', "\r\n"))
    };
    for (n, (slip, _)) in SLIPS.iter().enumerate() {
        put(&place, &file(n), &if n % 2 == 0 { gbk(&text(slip)) } else { text(slip).into_bytes() });
    }
    place.run(&["check", "--fix"]);
    for (n, (slip, right)) in SLIPS.iter().enumerate() {
        let wanted = text(right);
        let wanted = if n % 2 == 0 { gbk(&wanted) } else { wanted.into_bytes() };
        let found = bytes(&place, &file(n));
        assert!(found == wanted, "{slip}: {}", String::from_utf8_lossy(&found));
    }
}

#[test]
fn it_says_what_it_did_line_by_line_and_what_is_left() {
    let place = site();
    let before =
        "---\nname：林玉兰\nregoin: 青溪\nrecognised_on: 2022.3.5\noccupation: 护士\noccupatoin: 医生\n---\n";
    place.write(RECORD, before);
    let dry = place.run(&["check", "--fix", "--dry-run"]).ended(1);
    assert_eq!(place.read(RECORD), before);
    assert!(dry.err.contains("- name：林玉兰\n  + name: 林玉兰\n"), "{}", dry.err);
    assert!(dry.err.contains("Can be fixed: 1 place in 1 file. Nothing was written"), "{}", dry.err);
    let ran = place.run(&["check", "--fix"]).ended(1);
    for told in [
        "content/exemplars/a.md, line 4 (",
        "  - recognised_on: 2022.3.5\n  + recognised_on: 2022-03-05\n",
        "  + region: ",
    ] {
        assert!(ran.err.contains(told), "{told}: {}", ran.err);
    }
    assert!(ran.err.contains("Fixed: ") && ran.err.contains("in 1 file."), "{}", ran.err);
    // A line whose replacement exists already is left for somebody to check.
    let after = place.read(RECORD);
    assert!(
        after.contains("occupatoin: 医生\n") && after.contains("region: ") && ran.err.contains("occupatoin"),
        "{after}"
    );
    let again = place.run(&["check", "--fix"]).ended(1);
    assert!(again.err.contains("There is nothing that can be fixed for certain."), "{}", again.err);
    assert_eq!(place.read(RECORD), after);
    let usage = place.run(&["check", "--dry-run"]).ended(2);
    assert!(usage.err.contains("--fix"), "{}", usage.err);
}

/// Patches in JSON are in bytes of the file: applying them gives the same file as `--fix`.
#[test]
fn patches_are_bytes_of_the_file_on_the_disk() {
    for form in ["", "\u{FEFF}", "gbk"] {
        let place = site();
        let text = "- title: 宣讲\r\n  held_on: 2022.3.5\r\n  region: 青溪\r\n- {titel: 讲座，held_on: 2022/3/6}\r\n";
        let before = if form == "gbk" { gbk(text) } else { format!("{form}{text}").into_bytes() };
        put(&place, SESSIONS, &before);
        let mut made = before.clone();
        loop {
            let lines = place.run(&["check", "--format", "json"]).json_lines();
            let mut fixes: Vec<_> =
                lines.iter().filter_map(|line| line["fix"].as_array()).flatten().cloned().collect();
            fixes.sort_by_key(|fix| std::cmp::Reverse(fix["start"].as_u64()));
            if fixes.is_empty() {
                break;
            }
            for fix in fixes {
                assert_eq!(fix["file"], SESSIONS);
                let at = |key: &str| usize::try_from(fix[key].as_u64().unwrap()).unwrap();
                let words = fix["text"].as_str().unwrap();
                let words = if form == "gbk" { gbk(words) } else { words.into() };
                made.splice(at("start")..at("end"), words);
            }
            put(&place, SESSIONS, &made);
        }
        put(&place, SESSIONS, &before);
        let ran = place.run(&["check", "--fix", "--format", "json"]);
        assert_eq!(bytes(&place, SESSIONS), made, "{}", ran.out);
        assert_ne!(made, before);
        let mends: Vec<_> = ran.json_lines().into_iter().filter(|line| line["mend"].is_object()).collect();
        assert!(mends.len() >= 3 && mends.iter().all(|line| line["mend"]["written"] == true), "{}", ran.out);
    }
}

#[test]
fn a_value_that_nobody_may_see_is_not_shown_either() {
    let place = site();
    place.write(
        "content/collections/exemplars.yaml",
        "fields:\n  born_on: {type: date, visibility: private}\n",
    );
    let record = "---\nname: 林玉兰\nrecognised_on: 2022-03-05\nborn_on: 1980.3.5\n---\n";
    place.write(RECORD, record);
    let ran = place.run(&["check", "--fix"]).ended(1);
    assert!(!ran.err.contains("1980"), "{}", ran.err);
    let json = place.run(&["check", "--format", "json"]).ended(1);
    assert!(!json.out.contains("1980"), "{}", json.out);
    assert_eq!(place.read(RECORD), record);
}

#[test]
fn a_link_is_not_written_through() {
    let place = site();
    let record = "---\nname: 林玉兰\nrecognised_on: 2022.3.5\n---\n";
    place.write("elsewhere.md", record);
    std::fs::create_dir_all(place.path().join("content/exemplars")).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink("../../elsewhere.md", place.path().join(RECORD)).unwrap();
    place.run(&["check", "--fix"]);
    assert_eq!(place.read("elsewhere.md"), record);
}
