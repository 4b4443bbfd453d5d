//! Archives that depend on nothing but their files.

use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, GzBuilder};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use crate::commands::Failure;
use crate::contents::File;

/// Writes an archive with all files in one folder: a zip if it is called so, else a compressed tar. `time` is that of all files, in seconds
/// since 1970.
///
/// # Errors
/// If it cannot be written.
pub fn write(archive: &Path, folder: &str, files: &[File], time: u64) -> Result<(), Failure> {
    let is_zip = archive.extension().is_some_and(|ending| ending == "zip");
    let bytes = if is_zip { zipped(folder, files) } else { tarred(folder, files, time) };
    let bytes = bytes.map_err(|error| Failure(format!("{}: {error}", archive.display())))?;
    std::fs::write(archive, bytes).map_err(Failure::of(archive))
}

fn zipped(folder: &str, files: &[File]) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        // Without a time: zip has only local ones. 1980-01-01 is what that means.
        let mode = if file.is_program { 0o755 } else { 0o644 };
        let options = SimpleFileOptions::default().unix_permissions(mode);
        archive.start_file(format!("{folder}/{}", file.path), options)?;
        archive.write_all(&file.bytes)?;
    }
    Ok(archive.finish()?.into_inner())
}

fn tarred(folder: &str, files: &[File], time: u64) -> Result<Vec<u8>, Box<dyn std::error::Error>> {
    let packed = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    let mut archive = tar::Builder::new(packed);
    for file in files {
        let mut header = tar::Header::new_gnu();
        header.set_size(u64::try_from(file.bytes.len())?);
        header.set_mode(if file.is_program { 0o755 } else { 0o644 });
        header.set_mtime(time);
        header.set_uid(0);
        header.set_gid(0);
        archive.append_data(&mut header, format!("{folder}/{}", file.path), file.bytes.as_slice())?;
    }
    Ok(archive.into_inner()?.finish()?)
}

/// A line with the SHA-256 sum of each file, as `sha256sum` writes and checks them.
///
/// # Errors
/// If a file cannot be read.
pub fn sums(files: &[PathBuf]) -> Result<String, Failure> {
    let mut lines = String::new();
    for file in files {
        let bytes = std::fs::read(file).map_err(Failure::of(file))?;
        for byte in Sha256::digest(&bytes) {
            let _ = write!(lines, "{byte:02x}");
        }
        let _ = writeln!(lines, "  {}", file.file_name().unwrap_or_default().to_string_lossy());
    }
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn files() -> Vec<File> {
        let file = |path: &str, text: &str, is_program| File {
            path: path.to_owned(),
            bytes: text.as_bytes().to_vec(),
            is_program,
        };
        vec![file("README.md", "Read me.", false), file("bangyang", "runs", true)]
    }

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["a.zip", "a.tar.gz"] {
            let paths = ["1", "2"].map(|which| folder.path().join(format!("{which}{name}")));
            for path in &paths {
                write(path, "folder", &files(), 1_700_000_000).unwrap();
            }
            assert_eq!(std::fs::read(&paths[0]).unwrap(), std::fs::read(&paths[1]).unwrap(), "{name}");
        }
    }

    #[test]
    fn an_archive_holds_its_files_and_says_which_can_be_run() {
        let folder = tempfile::tempdir().unwrap();
        let (zip, tar) = (folder.path().join("a.zip"), folder.path().join("a.tar.gz"));
        write(&zip, "folder", &files(), 0).unwrap();
        let mut read = zip::ZipArchive::new(std::fs::File::open(&zip).unwrap()).unwrap();
        let mut text = String::new();
        read.by_name("folder/README.md").unwrap().read_to_string(&mut text).unwrap();
        assert_eq!(text, "Read me.");
        assert_eq!(
            read.by_name("folder/bangyang").unwrap().unix_mode().map(|mode| mode & 0o777),
            Some(0o755)
        );

        write(&tar, "folder", &files(), 7).unwrap();
        let unpacked = flate2::read::GzDecoder::new(std::fs::File::open(&tar).unwrap());
        let mut read = tar::Archive::new(unpacked);
        let found: Vec<(String, u32, u64)> = read
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                let path = entry.path().unwrap().to_string_lossy().into_owned();
                (path, entry.header().mode().unwrap(), entry.header().mtime().unwrap())
            })
            .collect();
        assert_eq!(
            found,
            [("folder/README.md".to_owned(), 0o644, 7), ("folder/bangyang".to_owned(), 0o755, 7)]
        );
    }

    #[test]
    fn sums_are_those_that_everybody_knows() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("abc");
        std::fs::write(&file, "abc").unwrap();
        assert_eq!(
            sums(&[file]).unwrap(),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  abc\n"
        );
    }
}
