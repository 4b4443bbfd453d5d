//! `cargo xtask bench --pictures`: photographs in three widths of WebP, with this program, Hugo and Zola.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::arguments::Arguments;
use super::generate::{self, Format};
use super::machine::Machine;
use super::measure::{self, Run, median};
use super::programs::{self, Kind, Program};
use super::report;
use crate::run::{Failure, Project};

/// Number of photographs in a site.
const PHOTOS: usize = 40;
/// Every how many photographs one is compared with its original.
const COMPARED: usize = 4;
/// The program replaces the part of the documentation between these lines.
pub const PLACE: (&str, &str) =
    ("<!-- written by `cargo xtask bench --pictures --write-docs`: begin -->", "<!-- pictures: end -->");

const RECORD: &str = "{% extends \"base.html\" %}\n{% block main -%}\n<h1>{{ record.title }}</h1>\n<p><img src=\"{{ record.portrait.src | link }}\" srcset=\"{{ record.portrait.srcset | srcset }}\" sizes=\"100vw\" width=\"{{ record.portrait.width }}\" height=\"{{ record.portrait.height }}\" alt=\"{{ record.portrait.alt }}\"></p>\n{%- endblock %}\n";
const PICTURES: &str = "pictures: {widths: [480, 960, 1600], formats: [webp]}\n";
const HUGO_PAGE: &str = "{{ define \"main\" }}<h1>{{ .Title }}</h1>\n{{ $photo := resources.Get (printf \"photos/%s\" .Params.photo) }}{{ $a := $photo.Resize \"480x webp q75 Lanczos\" }}{{ $b := $photo.Resize \"960x webp q75 Lanczos\" }}{{ $c := $photo.Resize \"1600x webp q75 Lanczos\" }}<p><img src=\"{{ $c.RelPermalink }}\" srcset=\"{{ $a.RelPermalink }} 480w, {{ $b.RelPermalink }} 960w, {{ $c.RelPermalink }} 1600w\" sizes=\"100vw\" width=\"{{ $c.Width }}\" height=\"{{ $c.Height }}\" alt=\"{{ .Title }}\"></p>{{ end }}\n";
const ZOLA_PAGE: &str = "{% extends \"base.html\" %}\n{% block main %}<h1>{{ page.title }}</h1>\n{% set a = resize_image(path=page.extra.photo, width=480, op=\"fit_width\", format=\"webp\", quality=75) %}{% set b = resize_image(path=page.extra.photo, width=960, op=\"fit_width\", format=\"webp\", quality=75) %}{% set c = resize_image(path=page.extra.photo, width=1600, op=\"fit_width\", format=\"webp\", quality=75) %}<p><img src=\"{{ c.url | safe }}\" srcset=\"{{ a.url | safe }} 480w, {{ b.url | safe }} 960w, {{ c.url | safe }} 1600w\" sizes=\"100vw\" width=\"{{ c.width }}\" height=\"{{ c.height }}\" alt=\"{{ page.title }}\"></p>{% endblock %}\n";
const BASE: &str = "<!doctype html>\n<title>{% block title %}{% endblock %}</title>\n<main>{% block main %}{% endblock %}</main>\n";

/// The measurements of a program.
struct Told {
    program: Program,
    /// Without a cache, with its picture cache, and with everything unchanged.
    runs: [Vec<Run>; 3],
    files: usize,
    bytes: u64,
    /// Mean similarity by width.
    alike: BTreeMap<u32, f64>,
}

