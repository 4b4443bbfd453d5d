//! The digest that is signed: it covers what readers would see of a record.

use std::collections::BTreeMap;
use std::fmt;

use blake3::Hasher;

use crate::config::Config;
use crate::domain::signature::{Role, find};
use crate::domain::{
    Bound, Collection, Field, FieldType, Image, PageIds, Record, Value, Visibility, readings,
};
use crate::markdown::{self, Piece};
use crate::source::SitePath;

/// Number of hex digits of the digest that decides, and of those that only tell which part changed.
const WHOLE: usize = 32;
const HINT: usize = 6;
/// The part with the record's text.
const BODY: &str = "body";
const PARAMS: &str = "params";

/// A part of a record: a field's name, the text, or the params.
pub type Part = String;

/// Returns the digest of a picture or file of the site, by its path; `None` if it does not exist.
pub type Files<'a> = &'a (dyn Fn(&str) -> Option<[u8; 16]> + Sync);

/// A record's digest, and a short one of each of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fingerprint {
    whole: String,
    parts: BTreeMap<Part, String>,
}

impl Fingerprint {
    /// Parses the fingerprint in a record; `None` if it is not valid.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut words = text.split_whitespace();
        let whole = words.next().filter(|whole| whole.len() == WHOLE)?.to_owned();
        let parts = words.filter_map(|word| {
            let (name, digest) = word.rsplit_once(':')?;
            Some((name.to_owned(), digest.to_owned()))
        });
        Some(Self { whole, parts: parts.collect() })
    }

    /// Whether the record is unchanged. The short digests are ignored.
    #[must_use]
    pub fn holds(&self, now: &Self) -> bool {
        self.whole == now.whole
    }

    /// The parts that have changed, in the order of their names.
    #[must_use]
    pub fn changed(&self, now: &Self) -> Vec<Part> {
        let names = self.parts.keys().chain(now.parts.keys());
        let mut changed: Vec<Part> =
            names.filter(|name| self.parts.get(*name) != now.parts.get(*name)).cloned().collect();
        changed.sort();
        changed.dedup();
        changed
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.whole)?;
        self.parts.iter().try_for_each(|(name, digest)| write!(f, " {name}:{digest}"))
    }
}

/// The current fingerprint of a record. `path` is that of its file.
#[must_use]
pub fn fingerprint(record: &Record, path: &SitePath, config: &Config, files: Files<'_>) -> Fingerprint {
    let mut parts: BTreeMap<Part, blake3::Hash> = BTreeMap::new();
    let writer =
        Writer { config, files, folder: path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder) };
    if let Some(collection) = config.collection(record.collection) {
        writer.fields(record, collection, &mut parts);
    }
    if let Some(body) = &record.body {
        let mut hasher = Hasher::new();
        writer.markdown(&body.text, &mut hasher);
        parts.insert(BODY.to_owned(), hasher.finalize());
    }
    if let Some(params) = &record.params {
        let text = serde_json::Value::Object((**params).clone()).to_string();
        parts.insert(PARAMS.to_owned(), blake3::hash(text.as_bytes()));
    }
    let mut whole = Hasher::new();
    for (name, digest) in &parts {
        text(name, &mut whole);
        whole.update(digest.as_bytes());
    }
    let short = |hash: &blake3::Hash, length: usize| hash.to_hex().chars().take(length).collect::<String>();
    Fingerprint {
        whole: short(&whole.finalize(), WHOLE),
        parts: parts.iter().map(|(name, hash)| (name.clone(), short(hash, HINT))).collect(),
    }
}

/// Hashes a text with its length, so that adjacent texts cannot be confused. Line ends are normalised;
/// trailing ones do not count.
fn text(words: &str, hasher: &mut Hasher) {
    let plain = words.replace("\r\n", "\n");
    let plain = plain.trim_end();
    hasher.update(&u64::try_from(plain.len()).unwrap_or(u64::MAX).to_le_bytes());
    hasher.update(plain.as_bytes());
}

struct Writer<'a> {
    config: &'a Config,
    files: Files<'a>,
    folder: &'a str,
}

