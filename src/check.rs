//! Snapshot and policy in, findings out.
//!
//! A check is declared once, in its own file, as a *cell* (judges a combination of system, level, resource, roles and
//! standing; each distinct combination once), an *account* check (judges one account), a *device* check (judges one
//! notebook), a *system* check (sees what one system gave) or a *whole* check (sees everything but the permissions of
//! systems). So a review can be judged one system at a time: [`of_systems`] for each, [`of_whole`] for the rest. One more
//! check: one new file, its `mod` line and its line in [`CHECKS`].

use std::collections::{BTreeMap, BTreeSet};

use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Finding, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Device, Snapshot};
use crate::model::source::{Place, Source};
use crate::model::table::Table;
use account::Case;
use cell::{Broken, Cell};
use needs::Needs;

pub use needs::unjudged;

mod account;
mod cell;
mod grants;

mod ambiguous_account;
mod contractor_grant;
mod count_mismatch;
mod duplicate_file;
mod excess_grant;
mod future_export;
mod incomplete_export;
mod leaver_access;
mod missing_export;
mod missing_grant;
mod missing_workstation;
mod needs;
mod no_policy;
mod orphan_account;
mod partial_export;
mod unattested_export;
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
    missing_export::CHECK,
    partial_export::CHECK,
    count_mismatch::CHECK,
    future_export::CHECK,
    unattested_export::CHECK,
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
    /// What one system gave.
    System(fn(&Settings, &Snapshot, &Access) -> Vec<Breach>),
    /// Everything but what systems with permissions gave: roles, roster, files, notebooks.
    Whole(fn(&Settings, &Snapshot) -> Vec<Breach>),
}

/// A breach that a system check or a whole check found.
struct Breach {
    /// What it is about.
    subject: Subject,
    /// Where it was read.
    evidence: Vec<Place>,
}

impl Breach {
    /// That something is wrong with a file, as the sources sheet shows.
    fn of_file(snapshot: &Snapshot, place: Ix<Source>) -> Self {
        let source = &snapshot.sources[place];
        Self {
            subject: Subject {
                system: source.content.system(),
                source: Some(place),
                ..Subject::default()
            },
            evidence: snapshot.attested_at(source).into_iter().collect(),
        }
    }

    /// The same of each file of which it is so.
    fn of_files(snapshot: &Snapshot, is_wrong: impl Fn(&Source) -> bool) -> Vec<Self> {
        let wrong = snapshot.sources.iter().filter(|(_, source)| is_wrong(source));
        wrong.map(|(place, _)| Self::of_file(snapshot, place)).collect()
    }
}

/// Judges everything: gravest first, then in the order of [`CHECKS`], then of the subjects.
pub fn run(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut found = Found::default();
    found.whole(settings, snapshot);
    found.systems(settings, snapshot);
    found.finish()
}

/// Judges what the systems of a snapshot gave; in the same order.
pub fn of_systems(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut found = Found::default();
    found.systems(settings, snapshot);
    found.finish()
}

/// Judges the rest; in the same order. Of the systems only those that list notebooks need to be there.
pub fn of_whole(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut found = Found::default();
    found.whole(settings, snapshot);
    found.finish()
}

/// Where the findings of a check stand in the result.
pub fn place(check: CheckId) -> Option<(Severity, usize)> {
    let mut checks = CHECKS.iter().enumerate();
    checks
        .find(|(_, known)| known.id == check)
        .map(|(order, known)| (known.severity, order))
}

/// Breaches found so far.
#[derive(Default)]
struct Found {
    /// Of all checks but cells; the evidence of equal ones adds up.
    breaches: BTreeMap<(usize, Subject), BTreeSet<Place>>,
    /// Of cells, by system.
    cells: Vec<(usize, Finding)>,
}

impl Found {
    fn whole(&mut self, settings: &Settings, snapshot: &Snapshot) {
        for (order, check) in CHECKS.iter().enumerate() {
            if let Run::Whole(judge) = check.run {
                self.add(order, judge(settings, snapshot));
            }
        }
    }

    fn systems(&mut self, settings: &Settings, snapshot: &Snapshot) {
        for access in &snapshot.access {
            for (order, check) in CHECKS.iter().enumerate() {
                if let Run::System(judge) = check.run {
                    self.add(order, judge(settings, snapshot, access));
                }
            }
            self.accounts(snapshot, access);
            self.devices(access);
            self.cells.extend(grants::judge(snapshot, access));
        }
    }

    fn add(&mut self, order: usize, breaches: Vec<Breach>) {
        for breach in breaches {
            let places = self.breaches.entry((order, breach.subject)).or_default();
            places.extend(breach.evidence);
        }
    }

    /// Shows each account of a system to the account checks.
    fn accounts(&mut self, snapshot: &Snapshot, access: &Access) {
        let mut evidence: Table<Ix<Account>, BTreeSet<Place>> = Table::default();
        let mut subjects = Vec::new();
        for ((place, account), holds) in access.accounts.iter().zip(access.holding()) {
            let case = Case {
                date: access.day,
                identities: &snapshot.roster.identities,
                account,
                holds,
            };
            for (order, check) in CHECKS.iter().enumerate() {
                let Run::Account(judge) = check.run else { continue };
                let Some(subject) = judge(&case) else { continue };
                let subject = Subject {
                    system: Some(access.system),
                    account: Some(place),
                    ..subject
                };
                let candidates = subject.candidates.iter();
                let candidates = candidates.map(|identity| case.identities[*identity].place);
                let places = evidence.entry(place).or_default();
                places.insert(account.place);
                places.extend(candidates);
                subjects.push((order, place, subject));
            }
        }
        let looked_for = !evidence.is_empty();
        for held in access.effective().take_while(|_| looked_for) {
            if let Some(places) = evidence.get_mut(&held.account) {
                places.extend(held.places());
            }
        }
        for device in &access.devices {
            if let Some(places) = evidence.get_mut(&device.account) {
                places.insert(device.place);
            }
        }
        for (order, place, subject) in subjects {
            let places = evidence.get(&place).into_iter().flatten();
            self.breaches.entry((order, subject)).or_default().extend(places);
        }
    }

    /// Shows each notebook of an inventory to the notebook checks.
    fn devices(&mut self, access: &Access) {
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
                self.breaches.entry((order, subject)).or_default().insert(device.place);
            }
        }
    }

    /// All of them, in the order of the result: a check is a cell or is none, so that each has its findings in order.
    fn finish(self) -> Vec<Finding> {
        let breaches = self.breaches.into_iter().filter_map(|((order, subject), places)| {
            let evidence = places.into_iter().collect();
            Some((order, finding(order, subject, evidence)?))
        });
        let mut found: Vec<(usize, Finding)> = breaches.chain(self.cells).collect();
        found.sort_by_key(|(order, finding)| (finding.severity, *order));
        found.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// What a check found.
fn finding(order: usize, subject: Subject, evidence: Vec<Place>) -> Option<Finding> {
    CHECKS.get(order).map(|check| Finding {
        check: check.id,
        severity: check.severity,
        subject,
        evidence,
    })
}

#[cfg(test)]
mod tests;
