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
    /// Whether any of them could judge something.
    is_judged: bool,
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

/// Every control, those of one standard together, in its order.
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
                is_judged: false,
                open: 0,
            });
            control.open += open.get(check.id.0).copied().unwrap_or_default();
            let off = review.settings.is_off(check.id);
            control.is_judged |= !off && !unjudged;
            control.checks.push(Evidence {
                id: check.id.0,
                off,
                unjudged,
            });
        }
    }
    let mut controls: Vec<Control> = controls.into_values().collect();
    controls.sort_by_cached_key(|control| in_print(control.name));
    controls
}

/// The order in which standards print their controls: A.5.3 before A.5.15.
fn in_print(name: &str) -> Vec<(u32, &str)> {
    let pieces = name.split(['.', '-', ' ']);
    let numbered = pieces.map(|piece| piece.parse().map_or((0, piece), |number| (number, "")));
    numbered.collect()
}

#[cfg(test)]
mod tests {
    use super::in_print;

    #[test]
    fn controls_stand_by_their_numbers_within_a_standard() {
        let mut names = [
            "SOC 2 CC6.10",
            "ISO A.5.28",
            "SOC 2 CC6.2",
            "ISO A.5.3",
            "ISO A.8.2",
            "NIST AC-12",
            "NIST AC-2",
        ];
        names.sort_by_key(|name| in_print(name));
        let wanted = [
            "ISO A.5.3",
            "ISO A.5.28",
            "ISO A.8.2",
            "NIST AC-2",
            "NIST AC-12",
            "SOC 2 CC6.2",
            "SOC 2 CC6.10",
        ];
        assert_eq!(names, wanted);
    }
}
