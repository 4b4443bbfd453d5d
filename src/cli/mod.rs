//! The command line: arguments in, messages and an exit status out.
//!
//! The environment, the locale, the clock and the current directory are read here and nowhere else;
//! everything else receives them as data.

mod args;
mod bar;
mod close;
mod consent;
mod console;
mod env;
mod explain;
mod fix;
mod init;
mod menu;
mod new;
mod atomic_write;
mod publish;
mod review;
mod schema;
mod serve;
mod site;
mod summary;
mod usage;
mod within;
mod words;

use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

use args::{Arguments, Command, definition};
use clap::FromArgMatches;
pub use console::Exit;
use console::{Console, Failure};
pub use env::Environment;
use within::within;

use crate::diag::Lang;
use crate::source::{OsSystem, System};

/// Runs the program as it was started.
#[must_use]
pub fn main() -> ExitCode {
    let environment = Environment::read();
    let (out, err) = (&mut std::io::stdout(), &mut std::io::stderr());
    let exit = if environment.is_double_click() {
        let perform = |environment: &Environment, out: &mut dyn Write, err: &mut dyn Write| {
            run(&OsSystem, environment, out, err)
        };
        let lang = language(&OsSystem, &environment, None, Path::new("."));
        menu::offer(&OsSystem, &environment, lang, (&mut std::io::stdin().lock(), out, err), &perform)
    } else {
        run(&OsSystem, &environment, out, err)
    };
    ExitCode::from(exit.code())
}

/// Runs the program in a given environment.
pub fn run(system: &dyn System, environment: &Environment, out: &mut dyn Write, err: &mut dyn Write) -> Exit {
    let root = environment.peek("--root").unwrap_or_else(|| ".".to_owned());
    let asked = environment.peek("--lang").and_then(|tag| Lang::parse(&tag));
    let lang = language(system, environment, asked, Path::new(&root));
    let mut console = Console::new(out, err, lang);
    let exit = match read(environment, lang) {
        Ok(arguments) => {
            console.format = arguments.global.format;
            console.colour = environment.colour;
            perform(system, environment, &arguments, &mut console)
        }
        Err(error) => usage::tell(&error, &mut console),
    };
    console.finish(exit)
}

/// The language of messages: as requested, otherwise the locale's, otherwise the site's, otherwise a default
/// for the platform.
fn language(system: &dyn System, environment: &Environment, asked: Option<Lang>, root: &Path) -> Lang {
    // Windows sets no locale in the environment; its users without one are most likely Chinese offices.
    let nobody_says = if cfg!(windows) { Lang::ZhCn } else { Lang::En };
    asked.or_else(|| environment.lang()).or_else(|| site::language(system, root)).unwrap_or(nobody_says)
}

fn read(environment: &Environment, lang: Lang) -> Result<Arguments, clap::Error> {
    let mut matches = definition(lang).try_get_matches_from(&environment.arguments)?;
    Arguments::from_arg_matches_mut(&mut matches)
}

fn perform(
    system: &dyn System,
    environment: &Environment,
    arguments: &Arguments,
    console: &mut Console<'_>,
) -> Exit {
    let root = arguments.global.root.as_path();
    let asked = arguments.global.lang;
    if let Some(lang) =
        asked.filter(|lang| lang.messages().is_none() && !matches!(arguments.command, Command::Init(_)))
    {
        return console.fail(&Failure::usage(
            format!(
                "Messages are available in zh-CN and en; “{}” can only be used for a new site (bangyang init).",
                lang.tag()
            ),
            format!(
                "提示只有 zh-CN（中文）和 en（英文）两种；“{}”只能用来新建网站（bangyang init）。",
                lang.tag()
            ),
        ));
    }
    let done = match &arguments.command {
        Command::Build(asked) => publish::build(system, environment, root, asked, console),
        Command::Check(asked) => publish::check(system, environment, root, asked, console),
        Command::Close(asked) => close::close(system, environment, root, asked, console),
        Command::Consent(asked) => consent::consent(system, environment, root, asked, console),
        Command::Review(asked) => review::review(system, environment, root, asked, console),
        Command::Serve(asked) => serve::serve(system, environment, root, asked, console),
        Command::Explain(asked) => explain::explain(asked.code.as_deref(), console),
        Command::Help(asked) => usage::help(asked.about.as_deref(), console),
        Command::Schema(asked) => schema::schema(system, root, asked.kind.as_deref(), console),
        Command::New(asked) => {
            let asked = new::Asked { root, collection: &asked.collection, name: &asked.name };
            new::new(system, environment, &asked, console)
        }
        Command::Init(asked) => {
            init::init(system, environment, &within(root, &asked.dir), arguments.global.lang, console)
        }
    };
    done.unwrap_or_else(|failure| console.fail(&failure))
}
