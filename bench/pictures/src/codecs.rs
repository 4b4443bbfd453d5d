//! The cost and quality of decoders, resizers and encoders.

use std::time::Duration;

use fast_image_resize as fir;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbImage};
use webpx::{Encoder, EncoderConfig, Unstoppable};

use crate::{photo, ssim};

const WIDTHS: [u32; 3] = [1600, 960, 480];

/// CPU time of the process on all cores, which other work on the machine affects least.
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

/// A JPEG of the usual kind.
pub fn jpeg(picture: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (picture.width() as u16, picture.height() as u16);
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    encoder.set_sampling_factor(jpeg_encoder::SamplingFactor::F_2_2);
    encoder.encode(picture.as_raw(), width, height, jpeg_encoder::ColorType::Rgb).unwrap();
    bytes
}

/// The height of a picture scaled to this width.
fn height(picture: &RgbImage, width: u32) -> u32 {
    (picture.height() * width + picture.width() / 2) / picture.width()
}

/// A picture scaled down with a three-lobed Lanczos filter in floating point, rounded once.
pub fn exact(picture: &RgbImage, width: u32, height: u32) -> RgbImage {
    let floats = picture.as_raw().iter().flat_map(|value| f32::from(*value).to_ne_bytes()).collect();
    let kind = fir::PixelType::F32x3;
    let from = fir::images::Image::from_vec_u8(picture.width(), picture.height(), floats, kind).unwrap();
    let mut to = fir::images::Image::new(width, height, kind);
    let filter = fir::ResizeAlg::Convolution(fir::FilterType::Lanczos3);
    fir::Resizer::new().resize(&from, &mut to, &fir::ResizeOptions::new().resize_alg(filter)).unwrap();
    let rounded =
        |value: &[u8]| f32::from_ne_bytes(value.try_into().unwrap()).round().clamp(0.0, 255.0) as u8;
    RgbImage::from_raw(width, height, to.into_vec().chunks_exact(4).map(rounded).collect()).unwrap()
}

/// Through fast_image_resize, as the project does it.
fn resized(picture: &RgbImage, width: u32, filter: fir::FilterType) -> RgbImage {
    let (height, kind) = (height(picture, width), fir::PixelType::U8x3);
    let from = fir::images::ImageRef::new(picture.width(), picture.height(), picture.as_raw(), kind);
    let mut to = fir::images::Image::new(width, height, kind);
    let options = fir::ResizeOptions::new().resize_alg(fir::ResizeAlg::Convolution(filter));
    fir::Resizer::new().resize(&from.unwrap(), &mut to, &options).unwrap();
    RgbImage::from_raw(width, height, to.into_vec()).unwrap()
}

/// Compares all of them.
pub fn compare(count: u64) {
    let files: Vec<Vec<u8>> = (0..count).map(|number| jpeg(&photo::photo(number, 3000, 2000), 92)).collect();
    let bytes: usize = files.iter().map(Vec::len).sum();
    println!(
        "{count} photographs of 3000 × 2000, {} kB each. Milliseconds a photograph, on all cores together.\n",
        bytes / files.len() / 1000
    );
    decoders(&files);
    let photos: Vec<RgbImage> =
        files.iter().map(|file| image::load_from_memory(file).unwrap().into_rgb8()).collect();
    let wanted: Vec<Vec<RgbImage>> = photos
        .iter()
        .map(|photo| WIDTHS.iter().map(|width| exact(photo, *width, height(photo, *width))).collect())
        .collect();
    resizers(&photos, &wanted);
    encoders(&wanted);
}

fn line(name: &str, time: Duration, count: usize, rest: &str) {
    println!("| {name} | {:.0} | {rest} |", time.as_secs_f64() * 1000.0 / count as f64);
}

