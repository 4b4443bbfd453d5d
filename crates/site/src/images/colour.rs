//! Converts colours to sRGB, which every screen and browser assumes for pixels without a profile.
//!
//! Telephones take pictures in Display P3, which would look pale without its profile; print shops deliver
//! CMYK pictures.

use std::sync::Arc;

use image::{DynamicImage, GrayImage, RgbImage};
use moxcms::{Layout, TransformExecutor};

use super::ImageError;
use crate::load::{Colours, InkPixels};

/// Converts pixels (8-bit grey, RGB or RGBA) to sRGB.
pub(super) fn to_srgb(pixels: DynamicImage, colours: &Colours) -> DynamicImage {
    match pixels {
        DynamicImage::ImageLuma8(grey) => greys(grey, colours),
        DynamicImage::ImageRgb8(mut rgb) => {
            let lights = matches!(colours, Colours::Lights(_));
            in_place(&mut rgb, 3, lights.then(|| colours.to_srgb_8(Layout::Rgb)).flatten().as_ref());
            rgb.into()
        }
        DynamicImage::ImageRgba8(mut rgba) => {
            match ramp(colours).filter(|_| matches!(colours, Colours::Greys(_))) {
                Some(ramp) => {
                    for pixel in rgba.pixels_mut() {
                        let [red, green, blue, _] = &mut pixel.0;
                        let [to_red, to_green, to_blue] = at(&ramp, *red);
                        (*red, *green, *blue) = (to_red, to_green, to_blue);
                    }
                }
                None => in_place(&mut rgba, 4, colours.to_srgb_8(Layout::Rgba).as_ref()),
            }
            rgba.into()
        }
        other => other,
    }
}

/// Converts 16-bit pixels to sRGB if their profile requires it, before they are reduced to 8 bits: in some
/// profiles the dark tones are only in the lower bits.
pub(super) fn wide_to_srgb(pixels: DynamicImage, colours: &Colours) -> (DynamicImage, bool) {
    let pixels = match pixels {
        DynamicImage::ImageLuma16(grey) if matches!(colours, Colours::Lights(_)) => {
            DynamicImage::ImageLuma16(grey).into_rgb16().into()
        }
        DynamicImage::ImageLumaA16(grey) if matches!(colours, Colours::Lights(_)) => {
            DynamicImage::ImageLumaA16(grey).into_rgba16().into()
        }
        other => other,
    };
    match pixels {
        DynamicImage::ImageRgb16(mut rgb) => {
            let transform = colours.to_srgb_16(Layout::Rgb);
            in_place(&mut rgb, 3, transform.as_ref());
            (rgb.into(), transform.is_some())
        }
        DynamicImage::ImageLuma16(mut grey) => {
            let transform = colours.to_srgb_16(Layout::Gray).filter(|_| matches!(colours, Colours::Greys(_)));
            let done = transform.is_some_and(|transform| wide_greys(&mut grey, transform.as_ref()));
            (grey.into(), done)
        }
        DynamicImage::ImageRgba16(mut rgba) => {
            let transform =
                colours.to_srgb_16(Layout::Rgba).filter(|_| matches!(colours, Colours::Lights(_)));
            in_place(&mut rgba, 4, transform.as_ref());
            (rgba.into(), transform.is_some())
        }
        other => (other, false),
    }
}

/// Returns whether the greys were changed.
fn wide_greys(grey: &mut [u16], transform: &(dyn TransformExecutor<u16> + Send + Sync)) -> bool {
    let mut rgb = vec![0; AT_A_TIME * 3];
    grey.chunks_mut(AT_A_TIME).all(|stretch| {
        let Some(made) = rgb.get_mut(..stretch.len() * 3) else { return false };
        let done = transform.transform(stretch, made).is_ok();
        if done {
            for (grey, rgb) in stretch.iter_mut().zip(made.chunks_exact(3)) {
                *grey = rgb.get(1).copied().unwrap_or(*grey);
            }
        }
        done
    })
}

/// Converts CMYK to RGB.
pub(super) fn from_inks(pixels: &InkPixels, colours: &Colours) -> Result<DynamicImage, ImageError> {
    let count = pixels.bytes.len() / 4 * 3;
    let mut rgb = vec![0; count];
    let row = usize::try_from(pixels.width).unwrap_or(usize::MAX).max(1);
    let transform = colours.to_srgb_8(Layout::Rgba);
    for (from, to) in pixels.bytes.chunks(row.saturating_mul(4)).zip(rgb.chunks_mut(row.saturating_mul(3))) {
        let made = transform.as_ref().is_some_and(|transform| transform.transform(from, to).is_ok());
        if !made {
            plain_inks(from, to);
        }
    }
    let made = RgbImage::from_raw(pixels.width, pixels.height, rgb).map(DynamicImage::from);
    made.ok_or_else(|| ImageError::Broken("the pixels are too few".to_owned()))
}

/// Converts CMYK without a profile as browsers do.
fn plain_inks(inks: &[u8], rgb: &mut [u8]) {
    for (from, to) in inks.chunks_exact(4).zip(rgb.chunks_exact_mut(3)) {
        let [.., black] = *from else { continue };
        for (ink, light) in from.iter().zip(to) {
            let lit = (255 - u32::from(*ink)) * (255 - u32::from(black));
            *light = u8::try_from((lit + 127) / 255).unwrap_or(u8::MAX);
        }
    }
}

fn greys(grey: GrayImage, colours: &Colours) -> DynamicImage {
    let Some(ramp) = ramp(colours) else { return grey.into() };
    let is_neutral = |rgb: &[u8; 3]| {
        let [red, green, blue] = *rgb;
        red.abs_diff(green) <= 1 && blue.abs_diff(green) <= 1
    };
    if ramp.iter().all(is_neutral) {
        let mut grey = grey;
        for pixel in grey.iter_mut() {
            let [_, middle, _] = at(&ramp, *pixel);
            *pixel = middle;
        }
        return grey.into();
    }
    let (width, height) = grey.dimensions();
    RgbImage::from_fn(width, height, |x, y| {
        let [value] = grey.get_pixel(x, y).0;
        image::Rgb(at(&ramp, value))
    })
    .into()
}

/// The sRGB colour of each grey; `None` if greys stay as they are.
fn ramp(colours: &Colours) -> Option<Vec<[u8; 3]>> {
    let (layout, parts) = match colours {
        Colours::Greys(_) => (Layout::Gray, 1),
        Colours::Lights(_) => (Layout::Rgb, 3),
        _ => return None,
    };
    let from: Vec<u8> = (0..=u8::MAX).flat_map(|grey| std::iter::repeat_n(grey, parts)).collect();
    let mut to = vec![0; 256 * 3];
    colours.to_srgb_8(layout)?.transform(&from, &mut to).ok()?;
    Some(to.chunks_exact(3).filter_map(|rgb| <[u8; 3]>::try_from(rgb).ok()).collect())
}

fn at(ramp: &[[u8; 3]], grey: u8) -> [u8; 3] {
    ramp.get(usize::from(grey)).copied().unwrap_or([grey; 3])
}

/// Number of pixels converted at a time; a copy of the originals is needed meanwhile.
const AT_A_TIME: usize = 4096;

fn in_place<T: Copy + Default>(
    pixels: &mut [T],
    parts: usize,
    transform: Option<&Arc<dyn TransformExecutor<T> + Send + Sync>>,
) {
    let Some(transform) = transform else { return };
    for stretch in pixels.chunks_mut(AT_A_TIME * parts) {
        let before = stretch.to_vec();
        if transform.transform(&before, stretch).is_err() {
            stretch.copy_from_slice(&before);
        }
    }
}
