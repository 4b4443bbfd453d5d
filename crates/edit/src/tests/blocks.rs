//! Edits of Markdown texts by blocks.

use super::{markdown, text};
use crate::Refusal;

const TEXT: &str = "---\na: b\n---\n\n# 一\n\n二\n三\n\n- 四\n- 五\n\n[甲]: https://a.example/\n";

fn changed(from: usize, to: usize, words: &str) -> Result<String, Refusal> {
    let mut document = markdown(TEXT);
    document.set_blocks(from..to, words).map(|()| text(&document))
}

#[test]
fn blocks_are_found() {
    let document = markdown(TEXT);
    let content = document.original().content();
    let found: Vec<&str> = document
        .blocks()
        .iter()
        .map(|it| &content[usize::try_from(it.start).unwrap()..usize::try_from(it.end).unwrap()])
        .collect();
    assert_eq!(found, ["# 一", "二\n三", "- 四\n- 五", "[甲]: https://a.example/"]);
}

#[test]
fn blocks_are_replaced_added_and_removed() {
    assert_eq!(changed(1, 2, "新\n").unwrap(), TEXT.replace("二\n三", "新"));
    assert_eq!(changed(0, 1, "## 新\n\n两段").unwrap(), TEXT.replace("# 一", "## 新\n\n两段"));
    assert_eq!(changed(1, 1, "新").unwrap(), TEXT.replace("二\n三", "新\n\n二\n三"));
    assert_eq!(changed(4, 4, "新").unwrap(), format!("{}\n\n新\n", TEXT.trim_end()));
    assert_eq!(changed(1, 2, "").unwrap(), TEXT.replace("二\n三\n\n", ""));
    assert_eq!(changed(3, 4, "").unwrap(), TEXT.replace("\n\n[甲]: https://a.example/", ""));
    let mut bare = markdown("---\na: b\n---\n");
    bare.set_blocks(0..0, "新").unwrap();
    assert_eq!(text(&bare), "---\na: b\n---\n新\n");
}

#[test]
fn what_would_take_its_neighbours_in_is_refused() {
    for words in ["```\n没有结束", "<!-- 没有结束", "- 六"] {
        assert_eq!(changed(2, 2, words), Err(Refusal::Differs), "{words}");
    }
    assert_eq!(changed(3, 9, "x"), Err(Refusal::Place));
}
