//! Runs steps and commands.

use std::ffi::OsString;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// One named part of a task.
pub struct Step {
    /// Its name in the output.
    pub name: &'static str,
    /// The step itself.
    pub run: fn(&Project) -> Result<(), Failure>,
}

/// Why a task stopped.
#[derive(Debug)]
pub struct Failure {
    /// For the person who started it.
    pub message: String,
    /// The exit status, never 0.
    pub code: u8,
}

impl Failure {
    /// A failure without a command's exit status.
    pub fn new(message: impl Display) -> Self {
        Self { message: message.to_string(), code: 1 }
    }
}

/// The repository that the tasks are about.
pub struct Project {
    root: PathBuf,
    cargo: OsString,
    /// Additional environment variables for cargo.
    variables: &'static [(&'static str, &'static str)],
}

impl Project {
    /// The repository that contains this crate.
    ///
    /// # Errors
    /// If it was not started by cargo, which says where that is.
    pub fn find() -> Result<Self, Failure> {
        let own = std::env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let root = own.as_deref().and_then(Path::parent);
        let root = root.ok_or_else(|| Failure::new("start it as `cargo xtask`"))?.to_owned();
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        Ok(Self { root, cargo, variables: &[] })
    }

    /// The same repository, compiled without incremental data unless they exist already.
    ///
    /// In a fresh checkout, cargo's incremental data would be as large as everything else in the target
    /// folder, for no benefit. Where somebody works on the code they exist, and serve the tests too.
    #[must_use]
    pub fn compiled_once(mut self) -> Self {
        let data = self.target().join("debug/incremental");
        let began = |name: &OsString| name.to_string_lossy().starts_with("bangyang-");
        let before = data.read_dir().is_ok_and(|all| all.flatten().any(|entry| began(&entry.file_name())));
        if !before {
            self.variables = &[("CARGO_INCREMENTAL", "0")];
        }
        self
    }

    /// The repository's folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Cargo's target folder.
    #[must_use]
    pub fn target(&self) -> PathBuf {
        let elsewhere = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
        self.root.join(elsewhere.unwrap_or_else(|| PathBuf::from("target")))
    }

    /// Runs cargo in the repository's root, showing its output.
    ///
    /// # Errors
    /// If it cannot be started or fails; its exit status becomes the task's.
    pub fn cargo(&self, arguments: &[&str]) -> Result<(), Failure> {
        self.cargo_with(arguments, &[])
    }

    /// Like [`Project::cargo`], with additional environment variables.
    ///
    /// # Errors
    /// As there.
    pub fn cargo_with(&self, arguments: &[&str], variables: &[(&str, &str)]) -> Result<(), Failure> {
        let mut command = Command::new(&self.cargo);
        command.current_dir(&self.root).args(arguments).envs(self.variables.iter().chain(variables).copied());
        let shown = self
            .variables
            .iter()
            .chain(variables)
            .map(|(name, value)| format!("{name}='{value}' "))
            .collect::<String>();
        run(command, &format!("{shown}cargo {}", arguments.join(" ")))
    }

    /// Like [`Project::cargo`]; returns cargo's output, which is shown only if it fails.
    ///
    /// # Errors
    /// As there.
    pub fn cargo_output(&self, arguments: &[&str]) -> Result<String, Failure> {
        let mut command = Command::new(&self.cargo);
        command.current_dir(&self.root).args(arguments).envs(self.variables.iter().copied());
        let output = command.output().map_err(Failure::new)?;
        let told = [output.stdout, output.stderr].concat();
        let told = String::from_utf8_lossy(&told).into_owned();
        if output.status.success() {
            return Ok(told);
        }
        Err(Failure::new(format!("cargo {} failed:\n{told}", arguments.join(" "))))
    }

