//! The steps of each task, in order. A new check is one function and one line in [`TEST`].

use crate::browser;
use crate::packages;
use crate::run::{Failure, Project, Step};
use crate::windows;

/// The steps of `cargo xtask test`: what fails soonest comes first.
pub const TEST: &[Step] = &[
    Step { name: "system packages", run: packages::ensure },
    Step { name: "formatting", run: formatting },
    Step { name: "lints", run: lints },
    Step { name: "tests", run: tests },
    Step { name: "benchmarks", run: benchmarks },
    Step { name: "pages of codes", run: |project| codes(project, &["--check"]) },
    Step { name: "documentation", run: documentation },
    Step { name: "browser", run: browser::test },
];

/// The steps of `cargo xtask test --windows`, which run under Wine.
pub const WINDOWS: &[Step] = &[
    Step { name: "Windows packages", run: packages::ensure_wine },
    Step { name: "Windows tests", run: windows::tests },
    Step { name: "the same bytes", run: windows::same_bytes },
];

/// The workspace and the separate packages, which `--all` does not include.
fn formatting(project: &Project) -> Result<(), Failure> {
    project.cargo(&["fmt", "--all", "--check"])?;
    for manifest in project.packages_outside_the_workspace()? {
        project.cargo(&["fmt", "--check", "--manifest-path", &manifest])?;
    }
    Ok(())
}

fn lints(project: &Project) -> Result<(), Failure> {
    project.cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"])
}

/// All tests, reporting all failures of a run instead of only those of the first binary.
fn tests(project: &Project) -> Result<(), Failure> {
    project.cargo(&["test", "--workspace", "--no-fail-fast"])
}

/// The packages in `bench/`, which nothing else compiles: the documentation promises that anyone can run
/// them.
fn benchmarks(project: &Project) -> Result<(), Failure> {
    let target = project.target().join("bench/check");
    let packages = project.packages_outside_the_workspace()?;
    for manifest in packages.iter().filter(|manifest| manifest.starts_with("bench/")) {
        let target = target.to_string_lossy();
        project.cargo(&["check", "--locked", "--manifest-path", manifest, "--target-dir", &target])?;
    }
    Ok(())
}

/// Writes or checks `docs/codes/`, using a separate package with the library's texts.
pub fn codes(project: &Project, arguments: &[&str]) -> Result<(), Failure> {
    let mut words = vec!["run", "--quiet", "--package", "codes", "--"];
    words.extend(arguments);
    project.cargo(&words)
}

/// Builds the programs that are handed out, using a separate package, since this one has no dependencies.
pub fn dist(project: &Project, arguments: &[&str]) -> Result<(), Failure> {
    if arguments.contains(&"--windows") || !arguments.contains(&"--linux") {
        packages::ensure_windows()?;
    }
    let mut words = vec!["run", "--quiet", "--package", "dist", "--"];
    words.extend(arguments);
    project.cargo(&words)
}

/// Including private items: most documentation for readers of the code is there, and links in it must work.
fn documentation(project: &Project) -> Result<(), Failure> {
    project.cargo_with(
        &["doc", "--workspace", "--no-deps", "--document-private-items"],
        &[("RUSTDOCFLAGS", "-D warnings")],
    )
}
