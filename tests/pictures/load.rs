//! What loading reports about pictures.

use std::path::Path;

use bangyang::config::Config;
use bangyang::diag::{Code, Diagnostic, Diagnostics, Lang, Severity};
use bangyang::domain::{Image, PictureFault, PictureFormat, Value};
use bangyang::load::{Loaded, header, load};
use bangyang::source::{MemSystem, System};
use image::{DynamicImage, ImageFormat};

use super::paint;

/// Loads a site with these pictures, each in the folder of a news item; `used` is the picture that it shows.
fn site(used: &str, files: &[(&str, Vec<u8>)]) -> (Loaded, Vec<Diagnostic>) {
    let system = MemSystem::new();
    let settings =
        "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n";
    let news = format!("---\ntitle: 开班\npublished_on: 2022-06-01\npicture: {used}\n---\n\n开班了。\n");
    system.put("/site/content/site.yaml", settings).unwrap();
    system.put("/site/content/news/opening.md", news).unwrap();
    for (name, bytes) in files {
        system.put(format!("/site/content/news/{name}"), bytes.clone()).unwrap();
    }
    let root = Path::new("/site");
    let content = system.walk(&root.join("content")).unwrap().entries;
    let mut diagnostics = Diagnostics::default();
    let config = Config::load(&system, root, &content, &[], &mut diagnostics).unwrap();
    let mut diagnostics = Diagnostics::default();
    let loaded = load(&system, root, &content, &config, &mut diagnostics);
    (loaded, diagnostics.sorted())
}

fn image(loaded: &Loaded) -> Image {
    let values = loaded.records[0].values.values();
    let mut images =
        values.filter_map(|value| if let Value::Image(image) = value { Some(image) } else { None });
    *images.next().cloned().unwrap()
}

/// The only diagnostic about a shown picture, with message and help in both languages.
fn told(name: &str, bytes: Vec<u8>) -> (Diagnostic, [String; 2]) {
    let (loaded, diagnostics) = site(name, &[(name, bytes)]);
    assert_eq!(diagnostics.len(), 1, "{diagnostics:?}");
    let diagnostic = diagnostics[0].clone();
    let place = diagnostic.place.clone().unwrap();
    assert_eq!((place.file.as_str(), place.line(), place.column()), ("content/news/opening.md", 4, 10));
    assert_eq!(loaded.records.is_empty(), diagnostic.severity == Severity::Error);
    let texts = Lang::ALL.map(|lang| {
        let text = format!("{}\n{}", diagnostic.message(lang), diagnostic.help(lang).join("\n"));
        assert!(!text.contains(['{', '}']) && !diagnostic.help(lang).is_empty(), "{text}");
        text
    });
    (diagnostic, texts)
}

fn bad(name: &str, bytes: Vec<u8>) -> String {
    let (diagnostic, texts) = told(name, bytes);
    assert_eq!(diagnostic.code, Code::BadImage);
    texts.concat()
}

#[test]
fn a_picture_is_known_by_its_header_and_digest() {
    let bytes = paint::with_exif(&paint::jpeg(&paint::quarters(40, 24)), 6);
    let (loaded, diagnostics) = site("a.JPG", &[("a.JPG", bytes.clone()), ("b.pdf", b"%PDF".to_vec())]);
    assert_eq!(diagnostics, []);
    let attachment = loaded.attachments["content/news/a.JPG"];
    let picture = attachment.picture.unwrap();
    assert_eq!(attachment.len, u64::try_from(bytes.len()).unwrap());
    assert_eq!((picture.width, picture.height), (24, 40), "turned");
    assert_eq!((picture.format, picture.alpha), (PictureFormat::Jpeg, false));
    assert_eq!(picture.digest, blake3::hash(&bytes).as_bytes()[..16]);
    let image = image(&loaded);
    assert_eq!((&*image.file, image.size, image.digest), ("content/news/a.JPG", (24, 40), picture.digest));
    assert_eq!(loaded.attachments["content/news/b.pdf"].picture, None);
    assert!(loaded.faults.is_empty());
}

#[test]
fn every_format_says_its_size_and_whether_it_is_transparent() {
    let (opaque, clear) = (paint::quarters(6, 4), paint::disc(6));
    for (picture, format, own, alpha, height) in [
        (&opaque, ImageFormat::Png, PictureFormat::Png, false, 4),
        (&clear, ImageFormat::Png, PictureFormat::Png, true, 6),
        (&opaque, ImageFormat::WebP, PictureFormat::Webp, false, 4),
        (&clear, ImageFormat::WebP, PictureFormat::Webp, true, 6),
        (&clear, ImageFormat::Gif, PictureFormat::Gif, true, 6),
        (&DynamicImage::ImageLuma8(opaque.to_luma8()), ImageFormat::Jpeg, PictureFormat::Jpeg, false, 4),
    ] {
        let found = header(&paint::encode(picture, format)).unwrap();
        assert_eq!((found.width, found.height, found.alpha, found.format), (6, height, alpha, own));
    }
}

