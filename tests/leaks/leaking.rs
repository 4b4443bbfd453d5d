//! Texts with leaks.

use bangyang::checks::leaks::Kind;
use fastrand::Rng;

use super::Case;
use super::numbers::{
    Draw, card, full_width, identity, identity_with_x, mobile, old_identity, parted, spoken,
};

/// Contexts of numbers: `{}` is the number.
const FRAMES: [&str; 12] = [
    "身份信息：{}。",
    "她的号码是{}，请核对",
    "| 姓名 | 号码 |\n| --- | --- |\n| 甲某 | {} |",
    "- 联系人（{}）",
    "![甲某，{}](a.jpg)",
    "[详情](https://site.example/p?n={})",
    "甲某_{}_报名表.docx",
    "“{}”",
    "{}",
    "名单\n1. 甲某 {}\n2. 乙某",
    "call {} now",
    "<td>{}</td>",
];

struct Maker {
    cases: Vec<Case>,
    frame: usize,
}

impl Maker {
    /// Adds a case in the next context.
    fn add(&mut self, kind: Kind, number: &str) {
        let frame = FRAMES[self.frame % FRAMES.len()];
        self.frame += 1;
        self.text(kind, &frame.replace("{}", number));
    }

    fn text(&mut self, kind: Kind, text: &str) {
        self.cases.push(Case { text: text.to_owned(), person: false, expected: vec![kind] });
    }

    fn person(&mut self, text: &str) {
        self.cases.push(Case { text: text.to_owned(), person: true, expected: vec![Kind::Home] });
    }
}

pub fn cases() -> Vec<Case> {
    let mut maker = Maker { cases: Vec::new(), frame: 0 };
    let random = &mut Rng::with_seed(20_220_930);
    identities(&mut maker, random);
    mobiles(&mut maker, random);
    cards(&mut maker, random);
    passports(&mut maker, random);
    emails(&mut maker);
    homes(&mut maker);
    several(&mut maker, random);
    disguised(&mut maker, random);
    maker.cases
}

fn identities(maker: &mut Maker, random: &mut Rng) {
    for _ in 0..12 {
        maker.add(Kind::Identity, &identity(random));
    }
    for between in [" ", "-", "－", "\u{a0}", "　", "**", "`", "\u{200b}", " - ", "&nbsp;", "</b>", "—"] {
        maker.add(Kind::Identity, &parted(&identity(random), &[6, 8, 4], between));
        maker.add(Kind::Identity, &parted(&identity_with_x(random), &[6, 4, 4, 4], between));
    }
    for _ in 0..4 {
        let number = identity_with_x(random);
        maker.add(Kind::Identity, &number.to_lowercase());
        maker.add(Kind::Identity, &full_width(&number));
        maker.add(Kind::Identity, &full_width(&identity(random)));
        maker.add(Kind::Identity, &parted(&number, &[1; 18], " "));
        maker.add(Kind::Identity, &format!("{}**{}**", &number[..10], &number[10..]));
        maker.add(Kind::Identity, &format!("{} X", &number[..17]));
    }
    for (between, lengths) in
        [("", &[15][..]), (" ", &[6, 6, 3]), ("-", &[6, 6, 3]), (" ", &[6, 9]), ("**", &[6, 6, 3])]
    {
        maker.add(Kind::Identity, &parted(&old_identity(random), lengths, between));
        maker.add(
            Kind::Identity,
            &parted(&full_width(&old_identity(random)).replace('０', "0"), &[], between),
        );
    }
    for _ in 0..4 {
        maker.add(Kind::Identity, &old_identity(random));
        let number = identity(random);
        maker.text(Kind::Identity, &format!("ID{number}"));
        maker.text(Kind::Identity, &format!("身份证号码：{}\u{ad}{}", &number[..9], &number[9..]));
    }
}

