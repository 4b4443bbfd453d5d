//! Shows problems within the page: where, what, and how to fix them, in the user's language.

use bangyang_domain::diag::{Diagnostic, Lang, Place, TextSpot};
use bangyang_site::render::escape;

/// Maximum number of problems listed on a page; the terminal lists all.
const MOST: usize = 20;

/// The folder of the preview's own files.
pub(super) const OWN: &str = "/__bangyang/";

/// How the problems relate to the page in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The page is from before the problems.
    BeforeThem,
    /// The page is the best possible despite the problems.
    WithThem,
    /// There is no page.
    Instead,
}

/// A page with the reload script and the problems.
pub(super) fn into_page(
    mut html: Vec<u8>,
    version: &str,
    problems: &[Diagnostic],
    shown: Shown,
    lang: Lang,
) -> Vec<u8> {
    let mut added = String::new();
    if !problems.is_empty() {
        added.push_str(&format!("<link rel=\"stylesheet\" href=\"{OWN}problems.css\">"));
        added.push_str(&list(problems, shown, lang));
    }
    added.push_str(&format!("<script src=\"{OWN}reload.js?v={version}\"></script>"));
    let at = end_of_body(&html).unwrap_or(html.len());
    html.splice(at..at, added.into_bytes());
    html
}

/// A page that consists only of the problems.
pub(super) fn page(version: &str, problems: &[Diagnostic], lang: Lang) -> Vec<u8> {
    let title = match lang {
        Lang::En => "This page cannot be shown",
        Lang::ZhCn => "网页暂时显示不了",
    };
    let tag = lang.tag();
    let empty = format!(
        "<!doctype html>\n<html lang=\"{tag}\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title></head>\n<body>\n</body>\n</html>\n"
    );
    into_page(empty.into_bytes(), version, problems, Shown::Instead, lang)
}

/// The position of the last `</body>`, in any case.
fn end_of_body(html: &[u8]) -> Option<usize> {
    const TAG: &[u8] = b"</body>";
    html.windows(TAG.len()).rposition(|part| part.eq_ignore_ascii_case(TAG))
}

fn list(problems: &[Diagnostic], shown: Shown, lang: Lang) -> String {
    let count = problems.len();
    let (heading, note) = match (lang, shown) {
        (Lang::En, Shown::BeforeThem) => (
            many(count),
            "Until they are fixed, you see the site as it was before. Once you fix and save, this message disappears by itself.",
        ),
        (Lang::En, Shown::WithThem) => (
            many(count),
            "The site cannot be published like this. Once you fix and save, this message disappears by itself.",
        ),
        (Lang::En, Shown::Instead) => (
            many(count),
            "This page cannot be shown until they are fixed. Once you fix and save, it appears by itself.",
        ),
        (Lang::ZhCn, Shown::BeforeThem) => (
            format!("有 {count} 处错误"),
            "改好之前，这里显示的是出错以前的网站。改好并保存，这条提示会自动消失。",
        ),
        (Lang::ZhCn, Shown::WithThem) => {
            (format!("有 {count} 处错误"), "这样还不能发布。改好并保存，这条提示会自动消失。")
        }
        (Lang::ZhCn, Shown::Instead) => {
            (format!("有 {count} 处错误"), "改好之前，这一页显示不了。改好并保存，网页会自动出现。")
        }
    };
    let class = if shown == Shown::Instead { " class=\"whole\"" } else { "" };
    let tag = lang.tag();
    let mut html = format!(
        "<section id=\"bangyang-problems\"{class} role=\"alert\" lang=\"{tag}\"><h2>{heading}</h2><p>{note}</p><ol>"
    );
    for problem in problems.iter().take(MOST) {
        item(&mut html, problem, lang);
    }
    html.push_str("</ol>");
    if count > MOST {
        html.push_str(match lang {
            Lang::En => "<p>The others are listed in the window where “bangyang serve” is running.</p>",
            Lang::ZhCn => "<p>其余的请看运行“bangyang serve”的窗口。</p>",
        });
    }
    html.push_str("</section>");
    html
}

fn many(count: usize) -> String {
    if count == 1 { "1 error".to_owned() } else { format!("{count} errors") }
}

fn item(html: &mut String, problem: &Diagnostic, lang: Lang) {
    let message = escape(&problem.message(lang));
    let code = problem.code.id();
    html.push_str(&format!("<li><p class=\"message\">{message} <span class=\"code\">{code}</span></p>"));
    for place in problem.place.iter().chain(&problem.related) {
        html.push_str(&format!("<p class=\"place\">{}</p>", spot(place, lang)));
        if let Some((quoted, marked)) = place.quoted().filter(|(quoted, _)| !quoted.is_empty()) {
            html.push_str(&format!("<pre>{}</pre>", excerpt(quoted, &marked)));
        }
    }
    for line in problem.help(lang) {
        html.push_str(&format!("<p class=\"help\">{}</p>", escape(&line)));
    }
    html.push_str("</li>");
}

fn spot(place: &Place, lang: Lang) -> String {
    let file = escape(&place.shown());
    match (place.text(), lang) {
        (None, _) => file,
        (Some(TextSpot { line, column, .. }), Lang::En) => format!("{file}, line {line}, character {column}"),
        (Some(TextSpot { line, column, .. }), Lang::ZhCn) => format!("{file}，第 {line} 行第 {column} 个字"),
    }
}

/// The quoted line with the relevant part marked.
fn excerpt(quoted: &str, marked: &std::ops::Range<usize>) -> String {
    let part = |from: usize, to: usize| {
        escape(&quoted.chars().skip(from).take(to.saturating_sub(from)).collect::<String>())
    };
    let (start, end) = (marked.start, marked.end);
    format!("{}<mark>{}</mark>{}", part(0, start), part(start, end), part(end, usize::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bangyang_domain::diag::Code;
    use bangyang_domain::source::SitePath;

    fn problem() -> Diagnostic {
        let file = SitePath::try_from("content/news/<b>.md").unwrap();
        let text = "---\ntitle: a & <script>\n---\n";
        Diagnostic::new(Code::UnknownField)
            .at(Place::of(file, text, 4..9))
            .arg("field", "<img onerror=x>")
            .arg("collection", "news")
    }

    #[test]
    fn what_editors_typed_is_text_and_nothing_else() {
        for lang in Lang::ALL {
            let html = String::from_utf8(page("1-1", &[problem()], lang)).unwrap();
            assert!(!html.contains("<img") && !html.contains("<b>") && !html.contains("<script>"), "{html}");
            assert!(html.contains("<mark>title</mark>: a &amp; &lt;script&gt;"), "{html}");
            assert!(html.contains("BY201") && html.contains("class=\"help\""), "{html}");
        }
        let english = String::from_utf8(page("1-1", &[problem()], Lang::En)).unwrap();
        assert!(english.contains("line 2, character 1"), "{english}");
    }

    #[test]
    fn stands_before_the_last_end_of_a_body() {
        let added = |html: &str| {
            let html = into_page(html.as_bytes().to_vec(), "7", &[], Shown::WithThem, Lang::En);
            String::from_utf8(html).unwrap()
        };
        let script = "<script src=\"/__bangyang/reload.js?v=7\"></script>";
        assert_eq!(
            added("<pre></body></pre></BODY></html>"),
            format!("<pre></body></pre>{script}</BODY></html>")
        );
        assert_eq!(added("<p>"), format!("<p>{script}"));
    }
}
