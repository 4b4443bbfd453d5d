//! What browsers are reported beside an answer, so that no other site's page, and no attached file, can use
//! what is shown here.

use hyper::Response;
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};

use super::body::Body;

/// Who may show pages of the preview in a frame of its own: nobody.
const FRAMED_BY: &str = "frame-ancestors 'none'";
/// What a file may do that somebody attached to a record: nothing. A browser that shows it all the same shows it as a stranger's.
const ATTACHED: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Sets what every answer has.
pub(super) fn common(reply: &mut Response<Body>, mime: &'static str) {
    set(reply, CONTENT_TYPE, mime);
    set(reply, CACHE_CONTROL, "no-store");
    set(reply, HeaderName::from_static("x-content-type-options"), "nosniff");
    set(reply, HeaderName::from_static("content-security-policy"), FRAMED_BY);
    // Other sites' pages in the same browser may not take parts of this one, of the internal edition for example, as pictures or as
    // scripts; and a page that one of them opened, or that opens it, is no business of its.
    set(reply, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(reply, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
}

/// Sets what a file has besides that a record offers: it is saved, not opened, and runs nothing.
pub(super) fn attached(reply: &mut Response<Body>) {
    set(reply, HeaderName::from_static("content-security-policy"), ATTACHED);
    set(reply, CONTENT_DISPOSITION, "attachment");
}

pub(super) fn set(reply: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}
