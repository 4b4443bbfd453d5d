//! Which files have changed since what is served was read, and since what is being read was started.

use std::collections::BTreeSet;

use bangyang_domain::source::SitePath;

/// More files than are read again one by one.
const FEW: usize = 8;

/// Files; `None` if it is not known which, or they are many.
type Paths = Option<BTreeSet<SitePath>>;

/// What was noticed and is not served yet.
#[derive(Debug)]
pub(super) struct Changes {
    since_current: Paths,
    since_building: Paths,
    /// Whether something has changed that no reading has started after.
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

    /// The site is being read from now on.
    pub(super) fn reading(&mut self) {
        self.since_building = Some(BTreeSet::new());
        self.is_unread = false;
    }

    /// What was being read is what is served.
    pub(super) fn read(&mut self) {
        self.since_current = self.since_building.clone();
    }

    /// Whether something has changed that no reading has started after.
    pub(super) const fn is_unread(&self) -> bool {
        self.is_unread
    }

    /// The files that have changed since what is served was read; `None` if it is not known which, or they
    /// are many.
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