fn mobiles(maker: &mut Maker, random: &mut Rng) {
    for _ in 0..12 {
        maker.add(Kind::Mobile, &mobile(random));
    }
    for head in ["+86", "+86 ", "86", "86-", "0086", "0086 ", "+86-", "(+86)", "（+86）", "＋８６ ", "+86　"]
    {
        maker.add(Kind::Mobile, &format!("{head}{}", mobile(random)));
        maker.add(Kind::Mobile, &format!("{head}{}", parted(&mobile(random), &[3, 4, 4], "-")));
    }
    let shapes: [&[usize]; 8] =
        [&[3, 4, 4], &[3, 8], &[7, 4], &[4, 4, 3], &[3, 3, 5], &[4, 3, 4], &[5, 6], &[3, 5, 3]];
    for shape in shapes {
        for between in [" ", "-", "　", "&nbsp;"] {
            maker.add(Kind::Mobile, &parted(&mobile(random), shape, between));
        }
    }
    for between in [
        "**",
        "__",
        "`",
        "\u{200b}",
        "\u{feff}",
        "<b>",
        "</span><span>",
        "\\",
        "~~",
        "<!-- -->",
        "&#8203;",
        "‑",
        " – ",
    ] {
        maker.add(Kind::Mobile, &parted(&mobile(random), &[3, 4, 4], between));
    }
    for _ in 0..4 {
        maker.add(Kind::Mobile, &parted(&mobile(random), &[3, 4, 4], "."));
        maker.add(Kind::Mobile, &parted(&mobile(random), &[1; 11], " "));
        maker.add(Kind::Mobile, &full_width(&mobile(random)));
        maker.add(Kind::Mobile, &parted(&full_width(&mobile(random)), &[9, 12, 12], "－"));
        let number = mobile(random);
        let others = [
            format!("[打电话](tel:{number})"),
            format!("[打电话](tel:+86-{number})"),
            format!("微信同号{number}"),
            format!("手机{number}或座机"),
            format!("TEL{number}"),
            format!("{number} x 光检查"),
            format!("{number}\nX 光检查"),
            format!("电话:{number}/{}", mobile(random)),
            format!("https://wa.example/86{number}"),
            format!("sms://{}", parted(&number, &[3, 4, 4], "%20")),
            format!("读作{}", spoken(&number)),
            format!("**{number}**"),
            format!("{{phone: {number}}}"),
            format!("\"mobile\": {number},"),
            format!("{number}；{}", mobile(random)),
        ];
        others.iter().for_each(|text| maker.text(Kind::Mobile, text));
    }
}

fn cards(maker: &mut Maker, random: &mut Rng) {
    for (head, length) in [
        ("622202", 19),
        ("621700", 19),
        ("622848", 19),
        ("6225", 16),
        ("6214", 16),
        ("4367", 16),
        ("5187", 16),
        ("62", 17),
        ("62", 18),
    ] {
        maker.add(Kind::BankCard, &card(random, head, length));
        maker.add(Kind::BankCard, &full_width(&card(random, head, length)));
        for between in [" ", "-", "**", "\u{a0}"] {
            maker.add(Kind::BankCard, &parted(&card(random, head, length), &[4, 4, 4, 4], between));
        }
        maker.text(Kind::BankCard, &format!("开户行某银行，卡号{}（甲某）", card(random, head, length)));
    }
}

fn passports(maker: &mut Maker, random: &mut Rng) {
    for letter in ["E", "G"] {
        for _ in 0..4 {
            maker.text(Kind::Passport, &format!("证件：{letter}9{}", random.digits(7)));
        }
    }
    for letter in ["A", "B", "H"] {
        maker.text(Kind::Passport, &format!("证件：E{letter}{}", random.digits(7)));
    }
    let digits = random.digits(8);
    for text in [
        format!("护照号 D{digits}"),
        format!("护照号码：e{digits}"),
        format!("Passport No. P{digits}"),
        format!("港澳通行证 C{digits}"),
        format!("往来港澳通行证号码C{digits}"),
        format!("护照E {} {}", &digits[..4], &digits[4..]),
        format!("护照 E-{digits}"),
        format!("护照 E20220315，{digits}"),
        format!("| 护照 | G{digits} |"),
        format!("台胞证H{digits}"),
    ] {
        maker.text(Kind::Passport, &text);
    }
}

fn emails(maker: &mut Maker) {
    let texts = [
        "写信到 some.body@mail.example",
        "邮箱：abc_123@mail.example。",
        "[写信](mailto:some-body@mail.example)",
        "<a href=\"mailto:x@mail.example\">写信</a>",
        "some.body＠mail.example",
        "100000000@mail.example（QQ 邮箱）",
        "邮箱some.body@mail.example请联系",
        "联系人甲某,甲某,some+body@sub.mail.example",
        "mail: a@mail.example; b@mail.example",
        "name: some@mail.example",
        "**some@mail.example**",
        "| 甲某 | some@mail.example |",
    ];
    texts.iter().for_each(|text| maker.text(Kind::Email, text));
}

