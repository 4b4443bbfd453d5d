//! Every part of an Office document that may contain a number: it is found.

use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write};

use bangyang::build::{Silent, build};

use super::numbers::{Draw, card, identity, identity_with_x, mobile};
use super::site::{options, site};

pub type Files = Vec<(String, Vec<u8>)>;

/// The codes reported for each file of `static/`, except those about types of files.
fn told(files: &Files) -> BTreeMap<String, BTreeSet<String>> {
    let paths: Vec<String> = files.iter().map(|(name, _)| format!("static/{name}")).collect();
    let put: Vec<(&str, &[u8])> =
        paths.iter().zip(files).map(|(path, (_, bytes))| (path.as_str(), bytes.as_slice())).collect();
    let outcome = build(&site(&put), &options(), &Silent);
    let mut told: BTreeMap<String, BTreeSet<String>> =
        files.iter().map(|(name, _)| (name.clone(), BTreeSet::new())).collect();
    for diagnostic in outcome.diagnostics.iter() {
        let file = diagnostic.place.as_ref().map_or("", |place| place.file.as_str());
        let code = diagnostic.code.to_string();
        if let Some(codes) = told.get_mut(file.trim_start_matches("static/"))
            && !matches!(&*code, "BY239" | "BY246")
        {
            codes.insert(code);
        }
    }
    told
}

/// Asserts that each file is reported by this code, and by no other.
#[track_caller]
pub fn all(files: &Files, code: &str) {
    let expected: BTreeSet<String> = (!code.is_empty()).then(|| code.to_owned()).into_iter().collect();
    let wrong: Vec<String> = told(files)
        .into_iter()
        .filter(|(_, codes)| *codes != expected)
        .map(|(name, codes)| format!("{name}: {codes:?}"))
        .collect();
    assert!(wrong.is_empty(), "expected {code}:\n{}", wrong.join("\n"));
}

pub fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

pub const TYPES: (&str, &[u8]) = ("[Content_Types].xml", b"<Types/>");
const BOOK: &str = "<workbook><sheets><sheet name=\"名单\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
const BOOK_LINKS: &[u8] =
    b"<Relationships><Relationship Id=\"r1\" Target=\"worksheets/sheet1.xml\"/></Relationships>";

/// A document with one additional part and the required ones.
fn document(part: &str, text: &str) -> Vec<u8> {
    let body: (&str, &[u8]) = match part.split('/').next() {
        Some("xl") => ("xl/workbook.xml", BOOK.as_bytes()),
        Some("ppt") => ("ppt/presentation.xml", b"<p:presentation/>"),
        _ => ("word/document.xml", b"<w:document/>"),
    };
    let mut files = vec![TYPES, ("xl/_rels/workbook.xml.rels", BOOK_LINKS)];
    if body.0 != part {
        files.push(body);
    }
    files.push((part, text.as_bytes()));
    archive(&files)
}

fn sheet(matter: &str) -> Vec<u8> {
    document("xl/worksheets/sheet1.xml", &format!("<worksheet>{matter}</worksheet>"))
}

