//! Names that must not be shown, wherever and however they are written.
//!
//! Persons, places and disguises are drawn at random from fixed seeds. Every file of the finished site is
//! then read as a reader does: decompressed, without tags, with references resolved, lines joined, and
//! invisible characters removed.

use fastrand::Rng;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use bangyang::build::{BuildOptions, Silent, Status, build};
use bangyang::diag::{Diagnostic, Lang, render};
use bangyang::edition::Edition;
use bangyang::source::MemSystem;

use super::numbers::Draw;
use super::reading::{reads, stripped, unpacked};

const SITE: &str =
    "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\ncompress: true\n";
const REGIONS: &str = "- {id: qingxi, title: 青溪县}\n";
const PROGRAM: &str = "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: people, title: 人, unit: 人, from: exemplars, measure: count, dated_by: recognised_on}\n";

/// Persons with a field of every type that can contain a text.
const WORKERS: &str = "title: 工人
item: 一位工人
roles: {title: name, date: on, consent: consent, display_name: display_name, portrait: photo, summary: summary}
fields:
  name: {type: text, required: true}
  display_name: {type: text}
  on: {type: date}
  consent: {type: consent}
  summary: {type: text}
  note: {type: markdown}
  site: {type: url}
  tags: {type: list, of: text}
  notes: {type: list, of: markdown}
  sites: {type: list, of: url}
  photo: {type: image}
  photos: {type: list, of: image}
  paper: {type: file}
  parts:
    type: list
    of: group
    fields:
      text: {type: text}
      inner: {type: text, visibility: internal}
      more: {type: markdown}
      picture: {type: image}
      paper: {type: file}
      site: {type: url}
facets: [tags]
url: /workers/{path}.html
feed: true
";

/// Invented names: of Chinese characters, with a two-character surname, with a dot, in Latin letters, with a
/// character that has another form.
const NAMES: [&str; 6] = ["欧阳觅荷", "褚芮", "阿依木罕·艾塔什", "Zelda Quimby", "林樾瑢", "Óscar Vrénna"];

/// A site in memory.
struct Site(BTreeMap<String, Vec<u8>>);

impl Site {
    fn new() -> Self {
        let mut site = Self(BTreeMap::new());
        site.put("content/site.yaml", SITE);
        site.put("content/regions.yaml", REGIONS);
        site.put("content/programs/2022.yaml", PROGRAM);
        site.put("content/collections/workers.yaml", WORKERS);
        site
    }

    fn put(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        self.0.insert(path.to_owned(), bytes.as_ref().to_vec());
    }

    /// The published files and the diagnostics.
    fn build(&self, edition: Edition) -> (BTreeMap<PathBuf, Vec<u8>>, Vec<Diagnostic>) {
        let system = MemSystem::new();
        for (path, bytes) in &self.0 {
            system.put(Path::new("/site").join(path), bytes.clone()).unwrap();
        }
        let options = BuildOptions {
            jobs: Some(1),
            write: true,
            edition,
            ..BuildOptions::new("/site", "2022-06-30T12:00:00Z".parse().unwrap())
        };
        let outcome = build(&system, &options, &Silent);
        let said = outcome.diagnostics.sorted();
        let words: String = said.iter().map(|it| render::terminal(it, Lang::En, false)).collect();
        assert_eq!(outcome.status, Status::Done, "{words}");
        let out = if edition == Edition::Public { "/site/public" } else { "/site/public-internal" };
        (system.files(out), said)
    }
}

fn jpeg(shade: u8) -> Vec<u8> {
    let mut bytes = std::io::Cursor::new(Vec::new());
    let picture = image::RgbImage::from_pixel(40, 30, image::Rgb([shade, 120, 90]));
    picture.write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
    bytes.into_inner()
}

