//! The edits that editors make.

use fastrand::Rng;

use super::site::{NAMED, PERSONS, PICTURES, Site, person};

/// A kind of edit.
#[derive(Clone, Copy, Debug)]
pub enum Edit {
    Body,
    Name,
    Region,
    Summary,
    Date,
    Link,
    Code,
    Shortcode,
    HideName,
    Withdraw,
    Add,
    Delete,
    Rename,
    Base,
    RemoveBaseLink,
    SiteTitle,
    RegionTitle,
    Menu,
    Program,
    Template,
    Words,
    Style,
    Picture,
    Widths,
    News,
    Alias,
    Draft,
    NextDay,
    Slip,
    Respell,
    Wording,
    Break,
    Close,
    CloseAgain,
    Correct,
    Restate,
}

/// The file of a closed period.
const CLOSED: &str = "content/closed/2022/2022-03.yaml";

fn closed(done: usize, again: bool) -> String {
    let figures = |done: usize| {
        format!("metrics:\n  people: {{unit: 人, carried: 1, done: {done}, cumulative: {}}}\n", done + 1)
    };
    let signs =
        "counted:\n  people:\n    all: [2022-03 @qingxi dpjkamblhneblkcl, none nowhere iblcffoakjpemdnc]\n";
    let mut text = format!(
        "program: \"2022\"\nperiod: 2022-03\nclosed_on: 2022-04-05\nas_of: 2022-04-04\n{}{signs}",
        figures(done)
    );
    if again {
        let earlier = figures(done + 1).replace('\n', "\n    ");
        text +=
            &format!("earlier:\n  - closed_on: 2022-04-02\n    as_of: 2022-04-01\n    {}\n", earlier.trim());
    }
    text
}

impl Edit {
    pub const ALL: [Self; 36] = [
        Self::Body,
        Self::Name,
        Self::Region,
        Self::Summary,
        Self::Date,
        Self::Link,
        Self::Code,
        Self::Shortcode,
        Self::HideName,
        Self::Withdraw,
        Self::Add,
        Self::Delete,
        Self::Rename,
        Self::Base,
        Self::RemoveBaseLink,
        Self::SiteTitle,
        Self::RegionTitle,
        Self::Menu,
        Self::Program,
        Self::Template,
        Self::Words,
        Self::Style,
        Self::Picture,
        Self::Widths,
        Self::News,
        Self::Alias,
        Self::Draft,
        Self::NextDay,
        Self::Slip,
        Self::Respell,
        Self::Wording,
        Self::Break,
        Self::Close,
        Self::CloseAgain,
        Self::Correct,
        Self::Restate,
    ];

    pub fn random(random: &mut Rng) -> Self {
        Self::ALL[random.usize(..Self::ALL.len())]
    }

