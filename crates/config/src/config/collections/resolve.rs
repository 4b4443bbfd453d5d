//! Resolves names of fields in a declaration to indices: roles, what is counted, sorting, facets.

use std::sync::Arc;

use super::{Declaration, Named, ROLES};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::{
    Collection, Facet, FacetPart, Field, FieldType, Label, RoleMap, Sort, UrlPart, UrlPattern, Visibility,
};

impl Declaration {
    /// Resolves the names of fields and decodes defaults.
    pub(in crate::config) fn resolve(self, diagnostics: &mut Diagnostics) -> Collection {
        let uses = Uses { fields: &self.fields };
        let roles = self.resolve_roles(&uses, diagnostics);
        let counted = self.resolve_counted(&uses, diagnostics);
        let sort = self.sort.as_ref().and_then(|(by, descending)| {
            let at = uses.field(by, "sort", "sorting", "sort（排序）", diagnostics)?;
            Some(Sort { by: Some(at), descending: *descending })
        });
        let date = roles.date.or(roles.period);
        let sort = sort.unwrap_or(Sort { by: date.or(roles.title), descending: date.is_some() });
        let facets = self.facets.iter().filter_map(|facet| uses.facet(facet, diagnostics)).collect();
        let url = self.resolve_url(&roles, diagnostics);
        Collection {
            roles,
            counted,
            sort,
            facets,
            url,
            title: if self.title.is_empty() { Label::plain(&self.id) } else { self.title.clone() },
            item: if self.item.is_empty() { Label::plain(&self.id) } else { self.item.clone() },
            id: self.id,
            order: self.order,
            visibility: self.visibility,
            fields: self.fields,
            feed: self.feed,
            index: self.index,
            per_page: self.per_page,
            schema: self.schema,
            templates: self.templates,
        }
    }

    /// Resolves what is counted to indices of fields and, for a choice field, of the choices that count.
    fn resolve_counted(&self, uses: &Uses<'_>, diagnostics: &mut Diagnostics) -> Vec<(usize, Vec<u16>)> {
        let mut counted = Vec::new();
        for (field, states) in &self.counted {
            let Some(at) =
                uses.field(field, "counted", "“counted”", "counted（计入统计的条件）", diagnostics)
            else {
                continue;
            };
            let Some(declared) = self.fields.get(at) else { continue };
            let mut places = Vec::new();
            for state in states {
                match declared.choices.iter().position(|choice| choice.id == state.0) {
                    Some(place) => places.extend(u16::try_from(place)),
                    None => diagnostics.push(unknown_choice(declared, state)),
                }
            }
            counted.push((at, places));
        }
        counted
    }

    /// The URL pattern, if the records have what its variables need.
    fn resolve_url(&self, roles: &RoleMap, diagnostics: &mut Diagnostics) -> Option<UrlPattern> {
        let (pattern, place) = self.url.as_ref()?;
        let needs = |part: &UrlPart| match part {
            UrlPart::Region => Some((roles.region, "region")),
            UrlPart::Year => Some((roles.date.or(roles.period), "date")),
            _ => None,
        };
        for (found, role) in pattern.0.iter().filter_map(needs) {
            if found.is_none() {
                let named =
                    Arg::term("the pattern of addresses (url) asks for one", "网址规则（url）要用到它");
                let diagnostic = Diagnostic::new(Code::RoleWithoutField).at(place.clone());
                diagnostics.push(diagnostic.arg("role", role).arg("named", named));
                return None;
            }
        }
        Some(pattern.clone())
    }

