//! Sites in any language: their words, plurals and dates, and replacements for missing translations.

use std::collections::{BTreeMap, BTreeSet};

use crate::support::{AUTUMN_2022, Place, repository};

/// A small site in a language, with a person, a course, a session and a base.
fn site(language: &str) -> Place {
    let site = Place::new(AUTUMN_2022);
    site.write(
        "content/site.yaml",
        format!(
            "title: T\nbase_url: https://site.example/\nlanguage: {language}\ntheme: own\norganiser: O\n"
        ),
    );
    site.write("themes/own/theme.yaml", "extends: peony\n");
    site.write("content/regions.yaml", "- {id: a, title: A}\n");
    site.write("content/exemplars/one.md", "---\nname: One\nregion: a\nlevel: county\nrecognised_on: 2022-03-08\nconsent: {signed: 2022-03-01, scope: [name, story, region]}\n---\nText.\n");
    site.write("content/outreach/1.yaml", "- {title: S, held_on: 2022-04, region: a, attendance: más de 12000}\n- {title: U, held_on: 2022-05-01, region: a, attendance: 1}\n");
    site
}

#[test]
fn a_page_in_spanish_is_spanish_throughout() {
    let site = site("es");
    site.build(&["--strict"]).ended(0);
    let page = site.read("public/exemplars/one.html");
    for text in [
        "<html lang=\"es\" dir=\"ltr\">",
        "8 de marzo de 2022",
        "Personas homenajeadas",
        "Fecha del reconocimiento",
        "Comarcal",
        "Ir al contenido",
    ] {
        assert!(page.contains(text), "{text} in {page}");
    }
    let sessions = site.tree("public/outreach");
    let all: String = sessions.values().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect();
    for text in ["más de 12.000 asistencias", "1 asistencia", "abril de 2022", "2 charlas"] {
        assert!(all.contains(text), "{text}");
    }
    for text in ["attendances", "April", "Session"] {
        assert!(!all.contains(text), "{text}");
    }
}

#[test]
fn another_region_reads_the_words_of_the_language_and_that_is_told_once() {
    let mexican = site("es-MX");
    let report = mexican.build(&["--strict"]).ended(0);
    assert_eq!(report.codes("note").iter().filter(|code| **code == "BY015").count(), 1);
    let page = mexican.read("public/exemplars/one.html");
    assert!(page.contains("<html lang=\"es-MX\"") && page.contains("Personas homenajeadas"));
    // A few regional words in a theme of the site's own, and no diagnostics are left.
    mexican.write("themes/own/i18n/es-MX.yaml", "nav.home: Portada\n");
    assert_eq!(mexican.build(&[]).ended(0).codes("note"), Vec::<&str>::new());
    let page = mexican.read("public/exemplars/one.html");
    assert!(page.contains("Portada") && page.contains("Personas homenajeadas"));
}

#[test]
fn a_language_without_words_reads_english_and_that_is_told_once() {
    let french = site("fr");
    let report = french.build(&[]).ended(0);
    assert_eq!(report.codes("warning"), ["BY016"]);
    let page = french.read("public/exemplars/one.html");
    for text in ["<html lang=\"fr\" dir=\"ltr\">", "8 mars 2022", "Honourees", "Skip to the text"] {
        assert!(page.contains(text), "{text}");
    }
    french.write("themes/own/i18n/fr.yaml", "nav.skip: Aller au texte\nlabel.recognised_on: Reconnue le\n");
    assert_eq!(french.build(&[]).ended(0).codes("warning"), ["BY016"]);
    let page = french.read("public/exemplars/one.html");
    assert!(page.contains("Aller au texte") && page.contains("Reconnue le"));
    assert!(!page.contains("Recognised on"));
}

#[test]
fn a_language_written_from_right_to_left_says_so_on_every_page() {
    let arabic = site("ar");
    arabic.build(&[]).ended(0);
    for (path, bytes) in arabic.tree("public").iter().filter(|(path, _)| path.ends_with(".html")) {
        let page = String::from_utf8_lossy(bytes);
        assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"), "{path}");
    }
    assert!(arabic.read("public/exemplars/one.html").contains("8 مارس 2022"));
}

#[test]
fn what_is_no_language_is_told() {
    for wrong in ["english", "zz", "es_", "[es]"] {
        let report = site(wrong).build(&[]).ended(1);
        assert_eq!(report.codes("error"), ["BY304"], "{wrong}");
    }
}

