//! Files that other programs hold open, and who holds them.

use std::fmt;
use std::io;
use std::path::PathBuf;
#[cfg(any(not(unix), test))]
use std::{ffi::OsString, path::Path};

/// A file that could not be read, replaced or removed because another program has it open. Only Windows keeps
/// other programs from doing that.
#[derive(Debug)]
pub struct HeldOpen {
    /// The file.
    pub path: PathBuf,
    /// The programs, or the persons who opened it on another computer; empty if unknown. Sorted.
    pub by: Vec<String>,
}

impl HeldOpen {
    /// The held file because of which an operation failed, if that is the reason.
    #[must_use]
    pub fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref()?.downcast_ref()
    }

    /// The error as an I/O error.
    #[must_use]
    pub fn error(path: PathBuf, by: Vec<String>) -> io::Error {
        io::Error::new(io::ErrorKind::ResourceBusy, Self { path, by })
    }
}

impl fmt::Display for HeldOpen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let by = if self.by.is_empty() { "another program".to_owned() } else { self.by.join(", ") };
        write!(f, "{} is open in {by}", super::shown_path(&self.path))
    }
}

impl std::error::Error for HeldOpen {}

/// The name of the file that Word, Excel, PowerPoint and WPS keep beside a document while it is open, which
/// tells who opened it: `~$` in front of the name, in Word in place of its first two letters if it is long.
#[cfg(any(not(unix), test))]
#[must_use]
pub fn owner_files(document: &Path) -> Vec<PathBuf> {
    let Some(name) = document.file_name().and_then(|name| name.to_str()) else { return Vec::new() };
    let with = |rest: &str| document.with_file_name(OsString::from(format!("~${rest}")));
    let mut letters = name.chars();
    letters.nth(1);
    let shortened = letters.as_str();
    if shortened.is_empty() { vec![with(name)] } else { vec![with(name), with(shortened)] }
}

/// Greatest length of a user's name in such a file, in UTF-16 units.
#[cfg(any(not(unix), test))]
const LONGEST_NAME: usize = 52;

/// The user's name in such a file. It begins with the name in the computer's own encoding, in a field of 54
/// bytes; its length and the name in UTF-16 follow, a byte later in Excel and PowerPoint than in Word.
#[cfg(any(not(unix), test))]
#[must_use]
pub fn owner(bytes: &[u8]) -> Option<String> {
    [54, 55].into_iter().find_map(|at| {
        let (length, rest) = bytes.get(at..)?.split_first()?;
        let length = usize::from(*length);
        if length == 0 || length > LONGEST_NAME {
            return None;
        }
        let units: Vec<u16> = rest
            .get(1..)?
            .chunks_exact(2)
            .take(length)
            .map(|pair| pair.iter().rev().fold(0, |n, byte| n << 8 | u16::from(*byte)))
            .collect();
        let name = String::from_utf16(&units).ok().filter(|_| units.len() == length)?;
        let name = name.trim();
        let is_name = !name.is_empty() && !name.contains(char::is_control);
        is_name.then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An owner file as the programs write it.
    fn written(name: &str, at: usize, size: usize) -> Vec<u8> {
        let units: Vec<u16> = name.encode_utf16().collect();
        let length = u8::try_from(units.len()).unwrap();
        let mut bytes = vec![length; 1];
        bytes.resize(at, b' ');
        bytes.extend([length, 0]);
        bytes.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
        bytes.resize(size, 0);
        bytes
    }

    #[test]
    fn the_owner_is_read_as_word_and_excel_write_it() {
        assert_eq!(owner(&written("秦岚", 54, 162)).as_deref(), Some("秦岚"));
        assert_eq!(owner(&written("Qin Lan", 55, 165)).as_deref(), Some("Qin Lan"));
        for wrong in [&b""[..], &[0; 20], &[0; 165], &[0xFF; 165]] {
            assert_eq!(owner(wrong), None);
        }
        let whole = written("秦岚", 54, 162);
        for cut in 0..whole.len() {
            let read = owner(&whole[..cut]);
            assert!(read.is_none() || read.as_deref() == Some("秦岚"), "{cut}: {read:?}");
        }
    }

    #[test]
    fn owner_files_are_named_as_the_programs_name_them() {
        let names = owner_files(Path::new("稿/宣讲台账.xlsx"));
        assert_eq!(names, [PathBuf::from("稿/~$宣讲台账.xlsx"), PathBuf::from("稿/~$台账.xlsx")]);
        assert_eq!(owner_files(Path::new("稿/a")), [PathBuf::from("稿/~$a")]);
    }
}
