//! An invented in-memory site, processed up to the stage to be measured.

#[path = "../../xtask/src/bench/generate/mod.rs"]
#[allow(dead_code, unused_imports)]
mod generate;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bangyang::config::Config;
use bangyang::diag::Diagnostics;
use bangyang::edition::{self, Edition, PublicIx, Published};
use bangyang::i18n::Words;
use bangyang::load::{self, Loaded};
use bangyang::model::Model;
use bangyang::plan::{self, Plan};
use bangyang::progress::{Progress, as_of};
use bangyang::render::{self, Renderer};
use bangyang::routes::Routes;
use bangyang::source::{Entry, MemSystem, SitePath, System};
use bangyang::view::progress::ProgressBook;
use bangyang::view::{Index, NoFigures, RecordCard, Viewer};
use generate::Format;

const ROOT: &str = "/site";
const PROGRAM: &str = "\
title: 一年
starts: 2018-01-01
ends: 2021-12-31
metrics:
  - {id: all, title: 人, from: exemplars, dated_by: recognised_on}
  - {id: trades, title: 工种, from: exemplars, measure: {distinct: occupation}, dated_by: recognised_on}
targets:
  - {metric: all, set: city, value: 100000, due: 2021}
";

/// A site's sources in memory, and its settings.
pub struct Site {
    pub system: MemSystem,
    pub config: Arc<Config>,
    content: Vec<Entry>,
}

impl Site {
    /// A site with this many profiles and the theme of `cargo xtask bench`.
    pub fn new(profiles: usize) -> Self {
        let system = MemSystem::new();
        let files = generate::files(Format::Bangyang, &generate::profiles(profiles)).collect::<Vec<_>>();
        let program = ("content/programs/year.yaml".to_owned(), PROGRAM.to_owned());
        for (path, text) in files.into_iter().chain([program]) {
            system.put(Path::new(ROOT).join(path), text).unwrap();
        }
        let walk = |folder: &str| system.walk(&Path::new(ROOT).join(folder)).unwrap().entries;
        let (content, themes) = (walk("content"), walk("themes"));
        let mut diagnostics = Diagnostics::default();
        let config = Config::load(&system, Path::new(ROOT), &content, &themes, &mut diagnostics);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        Self { config: Arc::new(config.unwrap()), system, content }
    }

    /// Reads all records.
    pub fn load(&self) -> Loaded {
        let mut diagnostics = Diagnostics::default();
        load::load(&self.system, Path::new(ROOT), &self.content, &self.config, &mut diagnostics)
    }

    pub fn model(&self, loaded: &Loaded) -> Model {
        Model::new(loaded.records.clone(), &loaded.failed, &self.config, &mut Vec::new())
    }

    /// All figures of the program.
    pub fn progress(&self, model: &Model) -> Progress {
        let program = self.config.programs.first().unwrap();
        Progress::new(model, &self.config, program, as_of(program, None, today()), &|_| false)
    }

    /// Processes the site up to the views, and passes them on.
    pub fn viewed<T>(
        &self,
        loaded: &Loaded,
        published: &Published,
        then: impl FnOnce(&plan::PlanInputs<'_>) -> T,
    ) -> T {
        let routes = Routes::new(published, &self.config, &mut Vec::new());
        let words = Words::new(&self.config.site.lang, self.config.theme.words.clone());
        let (index, book) = (Index::new(published), ProgressBook::default());
        let viewer = Viewer {
            progress: &book,
            published,
            routes: &routes,
            collections: &self.config.collections,
            regions: &self.config.regions,
            attachments: &loaded.attachments,
            recipe: &self.config.theme.recipe,
            faults: &loaded.faults,
            spellings: &loaded.spellings,
            words: &words,
            index: &index,
            shortcodes: &self.config.theme.shortcodes,
            page_ids: &self.config.page_ids,
            today: today(),
        };
        let cards = cards(&viewer);
        then(&plan::PlanInputs { config: &self.config, viewer, cards: &cards, today: today(), statics: &[] })
    }

    pub fn published(&self, model: &Model, loaded: &Loaded) -> Published {
        let options = edition::EditionOptions {
            edition: Edition::Public,
            today: today(),
            drafts: false,
            awaited: false,
        };
        edition::publish(model, &self.config, &loaded.files, &loaded.failed_files, options, &|_| false).0
    }

    /// Processes the site up to a renderer, and passes it on with the plan.
    pub fn rendering<T>(&self, loaded: &Loaded, then: impl FnOnce(&Plan, &Renderer<'_>) -> T) -> T {
        let published = self.published(&self.model(loaded), loaded);
        self.viewed(loaded, &published, |inputs| {
            let plan = plan(inputs);
            let render_inputs = render::RenderInputs {
                config: &self.config,
                viewer: inputs.viewer,
                plan: &plan,
                base_url: &self.config.site.base_url,
                today: today(),
            };
            let mut diagnostics = Diagnostics::default();
            let renderer =
                Renderer::new(render_inputs, inputs.cards, Arc::new(NoFigures), &mut diagnostics).unwrap();
            then(&plan, &renderer)
        })
    }
}

/// Plans the site.
pub fn plan(inputs: &plan::PlanInputs<'_>) -> Plan {
    plan::plan(inputs, &mut Diagnostics::default(), &mut Vec::new())
}

/// Renders every page in turn; returns the number of bytes.
pub fn render_all(plan: &Plan, renderer: &Renderer<'_>) -> usize {
    let bytes = |page| renderer.render(page).bytes.map_or(0, |bytes| bytes.len());
    plan.pages.iter().map(bytes).sum()
}

/// The files as a build writes them.
pub fn rendered(plan: &Plan, renderer: &Renderer<'_>) -> Vec<(SitePath, Vec<u8>)> {
    let file =
        |page: &plan::Page| Some((SitePath::try_from(page.url.path()).ok()?, renderer.render(page).bytes?));
    plan.pages.iter().filter_map(file).collect()
}

/// The options for the output.
pub fn output() -> bangyang::output::PublishOptions {
    let root = PathBuf::from(ROOT);
    bangyang::output::PublishOptions { out: root.join("public"), root, adopt: false, wait: false }
}

fn cards(viewer: &Viewer<'_>) -> Arc<[Arc<RecordCard>]> {
    let count = u32::try_from(viewer.published.records().len()).unwrap();
    (0..count).filter_map(|n| viewer.card(PublicIx(n)).map(Arc::new)).collect()
}

fn today() -> jiff::civil::Date {
    jiff::civil::date(2022, 6, 30)
}
