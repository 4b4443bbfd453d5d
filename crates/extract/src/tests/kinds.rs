//! Which files may be offered, and which of those that are published unchanged would be executed.

use super::super::kind::{Refusal, Runs, refusal, runs};

/// Examples of each kind, as first bytes.
const PDF: &[u8] = b"%PDF-1.7\n1 0 obj<<>>endobj";
const ZIP: &[u8] = b"PK\x03\x04\x14\x00";
const PAGE: &[u8] = b"<!DOCTYPE html><title>x</title><script src=e.js></script>";

fn is_run(name: &str, bytes: &[u8], by: Runs) {
    assert!(matches!(refusal(name, bytes), Some(Refusal::Runs(found, _)) if found == by), "{name}");
}

#[test]
fn what_is_of_the_list_is_offered() {
    let media: [(&str, &[u8]); 30] = [
        ("a.pdf", PDF),
        ("A.PDF", b"\xEF\xBB\xBF\n%PDF-1.4"),
        ("名单 2026.docx", ZIP),
        ("locked.xlsx", b"\xD0\xCF\x11\xE0"),
        ("old.doc", b"\xD0\xCF\x11\xE0"),
        ("rich.doc", b"{\\rtf1 x}"),
        ("a.wps", ZIP),
        ("a.ofd", ZIP),
        ("a.zip", b"PK\x05\x06"),
        ("a.txt", "甲，乙。a < b, and <p> is a sign too".as_bytes()),
        ("a.csv", "\u{feff}a,b\n1,2\n".as_bytes()),
        ("a.txt", b"\xFF\xFE\x32\x75"),
        ("gbk.txt", b"\xBC\xD7\xD2\xD2"),
        ("empty.txt", b""),
        ("a.heic", b"\0\0\0\x18ftypheic"),
        ("a.tif", b"II*\0"),
        ("a.bmp", b"BM\x36\x03\0\0\0\0\0\0"),
        ("a.jpg", b"\xFF\xD8\xFF\xE0"),
        ("a.mp3", b"ID3\x03"),
        ("b.mp3", b"\xFF\xFB\x90"),
        ("a.mp4", b"\0\0\0\x18ftypisom"),
        ("a.mov", b"\0\0\0\x08wide"),
        ("a.webm", b"\x1A\x45\xDF\xA3"),
        ("a.wav", b"RIFF\0\0\0\0WAVE"),
        ("a.7z", b"7z\xBC\xAF\x27\x1C"),
        ("a.rar", b"Rar!\x1A\x07\x01\0"),
        ("a.tar.gz", b"\x1F\x8B\x08"),
        ("report.v1.2.pdf", PDF),
        ("www.site.com.pdf", PDF),
        ("3.育婴员 PHP.pdf", PDF),
    ];
    for (name, bytes) in media {
        assert_eq!(refusal(name, bytes), None, "{name}");
    }
}

#[test]
fn what_anybody_runs_is_refused_by_its_name() {
    let by_name = [
        (
            Runs::Page,
            &["e.html", "E.HTM", "a.xhtml", "a.xht", "a.xml", "a.xsl", "a.mht", "a.mhtml", "a.eml"][..],
        ),
        (Runs::Drawing, &["a.svg", "a.SVGZ"]),
        (Runs::Script, &["e.js", "a.mjs", "a.wasm"]),
        (
            Runs::Server,
            &[
                "a.php", "a.PhP", "a.phtml", "a.phar", "a.php5", "a.asp", "a.aspx", "a.ashx", "a.jsp",
                "a.jspx", "a.shtml", "a.stm", "a.cgi", "a.pl", "a.py", "a.cfm", "a.cer",
            ],
        ),
        (
            Runs::Setting,
            &[
                "web.config",
                "Web.Config",
                "app.config",
                ".htaccess",
                ".user.ini",
                "_headers",
                "_redirects",
                "x/.htpasswd",
            ],
        ),
        (
            Runs::Program,
            &[
                "a.exe", "a.hta", "a.bat", "a.msi", "a.ps1", "a.vbs", "a.lnk", "a.scr", "a.jar", "a.apk",
                "a.docm", "a.xlsm",
            ],
        ),
    ];
    for (by, names) in by_name {
        for name in names {
            for bytes in [&b""[..], b"x", PDF, ZIP, PAGE] {
                is_run(name, bytes, by);
            }
        }
    }
    // Windows ignores a dot or space at the end of a name.
    is_run("a.html.", PAGE, Runs::Page);
    is_run("a.php ", b"", Runs::Server);
}

#[test]
fn two_endings_are_judged_both() {
    for name in [
        "a.php.jpg",
        "a.html.pdf",
        "a.asp;.jpg",
        "a.phtml.txt",
        "a.php .txt",
        "a.php%00.jpg",
        "a.svg.zip",
        "a.shtml.docx",
        "a.htaccess.txt",
        "a.html.zh.pdf",
        "list.js.txt",
        "x.html.tar.gz",
    ] {
        assert!(matches!(refusal(name, b""), Some(Refusal::Within(..))), "{name}");
    }
}

