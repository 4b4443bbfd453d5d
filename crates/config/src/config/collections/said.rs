//! Labels of built-in collections in the site's language, from the theme's words.

use super::Declaration;
use crate::config::speech::Said;
use crate::domain::{Field, FieldType, Label};

impl Declaration {
    /// Labels this declaration with the theme's words: the collection by `collection.exemplars` and
    /// `collection.exemplars.item`, a field by `label.exemplars.honors.title` or, for any collection,
    /// `label.title`; likewise the heading of back references (`back.…`) and choices
    /// (`choice.exemplars.level.city`).
    pub(in crate::config) fn say(&mut self, said: &Said<'_>) {
        let of = format!("collection.{}", self.id);
        let item = format!("{of}.item");
        set(&mut self.title, said, &[of]);
        set(&mut self.item, said, &[item]);
        for field in &mut self.fields {
            say_field(field, &self.id, said);
        }
    }
}

fn say_field(field: &mut Field, within: &str, said: &Said<'_>) {
    let path = format!("{within}.{}", field.name);
    let name = field.name.clone();
    let keys = |kind: &str| [format!("{kind}.{path}"), format!("{kind}.{name}")];
    set(&mut field.label, said, &keys("label"));
    if !field.back_label.is_empty() {
        set(&mut field.back_label, said, &keys("back"));
    }
    for choice in &mut field.choices {
        let keys = keys("choice").map(|key| format!("{key}.{}", choice.id));
        set(&mut choice.label, said, &keys);
    }
    if let FieldType::Group(fields) = field.kind.item_mut() {
        fields.iter_mut().for_each(|field| say_field(field, &path, said));
    }
}

fn set(label: &mut Label, said: &Said<'_>, keys: &[String]) {
    if let Some(text) = said.first(keys) {
        label.set_in(said.language, text);
    }
}
