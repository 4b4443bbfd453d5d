//! A build opens no socket: strace, which sees every network-related system call, sees none.

use std::env::current_exe;
use std::fs;
use std::net::UdpSocket;
use std::path::Path;
use std::process::Command;

use super::{FILES, TODAY};

/// The network-related system calls of a program and all its threads. Apart from them, strace only reports
/// how threads end.
fn calls(log: &Path, program: &Path, arguments: &[&str]) -> Vec<String> {
    let output = Command::new("strace")
        .args(["--follow-forks", "--trace=%network", "--quiet=all", "--signal=none", "--output"])
        .arg(log)
        .arg(program)
        .args(arguments)
        .env("SOURCE_DATE_EPOCH", TODAY)
        .output()
        .unwrap_or_else(|error| panic!("strace does not start ({error}): `cargo xtask test` installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    fs::read_to_string(log).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_build_opens_no_socket() {
    let folder = tempfile::tempdir().unwrap();
    let (site, log) = (folder.path().join("site"), folder.path().join("log"));
    for (path, text) in FILES {
        let path = site.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    fs::write(site.join("content/news/flower.png"), super::flower()).unwrap();
    let site = site.to_str().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_bangyang"));
    for command in ["build", "check"] {
        assert_eq!(calls(&log, program, &["--root", site, command]), Vec::<String>::new(), "{command}");
    }
    assert!(Path::new(site).join("public/index.html").is_file(), "it was built");

    // The same method detects the socket of a process that has one.
    let own = current_exe().unwrap();
    let seen = calls(&log, &own, &["--exact", "sockets::a_socket_is_opened"]);
    assert!(seen.iter().any(|call| call.contains("socket(AF_INET")), "{seen:?}");
}

#[test]
fn a_socket_is_opened() {
    assert!(UdpSocket::bind("127.0.0.1:0").unwrap().local_addr().unwrap().ip().is_loopback());
}
