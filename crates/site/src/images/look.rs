//! A perceptual hash: two files that show the same picture, in another size, format or quality, have nearly
//! the same.

use image::DynamicImage;

use super::{ImageError, decode};

/// Number of points per row and column that are compared with their neighbours.
const SIDE: u32 = 8;
/// Maximum number of different bits, of 128, for two pictures to look the same.
const MOST_DIFFERENT: u32 = 12;
/// Minimum difference between the lightest and the darkest point for a picture to be recognisable.
const LEAST_CONTRAST: u8 = 24;

/// A perceptual hash: where the picture gets lighter from left to right and from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look(u128);

impl Look {
    /// The hash of a picture file; `None` if it shows a single tone, as thousands do.
    ///
    /// # Errors
    /// If the picture cannot be used.
    pub fn of(bytes: &[u8]) -> Result<Option<Self>, ImageError> {
        let decoded = decode(bytes)?;
        let (across, contrast) = steps(&decoded.at((SIDE + 1, SIDE))?, (1, 0));
        let (down, _) = steps(&decoded.at((SIDE, SIDE + 1))?, (0, 1));
        Ok((contrast >= LEAST_CONTRAST).then_some(Self(u128::from(across) << 64 | u128::from(down))))
    }

    /// Whether two pictures look the same at a glance.
    #[must_use]
    pub const fn is_like(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= MOST_DIFFERENT
    }

    /// For storage.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// From storage.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

/// Whether each point is lighter than the one before it in a direction, as one bit per point; and the
/// difference between the lightest and the darkest.
fn steps(pixels: &DynamicImage, (right, down): (u32, u32)) -> (u64, u8) {
    let grey = pixels.to_luma8();
    let tone = |x: u32, y: u32| {
        grey.get_pixel_checked(x, y).map_or(0, |pixel| pixel.0.iter().copied().max().unwrap_or(0))
    };
    let mut bits = 0;
    let (mut darkest, mut lightest) = (u8::MAX, 0);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let (here, next) = (tone(x, y), tone(x + right, y + down));
            bits = bits << 1 | u64::from(next > here);
            darkest = darkest.min(here).min(next);
            lightest = lightest.max(here).max(next);
        }
    }
    (bits, lightest.saturating_sub(darkest))
}
