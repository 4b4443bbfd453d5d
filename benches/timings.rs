//! Measures wall and CPU time of each stage of a build, and the program's memory at the end.
//!
//! `cargo run --release --example timings -- SITE [--check] [--jobs N]` builds the site in the folder, or
//! only checks it.

use std::path::PathBuf;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use bangyang::build::{BuildOptions, Reporter, Stage, build};
use bangyang::source::{OsSystem, System};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Prints a line for each finished stage.
struct Timings {
    begun: Instant,
    /// When the last stage ended: since the start, and in CPU time.
    last: Mutex<(Duration, Duration)>,
}

impl Reporter for Timings {
    fn begin(&self, _: Stage, _: usize) {}

    fn step(&self) {}

    fn mark(&self, name: &'static str) {
        let now = self.begun.elapsed();
        let mut last = self.last.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let (cores, memory) = (on_all_cores(), memory());
        let [clock, all] = [now - last.0, cores.saturating_sub(last.1)].map(|took| took.as_secs_f64() * 1e3);
        println!("{name:24} {clock:9.1} ms {all:9.1} ms on all cores {memory:7} MiB");
        *last = (now, cores);
    }
}

/// The CPU time of all threads so far; zero if unknown.
#[allow(clippy::disallowed_methods)]
fn on_all_cores() -> Duration {
    let threads = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let nanos = threads.filter_map(|thread| {
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split(' ').next()?.parse::<u64>().ok()
    });
    Duration::from_nanos(nanos.sum())
}

/// The program's resident memory in MiB; 0 if unknown.
#[allow(clippy::disallowed_methods)]
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.split_whitespace().next()).and_then(|kib| kib.parse::<u64>().ok());
    kib.unwrap_or(0) / 1024
}

fn main() {
    // As in the program itself.
    #[cfg(target_os = "linux")]
    let _ = rustix::thread::disable_transparent_huge_pages(true);
    let mut arguments = std::env::args().skip(1);
    let root = arguments.next().map_or_else(|| PathBuf::from("."), PathBuf::from);
    let rest: Vec<String> = arguments.collect();
    let jobs = rest.iter().position(|word| word == "--jobs").and_then(|at| rest.get(at + 1)?.parse().ok());
    let system = OsSystem;
    let options = BuildOptions {
        jobs,
        write: !rest.iter().any(|word| word == "--check"),
        program: Some("timings".into()),
        ..BuildOptions::new(root, system.now().try_into().unwrap_or_default())
    };
    let timings = Timings { begun: Instant::now(), last: Mutex::default() };
    let mut outcome = build(&system, &options, &timings);
    std::mem::forget(std::mem::take(&mut outcome.held));
    timings.mark("the rest");
    println!("{:24} {:9.1} ms", "all", timings.begun.elapsed().as_secs_f64() * 1e3);
    println!(
        "{:?}, {} diagnostics, {:?}",
        outcome.status,
        outcome.diagnostics.iter().count(),
        outcome.summary
    );
}
