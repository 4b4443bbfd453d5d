//! A site loaded once, whose progress pages can be made for any day.

use std::path::Path;
use std::sync::Arc;

use bangyang::build::ProgramFigures;
use bangyang::config::Config;
use bangyang::diag::{Diagnostics, Lang};
use bangyang::domain::Finding;
use bangyang::edition::{self, Edition, PublicIx, PublicProgram};
use bangyang::i18n::Words;
use bangyang::load::{self, Loaded};
use bangyang::model::Model;
use bangyang::plan::{self, Page, Plan};
use bangyang::progress::Progress;
use bangyang::render::{self, Renderer};
use bangyang::routes::Routes;
use bangyang::source::{OsSystem, System};
use bangyang::view::progress::ProgressBook;
use bangyang::view::{Index, RecordCard, Viewer};
use jiff::civil;

pub struct Stage {
    pub config: Arc<Config>,
    loaded: Loaded,
    pub model: Model,
}

/// A day's pages, planned and ready to be rendered.
pub struct Day<'a> {
    pub plan: &'a Plan,
    pub renderer: &'a Renderer<'a>,
}

impl Stage {
    pub fn load(root: &Path) -> Self {
        let walk =
            |folder: &str| OsSystem.walk(&root.join(folder)).map_or_else(|_| Vec::new(), |it| it.entries);
        let (content, themes) = (walk("content"), walk("themes"));
        let mut diagnostics = Diagnostics::default();
        let config = Arc::new(Config::load(&OsSystem, root, &content, &themes, &mut diagnostics).unwrap());
        let loaded = load::load(&OsSystem, root, &content, &config, &mut diagnostics);
        assert_eq!(messages(&diagnostics), Vec::<String>::new());
        let mut findings: Vec<Finding> = Vec::new();
        let model = Model::new(loaded.records.clone(), &loaded.failed, &config, &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        Self { config, loaded, model }
    }

    /// The figures of the first program on a day; later years have a program of their own.
    pub fn progress(&self, day: civil::Date) -> Progress {
        Progress::new(&self.model, &self.config, self.config.programs.last().unwrap(), day, &|_| false)
    }

    /// Plans an edition with the figures of a day, which is also today.
    pub fn on<R>(&self, edition: Edition, day: civil::Date, then: impl FnOnce(&Day<'_>) -> R) -> R {
        let config = &self.config;
        let options = edition::EditionOptions { edition, today: day, drafts: false, awaited: false };
        let (published, _) = edition::publish(
            &self.model,
            config,
            &self.loaded.files,
            &self.loaded.failed_files,
            options,
            &|_| false,
        );
        let routes = Routes::new(&published, config, &mut Vec::new());
        let words = Words::new(&config.site.lang, config.theme.words.clone());
        let progress = Arc::new(self.progress(day));
        let figures = ProgramFigures {
            programs: vec![Arc::clone(&progress)],
            words: words.clone(),
            edition,
            config: Arc::clone(config),
        };
        let program = PublicProgram::new(progress, &published, config, day);
        let book = ProgressBook::new(vec![program], &config.regions, &config.collections, &published);
        let index = Index::new(&published);
        let viewer = Viewer {
            progress: &book,
            published: &published,
            routes: &routes,
            collections: &config.collections,
            regions: &config.regions,
            today: day,
            attachments: &self.loaded.attachments,
            recipe: &config.theme.recipe,
            faults: &self.loaded.faults,
            spellings: &self.loaded.spellings,
            words: &words,
            index: &index,
            shortcodes: &config.theme.shortcodes,
            page_ids: &config.page_ids,
        };
        let index = Index::new(&published).with_hints(viewer.make_hints());
        let viewer = Viewer { index: &index, ..viewer };
        let count = u32::try_from(published.records().len()).unwrap();
        let cards: Arc<[Arc<RecordCard>]> =
            (0..count).filter_map(|n| viewer.card(PublicIx(n)).map(Arc::new)).collect();
        let (mut diagnostics, mut findings) = (Diagnostics::default(), Vec::new());
        let inputs = plan::PlanInputs { config, viewer, cards: &cards, today: day, statics: &[] };
        let plan = plan::plan(&inputs, &mut diagnostics, &mut findings);
        let inputs =
            render::RenderInputs { config, viewer, plan: &plan, base_url: &config.site.base_url, today: day };
        let renderer = Renderer::new(inputs, &cards, Arc::new(figures), &mut diagnostics);
        assert_eq!((messages(&diagnostics), findings.len()), (Vec::new(), 0), "{day}: {findings:?}");
        then(&Day { plan: &plan, renderer: &renderer.unwrap() })
    }
}

impl Day<'_> {
    /// A page's text, asserting that nothing is wrong with it.
    #[track_caller]
    pub fn render(&self, page: &Page) -> String {
        let rendered = self.renderer.render(page);
        let told = rendered.diagnostic.map(|it| it.message(Lang::En));
        assert_eq!((told, rendered.findings.len()), (None, 0), "{}: {:?}", page.url, rendered.findings);
        String::from_utf8(rendered.bytes.unwrap()).unwrap()
    }
}

fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    diagnostics.iter().map(|it| it.message(Lang::En)).collect()
}
