//! Response headers that keep other sites' pages and attached files from using what is shown here.

use hyper::Response;
use hyper::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderName, HeaderValue};

use super::body::Body;

/// Nobody may show the preview in a frame.
const FRAMED_BY: &str = "frame-ancestors 'none'";
/// Attachments may do nothing. A browser that displays one anyway treats it as another origin's.
const ATTACHED: &str = "sandbox; default-src 'none'; frame-ancestors 'none'";

/// Sets the headers of every response.
pub(super) fn common(reply: &mut Response<Body>, mime: &'static str) {
    set(reply, CONTENT_TYPE, mime);
    set(reply, CACHE_CONTROL, "no-store");
    set(reply, HeaderName::from_static("x-content-type-options"), "nosniff");
    set(reply, HeaderName::from_static("content-security-policy"), FRAMED_BY);
    // Other sites' pages in the same browser cannot embed parts of this one (for example of the internal
    // edition) as pictures or scripts, and have no access to windows that they open or that open them.
    set(reply, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    set(reply, HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
}

/// Sets the additional headers of attachments: they are saved instead of opened, and nothing in them is
/// executed.
pub(super) fn attached(reply: &mut Response<Body>) {
    set(reply, HeaderName::from_static("content-security-policy"), ATTACHED);
    set(reply, CONTENT_DISPOSITION, "attachment");
}

pub(super) fn set(reply: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        reply.headers_mut().insert(name, value);
    }
}