fn homes(maker: &mut Maker) {
    let persons = [
        "家住槐荫里12栋3单元201室",
        "她住幸福小区5号楼2单元301",
        "住在云麓村2组15号",
        "租了3号楼502室，一住三年",
        "十二栋三单元201的灯亮了",
        "在槐荫里１２栋２０１室照顾老人",
        "搬到了9幢1102室",
        "家在2单元401",
    ];
    persons.iter().for_each(|text| maker.person(text));
    let anywhere = [
        "甲某，家住槐荫路12号",
        "现住棠州市云麓区槐荫路128号3栋",
        "住址：云麓村三组15号",
        "家庭地址：幸福小区5号楼2单元301室",
        "户籍地：青溪县东街9号",
        "常住青溪县河坊巷7号",
        "甲某住在槐荫大道88号",
        "收件地址：棠州市槐荫街道杏花小区6栋1102",
        "居住地：梅巷12号院3号楼",
        "租住在老街坊18号",
        "She lives at 12 Elm Road",
        "暂住槐荫里A座1203室",
    ];
    anywhere.iter().for_each(|text| maker.text(Kind::Home, text));
}

/// Several in one text.
fn several(maker: &mut Maker, random: &mut Rng) {
    for between in ["，", "；", "\n", " / ", "、", " | "] {
        let text = format!("甲某{between}{}{between}{}", identity(random), mobile(random));
        maker.cases.push(Case { text, person: false, expected: vec![Kind::Identity, Kind::Mobile] });
    }
    let text = format!("甲某 {} {}", mobile(random), card(random, "6222", 19));
    maker.cases.push(Case { text, person: false, expected: vec![Kind::Mobile, Kind::BankCard] });
    let text = format!("{} 2022-03-15 {}", mobile(random), identity(random));
    maker.cases.push(Case { text, person: false, expected: vec![Kind::Mobile, Kind::Identity] });
    let text = format!("138****0000 的同事是 {}", mobile(random));
    maker.cases.push(Case { text, person: false, expected: vec![Kind::Mobile] });
}

/// With letters, brackets, line ends and borders in and around them, in other forms of digits.
fn disguised(maker: &mut Maker, random: &mut Rng) {
    for head in [
        "VX",
        "vx:",
        "wx",
        "V",
        "微信wx",
        "加v",
        "QQ",
        "Tel",
        "SJ",
        "dh",
        "联系LXDH：",
        "WhatsApp",
        "0",
        "+86 0",
        "（0）",
    ] {
        maker.add(Kind::Mobile, &format!("{head}{}", mobile(random)));
    }
    for tail in ["vx", "wx同号", "(微信)", "WeChat", "v"] {
        maker.add(Kind::Mobile, &format!("{}{tail}", mobile(random)));
    }
    for head in ["SFZ", "sfzh", "ID", "No", "sfz:", "CHN", "Shenfenzheng", "证件ABC"] {
        maker.add(Kind::Identity, &format!("{head}{}", identity(random)));
        maker.add(Kind::Identity, &format!("{head}{}", identity_with_x(random)));
    }
    for head in ["kh", "YHK", "card"] {
        maker.add(Kind::BankCard, &format!("{head}{}", card(random, "622202", 19)));
    }
    brackets(maker, random);
    lines(maker, random);
    cells(maker, random);
    forms(maker, random);
}

fn brackets(maker: &mut Maker, random: &mut Rng) {
    for (open, close) in [("(", ")"), ("（", "）"), ("[", "]"), ("【", "】"), ("(", ") "), ("〔", "〕")]
    {
        let number = mobile(random);
        maker.add(Kind::Mobile, &format!("{open}{}{close}{}", &number[..3], &number[3..]));
        maker.add(Kind::Mobile, &format!("{}{open}{}{close}{}", &number[..3], &number[3..7], &number[7..]));
        let number = identity(random);
        maker.add(
            Kind::Identity,
            &format!("{}{open}{}{close}{}", &number[..6], &number[6..14], &number[14..]),
        );
    }
}

/// Broken by a line end at any position, in prose, quotations, lists and narrow columns.
fn lines(maker: &mut Maker, random: &mut Rng) {
    for (at, between) in [
        (2, "\n"),
        (5, "\r\n"),
        (4, "\n  "),
        (7, "\n> "),
        (9, "<br>"),
        (6, "<br />\n"),
        (8, " \n"),
        (3, "\n      "),
        (10, "  \n"),
    ] {
        let number = mobile(random);
        maker.text(Kind::Mobile, &format!("她的电话{}{between}{}，请打。", &number[..at], &number[at..]));
        let number = identity(random);
        maker.text(Kind::Identity, &format!("{}{between}{}", &number[..at], &number[at..]));
        let number = card(random, "622202", 19);
        maker.text(Kind::BankCard, &format!("卡号 {}{between}{}", &number[..at], &number[at..]));
    }
    let number = mobile(random);
    maker.text(
        Kind::Mobile,
        &format!("| 姓名 | 电话 |\n| 甲某 | {} |\n|      | {} |", &number[..7], &number[7..]),
    );
    maker.text(Kind::Mobile, &format!("姓名   电话\n甲某   {}\n       {}\n乙某", &number[..7], &number[7..]));
    maker.text(Kind::Mobile, &format!("甲某 {}\n  {}\n  {}", &number[..3], &number[3..7], &number[7..]));
    let number = identity(random);
    maker.text(Kind::Identity, &format!("{}\n{}\n{}", &number[..6], &number[6..14], &number[14..]));
}