/// Parts of documents with contents: `№` is a number, `♯` the same in the form in which programs store
/// numbers, `◧` and `◨` its first three digits and the rest.
const PARTS: &[(&str, &str)] = &[
    // Pivot tables.
    (
        "xl/pivotCache/pivotCacheRecords1.xml",
        "<pivotCacheRecords><r><s v=\"甲\"/><s v=\"№\"/></r></pivotCacheRecords>",
    ),
    (
        "xl/pivotCache/pivotCacheRecords2.xml",
        "<pivotCacheRecords><r><x v=\"0\"/><n v=\"№\"/></r></pivotCacheRecords>",
    ),
    ("xl/pivotCache/pivotCacheRecords3.xml", "<pivotCacheRecords><r><n v=\"♯\"/></r></pivotCacheRecords>"),
    (
        "xl/pivotCache/pivotCacheDefinition1.xml",
        "<pivotCacheDefinition refreshedBy=\"x\"><cacheFields><cacheField name=\"电话\"><sharedItems count=\"2\"><s v=\"№\"/><s v=\"乙\"/></sharedItems></cacheField></cacheFields></pivotCacheDefinition>",
    ),
    (
        "xl/pivotCache/pivotCacheDefinition2.xml",
        "<pivotCacheDefinition><cacheField name=\"电话\"><sharedItems contains№umber=\"1\" minValue=\"№\" maxValue=\"5\"/></cacheField></pivotCacheDefinition>",
    ),
    (
        "xl/pivotTables/pivotTable1.xml",
        "<pivotTableDefinition><pivotField name=\"№\"/><filters><filter><autoFilter><filterColumn><customFilters><customFilter val=\"1\"/></customFilters></filterColumn></autoFilter></filter></filters></pivotTableDefinition>",
    ),
    ("xl/slicerCaches/slicerCache1.xml", "<slicerCacheDefinition><i n=\"№\"/></slicerCacheDefinition>"),
    // Connections and queries.
    (
        "xl/connections.xml",
        "<connections><connection name=\"库\"><dbPr connection=\"Provider=x;User ID=№;\" command=\"SELECT 1\"/></connection></connections>",
    ),
    (
        "xl/connections.xml",
        "<connections><connection><dbPr connection=\"x\" command=\"SELECT * FROM t WHERE mobile='№'\"/></connection></connections>",
    ),
    (
        "xl/queryTables/queryTable1.xml",
        "<queryTable name=\"查询\"><queryTableField name=\"№\"/></queryTable>",
    ),
    (
        "xl/externalLinks/externalLink1.xml",
        "<externalLink><sheetData><row r=\"1\"><cell r=\"A1\"><v>№</v></cell><cell r=\"B1\"><v>20220315</v></cell></row></sheetData></externalLink>",
    ),
    ("customXml/item1.xml", "<DataMashup><x note=\"№\"/></DataMashup>"),
    // Names, tables, filters.
    (
        "xl/workbook.xml",
        "<workbook><defined№ames><defined№ame name=\"电话\">\"№\"</defined№ame></defined№ames></workbook>",
    ),
    (
        "xl/workbook.xml",
        "<workbook><defined№ames><defined№ame name=\"a\" comment=\"№\">A1</defined№ame></defined№ames></workbook>",
    ),
    (
        "xl/tables/table1.xml",
        "<table><autoFilter><filterColumn><filters><filter val=\"№\"/></filters></filterColumn></autoFilter></table>",
    ),
    // Comments.
    (
        "xl/comments1.xml",
        "<comments><commentList><comment><text><r><t>◧</t></r><r><t>◨</t></r></text></comment></commentList></comments>",
    ),
    (
        "xl/threadedComments/threadedComment1.xml",
        "<ThreadedComments><threadedComment><text>№</text></threadedComment></ThreadedComments>",
    ),
    ("xl/persons/person.xml", "<personList><person display№ame=\"№\"/></personList>"),
    (
        "xl/drawings/vmlDrawing1.vml",
        "<xml><v:shape alt=\"№\"><v:textbox><div>甲</div></v:textbox></v:shape></xml>",
    ),
    ("xl/drawings/drawing1.xml", "<xdr:wsDr><xdr:sp><xdr:c№vPr descr=\"№\"/></xdr:sp></xdr:wsDr>"),
    (
        "xl/drawings/drawing1.xml",
        "<xdr:wsDr><a:p><a:r><a:t>◧</a:t></a:r><a:r><a:t>◨</a:t></a:r></a:p></xdr:wsDr>",
    ),
    (
        "xl/charts/chart1.xml",
        "<c:chart><c:strCache><c:pt><c:v>№</c:v></c:pt><c:pt><c:v>20220315</c:v></c:pt></c:strCache></c:chart>",
    ),
    (
        "xl/charts/chart1.xml",
        "<c:chart><c:printSettings><c:headerFooter><c:oddHeader>&amp;C№</c:oddHeader></c:headerFooter></c:printSettings></c:chart>",
    ),
    ("xl/styles.xml", "<styleSheet><numFmt formatCode=\"&quot;№&quot;@\"/></styleSheet>"),
    ("xl/sharedStrings.xml", "<sst><si><t>甲</t><rPh><t>№</t></rPh></si></sst>"),
    (
        "xl/revisions/revisionLog1.xml",
        "<revisions><rcc><oc t=\"inlineStr\"><is><t>№</t></is></oc></rcc></revisions>",
    ),
    // Word.
    ("word/header1.xml", "<w:hdr><w:p><w:r><w:t>◧</w:t></w:r><w:r><w:t>◨</w:t></w:r></w:p></w:hdr>"),
    ("word/footer2.xml", "<w:ftr><w:p><w:r><w:t>№</w:t></w:r></w:p></w:ftr>"),
    (
        "word/footnotes.xml",
        "<w:footnotes><w:footnote><w:p><w:r><w:t>№</w:t></w:r></w:p></w:footnote></w:footnotes>",
    ),
    (
        "word/endnotes.xml",
        "<w:endnotes><w:endnote><w:p><w:r><w:t>№</w:t></w:r></w:p></w:endnote></w:endnotes>",
    ),
    (
        "word/comments.xml",
        "<w:comments><w:comment w:author=\"甲\"><w:p><w:r><w:t>№</w:t></w:r></w:p></w:comment></w:comments>",
    ),
    ("word/comments.xml", "<w:comments><w:comment w:initials=\"№\"/></w:comments>"),
    ("word/glossary/document.xml", "<w:glossaryDocument><w:p><w:t>№</w:t></w:p></w:glossaryDocument>"),
    (
        "word/settings.xml",
        "<w:settings><w:docVars><w:docVar w:name=\"a\" w:val=\"№\"/></w:docVars></w:settings>",
    ),
    (
        "word/settings.xml",
        "<w:settings><w:mailMerge><w:query w:val=\"SELECT * WHERE tel='№'\"/></w:mailMerge></w:settings>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:del><w:r><w:delText>№</w:delText></w:r></w:del></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:r><w:t>◧</w:t></w:r><w:del><w:r><w:delText>9</w:delText></w:r></w:del><w:r><w:t>◨</w:t></w:r></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:r><w:t>◧</w:t></w:r><w:ins><w:r><w:t>9</w:t></w:r></w:ins><w:del><w:r><w:delText>◨</w:delText></w:r></w:del></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:ins><w:r><w:t>◧</w:t></w:r></w:ins><w:r><w:t>◨</w:t></w:r></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:moveFrom><w:r><w:t>№</w:t></w:r></w:moveFrom></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:r><w:t>◧</w:t></w:r><w:r><w:txbxContent><w:p><w:r><w:t>文本框</w:t></w:r></w:p></w:txbxContent></w:r><w:r><w:t>◨</w:t></w:r></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:r><w:txbxContent><w:p><w:r><w:t>№</w:t></w:r></w:p></w:txbxContent></w:r></w:p></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:fldSimple w:instr=\"HYPERLI№K &quot;tel:№&quot;\"/></w:p></w:document>",
    ),
    ("word/document.xml", "<w:document><w:p><w:instrText>QUOTE №</w:instrText></w:p></w:document>"),
    (
        "word/document.xml",
        "<w:document><w:sdt><w:sdtPr><w:alias w:val=\"№\"/></w:sdtPr></w:sdt></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:dropDownList><w:listItem w:displayText=\"甲\" w:value=\"№\"/></w:dropDownList></w:document>",
    ),
    (
        "word/document.xml",
        "<w:document><w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>№</w:t></w:r></w:p></w:document>",
    ),
    ("word/document.xml", "<w:document><w:p/><!-- № --></w:document>"),
    ("word/document.xml", "<!DOCTYPE x [<!E№TITY a \"№\">]><w:document/>"),
    ("word/document.xml", "<w:document><w:p a=>№</w:p></w:document>"),
    (
        "word/_rels/settings.xml.rels",
        "<Relationships><Relationship Target=\"file:///№.xls\"/></Relationships>",
    ),
    ("word/nobody/knows.part", "<?xml version=\"1.0\"?><a><b c=\"№\"/></a>"),
    ("word/nobody/knows.dat", "№"),
    // Slides.
    (
        "ppt/notesSlides/notesSlide1.xml",
        "<p:notes><a:p><a:r><a:t>◧</a:t></a:r><a:r><a:t>◨</a:t></a:r></a:p></p:notes>",
    ),
    ("ppt/comments/comment1.xml", "<p:cmLst><p:cm><p:text>№</p:text></p:cm></p:cmLst>"),
    (
        "ppt/comments/modernComment_1.xml",
        "<p188:cmLst><p188:cm><p188:txBody><a:p><a:r><a:t>№</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>",
    ),
    ("ppt/commentAuthors.xml", "<p:cmAuthorLst><p:cmAuthor name=\"№\"/></p:cmAuthorLst>"),
    ("ppt/tags/tag1.xml", "<p:tagLst><p:tag name=\"A\" val=\"№\"/></p:tagLst>"),
    ("ppt/slideMasters/slideMaster1.xml", "<p:sldMaster><a:p><a:r><a:t>№</a:t></a:r></a:p></p:sldMaster>"),
    (
        "ppt/diagrams/data1.xml",
        "<dgm:dataModel><dgm:pt><a:p><a:r><a:t>№</a:t></a:r></a:p></dgm:pt></dgm:dataModel>",
    ),
    // Properties. Author, company and title are removed.
    (
        "docProps/custom.xml",
        "<Properties><property name=\"经办\"><vt:lpwstr>№</vt:lpwstr></property></Properties>",
    ),
    ("docProps/custom.xml", "<Properties><property name=\"№\"><vt:i4>1</vt:i4></property></Properties>"),
];

