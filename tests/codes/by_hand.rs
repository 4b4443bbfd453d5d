//! Cases that no text can express: bytes, pictures, office files, links, numbers that must not be in this
//! repository, a failing machine.

use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};

use bangyang::build::{Silent, Status, build};
use bangyang::diag::Code;
use bangyang::edition::Edition;
use bangyang::source::{Fault, LockOutcome, System};

use super::case::{Case, ROOT};

const BASE: &str = "content/bases/b.md";
/// A register in a spreadsheet.
const LEDGER: &str = "content/outreach/台账.xlsx";
const PHOTO: &str = "content/bases/b.jpg";

/// The case of a code that is built here.
pub fn case(code: Code) -> Option<Case> {
    let made = |text: &str, files: &[(&str, Vec<u8>)]| {
        let case = Case::read(code, text);
        for (path, bytes) in files {
            case.system.put(at(path), bytes.clone()).unwrap();
        }
        case
    };
    let attached = |name: &str, bytes: Vec<u8>| made(&document(name), &[(&beside(name), bytes)]);
    if let Some(bytes) = super::sheets::workbook(code) {
        return Some(made(&whole(LEDGER), &[(LEDGER, bytes)]));
    }
    Some(match code {
        Code::UnreadableFile => {
            let case = made(&whole(BASE), &[(BASE, Vec::new())]);
            case.system.close(at(BASE));
            case
        }
        Code::UnknownEncoding => made(&whole(BASE), &[(BASE, b"---\nname: \xff\xfe\xff\n---\n".to_vec())]),
        Code::ReadAsGb18030 => {
            let text = "---\nname: 安心基地\nestablished_on: 2022-03\n---\n";
            made(&whole(BASE), &[(BASE, encoding_rs::GB18030.encode(text).0.into_owned())])
        }
        Code::LinkOutOfSite => {
            let case = made(&whole(PHOTO), &[]);
            case.system.put_link(at(PHOTO), "/else/b.jpg").unwrap();
            case
        }
        Code::FileTooLarge => made(&whole(BASE), &[(BASE, vec![b'a'; 18 << 20])]),
        Code::YamlTooLarge => made(&aliases(), &[]),
        Code::BadImage => made(&photo("‸b.jpg"), &[(PHOTO, b"%PDF-1.7".to_vec())]),
        Code::MislabelledPicture => made(&photo("‸b.jpg"), &[(PHOTO, picture(image::ImageFormat::Png))]),
        Code::FirstFrameOnly => made(&portrait("‸b.gif, alt: 她在窗边, others_in_picture: none"), &[gif()]),
        Code::ColoursGuessed => made(&portrait("‸b.jpg, alt: 她在窗边, others_in_picture: none"), &[inks()]),
        Code::PictureWithoutAlt => made(&portrait("‸b.jpg, others_in_picture: none"), &[jpeg()]),
        Code::AltsDiffer => {
            let text = "{{ gallery(files=\"b.jpg, b.jpg\", alts=‸\"她在窗边，院子里的学员\") }}";
            made(&record(text), &[(PHOTO, jpeg().1)])
        }
        Code::OthersInPictureUnanswered => made(&portrait("‸b.jpg, alt: 她在窗边"), &[jpeg()]),
        Code::CopyOfWithheld => made(&withdrawn("copy.png"), &portraits("content/news/copy.png", (480, 320))),
        Code::LooksLikeWithheld => {
            made(&withdrawn("copy.png"), &portraits("content/news/copy.png", (300, 200)))
        }
        Code::StillElsewhere => {
            let mut case = made(&whole("content/exemplars/chen-xiuying.md"), &[]);
            case.options.edition = Edition::Internal;
            assert_eq!(build(&case.system, &case.options, &Silent).status, Status::Done);
            case.options.edition = Edition::Public;
            let person = at("content/exemplars/chen-xiuying.md");
            let text = String::from_utf8(case.system.read(&person).unwrap()).unwrap();
            case.system.put(person, text.replace("form: 甲1", "form: 甲1, withdrawn: 2022-04")).unwrap();
            case.expected.push("BY230 content/exemplars/chen-xiuying.md:5:10".to_owned());
            case.expected.sort();
            case
        }
        Code::LeakedNumber => made(&record(&format!("‸{}", identity())), &[]),
        Code::LeakedInFile => attached("a.docx", word(&identity())),
        Code::AddressInFile => attached("a.docx", word("请写信给 chen@mail.example")),
        Code::FileNotReadable => attached("a.rar", b"Rar!\x1A\x07\x01\x00".to_vec()),
        Code::TracesInFile => {
            let changed = "<w:ins w:author=\"甲\"><w:r><w:t>字</w:t></w:r></w:ins>";
            attached("a.docx", office(changed))
        }
        Code::InternalError => {
            let case = made("The program itself fails while it writes.\nat: none\n", &[]);
            case.system.inject(Fault::Panic { at: 0 });
            case
        }
        Code::OutputNotOurs => {
            let case = made("An output folder with somebody's letter in it.\nat: none\nout: /else\n", &[]);
            case.system.put("/else/letter.txt", "mine").unwrap();
            case
        }
        Code::OutputLocked => {
            let case = made("Another build that goes on.\nat: none\n", &[]);
            assert_eq!(build(&case.system, &case.options, &Silent).status, Status::Done);
            let lock = case.system.open(&at(".bangyang")).unwrap().lock(Path::new("lock"), false).unwrap();
            let LockOutcome::Acquired(lock) = lock else { panic!("nobody else holds it") };
            // Held as long as the tests run.
            std::mem::forget(lock);
            case
        }
        Code::LinkInOurPlace => {
            let case = made("A link in the place of the folder of our own.\nat: none\n", &[]);
            case.system.put_dir("/else").unwrap();
            case.system.put_link(at(".bangyang"), "/else").unwrap();
            case
        }
        Code::LinkInCache => {
            let mut case = made("A link in the place of the cache.\nat: none\n", &[]);
            case.options.program = Some("test".into());
            case.system.put_dir("/else").unwrap();
            case.system.put_link(at(".bangyang/cache"), "/else").unwrap();
            case
        }
        Code::PublishedFileChanged => {
            let case =
                made("A page that somebody edited, and that is no longer part of the site.\nat: none\n", &[]);
            case.system.put(at(BASE), "---\nname: 安心基地\nestablished_on: 2022-03\n---\n").unwrap();
            assert_eq!(build(&case.system, &case.options, &Silent).status, Status::Done);
            case.system.put(at("public/bases/b.html"), "mine").unwrap();
            case.system.take(at(BASE));
            case
        }
        Code::OutputFailed => {
            let case = made("A disk that is full.\nat: none\n", &[]);
            case.system.inject(Fault::FailFrom { at: 0, kind: io::ErrorKind::StorageFull });
            case
        }
        Code::OutputBlocked => {
            let case = made("A file in the output that is not ours.\nat: none\n", &[]);
            assert_eq!(build(&case.system, &case.options, &Silent).status, Status::Done);
            case.system.put(at("public/bases/b.html"), "mine").unwrap();
            case.system.put(at(BASE), "---\nname: 安心基地\nestablished_on: 2022-03\n---\n").unwrap();
            case
        }
        _ => return None,
    })
}