impl Writer<'_> {
    fn fields(&self, record: &Record, collection: &Collection, parts: &mut BTreeMap<Part, blake3::Hash>) {
        for (at, value) in record.values.iter() {
            let Some(field) = collection.fields.get(at).filter(|field| is_signed(field, value)) else {
                continue;
            };
            let mut hasher = Hasher::new();
            self.value(value, field, &mut hasher);
            parts.insert(field.name.to_string(), hasher.finalize());
        }
    }

    fn value(&self, value: &Value, field: &Field, hasher: &mut Hasher) {
        let mut word = |words: &str| text(words, hasher);
        match value {
            Value::Text(words) | Value::Formatted(_, words) => word(words),
            Value::Integer(number) => word(&number.to_string()),
            Value::Quantity(quantity) => {
                word(&quantity.amount.to_string());
                word(match quantity.bound {
                    Bound::Exact => "exact",
                    Bound::AtLeast => "at-least",
                    Bound::Under => "under",
                    Bound::About => "about",
                });
            }
            Value::Date(date) => word(&date.to_string()),
            Value::Period(period) => word(&period.to_string()),
            Value::Choice(at) => word(field.choices.get(usize::from(*at)).map_or("", |choice| &choice.id)),
            Value::Boolean(yes) => word(if *yes { "true" } else { "false" }),
            Value::Region(ix) => word(self.config.regions.id(*ix).map_or("", |id| id)),
            Value::Stays(stays) => {
                word(&stays.len().to_string());
                for stay in stays {
                    word(self.config.regions.id(stay.region).map_or("", |id| id));
                    word(&stay.until.map_or_else(String::new, |until| until.to_string()));
                }
            }
            Value::Reference(reference) => word(&reference.text),
            Value::Markdown(words) => self.markdown(words, hasher),
            Value::File(path) => self.file(path, hasher),
            Value::Image(image) => self.image(image, hasher),
            Value::List(items) => {
                word(&items.len().to_string());
                items.iter().for_each(|item| self.value(item, field, hasher));
            }
            Value::Group(group) => {
                let FieldType::Group(fields) = field.kind.item() else { return };
                for (value, field) in group.values.iter().zip(fields) {
                    if let Some(value) = value.as_ref().filter(|value| is_signed(field, value)) {
                        text(&field.name, hasher);
                        self.value(value, field, hasher);
                    }
                }
            }
            Value::Consent(_) => {}
        }
    }

    fn image(&self, image: &Image, hasher: &mut Hasher) {
        hasher.update(&image.digest);
        for words in [&image.alt, &image.caption, &image.credit] {
            text(words.as_deref().unwrap_or(""), hasher);
        }
        let focal = image.focal.map_or(String::new(), |focal| format!("{},{}", focal.x, focal.y));
        text(&focal, hasher);
    }

    /// Hashes a text with the pictures and files that it shows.
    fn markdown(&self, words: &str, hasher: &mut Hasher) {
        text(words, hasher);
        // Without a link, picture or shortcode there is no file.
        if ["](", "]:", "{{"].iter().any(|sign| words.contains(sign)) {
            let gallery = find(Role::Shortcode, "gallery").cloned();
            let shortcodes = gallery.map(|gallery| (gallery.name.to_string(), gallery)).into_iter().collect();
            let words_of_pages =
                markdown::A11yLabels { table: "", footnotes: "", back: "", done: "", open: "" };
            let options = markdown::RenderOptions {
                heading_offset: 0,
                shortcodes: &shortcodes,
                id_prefix: "",
                page_ids: &PageIds::default(),
                words: words_of_pages,
            };
            let document = markdown::render(words, &options);
            document.pieces.iter().for_each(|piece| piece.each(&mut |piece| self.piece(piece, hasher)));
        }
    }

    fn piece(&self, piece: &Piece, hasher: &mut Hasher) {
        match piece {
            Piece::Html(_) => {}
            Piece::Picture { target, .. } => self.target(target, hasher),
            Piece::Link { target, .. } => self.target(target, hasher),
            Piece::Shortcode { args, .. } => {
                for arg in args {
                    if let markdown::Arg::Text(list) = &arg.value {
                        list.split([',', '，', '、']).for_each(|file| self.target(file.trim(), hasher));
                    }
                }
            }
        }
    }

    /// Hashes a file that a text names, relative to the record or to `content/`.
    fn target(&self, target: &str, hasher: &mut Hasher) {
        let base = if target.starts_with('/') { "content" } else { self.folder };
        let Ok(base) = SitePath::try_from(base) else { return };
        let paths =
            readings(target).filter_map(|reading| base.join(reading.path.trim_start_matches('/')).ok());
        let digest = paths.into_iter().find_map(|path| (self.files)(path.as_str()));
        hasher.update(digest.as_ref().map_or(&[], |digest| digest.as_slice()));
    }

    fn file(&self, path: &str, hasher: &mut Hasher) {
        if let Some(digest) = (self.files)(path) {
            hasher.update(&digest);
        }
    }
}

/// Whether a value is visible to readers. Defaults are not part of what was written.
fn is_signed(field: &Field, value: &Value) -> bool {
    field.visibility == Visibility::Public
        && !matches!(value, Value::Consent(_))
        && field.default.as_ref() != Some(value)
}
