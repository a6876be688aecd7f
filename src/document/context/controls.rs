//! Controls of published standards: which checks give evidence for each, and how many findings of theirs are open.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::check::CHECKS;
use crate::model::review::Review;

/// One control.
#[derive(Serialize)]
pub(super) struct Control {
    name: &'static str,
    checks: Vec<Evidence>,
    /// Of all these checks.
    open: usize,
}

/// A check that gives evidence for it.
#[derive(Serialize)]
struct Evidence {
    id: &'static str,
    off: bool,
    /// Whether it could judge nothing at all.
    unjudged: bool,
}

/// Every control, those of one standard together.
pub(super) fn controls(review: &Review) -> Vec<Control> {
    let mut open: BTreeMap<&str, usize> = BTreeMap::new();
    for finding in review.open() {
        *open.entry(finding.check.0).or_default() += 1;
    }
    let mut controls: BTreeMap<&'static str, Control> = BTreeMap::new();
    for check in CHECKS {
        let mut gaps = review.unjudged.iter().filter(|gap| gap.check == check.id);
        let unjudged = gaps.any(|gap| gap.why.systems().is_empty());
        for name in check.controls {
            let control = controls.entry(name).or_insert_with(|| Control {
                name,
                checks: Vec::new(),
                open: 0,
            });
            control.open += open.get(check.id.0).copied().unwrap_or_default();
            control.checks.push(Evidence {
                id: check.id.0,
                off: review.settings.is_off(check.id),
                unjudged,
            });
        }
    }
    controls.into_values().collect()
}
