//! Decides which files may be offered to readers: documents, pictures, sound, video and archives, recognised
//! by both name and contents.
//!
//! Hosts tell browsers the type of a file by its name, some browsers look at its first bytes, and some hosts
//! execute files by name. So a file must be harmless by both: an allowed extension, contents of the same
//! kind, nothing that could be taken for a web page, and no other extension within its name by which a host
//! would decide.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::bytes::decode;

/// Kinds of harmless files, by their first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Pdf,
    Rtf,
    /// A zip archive, including documents that are ones.
    Zip,
    /// Office files before 2007, and newer ones with a password.
    OldOffice,
    Picture,
    /// Sound and video, which share container formats.
    Media,
    /// Other archives.
    Packed,
    Text,
}

/// Allowed extensions, and the kinds of contents for each.
const OFFERED: [(&[&str], &[Form]); 9] = [
    (&["pdf"], &[Form::Pdf]),
    (&["docx", "xlsx", "pptx", "ppsx", "dotx", "xltx", "potx"], &[Form::Zip, Form::OldOffice]),
    (
        &["doc", "xls", "ppt", "pps", "wps", "et", "dps", "wpt", "ett", "dpt"],
        &[Form::OldOffice, Form::Zip, Form::Rtf],
    ),
    (&["odt", "ods", "odp", "odg", "ofd", "epub", "zip"], &[Form::Zip]),
    (&["rtf"], &[Form::Rtf]),
    (&["txt", "csv", "tsv", "ics", "srt", "vtt"], &[Form::Text]),
    (&["jpg", "jpeg", "png", "gif", "webp", "avif", "heic", "heif", "tif", "tiff", "bmp"], &[Form::Picture]),
    (
        &[
            "mp3", "m4a", "aac", "wav", "ogg", "oga", "opus", "flac", "wma", "amr", "mid", "midi", "mp4",
            "m4v", "mov", "webm", "mkv", "avi", "wmv", "mpg", "mpeg", "ogv", "3gp",
        ],
        &[Form::Media],
    ),
    (&["7z", "rar", "tar", "tgz", "tbz2", "txz"], &[Form::Packed]),
];

/// Compressed tar archives have two extensions, which no other file may have.
const PACKED_TAR: [&str; 4] = ["tar.gz", "tar.bz2", "tar.xz", "tar.zst"];

/// Who would execute a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runs {
    /// Browsers would show it as a page of the site.
    Page,
    /// Browsers would show it as a drawing, which may contain scripts.
    Drawing,
    /// Browsers would run it if a page loads it.
    Script,
    /// Hosts would run it.
    Server,
    /// Hosts would take it for their configuration.
    Setting,
    /// Readers' computers would run it.
    Program,
}

const RUN: [(Runs, &[&str]); 6] = [
    (
        Runs::Page,
        &[
            "html", "htm", "xhtml", "xht", "xml", "xsl", "xslt", "mht", "mhtml", "eml", "rss", "atom", "rdf",
            "mathml", "htc", "swf",
        ],
    ),
    (Runs::Drawing, &["svg", "svgz"]),
    (Runs::Script, &["js", "mjs", "cjs", "jsx", "ts", "wasm"]),
    (
        Runs::Server,
        &[
            "php", "php2", "php3", "php4", "php5", "php6", "php7", "php8", "phps", "pht", "phtm", "phtml",
            "phar", "pgif", "inc", "asp", "aspx", "ashx", "asmx", "ascx", "asa", "asax", "asq", "axd", "cer",
            "cdx", "cshtm", "cshtml", "vbhtml", "rem", "soap", "svc", "jsp", "jspx", "jspf", "jsw", "jsv",
            "jspa", "jhtml", "cgi", "fcgi", "fpl", "pl", "pm", "py", "pyc", "rb", "rhtml", "erb", "lua",
            "cfm", "cfml", "cfc", "dbm", "shtml", "shtm", "stm", "ssi", "yaws", "hphp", "ctp", "module",
        ],
    ),
    (Runs::Setting, &["config", "htaccess", "htpasswd", "htgroup"]),
    (
        Runs::Program,
        &[
            "exe",
            "dll",
            "com",
            "bat",
            "cmd",
            "msi",
            "msp",
            "scr",
            "pif",
            "cpl",
            "ps1",
            "psm1",
            "vbs",
            "vbe",
            "jse",
            "wsf",
            "wsh",
            "sct",
            "hta",
            "lnk",
            "url",
            "reg",
            "inf",
            "scf",
            "msc",
            "gadget",
            "chm",
            "hlp",
            "jar",
            "class",
            "jnlp",
            "war",
            "apk",
            "ipa",
            "app",
            "dmg",
            "pkg",
            "deb",
            "rpm",
            "sh",
            "bash",
            "run",
            "appimage",
            "docm",
            "dotm",
            "xlsm",
            "xltm",
            "xlam",
            "xll",
            "pptm",
            "potm",
            "ppsm",
            "iqy",
            "slk",
            "application",
            "appref-ms",
            "desktop",
            "workflow",
            "command",
        ],
    ),
];

