//! The theme's files, with a hash of their contents in the name.
//!
//! A changed file has a new name, so hosts may let browsers cache files for ever. References in style sheets
//! are rewritten.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::Asset;
use crate::domain::readings;
use crate::routes::{Href, Url, relative};

/// Number of hash characters in a name; enough to tell versions of a file apart.
const HASH: usize = 10;

type Assets = BTreeMap<Arc<str>, Asset>;

/// All assets with their URLs, by path.
pub(super) fn assets(assets: &Assets) -> Vec<(Url, Asset)> {
    let mut named = Named { assets, urls: BTreeMap::new(), sheets: BTreeMap::new(), open: BTreeSet::new() };
    assets.keys().for_each(|path| drop(named.url(path)));
    let Named { urls, mut sheets, .. } = named;
    let of = |(path, asset): (&Arc<str>, &Asset)| {
        let bytes = sheets.remove(path).unwrap_or_else(|| asset.bytes.clone());
        let asset = Asset { path: path.clone(), bytes };
        Some((urls.get(path)?.clone(), asset))
    };
    assets.iter().filter_map(of).collect()
}

struct Named<'a> {
    assets: &'a Assets,
    urls: BTreeMap<Arc<str>, Url>,
    /// Style sheets with rewritten references.
    sheets: BTreeMap<Arc<str>, Arc<[u8]>>,
    /// Style sheets being processed: one that refers to itself through others keeps the original name.
    open: BTreeSet<Arc<str>>,
}

impl Named<'_> {
    /// The URL of an asset; `None` if there is none or it is being processed.
    fn url(&mut self, path: &str) -> Option<Url> {
        if let Some(url) = self.urls.get(path) {
            return Some(url.clone());
        }
        let (path, asset) = self.assets.get_key_value(path)?;
        if !self.open.insert(path.clone()) {
            return None;
        }
        let sheet = std::str::from_utf8(&asset.bytes).ok().filter(|_| path.ends_with(".css"));
        let bytes = match sheet.map(|sheet| self.sheet(path, sheet)) {
            Some(sheet) => Arc::from(sheet.into_bytes()),
            None => asset.bytes.clone(),
        };
        let url = Url::new(format!("assets/{}", hashed(path, &bytes)));
        self.urls.insert(path.clone(), url.clone());
        self.sheets.insert(path.clone(), bytes);
        Some(url)
    }

    /// A style sheet with its references rewritten.
    fn sheet(&mut self, path: &str, text: &str) -> String {
        let mut made = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, opening, behind)) = next(rest) {
            made.push_str(before);
            made.push_str(opening);
            let end = match opening.chars().last() {
                Some(quote @ ('"' | '\'')) => behind.find(quote),
                _ => behind.find(')'),
            };
            let (name, behind) = behind.split_at_checked(end.unwrap_or(behind.len())).unwrap_or((behind, ""));
            made.push_str(&self.renamed(path, name).unwrap_or_else(|| name.to_owned()));
            rest = behind;
        }
        made + rest
    }

    /// Rewrites a reference in a style sheet.
    fn renamed(&mut self, sheet: &str, name: &str) -> Option<String> {
        let (url, tail) = readings(name.trim()).find_map(|reading| {
            let target = beside(sheet, &reading.path)?;
            Some((self.url(&target)?, reading.tail))
        })?;
        let here = Href::to(&format!("assets/{sheet}"));
        Some(relative(&here, &url.href().with(tail)))
    }
}

/// The text before the next reference in a style sheet, its opening, and the rest.
fn next(text: &str) -> Option<(&str, &str, &str)> {
    // The longer ones first.
    let openings = ["url(\"", "url('", "url(", "@import \"", "@import '"];
    let mut from = 0;
    loop {
        let at = from + memchr::memchr2(b'u', b'@', text.as_bytes().get(from..)?)?;
        let (before, rest) = text.split_at_checked(at)?;
        if let Some(opening) = openings.iter().find(|opening| rest.starts_with(**opening)) {
            let (opening, rest) = rest.split_at_checked(opening.len())?;
            return Some((before, opening, rest));
        }
        from = at + 1;
    }
}

/// The asset to which a style sheet refers, relative to its own folder.
fn beside(sheet: &str, name: &str) -> Option<String> {
    if name.is_empty() || name.starts_with('/') || name.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = sheet.split('/').collect();
    parts.pop();
    for part in name.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// `css/base.css` with the hash of its bytes: `css/base.0123456789.css`.
fn hashed(path: &str, bytes: &[u8]) -> String {
    let hash: String = blake3::hash(bytes).to_hex().chars().take(HASH).collect();
    let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
    let slash = if folder.is_empty() { "" } else { "/" };
    match name.rsplit_once('.') {
        Some((stem, ending)) => format!("{folder}{slash}{stem}.{hash}.{ending}"),
        None => format!("{folder}{slash}{name}.{hash}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(files: &[(&str, &str)]) -> BTreeMap<String, (String, String)> {
        let asset =
            |path: &str, text: &str| Asset { path: Arc::from(path), bytes: Arc::from(text.as_bytes()) };
        let all: Assets = files.iter().map(|(path, text)| (Arc::from(*path), asset(path, text))).collect();
        let told = |(url, asset): (Url, Asset)| {
            let text = String::from_utf8(asset.bytes.to_vec()).unwrap();
            (asset.path.to_string(), (url.path().to_owned(), text))
        };
        assets(&all).into_iter().map(told).collect()
    }

    #[test]
    fn a_name_tells_what_a_file_holds() {
        let [one, other] = ["a", "b"].map(|text| made(&[("css/x.css", text)])["css/x.css"].0.clone());
        assert!(one.starts_with("assets/css/x.") && one.ends_with(".css") && one.len() == 27, "{one}");
        assert_ne!(one, other);
        assert!(made(&[("font", "")])["font"].0.starts_with("assets/font."));
    }

    #[test]
    fn sheets_name_files_by_their_new_names() {
        let sheet = "@import 'b.css';a{b:url(../f/x.woff2?v#i) url(\"no.png\") url( 'data:,x')}";
        let made = made(&[("css/a.css", sheet), ("css/b.css", "b{}"), ("f/x.woff2", "font")]);
        let name = |path: &str| made[path].0.rsplit('/').next().unwrap().to_owned();
        let (b, font) = (name("css/b.css"), name("f/x.woff2"));
        let expected = format!("@import '{b}';a{{b:url(../f/{font}?v#i) url(\"no.png\") url( 'data:,x')}}");
        assert_eq!(made["css/a.css"].1, expected);
    }

    #[test]
    fn a_sheet_has_another_name_where_what_it_names_has() {
        let name = |font: &str| made(&[("a.css", "url(x.png)"), ("x.png", font)])["a.css"].0.clone();
        assert_ne!(name("1"), name("2"));
        assert!(made(&[("a.css", "@import \"b.css\""), ("b.css", "@import \"a.css\"")]).len() == 2);
    }
}
