//! Fixes of diagnostics: as patches for JSON output, and applied by `check --fix`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::atomic_write::write_whole;
use super::console::{Console, Failure, either};
use crate::config::text::LARGEST_TEXT;
use crate::diag::{Code, Diagnostic, Fix, Lang, Patch, Place, printable, reason};
use crate::domain::to_json;
use crate::edit::{Change, Original, mend};
use crate::source::{SitePath, System};

/// The files with diagnostics, read on first use.
pub(super) struct Files<'a> {
    system: &'a dyn System,
    root: &'a Path,
    read: BTreeMap<SitePath, Option<Original>>,
}

impl<'a> Files<'a> {
    pub(super) fn new(system: &'a dyn System, root: &'a Path) -> Self {
        Self { system, root, read: BTreeMap::new() }
    }

    fn file(&mut self, path: &SitePath) -> Option<&Original> {
        let (system, root) = (self.system, self.root);
        let read = || Original::read(system.read_limited(&root.join(path.as_str()), LARGEST_TEXT).ok()?).ok();
        self.read.entry(path.clone()).or_insert_with(read).as_ref()
    }

    /// The fix of a diagnostic as patches of files; empty if it would not improve the file.
    pub(super) fn patches(&mut self, diagnostic: &Diagnostic) -> Vec<Patch> {
        let patch = |fix: &Fix| {
            let file = self.file(&fix.file)?;
            let change: Change = (fix.range.clone(), fix.text.clone());
            let (_, taken) = mend(&fix.file, file.bytes().to_vec(), &[change]).ok()?;
            let bytes = file.bytes_of(&fix.range).ok().filter(|_| taken == [true])?;
            let file = Place::file(fix.file.clone()).shown_file();
            Some(Patch { file, start: bytes.start, end: bytes.end, text: fix.text.clone() })
        };
        let patches: Option<Vec<Patch>> = diagnostic.fix.iter().map(patch).collect();
        patches.unwrap_or_default()
    }
}

/// A place that was, or can be, fixed.
#[derive(Clone, Debug, Serialize)]
struct Mend {
    code: &'static str,
    file: String,
    line: u32,
    before: String,
    after: String,
    written: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    mend: &'a Mend,
}

/// The result of a round.
#[derive(Default)]
pub(super) struct Round {
    /// Number of places that were, or can be, fixed.
    pub(super) mended: usize,
    /// Their files.
    pub(super) files: std::collections::BTreeSet<SitePath>,
}

/// Shows the fixes of diagnostics and, unless this is a dry run, applies them; each file atomically.
pub(super) fn round(
    system: &dyn System,
    root: &Path,
    diagnostics: &[Diagnostic],
    write: bool,
    console: &mut Console<'_>,
) -> Result<Round, Failure> {
    let mut by_file: BTreeMap<&SitePath, Vec<(&Diagnostic, &Fix)>> = BTreeMap::new();
    for diagnostic in diagnostics {
        // A fix of several files would have to be applied to all of them at once.
        if let [fix] = diagnostic.fix.as_slice() {
            by_file.entry(&fix.file).or_default().push((diagnostic, fix));
        }
    }
    let mut round = Round::default();
    for (path, mut fixes) in by_file {
        fixes.dedup_by(|(_, one), (_, other)| one == other);
        let file = root.join(path.as_str());
        let Ok(bytes) = system.read_limited(&file, LARGEST_TEXT) else { continue };
        let changes: Vec<Change> =
            fixes.iter().map(|(_, fix)| (fix.range.clone(), fix.text.clone())).collect();
        let Ok((made, taken)) = mend(path, bytes.clone(), &changes) else { continue };
        if made.bytes() == bytes {
            continue;
        }
        let Ok(before) = Original::read(bytes.clone()) else { continue };
        if write {
            // Somebody may have saved it since.
            if system.read_limited(&file, LARGEST_TEXT).ok().as_ref() != Some(&bytes) {
                changed_meanwhile(path, console);
                continue;
            }
            write_whole(system, root, &file, made.bytes()).map_err(|error| unwritable(path, &error))?;
        }
        for ((diagnostic, fix), _) in fixes.iter().zip(&taken).filter(|(_, taken)| **taken) {
            tell(&mend_of(diagnostic, fix, before.content(), write), console);
            round.mended += 1;
        }
        round.files.insert(path.clone());
    }
    Ok(round)
}

/// A line before and after, as far as it may be shown.
fn mend_of(diagnostic: &Diagnostic, fix: &Fix, content: &str, written: bool) -> Mend {
    let code: Code = diagnostic.code;
    let place = diagnostic.place.as_ref();
    let file = Place::file(fix.file.clone()).shown_file();
    let Some(spot) = place.and_then(Place::text) else {
        return Mend {
            code: code.id(),
            file,
            line: 0,
            before: String::new(),
            after: fix.text.clone(),
            written,
        };
    };
    // The number of characters of the line before the change, and of those removed.
    let head = content.get(..fix.range.start).unwrap_or("").rsplit('\n').next().unwrap_or("").chars().count();
    let gone = content.get(fix.range.clone()).map_or(0, |old| old.chars().count());
    let first = usize::try_from(spot.column).unwrap_or(1).saturating_sub(1).saturating_sub(spot.marked.start);
    let before = spot.excerpt.to_string();
    let at = head.saturating_sub(first);
    let after =
        before.chars().take(at).chain(fix.text.chars()).chain(before.chars().skip(at + gone)).collect();
    Mend { code: code.id(), file, line: spot.line, before, after, written }
}