fn decoders(files: &[Vec<u8>]) {
    println!("| decoder | ms | |\n| --- | --- | --- |");
    let begin = Cpu::begin();
    for file in files {
        assert_eq!(image::load_from_memory(file).unwrap().width(), 3000);
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

fn resizers(photos: &[RgbImage], wanted: &[Vec<RgbImage>]) {
    println!("| resizer, to {WIDTHS:?} | ms | similarity to the exact result |\n| --- | --- | --- |");
    let similarity = |made: &[Vec<RgbImage>]| {
        let pairs = made.iter().flatten().zip(wanted.iter().flatten());
        let all: Vec<f64> = pairs.map(|(made, wanted)| ssim::ssim(made, wanted)).collect();
        let mean = |at: usize| all.iter().skip(at).step_by(3).sum::<f64>() / photos.len() as f64;
        (0..3).map(|at| format!("{:.4}", mean(at))).collect::<Vec<_>>().join(", ")
    };
    let begin = Cpu::begin();
    let by_image = |photo: &RgbImage, width: u32| {
        imageops::resize(photo, width, height(photo, width), FilterType::Lanczos3)
    };
    let made: Vec<Vec<RgbImage>> =
        photos.iter().map(|photo| WIDTHS.iter().map(|width| by_image(photo, *width)).collect()).collect();
    line("image, Lanczos3", begin.elapsed(), photos.len(), &similarity(&made));
    for (name, filter, chain) in [
        ("fast_image_resize, Lanczos3, each from the original", fir::FilterType::Lanczos3, false),
        ("fast_image_resize, Lanczos3, each from the next larger", fir::FilterType::Lanczos3, true),
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
    println!();
}

fn encoders(wanted: &[Vec<RgbImage>]) {
    println!("| encoder, all three widths | ms | kB a photograph | similarity |\n| --- | --- | --- | --- |");
    let flat: Vec<&RgbImage> = wanted.iter().flatten().collect();
    let measure = |name: &str, encode: &dyn Fn(&RgbImage) -> Vec<u8>| {
        let begin = Cpu::begin();
        let made: Vec<Vec<u8>> = flat.iter().map(|picture| encode(picture)).collect();
        let time = begin.elapsed();
        let bytes: usize = made.iter().map(Vec::len).sum();
        let shown = |file: &[u8]| image::load_from_memory(file).unwrap().into_rgb8();
        let alike: f64 = made.iter().zip(&flat).map(|(file, wanted)| ssim::ssim(&shown(file), wanted)).sum();
        let (size, alike) = (bytes as f64 / 1000.0 / wanted.len() as f64, alike / made.len() as f64);
        line(name, time, wanted.len(), &format!("{size:.1} | {alike:.4}"));
    };
    let webp = |config: EncoderConfig| {
        move |picture: &RgbImage| {
            let encoder = Encoder::new_rgb(picture.as_raw(), picture.width(), picture.height());
            encoder.config(config.clone()).encode(Unstoppable).unwrap()
        }
    };
    for method in [0, 2, 3, 4, 6] {
        let config = EncoderConfig::new().quality(75.0).method(method);
        measure(&format!("libwebp, quality 75, method {method}"), &webp(config));
    }
    for quality in [70, 71, 72, 74] {
        let config = EncoderConfig::new().quality(f32::from(quality as u8)).method(4);
        let name = format!("libwebp, quality {quality}, method 4, one segment, no noise shaping");
        measure(&name, &webp(config.segments(1).sns_strength(0)));
    }
    // What brings method 2 closest to method 4: a stronger deblocking filter, or segments.
    for (quality, segments, sns, filter) in [(76, 1, 0, 80), (78, 4, 30, 60)] {
        let config = EncoderConfig::new().quality(f32::from(quality as u8)).method(2).segments(segments);
        let name = format!(
            "libwebp, quality {quality}, method 2, segments {segments}, noise shaping {sns}, filter {filter}"
        );
        measure(&name, &webp(config.sns_strength(sns).filter_strength(filter)));
    }
    for quality in [75, 80] {
        measure(&format!("jpeg-encoder, quality {quality}, 4:2:0"), &|picture| jpeg(picture, quality));
        measure(&format!("image, JPEG, quality {quality}"), &|picture| {
            let mut bytes = Vec::new();
            let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
            DynamicImage::from(picture.clone()).write_with_encoder(encoder).unwrap();
            bytes
        });
    }
}
