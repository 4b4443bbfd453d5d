//! Extracts from a page's HTML what the checks need, in one pass.

/// What was extracted from a page.
#[derive(Debug, Default)]
pub(super) struct Scanned<'h> {
    /// The text of its `title`.
    pub(super) title: &'h str,
    /// Its description for search engines.
    pub(super) description: &'h str,
    /// Levels of its headings, in order.
    pub(super) headings: Vec<u8>,
    /// All ids, in order.
    pub(super) ids: Vec<&'h str>,
    /// All links to pages and files, as they are written.
    pub(super) links: Vec<&'h str>,
}

/// Reads a page.
pub(super) fn scan(html: &str) -> Scanned<'_> {
    let mut scanned = Scanned::default();
    let mut in_head = true;
    let mut rest = html;
    while let Some((_, behind)) = rest.split_once('<') {
        if let Some(comment) = behind.strip_prefix("!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        if behind.starts_with(['/', '!', '?']) {
            rest = behind;
            continue;
        }
        let end = behind.find([' ', '\n', '\t', '\r', '>', '/']).unwrap_or(behind.len());
        let (name, attributes) = behind.split_at_checked(end).unwrap_or((behind, ""));
        let meta = name.eq_ignore_ascii_case("meta");
        let (mut is_description, mut content) = (false, "");
        rest = each_attribute(attributes, |attribute, value| match attribute {
            "id" => scanned.ids.push(value),
            "href" | "src" | "action" | "poster" => scanned.links.push(value),
            "name" if meta => is_description = value.eq_ignore_ascii_case("description"),
            "content" if meta => content = value,
            _ => {}
        });
        if is_description {
            scanned.description = content;
        }
        match name {
            "body" => in_head = false,
            // SVG drawings have titles of their own.
            "title" if in_head => scanned.title = rest.split('<').next().unwrap_or(""),
            "script" | "style" => rest = raw_text(rest, name),
            _ => scanned.headings.extend(heading(name)),
        }
    }
    scanned
}

/// Calls `each` with every attribute and its value; returns the text after the tag.
fn each_attribute<'h>(text: &'h str, mut each: impl FnMut(&'h str, &'h str)) -> &'h str {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches([' ', '\n', '\t', '\r', '/']);
        if rest.is_empty() {
            return rest;
        }
        if let Some(behind) = rest.strip_prefix('>') {
            return behind;
        }
        let end = rest.find([' ', '\n', '\t', '\r', '=', '>']).unwrap_or(rest.len());
        let (name, behind) = rest.split_at_checked(end.max(1)).unwrap_or((rest, ""));
        let Some(value) = behind.strip_prefix('=') else {
            rest = behind;
            continue;
        };
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, behind) = match quote {
            Some(quote) => value.get(1..).and_then(|value| value.split_once(quote)).unwrap_or((value, "")),
            None => value
                .split_at_checked(value.find([' ', '\n', '>']).unwrap_or(value.len()))
                .unwrap_or((value, "")),
        };
        each(name, value);
        rest = behind;
    }
}

/// The text after a script or style.
fn raw_text<'h>(text: &'h str, name: &str) -> &'h str {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("</") {
        if behind.starts_with(name) {
            return behind;
        }
        rest = behind;
    }
    ""
}

fn heading(name: &str) -> Option<u8> {
    let level = name.strip_prefix(['h', 'H'])?.parse().ok()?;
    (1..=6).contains(&level).then_some(level)
}
