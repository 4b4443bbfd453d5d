//! Where messages go.

use std::borrow::Cow;
use std::io::{self, Write};

use super::args::Format;
use super::usage::steers;
use crate::diag::{Diagnostic, Lang, Patch, render};

/// How the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// It did what it was asked to.
    Done,
    /// The content has errors.
    Content,
    /// The command was written wrongly.
    Usage,
    /// The machine failed.
    Machine,
}

impl Exit {
    /// The exit status.
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

/// Why a command could not be done, in both languages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Failure {
    pub(super) exit: Exit,
    pub(super) en: String,
    pub(super) zh: String,
}

impl Failure {
    /// The command was written wrongly.
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

/// The one of two texts that is in the language.
pub(super) const fn either<'t>(lang: Lang, en: &'t str, zh: &'t str) -> &'t str {
    match lang {
        Lang::En => en,
        Lang::ZhCn => zh,
    }
}

/// A text of several lines without what could steer a terminal.
fn harmless(text: &str, steers: impl Fn(char) -> bool) -> Cow<'_, str> {
    let steers = |c: char| steers(c) && !matches!(c, '\n' | '\t');
    if text.contains(steers) {
        return Cow::Owned(text.chars().map(|c| if steers(c) { '�' } else { c }).collect());
    }
    Cow::Borrowed(text)
}

/// Standard output and standard error, with what decides the form of what goes there.
///
/// A reader that goes away (`bangyang explain | head -1`) is no failure: what is left is dropped.
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

    /// A line of what was asked for. It may hold what came from outside: nothing in it steers a terminal.
    pub(super) fn print(&mut self, text: &str) {
        let text = harmless(text, char::is_control);
        let written = writeln!(self.out, "{text}").and_then(|()| self.out.flush());
        // Somebody waits for this output: where the disk is full, say so by the exit status.
        self.failed |= written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe);
    }

    /// A line about what was done, as harmless.
    pub(super) fn tell(&mut self, text: &str) {
        self.tell_styled(&harmless(text, steers));
    }

    /// A line whose own colours stay.
    fn tell_styled(&mut self, text: &str) {
        // Where standard error is closed, there is nobody to tell that it is.
        let _ = writeln!(self.err, "{text}");
    }

    /// A line in the user's language.
    pub(super) fn tell_either(&mut self, en: &str, zh: &str) {
        self.tell(either(self.lang, en, zh));
    }

    /// A diagnostic, in the form that was asked for.
    pub(super) fn diagnostic(&mut self, diagnostic: &Diagnostic) {
        self.diagnostic_with(diagnostic, Vec::new);
    }

    /// A diagnostic with what fixes it, of which only programs are reported.
    pub(super) fn diagnostic_with(&mut self, diagnostic: &Diagnostic, fix: impl FnOnce() -> Vec<Patch>) {
        if self.is_json() {
            self.print(&render::json_with_fix(diagnostic, self.lang, &fix()));
        } else {
            self.tell_styled(&render::terminal(diagnostic, self.lang, self.colour));
        }
    }

    /// Returns why a command could not be done.
    pub(super) fn fail(&mut self, failure: &Failure) -> Exit {
        let head = either(self.lang, "error: ", "错误：");
        self.tell(&format!("{head}{}", failure.text(self.lang)));
        failure.exit
    }

    /// The exit status, if all that was to be printed could be.
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
