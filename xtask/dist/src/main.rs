//! `cargo xtask dist`: builds the program for the systems of those who use it, and packs each with what goes with it: both READMEs, the
//! licences of everything in it, a sample site, and the SHA-256 sums of the archives.
//!
//! The same commit gives the same bytes: nothing in an archive depends on the time of building, on the computer's paths or on the order of a
//! folder. The times in archives are those of the commit.
#![allow(clippy::disallowed_methods)]

mod archive;
mod commands;
mod contents;
mod licences;
mod platform;
mod source;
mod symbols;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use archive::{sums, write};
use commands::Failure;
use platform::Platform;
use source::Source;

const HELP: &str = "\
Usage: cargo xtask dist [--linux] [--windows] [--twice] [--out DIR]

Without --linux and --windows, builds both. Archives go to target/dist-archives, unless --out says otherwise.
With --twice, builds each program again in an empty folder and fails if a byte differs.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match read(&arguments) {
        Some(asked) => run(&asked),
        None => {
            eprint!("{HELP}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("dist: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// What the arguments ask for.
#[derive(Debug, PartialEq, Eq)]
struct Asked {
    platforms: Vec<Platform>,
    /// Whether each program is built again, to see that it becomes the same.
    twice: bool,
    out: Option<PathBuf>,
}

/// Reads the arguments; `None` if they cannot be understood.
fn read(arguments: &[String]) -> Option<Asked> {
    let mut asked = Asked { platforms: Vec::new(), twice: false, out: None };
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--linux" => asked.platforms.push(Platform::Linux),
            "--windows" => asked.platforms.push(Platform::Windows),
            "--twice" => asked.twice = true,
            "--out" => asked.out = Some(PathBuf::from(rest.next()?)),
            _ => return None,
        }
    }
    if asked.platforms.is_empty() {
        asked.platforms = vec![Platform::Linux, Platform::Windows];
    }
    asked.platforms.dedup();
    Some(asked)
}

fn run(asked: &Asked) -> Result<(), Failure> {
    let source = Source::find()?;
    let out = asked.out.clone().unwrap_or_else(|| source.target().join("dist-archives"));
    std::fs::create_dir_all(&out).map_err(Failure::of(&out))?;
    println!("bangyang {}", source.version());
    let mut archives = Vec::new();
    for platform in &asked.platforms {
        let program = platform.build(&source, &platform.folder(&source))?;
        platform.check(&program)?;
        if asked.twice {
            same_again(*platform, &source, &program)?;
        }
        let files = contents::gather(&source, *platform, &program)?;
        let archive = out.join(platform.archive_name(&source));
        write(&archive, &platform.folder_name(&source), &files, source.time())?;
        println!("{}", archive.display());
        archives.push(archive);
    }
    let list = out.join("SHA256SUMS");
    let text = sums(&archives)?;
    print!("{text}");
    std::fs::write(&list, text).map_err(Failure::of(&list))
}

/// Builds the program again, from nothing and in another folder, and compares.
fn same_again(platform: Platform, source: &Source, program: &Path) -> Result<(), Failure> {
    let folder = source.target().join("dist-again");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).map_err(Failure::of(&folder))?;
    }
    let again = platform.build(source, &folder)?;
    let read = |path: &Path| std::fs::read(path).map_err(Failure::of(path));
    if read(program)? != read(&again)? {
        return Err(Failure(format!("{} and {} differ", program.display(), again.display())));
    }
    println!("built twice: the same bytes");
    std::fs::remove_dir_all(&folder).map_err(Failure::of(&folder))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<Asked> {
        read(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn arguments_choose_the_systems() {
        assert_eq!(words("").unwrap().platforms, [Platform::Linux, Platform::Windows]);
        assert_eq!(words("--windows").unwrap().platforms, [Platform::Windows]);
        let asked = Asked { platforms: vec![Platform::Linux], twice: true, out: Some(PathBuf::from("x")) };
        assert_eq!(words("--linux --twice --out x"), Some(asked));
        for wrong in ["--mac", "--out", "linux"] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }
}
