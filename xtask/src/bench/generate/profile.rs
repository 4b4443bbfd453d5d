//! Invented people and texts about them.

use super::random::Random;

/// Number of regions, the smaller of the two taxonomies.
pub const REGIONS: usize = 12;
/// Number of occupations, the larger one.
pub const OCCUPATIONS: usize = 40;
/// The seed of all random numbers.
const SEED: u64 = 20_220_630;

const SURNAMES: &[&str] = &[
    "王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何",
    "郭", "马", "罗", "梁", "宋", "郑", "谢",
];
const GIVEN: &[&str] = &[
    "秀", "英", "桂", "兰", "玉", "梅", "淑", "珍", "凤", "霞", "春", "花", "丽", "华", "红", "艳", "美",
    "玲", "芳", "燕", "云", "莲", "巧", "慧",
];
const TRADES: &[&str] = &["月嫂", "育婴", "养老护理", "家务", "收纳", "营养", "康复", "早教", "陪诊", "保洁"];
const GRADES: &[&str] = &["学徒", "能手", "师傅", "讲师"];
const CLAUSES: &[&str] = &[
    "她在镇上做了多年家政服务",
    "每天清早出门傍晚才回家",
    "照顾老人和孩子从不叫苦",
    "后来参加县里办的培训班",
    "学会了月子餐和产后护理",
    "先后带出一批又一批徒弟",
    "大家都说她手巧心细",
    "做起事来踏踏实实",
    "雇主家里有事第一个想到她",
    "村里的姐妹跟着她出了门",
    "头一个月的工资寄回了家",
    "晚上还要翻几页讲义",
    "遇到不懂的就打电话去问",
    "笔记记了厚厚的三大本",
    "街坊把她的名片贴在门后",
    "她把经验写成一张张卡片",
    "比赛那天全家都去看了",
    "评委问什么她答什么",
    "回来以后还是照常上工",
    "说起这些她只是笑一笑",
];

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// The file's name, and the last segment of the page's URL.
    pub slug: String,
    pub name: String,
    pub region: usize,
    pub occupation: String,
    /// Year, month, day.
    pub date: String,
    pub summary: String,
    /// The text, with [`Profile::links`] at the end.
    pub text: String,
    /// Other persons named in the text: slug and name.
    pub links: Vec<(String, String)>,
}

/// The profiles, always the same for the same number.
#[must_use]
pub fn profiles(count: usize) -> Vec<Profile> {
    let mut random = Random::new(SEED);
    let names: Vec<String> = (0..count).map(|_| name(&mut random)).collect();
    let occupations: Vec<String> =
        TRADES.iter().flat_map(|trade| GRADES.iter().map(move |grade| format!("{trade}{grade}"))).collect();
    (0..count)
        .map(|n| {
            let links = (0..2).filter_map(|_| {
                let other = random.below(count);
                Some((slug(other), names.get(other)?.clone()))
            });
            let links = links.collect();
            Profile {
                slug: slug(n),
                name: names.get(n).cloned().unwrap_or_default(),
                region: random.below(REGIONS),
                occupation: occupations.get(random.below(OCCUPATIONS)).cloned().unwrap_or_default(),
                date: format!("{}-{:02}-{:02}", 2018 + n % 4, 1 + n / 4 % 12, 1 + n / 48 % 28),
                summary: sentence(&mut random, 30),
                text: text(&mut random),
                links,
            }
        })
        .collect()
}

/// The id and name of a region by its number.
#[must_use]
pub fn region(number: usize) -> (String, String) {
    (format!("r{number:02}"), format!("{}县", SURNAMES.get(number).copied().unwrap_or_default()))
}

fn slug(n: usize) -> String {
    format!("p{n:06}")
}

pub fn name(random: &mut Random) -> String {
    [random.pick(SURNAMES), random.pick(GIVEN), random.pick(GIVEN)].concat()
}

/// A sentence of at least this many characters.
pub fn sentence(random: &mut Random, least: usize) -> String {
    let mut text = random.pick(CLAUSES).to_owned();
    while text.chars().count() < least {
        text.push('，');
        text.push_str(random.pick(CLAUSES));
    }
    text.push('。');
    text
}

/// About 600 characters: paragraphs, a heading, bold text, a table, a list.
fn text(random: &mut Random) -> String {
    let mut paragraph = |least| sentence(random, least);
    let (first, second, third, last) = (paragraph(110), paragraph(110), paragraph(90), paragraph(70));
    let cells: Vec<String> = (0..3).map(|_| paragraph(12)).collect();
    let items: Vec<String> = (0..3).map(|_| paragraph(14)).collect();
    let bold = paragraph(10);
    let rows = ["早上", "中午", "晚上"].iter().zip(&cells);
    let table: String = rows.map(|(when, what)| format!("| {when} | {what} |\n")).collect();
    let list: String = items.iter().map(|item| format!("- {item}\n")).collect();
    format!(
        "{first}\n\n{second}\n\n## 她的一天\n\n{third}**{bold}**\n\n| 时间 | 事项 |\n| --- | --- |\n{table}\n{list}\n{last}\n"
    )
}
