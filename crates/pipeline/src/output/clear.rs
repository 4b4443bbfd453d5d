//! Empties a folder that belongs to the program.

use std::path::Path;

use super::error::{Action, During, OutputError};
use crate::source::{EntryKind, Folder};

/// Removes a staging folder with the files in it, whose names are numbers. Anything else stays, and then so
/// does the folder.
pub(super) fn clear(base: &dyn Folder, folder: &Path) -> Result<(), OutputError> {
    match base.look(folder).below(Action::Read, base, folder)?.map(|meta| meta.kind) {
        None => return Ok(()),
        Some(EntryKind::Directory) => {}
        Some(_) => return Err(OutputError::OwnLink { path: base.path().join(folder) }),
    }
    let found = base.walk(folder).below(Action::Read, base, folder)?;
    let mut empty = found.refused.is_empty();
    for entry in found.entries {
        let name = entry.path.as_str();
        if entry.kind == EntryKind::File && name.bytes().all(|byte| byte.is_ascii_digit()) {
            let file = folder.join(name);
            base.remove_file(&file).below(Action::Remove, base, &file)?;
        } else {
            empty = false;
        }
    }
    if empty { base.remove_dir(folder).below(Action::Remove, base, folder) } else { Ok(()) }
}