/// Contents of a sheet.
const IN_SHEETS: &[&str] = &[
    "<sheetData><row r=\"1\" hidden=\"1\"><c r=\"A1\"><v>№</v></c></row></sheetData>",
    "<sheetData><row r=\"1\"><c><v>♯</v></c></row></sheetData>",
    "<sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><r><t>◧</t></r><r><t>◨</t></r></is></c></row></sheetData>",
    "<sheetData><row r=\"1\"><c r=\"A1\"><f>IF(B1,\"№\",0)</f><v>0</v></c></row></sheetData>",
    "<headerFooter><oddHeader>&amp;L&amp;\"宋体,常规\"&amp;10&amp;K000000 ◧&amp;B◨</oddHeader></headerFooter>",
    "<headerFooter><oddHeader>&amp;C№</oddHeader></headerFooter>",
    "<headerFooter><oddFooter>&amp;R第&amp;P页&amp;12 №</oddFooter></headerFooter>",
    "<headerFooter><evenHeader>№</evenHeader></headerFooter>",
    "<headerFooter><firstFooter>电话 №</firstFooter></headerFooter>",
    "<autoFilter ref=\"A1:B9\"><filterColumn colId=\"0\"><filters><filter val=\"№\"/></filters></filterColumn></autoFilter>",
    "<autoFilter><filterColumn><customFilters><customFilter operator=\"equal\" val=\"*№*\"/></customFilters></filterColumn></autoFilter>",
    "<dataValidations><dataValidation type=\"list\"><formula1>\"甲,№\"</formula1></dataValidation></dataValidations>",
    "<dataValidations><dataValidation promptTitle=\"说明\" prompt=\"请打 №\"/></dataValidations>",
    "<dataValidations><dataValidation error=\"如 №\"/></dataValidations>",
    "<conditionalFormatting><cfRule type=\"cellIs\"><formula>\"№\"</formula></cfRule></conditionalFormatting>",
    "<hyperlinks><hyperlink ref=\"A1\" tooltip=\"№\"/></hyperlinks>",
    "<hyperlinks><hyperlink ref=\"A1\" location=\"№\"/></hyperlinks>",
    "<scenarios><scenario name=\"a\" comment=\"№\"><inputCells r=\"A1\" val=\"1\"/></scenario></scenarios>",
    "<scenarios><scenario><inputCells r=\"A1\" val=\"№\"/></scenario></scenarios>",
    "<!-- № --><sheetData/>",
];

