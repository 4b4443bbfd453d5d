//! Variants of pictures: the widths and formats in which a picture is published, known before it is decoded.

use super::{Motion, Picture, PictureFormat};

/// The widest variant that a theme may ask for, in pixels.
pub const WIDEST: u32 = 4096;

/// A format in which variants are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutputFormat {
    /// Without transparency.
    Jpeg,
    /// With transparency, exact.
    Png,
    /// Small, with or without transparency.
    Webp,
    /// The animated picture itself, without metadata.
    Moving(PictureFormat),
}

impl OutputFormat {
    /// The extension, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Moving(format) => format.ending(),
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg | Self::Moving(PictureFormat::Jpeg) => "image/jpeg",
            Self::Png | Self::Moving(PictureFormat::Png) => "image/png",
            Self::Webp | Self::Moving(PictureFormat::Webp) => "image/webp",
            Self::Moving(PictureFormat::Gif) => "image/gif",
        }
    }
}

/// A format that themes can request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WantedFormat {
    /// Supported by every browser since 2020.
    Webp,
    /// Supported by every browser; PNG if a picture may be transparent.
    Jpeg,
}

impl WantedFormat {
    /// The names used in themes.
    pub const ALL: [(&'static str, Self); 2] = [("webp", Self::Webp), ("jpeg", Self::Jpeg)];

    const fn of(self, picture: &Picture) -> OutputFormat {
        match self {
            Self::Webp => OutputFormat::Webp,
            Self::Jpeg if picture.is_cut_out() => OutputFormat::Png,
            Self::Jpeg => OutputFormat::Jpeg,
        }
    }
}

/// A theme's settings for pictures.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Recipe {
    /// Widths in pixels, ascending.
    pub widths: Vec<u32>,
    /// Formats in order of preference; the last one is the fallback.
    pub formats: Vec<WantedFormat>,
    /// Quality of WebP, of 100.
    pub webp_quality: u8,
    /// Quality of JPEG, of 100.
    pub jpeg_quality: u8,
}

impl Default for Recipe {
    fn default() -> Self {
        Self {
            widths: vec![480, 960, 1600],
            formats: vec![WantedFormat::Webp, WantedFormat::Jpeg],
            webp_quality: 71,
            jpeg_quality: 80,
        }
    }
}

/// A file that is generated from a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Variant {
    /// Width in pixels after rotation.
    pub width: u32,
    /// Height in pixels after rotation.
    pub height: u32,
    /// Its format.
    pub format: OutputFormat,
    /// From 1 to 100; 100 for lossless formats.
    pub quality: u8,
}

impl Recipe {
    /// The variants of a picture, one list per format, ascending by width. No list is empty; pictures are
    /// never enlarged. An animation is its own only variant.
    #[must_use]
    pub fn variants(&self, picture: &Picture) -> Vec<Vec<Variant>> {
        let Picture { width, height, format, motion, .. } = *picture;
        if motion == Motion::Moves {
            return vec![vec![Variant { width, height, format: OutputFormat::Moving(format), quality: 100 }]];
        }
        let widths = self.widths_of(picture.width);
        let lists = self.formats.iter().map(|wanted| {
            let format = wanted.of(picture);
            let quality = match format {
                OutputFormat::Webp => self.webp_quality,
                OutputFormat::Jpeg => self.jpeg_quality,
                OutputFormat::Png | OutputFormat::Moving(_) => 100,
            };
            let variant = |width: &u32| {
                let height = height_at(*width, picture.width, picture.height);
                Variant { width: *width, height, format, quality }
            };
            widths.iter().map(variant).collect()
        });
        lists.collect()
    }

    /// The widths for a picture of a given width: smaller ones, and its own or the largest. A width that is
    /// nearly the next one is omitted.
    fn widths_of(&self, own: u32) -> Vec<u32> {
        let own = own.max(1);
        let widest = self.widths.iter().copied().max().unwrap_or(own).clamp(1, own);
        let is_less = |width: &u32| u64::from(*width) * 10 <= u64::from(widest) * 9;
        let mut widths: Vec<u32> = self.widths.iter().copied().filter(is_less).collect();
        widths.sort_unstable();
        widths.dedup();
        widths.push(widest);
        widths
    }
}

