//! Examines any bytes as a part of a valid document: the first byte chooses the part, the rest are its
//! contents.

use std::io::{Cursor, Write};

use bangyang::extract::{look, published};

/// Parts that Office programs write besides texts and cells, and those themselves.
const PARTS: [&str; 16] = [
    "xl/pivotCache/pivotCacheRecords1.xml",
    "xl/pivotCache/pivotCacheDefinition1.xml",
    "xl/pivotTables/pivotTable1.xml",
    "xl/connections.xml",
    "xl/queryTables/queryTable1.xml",
    "xl/tables/table1.xml",
    "xl/worksheets/sheet1.xml",
    "xl/sharedStrings.xml",
    "xl/threadedComments/threadedComment1.xml",
    "word/header1.xml",
    "word/footer1.xml",
    "word/document.xml",
    "word/comments.xml",
    "content.xml",
    "docProps/custom.xml",
    "xl/worksheets/sheet1.bin",
];

pub fn run(bytes: &[u8]) {
    let Some((which, part)) = bytes.split_first() else { return };
    let name = PARTS[usize::from(*which) % PARTS.len()];
    let stored = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [("[Content_Types].xml", &b"<Types/>"[..]), (name, part)] {
        writer.start_file(name, stored).expect("a name of its own");
        writer.write_all(bytes).expect("there is memory");
    }
    let document = writer.finish().expect("there is memory").into_inner();
    let _ = look("a.xlsx", &document);
    let once = published(document);
    assert_eq!(published(once.clone()), once);
}
