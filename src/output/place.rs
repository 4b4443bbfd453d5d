//! Where the output folder may lie.

use std::path::{Component, Path, PathBuf};

use super::PRIVATE_FOLDER;
use super::error::{Action, During, OutputError};
use crate::source::{EntryKind, SitePath, System};

/// What the site is made from: nothing there is ever written or removed.
const SOURCES: [&str; 4] = ["content", "themes", "static", PRIVATE_FOLDER];

/// The site's folder and the output folder, links resolved.
#[derive(Clone, Debug)]
pub(super) struct Places {
    pub(super) root: PathBuf,
    pub(super) out: PathBuf,
}

impl Places {
    /// Resolves the two folders, of which the output need not be there, and sees that the output overlaps nothing.
    pub(super) fn find(system: &dyn System, root: &Path, out: &Path) -> Result<Self, OutputError> {
        let root = system.canonicalize(root).during(Action::Read, root)?;
        let out = resolve(system, out)?;
        let places = Self { root, out };
        match places.overlap(system) {
            Some(folder) => Err(OutputError::Overlap { out: places.out, folder }),
            None => Ok(places),
        }
    }

    fn overlap(&self, system: &dyn System) -> Option<PathBuf> {
        let Self { root, out } = self;
        if root.starts_with(out) {
            return Some(root.clone());
        }
        SOURCES.into_iter().map(|name| (name, root.join(name))).find_map(|(name, folder)| {
            // Where case does not count, `Content` is `content`, also before there is such a folder.
            let named_alike = out.strip_prefix(root).is_ok_and(|within| {
                let first = within.components().next();
                first.is_some_and(|first| first.as_os_str().eq_ignore_ascii_case(name))
            });
            let real = system.canonicalize(&folder).unwrap_or_else(|_| folder.clone());
            (named_alike || out.starts_with(&real) || real.starts_with(out)).then_some(folder)
        })
    }

    /// The site's private folder.
    pub(super) fn private(&self) -> PathBuf {
        self.root.join(PRIVATE_FOLDER)
    }

    /// The manifest of this output. Its name comes from where the output lies as seen from the site, so that a site may be moved
    /// with its output.
    pub(super) fn manifest(&self) -> PathBuf {
        let out = self.out.strip_prefix(&self.root).unwrap_or(&self.out);
        let hash = blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex();
        let name: String = hash.chars().take(16).collect();
        self.private().join("manifests").join(format!("{name}.txt"))
    }

    /// Where files are staged: beside the site, where no reader sees them.
    pub(super) fn staging(&self) -> PathBuf {
        self.private().join("staging")
    }

    /// Where a whole site is made that is published for the first time.
    pub(super) fn tree(&self) -> PathBuf {
        self.private().join("first")
    }

    /// Where files are staged in the end if the output lies on another file system: a rename must not cross.
    pub(super) fn near_staging(&self) -> PathBuf {
        self.out.join(".bangyang-tmp")
    }

    /// A file of the output.
    pub(super) fn file(&self, path: &SitePath) -> PathBuf {
        self.out.join(path.as_str())
    }
}

/// The absolute path without links, `.` and `..`, of what need not be there.
fn resolve(system: &dyn System, path: &Path) -> Result<PathBuf, OutputError> {
    let here = Path::new(".");
    let mut at = if path.is_absolute() {
        PathBuf::new()
    } else {
        system.canonicalize(here).during(Action::Read, here)?
    };
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                at.pop();
            }
            Component::Prefix(_) | Component::RootDir => at.push(part),
            Component::Normal(name) => {
                at.push(name);
                if system.link_metadata(&at).during(Action::Read, &at)?.is_none() {
                    continue;
                }
                // Also what is no link: where case does not count, it may be written otherwise.
                let meta = system.metadata(&at).during(Action::Read, &at)?;
                if meta.is_none_or(|meta| meta.kind != EntryKind::Directory) {
                    return Err(OutputError::NotAFolder { out: at });
                }
                at = system.canonicalize(&at).during(Action::Read, &at)?;
            }
        }
    }
    Ok(at)
}
