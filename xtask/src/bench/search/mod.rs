//! `cargo xtask bench --search`: compares the search index with Pagefind's, for the same pages and queries.

mod questions;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::arguments::Arguments;
use super::generate::{self, Format, Profile};
use super::machine::Machine;
use super::measure::{self, Run, median};
use super::programs::{Kind, forget, put_away};
use super::{report, settle};
use crate::run::{Failure, Project};

const ASK: &str = include_str!("ask.mjs");
const PAGEFIND: &str = "1.6.0";
/// The program replaces the part of the documentation between these lines.
pub const PLACE: (&str, &str) =
    ("<!-- written by `cargo xtask bench --search --write-docs`: begin -->", "<!-- search: end -->");

/// The measurements of an index.
struct Told {
    name: String,
    /// Time to build it: CPU time in hundredths of a second, and wall time.
    cpu: f64,
    wall: f64,
    files: usize,
    bytes: u64,
    answers: Vec<Answer>,
}

/// The results of a query, and what was fetched for it and the first ten results.
struct Answer {
    files: u64,
    bytes: u64,
    packed: u64,
    millis: u64,
    slugs: BTreeSet<String>,
}

/// Measures and reports.
///
/// # Errors
/// If a program fails, or the system does.
pub fn run(project: &Project, arguments: &Arguments) -> Result<(), Failure> {
    project.cargo(&["build", "--profile", "dist", "--package", "bangyang", "--bin", "bangyang"])?;
    let binary = project.target().join("dist/bangyang");
    let folder = project.target().join("bench/search");
    std::fs::create_dir_all(&folder).map_err(Failure::new)?;
    let size = arguments.sizes.last().copied().unwrap_or(10_000);
    let profiles = generate::profiles(size);
    let questions = questions::questions(&profiles);
    let list: Vec<String> = questions.iter().map(|question| format!("\"{question}\"")).collect();
    put(&folder.join("questions.json"), &format!("[{}]\n", list.join(",")))?;
    put(&folder.join("ask.mjs"), ASK)?;
    let site = folder.join("site");
    let trash = folder.join("trash");
    put_away(&site, &trash)?;
    generate::write(Format::Peony, &profiles, &site).map_err(Failure::new)?;
    let mut told = vec![own(&binary, &site, arguments.rounds)?];
    match pagefind(&folder) {
        Some(program) => told.push(theirs(&program, &site, &folder, arguments.rounds)?),
        None => eprintln!("pagefind cannot be had on this machine: left out"),
    }
    for one in &mut told {
        let (kind, indexed) = match one.name.as_str() {
            "bangyang" => ("own", site.join("public")),
            _ => ("pagefind", folder.join("pagefind")),
        };
        one.answers = asked(kind, &indexed, &folder)?;
    }
    let table = table(size, &profiles, &questions, &told);
    println!("{table}");
    if arguments.write_docs {
        let machine = Machine::find();
        let section = format!(
            "{}\n\n```sh\ncargo xtask bench --search --sizes {size} --rounds {}\n```\n\nPagefind {PAGEFIND}. {} cores, {} GiB of memory, {}. Medians of {} rounds.\n\n{table}{}",
            PLACE.0,
            arguments.rounds,
            machine.cores,
            machine.memory,
            machine.system,
            arguments.rounds,
            PLACE.1
        );
        report::write_docs(&project.root().join("docs/benchmarks.md"), PLACE, &section)?;
    }
    if !arguments.keep {
        put_away(&site, &trash)?;
    }
    std::fs::remove_dir_all(trash).map_err(Failure::new)
}

fn put(file: &Path, text: &str) -> Result<(), Failure> {
    std::fs::write(file, text).map_err(|error| Failure::new(format!("{}: {error}", file.display())))
}

/// The median in seconds.
fn seconds(runs: &[Run], of: impl Fn(&Run) -> u64) -> f64 {
    let value = median(runs.iter().map(of).collect());
    f64::from(u32::try_from(value).unwrap_or(u32::MAX))
}