fn filled(text: &str, number: &str) -> String {
    let value: f64 = number.trim_end_matches('X').parse().unwrap();
    let (head, tail) = number.split_at(3);
    text.replace('№', number).replace('♯', &format!("{value:E}")).replace('◧', head).replace('◨', tail)
}

#[test]
fn every_part_of_a_document_is_read() {
    let random = &mut Rng::with_seed(41);
    let mut files = Files::new();
    for (at, (part, text)) in PARTS.iter().enumerate() {
        let name = part.rsplit('/').next().unwrap();
        for number in [mobile(random), identity(random)] {
            // Excel stores 15 digits of a number.
            if number.len() == 11 || !text.contains('♯') {
                files.push((
                    format!("{at}-{}-{name}.docx", number.len()),
                    document(part, &filled(text, &number)),
                ));
            }
        }
    }
    for (at, text) in IN_SHEETS.iter().enumerate() {
        files.push((format!("sheet-{at}.xlsx"), sheet(&filled(text, &mobile(random)))));
    }
    all(&files, "BY243");
}

/// Identifiers written by programs are not private numbers.
#[test]
fn what_programs_write_for_themselves_is_no_number() {
    let parts: &[(&str, &str)] = &[
        (
            "word/settings.xml",
            "<w:settings xmlns:w=\"http://x/2006/13800138000\"><w:rsids><w:rsidRoot w:val=\"00A13812\"/><w:rsid w:val=\"13801382\"/></w:rsids><w14:docId w14:val=\"13801380\"/></w:settings>",
        ),
        (
            "word/fontTable.xml",
            "<w:fonts><w:font w:name=\"宋体\"><w:panose1 w:val=\"02010600030101010101\"/><w:sig w:usb0=\"00000003\" w:usb1=\"288F0000\" w:csb0=\"00040001\"/></w:font></w:fonts>",
        ),
        (
            "word/document.xml",
            "<w:document><w:p w14:paraId=\"13801380\" w:rsidR=\"00138001\"><w:ins w:date=\"2022-03-15T08:30:00Z\"/><wp:extent cx=\"5274310\" cy=\"2966720\"/><a:ext uri=\"{28A0092B-C50C-407E-A947-70E740481C1C}\"/></w:p></w:document>",
        ),
        (
            "ppt/slides/slide1.xml",
            "<p:sld><a:off x=\"138001\" y=\"380001\"/><a:ext cx=\"1380013\" cy=\"8000138\"/><a16:creationId val=\"{13801380-0138-4138-8138-138001380013}\"/><p14:creationId val=\"1380013800\"/><a:path w=\"13800\" h=\"13800\"><a:pt x=\"138\" y=\"0013\"/><a:pt x=\"8000\" y=\"1\"/></a:path></p:sld>",
        ),
        (
            "xl/charts/chart1.xml",
            "<c:chart><c:numCache><c:pt><c:v>138</c:v></c:pt><c:pt><c:v>00138000</c:v></c:pt><c:pt><c:v>1</c:v></c:pt></c:numCache><c16:uniqueId val=\"{00000001-1380-4138-8000-138001380013}\"/></c:chart>",
        ),
        (
            "xl/styles.xml",
            "<styleSheet><numFmt numFmtId=\"176\" formatCode=\"_ * #,##0.00_ ;_ @_ \"/><color rgb=\"FF138013\"/></styleSheet>",
        ),
        (
            "xl/pivotCache/pivotCacheRecords1.xml",
            "<pivotCacheRecords><r><n v=\"138\"/><n v=\"0013\"/><n v=\"8000\"/></r><r><n v=\"1\"/><n v=\"3\"/><n v=\"8\"/><n v=\"0\"/><n v=\"0\"/><n v=\"1\"/><n v=\"3\"/><n v=\"8\"/><n v=\"0\"/><n v=\"0\"/><n v=\"0\"/></r></pivotCacheRecords>",
        ),
        (
            "xl/drawings/vmlDrawing1.vml",
            "<xml><v:shape coordsize=\"21600,21600\" path=\"m138,1380l1380,13801380\" style=\"left:138.4pt;top:0013pt\"/></xml>",
        ),
    ];
    let mut files: Files = parts
        .iter()
        .enumerate()
        .map(|(at, (part, text))| (format!("{at}.docx"), document(part, text)))
        .collect();
    files.push((
        "printer.xlsx".to_owned(),
        archive(&[TYPES, ("xl/printerSettings/printerSettings1.bin", &[0, 1, 2, 0xFF, 0])]),
    ));
    all(&files, "");
}

