//! Decides whether a person may be published, and what about the person.

use std::sync::Arc;

use jiff::civil;

use crate::domain::{Consent, Scope};

/// Why a person is published or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConsentStatus {
    /// There is a valid consent.
    Holds,
    /// There is no signed consent.
    Missing,
    /// It was signed for a day after today.
    NotYet,
    /// Its last day has passed.
    Ended,
    /// It was withdrawn.
    Withdrawn,
    /// It is limited to channels other than a website.
    Elsewhere,
    /// It is not clear whether the channels that it names include the website.
    Unclear,
}

impl ConsentStatus {
    /// The reason in words: English, Chinese.
    #[must_use]
    pub const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Holds => ("the consent is valid", "同意书有效"),
            Self::Missing => ("there is no signed consent", "没有签署同意书"),
            Self::NotYet => {
                ("the date on which the consent was signed is later than today", "同意书的签署日期晚于今天")
            }
            Self::Ended => ("the consent has ended", "同意书已到期"),
            Self::Withdrawn => ("the consent was withdrawn", "本人已撤回同意"),
            Self::Elsewhere => (
                "the consent lists where she may be shown, and no website is among the places; if she agreed to a website, add “website” to channels",
                "同意书写明了公开渠道，其中没有网站；如果本人同意在网站公开，请在 channels 中写上“网站”",
            ),
            Self::Unclear => (
                "it is not certain whether a channel listed in the consent means the public website; if she agreed to that, add “website” to channels",
                "同意书写的公开渠道，看不出是不是指公开的网站；如果本人同意在网站公开，请在 channels 中写上“网站”",
            ),
        }
    }
}

/// What may be shown about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ConsentScope {
    /// Her name.
    pub name: bool,
    /// Her picture.
    pub portrait: bool,
    /// Her story.
    pub story: bool,
    /// Her region.
    pub region: bool,
    /// Whether she has not agreed yet and is shown only in a preview for her.
    pub awaited: bool,
}

impl ConsentScope {
    /// Everything: for records that are not persons.
    pub const ALL: Self = Self { name: true, portrait: true, story: true, region: true, awaited: false };

    /// The scope of a consent.
    fn of(consent: &Consent) -> Self {
        let has = |scope: Scope| consent.scope.contains(&scope);
        Self {
            name: has(Scope::Name),
            portrait: has(Scope::Portrait),
            story: has(Scope::Story),
            region: has(Scope::Region),
            awaited: false,
        }
    }

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

/// What a consent allows on a day. Any withdrawal counts at once, even one with a later date: in doubt, the
/// person is protected.
#[must_use]
pub fn standing(consent: Option<&Consent>, today: civil::Date) -> (ConsentStatus, ConsentScope) {
    let none = ConsentScope { name: false, portrait: false, story: false, region: false, awaited: false };
    let Some(consent) = consent else { return (ConsentStatus::Missing, none) };
    if consent.withdrawn.is_some() {
        return (ConsentStatus::Withdrawn, none);
    }
    let Some(signed) = consent.signed else { return (ConsentStatus::Missing, none) };
    if signed.first_day() > today {
        return (ConsentStatus::NotYet, none);
    }
    if consent.until.is_some_and(|until| until.last_day() < today) {
        return (ConsentStatus::Ended, none);
    }
    if let Some(why) = consent.channels.as_deref().and_then(elsewhere) {
        return (why, none);
    }
    (ConsentStatus::Holds, ConsentScope::of(consent))
}

/// What is shown to a person before signing: everything that the consent form is to cover. `None` if she has
/// already signed or has refused: then there is nothing to show her.
#[must_use]
pub fn awaited(consent: Option<&Consent>, today: civil::Date) -> Option<ConsentScope> {
    match standing(consent, today).0 {
        ConsentStatus::Missing | ConsentStatus::NotYet => {}
        ConsentStatus::Holds
        | ConsentStatus::Ended
        | ConsentStatus::Withdrawn
        | ConsentStatus::Elsewhere
        | ConsentStatus::Unclear => {
            return None;
        }
    }
    let written = consent.filter(|consent| !consent.scope.is_empty());
    Some(ConsentScope { awaited: true, ..written.map_or(ConsentScope::ALL, ConsentScope::of) })
}

/// What a channel means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Channel {
    /// The public website.
    Website,
    /// Another channel.
    Elsewhere,
    /// Not clear; in doubt, the person is protected.
    Unclear,
}

