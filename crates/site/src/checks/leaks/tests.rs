#![allow(clippy::string_slice, reason = "the numbers are ASCII, made in the tests")]

use super::phones::Dialled;
use super::search::Context;
use super::*;
use crate::domain::Country;

fn scan(text: &str, person: bool) -> Vec<Leak> {
    scan_under(text, "", person)
}

fn scan_under(text: &str, said: &str, person: bool) -> Vec<Leak> {
    super::search::find(text, Context { person, said, dialled: None })
}

/// An identity number that belongs to nobody: an invented region and day with a correct check digit.
fn identity(first: &str) -> String {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let sum: u32 = first.chars().zip(WEIGHTS).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    format!("{first}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][(sum % 11) as usize])
}

fn mobile() -> String {
    format!("13{}", "012345678")
}

fn card() -> String {
    let body = format!("6222{}", "02000000000");
    (0..10).map(|check| format!("{body}{check}")).find(|card| scan(card, false).len() == 1).unwrap()
}

fn kinds(text: &str) -> Vec<Kind> {
    scan(text, true).into_iter().map(|leak| leak.kind).collect()
}

#[test]
fn finds_numbers_as_people_write_them() {
    let id = identity("11010519491231002");
    let wide: String = id
        .chars()
        .map(|c| c.to_digit(10).map_or('Ｘ', |n| char::from_u32('０' as u32 + n).unwrap()))
        .collect();
    let parted = format!("{} {} {}", &id[..6], &id[6..14], &id[14..]);
    let hyphens = format!("{}-{}-{}", &id[..6], &id[6..14], &id[14..]);
    let marked = format!("{}**{}**{}", &id[..6], &id[6..14], &id[14..]);
    let hidden = format!("{}\u{200b}{}", &id[..9], &id[9..]);
    let loose: String = id.chars().map(|c| format!("{c} ")).collect();
    for text in [&id, &id.to_lowercase(), &wide, &parted, &hyphens, &marked, &hidden, &loose] {
        assert_eq!(kinds(&format!("身份证号{text}。")), [Kind::Identity], "{text}");
    }
    assert_eq!(kinds(&format!("旧号 {}", "110105491231002")), [Kind::Identity]);
    let phone = mobile();
    let parted = format!("{} {} {}", &phone[..3], &phone[3..7], &phone[7..]);
    let hyphens = format!("{}-{}-{}", &phone[..3], &phone[3..7], &phone[7..]);
    let country =
        [format!("+86 {phone}"), format!("+86{phone}"), format!("86-{hyphens}"), format!("+86 {parted}")];
    for text in [&phone, &parted, &hyphens].into_iter().chain(&country) {
        assert_eq!(kinds(&format!("电话：{text}，请打")), [Kind::Mobile], "{text}");
    }
    assert_eq!(kinds(&format!("tel:{phone}")), [Kind::Mobile]);
    let card = card();
    let fours = card
        .as_bytes()
        .chunks(4)
        .map(|four| std::str::from_utf8(four).unwrap())
        .collect::<Vec<_>>()
        .join(" ");
    assert_eq!([kinds(&card), kinds(&fours)], [[Kind::BankCard], [Kind::BankCard]]);
    assert_eq!(kinds("护照号 E00000000，另一本 G00000001"), [Kind::Passport, Kind::Passport]);
    assert_eq!(kinds("写信到 some.body@mail.example 。"), [Kind::Email]);
    assert_eq!(kinds("家住槐荫里12栋3单元201室"), [Kind::Home]);
}

#[test]
fn the_place_is_that_of_the_number() {
    let phone = mobile();
    let text = format!("电话 {phone}。");
    assert_eq!(&text[scan(&text, false)[0].range.clone()], phone);
}

#[test]
fn masked_ones_and_look_alikes_pass() {
    let id = identity("11010519491231002");
    let wrong = format!("{}{}", &id[..17], if id.ends_with('7') { '8' } else { '7' });
    let texts = [
        "138****1234",
        "138**** 1234",
        "350***********1234",
        "110105********002X",
        &wrong,
        "0000-8000001",
        "400-800-1234",
        "12338 和 12345",
        "2022-03-15 至 2022-09-30",
        "2022年3月15日8:30—11:30",
        "ISBN 978-7-111-00000-0",
        "订单 20220315000012345678",
        "流水号 1488000000000000000",
        "13 2022 12345",
        "统一社会信用代码 91350100000000000X",
        "文号 棠妇〔2022〕13号",
        "预算 1,380,000 元，实支 1380012.50 元",
        "4000+ 人次，80 场，1 2 3 4 5 6 7 8 9 10 11 12",
        "13800000000",
        "版本 1.13.800.1234",
        "坐标 118.123456, 26.123456",
        "@所有人",
        "会议室在综合楼 3 楼",
    ];
    for text in texts {
        assert_eq!(scan(text, false), [], "{text}");
    }
    assert_eq!(scan("上课地点：3号楼201室", false), [], "a classroom is nobody's home");
}

#[test]
fn every_place_is_within_the_text() {
    let pieces =
        ["1", "38", "0012", "3456", " ", "-", "**", "x", "Ｘ", "０", "人", "@", "a.example", "单元", "室"];
    let mut seed = 7_u32;
    for _ in 0..2000 {
        let mut text = String::new();
        for _ in 0..12 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(pieces[(seed >> 16) as usize % pieces.len()]);
        }
        for leak in scan(&text, true) {
            assert!(text.get(leak.range.clone()).is_some_and(|found| !found.is_empty()), "{text}");
        }
    }
}

