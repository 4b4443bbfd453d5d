//! What is built: the repository, its commit and its version.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{Failure, output};

/// The repository at a commit.
pub struct Source {
    root: PathBuf,
    /// The abbreviated id of the commit, with a `+` if files differ from it.
    commit: String,
    /// When it was committed, in seconds since 1970.
    time: u64,
    /// The day of the commit, in UTC.
    day: String,
}

impl Source {
    /// The repository that contains this package.
    ///
    /// # Errors
    /// If git does not know it.
    pub fn find() -> Result<Self, Failure> {
        let own = Path::new(env!("CARGO_MANIFEST_DIR"));
        let root =
            own.ancestors().nth(2).ok_or_else(|| Failure("no repository above xtask/dist".to_owned()))?;
        let git = |words: &[&str]| {
            let mut command = Command::new("git");
            command.current_dir(root).env("TZ", "UTC").args(words);
            output(&mut command).map(|text| text.trim().to_owned())
        };
        let commit = git(&["rev-parse", "--short=12", "HEAD"])?;
        let changed = !git(&["status", "--porcelain", "--untracked-files=no"])?.is_empty();
        let time = git(&["show", "-s", "--format=%ct", "HEAD"])?;
        let day = git(&["show", "-s", "--format=%cd", "--date=format-local:%Y-%m-%d", "HEAD"])?;
        Ok(Self {
            root: root.to_owned(),
            commit: if changed { format!("{commit}+") } else { commit },
            time: time.parse().map_err(|error| Failure(format!("the commit's time “{time}”: {error}")))?,
            day,
        })
    }

    /// Its folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    pub fn target(&self) -> PathBuf {
        let elsewhere = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        self.root.join(elsewhere.unwrap_or_else(|| PathBuf::from("target")))
    }

    /// `0.1.0 (0123456789ab, 2026-11-30)`: what `--version` prints after the program's name.
    pub fn version(&self) -> String {
        format!("{} ({}, {})", self.number(), self.commit, self.day)
    }

    /// `0.1.0`.
    pub const fn number(&self) -> &'static str {
        env!("CARGO_PKG_VERSION")
    }

    /// When it was committed, in seconds since 1970.
    pub const fn time(&self) -> u64 {
        self.time
    }

    /// A cargo command, compiling in a folder, with what all builds that are handed out have in common.
    pub fn cargo(&self, program: &Path, folder: &Path) -> Command {
        let home = std::env::var_os("CARGO_HOME").map_or_else(
            || PathBuf::from(std::env::var_os("HOME").unwrap_or_default()).join(".cargo"),
            PathBuf::from,
        );
        // Panics name the files of the sources; where these were on the computer that built them is nobody's business.
        let places = [(self.root.as_path(), "bangyang"), (home.as_path(), "cargo"), (folder, "target")];
        let mut flags: Vec<String> = places
            .iter()
            .map(|(path, name)| format!("--remap-path-prefix={}={name}", path.display()))
            .collect();
        flags.push("-Cstrip=symbols".to_owned());
        let for_c: Vec<String> = places
            .iter()
            .map(|(path, name)| format!("-ffile-prefix-map={}={name}", path.display()))
            .collect();
        let mut command = Command::new(program);
        command
            .current_dir(&self.root)
            .env("CARGO_ENCODED_RUSTFLAGS", flags.join("\u{1f}"))
            .env("CFLAGS", for_c.join(" "))
            .env("CXXFLAGS", for_c.join(" "))
            .env("CARGO_TARGET_DIR", folder)
            .env("BANGYANG_VERSION", self.version())
            .env("SOURCE_DATE_EPOCH", self.time.to_string())
            .env("CARGO_INCREMENTAL", "0");
        command
    }
}
