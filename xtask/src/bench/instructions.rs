//! Counts instructions, which reveal a slow-down even on a machine with a noisy clock.

use std::process::Command;

use crate::run::{Failure, Project};

/// The measured stages, and the numbers of profiles.
const STAGES: [&str; 2] = ["load", "render"];
const PROFILES: &str = "500";

/// Counts and prints.
///
/// # Errors
/// If the build or callgrind fails.
pub fn count(project: &Project) -> Result<(), Failure> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!(
            "valgrind is not on this machine: instructions are not counted (Debian: apt-get install valgrind)"
        );
        return Ok(());
    }
    project.cargo(&["build", "--profile", "dist", "--example", "stage"])?;
    let stage_program = project.target().join("dist/examples/stage");
    for stage in STAGES {
        let out = project.target().join(format!("bench/callgrind.{stage}"));
        let mut command = Command::new("valgrind");
        command
            .args(["--tool=callgrind", "--toggle-collect=*counted*"])
            .arg(format!("--callgrind-out-file={}", out.display()))
            .arg(&stage_program)
            .args([stage, PROFILES]);
        let output = command.output().map_err(Failure::new)?;
        let told = String::from_utf8_lossy(&output.stderr);
        let collected = told.lines().find_map(|line| line.split_once("Collected :"));
        let Some((_, instructions)) = collected.filter(|_| output.status.success()) else {
            return Err(Failure::new(format!("callgrind failed: {told}")));
        };
        println!("{stage:8} {} instructions for {PROFILES} profiles", instructions.trim());
    }
    Ok(())
}
