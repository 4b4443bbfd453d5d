use std::path::Path;

use rust_xlsxwriter::{Format, Workbook};

use crate::config::Config;
use crate::diag::{Code, Diagnostics, Lang, render};
use crate::domain::Value;
use crate::load::{Earlier, Loaded, load_with};
use crate::source::{MemSystem, System};

const SITE: &str =
    "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n";
const REGIONS: &str = "- {id: qingxi, title: 青溪县}\n- {id: anning, title: 安宁县}\n";

/// What is read of a site's files in `content/`, and the messages in Chinese.
fn read(files: &[(&str, &[u8])]) -> (Loaded, Vec<String>) {
    let system = MemSystem::default();
    let settings = [("site.yaml", SITE.as_bytes()), ("regions.yaml", REGIONS.as_bytes())];
    for (path, bytes) in settings.iter().chain(files) {
        system.save(Path::new("/site/content").join(path).as_path(), *bytes).unwrap();
    }
    let root = Path::new("/site");
    let content = system.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(&system, root, &content, &[], &mut diagnostics).unwrap();
    // Eleven digits are a telephone number.
    let numbers = |text: &str, _: &str| {
        let mut found = Vec::new();
        for part in text.split(|c: char| !c.is_ascii_digit()).filter(|part| part.len() == 11) {
            let at = text.find(part).unwrap();
            found.push(at..at + 11);
        }
        found
    };
    let loaded = load_with((&system, root, &content, &config), Earlier::Nothing, &numbers, &mut diagnostics);
    let told = diagnostics.sorted().into_iter().filter(|it| !it.code.id().starts_with("BY4"));
    (loaded, told.map(|it| render::terminal(&it, Lang::ZhCn, false)).collect())
}

/// The records' ids and the texts of some fields.
fn rows(loaded: &Loaded, fields: &[usize]) -> Vec<String> {
    let text = |value: Option<&Value>| match value {
        None => "-".to_owned(),
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Date(date)) => date.to_string(),
        Some(Value::Quantity(quantity)) => {
            format!("{quantity:?}").chars().filter(char::is_ascii_digit).collect()
        }
        Some(Value::Region(ix)) => format!("{ix:?}"),
        Some(other) => format!("{other:?}"),
    };
    let row = |record: &std::sync::Arc<crate::domain::Record>| {
        fields.iter().map(|at| text(record.get(*at))).collect::<Vec<_>>().join("|")
    };
    loaded.records.iter().map(row).collect()
}

const TITLE: usize = 0;
const DAY: usize = 1;

#[test]
fn a_ledger_as_it_is_becomes_records() {
    let text = "2022年宣讲台账,,,,\n填表说明：按月填,,,,\n,序号,主 题,举办\u{a0}日期,参与人次（人次）\n,1,进厂宣讲,2022.3.8,130\n,2,进村宣讲,3月9日,/\n,,,,\n,序号,主题,举办日期,参与人次\n,3,赶集宣讲,2022年3月,1.2万余\n,合计,,,190\n,一季度小计,,,190\n注：人数按签到,,,,\n填表人：甲某,,,,\n";
    let (loaded, told) = read(&[("outreach/台账.csv", text.as_bytes())]);
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(
        rows(&loaded, &[TITLE, DAY]),
        ["进厂宣讲|2022-03-08", "进村宣讲|2022-03-09", "赶集宣讲|2022-03"]
    );
    assert!(loaded.attachments.is_empty());
}

#[test]
fn a_message_is_at_its_cell() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("青溪县").unwrap();
    sheet.merge_range(0, 0, 0, 3, "台账", &Format::new()).unwrap();
    for (column, text) in (1..).zip(["主题", "举办日期", "参与人次"]) {
        sheet.write(2, column, text).unwrap();
    }
    for (column, text) in (1..).zip(["进厂宣讲", "三月上旬", "若干"]) {
        sheet.write(3, column, text).unwrap();
    }
    sheet.write(4, 1, "进村宣讲").unwrap();
    sheet.write(4, 3, 60).unwrap();
    let bytes = book.save_to_buffer().unwrap();
    let (_, told) = read(&[("outreach/台账.xlsx", &bytes)]);
    let all = told.concat();
    for place in ["台账.xlsx · 青溪县 · C4", "台账.xlsx · 青溪县 · D4", "台账.xlsx · 青溪县 · C5"]
    {
        assert!(all.contains(place), "{place} in {all}");
    }
    assert_eq!(told.len(), 3, "{all}");
}

#[test]
fn numbers_of_persons_are_neither_read_nor_told() {
    let phone = format!("138{}", "12345678");
    let text = format!(
        "主题,举办日期,地点,联系人,电话,\n进厂宣讲,2022-03-08,职工之家 甲某 {phone},甲某,{phone},{phone}\n"
    );
    let (loaded, told) = read(&[("outreach/台账.csv", text.as_bytes())]);
    let all = told.concat();
    assert!(!all.contains(&phone) && !format!("{:?}", loaded.records).contains(&phone), "{all}");
    assert!(all.contains("已略过") && all.contains("电话") && all.contains("1 格"), "{all}");
    assert!(format!("{:?}", loaded.records).contains("职工之家 甲某"));
}