/// The check character of a Hong Kong number.
fn hong_kong_check(letters: &str, digits: &str) -> char {
    let value = |c: char| c as u32 - 'A' as u32 + 10;
    let lead = match letters.as_bytes() {
        [one] => 9 * 36 + 8 * value(char::from(*one)),
        [first, second] => 9 * value(char::from(*first)) + 8 * value(char::from(*second)),
        _ => unreachable!(),
    };
    let sum: u32 =
        digits.chars().zip((2..=7).rev()).map(|(c, weight)| c.to_digit(10).unwrap() * weight).sum();
    match (11 - (lead + sum) % 11) % 11 {
        10 => 'A',
        n => char::from_digit(n, 10).unwrap(),
    }
}

/// Letters, digits and check characters of Hong Kong numbers that belong to nobody.
fn of_hong_kong() -> Vec<(String, String, char)> {
    let mut all = Vec::new();
    for (n, letters) in ["A", "Z", "WX", "R", "K"].into_iter().cycle().take(60).enumerate() {
        let digits = format!("{:06}", n * 7919 % 1_000_000);
        all.push((letters.to_owned(), digits.clone(), hong_kong_check(letters, &digits)));
    }
    all
}

fn spanish_letter(number: usize) -> char {
    char::from(b"TRWAGMYFPDXBNJZSQVHLCKE"[number % 23])
}

fn wide(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_ascii_graphic() { char::from_u32(c as u32 + 0xFEE0).unwrap() } else { c })
        .collect()
}

