//! A lower bound for any site generator: reads all sources of a site, parses their Markdown, and writes files
//! of given paths and sizes, on all cores. Run by `cargo xtask bench`.
//!
//! `floor SITE LIST`: LIST has a line per file with its size and its path within `SITE/public`.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::{env, fs, io, thread};

use pulldown_cmark::{Options, Parser, html};

fn main() -> io::Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let (Some(site), Some(list)) = (arguments.next(), arguments.next()) else {
        return Err(io::Error::other("usage: floor SITE LIST"));
    };
    let mut sources = Vec::new();
    walk(&site.join("content"), &mut sources)?;
    let rendered =
        in_parts(&sources, |files| files.iter().map(|file| render(file)).sum::<io::Result<usize>>())?;
    let list = fs::read_to_string(list)?;
    let public = site.join("public");
    let files: Vec<(usize, PathBuf)> = list
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(size, path)| Some((size.parse().ok()?, public.join(path))))
        .collect();
    let largest = files.iter().map(|(size, _)| *size).max().unwrap_or(0);
    let bytes = vec![b'a' + u8::try_from(rendered % 26).unwrap_or(0); largest];
    in_parts(&files, |files| write(files, &bytes))?;
    Ok(())
}

/// Distributes the work over all cores; returns the sum of the results.
fn in_parts<T: Sync>(items: &[T], work: impl Fn(&[T]) -> io::Result<usize> + Sync) -> io::Result<usize> {
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let part = items.len().div_ceil(cores).max(1);
    let work = &work;
    thread::scope(|scope| {
        let threads: Vec<_> = items.chunks(part).map(|part| scope.spawn(move || work(part))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap_or(Ok(0))).sum()
    })
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), found)?;
        } else {
            found.push(entry.path());
        }
    }
    Ok(())
}

fn render(file: &Path) -> io::Result<usize> {
    let text = fs::read_to_string(file)?;
    let body = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(&*text, |(_, body)| body);
    let mut out = String::with_capacity(body.len() * 2);
    html::push_html(&mut out, Parser::new_ext(body, Options::ENABLE_TABLES));
    Ok(out.len())
}

fn write(files: &[(usize, PathBuf)], bytes: &[u8]) -> io::Result<usize> {
    let mut made = HashSet::new();
    for (size, file) in files {
        if let Some(parent) = file.parent()
            && made.insert(parent)
        {
            fs::create_dir_all(parent)?;
        }
        fs::write(file, &bytes[..*size])?;
    }
    Ok(files.len())
}
