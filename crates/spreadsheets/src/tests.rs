use rust_xlsxwriter::{ExcelDateTime, Format, Workbook as Writer};

use super::*;

fn xlsx(fill: impl FnOnce(&mut Writer)) -> Workbook {
    let mut writer = Writer::new();
    fill(&mut writer);
    read("a.xlsx", &writer.save_to_buffer().unwrap()).unwrap()
}

fn cells(sheet: &Sheet) -> Vec<(String, &str, CellKind)> {
    let of_row = |row: &'_ Row| row.number;
    let rows = sheet.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (of_row(row), cell)));
    rows.map(|(row, cell)| (address(row, cell.column), cell.text.as_str(), cell.kind)).collect()
}

#[test]
fn what_excel_shows_is_read() {
    let book = xlsx(|book| {
        let sheet = book.add_worksheet().set_name("青溪县").unwrap();
        let day = ExcelDateTime::from_ymd(2022, 3, 8).unwrap();
        sheet.write(2, 1, "进厂\n宣讲").unwrap();
        sheet.write(2, 2, 130).unwrap();
        sheet
            .write_with_format(2, 3, &day, &Format::new().set_num_format("yyyy\"年\"m\"月\"d\"日\""))
            .unwrap();
        sheet.write_with_format(2, 4, &day, &Format::new().set_num_format("yyyy\"年\"m\"月\"")).unwrap();
        sheet.write(2, 5, true).unwrap();
        sheet.write_formula(2, 6, rust_xlsxwriter::Formula::new("=1+1").set_result("2")).unwrap();
        sheet.write_blank(3, 1000, &Format::new().set_bold()).unwrap();
        sheet.merge_range(5, 1, 6, 3, "并", &Format::new()).unwrap();
        sheet.set_row_hidden(5).unwrap();
        sheet.set_column_hidden(2).unwrap();
        book.add_worksheet().set_name("备份").unwrap().set_hidden(true);
    });
    let [first, second] = book.sheets.as_slice() else { panic!("{book:?}") };
    assert_eq!((first.name.as_str(), first.hidden, second.hidden), ("青溪县", false, true));
    use CellKind::{Boolean, Date, Number, Text};
    assert_eq!(
        cells(first),
        [
            ("B3".to_owned(), "进厂\n宣讲", Text),
            ("C3".to_owned(), "130", Number),
            ("D3".to_owned(), "2022-03-08", Date),
            ("E3".to_owned(), "2022-03", Date),
            ("F3".to_owned(), "TRUE", Boolean),
            ("G3".to_owned(), "2", Number),
            ("B6".to_owned(), "并", Text),
        ]
    );
    assert_eq!(first.merged, [Area { rows: (5, 6), columns: (1, 3) }]);
    assert_eq!(first.hidden_columns, [(2, 2)]);
    assert!(first.rows.last().unwrap().hidden && !first.rows.first().unwrap().hidden);
}

#[test]
fn a_csv_is_read_in_every_encoding_with_its_rows() {
    let text = "标题,人数\r\n\r\n\"甲\r\n乙\",3\r\n丙,4\r\n";
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(text.replace(',', "\t").encode_utf16().flat_map(u16::to_le_bytes));
    let gb = encoding_rs::GB18030.encode(text).0.into_owned();
    for (bytes, encoding) in [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xEF\xBB\xBF", text.as_bytes()].concat(), Encoding::Utf8),
        (utf16, Encoding::Utf16),
        (gb, Encoding::Gb18030),
        (
            ["sep=;\r\n", &text.replace(',', ";").replacen("\r\n\r\n", "\r\n", 1)].concat().into_bytes(),
            Encoding::Utf8,
        ),
    ] {
        let book = read("a.csv", &bytes).unwrap();
        assert_eq!(book.encoding, Some(encoding));
        let found: Vec<String> = cells(&book.sheets[0]).into_iter().map(|(at, ..)| at).collect();
        let wanted: &[&str] = match bytes.starts_with(b"sep") {
            true => &["A2", "B2", "A3", "B3", "A4", "B4"],
            false => &["A1", "B1", "A3", "B3", "A4", "B4"],
        };
        assert_eq!(found, wanted);
    }
}

#[test]
fn what_is_no_spreadsheet_says_so() {
    let ole = |words: &str| {
        let mut bytes = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
        bytes.extend(words.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    for (name, bytes, refusal) in [
        ("a.xlsx", Vec::new(), Refusal::Empty),
        ("a.xlsx", ole("EncryptedPackage"), Refusal::Password),
        ("a.xls", ole("Workbook"), Refusal::OldExcel),
        ("a.xls", b"\xEF\xBB\xBF<html><table></table></html>".to_vec(), Refusal::WebPage),
        ("a.xlsx", b"PK\x03\x04half".to_vec(), Refusal::Damaged),
        ("a.xlsx", vec![0; 4096], Refusal::Damaged),
        ("a.csv", b"a\0b".to_vec(), Refusal::Encoding),
        ("a.csv", b"\x81".to_vec(), Refusal::Encoding),
    ] {
        assert_eq!(read(name, &bytes), Err(refusal), "{name} {refusal:?}");
    }
    let mut writer = Writer::new();
    writer.add_worksheet().write(0, 0, "甲").unwrap();
    let whole = writer.save_to_buffer().unwrap();
    assert_eq!(read("a.csv", &whole).unwrap().sheets.len(), 1);
    assert_eq!(read("a.xlsx", &whole[..whole.len() / 2]), Err(Refusal::Damaged));
}
