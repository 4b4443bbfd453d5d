//! Colours: however they are declared, the published picture is sRGB. The expected values are computed here
//! by formula, not by the crate that converts.

use bangyang::domain::{ColourDoubt, OutputFormat};
use bangyang::images::{ImageError, make};
use bangyang::load::header;
use image::{
    DynamicImage, GrayAlphaImage, GrayImage, ImageBuffer, ImageEncoder, ImageFormat, Luma, LumaA, Rgb,
    RgbImage, Rgba, RgbaImage,
};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};
use moxcms::ColorProfile;

use super::paint;
use super::variants::{near, planned};

/// The pixels of the variant for every browser, in the original width.
#[track_caller]
fn shown(bytes: &[u8]) -> DynamicImage {
    let variants = planned(bytes, &[4096]).unwrap();
    let best = variants.last().unwrap();
    let file = make(bytes, std::slice::from_ref(best)).unwrap().remove(0);
    let format = match best.format {
        OutputFormat::Jpeg => ImageFormat::Jpeg,
        OutputFormat::Png => ImageFormat::Png,
        other => panic!("{other:?}"),
    };
    image::load_from_memory_with_format(&file, format).unwrap()
}

/// The colour in the middle of a part of the picture; `at` is in eighths of its width.
fn colour(picture: &DynamicImage, at: u32) -> [u8; 3] {
    picture.to_rgb8().get_pixel(picture.width() * (2 * at + 1) / 16, picture.height() / 2).0
}

#[track_caller]
fn is(found: [u8; 3], wanted: [u8; 3], by: u8, of: &str) {
    assert!(near(&found, &wanted, by), "{of}: {found:?} in place of {wanted:?}");
}

/// Encodes linear light as sRGB.
fn srgb(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let written = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (written * 255.0).round() as u8
}

/// A Lab colour under the illuminant of print, as sRGB.
fn lab([l, a, b]: [f64; 3]) -> [u8; 3] {
    let f = [(l + 16.0) / 116.0 + a / 500.0, (l + 16.0) / 116.0, (l + 16.0) / 116.0 - b / 200.0];
    let cubed =
        |f: f64| if f > 6.0 / 29.0 { f * f * f } else { 3.0 * (6.0_f64 / 29.0).powi(2) * (f - 4.0 / 29.0) };
    let white = [0.964_22, 1.0, 0.825_21];
    let [x, y, z]: [f64; 3] = std::array::from_fn(|n| cubed(f[n]) * white[n]);
    [
        srgb(3.134_187 * x - 1.617_209 * y - 0.490_694 * z),
        srgb(-0.978_749 * x + 1.916_130 * y + 0.033_433 * z),
        srgb(0.071_964 * x - 0.228_994 * y + 1.405_386 * z),
    ]
}

/// The appearance of eight of the sixteen combinations of full inks on an invented paper.
const PRINTED: [([u8; 4], [f64; 3]); 8] = [
    ([0, 0, 0, 0], [95.0, 0.0, -2.0]),
    ([255, 0, 0, 0], [57.0, -30.0, -40.0]),
    ([0, 255, 0, 0], [48.0, 62.0, 0.0]),
    ([0, 0, 255, 0], [86.0, 0.0, 70.0]),
    ([255, 255, 0, 0], [30.0, 20.0, -40.0]),
    ([255, 0, 255, 0], [52.0, -45.0, 25.0]),
    ([0, 255, 255, 0], [47.0, 55.0, 40.0]),
    ([0, 0, 0, 255], [18.0, 1.0, 1.0]),
];

