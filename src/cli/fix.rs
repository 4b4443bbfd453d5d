//! Fixes of diagnostics: as patches for JSON output, and applied by `check --fix`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;
use serde_json::json;

use super::console::{Console, Failure, either};
use crate::build::{self, BuildOptions, Readable};
use crate::diag::{Code, Diagnostic, Fix, Lang, Patch, Place, printable, reason};
use crate::domain::to_json;
use crate::edit::{ChangeGroup, Original, ReplaceError, Replacement, mend_all, read_file, replace_all};
use crate::source::{Overlay, SitePath, System};

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
        self.read.entry(path.clone()).or_insert_with(|| read_file(system, root, path).ok()).as_ref()
    }

    /// The fix of a diagnostic as patches of files; empty if it would not improve them.
    pub(super) fn patches(&mut self, diagnostic: &Diagnostic) -> Vec<Patch> {
        let mut files = BTreeMap::new();
        for fix in &diagnostic.fix {
            let Some(file) = self.file(&fix.file) else { return Vec::new() };
            files.insert(fix.file.clone(), file.clone());
        }
        let patch = |fix: &Fix| {
            let bytes = files.get(&fix.file)?.bytes_of(&fix.range).ok()?;
            let file = Place::file(fix.file.clone()).shown_file();
            Some(Patch { file, start: bytes.start, end: bytes.end, text: fix.text.clone() })
        };
        if diagnostic.fix.is_empty() || mend_all(&files, &[group(diagnostic)]).1 != [true] {
            return Vec::new();
        }
        let patches: Option<Vec<Patch>> = diagnostic.fix.iter().map(patch).collect();
        patches.unwrap_or_default()
    }
}

/// The changes that fix a diagnostic. They belong together.
fn group(diagnostic: &Diagnostic) -> ChangeGroup {
    let change = |fix: &Fix| (fix.file.clone(), (fix.range.clone(), fix.text.clone()));
    diagnostic.fix.iter().map(change).collect()
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

/// How often the files that were fixed are read again to find what their earlier mistakes hid.
const MOST_ROUNDS: usize = 32;

/// Shows what can be fixed for certain and, unless this is a dry run, writes the files: all or none. Returns whether
/// any was written.
///
/// Settings are fixed first, since they determine how records are read. Then all records are read once; after that,
/// as long as more is found, only the fixed files are read, from memory. A dry run shows what would be fixed first.
pub(super) fn fix(
    system: &dyn System,
    options: &BuildOptions,
    write: bool,
    console: &mut Console<'_>,
) -> Result<bool, Failure> {
    let mut fixing = Fixing::new(system, &options.root);
    let rounds = if write { MOST_ROUNDS } else { 1 };
    for _ in 0..rounds {
        let found = build::fixable(&fixing.overlay, options, Readable::Settings);
        if fixing.round(&found).is_empty() {
            break;
        }
    }
    let mut changed = fixing.round(&build::fixable(&fixing.overlay, options, Readable::Records));
    for _ in 1..rounds {
        if changed.is_empty() {
            break;
        }
        changed = fixing.round(&build::fixable(&fixing.overlay, options, Readable::These(&changed)));
    }
    let done = fixing.finish(write, console)?;
    sum_up(done, write, console);
    Ok(write && done.mended > 0)
}

/// The result.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Done {
    /// Number of places that were, or can be, fixed.
    mended: usize,
    /// Number of their files.
    files: usize,
}

/// Files being fixed in memory.
struct Fixing<'s> {
    system: &'s dyn System,
    root: &'s Path,
    /// The site with what was fixed.
    overlay: Overlay<'s>,
    /// Each fixed file: as it was, and as it is now.
    files: BTreeMap<SitePath, (Original, Original)>,
    /// The fixes, each with its files and its lines.
    mends: Vec<(BTreeSet<SitePath>, Vec<Mend>)>,
}

impl<'s> Fixing<'s> {
    fn new(system: &'s dyn System, root: &'s Path) -> Self {
        let overlay = Overlay::new(system, root);
        Self { system, root, overlay, files: BTreeMap::new(), mends: Vec::new() }
    }

