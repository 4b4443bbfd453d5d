//! Pictures and files that pages show or offer.

use std::sync::Arc;

use serde::Serialize;

use super::{RECIPE, Viewer};
use crate::domain::{Attachment, Focal, Image};
use crate::edition::PublicRecord;
use crate::source::SitePath;

/// A picture as pages show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PictureView {
    /// Its URL.
    pub src: Arc<str>,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// What it shows; empty where nobody said.
    pub alt: Arc<str>,
    /// What is printed under it.
    pub caption: Option<Arc<str>>,
    /// Who made it.
    pub credit: Option<Arc<str>>,
    /// What a crop must keep.
    pub focal: Option<FocalView>,
}

/// A point of a picture, in per cent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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

/// What of the content is published beside the pages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Media {
    /// A picture; it is made anew, without what cameras write into it.
    Picture {
        /// Where it is published.
        url: Arc<str>,
        /// The source's path within the site.
        source: Arc<str>,
    },
    /// A file, as it is.
    File {
        /// Where it is published.
        url: Arc<str>,
        /// The source's path within the site.
        source: Arc<str>,
    },
}

/// A file that readers may fetch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFile {
    /// Its URL.
    pub url: Arc<str>,
    /// Its name.
    pub name: Arc<str>,
    /// Its ending, in capitals.
    pub ending: String,
    /// How large it is, in words.
    pub size: String,
}

impl Viewer<'_> {
    /// A picture in a field.
    #[must_use]
    pub fn picture(&self, record: &PublicRecord, image: &Image) -> Option<PictureView> {
        let (src, (width, height)) = self.picture_file(record, &image.file)?;
        Some(PictureView {
            src,
            width,
            height,
            alt: image.alt.clone().unwrap_or_else(|| Arc::from("")),
            caption: image.caption.clone(),
            credit: image.credit.clone(),
            focal: image.focal.map(FocalView::from),
        })
    }

    /// A picture's URL and the size in which it is published. Its own file name is not kept: it may name who is in it.
    #[must_use]
    pub fn picture_file(&self, record: &PublicRecord, path: &str) -> Option<(Arc<str>, (u32, u32))> {
        if self.published.is_hidden_file(path) {
            return None;
        }
        let picture = self.attachments.get(path)?.picture.as_ref()?;
        let collection = self.collection(record.collection)?;
        let hash: String = picture.digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect();
        let ending = picture.output_format().ending();
        let url = format!("media/{}/{}-{hash}.{ending}", collection.id, record.slug);
        Some((Arc::from(url), picture.output_size(RECIPE)))
    }

    /// A file that a record offers.
    #[must_use]
    pub fn file(&self, record: &PublicRecord, path: &Arc<str>) -> Option<MediaFile> {
        let attachment = self.attachments.get(path).filter(|_| !self.published.is_hidden_file(path))?;
        if attachment.picture.is_some() {
            return self.picture_to_fetch(record, path);
        }
        let collection = self.collection(record.collection)?;
        let site_path = SitePath::try_from(&**path).ok()?;
        let ending = site_path.extension().unwrap_or_default();
        let name = if record.name_hidden {
            // The file's own name may hold hers.
            let hash: String = blake3::hash(path.as_bytes()).to_hex().chars().take(8).collect();
            format!("{hash}.{ending}")
        } else {
            site_path.file_name().to_owned()
        };
        Some(MediaFile {
            url: Arc::from(format!("files/{}/{}/{name}", collection.id, record.slug)),
            name: Arc::from(name),
            ending: ending.to_uppercase(),
            size: self.size(attachment),
        })
    }

    /// A picture that is offered as a file: what is published is made anew all the same, so that nothing goes out of what a camera
    /// wrote into it. Its size is not known before.
    fn picture_to_fetch(&self, record: &PublicRecord, path: &str) -> Option<MediaFile> {
        let (url, _) = self.picture_file(record, path)?;
        let name = url.rsplit('/').next().unwrap_or(&url).to_owned();
        let ending = name.rsplit('.').next().unwrap_or("").to_uppercase();
        Some(MediaFile { url, name: Arc::from(name), ending, size: String::new() })
    }

    /// What is to be published of a file that a record offers.
    #[must_use]
    pub fn file_media(&self, record: &PublicRecord, path: &Arc<str>) -> Option<Media> {
        let url = self.file(record, path)?.url;
        let picture = self.attachments.get(path)?.picture.is_some();
        let source = path.clone();
        Some(if picture { Media::Picture { url, source } } else { Media::File { url, source } })
    }

    /// A file's size: in KB, or from a million bytes on in MB.
    fn size(&self, attachment: &Attachment) -> String {
        let tenths = |unit: u64| attachment.len.saturating_mul(10).div_ceil(unit);
        let (key, n) = if attachment.len < 1_000_000 {
            ("size.kb", attachment.len.div_ceil(1000).to_string())
        } else {
            let tenths = tenths(1_000_000);
            ("size.mb", format!("{}.{}", tenths / 10, tenths % 10))
        };
        self.words.word(key, &[("n", &n)])
    }
}