/// A CMYK profile with this appearance, as a table with two steps per ink.
fn print_profile() -> Vec<u8> {
    let mut nodes = Vec::new();
    for at in 0..16_u8 {
        let inks: [u8; 4] = std::array::from_fn(|ink| if at >> (3 - ink) & 1 == 1 { 255 } else { 0 });
        let known = PRINTED.iter().find(|(printed, _)| *printed == inks);
        let [l, a, b] = known.map_or([12.0, 0.0, 0.0], |(_, lab)| *lab);
        let number = |value: f64, from: f64, span: f64| ((value - from) / span * 65_280.0).round() as u16;
        nodes.extend([number(l, 0.0, 100.0), number(a, -128.0, 255.0), number(b, -128.0, 255.0)]);
    }
    let mut table = b"mft2\0\0\0\0\x04\x03\x02\0".to_vec();
    for n in 0..9 {
        table.extend(if n % 4 == 0 { 65_536_u32 } else { 0 }.to_be_bytes());
    }
    table.extend([0, 2, 0, 2]);
    let straight = [0_u16, 65_535];
    let numbers = straight.repeat(4).into_iter().chain(nodes).chain(straight.repeat(3));
    table.extend(numbers.flat_map(u16::to_be_bytes));
    let mut profile = vec![0; 128];
    profile[8..12].copy_from_slice(&[2, 0x40, 0, 0]);
    profile[12..24].copy_from_slice(b"prtrCMYKLab ");
    profile[24..36].copy_from_slice(&[7, 0xE6, 0, 6, 0, 1, 0, 0, 0, 0, 0, 0]);
    profile[36..40].copy_from_slice(b"acsp");
    for (at, value) in [(68, 0xF6D6_u32), (72, 0x1_0000), (76, 0xD32D)] {
        profile[at..at + 4].copy_from_slice(&value.to_be_bytes());
    }
    profile.extend(1_u32.to_be_bytes());
    profile.extend(b"A2B0");
    profile.extend(144_u32.to_be_bytes());
    profile.extend(u32::try_from(table.len()).unwrap().to_be_bytes());
    profile.extend(table);
    let length = u32::try_from(profile.len()).unwrap();
    profile[..4].copy_from_slice(&length.to_be_bytes());
    profile
}

/// Eight stripes of ink combinations.
fn stripes(kind: ColorType, profile: Option<&[u8]>) -> Vec<u8> {
    let pixels: Vec<u8> = (0..32).flat_map(|_| (0..128).flat_map(|x| PRINTED[x / 16].0)).collect();
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, 100);
    encoder.set_sampling_factor(SamplingFactor::F_1_1);
    profile.into_iter().for_each(|profile| encoder.add_icc_profile(profile).unwrap());
    encoder.encode(&pixels, 128, 32, kind).unwrap();
    bytes
}

#[test]
fn inks_are_converted_by_their_profile() {
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        let bytes = stripes(kind, Some(&print_profile()));
        assert_eq!(header(&bytes).unwrap().doubt, None);
        let picture = shown(&bytes);
        for (at, (inks, printed)) in (0..).zip(PRINTED) {
            is(colour(&picture, at), lab(printed), 6, &format!("{kind:?} {inks:?}"));
        }
    }
}

#[test]
fn inks_without_a_profile_are_told() {
    for kind in [ColorType::Cmyk, ColorType::CmykAsYcck] {
        for profile in [None, Some(ColorProfile::new_srgb().encode().unwrap()), Some(b"none at all".to_vec())]
        {
            let bytes = stripes(kind, profile.as_deref());
            let doubt = if profile.is_none() { ColourDoubt::UnknownInks } else { ColourDoubt::BadProfile };
            assert_eq!(header(&bytes).unwrap().doubt, Some(doubt));
            let picture = shown(&bytes);
            for (at, ([c, m, y, k], _)) in (0..).zip(PRINTED) {
                let lit =
                    |ink: u8| u8::try_from((255 - u32::from(ink)) * (255 - u32::from(k)) / 255).unwrap();
                is(colour(&picture, at), [lit(c), lit(m), lit(y)], 4, "as browsers show it");
            }
        }
    }
}

/// A PNG with additional chunks.
fn png(picture: &DynamicImage, chunks: &[(&[u8; 4], &[u8])]) -> Vec<u8> {
    let plain = paint::encode(picture, ImageFormat::Png);
    chunks.iter().rev().fold(plain, |bytes, (name, payload)| paint::with_chunk(&bytes, name, payload))
}