/// A row of cells from a column on.
fn row(number: u32, start: u8, step: u8, signs: &str) -> String {
    let cells: String = signs
        .bytes()
        .enumerate()
        .map(|(at, sign)| {
            let column = char::from(start + at as u8 * step);
            match sign {
                b'X' => format!("<c r=\"{column}{number}\" t=\"str\"><v>X</v></c>"),
                sign => format!("<c r=\"{column}{number}\"><v>{}</v></c>", char::from(sign)),
            }
        })
        .collect();
    format!("<row r=\"{number}\">{cells}</row>")
}

#[test]
fn a_digit_a_cell_is_a_number_in_a_form() {
    let random = &mut Rng::with_seed(42);
    let label = |row: u32, text: &str| format!("<c r=\"A{row}\" t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let labelled = |number: u32, signs: &str| {
        let boxes = row(number, b'B', 1, signs);
        boxes.replacen('>', &format!(">{}", label(number, "号码")), 1)
    };
    let down: String = mobile(random)
        .chars()
        .enumerate()
        .map(|(at, sign)| row(at as u32 + 1, b'C', 1, &sign.to_string()))
        .collect();
    let heads: String = (0..18)
        .map(|at| format!("<c r=\"{}1\" t=\"inlineStr\"><is><t>第{at}位</t></is></c>", char::from(b'B' + at)))
        .collect();
    let rows = [
        row(1, b'B', 1, &mobile(random)),
        labelled(3, &mobile(random)),
        labelled(3, &identity_with_x(random)),
        row(1, b'B', 2, &mobile(random)),
        labelled(1, &card(random, "622202", 19)),
        labelled(1, &card(random, "6225", 16)),
        // A form with consecutive rows of boxes, and a list of many.
        labelled(1, &mobile(random)) + &labelled(2, &identity(random)),
        (1..9).map(|at| labelled(at, &mobile(random))).collect(),
        // An identity number is recognised by itself, even in a table.
        format!("<row r=\"1\">{heads}</row>") + &labelled(2, &identity(random)),
        // Down a column.
        down,
    ];
    let sheets = rows.iter().enumerate();
    let files =
        sheets.map(|(at, rows)| (format!("{at}.xlsx"), sheet(&format!("<sheetData>{rows}</sheetData>"))));
    all(&files.collect(), "BY243");
}