/// The height of a picture scaled to this width, keeping the aspect ratio to a pixel.
fn height_at(width: u32, own_width: u32, own_height: u32) -> u32 {
    let (own_width, own_height) = (u64::from(own_width.max(1)), u64::from(own_height));
    let height = (u64::from(width) * own_height + own_width / 2) / own_width;
    u32::try_from(height).unwrap_or(u32::MAX).max(1)
}

impl Picture {
    /// Whether its variants may be transparent.
    #[must_use]
    pub const fn is_cut_out(&self) -> bool {
        match self.format {
            PictureFormat::Jpeg => false,
            PictureFormat::Gif => true,
            PictureFormat::Png | PictureFormat::Webp => self.alpha,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Stopped;
    use super::*;

    fn picture(width: u32, height: u32, format: PictureFormat) -> Picture {
        Picture { width, height, alpha: false, digest: [0; 16], format, motion: Motion::Still, doubt: None }
    }

    fn sizes(width: u32, height: u32) -> Vec<(u32, u32)> {
        let lists = Recipe::default().variants(&picture(width, height, PictureFormat::Jpeg));
        assert_eq!(lists.len(), 2);
        let sizes = |list: &[Variant]| list.iter().map(|made| (made.width, made.height)).collect::<Vec<_>>();
        assert_eq!(sizes(&lists[0]), sizes(&lists[1]));
        sizes(&lists[0])
    }

    #[test]
    fn pictures_are_made_in_the_widths_that_they_have() {
        assert_eq!(sizes(3000, 2000), [(480, 320), (960, 640), (1600, 1067)]);
        assert_eq!(sizes(1600, 1), [(480, 1), (960, 1), (1600, 1)]);
        assert_eq!(sizes(1200, 800), [(480, 320), (960, 640), (1200, 800)]);
        assert_eq!(sizes(1000, 2000), [(480, 960), (1000, 2000)], "960 would be hardly less");
        assert_eq!(sizes(480, 100), [(480, 100)]);
        assert_eq!(sizes(20, 16_000), [(20, 16_000)]);
        assert_eq!(sizes(0, 0), [(1, 1)]);
    }

    #[test]
    fn what_may_be_transparent_stays_so() {
        let formats = |picture: &Picture| {
            let lists = Recipe::default().variants(picture);
            lists.iter().filter_map(|list| list.first()).map(|made| made.format).collect::<Vec<_>>()
        };
        let jpeg = picture(8, 8, PictureFormat::Jpeg);
        assert_eq!(formats(&jpeg), [OutputFormat::Webp, OutputFormat::Jpeg]);
        for format in [PictureFormat::Png, PictureFormat::Webp] {
            assert_eq!(formats(&picture(8, 8, format)), [OutputFormat::Webp, OutputFormat::Jpeg]);
            let cut_out = Picture { alpha: true, ..picture(8, 8, format) };
            assert_eq!(formats(&cut_out), [OutputFormat::Webp, OutputFormat::Png]);
        }
        assert_eq!(formats(&picture(8, 8, PictureFormat::Gif)), [OutputFormat::Webp, OutputFormat::Png]);
    }

    #[test]
    fn what_moves_is_its_own_variant() {
        for format in [PictureFormat::Gif, PictureFormat::Png, PictureFormat::Webp] {
            let moving = Picture { motion: Motion::Moves, ..picture(800, 600, format) };
            let variant =
                Variant { width: 800, height: 600, format: OutputFormat::Moving(format), quality: 100 };
            assert_eq!(Recipe::default().variants(&moving), [[variant]]);
            let stopped = Picture { motion: Motion::Stopped(Stopped::TooHeavy), ..moving };
            assert_eq!(Recipe::default().variants(&stopped).concat().len(), 4);
        }
    }
}
