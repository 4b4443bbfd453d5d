//! Makes the variants of a picture.
//!
//! A variant contains pixels and nothing else: no EXIF, location, comment, thumbnail or profile of the
//! original. Animations are not re-encoded, but stripped of what is not needed to show them. The same bytes
//! and variant give the same file, whatever other variants are made along with it.

mod colour;
mod encode;
mod look;
mod moving;
mod scale;

use image::DynamicImage;
use image::metadata::Orientation;

pub use crate::domain::PictureFault as ImageError;
use crate::domain::{OutputFormat, Variant};
use crate::load::{Colours, Header, Pixels, open};
pub use look::Look;

/// Version of the encoders' output. Caches use it as part of the key, so that machines with different builds
/// of the program can share variants. Increase it with any change of the output, by code or by a new version
/// of a library; a test of known outputs fails until then.
pub const ENCODER_VERSION: u8 = 1;

/// Makes variants of a picture file, in the order given; the picture is decoded once.
///
/// # Errors
/// If the picture cannot be used.
pub fn make(bytes: &[u8], variants: &[Variant]) -> Result<Vec<Vec<u8>>, ImageError> {
    let decoded = decode(bytes)?;
    let mut made: Vec<Option<Vec<u8>>> = vec![None; variants.len()];
    for (wanted, slot) in variants.iter().zip(&mut made) {
        if let OutputFormat::Moving(format) = wanted.format {
            *slot = Some(moving::bare(bytes, format).ok_or(ImageError::Truncated)?);
        }
    }
    let still = |wanted: &&Variant| !matches!(wanted.format, OutputFormat::Moving(_));
    let mut sizes: Vec<(u32, u32)> =
        variants.iter().filter(still).map(|wanted| (wanted.width, wanted.height)).collect();
    sizes.sort_unstable();
    sizes.dedup();
    for size in sizes {
        let pixels = decoded.at(size)?;
        let of_size = variants.iter().zip(&mut made);
        let of_size = of_size.filter(|(wanted, _)| still(wanted) && (wanted.width, wanted.height) == size);
        for (wanted, slot) in of_size {
            *slot = Some(encode::encode(&pixels, *wanted)?);
        }
    }
    // Every variant has one of the sizes.
    Ok(made.into_iter().flatten().collect())
}

/// Checks whether a picture file can be decoded.
///
/// # Errors
/// If it cannot.
pub fn check(bytes: &[u8]) -> Result<(), ImageError> {
    decode(bytes).map(drop)
}

/// Approximate maximum memory for making a picture's variants, in bytes: its pixels and the largest variant.
#[must_use]
pub const fn memory(width: u32, height: u32) -> u64 {
    (width as u64).saturating_mul(height as u64).saturating_mul(8)
}

/// A picture's pixels before rotation, with pending conversions.
struct Decoded {
    header: Header,
    orientation: Orientation,
    /// The pending colour conversion.
    colours: Colours,
    /// 8-bit grey, RGB or RGBA.
    pixels: DynamicImage,
}

fn decode(bytes: &[u8]) -> Result<Decoded, ImageError> {
    let picture = open(bytes)?;
    let (header, orientation) = (picture.header, picture.orientation);
    let (pixels, colours) = picture.decode()?;
    let (pixels, colours) = match pixels {
        Pixels::Inks(inks) => (colour::from_inks(&inks, &colours)?, Colours::Srgb),
        Pixels::Lights(pixels) => {
            let grey = is_grey(&pixels);
            let (pixels, done) = colour::wide_to_srgb(pixels, &colours);
            let pixels =
                if done && grey && !header.is_cut_out() { pixels.into_luma8().into() } else { pixels };
            (pixels, if done { Colours::Srgb } else { colours })
        }
    };
    let pixels = if header.is_cut_out() {
        scale::without_hidden_colours(pixels.into_rgba8())
    } else if is_grey(&pixels) {
        pixels.into_luma8().into()
    } else {
        pixels.into_rgb8().into()
    };
    Ok(Decoded { header, orientation, colours, pixels })
}

const fn is_grey(pixels: &DynamicImage) -> bool {
    matches!(
        pixels,
        DynamicImage::ImageLuma8(_)
            | DynamicImage::ImageLuma16(_)
            | DynamicImage::ImageLumaA8(_)
            | DynamicImage::ImageLumaA16(_)
    )
}

impl Decoded {
    /// The pixels in sRGB, rotated and scaled to this size.
    fn at(&self, (width, height): (u32, u32)) -> Result<DynamicImage, ImageError> {
        let on_its_side =
            (self.header.width, self.header.height) != (self.pixels.width(), self.pixels.height());
        let (unturned_width, unturned_height) = if on_its_side { (height, width) } else { (width, height) };
        let mut pixels = scale::fit(&self.pixels, unturned_width, unturned_height)?;
        pixels = colour::to_srgb(pixels, &self.colours);
        pixels.apply_orientation(self.orientation);
        if (pixels.width(), pixels.height()) != (width, height) {
            return Err(ImageError::Broken("the pixels are not those of the header".to_owned()));
        }
        Ok(pixels)
    }
}
