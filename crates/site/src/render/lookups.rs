//! The choice of a page's template.

use crate::config::Config;
use crate::plan::{ALIKE_TEMPLATE, FEEDS_PAGE, Page, PageKind, ProgressPage};

/// The names of possible templates, in order of preference.
pub(super) fn candidates(page: &Page, config: &Config) -> Vec<String> {
    let of_collection = |id: &str, name: &str| {
        let collection = config.collection_named(id).map(|(_, collection)| collection);
        let own = collection.and_then(|collection| match name {
            "list.html" => collection.templates.list.as_deref(),
            _ => collection.templates.record.as_deref(),
        });
        let own = own.map(str::to_owned).into_iter();
        own.chain([format!("{id}/{name}"), name.to_owned()]).collect()
    };
    match &page.kind {
        PageKind::List(list) => of_collection(&list.collection, "list.html"),
        PageKind::Record(record) => of_collection(&record.collection, "record.html"),
        PageKind::Home => vec!["home.html".to_owned()],
        PageKind::Regions(_) => vec!["regions.html".to_owned()],
        PageKind::Region(_) => vec!["region.html".to_owned()],
        PageKind::Search => vec!["search.html".to_owned()],
        PageKind::Feeds => vec![FEEDS_PAGE.to_owned()],
        PageKind::NotFound => vec!["404.html".to_owned()],
        PageKind::Alike { .. } => vec![ALIKE_TEMPLATE.to_owned()],
        PageKind::Redirect { .. } => vec!["redirect.html".to_owned()],
        PageKind::Programs => vec!["progress/programs.html".to_owned()],
        PageKind::Progress(_, page) => vec![format!("progress/{}.html", progress(*page).1)],
        _ => Vec::new(),
    }
}

/// The word for a page's kind in templates.
pub(super) const fn kind(page: &Page) -> &'static str {
    match page.kind {
        PageKind::Home => "home",
        PageKind::List(_) => "list",
        PageKind::Record(_) => "record",
        PageKind::Regions(_) => "regions",
        PageKind::Region(_) => "region",
        PageKind::Search => "search",
        PageKind::Feeds => "feeds",
        PageKind::NotFound => "not-found",
        PageKind::Alike { .. } => "alike",
        PageKind::Redirect { .. } => "redirect",
        PageKind::Programs => "programs",
        PageKind::Progress(_, page) => progress(page).0,
        _ => "data",
    }
}

/// The word for a progress page's kind, and the name of its template.
const fn progress(page: ProgressPage) -> (&'static str, &'static str) {
    match page {
        ProgressPage::Overview => ("program", "program"),
        ProgressPage::Metric(_) => ("metric", "metric"),
        ProgressPage::Bulletin(_) => ("bulletin", "bulletin"),
        ProgressPage::Region(_) => ("program-region", "region"),
        ProgressPage::Sources(..) => ("sources", "sources"),
        ProgressPage::Ranking | ProgressPage::EarlierRanking(_) => ("ranking", "ranking"),
        ProgressPage::Difficulties => ("difficulties", "difficulties"),
    }
}
