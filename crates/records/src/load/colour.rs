//! Interprets a picture's colours by its profile or chunks.

use std::sync::Arc;

use moxcms::{
    Chromaticity, CicpColorPrimaries, CicpProfile, CmsError, ColorPrimaries, ColorProfile, DataColorSpace,
    Layout, MatrixCoefficients, RenderingIntent, ToneReprCurve, TransferCharacteristics,
    Transform8BitExecutor, Transform16BitExecutor, TransformOptions, XyY,
};

use super::structure::{array, big_u32, byte};
use crate::domain::{ColourDoubt, PictureFault, PictureFormat};

/// The colour space of a picture.
#[derive(Debug, Default)]
pub enum Colours {
    /// sRGB, which screens assume without a profile.
    #[default]
    Srgb,
    /// RGB, or grey shown as RGB, with a profile.
    Lights(Box<ColorProfile>),
    /// Grey with a profile.
    Greys(Box<ColorProfile>),
    /// CMYK with a profile.
    Inks(Box<ColorProfile>),
    /// CMYK without a profile.
    UnknownInks,
}

impl Colours {
    /// The transform of rows of pixels to sRGB. The source layout is `layout` (CMYK as [`Layout::Rgba`], grey
    /// as [`Layout::Gray`]); the result is RGB, or the same layout if it has three channels. `None` if no
    /// transform is needed or possible.
    #[must_use]
    pub fn to_srgb_8(&self, layout: Layout) -> Option<Arc<Transform8BitExecutor>> {
        self.with_intents(layout, ColorProfile::create_transform_8bit)
    }

    /// The same for 16-bit values.
    #[must_use]
    pub fn to_srgb_16(&self, layout: Layout) -> Option<Arc<Transform16BitExecutor>> {
        self.with_intents(layout, ColorProfile::create_transform_16bit)
    }

    fn with_intents<T>(
        &self,
        layout: Layout,
        create: fn(&ColorProfile, Layout, &ColorProfile, Layout, TransformOptions) -> Result<T, CmsError>,
    ) -> Option<T> {
        let (profile, to) = match self {
            Self::Srgb | Self::UnknownInks => return None,
            Self::Lights(profile) => (profile, layout),
            Self::Greys(profile) | Self::Inks(profile) => (profile, Layout::Rgb),
        };
        let srgb = ColorProfile::new_srgb();
        // Some profiles have a table for one intent only.
        let intents = [RenderingIntent::Perceptual, RenderingIntent::RelativeColorimetric];
        intents.into_iter().find_map(|rendering_intent| {
            let options = TransformOptions { rendering_intent, ..TransformOptions::default() };
            create(profile, layout, &srgb, to, options).ok()
        })
    }

    fn is_usable(&self) -> bool {
        let layout = match self {
            Self::Srgb | Self::UnknownInks => return true,
            Self::Lights(_) => Layout::Rgb,
            Self::Greys(_) => Layout::Gray,
            Self::Inks(_) => Layout::Rgba,
        };
        self.to_srgb_8(layout).is_some()
    }
}

/// How a CMYK JPEG stores its channels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Inks {
    /// Each channel directly.
    Plain,
    /// The first three as luma and chroma (YCCK).
    Differences,
}

/// What is known of a picture's colours before decoding.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) colours: Colours,
    pub(super) doubt: Option<ColourDoubt>,
}

impl Read {
    const fn sure(colours: Colours) -> Self {
        Self { colours, doubt: None }
    }

    const fn doubted(colours: Colours, doubt: ColourDoubt) -> Self {
        Self { colours, doubt: Some(doubt) }
    }
}

