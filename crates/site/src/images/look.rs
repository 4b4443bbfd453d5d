//! What a picture looks like, in a few bits: two files that show the same, in another size, format or quality, have nearly the same.

use image::DynamicImage;

use super::{ImageError, decode};

/// Places on a line that are compared with the next ones.
const SIDE: u32 = 8;
/// Maximum number of bits in which two pictures differ that look the same, of 128.
const MOST_DIFFERENT: u32 = 12;
/// Least difference between the lightest and the darkest place of a picture that can be told by its looks.
const LEAST_CONTRAST: u8 = 24;

/// What a picture looks like: where it gets lighter, from left to right and from top to bottom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Look(u128);

impl Look {
    /// Of a picture file; `None` if it shows one tone, as thousands do.
    ///
    /// # Errors
    /// If the picture cannot be used.
    pub fn of(bytes: &[u8]) -> Result<Option<Self>, ImageError> {
        let decoded = decode(bytes)?;
        let (across, contrast) = steps(&decoded.at((SIDE + 1, SIDE))?, (1, 0));
        let (down, _) = steps(&decoded.at((SIDE, SIDE + 1))?, (0, 1));
        Ok((contrast >= LEAST_CONTRAST).then_some(Self(u128::from(across) << 64 | u128::from(down))))
    }

    /// Whether two pictures look the same to a hurried eye.
    #[must_use]
    pub const fn is_like(self, other: Self) -> bool {
        (self.0 ^ other.0).count_ones() <= MOST_DIFFERENT
    }

    /// As it is written.
    #[must_use]
    pub const fn to_bytes(self) -> [u8; 16] {
        self.0.to_be_bytes()
    }

    /// As it was written.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(u128::from_be_bytes(bytes))
    }
}

/// Whether each place is lighter than the one before it in a direction, a bit a place; and how far the lightest and the darkest are
/// apart.
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
