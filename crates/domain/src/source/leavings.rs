//! Files that nobody put into a folder: temporary files of editors, office programs and systems.

/// Names of files that systems keep in every folder, in lower case.
const OF_SYSTEMS: [&str; 11] = [
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".ds_store",
    ".directory",
    "__macosx",
    "$recycle.bin",
    "system volume information",
    "@eadir",
    "#recycle",
    "icon\r",
];

/// Prefixes of names that programs give to lock files and temporary files.
const BEGINNINGS: [&str; 8] =
    [".#", "~$", "._", ".~", "~syncthing~", ".syncthing.", ".goutputstream-", ".fuse_hidden"];

/// Suffixes of such names.
const ENDINGS: [&str; 4] = ["~", "___jb_tmp___", "___jb_old___", ".kate-swp"];

/// Whether a name is one that known programs give to temporary files: locks (`.#x.md`, `~$x.docx`), backups
/// (`x.md~`, `#x.md#`, `.x.swp`), thumbnails and folder metadata (`Thumbs.db`, `.DS_Store`). Such a file
/// contains no work that is not in the file beside it. Other names that begin with a dot are not included: a
/// site may need `.well-known`.
#[must_use]
pub fn is_leaving(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    OF_SYSTEMS.contains(&lower.as_str())
        || BEGINNINGS.iter().any(|begin| name.starts_with(begin))
        || ENDINGS.iter().any(|end| name.len() > end.len() && name.ends_with(end))
        || is_saved_by_itself(name)
        || is_swap(name)
        // Word's autosave files.
        || (lower.starts_with("~wr") && lower.ends_with(".tmp"))
        // Vim uses this name to test whether a folder is writable.
        || name == "4913"
}

/// Emacs' autosave files: `#x.md#`.
fn is_saved_by_itself(name: &str) -> bool {
    name.len() > 2 && name.starts_with('#') && name.ends_with('#')
}

/// Vim's swap files: `.x.md.swp`, and if that exists already `.x.md.swo`.
fn is_swap(name: &str) -> bool {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    stem.starts_with('.') && matches!(ending, "swp" | "swo" | "swn" | "swm" | "swl" | "swx")
}

/// Whether a path contains a temporary file or folder of another program.
#[must_use]
pub fn holds_leaving(path: &str) -> bool {
    path.split('/').any(is_leaving)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_leave_and_what_people_name() {
        for name in [
            ".#x.md",
            "#x.md#",
            "x.md~",
            ".x.swp",
            ".x.md.swo",
            ".x.md.un~",
            "4913",
            "~$x.docx",
            "._x.jpg",
            ".~lock.x.odt#",
            ".~x.docx",
            "~WRL0001.tmp",
            ".DS_Store",
            "Thumbs.db",
            "THUMBS.DB",
            "desktop.ini",
            "Desktop.ini",
            "__MACOSX",
            "$RECYCLE.BIN",
            "Icon\r",
            "x.md___jb_tmp___",
            ".goutputstream-ABC123",
        ] {
            assert!(is_leaving(name), "{name}");
        }
        for name in [
            "x.md",
            "a#b.md",
            "#1.md",
            "#",
            "~",
            ".well-known",
            ".htaccess",
            "swp",
            "x.swp",
            "~a.md",
            "a~b.md",
            "4913.md",
            "x.tmp",
            "x.bak",
            "x.crdownload",
            "x.md.icloud",
        ] {
            assert!(!is_leaving(name), "{name}");
        }
        assert!(holds_leaving("a/__MACOSX/b.md") && holds_leaving("a/.#b") && !holds_leaving("a/b"));
    }
}