/// Reads a picture's colour information. `profile` is its ICC profile; `is_grey` tells whether its pixels are
/// grey.
///
/// # Errors
/// If its colours are beyond what screens can show.
pub(super) fn read(
    bytes: &[u8],
    format: PictureFormat,
    is_grey: bool,
    profile: Option<&[u8]>,
) -> Result<Read, PictureFault> {
    if let Some(of_chunks) = (format == PictureFormat::Png).then(|| Chunks::read(bytes)) {
        if let Some(code) = of_chunks.cicp {
            return by_code(code);
        }
        if profile.is_none() {
            return Ok(of_chunks.colours().map_or_else(Read::default, Read::sure));
        }
    }
    let inks = format == PictureFormat::Jpeg && inks(bytes).is_some();
    let none = if inks { Colours::UnknownInks } else { Colours::Srgb };
    let Some(profile) = profile else {
        return Ok(Read { colours: none, doubt: inks.then_some(ColourDoubt::UnknownInks) });
    };
    let profile = ColorProfile::new_from_slice(profile).ok().map(Box::new);
    let space = profile.as_ref().map(|profile| profile.color_space);
    let colours = match (profile, space) {
        (Some(profile), Some(DataColorSpace::Cmyk)) if inks => Colours::Inks(profile),
        (Some(profile), Some(DataColorSpace::Rgb)) if !inks => Colours::Lights(profile),
        (Some(profile), Some(DataColorSpace::Gray)) if !inks && is_grey => Colours::Greys(profile),
        _ => return Ok(Read::doubted(none, ColourDoubt::BadProfile)),
    };
    // A valid profile may still lack what is needed.
    Ok(if colours.is_usable() { Read::sure(colours) } else { Read::doubted(none, ColourDoubt::BadProfile) })
}

/// How a CMYK JPEG stores its channels; `None` if it has another colour space.
#[must_use]
pub fn inks(bytes: &[u8]) -> Option<Inks> {
    let (mut at, mut differences, mut parts) = (2, false, None);
    while let (Some(0xFF), Some(marker)) = (byte(bytes, at), byte(bytes, at + 1)) {
        let len = match marker {
            0xFF => {
                at += 1;
                continue;
            }
            0x00 | 0x01 | 0xD0..=0xD8 => {
                at += 2;
                continue;
            }
            0xD9 | 0xDA => break,
            _ => usize::from(array(bytes, at + 2).map(u16::from_be_bytes)?),
        };
        match marker {
            0xC0..=0xC2 => parts = byte(bytes, at + 9),
            0xEE if bytes.get(at + 4..at + 9) == Some(b"Adobe") => {
                differences = byte(bytes, at + 15) == Some(2)
            }
            _ => {}
        }
        at += 2 + len;
        // Skip stray bytes, as decoders do.
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|byte| **byte != 0xFF).count();
    }
    (parts == Some(4)).then_some(if differences { Inks::Differences } else { Inks::Plain })
}

/// The colour information of a PNG's chunks, apart from a profile.
#[derive(Default)]
struct Chunks {
    cicp: Option<[u8; 4]>,
    /// Whether its colours are sRGB.
    srgb: bool,
    /// The encoding exponent, times 100,000.
    gamma: Option<u32>,
    /// White, red, green and blue, x and y of each, times 100,000.
    primaries: Option<[u32; 8]>,
}

/// The exponent that programs write with sRGB, for readers that do not know its curve.
const SRGB_GAMMA: u32 = 45_455;
/// The primaries and white point of sRGB, as in `cHRM`.
const SRGB_PRIMARIES: [u32; 8] = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000];

impl Chunks {
    /// Reads the chunks before the pixels.
    fn read(bytes: &[u8]) -> Self {
        let (mut chunks, mut at) = (Self::default(), 8);
        while let (Some(len), Some(name)) = (big_u32(bytes, at), array::<4>(bytes, at + 4)) {
            let number = |n: usize| big_u32(bytes, at + 8 + 4 * n).unwrap_or(0);
            match (&name, len) {
                (b"IDAT" | b"IEND", _) => break,
                (b"cICP", 4) => chunks.cicp = array(bytes, at + 8),
                (b"sRGB", 1) => chunks.srgb = true,
                (b"gAMA", 4) => {
                    chunks.gamma = Some(number(0)).filter(|gamma| (1_000..=1_000_000).contains(gamma))
                }
                (b"cHRM", 32) => chunks.primaries = Some(std::array::from_fn(number)),
                _ => {}
            }
            at = at.saturating_add(usize::try_from(len).unwrap_or(usize::MAX)).saturating_add(12);
        }
        chunks
    }