fn one(rgb: [u8; 3]) -> DynamicImage {
    RgbImage::from_pixel(16, 16, Rgb(rgb)).into()
}

fn gamma(exponent: f64) -> [u8; 4] {
    ((100_000.0 * exponent).round() as u32).to_be_bytes()
}

fn primaries(points: [u32; 8]) -> Vec<u8> {
    points.iter().flat_map(|point| point.to_be_bytes()).collect()
}

const SRGB: [u32; 8] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];

#[test]
fn a_pngs_gamma_is_heeded() {
    for exponent in [1.0, 1.0 / 1.8, 1.0 / 2.6] {
        let meant = |value: u8| srgb((f64::from(value) / 255.0).powf(1.0 / exponent));
        for rgb in [[128; 3], [200, 90, 40], [255; 3], [0; 3]] {
            let found = colour(&shown(&png(&one(rgb), &[(b"gAMA", &gamma(exponent))])), 4);
            is(found, rgb.map(meant), 4, &format!("{exponent} {rgb:?}"));
        }
        // Grey, and partly transparent pixels.
        let grey = DynamicImage::from(GrayImage::from_pixel(16, 16, Luma([90])));
        is(colour(&shown(&png(&grey, &[(b"gAMA", &gamma(exponent))])), 4), [meant(90); 3], 4, "grey");
        let clear = DynamicImage::from(RgbaImage::from_pixel(16, 16, Rgba([90, 90, 200, 128])));
        let found = shown(&png(&clear, &[(b"gAMA", &gamma(exponent))])).to_rgba8().get_pixel(8, 8).0;
        assert!(near(&found, &[meant(90), meant(90), meant(200), 128], 4), "{found:?}");
    }
    // What programs write along with sRGB changes nothing, nor do chunks next to one that declares sRGB, nor
    // impossible values.
    for chunks in [
        &[(b"gAMA", &gamma(0.454_55)[..])][..],
        &[(b"gAMA", &gamma(1.0)), (b"sRGB", &[0])],
        &[(b"gAMA", &[0; 4])],
        &[(b"cHRM", &primaries(SRGB))],
        &[(b"cHRM", &[0; 32])],
    ] {
        is(colour(&shown(&png(&one([128, 90, 40]), chunks)), 4), [128, 90, 40], 3, &format!("{chunks:?}"));
    }
}

#[test]
fn dark_tones_of_deep_pictures_are_kept() {
    let light = |value: u16| srgb(f64::from(value) / 65_535.0);
    for value in [20_u16, 100, 400, 3000, 30_000] {
        let rgb = DynamicImage::ImageRgb16(ImageBuffer::from_pixel(16, 16, Rgb([value, 2 * value, value])));
        let found = colour(&shown(&png(&rgb, &[(b"gAMA", &gamma(1.0))])), 4);
        is(found, [light(value), light(2 * value), light(value)], 4, &format!("{value}"));
        let grey = DynamicImage::ImageLuma16(ImageBuffer::from_pixel(16, 16, Luma([value])));
        let picture = shown(&png(&grey, &[(b"gAMA", &gamma(1.0))]));
        assert!(matches!(picture, DynamicImage::ImageLuma8(_)), "{:?}", picture.color());
        is(colour(&picture, 4), [light(value); 3], 4, &format!("grey {value}"));
    }
}

#[test]
fn a_pngs_primaries_are_heeded() {
    // Red and green are exchanged.
    let swapped = primaries([31_270, 32_900, 30_000, 60_000, 64_000, 33_000, 15_000, 6_000]);
    for rgb in [[200, 60, 40], [30, 180, 90]] {
        let [red, green, blue] = rgb;
        is(colour(&shown(&png(&one(rgb), &[(b"cHRM", &swapped)])), 4), [green, red, blue], 4, "swapped");
    }
}

