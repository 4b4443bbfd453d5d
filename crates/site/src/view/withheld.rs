//! Relations of a record to what the edition does not show.

use super::LinkTarget;
use super::viewer::Viewer;
use crate::edition::{PublicPart, PublicRecord, PublicValue};

impl Viewer<'_> {
    /// Whether a record may name, show or link to something that the edition does not show, or not under its
    /// name: a person, or a picture or file of hers.
    #[must_use]
    pub fn may_name_withheld(&self, record: &PublicRecord) -> bool {
        // Links without a target may have led to anything.
        let leads = |link: &str| {
            !link.starts_with('#')
                && !matches!(self.link_and_name(record, link), (Some(LinkTarget::Url(_)), None))
        };
        let body = record.body.as_ref();
        body.is_some_and(|body| body.plain_links().is_none_or(|mut links| links.any(leads)))
            || record.values.values().any(|value| self.value_may_name_withheld(value))
    }

    fn value_may_name_withheld(&self, value: &PublicValue) -> bool {
        let mut may = false;
        value.parts(&mut |part| match part {
            PublicPart::Plain(value) => value.files(&mut |path| may |= self.published.is_hidden_file(path)),
            PublicPart::Reference(ix) => may |= self.record(ix).is_none_or(|record| record.name_hidden),
        });
        may
    }
}
