//! Where the output folder may lie.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::PRIVATE_FOLDER;
use super::error::{Action, During, OutputError};
use crate::source::{EntryKind, Folder, SitePath, System};

/// What the site is made from: nothing there is ever written or removed.
const SOURCES: [&str; 4] = ["content", "themes", "static", PRIVATE_FOLDER];

/// The site's folder and the output folder, opened, so that nothing outside them is touched.
#[derive(Clone)]
pub(super) struct Places {
    /// The site's folder, links resolved.
    pub(super) root: PathBuf,
    /// The output folder, links resolved.
    pub(super) out: PathBuf,
    /// The site's folder.
    pub(super) site: Arc<dyn Folder>,
    /// A folder above the output: the site's own where the output is there, so that no link within a site is
    /// followed; else the nearest that is there.
    pub(super) base: Arc<dyn Folder>,
    /// Where the output is in it.
    pub(super) at: PathBuf,
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").field("root", &self.root).field("out", &self.out).finish_non_exhaustive()
    }
}

impl Places {
    /// Resolves the two folders, of which the output need not be there, and sees that the output overlaps nothing.
    pub(super) fn find(system: &dyn System, root: &Path, out: &Path) -> Result<Self, OutputError> {
        let site = system.open(root).during(Action::Read, root)?;
        let root = site.path().to_path_buf();
        let out = resolve(system, &root, out)?;
        if let Some(folder) = Self::overlap(system, &root, &out) {
            return Err(OutputError::Overlap { out, folder });
        }
        let (base, at) = match out.strip_prefix(&root) {
            Ok(at) => (Arc::clone(&site), at.to_path_buf()),
            Err(_) => above(system, &out)?,
        };
        Ok(Self { root, out, site, base, at })
    }

    fn overlap(system: &dyn System, root: &Path, out: &Path) -> Option<PathBuf> {
        if root.starts_with(out) {
            return Some(root.to_path_buf());
        }
        SOURCES.into_iter().map(|name| (name, root.join(name))).find_map(|(name, folder)| {
            // On a case-insensitive file system, `Content` is `content`, also before there is such a folder.
            let named_alike = out.strip_prefix(root).is_ok_and(|within| {
                let first = within.components().next();
                first.is_some_and(|first| first.as_os_str().eq_ignore_ascii_case(name))
            });
            let real = system.canonicalize(&folder).unwrap_or_else(|_| folder.clone());
            (named_alike || out.starts_with(&real) || real.starts_with(out)).then_some(folder)
        })
    }

    /// Where the output is, as its manifest says it.
    pub(super) fn within_site(&self) -> Option<String> {
        let at = self.out.strip_prefix(&self.root).unwrap_or(&self.out).to_str()?;
        (!at.is_empty() && !at.contains(['\n', '\r'])).then(|| at.to_owned())
    }

    /// The manifest of this output, seen from the site's folder. Its name comes from where the output lies as seen from there, so that a
    /// site may be moved with its output.
    pub(super) fn manifest(&self) -> PathBuf {
        let out = self.out.strip_prefix(&self.root).unwrap_or(&self.out);
        let hash = blake3::hash(out.as_os_str().as_encoded_bytes()).to_hex();
        let name: String = hash.chars().take(16).collect();
        Self::manifests().join(format!("{name}.txt"))
    }

    /// Where the manifests lie, seen from the site's folder.
    pub(super) fn manifests() -> PathBuf {
        Path::new(PRIVATE_FOLDER).join("manifests")
    }

    /// Where files are staged, seen from the site's folder: where no reader sees them.
    pub(super) fn staging() -> PathBuf {
        Path::new(PRIVATE_FOLDER).join("staging")
    }

    /// Where a whole site is made that is published for the first time, seen from the site's folder.
    pub(super) fn tree() -> PathBuf {
        Path::new(PRIVATE_FOLDER).join("first")
    }

    /// Where files are staged in the end if the output is on another file system, seen from `base`: a rename
    /// must not cross.
    pub(super) fn near_staging(&self) -> PathBuf {
        self.at.join(".bangyang-tmp")
    }

    /// A file of the output, seen from `base`.
    pub(super) fn file(&self, path: &SitePath) -> PathBuf {
        self.at.join(path.as_str())
    }
}

/// The nearest folder above a path that is there, and the path seen from it.
fn above(system: &dyn System, path: &Path) -> Result<(Arc<dyn Folder>, PathBuf), OutputError> {
    for folder in path.ancestors().skip(1) {
        if system.metadata(folder).during(Action::Read, folder)?.is_some() {
            let at = path.strip_prefix(folder).unwrap_or(path).to_path_buf();
            return Ok((system.open(folder).during(Action::Read, folder)?, at));
        }
    }
    Err(OutputError::NotAFolder { out: path.to_path_buf() })
}

/// The absolute path without links, `.` and `..`, of what need not be there. A link within the site is not followed: who made the site put
/// it there, not who builds it.
fn resolve(system: &dyn System, root: &Path, path: &Path) -> Result<PathBuf, OutputError> {
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
                let Some(itself) = system.link_metadata(&at).during(Action::Read, &at)? else { continue };
                if itself.kind == EntryKind::Symlink && at.starts_with(root) {
                    return Err(OutputError::OwnLink { path: at });
                }
                // Also what is no link: on a case-insensitive file system, it may be written otherwise.
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
