//! Files beside records, and the headers of pictures.

use serde::{Deserialize, Serialize};

/// A file of `content/` that is neither a record nor settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Length in bytes.
    pub len: u64,
    /// Its header, if it is a picture that can be shown.
    pub picture: Option<Picture>,
}

/// A picture's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// Width in pixels after EXIF rotation.
    pub width: u32,
    /// Height in pixels after EXIF rotation.
    pub height: u32,
    /// Whether it may have transparent pixels.
    pub alpha: bool,
    /// The first 16 bytes of the file's BLAKE3 digest.
    pub digest: [u8; 16],
    /// Its actual format, whatever the file's extension.
    pub format: PictureFormat,
    /// Whether it is animated.
    pub motion: Motion,
    /// Why its colours may not be shown as intended.
    pub doubt: Option<ColourDoubt>,
}

/// Whether a picture is animated, as GIF, WebP and PNG can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Motion {
    /// It is not.
    Still,
    /// It is, and is published as it is, without metadata.
    Moves,
    /// It is, but only its first frame can be published.
    Stopped(Stopped),
}

/// Why only the first frame of an animation is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stopped {
    /// The file is too large for a page.
    TooHeavy,
    /// Its end is missing.
    Truncated,
    /// It would have to be rotated.
    Turned,
}

/// Why a picture's colours may not be shown as intended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColourDoubt {
    /// It is CMYK without a profile.
    UnknownInks,
    /// Its colour profile cannot be used.
    BadProfile,
}

/// A picture format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PictureFormat {
    /// Photographs.
    Jpeg,
    /// Drawings and screenshots.
    Png,
    /// Either, from the web.
    Webp,
    /// Small animations, and old drawings.
    Gif,
}

impl PictureFormat {
    /// The extensions of pictures, without the dot.
    pub const ENDINGS: [(&'static str, Self); 5] = [
        ("jpg", Self::Jpeg),
        ("jpeg", Self::Jpeg),
        ("png", Self::Png),
        ("webp", Self::Webp),
        ("gif", Self::Gif),
    ];

    /// The format implied by a path's extension, ignoring case; `None` if it is not that of a picture.
    #[must_use]
    pub fn of_path(path: &str) -> Option<Self> {
        let (_, ending) = path.rsplit_once('.')?;
        Self::ENDINGS.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(ending)).map(|(_, own)| own)
    }

    /// The usual extension, without the dot.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_known_whatever_their_case() {
        assert_eq!(PictureFormat::of_path("content/a.b/陈.JPG"), Some(PictureFormat::Jpeg));
        assert_eq!(PictureFormat::of_path("a.jpeg"), Some(PictureFormat::Jpeg));
        assert_eq!(PictureFormat::of_path("a.heic"), None);
        assert_eq!(PictureFormat::of_path("png"), None);
    }
}
