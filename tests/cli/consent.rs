//! `consent`: who is published on what grounds.

use super::support::{Place, is_chinese};

/// 2022-06-30 in Shanghai.
const JUNE: &str = "1656561600";

fn site() -> Place {
    let place = Place::new().environment("SOURCE_DATE_EPOCH", JUNE);
    place.write("content/site.yaml", "title: Test\nbase_url: https://site.example/\nlanguage: en\n");
    place.write("content/regions.yaml", "- {id: north, title: North}\n- {id: south, title: South}\n");
    let persons = [
        (
            "ann",
            "region: south\nconsent: {signed: 2022-01-05, until: 2022-08-29, scope: [name, story], channels: [site], form: drawer}",
        ),
        ("bea", "region: north\nconsent: {signed: 2022-01-05, until: 2022-08-30, scope: [name]}"),
        ("cleo", "region: south\nconsent: {signed: 2022-01-05, withdrawn: 2022-06-01, scope: [name]}"),
        ("dora", "region: north"),
        ("eve", "consent: {signed: 2021-01-05, until: 2022-06-29, scope: [name]}"),
        ("fay", "region: north\ndraft: true\nconsent: {signed: 2022-01-05, scope: [name], form: drawer}"),
    ];
    for (name, lines) in persons {
        let record = format!("---\nname: {name}\nrecognised_on: 2022-03-08\n{lines}\n---\nStory.\n");
        place.write(&format!("content/exemplars/{name}.md"), &record);
    }
    place
}

#[test]
fn persons_are_listed_by_region_with_their_grounds() {
    let ran = site().run(&["consent"]).ended(0);
    let wanted = "North
  bea: published (name), signed 2022-01-05, until 2022-08-30, no note of where the paper is kept (form)  content/exemplars/bea.md
  dora: withheld, there is no signed consent  content/exemplars/dora.md
  fay: a draft (name), signed 2022-01-05  content/exemplars/fay.md

South
  ann: published (name, story), signed 2022-01-05, until 2022-08-29, for site, ENDS IN 60 DAYS  content/exemplars/ann.md
  cleo: withheld, the consent was withdrawn, signed 2022-01-05  content/exemplars/cleo.md

Without a region
  eve: withheld, the consent has ended, signed 2021-01-05, until 2022-06-29  content/exemplars/eve.md
";
    assert_eq!(ran.out, wanted);
    assert_eq!(
        ran.err.trim(),
        "People: 6. Published: 2. Drafts: 1. Withheld: 3. Consents that end within 60 days: 1. No note of where the paper is kept: 1."
    );
    let chinese = site().run(&["consent", "--lang", "zh-CN", "--days", "61"]).ended(0);
    assert!(is_chinese(&chinese.out) && chinese.out.contains("【61 天后到期】"), "{}", chinese.out);
    assert!(chinese.err.contains("61 天内到期 2 人"), "{}", chinese.err);
}

#[test]
fn programs_read_it_too() {
    let lines = site().run(&["consent", "--format", "json"]).ended(0).json_lines();
    assert_eq!(lines.len(), 6);
    let ann = lines.iter().find(|line| line["name"] == "ann").unwrap();
    assert_eq!(
        (&ann["standing"], &ann["published"], &ann["ends_soon"]),
        (&"holds".into(), &true.into(), &true.into())
    );
    assert_eq!(ann["scope"], serde_json::json!(["name", "story"]));
    // Where the form is kept is not revealed.
    assert!(lines.iter().all(|line| !line.to_string().contains("drawer")));
    let wrong = site().run(&["consent", "--days", "soon"]).ended(2);
    assert!(wrong.err.contains("--days"), "{}", wrong.err);
}

#[test]
fn who_agreed_to_other_channels_than_a_website_is_withheld() {
    let place = site();
    let record = "---\nname: Gina\nregion: south\nrecognised_on: 2022-03-08\nconsent: {signed: 2022-01-05, scope: [name, story], channels: [微信公众号]}\n---\nStory.\n";
    place.write("content/exemplars/gina.md", record);
    let listed = place.run(&["consent"]).ended(0);
    let line = listed.out.lines().find(|line| line.contains("gina.md")).unwrap_or_default();
    assert!(line.contains("Gina: withheld") && line.contains("no website is among the places"), "{line}");
    let built = place.run(&["build"]).ended(0);
    assert!(
        built.err.contains("Gina") && built.err.contains("no website is among the places"),
        "{}",
        built.err
    );
    assert!(!place.path().join("public/exemplars/gina.html").exists());
    place.write("content/exemplars/gina.md", &record.replace("微信公众号", "微信公众号, 妇联网站"));
    place.run(&["build"]).ended(0);
    assert!(place.path().join("public/exemplars/gina.html").exists());
}

