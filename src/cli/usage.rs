//! Help and usage errors, in both languages.

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::args::definition;
use super::console::{Console, Exit, Failure};
use crate::diag::{Lang, printable, suggestion};

/// Shows help or version, or reports a usage error.
pub(super) fn tell(error: &clap::Error, console: &mut Console<'_>) -> Exit {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            console.print(error.render().to_string().trim_end());
            Exit::Done
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            console.tell(error.render().to_string().trim_end());
            Exit::Usage
        }
        _ => {
            match console.lang {
                Lang::En => console.tell(error.render().to_string().trim_end()),
                Lang::ZhCn => console.tell(&chinese(error)),
            }
            Exit::Usage
        }
    }
}

/// `help`, with or without a command.
pub(super) fn help(about: Option<&str>, console: &mut Console<'_>) -> Result<Exit, Failure> {
    let mut command = definition(console.lang);
    command.build();
    let Some(name) = about else {
        console.print(command.render_help().to_string().trim_end());
        return Ok(Exit::Done);
    };
    let Some(found) = command.find_subcommand_mut(name) else {
        let near = suggestion(name, command.get_subcommands().map(clap::Command::get_name));
        return Err(unknown(("command", "命令"), name, near.as_slice()));
    };
    let help = found.render_help().to_string();
    console.print(help.trim_end());
    Ok(Exit::Done)
}

/// The failure for an unknown name, with suggestions.
pub(super) fn unknown(what: (&str, &str), name: &str, near: &[String]) -> Failure {
    let name = printable(name);
    let mut en = format!("There is no {} “{name}”.", what.0);
    let mut zh = format!("没有“{name}”这个{}。", what.1);
    if !near.is_empty() {
        en.push_str(&format!(" Did you mean {}?", near.join(", ")));
        zh.push_str(&format!("是不是：{}？", near.join("、")));
    }
    Failure::usage(en, zh)
}

/// clap's error in Chinese.
fn chinese(error: &clap::Error) -> String {
    let of = |kind: ContextKind| error.get(kind).map(plain).filter(|text| !text.is_empty());
    let argument = of(ContextKind::InvalidArg).unwrap_or_default();
    let value = of(ContextKind::InvalidValue);
    let mut text = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令。", of(ContextKind::InvalidSubcommand).unwrap_or_default())
        }
        ErrorKind::UnknownArgument => format!("多出了“{argument}”，这里不能写它。"),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => match value {
            Some(value) => format!("“{value}”不能用在“{argument}”这里。"),
            None => format!("“{argument}”后面少了内容。"),
        },
        ErrorKind::MissingRequiredArgument => format!("还缺少：{argument}。"),
        ErrorKind::MissingSubcommand => "还缺少命令。".to_owned(),
        ErrorKind::ArgumentConflict => format!("“{argument}”写了两次，或者不能和别的选项一起用。"),
        ErrorKind::NoEquals | ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”后面的内容不完整。")
        }
        ErrorKind::TooManyValues => format!("“{argument}”不需要内容，后面多写了。"),
        ErrorKind::InvalidUtf8 => "命令里有看不懂的字符。".to_owned(),
        _ => "命令写得不对。".to_owned(),
    };
    if let Some(known) = of(ContextKind::ValidValue) {
        text.push_str(&format!("可以写：{known}。"));
    }
    let near = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    if let Some(near) = near.into_iter().find_map(of) {
        text.push_str(&format!("是不是“{near}”？"));
    }
    format!("错误：{}\n\n要看说明，请运行：bangyang --help", printable(&text))
}

fn plain(value: &ContextValue) -> String {
    match value {
        ContextValue::Strings(list) => list.join("、"),
        other => other.to_string(),
    }
}
