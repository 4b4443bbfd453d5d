//! Writes a [`Closing`] as the text of its file.
//!
//! One metric per block and one region per line, so that differences are easy to see when files are compared.

use std::fmt::Write;

use super::counted;
use crate::diag::Lang;
use crate::domain::to_json;
use crate::domain::{
    Booked, Closing, Counted, Frozen, FrozenCell, FrozenMetric, FrozenPart, FrozenRank, FrozenTarget,
    Quantity,
};

/// The file's text, with comments in the site's language. The same closing always gives the same text.
#[must_use]
pub fn write(closing: &Closing, lang: Lang) -> String {
    let mut out = Writer { text: String::new(), indent: String::new() };
    out.notes(closing, lang);
    out.line(&format!("program: {}", scalar(&closing.program)));
    out.line(&format!("period: {}", closing.period));
    out.frozen(&closing.frozen);
    out.counted(&closing.frozen, lang);
    if !closing.earlier.is_empty() {
        out.line("");
        out.line(match lang {
            Lang::En => "# Figures closed earlier, the latest first.",
            Lang::ZhCn => "# 以前定稿的数字，最近的在前。",
        });
        out.line("earlier:");
        for frozen in &closing.earlier {
            out.item(|out| out.frozen(frozen));
        }
    }
    out.text
}

struct Writer {
    text: String,
    indent: String,
}

impl Writer {
    fn notes(&mut self, closing: &Closing, lang: Lang) {
        let (program, period) = (&closing.program, closing.period);
        let notes = match lang {
            Lang::En => format!(
                "# Figures for {period} of the program {program}, closed with: bangyang close {period}\n\
                 # The bulletin of this period keeps these figures. Records added later appear in the next one, as reported late;\n\
                 # this one then shows what is different now. You can give the reason in corrections.yaml next to this file.\n\
                 # Do not change this file by hand, and keep it: commit it to Git, or back it up together with “content”.\n\
                 # To close the period again (these figures are kept below): bangyang close {period} --program {program} --again\n\
                 #\n\
                 # carried: at the end of the previous period   done: in the period   ended: what ended in it   late: reported late for earlier\n\
                 # periods   struck_off: counted for them, but no longer   cumulative: since the program's start, at the period's end\n\
                 # 4000+ means 4000 or more   近4000 a little under   约4000 about   no_data: no record contributed\n"
            ),
            Lang::ZhCn => format!(
                "# 项目 {program} 在 {period} 的数字，由这个命令定稿：bangyang close {period}\n\
                 # 这一期通报以后一直用这里的数字。后来补录的记录作为补报计入下一期，这一期上会另外注明现在有哪些不同；原因可以写在旁边的 corrections.yaml 里。\n\
                 # 请不要手工修改这个文件，并且要保存好：提交到 Git，或者和“content”文件夹一起备份。\n\
                 # 要重新定稿（现在的数字会保留在文件下方）：bangyang close {period} --program {program} --again\n\
                 #\n\
                 # carried：上期累计   done：本期   ended：本期终止   late：补报   struck_off：核减   cumulative：从项目开始累计到期末\n\
                 # no_data：没有任何记录   moved：从别的县区转入（负数是转出）   undated：日期只写了年份，不在任何一个月\n\
                 # unit：单位   targets：目标（planned 计划，percent 完成比例，status 状态）   regions：各县区   ranking：排名\n"
            ),
        };
        self.text.push_str(&notes);
    }

