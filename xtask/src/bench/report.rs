//! Tables of results, for the terminal and the documentation.

use std::path::Path;

use super::arguments::Arguments;
use super::machine::Machine;
use super::programs::{Kind, Program};
use super::{Measured, SITUATIONS};
use crate::run::Failure;

/// The program replaces the part of the documentation between these lines.
pub const PLACE: (&str, &str) =
    ("<!-- written by `cargo xtask bench --write-docs`: begin -->", "<!-- end -->");

/// The results at one size, as Markdown.
pub fn table(size: usize, measured: &[Measured]) -> String {
    let mut text = format!("### {} profiles\n\n", thousands(size));
    text.push_str(
        "| | cold | warm | a body edited | a title edited | all cores together, cold | peak memory, cold | files | MB written |\n",
    );
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for one in measured {
        let times: Vec<String> = (0..SITUATIONS.len()).map(|at| seconds(one.seconds(at))).collect();
        let bytes = float(one.bytes) / 1e6;
        let (name, peak) = (&one.program.name, one.peak());
        text.push_str(&format!(
            "| {name} | {} | {} | {peak:.0} MiB | {} | {bytes:.1} |\n",
            times.join(" | "),
            seconds(one.cpu()),
            thousands(one.files)
        ));
    }
    text.push('\n');
    text.push_str(&ratios(measured));
    text
}

/// Each program relative to the first.
fn ratios(measured: &[Measured]) -> String {
    let Some((first, others)) = measured.split_first() else { return String::new() };
    let mut text = format!("Ratios, {} being 1:\n\n", first.program.name);
    text.push_str("| | cold | warm | a body edited | a title edited | all cores together | peak memory |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- |\n");
    for one in others {
        let times: Vec<String> =
            (0..SITUATIONS.len()).map(|at| ratio(one.seconds(at), first.seconds(at))).collect();
        let (cpu, peak) = (ratio(one.cpu(), first.cpu()), ratio(one.peak(), first.peak()));
        text.push_str(&format!("| {} | {} | {cpu} | {peak} |\n", one.program.name, times.join(" | ")));
    }
    let own: Vec<String> =
        (1..SITUATIONS.len()).map(|at| ratio(first.seconds(at), first.seconds(0))).collect();
    text.push_str(&format!(
        "\nOf its own cold build {} takes, warm, after an edited body and after an edited title: {}.\n\n",
        first.program.name,
        own.join(", ")
    ));
    text
}

fn ratio(one: f64, to: f64) -> String {
    if one > 0.0 && to > 0.0 { format!("{:.2}", one / to) } else { "–".to_owned() }
}

fn seconds(seconds: f64) -> String {
    if seconds > 0.0 { format!("{seconds:.2} s") } else { "–".to_owned() }
}

pub fn float(number: u64) -> f64 {
    // Sizes of sites are far below where this loses precision.
    number as f64
}

pub fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let count = digits.len();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (count - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The section for the documentation: method and tables.
pub fn section(tables: &str, arguments: &Arguments, programs: &[Program], machine: &Machine) -> String {
    let versions: Vec<String> = programs
        .iter()
        .filter(|program| !matches!(program.kind, Kind::Floor | Kind::Peony))
        .map(|program| format!("{} {}", program.name, program.version))
        .collect();
    let sizes: Vec<String> = arguments.sizes.iter().map(usize::to_string).collect();
    format!(
        "{}\n\n```sh\ncargo xtask bench --sizes {} --rounds {}\n```\n\n{}. {} cores, {} GiB of memory, {}. Medians of {} rounds, the programs taking turns.\n\n{tables}{}",
        PLACE.0,
        sizes.join(","),
        arguments.rounds,
        versions.join(", "),
        machine.cores,
        machine.memory,
        machine.system,
        arguments.rounds,
        PLACE.1,
    )
}

/// Replaces the section in the documentation.
///
/// # Errors
/// If the file cannot be read or written, or has no place for it.
pub fn write_docs(file: &Path, place: (&str, &str), section: &str) -> Result<(), Failure> {
    let failed = |error| Failure::new(format!("{}: {error}", file.display()));
    let text = std::fs::read_to_string(file).map_err(failed)?;
    let text = replaced(&text, place, section)
        .ok_or_else(|| Failure::new(format!("{} has no `{}` and `{}`", file.display(), place.0, place.1)))?;
    std::fs::write(file, text).map_err(failed)
}

fn replaced(text: &str, (begin, end): (&str, &str), section: &str) -> Option<String> {
    let (before, rest) = text.split_once(begin)?;
    let (_, after) = rest.split_once(end)?;
    Some(format!("{before}{section}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_takes_the_place_of_the_one_before() {
        let (begin, end) = PLACE;
        let text = format!("a\n{begin}\nold\n{end}\nb\n");
        let new = format!("{begin}\nnew\n{end}");
        assert_eq!(replaced(&text, PLACE, &new).unwrap(), format!("a\n{new}\nb\n"));
        assert_eq!(replaced("a", PLACE, &new), None);
    }

    #[test]
    fn digits_stand_in_threes() {
        assert_eq!([thousands(50), thousands(12_582), thousands(1_000_000)], ["50", "12,582", "1,000,000"]);
    }
}
