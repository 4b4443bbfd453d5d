//! The preview: a site in memory whose pages are rendered on request, and which is read again when something
//! changes.
//!
//! One thread (`session`) decides what is served. Another (`generation`) reads and plans the site, owns the result and
//! answers requests, until a newer generation replaces it. While a site has errors, the last generation without errors
//! goes on answering. Nothing is written.

mod ask;
mod body;
mod change;
mod connections;
mod generation;
mod headers;
mod hosts;
mod http;
mod message;
mod mime;
mod options;
mod pictures;
mod problems;
mod seen;
mod session;
mod watch;

use std::io;
use std::net::{TcpListener, ToSocketAddrs};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::SystemTime;

use bangyang_domain::source::System;
use bangyang_pipeline::build;
use bangyang_records::load::Memory;

use hosts::Hosts;
use http::RequestHandler;
use message::State;
pub use options::{Event, ServeOptions};
use pictures::Pictures;
use seen::Seen;
use session::{Parts, Session};

/// Why a site cannot be served.
#[derive(Debug)]
pub enum ServeError {
    /// The host is unknown.
    Host(io::Error),
    /// The address cannot be bound.
    Listen(io::Error),
    /// The machine failed.
    Machine(io::Error),
}

/// Serves a site until the server cannot continue.
///
/// # Errors
/// If the address cannot be bound, or the machine fails.
pub fn serve(
    system: &dyn System,
    options: &ServeOptions,
    tell: &mut dyn FnMut(Event<'_>),
) -> Result<(), ServeError> {
    // Pages are rendered in the global thread pool. If it exists already, it stays as it is.
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
    let door = RequestHandler { state: states, hosts: Hosts::new(host, address.port()), lang: options.lang };
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
