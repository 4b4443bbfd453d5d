//! Numbers and addresses that look private but are meant for the public.

use std::sync::Arc;

use super::leak::{Kind, Leak};
use super::phones::Dialled;
use super::search::{Context, find};
use super::sign;
use crate::config::Site;

/// The digits of a text, in any script or form.
fn digits(text: &str) -> String {
    let mut digits = String::new();
    let mut place = 0;
    while let Some(c) = text.get(place..).and_then(|rest| rest.chars().next()) {
        let sign = sign::at(text, place);
        digits.extend(sign.into_iter().flat_map(sign::Sign::digits));
        place += sign.map_or(c.len_utf8(), |sign| sign.length);
    }
    digits
}

/// The site's contact, and what `allow` in `site.yaml` lists.
#[derive(Clone, Debug, Default)]
pub struct Allowed {
    texts: Vec<Arc<str>>,
    dialled: Dialled,
}

impl Allowed {
    /// What a site allows.
    #[must_use]
    pub fn new(site: &Site) -> Self {
        let contact = [&site.contact.phone, &site.contact.email, &site.contact.address];
        let listed = site.allow.iter().map(|(text, _)| text);
        Self {
            texts: contact.into_iter().flatten().chain(listed).cloned().collect(),
            dialled: Dialled::in_country(site.country),
        }
    }

    /// All leaks in a text of the site, by position, whether allowed or not. `said` is its heading, such as the name of
    /// its field. With `person`, a room number alone counts as a home address: in a story about somebody it is the
    /// person's, in a notice a classroom's.
    #[must_use]
    pub fn scan(&self, text: &str, said: &str, person: bool) -> Vec<Leak> {
        find(text, Context { person, said, dialled: Some(&self.dialled) })
    }

    /// Whether a leak is allowed. `@site.example` allows all addresses of that host.
    #[must_use]
    pub fn has(&self, found: &str, kind: Kind) -> bool {
        let plain = |text: &str| -> String {
            match kind {
                Kind::Email | Kind::Home | Kind::Passport => text.trim().to_lowercase(),
                _ => digits(text),
            }
        };
        let found = plain(found);
        let meant = |text: &Arc<str>| match kind {
            Kind::Email if text.starts_with('@') => found.ends_with(&plain(text)),
            // The leak may be a part of the allowed address.
            Kind::Home => plain(text).contains(&found),
            _ => plain(text) == found,
        };
        !found.is_empty() && self.texts.iter().any(meant)
    }
}
