//! Instructions that readers take, counted by Valgrind: twice the input takes no more than twice as many.
//!
//! A process of its own reads all inputs of a reader under Valgrind's `callgrind`, which counts while [`counted_reading`] runs, and writes a
//! file after each call.

use std::env::{current_exe, var};
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::process::Command;

use super::cases::{READERS, Reader};
use super::{SIZES, grew};

/// By how much sizes are divided: Valgrind is some fifty times slower than the processor.
const DIVIDED: usize = 64;
/// Instructions that do not tell how anything grows: what is the same for each input.
const SAME: u64 = 4_000_000;
/// The name of a reader, for the process that Valgrind runs.
const READER: &str = "BANGYANG_BOUNDS_READER";

#[test]
#[ignore = "takes minutes and needs Valgrind: `cargo xtask bounds` runs it"]
fn twice_the_input_takes_twice_the_instructions() {
    let each = |reader: &Reader| counts(reader.name).map(|counts| wrong(reader, &counts));
    let found: Result<Vec<Vec<String>>, String> = READERS.iter().map(each).collect();
    assert_eq!(found.unwrap().concat(), Vec::<String>::new());
}

/// What grows faster than its input.
fn wrong(reader: &Reader, counts: &[u64]) -> Vec<String> {
    assert_eq!(counts.len(), reader.inputs.len() * SIZES.len(), "each reading of {} is counted", reader.name);
    let mut wrong = Vec::new();
    for ((what, _), counts) in reader.inputs.iter().zip(counts.chunks(SIZES.len())) {
        eprintln!("{} of {what}: {counts:?}", reader.name);
        if counts.windows(2).any(|pair| grew(pair[0], pair[1], SAME)) {
            wrong.push(format!("{} of {what}: {counts:?} instructions", reader.name));
        }
    }
    wrong
}

/// The instructions of each reading, in order.
fn counts(reader: &str) -> Result<Vec<u64>, String> {
    let folder = tempfile::tempdir().map_err(|error| error.to_string())?;
    let done = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--toggle-collect=*counted_reading*", "--dump-after=*counted_reading*"])
        .arg(format!("--callgrind-out-file={}", folder.path().join("out").display()))
        .arg(current_exe().map_err(|error| error.to_string())?)
        .args(["--ignored", "--exact", "counted::inputs_of_one_reader"])
        .env(READER, reader)
        .output()
        .map_err(|error| format!("valgrind does not start: {error}"))?;
    if !done.status.success() {
        return Err(String::from_utf8_lossy(&done.stderr).into_owned());
    }
    let files = (1..).map(|number| folder.path().join(format!("out.{number}")));
    Ok(files.map_while(|file| total(&file)).collect())
}

/// What `callgrind` counted before it wrote a file.
fn total(file: &Path) -> Option<u64> {
    let text = fs::read_to_string(file).ok()?;
    text.lines().find_map(|line| line.strip_prefix("totals: "))?.trim().parse().ok()
}

#[test]
#[ignore = "runs under Valgrind alone, for the test above"]
fn inputs_of_one_reader() {
    let name = var(READER).expect("the name of a reader");
    let reader = READERS.iter().find(|reader| reader.name == name).expect("a reader of this name");
    for (_, input) in reader.inputs {
        // What is prepared once is not a matter of size.
        black_box((reader.read)(&input(SIZES[0] / DIVIDED / 16)));
    }
    for (_, input) in reader.inputs {
        for size in SIZES {
            counted_reading(reader, &input(size / DIVIDED));
        }
    }
}

#[inline(never)]
fn counted_reading(reader: &Reader, bytes: &[u8]) {
    black_box((reader.read)(bytes));
}
