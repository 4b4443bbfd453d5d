//! Tar archives and gzip.

use std::io::Read;

use flate2::read::MultiGzDecoder;

use super::adder::Adder;
use super::contents::{Gap, Part};

/// Maximum number of files that are examined in one archive.
const MOST_FILES: usize = 10_000;
/// The length of a tar block: each file begins with a header block.
const BLOCK: usize = 512;
/// The position of the checksum in it.
const SUM: std::ops::Range<usize> = 148..156;

/// Whether bytes are gzip data.
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1F\x8B\x08")
}

/// Examines gzip data. `name` is that of the compressed file.
pub(super) fn gzip(name: &str, bytes: &[u8], adder: &mut Adder<'_>) {
    let mut decoder = MultiGzDecoder::new(bytes);
    if let Some(header) = decoder.header() {
        let told = [header.filename(), header.comment()].into_iter().flatten();
        told.for_each(|told| adder.add(Part::Name, String::from_utf8_lossy(told).into_owned()));
    }
    // Reading one byte more than allowed shows whether there is more.
    let most = adder.budget.bytes_left().saturating_add(1);
    let mut unpacked = Vec::new();
    if decoder.by_ref().take(most).read_to_end(&mut unpacked).is_err() {
        adder.gap(Gap::Damaged);
    }
    if !adder.make(unpacked.len()) {
        return;
    }
    let lower = name.to_lowercase();
    let stem = |ending: &str| lower.strip_suffix(ending).and_then(|stem| name.get(..stem.len()));
    let inner = match (stem(".gz"), stem(".tgz")) {
        (Some(stem), _) => stem.to_owned(),
        (None, Some(stem)) => format!("{stem}.tar"),
        (None, None) => name.to_owned(),
    };
    let inner = inner.rsplit('/').next().unwrap_or("");
    adder.look_within(inner, inner, &unpacked);
}

/// Whether bytes are a tar archive: its first block contains its own checksum.
pub(super) fn is_tar(bytes: &[u8]) -> bool {
    let Some(block) = bytes.get(..BLOCK) else { return false };
    let said = block.get(SUM).unwrap_or_default();
    let said: String = said.iter().map(|byte| char::from(*byte)).collect();
    let sum =
        block.iter().enumerate().map(|(at, byte)| if SUM.contains(&at) { 32 } else { u64::from(*byte) });
    block.first() != Some(&0) && u64::from_str_radix(said.trim_matches(['\0', ' ']), 8) == Ok(sum.sum())
}

/// Examines the files of a tar archive.
pub(super) fn tar(bytes: &[u8], adder: &mut Adder<'_>) {
    let mut archive = tar::Archive::new(bytes);
    let Ok(entries) = archive.entries() else { return adder.gap(Gap::Damaged) };
    for (at, entry) in entries.enumerate() {
        if at == MOST_FILES {
            return adder.gap(Gap::TooLarge);
        }
        let Ok(mut entry) = entry else { return adder.gap(Gap::Damaged) };
        let name = super::bytes::decode(&entry.path_bytes()).unwrap_or_default();
        adder.add(Part::Name, name.clone());
        let most = adder.budget.bytes_left().saturating_add(1);
        let mut file = Vec::new();
        if entry.by_ref().take(most).read_to_end(&mut file).is_err() {
            adder.gap(Gap::Damaged);
        }
        if !adder.make(file.len()) {
            return;
        }
        if !file.is_empty() {
            adder.look_within(&name, &name, &file);
        }
    }
}
