//! `content/regions.yaml`: the site's regions, in administrative order.

use std::sync::Arc;

use super::yaml::{Map, Node, Text, wrong_shape};
use crate::diag::{Code, Diagnostic, Diagnostics};
use crate::domain::{Region, RegionKind, is_slug};

/// Reads the list of regions.
pub(super) fn read(text: &Text, node: &Node, diagnostics: &mut Diagnostics) -> Vec<Region> {
    if node.is_null() {
        return Vec::new();
    }
    let Some(items) = node.as_list() else {
        wrong_shape(text, node, "a list", "列表", diagnostics);
        return Vec::new();
    };
    let mut regions: Vec<Region> = Vec::new();
    for item in items {
        let Some(mut map) = Map::new(text, item, diagnostics) else { continue };
        let id_node = map.require("id", diagnostics);
        let id = id_node.and_then(|node| map.expect_text(node, diagnostics));
        let title_node = map.require("title", diagnostics);
        let title = title_node.and_then(|node| map.expect_text(node, diagnostics));
        let kind = read_kind(&mut map, diagnostics);
        let ranked = map.bool_of("ranked", diagnostics).unwrap_or(kind != RegionKind::CityOffice);
        let former_titles: Vec<Arc<str>> =
            map.texts_of("former_titles", diagnostics).into_iter().map(|(title, _)| title).collect();
        let span = |node: Option<&Node>| node.map_or(item.span, |node| node.span);
        map.finish(diagnostics);
        let (Some(id), Some(title)) = (id, title) else { continue };
        if !is_slug(&id) {
            let place = text.place(span(id_node));
            diagnostics.push(Diagnostic::new(Code::BadSlug).at(place).arg("found", &id));
        }
        let twice = [(&id, id_node), (&title, title_node)]
            .into_iter()
            .find(|(name, _)| regions.iter().any(|known| known.is_named(name)));
        if let Some((name, node)) = twice {
            diagnostics
                .push(Diagnostic::new(Code::DuplicateRegion).at(text.place(span(node))).arg("id", name));
            continue;
        }
        regions.push(Region { id, title, kind, ranked, former_titles });
    }
    regions
}

fn read_kind(map: &mut Map<'_>, diagnostics: &mut Diagnostics) -> RegionKind {
    let Some(node) = map.take("kind") else { return RegionKind::County };
    match node.as_text().map(AsRef::as_ref) {
        Some("county") => RegionKind::County,
        Some("zone") => RegionKind::Zone,
        Some("city-office") => RegionKind::CityOffice,
        _ => {
            let zh = "county（县区）、zone（功能区）或 city-office（市直）";
            map.bad("kind", node, "county, zone or city-office", zh, diagnostics);
            RegionKind::County
        }
    }
}
