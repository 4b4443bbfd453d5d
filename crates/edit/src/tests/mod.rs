//! What is changed, and what stays.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice, clippy::panic)]

#[test]
fn events() {
    use serde_yaml::Parser;
    for text in ["a:\nb: x y \nc: |\n  k\n\n  l\n\nd: [a, {b: c}, ] # r\ne:\n- 1\n-\n- - 2\n  - 3\nf: &x\n  g: 1\nh: *x\ni: \"a\n  b\"\nj: >-\n  a\n  b\n# end\n", "{a, b: , c: d}", "- a: 1\n  b:\n- c\n"] {
        println!("{text}");
        for it in Parser::new_from_str(text) {
            let (event, span) = it.unwrap();
            let range = span.byte_range().unwrap();
            println!("{event:?} {range:?} {:?}", &text[range.clone()]);
        }
        println!("{:?}", crate::cst::Cst::read(text, 0..text.len()));
    }
}
