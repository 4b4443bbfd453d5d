//! A corpus of texts with leaks, and of texts that only look like them, each with the expected findings.
//!
//! Every number is generated at run time from a fixed seed or is obviously impossible, so that no real one is
//! in this repository.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    missing_docs
)]

mod archived;
mod attached;
mod harmless;
mod leaking;
mod named;
mod numbers;
mod offered;
mod reach;
mod reading;
mod site;

use std::collections::BTreeSet;

use bangyang::checks::leaks::{Kind, scan};
use numbers::Draw;

/// A text and its expected findings.
pub struct Case {
    pub text: String,
    /// Whether it is in a record about a living person.
    pub person: bool,
    pub expected: Vec<Kind>,
}

impl Case {
    fn found(&self) -> BTreeSet<Kind> {
        scan(&self.text, self.person).into_iter().map(|leak| leak.kind).collect()
    }
}

fn corpus() -> Vec<Case> {
    let mut cases = leaking::cases();
    cases.extend(harmless::cases());
    cases
}

#[test]
fn the_corpus_is_large_and_has_every_kind() {
    let cases = corpus();
    let texts: BTreeSet<&str> = cases.iter().map(|case| case.text.as_str()).collect();
    assert_eq!(texts.len(), cases.len(), "a text stands twice");
    let harmless = cases.iter().filter(|case| case.expected.is_empty()).count();
    assert!(cases.len() >= 400, "{}", cases.len());
    assert!(harmless >= 200 && cases.len() - harmless >= 200, "{harmless} of {}", cases.len());
    let kinds = [Kind::Identity, Kind::Mobile, Kind::BankCard, Kind::Passport, Kind::Email, Kind::Home];
    for kind in kinds {
        let of = cases.iter().filter(|case| case.expected.contains(&kind)).count();
        assert!(of >= 10, "{kind:?}: {of}");
    }
}

#[test]
fn nothing_is_missed() {
    let missed: Vec<String> = corpus()
        .iter()
        .filter(|case| !case.expected.iter().all(|kind| case.found().contains(kind)))
        .map(|case| format!("{:?} not in {:?}: {}", case.expected, case.found(), case.text))
        .collect();
    assert!(missed.is_empty(), "{} missed:\n{}", missed.len(), missed.join("\n"));
}

/// Whether more is found than expected.
#[test]
fn false_alarms_are_rare() {
    let cases = corpus();
    let alarms: Vec<String> = cases
        .iter()
        .filter(|case| case.found().iter().any(|kind| !case.expected.contains(kind)))
        .map(|case| format!("{:?}, expected {:?}: {}", case.found(), case.expected, case.text))
        .collect();
    let harmless = cases.iter().filter(|case| case.expected.is_empty()).count();
    assert!(alarms.len() * 100 <= harmless, "{} of {harmless}:\n{}", alarms.len(), alarms.join("\n"));
}

/// A busy editor's site has thousands of numbers that belong to nobody: of any length, in any form.
#[test]
fn numbers_of_chance_are_hardly_ever_taken_for_somebodys() {
    let mut random = fastrand::Rng::with_seed(71);
    let mut alarms = 0;
    for _ in 0..20_000 {
        let length = 4 + random.usize(..17);
        let digits = random.digits(length);
        let text = match random.usize(..4) {
            0 => format!("编号 {digits}"),
            1 => format!("No.{digits}，已归档"),
            2 => format!("合计{digits}元"),
            _ => format!("{}-{digits}", random.digits(4)),
        };
        // Eleven digits that begin like a mobile number count as one, for all that anybody can tell.
        let mobile = digits.len() == 11 && digits.starts_with('1');
        alarms += usize::from(!mobile && !scan(&text, false).is_empty());
    }
    assert!(alarms <= 100, "{alarms} of 20,000");
}
