//! The star rating of regions, with its calculation.

use std::sync::Arc;

use super::star::{StarBasis, StarPart, StarRow};
use crate::config::Config;
use crate::domain::{
    CollectionIx, Date, Decimal, FieldType, Program, Quantity, RecordIx, RegionIx, StarMeasure, Value,
};
use crate::model::Model;

use super::area::Area;
use super::calendar::Calendar;
use super::ranking::share;
use super::ratio::Ratio;
use super::rule::{belongs, is_counted};
use super::series::Series;

/// A score that a record gives to a region.
pub(super) struct Assessment {
    record: RecordIx,
    region: RegionIx,
    score: Quantity,
    /// The ids of the choices in the record, which tell the kind of assessment.
    kinds: Vec<Arc<str>>,
}

/// All assessments of the program up to the as-of date, from all collections with scores.
pub(super) fn assessments(
    program: &Program,
    calendar: &Calendar,
    config: &Config,
    model: &Model,
    left_out: &dyn Fn(RecordIx) -> bool,
) -> Vec<Assessment> {
    let wants = |stars: &crate::domain::Stars| {
        stars.components.iter().any(|part| matches!(part.measure, StarMeasure::Assessment(_)))
    };
    if !program.stars.as_ref().is_some_and(wants) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (collection, at) in config.collections.iter().zip(0_u16..) {
        let roles = &collection.roles;
        let (Some(score), Some(region), Some(date)) = (roles.score, roles.region, roles.date) else {
            continue;
        };
        for (ix, record) in model.of(CollectionIx(at)) {
            let counts = belongs(record, &program.id)
                && collection.counted.iter().all(|(field, any)| is_counted(record, *field, any))
                && record.get(date).and_then(Value::as_date).is_some_and(|date| calendar.counts(date));
            if !counts || left_out(ix) {
                continue;
            }
            let (Some(place), Some(score)) =
                (record.get(region), record.get(score).and_then(Value::as_quantity))
            else {
                continue;
            };
            let day = record.get(date).and_then(Value::as_date).map_or(calendar.as_of, Date::last_day);
            // A joint score does not belong to a single region.
            let [region] = *place.regions_on(day).as_slice() else { continue };
            let region = config.regions.row_of(region, day);
            let kinds = collection.fields.iter().enumerate().filter_map(|(place, field)| {
                let Some(Value::Choice(choice)) = record.get(place) else { return None };
                let is_choice = matches!(field.kind, FieldType::Choice);
                is_choice.then(|| field.choices.get(usize::from(*choice)).map(|choice| choice.id.clone()))?
            });
            found.push(Assessment { record: ix, region, score, kinds: kinds.collect() });
        }
    }
    found
}

/// The rating of every ranked region, in administrative order. Empty if the program has no stars.
pub(super) fn rate(
    program: &Program,
    series: &[Series],
    assessments: &[Assessment],
    config: &Config,
    calendar: &Calendar,
) -> Vec<StarRow> {
    let Some(stars) = &program.stars else { return Vec::new() };
    let regions = config.regions.top().filter(|(_, region)| region.ranked);
    regions
        .map(|(region, _)| {
            let mut parts = Vec::new();
            let mut sum = Some(Ratio::zero());
            let mut weights = Ratio::zero();
            for (component, it) in stars.components.iter().enumerate() {
                if !it.weight.is_positive() {
                    continue;
                }
                let times = Ratio::from(it.weight);
                let found = match &it.measure {
                    StarMeasure::Target(metric, set) => share(program, *metric, set, region)
                        .zip(series.get(*metric))
                        .and_then(|(share, series)| {
                            completion(series.at(calendar.as_of, Area::Region(region)), share)
                        }),
                    StarMeasure::Assessment(kind) => mean(assessments, region, kind),
                };
                weights = weights.plus(&times);
                sum = sum.zip(found.as_ref()).map(|(sum, (score, _))| sum.plus(&score.times(&times)));
                parts.push(StarPart {
                    component,
                    weight: it.weight,
                    ground: found.map(|(_, ground)| ground),
                });
            }
            let score = sum.and_then(|sum| sum.over(&weights));
            let rating = score.map(|score| (score.tenths(), stars_of(&score, &stars.thresholds)));
            StarRow { region, rating, parts }
        })
        .collect()
}

/// 1 plus the number of thresholds reached.
fn stars_of(score: &Ratio, thresholds: &[Decimal]) -> u32 {
    let reached = |limit: &&Decimal| *score >= Ratio::from(**limit);
    u32::try_from(thresholds.iter().filter(reached).count()).unwrap_or(u32::MAX).saturating_add(1)
}

fn completion(value: Quantity, share: Decimal) -> Option<(Ratio, StarBasis)> {
    let whole = Ratio::new(100, 1)?;
    let ratio = Ratio::of(value.amount, share)?.scaled(100, 1).at_most(whole);
    let score = ratio.tenths();
    Some((ratio, StarBasis::Completion { value, share, score }))
}

fn mean(assessments: &[Assessment], region: RegionIx, kind: &str) -> Option<(Ratio, StarBasis)> {
    let fitting =
        || assessments.iter().filter(|it| it.region == region && it.kinds.iter().any(|is| **is == *kind));
    let records: Vec<RecordIx> = fitting().map(|it| it.record).collect();
    let sum: i128 = fitting().map(|it| it.score.amount.millionths()).sum();
    let ratio = Ratio::new(sum, i128::try_from(records.len()).ok()?.checked_mul(Decimal::ONE)?)?;
    let score = ratio.tenths();
    Some((ratio, StarBasis::Assessments { records, score }))
}
