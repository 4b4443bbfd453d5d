//! Template values shared by all pages of a program, made once.

use std::collections::BTreeMap;
use std::sync::{OnceLock, RwLock};

use tera::Value;

use super::links::links;
use crate::domain::Year;
use crate::plan::ProgressPage;
use crate::sync::unpoisoned;
use crate::view::progress::{Done, ProgressViewer};

/// The data shared by all pages of a program, made once: a program of many years has thousands of pages, each
/// listing as many periods.
pub(super) struct Programs(pub(super) Vec<OnceLock<Known>>);

pub(super) struct Known {
    pub(super) program: Value,
    pub(super) metrics: Vec<Value>,
    /// The list of bulletins, if it is the same on every page.
    pub(super) index: Option<Value>,
    /// The lists of bulletins by year, otherwise.
    pub(super) years: RwLock<BTreeMap<Year, Value>>,
}

impl Known {
    pub(super) fn new(of: &ProgressViewer<'_>) -> Self {
        let metrics = (0..of.program.metrics().len()).map(|at| value(&of.metric(at)));
        Self {
            program: value(&of.program_view(links(of))),
            metrics: metrics.collect(),
            index: (!of.is_long()).then(|| value(&of.bulletin_index(None, true))),
            years: RwLock::default(),
        }
    }

    /// A metric with the unit of the given figures.
    pub(super) fn metric(&self, of: &Done) -> Value {
        let metric = self.metrics.get(of.metric).cloned().unwrap_or_else(Value::none);
        let Some(unit) = &of.unit else { return metric };
        let Some(mut then) = metric.into_map() else { return Value::none() };
        then.insert("unit".into(), Value::normal_string(unit));
        Value::from(then)
    }

    /// The bulletins that a page lists.
    pub(super) fn index(&self, of: &ProgressViewer<'_>, kind: ProgressPage) -> Value {
        if let Some(all) = &self.index {
            return all.clone();
        }
        let ProgressPage::Bulletin(period) = kind else {
            return value(&of.bulletin_index(None, kind == ProgressPage::Overview));
        };
        let known = unpoisoned(self.years.read()).get(&of.year_of(period)).cloned();
        known.unwrap_or_else(|| {
            let made = value(&of.bulletin_index(Some(period), false));
            unpoisoned(self.years.write()).insert(of.year_of(period), made.clone());
            made
        })
    }
}

impl Programs {
    pub(super) fn new(inputs: &super::RenderInputs<'_>) -> Self {
        Self(inputs.viewer.progress.programs.iter().map(|_| OnceLock::new()).collect())
    }

    pub(super) fn known(&self, of: &ProgressViewer<'_>, at: usize) -> Option<&Known> {
        Some(self.0.get(at)?.get_or_init(|| Known::new(of)))
    }
}

/// Serialises a value for templates.
pub(super) fn value<T: serde::Serialize>(value: &T) -> Value {
    Value::from_serializable(value)
}
