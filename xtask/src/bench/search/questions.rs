//! The queries and their expected results.

use std::collections::BTreeSet;

use super::super::generate::{Profile, region};

/// Fifty queries about profiles: names, prefixes, single characters, trades, regions, phrases.
pub fn questions(profiles: &[Profile]) -> Vec<String> {
    let step = (profiles.len() / 16).max(1);
    let names = profiles.iter().step_by(step).map(|profile| profile.name.clone());
    let names: Vec<String> = names.take(15).collect();
    let beginnings = names.iter().take(10).map(|name| name.chars().take(2).collect::<String>());
    let given = names.iter().skip(10).map(|name| name.chars().skip(1).collect::<String>());
    let singles = ["陈", "慧", "谢", "秀", "嫂"].map(str::to_owned);
    let trades = ["月嫂", "育婴", "养老护理", "月嫂师傅", "收纳能手", "营养", "陪诊学徒"].map(str::to_owned);
    let phrases =
        ["家政服务", "培训班", "月子餐", "三大本", "徒弟", "早上", "笑一笑", "王县"].map(str::to_owned);
    let made =
        names.iter().cloned().chain(beginnings).chain(given).chain(singles).chain(trades).chain(phrases);
    let mut seen = BTreeSet::new();
    made.filter(|question| seen.insert(question.clone())).take(50).collect()
}

/// The profiles that contain a query literally. Names of others in their links count, since their pages
/// contain them.
pub fn truth(profiles: &[Profile], question: &str) -> BTreeSet<String> {
    let holds = |profile: &&Profile| {
        let (_, region) = region(profile.region);
        let Profile { name, occupation, summary, text, links, .. } = profile;
        let mut texts =
            [name, occupation, summary, text, &region].into_iter().chain(links.iter().map(|(_, name)| name));
        texts.any(|text| text.contains(question))
    };
    profiles.iter().filter(holds).map(|profile| profile.slug.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bench::generate::profiles;

    #[test]
    fn there_are_fifty_and_each_has_an_answer() {
        let profiles = profiles(10_000);
        let questions = questions(&profiles);
        assert_eq!(questions.len(), 50);
        for question in &questions {
            assert!(!truth(&profiles, question).is_empty(), "{question}");
        }
    }
}
