//! Reads the visibility of fields and collections.

use crate::config::yaml::Map;
use crate::diag::Diagnostics;
use crate::domain::Visibility;

/// Reads `visibility`; `private` is allowed for fields.
pub(super) fn visibility(
    map: &mut Map<'_>,
    private: bool,
    diagnostics: &mut Diagnostics,
) -> Option<Visibility> {
    let node = map.take("visibility")?;
    match node.as_text().map(AsRef::as_ref) {
        Some("public") => Some(Visibility::Public),
        Some("internal") => Some(Visibility::Internal),
        Some("private") if private => Some(Visibility::Private),
        _ => {
            let (en, zh) = if private {
                ("public, internal or private", "public（公开）、internal（内部）或 private（不公开）")
            } else {
                ("public or internal", "public（公开）或 internal（内部）")
            };
            map.bad("visibility", node, en, zh, diagnostics);
            None
        }
    }
}
