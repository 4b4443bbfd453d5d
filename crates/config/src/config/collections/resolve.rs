//! Resolves names of fields in a declaration to indices: roles, what is counted, sorting, facets.

use std::sync::Arc;

use super::super::decode::meant;
use super::{Declaration, Named};
use crate::diag::{Arg, Bilingual, Code, Diagnostic, Diagnostics, listed, suggestion};
use crate::domain::{
    Collection, Facet, FacetPart, Field, FieldType, Label, Role, RoleDefinition, RoleMap, Sort, UrlPart,
    UrlPattern, Visibility,
};

/// The kind of declaration that names a field: a role, `sort`, `counted`, `facets`.
const A_ROLE: Bilingual = Bilingual { en: "a role", zh: "roles（字段的作用）" };
const SORTING: Bilingual = Bilingual { en: "sorting", zh: "sort（排序）" };
const COUNTED: Bilingual = Bilingual { en: "“counted”", zh: "counted（计入统计的条件）" };
const A_COLUMN: Bilingual = Bilingual { en: "a column", zh: "columns（表格的列）" };
const A_FACET: Bilingual = Bilingual { en: "a facet", zh: "facets（分类）" };

impl Declaration {
    /// Resolves the names of fields and decodes defaults.
    pub(in crate::config) fn resolve(self, diagnostics: &mut Diagnostics) -> Collection {
        let uses = Uses { fields: &self.fields };
        let roles = self.resolve_roles(&uses, diagnostics);
        let counted = self.resolve_counted(&uses, diagnostics);
        let sort = self.sort.as_ref().and_then(|(by, descending)| {
            let at = uses.field(by, SORTING, diagnostics)?;
            Some(Sort { by: Some(at), descending: *descending })
        });
        let date = roles.date.or(roles.period);
        let sort = sort.unwrap_or(Sort { by: date.or(roles.title), descending: date.is_some() });
        let facets = self.facets.iter().filter_map(|facet| uses.facet(facet, diagnostics)).collect();
        for named in &self.column_fields {
            uses.column(named, diagnostics);
        }
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
            columns: self.columns,
        }
    }

    /// Resolves what is counted to indices of fields and, for a choice field, of the choices that count.
    fn resolve_counted(&self, uses: &Uses<'_>, diagnostics: &mut Diagnostics) -> Vec<(usize, Vec<u16>)> {
        let mut counted = Vec::new();
        for (field, states) in &self.counted {
            let Some(at) = uses.field(field, COUNTED, diagnostics) else { continue };
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
        // A list of regions has the role if it is named, or if there is no field with a single region.
        let is_one =
            |field: &Field| field.kind == FieldType::Region && field.visibility != Visibility::Private;
        let one_region = !self.roles.contains_key(&Role::Region) && self.fields.iter().any(is_one);
        RoleMap::from_fn(|role| {
            let RoleDefinition { fits, by_type, words: _ } = role.definition();
            if let Some(named) = self.roles.get(&role) {
                let at = uses.role(named, role, diagnostics)?;
                if self.fields.get(at).is_some_and(|field| fits(&field.kind)) {
                    return Some(at);
                }
                let diagnostic = Diagnostic::new(Code::RoleWithoutField).at(named.1.clone());
                diagnostics.push(diagnostic.arg("role", role.key()).arg("named", named_here(&named.0)));
                return None;
            }
            let usable = |field: &Field| {
                fits(&field.kind)
                    && field.visibility != Visibility::Private
                    && (role != Role::Region || !one_region || is_one(field))
            };
            let places = self.fields.iter().enumerate();
            let mut matching = places.filter(|(_, field)| *by_type && usable(field)).map(|(at, _)| at);
            matching.next().filter(|_| matching.next().is_none())
        })
    }
}

/// The fields to which names in a declaration may refer.
struct Uses<'a> {
    fields: &'a [Field],
}

impl Uses<'_> {
    /// The index of a field that a role names.
    fn role(&self, named: &Named, role: Role, diagnostics: &mut Diagnostics) -> Option<usize> {
        let unknown = || {
            let diagnostic = Diagnostic::new(Code::RoleWithoutField).arg("role", role.key());
            diagnostic.arg("named", named_here(&named.0))
        };
        self.find(named, A_ROLE, unknown, diagnostics)
    }

    /// The index of a field that is named for something other than a role.
    fn field(&self, named: &Named, used: Bilingual, diagnostics: &mut Diagnostics) -> Option<usize> {
        let unknown = || Diagnostic::new(Code::UnknownFieldUsed).arg("use", used).arg("field", &named.0);
        self.find(named, used, unknown, diagnostics)
    }

    /// Reports a column of a field that does not exist; it may be private.
    fn column(&self, (name, place): &Named, diagnostics: &mut Diagnostics) {
        if self.fields.iter().all(|field| field.name != *name) {
            let told = Diagnostic::new(Code::UnknownFieldUsed).at(place.clone());
            let near = meant(self.fields, None, name, &[]);
            diagnostics.push(told.arg("use", A_COLUMN).arg("field", name).arg_opt("suggestion", near));
        }
    }

    /// The index of a named field; reports an error if there is none (`unknown`) or it is private.
    fn find(
        &self,
        (name, place): &Named,
        used: Bilingual,
        unknown: impl FnOnce() -> Diagnostic,
        diagnostics: &mut Diagnostics,
    ) -> Option<usize> {
        let found = self.fields.iter().enumerate().find(|(_, field)| field.name == *name);
        let Some((at, field)) = found else {
            let near = meant(self.fields, None, name, &[]);
            diagnostics.push(unknown().at(place.clone()).arg_opt("suggestion", near));
            return None;
        };
        if field.visibility == Visibility::Private {
            let diagnostic = Diagnostic::new(Code::PrivateFieldUsed).at(place.clone());
            diagnostics.push(diagnostic.arg("field", name).arg("use", used));
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
        let at = self.field(&(field, place.clone()), A_FACET, diagnostics)?;
        if !self.fields.get(at)?.kind.item().definition().facets.contains(&part) {
            let diagnostic = Diagnostic::new(Code::UnknownFieldUsed).at(place.clone());
            diagnostics.push(diagnostic.arg("use", A_FACET).arg("field", name));
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