/// Builds the site without and with an index, alternating: the cost of the index is the difference.
fn own(binary: &Path, site: &Path, rounds: usize) -> Result<Told, Failure> {
    let theme = |name: &str, search: bool| {
        let folder = site.join("themes").join(name);
        std::fs::create_dir_all(&folder).map_err(Failure::new)?;
        put(&folder.join("theme.yaml"), &format!("name: {name}\nextends: peony\nsearch: {search}\n"))
    };
    theme("without", false)?;
    theme("with", true)?;
    let settings = std::fs::read_to_string(site.join("content/site.yaml")).map_err(Failure::new)?;
    let (mut without, mut with) = (Vec::new(), Vec::new());
    let trash = site.with_file_name("trash");
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}: bangyang without an index, and with one");
        for (name, runs) in [("without", &mut without), ("with", &mut with)] {
            put(
                &site.join("content/site.yaml"),
                &settings.replace("theme: peony", &format!("theme: {name}")),
            )?;
            forget(Kind::Peony, site, &trash)?;
            settle();
            let mut command = Command::new(binary);
            command.arg("--root").arg(site).arg("build").env("SOURCE_DATE_EPOCH", "1656561600");
            runs.push(measure::run(command, &site.join("build.log"))?);
        }
    }
    let wall = |run: &Run| u64::try_from(run.time.as_millis()).unwrap_or(u64::MAX);
    let difference = |of: &dyn Fn(&Run) -> u64| seconds(&with, of) - seconds(&without, of);
    let tree = measure::tree(&site.join("public/search")).map_err(Failure::new)?;
    Ok(Told {
        name: "bangyang".to_owned(),
        cpu: difference(&|run| run.cpu) / 100.0,
        wall: difference(&wall) / 1000.0,
        files: tree.len(),
        bytes: tree.iter().map(|(_, size)| size).sum(),
        answers: Vec::new(),
    })
}

/// Pagefind's program, from npm.
fn pagefind(folder: &Path) -> Option<PathBuf> {
    let find = || {
        let packages = folder.join("node_modules/@pagefind").read_dir().ok()?.flatten();
        packages.map(|package| package.path().join("bin/pagefind_extended")).find(|file| file.is_file())
    };
    find().or_else(|| {
        put(&folder.join("package.json"), "{\"private\":true}\n").ok()?;
        let mut npm = Command::new("npm");
        npm.current_dir(folder).args(["install", "--silent", &format!("pagefind@{PAGEFIND}")]);
        crate::run::run(npm, "npm install pagefind").ok()?;
        find()
    })
}

/// Lets Pagefind index the profiles' pages.
fn theirs(program: &Path, site: &Path, folder: &Path, rounds: usize) -> Result<Told, Failure> {
    let out = folder.join("pagefind");
    let mut runs = Vec::new();
    for round in 1..=rounds {
        eprintln!("round {round} of {rounds}: Pagefind");
        put_away(&out, &folder.join("trash"))?;
        settle();
        let mut command = Command::new(program);
        command.arg("--site").arg(site.join("public")).arg("--output-path").arg(&out);
        command.args(["--root-selector", "main", "--glob", "exemplars/p*/index.html"]);
        runs.push(measure::run(command, &folder.join("pagefind.log"))?);
    }
    let tree = measure::tree(&out).map_err(Failure::new)?;
    // Its user interface is not part of the index.
    let index: Vec<&(String, u64)> =
        tree.iter().filter(|(path, _)| !path.contains("-ui.") && !path.contains("highlight")).collect();
    Ok(Told {
        name: format!("Pagefind {PAGEFIND}"),
        cpu: seconds(&runs, |run| run.cpu) / 100.0,
        wall: seconds(&runs, |run| u64::try_from(run.time.as_millis()).unwrap_or(u64::MAX)) / 1000.0,
        files: index.len(),
        bytes: index.iter().map(|(_, size)| size).sum(),
        answers: Vec::new(),
    })
}

