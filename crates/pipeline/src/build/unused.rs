//! Reports files beside records that nothing uses.

use super::context::BuildPass;
use crate::checks::unused;
use crate::config::text::read_text;
use crate::diag::{Arg, Code, Diagnostic, Diagnostics};
use crate::domain::{Finding, Record, RecordIx};
use crate::edition::{self, Published};
use crate::load::Loaded;
use crate::model::Model;
use crate::plan::Plan;
use crate::source::SitePath;
use crate::view::Media;

impl BuildPass<'_> {
    /// The file that was suggested in place of a missing one: it will be used once the path is fixed.
    fn path_meant(&self, finding: &Finding) -> Option<String> {
        let Diagnostic { code: Code::MissingFile | Code::DanglingLink, args, .. } = &finding.diagnostic
        else {
            return None;
        };
        let (_, Arg::Plain(meant)) = args.iter().find(|(name, _)| *name == "suggestion")? else {
            return None;
        };
        let file = self.loaded.files.get(finding.file.at())?;
        let mut path: Vec<&str> = file.as_str().split('/').collect();
        path.pop();
        for part in meant.split('/') {
            match part {
                ".." => drop(path.pop()),
                part => path.push(part),
            }
        }
        Some(path.join("/"))
    }

    /// Reports unused files. If something could not be read, it may be what uses them.
    pub(super) fn unused_files(
        &self,
        model: &Model,
        published: &Published,
        plan: &Plan,
        findings: &[Finding],
    ) -> Vec<Diagnostic> {
        if self.input.partly_unreadable || self.config.theme.broken {
            return Vec::new();
        }
        let Loaded { attachments, spellings, files, failed_files, broken, unknown_folders, .. } = self.loaded;
        let is_whole = |at: usize| {
            let ix = RecordIx(u32::try_from(at).unwrap_or(u32::MAX));
            let public = published.of_model(ix).and_then(|ix| published.record(ix));
            public.zip(model.record(ix)).is_some_and(|(public, record)| edition::is_whole(record, public))
        };
        let sound = model.records().iter().map(AsRef::as_ref);
        let records: Vec<&Record> = sound.chain(broken).collect();
        let failed: Vec<&str> = failed_files.keys().map(AsRef::as_ref).collect();
        let read = |path: &str| {
            let path = SitePath::try_from(path).ok()?;
            // Unreadable files were reported already.
            let text = read_text(self.system, &self.options.root, &path, &mut Diagnostics::default())?;
            Some(text.content.to_string())
        };
        let used = plan.media.iter().map(|media| match media {
            Media::Picture { source, .. } | Media::File { source, .. } => source.as_ref(),
        });
        let inputs = unused::UnusedInputs {
            attachments,
            spellings,
            config: self.config,
            files,
            records: &records,
            is_whole: &is_whole,
            failed: &failed,
            told: unknown_folders,
            read: &read,
        };
        let meant: Vec<String> = findings.iter().filter_map(|finding| self.path_meant(finding)).collect();
        unused::check(&inputs, &used.chain(meant.iter().map(String::as_str)).collect())
    }
}
