//! The sink for finished files, and errors of publishing.

use std::path::Path;

use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::output::{OutputError, Packing, Publisher, is_worth_packing};
use crate::source::{SitePath, shown_path};

/// Takes finished files and passes them to the publisher, if there is one.
pub(super) struct Sink<'a> {
    pub(super) publisher: Option<Publisher<'a>>,
    /// Whether texts are also published compressed.
    pub(super) compress: bool,
}

impl Sink<'_> {
    /// Takes a file.
    pub(super) fn put_at(&self, path: &SitePath, bytes: &[u8]) -> Result<(), OutputError> {
        let Some(publisher) = &self.publisher else { return Ok(()) };
        publisher.put(path, bytes)?;
        self.packed(publisher, path, bytes)
    }

    /// Keeps a page as it is published. Returns whether there is one.
    pub(super) fn keep(&self, path: &SitePath) -> Result<bool, OutputError> {
        let Some(publisher) = &self.publisher else { return Ok(false) };
        if !self.compress {
            return Ok(publisher.keep(path));
        }
        // Its compressed copies must have the same contents.
        let Some(bytes) = publisher.current(path) else { return Ok(false) };
        let kept = publisher.keep(path);
        if kept {
            self.packed(publisher, path, &bytes)?;
        }
        Ok(kept)
    }

    /// Adds compressed copies of a file, if the site wants them.
    fn packed(&self, publisher: &Publisher<'_>, path: &SitePath, bytes: &[u8]) -> Result<(), OutputError> {
        if self.compress && is_worth_packing(path.as_str(), bytes) {
            Packing::ALL.into_iter().try_for_each(|packing| packed(publisher, path, bytes, packing))?;
        }
        Ok(())
    }
}

/// Adds a compressed copy of a file; reuses the published one if it decompresses to these bytes.
fn packed(
    publisher: &Publisher<'_>,
    path: &SitePath,
    bytes: &[u8],
    packing: Packing,
) -> Result<(), OutputError> {
    // With a second extension, a name may be too long; browsers then get the uncompressed file.
    let Ok(path) = SitePath::try_from(format!("{path}{}", packing.ending()).as_str()) else { return Ok(()) };
    let current = publisher.current(&path).filter(|current| packing.holds(current, bytes));
    publisher.put(&path, &current.unwrap_or_else(|| packing.pack(bytes))).map(drop)
}

/// The options for publishing.
pub(super) fn output_options(options: &super::BuildOptions) -> crate::output::PublishOptions {
    crate::output::PublishOptions {
        root: options.root.clone(),
        out: super::options::out_folder(options),
        adopt: options.adopt,
        wait: false,
    }
}

/// Reports why publishing failed.
pub(super) fn tell(error: &OutputError, root: &Path, diagnostics: &mut Diagnostics) {
    let shown = |path: &Path| shown_path(path.strip_prefix(root).unwrap_or(path));
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
        OutputError::OwnLink { path } => Diagnostic::new(Code::LinkInOurPlace).arg("file", shown(path)),
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