/// Tables of small counts are not numbers, whatever their digits.
#[test]
fn a_table_of_counts_is_no_number() {
    let random = &mut Rng::with_seed(43);
    let mut files = Files::new();
    for case in 0..120 {
        let columns = 8 + random.usize(..14);
        let rows = 1 + random.usize(..30);
        let has_heads = case % 3 != 0;
        let mut matter = String::new();
        if has_heads {
            let heads: String = (0..columns)
                .map(|at| {
                    format!(
                        "<c r=\"{}1\" t=\"inlineStr\"><is><t>{at}月</t></is></c>",
                        char::from(b'B' + at as u8)
                    )
                })
                .collect();
            matter.push_str(&format!("<row r=\"1\">{heads}</row>"));
        }
        // Without a heading, one row of counts is indistinguishable from a row of boxes: only several rows
        // are distinguishable.
        for at in 0..rows + if has_heads { 0 } else { 6 } {
            let label = format!("<c r=\"A{}\" t=\"inlineStr\"><is><t>青溪县</t></is></c>", at + 2);
            let signs = row(at as u32 + 2, b'B', 1, &random.digits(columns));
            matter.push_str(&signs.replacen('>', &format!(">{label}"), 1));
        }
        files.push((format!("{case}.xlsx"), sheet(&format!("<sheetData>{matter}</sheetData>"))));
    }
    all(&files, "");
}
