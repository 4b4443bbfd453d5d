//! Whether a person may be published, and what of her.

use jiff::civil;

use crate::domain::{Consent, Scope};

/// Why a person is published or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// She agreed, and the agreement holds.
    Holds,
    /// There is no signed consent.
    Missing,
    /// It is signed later than today.
    NotYet,
    /// Its last day has passed.
    Ended,
    /// She withdrew it.
    Withdrawn,
    /// It names where she may be shown, and no website.
    Elsewhere,
}

impl Standing {
    /// The reason in words: English, Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Holds => ("the consent holds", "同意书有效"),
            Self::Missing => ("there is no signed consent", "没有签署同意书"),
            Self::NotYet => ("the consent is signed later than today", "同意书的签署日期晚于今天"),
            Self::Ended => ("the consent has ended", "同意书已到期"),
            Self::Withdrawn => ("the consent was withdrawn", "本人已撤回同意"),
            Self::Elsewhere => (
                "the consent names its channels, and no website among them; write `website` there if she agreed to one",
                "同意书写明了公开渠道，其中没有网站；如果本人同意在网站公开，请在 channels 中写上“网站”",
            ),
        }
    }
}

/// What of a person may be shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ground {
    /// Her name.
    pub name: bool,
    /// Her picture.
    pub portrait: bool,
    /// Her story.
    pub story: bool,
    /// Her region.
    pub region: bool,
}

impl Ground {
    /// Everything: for records that are no persons.
    pub const ALL: Self = Self { name: true, portrait: true, story: true, region: true };

    /// Whether a scope is covered.
    #[must_use]
    pub const fn covers(self, scope: Scope) -> bool {
        match scope {
            Scope::Name => self.name,
            Scope::Portrait => self.portrait,
            Scope::Story => self.story,
            Scope::Region => self.region,
        }
    }
}

/// What a consent allows on a day. Any withdrawal counts at once, even one that is dated later: a doubt is hers.
#[must_use]
pub fn standing(consent: Option<&Consent>, today: civil::Date) -> (Standing, Ground) {
    let none = Ground { name: false, portrait: false, story: false, region: false };
    let Some(consent) = consent else { return (Standing::Missing, none) };
    if consent.withdrawn.is_some() {
        return (Standing::Withdrawn, none);
    }
    let Some(signed) = consent.signed else { return (Standing::Missing, none) };
    if signed.first_day() > today {
        return (Standing::NotYet, none);
    }
    if consent.until.is_some_and(|until| until.last_day() < today) {
        return (Standing::Ended, none);
    }
    if !consent.channels.is_empty() && !consent.channels.iter().any(|channel| is_website(channel)) {
        return (Standing::Elsewhere, none);
    }
    let has = |scope: Scope| consent.scope.contains(&scope);
    let ground = Ground {
        name: has(Scope::Name),
        portrait: has(Scope::Portrait),
        story: has(Scope::Story),
        region: has(Scope::Region),
    };
    (Standing::Holds, ground)
}

/// Channels that mean any, where nothing else is said: 所有宣传栏 are no website.
const ANY: [&str; 9] =
    ["不限", "不限渠道", "全部", "全部渠道", "所有", "所有渠道", "all", "any", "everywhere"];
/// Parts of words for a website, as papers say it: 县妇联官网, 门户网站, the program's web pages.
const WEBSITES: [&str; 7] = ["网站", "官网", "网页", "门户", "互联网", "网上", "web"];
/// Whole words for one.
const WORDS: [&str; 3] = ["site", "internet", "online"];
/// What takes a website out: 除网站以外, not the website.
const BUT: [&str; 2] = ["除", "不"];
const BUT_WORDS: [&str; 5] = ["not", "no", "never", "except", "without"];

/// Whether a site is among what a channel, in the words of an editor, means. A doubt is the person's.
fn is_website(channel: &str) -> bool {
    let channel = channel.trim().to_lowercase();
    let words: Vec<&str> = channel.split(|c: char| !c.is_alphanumeric()).collect();
    let has = |parts: &[&str], whole: &[&str]| {
        parts.iter().any(|part| channel.contains(part)) || words.iter().any(|word| whole.contains(word))
    };
    ANY.contains(&channel.as_str()) || (has(&WEBSITES, &WORDS) && !has(&BUT, &BUT_WORDS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Date;

    fn day(text: &str) -> Option<Date> {
        Some(Date::parse(text).unwrap())
    }

    #[test]
    fn a_website_is_known_by_its_words() {
        for channel in ["网站", "省妇联官网", "Website", "web", "the county's site", "互联网", "不限", "all"]
        {
            assert!(is_website(channel), "{channel}");
        }
        for channel in ["微信公众号", "WeChat", "报纸", "宣传栏", "电视", "wall newspaper", "培训班内部", ""]
        {
            assert!(!is_website(channel), "{channel}");
        }
        for channel in ["所有宣传栏", "all newspapers", "除网站以外", "不上网站", "not the website"]
        {
            assert!(!is_website(channel), "{channel}");
        }
    }

    #[test]
    fn is_judged_by_the_day() {
        let today = civil::date(2022, 9, 30);
        let signed = Consent { signed: day("2022-01-05"), scope: vec![Scope::Name], ..Consent::default() };
        let with = |change: fn(&mut Consent)| {
            let mut consent = signed.clone();
            change(&mut consent);
            standing(Some(&consent), today).0
        };
        assert_eq!(standing(None, today).0, Standing::Missing);
        assert_eq!(with(|_| {}), Standing::Holds);
        assert_eq!(with(|c| c.signed = None), Standing::Missing);
        assert_eq!(with(|c| c.signed = day("2022-10-01")), Standing::NotYet);
        assert_eq!(with(|c| c.until = day("2022-09-30")), Standing::Holds);
        assert_eq!(with(|c| c.until = day("2022-09-29")), Standing::Ended);
        assert_eq!(with(|c| c.until = day("2022-09")), Standing::Holds);
        assert_eq!(with(|c| c.withdrawn = day("2022-12-31")), Standing::Withdrawn);
        assert_eq!(with(|c| c.channels = vec!["微信公众号".into(), "宣传栏".into()]), Standing::Elsewhere);
        assert_eq!(with(|c| c.channels = vec!["微信公众号".into(), "妇联网站".into()]), Standing::Holds);
        let (_, ground) = standing(Some(&signed), today);
        assert_eq!(ground, Ground { name: true, portrait: false, story: false, region: false });
    }
}
