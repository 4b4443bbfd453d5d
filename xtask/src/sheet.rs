//! `cargo xtask sheet`: screenshots of every kind of page in each width and mode, to be looked through. A
//! visual aid, not a test.

use std::process::Command;

use crate::browser;
use crate::run::{Failure, Project, run};

/// Builds the sites under test and takes the screenshots into `target/sheet/`.
///
/// # Errors
/// If a command cannot be started or fails, or a page reports an error.
pub fn run_it(project: &Project) -> Result<(), Failure> {
    let public = browser::build(project)?;
    let mut node = Command::new("node");
    node.current_dir(browser::packages(project)?).arg("sheet.js").arg(project.target().join("sheet"));
    browser::name_sites(&mut node, &public);
    run(node, "node sheet.js")
}
