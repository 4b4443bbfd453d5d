//! `cargo xtask bench --serve`: how soon a preview is available, and how soon it shows a saved change.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::arguments::Arguments;
use super::generate::{self, Edit, Profile};
use super::machine::Machine;
use super::measure::median;
use super::programs::{Kind, Program, forget};
use super::report;
use crate::run::{Failure, Project};

/// The program replaces the part of the documentation between these lines.
pub const PLACE: (&str, &str) =
    ("<!-- written by `cargo xtask bench --serve --write-docs`: begin -->", "<!-- serve: end -->");

/// Interval at which a page is requested until it shows the change.
const LOOK: Duration = Duration::from_millis(2);
/// Pause after a change is shown, as an editor would read on.
const REST: Duration = Duration::from_secs(2);
/// Time limit for everything.
const PATIENCE: Duration = Duration::from_secs(600);
const EDITS: [Edit; 2] = [Edit::Body, Edit::Title];

/// The measurements of a program's preview.
struct Told {
    name: String,
    ready: Duration,
    /// From saving to the updated page, by kind of edit.
    shown: [Vec<Duration>; 2],
    /// Peak memory, in KiB.
    peak: u64,
}

/// Measures and reports.
///
/// # Errors
/// If a program fails, or the system does.
pub fn run(project: &Project, arguments: &Arguments, programs: &[Program]) -> Result<(), Failure> {
    let folder = project.target().join("bench/serve");
    let mut text = String::new();
    for size in &arguments.sizes {
        let profiles = generate::profiles(*size);
        let mut told = Vec::new();
        for program in programs.iter().filter(|program| program.kind != Kind::Floor) {
            eprintln!("{size}: {}", program.name);
            let site = folder.join("site");
            forget_all(&site)?;
            generate::write(program.kind.format(), &profiles, &site).map_err(Failure::new)?;
            told.push(preview(program, &site, &profiles, arguments.rounds)?);
        }
        let table = table(*size, &told, arguments.rounds);
        println!("{table}");
        text.push_str(&table);
    }
    if !arguments.keep {
        forget_all(&folder)?;
    }
    if arguments.write_docs {
        let sizes: Vec<String> = arguments.sizes.iter().map(usize::to_string).collect();
        let Machine { cores, memory, system } = Machine::find();
        let section = format!(
            "{}\n\n```sh\ncargo xtask bench --serve --sizes {} --rounds {}\n```\n\n{cores} cores, {memory} GiB of memory, {system}.\n\n{text}{}",
            PLACE.0,
            sizes.join(","),
            arguments.rounds,
            PLACE.1
        );
        report::write_docs(&project.root().join("docs/benchmarks.md"), PLACE, &section)?;
    }
    Ok(())
}

fn forget_all(folder: &Path) -> Result<(), Failure> {
    if folder.exists() { std::fs::remove_dir_all(folder).map_err(Failure::new) } else { Ok(()) }
}

/// A running preview; stopped when dropped.
struct Server {
    child: Child,
    port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have exited by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    fn start(program: &Program, site: &Path) -> Result<Self, Failure> {
        let port =
            TcpListener::bind("127.0.0.1:0").and_then(|it| it.local_addr()).map_err(Failure::new)?.port();
        let mut command = Command::new(&program.file);
        let number = port.to_string();
        match program.kind {
            Kind::Hugo => command.args(["server", "--bind", "127.0.0.1", "--port", &number]),
            Kind::Zola => command.args(["serve", "--fast", "--interface", "127.0.0.1", "--port", &number]),
            _ => command.args(["serve", "--port", &number]).env("SOURCE_DATE_EPOCH", "1656561600"),
        };
        command.current_dir(site).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        Ok(Self { child: command.spawn().map_err(Failure::new)?, port })
    }

    /// The page at a path, once the server answers.
    fn page(&self, path: &str) -> Option<String> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)
            .ok()?;
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok()?;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        text.starts_with("HTTP/1.1 200").then_some(text)
    }

    fn wait(&self, path: &str, shows: impl Fn(&str) -> bool) -> Result<Duration, Failure> {
        let begun = Instant::now();
        loop {
            if self.page(path).is_some_and(|page| shows(&page)) {
                return Ok(begun.elapsed());
            }
            if begun.elapsed() > PATIENCE {
                return Err(Failure::new(format!("{path} does not come")));
            }
            std::thread::sleep(LOOK);
        }
    }

    fn peak(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }
}

fn preview(program: &Program, site: &Path, profiles: &[Profile], rounds: usize) -> Result<Told, Failure> {
    let middle = profiles.get(profiles.len() / 2).ok_or_else(|| Failure::new("no profiles"))?;
    let path = format!("/exemplars/{}/", middle.slug);
    let begun = Instant::now();
    let server = Server::start(program, site)?;
    server.wait(&path, |_| true)?;
    let ready = begun.elapsed();
    let mut shown = [Vec::new(), Vec::new()];
    for round in 0..rounds {
        for (edit, shown) in EDITS.iter().zip(&mut shown) {
            std::thread::sleep(REST);
            let mut changed = middle.clone();
            // Text that no earlier page can contain.
            let mark = match edit {
                Edit::Body => format!("第{round}次改动"),
                Edit::Title => format!("第{round}回改名"),
            };
            match edit {
                Edit::Body => changed.text.push_str(&format!("\n{mark}。\n")),
                Edit::Title => changed.name.push_str(&mark),
            }
            let (file, text) = generate::original(program.kind.format(), &changed);
            std::fs::write(site.join(file), text).map_err(Failure::new)?;
            shown.push(server.wait(&path, |page| page.contains(&mark))?);
        }
    }
    let peak = server.peak();
    drop(server);
    forget(program.kind, site, &site.with_file_name("trash"))?;
    Ok(Told { name: program.name.clone(), ready, shown, peak })
}

fn table(size: usize, told: &[Told], rounds: usize) -> String {
    let mut text = format!(
        "{} profiles; medians of {rounds} saves:\n\n| | first page | a body saved | a title saved | peak memory |\n| --- | --- | --- | --- | --- |\n",
        report::thousands(size)
    );
    for one in told {
        let [body, title] = one.shown.each_ref().map(|shown| median(shown.clone()).as_secs_f64() * 1e3);
        let (ready, peak) = (one.ready.as_secs_f64(), report::float(one.peak) / 1024.0);
        text.push_str(&format!(
            "| {} | {ready:.2} s | {body:.0} ms | {title:.0} ms | {peak:.0} MiB |\n",
            one.name
        ));
    }
    text.push('\n');
    text
}
