//! Front matter of invented records, the same in every run.

/// Numbers that look random, from a fixed seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }
}

const SURNAMES: [&str; 12] = ["陈", "林", "单", "仇", "曾", "解", "王", "何", "欧阳", "叶", "苏", "郑"];
const GIVEN: [&str; 12] =
    ["秀英", "桂芳", "玉兰", "凤英", "小燕", "红", "丽华", "春梅", "巧玲", "秋梅", "美玲", "芳"];
const REGIONS: [&str; 6] = ["云麓区", "临江区", "青溪县", "南坪县", "石门县", "湖滨区"];
const TRADES: [&str; 5] = ["月嫂", "育婴员", "养老护理员", "家政经理", "收纳师"];
const BASES: [&str; 5] = ["jinxiu", "nuanyang", "qinghe", "shanshui", "meixiang"];
const LEVELS: [&str; 3] = ["city", "province", "national"];
const SENTENCES: [&str; 5] = [
    "做了十二年月嫂，带过一百三十七个孩子，把每一次夜里的喂奶时间都记在本子上",
    "从养鸡场到母婴房，四十岁才第一次进城上课",
    "村里第一个拿到高级证书的人，回乡又带出二十一名学员",
    "她常说：手要轻，话要慢，心要细",
    "三次入户指导后，留守老人的家属也学会了翻身和拍背",
];

/// That many texts.
pub fn files(count: usize) -> Vec<String> {
    let mut dice = Dice(0x2545_F491_4F6C_DD1D);
    (0..count).map(|n| file(&mut dice, n)).collect()
}

fn file(dice: &mut Dice, n: usize) -> String {
    let (month, day) = (1 + dice.below(12), 1 + dice.below(28));
    let mut text = format!(
        "name: {}{}\nregion: {}\noccupation: {}\nbase: {}\nrecognised_on: 2022-{month:02}-{day:02}\nlevel: {}\n",
        dice.of(&SURNAMES),
        dice.of(&GIVEN),
        dice.of(&REGIONS),
        dice.of(&TRADES),
        dice.of(&BASES),
        dice.of(&LEVELS),
    );
    text.push_str(&format!("summary: {}。\n", dice.of(&SENTENCES)));
    if dice.below(3) == 0 {
        text.push_str(&format!("motto: \"{}\"\n", dice.of(&SENTENCES)));
    }
    text.push_str("honors:\n");
    for _ in 0..1 + dice.below(3) {
        text.push_str(&format!(
            "  - {{title: 市级“福嫂”, level: {}, nominated_on: 2022-{month:02}, awarded_on: 2022-07-{day:02}, document: notice-{}}}\n",
            dice.of(&LEVELS),
            dice.below(20)
        ));
    }
    if dice.below(2) == 0 {
        text.push_str(&format!(
            "portrait:\n  file: portrait-{n}.jpg\n  alt: 本人在{}的工作照\n  focal: [0.5, 0.3]\n",
            dice.of(&REGIONS)
        ));
    }
    text.push_str(&format!(
        "consent: {{signed: 2022-01-{day:02}, scope: [name, story, region], channels: [website], form: 示-{n}}}\n"
    ));
    text.push_str(&format!("hours: {}+\nreviews: # 初审、复审\n  - stage: county\n    by: 张主任\n    on: 2022-{month:02}-{day:02}\n", 100 + dice.below(4000)));
    text.push_str(&format!("evidence: |\n  档案柜 {} 号\n  第 {} 页\n", dice.below(9), dice.below(300)));
    text
}
