//! The pages, as text.

use std::collections::BTreeMap;

use bangyang_domain::diag::{Code, Lang, Severity, entry};

/// The groups of codes, by their first digit.
const PARTS: [(char, &str, &str); 9] = [
    ('0', "Files", "文件"),
    ('1', "Writing of YAML", "YAML 的写法"),
    ('2', "Records", "记录"),
    ('3', "Settings", "设置"),
    ('4', "Themes", "主题"),
    ('5', "Publishing", "生成和发布"),
    ('6', "Programs", "项目"),
    ('7', "Finished pages", "生成的网页"),
    ('8', "Spreadsheets", "电子表格"),
];

/// The names of files and their contents.
pub fn all() -> BTreeMap<String, String> {
    let mut pages: BTreeMap<String, String> =
        Code::ALL.into_iter().map(|code| (format!("{}.md", code.id()), page(code))).collect();
    pages.insert("README.md".to_owned(), index());
    pages
}

fn severity(code: Code) -> (&'static str, &'static str) {
    match code.severity() {
        Severity::Error => ("Error: nothing is published while it stands.", "错误：改好之前不会发布。"),
        Severity::Warning => ("Warning: it is published, but look at it.", "警告：照常发布，但请看一看。"),
        Severity::Note => ("For information.", "提示。"),
    }
}

fn page(code: Code) -> String {
    let (en, zh) = (entry(code, Lang::En), entry(code, Lang::ZhCn));
    let (grave_en, grave_zh) = severity(code);
    let mut out = format!("# {}: {}\n", code.id(), en.name);
    for (entry, heading, grave, mend) in
        [(en, "English", grave_en, "How to fix it:"), (zh, "中文", grave_zh, "怎么改：")]
    {
        out += &format!("\n## {heading}\n\n**{}**\n\n{grave}\n\n{mend}\n\n", entry.open_message());
        for line in entry.open_help() {
            out += &format!("- {line}\n");
        }
        out += &format!("\n{}\n", entry.explanation);
    }
    out
}

fn index() -> String {
    let mut out = String::from(
        "# What the program may say\n\n\
         Every message has a code, which stays the same from version to version. `bangyang explain BY201` shows the same text.\n\n\
         每条信息都有一个编号，各个版本都一样。运行 `bangyang explain BY201` 也能看到同样的说明。\n\n\
         These pages are written by `cargo xtask codes`.\n",
    );
    for (digit, en, zh) in PARTS {
        out += &format!("\n## {en} · {zh}\n\n| code | English | 中文 |\n| --- | --- | --- |\n");
        for code in Code::ALL.into_iter().filter(|code| code.id().chars().nth(2) == Some(digit)) {
            let cell = |lang| entry(code, lang).open_message().replace('|', "\\|");
            out += &format!("| [{0}]({0}.md) | {1} | {2} |\n", code.id(), cell(Lang::En), cell(Lang::ZhCn));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_page_and_a_line_in_the_index() {
        let pages = all();
        assert_eq!(pages.len(), Code::ALL.len() + 1);
        let index = &pages["README.md"];
        for code in Code::ALL {
            assert_eq!(index.matches(&format!("({}.md)", code.id())).count(), 1, "{code}");
            let page = &pages[&format!("{}.md", code.id())];
            for part in ["## English", "## 中文", "How to fix it", "怎么改"] {
                assert!(page.contains(part), "{code}: {part}");
            }
        }
    }
}
