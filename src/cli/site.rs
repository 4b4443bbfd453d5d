//! The site's settings, for the commands that do not build it.

use std::path::Path;

use super::console::Failure;
use crate::config::text::decode;
use crate::config::yaml::parse;
use crate::diag::{Diagnostics, Lang};
use crate::source::{EntryKind, SitePath, System};

/// Largest `site.yaml` that is looked into for its language.
const LARGEST: u64 = 1 << 20;

/// The site's language, where there is a site.
pub(super) fn language(system: &dyn System, root: &Path) -> Option<Lang> {
    let path = SitePath::try_from("content/site.yaml").ok()?;
    let bytes = system.read_limited(&root.join(path.as_str()), LARGEST).ok()?;
    let mut nowhere = Diagnostics::default();
    let text = decode(&path, &bytes, &mut nowhere)?;
    let Some(node) = parse(&text, 0..text.content.len(), &mut nowhere) else { return Some(Lang::ZhCn) };
    let entries = node.as_map().unwrap_or_default();
    let written = entries.iter().find(|(key, _)| &*key.text == "language");
    Some(written.and_then(|(_, node)| Lang::parse(node.as_text()?)).unwrap_or(Lang::ZhCn))
}

/// A folder that must be there.
pub(super) fn existing_folder(system: &dyn System, folder: &Path) -> Result<(), Failure> {
    let shown = folder.display();
    match system.metadata(folder) {
        Ok(Some(meta)) if meta.kind == EntryKind::Directory => Ok(()),
        Ok(Some(_)) => Err(Failure::usage(
            format!("“{shown}” is not a folder. --root names the folder that holds “content”."),
            format!("“{shown}”不是文件夹。--root 后面要写“content”所在的文件夹。"),
        )),
        Ok(None) => Err(Failure::usage(
            format!("There is no folder “{shown}”. --root names the folder that holds “content”."),
            format!("没有“{shown}”这个文件夹。--root 后面要写“content”所在的文件夹。"),
        )),
        Err(error) => Err(unreadable(folder, &error)),
    }
}

/// A folder or file could not be read.
pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    let shown = path.display();
    Failure::machine(format!("“{shown}” cannot be read: {error}"), format!("“{shown}”读不出来：{error}"))
}
