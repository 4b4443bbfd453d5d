//! The systems for which programs are handed out.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::commands::{Failure, output, run};
use crate::source::Source;
use crate::symbols::newest_glibc;

/// A system with an archive of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Platform {
    /// Linux on x86-64 with glibc 2.17 (2012) or later.
    Linux,
    /// Windows 7 or later on x86-64.
    Windows,
}

/// The oldest glibc on which the program for Linux has to run: that of CentOS 7, and of the oldest desktops that offices still have.
const OLDEST_GLIBC: (u32, u32) = (2, 17);

/// What links programs for an old glibc: a C compiler that knows the symbols of each version, and what has cargo use it.
const ZIG: [&str; 2] = ["ziglang==0.17.1", "cargo-zigbuild==0.24.1"];

impl Platform {
    /// The target in cargo's words.
    pub const fn target(self) -> &'static str {
        match self {
            Self::Linux => "x86_64-unknown-linux-gnu",
            Self::Windows => "x86_64-win7-windows-gnu",
        }
    }

    /// The program's name.
    pub const fn program(self) -> &'static str {
        match self {
            Self::Linux => "bangyang",
            Self::Windows => "bangyang.exe",
        }
    }

    /// The folder within the archive.
    pub fn folder_name(self, source: &Source) -> String {
        let system = match self {
            Self::Linux => "linux",
            Self::Windows => "windows",
        };
        format!("bangyang-{}-{system}-x86_64", source.number())
    }

    /// The archive's name.
    pub fn archive_name(self, source: &Source) -> String {
        let ending = match self {
            Self::Linux => "tar.gz",
            Self::Windows => "zip",
        };
        format!("{}.{ending}", self.folder_name(source))
    }

    /// Where the program is compiled. Windows has a folder of its own, since it is compiled by another Rust.
    pub fn folder(self, source: &Source) -> PathBuf {
        match self {
            Self::Linux => source.target(),
            Self::Windows => source.target().join("windows"),
        }
    }

    /// Builds the program in a folder; returns where it is.
    ///
    /// # Errors
    /// If a tool is missing and cannot be installed, or the build fails.
    pub fn build(self, source: &Source, folder: &Path) -> Result<PathBuf, Failure> {
        match self {
            Self::Linux => build_linux(source, folder)?,
            Self::Windows => build_windows(source, folder)?,
        }
        Ok(folder.join(self.target()).join("dist").join(self.program()))
    }

    /// Checks that the program runs where it has to.
    ///
    /// # Errors
    /// If it needs a newer system.
    pub fn check(self, program: &Path) -> Result<(), Failure> {
        match self {
            Self::Linux => {
                let symbols = output(Command::new("objdump").arg("-T").arg(program))?;
                let newest = newest_glibc(&symbols);
                match newest {
                    Some((major, minor)) => println!("needs glibc {major}.{minor} or later"),
                    None => println!("needs no glibc"),
                }
                if newest.is_some_and(|newest| newest > OLDEST_GLIBC) {
                    return Err(Failure("the program needs a newer glibc than 2.17".to_owned()));
                }
                Ok(())
            }
            Self::Windows => {
                let head = output(Command::new("objdump").arg("-p").arg(program))?;
                let imports: Vec<&str> =
                    head.lines().filter_map(|line| line.trim().strip_prefix("DLL Name: ")).collect();
                println!("needs {}", imports.join(", "));
                // Windows 7 has none of these; std imports them for later versions of Windows.
                match imports
                    .iter()
                    .find(|name| name.to_ascii_lowercase().starts_with("api-ms-win-core-synch"))
                {
                    Some(name) => Err(Failure(format!("the program needs {name}, which Windows 7 lacks"))),
                    None => Ok(()),
                }
            }
        }
    }
}

fn build_linux(source: &Source, folder: &Path) -> Result<(), Failure> {
    let tools = source.target().join("dist-tools");
    let zig = tools.join("ziglang/zig");
    if !zig.is_file() || !tools.join("bin/cargo-zigbuild").is_file() {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--upgrade", "--target"]).arg(&tools).args(ZIG);
        run(&mut pip)?;
    }
    let mut paths = vec![tools.join("bin")];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let paths = std::env::join_paths(paths).map_err(|error| Failure(error.to_string()))?;
    let cargo = std::env::var_os("CARGO").map_or_else(|| PathBuf::from("cargo"), PathBuf::from);
    let (major, minor) = OLDEST_GLIBC;
    let mut command = source.cargo(&cargo, folder);
    command
        .env("PATH", paths)
        .env("CARGO_ZIGBUILD_ZIG_PATH", zig)
        .args(["zigbuild", "--profile", "dist", "--bin", "bangyang", "--locked", "--target"])
        .arg(format!("{}.{major}.{minor}", Platform::Linux.target()));
    run(&mut command)
}

/// With Debian's Rust, whose standard library comes as source and can be built for Windows 7; rustup's is for later versions alone.
/// `cargo xtask dist` has installed it.
fn build_windows(source: &Source, folder: &Path) -> Result<(), Failure> {
    let mut command = source.cargo(Path::new("/usr/bin/cargo"), folder);
    command
        // Neither this toolchain's cargo nor its variables are those of the build.
        .env_remove("RUSTUP_TOOLCHAIN")
        .env_remove("CARGO")
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_TARGET_X86_64_WIN7_WINDOWS_GNU_LINKER", "x86_64-w64-mingw32-gcc")
        .args([
            "build",
            "-Zbuild-std=std,panic_unwind",
            "--profile",
            "dist",
            "--bin",
            "bangyang",
            "--locked",
            "--target",
        ])
        .arg(Platform::Windows.target());
    run(&mut command)
}
