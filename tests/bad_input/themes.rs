//! Themes and templates.

use super::support::*;

const SITE: (&str, &str) = (
    "content/site.yaml",
    "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: own\norganiser: 示例单位\n",
);
const OWN: (&str, &str) = ("themes/own/theme.yaml", "name: own\nextends: peony\n");

#[test]
fn chains_of_themes() {
    says(&[SITE, OWN], &[]);
    says(&[("content/site.yaml", &SITE.1.replace("own", "‸owm")), OWN], &["BY401"]);
    says(&[SITE, ("themes/own/theme.yaml", "extends: ‸peon\n")], &["BY401"]);
    says(&[SITE, ("themes/own/theme.yaml", "extends: ‸own\n")], &["BY402"]);
    let said = says(
        &[SITE, ("themes/own/theme.yaml", "extends: two\n"), ("themes/two/theme.yaml", "extends: ‸own\n")],
        &["BY402"],
    );
    assert!(tell(&said[0]).contains("own → two → own"));
    says(&[SITE, ("themes/own/theme.yaml", "extends: ‸[peony]\n")], &["BY107"]);
    says(&[SITE, ("themes/own/theme.yaml", "‸- peony\n")], &["BY107"]);
    says(&[SITE, ("themes/own/theme.yaml", "extends: peony\n‸colour: red\n")], &["BY302"]);
    says(&[SITE, ("themes/own/theme.yaml", "‸extends peony\n")], &["BY107"]);
    says(&[SITE, OWN, ("themes/own/i18n/zh-CN.yaml", "home: ‸[甲]\n")], &["BY107"]);
    says(&[SITE, OWN, ("themes/own/i18n/zh-CN.yaml", "home‸:首页\n")], &["BY108"]);
}

#[test]
fn templates() {
    let own = |name: &'static str, text: &str, codes: &[&str]| says(&[SITE, OWN, (name, text)], codes);
    const RECORD: &str = "themes/own/templates/404.html";
    own(RECORD, "{% if ‸%}{% endif %}\n", &["BY403"]);
    own(RECORD, "一\n{{ ‸title \n", &["BY403"]);
    own(RECORD, "{% block a %}‸\n", &["BY403"]);
    own(RECORD, "一\n二{{ ‸nothing.deep }}\n", &["BY405"]);
    own(RECORD, "{{ 1 | ‸nosuch }}\n", &["BY403"]);
    own(RECORD, "{{ ‸nosuch(a=1) }}\n", &["BY403"]);
    own(RECORD, "{% extends \"‸nothing.html\" %}\n", &["BY404"]);
    own(RECORD, "{% include \"‸nothing.html\" %}\n", &["BY404"]);
    own(RECORD, "{% extends \"‸404.html\" %}\n", &["BY406"]);
    own(RECORD, "{% include \"‸404.html\" %}\n", &["BY406"]);
    says(
        &[
            SITE,
            OWN,
            (RECORD, "{% include \"parts/x.html\" %}\n"),
            ("themes/own/templates/parts/x.html", "{% include \"‸404.html\" %}\n"),
        ],
        &["BY406"],
    );
    own(RECORD, "{{ t(key=\"‸nosuchword\") }}", &["BY407"]);
    // What a template takes away that others build on.
    let said = says(
        &[
            SITE,
            OWN,
            ("themes/own/templates/record.html", "一\n"),
            (
                "themes/own/templates/bases/record.html",
                "{% extends \"record.html\" %}{% block ‸more %}{% endblock %}",
            ),
        ],
        &["BY403"],
    );
    assert!(!tell(&said[0]).contains("margin"));
    own(RECORD, "{{ 1 / ‸0 }}", &["BY405"]);
}
