//! Pictures made smaller.

use image::imageops::{self, FilterType};
use image::{DynamicImage, RgbaImage};

/// From this many times the wanted side on, neighbouring pixels are first averaged to twice the wanted side: the filter itself
/// would hold a row of floating numbers for each row of the result, as wide as the picture.
const COARSE: u32 = 4;

/// The picture at this size, which is not larger than its own.
pub(super) fn fit(pixels: &DynamicImage, width: u32, height: u32) -> DynamicImage {
    if (pixels.width(), pixels.height()) == (width, height) {
        return pixels.clone();
    }
    match pixels {
        DynamicImage::ImageRgba8(rgba) => {
            // A sharper filter gives cut-out edges a bright rim.
            let scaled = scale(&weighted(rgba).into(), width, height, FilterType::Triangle).into_rgba8();
            without_hidden_colours(unweighted(scaled))
        }
        opaque => scale(opaque, width, height, FilterType::Lanczos3),
    }
}

fn scale(pixels: &DynamicImage, width: u32, height: u32, filter: FilterType) -> DynamicImage {
    let longer = pixels.width().max(pixels.height());
    if longer / COARSE < width.max(height) {
        return pixels.resize_exact(width, height, filter);
    }
    let (twice_width, twice_height) = (pixels.width().min(width * 2), pixels.height().min(height * 2));
    let coarse = match pixels {
        DynamicImage::ImageLuma8(grey) => imageops::thumbnail(grey, twice_width, twice_height).into(),
        DynamicImage::ImageRgb8(rgb) => imageops::thumbnail(rgb, twice_width, twice_height).into(),
        other => imageops::thumbnail(&other.to_rgba8(), twice_width, twice_height).into(),
    };
    DynamicImage::resize_exact(&coarse, width, height, filter)
}

/// What is wholly transparent has no colour: whatever was erased there must not be found again.
pub(super) fn without_hidden_colours(mut rgba: RgbaImage) -> DynamicImage {
    for pixel in rgba.pixels_mut() {
        if let [.., 0] = pixel.0 {
            pixel.0 = [0; 4];
        }
    }
    rgba.into()
}

/// Colours weighted with their opacity, so that a filter mixes none in from transparent neighbours.
fn weighted(rgba: &RgbaImage) -> RgbaImage {
    let mut rgba = rgba.clone();
    for pixel in rgba.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let weigh = |colour| narrow((u32::from(colour) * u32::from(alpha) + 127) / 255);
        pixel.0 = [weigh(red), weigh(green), weigh(blue), alpha];
    }
    rgba
}

fn unweighted(mut rgba: RgbaImage) -> RgbaImage {
    for pixel in rgba.pixels_mut() {
        let [red, green, blue, alpha] = pixel.0;
        let most = u32::from(alpha).max(1);
        let weigh = |colour| narrow((u32::from(colour) * 255 + most / 2) / most);
        pixel.0 = [weigh(red), weigh(green), weigh(blue), alpha];
    }
    rgba
}

fn narrow(colour: u32) -> u8 {
    u8::try_from(colour).unwrap_or(u8::MAX)
}
