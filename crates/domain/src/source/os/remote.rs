//! Tells drives of other computers from this one's.

use std::path::Path;

/// Whether a folder is on a drive of another computer. On Windows, the canonical path of a mapped drive names
/// the computer.
#[cfg(windows)]
pub(super) fn is_remote(path: &Path) -> bool {
    use std::path::{Component, Prefix};
    let Ok(path) = super::file::canonical(path) else { return false };
    match path.components().next() {
        Some(Component::Prefix(prefix)) => {
            matches!(prefix.kind(), Prefix::UNC(..) | Prefix::VerbatimUNC(..))
        }
        _ => false,
    }
}

/// The same where the kind of file system tells it.
#[cfg(target_os = "linux")]
pub(super) fn is_remote(path: &Path) -> bool {
    // From linux/magic.h and the sources of the file systems.
    const NFS: u32 = 0x6969;
    const SMB: u32 = 0x517B;
    const CIFS: u32 = 0xFF53_4D42;
    const SMB2: u32 = 0xFE53_4D42;
    const AFS: u32 = 0x5346_414F;
    const PLAN9: u32 = 0x0102_1997;
    const FUSE: u32 = 0x6573_5546;
    let Ok(found) = rustix::fs::statfs(path) else { return false };
    // The type of the field differs between processors.
    let Ok(kind) = u32::try_from(i128::from(found.f_type) & 0xFFFF_FFFF) else { return false };
    [NFS, SMB, CIFS, SMB2, AFS, PLAN9, FUSE].contains(&kind)
}

/// Elsewhere nothing is known.
#[cfg(not(any(windows, target_os = "linux")))]
pub(super) const fn is_remote(_: &Path) -> bool {
    false
}
