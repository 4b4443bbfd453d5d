//! The files of an archive.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{Failure, run};
use crate::licences;
use crate::platform::Platform;
use crate::source::Source;

/// A file of an archive.
pub struct File {
    /// Its path within the archive's folder, with `/`.
    pub path: String,
    /// Its contents.
    pub bytes: Vec<u8>,
    /// Whether it can be run.
    pub is_program: bool,
}

/// The program, both READMEs, the licences and a sample site, sorted by path.
///
/// # Errors
/// If one of them cannot be read or made.
pub fn gather(source: &Source, platform: Platform, program: &Path) -> Result<Vec<File>, Failure> {
    let read = |path: &Path| std::fs::read(path).map_err(Failure::of(path));
    let plain = |path: &str, bytes: Vec<u8>| File { path: path.to_owned(), bytes, is_program: false };
    let mut files =
        vec![File { path: platform.program().to_owned(), bytes: read(program)?, is_program: true }];
    for name in ["README.md", "README.zh-CN.md", "CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        files.push(plain(name, read(&source.root().join(name))?));
    }
    files.push(plain("LICENSES-OF-OTHERS.txt", licences::text(source, platform.target())?.into_bytes()));
    let sample = sample(source)?;
    for path in below(&sample)? {
        let inner = path.strip_prefix(&sample).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        files.push(plain(&format!("sample/{inner}"), read(&path)?));
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

/// A new site, as `init` makes it on the day of the commit.
fn sample(source: &Source) -> Result<PathBuf, Failure> {
    let folder = source.target().join("dist-sample");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Failure::of(&folder))?;
    }
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let mut init = Command::new(cargo);
    init.current_dir(source.root())
        .env("SOURCE_DATE_EPOCH", source.time().to_string())
        .args([
            "run",
            "--quiet",
            "--package",
            "bangyang",
            "--bin",
            "bangyang",
            "--",
            "init",
            "--lang",
            "zh-CN",
        ])
        .arg(&folder);
    run(&mut init)?;
    Ok(folder)
}

/// All files below a folder, sorted.
fn below(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(Failure::of(&folder))? {
            let path = entry.map_err(Failure::of(&folder))?.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    Ok(found)
}