#[test]
fn a_choice_may_be_written_as_readers_see_it() {
    let site = site("es");
    site.write("content/outreach/2.yaml", "- {title: X, held_on: 2022-06-01, state: Cancelada}\n");
    site.build(&["--strict"]).ended(0);
    // The theme determines what may be written: stored records depend on it.
    site.write("themes/own/i18n/es.yaml", "choice.state.cancelled: Anulada\n");
    assert_eq!(site.build(&[]).ended(1).codes("error").len(), 1);
}

const LESSONS: &str = "title: Talleres\nroles: {title: title, date: held_on, region: region}\nfields:\n  title: {type: text, required: true}\n  \
    held_on: {type: date, required: true}\n  region: {type: region}\n  places: {type: integer, max: 9.000}\n  \
    hours:\n    type: quantity\n    unit: horas\n    min: 0,5\nurl: /lessons/{slug}.html\n";
const PROGRAM: &str = "title: P\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  \
    - {id: visits, title: Visitas, unit: asistencias, from: outreach, measure: {sum: attendance}, dated_by: held_on}\n  \
    - {id: hours, title: Horas, unit: horas, from: lessons, measure: {sum: hours}, dated_by: held_on, decimals: 1}\n\
    targets:\n  - metric: visits\n    set: city\n    value: 8.000\n    due: 2022-12-31\n    plan: {2022-03: 1.000}\n    \
    regions: {a: 8.000}\n  \
    - metric: hours\n    set: city\n    value: 2,5\n    due: 2022-12-31\n    regions:\n      a: 2,5\n\
    status:\n  on_track: 0,9\nranking:\n  audience: internal\n  set: city\n  cap: 1,2\n  weights:\n    visits: 12,5\n    hours: 1\n";

/// A Spanish site whose editors write numbers as in Spain.
fn counting() -> Place {
    let site = site("es");
    site.write("content/collections/lessons.yaml", LESSONS);
    site.write("content/programs/2022.yaml", PROGRAM);
    site.write(
        "content/outreach/1.yaml",
        "- {title: S, held_on: 2022-04-05, region: a, attendance: 4.000}\n",
    );
    site.write(
        "content/lessons/1.yaml",
        "- title: T\n  held_on: 2022-04-06\n  region: a\n  hours: 1,5 horas\n  places: 1.200\n",
    );
    site.write(
        "content/reports/2022-04.md",
        "---\ntitle: Abril\nperiod: 2022-04\nclaims:\n  - says: 4.000 asistencias\n    metric: visits\n    on: 2022-04-30\n    \
         value: 4.000\n  - says: el 60 %\n    metric: hours\n    of: city\n    on: 2022-04-30\n    percent: 60,0\n---\nYa son 4.000 asistencias, y el 60 % de las horas.\n",
    );
    site
}

#[test]
fn numbers_are_read_as_the_language_writes_them() {
    let site = counting();
    let report = site.build(&["--strict"]).ended(0);
    assert_eq!(report.codes("error"), Vec::<&str>::new());
    let data = site.read("public/data/2022/progress.json");
    let data: serde_json::Value = serde_json::from_str(&data).unwrap();
    let metric = |at: usize| &data["metrics"][at];
    assert_eq!(
        (metric(0)["value"].to_string(), metric(1)["value"].to_string()),
        ("4000".into(), "1.5".into())
    );
    for (at, value, percent) in [(0, "8000", "50.0"), (1, "2.5", "60.0")] {
        let target = &metric(at)["targets"][0];
        assert_eq!(
            (target["value"].to_string(), target["percent"].to_string()),
            (value.into(), percent.into())
        );
    }
    // Readers see them in the same notation.
    let lessons = site.tree("public/lessons");
    let page = String::from_utf8_lossy(lessons.values().find(|page| page.starts_with(b"<!doctype")).unwrap());
    assert!(page.contains("1,5 horas") && page.contains("1200"), "{page}");
}