/// Words for the public website, and for all channels. Only whole words count: 内部网站 does not.
const WEBSITE: [&str; 38] = [
    "网站",
    "官网",
    "官方网站",
    "门户网站",
    "政府网站",
    "政府门户网站",
    "单位网站",
    "妇联网站",
    "妇联官网",
    "本网站",
    "本站",
    "公开网站",
    "互联网",
    "互联网网站",
    "互联网公开",
    "网页",
    "网上",
    "不限",
    "不限渠道",
    "全部",
    "全部渠道",
    "所有",
    "所有渠道",
    "website",
    "websites",
    "thewebsite",
    "publicwebsite",
    "web",
    "webpage",
    "webpages",
    "site",
    "thesite",
    "internet",
    "theinternet",
    "online",
    "all",
    "any",
    "everywhere",
];
/// Words for other channels.
const OTHERS: [&str; 41] = [
    "微信",
    "微信公众号",
    "公众号",
    "微信群",
    "朋友圈",
    "视频号",
    "抖音",
    "快手",
    "微博",
    "小红书",
    "报纸",
    "报刊",
    "党报",
    "杂志",
    "电视",
    "电视台",
    "广播",
    "宣传栏",
    "公告栏",
    "公示栏",
    "展板",
    "展览",
    "海报",
    "画册",
    "宣传册",
    "村广播",
    "内部",
    "内部网站",
    "内部资料",
    "内网",
    "政务内网",
    "wechat",
    "weibo",
    "newspaper",
    "newspapers",
    "tv",
    "television",
    "radio",
    "noticeboard",
    "intranet",
    "brochure",
];

fn channel(words: &str) -> Channel {
    let is_sign = |c: &char| !c.is_whitespace() && !matches!(c, '“' | '”' | '"' | '\'' | '-' | '_');
    let plain: String = words.to_lowercase().chars().filter(is_sign).collect();
    if WEBSITE.contains(&plain.as_str()) {
        Channel::Website
    } else if OTHERS.contains(&plain.as_str()) {
        Channel::Elsewhere
    } else {
        Channel::Unclear
    }
}

/// The status that the channels of a consent imply; `None` if they include the website.
fn elsewhere(channels: &[Arc<str>]) -> Option<ConsentStatus> {
    let named: Vec<Channel> = channels.iter().map(|words| channel(words)).collect();
    if named.contains(&Channel::Website) {
        None
    } else if named.contains(&Channel::Unclear) {
        Some(ConsentStatus::Unclear)
    } else {
        Some(ConsentStatus::Elsewhere)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Date, Withdrawal};

    fn day(text: &str) -> Option<Date> {
        Some(Date::parse(text).unwrap())
    }

    #[test]
    fn a_channel_is_known_by_its_whole_words() {
        for words in ["网站", "官网", "Website", "web", "the website", "互联网", "不限", "all", " 网 站 "]
        {
            assert_eq!(channel(words), Channel::Website, "{words}");
        }
        for words in
            ["微信公众号", "WeChat", "报纸", "宣传栏", "电视", "内部网站", "政务内网", "notice board"]
        {
            assert_eq!(channel(words), Channel::Elsewhere, "{words}");
        }
        for words in [
            "政务内网网站",
            "官网以外的渠道",
            "webinar",
            "除网站以外",
            "不上网站",
            "not the website",
            "所有宣传栏",
            "all newspapers",
            "",
            "website of the works council",
            "内部官网",
            "网站（不含照片）",
            "网站？",
        ] {
            assert_eq!(channel(words), Channel::Unclear, "{words}");
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
        assert_eq!(standing(None, today).0, ConsentStatus::Missing);
        assert_eq!(with(|_| {}), ConsentStatus::Holds);
        assert_eq!(with(|c| c.signed = None), ConsentStatus::Missing);
        assert_eq!(with(|c| c.signed = day("2022-10-01")), ConsentStatus::NotYet);
        assert_eq!(with(|c| c.until = day("2022-09-30")), ConsentStatus::Holds);
        assert_eq!(with(|c| c.until = day("2022-09-29")), ConsentStatus::Ended);
        assert_eq!(with(|c| c.until = day("2022-09")), ConsentStatus::Holds);
        assert_eq!(with(|c| c.withdrawn = day("2022-12-31").map(Withdrawal::On)), ConsentStatus::Withdrawn);
        assert_eq!(with(|c| c.withdrawn = Some(Withdrawal::Unclear)), ConsentStatus::Withdrawn);
        let channels = |words: &[&str]| {
            let named = Some(words.iter().map(|words| Arc::from(*words)).collect());
            standing(Some(&Consent { channels: named, ..signed.clone() }), today).0
        };
        assert_eq!(channels(&["微信公众号", "宣传栏"]), ConsentStatus::Elsewhere);
        assert_eq!(channels(&["微信公众号", "妇联网站"]), ConsentStatus::Holds);
        assert_eq!(channels(&["微信公众号", "官网以外的渠道"]), ConsentStatus::Unclear);
        assert_eq!(channels(&[]), ConsentStatus::Elsewhere);
        let (_, ground) = standing(Some(&signed), today);
        assert_eq!(
            ground,
            ConsentScope { name: true, portrait: false, story: false, region: false, awaited: false }
        );
    }
}
