//! A strict HTML reader for well-written pages: every tag closed, every value in quotes.

/// An element's tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tag {
    pub name: String,
    pub attributes: Vec<(String, String)>,
}

impl Tag {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

/// A parsed page.
#[derive(Debug, Default)]
pub struct Page {
    /// The opening tags, in order.
    pub tags: Vec<Tag>,
    /// The visible text, with single spaces.
    pub text: String,
    /// Violations of the strict form.
    pub faults: Vec<String>,
}

const VOID: [&str; 8] = ["meta", "link", "img", "br", "hr", "input", "wbr", "source"];

impl Page {
    pub fn read(html: &str) -> Self {
        let mut page = Self::default();
        let mut open: Vec<String> = Vec::new();
        let mut rest = html;
        while let Some((text, behind)) = rest.split_once('<') {
            page.add_text(text);
            rest = page.tag(behind, &mut open);
        }
        page.add_text(rest);
        if !open.is_empty() {
            page.faults.push(format!("not closed: {open:?}"));
        }
        page.text = page.text.split_whitespace().collect::<Vec<_>>().join(" ");
        page
    }

    fn add_text(&mut self, text: &str) {
        self.text.push_str(&decode(text));
        // Text of two elements is two words.
        self.text.push(' ');
    }

    /// Reads what begins after `<`; returns the rest.
    fn tag<'t>(&mut self, behind: &'t str, open: &mut Vec<String>) -> &'t str {
        if let Some(comment) = behind.strip_prefix("!--") {
            return comment.split_once("-->").map_or("", |(_, rest)| rest);
        }
        if let Some(doctype) = behind.strip_prefix('!') {
            return doctype.split_once('>').map_or("", |(_, rest)| rest);
        }
        if let Some(end) = behind.strip_prefix('/') {
            let (name, rest) = end.split_once('>').unwrap_or((end, ""));
            let last = open.pop();
            if last.as_deref() != Some(name.trim()) {
                self.faults.push(format!("</{name}> closes {last:?}"));
            }
            return rest;
        }
        let end = behind.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(behind.len());
        let name = behind[..end].to_ascii_lowercase();
        let (attributes, closed, rest) = self.attributes(&behind[end..]);
        if !closed && !VOID.contains(&name.as_str()) {
            open.push(name.clone());
        }
        self.tags.push(Tag { name: name.clone(), attributes });
        if name == "script" || name == "style" {
            let close = format!("</{name}>");
            return rest.find(&close).map_or("", |at| &rest[at..]);
        }
        rest
    }

    fn attributes<'t>(&mut self, text: &'t str) -> (Vec<(String, String)>, bool, &'t str) {
        let mut found: Vec<(String, String)> = Vec::new();
        let mut rest = text.trim_start();
        loop {
            if let Some(behind) = rest.strip_prefix('>') {
                return (found, false, behind);
            }
            if let Some(behind) = rest.strip_prefix("/>") {
                return (found, true, behind);
            }
            let Some(end) = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>')) else {
                self.faults.push(format!("a tag has no end: {rest:.40}"));
                return (found, false, "");
            };
            let name = rest[..end].to_owned();
            if found.iter().any(|(known, _)| *known == name) {
                self.faults.push(format!("{name} is there twice"));
            }
            rest = &rest[end..];
            match rest.strip_prefix("=\"").and_then(|value| value.split_once('"')) {
                Some((value, behind)) => {
                    found.push((name, decode(value)));
                    rest = behind;
                }
                None if rest.starts_with('=') => {
                    self.faults.push(format!("the value of {name} stands in no quotes"));
                    rest = &rest[1..];
                }
                None => found.push((name, String::new())),
            }
            rest = rest.trim_start();
        }
    }

    pub fn all<'p>(&'p self, name: &'p str) -> impl Iterator<Item = &'p Tag> {
        self.tags.iter().filter(move |tag| tag.name == name)
    }

    /// The values of an attribute.
    pub fn values<'p>(&'p self, attribute: &'p str) -> impl Iterator<Item = &'p str> {
        self.tags.iter().filter_map(move |tag| tag.get(attribute))
    }

    /// The content of the `meta` element with a name.
    pub fn meta(&self, name: &str) -> Option<&str> {
        self.all("meta").find(|tag| tag.get("name") == Some(name))?.get("content")
    }

    /// The target of the `link` element with a relation.
    pub fn link(&self, rel: &str) -> Option<&str> {
        self.all("link").find(|tag| tag.get("rel") == Some(rel))?.get("href")
    }
}

/// Undoes entities.
pub fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('&') {
        out.push_str(before);
        let (name, after) = behind.split_once(';').unwrap_or(("", behind));
        let number = name.strip_prefix("#x").map_or_else(
            || name.strip_prefix('#').and_then(|digits| digits.parse().ok()),
            |digits| u32::from_str_radix(digits, 16).ok(),
        );
        match (name, number.and_then(char::from_u32)) {
            (_, Some(c)) => out.push(c),
            ("amp", _) => out.push('&'),
            ("lt", _) => out.push('<'),
            ("gt", _) => out.push('>'),
            ("quot", _) => out.push('"'),
            _ => panic!("unknown entity in {text:.80}"),
        }
        rest = after;
    }
    out + rest
}
