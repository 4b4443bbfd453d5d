//! Parses the arguments of the gallery shortcode.

use crate::markdown;

/// `a.jpg, b.jpg`; Chinese commas too.
pub(super) fn file_list(arg: &markdown::Arg) -> Vec<String> {
    let markdown::Arg::Text(text) = arg else { return Vec::new() };
    let parts = text.split([',', '，', '、']).map(str::trim).filter(|part| !part.is_empty());
    parts.map(str::to_owned).collect()
}

/// The files of a gallery.
pub(super) fn files(args: &[markdown::Argument]) -> Vec<String> {
    args.iter().filter(|arg| arg.name == "files").flat_map(|arg| file_list(&arg.value)).collect()
}

/// The descriptions of a gallery's pictures, in order: `The van | The quay`.
pub(super) fn alts(args: &[markdown::Argument]) -> Vec<String> {
    let own = args.iter().find(|arg| arg.name == "alts").map(|arg| &arg.value);
    let Some(markdown::Arg::Text(text)) = own else { return Vec::new() };
    text.split(['|', '｜']).map(|alt| alt.trim().to_owned()).collect()
}
