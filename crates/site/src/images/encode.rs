//! Encodes pixels. The encoders' settings were chosen by measurement: `bench/pictures`.

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ImageEncoder};
use jpeg_encoder::{ColorType, SamplingFactor};

use super::ImageError;
use crate::domain::{OutputFormat, Variant};

/// JPEG quality from which colours keep full resolution; below it, nobody sees the difference.
const FINE_COLOURS: u8 = 90;

/// Encodes pixels (8-bit grey, RGB or RGBA).
pub(super) fn encode(pixels: &DynamicImage, wanted: Variant) -> Result<Vec<u8>, ImageError> {
    match wanted.format {
        OutputFormat::Webp => webp(pixels, wanted.quality),
        OutputFormat::Jpeg => jpeg(pixels, wanted.quality),
        OutputFormat::Png => png(pixels),
        // Animations are not made from pixels.
        OutputFormat::Moving(_) => Err(ImageError::Broken("a picture that moves".to_owned())),
    }
}

fn broken(error: impl std::fmt::Display) -> ImageError {
    ImageError::Broken(error.to_string())
}

fn webp(pixels: &DynamicImage, quality: u8) -> Result<Vec<u8>, ImageError> {
    let (width, height) = (pixels.width(), pixels.height());
    let from_grey;
    let encoder = match pixels {
        DynamicImage::ImageRgba8(rgba) => webpx::Encoder::new_rgba(rgba, width, height),
        DynamicImage::ImageRgb8(rgb) => webpx::Encoder::new_rgb(rgb, width, height),
        other => {
            from_grey = other.to_rgb8();
            webpx::Encoder::new_rgb(&from_grey, width, height)
        }
    };
    // Without segments the bits are spread evenly over a picture.
    let config =
        webpx::EncoderConfig::new().quality(f32::from(quality)).method(4).segments(1).sns_strength(0);
    encoder.config(config).encode(webpx::Unstoppable).map_err(broken)
}

fn jpeg(pixels: &DynamicImage, quality: u8) -> Result<Vec<u8>, ImageError> {
    let (Ok(width), Ok(height)) = (u16::try_from(pixels.width()), u16::try_from(pixels.height())) else {
        return Err(ImageError::TooLarge(Some((pixels.width(), pixels.height()))));
    };
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, quality);
    let sampling = if quality < FINE_COLOURS { SamplingFactor::F_2_2 } else { SamplingFactor::F_1_1 };
    encoder.set_sampling_factor(sampling);
    let kind = if matches!(pixels, DynamicImage::ImageLuma8(_)) { ColorType::Luma } else { ColorType::Rgb };
    encoder.encode(pixels.as_bytes(), width, height, kind).map_err(broken)?;
    Ok(bytes)
}

fn png(pixels: &DynamicImage) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(pixels.as_bytes(), pixels.width(), pixels.height(), pixels.color().into())
        .map_err(broken)?;
    Ok(bytes)
}
