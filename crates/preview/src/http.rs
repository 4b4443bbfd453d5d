//! The HTTP server: requests of browsers and responses to them.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::Duration;

use hyper::body::{Bytes, Incoming};
use hyper::header::{ALLOW, HOST, LOCATION};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, oneshot, watch};

use super::ask::{Answer, Ask};
use super::body::Body;
use super::connections::{Connections, Held, Place};
use super::headers::{self, set};
use super::hosts::Hosts;
use super::message::{Message, State};
use super::mime;
use super::problems::{self, OWN, Shown};
use bangyang_domain::diag::{Diagnostic, Lang};
use bangyang_site::routes::encode;

/// Time limit for a request to arrive completely, and for the next one to begin.
const LONGEST_HEAD: Duration = Duration::from_secs(15);

/// Interval of keep-alive messages on event streams, which also detect closed tabs.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How often a request is retried if its generation has ended meanwhile.
const TRIES: usize = 5;

const HTML: &str = "text/html; charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// The data for answering requests.
#[derive(Clone)]
pub(super) struct RequestHandler {
    pub(super) state: watch::Receiver<Arc<State>>,
    pub(super) hosts: Hosts,
    pub(super) lang: Lang,
}

/// Serves until the program ends.
pub(super) fn serve(listener: std::net::TcpListener, door: RequestHandler, messages: &Sender<Message>) {
    let ended = || -> std::io::Result<()> {
        listener.set_nonblocking(true)?;
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            accept(TcpListener::from_std(listener)?, door).await;
            Ok(())
        })
    };
    if let Err(error) = ended() {
        // Nobody listens while the program is shutting down.
        let _ = messages.send(Message::Server(error));
    }
}

async fn accept(listener: TcpListener, door: RequestHandler) {
    let all = Connections::default();
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            // Too many open files, or the client has gone: the next attempt may succeed.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let (place, door) = (Arc::new(all.admit(from.ip())), door.clone());
        let task = tokio::spawn(connection(stream, door, all.clone(), Arc::clone(&place)));
        place.is_answered_by(task.abort_handle());
    }
}

async fn connection(stream: TcpStream, door: RequestHandler, all: Connections, place: Arc<Place>) {
    let Ok(local) = stream.local_addr() else { return };
    let number = place.number();
    let service = service_fn(move |request: Request<Incoming>| {
        let (door, held) = (door.clone(), all.answering(number));
        async move { Ok::<_, Infallible>(door.answer(&request, local, held).await) }
    });
    let mut server = http1::Builder::new();
    server.timer(TokioTimer::new()).header_read_timeout(LONGEST_HEAD);
    // Errors here are the client's: it has gone, or does not speak HTTP.
    let _ = server.serve_connection(TokioIo::new(stream), service).await;
    drop(place);
}

type Reply = Response<Body>;

impl RequestHandler {
    /// The response to a request; the request is finished once the response has been sent.
    async fn answer<B>(&self, request: &Request<B>, local: SocketAddr, held: Held) -> Reply {
        let mut reply = self.answered(request, local).await;
        reply.body_mut().hold(held);
        reply
    }

