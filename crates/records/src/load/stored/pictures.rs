//! Stores the headers of pictures, so that builds need not read every picture completely.
//!
//! They are stored for published pictures, by a hash of the path: width, height, format and digest.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::Store;
use super::state::{Look, PART};
use crate::domain::{Attachment, Picture, digest};
use crate::load::loaded::Loaded;

#[derive(Serialize, Deserialize)]
struct Laid {
    key: [u8; 16],
    look: Look,
    picture: Picture,
}

impl Store {
    /// Adds the known headers of unchanged pictures. `looks` has the lengths and times of all pictures. If
    /// anything is out of date, the stored headers are removed.
    pub(in crate::load) fn read_pictures(
        &self,
        looks: &BTreeMap<Arc<str>, Look>,
        attachments: &mut BTreeMap<Arc<str>, Attachment>,
    ) {
        self.shelf.sweep(PART);
        let bytes = self.shelf.get(PART);
        let laid = bytes.as_deref().and_then(|bytes| bytes.strip_prefix(self.asked.as_bytes()));
        let laid: Option<Vec<Laid>> = laid.and_then(|laid| postcard::from_bytes(laid).ok());
        let Some(laid) = laid else { return self.discard(PART) };
        let places: HashMap<[u8; 16], (&Arc<str>, Look)> =
            looks.iter().map(|(path, look)| (digest(path.as_bytes()), (path, *look))).collect();
        let mut all_used = true;
        for Laid { key, look, picture } in laid {
            let path = places.get(&key).filter(|(_, now)| *now == look).map(|(path, _)| *path);
            match path.and_then(|path| attachments.get_mut(path)) {
                Some(attachment) => attachment.picture = Some(picture),
                None => all_used = false,
            }
        }
        if !all_used {
            self.discard(PART);
        }
    }

    /// Stores the headers of published pictures. `shown` are their paths.
    pub fn keep_pictures(&self, loaded: &Loaded, shown: &BTreeSet<Arc<str>>) {
        let laid = shown.iter().filter_map(|path| {
            let picture = loaded.attachments.get(path)?.picture?;
            Some(Laid { key: digest(path.as_bytes()), look: *loaded.looks.get(path)?, picture })
        });
        let laid: Vec<Laid> = laid.collect();
        if laid.is_empty() {
            return self.discard(PART);
        }
        let bytes = postcard::to_extend(&laid, self.asked.as_bytes().to_vec());
        // If it equals what was read, leave it alone.
        if let Ok(bytes) = bytes
            && (self.is_stale(PART) || self.shelf.get(PART).as_ref() != Some(&bytes))
        {
            self.shelf.begin();
            self.shelf.put(PART, bytes);
        }
    }
}
