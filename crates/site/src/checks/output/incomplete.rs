//! BY314: the footer of an official site lacks required information.

use crate::config::Config;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::plan::Plan;

/// Checks the required information about a public office.
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
    let missing: Vec<_> = settings.into_iter().filter(|(there, ..)| !there).collect();
    let undated = plan.shared.updated.is_none();
    if missing.is_empty() && !undated {
        return;
    }
    // All in one message: editors fix it in one place.
    let last = undated.then_some(("when it was last updated", "最后更新日期"));
    let (en, zh): (Vec<&str>, Vec<&str>) = missing.iter().map(|(.., en, zh)| (*en, *zh)).chain(last).unzip();
    let keys: Vec<&str> = missing.iter().map(|(_, key, ..)| *key).collect();
    diagnostics.push(
        Diagnostic::new(Code::FooterIncomplete)
            .at(site.text.place(span))
            .arg("what", Arg::term(en.join("; "), zh.join("、")))
            .arg_opt("key", forms(&keys))
            .arg_opt("undated", undated.then(|| Arg::term("date", "日期"))),
    );
}

/// How the settings are written: `organiser: …`, `filings: {icp: …, police: …}`.
fn forms(keys: &[&str]) -> Option<Arg> {
    let inner: Vec<&str> = keys.iter().filter_map(|key| key.strip_prefix("filings.")).collect();
    let mut forms: Vec<String> = Vec::new();
    for key in keys.iter().filter(|key| !key.contains('.')) {
        forms.push(if *key == "contact" {
            "contact: {phone: …}".to_owned()
        } else {
            format!("{key}: …")
        });
    }
    if !inner.is_empty() {
        let inner: Vec<String> = inner.iter().map(|key| format!("{key}: …")).collect();
        forms.push(format!("filings: {{{}}}", inner.join(", ")));
    }
    let quoted: Vec<String> = forms.iter().map(|form| format!("“{form}”")).collect();
    (!quoted.is_empty()).then(|| Arg::term(quoted.join(" and "), quoted.join("和")))
}

fn is_there(text: &Option<std::sync::Arc<str>>) -> bool {
    text.as_ref().is_some_and(|text| !text.trim().is_empty())
}
