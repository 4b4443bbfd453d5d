//! A person who has not signed yet sees what she is asked to sign, and nobody else does.

use std::process::Command;

use super::support::{Preview, SITE, eventually};

const LI: &str = "---\nname: Li Na\nrecognised_on: 2022-05-01\n---\nHer story.\n";
const NOTE: &str = "A preview to read before signing";

fn files(record: &str) -> Vec<(String, String)> {
    let others = [
        (
            "content/exemplars/chen.md",
            "---\nname: Chen Xiuying\nrecognised_on: 2022-03-08\nconsent: {signed: 2022-01-05, scope: [name, story]}\n---\nHers.\n",
        ),
        SITE,
    ];
    let mut files: Vec<(String, String)> =
        others.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
    files.push(("content/exemplars/li-na.md".to_owned(), record.to_owned()));
    files
}

fn preview(record: &str, options: &[&str]) -> Preview {
    let files = files(record);
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    Preview::with(&files, options)
}

#[test]
fn who_has_not_signed_is_shown_to_be_asked() {
    let shown = preview(LI, &["--edition", "internal", "--drafts"]);
    let page = shown.get("/exemplars/li-na.html").with(200);
    assert!(page.body.contains(NOTE) && page.body.contains("Her story."), "{}", page.body);
    let list = shown.get("/exemplars/").with(200);
    assert!(list.body.contains("Li Na") && list.body.contains("class=\"draft\""), "{}", list.body);
    assert!(!shown.get("/exemplars/chen.html").with(200).body.contains(NOTE));
    // Once she has signed, she is published like the others.
    shown.write(
        "content/exemplars/li-na.md",
        &LI.replace("---\nHer", "consent: {signed: 2022-06-01, scope: [name, story]}\n---\nHer"),
    );
    eventually("her page has no note", || {
        let page = shown.get("/exemplars/li-na.html");
        page.status == 200 && !page.body.contains(NOTE)
    });
}

#[test]
fn who_has_not_signed_is_shown_nowhere_else() {
    for options in [&[][..], &["--drafts"], &["--edition", "internal"], &["--edition", "public", "--drafts"]]
    {
        let hidden = preview(LI, options);
        hidden.get("/exemplars/li-na.html").with(404);
        assert!(!hidden.get("/exemplars/").with(200).body.contains("Li Na"), "{options:?}");
    }
    // Those who withdrew, or limited consent to other channels, are not asked.
    for consent in [
        "{signed: 2022-01-01, withdrawn: 2022-02-01, scope: [name]}",
        "{signed: 2022-01-01, until: 2022-02-01, scope: [name]}",
        "{signed: 2022-01-01, channels: [newspaper], scope: [name]}",
    ] {
        let record = LI.replace("---\nHer", &format!("consent: {consent}\n---\nHer"));
        let hidden = preview(&record, &["--edition", "internal", "--drafts"]);
        hidden.get("/exemplars/li-na.html").with(404);
    }
    // No build publishes her, whatever the options.
    let site = preview(LI, &[]);
    for command in [
        &["build", "--edition", "internal", "--drafts"][..],
        &["build", "--drafts"],
        &["build", "--edition", "internal", "--drafts", "--hold-back"],
        &["check", "--edition", "internal", "--drafts"],
    ] {
        let mut asked = Command::new(env!("CARGO_BIN_EXE_bangyang"));
        asked.current_dir(site.path()).args(["--lang", "en"]).args(command);
        let output = asked.env("SOURCE_DATE_EPOCH", "1664496000").output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let built = ["public", "public-internal"].map(|folder| site.path().join(folder));
    for file in built.iter().flat_map(|folder| files_in(folder)) {
        let bytes = std::fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("Li Na") && !text.contains("li-na") && !text.contains(NOTE),
            "{}",
            file.display()
        );
    }
}

fn files_in(folder: &std::path::Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() { found.extend(files_in(&path)) } else { found.push(path) }
    }
    found
}
