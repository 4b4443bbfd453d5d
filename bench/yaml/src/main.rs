//! Compares YAML readers on front matter typical of this project's users: speed, and what each knows about a
//! text.
//!
//! `cargo run --release --manifest-path bench/yaml/Cargo.toml`; the results are in `docs/architecture.md`.

mod corpus;
mod granit;
mod marked;
mod plain;
mod spanned;

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Number of rounds, with the readers taking turns, so that other work on the machine affects all alike.
const ROUNDS: usize = 9;

/// Number of files.
const FILES: usize = 10_000;

/// A reader under comparison.
struct Reader {
    name: &'static str,
    /// Reads a text into the richest tree that it can build; returns the number of values.
    read: fn(&str) -> Result<usize, String>,
    /// How it reads the value of the key `value`, with its position if known.
    show: fn(&str) -> String,
}

const READERS: [Reader; 4] = [
    Reader { name: "granit-parser, own tree with places", read: granit::read, show: granit::show },
    Reader { name: "serde-saphyr, Spanned at every value", read: spanned::read, show: spanned::show },
    Reader { name: "saphyr, MarkedYaml", read: marked::read, show: marked::show },
    Reader { name: "yaml_serde, Value (no places)", read: plain::read, show: plain::show },
];

fn main() {
    let files = corpus::files(FILES);
    let bytes: usize = files.iter().map(String::len).sum();
    println!("{FILES} files, {bytes} bytes\n");
    check_agreement(&files);
    print_speeds(&files);
    for (title, text) in PROBES {
        println!("\n{title}:");
        for reader in &READERS {
            println!("  {:38} {}", reader.name, (reader.show)(text));
        }
    }
    println!("\nlines of aliases, each three times the line before:");
    for reader in &READERS {
        println!("  {:38} {}", reader.name, bomb(reader));
    }
}

/// Typical texts and mistakes of editors.
const PROBES: [(&str, &str); 10] = [
    ("a month", "value: 2022-03"),
    ("a code with zeros before it", "value: 0000"),
    ("a phone number", "value: 0000-8000101"),
    ("the word no", "value: no"),
    ("a number beginning with 0", "value: 0123"),
    ("a time", "value: 12:30"),
    ("a list in a group", "x: {y: 1}\nvalue: [甲, 乙]"),
    ("after Chinese text (the value is at bytes 28 to 37)", "name: 单秀兰\nx: 1\nvalue: 云麓区"),
    ("a key that is there twice", "value: 1\nname: 2\nvalue: 3"),
    ("a full-width colon", "name: 甲\nvalue：乙"),
];

/// All readers must find the same number of values; otherwise the comparison is meaningless.
fn check_agreement(files: &[String]) {
    for file in files {
        let counts: Vec<_> = READERS.iter().map(|reader| (reader.read)(file)).collect();
        assert!(counts.windows(2).all(|pair| pair[0] == pair[1]), "{counts:?} values in\n{file}");
    }
}

fn print_speeds(files: &[String]) {
    let mut times: [Vec<Duration>; READERS.len()] = Default::default();
    for _ in 0..ROUNDS {
        for (reader, times) in READERS.iter().zip(&mut times) {
            let start = Instant::now();
            for file in files {
                black_box((reader.read)(black_box(file))).ok();
            }
            times.push(start.elapsed());
        }
    }
    let medians: Vec<f64> = times.iter_mut().map(|times| median(times).as_secs_f64()).collect();
    let fastest = medians.iter().copied().fold(f64::INFINITY, f64::min);
    println!("{:38} {:>10} {:>9} {:>20}", "median of 9 rounds", "files/s", "time", "to the fastest");
    for ((reader, median), times) in READERS.iter().zip(&medians).zip(&times) {
        let spread = (times[times.len() - 1].as_secs_f64() - times[0].as_secs_f64()) / median * 100.0;
        let speed = files.len() as f64 / median;
        println!(
            "{:38} {:>10.0} {:>6.0} ms {:>8.2} (±{:.0} %)",
            reader.name,
            speed,
            median * 1000.0,
            median / fastest,
            spread / 2.0
        );
    }
}

/// Sorts the times; returns the median.
fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

/// Lets aliases grow, each line three times the previous one, until the reader refuses the text or shows that
/// it would not.
fn bomb(reader: &Reader) -> String {
    let mut text = String::from("a0: &a0 [x, x, x]\n");
    for n in 1.. {
        let before = n - 1;
        text.push_str(&format!("a{n}: &a{n} [*a{before}, *a{before}, *a{before}]\n"));
        match (reader.read)(&text) {
            Ok(values) if values > 2_000_000 => {
                return format!("followed without a bound: {values} values from {} bytes", text.len());
            }
            Ok(_) => {}
            Err(error) => return format!("refused at {} bytes: {}", text.len(), one_line(&error)),
        }
    }
    String::new()
}

/// The first line of a message, with the number of further lines.
fn one_line(text: &str) -> String {
    let mut lines = text.lines();
    let first = lines.next().unwrap_or("").to_owned();
    match lines.count() {
        0 => first,
        more => format!("{first} (and {more} lines more)"),
    }
}
