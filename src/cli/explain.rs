//! `explain`: explains a diagnostic and how to fix it.

use serde::Serialize;

use super::console::{Console, Exit, Failure, either};
use super::usage::unknown;
use crate::diag::{Code, Entry, Lang, Severity, entry};
use crate::domain::to_json;

/// Number of suggestions for an unknown code.
const OFFERED: usize = 3;

/// A code's texts for JSON output.
#[derive(Serialize)]
struct Line<'a> {
    code: &'a str,
    name: &'a str,
    severity: Severity,
    message: String,
    help: Vec<String>,
    explanation: &'a str,
}

/// Explains one code, or lists all.
pub(super) fn explain(asked: Option<&str>, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let lang = console.lang;
    let Some(asked) = asked else {
        for code in Code::ALL {
            let text = if console.is_json() { json(code, lang) } else { line(code, lang) };
            console.print(&text);
        }
        return Ok(Exit::Done);
    };
    let Some(code) = find(asked) else { return Err(unknown(("code", "代码"), asked, &nearest(asked))) };
    let text = if console.is_json() { json(code, lang) } else { page(code, lang) };
    console.print(text.trim_end());
    Ok(Exit::Done)
}

/// A code by its id (`BY202`, `by202`, `202`) or name (`missing-field`).
fn find(asked: &str) -> Option<Code> {
    let asked = asked.trim();
    Code::parse(asked).or_else(|| Code::parse(&format!("BY{asked}"))).or_else(|| {
        Code::ALL.into_iter().find(|code| entry(*code, Lang::En).name.eq_ignore_ascii_case(asked))
    })
}

/// The codes whose id or name is most similar to the input.
fn nearest(asked: &str) -> Vec<String> {
    let asked = asked.trim().to_lowercase();
    let distance = |code: &Code| {
        let name = entry(*code, Lang::En).name;
        let id = code.id().to_lowercase();
        strsim::damerau_levenshtein(&asked, &id).min(strsim::damerau_levenshtein(&asked, name))
    };
    let mut codes: Vec<(usize, Code)> = Code::ALL.iter().map(|code| (distance(code), *code)).collect();
    codes.sort();
    codes
        .into_iter()
        .take(OFFERED)
        .map(|(_, code)| format!("{code} ({})", entry(code, Lang::En).name))
        .collect()
}

const fn severity(code: Code, lang: Lang) -> &'static str {
    match code.severity() {
        Severity::Error => either(lang, "error", "错误"),
        Severity::Warning => either(lang, "warning", "警告"),
        Severity::Note => either(lang, "note", "提示"),
    }
}

fn line(code: Code, lang: Lang) -> String {
    format!("{code}  {}  {}", severity(code, lang), entry(code, lang).open_message())
}

fn page(code: Code, lang: Lang) -> String {
    let entry = entry(code, lang);
    let Entry { name, explanation, .. } = entry;
    let mut page = format!("{code} ({name}), {}\n\n{}\n\n", severity(code, lang), entry.open_message());
    page.push_str(either(lang, "How to fix it:\n", "怎么改：\n"));
    for line in entry.open_help() {
        page.push_str(&format!("- {line}\n"));
    }
    format!("{page}\n{explanation}\n")
}

fn json(code: Code, lang: Lang) -> String {
    let entry = entry(code, lang);
    let line = Line {
        code: code.id(),
        name: entry.name,
        severity: code.severity(),
        message: entry.open_message(),
        help: entry.open_help(),
        explanation: entry.explanation,
    };
    to_json(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_a_code_however_it_is_written() {
        for asked in ["BY202", "by202", " 202 ", "missing-field", "Missing-Field"] {
            assert_eq!(find(asked), Some(Code::MissingField), "{asked}");
        }
        assert_eq!(find("BY999"), None);
    }

    #[test]
    fn offers_what_is_near() {
        assert!(nearest("missing-feild").first().is_some_and(|near| near.starts_with("BY202 ")));
        assert_eq!(nearest("BY2O2").len(), OFFERED);
    }

    #[test]
    fn shows_no_placeholder() {
        for code in Code::ALL {
            for lang in Lang::ALL {
                assert!(!line(code, lang).contains('{'), "{code}");
            }
        }
    }
}
