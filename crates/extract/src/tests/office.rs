use super::made::{archive, paragraph, table, word};
use super::*;

#[test]
fn a_number_that_is_spread_over_runs_is_one() {
    let body = paragraph(&["电话：1", "38", "0013", "8000"]) + &paragraph(&["下一段"]);
    let contents = look("a.docx", &published(word(&body, &[])));
    assert_eq!(texts(&contents), ["text: 电话：13800138000 下一段"]);
    assert!(contents.texts[0].text.contains("8000\n下"), "{contents:?}");
    assert_eq!((gaps(&contents), traces(&contents)), (vec![], vec![]));
}

#[test]
fn what_word_hides_is_found() {
    let body = "<w:p><w:del w:author=\"甲\"><w:r><w:delText>删去</w:delText></w:r></w:del></w:p><w:p><w:r><w:instrText>HYPERLINK \"mailto:a@mail.example\"</w:instrText></w:r></w:p><w:p><wp:docPr id=\"1\" descr=\"合影说明\"/></w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>一</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>二</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let contents = look(
        "a.docx",
        &word(
            body,
            &[
                (
                    "word/comments.xml",
                    "<w:comments><w:comment><w:p><w:r><w:t>批注</w:t></w:r></w:p></w:comment></w:comments>",
                ),
                ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>页眉&amp;&#32;</w:t></w:r></w:p></w:hdr>"),
                (
                    "word/_rels/document.xml.rels",
                    "<Relationships><Relationship Id=\"r1\" Target=\"tel:0000000000\"/></Relationships>",
                ),
                (
                    "docProps/custom.xml",
                    "<Properties><property name=\"经办\"><vt:lpwstr>丙某</vt:lpwstr></property></Properties>",
                ),
            ],
        ),
    );
    let told = texts(&contents).join("\n");
    for wanted in [
        "删去",
        "a@mail.example",
        "合影说明",
        "一 二",
        "comments: 批注",
        "页眉&",
        "tel:0000000000",
        "properties: 丙某",
    ] {
        assert!(told.contains(wanted), "{wanted} in {told}");
    }
    assert_eq!(traces(&contents), [Trace::Author, Trace::Comments, Trace::Changes]);
}

#[test]
fn cells_are_told_by_sheet_and_place() {
    let rows = "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\"><v>1.3800138E+10</v></c><c r=\"C1\" t=\"inlineStr\"><is><r><t>一</t></r><r><t>二</t></r></is></c><c r=\"D1\" t=\"str\"><f>A1</f><v>三</v></c></row>";
    let strings = "<si><r><t>甲</t></r><r><t>某</t></r><rPh><t>jia</t></rPh></si><si><t>旧号码</t></si>";
    let contents = look("a.xlsx", &table(strings, rows));
    assert_eq!(
        texts(&contents),
        [
            "名单!A1: 甲某",
            "名单!B1: 13800138000",
            "名单!C1: 一二",
            "名单!D1: 三",
            "名单!: A1",
            "text: 旧号码",
            "rules : 名单"
        ]
    );
}

#[test]
fn slides_and_open_documents_are_read() {
    let slides = archive(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "ppt/slides/slide1.xml",
            "<p:sld><a:p><a:r><a:t>幻灯</a:t></a:r><a:r><a:t>片</a:t></a:r></a:p></p:sld>".as_bytes(),
        ),
        (
            "ppt/notesSlides/notesSlide1.xml",
            "<p:notes><a:p><a:r><a:t>备注</a:t></a:r></a:p></p:notes>".as_bytes(),
        ),
    ]);
    assert_eq!(texts(&look("a.pptx", &slides)), ["comments: 备注", "text: 幻灯片"]);
    let open = archive(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        (
            "content.xml",
            "<office:body><text:p>开<text:span>放</text:span><text:s/>格式</text:p></office:body>".as_bytes(),
        ),
        (
            "meta.xml",
            "<office:meta><meta:initial-creator>甲某</meta:initial-creator></office:meta>".as_bytes(),
        ),
    ]);
    assert_eq!(texts(&look("a.odt", &published(open))), ["text: 开放 格式"]);
}

