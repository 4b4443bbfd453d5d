//! The tags and attributes allowed on a page: those that authors may write, and those that the writer adds.

/// Tags that authors may write, except `img`, which becomes a slot.
pub const AUTHORS: &[&str] = &[
    "a",
    "abbr",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Tags that the writer adds.
pub const WRITERS: &[&str] = &["h1", "input", "section"];

/// Tags that are removed with their contents.
pub const VANISHING: &[&str] = &[
    "applet", "audio", "canvas", "frameset", "iframe", "math", "noembed", "noframes", "noscript", "object",
    "script", "select", "style", "svg", "template", "textarea", "title", "video", "xmp",
];

/// Tags without contents that are never closed.
pub const VOID: &[&str] = &[
    "area", "base", "basefont", "bgsound", "br", "col", "embed", "frame", "hr", "img", "input", "keygen",
    "link", "meta", "param", "source", "track", "wbr",
];

/// Tags for layout within a line; an unclosed one ends with its block.
pub const WITHIN_LINES: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var",
];

/// Attributes that authors may write on any tag.
pub const ANYWHERE: &[&str] = &["dir", "lang", "title"];

/// Attributes that authors may write on a tag.
pub fn authors(tag: &str) -> &'static [&'static str] {
    match tag {
        "a" => &["href"],
        "col" | "colgroup" => &["span"],
        "td" => &["colspan", "rowspan"],
        "th" => &["colspan", "rowspan", "scope"],
        "ol" => &["start", "reversed", "type"],
        "li" => &["value"],
        "time" | "ins" | "del" => &["datetime"],
        "details" => &["open"],
        _ => &[],
    }
}

/// Attributes that the writer adds to a tag.
pub fn writers(tag: &str) -> &'static [&'static str] {
    match tag {
        "a" => &["aria-label", "class", "id", "rel", "role"],
        "code" | "td" | "th" | "sup" => &["class"],
        "div" | "section" => &["aria-label", "class", "role", "tabindex"],
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "li" => &["id"],
        "input" => &["aria-label", "checked", "disabled", "type"],
        _ => &[],
    }
}
