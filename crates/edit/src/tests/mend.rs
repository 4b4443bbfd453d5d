//! Fixes that improve a file, and those that do not.

use crate::mend;
use bangyang_domain::source::SitePath;

/// The text after some replacements (each of the first occurrence), and which of them were made.
fn mended(text: &str, changes: &[(&str, &str)]) -> (String, Vec<bool>) {
    let path = SitePath::try_from("content/news/a.md").unwrap();
    let change = |(old, new): &(&str, &str)| {
        let at = text.find(old).unwrap();
        (at..at + old.len(), (*new).to_owned())
    };
    let changes: Vec<_> = changes.iter().map(change).collect();
    let (made, taken) = mend(&path, text.as_bytes().to_vec(), &changes).unwrap();
    (made.content().to_string(), taken)
}

#[test]
fn a_file_that_cannot_be_read_gets_better() {
    let before = "---\na：b\nc: 1\n---\nd：e\n";
    assert_eq!(mended(before, &[("：", ": ")]), (before.replacen('：', ": ", 1), vec![true]));
    // Readable further than before, but not to the end.
    let two = "---\na: {b，c: 1}\nd: {e，f: 1}\n---\n";
    assert_eq!(mended(two, &[("，", ", ")]).1, [true]);
    // A text of several lines with a colon in it is not the problem.
    let other = "---\na: 一\n  时间：3月\nb: [c\n---\n";
    assert_eq!(mended(other, &[("：", ": ")]), (other.to_owned(), vec![false]));
    // No improvement.
    let quoted = "---\na: \"b\nc：d\n---\n";
    assert_eq!(mended(quoted, &[("：", ": ")]), (quoted.to_owned(), vec![false]));
}

#[test]
fn a_change_that_says_more_than_it_should_is_not_made() {
    let text = "---\nnmae: x\nname: y\nday: 2022.3\n---\n";
    assert_eq!(
        mended(text, &[("nmae", "name"), ("2022.3", "2022-03")]),
        (text.replace("2022.3", "2022-03"), vec![false, true])
    );
    let text = "---\na: b\nc: d\n---\n";
    assert_eq!(mended(text, &[("b", "\"b")]), (text.to_owned(), vec![false]));
    assert_eq!(mended(text, &[("b", "x"), ("b", "y")]).1, [true, false]);
}
