//! Writes minimal files of several formats.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use zip::write::SimpleFileOptions;

/// An archive of these files.
pub(super) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const WORD: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const CORE: &str = "<cp:coreProperties xmlns:cp=\"c\" xmlns:dc=\"d\"><dc:creator>甲某</dc:creator><cp:lastModifiedBy>乙某</cp:lastModifiedBy></cp:coreProperties>";

/// A Word document with this body and other parts.
pub(super) fn word(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document =
        format!("<?xml version=\"1.0\"?><w:document xmlns:w=\"{WORD}\"><w:body>{body}</w:body></w:document>");
    let mut files = vec![
        ("[Content_Types].xml", "<Types/>".as_bytes()),
        ("word/document.xml", document.as_bytes()),
        ("docProps/core.xml", CORE.as_bytes()),
        ("docProps/app.xml", "<Properties><Company>某单位</Company></Properties>".as_bytes()),
    ];
    files.extend(others.iter().map(|(name, text)| (*name, text.as_bytes())));
    archive(&files)
}

/// A paragraph of runs.
pub(super) fn paragraph(runs: &[&str]) -> String {
    let run = |text: &&str| {
        format!(
            "<w:r><w:rPr><w:b/></w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r><w:proofErr w:type=\"spellEnd\"/>"
        )
    };
    format!("<w:p>{}</w:p>", runs.iter().map(run).collect::<String>())
}

/// An Excel file: shared strings, and the rows of a sheet named 名单.
pub(super) fn table(strings: &str, rows: &str) -> Vec<u8> {
    archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "xl/workbook.xml",
            "<workbook><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"rId7\"/></sheets></workbook>"
                .as_bytes(),
        ),
        (
            "xl/_rels/workbook.xml.rels",
            b"<Relationships><Relationship Id=\"rId7\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        ("xl/sharedStrings.xml", format!("<sst>{strings}</sst>").as_bytes()),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(),
        ),
    ])
}

pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF of these objects; a stream's bytes follow its dictionary.
pub(super) fn pdf(objects: &[(&str, Option<Vec<u8>>)]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.5\n%\xE2\xE3\xCF\xD3\n".to_vec();
    for (n, (value, stream)) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n", n + 1).bytes());
        let length = stream.as_ref().map_or(0, Vec::len);
        bytes.extend(value.replace("LENGTH", &length.to_string()).bytes());
        if let Some(stream) = stream {
            bytes.extend(b"\nstream\n");
            bytes.extend(stream);
            bytes.extend(b"\nendstream");
        }
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(b"trailer\n<< /Root 1 0 R >>\n%%EOF\n");
    bytes
}

/// A PDF of one page with this content and font.
pub(super) fn page(content: &str, font: &str, table: Option<&str>) -> Vec<u8> {
    pdf(&[
        ("<< /Type /Catalog /Pages 2 0 R >>", None),
        ("<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /Font << /F1 4 0 R >> >> >>", None),
        ("<< /Type /Page /Parent 2 0 R /Contents [5 0 R] >>", None),
        (font, None),
        ("<< /Length LENGTH /Filter /FlateDecode >>", Some(packed(content.as_bytes()))),
        ("<< /Length LENGTH /Filter /FlateDecode >>", Some(packed(table.unwrap_or("").as_bytes()))),
    ])
}

/// A part of a JPEG.
fn segment(kind: u8, payload: &[u8]) -> Vec<u8> {
    let length = u16::try_from(payload.len() + 2).unwrap().to_be_bytes();
    [&[0xFF, kind][..], &length, payload].concat()
}

/// A JPEG without pixels, with these parts.
pub(super) fn photograph(segments: &[(u8, &[u8])]) -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    segments.iter().for_each(|(kind, payload)| bytes.extend(segment(*kind, payload)));
    bytes.extend([0xFF, 0xDA, 0, 2, 0xFF, 0xD9]);
    bytes
}

/// EXIF with these texts, by tag, and optionally a position.
pub(super) fn exif(texts: &[(u16, &str)], position: bool) -> Vec<u8> {
    let mut entries: Vec<(u16, u16, u32, Vec<u8>)> = texts
        .iter()
        .map(|(tag, text)| (*tag, 2, text.len() as u32 + 1, [text.as_bytes(), b"\0"].concat()))
        .collect();
    let count = entries.len() + usize::from(position);
    let mut heap = 8 + 2 + 12 * count as u32 + 4;
    if position {
        entries.push((0x8825, 4, 1, Vec::new()));
    }
    let (mut list, mut data) = (Vec::new(), Vec::new());
    for (tag, kind, count, value) in &entries {
        list.extend(tag.to_be_bytes());
        list.extend(kind.to_be_bytes());
        list.extend(count.to_be_bytes());
        if *tag == 0x8825 {
            list.extend(heap.to_be_bytes());
            continue;
        }
        let mut value = value.clone();
        value.resize(value.len().max(5), 0);
        list.extend(heap.to_be_bytes());
        heap += value.len() as u32;
        data.extend(value);
    }
    let mut bytes = b"Exif\0\0MM\0\x2A\0\0\0\x08".to_vec();
    bytes.extend((count as u16).to_be_bytes());
    bytes.extend(list);
    bytes.extend([0; 4]);
    bytes.extend(data);
    if position {
        // One entry: the latitude, three ratios.
        bytes.extend([0, 1, 0, 2, 0, 5, 0, 0, 0, 3]);
        bytes.extend((heap + 2 + 12 + 4).to_be_bytes());
        bytes.extend([0; 4]);
        for number in [26_u32, 1, 5, 1, 0, 1] {
            bytes.extend(number.to_be_bytes());
        }
    }
    bytes
}
