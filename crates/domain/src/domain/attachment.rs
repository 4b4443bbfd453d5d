//! Files that are beside records, and what is known of pictures before they are decoded.

use serde::{Deserialize, Serialize};

/// A file of `content/` that is neither a record nor a setting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attachment {
    /// Length in bytes.
    pub len: u64,
    /// What its header says, where it is a picture that can be shown.
    pub picture: Option<Picture>,
}

/// A picture's header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
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
    /// Whether it moves.
    pub motion: Motion,
    /// Why its colours may not come out as they were meant.
    pub doubt: Option<ColourDoubt>,
}

/// Whether a picture moves, as GIF, WebP and PNG can.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Motion {
    /// It does not.
    Still,
    /// It does, and is published as it is, without what is beside its pixels.
    Moves,
    /// It does, but only its first frame can be published.
    Stopped(Stopped),
}

/// Why of a moving picture only the first frame is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Stopped {
    /// Its file is too large for a page.
    TooHeavy,
    /// Its end is missing.
    Truncated,
    /// It would have to be turned.
    Turned,
}

/// Why a picture's colours may not come out as they were meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ColourDoubt {
    /// It is in the four inks of print, and does not say which inks.
    UnknownInks,
    /// What says how its colours are meant cannot be used.
    BadProfile,
}

/// A format that pictures may be in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PictureFormat {
    /// Photographs.
    Jpeg,
    /// Drawings and screenshots.
    Png,
    /// Either, from the web.
    Webp,
    /// Small films, and drawings from earlier.
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

    /// What the ending of a path says, whatever its case; `None` if it is no picture's.
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
