//! The system packages that the tests need, installed if missing.

use std::io::IsTerminal;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::run::{Failure, Project, run};

/// A required program or file.
struct Needed {
    /// Its purpose, for the message.
    purpose: &'static str,
    /// Any one of these provides it.
    provided_by: &'static [Provider],
    /// Debian's package.
    package: &'static str,
}

enum Provider {
    /// A program on the search path.
    Program(&'static str),
    /// A file.
    File(&'static str),
}

const NEEDED: &[Needed] = &[
    Needed {
        purpose: "a browser, for the tests of what readers see",
        provided_by: &[Provider::Program("chromium"), Provider::Program("chromium-browser")],
        package: "chromium",
    },
    Needed {
        purpose: "a Chinese font, for the same",
        provided_by: &[
            Provider::File("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
            Provider::File("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
        ],
        package: "fonts-noto-cjk",
    },
    Needed {
        purpose: "what runs the tests of what readers see",
        provided_by: &[Provider::Program("node")],
        package: "nodejs",
    },
    Needed {
        purpose: "what installs their packages",
        provided_by: &[Provider::Program("npm")],
        package: "npm",
    },
    Needed {
        purpose: "what shows that a build opens no socket",
        provided_by: &[Provider::Program("strace")],
        package: "strace",
    },
    Needed {
        purpose: "what runs the checker of HTML",
        provided_by: &[Provider::Program("java")],
        package: "default-jre-headless",
    },
];

/// Additional requirements for counting instructions.
const TO_COUNT: &[Needed] = &[Needed {
    purpose: "what counts instructions",
    provided_by: &[Provider::Program("valgrind")],
    package: "valgrind",
}];

/// Additional requirements for compiling programs for Windows.
const FOR_WINDOWS: &[Needed] = &[
    Needed {
        purpose: "a Rust that comes with the sources of its standard library",
        provided_by: &[Provider::File("/usr/bin/cargo")],
        package: "cargo-web",
    },
    Needed { purpose: "the same", provided_by: &[Provider::File("/usr/bin/rustc")], package: "rustc-web" },
    Needed {
        purpose: "these sources",
        provided_by: &[Provider::File("/usr/lib/rustlib/src/rust/library/std/Cargo.toml")],
        package: "rust-web-src",
    },
    Needed {
        purpose: "a C compiler for Windows",
        provided_by: &[Provider::Program("x86_64-w64-mingw32-gcc")],
        package: "gcc-mingw-w64-x86-64",
    },
    Needed {
        purpose: "a C++ compiler for Windows",
        provided_by: &[Provider::Program("x86_64-w64-mingw32-g++")],
        package: "g++-mingw-w64-x86-64",
    },
];

/// Additional requirements for running them.
const WINE: &[Needed] = &[
    Needed {
        purpose: "what runs programs for Windows",
        provided_by: &[Provider::Program("wine")],
        package: "wine",
    },
    Needed {
        purpose: "the same for 64 bits",
        provided_by: &[Provider::File("/usr/lib/wine/wine64")],
        package: "wine64",
    },
];

/// Installs missing requirements of the tests; prints what it does. Does nothing, even offline, if nothing is
/// missing.
///
/// # Errors
/// If something is missing and cannot be installed here; the message says what to install by hand.
pub fn ensure(_: &Project) -> Result<(), Failure> {
    ensure_all(NEEDED)
}

/// The same for counting instructions.
///
/// # Errors
/// As for [`ensure`].
pub fn ensure_valgrind() -> Result<(), Failure> {
    ensure_all(TO_COUNT)
}

/// The same for tests of the program for Windows.
///
/// # Errors
/// As for [`ensure`].
pub fn ensure_wine(_: &Project) -> Result<(), Failure> {
    ensure_all(FOR_WINDOWS)?;
    ensure_all(WINE)
}

/// The same for compiling the program for Windows.
///
/// # Errors
/// As for [`ensure`].
pub fn ensure_windows() -> Result<(), Failure> {
    ensure_all(FOR_WINDOWS)
}

fn ensure_all(needed: &'static [Needed]) -> Result<(), Failure> {
    let lacking = lacking(needed);
    if lacking.is_empty() {
        eprintln!("nothing lacks");
        return Ok(());
    }
    for needed in &lacking {
        eprintln!("lacking: {} ({})", needed.package, needed.purpose);
    }
    let packages: Vec<_> = lacking.iter().map(|needed| needed.package).collect();
    install(&packages).map_err(|failure| Failure {
        message: format!(
            "{}\nInstall by hand, then run again: {} (Debian: apt-get install {})",
            failure.message,
            packages.join(", "),
            packages.join(" ")
        ),
        code: failure.code,
    })?;
    let still: Vec<_> = self::lacking(needed).iter().map(|needed| needed.package).collect();
    if still.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("installed, but what it should provide is not there: {}", still.join(", "))))
}

fn lacking(needed: &'static [Needed]) -> Vec<&'static Needed> {
    needed.iter().filter(|needed| !needed.provided_by.iter().any(Provider::is_there)).collect()
}

impl Provider {
    fn is_there(&self) -> bool {
        match self {
            Self::Program(name) => on_path(name),
            Self::File(path) => Path::new(path).is_file(),
        }
    }
}

fn on_path(name: &str) -> bool {
    std::env::var_os("PATH")
        .is_some_and(|paths| std::env::split_paths(&paths).any(|folder| folder.join(name).is_file()))
}

fn install(packages: &[&str]) -> Result<(), Failure> {
    if !on_path("apt-get") {
        return Err(Failure::new("this system has no apt-get"));
    }
    let rights = Rights::find()?;
    rights.apt_get(&["update"])?;
    let mut arguments = vec!["install", "-y", "--no-install-recommends"];
    arguments.extend(packages);
    rights.apt_get(&arguments)
}

/// How this process may install packages.
enum Rights {
    Root,
    /// Through sudo, which may ask for a password.
    SudoAsking,
    /// Through sudo, which must not ask because nobody is there.
    SudoSilent,
}

impl Rights {
    fn find() -> Result<Self, Failure> {
        let id = Command::new("id").arg("-u").stdin(Stdio::null()).output();
        let is_root = id.is_ok_and(|output| output.stdout.trim_ascii() == b"0");
        match (is_root, on_path("sudo"), std::io::stdin().is_terminal()) {
            (true, ..) => Ok(Self::Root),
            (false, true, true) => Ok(Self::SudoAsking),
            (false, true, false) => Ok(Self::SudoSilent),
            (false, false, _) => Err(Failure::new("installing needs root or sudo")),
        }
    }

    fn apt_get(&self, arguments: &[&str]) -> Result<(), Failure> {
        let prefix: &[&str] = match self {
            Self::Root => &[],
            // sudo reads a password from the terminal itself, not from standard input.
            Self::SudoAsking => &["sudo"],
            Self::SudoSilent => &["sudo", "-n"],
        };
        let own = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-o", "Acquire::Retries=3"];
        let words: Vec<&str> = prefix.iter().chain(&own).chain(arguments).copied().collect();
        let (program, rest) = words.split_first().ok_or_else(|| Failure::new("nothing to run"))?;
        let mut command = Command::new(program);
        command.args(rest);
        run(command, &words.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_what_is_there() {
        assert!(Provider::Program("sh").is_there());
        assert!(!Provider::Program("no-such-program-anywhere").is_there());
        assert!(Provider::File(concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")).is_there());
        assert!(!Provider::File("/no/such/file").is_there());
    }
}
