//! Archives, mail, databases, pictures: a number in them is found, or the file is reported as not examined.

use fastrand::Rng;
use std::io::Write;

use bangyang::build::{Silent, build};

use super::attached::{Files, TYPES, all, archive};
use super::numbers::{identity, mobile};
use super::site::{options, site};

fn tar(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        builder.append_data(&mut header, name, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let sign = |bits: u32| char::from(SIGNS[(bits & 63) as usize]);
    let three = |chunk: &[u8]| {
        let bits = chunk.iter().chain([&0, &0]).take(3).fold(0, |sum, byte| (sum << 8) | u32::from(*byte));
        let signs: String = [bits >> 18, bits >> 12, bits >> 6, bits].into_iter().map(sign).collect();
        format!("{:=<4}", &signs[..chunk.len() + 1])
    };
    bytes.chunks(3).map(three).collect::<Vec<_>>().join("\r\n")
}

/// A dBASE table with a field for the name and one for the number.
fn dbase(rows: &[(&str, &str)]) -> Vec<u8> {
    let fields = [("NAME", 8_u8), ("TEL", 18), ("DAY", 8)];
    let (start, length) = (32 + 32 * fields.len() as u16 + 1, 35_u16);
    let mut bytes = vec![0x03, 122, 3, 15];
    bytes.extend((rows.len() as u32).to_le_bytes());
    bytes.extend(start.to_le_bytes());
    bytes.extend(length.to_le_bytes());
    bytes.resize(32, 0);
    for (name, length) in fields {
        let mut field = name.as_bytes().to_vec();
        field.resize(11, 0);
        field.push(b'C');
        field.extend([0; 4]);
        field.push(length);
        field.resize(32, 0);
        bytes.extend(field);
    }
    bytes.push(0x0D);
    for (name, number) in rows {
        let mut record = b" ".to_vec();
        record.extend(&*encoding_rs::GB18030.encode(name).0);
        record.resize(9, b' ');
        record.extend(format!("{number:<18}20220315").bytes());
        bytes.extend(record);
    }
    bytes.push(0x1A);
    bytes
}

#[test]
fn archives_mail_and_tables_of_other_programs_are_read() {
    let random = &mut Rng::with_seed(44);
    let mut files = Files::new();
    let mut put = |name: &str, bytes: Vec<u8>| files.push((name.to_owned(), bytes));
    let list = |random: &mut Rng| format!("甲某,{}\n", mobile(random)).into_bytes();
    let packed = tar(&[("名单/list.csv", &list(random))]);
    put("a.tar", packed.clone());
    put("under-another-name.bin", packed.clone());
    put("a.tar.gz", gzip(&packed));
    put("a.tgz", gzip(&packed));
    put("a.csv.gz", gzip(&list(random)));
    put("a.svgz", gzip(format!("<svg><text>{}</text></svg>", mobile(random)).as_bytes()));
    put("inner.zip", archive(&[("a.tar", &packed)]));
    put("name.tar", tar(&[(&format!("甲某{}.txt", mobile(random)), b"x")]));
    let long = format!("{}/{}.txt", "folder/".repeat(30), mobile(random));
    put("long-name.tar", tar(&[(&long, b"x")]));
    let mut old = tar(&[("a.txt", &list(random))]);
    // As before the format had a signature.
    old[257..265].fill(0);
    let sum: u32 = old[..512]
        .iter()
        .enumerate()
        .map(|(at, byte)| if (148..156).contains(&at) { 32 } else { u32::from(*byte) })
        .sum();
    old[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    put("old.tar", old);

    let head = "From: =?utf-8?B?55Sy?= <x>\r\nTo: y\r\nMIME-Version: 1.0\r\n";
    let number = mobile(random);
    let mail = |rest: &str| format!("{head}{rest}").into_bytes();
    put("plain.eml", mail(&format!("Content-Type: text/plain\r\n\r\n电话 {number}\r\n")));
    put(
        "base64.eml",
        mail(&format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n",
            base64(format!("电话 {number}").as_bytes())
        )),
    );
    put(
        "quoted.eml",
        mail(&format!(
            "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E7=94=B5 {}=\r\n{}\r\n",
            &number[..5],
            &number[5..]
        )),
    );
    put(
        "subject.eml",
        mail(&format!(
            "Subject: =?gb18030?B?{}?=\r\n\r\n甲\r\n",
            base64(&encoding_rs::GB18030.encode(&format!("电话{number}")).0).replace("\r\n", "")
        )),
    );
    put(
        "spread-subject.eml",
        mail(&format!(
            "Subject: =?utf-8?Q?{}?=\r\n =?utf-8?Q?{}?=\r\n\r\n甲\r\n",
            &number[..4],
            &number[4..]
        )),
    );
    let parts = |kind: &str, inner: &str| {
        format!("Content-Type: {kind}; boundary=\"b\"\r\n\r\n--b\r\n{inner}\r\n--b--\r\n")
    };
    put(
        "parts.eml",
        mail(&parts("multipart/mixed", &format!("Content-Type: text/html\r\n\r\n<p>{number}</p>"))),
    );
    let attached = format!(
        "Content-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64(&archive(&[("a.txt", number.as_bytes())]))
    );
    put("attached.eml", mail(&parts("multipart/mixed", &attached)));
    put(
        "attached-name.eml",
        mail(&parts(
            "multipart/mixed",
            &format!(
                "Content-Disposition: attachment; filename*=utf-8''%E7%94%B2{number}.bin\r\nContent-Type: application/x\r\n\r\nx"
            ),
        )),
    );
    let inner = String::from_utf8(mail(&format!("Content-Type: text/plain\r\n\r\n{number}"))).unwrap();
    put(
        "forwarded.eml",
        mail(&parts("multipart/mixed", &format!("Content-Type: message/rfc822\r\n\r\n{inner}"))),
    );
    put(
        "before-the-parts.eml",
        mail(&parts("multipart/mixed", "x").replacen("\r\n\r\n", &format!("\r\n\r\n{number}\r\n"), 1)),
    );
    put(
        "page.mht",
        mail(&parts(
            "multipart/related",
            &format!(
                "Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>{}=\r\n{}</p>",
                &number[..5],
                &number[5..]
            ),
        )),
    );
    put(
        "under-another-name.txt",
        mail(&format!(
            "Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
            base64(number.as_bytes())
        )),
    );
    let box_of = format!(
        "From x\r\n{head}Content-Type: text/plain\r\n\r\n甲\r\nFrom y\r\n{head}Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n{}",
        base64(number.as_bytes())
    );
    put("all.mbox", box_of.into_bytes());

    put("list.dbf", dbase(&[("甲某", &mobile(random)), ("乙某", &mobile(random))]));
    put("identity.dbf", dbase(&[("甲某", &identity(random))]));
    all(&files, "BY243");
}

#[test]
fn what_is_not_read_is_told() {
    let mut files = Files::new();
    let mut put = |name: &str, bytes: &[u8]| files.push((name.to_owned(), bytes.to_vec()));
    put("a.mdb", b"\0\x01\0\0Standard Jet DB\0\x01\0\0\0");
    put("a.accdb", b"\0\x01\0\0Standard ACE DB\0\x02\0\0\0");
    put("a.sqlite", b"SQLite format 3\0\x10\0\x01\x01");
    put("a.db", b"SQLite format 3\0\x10\0\x01\x01");
    put("no-ending", b"SQLite format 3\0\x10\0\x01\x01");
    put("a.pst", b"!BDN\0\0\0\0SM");
    let outlook: Vec<u8> = "__substg1.0_0037001F".encode_utf16().flat_map(u16::to_le_bytes).collect();
    put("a.msg", &[b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &outlook].concat());
    put("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0");
    put(
        "a.xlsb",
        &archive(&[TYPES, ("xl/workbook.bin", b"\x83\x01\0"), ("xl/worksheets/sheet1.bin", b"\x81\x01\0\0")]),
    );
    put("a.7z", b"7z\xBC\xAF\x27\x1C\0\x04");
    put("a.rar", b"Rar!\x1A\x07\x01\0");
    put("a.tar.bz2", b"BZh91AY&SY\0");
    put("a.tar.xz", b"\xFD7zXZ\0\0\x04");
    put("a.tar.zst", b"\x28\xB5\x2F\xFD\0\x01");
    put("a.cab", b"MSCF\0\0\0\0\x01");
    put("a.lzh", b"\x20\0-lh5-\0\0\x01");
    put("a.sav", b"$FL2@(#) SPSS\0\x02\0\0\0");
    put("a.dta", b"\x72\x02\x01\0\0\0\x01\0\xFF\xFE");
    put("whatever.dat", &[0, 159, 146, 150, 0, 1, 2, 3]);
    put("within.zip", &archive(&[("data.mdb", b"\0\x01\0\0Standard Jet DB\0\x01\0")]));
    put("within.tar", &tar(&[("data.db", b"SQLite format 3\0\x10\0")]));
    put("broken.gz", b"\x1F\x8B\x08\0\0\0\0\0\0\0\xFF\xFF");
    all(&files, "BY245");
}

#[test]
fn sound_fonts_and_the_like_are_not_told() {
    let mut files = Files::new();
    let mut put = |name: &str, bytes: &[u8]| files.push((name.to_owned(), bytes.to_vec()));
    put("a.mp3", b"ID3\x04\0\0\0\0\0\0\xFF\xFB");
    put("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0");
    put("a.woff2", b"wOF2\0\x01\0\0\0\0");
    put("a.ttf", b"\0\x01\0\0\0\x0C\0\x80\0\x03");
    put("favicon.ico", b"\0\0\x01\0\x01\0\x10\x10\0\0");
    put("a.bmp", b"BM\x3A\0\0\0\0\0\0\0\x36\0");
    put("empty.dat", b"");
    put("a.txt", "甲".as_bytes());
    all(&files, "");
}

fn chunk(kind: &[u8], matter: &[u8]) -> Vec<u8> {
    let mut checked = flate2::Crc::new();
    checked.update(kind);
    checked.update(matter);
    let length = u32::try_from(matter.len()).unwrap().to_be_bytes();
    [&length, kind, matter, &checked.sum().to_be_bytes()[..]].concat()
}

fn deflated(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Metadata in files. Pictures in a zip archive are not cleaned.
#[test]
fn what_stands_beside_text_and_pixels_is_read() {
    let random = &mut Rng::with_seed(45);
    let mut files = Files::new();
    let mut put = |name: &str, bytes: &[u8]| {
        files.push((name.to_owned(), archive(&[(name.trim_end_matches(".zip"), bytes)])))
    };
    let number = mobile(random);
    let (head, tail) = number.split_at(3);
    let xmp = format!("<x:xmpmeta><rdf:Description dc:x=\"{number}\"/></x:xmpmeta>");
    for (name, text) in [
        ("info.rtf", format!("{{\\rtf1{{\\info{{\\title x}}{{\\author {number}}}{{\\operator 2022}}}}甲}}")),
        ("comment.rtf", format!("{{\\rtf1{{\\info{{\\doccomm {number}}}{{\\creatim\\yr2022\\mo3}}}}x}}")),
        (
            "userprops.rtf",
            format!("{{\\rtf1{{\\*\\userprops{{\\propname x}}\\proptype30{{\\staticval {number}}}}}x}}"),
        ),
        ("runs.rtf", format!("{{\\rtf1 {{\\b {head}}}{{\\*\\bkmkstart a1}}{{\\*\\bkmkend a1}}{tail}\\par}}")),
        ("codes.rtf", format!("{{\\rtf1\\ansicpg936 \\'b5\\'e7\\'bb\\'b0\\'a3\\'b1{}\\par}}", &number[1..])),
        ("deleted.rtf", format!("{{\\rtf1 {head}{{\\deleted 9}}{tail}\\par}}")),
        (
            "signs.rtf",
            format!(
                "{{\\rtf1\\uc1 {}\\par}}",
                number.chars().map(|c| format!("\\u{}?", c as u32)).collect::<String>()
            ),
        ),
        ("header.rtf", format!("{{\\rtf1{{\\header\\pard {number}}}\\pard 2022}}")),
        (
            "link.rtf",
            format!("{{\\rtf1{{\\field{{\\*\\fldinst HYPERLINK \"tel:{number}\"}}{{\\fldrslt x}}}}}}"),
        ),
        ("text.svg", format!("<svg><text>{head}<tspan x=\"9\">{tail}</tspan></text></svg>")),
        ("comment.svg", format!("<svg><!-- {number} --></svg>")),
        (
            "metadata.svg",
            format!(
                "<svg><metadata><rdf:RDF><dc:title>{number}</dc:title><dc:date>2022</dc:date></rdf:RDF></metadata></svg>"
            ),
        ),
        ("attribute.svg", format!("<svg xmlns=\"http://www.w3.org/2000/svg\" inkscape:label=\"{number}\"/>")),
        ("desc.svg", format!("<?xml version=\"1.0\"?><svg><desc>{number}</desc></svg>")),
        ("broken.svg", format!("<svg><g a=></g><text>{number}</text>")),
        (
            "picture.svg",
            format!(
                "<svg><image href=\"data:image/jpeg;base64,{}\"/></svg>",
                base64(&[&b"\xFF\xD8\xFF\xFE\0\x0F"[..], number.as_bytes(), b"  \xFF\xDA\0\x02"].concat())
                    .replace("\r\n", "")
            ),
        ),
    ] {
        put(&format!("{name}.zip"), text.as_bytes());
    }
    let signature = &b"\x89PNG\r\n\x1a\n"[..];
    let pngs = [
        chunk(b"tEXt", format!("Comment\0{number}").as_bytes()),
        chunk(b"zTXt", &[&b"Comment\0\0"[..], &deflated(number.as_bytes())].concat()),
        chunk(b"iTXt", format!("Comment\0\0\0zh\0\0{number}").as_bytes()),
        chunk(b"iTXt", &[&b"Comment\0\x01\0zh\0x\0"[..], &deflated(number.as_bytes())].concat()),
        chunk(b"iTXt", format!("XML:com.adobe.xmp\0\0\0\0\0{xmp}").as_bytes()),
        chunk(
            b"zTXt",
            &[
                &b"Raw profile type iptc\0\0"[..],
                &deflated(
                    format!(
                        "\niptc\n  11\n{}",
                        number.bytes().map(|byte| format!("{byte:02x}")).collect::<String>()
                    )
                    .as_bytes(),
                ),
            ]
            .concat(),
        ),
    ];
    for (at, png) in pngs.iter().enumerate() {
        put(&format!("{at}.png.zip"), &[signature, png, &chunk(b"IEND", b"")].concat());
    }
    let gif = &b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF"[..];
    let comment = |number: &str| [&b"\x21\xFE\x0B"[..], number.as_bytes(), b"\0"].concat();
    let split = [&b"\x21\xFE\x03"[..], head.as_bytes(), b"\x08", tail.as_bytes(), b"\0"].concat();
    put("comment.gif.zip", &[gif, &comment(&number), b"\x3B"].concat());
    put("split.gif.zip", &[gif, &split, b"\x3B"].concat());
    put("no-end.gif.zip", &[gif, &comment(&number)].concat());
    put("xmp.gif.zip", &[gif, b"\x21\xFF\x0BXMP DataXMP", xmp.as_bytes(), b"\x01\0\0\x3B"].concat());
    let segment = |kind: u8, matter: &[u8]| {
        [&[0xFF, kind][..], &(matter.len() as u16 + 2).to_be_bytes(), matter].concat()
    };
    let jpegs = [
        segment(0xFE, number.as_bytes()),
        segment(0xE1, &[&b"http://ns.adobe.com/xap/1.0/\0"[..], xmp.as_bytes()].concat()),
        segment(
            0xED,
            &[&b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x10\x1C\x02\x78\0\x0B"[..], number.as_bytes()]
                .concat(),
        ),
    ];
    for (at, jpeg) in jpegs.iter().enumerate() {
        put(&format!("{at}.jpg.zip"), &[b"\xFF\xD8", &jpeg[..], b"\xFF\xDA\0\x02\xFF\xD9"].concat());
    }
    put("xmp.avif.zip", &[&b"\0\0\0\x18ftypavif\0\0\0\0"[..], xmp.as_bytes()].concat());
    let pdf = |object: &str| {
        format!(
            "%PDF-1.7\n1 0 obj<</Type/Page/Contents 3 0 R>>endobj\n2 0 obj{object}endobj\n3 0 obj<</Length 20>>stream\nBT /F 9 Tf (a) Tj ET\nendstream endobj\n"
        )
    };
    put("info.pdf.zip", pdf(&format!("<</Author({number})/Producer(x)>>")).as_bytes());
    put("keywords.pdf.zip", pdf(&format!("<</Keywords({number})>>")).as_bytes());
    put(
        "xmp.pdf.zip",
        pdf(&format!("<</Type/Metadata/Length {}>>stream\n{xmp}\nendstream ", xmp.len())).as_bytes(),
    );
    all(&files, "BY243");
}

/// Only a GIF's pixels are shown: comments of one in `static/` are not published.
#[test]
fn the_comments_of_a_gif_do_not_go_out() {
    let number = mobile(&mut Rng::with_seed(46));
    let head = &b"GIF89a\x01\0\x01\0\0\0\0"[..];
    let loops = b"\x21\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0";
    let frame = b"\x21\xF9\x04\0\0\0\0\0\x2C\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
    let comment = [&b"\x21\xFE\x0B"[..], number.as_bytes(), b"\0"].concat();
    let system =
        site(&[("static/a.gif", &[head, loops, &comment, frame, &comment, b"\x3B behind"].concat())]);
    let outcome = build(&system, &options(), &Silent);
    assert_eq!(outcome.diagnostics.iter().count(), 0);
    let published = system.files("/site/public/a.gif");
    assert_eq!(*published.values().next().unwrap(), [head, loops, frame, b"\x3B"].concat());
}
