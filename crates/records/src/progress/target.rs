//! Targets: the planned value to date, the completion, and the status.

use jiff::civil;

use crate::domain::{Bound, Decimal, Quantity, RegionIx, Status, StatusLimits, Target, Tenths};

use super::calendar::Calendar;
use super::ratio::Ratio;

/// A figure relative to a target, or a region's relative to its share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Completion {
    /// The actual value.
    pub value: Quantity,
    /// The value to reach.
    pub target: Decimal,
    /// The value planned by that day.
    pub planned: Tenths,
    /// The completion in per cent; `None` unless the target is positive.
    pub percent: Option<Tenths>,
    /// The resulting status.
    pub status: Status,
}

/// A target on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TargetFigure {
    /// The target's index in the program.
    pub target: usize,
    /// The whole.
    pub whole: Completion,
    /// The regions that have a share, in administrative order; the completion's target is the share.
    pub regions: Vec<(RegionIx, Completion)>,
}

/// The plan of a target: linear between its points.
#[derive(Clone, Debug)]
pub struct Plan {
    target: Decimal,
    due: civil::Date,
    /// Days are ascending; the first is the day before the program, with 0.
    points: Vec<(civil::Date, Decimal)>,
}

impl Plan {
    /// The plan of a target: from 0 on the day before the program, through its points, to the target's value
    /// on the due date unless the points go that far.
    #[must_use]
    pub fn new(target: &Target, calendar: &Calendar) -> Self {
        let start = calendar.starts.yesterday().unwrap_or(calendar.starts);
        let due = target.due.last_day();
        let mut points = vec![(start, Decimal::ZERO)];
        for (period, value) in &target.plan {
            let day = period.last_day();
            // Of two periods that end on the same day, the longer one comes last and says the same or is more
            // reliable.
            points.retain(|(known, _)| *known != day || day <= start);
            if day > start {
                points.push((day, *value));
            }
        }
        if points.last().is_none_or(|(last, _)| *last < due) {
            points.push((due, target.value));
        }
        Self { target: target.value, due, points }
    }

    /// The points of the plan, with ascending days; for drawing.
    #[must_use]
    pub fn points(&self) -> &[(civil::Date, Decimal)] {
        &self.points
    }

    /// The planned value at the end of a day.
    #[must_use]
    pub fn at(&self, day: civil::Date) -> Ratio {
        let behind = self.points.partition_point(|(point, _)| *point <= day);
        let before = behind.checked_sub(1).and_then(|at| self.points.get(at));
        let planned = match (before, self.points.get(behind)) {
            (Some((from, low)), Some((to, high))) => {
                let (passed, all) = (days(*from, day), days(*from, *to));
                let (low, high) = (low.millionths(), high.millionths());
                low.checked_mul(all).zip((high - low).checked_mul(passed)).and_then(|(base, more)| {
                    Ratio::new(base.checked_add(more)?, all.checked_mul(Decimal::ONE)?)
                })
            }
            (Some((_, value)), None) => Some(Ratio::from(*value)),
            _ => None,
        };
        planned.unwrap_or_else(Ratio::zero)
    }

    /// The planned value of a region's share: the target's plan in proportion.
    #[must_use]
    pub fn share_at(&self, day: civil::Date, share: Decimal) -> Ratio {
        Ratio::of(share, self.target).map_or_else(Ratio::zero, |part| self.at(day).times(&part))
    }

    /// The completion of a value on a day relative to the target, or to a region's `share`. It is missed if
    /// it was due before `judged`.
    #[must_use]
    pub fn completion(
        &self,
        value: Quantity,
        share: Option<Decimal>,
        (day, judged): (civil::Date, civil::Date),
        has_data: bool,
        limits: StatusLimits,
    ) -> Completion {
        let target = share.unwrap_or(self.target);
        let planned = share.map_or_else(|| self.at(day), |share| self.share_at(day, share));
        let reached =
            if value.bound == Bound::Under { value.amount > target } else { value.amount >= target };
        let status = if !has_data {
            Status::NoData
        } else if reached {
            Status::Achieved
        } else if judged > self.due {
            Status::Missed
        } else if planned == Ratio::zero() {
            Status::NotDue
        } else {
            against_plan(value, &planned, limits)
        };
        let percent = value.amount.percent_of(target);
        Completion { value, target, planned: planned.tenths(), percent, status }
    }
}

fn against_plan(value: Quantity, planned: &Ratio, limits: StatusLimits) -> Status {
    let value = Ratio::from(value.amount);
    let reaches = |limit: i64| value >= planned.scaled(u64::try_from(limit).unwrap_or(0), 1000);
    if reaches(limits.on_track) {
        Status::OnTrack
    } else if reaches(limits.at_risk) {
        Status::AtRisk
    } else {
        Status::Behind
    }
}

/// Number of days between two days.
fn days(from: civil::Date, to: civil::Date) -> i128 {
    i128::from(to.duration_since(from).as_hours() / 24)
}
