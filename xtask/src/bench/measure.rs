//! Runs a program and measures its time and memory.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::run::Failure;

/// Sampling interval for memory. The system itself keeps the peak; only growth after the last sample is
/// missed.
const LOOK: Duration = Duration::from_millis(4);

/// The measurements of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Run {
    /// Wall time.
    pub time: Duration,
    /// CPU time on all cores, in hundredths of a second, which other work on the machine affects least; 0 if
    /// unknown.
    pub cpu: u64,
    /// Peak memory in KiB; 0 if unknown.
    pub peak: u64,
}

/// Runs a program to its end.
///
/// # Errors
/// If it cannot be started or fails; the message contains its last lines.
pub fn run(mut command: Command, log: &Path) -> Result<Run, Failure> {
    let shown = format!("{command:?}");
    let output = std::fs::File::create(log)
        .map_err(|error| Failure::new(format!("{} cannot be written: {error}", log.display())))?;
    let errors = output.try_clone().map_err(Failure::new)?;
    command.stdin(Stdio::null()).stdout(output).stderr(errors);
    let begin = Instant::now();
    let mut child =
        command.spawn().map_err(|error| Failure::new(format!("{shown} cannot be started: {error}")))?;
    let process = format!("/proc/{}", child.id());
    let watcher = std::thread::spawn(move || {
        let (mut peak, mut cpu) = (0, 0);
        // An exited process that was not waited for yet no longer reports its memory.
        while let Some(now) = peak_in(&process) {
            peak = peak.max(now);
            cpu = cpu_in(&process).unwrap_or(cpu);
            std::thread::sleep(LOOK);
        }
        (peak, cpu)
    });
    let status = child.wait().map_err(Failure::new)?;
    let time = begin.elapsed();
    let (peak, cpu) = watcher.join().unwrap_or_default();
    if status.success() {
        return Ok(Run { time, cpu, peak });
    }
    let told = std::fs::read_to_string(log).unwrap_or_default();
    let last: Vec<&str> = told.lines().rev().take(20).collect();
    let last: Vec<&str> = last.into_iter().rev().collect();
    Err(Failure::new(format!("{shown} failed ({status}):\n{}", last.join("\n"))))
}

fn cpu_in(process: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("{process}/stat")).ok()?;
    // After the name, which may contain anything: user time is the 12th field, system time the 13th.
    let (_, rest) = text.rsplit_once(')')?;
    let times = rest.split_whitespace().skip(11).take(2);
    times.map(|ticks| ticks.parse::<u64>().ok()).sum()
}

fn peak_in(process: &str) -> Option<u64> {
    let text = std::fs::read_to_string(format!("{process}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// The median.
#[must_use]
pub fn median<T: Ord + Copy + Default>(mut values: Vec<T>) -> T {
    values.sort_unstable();
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The files in a folder: path within it, and size.
///
/// # Errors
/// If the system fails.
pub fn tree(folder: &Path) -> std::io::Result<Vec<(String, u64)>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir()? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                folders.push(path);
            } else {
                let inner = path.strip_prefix(folder).unwrap_or(&path).to_string_lossy().into_owned();
                found.push((inner, entry.metadata()?.len()));
            }
        }
    }
    found.sort();
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_is_in_the_middle() {
        assert_eq!([median(vec![3, 1, 2]), median(vec![4, 1]), median(Vec::new())], [2, 4, 0]);
    }

    #[test]
    fn a_run_has_a_time_and_a_failure_its_last_words() {
        let log = std::env::temp_dir().join(format!("xtask-measure-{}", std::process::id()));
        let shell = |script: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", script]);
            run(command, &log)
        };
        assert!(shell("exit 0").is_ok());
        let failure = shell("echo no space; exit 3").unwrap_err();
        assert!(failure.message.contains("no space"), "{}", failure.message);
        std::fs::remove_file(log).unwrap();
    }
}
