//! Markup mistakes as diagnostics with fixes.

use super::slip::{Slip, SlipKind};
use bangyang_domain::diag::{Arg, Code, Diagnostic};

impl Slip {
    /// The diagnostic of a mistake in a text.
    #[must_use]
    pub fn diagnostic(&self, text: &str) -> Diagnostic {
        let written = text.get(self.range.clone()).unwrap_or_default();
        let found: String = written.lines().next().unwrap_or_default().chars().take(60).collect();
        let (code, en, zh) = self.kind.words();
        let line = text.get(self.range.start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let told = Diagnostic::new(code).arg("found", found).arg("reason", Arg::term(en, zh));
        told.arg_opt("example", mended(self.kind, written, line))
    }
}

impl SlipKind {
    /// The code, and why it is not recognised.
    const fn words(self) -> (Code, &'static str, &'static str) {
        match self {
            Self::HeadingWithoutBlank => {
                (Code::HeadingSlip, "there is no space after the #", "# 后面没有空格")
            }
            Self::HeadingFullWidth => {
                (Code::HeadingSlip, "its # or its space is full-width", "其中的 # 或者空格是全角的")
            }
            Self::LinkFullWidth => (
                Code::LinkSlip,
                "its exclamation mark or a bracket is full-width",
                "其中的感叹号或者括号是全角的",
            ),
            Self::LinkBlank => {
                (Code::LinkSlip, "there is a space between its brackets", "方括号和圆括号之间有空格")
            }
            Self::LinkOpen => {
                (Code::LinkSlip, "its round bracket is not closed on the same line", "这一行里圆括号没有结束")
            }
            Self::LinkReversed => (
                Code::LinkSlip,
                "the words go in square brackets and the address in round ones",
                "文字要放在方括号里，地址放在圆括号里",
            ),
            Self::TargetBlank => (Code::TargetSlip, "a space ends the address", "空格会把地址截断"),
            Self::TargetCut => {
                (Code::TargetSlip, "the link ends where the Chinese characters begin", "链接在汉字前面就断了")
            }
            Self::NoteMissing => {
                (Code::NoteSlip, "there is no such footnote in the text", "文中没有这条注释")
            }
            Self::NoteColon => (Code::NoteSlip, "the colon after it is full-width", "后面的冒号是全角的"),
            Self::NoteFullWidth => {
                (Code::NoteSlip, "a bracket or its ^ is full-width", "其中的括号或者 ^ 是全角的")
            }
            Self::EmphasisOpen => (
                Code::EmphasisSlip,
                "there is no second one that ends what it begins",
                "后面没有与它成对的结束符号",
            ),
            Self::EmphasisBlank => (
                Code::EmphasisSlip,
                "there is a space between the symbols and the words",
                "符号和文字之间有空格",
            ),
            Self::EmphasisFullWidth => (Code::EmphasisSlip, "the symbols are full-width", "符号是全角的"),
            Self::EmphasisUnderscore => (
                Code::EmphasisSlip,
                "underscores do nothing between Chinese characters",
                "下划线夹在汉字中间不起作用",
            ),
            Self::CodeOpen => (
                Code::EmphasisSlip,
                "there is no second one that ends what it begins",
                "后面没有与它成对的结束符号",
            ),
            Self::ListWithoutBlank => (
                Code::LineSlip,
                "without a space after its symbol, or an empty line above it, a line is not an item of a list",
                "符号后面没有空格，或者上面没有空一行，就不是列表",
            ),
            Self::ListOtherMark => (
                Code::LineSlip,
                "the symbols at the beginnings of the lines do not make a list",
                "行首的符号不能用来写列表",
            ),
            Self::QuoteFullWidth => {
                (Code::LineSlip, "the > of the quotation is full-width", "引用的符号是全角的")
            }
            Self::TableWithoutRule => (
                Code::TableSlip,
                "the row of hyphens below the first row is missing, or has a different number of columns",
                "第一行下面缺少短横线那一行，或者列数不一致",
            ),
            Self::Plain => (Code::PlainSlip, "this text is shown exactly as typed", "这段文字会原样显示"),
        }
    }
}

/// The corrected text, if it can be determined.
fn mended(kind: SlipKind, written: &str, line: &str) -> Option<String> {
    let short = |text: &str| text.chars().take(60).collect::<String>();
    match kind {
        SlipKind::HeadingWithoutBlank | SlipKind::HeadingFullWidth => {
            let words = line.trim_start_matches(['#', '＃']);
            let count = line.chars().count() - words.chars().count();
            Some(format!("{} {}", "#".repeat(count.max(2)), short(words.trim_matches(char::is_whitespace))))
        }
        SlipKind::LinkFullWidth | SlipKind::LinkBlank => link(written),
        SlipKind::LinkOpen => Some(format!("{})", short(written.trim_end()))),
        SlipKind::LinkReversed => {
            let (words, target) = written.split_once('[')?;
            let words = words.trim_matches(['(', ')', '（', '）']);
            Some(format!("[{words}]({})", target.trim_end_matches(']')))
        }
        SlipKind::TargetBlank => {
            let (words, target) = written.split_once("](")?;
            Some(format!("{words}](<{}>)", target.trim_end_matches([')', '）'])))
        }
        SlipKind::TargetCut => Some(format!("<{written}>")),
        SlipKind::NoteMissing => Some(format!("{written}: …")),
        SlipKind::NoteColon => Some(format!("{}: …", written.trim_end_matches('：'))),
        SlipKind::NoteFullWidth => {
            let name =
                written.trim_matches(['[', ']', '［', '］', '【', '】']).trim_start_matches(['^', '＾']);
            Some(format!("[^{name}]"))
        }
        SlipKind::EmphasisBlank => {
            let sign = written.get(..2)?;
            Some(format!("{sign}{}{sign}", short(written.trim_matches(['*', '~']).trim())))
        }
        SlipKind::EmphasisFullWidth => Some(short(&written.replace('＊', "*").replace('｀', "`"))),
        SlipKind::EmphasisUnderscore => Some(short(&written.replace("__", "**"))),
        SlipKind::ListWithoutBlank | SlipKind::ListOtherMark => {
            let number = line.bytes().take_while(u8::is_ascii_digit).count();
            let (mark, words) = match number {
                0 => ("-".to_owned(), line.get(line.chars().next()?.len_utf8()..)?),
                n => (
                    format!("{}.", line.get(..n)?),
                    line.get(n..)?.get(line.get(n..)?.chars().next()?.len_utf8()..)?,
                ),
            };
            Some(format!("{mark} {}", short(words.trim())))
        }
        SlipKind::QuoteFullWidth => Some(format!("> {}", short(line.trim_start_matches('＞').trim()))),
        SlipKind::EmphasisOpen | SlipKind::CodeOpen | SlipKind::TableWithoutRule | SlipKind::Plain => None,
    }
}

/// A link with the right brackets.
fn link(written: &str) -> Option<String> {
    let (words, target) = written.split_once([']', '】', '］'])?;
    let (picture, words) = match words.trim_start_matches(['!', '！']) {
        rest if rest.len() < words.len() => ("!", rest),
        rest => ("", rest),
    };
    let words = words.trim_start_matches(['[', '【', '［']);
    let target = target.trim().trim_start_matches(['(', '（']);
    let target = target.strip_suffix([')', '）']).unwrap_or(target).trim();
    Some(format!("{picture}[{words}]({target})"))
}
