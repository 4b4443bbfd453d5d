//! BY261, BY262, BY263, BY265: words that the site does not use, figures with two bounds, ambiguous ranges,
//! future days that are reported as past.

mod bounds;
mod future;
mod ranges;
mod slip;

use aho_corasick::packed;
use jiff::civil;
use rayon::prelude::*;

use super::inputs::ContentInputs;
use crate::config::Term;
use crate::diag::{Code, Diagnostic};
use crate::domain::{Finding, RecordText, TextKind, TextPlace, Visibility};
use slip::Slip;

pub(super) fn check(inputs: &ContentInputs<'_>, findings: &mut Vec<Finding>) {
    // These rules are about Chinese usage; in English, 4–6 % is unambiguous.
    let chinese = inputs.config.site.lang.is_chinese();
    let terms = Terms::new(&inputs.config.terms);
    let records = inputs.model.records().par_iter().filter(|record| !(inputs.known)(record.file));
    let found = records.flat_map_iter(|record| {
        let mut findings = Vec::new();
        let Some(collection) = inputs.config.collection(record.collection) else { return findings };
        record.texts(collection, &mut |found| {
            if !is_written(&found) {
                return;
            }
            for slip in slips(found.text, &terms, chinese, inputs.today) {
                findings.push(Finding::new(slip.diagnostic, record.file, found.span(&slip.range)));
            }
        });
        findings
    });
    findings.extend(found.collect::<Vec<_>>());
}

/// Whether a text was written for readers.
fn is_written(found: &RecordText<'_>) -> bool {
    let is_prose = match found.kind {
        TextKind::Plain | TextKind::Markdown => true,
        TextKind::Formatted(_) | TextKind::File | TextKind::Picture => false,
    };
    let is_read = match found.place {
        TextPlace::Field(_) | TextPlace::Body | TextPlace::Claim => true,
        TextPlace::Id | TextPlace::Slug | TextPlace::Alias | TextPlace::Param => false,
    };
    is_prose && is_read && found.visibility == Visibility::Public
}

/// The terms, and a searcher that finds the first match of any of them in one pass: most texts have none.
struct Terms<'t> {
    terms: Vec<&'t Term>,
    any: Option<packed::Searcher>,
}

impl<'t> Terms<'t> {
    fn new(terms: &'t [Term]) -> Self {
        let terms: Vec<&Term> = terms.iter().filter(|term| !term.wrong.is_empty()).collect();
        Self { any: packed::Searcher::new(terms.iter().map(|term| &*term.wrong)), terms }
    }

    fn add(&self, text: &str, slips: &mut Vec<Slip>) {
        if self.terms.is_empty() || self.any.as_ref().is_some_and(|any| any.find(text).is_none()) {
            return;
        }
        for (at, _) in text.char_indices() {
            let Some(rest) = text.get(at..) else { continue };
            let here = self.terms.iter().filter(|term| rest.starts_with(&*term.wrong));
            here.for_each(|term| add_term(text, at, term, slips));
        }
    }
}

fn slips(text: &str, terms: &Terms<'_>, chinese: bool, today: civil::Date) -> Vec<Slip> {
    let mut slips = Vec::new();
    terms.add(text, &mut slips);
    future::add(text, today, &mut slips);
    if chinese {
        bounds::add(text, &mut slips);
        ranges::add(text, &mut slips);
    }
    slips
}

fn add_term(text: &str, at: usize, term: &Term, slips: &mut Vec<Slip>) {
    let found = &*term.wrong;
    // The wrong word may be a part of the right one.
    let within = term.right.as_ref().is_some_and(|right| {
        right.match_indices(found).any(|(inner, _)| {
            let start = at.checked_sub(inner);
            start.and_then(|start| text.get(start..)).is_some_and(|rest| rest.starts_with(&**right))
        })
    });
    if !within {
        let diagnostic = Diagnostic::new(Code::WrongTerm)
            .arg("found", found)
            .arg_opt("right", term.right.as_ref())
            .arg_opt("reason", term.reason.as_ref());
        slips.push(Slip { range: at..at + found.len(), diagnostic });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn told(text: &str) -> Vec<String> {
        let term = |wrong: &str, right: Option<&str>| Term {
            wrong: Arc::from(wrong),
            right: right.map(Arc::from),
            reason: None,
        };
        let terms = [term("全国妇女联合会", Some("中华全国妇女联合会")), term("第一品牌", None)];
        let line = |slip: Slip| {
            let right = slip.diagnostic.args.iter().find(|(name, _)| *name == "right");
            let right = right.map_or("", |(_, right)| right.in_lang(crate::diag::Lang::ZhCn));
            format!("{} {} {right}", slip.diagnostic.code, text.get(slip.range).unwrap())
                .trim_end()
                .to_owned()
        };
        slips(text, &Terms::new(&terms), true, civil::date(2022, 9, 30)).into_iter().map(line).collect()
    }

    #[test]
    fn slips_are_told_with_what_to_write() {
        for (text, wanted) in [
            ("全国妇女联合会来了", "BY261 全国妇女联合会 中华全国妇女联合会"),
            ("本市第一品牌", "BY261 第一品牌"),
            ("参与近4000余人次", "BY262 近4000余 近4000"),
            ("约20人左右", "BY262 约20人左右 约20人"),
            ("至少三百场以上", "BY262 至少三百场以上 至少三百场"),
            ("超过1,200多户", "BY262 超过1,200多 超过1,200"),
            ("不超过5天以内", "BY262 不超过5天以内 不超过5天"),
            ("增长4-6%", "BY263 4-6% 4%-6%"),
            ("补助5—10万元", "BY263 5—10万 5万—10万"),
            ("提高1.5~2％", "BY263 1.5~2％ 1.5％~2％"),
        ] {
            assert_eq!(told(text), [wanted], "{text}");
        }
    }

    #[test]
    fn what_is_well_written_passes() {
        for text in [
            "中华全国妇女联合会",
            "近4000人次，1000余人，约20人，至少30场，60岁以上",
            "近20多年来、近十余年、近一年多",
            "4%-6%，5万-10万元，2022-03-15，0000-8000001",
            "第3-5期，2021-2022年增长6%，10-12月",
            "a-4-6%20b.html",
            "约定左右两边，近处有余，超市多",
        ] {
            assert_eq!(told(text), Vec::<String>::new(), "{text}");
        }
    }
}
