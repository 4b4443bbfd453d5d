//! The arguments of the command line. The texts here are the English help; [`super::words`] has the Chinese.
//!
//! Dates, addresses and numbers are parsed later from text, so that errors in them can be reported in the user's
//! language, which clap cannot do.

use super::words;
use std::path::PathBuf;

use clap::{ArgAction, Args, CommandFactory, Parser, Subcommand, ValueEnum};

use crate::diag::Lang;
use crate::edition::Edition;

/// The version, with the commit if this is a program that is handed out (`cargo xtask dist`).
pub(super) const VERSION: &str = match option_env!("BANGYANG_VERSION") {
    Some(version) => version,
    None => env!("CARGO_PKG_VERSION"),
};

/// Makes a static website for a public program and the people it honours.
#[derive(Debug, Parser)]
#[command(
    name = "bangyang",
    // Not as it was started: on Windows that ends in `.exe`.
    bin_name = "bangyang",
    version = VERSION,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Commands",
    after_help = "Start a site:             bangyang init my-site\nPreview it as you write:  bangyang --root my-site serve --open\nBuild it:                 bangyang --root my-site build    then open my-site/public/index.html\n\nExit status: 0 done, 1 errors in the content, 2 wrong usage, 3 a problem with the computer (for example a full disk)."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Command,
    /// Show the version
    #[arg(short = 'V', long, action = ArgAction::Version, help_heading = "Options for every command")]
    version: Option<bool>,
}

/// What every command takes.
#[derive(Debug, Args)]
#[command(next_help_heading = "Options for every command")]
pub(super) struct Global {
    /// The site's folder, the one that contains “content” (default: the current folder)
    #[arg(long, value_name = "DIR", global = true, default_value = ".", hide_default_value = true)]
    pub(super) root: PathBuf,
    /// human: messages for people; json: one JSON object per line on standard output
    #[arg(
        long,
        value_name = "FORMAT",
        global = true,
        value_enum,
        default_value = "human",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) format: Format,
    /// Language of messages: zh-CN or en (default: the system's, else the site's). With “init” also es, as the language of the new site
    #[arg(long, value_name = "LANG", global = true, value_enum, hide_possible_values = true)]
    pub(super) lang: Option<LangArg>,
    /// Show this help
    #[arg(short = 'h', long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

/// The form of what is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// For people.
    Human,
    /// For programs.
    Json,
}

/// A language by its tag: of messages, or for `init` of the new site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum LangArg {
    /// Simplified Chinese.
    #[value(name = "zh-CN", alias = "zh", alias = "zh-cn", alias = "zh_CN")]
    ZhCn,
    /// English.
    #[value(name = "en")]
    En,
    /// Spanish, in which there are sites but no messages.
    #[value(name = "es")]
    Es,
}

impl LangArg {
    /// The language of messages; `None` where there are none in it.
    pub(super) const fn messages(self) -> Option<Lang> {
        match self {
            Self::ZhCn => Some(Lang::ZhCn),
            Self::En => Some(Lang::En),
            Self::Es => None,
        }
    }

    /// Its tag.
    pub(super) const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
            Self::Es => "es",
        }
    }
}

/// For whom the site is built.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum EditionArg {
    /// Everybody.
    Public,
    /// The offices themselves.
    Internal,
}

impl From<EditionArg> for Edition {
    fn from(arg: EditionArg) -> Self {
        match arg {
            EditionArg::Public => Self::Public,
            EditionArg::Internal => Self::Internal,
        }
    }
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check everything and build the website in the folder “public”
    #[command(
        after_help = "Example:  bangyang build --as-of 2022-09-30\n\nWhile the content has errors, nothing is published and the website stays as it was. When there are none, upload the whole folder “public”."
    )]
    Build(Build),
    /// Check everything as build does, without writing anything
    #[command(
        after_help = "Example:  bangyang check --fix\n\nRun this after changing the content. “bangyang explain CODE” says more about a message. With --fix, slips that can have meant only one thing are corrected in the files themselves; each line is shown before and after."
    )]
    Check(Check),
    /// Preview the website in a browser; what you save appears at once
    #[command(
        after_help = "Example:  bangyang serve --open\n\nErrors are shown on the page until they are fixed. Nothing is written, and only this computer can see the preview unless --host says otherwise. Press Ctrl+C to stop."
    )]
    Serve(Serve),
    /// Create a new record, ready to be filled in
    #[command(
        after_help = "Example:  bangyang new exemplars \"Lin Yulan\"\n\nThe file's name becomes the page's address. It is made from the name and differs from those of all other records."
    )]
    New(New),
    /// Create a new site, ready to be filled in
    #[command(
        after_help = "Example:  bangyang init my-site\n\nIts records are invented examples; replace them with your own."
    )]
    Init(Init),
    /// Close a period that is over, so that the figures in its bulletin no longer change
    #[command(
        after_help = "Example:  bangyang close 2022-09\n\nRecords added later count as reported late in the next period; with “late: restate” in the program's file, the closed bulletin is corrected instead, and says so. Explain in corrections.yaml why a figure has changed; it goes next to the file that “close” writes in “content/closed”. Keep both with the content."
    )]
    Close(Close),
    /// Sign records that have been reviewed, so that they are published
    #[command(
        after_help = "Example:  bangyang review content/news/opening.md --stage \"Final review\" --by \"Lin Yulan\"\n\nThe stages are set in site.yaml. A record that is changed afterwards has to be reviewed again. The name is typed by whoever runs the command: it is a note, not a legal signature. For a single item in a list of records: content/outreach/2022.yaml#ID"
    )]
    Review(Review),
    /// List why each person may be published, which consents end soon, and what is missing
    #[command(
        after_help = "Example:  bangyang consent --days 90\n\nThe list is sorted by region and is for the office only: it names the people who are withheld."
    )]
    Consent(Consent),
    /// Print the JSON Schema of a collection's records, for editors that complete and check YAML
    #[command(after_help = "Example:  bangyang schema exemplars > exemplars.schema.json")]
    Schema(Schema),
    /// Explain what the code of a message means and how to fix the problem
    #[command(after_help = "Example:  bangyang explain BY202")]
    Explain(Explain),
    /// Show the help of a command
    #[command(after_help = "Example:  bangyang help build")]
    Help(Help),
}