#[test]
fn a_pngs_code_of_video_standards_is_heeded() {
    // The purest red of sRGB in Display P3: by a code that overrides a profile.
    let red = one([234, 51, 35]);
    is(colour(&shown(&png(&red, &[(b"cICP", &[12, 13, 0, 1])])), 4), [254, 0, 0], 4, "Display P3");
    let both = png(&red, &[(b"cICP", &[12, 13, 0, 1]), (b"gAMA", &gamma(1.0))]);
    is(colour(&shown(&both), 4), [254, 0, 0], 4, "above gamma");
    is(
        colour(&shown(&png(&red, &[(b"cICP", &[1, 13, 0, 1]), (b"gAMA", &gamma(1.0))])), 4),
        [234, 51, 35],
        3,
        "sRGB",
    );
    is(colour(&shown(&png(&one([128; 3]), &[(b"cICP", &[1, 8, 0, 1])])), 4), [188; 3], 3, "linear");
    for curve in [16, 18] {
        assert_eq!(header(&png(&red, &[(b"cICP", &[9, curve, 0, 1])])), Err(ImageError::HighDynamicRange));
    }
    // What is invalid in a PNG is refused or reported.
    for code in [[12, 13, 1, 1], [12, 13, 0, 0], [0, 13, 0, 1], [12, 200, 0, 1]] {
        let said = header(&png(&red, &[(b"cICP", &code)]));
        assert!(
            said.is_err() || said.as_ref().unwrap().doubt == Some(ColourDoubt::BadProfile),
            "{code:?}: {said:?}"
        );
    }
}

#[test]
fn greys_are_converted_by_their_profile() {
    let profile = ColorProfile::new_gray_with_gamma(1.8).encode().unwrap();
    let meant = |value: u8| srgb((f64::from(value) / 255.0).powf(1.8));
    let wedge = GrayImage::from_fn(128, 16, |x, _| Luma([u8::try_from(x / 16 * 32 + 10).unwrap()]));
    let mut jpeg = Vec::new();
    let mut encoder = Encoder::new(&mut jpeg, 100);
    encoder.add_icc_profile(&profile).unwrap();
    encoder.encode(&wedge, 128, 16, ColorType::Luma).unwrap();
    let mut png = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut png);
    encoder.set_icc_profile(profile.clone()).unwrap();
    encoder.write_image(&wedge, 128, 16, image::ExtendedColorType::L8).unwrap();
    for bytes in [&jpeg, &png] {
        let picture = shown(bytes);
        assert!(matches!(picture, DynamicImage::ImageLuma8(_)), "{:?}", picture.color());
        for at in 0..8 {
            is(colour(&picture, at), [meant(u8::try_from(at * 32 + 10).unwrap()); 3], 4, &format!("{at}"));
        }
    }
    let clear = GrayAlphaImage::from_pixel(16, 16, LumaA([90, 100]));
    let mut png = Vec::new();
    let mut encoder = image::codecs::png::PngEncoder::new(&mut png);
    encoder.set_icc_profile(profile).unwrap();
    encoder.write_image(&clear, 16, 16, image::ExtendedColorType::La8).unwrap();
    let found = shown(&png).to_rgba8().get_pixel(8, 8).0;
    assert!(near(&found, &[meant(90), meant(90), meant(90), 100], 4), "{found:?}");
}

#[test]
fn a_profile_that_cannot_be_used_is_told() {
    let inks = print_profile();
    for profile in [&b"no profile at all"[..], &inks, &inks[..200]] {
        let mut png = Vec::new();
        let mut encoder = image::codecs::png::PngEncoder::new(&mut png);
        encoder.set_icc_profile(profile.to_vec()).unwrap();
        encoder.write_image(&one([10, 200, 90]).to_rgb8(), 16, 16, image::ExtendedColorType::Rgb8).unwrap();
        assert_eq!(header(&png).unwrap().doubt, Some(ColourDoubt::BadProfile));
        is(colour(&shown(&png), 4), [10, 200, 90], 3, "as it is");
    }
    assert_eq!(header(&paint::jpeg(&one([1, 2, 3]))).unwrap().doubt, None);
}
