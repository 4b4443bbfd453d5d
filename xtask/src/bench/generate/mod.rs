//! Generates sites of invented profiles: the same pages for bangyang, Hugo and Zola.

pub mod laureates;
mod profile;
mod random;
mod themes;

pub use profile::{Profile, profiles, region};

use std::path::Path;

/// The program for which a site is generated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// With a small theme that produces the same HTML as the other two.
    Bangyang,
    /// With the built-in theme.
    Peony,
    Hugo,
    Zola,
}

/// A file: its path within the site, and its text.
pub type File = (String, String);

/// The kind of an edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// An additional sentence at the end.
    Body,
    /// Another name, which occurs in lists, feeds and on neighbouring pages.
    Title,
}

/// A site's settings, theme and regions, and then its profiles one by one.
pub fn files(format: Format, profiles: &[Profile]) -> impl Iterator<Item = File> + '_ {
    let page = move |profile: &Profile| (path(format, profile), page(format, profile));
    themes::files(format).into_iter().chain(fixed(format)).chain(profiles.iter().map(page))
}

/// Writes a site into a folder.
///
/// # Errors
/// If the system fails.
pub fn write(format: Format, profiles: &[Profile], folder: &Path) -> std::io::Result<()> {
    put_all(files(format, profiles), folder)
}

/// Writes files into a folder.
///
/// # Errors
/// If the system fails.
pub fn put_all(files: impl IntoIterator<Item = File>, folder: &Path) -> std::io::Result<()> {
    for (path, text) in files {
        let file = folder.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(file, text)?;
    }
    Ok(())
}

/// The file of an edited profile.
#[must_use]
pub fn edited(format: Format, profile: &Profile, edit: Edit) -> File {
    let mut changed = profile.clone();
    match edit {
        Edit::Body => changed.text.push_str("\n改动一句，看要多久。\n"),
        Edit::Title => changed.name.push('新'),
    }
    (path(format, profile), page(format, &changed))
}

/// A profile's original file.
#[must_use]
pub fn original(format: Format, profile: &Profile) -> File {
    (path(format, profile), page(format, profile))
}

fn path(_: Format, profile: &Profile) -> String {
    format!("content/exemplars/{}.md", profile.slug)
}

fn page(format: Format, profile: &Profile) -> String {
    let Profile { name, occupation, date, summary, text, .. } = profile;
    let (region, _) = profile::region(profile.region);
    let consent = "signed: 2020-01-01, scope: [name, portrait, story, region]";
    let head = match format {
        Format::Bangyang | Format::Peony => format!(
            "---\nname: {name}\nregion: {region}\noccupation: {occupation}\nrecognised_on: {date}\nsummary: {summary}\nconsent: {{{consent}}}\n---\n"
        ),
        Format::Hugo => format!(
            "---\ntitle: {name}\nregion: [{region}]\noccupation: [{occupation}]\ndate: {date}\ndescription: {summary}\nconsent: {{{consent}}}\n---\n"
        ),
        Format::Zola => format!(
            "+++\ntitle = \"{name}\"\ndate = {date}\ndescription = \"{summary}\"\n[taxonomies]\nregion = [\"{region}\"]\noccupation = [\"{occupation}\"]\n[extra]\nconsent = {{signed = 2020-01-01, scope = [\"name\", \"portrait\", \"story\", \"region\"]}}\n+++\n"
        ),
    };
    let prefix = if format == Format::Zola { "@/exemplars/" } else { "" };
    let links: Vec<String> =
        profile.links.iter().map(|(slug, name)| format!("[{name}]({prefix}{slug}.md)")).collect();
    format!("{head}{text}\n与她同行的还有{}。\n", links.join("、"))
}

/// The files that exist once: settings, regions, the sections' own files.
fn fixed(format: Format) -> Vec<File> {
    let regions: Vec<(String, String)> = (0..profile::REGIONS).map(profile::region).collect();
    let lines = |line: &dyn Fn(&str, &str) -> String| -> String {
        regions.iter().map(|(id, title)| line(id, title)).collect()
    };
    let file = |path: &str, text: String| (path.to_owned(), text);
    match format {
        Format::Bangyang | Format::Peony => {
            let theme = if format == Format::Peony { "peony" } else { "bench" };
            let collection =
                "facets: [region, occupation]\nper_page: 20\nurl: /exemplars/{slug}/\nfeed: true\n";
            vec![
                file(
                    "content/site.yaml",
                    format!(
                        "title: 基准\nbase_url: https://bench.example/\nlanguage: zh-CN\norganiser: 示例\ntheme: {theme}\n"
                    ),
                ),
                file("content/regions.yaml", lines(&|id, title| format!("- {{id: {id}, title: {title}}}\n"))),
                file("content/collections/exemplars.yaml", collection.to_owned()),
            ]
        }
        Format::Hugo => {
            let pages = regions.iter().map(|(id, title)| {
                file(&format!("content/regions/{id}.md"), format!("---\ntitle: {title}\n---\n"))
            });
            let mut files = vec![
                file(
                    "hugo.toml",
                    format!(
                        "{}[params.regions]\n{}",
                        themes::HUGO_SETTINGS,
                        lines(&|id, title| format!("{id} = \"{title}\"\n"))
                    ),
                ),
                file("content/exemplars/_index.md", "---\ntitle: 人物\n---\n".to_owned()),
                file("content/regions/_index.md", "---\ntitle: 县区\noutputs: [html]\n---\n".to_owned()),
            ];
            files.extend(pages);
            files
        }
        Format::Zola => {
            let pages = regions.iter().map(|(id, title)| {
                file(
                    &format!("content/regions/{id}.md"),
                    format!("+++\ntitle = \"{title}\"\ntemplate = \"region.html\"\n+++\n"),
                )
            });
            let mut files = vec![
                file(
                    "zola.toml",
                    format!(
                        "{}[extra.regions]\n{}",
                        themes::ZOLA_SETTINGS,
                        lines(&|id, title| format!("{id} = \"{title}\"\n"))
                    ),
                ),
                file(
                    "content/exemplars/_index.md",
                    "+++\ntitle = \"人物\"\nsort_by = \"date\"\npaginate_by = 20\ngenerate_feeds = true\n+++\n"
                        .to_owned(),
                ),
                file(
                    "content/regions/_index.md",
                    "+++\ntitle = \"县区\"\ntemplate = \"regions.html\"\n+++\n".to_owned(),
                ),
            ];
            files.extend(pages);
            files
        }
    }
}
