//! The picture cache between builds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use bangyang::build::{BuildOptions, Outcome, Silent, Status, build};
use bangyang::source::{MemSystem, OperationKind, System};

use super::paint;

const KEPT: &str = "/site/.bangyang/cache/public.pictures";
const PERSON: &str = "/site/content/exemplars/lin.md";

fn person(consent: &str) -> String {
    format!(
        "---\nname: 林甲\nregion: 青溪县\nrecognised_on: 2022-03-08\nportrait: {{file: lin.jpg, alt: 她在窗边, others_in_picture: none}}\nconsent: {{{consent}scope: [name, portrait, story, region]}}\n---\n她的故事。\n"
    )
}

/// A site of one person with a portrait.
fn site() -> MemSystem {
    let system = MemSystem::new();
    let put = |path: &str, bytes: &[u8]| system.put(format!("/site/{path}"), bytes).unwrap();
    put(
        "content/site.yaml",
        "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: own\norganiser: 示例\n"
            .as_bytes(),
    );
    put("content/regions.yaml", "- {id: qingxi, title: 青溪县}\n".as_bytes());
    put("themes/own/theme.yaml", b"name: own\nextends: peony\npictures: {widths: [40, 80]}\n");
    put("content/exemplars/lin.jpg", &paint::jpeg(&paint::quarters(200, 100)));
    system.put(PERSON, person("signed: 2022-01-05, ")).unwrap();
    system
}

fn options(write: bool, program: Option<&str>) -> BuildOptions {
    BuildOptions {
        write,
        program: program.map(Into::into),
        ..BuildOptions::new("/site", "2022-06-30T04:00:00Z".parse().unwrap())
    }
}

#[track_caller]
fn built(system: &MemSystem) -> Outcome {
    let outcome = build(system, &options(true, Some("test")), &Silent);
    assert_eq!(outcome.status, Status::Done, "{:?}", outcome.diagnostics);
    outcome
}

/// The published pictures by name.
fn media(system: &MemSystem) -> BTreeMap<String, Vec<u8>> {
    let files = system.files("/site/public/media/exemplars").into_iter();
    files.map(|(path, bytes)| (path.file_name().unwrap().to_str().unwrap().to_owned(), bytes)).collect()
}

fn kept(system: &MemSystem) -> Vec<PathBuf> {
    system.files(KEPT).into_keys().collect()
}

/// The number of writes into a folder after an operation.
fn written(system: &MemSystem, since: usize, folder: &str) -> usize {
    let operations = system.operations().split_off(since);
    operations.iter().filter(|it| it.kind == OperationKind::Write && it.path.starts_with(folder)).count()
}

#[test]
fn a_picture_is_made_in_its_widths_and_formats_once() {
    let system = site();
    let outcome = built(&system);
    assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
    assert_eq!(outcome.summary.images, 1);
    let first = media(&system);
    let ends: Vec<&str> = first.keys().map(|name| name.rsplit('-').next().unwrap()).collect();
    let mut sorted = ends.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, ["40.jpg", "40.webp", "80.jpg", "80.webp"]);
    assert_eq!(kept(&system).len(), 4);
    let page = String::from_utf8(system.read(Path::new("/site/public/exemplars/lin.html")).unwrap()).unwrap();
    for name in first.keys() {
        let width = name.rsplit('-').next().unwrap().split('.').next().unwrap();
        assert!(page.contains(&format!("../media/exemplars/{name} {width}w")), "{name} in {page}");
    }
    assert!(page.contains("width=\"80\" height=\"40\"") && page.contains("type=\"image/webp\""), "{page}");

    // Another text: the published picture stays, and the cache is not even consulted.
    system.put(PERSON, person("signed: 2022-01-06, ")).unwrap();
    let since = system.operations().len();
    built(&system);
    assert_eq!(written(&system, since, KEPT), 0);
    assert_eq!(media(&system), first);

    // Another address: the picture comes from the cache.
    system.take(Path::new(PERSON));
    let renamed = person("signed: 2022-01-06, ").replace("region:", "slug: lin-jia\nregion:");
    system.put(PERSON, renamed).unwrap();
    let since = system.operations().len();
    built(&system);
    assert_eq!(written(&system, since, KEPT), 0);
    let names = |media: &BTreeMap<String, Vec<u8>>| media.keys().cloned().collect::<Vec<_>>();
    assert!(names(&media(&system)).iter().all(|name| name.starts_with("lin-jia-")));
    assert_eq!(media(&system).into_values().collect::<Vec<_>>(), first.into_values().collect::<Vec<_>>());
}

