//! `serve`.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::args::Serve;
use super::console::{Console, Exit, Failure};
use super::env::Environment;
use super::publish::{as_of, now};
use super::site::existing_folder;
use super::summary::{count, found, many};
use crate::build;
use crate::diag::{Diagnostic, Lang, Severity, printable, reason};
use crate::serve::{self, Event, ServeError, ServeOptions};
use crate::source::System;

/// `serve`. Returns only if it cannot continue.
pub(super) fn serve(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Serve,
    console: &mut Console<'_>,
) -> Result<Exit, Failure> {
    let options = options(system, environment, root, asked, console.lang)?;
    let served = serve::serve(system, &options, &mut |event| tell(&event, asked.open, console));
    served.map(|()| Exit::Done).map_err(|error| failure(&error, &options))
}

fn options(
    system: &dyn System,
    environment: &Environment,
    root: &Path,
    asked: &Serve,
    lang: Lang,
) -> Result<ServeOptions, Failure> {
    existing_folder(system, root)?;
    let port = asked.port.trim().parse().map_err(|_| {
        let found = printable(&asked.port);
        Failure::usage(
            format!("“{found}” after --port must be a whole number from 0 to 65535, for example 4001."),
            format!("--port 后面要写 0 到 65535 的整数，例如 4001，不能写“{found}”。"),
        )
    })?;
    Ok(ServeOptions {
        build: build::BuildOptions {
            edition: asked.edition.into(),
            as_of: asked.as_of.as_deref().map(as_of).transpose()?,
            drafts: asked.drafts,
            awaited: asked.drafts,
            hold_back: asked.hold_back,
            ..build::BuildOptions::new(root, now(system, environment)?)
        },
        is_now_fixed: environment.source_date_epoch.is_some(),
        host: asked.host.trim().to_owned(),
        port,
        poll: asked.poll,
        lang,
    })
}

fn tell(event: &Event<'_>, open: bool, console: &mut Console<'_>) {
    match event {
        Event::Polling => console.tell_either(
            "The system does not report changes in this folder, so bangyang checks all files every second instead.",
            "系统不会通知这个文件夹里的改动，程序改为每秒查看一遍全部文件。",
        ),
        Event::Planned { diagnostics, all, summary, took, keeps_old } => {
            diagnostics.iter().for_each(|diagnostic| console.diagnostic(diagnostic));
            planned(all, summary.pages, *took, console);
            if *keeps_old && !console.is_json() {
                console.tell_either(
                    "Until the errors are fixed, the preview shows the website as it was before them.",
                    "改好之前，预览显示的是出错以前的网站。",
                );
            }
        }
        Event::Found { diagnostics } => {
            diagnostics.iter().for_each(|diagnostic| console.diagnostic(diagnostic));
        }
        Event::Ready { url, is_open } => ready(url, *is_open, open, console),
        Event::Broken => console.tell_either(
            "error: bangyang itself has failed; see the message above. The preview shows the website as it was before.",
            "错误：程序本身出了问题，见上面的信息。预览显示的是之前的网站。",
        ),
    }
}

fn planned(all: &[Diagnostic], pages: usize, took: Duration, console: &mut Console<'_>) {
    let (errors, warnings) = (count(all, Severity::Error), count(all, Severity::Warning));
    let millis = took.as_millis();
    if console.is_json() {
        let summary = serde_json::json!({"pages": pages, "warnings": warnings, "errors": errors, "millis": u64::try_from(millis).unwrap_or(u64::MAX)});
        return console.print(&serde_json::json!({ "summary": summary }).to_string());
    }
    let found = found(console.lang, errors, warnings);
    console.tell(&match console.lang {
        Lang::En => format!("Read in {millis} ms: {}, {found}.", many(pages, "page")),
        Lang::ZhCn => format!("读取完了（{millis} 毫秒）：{pages} 个网页，{found}。"),
    });
}

