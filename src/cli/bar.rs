//! The progress bar.

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::console::either;
use crate::build::{Reporter, Stage};
use crate::diag::Lang;

/// Shows the progress of a build; only on a terminal.
pub(super) struct Bar {
    bar: ProgressBar,
    lang: Lang,
}

impl Bar {
    pub(super) fn new(shown: bool, lang: Lang) -> Self {
        let target = if shown { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(0), target);
        if let Ok(style) = ProgressStyle::with_template("{msg} [{bar:30}] {pos}/{len}") {
            bar.set_style(style.progress_chars("=> "));
        }
        Self { bar, lang }
    }

    /// Removes the bar from the terminal.
    pub(super) fn clear(&self) {
        self.bar.finish_and_clear();
    }
}

impl Reporter for Bar {
    fn begin(&self, stage: Stage, steps: usize) {
        let words = match stage {
            Stage::Load => either(self.lang, "Reading ", "读取内容"),
            Stage::Render => either(self.lang, "Pages   ", "生成网页"),
            Stage::Images => either(self.lang, "Pictures", "处理图片"),
            Stage::Publish => either(self.lang, "Writing ", "写入文件"),
        };
        self.bar.set_message(words);
        self.bar.set_length(u64::try_from(steps).unwrap_or(u64::MAX));
        self.bar.set_position(0);
    }

    fn step(&self) {
        self.bar.inc(1);
    }
}
