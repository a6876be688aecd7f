//! Snapshot and policy in, findings out.
//!
//! A check is declared once, in its own file, as a *cell* (judges a combination of system, level, resource, roles and
//! standing; each distinct combination once), an *account* check (judges one account with its grants), a *device* check
//! (judges one notebook) or a *whole* check (sees everything). One more check: one new file, its `mod` line and its line
//! in [`CHECKS`].

use std::collections::{BTreeMap, BTreeSet};

use crate::model::finding::{CheckId, Finding, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Device, Effective, Snapshot, Status};
use crate::model::source::Place;
use account::{ByAccount, Case};
use cell::{Broken, Cell, Cells};
use needs::Needs;

pub use needs::unjudged;

mod account;
mod cell;

mod ambiguous_account;
mod contractor_grant;
mod duplicate_file;
mod excess_grant;
mod incomplete_export;
mod leaver_access;
mod missing_grant;
mod missing_workstation;
mod needs;
mod no_policy;
mod orphan_account;
mod unencrypted_workstation;
mod unlisted_account;
mod unmapped_level;
mod unmatched_pattern;
mod unowned_technical_account;
mod unprotected_workstation;
mod unresolved_group;

/// Every check, in the order in which documents list them.
pub const CHECKS: &[Check] = &[
    orphan_account::CHECK,
    ambiguous_account::CHECK,
    leaver_access::CHECK,
    excess_grant::CHECK,
    contractor_grant::CHECK,
    unencrypted_workstation::CHECK,
    unprotected_workstation::CHECK,
    missing_grant::CHECK,
    unowned_technical_account::CHECK,
    missing_workstation::CHECK,
    unlisted_account::CHECK,
    unresolved_group::CHECK,
    unmapped_level::CHECK,
    incomplete_export::CHECK,
    duplicate_file::CHECK,
    no_policy::CHECK,
    unmatched_pattern::CHECK,
];

/// A check as declared. Its title and its explanation are sentences and live in the templates, by its id.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Names the bad thing; never used again for another.
    pub id: CheckId,
    /// How grave its findings are.
    pub severity: Severity,
    /// The controls of published standards that it gives evidence for.
    pub controls: &'static [&'static str],
    /// What it needs to judge at all.
    needs: Needs,
    /// How it judges.
    run: Run,
}

/// How a check judges, and what it looks at.
#[derive(Clone, Copy, Debug)]
enum Run {
    /// A combination of system, level, resource, roles and standing; for grants of accounts that are not disabled.
    Cell(fn(&Cell<'_>) -> Option<Broken>),
    /// One account; the subject if it is a breach, for which all rows of the account are the evidence.
    Account(fn(&Case<'_>) -> Option<Subject>),
    /// One notebook of an inventory; whether it is a breach.
    Device(fn(&Device) -> bool),
    /// Everything.
    Whole(fn(&Settings, &Snapshot) -> Vec<Breach>),
}

/// A breach that a whole check found.
struct Breach {
    /// What it is about.
    subject: Subject,
    /// Where it was read.
    evidence: Vec<Place>,
}

/// Breaches in the order of the result; the evidence of equal ones adds up.
type Breaches = BTreeMap<(Severity, usize, Subject), BTreeSet<Place>>;

/// Judges everything: gravest first, then in the order of [`CHECKS`], then of the subjects.
pub fn run(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut breaches = Breaches::new();
    for (order, check) in CHECKS.iter().enumerate() {
        if let Run::Whole(judge) = check.run {
            for breach in judge(settings, snapshot) {
                let places = breaches.entry((check.severity, order, breach.subject)).or_default();
                places.extend(breach.evidence);
            }
        }
    }
    for access in &snapshot.access {
        judge_accounts(settings, snapshot, access, &mut breaches);
        judge_devices(access, &mut breaches);
        judge_grants(settings, snapshot, access, &mut breaches);
    }
    let findings = breaches.into_iter().filter_map(|((severity, order, subject), places)| {
        CHECKS.get(order).map(|check| Finding {
            check: check.id,
            severity,
            subject,
            evidence: places.into_iter().collect(),
        })
    });
    findings.collect()
}

/// Shows each account of a system to the account checks.
fn judge_accounts(settings: &Settings, snapshot: &Snapshot, access: &Access, breaches: &mut Breaches) {
    let direct = access.effective().filter(|held| held.chain.is_none());
    let through = access.effective().filter(|held| held.chain.is_some());
    let grants = ByAccount::new(direct.map(|held| (held.account, held.grant)), |(account, _)| *account);
    let through = ByAccount::new(through, |held| held.account);
    let devices = ByAccount::new(access.devices.iter(), |device| device.account);
    for (place, account) in access.accounts.iter() {
        let case = Case {
            date: settings.date,
            identities: &snapshot.roster.identities,
            account,
            grants: grants.of(place),
            through: through.of(place),
        };
        for (order, check) in CHECKS.iter().enumerate() {
            let Run::Account(judge) = check.run else { continue };
            let Some(subject) = judge(&case) else { continue };
            let subject = Subject {
                system: Some(access.system),
                account: Some(place),
                ..subject
            };
            let candidates: Vec<Place> = subject
                .candidates
                .iter()
                .map(|identity| case.identities[*identity].place)
                .collect();
            let places = breaches.entry((check.severity, order, subject)).or_default();
            places.extend(candidates);
            places.insert(account.place);
            places.extend(case.grants.iter().map(|(_, grant)| grant.place));
            places.extend(case.through.iter().flat_map(Effective::places));
            places.extend(devices.of(place).iter().map(|device| device.place));
        }
    }
}

/// Shows each notebook of an inventory to the notebook checks.
fn judge_devices(access: &Access, breaches: &mut Breaches) {
    for (order, check) in CHECKS.iter().enumerate() {
        let Run::Device(is_breach) = check.run else { continue };
        for device in access.devices.iter().filter(|device| is_breach(device)) {
            let subject = Subject {
                system: Some(access.system),
                account: Some(device.account),
                identity: access.accounts[device.account].holder.identity(),
                text: Some(device.name.clone()),
                ..Subject::default()
            };
            breaches
                .entry((check.severity, order, subject))
                .or_default()
                .insert(device.place);
        }
    }
}

/// Passes once over the grants of a system and looks up what the cell checks say.
fn judge_grants(settings: &Settings, snapshot: &Snapshot, access: &Access, breaches: &mut Breaches) {
    let mut cells = Cells::new(settings.date, snapshot, access);
    for held in access.effective() {
        let (account, grant) = (&access.accounts[held.account], held.grant);
        let Some(identity) = account.holder.identity() else {
            continue;
        };
        if account.status == Status::Disabled {
            continue;
        }
        for &(order, Broken { role }) in cells.judge(identity, grant.resource, grant.level) {
            let Some(check) = CHECKS.get(order) else { continue };
            let subject = Subject {
                system: Some(access.system),
                account: Some(held.account),
                identity: Some(identity),
                resource: grant.resource,
                levels: vec![grant.level],
                role,
                ..Subject::default()
            };
            let places = breaches.entry((check.severity, order, subject)).or_default();
            places.extend(held.places());
        }
    }
}

#[cfg(test)]
mod tests;
