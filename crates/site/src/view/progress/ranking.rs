//! The ranking and the stars, with their calculation.

use serde::Serialize;

use super::NameLink;
use super::figure::ProgressFigure;
use super::viewer::ProgressViewer;
use crate::domain::{Decimal, Frozen, FrozenRank, Period, Quantity, StarMeasure, Year};
use crate::edition::{RankRow, StarBasis, StarRow, Tenths};
use crate::i18n::Words;
use crate::routes::Href;

/// A region in a month's ranking.
#[derive(Clone, Debug, Serialize)]
pub struct RankView {
    /// The region.
    pub region: NameLink,
    /// From 1; regions with equal scores share a rank.
    pub rank: u32,
    /// 0 to 100, with one decimal.
    pub score: String,
    /// Ranks gained since the previous month; negative if lost.
    pub movement: Option<i64>,
    /// The parts of the score.
    pub parts: Vec<PartView>,
}

/// The contribution of one metric or assessment.
#[derive(Clone, Debug, Serialize)]
pub struct PartView {
    /// Its title.
    pub title: String,
    /// Its weight.
    pub weight: Decimal,
    /// The region's value.
    pub value: Option<ProgressFigure>,
    /// The region's share.
    pub share: Option<ProgressFigure>,
    /// Value ÷ share, or the mean score; `None` if the region lacks it.
    pub completion: Option<String>,
    /// The calculation on one line.
    pub text: String,
    /// Whether the value exceeds what counts.
    pub capped: bool,
}

/// A region's stars.
#[derive(Clone, Debug, Serialize)]
pub struct StarView {
    /// The region.
    pub region: NameLink,
    /// Whether it has everything that the rating needs.
    pub rated: bool,
    /// Number of stars.
    pub stars: Option<u32>,
    /// Maximum number of stars.
    pub most: usize,
    /// 0 to 100, with one decimal.
    pub score: Option<String>,
    /// The parts of the score.
    pub parts: Vec<PartView>,
}

/// The contribution of a metric to a score.
fn weighed(
    title: String,
    weight: Decimal,
    value: ProgressFigure,
    share: ProgressFigure,
    (completion, words): (Tenths, &Words),
) -> PartView {
    let is_capped = value.value.percent_of(share.value).is_some_and(|whole| whole > completion);
    let completion = words.percent(completion);
    let text = format!("{} ÷ {} = {completion}", value.number, share.number);
    PartView {
        title,
        weight,
        value: Some(value),
        share: Some(share),
        completion: Some(completion),
        text,
        capped: is_capped,
    }
}