/// What `build` and `check` take.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// public: for everybody; internal: for the offices themselves, with rankings, drafts and internal fields
    #[arg(
        long,
        value_name = "EDITION",
        value_enum,
        default_value = "public",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) edition: EditionArg,
    /// Count figures up to this day, for example 2022-09-30 (default: the program's own day, else today)
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Show drafts too, marked as such
    #[arg(long)]
    pub(super) drafts: bool,
    /// Leave out records that have errors, and list them, instead of stopping
    #[arg(long)]
    pub(super) hold_back: bool,
    /// Treat warnings as errors
    #[arg(long)]
    pub(super) strict: bool,
    /// The address where the site will be, instead of base_url in site.yaml
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// How many threads to use (default: as many as the computer has)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) jobs: Option<String>,
}

/// `build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Where to write the website (default: “public” in the site's folder, or “public-internal” for the internal edition)
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write into a folder that is not empty and was not made by this site; files with the same names are replaced
    #[arg(long)]
    pub(super) adopt: bool,
}

/// `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Who can see it: 127.0.0.1, only this computer; 0.0.0.0, everybody on the same network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", hide_default_value = true)]
    pub(super) host: String,
    /// The number after the colon in the address (default: 4000; 0 means any free one)
    #[arg(
        long,
        value_name = "PORT",
        default_value = "4000",
        hide_default_value = true,
        allow_negative_numbers = true
    )]
    pub(super) port: String,
    /// Open the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Check all files every second; for network drives, where changes are not noticed otherwise
    #[arg(long)]
    pub(super) poll: bool,
    /// public: for everybody; internal: for the offices themselves, with rankings, drafts and internal fields
    #[arg(
        long,
        value_name = "EDITION",
        value_enum,
        default_value = "public",
        hide_default_value = true,
        hide_possible_values = true
    )]
    pub(super) edition: EditionArg,
    /// Count figures up to this day, for example 2022-09-30 (default: the program's own day, else today)
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Show drafts too, marked as such
    #[arg(long)]
    pub(super) drafts: bool,
    /// Leave out records that have errors, instead of showing the website as it was before
    #[arg(long)]
    pub(super) hold_back: bool,
}

/// `check`.
#[derive(Debug, Args)]
pub(super) struct Check {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Correct in the files what can have meant only one thing: a date in another form, a full-width colon, a misspelt word
    #[arg(long)]
    pub(super) fix: bool,
    /// With --fix: show the corrections without writing anything
    #[arg(long, requires = "fix")]
    pub(super) dry_run: bool,
}

/// `new`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// Which kind of record: the name of a folder in “content”, for example exemplars or news
    #[arg(value_name = "COLLECTION")]
    pub(super) collection: String,
    /// The person's name or the record's title; in quotes if it contains spaces
    #[arg(value_name = "NAME")]
    pub(super) name: String,
}

/// `init`.
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The site's folder: a new or an empty one
    #[arg(value_name = "DIR")]
    pub(super) dir: PathBuf,
}

/// `close`.
#[derive(Debug, Args)]
pub(super) struct Close {
    /// The period: a month as 2022-09, a quarter as 2022-q3, a half-year as 2022-h1, a year as 2022
    #[arg(value_name = "PERIOD")]
    pub(super) period: String,
    /// The program, by its file's name; needed if several programs include the period
    #[arg(long, value_name = "ID")]
    pub(super) program: Option<String>,
    /// Close a period again that is already closed; the earlier figures are kept in the file
    #[arg(long)]
    pub(super) again: bool,
}

/// `review`.
#[derive(Debug, Args)]
pub(super) struct Review {
    /// The files of the records, relative to the site's folder; for a single item in a list of records, add # and its id
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<String>,
    /// The stage they have passed, as named in site.yaml
    #[arg(long, value_name = "STAGE")]
    pub(super) stage: String,
    /// The name of the reviewer
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
}

/// `consent`.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// How many days before its end a consent counts as ending soon (default: 60)
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) days: Option<String>,
}

/// `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Which kind of record, for example exemplars (default: all of them)
    #[arg(value_name = "COLLECTION")]
    pub(super) kind: Option<String>,
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code of a message, for example BY202 (default: list all codes)
    #[arg(value_name = "CODE")]
    pub(super) code: Option<String>,
}

/// `help`.
#[derive(Debug, Args)]
pub(super) struct Help {
    /// The command, for example build
    #[arg(value_name = "COMMAND")]
    pub(super) about: Option<String>,
}

/// The command's definition with help in the given language.
pub(super) fn definition(lang: Lang) -> clap::Command {
    match lang {
        Lang::En => Arguments::command(),
        Lang::ZhCn => words::in_chinese(Arguments::command()),
    }
}
