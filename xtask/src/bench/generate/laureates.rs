//! A site whose program runs for many years: laureates of six prizes, from the first year to the last.

use super::File;
use super::profile;
use super::random::Random;

/// The last year of every program.
pub const LAST: usize = 2026;
/// Laureates in the years from 1901 to 2026.
const ALL: usize = 1_026;
const YEARS: usize = 126;
const SEED: u64 = 19_011_210;

const PRIZES: [(&str, &str); 6] = [
    ("physics", "物理学"),
    ("chemistry", "化学"),
    ("medicine", "医学"),
    ("letters", "文学"),
    ("peace", "和平"),
    ("trade", "商贸"),
];

const COLLECTION: &str = "title: 获奖者
item: 一位获奖者
order: 5
roles: {title: name, date: awarded_on, region: region, summary: reason}
fields:
  name: {type: text, required: true, label: 姓名}
  awarded_on: {type: date, required: true, label: 授奖日期}
  prize:
    type: choice
    label: 奖项
    required: true
    choices: {physics: 物理学, chemistry: 化学, medicine: 医学, letters: 文学, peace: 和平, trade: 商贸}
  woman: {type: boolean, label: 女性}
  region: {type: region, label: 地区}
  reason: {type: text, label: 授奖理由}
facets: [prize, region, awarded_on.year]
url: /laureates/{slug}.html
";

/// The number of laureates in this many years.
#[must_use]
pub const fn laureates(years: usize) -> usize {
    (years * ALL).div_ceil(YEARS)
}

/// The number of months, quarters, half-years and years of a program.
#[must_use]
pub const fn periods(years: usize) -> usize {
    years * (12 + 4 + 2 + 1)
}

/// The files of a site whose program has run for this many years.
#[must_use]
pub fn files(years: usize) -> Vec<File> {
    let file = |path: &str, text: String| (path.to_owned(), text);
    let regions = (0..profile::REGIONS).map(profile::region);
    let mut files = vec![
        file(
            "content/site.yaml",
            "title: 获奖者名录\nbase_url: https://bench.example/\nlanguage: zh-CN\norganiser: 示例\ntheme: peony\n".to_owned(),
        ),
        file(
            "content/regions.yaml",
            regions.map(|(id, title)| format!("- {{id: {id}, title: {title}}}\n")).collect(),
        ),
        file("content/collections/laureates.yaml", COLLECTION.to_owned()),
        file("content/programs/prizes.yaml", program(years)),
    ];
    let mut random = Random::new(SEED);
    files.extend((0..laureates(years)).map(|n| laureate(n, years, &mut random)));
    files
}

fn program(years: usize) -> String {
    let metric = |(id, title): &(&str, &str)| {
        format!(
            "  - {{id: {id}, title: {title}奖, unit: 人, from: laureates, dated_by: awarded_on, where: {{prize: {id}}}}}\n"
        )
    };
    let by_prize: String = PRIZES.iter().map(metric).collect();
    format!(
        "title: 六项奖\nstarts: {}-01-01\nends: {LAST}-12-31\nas_of: {LAST}-12-31\nmetrics:\n  \
         - {{id: all, title: 全部获奖者, unit: 人, from: laureates, dated_by: awarded_on}}\n{by_prize}  \
         - {{id: women, title: 女性获奖者, unit: 人, from: laureates, dated_by: awarded_on, where: {{woman: true}}}}\n\
         targets:\n  - {{metric: all, set: city, value: {}, due: {LAST}-12-31}}\n",
        LAST + 1 - years,
        laureates(years),
    )
}

fn laureate(n: usize, years: usize, random: &mut Random) -> File {
    let year = LAST + 1 - years + n * years / laureates(years);
    // Three in four are announced in the autumn, as prizes are; for some of the earliest only the year is
    // known.
    let month = if random.below(4) == 0 { 1 + random.below(12) } else { 10 + random.below(2) };
    let date = match random.below(20) {
        0 => year.to_string(),
        _ => format!("{year}-{month:02}-{:02}", 1 + random.below(28)),
    };
    let (prize, _) = PRIZES.get(random.below(PRIZES.len())).copied().unwrap_or_default();
    let (region, _) = profile::region(random.below(profile::REGIONS));
    let (name, reason) = (profile::name(random), profile::sentence(random, 20));
    let woman = random.below(3) == 0;
    let text = profile::sentence(random, 120);
    (
        format!("content/laureates/l{n:04}.md"),
        format!(
            "---\nname: {name}\nawarded_on: {date}\nprize: {prize}\nwoman: {woman}\nregion: {region}\nreason: {reason}\n---\n{text}\n"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_whole_history_has_all_of_them() {
        assert_eq!([10, 30, 126].map(laureates), [82, 245, 1_026]);
        assert_eq!([10, 30, 126].map(periods), [190, 570, 2_394]);
        let files = files(126);
        assert_eq!(files.len(), 4 + 1_026);
        let years = |year: &str| files.iter().any(|(_, text)| text.contains(&format!("awarded_on: {year}")));
        assert!(years("1901") && years("2026") && !years("1900") && !years("2027"));
    }
}