    fn line(&mut self, line: &str) {
        if !line.is_empty() {
            self.text.push_str(&self.indent);
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    /// Writes lines one level deeper.
    fn deeper(&mut self, write: impl FnOnce(&mut Self)) {
        self.indent.push_str("  ");
        write(self);
        self.indent.truncate(self.indent.len().saturating_sub(2));
    }

    /// Writes a list item: its lines one level deeper, with a hyphen before the first.
    fn item(&mut self, write: impl FnOnce(&mut Self)) {
        let mut inner = Self { text: String::new(), indent: format!("{}    ", self.indent) };
        write(&mut inner);
        let begin = format!("{}  - ", self.indent);
        self.text.push_str(&begin);
        self.text.push_str(inner.text.trim_start());
    }

    fn frozen(&mut self, frozen: &Frozen) {
        self.line(&format!("closed_on: {}", frozen.closed_on));
        self.line(&format!("as_of: {}", frozen.as_of));
        self.line(if frozen.metrics.is_empty() { "metrics: {}" } else { "metrics:" });
        self.deeper(|out| frozen.metrics.iter().for_each(|metric| out.metric(metric)));
        if let Some(of) = frozen.difficulties {
            let (found, resolved, open) = (of.found, of.resolved, of.open);
            self.line(&format!("difficulties: {{found: {found}, resolved: {resolved}, open: {open}}}"));
        }
        if let Some(rows) = &frozen.ranking {
            self.line(if rows.is_empty() { "ranking: []" } else { "ranking:" });
            rows.iter().for_each(|row| self.item(|out| out.rank(row)));
        }
    }

    fn metric(&mut self, metric: &FrozenMetric) {
        self.line(&format!("{}:", scalar(&metric.id)));
        self.deeper(|out| {
            if !metric.unit.is_empty() {
                out.line(&format!("unit: {}", scalar(&metric.unit)));
            }
            if !metric.has_data {
                out.line("no_data: true");
            }
            cell_entries(&metric.whole).for_each(|(key, value)| out.line(&format!("{key}: {value}")));
            if !metric.targets.is_empty() {
                out.line("targets:");
                metric.targets.iter().for_each(|it| out.line(&format!("  - {}", target(it))));
            }
            if !metric.regions.is_empty() {
                out.line("regions:");
                let regions = metric.regions.iter();
                regions.for_each(|(id, it)| out.line(&format!("  {}: {}", scalar(id), cell(it))));
            }
            for (key, it) in [("joint", &metric.joint), ("no_region", &metric.no_region)] {
                if let Some(it) = it {
                    out.line(&format!("{key}: {}", cell(it)));
                }
            }
        });
    }

    /// Writes the counted records, after the figures, since they are for the program to read.
    fn counted(&mut self, frozen: &Frozen, lang: Lang) {
        let known = || frozen.metrics.iter().filter_map(|metric| Some((metric, metric.counted.as_ref()?)));
        if known().next().is_none() {
            return;
        }
        self.line("");
        self.line(match lang {
            Lang::En => {
                "# Codes of the records that were counted; they show later which records were reported late. They name nobody."
            }
            Lang::ZhCn => "# 计入的记录的代号，以后靠它知道哪些是补报的。代号里没有任何人的姓名。",
        });
        self.line("counted:");
        for (metric, Counted { all, late, struck }) in known() {
            self.line(&format!("  {}:", scalar(&metric.id)));
            let lists: [(&str, &[Booked]); 3] = [("all", all), ("late", late), ("struck_off", struck)];
            for (key, booked) in lists.into_iter().filter(|(key, booked)| *key == "all" || !booked.is_empty())
            {
                self.line(&format!("    {key}:{}", if booked.is_empty() { " []" } else { "" }));
                counted::lines(booked).iter().for_each(|line| self.line(&format!("      - {line}")));
            }
        }
    }

    fn rank(&mut self, row: &FrozenRank) {
        self.line(&format!("region: {}", scalar(&row.region)));
        self.line(&format!("rank: {}", row.rank));
        self.line(&format!("score: {}", row.score));
        if let Some(movement) = row.movement {
            self.line(&format!("movement: {movement}"));
        }
        if !row.parts.is_empty() {
            self.line("parts:");
            row.parts.iter().for_each(|it| self.line(&format!("  - {}", part(it))));
        }
    }
}

/// The figures of a cell; zeros are omitted.
fn cell_entries(cell: &FrozenCell) -> impl Iterator<Item = (&'static str, Quantity)> {
    let some = |value: Quantity| Some(value).filter(|value| *value != Quantity::exact(0));
    let parts = cell.parts;
    let all = [
        ("carried", parts.map(|it| it.carried)),
        ("done", Some(cell.done)),
        ("ended", some(cell.ended)),
        ("moved", parts.and_then(|it| some(it.moved))),
        ("undated", parts.and_then(|it| some(it.undated))),
        ("late", parts.and_then(|it| some(it.late))),
        ("struck_off", parts.and_then(|it| some(it.struck))),
        ("cumulative", Some(cell.cumulative)),
    ];
    all.into_iter().filter_map(|(key, value)| Some((key, value?)))
}

fn cell(cell: &FrozenCell) -> String {
    let entries: Vec<String> = cell_entries(cell).map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{{}}}", entries.join(", "))
}

fn target(target: &FrozenTarget) -> String {
    let FrozenTarget { set, value, due, planned, percent, status } = target;
    let mut out = format!("{{set: {}, value: {value}, due: {due}, planned: {planned}", scalar(set));
    if let Some(percent) = percent {
        // Writing to a text cannot fail.
        let _ = write!(out, ", percent: {percent}");
    }
    format!("{out}, status: {}}}", status.word())
}

fn part(part: &FrozenPart) -> String {
    let FrozenPart { metric, weight, value, share, completion } = part;
    let metric = scalar(metric);
    format!(
        "{{metric: {metric}, weight: {weight}, value: {value}, share: {share}, completion: {completion}}}"
    )
}

/// A text as a YAML scalar, quoted if any reader could take it for something else.
fn scalar(text: &str) -> String {
    let calm = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    let word = text.chars().next().is_some_and(char::is_alphabetic) && text.chars().all(calm);
    let reserved = ["null", "true", "false", "yes", "no", "on", "off", "y", "n"];
    if word && !reserved.iter().any(|it| text.eq_ignore_ascii_case(it)) {
        return text.to_owned();
    }
    // JSON escapes are valid in YAML.
    to_json(text)
}
