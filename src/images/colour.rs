//! Colours to sRGB, which every screen and every browser takes pixels without a profile to be.

use image::DynamicImage;
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

/// Telephones take pictures in Display P3, which without its profile would look pale. Where a profile cannot be used, because
/// it is damaged or is that of the inks or greys that the decoder has turned into RGB already, the pixels stay as they are.
pub(super) fn to_srgb(pixels: DynamicImage, profile: &[u8]) -> DynamicImage {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return pixels };
    if profile.color_space != DataColorSpace::Rgb {
        return pixels;
    }
    let (mut pixels, layout) = match pixels {
        DynamicImage::ImageRgb8(_) => (pixels, Layout::Rgb),
        DynamicImage::ImageRgba8(_) => (pixels, Layout::Rgba),
        grey => return grey,
    };
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else { return pixels };
    let before = pixels.as_bytes().to_vec();
    let after: &mut [u8] = match &mut pixels {
        DynamicImage::ImageRgb8(buffer) => buffer,
        DynamicImage::ImageRgba8(buffer) => buffer,
        _ => return pixels,
    };
    if transform.transform(&before, after).is_err() {
        after.copy_from_slice(&before);
    }
    pixels
}