/// A name in other forms of its letters, with invisible characters in between.
fn disguised(name: &str, random: &mut Rng) -> String {
    let unseen = ["\u{200B}", "\u{2060}", "\u{AD}", "\u{FE00}", "\u{200D}", "\u{FEFF}"];
    let blanks = [" ", "\u{3000}", "\u{A0}", "\u{2003}"];
    let is_latin = name.is_ascii() || name.contains('Ó');
    match random.usize(..9) {
        0 => name.to_owned(),
        1 => between(name, random.of(&unseen), random),
        2 if is_latin => name.replace(' ', "   "),
        2 => between(name, random.of(&blanks), random),
        3 if is_latin => name.to_uppercase(),
        3 => name.replace('林', "\u{F9F4}"),
        4 if is_latin => {
            let wide = |c: char| {
                if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c }
            };
            name.chars().map(wide).collect()
        }
        4 => name.replace('·', random.of(&["•", "・", "．", ".", "‧", ""])),
        5 => name.replace('Ó', "O\u{301}").replace('é', "e\u{301}"),
        6 => name.chars().flat_map(|c| [c, '\u{200B}']).collect(),
        7 => between(name, "\u{FE0F}", random),
        _ => name.replace(' ', "\u{A0}").replace('·', " · "),
    }
}

/// A name with something between two of its letters.
fn between(name: &str, what: &str, random: &mut Rng) -> String {
    let at = cut(name, random);
    format!("{}{what}{}", &name[..at], &name[at..])
}

/// A position between two letters.
fn cut(name: &str, random: &mut Rng) -> usize {
    let places: Vec<usize> = name.char_indices().skip(1).map(|(at, _)| at).collect();
    places[random.usize(..places.len())]
}

/// The same in Markdown.
fn marked(name: &str, random: &mut Rng) -> String {
    let at = if name.is_ascii() || name.contains('Ó') { name.find(' ').unwrap() } else { cut(name, random) };
    let (a, b) = (&name[..at], &name[at..]);
    let entity = |text: &str, random: &mut Rng| -> String {
        let form = |c: char, hex: bool| {
            if hex { format!("&#x{:X};", u32::from(c)) } else { format!("&#{};", u32::from(c)) }
        };
        text.chars()
            .map(|c| if random.usize(..2) == 0 { form(c, random.usize(..2) == 0) } else { c.to_string() })
            .collect()
    };
    match random.usize(..22) {
        0 => format!("{a}\n{b}"),
        1 => format!("**{a}**{b}"),
        // The separator between the words of a name stays: joined, they would be another word.
        2 => format!("{a}{}**{}**", &b[..b.len() - b.trim_start().len()], b.trim_start()),
        3 => format!("*{a}*{b}"),
        4 => format!("~~{a}~~{b}"),
        5 => entity(name, random),
        6 => format!("{a}<b>{b}</b>"),
        7 => format!("{a}<br>{b}"),
        8 => format!("{a}<!-- 注 -->{b}"),
        9 => format!("[{a}](#a){b}"),
        10 => format!("{a}[{b}](https://else.example/)"),
        11 => format!("`{a}`{b}"),
        12 => format!("{a}  \n{b}"),
        13 => format!("{a}\\\n{b}"),
        14 => format!("<ruby>{a}<rt>x</rt></ruby>{b}"),
        15 => format!("{a}&shy;{b}"),
        16 => format!("{a}&#8203;{b}"),
        17 => format!("<span lang=\"zh\">{a}</span><span>{b}</span>"),
        18 => format!("***{a}***{b}"),
        19 => format!("{a}[^n]{b}"),
        20 => format!("_{a}_{b}"),
        _ => disguised(name, random),
    }
}