    /// Makes the edit; returns a description.
    pub fn make(self, site: &mut Site, random: &mut Rng) -> String {
        let n = random.usize(..PERSONS);
        let unique = random.usize(..100_000);
        let path = person(n);
        let there = site.files.contains_key(&path);
        let is_closed = site.files.contains_key(CLOSED);
        let mut change = |from: &str, to: &str| {
            if let Some(text) = site.files.get_mut(&path) {
                *text = text.replacen(from, to, 1);
            }
        };
        match self {
            Self::Body => change("她与", &format!("又一句{unique}。她与")),
            Self::Name => change("name: 人物", &format!("name: 新{unique}人物")),
            Self::Region => change("region: 青溪县", "region: 安宁县"),
            Self::Summary => change("summary: ", &format!("summary: 改{unique}")),
            Self::Date => change("recognised_on: 2022-0", "recognised_on: 2021-0"),
            Self::Link => change("**很好。**", "另见[她](p5.md)。**很好。**"),
            Self::Code => change("## 她的故事", "## 她的故事\n\n`一段代码`<b>粗</b>"),
            Self::Shortcode => change("**很好。**", "共{{ figure(metric=\"people\") }}。**很好。**"),
            Self::HideName => change("scope: [name, story", "scope: [story"),
            Self::Withdraw => site.withdraw_if_there(n),
            Self::Add => {
                let next = site.next;
                site.next += 1;
                site.add_person(next);
            }
            Self::Delete if there && ![1, 5, NAMED].contains(&n) => {
                // Links to her would be dead: remove them too.
                site.files.remove(&path);
                site.unlink(n);
            }
            Self::Rename if there && ![1, 5, NAMED].contains(&n) => {
                if let Some(text) = site.files.remove(&path) {
                    site.files.insert(path.replace(".md", &format!("-x{unique}.md")), text);
                }
                site.unlink(n);
            }
            Self::Delete | Self::Rename => {}
            Self::Base => edit(site, "content/bases/b0.md", "name: 基地", &format!("name: 大{unique}基地")),
            Self::RemoveBaseLink => change("base: b", "# base: b"),
            Self::SiteTitle => edit(site, "content/site.yaml", "title: ", &format!("title: 新{unique}")),
            Self::RegionTitle => {
                edit(site, "content/regions.yaml", "id: anning, title: 安宁县", "id: anning, title: 安宁区, former_titles: [安宁县]");
            }
            Self::Menu => {
                let menu = "menu:\n  - {title: 人物, collection: exemplars}\n";
                if !site.files["content/site.yaml"].contains("menu:") {
                    let text = site.files["content/site.yaml"].clone() + menu;
                    site.put("content/site.yaml", &text);
                }
            }
            Self::Program => edit(site, "content/programs/2022.yaml", "value: 20", "value: 40"),
            Self::Template => site.put(
                "themes/own/templates/exemplars/record.html",
                &format!("{{% extends \"base.html\" %}}{{% block main %}}<h1>{{{{ record.title }}}}</h1><p>版{unique}</p>{{{{ record.body | safe }}}}{{% endblock %}}"),
            ),
            Self::Words => site.put("themes/own/i18n/zh-CN.yaml", &format!("nav.next-page: 下一页{unique}\n")),
            Self::Style => site.put("themes/own/assets/own.css", &format!("p {{ margin: {unique}px }}\n")),
            Self::Picture => site.paint(n % PICTURES, unique),
            Self::Widths => {
                let text = format!("name: own\nextends: peony\npictures: {{widths: [{}, 30]}}\n", 31 + unique % 20);
                site.put("themes/own/theme.yaml", &text);
            }
            Self::News => edit(site, "content/news/a.md", "title: 开班", &format!("title: 开班{unique}")),
            Self::Alias => change("summary: ", "aliases: [/old/p.html]\nsummary: "),
            Self::Draft => change("summary: ", "draft: true\nsummary: "),
            Self::Slip => change("**很好。**", "又见[陈秀蓝](p8.md)。**很好。**"),
            Self::Respell => {
                let text = &site.files[&person(NAMED)];
                let (from, to) = if text.contains("陈秀兰") { ("陈秀兰", "陈秀蓝") } else { ("陈秀蓝", "陈秀兰") };
                let text = text.replacen(from, to, 1);
                site.put(&person(NAMED), &text);
            }
            Self::Break => {
                let text = &site.files["content/trainings/2022.yaml"];
                let (from, to) = if text.contains("nowhere") { ("nowhere", "b1") } else { ("b1", "nowhere") };
                let text = text.replacen(from, to, 1);
                site.put("content/trainings/2022.yaml", &text);
            }
            // Some counted records have unknown marks, so that there are late and struck-off ones.
            Self::Close => site.put(CLOSED, &closed(unique % 5, false)),
            Self::CloseAgain => site.put(CLOSED, &closed(unique % 5, true)),
            Self::Correct if is_closed => site.put(
                "content/closed/2022/corrections.yaml",
                &format!("- {{period: 2022-03, metric: people, reason: 补报{unique}}}\n"),
            ),
            Self::Correct => {}
            Self::Restate => edit(site, "content/programs/2022.yaml", "metrics:", "late: restate\nmetrics:"),
            Self::Wording => change("**很好。**", "约20人左右到场。**很好。**"),
            Self::NextDay => {
                site.now = if site.now.starts_with("2022-06-30") { "2022-07-01T04:00:00Z" } else { "2022-06-30T04:00:00Z" };
            }
        }
        if matches!(self, Self::Alias | Self::Draft) {
            site.once(&["aliases: [/old/p.html]\n", "draft: true\n"], n);
        }
        format!("{self:?} of {n}")
    }
}

fn edit(site: &mut Site, path: &str, from: &str, to: &str) {
    if let Some(text) = site.files.get_mut(path)
        && !text.contains(to)
    {
        *text = text.replacen(from, to, 1);
    }
}

impl Site {
    fn withdraw_if_there(&mut self, n: usize) {
        if self.files.contains_key(&person(n)) && !self.files[&person(n)].contains("withdrawn") {
            self.withdraw(n);
        }
    }

    /// Removes links to a person from all texts.
    fn unlink(&mut self, n: usize) {
        for text in self.files.values_mut() {
            *text =
                text.replace(&format!("[朋友](p{n}.md)"), "朋友").replace(&format!("[她](p{n}.md)"), "她");
        }
    }

    /// Ensures that a key occurs in one file only, and once.
    fn once(&mut self, lines: &[&str], n: usize) {
        for line in lines {
            let unique = line.starts_with("aliases");
            for (path, text) in &mut self.files {
                let times = text.matches(line).count();
                let most = usize::from(!unique || *path == person(n));
                for _ in most..times {
                    *text = text.replacen(line, "", 1);
                }
            }
        }
    }
}
