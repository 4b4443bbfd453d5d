//! Numbers of things that come in wholes, such as people, visits or sessions. A decimal point in one is
//! usually a mistake.

use super::decoder::Decoder;
use crate::diag::{Code, Diagnostic};
use crate::domain::{Decimal, Field, FieldType, Measure, Metric, MetricSource};

/// Units of indivisible things.
const UNITS: [&str; 50] = [
    "人",
    "人次",
    "名",
    "位",
    "户",
    "次",
    "场",
    "场次",
    "期",
    "班",
    "个",
    "家",
    "所",
    "处",
    "件",
    "条",
    "项",
    "篇",
    "份",
    "台",
    "辆",
    "套",
    "本",
    "支",
    "村",
    "点",
    "people",
    "persons",
    "person",
    "visits",
    "times",
    "sessions",
    "participants",
    "households",
    "places",
    "courses",
    "views",
    "visitors",
    "personas",
    "asistentes",
    "asistencias",
    "participantes",
    "visitas",
    "visitantes",
    "veces",
    "sesiones",
    "hogares",
    "familias",
    "cursos",
    "plazas",
];

/// Reports a number with decimals in an indivisible unit, unless a metric that sums the field has decimals.
pub(super) fn part(decoder: &Decoder<'_>, field: &Field, amount: Decimal, text: &str) -> Option<Diagnostic> {
    let unit = field.unit.as_deref().filter(|unit| UNITS.contains(unit))?;
    let mut metrics = decoder.programs.iter().flat_map(|program| &program.metrics);
    if metrics.any(|metric| metric.decimals.is_some_and(|most| most > 0) && adds_up(decoder, metric, field)) {
        return None;
    }
    Some(
        Diagnostic::new(Code::PartOfWhole)
            .arg("field", &field.name)
            .arg("found", text)
            .arg("unit", unit)
            .arg_opt("full", in_full(amount)),
    )
}

/// The number that was meant if it was written in ten thousands.
fn in_full(amount: Decimal) -> Option<String> {
    let full = Decimal::from_millionths(amount.millionths().checked_mul(10_000)?)?;
    (full.decimals() == 0).then(|| full.to_string())
}

/// Whether a metric sums the field.
fn adds_up(decoder: &Decoder<'_>, metric: &Metric, field: &Field) -> bool {
    let (Measure::Sum(at), Some((ix, collection))) = (metric.measure, decoder.of) else { return false };
    let own = match metric.from {
        MetricSource::Groups(_, list) if !at.of_record => {
            match collection.fields.get(list).map(|it| it.kind.item()) {
                Some(FieldType::Group(fields)) => fields.as_slice(),
                _ => &[],
            }
        }
        _ => collection.fields.as_slice(),
    };
    metric.from.collection() == ix && own.get(at.field).is_some_and(|summed| summed.name == field.name)
}