    /// Applies the fixes of diagnostics in memory. Returns the files that changed.
    fn round(&mut self, found: &[Diagnostic]) -> BTreeSet<SitePath> {
        // Several mistakes may have the same remedy.
        let mut known = BTreeSet::new();
        let fixes: Vec<&Diagnostic> = found
            .iter()
            .filter(|diagnostic| {
                let key = |fix: &Fix| (fix.file.clone(), fix.range.start, fix.range.end, fix.text.clone());
                !diagnostic.fix.is_empty() && known.insert(diagnostic.fix.iter().map(key).collect::<Vec<_>>())
            })
            .collect();
        let mut before: BTreeMap<SitePath, Original> = BTreeMap::new();
        for fix in fixes.iter().flat_map(|diagnostic| &diagnostic.fix) {
            if !before.contains_key(&fix.file)
                && let Ok(file) = read_file(&self.overlay, self.root, &fix.file)
            {
                before.insert(fix.file.clone(), file);
            }
        }
        let groups: Vec<ChangeGroup> = fixes.iter().map(|diagnostic| group(diagnostic)).collect();
        let (made, taken) = mend_all(&before, &groups);
        for (diagnostic, _) in fixes.iter().zip(taken).filter(|(_, taken)| *taken) {
            let lines = diagnostic
                .fix
                .iter()
                .filter_map(|fix| Some(mend_of(diagnostic, fix, before.get(&fix.file)?.content())));
            let files = diagnostic.fix.iter().map(|fix| fix.file.clone()).collect();
            self.mends.push((files, lines.collect()));
        }
        let mut changed = BTreeSet::new();
        for ((path, old), (_, new)) in before.into_iter().zip(made) {
            if old.bytes() != new.bytes() {
                self.overlay.lay(path.clone(), new.bytes());
                let (old, _) = self.files.remove(&path).unwrap_or_else(|| (old, new.clone()));
                self.files.insert(path.clone(), (old, new));
                changed.insert(path);
            }
        }
        changed
    }

    /// Writes the files, unless this is a dry run, and shows what was done.
    fn finish(mut self, write: bool, console: &mut Console<'_>) -> Result<Done, Failure> {
        if write {
            self.write(console)?;
        }
        let mut done = Done { mended: 0, files: self.files.len() };
        for mend in self.mends.iter().flat_map(|(_, lines)| lines) {
            tell(&Mend { written: write, ..mend.clone() }, console);
            done.mended += 1;
        }
        Ok(done)
    }

    /// Writes the files. Those that somebody changed meanwhile are left out, with those that are fixed together with
    /// them.
    fn write(&mut self, console: &mut Console<'_>) -> Result<(), Failure> {
        loop {
            let replacement = |(file, (before, after)): (&SitePath, &(Original, Original))| Replacement {
                file: file.clone(),
                before: Some(before.bytes().to_vec()),
                after: after.bytes().to_vec(),
            };
            let replacements: Vec<Replacement> = self.files.iter().map(replacement).collect();
            match replace_all(self.system, self.root, &replacements) {
                Ok(()) => return Ok(()),
                Err(ReplaceError::Io(path, error)) => return Err(unwritable(&path, &error)),
                Err(ReplaceError::Changed(path)) => self.leave_out(&path, console),
            }
        }
    }

    /// Leaves out a file, and those that are fixed together with it.
    fn leave_out(&mut self, path: &SitePath, console: &mut Console<'_>) {
        let mut out = BTreeSet::from([path.clone()]);
        loop {
            let linked = self.mends.iter().filter(|(files, _)| !files.is_disjoint(&out));
            let linked: BTreeSet<SitePath> = linked.flat_map(|(files, _)| files).cloned().collect();
            if linked.is_subset(&out) {
                break;
            }
            out.extend(linked);
        }
        self.files.retain(|file, _| !out.contains(file));
        self.mends.retain(|(files, _)| files.is_disjoint(&out));
        changed_meanwhile(path, console);
    }
}

