//! Scales pictures down.

use fast_image_resize as fir;
use fir::images::{Image, ImageRef};
use fir::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::{DynamicImage, GrayImage, RgbImage, RgbaImage};

use super::ImageError;

/// The picture at this size, which is not larger than its own.
pub(super) fn fit(pixels: &DynamicImage, width: u32, height: u32) -> Result<DynamicImage, ImageError> {
    if (pixels.width(), pixels.height()) == (width, height) {
        return Ok(pixels.clone());
    }
    let (kind, filter) = match pixels {
        DynamicImage::ImageLuma8(_) => (PixelType::U8, FilterType::Lanczos3),
        DynamicImage::ImageRgb8(_) => (PixelType::U8x3, FilterType::Lanczos3),
        // A sharper filter would give cut-out edges a bright rim. Colours are weighted by opacity, so that
        // transparent neighbours do not bleed in.
        _ => (PixelType::U8x4, FilterType::Bilinear),
    };
    let broken = |error: &dyn std::fmt::Display| ImageError::Broken(error.to_string());
    let from = ImageRef::new(pixels.width(), pixels.height(), pixels.as_bytes(), kind);
    let from = from.map_err(|error| broken(&error))?;
    let mut to = Image::new(width, height, kind);
    let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(filter));
    Resizer::new().resize(&from, &mut to, &options).map_err(|error| broken(&error))?;
    let made = to.into_vec();
    let made = match kind {
        PixelType::U8 => GrayImage::from_raw(width, height, made).map(DynamicImage::from),
        PixelType::U8x3 => RgbImage::from_raw(width, height, made).map(DynamicImage::from),
        _ => RgbaImage::from_raw(width, height, made).map(without_hidden_colours),
    };
    made.ok_or_else(|| broken(&"the pixels are too few"))
}

/// Clears the colours of fully transparent pixels, so that erased content cannot be recovered.
pub(super) fn without_hidden_colours(mut rgba: RgbaImage) -> DynamicImage {
    for pixel in rgba.pixels_mut() {
        if let [.., 0] = pixel.0 {
            pixel.0 = [0; 4];
        }
    }
    rgba.into()
}
