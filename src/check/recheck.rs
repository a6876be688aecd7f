//! What a later extract of a system shows of what was found in the first: done, not done, or unknown; and what else it shows.
//!
//! Comes in: a snapshot with the rechecks of some systems, and its settled findings. Goes out: each finding that a recheck
//! can tell of marked, and further findings, not yet settled: those that are not remediated, those that only the recheck
//! shows, and changes that no finding explains. The recheck is judged by the same checks as the first extract; a finding
//! that is gone is done only where the recheck holds everything and tells what the check looks at. Findings about files,
//! declarations and exceptions are no matter of a recheck. One more way not to be told: a line in `told::is_told`.

mod told;
mod twins;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use self::twins::Twins;
use super::about::known;
use super::{About, Carried, Check, Run, duplicate_account, not_remediated, of_systems, of_whole, unexplained_change};
use crate::model::arena::Ix;
use crate::model::extract::Extract;
use crate::model::finding::{Closure, Finding};
use crate::model::key;
use crate::model::reviewed::VOID_REVIEW;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::System;

/// Both extracts of one system, and which accounts of them are the same.
pub(super) struct Pair<'a> {
    pub(super) first: &'a Access,
    pub(super) recheck: &'a Access,
    pub(super) twins: Twins,
    /// Whether the recheck is known to come after the first extract.
    pub(super) is_later: bool,
}

impl<'a> Pair<'a> {
    fn each(snapshot: &'a Snapshot) -> Vec<Self> {
        let pair = |recheck: &'a Access| {
            let first = snapshot.access_of(recheck.system)?;
            Some(Self {
                first,
                recheck,
                twins: Twins::of(first, recheck),
                is_later: snapshot.is_later(recheck),
            })
        };
        snapshot.rechecks.iter().filter_map(pair).collect()
    }
}

/// Closes what was found first, and gives what else the rechecks show.
pub fn of_rechecks(settings: &Settings, snapshot: &Snapshot, findings: &mut [Finding]) -> Vec<Finding> {
    let pairs = Pair::each(snapshot);
    if pairs.is_empty() {
        return Vec::new();
    }
    let again = again(settings, snapshot);
    let keys: BTreeMap<String, usize> = (again.iter().enumerate())
        .map(|(place, finding)| (shared_key(settings, snapshot, &pairs, finding), place))
        .collect();
    let mut seen = BTreeSet::new();
    let mut more = Vec::new();
    for finding in findings.iter_mut().filter(|finding| is_matter(finding)) {
        let concerned: Vec<&Pair<'_>> = (pairs.iter())
            .filter(|pair| snapshot.concerns(finding, pair.first.system))
            .collect();
        let key = shared_key(settings, snapshot, &pairs, finding);
        if let Some(place) = keys.get(&key) {
            seen.insert(*place);
            if concerned.is_empty() || is_of_reviewers(finding) {
                continue;
            }
            let is_later = concerned.iter().all(|pair| pair.is_later);
            finding.closure = Some(if is_later { Closure::NotDone } else { Closure::Unknown });
            let evidence = || again.get(*place).map(|found| found.evidence.clone());
            if is_later && finding.is_open() && is_claimed(settings, snapshot, finding) {
                more.extend(not_remediated::still(settings, finding, evidence().unwrap_or_default()));
            }
            continue;
        }
        // What is judged across systems and is gone is so by any of the rechecks.
        let by: Vec<&Pair<'_>> = if concerned.is_empty() && is_across(finding) {
            pairs.iter().collect()
        } else {
            concerned
        };
        if by.is_empty() || is_of_reviewers(finding) {
            continue;
        }
        let is_told =
            |pair: &&Pair<'_>| snapshot.proves_removal(pair.recheck) && told::is_told(snapshot, pair, finding);
        let closure = if by.iter().all(is_told) {
            Closure::Done
        } else {
            Closure::Unknown
        };
        finding.closure = Some(closure);
    }
    let new = again.into_iter().enumerate().filter(|(place, _)| !seen.contains(place));
    more.extend(new.map(|(_, finding)| finding));
    for pair in &pairs {
        more.extend(unexplained_change::judge(settings, snapshot, pair, findings));
    }
    more
}

