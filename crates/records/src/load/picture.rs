//! Reads the headers of pictures: format, size, orientation.

use crate::source::Entry;
use std::collections::BTreeMap;
use std::io::{Cursor, ErrorKind};
use std::path::Path;
use std::sync::Arc;

use image::metadata::Orientation;
use image::{ColorType, DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits};
use rayon::prelude::*;

use super::colour::{self, Colours};
use super::inks::{self, InkPixels};
use super::{motion, structure};
use crate::domain::{Attachment, ColourDoubt, Motion, Picture, PictureFault, PictureFormat, digest};
use crate::source::System;

/// Largest picture file that is read: 64 MiB.
const MOST_BYTES: u64 = 64 << 20;
/// Maximum number of pixels that are decoded.
const MOST_PIXELS: u64 = 100_000_000;
/// Longest side that is decoded, in pixels: the maximum of WebP.
const LONGEST_SIDE: u32 = 16_383;
/// Maximum memory for a picture's decoded pixels: 512 MiB.
const MOST_MEMORY: u64 = 512 << 20;

/// A picture's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Header {
    /// Width in pixels after rotation.
    pub width: u32,
    /// Height in pixels after rotation.
    pub height: u32,
    /// Whether it may have transparent pixels.
    pub alpha: bool,
    /// Its actual format.
    pub format: PictureFormat,
    /// Whether it is animated.
    pub motion: Motion,
    /// Why its colours may not be shown as intended.
    pub doubt: Option<ColourDoubt>,
}

impl Header {
    /// Whether variants may be transparent.
    #[must_use]
    pub const fn is_cut_out(&self) -> bool {
        self.picture([0; 16]).is_cut_out()
    }

    const fn picture(&self, digest: [u8; 16]) -> Picture {
        let Self { width, height, alpha, format, motion, doubt } = *self;
        Picture { width, height, alpha, digest, format, motion, doubt }
    }
}

/// A picture whose header is read and whose pixels are not decoded yet.
pub struct PictureDecoder<'a> {
    /// Its header.
    pub header: Header,
    /// The rotation that its pixels need.
    pub orientation: Orientation,
    /// Its colour space.
    pub colours: Colours,
    decoder: Box<dyn ImageDecoder + 'a>,
    bytes: &'a [u8],
}

/// A picture's pixels before rotation.
pub enum Pixels {
    /// RGB or grey.
    Lights(DynamicImage),
    /// CMYK.
    Inks(InkPixels),
}

impl PictureDecoder<'_> {
    /// Decodes its pixels (before rotation), and returns their colour space.
    ///
    /// # Errors
    /// If they are damaged.
    pub fn decode(self) -> Result<(Pixels, Colours), PictureFault> {
        let inks = matches!(self.colours, Colours::Inks(_) | Colours::UnknownInks);
        let pixels = match inks.then(|| colour::inks(self.bytes)).flatten() {
            Some(kind) => Pixels::Inks(inks::decode(self.bytes, kind)?),
            None => Pixels::Lights(DynamicImage::from_decoder(self.decoder).map_err(|error| fault(&error))?),
        };
        Ok((pixels, self.colours))
    }
}

/// Reads a picture's header.
///
/// # Errors
/// If it is not a complete picture of a size and format that can be shown.
pub fn header(bytes: &[u8]) -> Result<Header, PictureFault> {
    open(bytes).map(|picture| picture.header)
}

/// Reads a picture's header; its pixels can then be decoded.
///
/// # Errors
/// As for [`header`].
pub fn open(bytes: &[u8]) -> Result<PictureDecoder<'_>, PictureFault> {
    let format = structure::sniff(bytes)?;
    let whole = structure::check(bytes, format);
    if let Err(fault @ PictureFault::Broken(_)) = whole {
        // Do not decode what would take too long.
        return Err(fault);
    }
    let opened = open_decoder(bytes, format);
    // For a picture that is truncated within its header, decoders return all kinds of errors.
    let picture = match (opened, &whole) {
        (Err(PictureFault::TooLarge(size)), _) => return Err(PictureFault::TooLarge(size)),
        (Err(_), Err(fault)) => return Err(fault.clone()),
        (opened, _) => opened?,
    };
    whole.map(|()| picture)
}

