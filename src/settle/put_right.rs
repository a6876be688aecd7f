//! Whether findings that somebody put right are findings, and were looked at again, and whether they were there to do so.

use crate::model::finding::{Closure, Finding};
use crate::model::key;
use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::review::Review;
use crate::model::roster::Identity;
use crate::model::settings::PutRight;
use crate::model::word::same_word;

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
        let message = match found.next().map(|(finding, _)| (finding, finding.closure)) {
            Some((finding, Some(Closure::Done | Closure::NotDone | Closure::Unknown))) => {
                match gone(review, told, finding) {
                    Some(message) => message,
                    None => continue,
                }
            }
            Some((_, None | Some(Closure::New))) => format!(
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

/// That whoever is said to have put a finding right was there at no time between the two extracts.
fn gone(review: &Review, told: &PutRight, finding: &Finding) -> Option<String> {
    let snapshot = &review.snapshot;
    let system = finding.subject.system?;
    let (first, again) = (snapshot.access_of(system)?.first_day?, snapshot.recheck_of(system)?.day);
    let is_meant = |identity: &&Identity| {
        identity.id == told.by || told.company.is_none() && same_word(identity.name.reveal(), told.by.reveal())
    };
    let meant = snapshot.roster.identities.values().filter(is_meant);
    let why = |identity: &Identity| {
        let why = identity.cannot_answer_on(first)?;
        identity.cannot_answer_on(again).map(|_| why)
    };
    // of two people of one name it may be the other
    let whys: Vec<&str> = meant.map(why).collect::<Option<_>>()?;
    let why = whys.first()?;
    Some(format!(
        "`by` names `{}`, who {why} on {first}, when what is put right was found; name who did it",
        told.by.reveal()
    ))
}