/// How many accounts of each system are gone, where a recheck proves it.
pub fn removed(settings: &Settings, snapshot: &Snapshot) -> Vec<(Ix<System>, usize)> {
    let proven = Pair::each(snapshot)
        .into_iter()
        .filter(|pair| settings.systems[pair.first.system].access().is_some() && snapshot.proves_removal(pair.recheck));
    proven
        .map(|pair| (pair.first.system, pair.twins.gone().len()))
        .collect()
}

/// Whether a recheck can tell of a finding.
fn is_matter(finding: &Finding) -> bool {
    known(finding.check).is_some_and(Check::is_seen_again)
}

/// Whether a finding should be put right by the recheck: where somebody says which ones are, those; else all.
fn is_claimed(settings: &Settings, snapshot: &Snapshot, finding: &Finding) -> bool {
    let mut claimed = settings.put_right.iter().flat_map(|told| &told.findings).peekable();
    if claimed.peek().is_none() {
        return true;
    }
    let key = key::key(finding, settings, snapshot);
    claimed.any(|claimed| claimed.reveal() == key)
}

/// Whether a finding is about who answers for the result.
fn is_of_reviewers(finding: &Finding) -> bool {
    known(finding.check).is_some_and(|check| check.about == About::Reviews)
}

/// Whether a finding is judged across systems.
fn is_across(finding: &Finding) -> bool {
    known(finding.check).is_some_and(Check::is_across)
}

/// What the same checks say of the rechecks; of systems without one, as far as others are judged together with them.
fn again(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut view = Snapshot {
        policy: Arc::clone(&snapshot.policy),
        roster: Arc::clone(&snapshot.roster),
        access: snapshot.rechecks.clone(),
        rechecks: Vec::new(),
        previous: snapshot.previous.clone(),
        reasons: BTreeMap::new(),
        sources: snapshot.sources.clone(),
        documents: snapshot.documents.clone(),
        lists: Vec::new(),
        unread: Vec::new(),
    };
    let mut found = of_systems(settings, &view);
    let mut carried = Carried::default();
    for first in &snapshot.access {
        let recheck = snapshot.recheck_of(first.system);
        carried.add(Carried::of(settings, snapshot, recheck.unwrap_or(first)));
        if recheck.is_none() && settings.systems[first.system].is_inventory() {
            view.access.push(first.clone());
        }
    }
    view.access.sort_by_key(|access| access.system);
    found.extend(of_whole(settings, &view, &carried));
    found.retain(is_matter);
    for finding in &mut found {
        finding.subject.extract = Extract::Recheck;
        // When somebody reviewed is declared, and nothing that an extract shows.
        finding.closure = (finding.check != VOID_REVIEW).then_some(Closure::New);
    }
    found
}

/// The key of a finding, the same in both extracts: an account is called as the first one calls it.
fn shared_key(settings: &Settings, snapshot: &Snapshot, pairs: &[Pair<'_>], finding: &Finding) -> String {
    let subject = &finding.subject;
    let of_recheck = pairs
        .iter()
        .find(|pair| subject.extract == Extract::Recheck && Some(pair.first.system) == subject.system);
    let twin = of_recheck.zip(subject.account).and_then(|(pair, account)| {
        let twin = pair.twins.in_first(account)?;
        Some(pair.first.accounts[twin].login.reveal())
    });
    let mut key = String::new();
    if finding.check == duplicate_account::CHECK.id {
        // of three accounts one may be gone: the same two are still too many
        let mut without = finding.clone();
        without.subject.text = None;
        key::write_as(&mut key, &without, settings, snapshot, None);
    } else if known(finding.check).is_some_and(|check| matches!(check.run, Run::Device(_))) {
        // a notebook is the same whoever has it now
        let mut without = finding.clone();
        (without.subject.account, without.subject.identity) = (None, None);
        key::write_as(&mut key, &without, settings, snapshot, None);
    } else {
        key::write_as(&mut key, finding, settings, snapshot, twin);
    }
    key
}

#[cfg(test)]
mod tests;
