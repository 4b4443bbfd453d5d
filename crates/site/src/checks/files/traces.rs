//! BY246: a file contains personal metadata that its readers do not need.

use crate::diag::{Arg, Code, Diagnostic};
use crate::extract::{Contents, Trace};

pub(super) fn check(contents: &Contents, found: &mut Vec<Diagnostic>) {
    let words: Vec<(&str, &str)> = contents.traces.iter().map(|trace| words(*trace)).collect();
    if words.is_empty() {
        return;
    }
    let (en, zh): (Vec<&str>, Vec<&str>) = words.into_iter().unzip();
    found.push(Diagnostic::new(Code::TracesInFile).arg("what", Arg::term(en.join("; "), zh.join("；"))));
}

const fn words(trace: Trace) -> (&'static str, &'static str) {
    match trace {
        Trace::Author => ("who wrote it", "作者或最后修改人的名字"),
        Trace::Comments => ("comments, with names", "批注和批注人的名字"),
        Trace::Changes => (
            "tracked changes: what was changed, by whom, and the deleted words",
            "修订记录：改了什么、谁改的、删掉的字",
        ),
        Trace::Position => ("where a picture was taken", "照片的拍摄地点"),
    }
}
