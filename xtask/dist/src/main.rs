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

use std::path::PathBuf;
use std::process::ExitCode;

use archive::{sums, write};
use commands::Failure;
use platform::Platform;
use source::Source;

const HELP: &str = "\
Usage: cargo xtask dist [--linux] [--windows] [--out DIR]

Without --linux and --windows, builds both. Archives go to target/dist-archives, unless --out says otherwise.
";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match read(&arguments) {
        Some((platforms, out)) => run(&platforms, out),
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

/// The platforms and the output folder that the arguments ask for; `None` if they cannot be understood.
fn read(arguments: &[String]) -> Option<(Vec<Platform>, Option<PathBuf>)> {
    let (mut platforms, mut out) = (Vec::new(), None);
    let mut rest = arguments.iter().map(String::as_str);
    while let Some(argument) = rest.next() {
        match argument {
            "--linux" => platforms.push(Platform::Linux),
            "--windows" => platforms.push(Platform::Windows),
            "--out" => out = Some(PathBuf::from(rest.next()?)),
            _ => return None,
        }
    }
    if platforms.is_empty() {
        platforms = vec![Platform::Linux, Platform::Windows];
    }
    platforms.dedup();
    Some((platforms, out))
}

fn run(platforms: &[Platform], out: Option<PathBuf>) -> Result<(), Failure> {
    let source = Source::find()?;
    let out = out.unwrap_or_else(|| source.target().join("dist-archives"));
    std::fs::create_dir_all(&out).map_err(Failure::of(&out))?;
    println!("bangyang {}", source.version());
    let mut archives = Vec::new();
    for platform in platforms {
        let program = platform.build(&source)?;
        platform.check(&program)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Option<(Vec<Platform>, Option<PathBuf>)> {
        read(&text.split_whitespace().map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn arguments_choose_the_systems() {
        assert_eq!(words("").unwrap().0, [Platform::Linux, Platform::Windows]);
        assert_eq!(words("--windows").unwrap().0, [Platform::Windows]);
        assert_eq!(words("--linux --out x").unwrap(), (vec![Platform::Linux], Some(PathBuf::from("x"))));
        for wrong in ["--mac", "--out", "linux"] {
            assert_eq!(words(wrong), None, "{wrong}");
        }
    }
}
