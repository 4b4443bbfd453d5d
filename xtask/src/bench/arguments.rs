//! The arguments of `cargo xtask bench`.

use std::path::PathBuf;

use crate::run::Failure;

/// The parsed arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arguments {
    /// Numbers of profiles.
    pub sizes: Vec<usize>,
    /// How often every program runs at each size.
    pub rounds: usize,
    /// Whether to update `docs/benchmarks.md`.
    pub write_docs: bool,
    /// Whether to count instructions instead.
    pub instructions: bool,
    /// Whether to measure the search index instead.
    pub search: bool,
    /// Whether to measure the preview instead.
    pub serve: bool,
    /// Whether to measure pictures instead.
    pub pictures: bool,
    /// Whether to measure programs of many years instead.
    pub long: bool,
    /// Whether to keep the sites for inspection.
    pub keep: bool,
    /// Other builds of the program to compare with: name and file.
    pub binaries: Vec<(String, PathBuf)>,
    /// The programs to measure, by name or prefix; empty for all.
    pub only: Vec<String>,
}

impl Default for Arguments {
    fn default() -> Self {
        Self {
            sizes: vec![1_000, 10_000],
            rounds: 5,
            write_docs: false,
            instructions: false,
            search: false,
            serve: false,
            pictures: false,
            long: false,
            keep: false,
            binaries: Vec::new(),
            only: Vec::new(),
        }
    }
}

impl Arguments {
    /// Parses the command line.
    ///
    /// # Errors
    /// If it is not understood.
    pub fn read(words: &[&str]) -> Result<Self, Failure> {
        let mut arguments = Self::default();
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| wrong(format!("{word} wants a value")));
            match *word {
                "--sizes" => arguments.sizes = numbers(value()?)?,
                "--rounds" => arguments.rounds = number(value()?)?,
                "--write-docs" => arguments.write_docs = true,
                "--instructions" => arguments.instructions = true,
                "--search" => arguments.search = true,
                "--serve" => arguments.serve = true,
                "--pictures" => arguments.pictures = true,
                "--long" => arguments.long = true,
                "--keep" => arguments.keep = true,
                "--only" => arguments.only = value()?.split(',').map(str::to_lowercase).collect(),
                "--binary" => {
                    let (name, file) = value()?
                        .split_once('=')
                        .ok_or_else(|| wrong("--binary wants NAME=FILE".to_owned()))?;
                    arguments.binaries.push((name.to_owned(), PathBuf::from(file)));
                }
                other => return Err(wrong(format!("bench does not know {other}"))),
            }
        }
        Ok(arguments)
    }

    /// Whether a program is to be measured.
    pub fn wants(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        // `bangyang` is the full name of one program and a prefix of another's.
        let wanted = |start: &String| *start == name || (start != "bangyang" && name.starts_with(start));
        self.only.is_empty() || self.only.iter().any(wanted)
    }
}

fn numbers(text: &str) -> Result<Vec<usize>, Failure> {
    text.split(',').map(number).collect()
}

fn number(text: &str) -> Result<usize, Failure> {
    let number = text.replace('_', "").parse().ok().filter(|number| *number > 0);
    number.ok_or_else(|| wrong(format!("{text} is not a number of things")))
}

fn wrong(message: String) -> Failure {
    Failure { message, code: 2 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_asked() {
        let read =
            Arguments::read(&["--sizes", "50,1_000", "--rounds", "3", "--binary", "old=/tmp/a"]).unwrap();
        assert_eq!((read.sizes, read.rounds), (vec![50, 1_000], 3));
        assert_eq!(read.binaries, [("old".to_owned(), PathBuf::from("/tmp/a"))]);
        for wrong in [&["--sizes"][..], &["--sizes", "x"], &["--rounds", "0"], &["--binary", "x"], &["now"]] {
            assert_eq!(Arguments::read(wrong).unwrap_err().code, 2);
        }
    }
}
