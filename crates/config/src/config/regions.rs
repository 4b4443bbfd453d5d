//! `content/regions.yaml`: the site's regions in administrative order, what they contain, and what they were
//! before.

use std::sync::Arc;

use super::site::phone;
use super::stays::{Stays, read_stays};
use super::yaml::{Map, Node, Shape, Text, wrong_shape};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion_by_title};
use crate::domain::{
    Country, Date, FormerRegion, Region, RegionIx, RegionKind, Regions, Span, Stay, is_slug,
};

/// A region whose relations are not resolved yet.
struct Declared<'n> {
    region: Region,
    former: Vec<Named>,
    parent: Option<&'n Node>,
}

/// A former name of a region.
struct Named {
    id: Arc<str>,
    title: Arc<str>,
    until: Option<Date>,
    span: Span,
}

/// Reads the list of regions.
pub(super) fn read(
    text: &Text,
    node: &Node,
    country: Option<Country>,
    diagnostics: &mut Diagnostics,
) -> Regions {
    if node.is_null() {
        return Regions::default();
    }
    let Some(items) = node.as_list() else {
        wrong_shape(text, node, Shape::List, diagnostics);
        return Regions::default();
    };
    let mut declared: Vec<Declared<'_>> = Vec::new();
    for item in items {
        if let Some(found) = one(text, item, (&declared, country), diagnostics) {
            declared.push(found);
        }
    }
    let former = former(text, &declared, diagnostics);
    let parents = parents(text, &declared, diagnostics);
    let with_parents = declared.into_iter().zip(parents);
    let current = with_parents.map(|(declared, parent)| Region { parent, ..declared.region });
    Regions::new(current.collect(), former)
}

fn one<'n>(
    text: &'n Text,
    item: &'n Node,
    (known, country): (&[Declared<'_>], Option<Country>),
    diagnostics: &mut Diagnostics,
) -> Option<Declared<'n>> {
    let mut map = Map::new(text, item, diagnostics)?;
    let id_node = map.require("id", diagnostics);
    let id = id_node.and_then(|node| map.expect_text(node, diagnostics));
    let title_node = map.require("title", diagnostics);
    let title = title_node.and_then(|node| map.expect_text(node, diagnostics));
    let parent = map.take("parent");
    let kind = read_kind(&mut map, parent.is_some(), diagnostics);
    let ranked_node = map.take("ranked");
    let ranked = ranked_node.map(|node| {
        node.as_bool().unwrap_or_else(|| {
            map.bad("ranked", node, "true or false", "true（是）或 false（否）", diagnostics);
            false
        })
    });
    if let (Some(node), Some(true), Some(_)) = (ranked_node, ranked, parent) {
        let (en, zh) =
            ("false: a region inside another one is counted there", "false：有 parent 的，数字计入上一级");
        map.bad("ranked", node, en, zh, diagnostics);
    }
    let ranked = ranked.unwrap_or(kind != RegionKind::CityOffice) && parent.is_none();
    let former_titles: Vec<Arc<str>> =
        map.texts_of("former_titles", diagnostics).into_iter().map(|(title, _)| title).collect();
    let phone = phone(&mut map, country, diagnostics);
    let former_node = map.take("former");
    let span = |node: Option<&Node>| node.map_or(item.span, |node| node.span);
    map.finish(diagnostics);
    let (id, title) = (id?, title?);
    let former = former_node.map_or_else(Vec::new, |node| named(text, node, (&id, &title), diagnostics));
    if !is_slug(&id) {
        let place = text.place(span(id_node));
        diagnostics.push(Diagnostic::new(Code::BadSlug).at(place).arg("found", &id));
    }
    let is_known = |name: &str| {
        known.iter().any(|it| {
            let region = &it.region;
            let titles = std::iter::once(&region.title).chain(&region.former_titles);
            *region.id == *name || titles.into_iter().any(|title| **title == *name)
        })
    };
    let twice = [(&id, id_node), (&title, title_node)].into_iter().find(|(name, _)| is_known(name));
    if let Some((name, node)) = twice {
        diagnostics.push(Diagnostic::new(Code::DuplicateRegion).at(text.place(span(node))).arg("id", name));
        return None;
    }
    let region = Region { id, title, kind, ranked, former_titles, phone, parent: Vec::new() };
    Some(Declared { region, former, parent })
}

fn read_kind(map: &mut Map<'_>, within: bool, diagnostics: &mut Diagnostics) -> RegionKind {
    let usual = if within { RegionKind::Township } else { RegionKind::County };
    let Some(node) = map.take("kind") else { return usual };
    match node.as_text().map(AsRef::as_ref) {
        Some("county" | "region") => RegionKind::County,
        Some("zone") => RegionKind::Zone,
        Some("city-office") => RegionKind::CityOffice,
        Some("township") => RegionKind::Township,
        Some("village") => RegionKind::Village,
        _ => {
            let zh = "region（县区、街道、学校等）、zone（功能区）、city-office（市直）、township（乡镇街道）或 village（村、社区）";
            map.bad("kind", node, "region, zone, city-office, township or village", zh, diagnostics);
            usual
        }
    }
}

