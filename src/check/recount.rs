//! Figures that are those of an earlier report, or of another unit's.

use serde::Deserialize;

use super::likeness::With;
use super::{Check, Context, Finding, Target};
use crate::compare::{Figures, Relation};
use crate::diagnostic::Label;

/// Figures that another report has for the same things: at least `figures`, and `share` per cent of what both count or
/// all in a row. One finding for each other report, at the first figure; the others are related.
///
/// Values: `{other}` the other's path, `{same}` how many are the same, `{both}` how many things both count, `{row}` how
/// many are the same in a row. Variant: `other`, where the report is another unit's.
///
/// ```yaml
/// check: { recount: { figures: 4, share: 60 } }
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema), schemars(inline))]
#[serde(deny_unknown_fields)]
pub struct Recount {
    /// Fewest figures.
    pub figures: usize,
    /// Smallest share, in per cent.
    pub share: usize,
}

impl Check for Recount {
    fn faults(&self) -> Vec<String> {
        if self.figures < 2 { vec!["figures 应不小于 2".to_owned()] } else { Vec::new() }
    }

    fn excludes(&self, context: &Context) -> Option<String> {
        let without = With::Earlier.excludes(context).and(With::Other.excludes(context));
        without.map(|_| "没有本单位往年的报告或者其他单位的报告可比对".to_owned())
    }

    fn check(&self, target: &Target<'_>, found: &mut Vec<Finding>) {
        let Some(likeness) = target.context.likeness.as_deref() else { return };
        for kin in likeness.kin.iter().filter(|kin| self.is_told(&kin.figures)) {
            let Figures { both, same, in_a_row } = &kin.figures;
            let Some(((first, _), rest)) = same.split_first() else { continue };
            let label = |(span, _): &_| Label { span: *span, message: String::new() };
            let finding = Finding { related: rest.iter().map(label).collect(), ..Finding::at(*first) };
            let finding = finding
                .with("other", &*kin.name)
                .with("same", same.len().to_string())
                .with("both", both.to_string())
                .with("row", in_a_row.to_string());
            found.push(if kin.relation == Relation::Other { finding.variant("other") } else { finding });
        }
    }
}

impl Recount {
    /// Whether so many figures are worth telling.
    pub fn is_told(&self, figures: &Figures) -> bool {
        let same = figures.same.len();
        same >= self.figures && (same * 100 >= self.share * figures.both || figures.in_a_row >= self.figures)
    }
}
