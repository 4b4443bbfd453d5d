//! Picture bytes and a recipe to a variant.
//!
//! A variant holds pixels and nothing else: no EXIF, place, comment, thumbnail or profile of the file that it was made of. The
//! same bytes and recipe give the same variant, and [`crate::domain::output_size`] and [`crate::domain::output_format`] know its
//! size and format beforehand.

mod colour;
mod scale;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::metadata::Orientation;
use image::{DynamicImage, ImageEncoder};

pub use crate::domain::{OutputFormat, PictureFault as ImageError, Recipe, output_format, output_size};
use crate::load::{Header, open};

/// Quality of JPEG variants, of 100.
const QUALITY: u8 = 82;

/// A picture to publish.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// What the bytes are.
    pub format: OutputFormat,
}

/// Makes one variant of a picture file.
///
/// # Errors
/// Where the picture cannot be used.
pub fn variant(bytes: &[u8], recipe: Recipe) -> Result<Variant, ImageError> {
    decode(bytes)?.variant(recipe)
}

/// Makes several variants of a picture file, in the order of the recipes; the picture is decoded once.
///
/// # Errors
/// Where the picture cannot be used.
pub fn variants(bytes: &[u8], recipes: &[Recipe]) -> Result<Vec<Variant>, ImageError> {
    let decoded = decode(bytes)?;
    recipes.iter().map(|recipe| decoded.variant(*recipe)).collect()
}

/// A picture's pixels, not turned, with what is still to be done to them.
struct Decoded {
    header: Header,
    orientation: Orientation,
    profile: Option<Vec<u8>>,
    /// Grey, RGB or RGBA of 8 bits, as the variant's format needs.
    pixels: DynamicImage,
}

fn decode(bytes: &[u8]) -> Result<Decoded, ImageError> {
    let mut picture = open(bytes)?;
    let (header, orientation) = (picture.header, picture.orientation);
    let profile = picture.profile();
    let pixels = picture.decode()?;
    let pixels = match output_format(header.format, header.alpha) {
        OutputFormat::Jpeg if is_grey(&pixels) => pixels.into_luma8().into(),
        OutputFormat::Jpeg => pixels.into_rgb8().into(),
        OutputFormat::Png => scale::without_hidden_colours(pixels.into_rgba8()),
    };
    Ok(Decoded { header, orientation, profile, pixels })
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
    fn variant(&self, recipe: Recipe) -> Result<Variant, ImageError> {
        let Header { width, height, alpha, format } = self.header;
        let (width, height) = output_size(width, height, recipe);
        let on_its_side =
            (self.header.width, self.header.height) != (self.pixels.width(), self.pixels.height());
        let (unturned_width, unturned_height) = if on_its_side { (height, width) } else { (width, height) };
        let mut pixels = scale::fit(&self.pixels, unturned_width, unturned_height);
        if let Some(profile) = &self.profile {
            pixels = colour::to_srgb(pixels, profile);
        }
        pixels.apply_orientation(self.orientation);
        if (pixels.width(), pixels.height()) != (width, height) {
            return Err(ImageError::Broken("the pixels are not those of the header".to_owned()));
        }
        let format = output_format(format, alpha);
        Ok(Variant { bytes: encode(&pixels, format)?, width, height, format })
    }
}

fn encode(pixels: &DynamicImage, format: OutputFormat) -> Result<Vec<u8>, ImageError> {
    let mut bytes = Vec::new();
    let (width, height, colours) = (pixels.width(), pixels.height(), pixels.color().into());
    let written = match format {
        OutputFormat::Jpeg => JpegEncoder::new_with_quality(&mut bytes, QUALITY).write_image(
            pixels.as_bytes(),
            width,
            height,
            colours,
        ),
        OutputFormat::Png => {
            PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
                .write_image(pixels.as_bytes(), width, height, colours)
        }
    };
    written.map_err(|error| ImageError::Broken(error.to_string()))?;
    Ok(bytes)
}
