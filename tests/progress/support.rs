//! Small sites, written out and loaded as the program loads them.

use std::path::Path;
use std::sync::Arc;

use bangyang::config::Config;
use bangyang::diag::{Diagnostics, Lang, Severity};
use bangyang::domain::{Date, Finding, Program, Quantity, RecordIx};
use bangyang::load::load;
use bangyang::model::Model;
use bangyang::progress::{Area, Progress, as_of};
use bangyang::source::{OsSystem, System};
use jiff::civil;

pub struct Site {
    pub config: Arc<Config>,
    /// The codes of errors in the settings, except those about the theme, which does not matter for figures.
    pub settings: Vec<String>,
    pub model: Model,
}

impl Site {
    pub fn load(root: &Path) -> Self {
        let system = OsSystem;
        let content = system.walk(&root.join("content")).unwrap().entries;
        let mut diagnostics = Diagnostics::default();
        let config = Config::load(&system, root, &content, &[], &mut diagnostics).unwrap();
        let settings =
            diagnostics.iter().map(|it| it.code.to_string()).filter(|code| !code.starts_with("BY4"));
        let settings = settings.collect();
        let mut diagnostics = Diagnostics::default();
        let loaded = load(&system, root, &content, &config, &mut diagnostics);
        let wrong: Vec<String> = diagnostics
            .iter()
            .filter(|it| it.severity == Severity::Error)
            .map(|it| it.message(Lang::En))
            .collect();
        assert_eq!(wrong, Vec::<String>::new());
        let mut findings: Vec<Finding> = Vec::new();
        let model = Model::new(loaded.records, &loaded.failed, &config, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        Self { config: Arc::new(config), settings, model }
    }

    /// A site of these files under `content/`, with three regions.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let root = tempfile::tempdir().unwrap();
        let regions = "- {id: east, title: 东县}\n- {id: west, title: 西县}\n- {id: north, title: 北县}\n";
        let site =
            "title: 测试\nbase_url: https://site.example/\nlanguage: zh-CN\ntheme: peony\norganiser: 示例\n";
        for (path, text) in [("site.yaml", site), ("regions.yaml", regions)].iter().chain(files) {
            let path = root.path().join("content").join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self::load(root.path())
    }

    pub fn program(&self, id: &str) -> &Arc<Program> {
        self.config.programs.iter().find(|program| &*program.id == id).unwrap()
    }

    /// The figures of the program `p` up to a day.
    pub fn progress(&self, day: &str) -> Progress {
        self.progress_without(day, &|_| false)
    }

    pub fn progress_without(&self, day: &str, left_out: &dyn Fn(RecordIx) -> bool) -> Progress {
        let program = self.program("p");
        let on = as_of(program, Some(date(day)), civil::date(2030, 1, 1));
        Progress::new(&self.model, &self.config, program, on, left_out)
    }
}

/// The integer value of a quantity, whatever its bound.
pub fn whole(quantity: Quantity) -> i64 {
    quantity.amount.to_whole().unwrap()
}

pub fn date(text: &str) -> Date {
    Date::parse(text).unwrap()
}

pub fn day(text: &str) -> civil::Date {
    date(text).last_day()
}

/// A metric's running total at the end of a day, as written in a record.
pub fn value(progress: &Progress, metric: &str, on: &str) -> String {
    at(progress, metric, on, Area::Whole).to_string()
}

pub fn at(progress: &Progress, metric: &str, on: &str, area: Area) -> Quantity {
    progress.series(progress.metric_named(metric).unwrap()).unwrap().at(day(on), area)
}
