//! What a double click on the program offers: the window that opens then has no command line to type into.

use std::ffi::OsString;
use std::io::{BufRead, Write};
use std::path::{Path, PathBuf};

use super::console::{Console, Exit, either};
use super::env::Environment;
use crate::diag::{Lang, printable};
use crate::source::{EntryKind, System};

/// The name of a new site's folder, if the user gives none.
const NEW_SITE: (&str, &str) = ("my-site", "我的网站");
/// Folders in which a site is looked for, below the one from which the program was started.
const BELOW: [&str; 3] = [NEW_SITE.0, NEW_SITE.1, "sample"];

/// What can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    Preview,
    Build,
    Check,
    New,
    Leave,
}

impl Choice {
    /// The choices in the order of their numbers. Without a site there is little to choose.
    const fn all(has_site: bool) -> &'static [Self] {
        if has_site {
            &[Self::Preview, Self::Build, Self::Check, Self::New, Self::Leave]
        } else {
            &[Self::New, Self::Leave]
        }
    }

    const fn label(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Self::Preview, Lang::En) => "preview the website; it updates whenever a file is saved",
            (Self::Preview, Lang::ZhCn) => "预览网站（文件一保存，网页就更新）",
            (Self::Build, Lang::En) => "build the website, to be handed to whoever puts it online",
            (Self::Build, Lang::ZhCn) => "生成网站（生成以后交给管服务器的人上传）",
            (Self::Check, Lang::En) => "only check whether everything is right",
            (Self::Check, Lang::ZhCn) => "只检查内容有没有问题",
            (Self::New, Lang::En) => "begin a new website",
            (Self::New, Lang::ZhCn) => "新建一个网站",
            (Self::Leave, Lang::En) => "close this window",
            (Self::Leave, Lang::ZhCn) => "关闭这个窗口",
        }
    }
}

/// Asks what to do until the user leaves or the input ends; returns the status of the last command.
///
/// `perform` runs the program with the given arguments.
pub(super) fn offer(
    system: &dyn System,
    environment: &Environment,
    lang: Lang,
    (input, out, err): (&mut dyn BufRead, &mut dyn Write, &mut dyn Write),
    perform: &dyn Fn(&Environment, &mut dyn Write, &mut dyn Write) -> Exit,
) -> Exit {
    let mut last = Exit::Done;
    let mut site = find(system, &environment.folder);
    loop {
        let mut console = Console::new(out, err, lang);
        let choices = Choice::all(site.is_some());
        show(environment, site.as_deref(), choices, &mut console);
        let Some(answer) = read_line(input) else { return last };
        let choice = number(&answer).and_then(|n| match n {
            0 => Some(Choice::Leave),
            n => choices.get(n.checked_sub(1)?).copied(),
        });
        let words = match choice {
            Some(Choice::Leave) => return last,
            Some(Choice::Preview) => vec!["serve", "--open"],
            Some(Choice::Build) => vec!["build"],
            Some(Choice::Check) => vec!["check"],
            Some(Choice::New) => {
                let usual = either(lang, NEW_SITE.0, NEW_SITE.1);
                console.tell_either(
                    &format!("Name of the new website's folder (Enter: {usual}):"),
                    &format!("新网站放在哪个文件夹？请输入名称，直接按回车就用“{usual}”："),
                );
                let Some(name) = read_line(input) else { return last };
                let name = if name.is_empty() { usual.to_owned() } else { name };
                let folder = environment.folder.join(&name);
                last = perform(&started(environment, None, &["init", "--", &name]), out, err);
                if last == Exit::Done {
                    site = Some(folder);
                }
                continue;
            }
            None => {
                let found = printable(&answer);
                let last = choices.len().saturating_sub(1);
                console.tell_either(
                    &format!(
                        "“{found}” is not one of the numbers. Type one from 0 to {last}, then press Enter."
                    ),
                    &format!("没有“{found}”这一项。请输入 0 到 {last} 里的一个数字，再按回车。"),
                );
                continue;
            }
        };
        last = perform(&started(environment, site.as_deref(), &words), out, err);
    }
}

/// The site in the folder from which the program was started, or right below it.
fn find(system: &dyn System, folder: &Path) -> Option<PathBuf> {
    let below = BELOW.into_iter().map(|name| folder.join(name));
    std::iter::once(folder.to_path_buf()).chain(below).find(|root| {
        let settings = system.metadata(&root.join("content").join("site.yaml"));
        settings.is_ok_and(|meta| meta.is_some_and(|meta| meta.kind == EntryKind::File))
    })
}

