//! The template engine with the theme's templates.

use std::sync::Arc;

use tera::Tera;

use super::cards::Cards;
use super::inputs::RenderInputs;
use super::{calls, error, functions, nesting};
use crate::config::Theme;
use crate::diag::{Diagnostic, Diagnostics};
use crate::view::Figures;

/// The diagnostic for templates that must not be given to the engine, because they would exhaust the stack or
/// the memory.
/// the memory.
#[must_use]
pub fn too_much(theme: &Theme) -> Option<Diagnostic> {
    nesting::too_deep(theme).or_else(|| nesting::too_crowded(theme))
}

/// Loads all templates; `None` if that fails. Reports every template with a syntax error.
pub(super) fn engine(
    inputs: &RenderInputs<'_>,
    cards: &Arc<Cards>,
    figures: &Arc<dyn Figures>,
    diagnostics: &mut Diagnostics,
) -> Option<Tera> {
    let theme = &inputs.config.theme;
    if theme.broken {
        return None;
    }
    let lang = inputs.viewer.lang();
    if let Some(diagnostic) = too_much(theme) {
        diagnostics.push(diagnostic);
        return None;
    }
    let mut tera = Tera::new();
    let words = Arc::new(inputs.viewer.words.clone());
    let assets = inputs.plan.assets.iter().map(|(url, asset)| (asset.path.clone(), url.clone())).collect();
    let placeholders = Arc::new(theme.placeholders.clone());
    functions::register(
        &mut tera,
        (&words, &placeholders),
        assets,
        cards,
        figures,
        (inputs.base_url, inputs.config.site.country),
    );
    let prefixes: Vec<String> = theme.chain.iter().map(|name| format!("{name}/")).collect();
    let templates =
        || theme.templates.iter().map(|template| (template.name.as_str(), &*template.text.content));
    let read = tera.set_fallback_prefixes(prefixes).and_then(|()| tera.add_raw_templates(templates()));
    let Err(first) = read else {
        let misuses = calls::misuses(theme);
        let are_right = misuses.is_empty();
        misuses.into_iter().for_each(|misuse| diagnostics.push(misuse));
        return are_right.then_some(tera);
    };
    // The engine stops at the first error; loaded separately, each template reports its own.
    let mut found = Diagnostics::default();
    for (name, text) in templates() {
        if let Err(error) = Tera::new().add_raw_template(name, text)
            && error::is_syntax(&error)
        {
            found.push(error::diagnostic(&error, theme, None, lang));
        }
    }
    if found.is_empty() {
        error::unknown(&first, theme).into_iter().for_each(|diagnostic| found.push(diagnostic));
    }
    if found.is_empty() {
        found.push(error::diagnostic(&first, theme, None, lang));
    }
    diagnostics.extend(found);
    None
}