/// A person's record with a consent.
fn gina(consent: &str) -> String {
    format!("---\nname: Gina Quist\nregion: south\nrecognised_on: 2022-03-08\n{consent}\n---\nStory.\n")
}

const GOOD: &str = "consent: {signed: 2022-01-05, scope: [name, story]}";
const GINA: &str = "content/exemplars/gina.md";

fn published_with_gina() -> Place {
    let place = site();
    place.write(GINA, &gina(GOOD));
    place.run(&["build"]).ended(0);
    assert!(place.read("public/exemplars/index.html").contains("Gina Quist"));
    place
}

#[test]
fn a_withdrawal_that_is_mistyped_withholds_at_once() {
    for consent in [
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawn: 2022.06.30}",
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawn: 是}",
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawn: yes}",
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawn: {on: 2022-06-30}}",
        "consent: {signed: 2022-01-05, scope: [name, story], 撤回: 2022-06-30}",
        "consent: {signed: 2022-01-05, scope: [name, story], 撤销日期: 6月30日}",
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawl: 2022-06-30}",
        "consent: {signed: 2022-01-05, scope: [name, story], Withdrawn-On: 2022-06-30}",
        "consent: {signed: 2022-01-05, scope: [name, story], revoked: 2022-06-30}",
        "consent: 已撤回",
        "consent: withdrawn",
    ] {
        let place = published_with_gina();
        place.write(GINA, &gina(consent));
        let ran = place.run(&["build", "--lang", "en"]).ended(0);
        assert!(ran.err.contains("BY258"), "{consent}: {}", ran.err);
        assert!(!place.files().iter().any(|file| file == "public/exemplars/gina.html"), "{consent}");
        assert!(!place.read("public/exemplars/index.html").contains("Gina"), "{consent}");
    }
    // A word that is not similar to it is an unknown key, which is an error.
    let place = published_with_gina();
    place.write(GINA, &gina("consent: {signed: 2022-01-05, scope: [name], colour: red}"));
    assert!(!place.run(&["build", "--lang", "en"]).ended(1).err.contains("BY258"));
}

#[test]
fn who_is_still_online_is_named_though_her_record_has_errors() {
    for consent in [
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawn: 2022.06.30}\nnobody_knows: x",
        "consent: {signed: 2022-01-05, scope: [name, story], withdrawn: 2022-06-30}\nregoin: south",
        "consent: {signed: 2022-13-05, scope: [name, story]}",
        "consent: {signed: 2022-01-05, scope: [everything], 撤回: 是}",
    ] {
        let place = published_with_gina();
        place.write(GINA, &gina(consent));
        let ran = place.run(&["build", "--lang", "en"]).ended(1);
        assert!(ran.err.contains("online") && ran.err.contains("Gina Quist"), "{consent}: {}", ran.err);
    }
}

#[test]
fn a_channel_of_which_nobody_can_tell_withholds_and_is_asked() {
    for (channels, word) in [
        ("[]", "elsewhere"),
        ("[内部网站]", "elsewhere"),
        ("[政务内网网站]", "unclear"),
        ("[官网以外的渠道]", "unclear"),
        ("[webinar]", "unclear"),
        ("[网站]", "holds"),
    ] {
        let place = site();
        place.write(GINA, &gina(&GOOD.replace('}', &format!(", channels: {channels}}}"))));
        let lines = place.run(&["consent", "--format", "json"]).ended(0).json_lines();
        let gina = lines.iter().find(|line| line["name"] == "Gina Quist").unwrap();
        assert_eq!(gina["standing"], word, "{channels}");
        place.run(&["build"]).ended(0);
        let shown = place.read("public/exemplars/index.html").contains("Gina Quist");
        assert_eq!(shown, word == "holds", "{channels}");
    }
}
