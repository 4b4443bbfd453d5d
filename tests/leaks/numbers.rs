//! Numbers that belong to nobody, generated from a seed.

use fastrand::Rng;

/// Draws that the numbers are made of.
pub trait Draw {
    fn digits(&mut self, count: usize) -> String;
    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str;
}

impl Draw for Rng {
    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| self.digit(10)).collect()
    }

    fn of<'t>(&mut self, list: &[&'t str]) -> &'t str {
        list[self.usize(..list.len())]
    }
}

/// An 18-digit identity number in a county that does not exist.
pub fn identity(random: &mut Rng) -> String {
    const WEIGHTS: [usize; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    let province = random.of(&["11", "35", "44", "51", "62"]);
    let body = format!("{province}99{}{}{}", random.of(&["90", "97"]), birthday(random), random.digits(3));
    let sum: usize = body.bytes().zip(WEIGHTS).map(|(byte, weight)| usize::from(byte - b'0') * weight).sum();
    format!("{body}{}", ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11])
}

/// One whose check character is `X`.
pub fn identity_with_x(random: &mut Rng) -> String {
    (0..1000).map(|_| identity(random)).find(|number| number.ends_with('X')).unwrap()
}

/// One with a wrong check character.
pub fn false_identity(random: &mut Rng) -> String {
    let right = identity(random);
    let last = if right.ends_with('7') { '8' } else { '7' };
    format!("{}{last}", &right[..17])
}

fn birthday(random: &mut Rng) -> String {
    format!(
        "19{}{}{}",
        50 + random.usize(..50),
        random.of(&["01", "06", "09", "12"]),
        random.of(&["08", "15", "28"])
    )
}

/// A 15-digit identity number, as issued until 1999.
pub fn old_identity(random: &mut Rng) -> String {
    format!("359990{}{}", &birthday(random)[2..], random.digits(3))
}

pub fn mobile(random: &mut Rng) -> String {
    let head = random.of(&["130", "138", "139", "147", "150", "159", "166", "173", "186", "198"]);
    format!("{head}{}{}", 1 + random.usize(..9), random.digits(7))
}

/// A bank card number with the right check digit.
pub fn card(random: &mut Rng, head: &str, length: usize) -> String {
    let body = format!("{head}{}", random.digits(length - head.len() - 1));
    let sum: u32 = body
        .bytes()
        .rev()
        .enumerate()
        .map(|(at, byte)| {
            let doubled = u32::from(byte - b'0') * if at % 2 == 0 { 2 } else { 1 };
            doubled / 10 + doubled % 10
        })
        .sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

/// The groups of these lengths with a separator.
pub fn parted(number: &str, lengths: &[usize], between: &str) -> String {
    let mut rest = number;
    let mut groups = Vec::new();
    for length in lengths {
        let (group, behind) = rest.split_at(*length);
        groups.push(group);
        rest = behind;
    }
    if !rest.is_empty() {
        groups.push(rest);
    }
    groups.join(between)
}

pub fn full_width(number: &str) -> String {
    number
        .chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32('０' as u32 + c as u32 - '0' as u32).unwrap(),
            'X' => 'Ｘ',
            other => other,
        })
        .collect()
}

/// In Chinese digits.
pub fn spoken(number: &str) -> String {
    number
        .chars()
        .map(|c| "零一二三四五六七八九".chars().nth(c.to_digit(10).unwrap() as usize).unwrap())
        .collect()
}
