//! Problems of a text as diagnostics.

use super::MOST_LEVELS;
use super::document::{Enclosing, Expected, Problem, ProblemKind, What};
use bangyang_domain::diag::{Arg, Code, Diagnostic, listed, suggestion};
use bangyang_domain::domain::signature::Misuse;

impl Problem {
    /// The diagnostic of a problem of a text.
    #[must_use]
    pub fn diagnostic(&self, text: &str) -> Diagnostic {
        let written = text.get(self.range.clone()).unwrap_or_default();
        diagnostic(&self.kind, written.chars().take(80).collect())
    }
}

fn diagnostic(kind: &ProblemKind, written: String) -> Diagnostic {
    match kind {
        ProblemKind::Shortcode(expected) | ProblemKind::UnclosedShortcode(expected) => {
            bad_shortcode(expected)
        }
        ProblemKind::UnknownShortcode { name, known } => {
            let near = suggestion(name, known.iter().map(String::as_str));
            let reason = Arg::Term {
                en: format!("there is no such command; the commands are {}", known.join(", ")),
                zh: format!("没有这个指令，可用的有 {}", known.join("、")),
            };
            let told = Diagnostic::new(Code::BadShortcode).arg("name", name.as_str()).arg("reason", reason);
            told.arg_opt("suggestion", near)
        }
        ProblemKind::Argument { shortcode, name, misuse, known } => {
            argument(shortcode, name, misuse, known, written)
        }
        ProblemKind::Enclosing { name, fault } => {
            let name = Some(name.as_str()).filter(|name| !name.is_empty());
            let (reason, example) = enclosing(*fault, &written);
            let told = Diagnostic::new(Code::BodyTag).arg("reason", reason).arg_opt("name", name);
            told.arg_opt("example", example)
        }
        ProblemKind::ShortcodeInHtml => Diagnostic::new(Code::BadShortcode).arg(
            "reason",
            Arg::Term {
                en: "it is inside an HTML tag, where commands cannot be used".to_owned(),
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
        ProblemKind::UnusedFootnote => {
            // A note may continue on further lines.
            let first = written.lines().next().unwrap_or_default().trim();
            Diagnostic::new(Code::UnusedFootnote).arg("found", first)
        }
    }
}

/// The error of a tag, and the correct form if it is not given elsewhere.
fn enclosing(fault: Enclosing, written: &str) -> (Arg, Option<Arg>) {
    let (en, zh, example) = match fault {
        Enclosing::NoEnd => (
            "its text has no end: there is no {% end %} after it",
            "它的内容没有结束：后面没有 {% end %}",
            Some((format!("{written} … {{% end %}}"), format!("{written}……{{% end %}}"))),
        ),
        Enclosing::Stray => (
            "there is nothing for it to end: no command that encloses text begins before it",
            "前面没有带内容的指令，这个结束标记是多出来的",
            None,
        ),
        Enclosing::OtherEnd => {
            ("the end must be written exactly like this", "结束标记要写成固定的样子", Some(same("{% end %}")))
        }
        Enclosing::TakesNone => (
            "it encloses no text, so it is written on its own, in double braces",
            "这个指令不带内容，要单独写在双花括号里",
            Some(same(&written.replace("{%", "{{").replace("%}", "}}"))),
        ),
        Enclosing::NeedsOne => {
            let tag = written.replace("{{", "{%").replace("}}", "%}");
            (
                "it needs a text, which goes between its beginning and {% end %}",
                "它需要内容，内容写在开头和 {% end %} 之间",
                Some((format!("{tag} … {{% end %}}"), format!("{tag}……{{% end %}}"))),
            )
        }
        Enclosing::WithinLine => (
            "there are words before it on its line; it must begin at the start of a line",
            "它前面还有文字；它要从行首写起",
            None,
        ),
        Enclosing::Apart => (
            "its beginning and its {% end %} are not in the same quotation, list item or footnote",
            "开头和 {% end %} 不在同一段引用、同一个列表项或者同一条注释里",
            None,
        ),
    };
    (Arg::term(en, zh), example.map(|(en, zh)| Arg::term(en, zh)))
}

fn same(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

/// The error of a shortcode's argument.
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
            let near = kind.near(written.trim_matches(['"', '\'']));
            (
                Arg::term(
                    format!("{written} cannot be used there; write {en}"),
                    format!("不能写 {written}，要写{zh}"),
                ),
                near,
            )
        }
        Misuse::Excluded(_, other) => (
            Arg::term(
                format!("it cannot be used together with “{other}”; keep only one of them"),
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
                "“{found}” is a full-width character; write {instead} with the input method switched to English"
            ),
            format!("“{found}”是中文符号，请切换到英文输入法写 {instead}"),
        ),
        What::Name => ("a name is missing after the braces".to_owned(), "花括号后面缺少名称".to_owned()),
        What::Parenthesis => ("“(” is missing after the name".to_owned(), "名称后面缺少“(”".to_owned()),
        What::Argument => {
            ("the name of a setting or “)” is missing here".to_owned(), "这里缺少参数名称或者“)”".to_owned())
        }
        What::OtherArgument(name) => (format!("“{name}” is there twice"), format!("“{name}”写了两次")),
        What::Equals => {
            ("“=” is missing after the setting's name".to_owned(), "参数名称后面缺少“=”".to_owned())
        }
        What::Value => (
            "a text in straight quotes, a whole number, true or false is missing after “=”".to_owned(),
            "“=”后面要写英文引号里的文字、整数、true 或 false".to_owned(),
        ),
        What::SmallerNumber => ("the number is too large".to_owned(), "数字太大了".to_owned()),
        What::Quote(quote) => (
            format!("the closing quote {quote} is missing on this line"),
            format!("这一行缺少结束的引号 {quote}"),
        ),
        What::CommaOrParenthesis => {
            ("“,” or “)” is missing after a value".to_owned(), "内容后面缺少“,”或者“)”".to_owned())
        }
        What::Closing(signs) => (format!("the closing “{signs}” is missing"), format!("缺少结束的“{signs}”")),
    };
    Arg::Term { en, zh }
}
