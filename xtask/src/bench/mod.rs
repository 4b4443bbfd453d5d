//! `cargo xtask bench`: builds the same site with this program and others, and compares them.

mod arguments;
mod generate;
mod instructions;
mod long;
mod machine;
mod measure;
mod pictures;
mod programs;
mod report;
mod search;
mod serve;

use std::path::{Path, PathBuf};
use std::process::Command;

use arguments::Arguments;
use generate::{Edit, Profile};
use measure::{Run, median};
use programs::{Kind, Program, forget, put_away};

use crate::run::{Failure, Project};

/// The measured situations, in order.
const SITUATIONS: [Situation; 4] =
    [Situation::Cold, Situation::Warm, Situation::Edited(Edit::Body), Situation::Edited(Edit::Title)];

/// The state before a build.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Situation {
    /// Nothing of an earlier build exists.
    Cold,
    /// There is an earlier build of the same sources.
    Warm,
    /// There is an earlier build, and one profile has changed since.
    Edited(Edit),
}

/// The runs of a program.
struct Measured {
    program: Program,
    /// By situation.
    runs: [Vec<Run>; 4],
    /// The number of output files.
    files: usize,
    bytes: u64,
}

impl Measured {
    fn new(program: Program) -> Self {
        Self { program, runs: Default::default(), files: 0, bytes: 0 }
    }

    /// The median time of a situation, in seconds.
    fn seconds(&self, situation: usize) -> f64 {
        let runs = self.runs.get(situation).map(Vec::as_slice).unwrap_or_default();
        median(runs.iter().map(|run| run.time).collect()).as_secs_f64()
    }

    /// The median CPU time of cold builds, in seconds.
    fn cpu(&self) -> f64 {
        let runs = self.runs.first().map(Vec::as_slice).unwrap_or_default();
        let cpu = median(runs.iter().map(|run| run.cpu).collect());
        f64::from(u32::try_from(cpu).unwrap_or(u32::MAX)) / 100.0
    }

    /// The median peak memory of cold builds, in MiB.
    fn peak(&self) -> f64 {
        let runs = self.runs.first().map(Vec::as_slice).unwrap_or_default();
        let peak = median(runs.iter().map(|run| run.peak).collect());
        f64::from(u32::try_from(peak).unwrap_or(u32::MAX)) / 1024.0
    }
}

/// Measures and reports.
///
/// # Errors
/// If arguments are not understood, a program fails, or the system does.
pub fn run(project: &Project, words: &[&str]) -> Result<(), Failure> {
    let arguments = Arguments::read(words)?;
    if arguments.instructions {
        return instructions::count(project);
    }
    if arguments.search {
        return search::run(project, &arguments);
    }
    if arguments.pictures {
        return pictures::run(project, &arguments);
    }
    if arguments.long {
        return long::run(project, &arguments);
    }
    let folder = project.target().join("bench");
    std::fs::create_dir_all(&folder).map_err(Failure::new)?;
    let programs = all_programs(project, &folder, &arguments)?;
    if arguments.serve {
        return serve::run(project, &arguments, &programs);
    }
    let mut text = String::new();
    for size in &arguments.sizes {
        let measured = at_size(*size, &arguments, &programs, &folder)?;
        let table = report::table(*size, &measured);
        println!("{table}");
        text.push_str(&table);
    }
    // At the very end: creating files is slow after many were removed.
    for size in &arguments.sizes {
        let sites = folder.join("sites").join(size.to_string());
        let done = if arguments.keep { sites.join("trash") } else { sites };
        if done.exists() {
            std::fs::remove_dir_all(done).map_err(Failure::new)?;
        }
    }
    if arguments.write_docs {
        let section = report::section(&text, &arguments, &programs, &machine::Machine::find());
        report::write_docs(&project.root().join("docs/benchmarks.md"), report::PLACE, &section)?;
    }
    Ok(())
}

