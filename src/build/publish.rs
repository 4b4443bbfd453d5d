//! Where finished files go, and what can go wrong there.

use std::path::Path;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::output::{OutputError, Publisher};
use crate::source::SitePath;

/// Takes finished files: to the publisher, or nowhere.
pub(super) struct Sink<'a> {
    pub(super) publisher: Option<Publisher<'a>>,
}

impl Sink<'_> {
    /// Takes a file.
    pub(super) fn put(&self, path: &str, bytes: &[u8]) -> Result<(), OutputError> {
        let Some(publisher) = &self.publisher else { return Ok(()) };
        // Every URL of the plan is made of slugs and of names that passed the walk.
        let Ok(path) = SitePath::try_from(path) else { return Ok(()) };
        publisher.put(&path, bytes).map(drop)
    }
}

/// Where and how to publish.
pub(super) fn output_options(options: &super::Options) -> crate::output::Options {
    crate::output::Options {
        root: options.root.clone(),
        out: super::run::out_folder(options),
        adopt: options.adopt,
        wait: false,
    }
}

/// Tells why publishing failed.
pub(super) fn tell(error: &OutputError, root: &Path, diagnostics: &mut Diagnostics) {
    let shown = |path: &Path| path.strip_prefix(root).unwrap_or(path).display().to_string();
    let diagnostic = match error {
        OutputError::Overlap { out, folder } => {
            Diagnostic::new(Code::OutputInSources).arg("out", shown(out)).arg("within", shown(folder))
        }
        OutputError::NotAFolder { out } => Diagnostic::new(Code::OutputFailed).arg("file", shown(out)).arg(
            "reason",
            Arg::Term {
                en: "it is a file, not a folder".to_owned(), zh: "这是文件，不是文件夹".to_owned()
            },
        ),
        OutputError::UnknownContent { out, .. } => {
            Diagnostic::new(Code::OutputNotOurs).arg("out", shown(out))
        }
        OutputError::Busy { holder } => {
            Diagnostic::new(Code::OutputLocked).arg_opt("pid", holder.map(|id| id.to_string()))
        }
        OutputError::HandPut { paths } | OutputError::Links { paths } => {
            for path in paths {
                diagnostics.push(Diagnostic::new(Code::OutputBlocked).arg("file", path.as_str()));
            }
            return;
        }
        OutputError::Twice { path } => Diagnostic::new(Code::OutputCollision)
            .arg("url", format!("/{path}"))
            .arg("first", path.as_str())
            .arg("second", path.as_str()),
        OutputError::Io { path, error, .. } => Diagnostic::new(Code::OutputFailed)
            .arg("file", shown(path))
            .arg("reason", crate::diag::reason(error)),
    };
    diagnostics.push(diagnostic);
}
