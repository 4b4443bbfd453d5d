//! Runs the preview on a separate site.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Time limit before a test gives up; not a measurement.
const PATIENCE: Duration = Duration::from_secs(60);

pub const SITE: (&str, &str) =
    ("content/site.yaml", "title: Test\nbase_url: https://site.example/sub/\nlanguage: en\n");

/// A news item with a title and a text.
pub fn news(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\npublished_on: 2022-03-08\n---\n{text}\n")
}

/// A running preview; stopped when dropped.
pub struct Preview {
    folder: TempDir,
    child: Child,
    port: u16,
    printed: Arc<Mutex<Vec<serde_json::Value>>>,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Preview {
    pub fn of(files: &[(&str, &str)]) -> Self {
        Self::with(files, &[])
    }

    /// A preview of a site with these files, with further options.
    pub fn with(files: &[(&str, &str)], options: &[&str]) -> Self {
        let folder = TempDir::new().unwrap();
        for (path, text) in files {
            write(folder.path(), path, text);
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_bangyang"))
            .args(["--format", "json", "--lang", "en", "serve", "--port", "0"])
            .args(options)
            .current_dir(folder.path())
            .env("SOURCE_DATE_EPOCH", "1664496000")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let printed = Arc::new(Mutex::new(Vec::new()));
        let into = Arc::clone(&printed);
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                into.lock().unwrap().push(serde_json::from_str(&line).expect(&line));
            }
        });
        let mut preview = Self { folder, child, port: 0, printed };
        let is_ready = |line: &serde_json::Value| line.get("serving").is_some();
        eventually("the preview is ready", || preview.printed().iter().any(is_ready));
        let url =
            preview.printed().into_iter().find(is_ready).unwrap()["serving"].as_str().unwrap().to_owned();
        let port = url.trim_end_matches('/').rsplit_once(':').unwrap().1.parse().unwrap();
        preview.port = port;
        preview
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub const fn port(&self) -> u16 {
        self.port
    }

    pub fn write(&self, path: &str, text: &str) {
        write(self.path(), path, text);
    }

    /// What the program has printed.
    pub fn printed(&self) -> Vec<serde_json::Value> {
        self.printed.lock().unwrap().clone()
    }

    /// How often the site was read.
    pub fn readings(&self) -> usize {
        self.printed().iter().filter(|line| line.get("summary").is_some()).count()
    }

    pub fn get(&self, path: &str) -> Reply {
        self.ask("GET", path, &format!("Host: 127.0.0.1:{}\r\n", self.port))
    }

    /// Sends a request with the given header lines.
    pub fn ask(&self, method: &str, path: &str, lines: &str) -> Reply {
        let mut stream = self.connect();
        write!(stream, "{method} {path} HTTP/1.1\r\n{lines}Connection: close\r\n\r\n").unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let (head, body) = text.split_once("\r\n\r\n").expect(&text);
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Reply { status, head: head.to_ascii_lowercase(), body: body.to_owned() }
    }

    pub fn events(&self) -> Events {
        let mut stream = self.connect();
        write!(stream, "GET /__bangyang/events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        Events { lines: BufReader::new(stream) }
    }

    /// Waits until a page contains a text.
    #[track_caller]
    pub fn shows(&self, path: &str, part: &str) -> Reply {
        eventually(&format!("{path} shows {part}"), || self.get(path).body.contains(part));
        self.get(path)
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }
}

pub struct Reply {
    pub status: u16,
    /// Status line and headers, in lower case.
    pub head: String,
    pub body: String,
}

impl Reply {
    #[track_caller]
    pub fn with(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n\n{}", self.head, self.body);
        self
    }

    /// The version of the site that the page shows.
    pub fn version(&self) -> String {
        let (_, behind) = self.body.split_once("/__bangyang/reload.js?v=").expect("the reload script");
        behind.split('"').next().unwrap().to_owned()
    }

    pub fn has_problems(&self) -> bool {
        self.body.contains("id=\"bangyang-problems\"")
    }
}

/// An event stream.
pub struct Events {
    lines: BufReader<TcpStream>,
}

impl Events {
    /// The next version; waits for it.
    pub fn next(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream has ended");
            if let Some(version) = line.trim_end().strip_prefix("data: ") {
                return version.to_owned();
            }
        }
    }
}

#[track_caller]
pub fn eventually(what: &str, holds: impl Fn() -> bool) {
    let begun = Instant::now();
    while !holds() {
        assert!(begun.elapsed() < PATIENCE, "it never came to this: {what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}
