//! The answers, and who gets them.

use std::io::Write;
use std::process::Command;

use super::support::{Preview, SITE, news};

fn preview() -> Preview {
    let item = news("Spring", "Text — 春天.");
    Preview::of(&[
        SITE,
        ("content/news/a.md", &item),
        ("static/notes.txt", "plain\n"),
        ("secret.txt", "secret"),
    ])
}

#[test]
fn pages_and_files_come_with_what_they_are() {
    let preview = preview();
    let page = preview.get("/news/a.html").with(200);
    assert!(
        page.body.contains("Text — 春天.") && page.body.contains("/__bangyang/reload.js?v="),
        "{}",
        page.body
    );
    for header in ["content-type: text/html; charset=utf-8", "cache-control: no-store"] {
        assert!(page.head.contains(header), "{header} in {}", page.head);
    }
    assert!(
        page.body.contains(&format!("http://127.0.0.1:{}/news/a.html", preview.port())),
        "its own address"
    );
    assert!(preview.get("/").with(200).body.contains("Test"));
    assert!(preview.get("/index.html?x=1").with(200).body.contains("Test"));
    assert!(preview.get("/news/").with(200).body.contains("Spring"));
    assert!(preview.get("/news").with(302).head.contains("location: /news/\r\n"));
    let text = preview.get("/notes.txt").with(200);
    assert!(text.body == "plain\n" && text.head.contains("text/plain; charset=utf-8"));
    assert!(preview.get("/__bangyang/reload.js").with(200).head.contains("text/javascript"));
    assert!(preview.get("/__bangyang/problems.css").with(200).head.contains("text/css"));
    assert!(!preview.path().join("public").exists(), "nothing is written");
    assert!(!preview.path().join(".bangyang").exists(), "nothing is written");
}

#[test]
fn nothing_is_told_by_the_page_that_the_site_has_for_it() {
    let preview = preview();
    let page = preview.get("/news/nothing.html").with(404);
    assert!(page.body.contains("<footer") && page.body.contains("/__bangyang/reload.js"), "{}", page.body);
    for path in ["/secret.txt", "/content/site.yaml", "/static/notes.txt", "/__bangyang/", "/assets/"] {
        preview.get(path).with(404);
    }
}

#[test]
fn no_path_leads_out_of_the_site() {
    let preview = preview();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/notes.txt/../../secret.txt",
        "//etc/passwd",
        "/%2fetc%2fpasswd",
        "/%00",
        "/%ff",
        "/%",
        "/./notes.txt",
    ] {
        let reply = preview.get(path).with(404);
        assert!(!reply.body.contains("secret\n") && !reply.body.contains("root:"), "{path}: {}", reply.body);
    }
}

#[test]
fn only_looking_is_allowed() {
    let preview = preview();
    let host = format!("Host: localhost:{}\r\n", preview.port());
    let head = preview.ask("HEAD", "/news/a.html", &host).with(200);
    assert!(head.body.is_empty() && head.head.contains("content-length: "), "{}", head.head);
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let reply = preview.ask(method, "/news/a.html", &format!("{host}Content-Length: 0\r\n")).with(405);
        assert!(reply.head.contains("allow: get, head"), "{}", reply.head);
    }
}

#[test]
fn answers_under_its_own_names_alone() {
    let preview = preview();
    let port = preview.port();
    for host in ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"] {
        preview.ask("GET", "/", &format!("Host: {host}:{port}\r\n")).with(200);
    }
    let others = [
        format!("Host: site.example:{port}\r\n"),
        format!("Host: 127.0.0.1.site.example:{port}\r\n"),
        "Host: localhost\r\n".to_owned(),
        format!("Host: localhost:{}\r\n", port ^ 1),
        format!("Host: localhost:{port}\r\nHost: site.example:{port}\r\n"),
        String::new(),
    ];
    for host in others {
        for path in ["/news/a.html", "/__bangyang/events", "/__bangyang/reload.js"] {
            let reply = preview.ask("GET", path, &host).with(403);
            assert!(!reply.body.contains("Spring"), "{host}");
        }
    }
    let outside = format!("http://site.example:{port}/");
    preview.ask("GET", &outside, &format!("Host: localhost:{port}\r\n")).with(403);
}

