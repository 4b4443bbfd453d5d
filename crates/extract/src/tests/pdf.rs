use super::made::{packed, page, pdf};
use super::*;

const LATIN: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const WIDE: &str = "<< /Type /Font /Subtype /Type0 /Encoding /Identity-H /ToUnicode 6 0 R >>";
const TABLE: &str = "1 begincodespacerange <0000> <FFFF> endcodespacerange\n1 beginbfrange <0010> <0019> <0030> endbfrange\n2 beginbfchar <0001> <7535> <0002> <8BDD> endbfchar\n1 beginbfrange <0020> <0021> [<0058> <00660069>] endbfrange";

#[test]
fn letters_side_by_side_are_one_word() {
    let content =
        "BT /F1 10 Tf 100 700 Td (call 138) Tj 40 0 Td (0013) Tj [(80) -20 (00)] TJ 0 -14 Td (next) Tj ET";
    assert_eq!(texts(&look("a.pdf", &page(content, LATIN, None))), ["text: call 13800138000 next"]);
}

#[test]
fn columns_of_a_table_are_not_one_number() {
    let content = "BT /F1 10 Tf 1 0 0 1 100 700 Tm (138) Tj 1 0 0 1 180 700 Tm (4000) Tj 1 0 0 1 260 700 Tm (6000) Tj ET";
    let contents = look("a.pdf", &page(content, LATIN, None));
    assert_eq!(contents.texts[0].text, "138\t\t\t\t4000\t\t\t\t6000");
}

#[test]
fn a_font_says_what_its_codes_mean() {
    let content = "BT /F1 10 Tf 100 700 Td <00010002> Tj 20 0 Td <00110013001800100020> Tj <0021> Tj ET";
    assert_eq!(texts(&look("a.pdf", &page(content, WIDE, Some(TABLE)))), ["text: 电话1380Xfi"]);
    let gbk = "<< /Type /Font /Subtype /Type0 /Encoding /GBK-EUC-H >>";
    assert_eq!(texts(&look("a.pdf", &page("BT /F1 10 Tf <B5E7BBB0> Tj ET", gbk, None))), ["text: 电话"]);
    let unnamed = look("a.pdf", &page("BT /F1 10 Tf <00010002> Tj ET", WIDE, None));
    assert_eq!((texts(&unnamed), gaps(&unnamed)), (vec![], vec![Gap::NoText]));
}

#[test]
fn what_stands_beside_the_pages_is_read() {
    let bytes = pdf(&[
        ("<< /Type /Catalog >>", None),
        ("<< /Author <FEFF7532> /Title (r\\351sum\\351 \\(1\\)) /Producer (x) >>", None),
        ("<< /Type /Annot /Subtype /Link /Rect [0 0 1 1] /A << /URI (tel:0000) >> >>", None),
        ("<< /Type /Annot /Subtype /Text /Rect [0 0 1 1] /Contents (note) >>", None),
        (
            "<< /Type /Metadata /Length LENGTH >>",
            Some(b"<x:xmpmeta><dc:creator>who</dc:creator></x:xmpmeta>".to_vec()),
        ),
        ("<< /Type /EmbeddedFile /Filter /FlateDecode /Length LENGTH >>", Some(packed("内".as_bytes()))),
        (
            "<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode /Length LENGTH >>",
            Some(packed(b"9 0 << /V (form value) >>")),
        ),
        ("<< /Length LENGTH /Filter [/ASCIIHexDecode] >>", Some(b"4254202861292054 6A204554>".to_vec())),
    ]);
    let contents = look("a.pdf", &bytes);
    let told = texts(&contents).join("\n");
    for wanted in
        ["甲", "résumé (1)", "tel:0000", "note", "who", "attachment text: 内", "form value", "text: a"]
    {
        assert!(told.contains(wanted), "{wanted} in {told}");
    }
    assert_eq!(traces(&contents), [Trace::Author, Trace::Comments]);
}

#[test]
fn locked_scanned_and_bloated_ones_are_told() {
    let locked =
        [b"%PDF-1.4\n1 0 obj << /Type /Catalog >> endobj\ntrailer << /Encrypt 2 0 R >>".as_slice()].concat();
    assert_eq!(gaps(&look("a.pdf", &locked)), [Gap::Locked]);
    assert_eq!(gaps(&look("a.pdf", b"%PDF-1.4")), [Gap::Damaged]);
    let scan = pdf(&[(
        "<< /Type /XObject /Subtype /Image /Filter /DCTDecode /Length LENGTH >>",
        Some(vec![0xFF, 0xD8, 0xFF, 0xD9]),
    )]);
    assert_eq!(gaps(&look("a.pdf", &scan)), [Gap::NoText]);
    let bomb = pdf(&[("<< /Length LENGTH /Filter /FlateDecode >>", Some(packed(&vec![b' '; 3 << 20])))]);
    assert!(gaps(&within("a.pdf", &bomb, 1 << 20)).contains(&Gap::TooLarge));
}

#[test]
fn older_versions_of_a_page_are_read_too() {
    let mut bytes = page("BT /F1 10 Tf (before) Tj ET", LATIN, None);
    bytes.extend(b"5 0 obj << /Length 30 >>\nstream\nBT /F1 10 Tf (behind) Tj ET    \nendstream endobj\n");
    assert_eq!(texts(&look("a.pdf", &bytes)), ["text: before", "text: behind"]);
}
