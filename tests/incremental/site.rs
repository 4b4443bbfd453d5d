//! A small site with many dependencies between pages: persons with neighbours and links, bases that list
//! them, lists by region and year, figures in texts.

use std::collections::BTreeMap;

/// The sources by path, and the time of the build.
pub struct Site {
    pub files: BTreeMap<String, String>,
    /// Sources other than texts.
    pub pictures: BTreeMap<String, Vec<u8>>,
    pub now: &'static str,
    pub next: usize,
}

/// Initial number of persons.
pub const PERSONS: usize = 14;

/// Number of pictures; persons share them.
pub const PICTURES: usize = 4;

/// The person whose name could be a real one.
pub const NAMED: usize = 8;

pub fn person(n: usize) -> String {
    format!("content/exemplars/p{n}.md")
}

impl Site {
    pub fn new() -> Self {
        let (files, pictures) = (BTreeMap::new(), BTreeMap::new());
        let mut site = Self { files, pictures, now: "2022-06-30T04:00:00Z", next: PERSONS };
        site.put(
            "content/site.yaml",
            "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: own\norganiser: 示例单位\n",
        );
        site.put("content/regions.yaml", "- {id: qingxi, title: 青溪县}\n- {id: anning, title: 安宁县}\n");
        site.put("themes/own/theme.yaml", "name: own\nextends: peony\n");
        site.put("themes/own/i18n/zh-CN.yaml", "own.word: 词\n");
        site.put("content/collections/exemplars.yaml", "per_page: 5\n");
        for n in 0..2 {
            site.put(
                &format!("content/bases/b{n}.md"),
                &format!(
                    "---\nname: 基地{n}\nregion: 青溪县\nestablished_on: 2022-0{}\n---\n简介{n}。\n",
                    n + 1
                ),
            );
        }
        for n in 0..PERSONS {
            site.add_person(n);
        }
        for n in 0..PICTURES {
            site.paint(n, 0);
        }
        site.put(
            "content/news/a.md",
            "---\ntitle: 开班\npublished_on: 2022-03-08\n---\n[第一位](../exemplars/p1.md)和{{ figure(metric=\"people\") }}。\n",
        );
        site.put(
            "content/trainings/2022.yaml",
            "- {id: t1, title: 培训一, held_on: 2022-03-01, region: 青溪县, state: held, base: b0}\n- {id: t2, title: 培训二, held_on: 2022-03-02, region: 安宁县, state: held, base: b1}\n",
        );
        site.put("content/pages/about.md", "---\ntitle: 关于\n---\n说明。\n");
        site.put(
            "content/programs/2022.yaml",
            "title: 项目\nstarts: 2022-01-01\nends: 2022-12-31\nmetrics:\n  - {id: people, title: 典型, unit: 人, from: exemplars, measure: count, dated_by: recognised_on}\ntargets:\n  - {metric: people, set: city, value: 20, due: 2022-12-31}\n",
        );
        site
    }

    pub fn put(&mut self, path: &str, text: &str) {
        self.files.insert(path.to_owned(), text.to_owned());
    }

    /// Creates or replaces a picture of a single colour.
    pub fn paint(&mut self, n: usize, shade: usize) {
        let colour = image::Rgb([n, shade, 90].map(|part| u8::try_from(part * 60 % 256).unwrap()));
        let mut bytes = std::io::Cursor::new(Vec::new());
        image::RgbImage::from_pixel(60, 40, colour).write_to(&mut bytes, image::ImageFormat::Jpeg).unwrap();
        self.pictures.insert(format!("content/exemplars/f{n}.jpg"), bytes.into_inner());
    }

    pub fn add_person(&mut self, n: usize) {
        let region = if n.is_multiple_of(2) { "青溪县" } else { "安宁县" };
        let (month, base, friend) = (n % 6 + 1, n % 2, (n + 1) % PERSONS);
        let face = n % PICTURES;
        let text = format!(
            "---\nname: 人物{n}\nregion: {region}\nrecognised_on: 2022-0{month}-0{}\nbase: b{base}\noccupation: 月嫂\nsummary: 摘要{n}\nportrait: {{file: f{face}.jpg, alt: 画像, others_in_picture: none}}\nconsent: {{signed: 2022-01-05, scope: [name, story, region, portrait]}}\n---\n## 她的故事\n\n她与[朋友](p{friend}.md)同行，**很好。**见[基地](../bases/b{base}.md)。\n",
            n % 9 + 1
        );
        let name = if n == NAMED { "陈秀兰".to_owned() } else { format!("人物{n}") };
        self.put(&person(n), &text.replace(&format!("人物{n}\n"), &format!("{name}\n")));
    }

    pub fn withdraw(&mut self, n: usize) {
        let text = self.files.get_mut(&person(n)).unwrap();
        *text = text
            .replace("consent: {signed: 2022-01-05", "consent: {withdrawn: 2022-02-01, signed: 2022-01-05");
    }
}
