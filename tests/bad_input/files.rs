//! Wrong files: names, links, contents and places.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};

use bangyang::build::Status;
use bangyang::diag::{Diagnostic, Lang};
use bangyang::source::MemSystem;

use super::support::*;

/// The diagnostics after a change, asserting that nothing was published.
#[track_caller]
fn after(change: impl FnOnce(&MemSystem), expected: &[&str]) -> Vec<Diagnostic> {
    let system = published();
    change(&system);
    let (outcome, said) = rebuild(&system, &options());
    let expected: Vec<String> = expected.iter().map(|it| (*it).to_owned()).collect();
    compare(&said, &expected);
    let errors = said.iter().any(|it| it.severity == bangyang::diag::Severity::Error);
    assert_eq!(outcome.status == Status::Done, !errors);
    said
}

fn put(system: &MemSystem, path: &str, bytes: impl Into<Vec<u8>>) {
    system.put(Path::new("/site").join(path), bytes).unwrap();
}

#[test]
fn names() {
    for name in [
        "con.md",
        "aux",
        "nul.jpg",
        "com1.yaml",
        "a:b.md",
        "a\\b.md",
        "a.",
        "a ",
        "...",
        "a\u{7}.md",
        "a\nb.md",
        "\u{1b}[2J.md",
    ] {
        for folder in ["content/exemplars", "content/x/y", "static", "themes/own"] {
            let path = format!("{folder}/{name}");
            let said = after(|system| put(system, &path, "x"), &["BY004"]);
            let shown: String = name.chars().map(|c| if c.is_control() { '�' } else { c }).collect();
            for lang in Lang::ALL {
                assert!(
                    said[0].message(lang).contains(&format!("{folder}/{shown}")),
                    "{}",
                    said[0].message(lang)
                );
            }
        }
    }
    let long = format!("content/news/{}.md", "长".repeat(100));
    after(|system| put(system, &long, "x"), &["BY004"]);
    // A name that is lost on the way.
    let name = OsStr::from_bytes(b"/site/content/news/\xC0\xC1.md");
    after(|system| system.put(PathBuf::from(name), "x").unwrap(), &["BY004 content/news/��.md"]);
}

#[test]
fn links() {
    for folder in ["content/news", "static", "themes/own"] {
        for (target, is_folder) in [
            ("/etc/passwd", false),
            ("../../../out.txt", false),
            ("/site/nowhere", false),
            ("/site/content/bases", true),
            ("/out", true),
        ] {
            let path = format!("{folder}/link");
            let said = after(
                |system| {
                    system.put("/etc/passwd", "x").unwrap();
                    system.put("/out/a.md", "x").unwrap();
                    system.put("/out.txt", "x").unwrap();
                    system.put_link(Path::new("/site").join(&path), target).unwrap();
                },
                &[&format!("BY005 {path}")],
            );
            let told = tell(&said[0]);
            assert!(!is_folder || !told.contains("不存在"), "{told}");
        }
        // A circle.
        after(
            |system| system.put_link(Path::new("/site").join(folder).join("link"), "link").unwrap(),
            &[&format!("BY005 {folder}/link")],
        );
    }
    // Emacs' lock of an unsaved file and, in the content, other hidden files.
    for folder in ["content/pages", "content", "static", "themes/own"] {
        for name in [".#x.md", "x.md~", ".~lock.x.ods#", ".hidden", ".cache/x"] {
            for target in ["user@host.1234", "/etc/passwd", "/out", "link", "."] {
                let path = format!("{folder}/{name}");
                let hidden_is_published =
                    !folder.starts_with("content") && [".hidden", ".cache/x"].contains(&name);
                let told = format!("BY005 {path}");
                let told: &[&str] = if hidden_is_published { &[&told] } else { &[] };
                after(
                    |system| {
                        system.put("/etc/passwd", "x").and(system.put("/out/a.md", "x")).unwrap();
                        system.put_link(Path::new("/site").join(&path), target).unwrap();
                    },
                    told,
                );
            }
        }
    }
    // A link to a file within the folder counts as that file.
    after(
        |system| {
            system.put_link("/site/static/b.txt", "a.txt").and(system.put("/site/static/a.txt", "x")).unwrap()
        },
        &[],
    );
}

