//! What crawlers read.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::routes::Url;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A sitemap.
pub(super) fn sitemap(urls: &[Url], base: &str) -> Vec<u8> {
    list("urlset", "url", urls, base).unwrap_or_default()
}

/// The index of several.
pub(super) fn index(urls: &[Url], base: &str) -> Vec<u8> {
    list("sitemapindex", "sitemap", urls, base).unwrap_or_default()
}

fn list(root: &str, item: &str, urls: &[Url], base: &str) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    writer.create_element(root).with_attribute(NAMESPACE).write_inner_content(|writer| {
        for url in urls {
            writer.write_event(Event::Text(BytesText::new("\n")))?;
            writer.create_element(item).write_inner_content(|writer| {
                writer.create_element("loc").write_text_content(BytesText::new(&url.absolute(base)))?;
                Ok(())
            })?;
        }
        writer.write_event(Event::Text(BytesText::new("\n")))
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// `robots.txt`; without a sitemap nothing may be crawled.
pub(super) fn robots(sitemap: Option<&Url>, base: &str) -> Vec<u8> {
    match sitemap {
        Some(url) => format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", url.absolute(base)),
        None => "User-agent: *\nDisallow: /\n".to_owned(),
    }
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_are_absolute_and_encoded() {
        let urls = [Url::new("a/index.html"), Url::new("名 & b.html")];
        let text = String::from_utf8(sitemap(&urls, "https://a.example/x/")).unwrap();
        assert!(text.contains("<loc>https://a.example/x/a/</loc>"), "{text}");
        assert!(text.contains("<loc>https://a.example/x/%E5%90%8D%20%26%20b.html</loc>"), "{text}");
        let text = String::from_utf8(index(&[Url::new("sitemap-1.xml")], "https://a.example/")).unwrap();
        assert!(text.contains("<sitemap><loc>https://a.example/sitemap-1.xml</loc></sitemap>"), "{text}");
    }
}