#[test]
fn what_is_kept_and_damaged_is_made_again() {
    let system = site();
    built(&system);
    let first = media(&system);
    for damage in [&b""[..], b"short", &[7; 400]] {
        for file in kept(&system) {
            system.save(&file, damage).unwrap();
        }
        for file in system.files("/site/public/media").keys() {
            system.take(file);
        }
        let since = system.operations().len();
        built(&system);
        assert_eq!(media(&system), first);
        assert!(written(&system, since, KEPT) >= 4, "made again");
    }
}

#[test]
fn what_is_not_published_any_more_is_not_kept() {
    let system = site();
    built(&system);
    let before = kept(&system);
    system
        .put(
            "/site/themes/own/theme.yaml",
            "name: own\nextends: peony\npictures: {widths: [60], formats: webp}\n",
        )
        .unwrap();
    built(&system);
    assert_eq!(media(&system).len(), 1);
    assert!(kept(&system).len() == 1 && !before.contains(&kept(&system)[0]), "another width");
    system.put("/site/content/exemplars/lin.jpg", paint::jpeg(&paint::quarters(100, 100))).unwrap();
    let before = kept(&system);
    built(&system);
    assert!(kept(&system).len() == 1 && kept(&system) != before, "another picture");
    system.put(PERSON, person("signed: 2022-01-05, withdrawn: 2022-06-01, ")).unwrap();
    built(&system);
    assert_eq!((kept(&system), media(&system).len()), (Vec::new(), 0), "she has withdrawn");
}

#[test]
fn a_check_keeps_nothing_and_finds_what_breaks() {
    let system = site();
    let check = |system: &MemSystem| build(system, &options(false, Some("test")), &Silent);
    let outcome = check(&system);
    assert_eq!((outcome.status, outcome.summary.images), (Status::Done, 1));
    assert_eq!(system.files("/site/.bangyang").len(), 0);
    let whole = paint::jpeg(&paint::quarters(200, 100));
    let mut broken = whole.clone();
    // Zeros in place of the tables: the header is valid, but nothing can be decoded.
    let tables = broken.windows(2).position(|pair| pair == [0xFF, 0xC4]).unwrap();
    broken[tables + 4..tables + 24].fill(0xFF);
    system.put("/site/content/exemplars/lin.jpg", broken).unwrap();
    let outcome = check(&system);
    let codes: Vec<&str> = outcome.diagnostics.iter().map(|told| told.code.id()).collect();
    assert_eq!((outcome.status, codes), (Status::ContentErrors, vec!["BY225"]));
    // Another build of the program, on any machine, finds the cached variants by the same keys.
    system.put("/site/content/exemplars/lin.jpg", whole).unwrap();
    built(&system);
    for file in system.files("/site/public/media").keys() {
        system.take(file);
    }
    for program in [None, Some("another")] {
        let since = system.operations().len();
        let outcome = build(&system, &options(true, program), &Silent);
        assert_eq!(
            (outcome.status, kept(&system).len(), written(&system, since, KEPT)),
            (Status::Done, 4, 0)
        );
    }
}

#[test]
fn what_nobody_answered_is_told() {
    let system = site();
    let text = person("signed: 2022-01-05, ")
        .replace("{file: lin.jpg, alt: 她在窗边, others_in_picture: none}", "lin.jpg");
    let text =
        format!("{text}\n![](lin.jpg)\n\n{{{{ gallery(files=\"lin.jpg, lin.jpg\", alts=\"她在窗边\") }}}}\n");
    system.put(PERSON, text).unwrap();
    let outcome = built(&system);
    let told = outcome.diagnostics.sorted();
    let told: Vec<(&str, u32)> =
        told.iter().map(|told| (told.code.id(), told.place.as_ref().unwrap().line())).collect();
    assert_eq!(told, [("BY234", 5), ("BY235", 5), ("BY234", 10), ("BY274", 12)]);
}
