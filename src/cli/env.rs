//! The program's surroundings: its arguments, environment and terminal. No other module accesses them.

use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use crate::diag::Lang;
use crate::source::{OsSystem, System};

/// What the program was started with.
#[derive(Clone, Debug, Default)]
pub struct Environment {
    /// The arguments, starting with the program's own name.
    pub arguments: Vec<OsString>,
    /// `SOURCE_DATE_EPOCH` as written; empty counts as absent.
    pub source_date_epoch: Option<OsString>,
    /// The locale, if set, for example `zh_CN.UTF-8`.
    pub locale: Option<String>,
    /// Whether colours may be used on standard error.
    pub colour: bool,
    /// Whether standard error is a terminal.
    pub terminal: bool,
    /// Whether somebody sits in front of a window that contains nothing but this program.
    pub own_window: bool,
    /// The current directory.
    pub folder: PathBuf,
    /// Identifies this build of the program: its version, and the length and time of its file.
    pub program: Option<String>,
}

/// Identifies the program's own file.
fn program() -> Option<String> {
    let file = OsSystem.metadata(&std::env::current_exe().ok()?).ok().flatten()?;
    let modified = file.modified?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), file.len, modified.as_nanos()))
}

impl Environment {
    /// Reads everything from the operating system.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the environment is read here alone and handed on as data")]
    pub fn read() -> Self {
        let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
        let terminal = std::io::stderr().is_terminal();
        let dumb = set("TERM").is_some_and(|term| term == "dumb");
        // Old Windows consoles print escape sequences literally; the new one can be recognised.
        let able = !cfg!(windows) || set("WT_SESSION").is_some() || set("TERM").is_some();
        let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
        Self {
            arguments: std::env::args_os().collect(),
            source_date_epoch: set("SOURCE_DATE_EPOCH"),
            locale: locale.map(|value| value.to_string_lossy().into_owned()),
            colour: terminal && able && !dumb && set("NO_COLOR").is_none(),
            terminal: terminal && !dumb,
            // Explorer opens a console for a program; the command prompt sets this variable in those it starts.
            own_window: cfg!(windows)
                && terminal
                && std::io::stdin().is_terminal()
                && std::env::var_os("PROMPT").is_none(),
            folder: std::env::current_dir().unwrap_or_default(),
            program: program(),
        }
    }

    /// Whether the program was started by a double click.
    #[must_use]
    pub fn is_double_click(&self) -> bool {
        self.own_window && self.arguments.len() <= 1
    }

    /// The locale's language, if there are messages in it.
    #[must_use]
    pub fn lang(&self) -> Option<Lang> {
        Lang::parse(self.locale.as_deref()?)
    }

    /// The path relative to the current directory, made absolute.
    #[must_use]
    pub fn absolute(&self, path: &Path) -> PathBuf {
        // Component by component, so that messages contain no `.`.
        self.folder.join(path).components().collect()
    }

    /// The value of a long option, before the arguments are parsed.
    #[must_use]
    pub fn peek(&self, option: &str) -> Option<String> {
        let mut arguments = self.arguments.iter().skip(1).map(|argument| argument.to_string_lossy());
        while let Some(argument) = arguments.next() {
            if argument == "--" {
                return None;
            }
            match argument.strip_prefix(option) {
                Some("") => return arguments.next().map(Into::into),
                Some(rest) if rest.starts_with('=') => return rest.get(1..).map(str::to_owned),
                _ => {}
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn started(arguments: &[&str]) -> Environment {
        Environment { arguments: arguments.iter().map(OsString::from).collect(), ..Environment::default() }
    }

    #[test]
    fn looks_ahead_for_an_option() {
        assert_eq!(started(&["b", "--lang", "en"]).peek("--lang").as_deref(), Some("en"));
        assert_eq!(started(&["b", "x", "--lang=zh-CN"]).peek("--lang").as_deref(), Some("zh-CN"));
        assert_eq!(started(&["b", "--language", "en"]).peek("--lang"), None);
        assert_eq!(started(&["b", "--", "--lang", "en"]).peek("--lang"), None);
        assert_eq!(started(&["b", "--lang"]).peek("--lang"), None);
    }

    #[test]
    fn a_path_for_people_has_no_dots() {
        let started = Environment { folder: PathBuf::from("/srv/site"), ..Environment::default() };
        assert_eq!(started.absolute(Path::new("./public")), Path::new("/srv/site/public"));
        assert_eq!(started.absolute(Path::new("/x/public")), Path::new("/x/public"));
    }
}
