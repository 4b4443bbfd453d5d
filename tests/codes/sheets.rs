//! Cases of spreadsheets that no text can express.

use rust_xlsxwriter::{Format, Workbook, Worksheet};

use bangyang::diag::Code;

/// The spreadsheet of a case.
pub fn workbook(code: Code) -> Option<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    write(sheet, 0, &["编号", "主题", "举办日期", "参与人次"]);
    write(sheet, 1, &["jinchang", "进厂宣讲", "2022-03-08", "130"]);
    match code {
        Code::LongNumber => _ = sheet.write(1, 3, 1.234_567_890_123_456_8e17).unwrap(),
        Code::PersonalNumbersCut => {
            _ = sheet.write(1, 1, format!("进厂宣讲（138{}）", "12345678")).unwrap();
        }
        Code::HiddenRead => _ = sheet.set_row_hidden(1).unwrap(),
        Code::UncertainDate => {
            _ = sheet.write_with_format(1, 2, 2022.1, &Format::new().set_num_format("0.00")).unwrap();
        }
        Code::SheetNotRead => {
            let other = book.add_worksheet().set_name("统计").unwrap();
            write(other, 0, &["县区", "数量"]);
            write(other, 1, &["青溪县", "1"]);
        }
        _ => return None,
    }
    Some(book.save_to_buffer().unwrap())
}

fn write(sheet: &mut Worksheet, row: u32, cells: &[&str]) {
    for (cell, column) in cells.iter().zip(0..) {
        sheet.write(row, column, *cell).unwrap();
    }
}
