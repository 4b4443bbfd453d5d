//! BY701: a link leads to a file that the site does not have.

use std::collections::HashSet;

use super::scan::Scanned;
use super::seen::{Output, Wanted, place};
use crate::diag::{Code, Diagnostic};
use crate::plan::Page;
use crate::routes::decode;

/// Checks the targets of links; returns the anchors to which some lead.
pub(super) fn check(
    output: &Output<'_>,
    page: &Page,
    scanned: &Scanned<'_>,
    found: &mut Vec<Diagnostic>,
) -> Vec<Wanted> {
    let mut wanted = Vec::new();
    let mut seen = HashSet::new();
    let mut target = String::new();
    for link in scanned.links.iter().filter(|link| seen.insert(**link)) {
        let (path, fragment) = link.split_once('#').map_or((*link, ""), |(path, fragment)| (path, fragment));
        if !resolve(page.url.path(), path, output.config.site.base_path(), &mut target) {
            continue;
        }
        if !output.has(&target) {
            found.push(diagnostic(page, &target));
        } else if !fragment.is_empty() && target.ends_with(".html") {
            let fragment = decode(&unescaped(fragment));
            let to = format!("{target}#{fragment}");
            wanted.push(Wanted { hash: place(&target, &fragment), from: page.url.path().to_owned(), to });
        }
    }
    wanted
}

fn diagnostic(page: &Page, target: &str) -> Diagnostic {
    Diagnostic::new(Code::DeadLink).arg("found", target).arg("page", page.url.path())
}

/// Writes the file to which a link leads to `target`; returns `false` if it leads out of the site.
fn resolve(from: &str, link: &str, base_path: &str, target: &mut String) -> bool {
    let link = link.split('?').next().unwrap_or(link);
    target.clear();
    let rest = match link.strip_prefix('/') {
        // Only pages that are served at unknown addresses have links that begin at the host's root.
        Some(_) => match link.strip_prefix(base_path) {
            Some(rest) if !link.starts_with("//") => rest,
            _ => return false,
        },
        None if is_outside(link) => return false,
        None if link.is_empty() => {
            target.push_str(from);
            return true;
        }
        None => {
            target.push_str(from.rsplit_once('/').map_or("", |(folder, _)| folder));
            link
        }
    };
    let mut is_folder = false;
    for part in rest.split('/') {
        is_folder = matches!(part, "" | "." | "..");
        match part {
            "" | "." => {}
            ".." => target.truncate(target.rfind('/').unwrap_or(0)),
            part => {
                if !target.is_empty() {
                    target.push('/');
                }
                target.push_str(part);
            }
        }
    }
    if is_folder {
        target.push_str(if target.is_empty() { "index.html" } else { "/index.html" });
    }
    if target.contains(['%', '&']) {
        *target = decode(&unescaped(target));
    }
    true
}

/// Whether a link begins with a scheme.
fn is_outside(link: &str) -> bool {
    let first = link.split('/').next().unwrap_or(link);
    first.contains(':') && !link.starts_with("./")
}

/// Replaces the few character references that occur in attribute values.
fn unescaped(text: &str) -> String {
    let parts = [
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#x2F;", "/"),
        ("&quot;", "\""),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
    ];
    parts.iter().fold(
        text.to_owned(),
        |text, (from, to)| if text.contains('&') { text.replace(from, to) } else { text },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_name_files() {
        let found = |link: &str| {
            let mut target = String::new();
            resolve("a/b/c.html", link, "/base/", &mut target).then_some(target)
        };
        let cases = [
            ("d.html", "a/b/d.html"),
            ("../d.html?x=1", "a/d.html"),
            ("../../", "index.html"),
            ("../", "a/index.html"),
            ("./d:e.html", "a/b/d:e.html"),
            ("", "a/b/c.html"),
            ("/base/x/%E5%90%8D%20&amp;.html", "x/名 &.html"),
        ];
        for (link, file) in cases {
            assert_eq!(found(link).as_deref(), Some(file), "{link}");
        }
        for outside in
            ["https://a.example/", "mailto:a@b.example", "tel:0", "//a.example/x", "/other/x", "data:,x"]
        {
            assert_eq!(found(outside), None, "{outside}");
        }
    }
}
