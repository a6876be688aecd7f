//! Shows each exception of the roles file, with what it fitted, to the checks on exceptions.
//!
//! Comes in: what every exception fitted, once all findings are settled. Goes out: findings about exceptions, which no
//! exception can accept.

use super::about::known;
use super::{Breach, Check, Found, Needs, Run, running, severity};
use crate::model::exception::{Exception, Use, Uses};
use crate::model::finding::{Finding, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;

/// An exception, and what it fitted.
pub(super) struct Granted<'a> {
    pub(super) settings: &'a Settings,
    pub(super) exception: &'a Exception,
    pub(super) used: &'a Use,
    /// Whether it is for each of several separations, declared or to come.
    pub(super) is_of_all_separations: bool,
    /// Whether a finding that it would fit may not have been seen.
    pub(super) is_unsure: bool,
}

/// Judges the exceptions; in the order of all findings.
pub fn of_exceptions(settings: &Settings, snapshot: &Snapshot, uses: &Uses) -> Vec<Finding> {
    let mut found = Found::default();
    let exceptions = &snapshot.policy.exceptions;
    for ((place, exception), used) in exceptions.iter().zip(&uses.of) {
        let granted = Granted {
            settings,
            exception,
            used,
            is_of_all_separations: snapshot.policy.is_of_all_separations(exception),
            is_unsure: is_unsure(exception, uses),
        };
        for (order, check) in running(settings) {
            let Run::Exception(is_breach) = check.run else { continue };
            if !is_breach(&granted) {
                continue;
            }
            let subject = Subject {
                system: exception.subject.within.map(|within| within.system),
                identity: exception.subject.identity.as_ref().and_then(|id| {
                    let found = snapshot.roster.identities.find(|identity| identity.id == *id);
                    found.map(|(identity, _)| identity)
                }),
                exception: Some(place),
                text: Some(exception.key(settings)),
                line: Some(exception.line),
                ..Subject::default()
            };
            let breach = Breach {
                subject,
                evidence: Vec::new(),
            };
            found.add((severity(settings, check, check.severity), order), vec![breach]);
        }
    }
    found.finish()
}

/// Adds findings to others, in the order of all findings.
pub fn in_order(mut findings: Vec<Finding>, more: Vec<Finding>) -> Vec<Finding> {
    if more.is_empty() {
        return findings;
    }
    findings.extend(more);
    findings.sort_by_key(|finding| (finding.severity, super::place(finding.check), finding.subject.system));
    findings
}

/// Whether the files of the system that it is for, or of any that it may be for, prove no absence.
fn is_unsure(exception: &Exception, uses: &Uses) -> bool {
    match exception.subject.within {
        Some(within) => uses.unproven.contains(&within.system),
        None => looks_at_systems(exception) && !uses.unproven.is_empty(),
    }
}

/// Whether what a system lists decides if there is a finding that the exception fits.
pub(super) fn looks_at_systems(exception: &Exception) -> bool {
    let of_systems = |check: &Check| !matches!(check.run, Run::Whole(_)) || check.needs == Needs::FullInventory;
    known(exception.check).is_some_and(of_systems)
}
