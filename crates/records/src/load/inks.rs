//! Decodes CMYK pictures, keeping the amounts of ink.
//!
//! `image` would convert them to RGB without their profile, so they are decoded here.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;

use super::colour::Inks;
use crate::domain::PictureFault;

/// CMYK pixels: 0 is no ink, 255 full ink.
pub struct InkPixels {
    /// Width in pixels before rotation.
    pub width: u32,
    /// Height in pixels before rotation.
    pub height: u32,
    /// Four bytes per pixel, row by row.
    pub bytes: Vec<u8>,
}

/// Decodes a CMYK JPEG.
///
/// All programs follow Photoshop and store inverted values; browsers read all of them that way.
pub(super) fn decode(bytes: &[u8], inks: Inks) -> Result<InkPixels, PictureFault> {
    let stored = match inks {
        Inks::Plain => ColorSpace::CMYK,
        Inks::Differences => ColorSpace::YCCK,
    };
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::MAX)
        .set_max_height(usize::MAX)
        .jpeg_set_out_colorspace(stored);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    let broken = |error: zune_jpeg::errors::DecodeErrors| PictureFault::Broken(format!("{error:?}"));
    let mut pixels = decoder.decode().map_err(broken)?;
    let size = decoder
        .dimensions()
        .and_then(|(width, height)| Some((u32::try_from(width).ok()?, u32::try_from(height).ok()?)));
    let size = size.filter(|(width, height)| {
        let count = u64::from(*width) * u64::from(*height) * 4;
        u64::try_from(pixels.len()).is_ok_and(|len| len == count)
    });
    let Some((width, height)) = size else {
        return Err(PictureFault::Broken("the pixels are not in four inks".to_owned()));
    };
    for pixel in pixels.chunks_exact_mut(4) {
        let [a, b, c, k] = *pixel else { continue };
        let [cyan, magenta, yellow] = match inks {
            Inks::Plain => [255 - a, 255 - b, 255 - c],
            Inks::Differences => lights(a, b, c),
        };
        pixel.copy_from_slice(&[cyan, magenta, yellow, 255 - k]);
    }
    Ok(InkPixels { width, height, bytes: pixels })
}

/// Converts luma and chroma to three channels, as in JPEG.
fn lights(brightness: u8, blue: u8, red: u8) -> [u8; 3] {
    let (y, cb, cr) = (i32::from(brightness) << 16, i32::from(blue) - 128, i32::from(red) - 128);
    let made = [y + 91_881 * cr, y - 22_554 * cb - 46_802 * cr, y + 116_130 * cb];
    made.map(|value| u8::try_from(((value + (1 << 15)) >> 16).clamp(0, 255)).unwrap_or(u8::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brightness_and_differences_are_lights() {
        assert_eq!(lights(255, 128, 128), [255; 3]);
        assert_eq!(lights(76, 85, 255), [254, 0, 0]);
        assert_eq!(lights(150, 44, 21), [0, 255, 1]);
        assert_eq!(lights(0, 0, 0), [0, 135, 0]);
    }
}
