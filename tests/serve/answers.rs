//! What is answered, and to whom.

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
    assert!(told.contains("is taken") && told.contains("--port"), "{told}");
}
