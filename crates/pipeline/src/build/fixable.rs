//! What `check --fix` has to know about a site: the diagnostics of reading, since only these have fixes.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::input::Input;
use super::options::BuildOptions;
use super::private;
use crate::config::Config;
use crate::diag::{Diagnostic, Diagnostics};
use crate::load;
use crate::source::{Entry, EntryKind, SitePath, System};

/// A part of a site that is read alone.
#[derive(Clone, Copy, Debug)]
pub enum Readable<'a> {
    /// The settings, collections, programs and the theme.
    Settings,
    /// All files of records.
    Records,
    /// Some files of records.
    These(&'a BTreeSet<SitePath>),
}

/// Reads a part of a site and returns what was found, with private values masked. If the settings cannot be used,
/// records are not read.
#[must_use]
pub fn fixable(system: &dyn System, options: &BuildOptions, part: Readable<'_>) -> Vec<Diagnostic> {
    // Whatever breaks off here does so again, and is reported, when the site is checked.
    catch_unwind(AssertUnwindSafe(|| found(system, options, part))).unwrap_or_default()
}

fn found(system: &dyn System, options: &BuildOptions, part: Readable<'_>) -> Vec<Diagnostic> {
    let mut of_settings = Diagnostics::default();
    let input = Input::walk(system, &options.root, &mut Diagnostics::default());
    let config = Config::load(system, &options.root, &input.content, &input.themes, &mut of_settings);
    let Some(config) = config else {
        return if matches!(part, Readable::Settings) { of_settings.sorted() } else { Vec::new() };
    };
    let found = match part {
        Readable::Settings => of_settings,
        Readable::Records | Readable::These(_) => {
            let files: Vec<Entry> =
                input.content.into_iter().filter(|entry| is_wanted(entry, part)).collect();
            let mut of_records = Diagnostics::default();
            load::load(system, &options.root, &files, &config, &mut of_records);
            of_records
        }
    };
    private::hide(system, &options.root, &config, found).sorted()
}

/// Whether an entry of the content folder may contain records that are to be read. Pictures have no fixes.
fn is_wanted(entry: &Entry, part: Readable<'_>) -> bool {
    let is_text = matches!(entry.path.extension().as_deref(), Some("md" | "markdown" | "yaml" | "yml"));
    let is_meant = match part {
        Readable::These(files) => {
            files.iter().any(|file| file.as_str().strip_prefix("content/") == Some(entry.path.as_str()))
        }
        Readable::Settings | Readable::Records => true,
    };
    entry.kind == EntryKind::File && is_text && is_meant
}
