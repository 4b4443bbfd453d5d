//! What the number formats of an Excel workbook show.

use std::collections::BTreeMap;

use bangyang_budget::Budget;

use super::dates::{Shown, built_in, shown};
use super::kind::Refusal;
use super::xml::{Found, attributes, walk};

/// What each of the workbook's cell formats shows, by its index.
pub(super) fn read(xml: &str, budget: &mut Budget) -> Result<Vec<Shown>, Refusal> {
    let mut own: BTreeMap<u32, Shown> = BTreeMap::new();
    let (mut formats, mut within) = (Vec::new(), false);
    walk(xml, budget, |found, budget| {
        match found {
            Found::Start("cellXfs", _) => within = true,
            Found::End("cellXfs") => within = false,
            Found::Start("numFmt", element) => {
                let (mut id, mut code) = (None, String::new());
                attributes(element, |name, value| match name {
                    "numFmtId" => id = value.parse().ok(),
                    "formatCode" => value.clone_into(&mut code),
                    _ => {}
                });
                own.extend(id.map(|id| (id, shown(&code))));
            }
            Found::Start("xf", element) if within => {
                let mut id = 0;
                attributes(element, |name, value| {
                    if name == "numFmtId" {
                        id = value.parse().unwrap_or(0);
                    }
                });
                budget.make(1).map_err(|_| Refusal::TooLarge)?;
                formats.push(own.get(&id).copied().unwrap_or_else(|| built_in(id)));
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(formats)
}