    /// The colour space, unless it is sRGB.
    fn colours(&self) -> Option<Colours> {
        let near = |a: u32, b: u32, by: u32| a.abs_diff(b) <= by;
        let gamma = self.gamma.filter(|gamma| !near(*gamma, SRGB_GAMMA, 100));
        let is_srgb = |given: &[u32; 8]| given.iter().zip(SRGB_PRIMARIES).all(|(a, b)| near(*a, b, 500));
        let primaries = self.primaries.filter(|given| !is_srgb(given));
        if self.srgb || (gamma.is_none() && primaries.is_none()) {
            return None;
        }
        let mut profile = ColorProfile::new_srgb();
        profile.cicp = None;
        if let Some(given) = primaries {
            let (white, primaries) = colorimetry(given)?;
            profile.update_rgb_colorimetry(white, primaries);
        }
        if let Some(gamma) = gamma {
            let curve = ToneReprCurve::Parametric(vec![100_000.0 / gamma as f32]);
            profile.red_trc = Some(curve.clone());
            profile.green_trc = Some(curve.clone());
            profile.blue_trc = Some(curve);
        }
        Some(Colours::Lights(Box::new(profile))).filter(Colours::is_usable)
    }
}

/// White point and primaries, if they are physically possible.
fn colorimetry(given: [u32; 8]) -> Option<(XyY, ColorPrimaries)> {
    let at = |n: usize| given.get(n).map(|value| *value as f32 / 100_000.0);
    let point = |n: usize| {
        let (x, y) = (at(n)?, at(n + 1)?);
        (y > 0.0 && x + y <= 1.0).then_some(Chromaticity { x, y })
    };
    let (white, red, green, blue) = (point(0)?, point(2)?, point(4)?, point(6)?);
    let area = (green.x - red.x) * (blue.y - red.y) - (blue.x - red.x) * (green.y - red.y);
    let white = XyY { x: f64::from(white.x), y: f64::from(white.y), yb: 1.0 };
    (area.abs() > 0.001).then_some((white, ColorPrimaries { red, green, blue }))
}

/// The colour space of a code from the video standards: primaries, transfer curve, matrix, full range.
fn by_code([primaries, curve, matrix, full]: [u8; 4]) -> Result<Read, PictureFault> {
    const PQ: u8 = 16;
    const HLG: u8 = 18;
    if matches!(curve, PQ | HLG) {
        return Err(PictureFault::HighDynamicRange);
    }
    if (primaries, curve, matrix, full) == (1, 13, 0, 1) {
        return Ok(Read::default());
    }
    let code =
        CicpColorPrimaries::try_from(primaries).ok().zip(TransferCharacteristics::try_from(curve).ok());
    // PNG requires RGB with full range.
    let code = code.filter(|_| (matrix, full) == (0, 1));
    let profile = code.map(|(color_primaries, transfer_characteristics)| {
        let matrix_coefficients = MatrixCoefficients::Identity;
        ColorProfile::new_from_cicp(CicpProfile {
            color_primaries,
            transfer_characteristics,
            matrix_coefficients,
            full_range: true,
        })
    });
    let colours =
        profile.filter(|profile| profile.red_trc.is_some()).map(|profile| Colours::Lights(Box::new(profile)));
    let colours = colours.filter(Colours::is_usable);
    Ok(colours.map_or_else(|| Read::doubted(Colours::Srgb, ColourDoubt::BadProfile), Read::sure))
}