/// Markdown texts that contain a name, each in another place.
fn bodies(name: &str, random: &mut Rng) -> Vec<String> {
    let mut m = || marked(name, random);
    let mut texts = vec![
        format!("她就是{}，在这里。", m()),
        format!("## 关于{}的事\n\n见[上](#x)。", m().replace('\n', " ").replace('\\', "")),
        format!("- 第一\n- {}\n- 第三", m().replace('\n', "\n  ")),
        format!("> 她说：{}\n> 好。", m().replace('\n', "\n> ")),
        format!("| 姓名 | 事 |\n| --- | --- |\n| {} | 一 |", m().replace('\n', " ").replace('\\', "")),
        format!("正文[^1]。\n\n[^1]: 注释里的{}。", m().replace('\n', " ")),
        format!("1. 一\n2. **{}**", m().replace('\n', " ").replace(['*', '\\'], "")),
        format!("术语\n: {}", m().replace('\n', " ")),
        format!("{{% quote() %}}\n第一行。\n\n{}\n{{% end %}}", m()),
        format!("{{% quote() %}}她说：{}{{% end %}}", m().replace('\n', " ").replace('\\', "")),
    ];
    let mut d = || disguised(name, random);
    texts.extend([
        format!("![{}](one.jpg)", d()),
        format!("![图](one.jpg \"{}\")", d()),
        format!("[她](https://else.example/ \"{}\")", d()),
        format!("[{}](https://else.example/)", d()),
        format!("<div title=\"{}\">一</div>", d()),
        format!("<div>一<br>{}</div>", d()),
        format!("{{{{ gallery(files=\"one.jpg\", alts=\"{}\") }}}}", d()),
        format!("{{% quote(by=\"{}\") %}}好。{{% end %}}", d()),
        format!("{{% quote(by=\"某\", source=\"{}\") %}}\n![{}](one.jpg)\n{{% end %}}", d(), d()),
        format!("代码 `{}` 和\n\n    {}\n", d(), d()),
        format!("```\n{}\n```", d()),
        format!("[见][一]\n\n[一]: https://else.example/ \"{}\"", d()),
        format!("## 题 {{#{}}}\n\n见[题](#{}).", compact(name), compact(name)),
        format!("[网](https://else.example/{})", percent(name)),
        format!("[网](https://else.example/{})", compact(name)),
        format!("<https://else.example/{}>", percent(name)),
        format!("https://else.example/{} 见", percent(name)),
        format!("[邻](/workers/other.md#{})", compact(name)),
        format!("<span id=\"{0}\"><a href=\"#{0}\">一</a></span>", compact(name)),
        format!("| {} | {} |\n| --- | --- |\n| 一 | 二 |", split(name).0, split(name).1),
        format!("{}\n\n{}", split(name).0, split(name).1),
    ]);
    // A footnote needs a definition.
    texts.into_iter().map(|text| if text.contains("[^n]") { text + "\n\n[^n]: 注。" } else { text }).collect()
}

fn compact(name: &str) -> String {
    // Two joined words would be another name.
    name.replace(' ', "-").replace('·', "")
}