#[test]
fn what_is_not_known_is_refused() {
    for (name, ending) in [
        ("a.xyz", "xyz"),
        ("agreement", ""),
        ("a.css", "css"),
        ("a.json", "json"),
        ("a.gz", "gz"),
        ("a.html。", "html。"),
        ("a.ｈｔｍｌ", "ｈｔｍｌ"),
        ("a.iso", "iso"),
        ("a.key", "key"),
    ] {
        assert_eq!(refusal(name, b"x"), Some(Refusal::Unknown(ending.to_owned())), "{name}");
    }
}

#[test]
fn a_page_is_a_page_under_any_name() {
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain("<script>1</script>".encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let far = ["名单\n".repeat(9000).as_bytes(), b"<ScRiPt>fetch('/')</script>"].concat();
    let pages: [&[u8]; 10] = [
        PAGE,
        b"  \n\t<HTML>",
        "\u{feff}<!-- x --><p>".as_bytes(),
        b"<a href=x>",
        b"<P>text",
        b"GIF89a/*<script>*/",
        b"%PDF-1.7 <html>",
        b"\xFF\xD8\xFF\xE0\0\x10JFIF<svg onload=x>",
        b"<?php system($_GET[1]);",
        b"<?xml version='1.0'?><x/>",
    ];
    for bytes in pages {
        for name in ["a.txt", "a.csv", "a.pdf", "a.jpg", "a.gif", "a.doc", "a.mp3", "a.zip", "a.tar.gz"] {
            let found = refusal(name, bytes);
            assert_eq!(found, Some(Refusal::Markup), "{name}: {}", String::from_utf8_lossy(bytes));
        }
    }
    for (name, bytes) in [("a.txt", &wide), ("a.csv", &far)] {
        assert_eq!(refusal(name, bytes), Some(Refusal::Markup), "{name}");
    }
    // Nothing that could be a page may precede a PDF.
    assert_eq!(refusal("a.pdf", b"x <y> %PDF-1.7"), Some(Refusal::Differs("pdf".to_owned())));
}

#[test]
fn bytes_must_be_what_the_name_says() {
    for (name, bytes) in [
        ("a.pdf", ZIP),
        ("a.docx", PDF),
        ("a.jpg", b"MZ\x90\0"),
        ("a.mp4", PDF),
        ("a.txt", b"\0\x01\x02"),
        ("a.zip", b"Rar!\x1A\x07"),
        ("a.rtf", b"x"),
        ("a.tar.gz", ZIP),
    ] {
        assert!(matches!(refusal(name, bytes), Some(Refusal::Differs(_))), "{name}");
    }
}

#[test]
fn of_files_of_the_sites_own_it_is_told_which_run() {
    for (name, bytes, by) in [
        ("static/a.html", &b"x"[..], Some(Runs::Page)),
        ("static/a.js", b"x", Some(Runs::Script)),
        ("static/web.config", b"<configuration/>", Some(Runs::Setting)),
        ("static/x/.htaccess", b"", Some(Runs::Setting)),
        ("static/a.php.jpg", b"", Some(Runs::Server)),
        ("static/notes.txt", PAGE, Some(Runs::Page)),
        ("static/notes.txt", b"plain", None),
        ("static/robots.txt", b"User-agent: *", None),
        ("static/CNAME", b"site.example", None),
        ("static/.nojekyll", b"", None),
        ("static/font.woff2", b"wOF2", None),
        ("static/a.css", b"a{}", None),
        ("static/check.xml", b"<?xml version=\"1.0\"?><users><user>A1</user></users>", None),
        ("static/check.xml", b"<?xml-stylesheet href='x.xsl'?><a/>", Some(Runs::Page)),
        ("static/a.svg", b"<svg xmlns='x'><path d='M0 0'/><use href='#a'/></svg>", None),
        ("static/a.svg", b"<svg><script>1</script></svg>", Some(Runs::Drawing)),
        ("static/a.svg", b"<svg onload='x()'/>", Some(Runs::Drawing)),
        ("static/a.svg", b"<svg><a xlink:href='java&#115;cript:x()'/></svg>", Some(Runs::Drawing)),
        ("static/a.svg", b"<svg><foreignObject/></svg>", Some(Runs::Drawing)),
        (
            "static/a.svg",
            b"<svg><animate attributeName='href' values='javascript:x'/></svg>",
            Some(Runs::Drawing),
        ),
        ("static/a.svg", b"<!DOCTYPE svg [<!ENTITY x 'y'>]><svg/>", Some(Runs::Drawing)),
        ("static/a.svg", b"<svg><image href='data:text/html,x'/></svg>", Some(Runs::Drawing)),
        ("static/a.svg", b"<svg", Some(Runs::Drawing)),
    ] {
        assert_eq!(runs(name, bytes), by, "{name}: {}", String::from_utf8_lossy(bytes));
    }
}