/// File names that hosts take for configuration.
const SETTINGS: [&str; 10] = [
    "web.config",
    ".htaccess",
    ".htpasswd",
    ".user.ini",
    "php.ini",
    "_headers",
    "_redirects",
    "_worker.js",
    "crossdomain.xml",
    "clientaccesspolicy.xml",
];

/// Beginnings of tags that make bytes a web page or server-side program, wherever they occur.
const ACTIVE: [&str; 11] = [
    "<!doctype html",
    "<html",
    "<script",
    "<svg",
    "<iframe",
    "<body",
    "<head>",
    "<object",
    "<embed",
    "<meta http",
    "<?php",
];

/// Beginnings that some browsers take for a web page, whatever type is declared: the list of the sniffing
/// standard.
const PAGE_BEGINNINGS: [&str; 13] =
    ["<!--", "<a", "<b", "<br", "<div", "<font", "<h1", "<head", "<p", "<style", "<table", "<title", "<?xml"];

/// How many bytes of a file browsers examine to guess its type.
const LOOKED_AT: usize = 1024;

/// Why a file may not be offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It would be executed; the executor, and its extension or name.
    Runs(Runs, String),
    /// Its name contains another extension by which hosts decide.
    Within(Runs, String),
    /// Its extension is not in the list; empty if it has none.
    Unknown(String),
    /// Its contents do not match its extension.
    Differs(String),
    /// It could be taken for a web page or server-side program, whatever its name.
    Markup,
}

/// Why a file may not be offered to readers; `None` if it may. `name` is its name, or its path.
#[must_use]
pub fn refusal(name: &str, bytes: &[u8]) -> Option<Refusal> {
    let name = file_name(name);
    let ending = ending(&name);
    if let Some(runs) = run_by(&name) {
        return Some(Refusal::Runs(runs, if ending.is_empty() { name } else { format!(".{ending}") }));
    }
    let packed_tar = PACKED_TAR.iter().find(|known| has_ending(&name, known));
    if let Some((runs, within)) = within(&name) {
        return Some(Refusal::Within(runs, format!(".{within}")));
    }
    let forms = match packed_tar {
        Some(_) => &[Form::Packed][..],
        None => match OFFERED.iter().find(|(known, _)| known.contains(&&*ending)) {
            Some((_, forms)) => forms,
            None => return Some(Refusal::Unknown(ending)),
        },
    };
    let is_text = forms.contains(&Form::Text);
    if is_active(bytes, is_text) {
        return Some(Refusal::Markup);
    }
    // An empty file cannot be executed.
    let fits = bytes.is_empty() || forms.iter().any(|form| is_of(*form, bytes));
    (!fits).then(|| Refusal::Differs(packed_tar.map_or(ending, |known| (*known).to_owned())))
}

/// Who would execute a file that is published unchanged without a record that offers it; `None` if nobody
/// would. A drawing or other XML without active contents does not count.
#[must_use]
pub fn runs(name: &str, bytes: &[u8]) -> Option<Runs> {
    let name = file_name(name);
    let named = run_by(&name).or_else(|| within(&name).map(|(runs, _)| runs));
    match named {
        Some(Runs::Drawing | Runs::Page) if is_passive_markup(&name, bytes) => None,
        Some(runs) => Some(runs),
        None if OFFERED.iter().all(|(known, _)| !known.contains(&&*ending(&name))) => None,
        None => is_active(bytes, false).then_some(Runs::Page),
    }
}

/// A path's file name in lower case.
fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).trim_end_matches(['.', ' ']).to_lowercase()
}

/// The extension of a name without its dot; empty if there is none, or nothing before it.
fn ending(name: &str) -> String {
    name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or("", |(_, ending)| ending).to_owned()
}

fn has_ending(name: &str, ending: &str) -> bool {
    name.strip_suffix(ending).is_some_and(|stem| stem.len() > 1 && stem.ends_with('.'))
}

fn listed(ending: &str) -> Option<Runs> {
    RUN.iter().find(|(_, endings)| endings.contains(&ending)).map(|(runs, _)| *runs)
}

/// Who would execute a file with this name.
fn run_by(name: &str) -> Option<Runs> {
    if SETTINGS.contains(&name) {
        return Some(Runs::Setting);
    }
    listed(name.rsplit_once('.')?.1)
}

/// An extension within a name by which some hosts decide: `a.php.jpg`, `a.asp;.jpg`, `a.html.gz`.
fn within(name: &str) -> Option<(Runs, String)> {
    let (stem, _) = name.rsplit_once('.')?;
    let parts = stem.split('.').skip(1).map(|part| {
        let end = part.find(|c: char| !c.is_alphanumeric()).unwrap_or(part.len());
        part.get(..end).unwrap_or(part)
    });
    let run = |part: &str| match listed(part)? {
        // No host decides by these within a name, and readers' computers go by the last one:
        // `www.site.com.pdf` is a document.
        Runs::Program => None,
        runs => Some((runs, part.to_owned())),
    };
    parts.into_iter().find_map(run)
}