fn tell(mend: &Mend, console: &mut Console<'_>) {
    if console.is_json() {
        console.print(&to_json(&Line { mend }));
        return;
    }
    let Mend { code, file, line, before, after, .. } = mend;
    let file = printable(file);
    console.tell(&match console.lang {
        Lang::En => format!("{file}, line {line} ({code})"),
        Lang::ZhCn => format!("{file}，第 {line} 行（{code}）"),
    });
    console.tell(&format!("  - {}\n  + {}", printable(before), printable(after)));
}

fn changed_meanwhile(path: &SitePath, console: &mut Console<'_>) {
    let file = Place::file(path.clone()).shown_file();
    if console.is_json() {
        console.print(&json!({"skipped": {"file": file, "reason": "changed"}}).to_string());
        return;
    }
    let file = printable(&file);
    console.tell(&match console.lang {
        Lang::En => format!("{file} was saved by somebody during the check, so nothing in it was changed."),
        Lang::ZhCn => format!("{file} 在检查的时候有人改过，这次没有动它。"),
    });
}

fn unwritable(path: &SitePath, error: &std::io::Error) -> Failure {
    let (file, reason) = (printable(path.as_str()), reason(error));
    Failure::machine(
        format!("“{file}” cannot be written: {}", reason.in_lang(Lang::En)),
        format!("“{file}”写不进去：{}", reason.in_lang(Lang::ZhCn)),
    )
}

/// Reports the number of places that were, or can be, fixed.
pub(super) fn sum_up(mended: usize, files: usize, wrote: bool, console: &mut Console<'_>) {
    if console.is_json() {
        return;
    }
    let lang = console.lang;
    console.tell(&match (mended, wrote) {
        (0, _) => either(lang, "There is nothing that can be fixed for certain.", "没有可以自动改的地方。").to_owned(),
        (_, true) => match lang {
            Lang::En => format!("Fixed: {} in {}.", places(mended), in_files(files)),
            Lang::ZhCn => format!("已改 {mended} 处，在 {files} 个文件里。"),
        },
        (_, false) => match lang {
            Lang::En => format!(
                "Can be fixed: {} in {}. Nothing was written; run it without --dry-run to fix them.",
                places(mended),
                in_files(files)
            ),
            Lang::ZhCn => format!(
                "可以自动改 {mended} 处，在 {files} 个文件里。这次什么也没有写；去掉 --dry-run 再运行，就会改好。"
            ),
        },
    });
}

fn places(count: usize) -> String {
    if count == 1 { "1 place".to_owned() } else { format!("{count} places") }
}

fn in_files(count: usize) -> String {
    if count == 1 { "1 file".to_owned() } else { format!("{count} files") }
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::PathBuf;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::SystemTime;

    use super::*;
    use crate::source::{Folder, MemSystem, Meta, WalkOutcome};

    /// A system in which somebody else saves a file after it was read a number of times.
    struct Busy {
        files: MemSystem,
        reads: AtomicUsize,
        saved_after: usize,
    }

    const FILE: &str = "/site/content/news/a.md";
    const BEFORE: &str = "---\r\nday: 2022.3.5\r\n---\r\n";
    const SAVED: &str = "---\r\nday: 2022.3.6\r\n---\r\n";

    impl System for Busy {
        fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
            if self.reads.fetch_add(1, Ordering::Relaxed) == self.saved_after {
                self.files.put(Path::new(FILE), SAVED.as_bytes()).unwrap();
            }
            self.files.read_limited(path, limit)
        }
        fn walk(&self, root: &Path) -> io::Result<WalkOutcome> {
            self.files.walk(root)
        }
        fn metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
            self.files.metadata(path)
        }
        fn link_metadata(&self, path: &Path) -> io::Result<Option<Meta>> {
            self.files.link_metadata(path)
        }
        fn canonicalize(&self, path: &Path) -> io::Result<PathBuf> {
            self.files.canonicalize(path)
        }
        fn open(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
            self.files.open(path)
        }
        fn create(&self, path: &Path) -> io::Result<Arc<dyn Folder>> {
            self.files.create(path)
        }
        fn now(&self) -> SystemTime {
            self.files.now()
        }
    }

    /// The file's contents and the messages after a round.
    fn left(saved_after: usize, write: bool) -> (String, String, usize) {
        let system = Busy { files: MemSystem::default(), reads: AtomicUsize::new(0), saved_after };
        system.files.put(Path::new(FILE), BEFORE.as_bytes()).unwrap();
        let path = SitePath::try_from("content/news/a.md").unwrap();
        let place = Place::of(path, &BEFORE.replace("\r\n", "\n"), 9..17);
        let told = Diagnostic::new(Code::DateForm).at(place.clone()).mended_by(Fix::at(&place, "2022-03-05"));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::new(&mut out, &mut err, Lang::En);
        let round = round(&system, Path::new("/site"), &[told], write, &mut console).unwrap();
        let file = system.files.read(Path::new(FILE)).unwrap();
        (String::from_utf8(file).unwrap(), String::from_utf8(err).unwrap(), round.mended)
    }

    #[test]
    fn a_file_that_somebody_saves_meanwhile_is_not_touched() {
        let (file, said, mended) = left(usize::MAX, true);
        assert_eq!((file, mended), (BEFORE.replace("2022.3.5", "2022-03-05"), 1));
        assert!(said.contains("line 2 (BY205)\n  - day: 2022.3.5\n  + day: 2022-03-05\n"), "{said}");
        let (file, said, mended) = left(1, true);
        assert_eq!((file.as_str(), mended), (SAVED, 0));
        assert!(
            said.contains("was saved by somebody during the check") && !said.contains("2022-03-05"),
            "{said}"
        );
        let (file, said, mended) = left(usize::MAX, false);
        assert_eq!((file.as_str(), mended), (BEFORE, 1));
        assert!(said.contains("+ day: 2022-03-05"), "{said}");
    }
}
