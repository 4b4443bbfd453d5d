//! Makes slugs of sibling things unique: 李 and 丽 are both `li`.
//!
//! A published address must never come to lead to something else. So none of the colliding ones gets the bare
//! slug: each gets the slug plus a hash of its identity, which depends on nothing else, and the bare slug is
//! left to a page that leads to all of them. A number would depend on the order and change with it.

use std::collections::BTreeMap;

use super::super::digest;

/// Unique slugs, and those that several things would share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// The slug of each thing, in their order.
    pub slugs: Vec<String>,
    /// Bare slugs that several would share, each with the indices of these.
    pub shared: Vec<(String, Vec<usize>)>,
}

/// Makes slugs unique. Each thing is given by its bare slug and its identity; two with the same slug and
/// identity are numbered.
#[must_use]
pub fn apart(things: &[(String, &str)]) -> Apart {
    let mut alike: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (slug, _)) in things.iter().enumerate() {
        alike.entry(slug).or_default().push(at);
    }
    let is_shared = |slug: &str| alike.get(slug).is_some_and(|places| places.len() > 1);
    let mut marks: BTreeMap<String, usize> = BTreeMap::new();
    let slugs = things.iter().map(|(slug, what)| {
        if !is_shared(slug) {
            return slug.clone();
        }
        let marked = marked(slug, what);
        let times = marks.entry(marked.clone()).or_default();
        *times += 1;
        if *times == 1 { marked } else { format!("{marked}-{times}") }
    });
    let slugs = slugs.collect();
    let shared = alike.into_iter().filter(|(_, places)| places.len() > 1);
    Apart { slugs, shared: shared.map(|(slug, places)| (slug.to_owned(), places)).collect() }
}

/// A slug with a short hash of an identity.
#[must_use]
pub fn marked(slug: &str, what: &str) -> String {
    let [a, b, c, d, ..] = digest(what.as_bytes());
    format!("{slug}-{a:02x}{b:02x}{c:02x}{d:02x}")
}

#[cfg(test)]
mod tests {
    use super::super::slug;
    use super::*;

    fn slugs(names: &[&str]) -> Apart {
        let things: Vec<(String, &str)> = names.iter().map(|name| (slug(name), *name)).collect();
        apart(&things)
    }

    #[test]
    fn those_alone_have_their_slug() {
        assert_eq!(slugs(&["李", "王"]), Apart { slugs: vec!["li".into(), "wang".into()], shared: vec![] });
    }

    #[test]
    fn what_is_alike_depends_on_itself_alone() {
        let two = slugs(&["李", "丽"]);
        assert_eq!(two.shared, [("li".to_owned(), vec![0, 1])]);
        assert!(two.slugs.iter().all(|slug| slug.len() == "li-".len() + 8), "{two:?}");
        assert_ne!(two.slugs[0], two.slugs[1]);
        // Whatever is added, in whatever order, each keeps its own.
        let more = slugs(&["力", "丽", "王", "李"]);
        assert_eq!([&more.slugs[3], &more.slugs[1]], [&two.slugs[0], &two.slugs[1]]);
        assert_eq!(more.shared, [("li".to_owned(), vec![0, 1, 3])]);
        let same = slugs(&["李", "李"]);
        assert_eq!(same.slugs[1], format!("{}-2", same.slugs[0]));
    }
}
