//! What a file is, by its first bytes; its name decides only what they leave open.

/// Why a file cannot be read as a spreadsheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It has no contents.
    Empty,
    /// It is protected by a password.
    Password,
    /// It is damaged, or was not written to its end.
    Damaged,
    /// It expands to more than the budget allows.
    TooLarge,
    /// It is a workbook in Excel's old format (`.xls`), whatever its name says.
    OldExcel,
    /// It is a web page that was named like a workbook.
    WebPage,
    /// It is a workbook of Excel 2003 in XML.
    OldXml,
    /// It is something else: no workbook and no text.
    NotASheet,
    /// It is a text in an unknown encoding.
    Encoding,
}

/// The kind of a file that is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive: Excel or OpenDocument.
    Archive,
    /// Text in columns.
    Delimited,
}

/// Whether a file is a spreadsheet, by its name.
#[must_use]
pub fn is_spreadsheet(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["xlsx", "xlsm", "xls", "ods", "csv", "et"].iter().any(|known| ending.eq_ignore_ascii_case(known))
}

const OLE: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// How far a text is searched for markup, in bytes.
const HEAD: usize = 4096;

/// Determines the kind of a file.
pub(super) fn of(name: &str, bytes: &[u8]) -> Result<Kind, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Archive);
    }
    if bytes.starts_with(OLE) {
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let locked = bytes.windows(name.len()).any(|part| part == name);
        return Err(if locked { Refusal::Password } else { Refusal::OldExcel });
    }
    // Excel before 5.0 wrote no container.
    if bytes.starts_with(&[0x09, 0x08])
        || bytes.starts_with(&[0x09, 0x04])
        || bytes.starts_with(&[0x09, 0x02])
    {
        return Err(Refusal::OldExcel);
    }
    let head = bytes.get(..HEAD.min(bytes.len())).unwrap_or_default();
    let (head, _) = encoding_rs::UTF_8.decode_with_bom_removal(head);
    let head = head.trim_start().to_ascii_lowercase();
    if head.starts_with('<') {
        let is_xml = head.contains("urn:schemas-microsoft-com:office:spreadsheet");
        return Err(match is_xml {
            true if !head.contains("<html") => Refusal::OldXml,
            _ => Refusal::WebPage,
        });
    }
    // Many programs export text in columns under the name of a workbook; a workbook cut off at its beginning is
    // no text.
    let is_text = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) || !bytes.contains(&0);
    match is_text {
        true => Ok(Kind::Delimited),
        false if name.to_ascii_lowercase().ends_with(".csv") => Err(Refusal::Encoding),
        false => Err(Refusal::Damaged),
    }
}
