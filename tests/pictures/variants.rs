//! The variants of a picture.

use std::io::Write;

use bangyang::domain::{OutputFormat, Picture, Recipe, Variant};
use bangyang::images::{ENCODER_VERSION, ImageError, check, make};
use bangyang::load::{Header, header};
use image::{DynamicImage, ImageBuffer, ImageEncoder, ImageFormat, Luma, Rgb, RgbImage, Rgba, RgbaImage};
use moxcms::ColorProfile;
use proptest::prelude::*;

use super::paint::{self, BLUE, GREEN, RED, WHITE};

/// A variant with its bytes.
struct Made {
    variant: Variant,
    bytes: Vec<u8>,
    shown: DynamicImage,
}

/// The planned variants of a picture at these widths: WebP and the format for every browser, ascending by
/// width.
pub fn planned(bytes: &[u8], widths: &[u32]) -> Result<Vec<Variant>, ImageError> {
    let Header { width, height, alpha, format, motion, doubt } = header(bytes)?;
    let picture = Picture { width, height, alpha, format, motion, doubt, digest: [0; 16] };
    Ok(Recipe { widths: widths.to_vec(), ..Recipe::default() }.variants(&picture).concat())
}

/// Makes a picture of this width in both formats, asserting what holds for all variants.
fn both(bytes: &[u8], width: u32) -> [Made; 2] {
    let variants = planned(bytes, &[width]).unwrap();
    let files = make(bytes, &variants).unwrap();
    assert_eq!(files, make(bytes, &variants).unwrap(), "the same each time");
    check(bytes).unwrap();
    let made = variants.iter().zip(files).map(|(variant, file)| {
        assert_eq!(make(bytes, &[*variant]).unwrap(), std::slice::from_ref(&file), "alone as well");
        let format = match variant.format {
            OutputFormat::Jpeg => ImageFormat::Jpeg,
            OutputFormat::Png => ImageFormat::Png,
            OutputFormat::Webp => ImageFormat::WebP,
            OutputFormat::Moving(format) => panic!("{format:?} moves"),
        };
        let shown = image::load_from_memory_with_format(&file, format).unwrap();
        assert_eq!((shown.width(), shown.height()), (variant.width, variant.height));
        Made { variant: *variant, bytes: file, shown }
    });
    let made: Vec<Made> = made.collect();
    made.try_into().map_err(|_| "two formats").unwrap()
}