fn percent(name: &str) -> String {
    name.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn split(name: &str) -> (&str, &str) {
    let at = name.find([' ', '·']).unwrap_or_else(|| name.char_indices().nth(1).unwrap().0);
    (&name[..at], name[at..].trim_start_matches([' ', '·']))
}

fn yaml(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// Her record, with her name in every place of a record.
fn own_record(name: &str, random: &mut Rng) -> String {
    let mut record = format!("---\nname: {}\ndisplay_name: 某女士\non: 2022-03-08\n", yaml(name));
    let mut d = || yaml(&format!("说{}好", disguised(name, random)));
    record += &format!("summary: {}\ntags: [{}, 红, {}]\n", d(), d(), d());
    record += &format!(
        "photo: {{file: one.jpg, alt: {}, caption: {}, credit: {}, others_in_picture: none}}\n",
        d(),
        d(),
        d()
    );
    record +=
        &format!("photos:\n  - {{file: two.jpg, alt: {}, credit: {}, others_in_picture: none}}\n", d(), d());
    record += &format!(
        "parts:\n  - {{text: {}, inner: {}, more: {}, picture: {{file: two.jpg, caption: {}, others_in_picture: none}}, paper: {}, site: {}}}\n",
        d(),
        d(),
        d(),
        d(),
        yaml(&format!("{name}.csv")),
        yaml(&format!("https://else.example/{}", compact(name)))
    );
    record += &format!("params: {{k: {}, deep: [{{x: {}}}], {}: 1}}\n", d(), d(), d());
    record += &format!("claims:\n  - {{says: {}, metric: people, value: 9}}\n", d());
    let mut texts = bodies(name, random);
    record +=
        &format!("note: {}\nnotes: [{}]\n", yaml(&texts[random.usize(..8)]), yaml(&texts[random.usize(..8)]));
    record += &format!(
        "site: https://else.example/{}\nsites: [https://else.example/, \"https://else.example/?q={}\"]\n",
        percent(name),
        compact(name)
    );
    record += &format!("paper: {}\n", yaml(&format!("{name}.csv")));
    record += &format!("aliases: [{}]\n", yaml(&format!("/old/{}.html", compact(name))));
    record += "consent: {signed: 2022-01-01, scope: [portrait, story, region]}\n---\n";
    // In a different order each time, so that neighbours differ.
    for _ in 0..texts.len() {
        let (a, b) = (random.usize(..texts.len()), random.usize(..texts.len()));
        texts.swap(a, b);
    }
    record + &texts.join("\n\n") + "\n"
}

fn with_files(site: &mut Site, folder: &str, name: &str) {
    site.put(&format!("{folder}/one.jpg"), jpeg(90));
    site.put(&format!("{folder}/two.jpg"), jpeg(190));
    site.put(&format!("{folder}/{name}.csv"), "一,二\n");
}

/// Whatever is in her own record, and however: if her consent does not cover her name, no file of either
/// edition contains it.
#[test]
fn her_own_record_does_not_say_a_name_that_is_out_of_scope() {
    for seed in 0..12 {
        let mut random = Rng::with_seed(500 + seed);
        let name = NAMES[random.usize(..NAMES.len())];
        let mut site = Site::new();
        let file = if random.usize(..2) == 0 {
            "content/workers/a.md".to_owned()
        } else {
            format!("content/workers/{name}/index.md")
        };
        let folder = file.rsplit_once('/').unwrap().0.to_owned();
        site.put(&file, own_record(name, &mut random));
        with_files(&mut site, &folder, name);
        site.put("content/workers/other.md", "---\nname: 别人\non: 2022-03-09\nconsent: {signed: 2022-01-01, scope: [name, story]}\n---\n好。\n");
        site.put(
            "content/news/n.md",
            format!(
                "---\ntitle: 动态\npublished_on: 2022-06-01\n---\n见[{name}]({}).\n",
                yaml(&file.replace("content", "..")).replace('"', "").replace(' ', "%20")
            ),
        );
        for edition in [Edition::Public, Edition::Internal] {
            let (files, said) = site.build(edition);
            assert!(files.len() > 20);
            for (path, bytes) in &files {
                let found = reads(path, bytes, name);
                assert_eq!(
                    found,
                    None,
                    "seed {seed}, {edition:?}, {name}: {}\n{}",
                    path.display(),
                    String::from_utf8_lossy(&site.0[&file])
                );
            }
            let told: Vec<&Diagnostic> = said.iter().filter(|it| it.code.id() == "BY253").collect();
            assert!(told.is_empty(), "seed {seed}: {told:?}");
        }
    }
}

/// Records of others that contain a name, each in one place.
fn mentions(name: &str, random: &mut Rng) -> Vec<(String, String)> {
    let mut records: Vec<(String, String)> = Vec::new();
    let mut add = |path: String, fields: String, body: &str| {
        records.push((path, format!("---\ntitle: 动态\npublished_on: 2022-06-01\n{fields}---\n{body}\n")));
    };
    for (n, body) in bodies(name, random).into_iter().enumerate() {
        let before = "第一行。\n\n".repeat(random.usize(..3));
        add(format!("content/news/b{n}.md"), String::new(), &format!("{before}{body}"));
    }
    let mut d = || yaml(&format!("说{}好", disguised(name, random)));
    let fields = [
        format!("source: {}\n", d()),
        format!("summary: {}\n", d()),
        format!("picture: {{file: one.jpg, alt: {}, others_in_picture: none}}\n", d()),
        format!("picture: {{file: one.jpg, alt: 图, caption: {}, others_in_picture: none}}\n", d()),
        format!("picture: {{file: one.jpg, alt: 图, credit: {}, others_in_picture: none}}\n", d()),
        format!("params: {{k: {}}}\n", d()),
        format!("params: {{{}: 1}}\n", d()),
        format!("claims:\n  - {{says: {}, metric: people, value: 0}}\n", d()),
        format!("aliases: [{}]\n", yaml(&format!("/old/{}.html", compact(name)))),
    ];
    for (n, fields) in fields.into_iter().enumerate() {
        add(format!("content/news/f{n}.md"), fields, "好。");
    }
    add(format!("content/news/访{}.md", compact(name)), String::new(), "好。");
    add("content/news/link.md".to_owned(), String::new(), &format!("见[附件](<{name}.csv>)。"));
    let mut d = || yaml(&format!("说{}好", disguised(name, random)));
    let register =
        |id: &str, fields: String| format!("- {{id: {id}, title: 宣讲, held_on: 2022-02-01, {fields}}}\n");
    records.push(("content/outreach/one.yaml".to_owned(), register("one", format!("body: {}", d()))));
    records.push(("content/outreach/two.yaml".to_owned(), register("two", format!("summary: {}", d()))));
    let document = |fields: String| format!("---\ntitle: 文件\nissued_on: 2022-02-01\n{fields}---\n");
    records.push((
        "content/documents/d.md".to_owned(),
        document(format!("file: {}\n", yaml(&format!("{name}.csv")))),
    ));
    records.push((
        "content/bases/b.md".to_owned(),
        format!("---\nname: {}\nestablished_on: 2022-02-01\nservices: [一, {}]\nhonors:\n  - {{title: {}}}\n---\n", d(), d(), d()),
    ));
    records
}

/// What others write about a person who may not be named is reported at its place, wherever and however it is
/// written.
#[test]
fn what_others_write_is_told_at_its_place() {
    for seed in 0..10 {
        let mut random = Rng::with_seed(900 + seed);
        let name = NAMES[random.usize(..NAMES.len())];
        let mut site = Site::new();
        // She has not agreed to anything, or not to her name.
        let consent =
            if random.usize(..2) == 0 { "" } else { "consent: {signed: 2022-01-01, scope: [story]}\n" };
        site.put(
            "content/workers/her.md",
            format!("---\nname: {}\non: 2022-03-08\n{consent}---\n", yaml(name)),
        );
        site.put("content/workers/other.md", "---\nname: 别人\non: 2022-03-09\nconsent: {signed: 2022-01-01, scope: [name, story]}\n---\n好。\n");
        let records = mentions(name, &mut random);
        for (path, text) in &records {
            site.put(path, text);
        }
        for folder in ["news", "documents"] {
            with_files(&mut site, &format!("content/{folder}"), name);
        }
        for edition in [Edition::Public, Edition::Internal] {
            let (_, said) = site.build(edition);
            let told = said.iter().filter(|it| it.code.id() == "BY253").filter_map(|it| it.place.as_ref());
            let mut lines: BTreeMap<String, BTreeSet<u32>> = BTreeMap::new();
            for place in told {
                lines.entry(place.file.to_string()).or_default().insert(place.line());
            }
            for (path, text) in &records {
                let found = lines
                    .get(path)
                    .unwrap_or_else(|| panic!("seed {seed}, {name}: {path} is not told:\n{text}"));
                let body = text
                    .split("---\n")
                    .nth(2)
                    .map_or(0, |body| text[..text.len() - body.len()].lines().count());
                let is_body = path.starts_with("content/news/b");
                let last = text.lines().count();
                // A place in the text, not in the front matter.
                let is_right = |line: &u32| {
                    let line = *line as usize;
                    (1..=last).contains(&line)
                        && (!is_body || (line > body && !text.lines().nth(line - 1).unwrap().is_empty()))
                };
                assert!(found.iter().all(is_right), "seed {seed}: {path} {found:?}\n{text}");
            }
        }
    }
}

/// What only looks like her name is not reported: another person's longer name, a link to her page, a
/// namesake's own record, adjacent words.
#[test]
fn what_is_not_her_name_is_not_told() {
    let mut site = Site::new();
    site.put("content/workers/her.md", "---\nname: 高珊\non: 2022-03-08\n---\n");
    site.put("content/workers/anna.md", "---\nname: Anna Li\non: 2022-03-08\n---\n");
    let open = "consent: {signed: 2022-01-01, scope: [name, story, region]}";
    site.put(
        "content/workers/longer.md",
        format!("---\nname: 高珊妮\non: 2022-03-08\n{open}\n---\n高珊妮，高 珊妮。\n"),
    );
    site.put(
        "content/workers/before.md",
        format!("---\nname: 小高珊\non: 2022-03-08\n{open}\n---\n小高珊，小**高珊**。\n"),
    );
    site.put(
        "content/workers/twin.md",
        format!("---\nname: 高　珊\non: 2022-03-08\n{open}\nsummary: 高珊的事\n---\n高珊说。\n"),
    );
    let body = "身高，珊瑚。站得更高\n\n珊瑚的孩子。\n\n| 身高 | 珊瑚 |\n| --- | --- |\n| 高度 | 珊 |\n\n\
        [高珊](../workers/her.md)、[**高** 珊](../workers/her.md)、![图](高珊.jpg)、Joanna Li、Annali、Anna, Li。<!-- 高珊 -->\n";
    site.put("content/news/n.md", format!("---\ntitle: 动态\npublished_on: 2022-06-01\n---\n{body}"));
    site.put("content/news/高珊.jpg", jpeg(40));
    for edition in [Edition::Public, Edition::Internal] {
        let (files, said) = site.build(edition);
        let told: Vec<String> = said
            .iter()
            .filter(|it| it.code.id() == "BY253")
            .map(|it| render::terminal(it, Lang::En, false))
            .collect();
        assert!(told.is_empty(), "{}", told.concat());
        // And the text of a link to her is not shown.
        let out = if edition == Edition::Public { "/site/public" } else { "/site/public-internal" };
        let page = &files[&Path::new(out).join("news/n.html")];
        assert!(String::from_utf8_lossy(page).contains("一位工人"));
    }
}

fn told_lines(site: &Site) -> Vec<String> {
    let (_, said) = site.build(Edition::Public);
    let told = said.iter().filter(|it| matches!(it.code.id(), "BY253" | "BY255"));
    told.map(|it| {
        let place = it.place.as_ref().unwrap();
        format!("{} {}:{}:{}", it.code, place.file, place.line(), place.column())
    })
    .collect()
}

/// A name broken by a line end, a space or emphasis.
#[test]
fn a_name_across_a_line_break() {
    let mut site = Site::new();
    site.put(
        "content/exemplars/lin.md",
        "---\nname: 林玉兰\nregion: 青溪县\nrecognised_on: 2022-03-08\nconsent: {signed: 2022-01-01, scope: [story, region]}\ndisplay_name: 林女士\n---\n她就是林\n玉兰，在这里。再写：林 玉兰，**林**玉兰，林玉兰。\n",
    );
    site.put(
        "content/exemplars/wang.md",
        "---\nname: 王小红\nregion: 青溪县\nrecognised_on: 2022-03-08\n---\nx\n",
    );
    site.put("content/news/n.md", "---\ntitle: N\npublished_on: 2022-03-04\n---\n同去的还有王小\n红。\n");
    assert_eq!(told_lines(&site), ["BY253 content/news/n.md:5:6"]);
    let (files, _) = site.build(Edition::Public);
    let page = String::from_utf8(files[Path::new("/site/public/exemplars/lin-nvshi.html")].clone()).unwrap();
    let text = stripped(&page);
    assert!(text.contains("她就是林女士，在这里。再写：林女士，林女士，林女士。"), "{text}");
}

/// A name with an invisible space after it or between its letters.
#[test]
fn a_name_with_a_full_width_blank() {
    for (name, other) in [
        ("林玉兰\u{3000}", "王\u{3000}红"),
        ("\u{A0}林玉兰", "王\u{A0}红"),
        ("林玉兰\u{200B}", "王\u{200B}红"),
    ] {
        let mut site = Site::new();
        site.put(
            "content/exemplars/lin.md",
            format!("---\nname: {name}\nregion: 青溪县\nrecognised_on: 2022-03-08\nconsent: {{signed: 2022-01-01, scope: [story, region]}}\ndisplay_name: 林女士\n---\n林玉兰说。\n"),
        );
        site.put(
            "content/exemplars/wang.md",
            format!("---\nname: {other}\nregion: 青溪县\nrecognised_on: 2022-03-08\n---\nx\n"),
        );
        site.put("content/news/n.md", "---\ntitle: N\npublished_on: 2022-03-04\n---\n王红到了。\n");
        assert_eq!(told_lines(&site), ["BY253 content/news/n.md:5:1"], "{name:?}");
        for (path, bytes) in site.build(Edition::Public).0 {
            assert_eq!(reads(&path, &bytes, "林玉兰"), None, "{name:?}: {}", path.display());
        }
    }
}

/// Picture credits are shown beside pictures.
#[test]
fn a_credit_is_masked_and_told() {
    let record = |scope: &str| {
        format!(
            "---\nname: 欧阳雪梅\nregion: 青溪县\nrecognised_on: 2022-03-09\nportrait: {{file: one.jpg, alt: 她, caption: 图, credit: 欧阳雪梅供图, others_in_picture: none}}\nconsent: {{signed: 2022-01-20, scope: [{scope}]}}\ndisplay_name: 某女士\n---\n她的故事。\n"
        )
    };
    let mut site = Site::new();
    site.put("content/exemplars/one.jpg", jpeg(90));
    site.put("content/exemplars/ouyang.md", record("portrait, story, region"));
    let (files, said) = site.build(Edition::Public);
    assert!(said.iter().all(|it| it.code.id() != "BY253"));
    let all: String = files.iter().map(|(path, bytes)| unpacked(path, bytes)).collect();
    assert!(all.contains("某女士供图") && !all.contains("欧阳雪梅"));
    // In another person's picture it is reported.
    site.put("content/news/one.jpg", jpeg(7));
    site.put("content/news/n.md", "---\ntitle: N\npublished_on: 2022-03-04\npicture: {file: one.jpg, alt: 图, credit: 欧阳雪梅供图, others_in_picture: none}\n---\n好。\n");
    assert_eq!(told_lines(&site), ["BY253 content/news/n.md:4:10"]);
}

/// A display name that contains the name is ignored and reported.
#[test]
fn a_display_name_does_not_tell_the_name() {
    let mut site = Site::new();
    site.put("content/workers/her.md", "---\nname: 褚芮\ndisplay_name: 褚 芮女士\non: 2022-03-08\nconsent: {signed: 2022-01-01, scope: [story]}\n---\n褚芮说。\n");
    assert_eq!(told_lines(&site), ["BY255 content/workers/her.md:3:15"]);
    for (path, bytes) in site.build(Edition::Public).0 {
        assert_eq!(reads(&path, &bytes, "褚芮"), None, "{}", path.display());
    }
}

/// Settings and static files may name her too.
#[test]
fn settings_and_copied_files_are_told() {
    let mut site = Site::new();
    site.put("content/workers/her.md", "---\nname: 褚芮\non: 2022-03-08\n---\n");
    site.put("content/site.yaml", format!("{SITE}description: 由褚 芮等人讲述\n# 褚芮\n"));
    site.put("content/programs/2022.yaml", PROGRAM.replace("title: 项目", "title: 褚芮工程"));
    site.put("static/褚芮.txt", "好\n");
    site.put("static/list.txt", "名单：褚芮\n");
    let (_, said) = site.build(Edition::Public);
    let told = said.iter().filter(|it| it.code.id() == "BY253").filter_map(|it| it.place.as_ref());
    let told: BTreeSet<String> = told.map(|place| format!("{}:{}", place.file, place.line())).collect();
    let wanted =
        ["content/programs/2022.yaml:1", "content/site.yaml:6", "static/list.txt:0", "static/褚芮.txt:0"];
    assert_eq!(told.iter().map(String::as_str).collect::<Vec<_>>(), wanted);
}