#[test]
fn a_taken_port_is_told_with_what_to_do() {
    let preview = preview();
    let port = preview.port().to_string();
    let ran = Command::new(env!("CARGO_BIN_EXE_bangyang"))
        .args(["--lang", "en", "serve", "--port", &port])
        .current_dir(preview.path())
        .output()
        .unwrap();
    let told = String::from_utf8(ran.stderr).unwrap();
    assert_eq!(ran.status.code(), Some(3), "{told}");
    assert!(told.contains("is in use") && told.contains("--port"), "{told}");
}

/// A PDF without content.
const PDF: &str = "%PDF-1.4\n1 0 obj <</Type/Page/Contents 2 0 R>> endobj\n2 0 obj <</Length 24>>\nstream\nBT /F 10 Tf (text) Tj ET\nendstream endobj\n";

#[test]
fn nothing_that_is_attached_runs() {
    let item = news("Spring", "[click](e.html), [a list](list.txt), [a paper](a.pdf)");
    let preview = Preview::of(&[
        SITE,
        ("content/news/a.md", &item),
        ("content/news/e.html", "<html><script src=\"e.js\"></script></html>"),
        ("content/news/list.txt", "plain\n"),
        ("content/news/a.pdf", PDF),
    ]);
    let refused = preview.get("/files/news/a/e.html").with(500);
    assert!(!refused.body.contains("e.js") && refused.body.contains("BY238"), "{}", refused.body);
    for path in ["/files/news/a/list.txt", "/files/news/a/a.pdf"] {
        let head = preview.get(path).with(200).head;
        for header in [
            "content-security-policy: sandbox; default-src 'none'; frame-ancestors 'none'\r\n",
            "content-disposition: attachment\r\n",
            "x-content-type-options: nosniff\r\n",
            "cross-origin-resource-policy: same-origin\r\n",
        ] {
            assert!(head.contains(header), "{header} in {head}");
        }
    }
}

#[test]
fn no_other_site_can_use_what_is_shown() {
    let preview = preview();
    for path in [
        "/",
        "/news/a.html",
        "/news",
        "/nothing.html",
        "/notes.txt",
        "/search/facets.js",
        "/assets/nothing.css",
        "/__bangyang/reload.js",
        "/secret.txt",
    ] {
        let head = preview.get(path).head;
        for header in [
            "content-security-policy: frame-ancestors 'none'\r\n",
            "cross-origin-opener-policy: same-origin\r\n",
            "cross-origin-resource-policy: same-origin\r\n",
            "x-content-type-options: nosniff\r\n",
        ] {
            assert!(head.contains(header), "{path}: {header} in {head}");
        }
    }
}

#[test]
fn idle_connections_keep_nobody_out() {
    let preview = preview();
    let mut events = preview.events();
    let version = events.next();
    // Some send nothing, some begin a request, some sent one request and stay.
    let begun = ["", "GET / HTTP/1.1\r\nHost: 127", "GET /notes.txt HTTP/1.1\r\nHost: H\r\n\r\n"];
    let host = format!("127.0.0.1:{}", preview.port());
    let mut idle = Vec::new();
    for n in 0..300 {
        let mut stream = std::net::TcpStream::connect(&host).unwrap();
        // A connection that was closed meanwhile accepts nothing more.
        let _ = stream.write_all(begun[n % 3].replace("H\r", &format!("{host}\r")).as_bytes());
        idle.push(stream);
    }
    for _ in 0..5 {
        preview.get("/news/a.html").with(200);
    }
    // Nor does an event stream end.
    preview.write("content/news/a.md", &news("Summer", "Text."));
    assert_ne!(events.next(), version);
    drop(idle);
}

#[test]
fn who_is_told_of_changes_keeps_nobody_out() {
    let preview = preview();
    let listeners: Vec<_> = (0..200).map(|_| preview.events()).collect();
    preview.get("/news/a.html").with(200);
    drop(listeners);
}