fn at(path: &str) -> PathBuf {
    Path::new(ROOT).join(path)
}

/// A case whose message is about a whole file that is created elsewhere.
fn whole(path: &str) -> String {
    format!("What the file itself is.\nat: {path}\n")
}

/// A record with this text.
fn record(text: &str) -> String {
    format!(
        "What stands in the text.\n\n-- {BASE} --\n---\nname: 安心基地\nestablished_on: 2022-03\n---\n{text}\n"
    )
}

/// Nested aliases that would expand to billions of values.
fn aliases() -> String {
    let nine = |n: usize| vec![format!("*a{}", n - 1); 9].join(", ");
    let lines: String = (1..12).map(|n| format!("a{n}: &a{n} [{}]\n", nine(n))).collect();
    let lines = lines.replacen("*a3, *a3, *a3, *a3, *a3", "*a3, *a3, *a3, *a3, ‸*a3", 1);
    format!("Aliases of aliases of aliases.\n\n-- {BASE} --\n---\na0: &a0 x\n{lines}---\n")
}

/// A record that shows a picture in its text.
fn photo(file: &str) -> String {
    format!(
        "What the picture is.\n\n-- content/collections/bases.yaml --\nfields:\n  picture: {{type: image}}\n-- {BASE} --\n---\nname: 安心基地\nestablished_on: 2022-03\npicture: {{file: {file}, alt: 一间教室, others_in_picture: none}}\n---\n"
    )
}

