//! Running other programs, and what goes wrong.

use std::fmt;
use std::path::Path;
use std::process::Command;

/// Why nothing was built.
#[derive(Debug)]
pub struct Failure(pub String);

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Failure {
    /// Says of which path an error of the system is.
    pub fn of<E: fmt::Display>(path: &Path) -> impl FnOnce(E) -> Self + '_ {
        move |error| Self(format!("{}: {error}", path.display()))
    }
}

/// Runs a command, showing its output.
///
/// # Errors
/// If it cannot be started or fails.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command.status().map_err(|error| Failure(format!("{shown}: {error}")))?;
    if status.success() { Ok(()) } else { Err(Failure(format!("{shown}: {status}"))) }
}

/// Runs a command and returns what it prints.
///
/// # Errors
/// If it cannot be started, fails, or does not print text.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let shown = shown(command);
    let output = command.output().map_err(|error| Failure(format!("{shown}: {error}")))?;
    if !output.status.success() {
        return Err(Failure(format!(
            "{shown}: {}\n{}",
            output.status,
            String::from_utf8_lossy(&output.stderr)
        )));
    }
    String::from_utf8(output.stdout).map_err(|error| Failure(format!("{shown}: {error}")))
}

fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
