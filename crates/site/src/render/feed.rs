//! Atom feeds.

use std::io;

use jiff::tz::TimeZone;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::cards::Cards;
use super::inputs::RenderInputs;
use crate::domain::Date;
use crate::plan::{FeedPage, Page};
use crate::view::PublicIx;

/// The feed's bytes.
pub(super) fn feed(
    inputs: &RenderInputs<'_>,
    cards: &Cards,
    page: &Page,
    feed: &FeedPage,
) -> io::Result<Vec<u8>> {
    let (base, site) = (inputs.base_url, &inputs.config.site);
    let zone = &site.timezone;
    let card = |ix: &PublicIx| cards.card(*ix).ok_or_else(|| io::Error::other("a record of it is not there"));
    let entries = feed.records.iter().map(card).collect::<io::Result<Vec<_>>>()?;
    let latest = entries.iter().filter_map(|card| card.date.as_ref()).map(|date| date.value).max();
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let root = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", inputs.viewer.lang().tag())];
    writer.create_element("feed").with_attributes(root).write_inner_content(|writer| {
        text(writer, "title", &page.title)?;
        text(writer, "id", &page.url.absolute(base))?;
        link(writer, "self", &page.url.absolute(base))?;
        link(writer, "alternate", &feed.of.absolute(base))?;
        text(writer, "updated", &moment(latest.unwrap_or_else(|| Date::from(inputs.today)), zone))?;
        let author = site.organiser.as_ref().unwrap_or(&site.title);
        writer.create_element("author").write_inner_content(|writer| text(writer, "name", author))?;
        for card in entries {
            let Some(url) = &card.url else { continue };
            writer.create_element("entry").write_inner_content(|writer| {
                text(writer, "title", &card.title)?;
                text(writer, "id", &url.absolute(base))?;
                link(writer, "alternate", &url.absolute(base))?;
                if let Some(date) = &card.date {
                    text(writer, "updated", &moment(date.value, zone))?;
                    text(writer, "published", &moment(date.value, zone))?;
                }
                if let Some(summary) = &card.summary {
                    text(writer, "summary", summary)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The beginning of a date's first day, in the site's time zone.
fn moment(date: Date, zone: &TimeZone) -> String {
    let start = date.first_day().to_zoned_datetime(zone.clone());
    start.map_or_else(
        |_| format!("{}T00:00:00Z", date.first_day()),
        |start| start.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
    )
}

fn text(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    // Control characters are not allowed in XML, not even escaped.
    let clean: String = text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect();
    writer.create_element(name).write_text_content(BytesText::new(&clean))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, rel: &str, href: &str) -> io::Result<()> {
    writer.create_element("link").with_attributes([("rel", rel), ("href", href)]).write_empty()?;
    Ok(())
}
