//! The theme's style sheets use logical directions instead of left and right, so that pages written from
//! right to left are mirrored automatically.

/// The declarations in a style sheet that use left or right: property and line.
pub fn physical(sheet: &str) -> Vec<(usize, String)> {
    let mut plain = String::new();
    let mut rest = sheet;
    while let Some((before, after)) = rest.split_once("/*") {
        plain.push_str(before);
        let (comment, after) = after.split_once("*/").unwrap_or((after, ""));
        plain.extend(comment.chars().filter(|c| *c == '\n'));
        rest = after;
    }
    plain.push_str(rest);
    let named =
        |text: &str| text.split(|c: char| !c.is_alphabetic()).any(|word| ["left", "right"].contains(&word));
    let lines = plain.lines().enumerate().filter_map(|(at, line)| {
        let declaration = line.rsplit(['{', ';']).find(|part| part.contains(':')).unwrap_or(line);
        let (property, value) = declaration.split_once(':')?;
        let (property, value) = (property.trim(), value.trim());
        // For positions within a picture there is no logical keyword; such a rule must exist for both
        // directions.
        let by_value =
            ["text-align", "float", "clear", "justify-content", "justify-self", "transform-origin"];
        let wrong = named(property) || (by_value.contains(&property) && named(value));
        wrong.then(|| (at + 1, declaration.trim().to_owned()))
    });
    lines.collect()
}

#[test]
fn no_sheet_of_the_theme_speaks_of_left_and_right() {
    let folder = super::root().join("themes/peony/assets/css");
    let mut sheets = 0;
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        sheets += 1;
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        found.extend(physical(&text).into_iter().map(|(line, it)| format!("{name}:{line}: {it}")));
        if text.contains(" to left") || text.contains(" to right") || text.contains("(to left") {
            assert!(text.contains(":dir(rtl)"), "{name} shades one side and not the other");
        }
    }
    assert!(sheets > 15, "the sheets have moved");
    super::assert_none(&found);
}

#[test]
fn what_is_physical_would_be_found() {
    let sheet = "/* left */\n.a { margin-left: 1px; }\n.b {\n  text-align: right;\n  padding-inline: 2px;\n  left: 0;\n  border-top-right-radius: 2px;\n  float: left;\n}";
    let lines: Vec<usize> = physical(sheet).into_iter().map(|(line, _)| line).collect();
    assert_eq!(lines, [2, 4, 6, 7, 8]);
    assert_eq!(
        physical(".a { text-emphasis-position: under right; color: red; margin-inline-start: 1px }"),
        []
    );
}
