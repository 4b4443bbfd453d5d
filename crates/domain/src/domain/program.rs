//! Programs: their period, metrics, targets, ranking and stars, as declared in YAML.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CollectionIx, Date, Decimal, Label, Period, ProgramYear, Quantity, RegionIx, Span, Value};

/// The source of a metric's contributions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricSource {
    /// The records of a collection.
    Records(CollectionIx),
    /// The groups of a list field of a collection, with the field's index.
    Groups(CollectionIx, usize),
}

impl MetricSource {
    /// The collection.
    #[must_use]
    pub const fn collection(self) -> CollectionIx {
        match self {
            Self::Records(collection) | Self::Groups(collection, _) => collection,
        }
    }
}

/// A field that a metric names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldAt {
    /// In a metric over groups: whether the field is the record's.
    pub of_record: bool,
    /// The field's index in the record or group.
    pub field: usize,
}

/// What a metric measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A count.
    Count,
    /// The sum of a field.
    Sum(FieldAt),
    /// The number of distinct values.
    Distinct(FieldAt),
}

/// A condition of a metric: the field has one of the values (for lists: any item has).
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The field.
    pub field: FieldAt,
    /// The values that match.
    pub any_of: Vec<Value>,
}

/// A metric.
#[derive(Clone, Debug, PartialEq)]
pub struct Metric {
    /// Its id.
    pub id: Arc<str>,
    /// Its title.
    pub title: Label,
    /// Its unit.
    pub unit: Label,
    /// The source of its contributions.
    pub from: MetricSource,
    /// Conditions, all of which must be met.
    pub conditions: Vec<Condition>,
    /// What is measured.
    pub measure: Measure,
    /// The date by which a contribution counts.
    pub dated_by: FieldAt,
    /// If set, the metric is a stock: the date on which a contribution ends.
    pub ends_by: Option<FieldAt>,
    /// In a metric over groups: the group's date from which it no longer counts, as declared by the
    /// collection.
    pub revoked_by: Option<usize>,
    /// The region's field in the record.
    pub by: Option<usize>,
    /// How it is counted.
    pub method: Option<Label>,
    /// Maximum number of decimals that are shown; by default all.
    pub decimals: Option<u8>,
    /// Its span.
    pub span: Span,
}

impl Metric {
    /// A quantity as shown to readers: with no more decimals than the metric shows.
    #[must_use]
    pub fn shown(&self, quantity: Quantity) -> Quantity {
        let decimals = self.decimals.unwrap_or(Decimal::MOST);
        Quantity { amount: quantity.amount.rounded(decimals), ..quantity }
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The metric's index in the program.
    pub metric: usize,
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Decimal,
    /// By when.
    pub due: Date,
    /// The document that sets it, as a reference's text.
    pub document: Option<(Arc<str>, Span)>,
    /// Cumulative values at the end of periods, by last day.
    pub plan: BTreeMap<Period, Decimal>,
    /// Shares of regions.
    pub regions: BTreeMap<RegionIx, Decimal>,
    /// Its span.
    pub span: Span,
}

/// The lower limits of statuses, in thousandths of completion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusLimits {
    /// On track from here.
    pub on_track: i64,
    /// At risk from here; below it, behind.
    pub at_risk: i64,
}

impl Default for StatusLimits {
    fn default() -> Self {
        Self { on_track: 900, at_risk: 750 }
    }
}

/// The monthly ranking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ranking {
    /// Whether the public edition shows it.
    pub public: bool,
    /// The document that allows publishing it.
    pub basis: Option<Arc<str>>,
    /// The setter of the targets by whose shares it measures.
    pub set: Arc<str>,
    /// The maximum completion that counts, in thousandths.
    pub cap: i64,
    /// Weights of metrics, by their index.
    pub weights: Vec<(usize, Decimal)>,
    /// Its span.
    pub span: Span,
}

/// What a component of the stars measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StarMeasure {
    /// The completion of a target: the metric's index and the setter.
    Target(usize, Arc<str>),
    /// The mean score of assessments whose choice field has this value.
    Assessment(Arc<str>),
}

/// A component of the stars.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StarComponent {
    /// What it measures.
    pub measure: StarMeasure,
    /// Its weight.
    pub weight: Decimal,
}

/// The star rating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stars {
    /// Whether the public edition shows it.
    pub public: bool,
    /// The document that allows publishing it.
    pub basis: Option<Arc<str>>,
    /// Its components.
    pub components: Vec<StarComponent>,
    /// Ascending scores, each of which gives one more star.
    pub thresholds: Vec<Decimal>,
    /// Its span.
    pub span: Span,
}

/// A program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Its id: the file's name.
    pub id: Arc<str>,
    /// Its title.
    pub title: Label,
    /// Its first day.
    pub starts: Date,
    /// Its last day.
    pub ends: Date,
    /// The day up to which figures count, unless overridden by the build.
    pub as_of: Option<Date>,
    /// Its years, from whose start quarters and half-years count.
    pub year: ProgramYear,
    /// Its metrics, in the order of declaration.
    pub metrics: Vec<Metric>,
    /// Its targets, in the order of declaration.
    pub targets: Vec<Target>,
    /// Limits of the statuses.
    pub status: StatusLimits,
    /// The ranking, if there is one.
    pub ranking: Option<Ranking>,
    /// The stars, if there are any.
    pub stars: Option<Stars>,
    /// Whether the public edition shows completion and status of regions.
    pub regions_public: bool,
    /// Whether pages of closed periods are updated with late reports (`late: restate`). Otherwise they stay
    /// unchanged, and late reports count in the next open period.
    pub restates: bool,
}

impl Program {
    /// Whether a period is one of its years or a part of one, and shares a day with it.
    #[must_use]
    pub fn has(&self, period: Period) -> bool {
        period.is_of(self.year.starts) && self.overlaps(period)
    }

    /// Whether a period shares a day with it.
    #[must_use]
    pub fn overlaps(&self, period: Period) -> bool {
        self.starts.first_day() <= period.last_day() && period.first_day() <= self.ends.last_day()
    }
}