/// Measures and reports.
///
/// # Errors
/// If a program fails, or the system does.
pub fn run(project: &Project, arguments: &Arguments) -> Result<(), Failure> {
    let folder = project.target().join("bench");
    let tool = tool(project, &folder)?;
    project.cargo(&["build", "--profile", "dist", "--package", "bangyang", "--bin", "bangyang"])?;
    let photos = folder.join("photos");
    if !photos.join(format!("photo-{:02}.jpg", PHOTOS - 1)).exists() {
        eprintln!("painting {PHOTOS} photographs");
        let mut command = Command::new(&tool);
        command.args(["generate", &PHOTOS.to_string()]).arg(&photos);
        crate::run::run(command, "bench-pictures generate")?;
    }
    let ours = Program {
        name: "bangyang".to_owned(),
        file: project.target().join("dist/bangyang"),
        kind: Kind::Bangyang,
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let programs = std::iter::once(ours).chain(programs::peers(&folder));
    let programs: Vec<Program> = programs.filter(|program| arguments.wants(&program.name)).collect();
    let sites = folder.join("pictures");
    if sites.exists() {
        std::fs::remove_dir_all(&sites).map_err(Failure::new)?;
    }
    let mut told = Vec::new();
    for program in &programs {
        write(program.kind, &photos, &sites.join(&program.name)).map_err(Failure::new)?;
        told.push(Told {
            program: program.clone(),
            runs: Default::default(),
            files: 0,
            bytes: 0,
            alike: BTreeMap::new(),
        });
    }
    for round in 1..=arguments.rounds {
        for one in &mut told {
            eprintln!("round {round} of {}: {}", arguments.rounds, one.program.name);
            a_round(one, &sites)?;
        }
    }
    for one in &mut told {
        eprintln!("comparing what {} made with the originals", one.program.name);
        compare(one, &tool, &photos, &sites)?;
    }
    let table = table(&told);
    println!("{table}");
    if arguments.write_docs {
        let section = section(&table, &programs, arguments.rounds);
        report::write_docs(&project.root().join("docs/benchmarks.md"), PLACE, &section)?;
    }
    if !arguments.keep {
        std::fs::remove_dir_all(&sites).map_err(Failure::new)?;
    }
    Ok(())
}

/// The tool that generates photographs and compares pictures.
fn tool(project: &Project, folder: &Path) -> Result<PathBuf, Failure> {
    let target = folder.join("bench-pictures");
    project.cargo(&[
        "build",
        "--release",
        "--manifest-path",
        "bench/pictures/Cargo.toml",
        "--target-dir",
        &target.to_string_lossy(),
    ])?;
    Ok(target.join("release/bench-pictures"))
}

/// Writes a site with a page for each photograph.
fn write(kind: Kind, photos: &Path, site: &Path) -> std::io::Result<()> {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let mut put = |path: &str, text: String| files.insert(path.to_owned(), text);
    let names = (0..PHOTOS).map(|number| format!("photo-{number:02}"));
    let home = match kind {
        Kind::Hugo => {
            put("hugo.toml", "baseURL = \"https://bench.example/\"\ntitle = \"基准\"\ndisableKinds = [\"taxonomy\", \"term\", \"rss\", \"sitemap\", \"section\"]\n".to_owned());
            put("layouts/baseof.html", "<!doctype html>\n<title>{{ .Title }}</title>\n<main>{{ block \"main\" . }}{{ end }}</main>\n".to_owned());
            put("layouts/home.html", "{{ define \"main\" }}<h1>{{ .Title }}</h1>{{ end }}\n".to_owned());
            put("layouts/page.html", HUGO_PAGE.to_owned());
            "assets/photos"
        }
        Kind::Zola => {
            put(
                "zola.toml",
                "base_url = \"https://bench.example\"\ntitle = \"基准\"\ncompile_sass = false\n".to_owned(),
            );
            put("content/photos/_index.md", "+++\ntitle = \"图片\"\n+++\n".to_owned());
            put("templates/base.html", BASE.to_owned());
            for name in ["index.html", "section.html"] {
                let text = "{% extends \"base.html\" %}\n{% block main %}<h1>基准</h1>{% endblock %}\n";
                put(&format!("templates/{name}"), text.to_owned());
            }
            put("templates/page.html", ZOLA_PAGE.to_owned());
            "static/photos"
        }
        _ => {
            let theme = generate::files(Format::Bangyang, &[]);
            theme.filter(|(path, _)| !path.contains("collections/")).for_each(|(path, text)| {
                put(&path, text);
            });
            let text = format!("name: bench\nsearch: false\n{PICTURES}");
            put("themes/bench/theme.yaml", text);
            put("themes/bench/templates/record.html", RECORD.to_owned());
            for name in ["home.html", "list.html"] {
                let text =
                    "{% extends \"base.html\" %}\n{% block main %}<h1>{{ page.title }}</h1>{% endblock %}\n";
                put(&format!("themes/bench/templates/{name}"), text.to_owned());
            }
            "content/news"
        }
    };
    for name in names {
        let (path, text) = match kind {
            Kind::Hugo => ("content/photos", format!("---\ntitle: {name}\nphoto: {name}.jpg\n---\n")),
            Kind::Zola => (
                "content/photos",
                format!("+++\ntitle = \"{name}\"\n[extra]\nphoto = \"photos/{name}.jpg\"\n+++\n"),
            ),
            _ => (
                "content/news",
                format!(
                    "---\ntitle: {name}\npublished_on: 2022-03-08\npicture: {{file: {name}.jpg, alt: {name}, others_in_picture: none}}\n---\n"
                ),
            ),
        };
        put(&format!("{path}/{name}.md"), text);
        std::fs::create_dir_all(site.join(home))?;
        std::fs::copy(photos.join(format!("{name}.jpg")), site.join(home).join(format!("{name}.jpg")))?;
    }
    for (path, text) in files {
        let file = site.join(path);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)?;
        }
        std::fs::write(file, text)?;
    }
    Ok(())
}

