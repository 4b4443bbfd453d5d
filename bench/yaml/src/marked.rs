//! saphyr's own tree with positions.

use saphyr::{LoadableYamlNode, MarkedYaml, YamlData};

fn parse(text: &str) -> Result<MarkedYaml<'_>, String> {
    let documents = MarkedYaml::load_from_str(text).map_err(|error| error.to_string())?;
    documents.into_iter().next().ok_or_else(|| "nothing".to_owned())
}

fn count(node: &MarkedYaml<'_>) -> usize {
    1 + match &node.data {
        YamlData::Sequence(items) => items.iter().map(count).sum(),
        YamlData::Mapping(entries) => entries.iter().map(|(_, node)| count(node)).sum(),
        _ => 0,
    }
}

pub fn read(text: &str) -> Result<usize, String> {
    parse(text).map(|node| count(&node))
}

pub fn show(text: &str) -> String {
    match parse(text) {
        Ok(MarkedYaml { data: YamlData::Mapping(entries), .. }) => {
            let found = entries.iter().find(|(key, _)| key.data.as_str() == Some("value"));
            found.map_or_else(
                || "no such key".to_owned(),
                |(_, node)| {
                    let (start, end) = (node.span.start, node.span.end);
                    format!(
                        "{} at line {}, characters {}..{}",
                        tell(node),
                        start.line(),
                        start.index(),
                        end.index()
                    )
                },
            )
        }
        Ok(_) => "no group".to_owned(),
        Err(error) => format!("refused: {}", crate::one_line(&error)),
    }
}

fn tell(node: &MarkedYaml<'_>) -> String {
    match &node.data {
        YamlData::Sequence(items) => {
            format!("list of {}", items.iter().map(tell).collect::<Vec<_>>().join(", "))
        }
        YamlData::Value(scalar) => format!("{scalar:?}"),
        other => format!("{other:?}"),
    }
}
