//! What is wrong with a text, as a diagnostic.

use crate::diag::{Arg, Code, Diagnostic, listed, suggestion};
use crate::domain::signature::Misuse;
use crate::markdown::{Expected, MOST_LEVELS, Problem, ProblemKind, What};

/// The diagnostic of a problem; `written` is the stretch of text that it concerns.
pub(super) fn diagnostic(problem: &Problem, written: &str) -> Diagnostic {
    let written: String = written.chars().take(80).collect();
    match &problem.kind {
        ProblemKind::Shortcode(expected) | ProblemKind::UnclosedShortcode(expected) => {
            bad_shortcode(expected)
        }
        ProblemKind::UnknownShortcode { name, known } => {
            let near = suggestion(name, known.iter().map(String::as_str));
            let (en, zh) = match near {
                Some(near) => (format!("; did you mean “{near}”?"), format!("，是不是想写“{near}”？")),
                None => (String::new(), String::new()),
            };
            let reason = Arg::Term {
                en: format!("there is no such command; there are {}{en}", known.join(", ")),
                zh: format!("没有这个指令，可用的有 {}{zh}", known.join("、")),
            };
            Diagnostic::new(Code::BadShortcode).arg("name", name.as_str()).arg("reason", reason)
        }
        ProblemKind::Argument { shortcode, name, misuse, known } => {
            argument(shortcode, name, misuse, known, written)
        }
        ProblemKind::ShortcodeInHtml => Diagnostic::new(Code::BadShortcode).arg(
            "reason",
            Arg::Term {
                en: "it stands within an HTML tag, where no command can stand".to_owned(),
                zh: "它写在 HTML 标签里，那里不能用指令".to_owned(),
            },
        ),
        ProblemKind::UnsafeUrl => Diagnostic::new(Code::UnsafeHtml).arg("removed", written),
        ProblemKind::ExternalPicture => Diagnostic::new(Code::ExternalPicture).arg("found", written),
        ProblemKind::RawHtml => Diagnostic::new(Code::UnsafeHtml).arg("removed", written),
        ProblemKind::RawAttribute { element, attribute } => {
            Diagnostic::new(Code::UnsafeHtml).arg("removed", format!("<{element} {attribute}=…>"))
        }
        ProblemKind::TooDeep => Diagnostic::new(Code::TextTooDeep).arg("limit", MOST_LEVELS),
        ProblemKind::TakenId { id, instead } => {
            Diagnostic::new(Code::TakenId).arg("found", id.as_str()).arg("instead", instead.as_str())
        }
        ProblemKind::UnusedFootnote => Diagnostic::new(Code::UnusedFootnote).arg("found", written),
    }
}

/// What is wrong with an argument of a shortcode.
fn argument(shortcode: &str, name: &str, misuse: &Misuse, known: &[String], written: String) -> Diagnostic {
    let known = || known.iter().map(String::as_str);
    if let Misuse::Unknown(_) = misuse {
        return Diagnostic::new(Code::UnknownArgument)
            .arg("command", shortcode)
            .arg("argument", name)
            .arg_opt("suggestion", suggestion(name, known()))
            .arg_opt("known", listed(known()));
    }
    let (reason, near) = match misuse {
        Misuse::Kind(_, kind) => {
            let (en, zh) = kind.expected();
            let near =
                suggestion(written.trim_matches(['"', '\'']), kind.choices().iter().map(AsRef::as_ref));
            (
                Arg::term(
                    format!("{written} cannot stand there; write {en}"),
                    format!("不能写 {written}，要写{zh}"),
                ),
                near,
            )
        }
        Misuse::Excluded(_, other) => (
            Arg::term(
                format!("it cannot stand beside “{other}”; keep one of them"),
                format!("不能和“{other}”一起写，请只留一个"),
            ),
            None,
        ),
        Misuse::Missing(param) => {
            let (en, zh) = param.kind.expected();
            (
                Arg::term(
                    format!("it is missing; write {name}= and {en}"),
                    format!("缺少这一项，请写 {name}= 和{zh}"),
                ),
                None,
            )
        }
        Misuse::Unknown(_) => (Arg::from(""), None),
    };
    Diagnostic::new(Code::BadArgument)
        .arg("command", shortcode)
        .arg("argument", name)
        .arg("reason", reason)
        .arg_opt("suggestion", near)
}

fn bad_shortcode(expected: &Expected) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::BadShortcode).arg("reason", reason(&expected.what));
    match expected.name.is_empty() {
        true => diagnostic,
        false => diagnostic.arg("name", expected.name.as_str()),
    }
}

/// What was expected, in words.
fn reason(what: &What) -> Arg {
    let (en, zh) = match what {
        What::HalfWidth { found, instead } => (
            format!(
                "“{found}” is a full-width sign; write {instead} with the input method switched to English"
            ),
            format!("“{found}”是中文符号，请切换到英文输入法写 {instead}"),
        ),
        What::Name => ("a name is missing behind the braces".to_owned(), "花括号后面缺少名称".to_owned()),
        What::Parenthesis => ("“(” is missing behind the name".to_owned(), "名称后面缺少“(”".to_owned()),
        What::Argument => {
            ("the name of a setting or “)” is missing here".to_owned(), "这里缺少参数名称或者“)”".to_owned())
        }
        What::OtherArgument(name) => (format!("“{name}” is there twice"), format!("“{name}”写了两次")),
        What::Equals => {
            ("“=” is missing behind the setting's name".to_owned(), "参数名称后面缺少“=”".to_owned())
        }
        What::Value => (
            "a text in straight quotes, a whole number, true or false is missing behind “=”".to_owned(),
            "“=”后面要写英文引号里的文字、整数、true 或 false".to_owned(),
        ),
        What::SmallerNumber => ("the number is too large".to_owned(), "数字太大了".to_owned()),
        What::Quote(quote) => (
            format!("the closing quote {quote} is missing on this line"),
            format!("这一行缺少结束的引号 {quote}"),
        ),
        What::CommaOrParenthesis => {
            ("“,” or “)” is missing behind a value".to_owned(), "内容后面缺少“,”或者“)”".to_owned())
        }
        What::Braces => ("the closing “}}” is missing".to_owned(), "缺少结束的“}}”".to_owned()),
    };
    Arg::Term { en, zh }
}
