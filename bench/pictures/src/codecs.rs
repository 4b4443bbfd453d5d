//! What decoders, resizers and encoders take, one after another on one thread, and what they give.

use std::time::Duration;

use fast_image_resize as fir;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{DynamicImage, RgbImage};
use webpx::{Encoder, EncoderConfig, Unstoppable};

use crate::{photo, ssim};

const WIDTHS: [u32; 3] = [1600, 960, 480];

/// A JPEG of usual kind.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.encode(picture.as_raw(), width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

/// Compares all.
pub fn compare(count: u64) {
    let photos: Vec<RgbImage> = (0..count).map(|number| photo::photo(number, 3000, 2000)).collect();
    let files: Vec<Vec<u8>> = photos.iter().map(|photo| jpeg(photo, 92)).collect();
    let bytes: usize = files.iter().map(Vec::len).sum();
    println!("{count} photographs of 3000 × 2000, {} kB each; milliseconds a photograph.\n", bytes / files.len() / 1000);
    decoders(&files);
    let photos: Vec<RgbImage> =
        files.iter().map(|file| image::load_from_memory(file).unwrap().into_rgb8()).collect();
    resizers(&photos);
    encoders(&photos);
}

/// Time on all cores together, since the process began: what other work on the machine changes least.
struct Cpu(u64);

impl Cpu {
    fn ticks() -> u64 {
        let text = std::fs::read_to_string("/proc/self/stat").unwrap();
        let (_, rest) = text.rsplit_once(')').unwrap();
        rest.split_whitespace().skip(11).take(2).map(|ticks| ticks.parse::<u64>().unwrap()).sum()
    }

    fn begin() -> Self {
        Self(Self::ticks())
    }

    fn elapsed(&self) -> Duration {
        Duration::from_millis(10 * (Self::ticks() - self.0))
    }
}

fn line(name: &str, time: Duration, count: usize, rest: &str) {
    println!("| {name} | {:.1} | {rest} |", time.as_secs_f64() * 1000.0 / count as f64);
}

fn decoders(files: &[Vec<u8>]) {
    println!("| decoder | ms | |\n| --- | --- | --- |");
    let begin = Cpu::begin();
    for file in files {
        let picture = image::load_from_memory(file).unwrap();
        assert_eq!(picture.width(), 3000);
    }
    line("image (zune-jpeg)", begin.elapsed(), files.len(), "whole");
    for (name, side) in [("whole", 3000), ("at half the side", 1500), ("at a quarter", 750)] {
        let begin = Cpu::begin();
        for file in files {
            let mut decoder = jpeg_decoder::Decoder::new(&file[..]);
            decoder.scale(side, 10).unwrap();
            decoder.decode().unwrap();
        }
        line("jpeg-decoder", begin.elapsed(), files.len(), name);
    }
    println!();
}

/// Through fast_image_resize.
pub fn resized(picture: &RgbImage, width: u32, filter: fir::FilterType) -> RgbImage {
    let height = (picture.height() * width + picture.width() / 2) / picture.width();
    let from = fir::images::ImageRef::new(picture.width(), picture.height(), picture.as_raw(), fir::PixelType::U8x3);
    let mut to = fir::images::Image::new(width, height, fir::PixelType::U8x3);
    let options = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(filter));
    fir::Resizer::new().resize(&from.unwrap(), &mut to, &options).unwrap();
    RgbImage::from_raw(width, height, to.into_vec()).unwrap()
}

fn references(photos: &[RgbImage]) -> Vec<Vec<RgbImage>> {
    let of = |photo: &RgbImage, width: u32| {
        let height = (photo.height() * width + photo.width() / 2) / photo.width();
        DynamicImage::from(photo.clone()).resize_exact(width, height, FilterType::Lanczos3).into_rgb8()
    };
    photos.iter().map(|photo| WIDTHS.iter().map(|width| of(photo, *width)).collect()).collect()
}

fn resizers(photos: &[RgbImage]) {
    println!("| resizer, to {WIDTHS:?} | ms | similarity to image's Lanczos3 |\n| --- | --- | --- |");
    let begin = Cpu::begin();
    let wanted = references(photos);
    line("image, Lanczos3", begin.elapsed(), photos.len(), "1");
    let similarity = |made: &[Vec<RgbImage>]| {
        let pairs = made.iter().flatten().zip(wanted.iter().flatten());
        let all: Vec<f64> = pairs.map(|(made, wanted)| ssim::ssim(made, wanted)).collect();
        let by_width: Vec<String> = (0..3)
            .map(|at| format!("{:.5}", all.iter().skip(at).step_by(3).sum::<f64>() / photos.len() as f64))
            .collect();
        by_width.join(", ")
    };
    for (name, filter, chain) in [
        ("fast_image_resize, Lanczos3, each from the original", fir::FilterType::Lanczos3, false),
        ("fast_image_resize, Lanczos3, each from the next larger", fir::FilterType::Lanczos3, true),
        ("fast_image_resize, Hamming, each from the original", fir::FilterType::Hamming, false),
        ("fast_image_resize, CatmullRom, each from the original", fir::FilterType::CatmullRom, false),
    ] {
        let begin = Cpu::begin();
        let mut made: Vec<Vec<RgbImage>> = Vec::new();
        for photo in photos {
            let mut own: Vec<RgbImage> = Vec::new();
            for width in WIDTHS {
                let from = own.last().filter(|_| chain).unwrap_or(photo);
                own.push(resized(from, width, filter));
            }
            made.push(own);
        }
        line(name, begin.elapsed(), photos.len(), &similarity(&made));
    }
    // Against the exact result, not rounded in between.
    for photo in photos.iter().take(2) {
        for (at, width) in WIDTHS.iter().enumerate() {
            let exact = exact(photo, *width);
            let image = image::imageops::resize(photo, *width, exact.height(), FilterType::Lanczos3);
            println!("{width}: image {:.5}, fir {:.5} {at}", ssim::ssim(&image, &exact), ssim::ssim(&resized(photo, *width, fir::FilterType::Lanczos3), &exact));
        }
    }
    println!();
}