#[test]
fn pictures_that_nobody_uses_are_no_matter() {
    let files = [("good.png", paint::encode(&paint::quarters(4, 4), ImageFormat::Png)), ("bad.jpg", vec![7])];
    let (loaded, diagnostics) = site("good.png", &files);
    assert_eq!(diagnostics, []);
    assert_eq!(loaded.attachments["content/news/bad.jpg"].picture, None);
    assert_eq!(loaded.faults["content/news/bad.jpg"], PictureFault::NotAPicture);
}

#[test]
fn a_telephones_own_format_is_told_whatever_its_name() {
    for name in ["a.jpg", "a.heic"] {
        let text = bad(name, paint::heic());
        assert!(text.contains("HEIC") && text.contains("兼容性最好") && text.contains("Most Compatible"));
    }
}

#[test]
fn other_files_are_told_by_what_they_are() {
    let avif = b"\0\0\0\x1Cftypmif1\0\0\0\0mif1avifmiaf".to_vec();
    for (name, start, word) in [
        ("a.jpg", avif, "AVIF"),
        ("a.png", b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0".to_vec(), "BMP"),
        ("a.jpg", b"II\x2A\0\x08\0\0\0".to_vec(), "TIFF"),
        ("a.svg", b"<?xml version='1.0'?>\n<svg xmlns=''/>".to_vec(), "SVG"),
        ("a.pdf", b"%PDF-1.7".to_vec(), "PDF"),
        ("a.docx", b"PK\x03\x04".to_vec(), "Word"),
        ("a.jpg", b"\n<!DOCTYPE html><html>".to_vec(), "网页"),
        ("a.jpg", Vec::new(), "空"),
        ("a.jpg", b"hello".to_vec(), "里面不是图片"),
    ] {
        let text = bad(name, start);
        assert!(text.contains(word), "{text}");
    }
}

#[test]
fn a_picture_with_a_wrong_name_is_shown_and_told() {
    let png = paint::encode(&paint::quarters(4, 4), ImageFormat::Png);
    let (diagnostic, texts) = told("a.jpg", png.clone());
    assert_eq!((diagnostic.code, diagnostic.severity), (Code::MislabelledPicture, Severity::Warning));
    assert!(texts[0].contains("PNG") && texts[0].contains(".png"));
    assert_eq!(image(&site("a.jpg", &[("a.jpg", png.clone())]).0).size, (4, 4));
    assert!(bad("a.jfif", png).contains("不是以 .png 结尾"));
}

#[test]
fn a_picture_without_its_end_is_told_wherever_it_is_cut() {
    let picture = paint::quarters(64, 64);
    let jpeg = paint::with_exif(&paint::jpeg(&picture), 1);
    let encoded = |format| paint::encode(&picture, format);
    // After a GIF's first frame nothing is needed; a WebP's last byte may be padding.
    let [gif, webp] = [ImageFormat::Gif, ImageFormat::WebP].map(|format| {
        let mut bytes = encoded(format);
        bytes.pop();
        bytes
    });
    for whole in [jpeg, encoded(ImageFormat::Png), webp, gif] {
        assert!(header(&whole).is_ok());
        for len in 16..whole.len() {
            assert_eq!(header(&whole[..len]), Err(PictureFault::Truncated), "{len} of {}", whole.len());
        }
    }
    let jpeg = paint::jpeg(&picture);
    assert!(bad("a.jpg", jpeg[..jpeg.len() / 2].to_vec()).contains("不完整"));
}

#[test]
fn a_preview_within_a_cut_picture_does_not_pass_for_its_end() {
    let jpeg = paint::jpeg(&paint::quarters(64, 64));
    let preview = paint::with_segment(&jpeg, 0xE1, &[&b"Exif\0\0"[..], &jpeg].concat());
    assert!(header(&preview).is_ok());
    assert_eq!(header(&preview[..preview.len() - 3]), Err(PictureFault::Truncated));
    let with_more_behind = [&jpeg[..], b"MotionPhoto", &[0xFF; 9]].concat();
    assert!(header(&with_more_behind).is_ok());
}

#[test]
fn too_large_a_picture_is_not_decoded() {
    assert!(bad("a.png", paint::hollow_png(50_000, 50_000)).contains("50000 × 50000"));
    for (width, height) in [(20_000, 10), (10_001, 10_000), (u32::MAX >> 1, u32::MAX >> 1)] {
        let found = header(&paint::hollow_png(width, height));
        assert!(matches!(found, Err(PictureFault::TooLarge(_))), "{found:?}");
    }
    assert!(bad("a.jpg", vec![0xFF; (64 << 20) + 1]).contains("64 MB"));
}
