//! The same content gives the same bytes, whatever the environment of the build.

use crate::support::{JUNE_2026, Place, Tree, demo, demonstration, source, volunteers};

#[track_caller]
fn assert_same(found: &Tree, expected: &Tree) {
    assert_eq!(found.keys().collect::<Vec<_>>(), expected.keys().collect::<Vec<_>>());
    for (path, bytes) in found {
        assert!(*bytes == expected[path], "{path} differs");
    }
}

fn built(place: &Place, arguments: &[&str]) -> Tree {
    let mut all = vec!["--out", "out"];
    all.extend(arguments);
    place.build(&all).ended(0);
    place.tree("out")
}

#[test]
fn with_any_number_of_threads() {
    for jobs in ["1", "2", "7"] {
        let place = Place::of(JUNE_2026, &source("volunteers"));
        assert_same(&built(&place, &["--jobs", jobs]), &volunteers().tree);
    }
    assert_same(&built(&Place::of(JUNE_2026, &demonstration()), &["--jobs", "7"]), &demo().tree);
}

#[test]
fn with_files_made_in_another_order_and_in_another_folder() {
    let place = Place::new(JUNE_2026).at("a folder/ünlike/深");
    for (path, bytes) in source("volunteers").iter().rev() {
        place.write(path, bytes);
    }
    assert_same(&built(&place, &[]), &volunteers().tree);
}

#[test]
fn with_any_locale_and_time_zone() {
    for (zone, locale) in [("Asia/Tokyo", "zh_CN.UTF-8"), ("America/Anchorage", "de_DE.UTF-8"), ("", "C")] {
        let place = Place::of(JUNE_2026, &source("volunteers"))
            .environment("TZ", zone)
            .environment("LC_ALL", locale)
            .environment("LANG", locale);
        assert_same(&built(&place, &[]), &volunteers().tree);
    }
}

#[test]
fn on_another_day_only_what_the_day_decides_changes() {
    let tomorrow = Place::of("1781611200", &source("volunteers"));
    assert_same(&built(&tomorrow, &[]), &volunteers().tree);
    // In July a volunteer appears whose record was scheduled.
    let july = built(&Place::of("1783000000", &source("volunteers")), &[]);
    assert!(july.contains_key("people/pia-rook/index.html"));
}
