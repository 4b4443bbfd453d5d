//! Sitemaps and `robots.txt`.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::routes::Url;

const NAMESPACE: (&str, &str) = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");

/// A sitemap.
pub(super) fn sitemap(urls: &[Url], base: &str) -> io::Result<Vec<u8>> {
    list(Vec::new(), ("urlset", "url"), urls, base)
}

/// A sitemap index.
pub(super) fn index(urls: &[Url], base: &str) -> io::Result<Vec<u8>> {
    list(Vec::new(), ("sitemapindex", "sitemap"), urls, base)
}

fn list<W: io::Write>(out: W, (root, item): (&str, &str), urls: &[Url], base: &str) -> io::Result<W> {
    let mut writer = Writer::new(out);
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
    let mut out = writer.into_inner();
    out.write_all(b"\n")?;
    Ok(out)
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
        let text = String::from_utf8(sitemap(&urls, "https://a.example/x/").unwrap()).unwrap();
        assert!(text.contains("<loc>https://a.example/x/a/</loc>"), "{text}");
        assert!(text.contains("<loc>https://a.example/x/%E5%90%8D%20%26%20b.html</loc>"), "{text}");
        let text =
            String::from_utf8(index(&[Url::new("sitemap-1.xml")], "https://a.example/").unwrap()).unwrap();
        assert!(text.contains("<sitemap><loc>https://a.example/sitemap-1.xml</loc></sitemap>"), "{text}");
    }

    /// A writer that fails after a number of bytes.
    struct Full(usize);

    impl io::Write for Full {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 = self.0.checked_sub(bytes.len()).ok_or(io::ErrorKind::StorageFull)?;
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// If writing fails, a part must never be taken for the whole.
    #[test]
    fn what_could_not_be_written_is_no_sitemap() {
        let urls = [Url::new("a.html"), Url::new("b.html")];
        let write = |room| list(Full(room), ("urlset", "url"), &urls, "https://a.example/").map(|out| out.0);
        let length = sitemap(&urls, "https://a.example/").unwrap().len();
        assert_eq!(write(length).unwrap(), 0);
        for room in 0..length {
            assert!(write(room).is_err(), "{room}");
        }
    }
}