/// A line before and after, as far as it may be shown.
fn mend_of(diagnostic: &Diagnostic, fix: &Fix, content: &str) -> Mend {
    let code: Code = diagnostic.code;
    let place = diagnostic.place.as_ref().filter(|place| place.file == fix.file);
    let file = Place::file(fix.file.clone()).shown_file();
    let Some(spot) = place.and_then(Place::text) else {
        return Mend {
            code: code.id(),
            file,
            line: 0,
            before: String::new(),
            after: fix.text.clone(),
            written: false,
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
    Mend { code: code.id(), file, line: spot.line, before, after, written: false }
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
fn sum_up(Done { mended, files }: Done, wrote: bool, console: &mut Console<'_>) {
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

    /// A system that counts how often one file is read.
    struct Counting {
        files: MemSystem,
        counted: PathBuf,
        reads: AtomicUsize,
    }

    impl System for Counting {
        fn read_limited(&self, path: &Path, limit: u64) -> io::Result<Vec<u8>> {
            self.reads.fetch_add(usize::from(path == self.counted), Ordering::Relaxed);
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

    #[test]
    fn records_without_mistakes_are_read_once() {
        let files = MemSystem::default();
        let root = Path::new("/site");
        let settings = "title: Test\nbase_url: https://site.example/\nlangauge: en\n";
        files.put(root.join("content/site.yaml"), settings).unwrap();
        // Each mistake hides the next one.
        let wrong = "---\ntitle：甲\npublished_on:2022.3.5\n---\n";
        files.put(root.join("content/news/a.md"), wrong).unwrap();
        files.put(root.join("content/news/b.md"), "---\ntitle: 乙\npublished_on: 2022-03-05\n---\n").unwrap();
        let system = Counting { files, counted: root.join("content/news/b.md"), reads: AtomicUsize::new(0) };
        let options = BuildOptions::new(root, "2022-06-30T00:00:00Z".parse().unwrap());
        let (mut out, mut err) = (Vec::new(), Vec::new());
        assert!(fix(&system, &options, true, &mut Console::new(&mut out, &mut err, Lang::En)).unwrap());
        let text = |path: &str| String::from_utf8(system.files.read(&root.join(path)).unwrap()).unwrap();
        assert_eq!(text("content/site.yaml"), settings.replace("langauge", "language"));
        assert_eq!(text("content/news/a.md"), "---\ntitle: 甲\npublished_on: 2022-03-05\n---\n");
        assert_eq!(system.reads.load(Ordering::Relaxed), 1);
    }

    const FILE: &str = "/site/content/news/a.md";
    const BEFORE: &str = "---\r\nday: 2022.3.5\r\n---\r\n";
    const SAVED: &str = "---\r\nday: 2022.3.6\r\n---\r\n";

    /// The file's contents, the messages and the number of places; somebody may save the file meanwhile.
    fn left(is_saved: bool, write: bool) -> (String, String, usize) {
        let system = MemSystem::default();
        system.put(FILE, BEFORE).unwrap();
        let path = SitePath::try_from("content/news/a.md").unwrap();
        let place = Place::of(path, &BEFORE.replace("\r\n", "\n"), 9..17);
        let told = Diagnostic::new(Code::DateForm).at(place.clone()).mended_by(Fix::at(&place, "2022-03-05"));
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut console = Console::new(&mut out, &mut err, Lang::En);
        let mut fixing = Fixing::new(&system, Path::new("/site"));
        fixing.round(&[told]);
        if is_saved {
            system.save(FILE, SAVED).unwrap();
        }
        let done = fixing.finish(write, &mut console).unwrap();
        let file = system.read(Path::new(FILE)).unwrap();
        (String::from_utf8(file).unwrap(), String::from_utf8(err).unwrap(), done.mended)
    }

    #[test]
    fn fixes_of_several_files_are_made_together() {
        let system = MemSystem::default();
        let files = [("content/news/a.md", "---\nday: 1\n---\n"), ("content/regions.yaml", "- id: x\n")];
        let root = Path::new("/site");
        files.iter().for_each(|(path, text)| system.put(root.join(path), *text).unwrap());
        let fix = |n: usize, range: std::ops::Range<usize>, text: &str| {
            let path = SitePath::try_from(files[n].0).unwrap();
            Fix::at(&Place::of(path, files[n].1, range), text)
        };
        let both = |of_b: &str| {
            let mut told = Diagnostic::new(Code::DateForm).mended_by(fix(0, 9..10, "2"));
            told = told.mended_by(fix(1, 6..7, of_b));
            told
        };
        let fixed = |told: &[Diagnostic], saved: bool| {
            let mut fixing = Fixing::new(&system, root);
            fixing.round(told);
            if saved {
                system.save(root.join(files[1].0), "- id: z\n").unwrap();
            }
            let (mut out, mut err) = (Vec::new(), Vec::new());
            let done = fixing.finish(true, &mut Console::new(&mut out, &mut err, Lang::En)).unwrap();
            (
                done.mended,
                files.map(|(path, _)| String::from_utf8(system.read(&root.join(path)).unwrap()).unwrap()),
            )
        };
        let old = files.map(|(_, text)| text.to_owned());
        // One of the two would break its file.
        assert_eq!(fixed(&[both("[")], false), (0, old.clone()));
        // Somebody saved one of the two.
        assert_eq!(fixed(&[both("y")], true), (0, [old[0].clone(), "- id: z\n".to_owned()]));
        assert_eq!(fixed(&[both("y")], false), (2, [old[0].replace('1', "2"), "- id: y\n".to_owned()]));
    }

    #[test]
    fn a_file_that_somebody_saves_meanwhile_is_not_touched() {
        let (file, said, mended) = left(false, true);
        assert_eq!((file, mended), (BEFORE.replace("2022.3.5", "2022-03-05"), 1));
        assert!(said.contains("line 2 (BY205)\n  - day: 2022.3.5\n  + day: 2022-03-05\n"), "{said}");
        let (file, said, mended) = left(true, true);
        assert_eq!((file.as_str(), mended), (SAVED, 0));
        assert!(
            said.contains("was saved by somebody during the check") && !said.contains("2022-03-05"),
            "{said}"
        );
        let (file, said, mended) = left(false, false);
        assert_eq!((file.as_str(), mended), (BEFORE, 1));
        assert!(said.contains("+ day: 2022-03-05"), "{said}");
    }
}
