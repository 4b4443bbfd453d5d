//! The arguments of the command line. The texts here are the English help; [`super::words`] has the Chinese.
//!
//! Dates, addresses and numbers come as text: what is wrong with them is told in the user's language, which clap cannot.

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueEnum};

use crate::diag::Lang;
use crate::edition::Edition;

/// Makes a static website of a public program and the people whom it honours.
#[derive(Debug, Parser)]
#[command(
    name = "bangyang",
    version,
    disable_help_flag = true,
    disable_version_flag = true,
    disable_help_subcommand = true,
    subcommand_help_heading = "Commands",
    after_help = "Begin a site:  bangyang init my-site\nWrite, and see what you write:  bangyang --root my-site serve --open\nMake it:       bangyang --root my-site build    and open my-site/public/index.html\n\nExit status: 0 done, 1 the content has errors, 2 the command is written wrongly, 3 the machine failed."
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
    /// The site's folder, the one that holds “content”; the current folder where it is not given
    #[arg(long, value_name = "DIR", global = true, default_value = ".", hide_default_value = true)]
    pub(super) root: PathBuf,
    /// human: messages for people; json: one JSON object a line on standard output
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
    /// Language of messages: zh-CN or en; that of the system, else of the site, where it is not given. With “init” also es: that of the new site
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
    /// Check everything and make the website in the folder “public”
    #[command(
        after_help = "Example:  bangyang build --as-of 2022-09-30\n\nNothing is published while the content has errors; the website stays as it was. Where there are none, upload the whole folder “public”."
    )]
    Build(Build),
    /// Check everything as build does, and write nothing
    #[command(
        after_help = "Example:  bangyang check\n\nWhat an editor runs after a change. “bangyang explain CODE” tells more about a message."
    )]
    Check(Reading),
    /// Show the website in a browser while it is being written: what is saved is seen at once
    #[command(
        after_help = "Example:  bangyang serve --open\n\nErrors are shown in the page until they are mended. Nothing is written, and nobody but this computer can look, unless --host says otherwise. Ctrl+C stops it."
    )]
    Serve(Serve),
    /// Write a new record, ready to be filled in
    #[command(
        after_help = "Example:  bangyang new exemplars \"Lin Yulan\"\n\nThe file's name becomes the page's address: it is made from the name, and is one that no other record has."
    )]
    New(New),
    /// Write a new site, ready to be filled in
    #[command(
        after_help = "Example:  bangyang init my-site\n\nIts records are invented examples; replace them by your own."
    )]
    Init(Init),
    /// Freeze the figures of a period that is over, so that its bulletin keeps them
    #[command(
        after_help = "Example:  bangyang close 2022-09\n\nRecords that arrive later count as reported late in the next period; with “late: restate” in the program's file the closed bulletin is corrected, and marked so. Why a figure is another now you write in corrections.yaml, beside the file that “close” writes in “content/closed”. Keep both with the content."
    )]
    Close(Close),
    /// Sign records that have been reviewed, so that they are published
    #[command(
        after_help = "Example:  bangyang review content/news/opening.md --stage \"Final review\" --by \"Lin Yulan\"\n\nSite.yaml says which stages there are. A record that is changed afterwards has to be reviewed again. Whoever runs the command types the name: it is a note, not a signature in law. One item of a list of records: content/outreach/2022.yaml#ID"
    )]
    Review(Review),
    /// List who is published on what ground, which consents end soon, and what is missing
    #[command(
        after_help = "Example:  bangyang consent --days 90\n\nThe list is by region and for the office alone: it names the persons who are withheld."
    )]
    Consent(Consent),
    /// Print the JSON Schema of a collection's records, for editors that complete and check YAML
    #[command(after_help = "Example:  bangyang schema exemplars > exemplars.schema.json")]
    Schema(Schema),
    /// Tell what a message's code means and how to mend it
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
    /// Count figures up to this day, for example 2022-09-30; the program's own day, else today, where it is not given
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Show drafts too, marked as such
    #[arg(long)]
    pub(super) drafts: bool,
    /// Leave out the records that have errors, and list them, instead of stopping
    #[arg(long)]
    pub(super) hold_back: bool,
    /// Take every warning for an error
    #[arg(long)]
    pub(super) strict: bool,
    /// The address at which the site will be, instead of base_url in site.yaml
    #[arg(long, value_name = "URL")]
    pub(super) base_url: Option<String>,
    /// How many threads work; as many as the machine has where it is not given
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) jobs: Option<String>,
}

/// `build`.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    pub(super) reading: Reading,
    /// Where the website is written; “public” in the site's folder (“public-internal” for the internal edition) where it is not given
    #[arg(long, value_name = "DIR")]
    pub(super) out: Option<PathBuf>,
    /// Write into a folder that is not empty and was not made by this site; files of the same name are replaced
    #[arg(long)]
    pub(super) adopt: bool,
}

/// `serve`.
#[derive(Debug, Args)]
pub(super) struct Serve {
    /// Who can look: 127.0.0.1, this computer alone; 0.0.0.0, everybody in the same network
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1", hide_default_value = true)]
    pub(super) host: String,
    /// The number behind the colon of the address; 4000 where it is not given, 0 for any that is free
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
    /// Look at all files every second; for network drives, where changes are not noticed otherwise
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
    /// Count figures up to this day, for example 2022-09-30; the program's own day, else today, where it is not given
    #[arg(long, value_name = "DATE")]
    pub(super) as_of: Option<String>,
    /// Show drafts too, marked as such
    #[arg(long)]
    pub(super) drafts: bool,
    /// Leave out the records that have errors instead of showing the website as it was before
    #[arg(long)]
    pub(super) hold_back: bool,
}

/// `new`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// Which kind of record: the name of a folder in “content”, for example exemplars or news
    #[arg(value_name = "COLLECTION")]
    pub(super) collection: String,
    /// The person's name or the record's title, in quotes where it has blanks
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
    /// The period: a month as 2022-09, a quarter as 2022-q3, a half as 2022-h1, a year as 2022
    #[arg(value_name = "PERIOD")]
    pub(super) period: String,
    /// The program, by its file's name; needed where several programs have the period
    #[arg(long, value_name = "ID")]
    pub(super) program: Option<String>,
    /// Freeze a period anew that is closed already; the earlier figures are kept in the file
    #[arg(long)]
    pub(super) again: bool,
}

/// `review`.
#[derive(Debug, Args)]
pub(super) struct Review {
    /// The files of the records, as seen from the site's folder; behind a # the item of a list of records
    #[arg(value_name = "FILE", required = true)]
    pub(super) files: Vec<String>,
    /// The stage that they have passed, as site.yaml names it
    #[arg(long, value_name = "STAGE")]
    pub(super) stage: String,
    /// Who has reviewed them
    #[arg(long, value_name = "NAME")]
    pub(super) by: String,
}

/// `consent`.
#[derive(Debug, Args)]
pub(super) struct Consent {
    /// How many days before its end a consent is told as ending; 60 where it is not given
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    pub(super) days: Option<String>,
}

/// `schema`.
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// Which kind of record, for example exemplars; all of them where it is not given
    #[arg(value_name = "COLLECTION")]
    pub(super) kind: Option<String>,
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code of a message, for example BY202; a list of all where it is not given
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
