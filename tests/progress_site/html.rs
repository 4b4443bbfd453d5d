//! A minimal HTML reader for the program's own output: attributes in double quotes, tables, text.

/// The values of an attribute, in order.
pub fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value)).collect()
}

/// All elements `<name …>…</name>`; they must not be nested.
pub fn elements<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let opened = html.split(&open).skip(1).filter(|rest| rest.starts_with([' ', '>', '\n']));
    opened.map(|rest| rest.split_once(&close).map_or(rest, |(inner, _)| inner)).collect()
}

/// The visible text of a piece of HTML, with single spaces.
pub fn text(html: &str) -> String {
    let mut seen = String::new();
    for piece in html.split('<') {
        seen.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        seen.push(' ');
    }
    let seen = seen.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    seen.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of all tables as texts of cells.
pub fn rows(html: &str) -> Vec<Vec<String>> {
    let rows = elements(html, "tr").into_iter().map(|row| {
        let cells = row.replace("<th", "<td").replace("</th>", "</td>");
        // The opening tag was cut off after its name: attributes come before its end.
        let words = |cell: &&str| text(cell.split_once('>').map_or("", |(_, words)| words));
        elements(&cells, "td").iter().map(words).collect()
    });
    rows.collect()
}

/// The rows of all tables, each as one text.
pub fn lines(html: &str) -> Vec<String> {
    rows(html).into_iter().map(|row| row.join(" | ")).collect()
}

/// The row that begins with these words.
#[track_caller]
pub fn line(html: &str, begins: &str) -> String {
    let all = lines(html);
    all.iter()
        .find(|line| line.starts_with(begins))
        .unwrap_or_else(|| panic!("no {begins} in {all:#?}"))
        .clone()
}
