//! Inputs of any size written to make a reader slow or memory-hungry, and the readers.

use std::io::{Cursor, Write};
use std::path::Path;
use std::sync::Arc;

use bangyang::budget::Budget;
use bangyang::checks::leaks;
use bangyang::config::Theme;
use bangyang::config::speech::Speech;
use bangyang::config::yaml::{Text, parse};
use bangyang::diag::{Diagnostics, Lang};
use bangyang::domain::Language;
use bangyang::domain::signature::Shortcodes;
use bangyang::source::{MemSystem, SitePath, System};
use bangyang::{extract, load, markdown};

/// Generates an input of about this many bytes before compression.
pub type Input = fn(usize) -> Vec<u8>;

/// A reader with inputs that are hard for it.
pub struct ReaderCase {
    pub name: &'static str,
    /// Reads an input; returns its own counts of output and work, if it has any.
    pub read: fn(&[u8]) -> (u64, u64),
    /// Maximum number of bytes in use at once: per byte of the input, and in addition.
    pub memory: (u64, u64),
    pub inputs: &'static [(&'static str, Input)],
}

const MIB: u64 = 1 << 20;

pub const READERS: &[ReaderCase] = &[
    ReaderCase {
        name: "yaml",
        read: yaml,
        memory: (160, 32 * MIB),
        inputs: &[
            ("a quoted key", |n| format!("a: {{\"{}\": 1}}\n", "k".repeat(n)).into()),
            ("a plain key", |n| format!("{}: 1\n", "k".repeat(n)).into()),
            ("a quoted key of many lines", |n| format!("\"{}\": 1\n", "k\n".repeat(n / 2)).into()),
            ("an alias of a long text", |n| {
                format!("a: &a {}\nb: [{}]\n", "x".repeat(n / 2), "*a,".repeat(n / 6)).into()
            }),
            ("aliases of aliases", |n| {
                let line =
                    |at: usize| format!("a{at}: &a{at} [{}]\n", vec![format!("*a{}", at - 1); 9].join(","));
                let lines: String = (1..10).map(line).collect();
                format!("a0: &a0 {}\n{lines}", "x".repeat(n)).into()
            }),
            ("short items", |n| "- a\n".repeat(n / 4).into()),
            ("items in brackets", |n| format!("a: [{}]\n", "a,".repeat(n / 2)).into()),
            ("open brackets", |n| format!("a: {}\n", "[".repeat(n)).into()),
            ("open braces", |n| format!("a: {}\n", "{a: ".repeat(n / 4)).into()),
            ("hyphens", |n| "- ".repeat(n / 2).into()),
            ("question marks", |n| "? ".repeat(n / 2).into()),
            ("blanks", |n| " ".repeat(n).into()),
            ("tabs", |n| format!("a:\n{}", "\tb\n".repeat(n / 3)).into()),
            ("full-width commas", |n| format!("a: {{b: {}\n", "，".repeat(n / 3)).into()),
            ("full-width colons", |n| "名：甲\n".repeat(n / 10).into()),
            ("a long word in braces", |n| format!("a: {{ {}\nb c\n", "k".repeat(n)).into()),
            ("equal keys", |n| "a: 1\n".repeat(n / 5).into()),
            ("different keys", |n| (0..n / 8).map(|at| format!("{at:05}: 1\n")).collect::<String>().into()),
            ("quotes that escape", |n| format!("a: \"{}\"\n", "\\x41".repeat(n / 4)).into()),
            ("forbidden characters", |n| "- \"\\x07\"\n".repeat(n / 9).into()),
            ("a quote that is not closed", |n| format!("a: \"{}", "b: c\n".repeat(n / 5)).into()),
            ("a text of many lines", |n| format!("a:\n{}", "  b\n".repeat(n / 4)).into()),
            ("a block of many lines", |n| format!("a: |\n{}", "  b\n".repeat(n / 4)).into()),
            ("comments", |n| "# a\n".repeat(n / 4).into()),
            ("lines without a colon", |n| format!("a: b\n{}", "c\n".repeat(n / 2)).into()),
            ("steps", |n| {
                (0..2000).map(|at| format!("{}a:\n", " ".repeat(at % (n / 2000)))).collect::<String>().into()
            }),
            ("documents", |n| "---\n".repeat(n / 4).into()),
            ("directives", |n| "%a b\n".repeat(n / 5).into()),
            ("anchors", |n| (0..n / 12).map(|at| format!("- &a{at:06} b\n")).collect::<String>().into()),
            ("tags", |n| "- !a b\n".repeat(n / 7).into()),
            ("keys that begin with a bullet", |n| format!("{}\na\n", "—a: b\n".repeat(n / 8)).into()),
        ],
    },
    ReaderCase {
        name: "front matter",
        read: front_matter,
        memory: (1, MIB),
        inputs: &[
            ("blank lines", |n| "\n".repeat(n).into()),
            ("no end", |n| format!("---\n{}", "a: 1\n".repeat(n / 5)).into()),
            ("near fences", |n| format!("---\n{}", "--\n".repeat(n / 3)).into()),
            ("one line of hyphens", |n| "-".repeat(n).into()),
        ],
    },
    ReaderCase {
        name: "markdown",
        read: markdown,
        memory: (900, 32 * MIB),
        inputs: &[
            ("emphasis", |n| "*a ".repeat(n / 3).into()),
            ("stars", |n| "*".repeat(n).into()),
            ("brackets", |n| "[".repeat(n).into()),
            ("links", |n| "[a](b) ".repeat(n / 7).into()),
            ("links that are not closed", |n| "[a](<b".repeat(n / 6).into()),
            ("quotes", |n| "> ".repeat(n / 2).into()),
            ("lists", |n| "* ".repeat(n / 2).into()),
            ("backticks", |n| {
                (1..).map(|at| "`".repeat(at % 300) + " ").take(n / 150).collect::<String>().into()
            }),
            ("tags", |n| "<b>".repeat(n / 3).into()),
            ("tags that are not closed", |n| "<a ".repeat(n / 3).into()),
            ("comments", |n| "<!--".repeat(n / 4).into()),
            ("entities", |n| "&amp;".repeat(n / 5).into()),
            ("footnotes", |n| "[^a] ".repeat(n / 5).into()),
            ("definitions", |n| (0..n / 14).map(|at| format!("[{at:06}]: /a\n")).collect::<String>().into()),
            ("a table", |n| format!("|a|b|\n|-|-|\n{}", "|c|d|\n".repeat(n / 6)).into()),
            ("a wide table", |n| format!("{}\n{}\n", "|a".repeat(n / 4), "|-".repeat(n / 4)).into()),
            ("headings", |n| "# a\n".repeat(n / 4).into()),
            ("shortcodes", |n| "{{ a".repeat(n / 4).into()),
            ("shortcodes that are closed", |n| "{{ a() }}\n".repeat(n / 10).into()),
            ("pictures", |n| "![a](b.jpg)\n".repeat(n / 12).into()),
            ("Chinese", |n| "**甲**乙".repeat(n / 13).into()),
        ],
    },
    ReaderCase {
        name: "scan",
        read: scan,
        memory: (48, 8 * MIB),
        inputs: &[
            ("ones", |n| "1 ".repeat(n / 2).into()),
            ("digits", |n| "1".repeat(n).into()),
            ("groups", |n| "1380 0000 ".repeat(n / 10).into()),
            ("masked", |n| "1*".repeat(n / 2).into()),
            ("blanks", |n| format!("1{}1", " ".repeat(n)).into()),
            ("long groups", |n| format!("{} ", "1".repeat(n / 20)).repeat(20).into()),
            ("points", |n| "1.".repeat(n / 2).into()),
            ("at signs", |n| "@".repeat(n).into()),
            ("addresses", |n| "a@b.co ".repeat(n / 7).into()),
            ("one long address", |n| format!("{}@b.co", "a".repeat(n)).into()),
            ("spoken digits", |n| "一".repeat(n / 3).into()),
            ("houses", |n| "1号".repeat(n / 4).into()),
            ("letters before a house", |n| format!("{}号", "A".repeat(n)).into()),
            ("tags", |n| "1<b>".repeat(n / 4).into()),
            ("tags that are not closed", |n| "1<".repeat(n / 2).into()),
            ("escapes", |n| "1%20".repeat(n / 4).into()),
            ("letters and a digit", |n| "E1 ".repeat(n / 3).into()),
            ("words", |n| format!("{}1", "a".repeat(n)).into()),
            ("prices", |n| "￥ 1 ".repeat(n / 6).into()),
        ],
    },
    ReaderCase {
        name: "attached",
        read: attached,
        memory: (320, 96 * MIB),
        inputs: &[
            ("a table of ranges", |n| pdf(&[("", b"BT /F 9 Tf <01> Tj ET"), ("/CMap", &ranges(n))])),
            ("fonts that share a table", fonts),
            ("a code that stands for much", |n| {
                let table = format!("1 beginbfchar <01> <{}> endbfchar", "0041".repeat(n / 8));
                let page = format!("BT /F 9 Tf <{}> Tj ET", "01".repeat(n / 4));
                pdf(&[("", page.as_bytes()), ("/CMap", table.as_bytes())])
            }),
            ("a packed list", |n| {
                let list = format!("5 0 [{}]", "1 ".repeat(n * 8));
                pdf(&[("/ObjStm /N 1 /First 4", list.as_bytes())])
            }),
            ("objects in one another", |n| {
                let count = n / 16;
                let index: String = (0..count).map(|at| format!("{at} 0 ")).collect();
                pdf(&[(
                    &format!("/ObjStm /N {count} /First {}", index.len()),
                    format!("{index}[{}]", "1 ".repeat(n / 4)).as_bytes(),
                )])
            }),
            ("trailers", |n| ["%PDF-1.7\n", &"trailer<<".repeat(n / 9)].concat().into()),
            ("objects without an end", |n| ["%PDF-1.7\n", &"1 0 obj<<".repeat(n / 9)].concat().into()),
            ("streams without an end", |n| {
                ["%PDF-1.7\n", &"1 0 obj<<>>stream ".repeat(n / 18)].concat().into()
            }),
            ("texts without an end", |n| ["%PDF-1.7\n", &"1 0 obj(".repeat(n / 8)].concat().into()),
            ("brackets", |n| ["%PDF-1.7\n1 0 obj", &"[".repeat(n)].concat().into()),
            ("wide lines", |n| {
                let one = "1 0 obj<</Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 1048576/Colors 32/BitsPerComponent 32>>/Length 9>>stream\nx\x01\x01\0\0\u{7f}endstream endobj\n";
                ["%PDF-1.7\n", &one.repeat(n / one.len())].concat().into()
            }),
            ("filters", |n| {
                format!(
                    "%PDF-1.7\n1 0 obj<</Filter[{}]>>stream\n{}>endstream",
                    "/AHx".repeat(n / 8),
                    "41".repeat(n / 4)
                )
                .into()
            }),
            ("pages of one list", |n| {
                let list: String = (0..n / 24).map(|at| format!("{} 0 R ", at + 9)).collect();
                format!(
                    "%PDF-1.7\n1 0 obj[{list}]endobj\n{}",
                    "2 0 obj<</Contents 1 0 R>>endobj\n".repeat(n / 66)
                )
                .into()
            }),
            ("pages of great resources", |n| {
                let fonts: String = (0..n / 24).map(|at| format!("/F{at:06} {} 0 R ", at + 9)).collect();
                let page = "3 0 obj<</Parent 1 0 R/Contents 4 0 R>>endobj\n4 0 obj<</Length 1>>stream\n endstream endobj\n";
                format!(
                    "%PDF-1.7\n1 0 obj<</Resources<</Font<<{fonts}>>>>>>endobj\n{}",
                    page.repeat(n / 2 / page.len())
                )
                .into()
            }),
            ("documents in documents", |n| {
                let head = "%PDF-1.7\n1 0 obj<</Type/EmbeddedFile>>stream\n";
                head.repeat(n / head.len()).into()
            }),
            ("an archive of ones", |n| zip(&[("a.txt", &b"1 ".repeat(n * 60))])),
            ("an archive of nothing", |n| zip(&[("a.bin", &vec![0; n * 250])])),
            ("archives in archives", |n| {
                (0..6).fold(b"1 ".repeat(n * 8), |inner, _| zip(&[("a.zip", &inner)]))
            }),
            ("many files", |n| {
                let names: Vec<String> = (0..n / 100).map(|at| format!("{at}.txt")).collect();
                zip(&names.iter().map(|name| (&**name, &b"1"[..])).collect::<Vec<_>>())
            }),
            ("cells that share a text", |n| {
                let strings = format!("<sst><si><t>{}</t></si></sst>", "甲 ".repeat(n / 8));
                let cells =
                    format!("<sheetData>{}</sheetData>", "<c r=\"A1\" t=\"s\"><v>0</v></c>".repeat(n / 4));
                zip(&[
                    ("[Content_Types].xml", b"<Types/>"),
                    ("xl/sharedStrings.xml", strings.as_bytes()),
                    ("xl/worksheets/a.xml", cells.as_bytes()),
                ])
            }),
            ("attributes", |n| word(&format!("<w:p {}/>", "title=\"1\" ".repeat(n)))),
            ("elements", |n| word(&"<w:p>".repeat(n))),
            ("numbers of cells", |n| {
                let cells = "<c r=\"A1\"><v>1</v></c>".repeat(n);
                zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/worksheets/a.xml", cells.as_bytes())])
            }),
            ("rich text", |n| ["{\\rtf1 ", &"\\u1?".repeat(n / 4)].concat().into()),
            ("rich text of groups", |n| ["{\\rtf1 ", &"{\\b ".repeat(n / 4)].concat().into()),
            ("old documents", |n| [&b"\xD0\xCF\x11\xE0"[..], &b"1 ".repeat(n / 2)].concat()),
            ("plain text", |n| b"1 ".repeat(n / 2)),
            ("notes that are one stretch", notes),
            ("chunks", |n| [&b"\x89PNG\r\n\x1a\n"[..], &b"\0\0\0\x01tEXtx\0\0\0\0".repeat(n / 13)].concat()),
            ("segments", |n| [&b"\xFF\xD8\xFF"[..], &b"\xFE\0\x03x\xFF".repeat(n / 5)].concat()),
            ("attributes that all differ", |n| {
                let cells: String = (0..n / 2).map(|at| format!("<s v=\"甲{at}\"/>")).collect();
                zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/pivotCache/a.xml", cells.as_bytes())])
            }),
            ("paragraphs in paragraphs", |n| word(&"<w:p><w:t>1</w:t>".repeat(n))),
            ("changes", |n| word(&"<w:p><w:ins><w:t>1</w:t></w:ins>".repeat(n))),
            ("one paragraph of changes", |n| {
                word(&format!("<w:p>{}", "<w:ins><w:t>1</w:t></w:ins>".repeat(n)))
            }),
            ("repeated cells", |n| {
                word(&"<table-cell number-columns-repeated=\"99\"><p>1</p></table-cell>".repeat(n))
            }),
            ("a row of boxes", |n| sheet(&format!("<row>{}</row>", "<c><v>1</v></c>".repeat(n)))),
            ("rows of boxes", |n| {
                let cells = "<c><v>1</v></c>".repeat(12);
                sheet(&format!("<row>{cells}<c><v>11</v></c>{cells}</row>").repeat(n / 20))
            }),
            ("many rows of boxes in one", |n| {
                let cells = "<c><v>1</v></c>".repeat(12);
                sheet(&format!("<row>{}</row>", format!("{cells}<c><v>11</v></c>").repeat(n / 20)).repeat(2))
            }),
            ("columns of boxes", |n| sheet(&"<row><c><v>1</v></c><c><v>11</v></c></row>".repeat(n))),
            ("headers", |n| sheet(&format!("<oddHeader>{}</oddHeader>", "&amp;C1".repeat(n)))),
            ("an archive of tar", |n| {
                let mut builder = tar::Builder::new(Vec::new());
                for at in 0..n / 1024 {
                    let mut header = tar::Header::new_gnu();
                    header.set_size(3);
                    header.set_cksum();
                    builder.append_data(&mut header, format!("{at}.txt"), &b"1 1"[..]).unwrap();
                }
                builder.into_inner().unwrap()
            }),
            ("long names", |n| {
                let mut builder = tar::Builder::new(Vec::new());
                let mut header = tar::Header::new_gnu();
                header.set_size(0);
                header.set_cksum();
                builder.append_data(&mut header, "a/".repeat(n / 2), &b""[..]).unwrap();
                builder.into_inner().unwrap()
            }),
            ("what gzip packs", |n| gzip(&b"1 ".repeat(n * 60))),
            ("gzip in gzip", |n| (0..6).fold(b"1 ".repeat(n * 8), |inner, _| gzip(&inner))),
            ("a message of many parts", |n| mail("--b\r\n\r\n1\r\n".repeat(n / 12))),
            ("a message of many lines", |n| format!("{MAIL}{}", "A: b\r\n".repeat(n / 6)).into()),
            ("a line of a message that goes on", |n| format!("{MAIL}{}", " b\r\n".repeat(n / 4)).into()),
            ("words that are encoded", |n| format!("{MAIL}A: {}", "=?utf-8?B?MQ==?=".repeat(n / 16)).into()),
            ("words that are not ended", |n| format!("{MAIL}A: {}", "=?a".repeat(n / 3)).into()),
            ("messages in messages", |n| {
                format!("{MAIL}{}", "Content-Type: message/rfc822\r\n\r\n".repeat(n / 32)).into()
            }),
            ("parts in parts", |n| {
                mail("--b\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n".repeat(n / 52))
            }),
            ("a box of messages", |n| format!("From x\n{MAIL}\n1\n").repeat(n / 60).into()),
            ("a table of dBASE", |n| {
                let mut table = vec![3, 122, 3, 15, 0, 0, 0, 0, 97, 0, 3, 0];
                table.resize(32, 0);
                for _ in 0..2 {
                    table.extend([&[b'A'; 16][..], &[1], &[0; 15]].concat());
                }
                [&table[..], b"\r", &b" 11".repeat(n / 3)].concat()
            }),
            ("rich text that is deep", |n| ["{\\rtf1", &"{".repeat(n)].concat().into()),
            ("rich text of pictures", |n| ["{\\rtf1", &"{\\pict ffd8ff}".repeat(n / 14)].concat().into()),
            ("rich text of bytes", |n| ["{\\rtf1", &"\\bin2000000000 ".repeat(n / 16)].concat().into()),
            ("notes that grow", |n| png_with(b"zTXt", &[b"x\0\0", &packed(&vec![0; n * 200])[..]].concat())),
            ("many notes that grow", |n| {
                let one = png_with(b"iTXt", &[b"x\0\x01\0\0\0", &packed(&vec![0; n * 2])[..]].concat());
                let chunk = &one[33..one.len() - 12];
                [&one[..33], &chunk.repeat(100)].concat()
            }),
            ("comments of a GIF", |n| {
                [&b"GIF89a\x01\0\x01\0\0\0\0"[..], &b"\x21\xFE\x01a\0".repeat(n / 5)].concat()
            }),
            ("pictures in a drawing", |n| {
                format!("<svg>{}", "<g href='data:image/png;base64,iVBORw0K'/>".repeat(n / 43)).into()
            }),
            ("an unknown file", |n| b"\0\x81 11111".repeat(n / 8)),
            ("a drawing", |n| ["<svg>", &"<g a='b'>".repeat(n / 9)].concat().into()),
        ],
    },
    ReaderCase {
        name: "theme",
        read: theme,
        memory: (1200, 160 * MIB),
        inputs: &[
            ("a long template", |n| file("templates/home.html", "x".repeat(n))),
            ("values", |n| file("templates/home.html", "{{ 1 }}".repeat(n / 7))),
            ("tags", |n| file("templates/home.html", "{% if true %}a{% endif %}".repeat(n / 25))),
            ("blocks without an end", |n| file("templates/home.html", "{% raw %}".repeat(n / 9))),
            ("comments without an end", |n| file("templates/home.html", "{# a".repeat(n / 4))),
            ("braces", |n| file("templates/home.html", "{".repeat(n))),
            ("includes", |n| file("templates/home.html", "{% include \"parts/in.html\" %}".repeat(n / 28))),
            ("calls", |n| file("templates/home.html", "{{ word(key=\"a\") }}".repeat(n / 19))),
            ("ids", |n| file("templates/home.html", "<p id=\"a\">".repeat(n / 10))),
            ("ids that differ", |n| {
                file("templates/home.html", (0..n / 14).map(|at| format!("<p id=\"a{at}\">")).collect())
            }),
            ("a long expression", |n| {
                file("templates/home.html", format!("{{{{ 1{} }}}}", "+1".repeat(n / 2)))
            }),
            ("words", |n| file("i18n/en.yaml", (0..n / 12).map(|at| format!("w{at}: \"a\"\n")).collect())),
            ("a long word", |n| file("i18n/en.yaml", format!("w: \"{}\"\n", "a".repeat(n)))),
            ("room for names", |n| file("i18n/en.yaml", format!("w: \"{}\"\n", "{a} ".repeat(n / 4)))),
            ("braces in a word", |n| file("i18n/en.yaml", format!("w: \"{}\"\n", "{".repeat(n)))),
            ("names that differ", |n| {
                let names: String = (0..n / 8).map(|at| format!("{{a{at}}} ")).collect();
                file("i18n/en.yaml", format!("w: \"{names}\"\n"))
            }),
            ("a font", |n| file("assets/a.woff2", "x".repeat(n))),
            ("settings", |n| file("theme.yaml", (0..n / 12).map(|at| format!("p{at}: \"a\"\n")).collect())),
            ("parameters that repeat", |n| {
                file(
                    "theme.yaml",
                    format!("params: {{a: &a \"{}\", b: [{}]}}\n", "x".repeat(n / 2), "*a,".repeat(n / 6)),
                )
            }),
            ("a sheet of names", |n| file("assets/a.css", "a{b:url(c.png)}".repeat(n / 15))),
            ("a sheet of imports", |n| file("assets/a.css", "@import \"a.css\";".repeat(n / 16))),
            ("a sheet of names that are not ended", |n| file("assets/a.css", "url(\"".repeat(n / 5))),
        ],
    },
    ReaderCase {
        name: "pictures",
        read: picture,
        memory: (24, 24 * MIB),
        inputs: &[
            ("a profile that grows", |n| {
                png_with(b"iCCP", &[b"x\0\0", &packed(&vec![0; n * 200])[..]].concat())
            }),
            ("notes that grow", |n| png_with(b"zTXt", &[b"x\0\0", &packed(&vec![0; n * 200])[..]].concat())),
            ("chunks", |n| {
                let chunk = b"\0\0\0\0tEXt\x00\x00\x00\x00";
                [&b"\x89PNG\r\n\x1a\n"[..], &chunk.repeat(n / 12)].concat()
            }),
            ("scans", |n| {
                let picture = jpeg();
                let end = picture.len() - 2;
                [&picture[..end], &b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\0".repeat(n / 11), &picture[end..]]
                    .concat()
            }),
            ("segments", |n| [&b"\xFF\xD8"[..], &b"\xFF\xFE\0\x02".repeat(n / 4), b"\xFF\xD9"].concat()),
            ("blocks", |n| {
                [&b"GIF89a\x01\0\x01\0\0\0\0"[..], &b"\x21\xFE\x01a\0".repeat(n / 5), b"\x3B"].concat()
            }),
            ("frames", |n| {
                [
                    &b"GIF89a\x01\0\x01\0\0\0\0"[..],
                    &b"\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0".repeat(n / 15),
                    b"\x3B",
                ]
                .concat()
            }),
        ],
    },
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn yaml(bytes: &[u8]) -> (u64, u64) {
    let path = SitePath::try_from("content/news/a.yaml").unwrap();
    let text = Text::new(path, Arc::from(text(bytes)));
    let mut diagnostics = Diagnostics::default();
    let node = parse(&text, 0..text.content.len(), &mut diagnostics);
    // The conversion of free parameters.
    drop(node.map(|node| node.to_json().to_string()));
    drop(diagnostics.sorted());
    (0, 0)
}

fn front_matter(bytes: &[u8]) -> (u64, u64) {
    let _ = bangyang::config::front_matter::split(std::str::from_utf8(bytes).unwrap());
    (0, 0)
}

fn markdown(bytes: &[u8]) -> (u64, u64) {
    let words = markdown::A11yLabels { table: "t", footnotes: "f", back: "b", done: "d", open: "o" };
    let page_ids = ["<main id=\"main\">"].into_iter().collect();
    let shortcodes = Shortcodes::default();
    let options = markdown::RenderOptions {
        heading_offset: 1,
        shortcodes: &shortcodes,
        id_prefix: "",
        page_ids: &page_ids,
        words,
    };
    drop(markdown::render(std::str::from_utf8(bytes).unwrap(), &options));
    (0, 0)
}

fn scan(bytes: &[u8]) -> (u64, u64) {
    drop(leaks::scan(std::str::from_utf8(bytes).unwrap(), true));
    (0, 0)
}

fn attached(bytes: &[u8]) -> (u64, u64) {
    let mut budget = Budget::of(bytes.len());
    let contents = extract::look_within("a.pdf", bytes, &mut budget);
    drop(contents);
    drop(extract::published(bytes.to_vec()));
    for name in ["a.pdf", "a.svg", "a.txt", "a.tar"] {
        let _ = (extract::refusal(name, bytes), extract::runs(name, bytes));
    }
    budget.used()
}

fn picture(bytes: &[u8]) -> (u64, u64) {
    let _ = load::header(bytes);
    drop(extract::published(bytes.to_vec()));
    (0, 0)
}

/// A theme file, with its path on the first line.
fn file(path: &str, text: String) -> Vec<u8> {
    format!("{path}\n{text}").into()
}

/// Reads a site's own theme with one hostile file, and its template as the engine does.
fn theme(bytes: &[u8]) -> (u64, u64) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let (path, matter) = (std::str::from_utf8(&bytes[..end]).unwrap(), &bytes[end + 1..]);
    let system = MemSystem::new();
    system.put("/themes/own/theme.yaml", b"extends: peony\n".to_vec()).unwrap();
    system.put(format!("/themes/own/{path}"), matter.to_vec()).unwrap();
    let entries = system.walk(Path::new("/themes")).unwrap().entries;
    let mut told = Diagnostics::default();
    let speech = Speech { language: &Language::from(Lang::En), place: None, regions: None };
    let theme = Theme::load(&system, Path::new("/"), &entries, "own", None, &speech, &mut told);
    drop(theme.page_ids(["home.html"]));
    let own = theme.templates.iter().filter(|template| template.name.starts_with("own/"));
    for template in own.filter(|_| bangyang::render::too_much(&theme).is_none()) {
        drop(tera::Tera::new().add_raw_template(&template.name, &template.text.content));
    }
    drop(told.sorted());
    (0, 0)
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A PDF with these compressed streams and their types, as objects 10 and on. A page shows the first, with
/// the second as its font's table.
pub fn pdf(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n1 0 obj<</Type/Page/Contents 10 0 R/Resources<</Font<</F 2 0 R>>>>>>endobj\n2 0 obj<</Type/Font/Subtype/Type0/ToUnicode 11 0 R>>endobj\n".to_vec();
    for (at, (kind, bytes)) in streams.iter().enumerate() {
        let bytes = packed(bytes);
        let kind = if kind.is_empty() { String::new() } else { format!("/Type{kind}") };
        writeln!(out, "{} 0 obj<<{kind}/Filter/FlateDecode/Length {}>>stream", at + 10, bytes.len()).unwrap();
        out.extend([&bytes[..], b"\nendstream endobj\n"].concat());
    }
    out
}

/// As in a PDF of 2.7 KB that took 73 seconds, for a `size` of 400 KB.
pub fn ranges(size: usize) -> Vec<u8> {
    [&b"1 beginbfrange\n"[..], &b"<0000> <FFFF> <0000>\n".repeat(size / 21), b"endbfrange"].concat()
}

fn fonts(size: usize) -> Vec<u8> {
    let count = size / 200;
    let fonts: String = (0..count).map(|at| format!("/F{at} {} 0 R ", at + 20)).collect();
    let objects: String = (0..count)
        .map(|at| format!("{} 0 obj<</Type/Font/Subtype/Type0/ToUnicode 11 0 R>>endobj\n", at + 20))
        .collect();
    let made = pdf(&[("", b"BT /F 9 Tf <01> Tj ET"), ("/CMap", &ranges(40_000))]);
    let page =
        format!("12 0 obj<</Type/Page/Contents 10 0 R/Resources<</Font<<{fonts}>>>>>>endobj\n{objects}");
    [made, page.into()].concat()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An Excel sheet.
fn sheet(matter: &str) -> Vec<u8> {
    let sheet = format!("<worksheet>{matter}</worksheet>");
    zip(&[("[Content_Types].xml", b"<Types/>"), ("xl/worksheets/a.xml", sheet.as_bytes())])
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// The beginning of a message.
const MAIL: &str = "MIME-Version: 1.0\r\nFrom: a\r\n";

/// A message of many parts.
fn mail(parts: String) -> Vec<u8> {
    format!("{MAIL}Content-Type: multipart/mixed; boundary=b\r\n\r\n{parts}").into()
}

fn word(matter: &str) -> Vec<u8> {
    let document = format!("<w:document>{matter}</w:document>");
    zip(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())])
}

/// A picture whose metadata entries all refer to the whole file.
fn notes(size: usize) -> Vec<u8> {
    let count = u16::try_from((size / 24).min(60_000)).unwrap();
    let mut out = b"II*\0\x08\0\0\0".to_vec();
    out.extend(count.to_le_bytes());
    for at in 0..count {
        out.extend((0x8000 + at % 0x4000).to_le_bytes());
        out.extend(2_u16.to_le_bytes());
        out.extend(u32::try_from(size / 2).unwrap().to_le_bytes());
        out.extend(8_u32.to_le_bytes());
    }
    out.resize(size.max(out.len()) + 16, b'1');
    out
}

/// A PNG with an additional chunk.
fn png_with(kind: &[u8; 4], matter: &[u8]) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(4, 4).write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let bytes = bytes.into_inner();
    // The header takes 33 bytes.
    let (head, rest) = bytes.split_at(33);
    let mut checked = flate2::Crc::new();
    checked.update(kind);
    checked.update(matter);
    let length = u32::try_from(matter.len()).unwrap().to_be_bytes();
    [head, &length, kind, matter, &checked.sum().to_be_bytes(), rest].concat()
}

fn jpeg() -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::new(64, 64).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}
