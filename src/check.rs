//! Snapshot and policy in, findings out.
//!
//! A check is declared once, in its own file, as a *cell* (judges a combination of system, level, resource, roles and
//! standing; each distinct combination once), an *account* check (judges one account), a *device* check (judges one
//! notebook), a *system* check (sees what one system gave), a *whole* check (sees everything but the permissions of
//! systems), an *across* check (sees that as well, and of every system the little that is [`Carried`] on), one of
//! *exceptions* (sees what each exception fitted, once the findings are settled) or one of *rechecks* (compares two
//! extracts, see `recheck`). So a review can be judged one system at
//! a time: [`of_systems`] for each, [`of_whole`] for the rest, [`of_exceptions`] at the end. A check that is switched off
//! judges nothing. One more check: one new file, its `mod` line and its line in [`CHECKS`].

use std::collections::{BTreeMap, BTreeSet};

use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Disposition, Finding, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Device, Snapshot};
use crate::model::source::{Place, Source};
use crate::model::table::Table;
use about::About;
use account::Case;
use cell::{Broken, Cell};
use exceptions::Granted;
use needs::Needs;

pub use about::{goes_by_staff_list, goes_through_people, is_weighty, rests_on_roles};
pub use carried::Carried;
pub use exceptions::{in_order, of_exceptions};
pub use needs::unjudged;
pub use passed_over::{has_leaver_since, passed_over};
pub use recheck::{of_rechecks, removed};
pub use unconcerned::{is_missed, unconcerned};

mod about;
mod account;
mod carried;
mod cell;
mod exceptions;
mod grants;

mod active_root_key;
mod agreement_ended;
mod ambiguous_account;
mod broad_exception;
mod contract_expiring;
mod contractor_grant;
mod count_mismatch;
mod direct_grant;
mod disabled_account_holds_access;
mod dormant_account;
mod duplicate_account;
mod duplicate_file;
mod excess_grant;
mod expired_exception;
mod expiring_exception;
mod future_export;
mod future_login;
mod incomplete_export;
mod leaver_access;
mod missing_export;
mod missing_glyph;
mod missing_grant;
mod missing_workstation;
mod mixed_export;
mod mover_kept_access;
mod needs;
mod never_used_account;
mod no_mfa;
mod no_policy;
mod not_remediated;
mod orphan_account;
mod outdated_report;
mod owner_left;
mod partial_export;
mod passed_over;
mod pending_invitation;
mod perimeter_gap;
mod privileged;
mod reappeared_access;
mod recheck;
mod reused_export;
mod reviewer;
mod secrets;
mod self_approved_exception;
mod self_review;
mod shared_account;
mod stale_export;
mod stale_key;
mod stale_password;
mod told_before;
mod too_few_admins;
mod too_many_admins;
mod toxic_combination;
mod unapproved_privilege;
mod unattested_export;
mod unbound_document;
mod unconcerned;
mod unencrypted_workstation;
mod unexplained_change;
mod unknown_role;
mod unlisted_account;
mod unlisted_system;
mod unmapped_level;
mod unmatched_pattern;
mod unowned_technical_account;
mod unprotected_workstation;
mod unresolved_group;
mod unseen_login;
mod unused_exception;
mod void_review;

