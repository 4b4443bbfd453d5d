//! The contents of a drawing.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};

/// A rectangle, in thousandths of a unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Box {
    pub left: i64,
    pub right: i64,
    pub top: i64,
    pub bottom: i64,
}

impl Box {
    fn meets(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }
}

/// A drawn element.
#[derive(Clone, Debug)]
pub struct Item {
    pub name: String,
    pub class: String,
    pub text: String,
    pub attributes: Vec<(String, String)>,
}

impl Item {
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    fn number(&self, name: &str) -> i64 {
        thousandths(self.get(name).unwrap())
    }
}

/// One SVG of a chart.
#[derive(Clone, Debug)]
pub struct Drawing {
    pub width: i64,
    pub height: i64,
    pub items: Vec<Item>,
}

pub fn thousandths(text: &str) -> i64 {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    assert!(part.len() == 1, "at most one decimal: {text}");
    whole.parse::<i64>().unwrap() * 1000 + part.parse::<i64>().unwrap() * 100
}

fn attributes(tag: &BytesStart<'_>) -> Vec<(String, String)> {
    tag.attributes()
        .map(|one| {
            let one = one.unwrap();
            let value = one.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
            (one.key.as_ref().to_owned(), value)
        })
        .collect()
}

/// Reads a chart back; it must be valid XML without styles, scripts or colours.
pub fn read(chart: &str) -> Vec<Drawing> {
    for word in ["style", "<script", "#", "rgb", "NaN"] {
        assert!(!chart.contains(word), "{word} in {chart}");
    }
    let mut reader = quick_xml::Reader::from_str(chart);
    let mut drawings: Vec<Drawing> = Vec::new();
    let mut open: Vec<Item> = Vec::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => open.push(item(&tag, &mut drawings)),
            Event::Empty(tag) => {
                let item = item(&tag, &mut drawings);
                drawings.last_mut().unwrap().items.push(item);
            }
            Event::End(_) => {
                let item = open.pop().unwrap();
                // Text in spans belongs to its line.
                if item.name == "tspan" {
                    open.last_mut().unwrap().text.push_str(&item.text);
                }
                if let Some(drawing) = drawings.last_mut() {
                    drawing.items.push(item);
                }
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text),
            Event::GeneralRef(entity) => {
                let sign = match &*entity {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    other => panic!("{other}"),
                };
                open.last_mut().unwrap().text.push(sign);
            }
            Event::Eof => break,
            other => panic!("{other:?}"),
        }
    }
    assert!(open.is_empty());
    drawings
}

fn item(tag: &BytesStart<'_>, drawings: &mut Vec<Drawing>) -> Item {
    let attributes = attributes(tag);
    let get = |name: &str| {
        attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let name = tag.name().as_ref().to_owned();
    if name == "svg" {
        let view: Vec<i64> = get("viewBox").split(' ').map(thousandths).collect();
        drawings.push(Drawing { width: view[2], height: view[3], items: Vec::new() });
    }
    Item { name, class: get("class"), text: String::new(), attributes }
}

impl Drawing {
    pub fn named(&self, name: &str) -> Vec<&Item> {
        self.items.iter().filter(|item| item.name == name).collect()
    }

    pub fn of_class(&self, class: &str) -> Vec<&Item> {
        self.items.iter().filter(|item| item.class.split(' ').any(|one| one == class)).collect()
    }

    pub fn texts(&self) -> Vec<&str> {
        self.named("text").into_iter().map(|item| item.text.as_str()).collect()
    }

    fn text_box(item: &Item) -> Box {
        let size = item.get("font-size").map_or(13_000, thousandths);
        assert!(size >= 13_000, "words too small on a phone: {item:?}");
        let of = |c: char| if c.is_ascii() { 600 } else { 1000 };
        let width = item.text.chars().map(of).sum::<i64>() * size / 1000;
        let (x, y) = (item.number("x"), item.number("y"));
        let left = match item.get("text-anchor") {
            Some("middle") => x - width / 2,
            Some("end") => x - width,
            _ => x,
        };
        Box { left, right: left + width, top: y - size * 88 / 100, bottom: y + size * 15 / 100 }
    }

    fn shape_box(item: &Item) -> Box {
        let of = |name| item.number(name);
        if item.name == "circle" {
            let (x, y, r) = (of("cx"), of("cy"), of("r"));
            return Box { left: x - r, right: x + r, top: y - r, bottom: y + r };
        }
        let (left, top) = (of("x"), of("y"));
        Box { left, right: left + of("width"), top, bottom: top + of("height") }
    }

    /// Text is inside the image, and does not overlap other text or shapes of these classes.
    #[track_caller]
    pub fn assert_apart(&self, classes: &[&str]) {
        let texts: Vec<(&Item, Box)> =
            self.named("text").into_iter().map(|item| (item, Self::text_box(item))).collect();
        for (n, (item, area)) in texts.iter().enumerate() {
            // Half a unit is the rounding error of a clamped centre.
            let inside = area.left >= -500
                && area.right <= self.width + 500
                && area.top >= 0
                && area.bottom <= self.height;
            assert!(inside, "{item:?} {area:?} of {} by {}", self.width, self.height);
            assert!(!item.text.is_empty());
            for (other, other_area) in &texts[n + 1..] {
                assert!(
                    !area.meets(other_area),
                    "{} meets {}: {area:?} {other_area:?}",
                    item.text,
                    other.text
                );
            }
            for shape in classes.iter().flat_map(|class| self.of_class(class)) {
                if matches!(shape.name.as_str(), "rect" | "circle") {
                    let shape_area = Self::shape_box(shape);
                    assert!(!area.meets(&shape_area), "{} meets {shape:?}", item.text);
                }
            }
        }
    }
}