#[test]
fn finds_numbers_of_hong_kong_as_people_write_them() {
    for (letters, digits, check) in of_hong_kong() {
        let plain = format!("{letters}{digits}({check})");
        let half = (&digits[..3], &digits[3..]);
        for text in [
            plain.clone(),
            wide(&plain),
            plain.to_lowercase(),
            format!("{letters}{digits}（{check}）"),
            format!("{letters}{digits} ({check})"),
            format!("{letters}{} {}({check})", half.0, half.1),
            format!("{letters}{}**{}**({check})", half.0, half.1),
            format!("{letters}\u{200b}{}\u{200b}{}({check})", half.0, half.1),
        ] {
            assert_eq!(kinds(&format!("持有{text}。")), [Kind::HongKong], "{text}");
            assert_eq!(kinds(&format!("She holds {text}, and comes.")), [Kind::HongKong], "{text}");
        }
        for text in [format!("{letters}{digits}{check}"), format!("{letters}{digits}-{check}")] {
            assert_eq!(kinds(&format!("香港身份证号{text}")), [Kind::HongKong], "{text}");
            assert_eq!(kinds(&format!("HKID: {text}")), [Kind::HongKong], "{text}");
        }
        let wrong = if check == '4' { '5' } else { '4' };
        for text in [
            format!("{letters}{digits}({wrong})"),
            format!("{letters}{digits}"),
            format!("1{letters}{digits}({check})"),
            format!("型号 AB{letters}{digits}({check})"),
        ] {
            assert_eq!(scan(&text, false), [], "{text}");
        }
        assert_eq!(scan(&format!("{letters}{digits}{check}"), false), [], "nothing says that it is one");
    }
}

#[test]
fn finds_numbers_of_spain_as_people_write_them() {
    for n in 0..60_usize {
        let number = 10_000_000 + n * 1_234_577;
        let (digits, letter) = (format!("{number:08}"), spanish_letter(number));
        let plain = format!("{digits}{letter}");
        let (a, b, c) = (&digits[..2], &digits[2..5], &digits[5..]);
        let loose: String = digits.chars().map(|c| format!("{c} ")).collect();
        for text in [
            plain.clone(),
            wide(&plain),
            plain.to_lowercase(),
            format!("{digits}-{letter}"),
            format!("{digits} {letter}"),
            format!("{a} {b} {c} {letter}"),
            format!("{a}-{b}-{c}-{letter}"),
            format!("{a}.{b}.{c}-{letter}"),
            format!("{a}.{b}.{c}{letter}"),
            format!("{a}**{b}**{c}{letter}"),
            format!("{a}\u{200b}{b}{c}{letter}"),
            format!("{loose}{letter}"),
        ] {
            assert_eq!(kinds(&format!("DNI {text}.")), [Kind::Spanish], "{text}");
            assert_eq!(kinds(&format!("号码：{text}，")), [Kind::Spanish], "{text}");
        }
        let wrong = spanish_letter(number + 1);
        for text in [
            format!("{digits}{wrong}"),
            digits.clone(),
            format!("{plain}7"),
            format!("0{plain}"),
            format!("{digits}{letter}a"),
        ] {
            assert_eq!(scan(&format!("DNI {text}"), false), [], "{text}");
        }
        let lead = ["X", "Y", "Z"][n % 3];
        let seven = &digits[1..];
        let letter = spanish_letter(format!("{}{seven}", n % 3).parse().unwrap());
        for text in [
            format!("{lead}{seven}{letter}"),
            format!("{lead}-{seven}-{letter}"),
            format!("{lead} {seven} {letter}"),
            wide(&format!("{lead}{seven}{letter}")),
            format!("{lead}{seven}{letter}").to_lowercase(),
        ] {
            assert_eq!(kinds(&format!("NIE: {text};")), [Kind::Spanish], "{text}");
        }
        let wrong = if letter == 'T' { 'R' } else { 'T' };
        assert_eq!(scan(&format!("NIE {lead}{seven}{wrong}"), false), []);
    }
}

