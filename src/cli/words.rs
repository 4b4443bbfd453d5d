//! The Chinese help, which replaces the English one before the arguments are parsed.

use clap::Command;

/// A command's texts: what it does, its usage, an example.
struct CommandHelp {
    name: &'static str,
    about: &'static str,
    usage: &'static str,
    after: &'static str,
}

const COMMANDS: &[CommandHelp] = &[
    CommandHelp {
        name: "bangyang",
        about: "把公益项目和受表彰的人做成静态网站，放在任何服务器上都能用。",
        usage: "bangyang [选项] 命令",
        after: "新建网站：bangyang init my-site\n边写边看：bangyang --root my-site serve --open\n生成网站：bangyang --root my-site build    然后打开 my-site/public/index.html\n\n\
                退出状态：0 完成，1 内容有错误，2 命令写得不对，3 电脑方面的原因（如磁盘已满）。",
    },
    CommandHelp {
        name: "build",
        about: "检查全部内容，在“public”文件夹里生成网站",
        usage: "bangyang build [选项]",
        after: "例如：bangyang build --as-of 2022-09-30\n\n内容有错误时什么也不发布，网站还是原来的样子。没有错误，就把整个“public”文件夹上传。",
    },
    CommandHelp {
        name: "check",
        about: "和 build 一样检查全部内容，但不改动任何文件",
        usage: "bangyang check [选项]",
        after: "例如：bangyang check --fix\n\n改完内容以后运行。看不懂提示时，用“bangyang explain 代码”查看详细说明。加上 --fix，拿得准的小错就直接在文件里改好，每一行都列出改之前和改之后。",
    },
    CommandHelp {
        name: "serve",
        about: "在浏览器里预览网站，保存以后马上看到",
        usage: "bangyang serve [选项]",
        after: "例如：bangyang serve --open\n\n内容有错误时，网页上会显示，改好以后自动消失。预览不改动任何文件；只有这台电脑能看，除非用 --host 另外指定。按 Ctrl+C 停止。",
    },
    CommandHelp {
        name: "new",
        about: "新建一条记录，打开就能填",
        usage: "bangyang new [选项] COLLECTION NAME",
        after: "例如：bangyang new exemplars 林玉兰\n\n文件名就是网页地址，由名称的拼音得来，不会和别的记录重复。",
    },
    CommandHelp {
        name: "init",
        about: "新建一个网站，打开就能填",
        usage: "bangyang init [选项] DIR",
        after: "例如：bangyang init my-site\n\n里面的记录都是虚构的示例，请换成自己的。",
    },
    CommandHelp {
        name: "close",
        about: "一期结束后给数字定稿，这一期的通报以后就不再变",
        usage: "bangyang close [选项] PERIOD",
        after: "例如：bangyang close 2022-09\n\n定稿以后补录的记录，作为补报计入下一期；项目文件里写了 late: restate 的，更正原来的通报并注明。数字为什么有变化，写在 corrections.yaml 里，和 close 写的文件一起放在“content/closed”里。这两个文件请和内容一起保存好。",
    },
    CommandHelp {
        name: "review",
        about: "登记审核结果，记录通过审核以后才公开",
        usage: "bangyang review [选项] FILE…",
        after: "例如：bangyang review content/news/kaiban.md --stage 终审 --by 林玉兰\n\n要过哪几审，写在 site.yaml 里。审过以后又改动的，要重新审。审核人的姓名由运行命令的人填写，只作记录，没有签名的法律效力。多条记录写在一个文件里、只审其中一条时：content/outreach/2022.yaml#ID",
    },
    CommandHelp {
        name: "consent",
        about: "列出每个人凭什么公开、哪些同意书快到期、还缺什么",
        usage: "bangyang consent [选项]",
        after: "例如：bangyang consent --days 90\n\n名单按县区排列，只供办公室使用：里面有不公开的人的姓名。",
    },
    CommandHelp {
        name: "schema",
        about: "输出一个栏目的 JSON Schema，供编辑软件提示和检查填写内容",
        usage: "bangyang schema [选项] [COLLECTION]",
        after: "例如：bangyang schema exemplars > exemplars.schema.json",
    },
    CommandHelp {
        name: "explain",
        about: "说明一个提示代码是什么意思、怎么改",
        usage: "bangyang explain [选项] [CODE]",
        after: "例如：bangyang explain BY202",
    },
    CommandHelp {
        name: "help",
        about: "查看一个命令的说明",
        usage: "bangyang help [COMMAND]",
        after: "例如：bangyang help build",
    },
];

