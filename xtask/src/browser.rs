//! Runs the tests in `tests/browser/`, which open the demonstration in Chromium.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::pseudo::{self, Pseudo};
use crate::run::{Failure, Project, run};

/// 26 November 2026, at noon in Shanghai: the demonstration has upcoming trainings on that day, which would
/// otherwise pass as time goes on.
const TODAY: &str = "1795665600";

/// Builds both editions into `target/browser/`, installs the tests' packages if missing, and runs the tests.
///
/// # Errors
/// If a command cannot be started or fails.
pub fn test(project: &Project) -> Result<(), Failure> {
    let public = build(project)?;
    let mut command = Command::new("node");
    command.current_dir(packages(project)?).arg("--test");
    name_sites(&mut command, &public);
    command.env("BANGYANG_SCREENSHOTS", project.target().join("screenshots"));
    run(command, "node --test")
}

/// The folder of the tests, with their packages installed if missing.
///
/// # Errors
/// If npm cannot be started or fails.
pub fn packages(project: &Project) -> Result<PathBuf, Failure> {
    let folder = project.root().join("tests/browser");
    if stale(&folder) {
        // Without install scripts: the checker's would download a Java of its own.
        npm(&folder, &["ci", "--omit=optional", "--ignore-scripts", "--no-audit", "--no-fund"])?;
    }
    Ok(folder)
}

/// Tells a command where the sites under test are; `public` is the result of [`build`].
pub fn name_sites(command: &mut Command, public: &Path) {
    command.env("BANGYANG_PUBLIC", public);
    command.env("BANGYANG_INTERNAL", public.with_file_name("public-internal"));
    for (_, folder, _) in SMALL {
        let variable = format!("BANGYANG_{}", folder.to_uppercase());
        command.env(variable, public.with_file_name(folder).join("public"));
    }
}

/// Builds both editions into `target/browser/`; returns where the public one is.
///
/// # Errors
/// If a command cannot be started or fails.
pub fn build(project: &Project) -> Result<PathBuf, Failure> {
    project.cargo(&["build", "--package", "bangyang"])?;
    let target = project.target();
    let program = target.join("debug").join(format!("bangyang{}", std::env::consts::EXE_SUFFIX));
    let public = target.join("browser/public");
    let internal = public.with_file_name("public-internal");
    for (edition, out) in [("public", &public), ("internal", &internal)] {
        let mut command = Command::new(&program);
        command.current_dir(project.root()).env("SOURCE_DATE_EPOCH", TODAY);
        // Left-overs of an earlier run are this program's own, even without a manifest.
        command.args(["build", "--adopt", "--edition", edition, "--out"]).arg(out);
        run(command, &format!("bangyang build --edition {edition}"))?;
    }
    for (lang, name, pseudo) in SMALL {
        small_site(project, &program, (lang, pseudo), &public.with_file_name(name))?;
    }
    Ok(public)
}

/// The sites created by `bangyang init`: the language, the folder in `target/browser/`, and the
/// pseudo-language made from it.
const SMALL: [(&str, &str, Option<Pseudo>); 5] = [
    ("en", "english", None),
    ("zh-CN", "chinese", None),
    ("es", "spanish", None),
    ("en", "long", Some(Pseudo::Long)),
    ("en", "rtl", Some(Pseudo::RightToLeft)),
];

/// Creates an initial site again and builds it.
fn small_site(
    project: &Project,
    program: &Path,
    (lang, pseudo): (&str, Option<Pseudo>),
    folder: &Path,
) -> Result<(), Failure> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)
            .map_err(|error| Failure::new(format!("{} cannot be removed: {error}", folder.display())))?;
    }
    let mut command = Command::new(program);
    command.env("SOURCE_DATE_EPOCH", TODAY).args(["--lang", lang, "init"]).arg(folder);
    run(command, "bangyang init")?;
    if let Some(pseudo) = pseudo {
        pseudo::rewrite(project, folder, pseudo)?;
    }
    let mut command = Command::new(program);
    command.current_dir(folder).env("SOURCE_DATE_EPOCH", TODAY).args(["build", "--strict"]);
    run(command, "bangyang build --strict")
}

fn npm(folder: &Path, arguments: &[&str]) -> Result<(), Failure> {
    let mut command = Command::new("npm");
    command.current_dir(folder).args(arguments);
    run(command, &format!("npm {}", arguments.join(" ")))
}

/// Whether the packages are missing or older than their list.
fn stale(folder: &Path) -> bool {
    let changed = |name: &str| folder.join(name).metadata().and_then(|data| data.modified());
    match (changed("package-lock.json"), changed("node_modules/.package-lock.json")) {
        (Ok(wanted), Ok(installed)) => wanted > installed,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn packages_are_stale_until_they_are_as_new_as_their_list() {
        let folder = std::env::temp_dir().join(format!("bangyang-xtask-{}", std::process::id()));
        fs::create_dir_all(folder.join("node_modules")).unwrap();
        fs::write(folder.join("package-lock.json"), "").unwrap();
        assert!(stale(&folder));
        fs::write(folder.join("node_modules/.package-lock.json"), "").unwrap();
        assert!(!stale(&folder));
        fs::remove_dir_all(&folder).unwrap();
    }
}