/// Whether bytes could be taken for a web page or server-side program.
fn is_active(bytes: &[u8], is_text: bool) -> bool {
    let head = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default();
    // A text is examined to its end, since nothing in it can look like markup by chance, as in compressed
    // data.
    let text = if is_text { decode(bytes) } else { None };
    let text = text.unwrap_or_else(|| String::from_utf8_lossy(head).into_owned()).to_ascii_lowercase();
    let begun = text.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}');
    let begins = |tag: &str| {
        let behind = begun.strip_prefix(tag);
        behind.is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_whitespace() || c == '>') || tag.starts_with("<!--")
        })
    };
    ACTIVE.iter().any(|tag| text.contains(tag)) || PAGE_BEGINNINGS.iter().any(|tag| begins(tag))
}

/// Whether a drawing or other XML contains nothing active.
fn is_passive_markup(name: &str, bytes: &[u8]) -> bool {
    if !matches!(&*ending(name), "svg" | "xml" | "rss" | "atom" | "rdf") || SETTINGS.contains(&name) {
        return false;
    }
    let Some(text) = decode(bytes) else { return false };
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) if !is_passive_element(&element) => {
                return false;
            }
            // An XSL style sheet is executed, and a custom entity could stand for anything.
            Ok(Event::PI(_)) => return false,
            Ok(Event::DocType(kind)) if kind.contains('[') => return false,
            Ok(Event::Eof) => return true,
            Ok(_) => {}
            Err(_) => return false,
        }
    }
}

fn is_passive_element(element: &BytesStart<'_>) -> bool {
    let local = |name: &str| name.rsplit(':').next().unwrap_or(name).to_ascii_lowercase();
    let runs =
        ["script", "foreignobject", "iframe", "object", "embed", "handler", "listener", "html", "body"];
    if runs.contains(&&*local(element.name().as_ref())) {
        return false;
    }
    element.attributes().all(|attribute| {
        let Ok(attribute) = attribute else { return false };
        let Ok(value) = quick_xml::escape::unescape(attribute.value.as_ref()) else { return false };
        let value: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let value = value.to_ascii_lowercase();
        let is_picture = ["png", "jpeg", "gif", "webp"]
            .iter()
            .any(|format| value.strip_prefix("data:image/").is_some_and(|rest| rest.starts_with(format)));
        !local(attribute.key.as_ref()).starts_with("on")
            && !value.contains("javascript:")
            && (!value.contains("data:") || is_picture)
    })
}

/// Whether bytes are of a kind, by their beginning.
fn is_of(form: Form, bytes: &[u8]) -> bool {
    match form {
        Form::Pdf => {
            let head = bytes.get(..LOOKED_AT.min(bytes.len())).unwrap_or_default();
            let before = super::bytes::find(head, b"%PDF-").and_then(|at| head.get(..at));
            before.is_some_and(|before| !before.contains(&b'<'))
        }
        Form::Rtf => bytes.starts_with(b"{\\rtf"),
        Form::Zip => bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06"),
        Form::OldOffice => bytes.starts_with(b"\xD0\xCF\x11\xE0"),
        Form::Picture => is_picture(bytes),
        Form::Media => is_media(bytes),
        Form::Packed => {
            super::bytes::is_packed(bytes)
                || super::packed::is_gzip(bytes)
                || super::packed::is_tar(bytes)
                || bytes.get(257..262) == Some(b"ustar")
        }
        Form::Text => decode(bytes).is_some(),
    }
}

/// Whether bytes are a picture, by their beginning.
pub(super) fn is_picture(bytes: &[u8]) -> bool {
    let brands: [&[u8]; 12] = [
        b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1", b"heif", b"avif", b"avis",
        b"miaf",
    ];
    match bytes {
        [0xFF, 0xD8, 0xFF, ..]
        | [0x89, b'P', b'N', b'G', ..]
        | [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..]
        | [b'I', b'I', 42 | 43, 0, ..]
        | [b'M', b'M', 0, 42 | 43, ..]
        | [b'B', b'M', _, _, _, _, 0, 0, 0, 0, ..]
        | [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => true,
        [_, _, _, _, b'f', b't', b'y', b'p', a, b, c, d, ..] => brands.contains(&&[*a, *b, *c, *d][..]),
        _ => false,
    }
}

/// Whether bytes are sound or video, by their beginning.
pub(super) fn is_media(bytes: &[u8]) -> bool {
    let boxes: [&[u8]; 8] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot", b"uuid"];
    let starts: [&[u8]; 12] = [
        b"ID3",
        b"OggS",
        b"fLaC",
        b"MThd",
        b"#!AMR",
        b"ADIF",
        b"RIFF",
        b"RF64",
        b"\x1A\x45\xDF\xA3",
        b"\x30\x26\xB2\x75\x8E\x66\xCF\x11",
        b"\x00\x00\x01\xBA",
        b"\x00\x00\x01\xB3",
    ];
    starts.iter().any(|start| bytes.starts_with(start))
        || matches!(bytes, [0xFF, second, ..] if second & 0xE0 == 0xE0)
        || bytes.get(4..8).is_some_and(|name| boxes.contains(&name))
}
