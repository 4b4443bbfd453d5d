//! Tracks which files have changed since the served site was read, and since the current reading started.

use std::collections::BTreeSet;

use bangyang_domain::source::SitePath;

/// Maximum number of files for a quick update.
const FEW: usize = 8;

/// Files; `None` if unknown or too many.
type Paths = Option<BTreeSet<SitePath>>;

/// Changes that are not served yet.
#[derive(Debug)]
pub(super) struct Changes {
    since_current: Paths,
    since_building: Paths,
    /// Whether something has changed after the last reading started.
    is_unread: bool,
}

impl Changes {
    pub(super) fn new() -> Self {
        let none = || Some(BTreeSet::new());
        Self { since_current: none(), since_building: none(), is_unread: false }
    }

    /// Something has changed.
    pub(super) fn add(&mut self, paths: Paths) {
        add(&mut self.since_current, paths.as_ref());
        add(&mut self.since_building, paths.as_ref());
        self.is_unread = true;
    }

    /// A reading of the site starts.
    pub(super) fn reading(&mut self) {
        self.since_building = Some(BTreeSet::new());
        self.is_unread = false;
    }

    /// The result of the reading is now served.
    pub(super) fn read(&mut self) {
        self.since_current = self.since_building.clone();
    }

    /// Whether something has changed after the last reading started.
    pub(super) const fn is_unread(&self) -> bool {
        self.is_unread
    }

    /// The files changed since the served site was read; `None` if unknown or too many.
    pub(super) fn few(&self) -> Option<Vec<SitePath>> {
        self.since_current.as_ref().map(|paths| paths.iter().cloned().collect())
    }
}

fn add(known: &mut Paths, paths: Option<&BTreeSet<SitePath>>) {
    let all = known.as_ref().zip(paths).map(|(known, paths)| known | paths);
    *known = all.filter(|all| all.len() <= FEW);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(names: &[&str]) -> Paths {
        Some(names.iter().map(|name| SitePath::try_from(*name).unwrap()).collect())
    }

    fn few(changes: &Changes) -> Vec<String> {
        changes.few().unwrap().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_changes_while_the_site_is_read_is_kept_for_what_is_served_next() {
        let mut changes = Changes::new();
        changes.add(paths(&["content/a.md"]));
        assert!(changes.is_unread());
        changes.reading();
        assert!(!changes.is_unread());
        changes.add(paths(&["content/b.md"]));
        assert_eq!(few(&changes), ["content/a.md", "content/b.md"]);
        changes.read();
        assert_eq!(few(&changes), ["content/b.md"]);
        assert!(changes.is_unread());
    }

    #[test]
    fn many_are_not_listed_until_they_are_read() {
        let mut changes = Changes::new();
        for n in 0..=FEW {
            changes.add(paths(&[&format!("content/{n}.md")]));
        }
        assert_eq!(changes.few(), None);
        changes.add(paths(&["content/a.md"]));
        assert_eq!(changes.few(), None);
        changes.reading();
        changes.read();
        changes.add(None);
        assert_eq!(changes.few(), None);
    }
}
