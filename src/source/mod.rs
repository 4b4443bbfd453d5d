//! File ids, site-relative paths, and the `System` trait through which all files and the clock are reached.
#![allow(missing_docs)]
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub struct SitePath(Arc<str>);
#[derive(Clone, Debug)]
pub struct PathError;
impl TryFrom<&str> for SitePath {
    type Error = PathError;
    fn try_from(text: &str) -> Result<Self, PathError> {
        let bad = text.is_empty()
            || text.split('/').any(|p| p.is_empty() || p == "." || p == "..")
            || text.contains(|c: char| c.is_control() || c == '\\' || c == ':');
        if bad { Err(PathError) } else { Ok(Self(Arc::from(text))) }
    }
}
impl SitePath {
    pub fn as_str(&self) -> &str { &self.0 }
    pub fn extension(&self) -> Option<String> {
        self.0.rsplit('/').next()?.rsplit_once('.').map(|(_, e)| e.to_ascii_lowercase())
    }
    pub fn join(&self, rest: &str) -> Result<Self, PathError> {
        let mut parts: Vec<&str> = self.0.split('/').collect();
        for p in rest.split('/') {
            match p { "" | "." => {}, ".." => { parts.pop().ok_or(PathError)?; }, p => parts.push(p) }
        }
        Self::try_from(parts.join("/").as_str())
    }
}
impl fmt::Display for SitePath { fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(&self.0) } }
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind { File, Directory, Symlink, Other }
#[derive(Clone, Debug)]
pub struct Entry { pub path: SitePath, pub kind: EntryKind, pub len: u64, pub modified: Option<SystemTime> }
#[derive(Clone, Debug)]
pub struct Refused { pub lossy_name: String, pub why: String }
#[derive(Clone, Debug, Default)]
pub struct WalkOutcome { pub entries: Vec<Entry>, pub refused: Vec<Refused> }
pub trait System: Send + Sync {
    fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>>;
    fn walk(&self, root: &Path) -> io::Result<WalkOutcome>;
    fn now(&self) -> SystemTime;
}
#[derive(Clone, Copy, Debug, Default)]
pub struct OsSystem;
impl System for OsSystem {
    fn read_limited(&self, path: &Path, _limit: u64) -> io::Result<Vec<u8>> { std::fs::read(path) }
    fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
        let mut out = WalkOutcome::default();
        for e in walkdir::WalkDir::new(root).min_depth(1).sort_by_file_name() {
            let e = e.map_err(io::Error::other)?;
            let rel: PathBuf = e.path().strip_prefix(root).map_err(io::Error::other)?.to_path_buf();
            let Ok(path) = SitePath::try_from(rel.to_string_lossy().as_ref()) else { continue };
            let m = e.metadata().map_err(io::Error::other)?;
            let kind = if m.is_dir() { EntryKind::Directory } else { EntryKind::File };
            out.entries.push(Entry { path, kind, len: m.len(), modified: m.modified().ok() });
        }
        Ok(out)
    }
    fn now(&self) -> SystemTime { SystemTime::now() }
}
