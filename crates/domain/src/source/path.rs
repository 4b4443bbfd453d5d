//! Paths within a site.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// Longest part of a path in bytes, a limit of common file systems.
const LONGEST_PART: usize = 255;

/// Longest name of a Windows device in bytes: `conout$`.
const LONGEST_DEVICE: usize = 7;

/// A path within a site (or another walked folder): UTF-8 parts separated by `/`, relative, and in a form
/// that all common file systems and web servers support. It never leads out of its folder. Ordered by bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(transparent)]
pub struct SitePath(Arc<str>);

/// The rule of [`SitePath`] that a text violates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathError {
    /// It is empty.
    Empty,
    /// It begins with `/`.
    Absolute,
    /// It has an empty part: `a//b`, `a/`.
    EmptyPart,
    /// It has the part `.` or `..`.
    DotPart,
    /// It leads out of the site.
    Outside,
    /// It contains a control character or a noncharacter.
    Control(char),
    /// It contains `\` or `:`, which have another meaning on Windows, or another character that is not
    /// allowed there.
    Reserved(char),
    /// A part ends in a dot or a space, which Windows drops.
    TrailingDotOrSpace(String),
    /// A part is the name of a Windows device, such as `con` or `aux.md`.
    DeviceName(String),
    /// A part is longer than 255 bytes.
    TooLong(String),
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("the path is empty"),
            Self::Absolute => f.write_str("the path begins with “/”"),
            Self::EmptyPart => f.write_str("a part of the path is empty"),
            Self::DotPart => f.write_str("a part of the path is “.” or “..”"),
            Self::Outside => f.write_str("the path leads out of the site"),
            Self::Control(c) => write!(f, "the path holds the control character U+{:04X}", u32::from(*c)),
            Self::Reserved(c) => write!(f, "the path holds “{c}”"),
            Self::TrailingDotOrSpace(part) => write!(f, "“{part}” ends in a dot or a space"),
            Self::DeviceName(part) => write!(f, "“{part}” is the name of a device on Windows"),
            Self::TooLong(_) => write!(f, "a part of the path is longer than {LONGEST_PART} bytes"),
        }
    }
}

impl std::error::Error for PathError {}

/// Characters that are not allowed in names on Windows and its USB sticks. Elsewhere such names exist.
const KEPT: [char; 6] = ['<', '>', '"', '|', '?', '*'];

/// Whether Windows takes a part for a device, whatever follows its first dot.
#[must_use]
pub fn is_device(part: &str) -> bool {
    let name = part.split('.').next().unwrap_or(part).trim_end_matches(' ');
    // Most names are longer, and this runs for every page's path.
    if name.len() > LONGEST_DEVICE {
        return false;
    }
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$" => true,
        name => name.strip_prefix("com").or_else(|| name.strip_prefix("lpt")).is_some_and(|number| {
            let mut chars = number.chars();
            let is_number = |c: char| c.is_ascii_digit() || matches!(c, '¹' | '²' | '³');
            chars.next().is_some_and(is_number) && chars.next().is_none()
        }),
    }
}

fn check_part(part: &str) -> Result<(), PathError> {
    if part.is_empty() {
        return Err(PathError::EmptyPart);
    }
    // The characters of most parts violate no rule.
    if !part.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        check_characters(part)?;
    }
    if part == "." || part == ".." {
        return Err(PathError::DotPart);
    }
    if part.len() > LONGEST_PART {
        return Err(PathError::TooLong(part.to_owned()));
    }
    if part.ends_with(['.', ' ']) {
        return Err(PathError::TrailingDotOrSpace(part.to_owned()));
    }
    if is_device(part) {
        return Err(PathError::DeviceName(part.to_owned()));
    }
    Ok(())
}

fn check_characters(part: &str) -> Result<(), PathError> {
    let is_none = |c: char| matches!(u32::from(c), 0xFDD0..=0xFDEF) || u32::from(c) & 0xFFFE == 0xFFFE;
    if let Some(c) = part.chars().find(|c| c.is_control() || is_none(*c)) {
        return Err(PathError::Control(c));
    }
    match part.chars().find(|c| matches!(c, '\\' | ':')) {
        Some(c) => Err(PathError::Reserved(c)),
        None => Ok(()),
    }
}

impl TryFrom<&str> for SitePath {
    type Error = PathError;

    fn try_from(text: &str) -> Result<Self, PathError> {
        Self::check(text)?;
        Ok(Self(Arc::from(text)))
    }
}

impl SitePath {
    /// Checks whether a text is a valid path.
    ///
    /// # Errors
    /// The rule that it violates.
    pub fn check(text: &str) -> Result<(), PathError> {
        if text.is_empty() {
            return Err(PathError::Empty);
        }
        if text.starts_with('/') {
            return Err(PathError::Absolute);
        }
        text.split('/').try_for_each(check_part)
    }

    /// Checks whether all common file systems support a freely chosen name. Existing files that some systems
    /// do not support are reported rather than skipped.
    ///
    /// # Errors
    /// The rule that it violates.
    pub fn check_portable(text: &str) -> Result<(), PathError> {
        Self::check(text)?;
        text.chars().find(|c| KEPT.contains(c)).map_or(Ok(()), |c| Err(PathError::Reserved(c)))
    }

    /// The path as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The parts in order; there is at least one.
    pub fn parts(&self) -> impl DoubleEndedIterator<Item = &str> {
        self.0.split('/')
    }

