//! Finds the file that was probably meant by a path without a file. File names are compared instead of whole
//! paths: two files in one folder have most of their paths in common, whatever their names.

use super::PictureFormat;
use crate::diag::suggestion;

/// The last part of a path.
#[must_use]
pub fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// A name without its extension.
#[must_use]
pub fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The folder of a path; empty if it has none.
#[must_use]
pub fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether a path has the extension of a picture.
#[must_use]
pub fn is_picture(path: &str) -> bool {
    const OTHERS: [&str; 8] = ["heic", "heif", "avif", "svg", "bmp", "tif", "tiff", "jfif"];
    let ending = file_name(path).rsplit_once('.').map_or("", |(_, ending)| ending);
    PictureFormat::of_path(path).is_some() || OTHERS.iter().any(|other| other.eq_ignore_ascii_case(ending))
}

/// The single distinct path among some, which may be repeated; `None` if there are several.
#[must_use]
pub fn only<'p>(mut paths: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    let first = paths.next()?;
    paths.all(|path| path == first).then_some(first)
}

/// The file that was probably meant by a path without a file. These are tried in order:
///
/// 1. the same path with another extension;
/// 2. the same name, possibly with another extension, in another folder;
/// 3. a similar name in the same folder;
/// 4. a similar name in another folder.
#[must_use]
pub fn file<'p>(path: &str, files: impl Iterator<Item = &'p str> + Clone, ways: usize) -> Option<&'p str> {
    let name = file_name(path);
    if name.is_empty() {
        return None;
    }
    let beside = || files.clone().filter(|known| folder(known) == folder(path));
    let same_stem = |known: &&str| stem(file_name(known)).eq_ignore_ascii_case(stem(name));
    let by_name = |wanted: &str, among: &mut dyn Iterator<Item = &'p str>| {
        only(among.filter(|known| file_name(known) == wanted))
    };
    let ending = beside().find(same_stem);
    let elsewhere = || by_name(name, &mut files.clone()).or_else(|| only(files.clone().filter(same_stem)));
    // Without extensions, which most names have in common.
    let by_stem = |among: &mut dyn Iterator<Item = &'p str>, again: &mut dyn Iterator<Item = &'p str>| {
        let wanted = suggestion(stem(name), among.map(|known| stem(file_name(known))))?;
        let mut meant = again.filter(|known| stem(file_name(known)) == wanted);
        let first = meant.next()?;
        let same_ending =
            |known: &str| known.rsplit_once('.').map(|it| it.1) == name.rsplit_once('.').map(|it| it.1);
        let all: Vec<&str> = std::iter::once(first).chain(meant).collect();
        all.iter().copied().find(|known| same_ending(known)).or_else(|| only(all.iter().copied()))
    };
    let near_beside = || by_stem(&mut beside(), &mut beside());
    let near = || by_stem(&mut files.clone(), &mut files.clone());
    let tried: [&dyn Fn() -> Option<&'p str>; 4] = [&|| ending, &elsewhere, &near_beside, &near];
    tried.into_iter().take(ways).find_map(|way| way())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_compared_and_not_folders() {
        let files = [
            "content/exemplars/chen-xiuying.md",
            "content/exemplars/chen.jpg",
            "content/news/open-day.md",
            "content/news/open-day.jpg",
        ];
        for (written, meant) in [
            ("content/news/open-day.png", Some("content/news/open-day.md")),
            ("content/news/opne-day.md", Some("content/news/open-day.md")),
            ("content/news/chen-xiuying.md", Some("content/exemplars/chen-xiuying.md")),
            ("content/news/chen-xiuying", Some("content/exemplars/chen-xiuying.md")),
            ("content/news/chen-xiuyin.md", Some("content/exemplars/chen-xiuying.md")),
            ("content/news/exam.md", None),
            ("content/news/", None),
        ] {
            assert_eq!(file(written, files.into_iter(), 4), meant, "{written}");
        }
        let pictures = || files.into_iter().filter(|path| is_picture(path));
        assert_eq!(file("content/news/open-day.png", pictures(), 4), Some("content/news/open-day.jpg"));
        assert_eq!(file("content/news/chen.jpeg", pictures(), 4), Some("content/exemplars/chen.jpg"));
        assert_eq!(file("content/news/b.jpg", pictures(), 4), None);
    }
}
