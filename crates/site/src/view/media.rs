//! Pictures and files that pages show or offer.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::Serialize;
use serde::ser::SerializeStruct;

use super::viewer::Viewer;
use crate::domain::{Attachment, Focal, Image, Variant, text};
use crate::edition::PublicRecord;
use crate::routes::{Href, Url};
use crate::source::SitePath;

/// A picture for pages.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureView {
    /// Its published files.
    pub file: PictureFile,
    /// Its description; empty if there is none.
    pub alt: Arc<str>,
    /// What is printed under it.
    pub caption: Option<Arc<str>>,
    /// Who made it.
    pub credit: Option<Arc<str>>,
    /// The point that crops must keep.
    pub focal: Option<FocalView>,
}

/// Written by hand, as for fields: one mapping.
impl Serialize for PictureView {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { file, alt, caption, credit, focal } = self;
        let PictureFile { src, width, height, srcset, sources } = file;
        let mut made = serializer.serialize_struct("PictureView", 9)?;
        made.serialize_field("src", src)?;
        made.serialize_field("width", width)?;
        made.serialize_field("height", height)?;
        made.serialize_field("srcset", srcset)?;
        made.serialize_field("sources", sources)?;
        made.serialize_field("alt", alt)?;
        made.serialize_field("caption", caption)?;
        made.serialize_field("credit", credit)?;
        made.serialize_field("focal", focal)?;
        made.end()
    }
}

/// The published files of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PictureFile {
    /// The largest variant that every browser can show.
    pub src: Href,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// All variants that every browser can show, as a `srcset` with links from the site's root.
    pub srcset: Arc<str>,
    /// The same in other formats, in order of preference.
    pub sources: Vec<PictureSource>,
}

/// A picture in a format that not every browser supports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Hash)]
pub struct PictureSource {
    /// The media type.
    #[serde(rename = "type")]
    pub media_type: &'static str,
    /// Its variants as a `srcset` with links from the site's root.
    pub srcset: Arc<str>,
}

/// A point of a picture, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Hash)]
pub struct FocalView {
    /// From the left.
    pub x: u8,
    /// From the top.
    pub y: u8,
}

impl From<Focal> for FocalView {
    fn from(focal: Focal) -> Self {
        Self { x: focal.x, y: focal.y }
    }
}

/// A file of the content that is published beside the pages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Media {
    /// A variant of a picture: re-encoded, without metadata.
    Picture {
        /// Where it is published.
        url: Url,
        /// The source's path within the site.
        source: Arc<str>,
        /// The variant.
        variant: Variant,
    },
    /// A file that is copied unchanged.
    File {
        /// Where it is published.
        url: Url,
        /// The source's path within the site.
        source: Arc<str>,
    },
}

/// A file for download.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MediaFile {
    /// The link to it.
    pub url: Href,
    /// Its name.
    pub name: Arc<str>,
    /// Its extension, in upper case.
    pub ending: String,
    /// Its size in words.
    pub size: String,
}

