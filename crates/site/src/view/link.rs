//! Resolves links in texts: to records and files by their path in the source.

use std::sync::Arc;

use super::viewer::Viewer;
use crate::domain::{Reading, near, readings, text};
use crate::edition::{PublicIx, PublicRecord};
use crate::routes::Href;

/// The target of a link in a text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkTarget {
    /// A file of the site.
    Url(Href),
    /// A record that the edition does not show: the link is replaced by the word for such a record.
    Withheld(Arc<str>),
    /// A record without a page: the link becomes plain text.
    NoPage,
}

/// A record named by a shortcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Found {
    /// It exists.
    Record(PublicIx),
    /// It is in the source, but the edition does not show it.
    Withheld,
    /// There is no such record, or there are several.
    Nothing,
}

/// A parsed link: a path in the source, and the query and fragment.
struct Named<'t> {
    path: String,
    /// `?` or `#` and everything after it, as written; or empty.
    tail: &'t str,
}

impl<'t> Named<'t> {
    /// The text after `#`.
    fn fragment(&self) -> Option<&'t str> {
        self.tail.split_once('#').map(|(_, fragment)| fragment)
    }
}

impl Viewer<'_> {
    /// The path of a link in a record: relative to its folder, or to `content/` if it begins with `/`.
    fn written_path(&self, record: &PublicRecord, target: &str) -> Option<String> {
        let (from, rest) = match target.strip_prefix('/') {
            Some(rest) => ("content", rest.strip_prefix("content/").unwrap_or(rest)),
            None => (&*record.home, target),
        };
        let mut path = String::with_capacity(from.len() + 1 + rest.len());
        path.push_str(from);
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                // Nothing above `content/` can be meant.
                ".." => path.truncate(path.rfind('/')?),
                part => {
                    path.push('/');
                    path.push_str(part);
                }
            }
        }
        match self.spellings.of(&path) {
            known if *known == *path => Some(path),
            known => Some(known.to_owned()),
        }
    }

    /// The file of a link in a record: by the first reading that gives an existing file.
    fn named<'t>(&self, record: &PublicRecord, target: &'t str) -> Option<Named<'t>> {
        if !target.contains(['#', '?', '%']) {
            return Some(Named { path: self.written_path(record, target)?, tail: "" });
        }
        let mut last = None;
        for Reading { path, tail } in readings(target) {
            let named = self.written_path(record, &path).map(|path| Named { path, tail });
            if named.as_ref().is_some_and(|named| self.is_file(&named.path)) {
                return named;
            }
            last = named;
        }
        last
    }

    /// Whether a path is a file of the content to which a link can lead.
    fn is_file(&self, path: &str) -> bool {
        self.attachments.contains_key(path)
            || !self.index.in_file(path).is_empty()
            || self.published.unpublished(path).is_some()
    }

    /// The path of a file that a text shows or links to.
    pub(super) fn file_path(&self, record: &PublicRecord, target: &str) -> Option<String> {
        self.named(record, target).map(|named| named.path)
    }

    /// Whether a link has a target that is not a file.
    pub(super) fn leads_to_page(&self, record: &PublicRecord, target: &str) -> bool {
        self.named(record, target).is_some_and(|named| {
            !self.attachments.contains_key(&*named.path)
                && (self.record_at(&named).is_some() || self.elsewhere(record, &named).is_some())
        })
    }

    /// The target of a link; `None` if there is none.
    #[must_use]
    pub fn link(&self, record: &PublicRecord, target: &str) -> Option<LinkTarget> {
        let named = self.named(record, target)?;
        match self.record_at(&named) {
            Some((ix, fragment)) => Some(self.of_record(ix, fragment)),
            None => self.elsewhere(record, &named),
        }
    }

    /// The same, with the placeholder if the name of the target record may not be shown.
    pub(super) fn link_and_name(
        &self,
        record: &PublicRecord,
        target: &str,
    ) -> (Option<LinkTarget>, Option<Arc<str>>) {
        let Some(named) = self.named(record, target) else { return (None, None) };
        let Some((ix, fragment)) = self.record_at(&named) else {
            return (self.elsewhere(record, &named), None);
        };
        let hidden = self.record(ix).filter(|to| to.name_hidden).map(|to| to.title.clone());
        (Some(self.of_record(ix, fragment)), hidden)
    }

    fn of_record(&self, ix: PublicIx, fragment: Option<&str>) -> LinkTarget {
        let Some(url) = self.routes.record(ix) else { return LinkTarget::NoPage };
        LinkTarget::Url(fragment.map_or_else(|| url.href(), |id| url.href().with(&format!("#{id}"))))
    }

    /// The target of a link that does not lead to a shown record.
    fn elsewhere(&self, record: &PublicRecord, named: &Named<'_>) -> Option<LinkTarget> {
        let path = &*named.path;
        if let Some(collection) = self.published.unpublished(path).and_then(|ix| self.collection(ix)) {
            return Some(LinkTarget::Withheld(self.item(collection)));
        }
        if self.attachments.contains_key(path) {
            let file = self.file(record, &Arc::from(path));
            // A file of a person who may not be shown is omitted; the link becomes plain text.
            return Some(file.map_or(LinkTarget::NoPage, |file| LinkTarget::Url(file.url.with(named.tail))));
        }
        let folder = path.strip_prefix("content/").unwrap_or("");
        let list =
            self.collections.iter().find(|collection| *collection.id == *folder && collection.index)?;
        Some(LinkTarget::Url(Href::to(&format!("{}/index.html", list.id))))
    }

    /// The record to which a link leads, if the edition shows it.
    pub(super) fn linked(&self, record: &PublicRecord, target: &str) -> Option<&PublicRecord> {
        let (ix, _) = self.record_at(&self.named(record, target)?)?;
        self.record(ix)
    }

    /// The record of a file, and the fragment on its page; for a register, the fragment selects the record.
    fn record_at<'f>(&self, named: &Named<'f>) -> Option<(PublicIx, Option<&'f str>)> {
        let (path, fragment) = (&*named.path, named.fragment());
        let records = self.index.in_file(path);
        let stem = path.rsplit_once('.').map_or(path, |(stem, _)| stem);
        let own_id = |ix: PublicIx| self.record(ix).map(|record| &*record.own_id);
        let stem = stem.strip_suffix("/index").unwrap_or(stem);
        let stem = &*text::composed(stem);
        let named_alike = |id: &str| stem.strip_suffix(id).is_some_and(|folder| folder.ends_with('/'));
        match records {
            [only] if own_id(*only).is_some_and(named_alike) => Some((*only, fragment)),
            // A register with a single record can also be named by its file.
            [only] if fragment.is_none() && self.published.unpublished(path).is_none() => Some((*only, None)),
            _ => records.iter().find(|ix| own_id(**ix) == fragment).map(|ix| (*ix, None)),
        }
    }

    /// The path that was probably meant by a dead link, relative to the record.
    pub(super) fn near(&self, record: &PublicRecord, target: &str) -> Option<String> {
        let path = self.file_path(record, target)?;
        let records = self.published.records();
        let files =
            records.iter().map(|record| &*record.path).chain(self.attachments.keys().map(AsRef::as_ref));
        let titled = || {
            let wanted = near::stem(near::file_name(&path));
            let called = records.iter().filter(|it| *it.title == *wanted || *it.own_id == *wanted);
            near::only(called.map(|it| &*it.path))
        };
        let found =
            near::file(&path, files.clone(), 2).or_else(titled).or_else(|| near::file(&path, files, 4))?;
        Some(from_folder(&record.home, found))
    }

    /// The picture that was probably meant by a missing one, relative to the record.
    pub(super) fn near_picture(&self, record: &PublicRecord, target: &str) -> Option<String> {
        let path = self.file_path(record, target)?;
        let pictures = || self.attachments.keys().map(AsRef::as_ref).filter(|path| near::is_picture(path));
        Some(from_folder(&record.home, near::file(&path, pictures(), 4)?))
    }

    /// The record that a shortcode names: `collection/id`, an id that only one record has, or a file.
    #[must_use]
    pub fn find(&self, record: &PublicRecord, name: &str) -> Found {
        let named = |collection: &str, id: &str| {
            let at = self.collections.iter().position(|known| *known.id == *collection)?;
            self.index.ids().find(crate::domain::CollectionIx::of(at)?, id)
        };
        if let Some(ix) = name.split_once('/').and_then(|(collection, id)| named(collection, id)) {
            return Found::Record(ix);
        }
        let all: Vec<PublicIx> =
            self.collections.iter().filter_map(|collection| named(&collection.id, name)).collect();
        if let [only] = all.as_slice() {
            return Found::Record(*only);
        }
        if let Some([only]) = self.written_path(record, name).as_deref().map(|path| self.index.in_file(path))
        {
            return Found::Record(*only);
        }
        let mut paths = vec![format!("content/{name}.md"), format!("content/{name}.yaml")];
        paths
            .extend(self.collections.iter().map(|collection| format!("content/{}/{name}.md", collection.id)));
        paths.extend(self.written_path(record, name));
        match paths.iter().any(|path| self.published.unpublished(self.spellings.of(path)).is_some()) {
            true => Found::Withheld,
            false => Found::Nothing,
        }
    }
}

/// A path as written in a link from a folder.
fn from_folder(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').collect();
    let to: Vec<&str> = path.split('/').collect();
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let ups = "../".repeat(from.len() - same);
    ups + &to.iter().skip(same).copied().collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_paths_from_a_folder() {
        assert_eq!(from_folder("content/news", "content/bases/jinxiu.md"), "../bases/jinxiu.md");
        assert_eq!(from_folder("content/news", "content/news/a.md"), "a.md");
    }
}
