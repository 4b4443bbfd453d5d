//! `cargo xtask bench --long`: programs of 10, 30 and 126 years, and the cost of a period in each.

use std::path::Path;

use super::arguments::Arguments;
use super::generate::{self, laureates};
use super::machine::Machine;
use super::measure;
use super::programs::{Kind, Program, forget, put_away};
use super::report::{self, float, thousands};
use crate::run::{Failure, Project};

/// Lengths of the programs in years.
const YEARS: [usize; 3] = [10, 30, 126];
/// The day after the programs, in seconds since 1970.
const TODAY: &str = "1798761600";
/// Maximum ratio of the time per period to that in the shortest program.
const MOST: f64 = 1.3;
/// The program replaces the part of the documentation between these lines.
const PLACE: (&str, &str) =
    ("<!-- written by `cargo xtask bench --long --write-docs`: begin -->", "<!-- long: end -->");

/// The measurements of a program of this many years.
struct Taken {
    years: usize,
    /// CPU time on all cores, in seconds: the mean of the rounds, since the system counts in hundredths.
    cpu: f64,
    files: usize,
    bytes: u64,
}

impl Taken {
    fn periods(&self) -> f64 {
        size(laureates::periods(self.years))
    }

    /// Milliseconds per period.
    fn each(&self) -> f64 {
        self.cpu * 1e3 / self.periods()
    }

    /// Milliseconds per period in addition to those of `shorter`.
    fn further(&self, shorter: &Self) -> f64 {
        (self.cpu - shorter.cpu) * 1e3 / (self.periods() - shorter.periods())
    }
}

/// Measures and reports.
///
/// # Errors
/// If the program or the system fails, or a period of a longer program takes too long.
pub fn run(project: &Project, arguments: &Arguments) -> Result<(), Failure> {
    let program = program(project, arguments)?;
    let folder = project.target().join("bench/long");
    let taken: Result<Vec<Taken>, Failure> =
        YEARS.iter().map(|years| build(*years, &program, &folder, arguments.rounds)).collect();
    let taken = taken?;
    let table = table(&taken);
    println!("{table}");
    if !arguments.keep {
        std::fs::remove_dir_all(&folder).map_err(Failure::new)?;
    }
    if arguments.write_docs {
        let section = section(&table, arguments, &program, &Machine::find());
        report::write_docs(&project.root().join("docs/benchmarks.md"), PLACE, &section)?;
    }
    let most = taken.iter().map(|one| ratio(one, &taken)).fold(0.0, f64::max);
    if most > MOST {
        return Err(Failure::new(format!(
            "a period takes {most:.2} times as long as in the shortest program; {MOST} is the most it may"
        )));
    }
    Ok(())
}

/// The measured program: the first that was named, otherwise our own.
fn program(project: &Project, arguments: &Arguments) -> Result<Program, Failure> {
    let (name, file) = match arguments.binaries.first() {
        Some((name, file)) => (name.clone(), file.clone()),
        None => {
            project.cargo(&["build", "--profile", "dist", "--package", "bangyang", "--bin", "bangyang"])?;
            ("bangyang".to_owned(), project.target().join("dist/bangyang"))
        }
    };
    Ok(Program { name, file, kind: Kind::Peony, version: env!("CARGO_PKG_VERSION").to_owned() })
}

/// All rounds of one program.
fn build(years: usize, program: &Program, folder: &Path, rounds: usize) -> Result<Taken, Failure> {
    let site = folder.join(years.to_string());
    put_away(&site, &folder.join("trash"))?;
    generate::put_all(laureates::files(years), &site).map_err(Failure::new)?;
    let mut ticks = 0;
    for round in 1..=rounds {
        eprintln!("{years} years: round {round} of {rounds}");
        forget(program.kind, &site, &folder.join("trash"))?;
        super::settle();
        let mut command = program.command(&site);
        command.env("SOURCE_DATE_EPOCH", TODAY);
        ticks += measure::run(command, &site.join("build.log"))?.cpu;
    }
    let tree = measure::tree(&site.join("public")).map_err(Failure::new)?;
    let bytes = tree.iter().map(|(_, size)| size).sum();
    Ok(Taken { years, cpu: float(ticks) / 100.0 / size(rounds), files: tree.len(), bytes })
}

/// The ratio of the time per period to that in the shortest program.
fn ratio(one: &Taken, all: &[Taken]) -> f64 {
    all.first().map_or(1.0, |shortest| one.each() / shortest.each())
}

fn size(number: usize) -> f64 {
    float(u64::try_from(number).unwrap_or(u64::MAX))
}

fn table(taken: &[Taken]) -> String {
    let mut text = String::from(
        "| years | records | periods | all cores together | a period | to the shortest | each further period | files | MB written | kB a period |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    let mut before: Option<&Taken> = None;
    for one in taken {
        let bytes = float(one.bytes);
        let further = before.map_or_else(|| "–".to_owned(), |last| format!("{:.2} ms", one.further(last)));
        text.push_str(&format!(
            "| {} | {} | {} | {:.2} s | {:.2} ms | {:.2} | {further} | {} | {:.1} | {:.1} |\n",
            one.years,
            thousands(laureates::laureates(one.years)),
            thousands(laureates::periods(one.years)),
            one.cpu,
            one.each(),
            ratio(one, taken),
            thousands(one.files),
            bytes / 1e6,
            bytes / 1e3 / one.periods(),
        ));
        before = Some(one);
    }
    text
}

fn section(table: &str, arguments: &Arguments, program: &Program, machine: &Machine) -> String {
    format!(
        "{}\n\n```sh\ncargo xtask bench --long --rounds {}\n```\n\n{} {}. {} cores, {} GiB of memory, {}. Means of {} cold builds.\n\n{table}\n{}",
        PLACE.0,
        arguments.rounds,
        program.name,
        program.version,
        machine.cores,
        machine.memory,
        machine.system,
        arguments.rounds,
        PLACE.1,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_compared_with_one_of_the_shortest_program() {
        let taken = |years, cpu| Taken { years, cpu, files: 1, bytes: 1 };
        let all = [taken(10, 0.19), taken(30, 0.57), taken(126, 4.788)];
        let ratios: Vec<String> = all.iter().map(|one| format!("{:.2}", ratio(one, &all))).collect();
        assert_eq!(ratios, ["1.00", "1.00", "2.00"]);
        assert_eq!(format!("{:.3}", all[1].further(&all[0])), "1.000");
    }
}