#[test]
fn encodings() {
    let text = exemplar("occupation: 月嫂");
    let path = LI_NA;
    after(|system| put(system, path, [b"\xEF\xBB\xBF", text.as_bytes()].concat()), &[]);
    after(|system| put(system, path, text.replace('\n', "\r\n")), &[]);
    after(|system| put(system, path, text.replace('\n', "\r")), &[]);
    let (gb, _, _) = encoding_rs::GB18030.encode(&text);
    let said = after(|system| put(system, path, gb.to_vec()), &["BY003 content/exemplars/li-na.md"]);
    assert!(tell(&said[0]).contains("content/exemplars/li-na.md"));
    // The same bytes cut in the middle of a character.
    after(
        |system| put(system, path, [&gb[..gb.len() - 3], b"\xFF\n"].concat()),
        &["BY002 content/exemplars/li-na.md"],
    );
    // UTF-16, which Windows calls "Unicode".
    for (mark, bytes) in [
        ([0xFF, 0xFE], text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>()),
        ([0xFE, 0xFF], text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
    ] {
        let said = after(
            |system| put(system, path, [&mark[..], &bytes].concat()),
            &["BY002 content/exemplars/li-na.md"],
        );
        for lang in Lang::ALL {
            assert!(
                (said[0].message(lang) + &said[0].help(lang).concat()).contains("UTF-16"),
                "{}",
                tell(&said[0])
            );
        }
        after(|system| put(system, path, bytes.clone()), &["BY002 content/exemplars/li-na.md"]);
    }
    after(|system| put(system, path, b"---\nname: \0\n---\n"), &["BY001 content/exemplars/li-na.md"]);
    after(|system| put(system, path, b"PK\x03\x04\x14\0\x06\0\x08\0"), &["BY001 content/exemplars/li-na.md"]);
    // Settings as well.
    let (gb, _, _) = encoding_rs::GB18030.encode("- {id: qingxi, title: 青溪县}\n");
    after(|system| put(system, "content/regions.yaml", gb.to_vec()), &["BY003 content/regions.yaml"]);
}

#[test]
fn places() {
    after(|system| put(system, "content/exemplar/a.md", exemplar("")), &["BY010 content/exemplar/a.md"]);
    let said = after(|system| put(system, "content/人物/a.md", exemplar("")), &["BY010 content/人物/a.md"]);
    assert!(tell(&said[0]).contains("exemplars"));
    let said =
        after(|system| put(system, "content/典型人物/a.md", exemplar("")), &["BY010 content/典型人物/a.md"]);
    assert!(said[0].help(Lang::ZhCn)[0].contains("“exemplars”"), "{}", tell(&said[0]));
    after(|system| put(system, "content/li-na.md", exemplar("")), &["BY011 content/li-na.md"]);
    after(|system| put(system, "content/名单.xlsx", "x"), &["BY011 content/名单.xlsx"]);
    // A record under another name, which Windows shows as `li-na.md`.
    for name in ["li-na.md.txt", "2022.yaml.txt", "李娜.MD.TXT"] {
        let path = format!("content/exemplars/{name}");
        after(|system| put(system, &path, exemplar("")), &[&format!("BY011 {path}")]);
    }
    after(|system| put(system, "content/exemplars/LI-NA.MD", exemplar("")), &[]);
}

/// Temporary files of other programs are nobody's fault: they are neither read, reported nor published.
#[test]
fn leavings() {
    for name in [
        "#li-na.md#",
        "li-na.md~",
        ".li-na.md.swp",
        ".#li-na.md",
        "4913",
        "._li-na.md",
        "~$li-na.md",
        "~$名单.docx",
        ".~lock.名单.ods#",
        "Thumbs.db",
        "desktop.ini",
        ".DS_Store",
        "__MACOSX/li-na.md",
        "Icon\r",
    ] {
        for folder in [
            "content",
            "content/exemplars",
            "content/programs",
            "content/collections",
            "content/closed",
            "content/pages",
            "content/nowhere",
            "static",
            "themes/own",
        ] {
            let system = published();
            let before = system.files("/site/public");
            put(&system, &format!("{folder}/{name}"), "x");
            let (outcome, said) = rebuild(&system, &options());
            compare(&said, &[]);
            assert_eq!(outcome.status, Status::Done);
            assert_eq!(system.files("/site/public"), before, "{folder}/{name}");
        }
    }
    // A name that begins with a dot may be intended.
    let system = published();
    put(&system, "static/.well-known/security.txt", "x");
    rebuild(&system, &options());
    assert!(system.files("/site/public").contains_key(Path::new("/site/public/.well-known/security.txt")));
}

const PHOTO: &str = "photo: {file: a.jpg, alt: 教室, others_in_picture: none}";

#[test]
fn pictures() {
    let path = "content/bases/a.jpg";
    let with = |bytes: &[u8], expected: &[&str]| {
        after(
            |system| {
                put(system, path, bytes);
                put(system, BASE, base(PHOTO));
            },
            expected,
        )
    };
    let at = "BY225 content/bases/b.md:4:15";
    let picture = image::DynamicImage::new_rgb8(40, 30);
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    let jpeg = bytes.into_inner();
    let mut bytes = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    let png = bytes.into_inner();
    with(&jpeg, &[]);
    with(&[], &[at]);
    with(b"x", &[at]);
    with(&jpeg[..jpeg.len() / 2], &[at]);
    with(&png[..png.len() - 12], &[at]);
    with(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", &[at]);
    with(b"II*\0aaaaaaaaa", &[at]);
    with(b"%PDF-1.7", &[at]);
    with(b"<svg xmlns='http://www.w3.org/2000/svg'/>", &[at]);
    with(&png, &["BY229 content/bases/b.md:4:15"]);
    // A header that promises more than there is, and invalid data after a valid header.
    let mut broken = jpeg.clone();
    let middle = broken.len() - 40;
    for byte in &mut broken[middle..middle + 20] {
        *byte = 0xAA;
    }
    let system = published();
    put(&system, path, broken);
    put(&system, BASE, base(PHOTO));
    let (_, said) = rebuild(&system, &options());
    assert!(said.len() <= 1, "{said:?}");
    let mut huge = png.clone();
    huge[16..24].copy_from_slice(&[0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]);
    with(&huge, &[at]);
    // In a text too, at the position of the link.
    after(
        |system| {
            put(system, "content/news/a.jpg", &b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..]);
            put(system, NEWS, news("![合影](a.jpg)"));
        },
        &["BY225 content/news/b.md:5:1"],
    );
}

#[test]
fn names_that_work_on_some_computers_only() {
    for c in ['<', '>', '"', '|', '?', '*'] {
        for folder in ["content/news", "static", "themes/own"] {
            let path = format!("{folder}/a{c}b.txt");
            let code = format!("BY509 {path}");
            let others = if folder == "content/news" { 1 } else { 0 };
            let system = published();
            put(&system, &path, "x");
            let (outcome, said) = rebuild(&system, &options());
            let said: Vec<String> = said.iter().map(place).collect();
            assert!(said.contains(&code) && said.len() <= 1 + others, "{said:?}");
            assert_eq!(outcome.status, Status::Done);
        }
    }
    // Names that differ only in case, and in Unicode normalisation.
    for (one, two) in [("A.txt", "a.txt"), ("\u{e9}.txt", "e\u{301}.txt")] {
        let system = published();
        put(&system, &format!("themes/own/{one}"), "x");
        put(&system, &format!("themes/own/{two}"), "x");
        let (_, said) = rebuild(&system, &options());
        let said: Vec<&str> = said.iter().map(|one| one.code.id()).collect();
        assert_eq!(said, ["BY510"], "{one:?} {two:?}");
    }
}

/// Fields and texts report the same file in the same words.
#[test]
fn a_text_judges_a_picture_as_a_field_does() {
    let encoded = |format: image::ImageFormat| {
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::DynamicImage::new_rgb8(40, 30).write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    };
    let (jpeg, png) = (encoded(image::ImageFormat::Jpeg), encoded(image::ImageFormat::Png));
    let rows: [(&str, Vec<u8>, &str); 13] = [
        ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "BY225"),
        ("a.HEIF", b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic".to_vec(), "BY225"),
        ("a.avif", b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf".to_vec(), "BY225"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "BY225"),
        ("a.bmp", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), "BY225"),
        ("a.tif", b"II*\0aaaaaaaaa".to_vec(), "BY225"),
        ("a.jfif", jpeg.clone(), "BY225"),
        ("a", jpeg.clone(), "BY225"),
        ("a.pdf", b"%PDF-1.7".to_vec(), "BY225"),
        ("a.docx", b"PK\x03\x04".to_vec(), "BY225"),
        ("a.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec(), "BY225"),
        ("a.png", jpeg, "BY229"),
        ("a.jpeg", png, "BY229"),
    ];
    for (name, bytes, code) in rows {
        let told = |path: &str, text: &str| {
            let system = published();
            put(&system, &format!("content/{}/{name}", path.split('/').nth(1).unwrap()), &bytes[..]);
            put(&system, path, text);
            let (_, said) = rebuild(&system, &options());
            let [one] = <[Diagnostic; 1]>::try_from(said)
                .unwrap_or_else(|said| panic!("{name} in {path}: {said:#?}"));
            one
        };
        let field =
            told(BASE, &base(&format!("photo: {{file: {name}, alt: 教室, others_in_picture: none}}")));
        let in_text = told(NEWS, &news(&format!("![合影]({name})")));
        let gallery = told(NEWS, &news(&format!("{{{{ gallery(files=\"{name}\", alts=\"合影\") }}}}")));
        for other in [&in_text, &gallery] {
            assert_eq!((other.code.id(), other.code), (code, field.code), "{name}");
            let but_file = |one: &Diagnostic| {
                let args = one.args.iter().filter(|(key, _)| *key != "file");
                args.map(|(key, value)| format!("{key} {value:?}")).collect::<Vec<_>>()
            };
            assert_eq!(but_file(other), but_file(&field), "{name}");
        }
        assert_eq!(place(&in_text), format!("{code} {NEWS}:5:1"), "{name}");
    }
}
