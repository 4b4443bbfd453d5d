//! Checks the targets of links.

use crate::site::Tree;

/// The references of a site's pages that lead nowhere, each with its page.
pub fn dead(tree: &Tree) -> Vec<String> {
    let mut dead = Vec::new();
    for (page, bytes) in tree.iter().filter(|(path, _)| path.ends_with(".html")) {
        let html = std::str::from_utf8(bytes).unwrap_or_else(|_| panic!("{page} is cut within a character"));
        assert!(html.trim_end().ends_with("</html>"), "{page} is cut");
        for name in [" href=\"", " src=\"", " srcset=\""] {
            for rest in html.split(name).skip(1) {
                let value = rest.split('"').next().unwrap_or("");
                let several = if name == " srcset=\"" { value.split(", ") } else { value.split("\0") };
                for address in several.filter_map(|part| part.split(' ').next()) {
                    if let Some(path) = target(page, address)
                        && !tree.contains_key(&path)
                    {
                        dead.push(format!("{page}: {address}"));
                    }
                }
            }
        }
    }
    dead
}

/// The file that a relative address leads to.
fn target(page: &str, address: &str) -> Option<String> {
    let path = address.split(['#', '?']).next()?;
    if path.is_empty() || path.contains(':') || path.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/").replace("&amp;", "&"))
}
