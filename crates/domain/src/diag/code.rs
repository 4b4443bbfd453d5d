//! The list of codes. A code never changes its meaning, and a retired one is never reused.

use std::fmt;

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $id:literal $severity:ident,)*) => {
        /// The kind of a diagnostic. Its number is stable and can be looked up with `bangyang explain`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$doc])* $name,)*
        }

        impl Code {
            /// Every code, in the order of the numbers.
            pub const ALL: [Self; [$($id),*].len()] = [$(Self::$name),*];

            /// The code as it is printed: `BY` and three digits.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Its severity unless the caller changes it.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)* }
            }

            /// The text of its file.
            pub(super) const fn source(self) -> &'static str {
                match self { $(Self::$name => include_str!(concat!("codes/", $id, ".md")),)* }
            }

            /// Finds a code by its number, ignoring case.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                Self::ALL.into_iter().find(|code| code.id().eq_ignore_ascii_case(text.trim()))
            }
        }
    };
}

codes! {
    // Files.
    /// args: reason (Term)
    UnreadableFile = "BY001" Error,
    /// Neither UTF-8 nor GB18030. args: encoding? (if it can be detected)
    UnknownEncoding = "BY002" Error,
    /// Read as GB18030.
    ReadAsGb18030 = "BY003" Warning,
    /// args: name, reason (Term)
    RefusedFileName = "BY004" Error,
    /// A link, which is not followed. args: name, reason (Term)
    LinkOutOfSite = "BY005" Error,
    /// args: size, limit (both with unit)
    FileTooLarge = "BY006" Error,
    /// A record's file is empty.
    EmptyFile = "BY007" Error,
    /// A Markdown record does not begin with `---`. args: found? (what may be meant to be it)
    NoFrontMatter = "BY008" Error,
    /// The closing `---` is missing. args: found? (what may be meant to be it)
    UnclosedFrontMatter = "BY009" Error,
    /// args: folder, suggestion?, known?
    UnknownCollectionFolder = "BY010" Error,
    /// A file is in a settings folder without being settings, or has a name that is not read. args: name,
    /// right? (its right name), wanted? (Term: what is read there), example? (where it may belong)
    StrayFile = "BY011" Warning,
    /// A file next to records that no record uses. args: name, fix (Term), others? (how many more), names?
    /// (some of them)
    UnusedFile = "BY012" Warning,
    /// A folder that is not a collection, with files that no record uses. args: folder, count, suggestion?, known?
    UnusedFolder = "BY013" Warning,

    /// The front matter ends too early: more of it follows. args: line (of the second `---`), keys (below it), more? or
    /// last? (empty: whether there is another `---` below them)
    FrontMatterEndsEarly = "BY014" Error,
    /// The theme has the words of the site's language only without its region or for another one. args: language, used
    WordsOfAnotherRegion = "BY015" Note,
    /// Readers see words in English. args: language, count, keys? (some of them; none if there is nothing in
    /// that language at all), known? (languages that the theme has)
    WordsInEnglish = "BY016" Warning,

    // YAML.
    /// args: detail (the parser's words, English)
    YamlSyntax = "BY101" Error,
    /// A tab indents the line.
    YamlTab = "BY102" Error,
    /// args: found, wanted (the characters), name (Term: what the character is)
    FullWidthPunctuation = "BY103" Error,
    /// args: key, line (of the first)
    DuplicateKey = "BY104" Error,
    /// args: limit
    YamlTooLarge = "BY105" Error,
    /// args: limit
    YamlTooDeep = "BY106" Error,
    /// args: expected (Term), found (Term), and one of example (Term: for this key), value, list, group (Term: how that is written)
    WrongShape = "BY107" Error,
    /// A colon is not followed by a space. args: key
    ColonWithoutBlank = "BY108" Error,
    /// A line is indented less or more than the lines to which it belongs. args: found (Term: how many spaces),
    /// remove?, outer?, outerline? (how many spaces are too many below which line), add?, inner?, innerline?,
    /// owner? (the key whose value is above)
    YamlIndent = "BY109" Error,
    /// An item begins with something other than a hyphen and a space. args: found (Term)
    YamlBullet = "BY110" Error,
    /// A value contains a character with a meaning in YAML. args: found, key, example
    YamlSign = "BY111" Error,
    /// A line has no colon. args: example (Term), owner? (a key above that has no value yet)
    YamlNoColon = "BY112" Error,
    /// A character that only looks like a space. args: name (Term)
    YamlOddBlank = "BY113" Error,
    /// A bracket or quote that is not closed. args: found, name (Term), wanted, remark? (the comment that hides its end)
    YamlUnclosed = "BY114" Error,
    /// An item where there is no list. args: owner? (the key above, which has a value)
    YamlStrayItem = "BY115" Error,
    /// A second `---` in a file that is only YAML. No arguments.
    YamlSecondDocument = "BY117" Error,
    /// Text after a space and `#` is a comment. args: found, whole (the value with it, in quotes),
    /// kept? (what is left of it)
    YamlRemark = "BY116" Warning,

    // Records.
    /// args: field, collection, suggestion?, owner? (a key above without a value), known?
    UnknownField = "BY201" Error,
    /// args: label, collection, empty? (the field, whose key is there), line? (the field, to be written in a line of its own), inside? (how it is written in braces), example?
    MissingField = "BY202" Error,
    /// args: field, expected (Term), found, example?
    WrongType = "BY203" Error,
    /// The day does not exist. args: found, days (of that month)
    NoSuchDay = "BY204" Error,
    /// args: found, suggestion?
    DateForm = "BY205" Error,
    /// args: field, found, suggestion?, known?
    UnknownChoice = "BY206" Error,
    /// args: field, found, unit?
    BadQuantity = "BY207" Error,
    /// args: field, found, min?, max?
    OutOfRange = "BY208" Error,
    /// args: field, max, found (lengths in characters)
    TooLong = "BY209" Error,
    /// args: field, found
    BadUrl = "BY210" Error,
    /// args: field, found
    BadPhone = "BY211" Error,
    /// args: found, suggestion?, known?
    UnknownRegion = "BY212" Error,
    /// args: field, found, item (Term: what the collection's records are called), suggestion?
    DanglingReference = "BY213" Error,
    /// args: field, found, candidates
    AmbiguousReference = "BY214" Error,
    /// args: found, suggestion?
    BadPeriod = "BY215" Error,
    /// A telephone number that the country's numbering plan does not allow. args: country
    PhoneOfNoPlan = "BY267" Warning,
    /// A period may be of the years of several programs. args: found, known (what it may be, in full)
    PeriodOfSeveralYears = "BY257" Error,
    /// A period belongs to years that begin in another month than the program's. args: found, program, month (Term: in
    /// which its years begin), near? (the program's period at that time)
    PeriodOfOtherYear = "BY256" Error,
    /// args: id, collection (Term); related: the first
    DuplicateId = "BY216" Error,
    /// args: url, first, second, suggestion; related: the first
    UrlCollision = "BY217" Error,
    /// args: found, suggestion?
    BadSlug = "BY218" Error,
    /// args: found
    BadAlias = "BY219" Error,
    /// args: field?, found, suggestion?
    MissingFile = "BY220" Error,
    /// A link in prose leads nowhere. args: found, suggestion?
    DanglingLink = "BY221" Error,
    /// args: name?, reason (Term), suggestion?
    BadShortcode = "BY222" Error,
    /// Raw HTML that is not allowed was removed. args: removed
    UnsafeHtml = "BY223" Warning,
    /// args: found
    ExternalPicture = "BY224" Warning,
    /// args: file, reason (Term), fix? (Term: what to do)
    BadImage = "BY225" Error,
    /// args: unit, found, right? (the number in full)
    QuantityUnit = "BY226" Error,
    /// args: limit
    TextTooDeep = "BY227" Warning,
    /// args: found
    UnusedFootnote = "BY228" Warning,
    /// A picture's format differs from its extension. args: file, format, ending (that of the format)
    MislabelledPicture = "BY229" Warning,
    /// A person is not published. args: name, reason (Term)
    PersonWithheld = "BY230" Warning,
    /// args: title, date
    HeldInFuture = "BY231" Warning,
    /// args: title, date
    PlannedInPast = "BY232" Warning,
    /// args: later, earlier (labels)
    DatesOutOfOrder = "BY233" Warning,
    /// args: file, example (Term)
    PictureWithoutAlt = "BY234" Warning,
    /// args: file
    OthersInPictureUnanswered = "BY235" Warning,
    /// args: file, reason (Term)
    FirstFrameOnly = "BY236" Warning,
    /// args: file, reason (Term)
    ColoursGuessed = "BY237" Warning,
    /// A file that a record offers could be executed. args: reason (Term), fix (Term: what to do),
    /// records?
    FileRuns = "BY238" Error,
    /// args: files (Term), first (of them), others?
    StaticFileRuns = "BY239" Warning,
    /// args: files (Term), others?
    StaticPassedOver = "BY240" Warning,

    /// args: kind (Term)
    LeakedNumber = "BY241" Error,
    /// args: kind (Term)
    LeakedAddress = "BY242" Warning,

    /// args: kind, where (Terms), others?, records? (that offer the file)
    LeakedInFile = "BY243" Error,
    /// args: kind, where (Terms), others?, records?
    AddressInFile = "BY244" Warning,
    /// args: reason (Term), records?
    FileNotReadable = "BY245" Warning,
    /// args: what (Term), records?
    TracesInFile = "BY246" Warning,

    /// A signed consent that covers nothing. args: example
    ConsentWithoutScope = "BY247" Warning,
    /// Decimals in a number of things that are counted in whole numbers. args: field, found, unit, full? (what it is in ten thousands)
    PartOfWhole = "BY248" Warning,
    /// A number whose separator may mean thousands or decimals. args: found, whole, part
    DoubtfulNumber = "BY249" Error,
    /// args: field, found
    BadEmail = "BY250" Error,

    /// A record has not passed a stage of review. args: title, stage, file
    AwaitsReview = "BY251" Note,
    /// A record was changed after it was signed. args: title, stage, by, on (date), what (Term), file
    ChangedSinceReview = "BY252" Warning,

    /// args: name, reason (Term)
    MentionOfWithheld = "BY253" Warning,

    /// No arguments: private data is not quoted.
    UnclearWithdrawal = "BY258" Warning,
    /// A file is identical to a picture of somebody who may not be shown. args: file (that picture)
    CopyOfWithheld = "BY259" Warning,
    /// A picture looks the same as one of somebody who may not be shown. args: file (that picture)
    LooksLikeWithheld = "BY260" Warning,
    /// Another output still holds the page of somebody who is withheld. args: name, reason (Term), out
    StillElsewhere = "BY269" Warning,

    /// A display name contains the name that it should replace. args: found, name, item (Term: what is there instead)
    DisplayNameTellsName = "BY255" Warning,
    /// Characters that no page may contain were left out of a file. args: found (the first), others?
    ForbiddenCharacter = "BY254" Warning,

    /// args: found, right?, reason?
    WrongTerm = "BY261" Warning,
    /// args: found, right
    DoubleBound = "BY262" Warning,
    /// args: found, right
    AmbiguousRange = "BY263" Warning,
    /// A person's name with one character changed. args: found, right
    NearName = "BY264" Warning,
    /// A day that is reported as past is in the future. args: found, today
    PastInFuture = "BY265" Warning,

    /// A record seems to be a duplicate. args: title, collection, reason (Term), person? (the title), event? (the title)
    EnteredTwice = "BY266" Warning,

    /// A shortcode in a text has an unknown argument. args: command, argument, suggestion?, known?
    UnknownArgument = "BY270" Error,
    /// An argument of a shortcode is missing or invalid. args: command, argument, reason (Term), suggestion?
    BadArgument = "BY271" Error,
    /// A picture, shortcode or link in a field's text, where it is not supported. args: field, found, what (Term)
    NoPlaceInField = "BY272" Error,
    /// The tags around the body of a shortcode do not match. args: name?, reason (Term), example? (Term)
    BodyTag = "BY273" Error,
    /// A gallery has more or fewer descriptions than pictures. args: files, alts (how many)
    AltsDiffer = "BY274" Warning,
    /// Several names where a field takes one. args: field, found, first?, list? (how a list of regions is written), file? and
    /// declared? (where and how a publisher allows it)
    SeveralForOne = "BY280" Error,
    /// Several values of a list in one text. args: field, found, list? (as it is to be written), items?
    /// (where they are in a list already)
    ListInOneText = "BY281" Error,

    // Characters that were meant as Markdown and would be shown as written. args of all: found, reason (Term),
    // example?
    /// A heading.
    HeadingSlip = "BY282" Warning,
    /// A link or picture.
    LinkSlip = "BY283" Warning,
    /// The address of a link or picture.
    TargetSlip = "BY284" Warning,
    /// A footnote reference.
    NoteSlip = "BY285" Warning,
    /// Bold or struck text, or code.
    EmphasisSlip = "BY286" Warning,
    /// Items, or a quotation.
    LineSlip = "BY287" Warning,
    /// A table.
    TableSlip = "BY288" Warning,
    /// Markdown in a text that is not Markdown.
    PlainSlip = "BY289" Warning,

    // Settings.
    /// The site has no site.yaml. args: found? (what may be meant to be it)
    MissingSiteFile = "BY301" Error,
    /// args: key, suggestion?, owner?, known?
    UnknownSetting = "BY302" Error,
    /// args: key (Term), empty?, line?, inside? (as for BY202), any? (where one of several is enough)
    MissingSetting = "BY303" Error,
    /// args: key, found, expected (Term)
    BadSetting = "BY304" Error,
    /// args: id
    DuplicateRegion = "BY305" Error,
    /// args: role, named (Term: which field is named, or what asks for it), suggestion?
    RoleWithoutField = "BY306" Error,
    /// args: found
    BadUrlPattern = "BY307" Error,
    /// args: found, suggestion?, known?
    UnknownFieldType = "BY308" Error,
    /// args: use (Term: facet, sort …), field, suggestion?, known?
    UnknownFieldUsed = "BY309" Error,
    /// args: field, use (Term)
    PrivateFieldUsed = "BY310" Error,
    /// args: field
    ReservedFieldName = "BY311" Error,
    /// args: found, suggestion?
    MenuLeadsNowhere = "BY312" Error,
    /// args: what (Term: collection, metric, program …), found, suggestion?, known?
    UnknownName = "BY313" Error,
    /// args: what (Term), key?, undated? (Term)
    FooterIncomplete = "BY314" Warning,
    /// A region is part of itself, or nested too deeply. args: region
    RegionTooDeep = "BY315" Error,
    /// A target is due outside its program's dates. args: due, starts, ends
    DueOutsideProgram = "BY317" Warning,
    /// A correction of a figure that is not closed. args: period, program, known? (the closed periods)
    CorrectionOfOpen = "BY318" Error,
    /// args: period?
    CorrectionWithoutReason = "BY319" Error,
    /// A correction of a figure that has not changed. args: period, metric
    CorrectionOfNothing = "BY320" Warning,
    /// A figure of a closed period has changed. args: program, period, metric, what (Term), then, now, entry (Term: what to
    /// write), region?, records?, gone?; related: the first records
    ClosedFigureDiffers = "BY321" Warning,

    // Themes.
    /// args: theme, known?
    MissingTheme = "BY401" Error,
    /// args: chain
    ThemeCycle = "BY402" Error,
    /// args: detail (the template engine's words, English)
    TemplateSyntax = "BY403" Error,
    /// args: template, page
    MissingTemplate = "BY404" Error,
    /// args: detail, page
    TemplateFailed = "BY405" Error,
    /// args: chain
    TemplateCycle = "BY406" Error,
    /// args: key, language
    MissingWord = "BY407" Error,

    // Regions and programs over the years.
    /// Invalid stays of somebody who moved. args: reason (Term)
    StaysOutOfOrder = "BY408" Error,

    // Output.
    /// args: out, within (what it touches)
    OutputInSources = "BY501" Error,
    /// args: out
    OutputNotOurs = "BY502" Error,
    /// args: pid?
    OutputLocked = "BY503" Error,
    /// args: file, reason (Term)
    OutputFailed = "BY504" Error,
    /// args: file
    OutputBlocked = "BY505" Error,
    /// args: url, first, second
    OutputCollision = "BY506" Error,
    /// args: url, what, reason (Term)
    BadAddress = "BY507" Error,
    /// args: found, instead
    TakenId = "BY508" Warning,
    /// args: name, reason (Term)
    DoubtfulFileName = "BY509" Warning,
    /// args: first, second
    FileNamesAlike = "BY510" Warning,
    /// An operation within the program failed that should never fail. args: what, reason
    InternalError = "BY511" Error,
    /// args: file
    LinkInOurPlace = "BY520" Error,
    /// args: file
    LinkInCache = "BY521" Warning,
    /// args: file
    PublishedFileChanged = "BY522" Warning,

    // Programs.
    /// args: field, known?
    SumOfText = "BY601" Error,
    /// args: field, unit (of the field), found (of the metric)
    UnitsDiffer = "BY602" Error,
    /// args: title
    PeopleWithoutMethod = "BY603" Warning,
    /// args: title, set, value, sum, difference (Term); related: the target's value
    SharesDiffer = "BY604" Warning,
    /// args: period, found, earlier (the period before), before (its value); related: the value before
    PlanFalls = "BY605" Warning,
    /// args: period, found, value (of the target)
    PlanBeyondTarget = "BY606" Warning,
    /// args: period, reason (Term)
    PlanOutside = "BY607" Warning,
    /// args: title, set; related: the first
    TargetTwice = "BY608" Error,
    /// args: title
    WeightOfZero = "BY609" Warning,
    /// args: title, set
    WeightWithoutShares = "BY610" Warning,
    /// args: what (Term: ranking, star rating)
    PublicWithoutBasis = "BY611" Error,
    /// A claim that cannot be checked. args: says, reason (Term), suggestion?, known?
    ClaimOfNothing = "BY612" Warning,
    /// args: says, found, right, on, done? (Term), target? (Term)
    ClaimDiffers = "BY613" Warning,
    /// args: collection, count, first (date)
    OutsidePrograms = "BY614" Note,

    // Periods that were closed.
    /// Closed figures have a name that no longer exists. args: what (Term), found, suggestion?
    UnknownInClosed = "BY620" Warning,
    /// args: program, period, wanted (the path where the file should be)
    ClosedMisplaced = "BY621" Error,
    /// args: period, program, starts, ends
    ClosedOutsideProgram = "BY622" Warning,

    // Calls in templates.
    /// args: call, argument, suggestion?, known?
    UnknownCallArgument = "BY623" Error,
    /// args: call, argument, reason (Term), suggestion?
    BadCallArgument = "BY624" Error,

    // Finished pages.
    /// args: found, page
    DeadLink = "BY701" Warning,
    /// args: found, page
    DeadAnchor = "BY702" Warning,
    /// args: what (Term: title, description), page
    NamelessPage = "BY703" Warning,
    /// args: found, wanted, page
    HeadingOrder = "BY704" Warning,
    /// args: id, page
    IdTwice = "BY705" Warning,
    /// args: section, days, limit
    StaleSection = "BY706" Warning,

    // Spreadsheets.
    /// A workbook that cannot be read. args: reason (Term), wanted? (Term)
    UnreadableWorkbook = "BY801" Error,
    /// No row of a workbook names fields. args: collection (Term), known (list)
    NoHeadings = "BY802" Error,
    /// args: label (Term), field, collection (Term), headings (list)
    MissingColumn = "BY803" Error,
    /// args: found, collection (Term), suggestion?, line, ignore
    UnknownColumn = "BY804" Warning,
    /// A formula gave no value. args: found, field
    CellError = "BY805" Error,
    /// More digits than a number in a cell keeps. args: field
    LongNumber = "BY806" Error,
    /// args: columns (list)
    PersonalColumns = "BY807" Note,
    /// args: field, what (Term), count
    PersonalNumbersCut = "BY808" Warning,
    /// args: what (Term)
    HiddenRead = "BY809" Note,
    /// A date that may mean two days, or lacks its year. args: found, first, second?
    UncertainDate = "BY810" Error,
    /// args: sheet, collection (Term), missing (list)?
    SheetNotRead = "BY811" Warning,
    /// args: found, suggestion?, workbook
    NoSuchRow = "BY812" Error,
    /// args: collection (Term)
    WorkbookAttached = "BY813" Note,
    /// args: field, second (address), first (address)
    TwoColumns = "BY814" Error,
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
