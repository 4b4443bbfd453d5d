//! Pseudo-languages for browser tests: one with words 40 % longer than English ones, one written from right
//! to left. They are generated from the theme's English words; what breaks in them would break in real ones.

use std::fs;
use std::path::Path;

use crate::run::{Failure, Project};

/// How a word is derived from an English one.
#[derive(Clone, Copy)]
pub enum Pseudo {
    /// English with accents, each word longer.
    Long,
    /// English in Arabic letters.
    RightToLeft,
}

impl Pseudo {
    /// Its tag: a region or language that Unicode reserves for such tests.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Long => "en-XA",
            Self::RightToLeft => "ar-XB",
        }
    }

    /// A text in this language; placeholders in braces stay.
    fn text(self, english: &str) -> String {
        let (mut out, mut word, mut within) = (String::new(), String::new(), 0);
        for c in english.chars().chain(['\0']) {
            if within == 0 && c.is_alphabetic() {
                word.push(c);
                continue;
            }
            out.push_str(&self.word(&word));
            word.clear();
            within = match c {
                '{' => within + 1,
                '}' => within - 1,
                _ => within,
            };
            if c != '\0' {
                out.push(c);
            }
        }
        out
    }

    fn word(self, english: &str) -> String {
        match self {
            Self::Long => {
                let letters = english.chars().count();
                let more = "öäüéñšçåëï".chars().cycle().take((letters * 4).div_ceil(10));
                english.chars().map(accented).chain(more).collect()
            }
            Self::RightToLeft => english.to_lowercase().chars().map(arabic).collect(),
        }
    }
}

fn accented(c: char) -> char {
    match c {
        'a' => 'à',
        'c' => 'ç',
        'e' => 'ë',
        'i' => 'ï',
        'n' => 'ñ',
        'o' => 'ô',
        's' => 'š',
        'u' => 'û',
        'y' => 'ÿ',
        c => c,
    }
}

fn arabic(c: char) -> char {
    let letters = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي";
    u32::from(c).checked_sub(u32::from('a')).and_then(|at| letters.chars().nth(at as usize)).unwrap_or(c)
}

/// Turns an English site into one in this language, with its own theme.
///
/// # Errors
/// If a file cannot be read or written.
pub fn rewrite(project: &Project, site: &Path, pseudo: Pseudo) -> Result<(), Failure> {
    let words = |name: &str| read(&project.root().join("themes/peony/i18n").join(name));
    let mut own = vec!["# Made by `cargo xtask test`.".to_owned()];
    let english = words("en.yaml")?;
    own.extend(english.lines().filter_map(|line| translated(line, pseudo)));
    // English names of collections and fields are in the program, those in other languages in the theme.
    let is_label = |line: &&str| {
        let key = line.split_once(':').map_or("", |(key, _)| key);
        let is_known =
            english.lines().any(|line| line.split_once(':').is_some_and(|(known, _)| known == key));
        !is_known && ["collection.", "label.", "back.", "choice."].iter().any(|it| key.starts_with(it))
    };
    let label = |line: &str| match pseudo {
        // Spanish ones have the required length.
        Pseudo::Long => Some(line.to_owned()),
        Pseudo::RightToLeft => translated(line, pseudo),
    };
    own.extend(words("es.yaml")?.lines().filter(is_label).filter_map(label));
    let theme = site.join("themes/own");
    write(&theme.join("theme.yaml"), "name: own\nextends: peony\n")?;
    write(&theme.join(format!("i18n/{}.yaml", pseudo.tag())), &(own.join("\n") + "\n"))?;
    let settings = site.join("content/site.yaml");
    let text = read(&settings)?;
    let ours = text.replace("language: en", &format!("language: {}\ntheme: own", pseudo.tag()));
    if ours == text {
        return Err(Failure::new(format!("{} does not say `language: en`", settings.display())));
    }
    write(&settings, &ours)
}

/// A line of a word list, translated; `None` if it is only about English.
fn translated(line: &str, pseudo: Pseudo) -> Option<String> {
    let (key, text) = line.split_once(": ").filter(|_| !line.starts_with('#'))?;
    if ["month.", "date.", "one."].iter().any(|it| key.starts_with(it)) {
        return None;
    }
    // An address is not translated.
    if text.starts_with("https:") {
        return Some(line.to_owned());
    }
    let text = text.trim().trim_matches('"').trim_matches('\'');
    Some(format!("{key}: \"{}\"", pseudo.text(text)))
}

fn read(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path)
        .map_err(|error| Failure::new(format!("{} cannot be read: {error}", path.display())))
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let done = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    done.map_err(|error| Failure::new(format!("{} cannot be written: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_word_is_longer_and_placeholders_stay() {
        assert_eq!(Pseudo::Long.text("{count} people"), "{count} pëôplëöäü");
        assert_eq!(Pseudo::RightToLeft.text("Home: {name}"), "دضشج: {name}");
        assert_eq!(translated("a.b: \" (clear)\"", Pseudo::Long).as_deref(), Some("a.b: \" (çlëàröä)\""));
        assert_eq!(translated("month.1: January", Pseudo::Long), None);
    }
}