/// Every check, in the order in which documents list them.
pub const CHECKS: &[Check] = &[
    orphan_account::CHECK,
    ambiguous_account::CHECK,
    leaver_access::CHECK,
    excess_grant::CHECK,
    contractor_grant::CHECK,
    mover_kept_access::CHECK,
    toxic_combination::CHECK,
    owner_left::CHECK,
    active_root_key::CHECK,
    not_remediated::CHECK,
    unencrypted_workstation::CHECK,
    unprotected_workstation::CHECK,
    self_approved_exception::CHECK,
    missing_grant::CHECK,
    unowned_technical_account::CHECK,
    too_few_admins::CHECK,
    too_many_admins::CHECK,
    dormant_account::CHECK,
    never_used_account::CHECK,
    no_mfa::CHECK,
    stale_key::CHECK,
    stale_password::CHECK,
    shared_account::CHECK,
    unknown_role::CHECK,
    missing_workstation::CHECK,
    unlisted_account::CHECK,
    unresolved_group::CHECK,
    unmapped_level::CHECK,
    incomplete_export::CHECK,
    missing_export::CHECK,
    unlisted_system::CHECK,
    perimeter_gap::CHECK,
    agreement_ended::CHECK,
    partial_export::CHECK,
    count_mismatch::CHECK,
    future_export::CHECK,
    future_login::CHECK,
    stale_export::CHECK,
    mixed_export::CHECK,
    unattested_export::CHECK,
    unbound_document::CHECK,
    reused_export::CHECK,
    unexplained_change::CHECK,
    self_review::CHECK,
    void_review::CHECK,
    expired_exception::CHECK,
    broad_exception::CHECK,
    duplicate_file::CHECK,
    no_policy::CHECK,
    unapproved_privilege::CHECK,
    direct_grant::CHECK,
    disabled_account_holds_access::CHECK,
    pending_invitation::CHECK,
    duplicate_account::CHECK,
    reappeared_access::CHECK,
    contract_expiring::CHECK,
    outdated_report::CHECK,
    unseen_login::CHECK,
    unmatched_pattern::CHECK,
    unused_exception::CHECK,
    expiring_exception::CHECK,
    missing_glyph::CHECK,
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
    /// What it looks at.
    about: About,
    /// Whether what it says depends on the declared roles.
    by_roles: bool,
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
    /// One account; how grave the breach is, and the subject.
    Graded(fn(&Case<'_>) -> Option<(Severity, Subject)>),
    /// One notebook of an inventory; whether it is a breach.
    Device(fn(&Device) -> bool),
    /// What one system gave.
    System(fn(&Settings, &Snapshot, &Access) -> Vec<Breach>),
    /// Everything but what systems with permissions gave: roles, roster, files, notebooks.
    Whole(fn(&Settings, &Snapshot) -> Vec<Breach>),
    /// The same, and what was carried on of each system.
    Across(fn(&Settings, &Snapshot, &Carried) -> Vec<Breach>),
    /// An exception, and what it fitted; whether it is a breach.
    Exception(fn(&Granted<'_>) -> bool),
    /// What a later extract shows beside what was found in the first.
    Recheck,
}

/// A breach that a system check or a whole check found.
struct Breach {
    /// What it is about.
    subject: Subject,
    /// Where it was read.
    evidence: Vec<Place>,
}

impl Breach {
    /// Breaches by their subjects, with all the places where each was read.
    fn gathered(found: BTreeMap<Subject, BTreeSet<Place>>) -> Vec<Self> {
        let breaches = found.into_iter().map(|(subject, evidence)| Self {
            subject,
            evidence: evidence.into_iter().collect(),
        });
        breaches.collect()
    }

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

/// Every check by its id.
pub fn ids() -> Vec<CheckId> {
    CHECKS.iter().map(|check| check.id).collect()
}

/// Judges everything but exceptions: gravest first, then in the order of [`CHECKS`], then of the subjects.
pub fn run(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut carried = Carried::default();
    for access in &snapshot.access {
        carried.add(Carried::of(settings, snapshot, access));
    }
    let mut found = Found::default();
    found.whole(settings, snapshot, &carried);
    found.systems(settings, snapshot);
    found.finish()
}

/// Judges what the systems of a snapshot gave; in the same order.
pub fn of_systems(settings: &Settings, snapshot: &Snapshot) -> Vec<Finding> {
    let mut found = Found::default();
    found.systems(settings, snapshot);
    found.finish()
}

/// Judges the rest, with what was carried on of every system; in the same order. Of the systems themselves only those
/// that list notebooks need to be there.
pub fn of_whole(settings: &Settings, snapshot: &Snapshot, carried: &Carried) -> Vec<Finding> {
    let mut found = Found::default();
    found.whole(settings, snapshot, carried);
    found.finish()
}

/// Where the findings of a check stand among those of one severity.
pub fn place(check: CheckId) -> Option<usize> {
    CHECKS.iter().position(|known| known.id == check)
}

/// The checks that are not switched off, each with its order.
fn running(settings: &Settings) -> impl Iterator<Item = (usize, &'static Check)> {
    let checks = CHECKS.iter().enumerate();
    checks.filter(|(_, check)| !settings.is_off(check.id))
}

/// How grave a finding of a check is: as declared in the review, else as it is on its own.
fn severity(settings: &Settings, check: &Check, own: Severity) -> Severity {
    let ruling = settings.rulings.get(&check.id);
    ruling.and_then(|ruling| ruling.severity).unwrap_or(own)
}

/// Breaches found so far.
#[derive(Default)]
struct Found {
    /// Of all checks but cells, by severity and the order of the check; the evidence of equal ones adds up.
    breaches: BTreeMap<(Severity, usize, Subject), BTreeSet<Place>>,
    /// Of cells, by system.
    cells: Vec<(usize, Finding)>,
}

impl Found {
    fn whole(&mut self, settings: &Settings, snapshot: &Snapshot, carried: &Carried) {
        for (order, check) in running(settings) {
            let breaches = match check.run {
                Run::Whole(judge) => judge(settings, snapshot),
                Run::Across(judge) => judge(settings, snapshot, carried),
                Run::Cell(_)
                | Run::Account(_)
                | Run::Graded(_)
                | Run::Device(_)
                | Run::System(_)
                | Run::Exception(_)
                | Run::Recheck => continue,
            };
            self.add((severity(settings, check, check.severity), order), breaches);
        }
    }

    fn systems(&mut self, settings: &Settings, snapshot: &Snapshot) {
        for access in &snapshot.access {
            for (order, check) in running(settings) {
                if let Run::System(judge) = check.run {
                    let breaches = judge(settings, snapshot, access);
                    self.add((severity(settings, check, check.severity), order), breaches);
                }
            }
            self.accounts(settings, snapshot, access);
            self.devices(settings, access);
            self.cells.extend(grants::judge(settings, snapshot, access));
        }
    }

    fn add(&mut self, (severity, order): (Severity, usize), breaches: Vec<Breach>) {
        for breach in breaches {
            let places = self.breaches.entry((severity, order, breach.subject)).or_default();
            places.extend(breach.evidence);
        }
    }

    /// Shows each account of a system to the account checks.
    fn accounts(&mut self, settings: &Settings, snapshot: &Snapshot, access: &Access) {
        let mut evidence: Table<Ix<Account>, BTreeSet<Place>> = Table::default();
        let mut subjects = Vec::new();
        let checks: Vec<(usize, &Check)> = running(settings).collect();
        let rules = settings.systems[access.system].access();
        let privileged = rules
            .map(|rules| privileged::holding(rules, access))
            .unwrap_or_default();
        for ((place, account), holds) in access.accounts.iter().zip(access.holding()) {
            let case = Case {
                date: access.day,
                identities: &snapshot.roster.identities,
                roles: &snapshot.policy.roles,
                rules,
                account,
                holds,
                privileged: privileged.get(place.get()).copied().unwrap_or_default(),
            };
            for &(order, check) in &checks {
                let broken = match check.run {
                    Run::Account(judge) => judge(&case).map(|subject| (check.severity, subject)),
                    Run::Graded(judge) => judge(&case),
                    Run::Cell(_)
                    | Run::Device(_)
                    | Run::System(_)
                    | Run::Whole(_)
                    | Run::Across(_)
                    | Run::Exception(_)
                    | Run::Recheck => None,
                };
                let Some((own, subject)) = broken else { continue };
                let subject = Subject {
                    system: Some(access.system),
                    account: Some(place),
                    ..subject
                };
                let candidates = subject.candidates.iter();
                let candidates = candidates.map(|identity| case.identities[*identity].place);
                let places = evidence.entry(place).or_default();
                places.insert(account.place);
                places.extend(&account.told);
                places.extend(candidates);
                subjects.push((severity(settings, check, own), order, place, subject));
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
        for (severity, order, place, subject) in subjects {
            let places = evidence.get(&place).into_iter().flatten();
            self.breaches
                .entry((severity, order, subject))
                .or_default()
                .extend(places);
        }
    }

    /// Shows each notebook of an inventory to the notebook checks.
    fn devices(&mut self, settings: &Settings, access: &Access) {
        for (order, check) in running(settings) {
            let Run::Device(is_breach) = check.run else { continue };
            let severity = severity(settings, check, check.severity);
            for device in access.devices.iter().filter(|device| is_breach(device)) {
                let subject = Subject {
                    system: Some(access.system),
                    account: Some(device.account),
                    identity: access.accounts[device.account].holder.identity(),
                    text: Some(device.name.clone()),
                    ..Subject::default()
                };
                let places = self.breaches.entry((severity, order, subject)).or_default();
                places.insert(device.place);
            }
        }
    }

    /// All of them, in the order of the result: a check is a cell or is none, so that each has its findings in order.
    fn finish(self) -> Vec<Finding> {
        let breaches = self
            .breaches
            .into_iter()
            .filter_map(|((severity, order, subject), places)| {
                let evidence = places.into_iter().collect();
                Some((order, finding((severity, order), subject, evidence)?))
            });
        let mut found: Vec<(usize, Finding)> = breaches.chain(self.cells).collect();
        found.sort_by_key(|(order, finding)| (finding.severity, *order));
        found.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// What a check found.
fn finding((severity, order): (Severity, usize), subject: Subject, evidence: Vec<Place>) -> Option<Finding> {
    CHECKS.get(order).map(|check| Finding {
        check: check.id,
        severity,
        subject,
        evidence,
        disposition: Disposition::Open,
        closure: None,
    })
}

#[cfg(test)]
mod tests;