/// Builds our own program and finds the others.
fn all_programs(project: &Project, folder: &Path, arguments: &Arguments) -> Result<Vec<Program>, Failure> {
    // Compiling takes minutes: build only what is measured.
    if arguments.wants("bangyang") || arguments.wants("bangyang, peony") {
        project.cargo(&["build", "--profile", "dist", "--package", "bangyang", "--bin", "bangyang"])?;
    }
    let floor_target = folder.join("floor");
    if arguments.wants("floor") {
        project.cargo(&[
            "build",
            "--release",
            "--manifest-path",
            "bench/floor/Cargo.toml",
            "--target-dir",
            &floor_target.to_string_lossy(),
        ])?;
    }
    let ours = project.target().join("dist/bangyang");
    let version = env!("CARGO_PKG_VERSION").to_owned();
    let own = |name: &str, file: PathBuf, kind| Program {
        name: name.to_owned(),
        file,
        kind,
        version: version.clone(),
    };
    let mut programs =
        vec![own("bangyang", ours.clone(), Kind::Bangyang), own("bangyang, peony", ours, Kind::Peony)];
    let others = arguments.binaries.iter();
    programs.extend(others.map(|(name, file)| own(name, file.clone(), Kind::Bangyang)));
    programs.push(own("floor", floor_target.join("release/floor"), Kind::Floor));
    programs.extend(programs::peers(folder));
    programs.retain(|program| {
        arguments.wants(&program.name) || arguments.binaries.iter().any(|(name, _)| *name == program.name)
    });
    // The floor writes what the first program wrote.
    if programs.first().is_none_or(|program| program.kind != Kind::Bangyang) {
        programs.retain(|program| program.kind != Kind::Floor);
    }
    Ok(programs)
}

/// All rounds at one size, with the programs taking turns.
fn at_size(
    size: usize,
    arguments: &Arguments,
    programs: &[Program],
    folder: &Path,
) -> Result<Vec<Measured>, Failure> {
    let profiles = generate::profiles(size);
    let folder = folder.join("sites").join(size.to_string());
    let site = |at: usize| folder.join(format!("{at}"));
    let mut measured: Vec<Measured> = programs.iter().cloned().map(Measured::new).collect();
    for (at, program) in programs.iter().enumerate() {
        eprintln!("{size}: writing the sources for {}", program.name);
        put_away(&site(at), &folder.join("trash"))?;
        generate::write(program.kind.format(), &profiles, &site(at)).map_err(Failure::new)?;
    }
    let rounds = arguments.rounds;
    for round in 1..=rounds {
        for (at, one) in measured.iter_mut().enumerate() {
            eprintln!("{size}: round {round} of {rounds}, {}", one.program.name);
            if one.program.kind == Kind::Floor {
                list_for_floor(&site(0), &site(at))?;
            }
            a_round(one, &profiles, &site(at), &folder.join("trash"))?;
        }
    }
    Ok(measured)
}

/// One program in every situation.
fn a_round(one: &mut Measured, profiles: &[Profile], site: &Path, trash: &Path) -> Result<(), Failure> {
    let Measured { program, runs, .. } = one;
    let format = program.kind.format();
    let log = site.join("build.log");
    let middle = profiles.get(profiles.len() / 2).ok_or_else(|| Failure::new("no profiles"))?;
    forget(program.kind, site, trash)?;
    for (situation, runs) in SITUATIONS.iter().zip(runs) {
        if let Situation::Edited(edit) = situation {
            if program.kind == Kind::Floor {
                continue;
            }
            put(site, generate::edited(format, middle, *edit))?;
        }
        settle();
        runs.push(measure::run(program.command(site), &log)?);
        if *situation == Situation::Cold {
            let tree = measure::tree(&site.join("public")).map_err(Failure::new)?;
            one.files = tree.len();
            one.bytes = tree.iter().map(|(_, size)| size).sum();
        }
    }
    put(site, generate::original(format, middle))
}

fn put(site: &Path, (path, text): generate::File) -> Result<(), Failure> {
    std::fs::write(site.join(path), text).map_err(Failure::new)
}

/// Waits until earlier writes are on the disk, so that no program pays for another's.
fn settle() {
    let _ = Command::new("sync").status();
}

/// The list for the floor: the paths and sizes of another output.
fn list_for_floor(from: &Path, to: &Path) -> Result<(), Failure> {
    let tree = measure::tree(&from.join("public")).map_err(Failure::new)?;
    let lines: String = tree.iter().map(|(path, size)| format!("{size} {path}\n")).collect();
    std::fs::write(to.join("public.list"), lines).map_err(Failure::new)
}

#[cfg(test)]
mod tests;