    async fn answered<B>(&self, request: &Request<B>, local: SocketAddr) -> Reply {
        if !self.is_for_us(request, local) {
            return self.refusal(
                StatusCode::FORBIDDEN,
                "This preview does not answer at that address. Open the one that “bangyang serve” has printed.",
                "预览不用这个地址访问，请打开“bangyang serve”窗口里显示的网址。",
            );
        }
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            let mut reply = self.refusal(
                StatusCode::METHOD_NOT_ALLOWED,
                "A preview can only be looked at; nothing can be submitted.",
                "预览只能看，不能提交内容。",
            );
            set(&mut reply, ALLOW, "GET, HEAD");
            return reply;
        }
        match request.uri().path().strip_prefix(OWN) {
            Some("reload.js") => own("reload.js", include_bytes!("client/reload.js")),
            Some("problems.css") => own("problems.css", include_bytes!("client/problems.css")),
            Some("events") => self.events(),
            _ => self.content(request.uri().path()).await,
        }
    }

    /// Whether the request is addressed to us and nobody else.
    fn is_for_us<B>(&self, request: &Request<B>, local: SocketAddr) -> bool {
        let mut named = request.headers().get_all(HOST).iter();
        let (Some(host), None) = (named.next(), named.next()) else { return false };
        let allows = |host: &str| self.hosts.allow(host, local);
        let authority = request.uri().authority();
        host.to_str().is_ok_and(allows) && authority.is_none_or(|authority| allows(authority.as_str()))
    }

    /// The site's content at a path.
    async fn content(&self, path: &str) -> Reply {
        // A path that is not UTF-8 does not exist; neither does this one.
        let path = decoded(path).unwrap_or_else(|| "\u{0}".to_owned());
        let mut state = self.state.clone();
        for _ in 0..TRIES {
            let now = {
                let Ok(now) = state.wait_for(|state| !state.is_starting).await else { break };
                Arc::clone(&now)
            };
            let Some(asks) = &now.asks else {
                if now.problems.is_empty() {
                    break;
                }
                let html = problems::page(&now.version, &now.problems, self.lang);
                return reply(StatusCode::INTERNAL_SERVER_ERROR, HTML, html.into());
            };
            let (sender, answer) = oneshot::channel();
            if asks.send(Ask { path: path.clone(), reply: sender }).is_err() {
                // It is being replaced by a newer one.
                let _ = tokio::time::timeout(Duration::from_secs(1), state.changed()).await;
                continue;
            }
            match answer.await {
                Ok(answer) => return self.told(answer, &path, &now),
                Err(_) => break,
            }
        }
        self.refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "The preview itself has failed. For details, see the window where “bangyang serve” is running; then start it again.",
            "预览程序出了问题，详情见运行“bangyang serve”的窗口，请重新启动。",
        )
    }

    fn told(&self, answer: Answer, path: &str, state: &State) -> Reply {
        match answer {
            Answer::Page { bytes, problems } => {
                reply(StatusCode::OK, HTML, self.page(bytes, problems, state).into())
            }
            Answer::File(bytes) => reply(StatusCode::OK, mime::of(path), bytes),
            Answer::Attached(bytes) => {
                let mut reply = reply(StatusCode::OK, mime::of(path), bytes);
                headers::attached(&mut reply);
                reply
            }
            Answer::Folder(folder) => {
                let mut reply = reply(StatusCode::FOUND, TEXT, Bytes::new());
                set(&mut reply, LOCATION, &format!("/{}", encode(&folder)));
                reply
            }
            Answer::Nothing { bytes: Some(bytes), problems } => {
                reply(StatusCode::NOT_FOUND, HTML, self.page(bytes, problems, state).into())
            }
            Answer::Nothing { bytes: None, .. } => {
                self.refusal(StatusCode::NOT_FOUND, "There is nothing here.", "这里没有内容。")
            }
            Answer::Failed(problems) => {
                let problems = joined(&state.problems, problems);
                let html = problems::page(&state.version, &problems, self.lang);
                reply(StatusCode::INTERNAL_SERVER_ERROR, HTML, html.into())
            }
        }
    }

    fn page(&self, bytes: Vec<u8>, problems: Vec<Diagnostic>, state: &State) -> Vec<u8> {
        let shown = if state.problems.is_empty() { Shown::WithThem } else { state.shown };
        let problems = joined(&state.problems, problems);
        problems::into_page(bytes, &state.version, &problems, shown, self.lang)
    }

    /// An event stream with the version of the served site, now and at every change.
    fn events(&self) -> Reply {
        let (sender, events) = mpsc::channel(4);
        let mut state = self.state.clone();
        tokio::spawn(async move {
            let mut event = "retry: 1000\n".to_owned();
            loop {
                {
                    let now = state.borrow_and_update();
                    if !now.is_starting {
                        event.push_str(&format!("data: {}\n\n", now.version));
                    }
                }
                if sender.send(Bytes::from(std::mem::take(&mut event))).await.is_err() {
                    return;
                }
                loop {
                    match tokio::time::timeout(HEARTBEAT, state.changed()).await {
                        Ok(Ok(())) => break,
                        Ok(Err(_)) => return,
                        Err(_) if sender.send(Bytes::from_static(b":\n\n")).await.is_err() => return,
                        Err(_) => {}
                    }
                }
            }
        });
        let mut reply = Response::new(Body::events(events));
        headers::common(&mut reply, "text/event-stream; charset=utf-8");
        reply
    }

    fn refusal(&self, status: StatusCode, en: &'static str, zh: &'static str) -> Reply {
        let text = match self.lang {
            Lang::En => en,
            Lang::ZhCn => zh,
        };
        reply(status, TEXT, Bytes::from_static(text.as_bytes()))
    }
}

/// All problems without duplicates.
fn joined(first: &[Diagnostic], more: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let new: Vec<Diagnostic> = more.into_iter().filter(|problem| !first.contains(problem)).collect();
    [first, &new].concat()
}

fn own(name: &str, bytes: &'static [u8]) -> Reply {
    reply(StatusCode::OK, mime::of(name), Bytes::from_static(bytes))
}

fn reply(status: StatusCode, mime: &'static str, bytes: Bytes) -> Reply {
    let mut reply = Response::new(Body::whole(bytes));
    *reply.status_mut() = status;
    headers::common(&mut reply, mime);
    reply
}

/// A URL path as the site knows it: without the leading `/`, percent-decoded; `None` if it is not UTF-8.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.strip_prefix('/').unwrap_or(path).bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => {
                let mut digit = || char::from(rest.next()?).to_digit(16);
                u8::try_from(digit()? * 16 + digit()?).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn percent_encoding_is_undone_once() {
        assert_eq!(decoded("/").as_deref(), Some(""));
        assert_eq!(decoded("/files/%E5%90%8D%20a.pdf").as_deref(), Some("files/名 a.pdf"));
        assert_eq!(decoded("/%252e").as_deref(), Some("%2e"));
        assert_eq!(decoded("//a").as_deref(), Some("/a"));
        for wrong in ["/%", "/%4", "/%zz", "/%ff", "/%+1"] {
            assert_eq!(decoded(wrong), None, "{wrong}");
        }
    }
}