fn ready(url: &str, is_open: bool, open: bool, console: &mut Console<'_>) {
    if console.is_json() {
        console.print(&serde_json::json!({ "serving": url }).to_string());
    } else {
        console.tell(&match console.lang {
            Lang::En => format!(
                "\nPreview: {url}\nWhen you save a file, the page in the browser updates by itself. Press Ctrl+C to stop."
            ),
            Lang::ZhCn => {
                format!("\n预览：{url}\n文件保存以后，浏览器里的网页会自动更新。按 Ctrl+C 停止。")
            }
        });
        if is_open {
            console.tell_either(
                "CAUTION: everybody on the same network can see it.",
                "请注意：同一网络里的电脑都能看到。",
            );
        }
    }
    if open && browse(url).is_err() {
        console.tell_either(
            "The browser could not be opened; open the address above yourself.",
            "浏览器打不开，请自己打开上面的网址。",
        );
    }
}

/// Lets the system open an address, which is always our own.
fn browse(url: &str) -> io::Result<()> {
    let mut command = if cfg!(windows) {
        let mut command = Command::new("rundll32");
        command.arg("url.dll,FileProtocolHandler");
        command
    } else {
        Command::new(if cfg!(target_os = "macos") { "open" } else { "xdg-open" })
    };
    command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().map(drop)
}

fn failure(error: &ServeError, options: &ServeOptions) -> Failure {
    let (host, port) = (printable(&options.host), options.port);
    match error {
        ServeError::Host(_) => Failure::usage(
            format!("“{host}” after --host is not an address of this computer; use, for example, 127.0.0.1."),
            format!("--host 后面的“{host}”不是这台电脑的地址，可以写 127.0.0.1。"),
        ),
        ServeError::Listen(error) => match error.kind() {
            io::ErrorKind::AddrInUse => Failure::machine(
                format!(
                    "Port {port} is in use; another preview may be running. Close that one, or use another port: bangyang serve --port {}",
                    another(port)
                ),
                format!(
                    "端口 {port} 已经被占用，可能另一个预览还开着。请先关掉它，或者换一个端口：bangyang serve --port {}",
                    another(port)
                ),
            ),
            io::ErrorKind::AddrNotAvailable => Failure::usage(
                format!(
                    "“{host}” after --host is not an address of this computer; use, for example, 127.0.0.1."
                ),
                format!("--host 后面的“{host}”不是这台电脑的地址，可以写 127.0.0.1。"),
            ),
            io::ErrorKind::PermissionDenied => Failure::machine(
                format!("The system does not allow port {port}. Use another one: bangyang serve --port 4001"),
                format!("系统不允许用端口 {port}，请换一个：bangyang serve --port 4001"),
            ),
            _ => Failure::machine(
                format!(
                    "The preview cannot be reached at {host}, port {port}: {}",
                    reason(error).in_lang(Lang::En)
                ),
                format!("在 {host} 的端口 {port} 打不开预览：{}", reason(error).in_lang(Lang::ZhCn)),
            ),
        },
        ServeError::Machine(error) => Failure::machine(
            format!("The preview cannot go on: {}", reason(error).in_lang(Lang::En)),
            format!("预览无法继续：{}", reason(error).in_lang(Lang::ZhCn)),
        ),
    }
}

fn another(port: u16) -> u16 {
    port.checked_add(1).unwrap_or(4001)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_in_both_languages_why_it_cannot_listen() {
        let options = ServeOptions {
            build: build::BuildOptions::new(".", jiff::Timestamp::UNIX_EPOCH),
            is_now_fixed: true,
            host: "127.0.0.1".to_owned(),
            port: 65535,
            poll: false,
            lang: Lang::En,
        };
        let listen = |kind: io::ErrorKind| failure(&ServeError::Listen(kind.into()), &options);
        let taken = listen(io::ErrorKind::AddrInUse);
        assert!(taken.en.contains("Port 65535 is in use") && taken.en.ends_with("--port 4001"), "{taken:?}");
        assert!(taken.zh.contains("被占用") && taken.exit == Exit::Machine);
        assert_eq!(listen(io::ErrorKind::AddrNotAvailable).exit, Exit::Usage);
        assert_eq!(listen(io::ErrorKind::PermissionDenied).exit, Exit::Machine);
        let host = failure(&ServeError::Host(io::ErrorKind::NotFound.into()), &options);
        assert_eq!(host.exit, Exit::Usage);
    }
}
