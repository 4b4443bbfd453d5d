//! Files that lie beside records, what is known of pictures before they are decoded, and what becomes of them.

/// A file of `content/` that is neither a record nor a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Length in bytes.
    pub len: u64,
    /// What its header says, where it is a picture that can be shown.
    pub picture: Option<Picture>,
}

/// A picture's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels, once it is turned as EXIF says.
    pub width: u32,
    /// Height in pixels, once it is turned as EXIF says.
    pub height: u32,
    /// Whether its pixels may be transparent.
    pub alpha: bool,
    /// The first 16 bytes of the file's BLAKE3 digest.
    pub digest: [u8; 16],
    /// What its bytes are, whatever the file's ending.
    pub format: PictureFormat,
}

impl Picture {
    /// Width and height in pixels of the variant that a recipe makes of it.
    #[must_use]
    pub fn output_size(&self, recipe: Recipe) -> (u32, u32) {
        output_size(self.width, self.height, recipe)
    }

    /// The format of all its variants.
    #[must_use]
    pub const fn output_format(&self) -> OutputFormat {
        output_format(self.format, self.alpha)
    }
}

/// A format that pictures may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PictureFormat {
    /// Photographs.
    Jpeg,
    /// Drawings and screenshots.
    Png,
    /// Either, from the web.
    Webp,
    /// Its first frame is shown.
    Gif,
}

impl PictureFormat {
    /// The endings of file names, without the dot, that mean a picture.
    pub const ENDINGS: [(&'static str, Self); 5] = [
        ("jpg", Self::Jpeg),
        ("jpeg", Self::Jpeg),
        ("png", Self::Png),
        ("webp", Self::Webp),
        ("gif", Self::Gif),
    ];

    /// What the ending of a path says, whatever its case; `None` where it is no picture's.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        Self::ENDINGS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, own)| own)
    }

    /// The usual ending, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
            Self::Webp => "webp",
            Self::Gif => "gif",
        }
    }

    /// Its name as people write it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Webp => "WebP",
            Self::Gif => "GIF",
        }
    }
}

/// What is to be made of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Recipe {
    /// The longer side in pixels at most; smaller pictures are not enlarged.
    pub max_side: u32,
}

/// A format in which variants are published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum OutputFormat {
    /// Without transparency.
    Jpeg,
    /// With transparency.
    Png,
}

impl OutputFormat {
    /// The ending, without the dot.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// The media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
}

/// The format of a picture's variants, known from its header alone.
#[must_use]
pub const fn output_format(format: PictureFormat, alpha: bool) -> OutputFormat {
    match format {
        PictureFormat::Jpeg => OutputFormat::Jpeg,
        PictureFormat::Gif => OutputFormat::Png,
        PictureFormat::Png | PictureFormat::Webp if alpha => OutputFormat::Png,
        PictureFormat::Png | PictureFormat::Webp => OutputFormat::Jpeg,
    }
}

/// Width and height of the variant of a picture of this width and height: exactly what making it gives.
/// The aspect is kept, to a pixel; no side is less than 1.
#[must_use]
pub fn output_size(width: u32, height: u32, recipe: Recipe) -> (u32, u32) {
    let (width, height, most) = (width.max(1), height.max(1), recipe.max_side.max(1));
    let longer = width.max(height);
    if longer <= most {
        return (width, height);
    }
    let fit = |side: u32| {
        let rounded = (u64::from(side) * u64::from(most) + u64::from(longer) / 2) / u64::from(longer);
        u32::try_from(rounded).unwrap_or(most).max(1)
    };
    (fit(width), fit(height))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_fit_and_never_grow() {
        let fit = |width, height, max_side| output_size(width, height, Recipe { max_side });
        assert_eq!(fit(4000, 3000, 1600), (1600, 1200));
        assert_eq!(fit(3000, 4000, 1600), (1200, 1600));
        assert_eq!(fit(800, 600, 1600), (800, 600));
        assert_eq!(fit(1600, 1, 1600), (1600, 1));
        assert_eq!(fit(16000, 2, 100), (100, 1));
        assert_eq!(fit(3, 2, 2), (2, 1));
        assert_eq!(fit(u32::MAX, u32::MAX, u32::MAX - 1), (u32::MAX - 1, u32::MAX - 1));
        assert_eq!(fit(0, 0, 0), (1, 1));
    }

    #[test]
    fn endings_are_known_whatever_their_case() {
        assert_eq!(PictureFormat::of_path("content/a.b/陈.JPG"), Some(PictureFormat::Jpeg));
        assert_eq!(PictureFormat::of_path("a.jpeg"), Some(PictureFormat::Jpeg));
        assert_eq!(PictureFormat::of_path("a.heic"), None);
        assert_eq!(PictureFormat::of_path("png"), None);
    }
}
