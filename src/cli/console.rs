//! Output of messages.

use std::borrow::Cow;
use std::io::{self, Write};

use super::args::Format;
use crate::diag::{Diagnostic, Lang, Patch, render, steers};

/// The exit status of the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Success.
    Done,
    /// The content has errors.
    Content,
    /// Wrong usage.
    Usage,
    /// The machine failed.
    Machine,
}

impl Exit {
    /// The exit code.
    #[must_use]
    pub const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Content => 1,
            Self::Usage => 2,
            Self::Machine => 3,
        }
    }
}

/// Why a command failed, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) en: String,
    pub(super) zh: String,
}

impl Failure {
    /// Wrong usage.
    pub(super) fn usage(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { exit: Exit::Usage, en: en.into(), zh: zh.into() }
    }

    /// The machine failed.
    pub(super) fn machine(en: impl Into<String>, zh: impl Into<String>) -> Self {
        Self { exit: Exit::Machine, en: en.into(), zh: zh.into() }
    }

    fn text(&self, lang: Lang) -> &str {
        match lang {
            Lang::En => &self.en,
            Lang::ZhCn => &self.zh,
        }
    }
}

/// The text in the given language.
pub(super) const fn either<'t>(lang: Lang, en: &'t str, zh: &'t str) -> &'t str {
    match lang {
        Lang::En => en,
        Lang::ZhCn => zh,
    }
}

/// A text of several lines without characters that could control a terminal.
fn harmless(text: &str, steers: impl Fn(char) -> bool) -> Cow<'_, str> {
    let steers = |c: char| steers(c) && !matches!(c, '\n' | '\t');
    if text.contains(steers) {
        return Cow::Owned(text.chars().map(|c| if steers(c) { '�' } else { c }).collect());
    }
    Cow::Borrowed(text)
}

/// Standard output and standard error, with the settings for their format.
///
/// A closed pipe (`bangyang explain | head -1`) is not a failure: the rest is dropped.
pub(super) struct Console<'a> {
    out: &'a mut dyn Write,
    err: &'a mut dyn Write,
    pub(super) lang: Lang,
    pub(super) format: Format,
    pub(super) colour: bool,
    failed: bool,
}

impl<'a> Console<'a> {
    pub(super) fn new(out: &'a mut dyn Write, err: &'a mut dyn Write, lang: Lang) -> Self {
        Self { out, err, lang, format: Format::Human, colour: false, failed: false }
    }

    pub(super) fn is_json(&self) -> bool {
        self.format == Format::Json
    }

    /// Prints a line of the requested output, without characters that could control a terminal.
    pub(super) fn print(&mut self, text: &str) {
        let text = harmless(text, char::is_control);
        let written = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
        // The output is expected by somebody: a full disk must be visible in the exit status.
        self.failed |= written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe);
    }

    /// Prints a line about what was done, without control characters.
    pub(super) fn tell(&mut self, text: &str) {
        self.tell_styled(&harmless(text, steers));
    }

    /// Prints a line with its own colours.
    fn tell_styled(&mut self, text: &str) {
        // If standard error is closed, nobody can be told.
        let _ = writeln!(self.err, "{text}");
    }

    /// Prints a line in the user's language.
    pub(super) fn tell_either(&mut self, en: &str, zh: &str) {
        self.tell(either(self.lang, en, zh));
    }

    /// Prints a diagnostic in the requested format.
    pub(super) fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.diagnostic_with(diagnostic, Vec::new);
    }

    /// Prints a diagnostic with its fix, which only JSON output shows.
    pub(super) fn diagnostic_with(&mut self, diagnostic: &Diagnostic, fix: impl FnOnce() -> Vec<Patch>) {
        if self.is_json() {
            self.print(&render::json_with_fix(diagnostic, self.lang, &fix()));
        } else {
            self.tell_styled(&render::terminal(diagnostic, self.lang, self.colour));
        }
    }

    /// Reports why a command failed.
    pub(super) fn fail(&mut self, failure: &Failure) -> Exit {
        let head = either(self.lang, "error: ", "错误：");
        self.tell(&format!("{head}{}", failure.text(self.lang)));
        failure.exit
    }

    /// The exit status, if everything could be printed.
    pub(super) fn finish(&mut self, exit: Exit) -> Exit {
        if self.failed && exit == Exit::Done {
            self.tell_either(
                "error: the output could not be written.",
                "错误：结果写不出去，请看磁盘是不是满了。",
            );
            return Exit::Machine;
        }
        exit
    }
}