/// What a program keeps of pictures between builds.
const fn kept(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Hugo => &["resources"],
        Kind::Zola => &["static/processed_images"],
        _ => &[".bangyang"],
    }
}

/// One program in every situation.
fn a_round(one: &mut Told, sites: &Path) -> Result<(), Failure> {
    let Told { program, runs, .. } = one;
    let site = sites.join(&program.name);
    let log = site.join("build.log");
    let [cold, cached, warm] = runs;
    let forget = |paths: &[&str]| -> Result<(), Failure> {
        for path in paths {
            let path = site.join(path);
            if path.exists() {
                std::fs::remove_dir_all(&path).map_err(Failure::new)?;
            }
        }
        super::settle();
        Ok(())
    };
    forget(kept(program.kind))?;
    forget(&["public"])?;
    cold.push(measure::run(program.command(&site), &log)?);
    let pictures = pictures(&site)?;
    one.files = pictures.len();
    one.bytes = pictures.iter().map(|(_, size)| size).sum();
    forget(&["public"])?;
    cached.push(measure::run(program.command(&site), &log)?);
    super::settle();
    warm.push(measure::run(program.command(&site), &log)?);
    Ok(())
}

/// The variants in an output, and their sizes.
fn pictures(site: &Path) -> Result<Vec<(PathBuf, u64)>, Failure> {
    let out = site.join("public");
    let tree = measure::tree(&out).map_err(Failure::new)?;
    let made = tree.into_iter().filter(|(path, _)| path.ends_with(".webp"));
    Ok(made.map(|(path, size)| (out.join(path), size)).collect())
}

