//! Programs: their period, metrics, targets, ranking and stars, as declared in YAML.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{CollectionIx, Date, Decimal, Label, Period, ProgramYear, Quantity, RegionIx, Span, Value};

/// Where a metric's contributions come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetricSource {
    /// The records of a collection.
    Records(CollectionIx),
    /// The groups of a list field of a collection: its place.
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
    /// Whether the field is one of the record, in a metric over groups.
    pub of_record: bool,
    /// The field's place in the record, or in the group.
    pub field: usize,
}

/// What a metric measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// How many.
    Count,
    /// The sum of a quantity.
    Sum(FieldAt),
    /// How many different values.
    Distinct(FieldAt),
}

/// A condition of a metric: the field has one of the values (on lists: any item has).
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
    /// What readers see.
    pub title: Label,
    /// Its unit.
    pub unit: Label,
    /// Where its contributions come from.
    pub from: MetricSource,
    /// All of these must hold.
    pub conditions: Vec<Condition>,
    /// What is measured.
    pub measure: Measure,
    /// The date by which a contribution counts.
    pub dated_by: FieldAt,
    /// With it, the metric is a stock: the date on which a contribution ends.
    pub ends_by: Option<FieldAt>,
    /// In a metric over groups, the group's date from which on it no longer counts, as the collection declares it.
    pub revoked_by: Option<usize>,
    /// The region's field in the record.
    pub by: Option<usize>,
    /// How it is counted.
    pub method: Option<Label>,
    /// The most decimals with which its figures are shown; all that they have, where nothing is said.
    pub decimals: Option<u8>,
    /// Where it is declared.
    pub span: Span,
}

impl Metric {
    /// A quantity of it as readers are shown it: with no more decimals than the metric shows.
    #[must_use]
    pub fn shown(&self, quantity: Quantity) -> Quantity {
        let decimals = self.decimals.unwrap_or(Decimal::MOST);
        Quantity { amount: quantity.amount.rounded(decimals), ..quantity }
    }
}

/// A target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The metric's place in the program.
    pub metric: usize,
    /// Who set it.
    pub set: Arc<str>,
    /// The value to reach.
    pub value: Decimal,
    /// By when.
    pub due: Date,
    /// The document that sets it, as a reference's text.
    pub document: Option<(Arc<str>, Span)>,
    /// Cumulative value at the end of periods, by their last day.
    pub plan: BTreeMap<Period, Decimal>,
    /// Shares of regions.
    pub regions: BTreeMap<RegionIx, Decimal>,
    /// Where it is declared.
    pub span: Span,
}

/// From where on a completion counts as which status, in thousandths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StatusLimits {
    /// From here on: on track.
    pub on_track: i64,
    /// From here on: at risk; below it, behind.
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
    /// Whose targets' shares it measures by.
    pub set: Arc<str>,
    /// A completion counts no more than this, in thousandths.
    pub cap: i64,
    /// Weights of metrics, by their place.
    pub weights: Vec<(usize, Decimal)>,
    /// Where it is declared.
    pub span: Span,
}

/// What a component of the stars measures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StarMeasure {
    /// The completion of a target: the metric's place and the set.
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
    /// What is weighed.
    pub components: Vec<StarComponent>,
    /// Rising scores, each of which gives one more star.
    pub thresholds: Vec<Decimal>,
    /// Where it is declared.
    pub span: Span,
}

/// A program.
#[derive(Clone, Debug, PartialEq)]
pub struct Program {
    /// Its id: the file's name.
    pub id: Arc<str>,
    /// What readers see.
    pub title: Label,
    /// Its first day.
    pub starts: Date,
    /// Its last day.
    pub ends: Date,
    /// The day up to which figures count, unless the build says otherwise.
    pub as_of: Option<Date>,
    /// How its years run, from whose start quarters and halves count.
    pub year: ProgramYear,
    /// Its metrics, in the order of declaration.
    pub metrics: Vec<Metric>,
    /// Its targets, in the order of declaration.
    pub targets: Vec<Target>,
    /// Limits of the statuses.
    pub status: StatusLimits,
    /// The ranking, where there is one.
    pub ranking: Option<Ranking>,
    /// The stars, where there are any.
    pub stars: Option<Stars>,
    /// Whether the public edition shows percent and status of regions.
    pub regions_public: bool,
    /// Whether a closed period's pages are corrected by what is reported late (`late: restate`). Else they stay as they were, and what
    /// is late comes in the next period that is open.
    pub restates: bool,
}

impl Program {
    /// Whether a period is one of its years, or a part of one, and has a day in common with it.
    #[must_use]
    pub fn has(&self, period: Period) -> bool {
        period.is_of(self.year.starts) && self.overlaps(period)
    }

    /// Whether a period has a day in common with it.
    #[must_use]
    pub fn overlaps(&self, period: Period) -> bool {
        self.starts.first_day() <= period.last_day() && period.first_day() <= self.ends.last_day()
    }
}
