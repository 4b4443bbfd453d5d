//! Explains system errors in plain words.

use std::io::{Error, ErrorKind};

use super::{Arg, Code, Diagnostic};
use crate::source::HeldOpen;

/// The diagnostic for an internal error: what failed, and why.
#[must_use]
pub fn internal(what: &str, why: &dyn std::fmt::Display) -> Diagnostic {
    Diagnostic::new(Code::InternalError).arg("what", what).arg("reason", why.to_string())
}

/// A reader-friendly explanation of a system error; otherwise the system's own words.
#[must_use]
pub fn reason(error: &Error) -> Arg {
    if let Some(held) = HeldOpen::of(error).filter(|held| !held.by.is_empty()) {
        return Arg::term(
            format!("it is open in {}: close it there, then try again", held.by.join(", ")),
            format!("“{}”正开着它，请先在那里关掉，再来一次", held.by.join("、")),
        );
    }
    let (en, zh) = match error.kind() {
        ErrorKind::NotFound => {
            ("it is not there (it may just have been moved or renamed)", "文件不在了（可能刚被移走或改名）")
        }
        ErrorKind::PermissionDenied => (
            "the system does not permit it (the file may be open in another program, or belong to somebody else)",
            "系统不允许（文件可能正被别的软件打开，或者当前账号没有权限）",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("the disk is full", "磁盘满了"),
        ErrorKind::ReadOnlyFilesystem => ("the disk can only be read, not written", "磁盘是只读的，不能写入"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy | ErrorKind::WouldBlock => (
            "another program is using it: close it there, then try again",
            "别的软件正在使用它，请先在那里关掉，再来一次",
        ),
        ErrorKind::IsADirectory => {
            ("there is a folder where a file should be", "应该是文件的地方是一个文件夹")
        }
        ErrorKind::NotADirectory => {
            ("there is a file where a folder should be", "应该是文件夹的地方是一个文件")
        }
        ErrorKind::AlreadyExists => {
            ("there is already a file or folder with this name", "同名的文件或文件夹已经存在")
        }
        ErrorKind::DirectoryNotEmpty => ("the folder is not empty", "文件夹里还有东西"),
        ErrorKind::FileTooLarge => ("it is too large", "文件太大"),
        ErrorKind::InvalidFilename => ("the system does not accept this name", "系统不接受这个文件名"),
        ErrorKind::CrossesDevices => ("it is on another disk", "它在另一个磁盘上"),
        ErrorKind::UnexpectedEof => ("the file ends too early: it is damaged", "文件不完整，已经损坏"),
        ErrorKind::InvalidData => ("its content is damaged", "文件内容已经损坏"),
        ErrorKind::TimedOut
        | ErrorKind::HostUnreachable
        | ErrorKind::NetworkUnreachable
        | ErrorKind::NetworkDown => ("the network drive is not responding", "网络盘没有回应"),
        ErrorKind::OutOfMemory => ("the computer has run out of memory", "电脑内存不够"),
        _ => return Arg::from(error.to_string()),
    };
    Arg::term(en, zh)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::Lang;

    #[test]
    fn common_refusals_have_words_in_both_languages() {
        for kind in [ErrorKind::NotFound, ErrorKind::PermissionDenied, ErrorKind::StorageFull] {
            let told = reason(&Error::from(kind));
            assert!(told.in_lang(Lang::ZhCn).chars().any(|c| c > '\u{2E80}'), "{kind}");
            assert!(told.in_lang(Lang::En).is_ascii(), "{kind}");
        }
        let held = HeldOpen::error("台账.xlsx".into(), vec!["Microsoft Excel".to_owned(), "秦岚".to_owned()]);
        assert!(reason(&held).in_lang(Lang::ZhCn).contains("“Microsoft Excel、秦岚”正开着它"));
        assert_eq!(reason(&Error::other("odd")), Arg::from("odd"));
    }
}