#[test]
fn sheets_are_counties_and_other_sheets_are_told() {
    let mut book = Workbook::new();
    for (name, titles) in [("青溪县", ["甲讲", "乙讲"]), ("安宁县9月", ["丙讲", "丁讲"])] {
        let sheet = book.add_worksheet().set_name(name).unwrap();
        sheet.write(0, 0, "主题").unwrap();
        sheet.write(0, 1, "举办日期").unwrap();
        for (row, title) in (1..).zip(titles) {
            sheet.write(row, 0, title).unwrap();
            sheet.write(row, 1, "2022-03-08").unwrap();
        }
    }
    book.add_worksheet().set_name("说明").unwrap().write(0, 0, "各县按月报送").unwrap();
    let (loaded, told) = read(&[("outreach/台账.xlsx", &book.save_to_buffer().unwrap())]);
    assert_eq!(rows(&loaded, &[TITLE, 3]).len(), 4);
    let regions: Vec<String> = rows(&loaded, &[3]);
    assert!(regions[0] == regions[1] && regions[2] == regions[3] && regions[0] != regions[2], "{regions:?}");
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("说明"));
    // The same title on the same day in two counties are two records.
    let ids: Vec<&str> = loaded.records.iter().map(|record| &*record.id).collect();
    assert!(ids[0].starts_with("2022-03-08-qingxi") && ids[2].starts_with("2022-03-08-anning"), "{ids:?}");
}

#[test]
fn two_storeys_of_headings_are_groups_and_the_consent() {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 7, "典型人物登记表", &plain).unwrap();
    for (column, text) in [(0, "姓名"), (1, "所属县区"), (2, "认定日期"), (7, "同意书签署日期")]
    {
        sheet.merge_range(1, column, 2, column, text, &plain).unwrap();
    }
    sheet.merge_range(1, 3, 1, 4, "荣誉1", &plain).unwrap();
    sheet.merge_range(1, 5, 1, 6, "荣誉2", &plain).unwrap();
    for (column, text) in (3..).zip(["名称", "授予日期", "名称", "授予日期"]) {
        sheet.write(2, column, text).unwrap();
    }
    sheet.merge_range(3, 1, 4, 1, "青溪县", &plain).unwrap();
    let people = [
        ["甲某", "", "2022.3", "最美家政人", "2022-05", "三八红旗手", "2023", "2022.1.5"],
        ["乙某", "", "2022.4", "", "", "", "", "2022.1.6"],
    ];
    for (row, cells) in (3..).zip(people) {
        for (column, text) in (0..).zip(cells).filter(|(_, text)| !text.is_empty()) {
            sheet.write(row, column, text).unwrap();
        }
    }
    let (loaded, told) = read(&[("exemplars/名册.xlsx", &book.save_to_buffer().unwrap())]);
    let all = format!("{:?}", loaded.records);
    assert_eq!(loaded.records.len(), 2, "{told:?}");
    for words in ["最美家政人", "三八红旗手"] {
        assert!(all.contains(words), "{words} in {all}");
    }
    let consents = loaded.records.iter().filter(|record| {
        record
            .values
            .values()
            .any(|value| matches!(value, Value::Consent(consent) if consent.signed.is_some()))
    });
    assert_eq!(consents.count(), 2);
    let regions = loaded
        .records
        .iter()
        .filter(|record| record.values.values().any(|value| matches!(value, Value::Region(_))));
    assert_eq!(regions.count(), 2);
}

#[test]
fn the_file_beside_it_says_more_about_a_row() {
    let text = "编号,主题,举办日期\njinchang,进厂宣讲,2022-03-08\n";
    let beside = "jinchang:\n  slug: in-the-factory\n  aliases: [/old.html]\n";
    let files: [(&str, &[u8]); 2] =
        [("outreach/a.csv", text.as_bytes()), ("outreach/a.csv.rows.yaml", beside.as_bytes())];
    let (loaded, told) = read(&files);
    assert_eq!(told, Vec::<String>::new());
    let [record] = loaded.records.as_slice() else { panic!("{:?}", loaded.records) };
    assert_eq!((&*record.slug, record.aliases.len()), ("in-the-factory", 1));
    let bad = beside.replace("in-the-factory", "In The Factory");
    let (_, told) = read(&[files[0], ("outreach/a.csv.rows.yaml", bad.as_bytes())]);
    assert!(told.concat().contains("a.csv.rows.yaml:2:9"), "{told:?}");
    let (_, told) = read(&[files[1]]);
    assert!(told.concat().contains(Code::StrayFile.id()), "{told:?}");
}

#[test]
fn what_a_record_offers_is_no_register() {
    let csv = "主题,举办日期\n进厂宣讲,2022-03-08\n".as_bytes();
    let record = "---\ntitle: 通知\nissued_on: 2022-03-08\nfile: 表.csv\n---\n";
    let link = "---\ntitle: 通知\nissued_on: 2022-03-08\n---\n[表](../outreach/%E8%A1%A8.csv)\n";
    let own = "标题,发文日期\n甲,2022-03-08\n".as_bytes();
    let (loaded, told) = read(&[("documents/a.md", record.as_bytes()), ("documents/表.csv", own)]);
    assert_eq!((loaded.records.len(), told.len()), (1, 1), "{told:?}");
    assert!(loaded.attachments.contains_key("content/documents/表.csv"));
    let (loaded, _) = read(&[("documents/a.md", link.as_bytes()), ("outreach/表.csv", csv)]);
    assert_eq!(loaded.records.len(), 1);
    let (loaded, _) = read(&[("outreach/表.csv", csv), ("outreach/~$表.csv", b"x")]);
    assert_eq!((loaded.records.len(), loaded.attachments.len()), (1, 0));
}

#[test]
fn columns_and_ignored_headings_are_declared() {
    let declared = "columns: {听课人数: attendance}\nignore: [备注]\n";
    let csv = "主题,举办日期,听课人数,备注\n进厂宣讲,2022-03-08,130,好\n";
    let (loaded, told) =
        read(&[("collections/outreach.yaml", declared.as_bytes()), ("outreach/a.csv", csv.as_bytes())]);
    assert_eq!(told, Vec::<String>::new());
    assert!(format!("{:?}", loaded.records).contains("130"));
}