/// Runs every query.
fn asked(kind: &str, index: &Path, folder: &Path) -> Result<Vec<Answer>, Failure> {
    let mut node = Command::new("node");
    node.arg(folder.join("ask.mjs")).arg(kind).arg(index).arg(folder.join("questions.json"));
    let output = node.output().map_err(|error| Failure::new(format!("node cannot be started: {error}")))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        return Err(Failure::new(format!("ask.mjs: {}", String::from_utf8_lossy(&output.stderr))));
    }
    let answer = |line: &str| {
        let mut parts = line.split('\t');
        let mut number = || parts.next().and_then(|part| part.parse().ok());
        Some(Answer {
            files: number()?,
            bytes: number()?,
            packed: number()?,
            millis: number()?,
            slugs: parts.next()?.split(',').filter(|slug| !slug.is_empty()).map(str::to_owned).collect(),
        })
    };
    Ok(text.lines().filter_map(answer).collect())
}

fn table(size: usize, profiles: &[Profile], questions: &[String], told: &[Told]) -> String {
    let truths: Vec<BTreeSet<String>> =
        questions.iter().map(|question| questions::truth(profiles, question)).collect();
    let mut text = format!(
        "{size} profiles, {} questions (names, parts of names, single characters, trades, phrases from texts).\n\n\
         | | time to index, all cores together | by the clock | files | MB | files a question | kB a question | kB packed | ms a question | recall | precision |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
        questions.len()
    );
    for one in told {
        let of = |value: &dyn Fn(&Answer) -> u64| median(one.answers.iter().map(value).collect());
        let (recall, precision) = quality(&one.answers, &truths);
        text.push_str(&format!(
            "| {} | {:.2} s | {:.2} s | {} | {:.1} | {} | {} | {} | {} | {recall:.1} % | {precision:.1} % |\n",
            one.name,
            one.cpu,
            one.wall,
            report::thousands(one.files),
            report::float(one.bytes) / 1e6,
            of(&|answer| answer.files),
            of(&|answer| answer.bytes) / 1000,
            of(&|answer| answer.packed) / 1000,
            of(&|answer| answer.millis),
        ));
    }
    text.push_str(
        "\nRecall: of the profiles in which the words of a question stand as they were typed, how many are found. Precision: of those found, in how \
         many they stand so. Both are means over the questions. What is fetched is what a page fetches that has nothing yet: the program itself, \
         its parts of the index, and what is shown of the first ten results; medians.\n\n",
    );
    text
}

/// Recall and precision in per cent.
fn quality(answers: &[Answer], truths: &[BTreeSet<String>]) -> (f64, f64) {
    let part = |of: usize, whole: usize| {
        let number = |n: usize| f64::from(u32::try_from(n).unwrap_or(u32::MAX));
        if whole == 0 { 100.0 } else { 100.0 * number(of) / number(whole) }
    };
    let count = f64::from(u32::try_from(answers.len().max(1)).unwrap_or(u32::MAX));
    let both = answers.iter().zip(truths).map(|(answer, truth)| {
        let right = answer.slugs.intersection(truth).count();
        (part(right, truth.len()), part(right, answer.slugs.len()))
    });
    let (recall, precision) = both.fold((0.0, 0.0), |(a, b), (c, d)| (a + c, b + d));
    (recall / count, precision / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recall_and_precision_are_means() {
        let set = |slugs: &[&str]| slugs.iter().map(|slug| (*slug).to_owned()).collect::<BTreeSet<_>>();
        let answer = |slugs: &[&str]| Answer { files: 1, bytes: 1, packed: 1, millis: 1, slugs: set(slugs) };
        let answers = [answer(&["a", "x"]), answer(&["b"])];
        let truths = [set(&["a", "c"]), set(&["b"])];
        assert_eq!(quality(&answers, &truths), (75.0, 75.0));
    }
}
