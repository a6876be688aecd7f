//! Whether findings that somebody put right are findings, and were looked at again.

use crate::model::finding::Closure;
use crate::model::key;
use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::review::Review;

/// Notes keys of no finding, and of findings of which no recheck tells. Whatever a recheck tells of a finding is fine: it is
/// printed beside.
pub fn unknown(review: &Review) -> Problems {
    let mut problems = Problems::default();
    let told = &review.settings.put_right;
    if told.is_empty() {
        return problems;
    }
    let key = |finding| key::key(finding, &review.settings, &review.snapshot);
    let keys: Vec<String> = review.findings.iter().map(key).collect();
    for (told, wanted) in told
        .iter()
        .flat_map(|told| told.findings.iter().map(move |key| (told, key.reveal())))
    {
        let mut found = review.findings.iter().zip(&keys).filter(|(_, key)| *key == wanted);
        let message = match found.next().map(|(finding, _)| finding.closure) {
            Some(Some(Closure::Done | Closure::NotDone | Closure::Unknown)) => continue,
            Some(None | Some(Closure::New)) => format!(
                "`findings` names `{wanted}`, of which no later export tells whether it was put right; name the export that was \
                 made afterwards under `[[system.recheck]]`, or take the key out"
            ),
            None => format!(
                "`findings` names `{wanted}`, which is the key of no finding{}; write a key as the column `key` of \
                 internal/findings.csv has it",
                did_you_mean(wanted, &keys)
            ),
        };
        problems.add("review.toml", Some(told.line), message);
    }
    problems
}
