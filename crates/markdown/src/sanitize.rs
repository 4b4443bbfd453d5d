//! Sanitises the complete HTML of a text with authors' tags: removes what is not allowed and closes what was
//! left open.
//!
//! The writer has already judged and reported authors' tags one by one. This is a second line of defence, and
//! the only place that sees how tags are nested.

use super::attributes::{ANYWHERE, AUTHORS, VANISHING, WRITERS, authors, writers};
use super::marks::{LINK, is_mark};
use super::urls::{self, Kind};
use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let tags: HashSet<&str> = AUTHORS.iter().chain(WRITERS).copied().collect();
    let of =
        |tag: &&'static str| (*tag, authors(tag).iter().chain(writers(tag)).copied().collect::<HashSet<_>>());
    let attributes: HashMap<&str, HashSet<&str>> = tags.iter().map(of).collect();
    let mut builder = Builder::empty();
    builder
        .tags(tags)
        .clean_content_tags(VANISHING.iter().copied().collect())
        .tag_attributes(attributes)
        .generic_attributes(ANYWHERE.iter().copied().collect())
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .url_schemes(["http", "https", "mailto", "tel"].into_iter().collect())
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None)
        .attribute_filter(filter);
    builder
});

/// Sanitises the writer's output.
pub fn clean(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

fn filter<'v>(element: &str, attribute: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let allowed = match (element, attribute) {
        ("a", "href") => match value.strip_prefix(LINK) {
            Some(number) => number.bytes().all(|byte| byte.is_ascii_digit()),
            None => {
                !value.contains(is_mark)
                    && matches!(urls::kind(value), Kind::Web | Kind::Contact | Kind::Fragment)
            }
        },
        // A mark within an attribute would cut the tag in two.
        _ => !value.contains(is_mark),
    };
    allowed.then_some(Cow::Borrowed(value))
}
