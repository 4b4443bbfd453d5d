//! `program:`: the programs to which something belongs.

use std::sync::Arc;

use crate::config::yaml::{Node, Shape, Text, wrong_shape};
use crate::diag::{Arg, Code, Diagnostic, Diagnostics, listed, suggestion_by_title};
use crate::domain::Program;

/// The programs that a node names: one or a list; reports unknown ones.
pub fn read_programs(
    programs: &[Arc<Program>],
    text: &Text,
    node: &Node,
    diagnostics: &mut Diagnostics,
) -> Vec<Arc<str>> {
    let items = node.as_list().unwrap_or(std::slice::from_ref(node));
    let mut found: Vec<Arc<str>> = Vec::new();
    for item in items.iter().filter(|item| !item.is_null()) {
        let Some(name) = item.as_text() else {
            wrong_shape(text, item, Shape::Program, diagnostics);
            continue;
        };
        if programs.iter().any(|program| program.id == *name) {
            if !found.contains(name) {
                found.push(name.clone());
            }
            continue;
        }
        let known = || programs.iter().map(|program| &*program.id);
        let titled = programs.iter().map(|program| (&*program.id, program.title.texts().collect()));
        diagnostics.push(
            Diagnostic::new(Code::UnknownName)
                .at(text.place(item.span))
                .arg("what", Arg::term("program", "项目"))
                .arg("found", name)
                .arg_opt("suggestion", suggestion_by_title(name, titled))
                .arg_opt("known", listed(known())),
        );
    }
    found
}