    /// Its folder; `None` at the top.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        self.0.rsplit_once('/').map(|(folder, _)| Self(Arc::from(folder)))
    }

    /// The last part.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension: `a` of `x/a.md`, `.htaccess` of `.htaccess`.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.split_name().0
    }

    /// The extension of the last part in lower case, without the dot; `None` if there is none, as in
    /// `.htaccess`.
    #[must_use]
    pub fn extension(&self) -> Option<String> {
        self.split_name().1.map(str::to_ascii_lowercase)
    }

    fn split_name(&self) -> (&str, Option<&str>) {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, ending)) if !stem.is_empty() => (stem, Some(ending)),
            _ => (name, None),
        }
    }

    /// The path that `rest` names relative to this folder. `.` and `..` are resolved textually; repeated and
    /// trailing slashes count as one, as in links.
    ///
    /// # Errors
    /// If it begins with `/`, leads out of the site or to the site's own folder, or violates a rule of paths.
    pub fn join(&self, rest: &str) -> Result<Self, PathError> {
        if rest.starts_with('/') {
            return Err(PathError::Absolute);
        }
        let mut parts: Vec<&str> = self.parts().collect();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => {
                    parts.pop().ok_or(PathError::Outside)?;
                }
                part => {
                    check_part(part)?;
                    parts.push(part);
                }
            }
        }
        if parts.is_empty() { Err(PathError::Empty) } else { Ok(Self(Arc::from(parts.join("/")))) }
    }
}

impl fmt::Display for SitePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<&SitePath> for Arc<str> {
    fn from(path: &SitePath) -> Self {
        Self::clone(&path.0)
    }
}

impl AsRef<str> for SitePath {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl Borrow<str> for SitePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error(text: &str) -> PathError {
        SitePath::try_from(text).unwrap_err()
    }

    fn path(text: &str) -> SitePath {
        SitePath::try_from(text).unwrap()
    }

    #[test]
    fn refuses_by_rule() {
        assert_eq!(error(""), PathError::Empty);
        assert_eq!(error("/a"), PathError::Absolute);
        for text in ["a//b", "a/"] {
            assert_eq!(error(text), PathError::EmptyPart, "{text}");
        }
        for text in [".", "..", "a/../b", "./a", "a/."] {
            assert_eq!(error(text), PathError::DotPart, "{text}");
        }
        assert_eq!(error("a\nb"), PathError::Control('\n'));
        assert_eq!(error("a/\u{7f}"), PathError::Control('\u{7f}'));
        assert_eq!(error("a\u{FFFE}"), PathError::Control('\u{FFFE}'));
        assert_eq!(error("a\\b"), PathError::Reserved('\\'));
        assert_eq!(error("c:/a"), PathError::Reserved(':'));
        assert_eq!(error("a./b"), PathError::TrailingDotOrSpace("a.".to_owned()));
        assert_eq!(error("a "), PathError::TrailingDotOrSpace("a ".to_owned()));
        assert!(matches!(error(&"好".repeat(86)), PathError::TooLong(_)));
        for text in ["con", "a/AUX.md", "nul.tar.gz", "Com1", "lpt³.txt", "com0/x", "prn .md", "CONOUT$"] {
            assert!(matches!(error(text), PathError::DeviceName(_)), "{text}");
        }
    }

    #[test]
    fn takes_what_is_sound() {
        for text in [
            "a",
            "content/陈 秀英.md",
            ".htaccess",
            "...a",
            "..a/b",
            "console.md",
            "com10",
            "com",
            "lpt",
            "a b/c",
        ] {
            assert_eq!(path(text).as_str(), text);
        }
        assert_eq!(path(&"a".repeat(255)).as_str().len(), 255);
        for c in KEPT {
            let name = format!("x/a{c}b.md");
            assert_eq!(path(&name).as_str(), name);
            assert_eq!(SitePath::check_portable(&name), Err(PathError::Reserved(c)));
        }
        assert_eq!(SitePath::check_portable("x/陈 秀英.md"), Ok(()));
    }

    #[test]
    fn tells_its_parts() {
        let long = path("content/a/b.tar.GZ");
        assert_eq!(long.parent(), Some(path("content/a")));
        assert_eq!((long.file_name(), long.stem()), ("b.tar.GZ", "b.tar"));
        assert_eq!(long.extension().as_deref(), Some("gz"));
        assert_eq!((path("a").parent(), path("a").stem(), path("a").extension()), (None, "a", None));
        assert_eq!((path("x/.htaccess").stem(), path("x/.htaccess").extension()), (".htaccess", None));
    }

    #[test]
    fn joins_within_the_site() {
        let folder = path("content/bases");
        let join = |rest: &str| folder.join(rest).map(|path| path.as_str().to_owned());
        assert_eq!(join("a.md"), Ok("content/bases/a.md".to_owned()));
        assert_eq!(join("../x/./y//z/"), Ok("content/x/y/z".to_owned()));
        assert_eq!(join("."), Ok("content/bases".to_owned()));
        assert_eq!(join("../../themes"), Ok("themes".to_owned()));
        assert_eq!(join("../.."), Err(PathError::Empty));
        assert_eq!(join("../../../content"), Err(PathError::Outside));
        assert_eq!(join("/etc/passwd"), Err(PathError::Absolute));
        assert_eq!(join("a:b"), Err(PathError::Reserved(':')));
    }

    #[test]
    fn sorts_by_bytes() {
        let mut paths = [path("a/b"), path("a-b"), path("a"), path("B")];
        paths.sort();
        assert_eq!(paths.map(|path| path.to_string()), ["B", "a", "a-b", "a/b"]);
    }
}