/// A person with a portrait.
fn portrait(of: &str) -> String {
    format!(
        "What is said of a picture.\n\n-- content/exemplars/b.md --\n---\nname: 李娜\nrecognised_on: 2022-05\nconsent: {{signed: 2022-01-05, scope: [name, portrait, story], form: 甲2}}\nportrait: {{file: {of}}}\n---\n"
    )
}

/// A person who withdrew her consent, with a portrait, and a news item that shows a picture.
fn withdrawn(picture: &str) -> String {
    format!(
        "A picture that shows somebody who withdrew.\nat: content/news/{picture}\nalso: BY230 content/exemplars/b.md:4:10\n\n\
         -- content/exemplars/b.md --\n---\nname: 李娜\nrecognised_on: 2022-05\nconsent: {{signed: 2022-01-05, scope: \
         [name, portrait, story], form: 甲2, withdrawn: 2022-05-01}}\nportrait: {{file: b.png, alt: 窗边, \
         others_in_picture: none}}\n---\n-- content/news/b.md --\n---\ntitle: 结业\npublished_on: 2022-05-06\n---\n\
         ![结业](copy.png)\n"
    )
}

/// Her portrait, and the same picture in another size.
fn portraits(path: &'static str, size: (u32, u32)) -> [(&'static str, Vec<u8>); 2] {
    [("content/exemplars/b.png", drawn((480, 320))), (path, drawn(size))]
}

/// Light and dark rings.
fn drawn((width, height): (u32, u32)) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    let tone = |x: u32, y: u32| {
        let (x, y) = (f64::from(x) / f64::from(width) - 0.4, f64::from(y) / f64::from(height) - 0.6);
        ((x * x + y * y).sqrt() * 14.0).sin().mul_add(100.0, 128.0) as u8
    };
    image::RgbImage::from_fn(width, height, |x, y| image::Rgb([tone(x, y); 3]))
        .write_to(&mut bytes, image::ImageFormat::Png)
        .unwrap();
    bytes.into_inner()
}

/// A document with a file.
fn document(name: &str) -> String {
    let file = beside(name);
    format!(
        "What is in a file that readers are given.\nat: {file}\n\n-- content/documents/a.md --\n---\ntitle: 名单\nissued_on: 2022-03-08\nfile: {name}\n---\n"
    )
}

fn beside(name: &str) -> String {
    format!("content/documents/{name}")
}

fn picture(format: image::ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image::RgbImage::from_fn(48, 32, |x, y| image::Rgb([90, (x * 5) as u8, (y * 7) as u8]))
        .write_to(&mut bytes, format)
        .unwrap();
    bytes.into_inner()
}

fn jpeg() -> (&'static str, Vec<u8>) {
    ("content/exemplars/b.jpg", picture(image::ImageFormat::Jpeg))
}

/// Two frames, the second of which is truncated.
fn gif() -> (&'static str, Vec<u8>) {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::gif::GifEncoder::new(&mut bytes);
    for red in [20, 200] {
        let frame =
            image::RgbaImage::from_fn(48, 32, |x, y| image::Rgba([red, (x * 5) as u8, (y * 7) as u8, 255]));
        encoder.encode_frame(image::Frame::new(frame)).unwrap();
    }
    drop(encoder);
    bytes.truncate(bytes.len() - bytes.len() / 4);
    ("content/exemplars/b.gif", bytes)
}

/// A CMYK picture without a profile.
fn inks() -> (&'static str, Vec<u8>) {
    let mut bytes = Vec::new();
    let dots: Vec<u8> = (0..48 * 32).flat_map(|at| [(at % 200) as u8, 90, 40, 10]).collect();
    jpeg_encoder::Encoder::new(&mut bytes, 90).encode(&dots, 48, 32, jpeg_encoder::ColorType::Cmyk).unwrap();
    ("content/exemplars/b.jpg", bytes)
}

/// A Word document.
fn word(text: &str) -> Vec<u8> {
    office(&format!("<w:r><w:t>{text}</w:t></w:r>"))
}

fn office(matter: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let document = format!("<w:document><w:body><w:p>{matter}</w:p></w:body></w:document>");
    for (name, text) in [("[Content_Types].xml", "<Types/>"), ("word/document.xml", &document)] {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An identity number that belongs to nobody: the county does not exist; only the check digit is right.
fn identity() -> String {
    let digits = "35999019500108000";
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 =
        digits.chars().zip(weights).map(|(digit, weight)| digit.to_digit(10).unwrap() * weight).sum();
    let last = "10X98765432".chars().nth(usize::try_from(sum % 11).unwrap()).unwrap();
    format!("{digits}{last}")
}