impl Viewer<'_> {
    /// A picture in a field.
    #[must_use]
    pub fn picture(&self, record: &PublicRecord, image: &Image) -> Option<PictureView> {
        Some(PictureView {
            file: self.picture_file(record, &image.file)?,
            alt: image.alt.clone().unwrap_or_else(|| Arc::from("")),
            caption: image.caption.clone(),
            credit: image.credit.clone(),
            focal: image.focal.map(FocalView::from),
        })
    }

    /// The published files of a picture.
    #[must_use]
    pub fn picture_file(&self, record: &PublicRecord, path: &str) -> Option<PictureFile> {
        let mut lists = self.variants(record, path)?;
        let fallback = lists.pop()?;
        let (src, largest) = fallback.last()?;
        let (src, width, height) = (src.href(), largest.width, largest.height);
        let source = |list: Vec<(Url, Variant)>| {
            let media_type = list.first()?.1.format.media_type();
            Some(PictureSource { media_type, srcset: srcset(&list) })
        };
        let sources = lists.into_iter().filter_map(source).collect();
        Some(PictureFile { src, width, height, srcset: srcset(&fallback), sources })
    }

    /// Adds the published files of a picture.
    pub(super) fn picture_media(&self, record: &PublicRecord, path: &str, media: &mut BTreeSet<Media>) {
        let source: Arc<str> = Arc::from(path);
        for (url, variant) in self.variants(record, path).into_iter().flatten().flatten() {
            media.insert(Media::Picture { url, source: source.clone(), variant });
        }
    }

    /// The variants of a picture with their URLs, by format. Its file name is not kept, since it may name the
    /// person shown. URLs depend on contents, so what is published at one never changes.
    fn variants(&self, record: &PublicRecord, path: &str) -> Option<Vec<Vec<(Url, Variant)>>> {
        if self.published.is_hidden_file(path) {
            return None;
        }
        let picture = self.attachments.get(path)?.picture.as_ref()?;
        let collection = self.collection(record.collection)?;
        let named = |variant: Variant| {
            let Variant { width, format, quality, .. } = variant;
            let mut hasher = blake3::Hasher::new();
            hasher.update(&picture.digest).update(&[quality]);
            let hash: String = hasher.finalize().to_hex().chars().take(8).collect();
            let ending = format.ending();
            (Url::new(format!("media/{}/{}-{hash}-{width}.{ending}", collection.id, record.slug)), variant)
        };
        let lists = self.recipe.variants(picture).into_iter();
        Some(lists.map(|list| list.into_iter().map(named).collect()).collect())
    }

    /// A record's attachment.
    #[must_use]
    pub fn file(&self, record: &PublicRecord, path: &Arc<str>) -> Option<MediaFile> {
        let attachment = self.attachments.get(path).filter(|_| !self.published.is_hidden_file(path))?;
        if attachment.picture.is_some() {
            return self.picture_to_fetch(record, path);
        }
        let (url, name, ending) = self.file_url(record, path)?;
        Some(MediaFile { url: url.href(), name, ending: ending.to_uppercase(), size: self.size(attachment) })
    }

    /// The URL of a file that is not a picture, its name and its extension.
    fn file_url(&self, record: &PublicRecord, path: &Arc<str>) -> Option<(Url, Arc<str>, String)> {
        let collection = self.collection(record.collection)?;
        let site_path = SitePath::try_from(&**path).ok()?;
        let ending = site_path.extension().unwrap_or_default();
        let name = if record.name_hidden {
            // The file name may contain the person's name.
            let hash: String = blake3::hash(path.as_bytes()).to_hex().chars().take(8).collect();
            format!("{hash}.{ending}")
        } else {
            text::composed(site_path.file_name()).into_owned()
        };
        let url = Url::new(format!("files/{}/{}/{name}", collection.id, record.slug));
        Some((url, Arc::from(name), ending))
    }

    /// A picture offered for download: it is re-encoded all the same, so that no metadata of the camera is
    /// published. Its size is not known in advance.
    fn picture_to_fetch(&self, record: &PublicRecord, path: &str) -> Option<MediaFile> {
        let (url, _) = self.largest(record, path)?;
        let name = url.path().rsplit('/').next().unwrap_or_default().to_owned();
        let ending = name.rsplit('.').next().unwrap_or("").to_uppercase();
        Some(MediaFile { url: url.href(), name: Arc::from(name), ending, size: String::new() })
    }

    /// The largest variant that every browser can show.
    fn largest(&self, record: &PublicRecord, path: &str) -> Option<(Url, Variant)> {
        self.variants(record, path)?.pop()?.pop()
    }

    /// The published files of an attachment.
    #[must_use]
    pub fn file_media(&self, record: &PublicRecord, path: &Arc<str>) -> Option<Media> {
        let source = path.clone();
        let attachment = self.attachments.get(path).filter(|_| !self.published.is_hidden_file(path))?;
        if attachment.picture.is_some() {
            let (url, variant) = self.largest(record, path)?;
            return Some(Media::Picture { url, source, variant });
        }
        Some(Media::File { url: self.file_url(record, path)?.0, source })
    }

    /// A file's size: in KB, or from a million bytes on in MB.
    fn size(&self, attachment: &Attachment) -> String {
        let tenths = |unit: u64| attachment.len.saturating_mul(10).div_ceil(unit);
        let (key, n) = if attachment.len < 1_000_000 {
            ("size.kb", attachment.len.div_ceil(1000).to_string())
        } else {
            let tenths = tenths(1_000_000);
            ("size.mb", self.words.written(&format!("{}.{}", tenths / 10, tenths % 10)))
        };
        self.words.word(key, &[("n", &n)])
    }
}

/// Variants as a `srcset`.
fn srcset(list: &[(Url, Variant)]) -> Arc<str> {
    let mut text = String::new();
    for (url, variant) in list {
        let comma = if text.is_empty() { "" } else { ", " };
        // Writing to a `String` does not fail.
        let _ = write!(text, "{comma}{} {}w", url.href(), variant.width);
    }
    Arc::from(text)
}