/// One digit per cell.
fn cells(maker: &mut Maker, random: &mut Rng) {
    for between in [" | ", "|", ",", "、", "\t", "</td><td>", "</td>\n<td>", "\n\n", " ， "] {
        let inner = parted(&mobile(random), &[1; 11], between);
        maker.text(Kind::Mobile, &format!("<td>手机</td>{inner}</td>"));
        let inner = parted(&identity_with_x(random), &[1; 18], between);
        maker.text(Kind::Identity, &format!("| 身份证 | {inner} |\n| 姓名 | 甲某 |"));
    }
    let inner = parted(&mobile(random), &[1; 11], " | ");
    maker.text(Kind::Mobile, &format!("| 12 | 甲某 | {inner} |\n| 13 | 乙某 |"));
    maker.text(Kind::Mobile, &format!("| 甲某 | {inner} | 3 |"));
}

/// In other scripts, circled, as keycaps, as references, partly in words.
fn forms(maker: &mut Maker, random: &mut Rng) {
    let by = |number: &str, digits: &str| -> String {
        let digits: Vec<char> = digits.chars().collect();
        number.chars().map(|c| digits[c.to_digit(10).unwrap() as usize]).collect()
    };
    for digits in [
        "⓪①②③④⑤⑥⑦⑧⑨",
        "⓿❶❷❸❹❺❻❼❽❾",
        "🄋➀➁➂➃➄➅➆➇➈",
        "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗",
        "⁰¹²³⁴⁵⁶⁷⁸⁹",
        "₀₁₂₃₄₅₆₇₈₉",
        "٠١٢٣٤٥٦٧٨٩",
        "۰۱۲۳۴۵۶۷۸۹",
        "०१२३४५६७८९",
        "༠༡༢༣༤༥༦༧༨༩",
        "𝟬𝟭𝟮𝟯𝟰𝟱𝟲𝟳𝟴𝟵",
        "🄀⒈⒉⒊⒋⒌⒍⒎⒏⒐",
    ] {
        maker.text(Kind::Mobile, &format!("联系{}。", by(&mobile(random), digits)));
        maker.text(Kind::Mobile, &format!("{}-{}", &mobile(random)[..3], by(&mobile(random)[3..], digits)));
        maker.text(Kind::Identity, &format!("证号{}", by(&identity_of_digits(random), digits)));
    }
    for digits in
        ["零壹贰叁肆伍陆柒捌玖", "洞幺两三四五六拐八勾", "〇一二三四五六七八九", "○一二三四五六七八九"]
    {
        maker.text(Kind::Mobile, &format!("电话{}", by(&mobile(random), digits)));
        let number = mobile(random);
        for between in ["，", " ", "—", "、"] {
            let groups = [&number[..3], &number[3..7], &number[7..]].map(|group| by(group, digits));
            maker.text(Kind::Mobile, &format!("电话{}", groups.join(between)));
        }
        maker.text(Kind::Mobile, &format!("电话{}{}", &number[..3], by(&number[3..], digits)));
        maker.text(
            Kind::Mobile,
            &format!("电话{}{}{}", &number[..4], by(&number[4..7], digits), &number[7..]),
        );
    }
    for one in ["&#{};", "&#x0{x};", "&#{}", "%3{d}"] {
        let number = mobile(random);
        let text: String = number
            .bytes()
            .map(|byte| {
                one.replace("{}", &byte.to_string())
                    .replace("{x}", &format!("{byte:x}"))
                    .replace("{d}", &char::from(byte).to_string())
            })
            .collect();
        maker.text(Kind::Mobile, &format!("电话 {text} 。"));
        let half: String = format!("{}{}", &number[..6], &text[text.len() / 11 * 6..]);
        if !one.ends_with('}') {
            maker.text(Kind::Mobile, &half);
        }
    }
    let number = mobile(random);
    for mark in ["\u{FE0F}\u{20E3}", "\u{20E3}", "\u{336}", "\u{2063}", "\u{2800}", "\u{180e}"] {
        let text: String = number.chars().map(|c| format!("{c}{mark}")).collect();
        maker.text(Kind::Mobile, &format!("电话{text}"));
    }
}

/// One without an `X`.
fn identity_of_digits(random: &mut Rng) -> String {
    (0..1000).map(|_| identity(random)).find(|number| !number.ends_with('X')).unwrap()
}