impl ProgressViewer<'_> {
    /// The ranking of a month, if the edition may show it; the frozen one if the month was closed.
    #[must_use]
    pub fn ranking_of(&self, period: Period) -> Option<Vec<RankView>> {
        if let Some(frozen) = self.program.kept(period) {
            let rows = frozen.ranking.as_ref()?.iter();
            return Some(rows.filter_map(|row| self.frozen_rank(frozen, row)).collect());
        }
        let month = self.program.ranking_of(period)?;
        Some(month.rows.iter().filter_map(|row| self.rank(row)).collect())
    }

    /// The years that have separate ranking pages, the latest first; empty if one page shows all.
    #[must_use]
    pub fn ranking_years(&self) -> Vec<Year> {
        let months = self.program.ranking().filter(|_| self.is_long()).unwrap_or_default();
        let mut years: Vec<Year> = months.iter().rev().map(|month| self.year_of(month.period)).collect();
        years.dedup();
        years
    }

    /// The page of a year's rankings; `years` are those that have one, the latest first.
    #[must_use]
    pub fn ranking_url(&self, years: &[Year], year: Year) -> Href {
        if years.first() == Some(&year) { self.urls().ranking() } else { self.urls().ranking_of(year) }
    }

    fn rank(&self, row: &RankRow) -> Option<RankView> {
        let parts = row.parts.iter().map(|part| {
            let title = self.metric(part.metric).map_or_else(String::new, |metric| metric.title);
            let value = self.figure(part.metric, part.value, None);
            let share = self.figure(part.metric, Quantity::exactly(part.share), None);
            weighed(title, part.weight, value, share, (part.completion, self.viewer.words))
        });
        Some(RankView {
            region: self.region_link(row.region)?,
            rank: row.rank,
            score: self.viewer.words.written(&row.score.to_string()),
            movement: row.movement,
            parts: parts.collect(),
        })
    }

    fn frozen_rank(&self, frozen: &Frozen, row: &FrozenRank) -> Option<RankView> {
        let day = frozen.as_of.last_day();
        let parts = row.parts.iter().map(|part| {
            let at = self.program.metrics().iter().position(|metric| metric.id == part.metric);
            let title = at.and_then(|at| self.metric(at)).map(|metric| metric.title);
            let unit = frozen.metric(&part.metric).map_or("", |metric| &metric.unit);
            let value = self.figure_in(at, unit, part.value, None);
            let share = self.figure_in(at, unit, Quantity::exactly(part.share), None);
            let title = title.unwrap_or_else(|| part.metric.to_string());
            weighed(title, part.weight, value, share, (part.completion, self.viewer.words))
        });
        Some(RankView {
            region: self.frozen_link(&row.region, day)?,
            rank: row.rank,
            score: self.viewer.words.written(&row.score.to_string()),
            movement: row.movement,
            parts: parts.collect(),
        })
    }

    /// The stars of the regions, if the edition may show them.
    #[must_use]
    pub fn stars(&self) -> Option<Vec<StarView>> {
        let rows = self.program.stars()?;
        Some(rows.iter().filter_map(|row| self.star(row)).collect())
    }

    /// A region's stars.
    #[must_use]
    pub fn star(&self, row: &StarRow) -> Option<StarView> {
        let components = self.program.program().stars.as_ref().map_or(&[][..], |stars| &stars.components);
        let parts = row.parts.iter().filter_map(|part| {
            let component = components.get(part.component)?;
            let (mut value, mut share, mut metric_at) = (None, None, None);
            let title = match &component.measure {
                StarMeasure::Target(metric, set) => {
                    metric_at = Some(*metric);
                    let metric = self.metric(*metric)?.title;
                    let values = [("metric", metric.as_str()), ("set", &self.set_title(set))];
                    self.viewer.words.word("stars.part-target", &values)
                }
                StarMeasure::Assessment(kind) => {
                    let kind = self.choice_title(kind);
                    self.viewer.words.word("stars.part-assessment", &[("kind", &kind)])
                }
            };
            let completion = match &part.ground {
                Some(StarBasis::Completion { value: amount, share: aim, score }) => {
                    value = metric_at.map(|metric| self.figure(metric, *amount, None));
                    share = metric_at.map(|metric| self.figure(metric, Quantity::exactly(*aim), None));
                    Some(self.viewer.words.written(&score.to_string()))
                }
                Some(StarBasis::Assessments { score, .. }) => {
                    Some(self.viewer.words.written(&score.to_string()))
                }
                None => None,
            };
            let capped = match &part.ground {
                Some(StarBasis::Completion { value, share, score }) => {
                    value.amount.percent_of(*share).is_some_and(|whole| whole > *score)
                }
                _ => false,
            };
            let text = match (&value, &share, &completion) {
                (Some(value), Some(share), Some(score)) => {
                    format!("{} ÷ {} → {score}", value.number, share.number)
                }
                (_, _, Some(score)) => score.clone(),
                _ => String::new(),
            };
            Some(PartView { title, weight: part.weight, value, share, completion, text, capped })
        });
        Some(StarView {
            region: self.region_link(row.region)?,
            rated: row.rating.is_some(),
            stars: row.rating.map(|(_, stars)| stars),
            most: self.program.program().stars.as_ref().map_or(0, |stars| stars.thresholds.len() + 1),
            score: row.rating.map(|(score, _)| self.viewer.words.written(&score.to_string())),
            parts: parts.collect(),
        })
    }

    /// The label of a choice of an assessment; as written in the program if there is none.
    fn choice_title(&self, id: &str) -> String {
        let scoring = self.viewer.collections.iter().filter(|collection| collection.roles.score.is_some());
        let mut choices = scoring.flat_map(|collection| &collection.fields).flat_map(|field| &field.choices);
        let label = choices.find(|choice| *choice.id == *id).map(|choice| &choice.label);
        label
            .and_then(|label| label.get(self.viewer.lang()))
            .map_or_else(|| id.to_owned(), |text| text.to_string())
    }
}
