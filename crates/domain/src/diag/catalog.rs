//! The texts of the diagnostic codes, one file per code in `codes/`.
//!
//! A file begins with `# name`; then each language has a section `## en` or `## zh-CN`: its first paragraph
//! is the message, lines that begin with `> ` are help, and the rest is the explanation. `{name}` is a
//! placeholder for an argument; a help line whose argument is missing is omitted.

use super::printable::printable;
use super::suggest::look_alike;
use super::{Arg, Code, Diagnostic, Lang, mask_numbers};

/// A code's texts in one language, with placeholders.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The code's name, in kebab case.
    pub name: &'static str,
    /// One or two sentences.
    pub message: &'static str,
    /// How to fix it, one line each.
    pub help: Vec<&'static str>,
    /// What it means, why, and an example; Markdown.
    pub explanation: &'static str,
}

impl Entry {
    /// The message with placeholders shown as open.
    #[must_use]
    pub fn open_message(&self) -> String {
        open(self.message)
    }

    /// The help lines, likewise; without lines that differ in each case.
    #[must_use]
    pub fn open_help(&self) -> Vec<String> {
        self.help.iter().map(|line| open(line)).filter(|line| line != OPEN).collect()
    }
}

/// Shown for an unknown argument.
const OPEN: &str = "…";

fn open(template: &str) -> String {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?.1)))
    {
        out.push_str(before);
        out.push_str(OPEN);
        // Avoid a fourth dot after an argument at the end of a sentence.
        rest = behind.strip_prefix(['.', '。']).unwrap_or(behind);
    }
    out.push_str(rest);
    out
}

/// The texts of a code. A test ensures that each code has all of them in both languages.
#[must_use]
pub fn entry(code: Code, lang: Lang) -> Entry {
    let source = code.source();
    let name = source.lines().next().and_then(|line| line.strip_prefix("# ")).unwrap_or("");
    let heading = match lang {
        Lang::En => "\n## en\n",
        Lang::ZhCn => "\n## zh-CN\n",
    };
    let section = source.split_once(heading).map_or("", |(_, rest)| rest);
    let section = section.split_once("\n## ").map_or(section, |(own, _)| own).trim();
    let (head, explanation) = section.split_once("\n\n").unwrap_or((section, ""));
    let message = head.lines().find(|line| !line.starts_with("> ")).unwrap_or("");
    let help = head.lines().filter_map(|line| line.strip_prefix("> ")).collect();
    Entry { name, message, help, explanation: explanation.trim() }
}

/// Arguments that come from the program or a declaration, never from an editor's text: numbers in them are
/// not masked.
const OWN_NUMBERS: [&str; 6] = ["example", "expected", "limit", "max", "min", "pid"];

/// Fills the placeholders; `None` if one has no value. Numbers as long as telephone numbers are masked,
/// because what an editor typed into the wrong line would otherwise appear on screens and in logs and mails.
fn fill(template: &str, args: &[(&'static str, Arg)], lang: Lang) -> Option<String> {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, behind) = after.split_once('}')?;
        let (_, value) = args.iter().find(|(known, _)| *known == name)?;
        out.push_str(before);
        let text = value.in_lang(lang);
        out.push_str(&if OWN_NUMBERS.contains(&name) { text.to_owned() } else { mask_numbers(text) });
        rest = behind;
    }
    out.push_str(rest);
    Some(out)
}

impl Diagnostic {
    /// The message with its arguments. Control characters in it (from file names or values) are shown as `�`,
    /// digits of long numbers as `•`.
    #[must_use]
    pub fn message(&self, lang: Lang) -> String {
        let template = entry(self.code, lang).message;
        printable(&fill(template, &self.args, lang).unwrap_or_else(|| template.to_owned()))
    }

    /// The help lines whose arguments have values.
    #[must_use]
    pub fn help(&self, lang: Lang) -> Vec<String> {
        let lines = entry(self.code, lang).help;
        let lines = lines.into_iter().filter_map(|line| {
            let line = if self.is_unseen() && line.contains("{suggestion}") { unseen(lang) } else { line };
            fill(line, &self.args, lang)
        });
        lines.map(|line| printable(&line)).collect()
    }

    /// Whether the suggestion looks the same as the original: offering it without explanation would be
    /// confusing.
    fn is_unseen(&self) -> bool {
        let of = |name: &str| self.args.iter().find(|(known, _)| *known == name).map(|(_, value)| value);
        let Some(Arg::Plain(near)) = of("suggestion") else { return false };
        let written = ["found", "field", "key", "folder"].into_iter().filter_map(of);
        written.into_iter().any(|value| matches!(value, Arg::Plain(text) if look_alike(text, near)))
    }
}

