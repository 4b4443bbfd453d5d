//! Precompressed copies of files, for hosts that serve `page.html.br` or `page.html.gz` to browsers that
//! accept them.

use std::io::{Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

/// Smaller files fit into one packet uncompressed. In bytes.
const SMALLEST: usize = 1024;
/// Extensions of text files.
const TEXTS: [&str; 10] = ["html", "css", "js", "svg", "xml", "json", "csv", "txt", "webmanifest", "md"];
/// Brotli's quality, from 0 to 11; from 7 on it takes several times as long to save a few per cent.
const BROTLI_QUALITY: u32 = 6;
/// Brotli's window as a power of two: 1 MiB.
const BROTLI_WINDOW: u32 = 20;

/// A compression format.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Packing {
    /// gzip, which every browser accepts.
    Gzip,
    /// Brotli, a sixth smaller.
    Brotli,
}

impl Packing {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Gzip, Self::Brotli];

    /// The extension that is appended to the file's name.
    #[must_use]
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }

    /// Compresses deterministically.
    #[must_use]
    pub fn pack(self, bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(bytes.len() / 3);
        // Writing to memory only fails if there is none.
        let _ = match self {
            // The header contains no time and no name.
            Self::Gzip => {
                let mut encoder = GzEncoder::new(&mut packed, Compression::new(7));
                encoder.write_all(bytes).and_then(|()| encoder.finish().map(drop))
            }
            Self::Brotli => {
                let size = bytes.len().clamp(512, 1 << 16);
                brotli::CompressorWriter::new(&mut packed, size, BROTLI_QUALITY, BROTLI_WINDOW)
                    .write_all(bytes)
            }
        };
        packed
    }

    /// Whether a compressed file decompresses to these bytes. This takes a fraction of the time of
    /// compressing.
    #[must_use]
    pub fn holds(self, packed: &[u8], bytes: &[u8]) -> bool {
        let mut found = Vec::with_capacity(bytes.len());
        // Reading one byte more than expected shows whether there are more.
        let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX).saturating_add(1);
        let read = match self {
            Self::Gzip => GzDecoder::new(packed).take(most).read_to_end(&mut found),
            Self::Brotli => brotli::Decompressor::new(packed, 4096).take(most).read_to_end(&mut found),
        };
        read.is_ok() && found == bytes
    }
}

/// Whether a file is worth compressing: it is text and not tiny.
#[must_use]
pub fn is_worth_packing(path: &str, bytes: &[u8]) -> bool {
    let ending = path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map(|(_, ending)| ending);
    bytes.len() >= SMALLEST && ending.is_some_and(|ending| TEXTS.contains(&ending))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_comes_back_and_is_smaller() {
        let text = "福嫂家政提升工程，".repeat(200);
        for packing in Packing::ALL {
            let packed = packing.pack(text.as_bytes());
            assert!(packed.len() < text.len() / 10, "{packing:?}: {}", packed.len());
            assert!(packing.holds(&packed, text.as_bytes()));
            assert!(!packing.holds(&packed, &text.as_bytes()[1..]) && !packing.holds(b"x", text.as_bytes()));
            assert!(!packing.holds(&packing.pack(format!("{text}x").as_bytes()), text.as_bytes()));
            assert_eq!(packing.pack(text.as_bytes()), packed);
        }
    }

    #[test]
    fn only_texts_of_some_size() {
        let long = vec![b' '; SMALLEST];
        assert!(is_worth_packing("a/b.html", &long) && is_worth_packing("search/t/0-0.js", &long));
        for (path, bytes) in
            [("a.jpg", &long[..]), ("a.html", &long[1..]), ("a.d/html", &long), ("a.gz", &long)]
        {
            assert!(!is_worth_packing(path, bytes), "{path}");
        }
    }
}
