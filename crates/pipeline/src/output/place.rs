//! Checks where the output folder may be.

use std::ffi::OsStr;
use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use super::PRIVATE_FOLDER;
use super::error::{Action, During, OutputError};
use crate::source::{EntryKind, Folder, SitePath, System};

/// Folders of source files: nothing in them is ever written or removed.
const SOURCES: [&str; 4] = ["content", "themes", "static", PRIVATE_FOLDER];

/// The site's folder and the output folder, opened, so that nothing outside of them is touched.
#[derive(Clone)]
pub(super) struct Places {
    /// The site's folder, links resolved.
    pub(super) root: PathBuf,
    /// The output folder, links resolved.
    pub(super) out: PathBuf,
    /// The site's folder.
    pub(super) site: Arc<dyn Folder>,
    /// A folder above the output: the site's own if the output is inside it, so that no link within a site is
    /// followed; otherwise the nearest existing one.
    pub(super) base: Arc<dyn Folder>,
    /// The path of the output relative to `base`.
    pub(super) at: PathBuf,
}

impl fmt::Debug for Places {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Places").field("root", &self.root).field("out", &self.out).finish_non_exhaustive()
    }
}

impl Places {
    /// Resolves both folders (the output need not exist) and checks that the output overlaps no sources.
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
            // On a case-insensitive file system, `Content` is `content`, even before that folder exists.
            let named_alike = out.strip_prefix(root).is_ok_and(|within| {
                let first = within.components().next();
                first.is_some_and(|first| first.as_os_str().eq_ignore_ascii_case(name))
            });
            let real = system.canonicalize(&folder).unwrap_or_else(|_| folder.clone());
            (named_alike || out.starts_with(&real) || real.starts_with(out)).then_some(folder)
        })
    }

    /// The location of the output as written in its manifest.
    pub(super) fn within_site(&self) -> Option<String> {
        let at = match self.out.strip_prefix(&self.root) {
            // The same on every system: the site may be moved to another one.
            Ok(within) => within.iter().map(|name| name.to_str()).collect::<Option<Vec<_>>>()?.join("/"),
            Err(_) => self.out.to_str()?.to_owned(),
        };
        (!at.is_empty() && !at.contains(['\n', '\r'])).then_some(at)
    }

    /// The path of this output's manifest relative to the site's folder. The name is derived from the
    /// output's location relative to the site, so that a site can be moved together with its output.
    pub(super) fn manifest(&self) -> PathBuf {
        let named: Vec<u8> = match self.out.strip_prefix(&self.root) {
            // With `/` between the names, so that the site may be moved to another system.
            Ok(within) => {
                within.iter().map(OsStr::as_encoded_bytes).collect::<Vec<_>>().join(b"/".as_slice())
            }
            Err(_) => self.out.as_os_str().as_encoded_bytes().to_vec(),
        };
        let hash = blake3::hash(&named).to_hex();
        let name: String = hash.chars().take(16).collect();
        Self::manifests().join(format!("{name}.txt"))
    }

    /// The folder of manifests, relative to the site's folder.
    pub(super) fn manifests() -> PathBuf {
        Path::new(PRIVATE_FOLDER).join("manifests")
    }

    /// The staging folder, relative to the site's folder; readers never see it.
    pub(super) fn staging() -> PathBuf {
        Path::new(PRIVATE_FOLDER).join("staging")
    }

    /// Where a site is assembled that is published for the first time, relative to the site's folder.
    pub(super) fn tree() -> PathBuf {
        Path::new(PRIVATE_FOLDER).join("first")
    }

    /// The second staging folder, relative to `base`, if the output is on another file system, which a rename
    /// cannot cross.
    pub(super) fn near_staging(&self) -> PathBuf {
        self.at.join(".bangyang-tmp")
    }

    /// The path of an output file relative to `base`.
    pub(super) fn file(&self, path: &SitePath) -> PathBuf {
        self.at.join(path.as_str())
    }
}

/// The nearest existing folder above a path, and the path relative to it.
fn above(system: &dyn System, path: &Path) -> Result<(Arc<dyn Folder>, PathBuf), OutputError> {
    for folder in path.ancestors().skip(1) {
        if system.metadata(folder).during(Action::Read, folder)?.is_some() {
            let at = path.strip_prefix(folder).unwrap_or(path).to_path_buf();
            return Ok((system.open(folder).during(Action::Read, folder)?, at));
        }
    }
    Err(OutputError::NotAFolder { out: path.to_path_buf() })
}

/// The absolute path without links, `.` and `..`; it need not exist. A link within the site is not followed:
/// it comes from the site's author, not from the person who builds it.
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
                // Also for paths that are not links: on a case-insensitive file system, the name may be spelt
                // differently.
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