/// Compares variants with their originals.
fn compare(one: &mut Told, tool: &Path, photos: &Path, sites: &Path) -> Result<(), Failure> {
    let site = sites.join(&one.program.name);
    let number = |path: &Path| {
        let name = path.file_name()?.to_string_lossy().into_owned();
        let (_, rest) = name.split_once("photo-")?;
        rest.get(..2)?.parse::<usize>().ok()
    };
    let made = pictures(&site)?;
    let mut lines: Vec<String> = made
        .iter()
        .filter_map(|(path, _)| Some((path, number(path)?)))
        .filter(|(_, number)| number.is_multiple_of(COMPARED))
        .map(|(path, number)| {
            format!("{}\t{}\n", photos.join(format!("photo-{number:02}.jpg")).display(), path.display())
        })
        .collect();
    lines.sort();
    let list = sites.join("compared.list");
    std::fs::write(&list, lines.concat()).map_err(Failure::new)?;
    let output = Command::new(tool).arg("ssim").arg(&list).output().map_err(Failure::new)?;
    if !output.status.success() {
        return Err(Failure::new(String::from_utf8_lossy(&output.stderr)));
    }
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut sums: BTreeMap<u32, (f64, f64)> = BTreeMap::new();
    for line in text.lines() {
        let read = line
            .split_once('\t')
            .and_then(|(width, alike)| Some((width.parse().ok()?, alike.parse::<f64>().ok()?)));
        let Some((width, alike)) = read else { continue };
        let sum = sums.entry(width).or_default();
        *sum = (sum.0 + alike, sum.1 + 1.0);
    }
    one.alike = sums.into_iter().map(|(width, (sum, count))| (width, sum / count)).collect();
    Ok(())
}

fn seconds(runs: &[Run]) -> f64 {
    median(runs.iter().map(|run| run.time).collect()).as_secs_f64()
}

fn cpu(runs: &[Run]) -> f64 {
    let cpu = median(runs.iter().map(|run| run.cpu).collect());
    f64::from(u32::try_from(cpu).unwrap_or(u32::MAX)) / 100.0
}

fn table(told: &[Told]) -> String {
    let mut text = String::from(
        "| | nothing kept | all cores together | only pictures kept | all kept | peak memory | variants | MB | similarity at 480, 960, 1600 |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for one in told {
        let [cold, cached, warm] = &one.runs;
        let peak = median(cold.iter().map(|run| run.peak).collect()) / 1024;
        let alike: Vec<String> = one.alike.values().map(|alike| format!("{alike:.4}")).collect();
        text.push_str(&format!(
            "| {} | {:.2} s | {:.2} s | {:.2} s | {:.2} s | {peak} MiB | {} | {:.2} | {} |\n",
            one.program.name,
            seconds(cold),
            cpu(cold),
            seconds(cached),
            seconds(warm),
            one.files,
            report::float(one.bytes) / 1e6,
            alike.join(", ")
        ));
    }
    let Some((first, others)) = told.split_first() else { return text };
    text.push_str("\nRatios, bangyang being 1:\n\n| | nothing kept | all cores together | only pictures kept | all kept | bytes |\n| --- | --- | --- | --- | --- | --- |\n");
    for one in others {
        let ratio = |of: &dyn Fn(&Told) -> f64| format!("{:.2}", of(one) / of(first).max(f64::EPSILON));
        text.push_str(&format!(
            "| {} | {} | {} | {} | {} | {} |\n",
            one.program.name,
            ratio(&|of| seconds(&of.runs[0])),
            ratio(&|of| cpu(&of.runs[0])),
            ratio(&|of| seconds(&of.runs[1])),
            ratio(&|of| seconds(&of.runs[2])),
            ratio(&|of| report::float(of.bytes)),
        ));
    }
    text.push('\n');
    text
}

fn section(table: &str, programs: &[Program], rounds: usize) -> String {
    let machine = Machine::find();
    let versions: Vec<String> =
        programs.iter().map(|program| format!("{} {}", program.name, program.version)).collect();
    format!(
        "{}\n\n```sh\ncargo xtask bench --pictures --rounds {rounds}\n```\n\n{}. {} cores, {} GiB of memory, {}. Medians of {rounds} rounds, the programs taking turns.\n\n{table}{}",
        PLACE.0,
        versions.join(", "),
        machine.cores,
        machine.memory,
        machine.system,
        PLACE.1
    )
}
