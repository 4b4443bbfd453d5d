//! The number of persons of a collection who are counted but not shown: why a list is shorter than the figure
//! beside it.

use std::collections::BTreeMap;

use crate::domain::{Collection, CollectionIx, Date, Measure, MetricSource};
use crate::edition::Area;
use crate::view::viewer::Viewer;

impl Viewer<'_> {
    /// By area, the number of persons of a collection that a program counts individually and that are not
    /// shown. Persons counted by several metrics on the same day for the same area are assumed to be the
    /// same.
    #[must_use]
    pub fn hidden_of(&self, collection: CollectionIx) -> BTreeMap<Area, usize> {
        let mut most: BTreeMap<(Area, Date), usize> = BTreeMap::new();
        if !self.collection(collection).is_some_and(Collection::is_persons) {
            return BTreeMap::new();
        }
        for booked in &self.progress.programs {
            for (metric, n) in booked.program.metrics().iter().zip(0..) {
                if metric.from != MetricSource::Records(collection) || metric.measure != Measure::Count {
                    continue;
                }
                let mut own: BTreeMap<(Area, Date), usize> = BTreeMap::new();
                for source in booked.program.sources(n).iter().filter(|source| source.record.is_none()) {
                    *own.entry((source.area, source.date)).or_default() += 1;
                }
                for (key, count) in own {
                    let most = most.entry(key).or_default();
                    *most = count.max(*most);
                }
            }
        }
        let mut hidden = BTreeMap::new();
        for ((area, _), count) in most {
            *hidden.entry(area).or_default() += count;
        }
        hidden
    }
}