/// The help if only an invisible character is wrong.
const fn unseen(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "What is written there looks like “{suggestion}”, but contains an invisible character. Delete the word and type it again."
        }
        Lang::ZhCn => {
            "那里写的看上去就是“{suggestion}”，但里面夹着看不见的字符。请把这个词删掉，重新打一遍。"
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn placeholders(text: &'static str) -> BTreeSet<&'static str> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect()
    }

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    }

    #[test]
    fn every_code_is_told_in_both_languages() {
        for code in Code::ALL {
            let [zh, en] = Lang::ALL.map(|lang| entry(code, lang));
            let kebab = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
            assert!(!en.name.is_empty() && en.name.chars().all(kebab), "{code} has no name");
            for entry in [&zh, &en] {
                assert!(!entry.message.is_empty(), "{code} has no message");
                assert!(!entry.help.is_empty(), "{code} has no help");
                assert!(entry.explanation.chars().count() > 40, "{code} is not explained");
                assert!(entry.explanation.matches("```").count() >= 2, "{code} has no example");
            }
            assert!(is_chinese(zh.message) && is_chinese(zh.explanation), "{code} is not in Chinese");
            assert!(!is_chinese(en.message), "{code} is not in English");
        }
    }

    #[test]
    fn both_languages_name_the_same_arguments() {
        for code in Code::ALL {
            let [zh, en] = Lang::ALL.map(|lang| entry(code, lang));
            assert_eq!(placeholders(zh.message), placeholders(en.message), "{code}");
            // Line by line, so that both languages omit the same lines.
            let each = |entry: &Entry| -> Vec<BTreeSet<&'static str>> {
                entry.help.iter().map(|line| placeholders(line)).collect()
            };
            assert_eq!(each(&zh), each(&en), "{code}");
            for name in each(&en).iter().flatten().chain(&placeholders(en.message)) {
                assert!(name.chars().all(|c| c.is_ascii_lowercase()), "{code}: {name}");
            }
        }
    }

    #[test]
    fn what_differs_from_case_to_case_is_left_open() {
        assert_eq!(open("“{label}” is missing ({x})."), "“…” is missing (…).");
        assert_eq!(open("not read: {reason}. No “{x}”，{y}。"), "not read: … No “…”，…");
        assert_eq!(open("a { b"), "a { b");
        for code in Code::ALL {
            for entry in Lang::ALL.map(|lang| entry(code, lang)) {
                assert!(!entry.open_help().is_empty(), "{code} has no help of its own");
                assert!(!(entry.open_message() + &entry.open_help().concat()).contains('{'), "{code}");
            }
        }
    }

    #[test]
    fn codes_and_names_are_unique() {
        let ids: BTreeSet<_> = Code::ALL.iter().map(|code| code.id()).collect();
        let names: BTreeSet<_> = Code::ALL.iter().map(|code| entry(*code, Lang::En).name).collect();
        assert_eq!((ids.len(), names.len()), (Code::ALL.len(), Code::ALL.len()));
    }

    #[test]
    fn long_numbers_of_any_argument_are_masked() {
        let number = "0".repeat(18);
        for code in Code::ALL {
            let names: BTreeSet<&'static str> = Lang::ALL
                .iter()
                .flat_map(|lang| {
                    let entry = entry(code, *lang);
                    entry.help.into_iter().chain([entry.message]).flat_map(placeholders)
                })
                .collect();
            for value in [Arg::from(number.as_str()), Arg::term(number.as_str(), number.as_str())] {
                let mut diagnostic = Diagnostic::new(code);
                for name in names.iter().filter(|name| !OWN_NUMBERS.contains(name)) {
                    diagnostic = diagnostic.arg(name, value.clone());
                }
                for lang in Lang::ALL {
                    let told = diagnostic.message(lang) + &diagnostic.help(lang).join("\n");
                    assert!(!told.contains(&number), "{code}: {told}");
                }
            }
        }
        let example = Diagnostic::new(Code::MissingField).arg("example", "public_phone: 0000-0000000");
        assert!(example.help(Lang::En).concat().contains("0000-0000000"));
    }

    #[test]
    fn no_argument_steers_the_terminal() {
        let nasty = "a\u{1b}[2J\u{9b}0m\r\nb\u{202e}c\u{2066}d\u{200f}e\u{2028}f\0g\u{7f}h";
        for value in [Arg::from(nasty), Arg::term(nasty, nasty)] {
            let diagnostic =
                Diagnostic::new(Code::RefusedFileName).arg("name", value.clone()).arg("reason", value);
            for lang in Lang::ALL {
                let message = diagnostic.message(lang);
                assert!(message.contains("a�[2J�0m��b�c�d�e�f�g�h"), "{message}");
                let shown = crate::diag::render::terminal(&diagnostic, lang, false);
                assert!(
                    !shown.contains(['\u{1b}', '\u{9b}', '\r', '\0', '\u{202e}', '\u{2028}']),
                    "{shown:?}"
                );
                assert!(!crate::diag::render::json(&diagnostic, lang).contains(['\u{1b}', '\u{202e}', '\n']));
            }
        }
    }

    #[test]
    fn a_help_line_without_its_value_is_left_out() {
        let bare = Diagnostic::new(Code::UnknownField).arg("field", "x").arg("collection", "y");
        let full = bare.clone().arg("suggestion", "z").arg("known", "a, b");
        assert!(bare.help(Lang::En).len() < full.help(Lang::En).len());
        assert!(!full.message(Lang::ZhCn).contains('{'));
    }
}
