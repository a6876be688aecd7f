//! What stands behind a check: its controls and what it found.

use super::facts::CheckFacts;
use super::gather;
use crate::check::Check;
use crate::model::arena::Ix;
use crate::model::review::Review;
use crate::model::system::System;

pub(super) fn facts(review: &Review, check: &Check) -> CheckFacts {
    let found = review.findings.iter().filter(|finding| finding.check == check.id);
    let ruling = review.settings.rulings.get(&check.id);
    let declared = ruling.and_then(|ruling| ruling.severity);
    let unjudged = review.unjudged.iter().filter(|unjudged| unjudged.check == check.id);
    let name = |system: &Ix<System>| review.settings.systems[*system].name.clone();
    CheckFacts {
        unjudged: unjudged
            .map(|unjudged| (unjudged.why.key(), unjudged.why.systems().iter().map(name).collect()))
            .collect(),
        id: check.id.0.to_owned(),
        severity: check.severity.word().to_owned(),
        off: ruling.is_some_and(|ruling| ruling.severity.is_none()),
        declared: declared.map(|severity| severity.word().to_owned()),
        reason: ruling.map(|ruling| ruling.reason.clone()),
        controls: check.controls.iter().map(|control| (*control).to_owned()).collect(),
        findings: found.map(|finding| gather::finding(review, finding)).collect(),
    }
}