    /// Manifests, relative to the root, of the packages in `bench/` and `fuzz/`, which are not members of the
    /// workspace.
    ///
    /// # Errors
    /// If an existing folder cannot be read.
    pub fn packages_outside_the_workspace(&self) -> Result<Vec<String>, Failure> {
        let mut found = Vec::new();
        for folder in ["bench", "fuzz"] {
            let folder_path = self.root.join(folder);
            if folder_path.join("Cargo.toml").is_file() {
                found.push(format!("{folder}/Cargo.toml"));
            }
            if !folder_path.is_dir() {
                continue;
            }
            let unreadable = |error| Failure::new(format!("{folder}/ cannot be read: {error}"));
            for entry in folder_path.read_dir().map_err(unreadable)? {
                let entry = entry.map_err(unreadable)?;
                if entry.path().join("Cargo.toml").is_file() {
                    found.push(format!("{folder}/{}/Cargo.toml", entry.file_name().to_string_lossy()));
                }
            }
        }
        found.sort();
        Ok(found)
    }
}

/// Runs a command to its end without standard input: nothing may wait for an answer if nobody is there.
///
/// # Errors
/// If it cannot be started or fails.
pub fn run(mut command: Command, shown: &str) -> Result<(), Failure> {
    eprintln!("$ {shown}");
    let status = command.stdin(Stdio::null()).status();
    let status = status.map_err(|error| Failure::new(format!("`{shown}` cannot be started: {error}")))?;
    if status.success() {
        return Ok(());
    }
    Err(Failure { message: format!("`{shown}` failed ({status})"), code: code(status) })
}

/// The exit status to pass on: the command's own if it is a failure.
fn code(status: ExitStatus) -> u8 {
    status.code().and_then(|code| u8::try_from(code).ok()).filter(|code| *code != 0).unwrap_or(1)
}

/// Runs steps in order up to the first that fails, and reports how long each took.
///
/// # Errors
/// That of the first failing step.
pub fn all(project: &Project, steps: &[Step]) -> Result<(), Failure> {
    let mut times: Vec<(&str, Duration)> = Vec::new();
    let mut result = Ok(());
    for (n, step) in steps.iter().enumerate() {
        eprintln!("\n== {}/{}: {}", n + 1, steps.len(), step.name);
        let start = Instant::now();
        result = (step.run)(project);
        times.push((step.name, start.elapsed()));
        if let Err(failure) = &mut result {
            failure.message = format!("{}: {}", step.name, failure.message);
            break;
        }
    }
    eprintln!("\n{}", summary(&times, steps, result.is_err()));
    result
}

/// One line per step: its result and duration.
fn summary(times: &[(&str, Duration)], steps: &[Step], failed: bool) -> String {
    let mut lines = Vec::new();
    for (n, step) in steps.iter().enumerate() {
        let line = match times.get(n) {
            Some((_, time)) => {
                let how = if failed && n + 1 == times.len() { "FAILED" } else { "ok" };
                format!("{how:7} {:18} {:8.1} s", step.name, time.as_secs_f64())
            }
            None => format!("{:7} {}", "not run", step.name),
        };
        lines.push(line);
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fine(_: &Project) -> Result<(), Failure> {
        Ok(())
    }

    fn exits_with_7(_: &Project) -> Result<(), Failure> {
        let mut command = Command::new("sh");
        command.args(["-c", "exit 7"]);
        run(command, "sh")
    }

    fn never(_: &Project) -> Result<(), Failure> {
        panic!("a step ran after one that failed");
    }

    #[test]
    fn stops_at_the_first_failure_with_its_exit_status() {
        let project = Project { root: PathBuf::from("."), cargo: "cargo".into(), variables: &[] };
        let steps = [
            Step { name: "one", run: fine },
            Step { name: "two", run: exits_with_7 },
            Step { name: "three", run: never },
        ];
        let failure = all(&project, &steps).unwrap_err();
        assert_eq!(failure.code, 7);
        assert!(failure.message.starts_with("two: "), "{}", failure.message);
    }

    #[test]
    fn the_summary_tells_the_steps_apart() {
        let steps = [
            Step { name: "one", run: fine },
            Step { name: "two", run: fine },
            Step { name: "three", run: fine },
        ];
        let times = [("one", Duration::from_millis(1500)), ("two", Duration::from_millis(20))];
        let shown = summary(&times, &steps, true);
        let starts: Vec<_> =
            shown.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        assert_eq!(starts, ["ok one 1.5 s", "FAILED two 0.0 s", "not run three"]);
    }
}