    fn resolve_roles(&self, uses: &Uses<'_>, diagnostics: &mut Diagnostics) -> RoleMap {
        let mut find = |role: &'static str, fits: fn(&FieldType) -> bool| -> Option<usize> {
            if let Some(named) = self.roles.get(role) {
                let at = uses.field(named, role, "a role", "roles（字段的作用）", diagnostics)?;
                let field = self.fields.get(at)?;
                if fits(&field.kind) {
                    return Some(at);
                }
                let diagnostic = Diagnostic::new(Code::RoleWithoutField).at(named.1.clone());
                diagnostics.push(diagnostic.arg("role", role).arg("named", named_here(&named.0)));
                return None;
            }
            // A role that is not assigned goes to the only field of a matching type.
            let lone = matches!(role, "title" | "date" | "region" | "portrait" | "consent" | "period");
            let usable = |field: &&Field| fits(&field.kind) && field.visibility != Visibility::Private;
            let mut matching = self.fields.iter().filter(usable).filter(|_| lone);
            let only = matching.next().filter(|_| matching.next().is_none())?;
            self.fields.iter().position(|field| field.name == only.name)
        };
        let text = |kind: &FieldType| matches!(kind, FieldType::Text | FieldType::Markdown);
        let date = |kind: &FieldType| matches!(kind, FieldType::Date);
        // Several hosts are in a list field; by default, a single region is preferred to a list.
        let region: fn(&FieldType) -> bool = |kind| matches!(kind, FieldType::Region);
        let regions: fn(&FieldType) -> bool = |kind| matches!(kind.item(), FieldType::Region);
        let is_one = |field: &Field| region(&field.kind) && field.visibility != Visibility::Private;
        let alone = !self.roles.contains_key("region") && self.fields.iter().any(is_one);
        RoleMap {
            title: find("title", |kind| matches!(kind, FieldType::Text)),
            date: find("date", date),
            region: find("region", if alone { region } else { regions }),
            state: find("state", |kind| matches!(kind, FieldType::Choice)),
            portrait: find("portrait", |kind| matches!(kind, FieldType::Image)),
            summary: find("summary", text),
            consent: find("consent", |kind| matches!(kind, FieldType::Consent)),
            honors: find("honors", |kind| matches!(kind.item(), FieldType::Group(_))),
            score: find("score", |kind| matches!(kind, FieldType::Quantity | FieldType::Integer)),
            period: find("period", |kind| matches!(kind, FieldType::Period)),
            found: find("found", date),
            resolved: find("resolved", date),
            display_name: find("display_name", |kind| matches!(kind, FieldType::Text)),
            revoked: find("revoked", date),
        }
    }
}

/// The fields to which names in a declaration may refer.
struct Uses<'a> {
    fields: &'a [Field],
}

impl Uses<'_> {
    /// The index of a named field; reports an error if there is none or it is private.
    fn field(
        &self,
        named: &Named,
        role: &str,
        en: &str,
        zh: &str,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let (name, place) = named;
        let used = || Arg::Term { en: en.to_owned(), zh: zh.to_owned() };
        let Some(at) = self.fields.iter().position(|field| field.name == *name) else {
            let near = suggestion(name, self.fields.iter().map(|field| &*field.name));
            let diagnostic = if ROLES.contains(&role) {
                Diagnostic::new(Code::RoleWithoutField).arg("role", role).arg("named", named_here(name))
            } else {
                Diagnostic::new(Code::UnknownFieldUsed).arg("use", used()).arg("field", name)
            };
            diagnostics.push(diagnostic.at(place.clone()).arg_opt("suggestion", near));
            return None;
        };
        let field = self.fields.get(at)?;
        if field.visibility == Visibility::Private {
            let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(place.clone());
            diagnostics.push(diagnostic.arg("field", name).arg("use", used()));
            return None;
        }
        Some(at)
    }

    fn facet(&self, named: &Named, diagnostics: &mut Diagnostics) -> Option<Facet> {
        let (name, place) = named;
        let (field, part) = match name.strip_suffix(".year") {
            Some(field) => (Arc::from(field), FacetPart::Year),
            None => (name.clone(), FacetPart::Whole),
        };
        let at = self.field(&(field, place.clone()), "facets", "a facet", "facets（分类）", diagnostics)?;
        let kind = self.fields.get(at)?.kind.item();
        let fits = match part {
            FacetPart::Year => matches!(kind, FieldType::Date | FieldType::Period),
            FacetPart::Whole => matches!(
                kind,
                FieldType::Region
                    | FieldType::Choice
                    | FieldType::Text
                    | FieldType::Boolean
                    | FieldType::Reference(_)
            ),
        };
        if !fits {
            let used = Arg::Term { en: "a facet".to_owned(), zh: "facets（分类）".to_owned() };
            let diagnostic = Diagnostic::new(Code::UnknownFieldUsed).at(place.clone());
            diagnostics.push(diagnostic.arg("use", used).arg("field", name));
            return None;
        }
        Some(Facet { name: name.clone(), field: at, part })
    }
}

/// Which role names the field.
fn named_here(name: &str) -> Arg {
    Arg::term(format!("“{name}” is named here"), format!("这里写的是“{name}”"))
}

fn unknown_choice(field: &Field, named: &Named) -> Diagnostic {
    let ids = || field.choices.iter().map(|choice| &*choice.id);
    Diagnostic::new(Code::UnknownChoice)
        .at(named.1.clone())
        .arg("field", &field.name)
        .arg("found", &named.0)
        .arg_opt("suggestion", suggestion(&named.0, ids()))
        .arg_opt("known", listed(ids()))
}
