//! BY706: a section has had no news for longer than the site allows.

use jiff::civil;

use crate::config::Config;
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::Date;
use crate::plan::Plan;

/// The section that stands for the whole site.
const HOME: &str = "home";

/// Checks all sections that have a limit.
pub fn check(config: &Config, plan: &Plan, today: civil::Date, diagnostics: &mut Diagnostics) {
    for limit in config.site.refresh() {
        let shared = &plan.shared;
        let (latest, title) = match &*limit.section {
            HOME => (shared.updated.as_ref().map(|date| date.value), config.site.title.clone()),
            id => {
                let title = shared.collections.get(id).map_or(&limit.section, |view| &view.title);
                (shared.latest.get(id).copied(), title.clone())
            }
        };
        // A section without any date is empty, which is a different matter.
        let Some(days) = latest.and_then(|date| days_since(date, today)) else { continue };
        if days > i64::from(limit.days) {
            let place = limit.span.map(|span| config.site.text.place(span));
            let diagnostic = Diagnostic::new(Code::StaleSection).at(place).arg("section", &title);
            diagnostics.push(diagnostic.arg("days", days).arg("limit", i64::from(limit.days)));
        }
    }
}

/// Days from the last day of a date to today.
fn days_since(date: Date, today: civil::Date) -> Option<i64> {
    date.last_day().until(today).ok().map(|span| i64::from(span.get_days()))
}
