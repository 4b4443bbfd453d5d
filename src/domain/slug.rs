//! temp
#![allow(missing_docs)]
pub fn slug(text: &str) -> String { use pinyin::ToPinyin; let mut out=String::new(); for c in text.chars() { if c.is_ascii_alphanumeric() { out.push(c.to_ascii_lowercase()); } else if let Some(p)=c.to_pinyin() { out.push_str(p.plain()); } else if !out.ends_with('-') && !out.is_empty() { out.push('-'); } } out.trim_matches('-').to_owned() }
pub fn name_slug(name: &str) -> String { slug(name) }