fn show(environment: &Environment, site: Option<&Path>, choices: &[Choice], console: &mut Console<'_>) {
    let version = super::args::VERSION;
    console.tell_either(
        &format!("\nbangyang {version} makes websites of public programs and the people they honour."),
        &format!("\n榜样 bangyang {version}：把先进典型、基地和宣讲的资料做成网站。"),
    );
    match site {
        Some(site) => {
            let shown = printable(&environment.absolute(site).to_string_lossy());
            console.tell_either(
                &format!("The website's files are in {shown}\n"),
                &format!("网站的资料在：{shown}\n"),
            );
        }
        None => {
            console.tell_either("There is no website in this folder yet.\n", "这个文件夹里还没有网站。\n")
        }
    }
    for (n, choice) in choices.iter().enumerate() {
        let n = if *choice == Choice::Leave { 0 } else { n.saturating_add(1) };
        let label = choice.label(console.lang);
        console.tell(&format!("  {n}  {label}"));
    }
    console.tell_either("\nType a number, then press Enter:", "\n请输入数字，再按回车：");
}

/// The environment of a command.
fn started(environment: &Environment, root: Option<&Path>, words: &[&str]) -> Environment {
    let mut arguments: Vec<OsString> = environment.arguments.iter().take(1).cloned().collect();
    if let Some(root) = root {
        arguments.extend(["--root".into(), root.as_os_str().to_owned()]);
    }
    arguments.extend(words.iter().map(OsString::from));
    Environment { arguments, ..environment.clone() }
}

/// A line of input without its end and blanks around it; `None` at the end of the input.
fn read_line(input: &mut dyn BufRead) -> Option<String> {
    let mut bytes = Vec::new();
    let read = input.read_until(b'\n', &mut bytes).ok()?;
    (read > 0).then(|| String::from_utf8_lossy(&bytes).trim().to_owned())
}

/// A number as typed: Chinese input methods write digits in full width, and often a full stop after them.
fn number(text: &str) -> Option<usize> {
    let digits: String = text
        .trim_end_matches(['.', '。', '、', '．'])
        .chars()
        .map(|c| match c {
            '０'..='９' => {
                char::from_u32(u32::from(c).wrapping_sub(0xFF10).wrapping_add(0x30)).unwrap_or(c)
            }
            c => c,
        })
        .collect();
    digits.parse().ok()
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;
    use crate::source::MemSystem;

    /// What is asked and done if these lines are typed.
    fn typed(system: &MemSystem, lines: &str) -> (Vec<String>, String) {
        let done = RefCell::new(Vec::new());
        let perform = |environment: &Environment, _: &mut dyn Write, _: &mut dyn Write| {
            let words = environment.arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
            done.borrow_mut().push(words.collect::<Vec<_>>().join(" "));
            Exit::Done
        };
        let environment = Environment {
            arguments: vec!["bangyang".into()],
            folder: "/office".into(),
            ..Environment::default()
        };
        let (mut out, mut err) = (Vec::new(), Vec::new());
        let mut input = lines.as_bytes();
        offer(system, &environment, Lang::ZhCn, (&mut input, &mut out, &mut err), &perform);
        (done.into_inner(), String::from_utf8(err).unwrap())
    }

    #[test]
    fn a_folder_with_a_site_is_previewed_built_and_checked() {
        let system = MemSystem::new();
        system.put("/office/content/site.yaml", "title: 测试\n").unwrap();
        let (done, told) = typed(&system, "1\n２\n3。\n0\n1\n");
        assert_eq!(done, ["--root /office serve --open", "--root /office build", "--root /office check"]);
        assert!(told.contains("网站的资料在：/office"), "{told}");
    }

    #[test]
    fn an_empty_folder_gets_a_new_site_which_is_then_the_one() {
        let (done, told) = typed(&MemSystem::new(), "1\n\n1\n0\n");
        assert_eq!(done, ["init -- 我的网站", "--root /office/我的网站 serve --open"]);
        assert!(told.contains("还没有网站"), "{told}");
        let (done, _) = typed(&MemSystem::new(), "1\n--青溪\n");
        assert_eq!(done, ["init -- --青溪"]);
    }

    #[test]
    fn anything_else_is_asked_again() {
        let system = MemSystem::new();
        system.put("/office/sample/content/site.yaml", "title: 测试\n").unwrap();
        let (done, told) = typed(&system, "build\n9\n-1\n\n2");
        assert_eq!(done, ["--root /office/sample build"]);
        assert!(told.contains("没有“build”这一项。请输入 0 到 4 里的一个数字"), "{told}");
    }
}
