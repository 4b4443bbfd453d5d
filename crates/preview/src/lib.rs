//! The preview: a site in memory whose pages are rendered when somebody looks at them, and read again when
//! something changes.
//!
//! One thread (`session`) decides what is served. Reading and planning happen in a thread of their own (`generation`), which
//! owns what it made and answers questions about it; it ends once a newer one has taken its place. While a site has errors, the
//! last one without them goes on answering. Nothing is written.

mod body;
mod connections;
mod generation;
mod headers;
mod hosts;
mod http;
mod mime;
mod pictures;
mod problems;
mod seen;
mod session;
mod watch;

use std::io;
use std::net::{TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, SystemTime};

use bangyang_domain::diag::{Diagnostic, Lang};
use bangyang_domain::source::System;
use bangyang_pipeline::build::{self, Summary};
use bangyang_records::load::Memory;

use hosts::Hosts;
use http::Door;
use pictures::Pictures;
use seen::Seen;
use session::{Parts, Session, State};

/// What the preview is asked to do.
#[derive(Clone, Debug)]
pub struct Options {
    /// How the site is read. Its `base_url` is replaced by the address of the preview.
    pub build: build::Options,
    /// Whether `build.now` is, whatever the clock shows.
    pub is_now_fixed: bool,
    /// The name or address to listen at.
    pub host: String,
    /// The port; one that is free where it is 0.
    pub port: u16,
    /// Whether changes are looked for instead of told of by the system.
    pub poll: bool,
    /// The language of what the preview itself says.
    pub lang: Lang,
}

/// What there is to tell on a terminal.
#[derive(Debug)]
pub enum Event<'a> {
    /// The system does not tell of changes here; they are looked for.
    Polling,
    /// The site was read.
    Planned {
        /// What is wrong with it: all errors, and warnings that were not told last time.
        diagnostics: &'a [Diagnostic],
        /// What is wrong with it, all of it.
        all: &'a [Diagnostic],
        /// Its numbers.
        summary: Summary,
        /// How long it took.
        took: Duration,
        /// Whether the site as it was before is shown, for its errors.
        keeps_old: bool,
    },
    /// More is wrong, in pages that were rendered since.
    Found {
        /// What was not told before.
        diagnostics: &'a [Diagnostic],
    },
    /// The first page can be looked at.
    Ready {
        /// Where.
        url: &'a str,
        /// Whether other computers can look too.
        is_open: bool,
    },
    /// The program failed by a fault of its own.
    Broken,
}

/// Why a site cannot be served.
#[derive(Debug)]
pub enum ServeError {
    /// There is no such host.
    Host(io::Error),
    /// The address cannot be listened at.
    Listen(io::Error),
    /// The machine failed.
    Machine(io::Error),
}

/// Serves a site until the server cannot go on.
///
/// # Errors
/// If the address cannot be listened at, or the machine fails.
pub fn serve(
    system: &dyn System,
    options: &Options,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), ServeError> {
    // Pages are rendered on the threads that all share. Where there are such already, they stay as they are.
    let _ = rayon::ThreadPoolBuilder::new().stack_size(build::STACK).build_global();
    let host = hosts::bare(&options.host);
    let addresses: Vec<_> = (host, options.port).to_socket_addrs().map_err(ServeError::Host)?.collect();
    let listener = TcpListener::bind(addresses.as_slice()).map_err(ServeError::Listen)?;
    let address = listener.local_addr().map_err(ServeError::Listen)?;
    let shown = match address.ip() {
        ip if ip.is_unspecified() => "127.0.0.1".to_owned(),
        _ if host.contains(':') => format!("[{host}]"),
        _ => host.to_owned(),
    };
    let url = format!("http://{shown}:{}/", address.port());
    let mut options = options.clone();
    options.build.base_url = Some(Arc::from(url.as_str()));
    let since = system.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let start = format!("{:x}", since.as_micros());
    let (messages, received) = channel();
    let (state, states) = tokio::sync::watch::channel(Arc::new(State::starting(&start)));
    let door = Door { state: states, hosts: Hosts::new(host, address.port()), lang: options.lang };
    let answerers = rayon::ThreadPoolBuilder::new().build();
    let answerers = answerers.map_err(|error| ServeError::Machine(io::Error::other(error)))?;
    let (pictures, memory, seen) = (Pictures::default(), Memory::default(), Seen::default());
    let (options, pictures, memory, url) = (&options, &pictures, &memory, url.as_str());
    let (seen, answerers) = (&seen, &answerers);
    std::thread::scope(|scope| {
        let to_session = messages.clone();
        scope.spawn(move || http::serve(listener, door, &to_session));
        let is_open = !address.ip().is_loopback();
        let parts = Parts {
            scope,
            system,
            options,
            pictures,
            memory,
            seen,
            answerers,
            messages,
            state,
            url,
            is_open,
            start,
        };
        Session::new(parts).run(&received, tell).map_err(ServeError::Machine)
    })
}