fn exact(picture: &RgbImage, width: u32) -> RgbImage {
    let height = (picture.height() * width + picture.width() / 2) / picture.width();
    let floats: Vec<u8> = picture.as_raw().iter().flat_map(|v| f32::from(*v).to_ne_bytes()).collect();
    let from = fir::images::Image::from_vec_u8(picture.width(), picture.height(), floats, fir::PixelType::F32x3).unwrap();
    let mut to = fir::images::Image::new(width, height, fir::PixelType::F32x3);
    let options = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3));
    fir::Resizer::new().resize(&from, &mut to, &options).unwrap();
    let bytes = to.into_vec().chunks_exact(4).map(|v| f32::from_ne_bytes(v.try_into().unwrap()).round().clamp(0.0, 255.0) as u8).collect();
    RgbImage::from_raw(width, height, bytes).unwrap()
}

fn encoders(photos: &[RgbImage]) {
    let wanted = references(photos);
    let flat: Vec<&RgbImage> = wanted.iter().flatten().collect();
    println!("| encoder, all three widths | ms | kB a photograph, similarity |\n| --- | --- | --- |");
    let tell = |name: &str, time: Duration, made: &[Vec<u8>]| {
        let bytes: usize = made.iter().map(Vec::len).sum();
        let alike: f64 = made
            .iter()
            .zip(&flat)
            .map(|(made, wanted)| ssim::ssim(&image::load_from_memory(made).unwrap().into_rgb8(), wanted))
            .sum();
        let rest = format!("{:.1} kB, {:.5}", bytes as f64 / 1000.0 / photos.len() as f64, alike / made.len() as f64);
        line(name, time, photos.len(), &rest);
    };
    let webp = |name: &str, config: &dyn Fn() -> EncoderConfig| {
        let begin = Cpu::begin();
        let made: Vec<Vec<u8>> = flat
            .iter()
            .map(|p| Encoder::new_rgb(p.as_raw(), p.width(), p.height()).config(config()).encode(Unstoppable).unwrap())
            .collect();
        tell(name, begin.elapsed(), &made);
    };
    for method in 0..=5 {
        webp(&format!("libwebp, quality 75, method {method}"), &|| EncoderConfig::new().quality(75.0).method(method));
    }
    if std::env::var_os("GRID").is_some() {
        for q in [74.0, 75.0, 76.0] {
            webp(&format!("default q{q}"), &|| EncoderConfig::new().quality(q).method(4));
        }
        for (q, m, sns, f, sh, seg, ty) in [
            (72.0, 4, 0, 60, 0, 1, 1), (74.0, 4, 0, 60, 0, 1, 1), (74.0, 4, 0, 100, 0, 1, 1), (74.0, 4, 0, 60, 0, 1, 0), (74.0, 4, 0, 30, 0, 1, 1), (74.0, 3, 0, 60, 0, 1, 1), (74.0, 4, 0, 60, 0, 4, 1)] {
            webp(&format!("q{q} m{m} sns{sns} f{f} sharp{sh} seg{seg} type{ty}"), &|| EncoderConfig::new().quality(q).method(m).sns_strength(sns).filter_strength(f).filter_sharpness(sh).segments(seg).filter_type(ty));
        }
        return;
    }
    for (quality, method, sns, filter, segments) in [
        (75.0, 2, 0, 60, 4),
        (78.0, 2, 0, 60, 4),
        (75.0, 2, 50, 0, 4),
        (75.0, 2, 0, 0, 1),
        (75.0, 3, 0, 60, 4),
        (75.0, 3, 0, 20, 4),
        (75.0, 3, 0, 20, 1),
        (75.0, 4, 0, 20, 4),
        (70.0, 3, 0, 20, 4),
        (70.0, 4, 0, 20, 4),
    ] {
        webp(
            &format!("libwebp, quality {quality}, method {method}, sns {sns}, filter {filter}, {segments} segments"),
            &|| {
                EncoderConfig::new()
                    .quality(quality)
                    .method(method)
                    .sns_strength(sns)
                    .filter_strength(filter)
                    .segments(segments)
            },
        );
    }
    for quality in [75, 80, 85] {
        let begin = Cpu::begin();
        let made: Vec<Vec<u8>> = flat.iter().map(|picture| jpeg(picture, quality)).collect();
        tell(&format!("jpeg-encoder, quality {quality}, 4:2:0"), begin.elapsed(), &made);
        let begin = Cpu::begin();
        let made: Vec<Vec<u8>> = flat
            .iter()
            .map(|p| {
                let mut bytes = Vec::new();
                let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
                encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
                encoder.set_progressive(true);
                encoder.set_optimized_huffman_tables(true);
                encoder.encode(p.as_raw(), p.width() as u16, p.height() as u16, jpeg_encoder::ColorType::Rgb).unwrap();
                bytes
            })
            .collect();
        tell(&format!("jpeg-encoder, quality {quality}, 4:2:0, progressive"), begin.elapsed(), &made);
        let begin = Cpu::begin();
        let made: Vec<Vec<u8>> = flat
            .iter()
            .map(|picture| {
                let mut bytes = Vec::new();
                JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(*picture).unwrap();
                bytes
            })
            .collect();
        tell(&format!("image, JPEG, quality {quality}"), begin.elapsed(), &made);
    }
}