#[test]
fn a_number_that_may_be_two_is_asked_about_wherever_it_is_written() {
    for (file, from, to) in [
        ("outreach/1.yaml", "attendance: 4.000", "attendance: '4,000'"),
        ("outreach/1.yaml", "attendance: 4.000", "attendance: 'más de 4,000'"),
        ("lessons/1.yaml", "places: 1.200", "places: 1,200"),
        ("lessons/1.yaml", "hours: 1,5 horas", "hours: 1,500 horas"),
        ("reports/2022-04.md", "value: 4.000", "value: 4,000"),
        ("programs/2022.yaml", "value: 8.000", "value: 8,000"),
        ("programs/2022.yaml", "plan: {2022-03: 1.000}", "plan: {2022-03: '1,000'}"),
        ("programs/2022.yaml", "regions: {a: 8.000}", "regions: {a: '8,000'}"),
        ("programs/2022.yaml", "visits: 12,5", "visits: 12,500"),
        ("programs/2022.yaml", "cap: 1,2", "cap: 1,200"),
        ("programs/2022.yaml", "on_track: 0,9", "on_track: 1,000"),
        ("collections/lessons.yaml", "max: 9.000", "max: '9,000'"),
    ] {
        let site = counting();
        site.change(&format!("content/{file}"), from, to);
        let report = site.run(&["check"]).ended(1);
        assert!(report.codes("error").contains(&"BY249"), "{to}: {report:#?}");
        let told = report.diagnostics.iter().filter(|it| it["code"] == "BY249").count();
        assert_eq!(told, 1, "{to}");
        assert!(
            !report.codes("error").iter().any(|code| ["BY207", "BY304"].contains(code)),
            "{to}: {report:#?}"
        );
    }
    // Messages use the site's number notation.
    let site = counting();
    site.change("content/lessons/1.yaml", "hours: 1,5 horas", "hours: 1,125");
    let report = site.run(&["check"]);
    let message = report.of("BY249")["message"].as_str().unwrap();
    assert!(message.contains("1125") && message.contains("1,1250"), "{message}");
}

#[test]
fn a_unit_may_be_written_as_readers_see_it() {
    let site = site("es");
    site.write("content/outreach/2.yaml", "- {title: X, held_on: 2022-06-01, attendance: 1.200 asistencias}\n- {title: Y, held_on: 2022-06-02, attendance: 1 asistencia}\n");
    site.build(&["--strict"]).ended(0);
    // Another unit is reported in the site's own words.
    site.write("content/outreach/3.yaml", "- {title: Z, held_on: 2022-06-03, attendance: 60 personas}\n");
    let message = site.run(&["check"]).of("BY226")["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("personas") && message.contains("asistencias") && !message.contains("人次"),
        "{message}"
    );
    // The theme determines what may be written: stored records depend on it.
    site.remove("content/outreach/3.yaml");
    site.write("themes/own/i18n/es.yaml", "unit.人次: visitas\n");
    assert_eq!(site.build(&[]).ended(1).codes("error"), ["BY226", "BY226"]);
}

/// Peony's words by language.
fn lists() -> BTreeMap<String, BTreeMap<String, String>> {
    let words = |text: &str| {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines
            .filter_map(|line| line.split_once(": "))
            .map(|(key, text)| (key.to_owned(), text.to_owned()))
            .collect()
    };
    let files = repository("themes/peony/i18n").into_iter();
    files
        .map(|(name, bytes)| (name.replace(".yaml", ""), words(std::str::from_utf8(&bytes).unwrap())))
        .collect()
}

/// Whether a key is about plurals or dates of one language, or names something that the program itself names
/// in English and Chinese.
fn is_its_own(key: &str) -> bool {
    let forms = ["zero", "one", "two", "few", "many"];
    let (first, last) = (key.split('.').next().unwrap(), key.rsplit('.').next().unwrap());
    forms.contains(&first)
        || forms.contains(&last)
        || ["date", "month", "number", "collection", "label", "back", "choice"].contains(&first)
        || ["period.month", "period.year", "list.separator"].contains(&key)
}

#[test]
fn every_language_of_the_theme_has_all_words() {
    let lists = lists();
    let keys = |words: &BTreeMap<String, String>| -> BTreeSet<String> {
        words.keys().filter(|key| !is_its_own(key)).cloned().collect()
    };
    let english = keys(&lists["en"]);
    assert!(english.len() > 300 && lists.len() > 2);
    for (language, words) in &lists {
        let own = keys(words);
        let missing: Vec<_> = english.symmetric_difference(&own).collect();
        assert!(missing.is_empty(), "{language}: {missing:?}");
    }
}

#[test]
fn words_leave_room_for_the_same_in_every_form() {
    let names = |text: &str| -> BTreeSet<String> {
        text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
    };
    for (language, words) in lists() {
        for (key, text) in &words {
            let Some((base, form)) = key.rsplit_once('.') else { continue };
            let Some(usual) = words.get(base) else { continue };
            if ["zero", "one", "two", "few", "many", "other"].contains(&form) {
                assert_eq!(names(text), names(usual), "{language}: {key}");
            }
        }
    }
}