/// The variant for every browser.
fn made(bytes: &[u8], width: u32) -> Made {
    let [webp, made] = both(bytes, width);
    assert_eq!(webp.variant.format, OutputFormat::Webp);
    let (webp, other) = (webp.shown.to_rgba8(), made.shown.to_rgba8());
    let apart: u64 = webp.iter().zip(other.iter()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
    let count = u64::try_from(other.len()).unwrap();
    assert!(apart <= count * 12, "the two formats show the same: {apart} of {count}");
    made
}

pub fn near(found: &[u8], wanted: &[u8], by: u8) -> bool {
    found.iter().zip(wanted).all(|(a, b)| a.abs_diff(*b) <= by)
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

/// Caches share variants by [`ENCODER_VERSION`]: if one of these digests changes, that number must change in
/// the same commit, and the digests with it.
#[test]
fn the_encoders_version_stands_for_its_bytes() {
    let photo = DynamicImage::ImageRgb8(RgbImage::from_fn(96, 64, |x, y| {
        let wave = |n: u32| u8::try_from((x * n + y * y / 3 + x * y / 7) % 256).unwrap();
        Rgb([wave(2), wave(3), wave(5)])
    }));
    let sheer = DynamicImage::ImageRgba8(RgbaImage::from_fn(48, 48, |x, y| {
        Rgba([200, 30, u8::try_from(x * 5).unwrap(), u8::try_from(y * 5).unwrap()])
    }));
    let digests = [paint::jpeg(&photo), paint::encode(&sheer, ImageFormat::Png)].map(|source| {
        let variants = planned(&source, &[40]).unwrap();
        let made = make(&source, &variants).unwrap();
        made.iter().map(|bytes| blake3::hash(bytes).to_hex()[..16].to_owned()).collect::<Vec<_>>().join(" ")
    });
    let known = ["4b8e50d61bf33596 961a437206f5e471", "66bcd71a645db40e 2fff0bae67752355"];
    // PNG as another compressor writes it, which a crate that only tests need switches on for all of them.
    let known_in_tests = [known[0], "66bcd71a645db40e 018e68033f737c97"];
    let made = digests.each_ref().map(|it| &**it);
    assert!(ENCODER_VERSION == 1 && [known, known_in_tests].contains(&made), "{ENCODER_VERSION}: {made:?}");
}

#[test]
fn every_orientation_is_turned_upright() {
    let upright = paint::quarters(48, 32);
    // How a camera held in this orientation stores an upright picture.
    for (orientation, stored) in [
        (1, upright.clone()),
        (2, upright.fliph()),
        (3, upright.rotate180()),
        (4, upright.flipv()),
        (5, upright.rotate90().fliph()),
        (6, upright.rotate270()),
        (7, upright.rotate270().fliph()),
        (8, upright.rotate90()),
    ] {
        let bytes = paint::with_exif(&paint::jpeg(&stored), orientation);
        for Made { variant, shown, .. } in [48, 24].into_iter().flat_map(|width| both(&bytes, width)) {
            let Variant { width, height, .. } = variant;
            assert_eq!(height, width * 2 / 3, "orientation {orientation}");
            let (left, right, top, bottom) = (width / 4, width * 3 / 4, height / 4, height * 3 / 4);
            let shown = shown.to_rgb8();
            for (x, y, colour) in
                [(left, top, RED), (right, top, GREEN), (left, bottom, BLUE), (right, bottom, WHITE)]
            {
                let found = shown.get_pixel(x, y).0;
                assert!(near(&found, &colour, 20), "orientation {orientation}: {found:?}, not {colour:?}");
            }
        }
    }
}

#[test]
fn a_variant_tells_nothing_of_where_and_by_whom() {
    let jpeg = paint::with_exif(&paint::jpeg(&paint::quarters(40, 30)), 1);
    let jpeg = paint::with_segment(&jpeg, 0xE1, paint::XMP);
    let jpeg = paint::with_segment(&jpeg, 0xED, paint::IPTC);
    let jpeg = paint::with_segment(&jpeg, 0xFE, paint::COMMENT);
    let jpeg = [&jpeg[..], b"SECRET-BEHIND"].concat();
    let png = paint::encode(&paint::disc(40), ImageFormat::Png);
    let png = paint::with_chunk(&png, b"eXIf", &paint::exif(1));
    let png = paint::with_chunk(&png, b"tEXt", b"Comment\0SECRET-COMMENT");
    let png = paint::with_chunk(&png, b"tIME", &[7, 230, 6, 1, 8, 0, 0]);
    for (bytes, known) in [(&jpeg, 6), (&png, 2)] {
        let words: [&[u8]; 6] = [b"Exif", paint::MAKER, b"SECRET", b"adobe", b"8BIM", b"SECRET-BEHIND"];
        assert_eq!(words.iter().filter(|word| contains(bytes, word)).count(), known, "it is there before");
        for made in [4000, 20].into_iter().flat_map(|width| both(bytes, width)) {
            assert!(words.iter().all(|word| !contains(&made.bytes, word)));
            for chunk in [b"eXIf", b"tEXt", b"tIME", b"iTXt", b"zTXt", b"iCCP", b"EXIF", b"XMP ", b"ICCP"] {
                assert!(!contains(&made.bytes, chunk));
            }
            assert_ne!(made.bytes, *bytes);
        }
    }
}

#[test]
fn pictures_never_grow() {
    let made = made(&paint::jpeg(&paint::quarters(40, 30)), 1600);
    assert_eq!((made.variant.width, made.variant.height), (40, 30));
}

#[test]
fn several_variants_are_those_that_would_be_made_one_by_one() {
    let bytes = paint::jpeg(&paint::quarters(400, 300));
    let variants = planned(&bytes, &[320, 160, 50, 1]).unwrap();
    assert_eq!(variants.len(), 8);
    let all = make(&bytes, &variants).unwrap();
    let single: Vec<_> = variants.iter().flat_map(|one| make(&bytes, &[*one]).unwrap()).collect();
    assert_eq!(all, single);
    assert_eq!(make(&bytes, &[]).unwrap(), Vec::<Vec<u8>>::new());
}

#[test]
fn transparency_is_kept_and_edges_do_not_darken() {
    for format in [ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif] {
        let bytes = paint::encode(&paint::disc(200), format);
        for width in [200, 120, 30] {
            let [webp, png] = both(&bytes, width);
            assert_eq!(png.variant.format, OutputFormat::Png);
            let shown = webp.shown.to_rgba8();
            assert_eq!(shown.get_pixel(0, 0).0[3], 0);
            assert!(near(&shown.get_pixel(width / 2, width / 2).0, &[220, 20, 20, 255], 8));
            let shown = png.shown.to_rgba8();
            assert_eq!(shown.get_pixel(0, 0).0, [0; 4]);
            assert!(near(&shown.get_pixel(width / 2, width / 2).0, &[220, 20, 20, 255], 4));
            for pixel in shown.pixels().filter(|pixel| pixel.0[3] > 40) {
                assert!(near(&pixel.0, &[220, 20, 20], 6), "{format:?} at {width}: {pixel:?}");
            }
        }
    }
}

#[test]
fn what_was_erased_is_not_found_again() {
    let picture = RgbaImage::from_pixel(8, 8, Rgba([250, 200, 150, 0]));
    let [webp, png] = both(&paint::encode(&picture.into(), ImageFormat::Png), 8);
    assert!(png.shown.to_rgba8().pixels().all(|pixel| pixel.0 == [0; 4]));
    let is_gone = |pixel: &Rgba<u8>| pixel.0[3] == 0 && near(&pixel.0[..3], &[0; 3], 8);
    assert!(webp.shown.to_rgba8().pixels().all(is_gone), "{:?}", webp.shown.to_rgba8().get_pixel(0, 0));
}

#[test]
fn grey_and_deep_pictures_are_shown() {
    let grey = DynamicImage::ImageLuma8(paint::quarters(64, 48).to_luma8());
    for bytes in [paint::jpeg(&grey), paint::encode(&grey, ImageFormat::Png)] {
        let Made { variant, shown, .. } = made(&bytes, 32);
        assert_eq!(variant.format, OutputFormat::Jpeg);
        assert!(matches!(shown, DynamicImage::ImageLuma8(_)), "{:?}", shown.color());
    }
    let rgb = paint::quarters(64, 48);
    for (deep, format) in [
        (DynamicImage::ImageRgb16(rgb.to_rgb16()), OutputFormat::Jpeg),
        (DynamicImage::ImageRgba16(rgb.to_rgba16()), OutputFormat::Png),
        (DynamicImage::ImageLumaA16(rgb.to_luma_alpha16()), OutputFormat::Png),
        (DynamicImage::ImageLuma16(ImageBuffer::from_pixel(64, 48, Luma([40_000]))), OutputFormat::Jpeg),
    ] {
        let colour = !matches!(deep, DynamicImage::ImageLuma16(_) | DynamicImage::ImageLumaA16(_));
        let Made { variant, shown, .. } = made(&paint::encode(&deep, ImageFormat::Png), 32);
        assert_eq!(variant.format, format);
        assert!(!colour || near(&shown.to_rgb8().get_pixel(4, 4).0, &RED, 8));
    }
}

#[test]
fn a_picture_in_inks_is_shown() {
    let Made { variant, shown, .. } = made(&paint::inks(), 100);
    assert_eq!((variant.width, variant.height, variant.format), (8, 8, OutputFormat::Jpeg));
    assert!(shown.to_rgb8().pixels().all(|pixel| near(&pixel.0, &[64; 3], 4)), "{:?}", shown.to_rgb8());
}

#[test]
fn colours_of_a_telephone_become_those_of_the_web() {
    // The purest red of sRGB in a Display P3 picture.
    let picture = RgbImage::from_pixel(32, 32, Rgb([234, 51, 35]));
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(ColorProfile::new_display_p3().encode().unwrap()).unwrap();
    encoder.write_image(&picture, 32, 32, image::ExtendedColorType::Rgb8).unwrap();
    for width in [32, 8] {
        let found = made(&bytes, width).shown.to_rgb8().get_pixel(4, 4).0;
        assert!(near(&found, &[254, 0, 0], 4), "{found:?}");
    }
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    encoder.set_icc_profile(b"no profile at all".to_vec()).unwrap();
    encoder.write_image(&picture, 32, 32, image::ExtendedColorType::Rgb8).unwrap();
    let shown = made(&bytes, 32).shown;
    assert!(near(&shown.to_rgb8().get_pixel(4, 4).0, &[234, 51, 35], 4), "left as it is");
}

#[test]
fn a_wide_strip_keeps_a_pixel_of_height() {
    let Made { variant, .. } = made(&paint::jpeg(&paint::quarters(4000, 3)), 100);
    assert_eq!((variant.width, variant.height), (100, 1));
}

#[test]
fn what_cannot_be_shown_is_an_error() {
    let wrong = |bytes: &[u8]| {
        let variant = Variant { width: 64, height: 64, format: OutputFormat::Webp, quality: 75 };
        let error = make(bytes, &[variant]).unwrap_err();
        assert_eq!(check(bytes), Err(error.clone()));
        error
    };
    let jpeg = paint::jpeg(&paint::quarters(64, 64));
    assert_eq!(wrong(&jpeg[..jpeg.len() - 40]), ImageError::Truncated);
    let bomb = paint::hollow_png(50_000, 50_000);
    assert_eq!(wrong(&bomb), ImageError::TooLarge(Some((50_000, 50_000))));
    let hollow = wrong(&paint::hollow_png(9000, 9000));
    assert!(matches!(hollow, ImageError::Broken(_) | ImageError::Truncated), "{hollow:?}");
    assert!(matches!(wrong(&paint::heic()), ImageError::Foreign(_)));
    assert_eq!(wrong(b""), ImageError::Empty);
}

fn samples() -> Vec<Vec<u8>> {
    let picture = paint::quarters(24, 16);
    let jpeg = paint::with_exif(&paint::jpeg(&picture), 6);
    let mut deflated = paint::encode(&paint::disc(16), ImageFormat::Png);
    deflated = paint::with_chunk(&deflated, b"eXIf", &paint::exif(5));
    let mut samples = vec![jpeg, deflated, paint::inks()];
    samples.extend([ImageFormat::WebP, ImageFormat::Gif].map(|format| paint::encode(&picture, format)));
    samples
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_it_panic(
        start in 0_usize..6,
        bytes in proptest::collection::vec(any::<u8>(), 0..400),
    ) {
        let starts: [&[u8]; 6] =
            [b"", b"\xFF\xD8\xFF", b"\x89PNG\r\n\x1A\n", b"RIFF\x80\0\0\0WEBPVP8 ", b"GIF89a", b"\0\0\0\x18ftyp"];
        let mut file = Vec::new();
        file.write_all(starts[start]).unwrap();
        file.write_all(&bytes).unwrap();
        if let Ok(variants) = planned(&file, &[16]) {
            let _ = make(&file, &variants);
        }
    }

    #[test]
    fn no_damage_makes_it_panic(
        sample in 0_usize..5,
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut file = samples().swap_remove(sample);
        for (at, byte) in damage {
            let at = at.index(file.len());
            file[at] = byte;
        }
        // Damage can produce a picture that is large and slow to decode.
        let small = header(&file).is_ok_and(|header| header.width.max(header.height) <= 2000);
        if small {
            let variants = planned(&file, &[16]).unwrap();
            if let Ok(made) = make(&file, &variants) {
                prop_assert_eq!(made.len(), variants.len());
            }
        }
    }
}