#[test]
fn persons_are_taken_out_of_properties_and_all_else_stays() {
    let before = word(&paragraph(&["正文"]), &[("word/media/a.txt", "图")]);
    let after = without_properties(&before).unwrap();
    let held = |bytes: &[u8], wanted: &str| {
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        (0..archive.len()).any(|at| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut archive.by_index(at).unwrap(), &mut text).unwrap();
            text.contains(wanted)
        })
    };
    for gone in ["甲某", "乙某", "某单位"] {
        assert!(held(&before, gone) && !held(&after, gone), "{gone}");
    }
    assert!(held(&after, "正文") && held(&after, "图"));
    assert_eq!(
        texts(&look("a.docx", &before)),
        ["properties: 某单位", "properties: 甲某 乙某", "text: 正文", "word/media/a.txt text: 图"]
    );
    assert_eq!(texts(&look("a.docx", &after)), ["text: 正文", "word/media/a.txt text: 图"]);
    assert_eq!(without_properties(&before), Some(after), "the same bytes each time");
    assert_eq!(without_properties(&archive(&[("a.txt", b"x")])), None);
    assert_eq!(without_properties(b"PK\x03\x04 damaged"), None);
}

#[test]
fn of_old_files_is_seen_what_can_be() {
    let mut old = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    old.extend("联系电话 13800138000".encode_utf16().flat_map(u16::to_le_bytes));
    let contents = look("a.doc", &old);
    assert!(texts(&contents).concat().contains("联系电话 13800138000"), "{contents:?}");
    assert_eq!(gaps(&contents), [Gap::OldFormat]);
    let mut locked = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".to_vec();
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(gaps(&look("a.docx", &locked)), [Gap::Locked]);
    let rich = look("a.rtf", br"{\rtf1\ansi{\b 138}00138000\par \'41}");
    assert_eq!(texts(&rich), ["text: 13800138000 A"]);
}

/// Parts are reported by what they are to an editor.
#[test]
fn parts_are_told_by_what_they_are() {
    let rows = "<row r=\"1\"><c r=\"B1\"><v>1</v></c></row></sheetData><headerFooter><oddHeader>&amp;L&amp;\"宋体\"&amp;12 页&amp;K000000&amp;B眉&amp;&amp;&amp;P</oddHeader></headerFooter><autoFilter><filters><filter val=\"筛选\"/></filters></autoFilter><sheetData>";
    let sheet = table("", rows);
    assert_eq!(
        texts(&look("a.xlsx", &sheet)),
        ["名单!B1: 1", "running: 页眉&", "rules 名单: 筛选", "rules : 名单"]
    );
    for (part, told) in [
        ("xl/pivotCache/pivotCacheRecords1.xml", "pivot"),
        ("xl/connections.xml", "linked"),
        ("word/header1.xml", "running"),
        ("xl/threadedComments/threadedComment1.xml", "comments"),
        ("xl/tables/table1.xml", "rules "),
        ("docProps/custom.xml", "properties"),
        ("word/anything.xml", "text"),
    ] {
        let file = archive(&[("[Content_Types].xml", b"<Types/>"), (part, "<a b=\"甲某\"/>".as_bytes())]);
        assert_eq!(texts(&look("a.docx", &file)), [format!("{told}: 甲某")], "{part}");
    }
    let body = "<w:p><w:r><w:t>甲</w:t></w:r><w:ins><w:r><w:t>丙</w:t></w:r></w:ins><w:del><w:r><w:delText>乙</w:delText></w:r></w:del></w:p>";
    let told = texts(&look("a.docx", &published(word(body, &[]))));
    assert_eq!(told, ["text: 甲丙", "deleted: 甲乙"]);
}
