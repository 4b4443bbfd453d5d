//! Colours to sRGB, which every screen and every browser takes pixels without a profile to be.
//!
//! Telephones take pictures in Display P3, which without its profile would look pale; print shops hand over pictures in four inks.

use std::sync::Arc;

use image::{DynamicImage, GrayImage, RgbImage};
use moxcms::{Layout, TransformExecutor};

use super::ImageError;
use crate::load::{Colours, InkPixels};

/// Pixels in sRGB; they are grey, RGB or RGBA of 8 bits.
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

/// Pixels of 16 bits in sRGB, where their profile asks for a change: it is made before they lose the half of their bits, in which dark
/// tones of some profiles have all that there is of them.
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

/// Inks as lights.
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

/// Inks of which nothing is known, as browsers show them.
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

/// What each grey is in sRGB; nothing if it stays as it is.
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

/// How many pixels are changed at a time: what they are before is kept beside them.
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
