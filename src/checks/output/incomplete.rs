//! BY314: the foot of an official site's pages lacks what has to stand there.

use crate::config::Config;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::plan::Plan;

/// Checks what the pages of a public office have to tell about it.
pub fn check(config: &Config, plan: &Plan, diagnostics: &mut Diagnostics) {
    let site = &config.site;
    let Some(span) = site.official else { return };
    let (contact, filings) = (&site.contact, &site.filings);
    let reachable = [&contact.phone, &contact.email, &contact.address].into_iter().any(is_there);
    let settings = [
        (is_there(&site.organiser), "organiser", "who publishes the site", "主办单位"),
        (reachable, "contact", "how to reach the organiser", "联系方式"),
        (is_there(&filings.icp), "filings.icp", "the ICP filing", "ICP 备案号"),
        (is_there(&filings.police), "filings.police", "the public-security filing", "公安备案号"),
        (is_there(&filings.site_code), "filings.site_code", "the site's code", "网站标识码"),
    ];
    let tell = |what: (&str, &str)| {
        let place = site.text.place(span);
        Diagnostic::new(Code::FooterIncomplete).at(place).arg("what", Arg::term(what.0, what.1))
    };
    for (_, key, en, zh) in settings.into_iter().filter(|(there, ..)| !there) {
        diagnostics.push(tell((en, zh)).arg("key", key));
    }
    if plan.shared.updated.is_none() {
        let roles = Arg::term("date", "日期");
        diagnostics.push(tell(("when it was last updated", "最后更新日期")).arg("undated", roles));
    }
}

fn is_there(text: &Option<std::sync::Arc<str>>) -> bool {
    text.as_ref().is_some_and(|text| !text.trim().is_empty())
}
