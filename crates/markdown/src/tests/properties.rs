use super::*;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

const MARKS: &[&str] = &[
    "*", "**", "***", "~~", "_", "__", "`", "```\n", "\n", "\n\n", " ", "    ", "# ", "> ", "- ", "1. ", "|",
    "|---|\n", "[", "](", ")", "![", "](a.md)", "[^1]", "[^1]: ", "\\", "{#x}", "---\n", ": ", "&amp;",
    "&#x41;", "[ ] ", "\r\n", "\t", "\u{a0}", "\"", "'", ";",
];
const WORDS: &[&str] = &["a", "foo", "3", "x y", "Word", "é"];
const CHINESE: &[&str] =
    &["甲", "重要", "“", "”", "。", "，", "（", "）", "《", "》", "、", "：", "—", "…", "１"];
const RAW: &[&str] = &[
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<p>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<a href=\"x\">",
    "</a>",
    "<img src=a>",
    "<table>",
    "<td>",
    "<",
    ">",
    "<b title=\"",
    "<li>",
    "<svg>",
    "<math>",
    "</p>",
    "<br>",
    "<hr>",
    "\n<div>\n",
    "\0",
    "\u{FDD3}",
    "0",
    "\u{FDD2}",
    "&#xFDD4;",
];
const CODES: &[&str] = &[
    "{% quote() %}",
    "{% end %}",
    "\n{% note() %}\n",
    "\n{% end %}\n",
    "{{ figure() }}",
    "{{ figure(a=\"*\") }}",
    "{{",
    "}}",
    "{{ x() }}",
    "{{ figure（",
    "｛｛",
    "{",
];

const ADDRESSES: &[&str] =
    &["https://a.example/", "www.a.example", "a@b.example", "http://", "@", "www.", "}", "{甲}", "**", "]("];