fn open_decoder(bytes: &[u8], format: PictureFormat) -> Result<PictureDecoder<'_>, PictureFault> {
    let kind = match format {
        PictureFormat::Jpeg => ImageFormat::Jpeg,
        PictureFormat::Png => ImageFormat::Png,
        PictureFormat::Webp => ImageFormat::WebP,
        PictureFormat::Gif => ImageFormat::Gif,
    };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), kind);
    // The sides are limited below, where they can be reported.
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits.clone());
    let mut decoder = Box::new(reader.into_decoder().map_err(|error| fault(&error))?);
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(PictureFault::Broken("no pixels".to_owned()));
    }
    let pixels = u64::from(width) * u64::from(height);
    if width.max(height) > LONGEST_SIDE || pixels > MOST_PIXELS || decoder.total_bytes() > MOST_MEMORY {
        return Err(PictureFault::TooLarge(Some((width, height))));
    }
    limits.max_image_width = Some(LONGEST_SIDE);
    limits.max_image_height = Some(LONGEST_SIDE);
    limits.reserve(decoder.total_bytes()).map_err(|error| fault(&error))?;
    decoder.set_limits(limits).map_err(|error| fault(&error))?;
    // Damaged EXIF does not prevent a picture from being shown.
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = if is_on_its_side(orientation) { (height, width) } else { (width, height) };
    let is_grey =
        matches!(decoder.color_type(), ColorType::L8 | ColorType::L16 | ColorType::La8 | ColorType::La16);
    let profile = decoder.icc_profile().ok().flatten();
    let colour::Read { colours, doubt } = colour::read(bytes, format, is_grey, profile.as_deref())?;
    let motion = motion::motion(bytes, format, orientation != Orientation::NoTransforms);
    let header = Header { width, height, alpha: decoder.color_type().has_alpha(), format, motion, doubt };
    Ok(PictureDecoder { header, orientation, colours, decoder, bytes })
}

/// Whether a rotation exchanges width and height.
const fn is_on_its_side(orientation: Orientation) -> bool {
    match orientation {
        Orientation::Rotate90
        | Orientation::Rotate270
        | Orientation::Rotate90FlipH
        | Orientation::Rotate270FlipH => true,
        Orientation::NoTransforms
        | Orientation::Rotate180
        | Orientation::FlipHorizontal
        | Orientation::FlipVertical => false,
    }
}

/// Converts a decoder's error.
fn fault(error: &ImageError) -> PictureFault {
    match error {
        ImageError::Limits(_) => PictureFault::TooLarge(None),
        ImageError::IoError(io) if io.kind() == ErrorKind::UnexpectedEof => PictureFault::Truncated,
        _ => PictureFault::Broken(error.to_string()),
    }
}

/// Reads a file's header and digest.
pub(super) fn read(system: &dyn System, path: &Path) -> Result<Picture, PictureFault> {
    let bytes = system.read_limited(path, MOST_BYTES).map_err(|error| match error.kind() {
        ErrorKind::FileTooLarge => PictureFault::TooHeavy,
        _ => PictureFault::Unreadable(error.to_string()),
    })?;
    let header = header(&bytes)?;
    Ok(header.picture(digest(&bytes)))
}

/// Reads all unknown files that may be pictures: those named like pictures, and those whose names do not say
/// that they are something else, such as `a.heic`. Errors of pictures that cannot be shown are kept for the
/// fields and texts that use them.
pub(super) fn read_all(
    system: &dyn System,
    root: &Path,
    attachments: &mut BTreeMap<Arc<str>, Attachment>,
) -> BTreeMap<Arc<str>, PictureFault> {
    let unknown = attachments.iter_mut().filter(|(_, attachment)| attachment.picture.is_none());
    let likely: Vec<_> = unknown.filter(|(path, _)| PictureFault::of_name(path).is_none()).collect();
    likely
        .into_par_iter()
        .filter_map(|(path, attachment)| {
            match (read(system, &root.join(&**path)), PictureFormat::of_path(path)) {
                (Ok(picture), Some(_)) => {
                    attachment.picture = Some(picture);
                    None
                }
                (Ok(picture), None) => Some((path.clone(), PictureFault::Ending(picture.format))),
                (Err(fault), _) => Some((path.clone(), fault)),
            }
        })
        .collect()
}

/// The files of the content folder that are named like pictures, with their paths within the site.
pub(super) fn pictures<'c>(
    content: &'c [Entry],
    attachments: &'c BTreeMap<Arc<str>, Attachment>,
) -> impl Iterator<Item = (Arc<str>, &'c Entry)> {
    let named = content.iter().filter(|entry| PictureFormat::of_path(entry.path.as_str()).is_some());
    named.filter_map(|entry| {
        let (path, _) = attachments.get_key_value(format!("content/{}", entry.path).as_str())?;
        Some((Arc::clone(path), entry))
    })
}
