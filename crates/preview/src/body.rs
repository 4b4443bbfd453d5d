//! Response bodies: complete, or a stream of events.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use hyper::body::{Bytes, Frame, SizeHint};
use tokio::sync::mpsc::Receiver;

use super::connections::Held;

/// A response body.
pub(super) struct Body {
    content: Content,
    /// Marks the connection as in use while the body lives.
    held: Option<Held>,
}

enum Content {
    /// Complete contents.
    Whole(Bytes),
    /// A stream of events.
    Events(Receiver<Bytes>),
}

impl Body {
    pub(super) const fn whole(bytes: Bytes) -> Self {
        Self { content: Content::Whole(bytes), held: None }
    }

    pub(super) const fn events(events: Receiver<Bytes>) -> Self {
        Self { content: Content::Events(events), held: None }
    }

    /// Sets the connection over which it is sent.
    pub(super) fn hold(&mut self, held: Held) {
        if matches!(self.content, Content::Events(_)) {
            held.listens();
        }
        self.held = Some(held);
    }
}

impl hyper::body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        match &mut self.get_mut().content {
            Content::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Events(events) => {
                events.poll_recv(context).map(|bytes| bytes.map(|it| Ok(Frame::data(it))))
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(&self.content, Content::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match &self.content {
            Content::Whole(bytes) => SizeHint::with_exact(u64::try_from(bytes.len()).unwrap_or(u64::MAX)),
            Content::Events(_) => SizeHint::default(),
        }
    }
}