fn check(cases: u32, sets: &[&[&'static str]], test: impl Fn(&str)) {
    let tokens: Vec<&'static str> = sets.concat();
    let text = prop::collection::vec(prop::sample::select(tokens), 0..40).prop_map(|parts| parts.concat());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    TestRunner::new_with_rng(config, rng)
        .run(&text, |text| {
            test(&text);
            Ok(())
        })
        .unwrap();
}

fn is_void(name: &str) -> bool {
    attributes::VOID.contains(&name)
}

/// Asserts that all tags are closed in order, and that only allowed tags and attributes occur.
fn assert_sound(html: &str, text: &str) {
    let mut open = Vec::new();
    for token in raw::tokens(html) {
        match token {
            raw::Token::Open { name, attributes, .. } => {
                assert!(
                    attributes::AUTHORS.contains(&name.as_str())
                        || attributes::WRITERS.contains(&name.as_str()),
                    "{name} in {html}\nof {text:?}"
                );
                for attribute in attributes {
                    assert!(
                        !attribute.name.starts_with("on")
                            && !["style", "src"].contains(&attribute.name.as_str()),
                        "{html}\nof {text:?}"
                    );
                    let harmful = attribute.name == "href"
                        && !matches!(
                            urls::kind(&attribute.value),
                            urls::Kind::Web | urls::Kind::Fragment | urls::Kind::Contact
                        );
                    assert!(!harmful, "{html}\nof {text:?}");
                }
                if !is_void(&name) {
                    open.push(name);
                }
            }
            raw::Token::Close(name) => {
                assert_eq!(open.pop().as_deref(), Some(name.as_str()), "{html}\nof {text:?}")
            }
            raw::Token::Unfinished(_) => panic!("{html}\nof {text:?}"),
            raw::Token::Comment(_) => panic!("a comment in {html}\nof {text:?}"),
            raw::Token::Text(_) => {}
        }
    }
    assert!(open.is_empty(), "{open:?} left open: {html}\nof {text:?}");
}

/// The HTML with its slots filled by text, links by a span.
fn filled(pieces: &[Piece]) -> String {
    let fill = |piece: &Piece| match piece {
        Piece::Html(html) => html.clone(),
        Piece::Link { text, .. } => {
            let inner = filled(text);
            assert_sound(&inner, "a link");
            format!("<span>{inner}</span>")
        }
        Piece::Shortcode { body: Some(body), .. } => {
            let inner = filled(body);
            assert_sound(&inner, "a body");
            format!("<blockquote>{inner}</blockquote>")
        }
        Piece::Picture { .. } | Piece::Shortcode { .. } => "<i></i>".to_owned(),
    };
    pieces.iter().map(fill).collect()
}

#[test]
fn any_text_gives_sound_html_and_places_within_it() {
    check(6000, &[MARKS, WORDS, CHINESE, RAW, CODES, ADDRESSES], |text| {
        let document = read(text);
        assert_sound(&filled(&document.pieces), text);
        for problem in &document.problems {
            assert!(text.get(problem.range.clone()).is_some(), "{:?} of {text:?}", problem.range);
        }
        assert!(!document.plain.contains(marks::is_mark), "{text:?}");
        assert!(!filled(&document.pieces).contains(marks::is_mark), "{text:?}");
    });
}

#[test]
fn the_sanitiser_changes_nothing_of_what_the_writer_makes() {
    check(6000, &[MARKS, WORDS, CHINESE, CODES, ADDRESSES], |text| {
        let (fast, slow) = (read(text), read_with(text, true));
        assert_eq!(fast, slow, "{text:?}");
    });
}

#[test]
fn texts_without_chinese_punctuation_reach_the_parser_as_they_are() {
    // Except for texts in which asterisks may be masks.
    let masks = |text: &str| text.contains("3*") || text.contains("****");
    let unchanged = |text: &str| {
        if !masks(text) {
            assert_eq!(prepare::prepare(text, &names()).text, text);
        }
    };
    check(6000, &[MARKS, WORDS, &["(", ")", ".", "“", "”", "!", "<b>"]], unchanged);
    for delimiter in [&["*"], &["**"], &["~~"], &["_"]] {
        check(2000, &[delimiter, WORDS, &["甲", "重要", " ", "\n"]], unchanged);
    }
}

#[test]
fn what_lies_too_deep_loses_its_markup_and_is_reported_once() {
    let cases = [
        ">".repeat(10_000) + "甲",
        "*甲 ".repeat(10_000) + &"乙*".repeat(10_000),
        "- ".repeat(2_000) + "甲",
        "<div>\n".repeat(10_000) + "甲",
        "<b>".repeat(10_000) + "甲",
    ];
    for text in cases {
        let document = read(&text);
        assert_sound(&filled(&document.pieces), "deep");
        assert_eq!(
            document.problems.iter().filter(|p| p.kind == ProblemKind::TooDeep).count(),
            1,
            "{}",
            text.chars().take(20).collect::<String>()
        );
        assert!(document.plain.contains('甲'));
    }
}

#[test]
fn long_and_deep_texts_come_through() {
    let cases = [
        "[",
        "]",
        "![",
        "[a](",
        "*",
        "**a",
        "_",
        "`",
        "`a``",
        "<",
        "<b",
        "<!--",
        "&",
        "&#",
        "{{",
        "{{ a(b=\"",
        "｛｛ a",
        "[^1]",
        "\\",
        "|",
        "a|\n",
        "~~",
        "**。甲",
        "<b title=\"",
        "</b",
        "# a\n",
        "![a](b) ",
        "[a](b) ",
        "{{ figure() }}",
        "{% quote() %}",
        "{% quote() %}\n",
        "{% end %}",
        "{% end %}\n",
        "{% quote() %}甲{% end %}\n",
        "{% a",
        "｛％ a",
        "https://a.example/",
        "www.a",
        "a@",
        "a",
        "{a}",
        "}",
        "<!-- {{ a",
    ];
    for case in cases {
        let text = case.repeat(60_000 / case.len());
        let document = read(&text);
        assert!(
            !document.plain.is_empty() || !document.pieces.is_empty() || !document.problems.is_empty(),
            "{case}"
        );
    }
}
