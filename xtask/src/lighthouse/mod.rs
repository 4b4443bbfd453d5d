//! `cargo xtask lighthouse`: Lighthouse's scores of the demonstration. A report, not a test, since scores for
//! speed depend on the machine.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::browser;
use crate::run::{Failure, Project, run};

const MEASURE: &str = include_str!("measure.mjs");
/// The server of the browser tests.
const SERVER: &str = include_str!("../../../tests/browser/support/server.js");
/// The last version that runs on the oldest Node.js still in wide use.
const LIGHTHOUSE: &str = "lighthouse@12.8.2";
const CHROMIUM: [&str; 3] = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/snap/bin/chromium"];
/// The path of the demonstration's address.
const PREFIX: &str = "/fusao/";

/// Builds the demonstration, installs Lighthouse into `target/lighthouse` if missing, and prints its scores.
///
/// # Errors
/// If a command cannot be started or fails, or there is no Chromium.
pub fn run_it(project: &Project) -> Result<(), Failure> {
    let chromium = chromium()?;
    let site = browser::build(project)?;
    let folder = project.target().join("lighthouse");
    std::fs::create_dir_all(&folder).map_err(Failure::new)?;
    std::fs::write(folder.join("measure.mjs"), MEASURE).map_err(Failure::new)?;
    std::fs::write(folder.join("server.mjs"), SERVER).map_err(Failure::new)?;
    if !folder.join("node_modules/lighthouse/package.json").is_file() {
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).args(["install", "--no-save", "--no-audit", "--no-fund", LIGHTHOUSE]);
        run(npm, &format!("npm install {LIGHTHOUSE}"))?;
    }
    println!("| | performance | accessibility | best practices | SEO |\n| --- | --- | --- | --- | --- |");
    let mut node = Command::new("node");
    node.current_dir(&folder).arg("measure.mjs").arg(site).arg(PREFIX).arg(chromium);
    run(node, "node measure.mjs")
}

fn chromium() -> Result<PathBuf, Failure> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let known = CHROMIUM.iter().map(|file| Path::new(file).to_owned());
    named
        .into_iter()
        .chain(known)
        .find(|file| file.is_file())
        .ok_or_else(|| Failure::new("no Chromium on this machine; CHROMIUM may name one"))
}