/// The former identities of a region: id, name or both.
fn named(
    text: &Text,
    node: &Node,
    (id, title): (&Arc<str>, &Arc<str>),
    diagnostics: &mut Diagnostics,
) -> Vec<Named> {
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    let mut found = Vec::new();
    for item in items {
        let Some(mut map) = Map::new(text, item, diagnostics) else { continue };
        let own_id = map.take("id").map(|node| (map.expect_text(node, diagnostics), node.span));
        let own_title = map.text_of("title", diagnostics);
        let until = map.date_of("until", diagnostics);
        map.finish(diagnostics);
        if own_id.is_none() && own_title.is_none() {
            let missing = Diagnostic::new(Code::MissingSetting).at(text.place(item.span));
            diagnostics.push(missing.arg("key", "id / title"));
            continue;
        }
        if let Some((Some(found), span)) =
            own_id.as_ref().filter(|(id, _)| id.as_ref().is_some_and(|id| !is_slug(id)))
        {
            diagnostics.push(Diagnostic::new(Code::BadSlug).at(text.place(*span)).arg("found", found));
        }
        let id = own_id.and_then(|(id, _)| id).unwrap_or_else(|| id.clone());
        found.push(Named { id, title: own_title.unwrap_or_else(|| title.clone()), until, span: item.span });
    }
    found
}

/// All former regions; reports a name that would mean two regions on the same day, and a former id that
/// another region has now, since its pages could not redirect.
fn former(text: &Text, declared: &[Declared<'_>], diagnostics: &mut Diagnostics) -> Vec<FormerRegion> {
    let mut found: Vec<FormerRegion> = Vec::new();
    for (owner, at) in declared.iter().zip(0_u32..) {
        for it in &owner.former {
            let others = || declared.iter().zip(0_u32..).filter(|(_, other)| *other != at);
            let id_taken = others().any(|(other, _)| other.region.id == it.id);
            let title_taken = it.until.is_none() && others().any(|(other, _)| other.region.title == it.title);
            let same = |known: &&FormerRegion| {
                known.now != RegionIx(at)
                    && (known.id == it.id || (known.title == it.title && known.until == it.until))
            };
            let taken = if id_taken || found.iter().any(|known| same(&known) && known.id == it.id) {
                Some(&it.id)
            } else {
                (title_taken || found.iter().any(|known| same(&known))).then_some(&it.title)
            };
            if let Some(name) = taken {
                let place = text.place(it.span);
                diagnostics.push(Diagnostic::new(Code::DuplicateRegion).at(place).arg("id", name));
                continue;
            }
            let (id, title, until) = (it.id.clone(), it.title.clone(), it.until);
            found.push(FormerRegion { id, title, until, now: RegionIx(at) });
        }
    }
    found
}

/// The regions that contain each region.
fn parents(text: &Text, declared: &[Declared<'_>], diagnostics: &mut Diagnostics) -> Vec<Vec<Stay>> {
    let by_name = |name: &str| {
        let found = declared.iter().position(|it| *it.region.id == *name || *it.region.title == *name);
        found.and_then(|at| u32::try_from(at).ok()).map(RegionIx)
    };
    let mut all: Vec<Vec<Stay>> = Vec::new();
    for it in declared {
        let mut region = |node: &Node, _: Option<Date>, out: &mut Diagnostics| {
            let name = node.as_text()?;
            let found = by_name(name);
            if found.is_none() {
                let known = || declared.iter().map(|it| &*it.region.id);
                let titled = declared.iter().map(|it| (&*it.region.id, vec![&*it.region.title]));
                out.push(
                    Diagnostic::new(Code::UnknownName)
                        .at(text.place(node.span))
                        .arg("what", Arg::term("region", "县区"))
                        .arg("found", name)
                        .arg_opt("suggestion", suggestion_by_title(name, titled))
                        .arg_opt("known", listed(known())),
                );
            }
            found
        };
        let stays = it.parent.map(|node| match Stays::of(node) {
            None => region(node, None, diagnostics).map(|region| vec![Stay { region, until: None }]),
            Some(items) => read_stays(text, items, true, &mut region, diagnostics),
        });
        all.push(stays.flatten().unwrap_or_default());
    }
    for at in 0..all.len() {
        if let Some(node) = declared.get(at).and_then(|it| it.parent).filter(|_| is_too_deep(&all, at)) {
            let diagnostic = Diagnostic::new(Code::RegionTooDeep).at(text.place(node.span));
            let region = declared.get(at).map(|it| it.region.title.to_string());
            diagnostics.push(diagnostic.arg_opt("region", region));
            if let Some(stays) = all.get_mut(at) {
                stays.clear();
            }
        }
    }
    all
}

/// Whether a region is within itself or nested too deeply.
fn is_too_deep(all: &[Vec<Stay>], at: usize) -> bool {
    let mut level = vec![at];
    for _ in 0..Regions::DEEPEST {
        let parents = level.iter().filter_map(|at| all.get(*at)).flatten();
        level = parents.map(|stay| stay.region.at()).collect();
        level.sort_unstable();
        level.dedup();
        if level.contains(&at) {
            return true;
        }
    }
    !level.is_empty()
}
