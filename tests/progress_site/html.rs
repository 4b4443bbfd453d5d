//! Just enough reading of HTML for what the program writes: attributes in double quotes, tables, words.

/// The values of an attribute, in order.
pub fn attributes<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let start = format!(" {name}=\"");
    html.split(&start).skip(1).filter_map(|rest| rest.split_once('"').map(|(value, _)| value)).collect()
}

/// Everything from the opening tags `<name …>` to their ends; elements of one name must not be in one
/// another.
pub fn elements<'h>(html: &'h str, name: &str) -> Vec<&'h str> {
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let opened = html.split(&open).skip(1).filter(|rest| rest.starts_with([' ', '>', '\n']));
    opened.map(|rest| rest.split_once(&close).map_or(rest, |(inner, _)| inner)).collect()
}

/// What readers see of a piece of HTML, with one space for each run of them.
pub fn text(html: &str) -> String {
    let mut seen = String::new();
    for piece in html.split('<') {
        seen.push_str(piece.split_once('>').map_or(piece, |(_, text)| text));
        seen.push(' ');
    }
    let seen = seen.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    seen.replace("&amp;", "&").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The rows of all tables: the words of their cells.
pub fn rows(html: &str) -> Vec<Vec<String>> {
    let rows = elements(html, "tr").into_iter().map(|row| {
        let cells = row.replace("<th", "<td").replace("</th>", "</td>");
        // An opening tag was cut off its name: what comes before its end are attributes.
        let words = |cell: &&str| text(cell.split_once('>').map_or("", |(_, words)| words));
        elements(&cells, "td").iter().map(words).collect()
    });
    rows.collect()
}

/// The rows of all tables, each as a line.
pub fn lines(html: &str) -> Vec<String> {
    rows(html).into_iter().map(|row| row.join(" | ")).collect()
}

/// The line that begins with these words.
#[track_caller]
pub fn line(html: &str, begins: &str) -> String {
    let all = lines(html);
    all.iter()
        .find(|line| line.starts_with(begins))
        .unwrap_or_else(|| panic!("no {begins} in {all:#?}"))
        .clone()
}