#[test]
fn numbers_without_a_check_are_found_only_beside_words_that_name_them() {
    let ssn = format!("{}-{}-{}", 500 + 23, 40 + 5, 6000 + 789);
    let bare = ssn.replace('-', "");
    let nino = format!("{} {} {} {} {}", "AB", 10 + 2, 30 + 4, 50 + 6, "C");
    for text in [
        format!("SSN {ssn}"),
        format!("Social Security number: {bare}"),
        format!("{ssn} (SSN)"),
        format!("社会安全号码{}", ssn.replace('-', " ")),
        format!("SSN: {}", wide(&bare)),
    ] {
        assert_eq!(kinds(&text), [Kind::SocialSecurity], "{text}");
    }
    for text in [
        format!("National Insurance number {nino}"),
        format!("NI number: {}", nino.replace(' ', "")),
        format!("{} (NINO)", nino.to_lowercase()),
    ] {
        assert_eq!(kinds(&text), [Kind::Insurance], "{text}");
    }
    assert_eq!(scan_under(&ssn, "ssn", false).len(), 1, "its field names it");
    let invalid = [
        format!("SSN {}-{}-{}", 900 + 23, 45, 6789),
        format!("SSN {}-{}-{}", 666, 45, 6789),
        format!("SSN 078-05-{}", 1120),
    ];
    let unnamed = [
        ssn.clone(),
        bare.clone(),
        nino.clone(),
        format!("Order {ssn}"),
        format!("los niños {bare}"),
        "NINO QQ 12 34 56 C".to_owned(),
    ];
    for text in invalid.iter().chain(&unnamed) {
        assert_eq!(scan(text, false), [], "{text}");
    }
}

#[test]
fn dates_codes_and_amounts_are_no_identity_numbers() {
    for text in [
        "del 2022-03-15 a 2022-03-20",
        "20220315T083000",
        "on 2022-03-15 at 10",
        "A4 297 210 (2)",
        "B2 123456",
        "at 202203 (1)",
        "el 20220315 a las 8",
        "Art. 123456 (3)",
        "12.345.678 euros",
        "8:30—11:30 A",
        "GB123456789",
        "第 123456（3）期",
        "CSV 12345678 KB",
        "IMG_20220315A.jpg",
        "v 1.234.567 (8)",
    ] {
        assert_eq!(scan(text, false), [], "{text}");
    }
}

#[test]
fn finds_mobile_numbers_of_the_sites_country() {
    let found = |country: &str, text: &str| -> Vec<Kind> {
        let dialled = Dialled::in_country(Country::parse(country));
        super::search::find(text, Context { dialled: Some(&dialled), ..Context::default() })
            .into_iter()
            .map(|leak| leak.kind)
            .collect()
    };
    let tail = |count: usize| "2345678".get(..count).unwrap().to_owned();
    let (spanish, british, hong_kong) =
        (format!("61{}", tail(7)), format!("07400 2{}", &tail(7)[..5]), format!("61{}", tail(6)));
    let parted = format!("{} {} {} {}", &spanish[..3], &spanish[3..5], &spanish[5..7], &spanish[7..]);
    for (country, text, kind) in [
        ("ES", spanish.clone(), Kind::Mobile),
        ("ES", parted.clone(), Kind::Mobile),
        ("ES", wide(&spanish), Kind::Mobile),
        ("ES", format!("+34 {parted}"), Kind::Mobile),
        ("CN", format!("+34 {parted}"), Kind::Mobile),
        ("GB", british.clone(), Kind::Mobile),
        ("GB", format!("+44 {}", &british[1..]), Kind::Mobile),
        ("HK", format!("{} {}", &hong_kong[..4], &hong_kong[4..]), Kind::Mobile),
        ("US", format!("(212) 5{}-{}", &tail(7)[..2], &tail(7)[3..]), Kind::Phone),
    ] {
        assert_eq!(found(country, &format!("Llame a {text}, por favor.")), [kind], "{country} {text}");
    }
    for (country, text) in [
        ("ES", "91 234 56 78".to_owned()),
        ("ES", "900 123 123".to_owned()),
        ("ES", format!("Total: {spanish}")),
        ("ES", format!("{spanish} €")),
        ("ES", "612 000 000".to_owned()),
        ("ES", "2022-03-15, 612".to_owned()),
        ("CN", spanish),
        ("HK", "2022-03-15".to_owned()),
        ("GB", "020 7946 0018".to_owned()),
    ] {
        assert_eq!(found(country, &text), [], "{country} {text}");
    }
}