const ARGUMENTS: &[(&str, &str)] = &[
    ("root", "网站的文件夹，即“content”所在的文件夹；不写就是当前文件夹"),
    ("format", "human：给人看的提示；json：在标准输出上每行一个 JSON 对象"),
    ("lang", "提示用的语言：zh-CN 或 en；不写就按系统的语言，再按网站的语言。init 还可以写 es：新网站的语言"),
    ("help", "显示说明"),
    ("version", "显示版本"),
    ("edition", "public：公开版；internal：内部版，含排名、草稿和内部字段"),
    ("as_of", "数字统计到哪一天，例如 2022-09-30；不写就按项目里写的日期，再按今天"),
    ("drafts", "草稿也显示，并注明是草稿"),
    ("hold_back", "有错误的记录先不发布并列出来，其余照常发布"),
    ("strict", "警告也当作错误"),
    ("base_url", "网站将来的网址，代替 site.yaml 里的 base_url"),
    ("jobs", "同时用几个线程；不写就用电脑全部的处理器"),
    ("fix", "拿得准的小错直接在文件里改好，例如日期的写法、全角冒号、只差一个字母的词"),
    ("dry_run", "和 --fix 一起用：只列出会改什么，不写文件"),
    ("out", "网站写到哪个文件夹；不写就是网站文件夹里的“public”（内部版是“public-internal”）"),
    ("adopt", "目标文件夹不是空的、也不是本网站生成的，仍然写进去；同名的文件会被替换"),
    ("collection", "哪一类记录，即“content”里文件夹的名称，例如 exemplars 或 news"),
    ("name", "人的姓名或记录的标题；有空格时用引号括起来"),
    ("dir", "网站的文件夹：新的，或者空的"),
    ("period", "哪一期：月写 2022-09，季度写 2022-q3，半年写 2022-h1，全年写 2022"),
    ("program", "哪个项目，写项目文件的名称；几个项目都有这一期时才需要写"),
    ("again", "已经定稿的，重新定稿；以前的数字保留在文件里"),
    ("files", "记录的文件，从网站的文件夹写起；只审其中一条时，后面加 # 和它的 id"),
    ("stage", "通过了哪一审，写 site.yaml 里的名称"),
    ("by", "审核人的姓名"),
    ("days", "提前多少天算快到期；不写就是 60 天"),
    ("host", "谁能看：127.0.0.1，只有这台电脑；0.0.0.0，同一网络里的电脑都能看"),
    ("port", "网址里冒号后面的数字；不写就是 4000，写 0 就用任何一个空闲的"),
    ("open", "打开浏览器"),
    ("poll", "每秒查看一遍全部文件；网络硬盘上的改动预览不更新时用"),
    ("code", "提示的代码，例如 BY202；不写就列出全部代码"),
];

/// Arguments whose id has another meaning elsewhere.
const MORE: [(&str, &str); 2] =
    [("kind", "哪一类记录，例如 exemplars；不写就是全部"), ("about", "命令的名称，例如 build")];

/// The command with its help in Chinese.
pub(super) fn in_chinese(command: Command) -> Command {
    let names: Vec<String> = command.get_subcommands().map(|inner| inner.get_name().to_owned()).collect();
    let mut command = localised(command);
    for name in names {
        command = command.mut_subcommand(name, localised);
    }
    command
}

fn localised(command: Command) -> Command {
    let command = command
        .mut_args(|arg| {
            let id = arg.get_id().as_str().to_owned();
            let heading = match (arg.is_positional(), arg.get_help_heading().is_some()) {
                (true, _) => "参数",
                (false, true) => "通用选项",
                (false, false) => "选项",
            };
            match ARGUMENTS.iter().chain(&MORE).find(|(known, _)| *known == id) {
                Some((_, help)) => arg.help(*help).help_heading(heading),
                None => arg,
            }
        })
        .subcommand_help_heading("命令")
        .help_template("{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}");
    match COMMANDS.iter().find(|words| words.name == command.get_name()) {
        Some(words) => command.about(words.about).override_usage(words.usage).after_help(words.after),
        None => command,
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::super::args::Arguments;
    use super::*;

    fn texts(command: &Command) -> Vec<(String, String)> {
        let of = |command: &Command| {
            let name = command.get_name().to_owned();
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let after = command.get_after_help().map(ToString::to_string).unwrap_or_default();
            let mut texts = vec![(name.clone(), about), (format!("{name}: after"), after)];
            texts.extend(command.get_arguments().map(|arg| {
                let help = arg.get_help().map(ToString::to_string).unwrap_or_default();
                (format!("{name} {}", arg.get_id()), help)
            }));
            texts
        };
        let mut texts = of(command);
        texts.extend(command.get_subcommands().flat_map(of));
        texts
    }

    #[test]
    fn every_command_and_option_has_its_help_in_both_languages() {
        let english = Arguments::command();
        let chinese = in_chinese(Arguments::command());
        let is_han = |c: char| ('\u{4E00}'..='\u{9FFF}').contains(&c);
        assert!(texts(&english).len() > 30);
        for (what, text) in texts(&english) {
            assert!(text.len() > 8 && !text.contains(is_han), "{what}: {text:?}");
        }
        for (what, text) in texts(&chinese) {
            assert!(text.contains(is_han), "{what}: {text:?}");
        }
    }

    #[test]
    fn the_definition_is_sound_and_the_chinese_help_has_no_english_headings() {
        let mut english = Arguments::command();
        english.build();
        english.debug_assert();
        let mut chinese = in_chinese(Arguments::command());
        chinese.build();
        for command in chinese.get_subcommands_mut() {
            let help = command.render_help().to_string();
            for word in ["Usage", "Options", "Commands", "Arguments", "possible values", "default"] {
                assert!(!help.contains(word), "{word} in {help}");
            }
        }
        assert!(chinese.render_help().to_string().contains("命令:"));
    }
}
