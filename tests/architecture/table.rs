//! The table of modules in `docs/architecture.md`.

/// The allowed imports.
#[derive(Debug)]
pub struct Table {
    pub rows: Vec<Row>,
}

/// A module and the modules that it may import.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// Its path from its crate's root or, if its crate has no other module, of that root.
    pub module: Vec<String>,
    /// Its crate: the folder in `crates/`, or the program's name.
    pub in_crate: String,
    /// Paths of earlier rows.
    pub imports: Vec<Vec<String>>,
}

impl Table {
    /// Reads the table under the heading “Modules”.
    pub fn read(document: &str) -> Result<Self, String> {
        let section = document.split_once("\n## Modules\n").ok_or("the document has no heading “Modules”")?.1;
        let section = section.split_once("\n## ").map_or(section, |(own, _)| own);
        let mut rows: Vec<Row> = Vec::new();
        for line in section.lines().filter(|line| line.starts_with("| `")) {
            let cells: Vec<_> = line.trim_matches('|').split('|').map(str::trim).collect();
            let [module, in_crate, _, imports] = cells.as_slice() else {
                return Err(format!("not four cells: {line}"));
            };
            let (module, in_crate) = (path(module)?, path(in_crate)?.concat());
            let imports = match *imports {
                "–" => Vec::new(),
                "all above" => rows.iter().map(|row| row.module.clone()).collect(),
                names => names.split(',').map(|name| path(name.trim())).collect::<Result<Vec<_>, _>>()?,
            };
            if rows.iter().any(|row| row.module == module) {
                return Err(format!("two rows for {}", module.join("::")));
            }
            if let Some(unknown) =
                imports.iter().find(|import| !rows.iter().any(|row| row.module == **import))
            {
                return Err(format!(
                    "{} names {}, which has no row above it",
                    module.join("::"),
                    unknown.join("::")
                ));
            }
            rows.push(Row { module, in_crate, imports });
        }
        if rows.is_empty() { Err("the table has no rows".to_owned()) } else { Ok(Self { rows }) }
    }

    /// The only module of a crate that has no other.
    pub fn only_module(&self, in_crate: &str) -> Option<&str> {
        let mut own = self.rows.iter().filter(|row| row.in_crate == in_crate && row.module.len() == 1);
        let only = own.next().filter(|_| own.next().is_none())?;
        only.module.first().map(String::as_str)
    }

    /// The row of a path: the one with the longest matching prefix.
    pub fn row(&self, path: &[String]) -> Option<&Row> {
        self.rows.iter().filter(|row| path.starts_with(&row.module)).max_by_key(|row| row.module.len())
    }
}

fn path(cell: &str) -> Result<Vec<String>, String> {
    let name = cell.strip_prefix('`').and_then(|rest| rest.strip_suffix('`'));
    let name = name.ok_or_else(|| format!("not a name between backticks: {cell}"))?;
    Ok(name.split("::").map(str::to_owned).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(rows: &str) -> Result<Table, String> {
        Table::read(&format!(
            "# A\n\n## Modules\n\n| module | crate | owns | may import |\n| --- | --- | --- | --- |\n{rows}\n## B\n| `z` | `k` | x | – |\n"
        ))
    }

    #[test]
    fn reads_rows() {
        let table =
            read("| `a` | `k` | x | – |\n| `a::b` | `k` | x | `a` |\n| `c` | `l` | x | all above |\n")
                .unwrap();
        let shown: Vec<_> = table.rows.iter().map(|row| (row.module.join("::"), row.imports.len())).collect();
        assert_eq!(shown, [("a".to_owned(), 0), ("a::b".to_owned(), 1), ("c".to_owned(), 2)]);
        let path = |text: &str| text.split("::").map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(table.row(&path("a::b::x")).unwrap().module, path("a::b"));
        assert_eq!(table.row(&path("a::x")).unwrap().module, path("a"));
        assert!(table.row(&path("d")).is_none());
        // A module with a row within another's is not a top-level module of the crate.
        assert_eq!((table.only_module("k"), table.only_module("l")), (Some("a"), Some("c")));
        let two = read("| `a` | `k` | x | – |\n| `b` | `k` | x | – |\n").unwrap();
        assert_eq!((two.only_module("k"), two.only_module("m")), (None, None));
    }

    #[test]
    fn refuses_a_table_that_goes_upwards_or_twice() {
        for rows in [
            "| `a` | `k` | x | `b` |\n| `b` | `k` | x | – |\n",
            "| `a` | `k` | x | – |\n| `a` | `k` | x | – |\n",
            "| `a` | `k` | x | b |\n",
            "| `a` | x | – |\n",
            "",
        ] {
            assert!(read(rows).is_err(), "{rows}");
        }
    }
}
