//! Findings to verdicts: whether each system is in order, whether each statement to customers holds, and how each row of the
//! checklist is marked.
//!
//! Comes in: what was declared, read, found, and what no check could judge. Goes out: one [`Standing`] a system, one
//! [`Verdict`] a statement, and what came of the checklist. What was not tested is never in order; what was found and is
//! done by the recheck is, and says so. No text is made here.

mod checklist;
mod statement;

pub use checklist::checklist;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::check;
use crate::model::arena::Ix;
use crate::model::claim::{Approval, Decided, Gap, Standing, Verdict};
use crate::model::finding::{CheckId, Finding, Severity, Unjudged, Why};
use crate::model::settings::{Activity, Settings};
use crate::model::snapshot::{Access, RolesAsTold, Snapshot};
use crate::model::system::System;

/// What verdicts are made of.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// As declared.
    pub settings: &'a Settings,
    /// As read.
    pub snapshot: &'a Snapshot,
    /// As found.
    pub findings: &'a [Finding],
    /// What could not be judged.
    pub unjudged: &'a [Unjudged],
    /// Checks that have nothing to judge in a system, whatever it gave.
    pub unconcerned: &'a [(CheckId, Ix<System>)],
    /// Checks that pass something over in a system that they judge.
    pub passed_over: &'a [(CheckId, Ix<System>)],
}

/// Whether each system is in order; in declared order.
pub fn systems(judged: Judged<'_>) -> Vec<Standing> {
    let systems = judged.settings.systems.iter();
    systems.map(|(system, _)| judged.standing(system)).collect()
}

/// Whether each statement holds, by activity; in the order of the page.
pub fn statements(judged: Judged<'_>) -> Vec<Vec<Verdict>> {
    let of = |activity: &Activity| {
        let statements = activity.scope.iter();
        statements
            .map(|statement| judged.claim(&activity.systems, statement))
            .collect()
    };
    judged.settings.activities.values().map(of).collect()
}

/// Why checks that decide claims tell nothing of a system, or not everything.
pub fn gaps(judged: Judged<'_>) -> BTreeMap<(CheckId, Ix<System>), Gap> {
    let checks: BTreeSet<CheckId> = (judged.settings.claims())
        .filter_map(|claim| match &claim.decided {
            Decided::ByChecks(checks) => Some(checks),
            Decided::ByNothing | Decided::ByList(_) | Decided::ByHand(_) => None,
        })
        .flatten()
        .copied()
        .collect();
    let systems = judged.settings.systems.iter().map(|(system, _)| system);
    let pairs = systems.flat_map(|system| checks.iter().map(move |check| (*check, system)));
    pairs
        .filter_map(|(check, system)| Some(((check, system), judged.gap(check, system)?)))
        .collect()
}

impl Judged<'_> {
    /// Whether whoever approved the roles is a person who was there on that day.
    fn is_valid(&self, approval: &Approval) -> bool {
        self.snapshot.roster.why_no_answer(&approval.by, approval.on).is_none()
    }

    /// The findings that nobody accepted.
    fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    fn standing(&self, system: Ix<System>) -> Standing {
        let collected = |access: &&Access| access.coverage.is_some();
        let snapshot = self.snapshot;
        let (Some(access), Some(counted)) = (
            snapshot.access_of(system).filter(collected),
            snapshot.counted_of(system),
        ) else {
            return Standing::NotCollected;
        };
        let mut findings = self.findings.iter();
        let is_remedied = findings.any(|finding| finding.is_done() && snapshot.concerns(finding, system));
        let open = self.open().filter(|finding| snapshot.concerns(finding, system));
        match open.map(|finding| finding.severity).min() {
            Some(Severity::High) => Standing::NotPassed,
            Some(Severity::Medium | Severity::Low) => Standing::NeedsRevision,
            None if !self.approved_before(access) => Standing::Baseline,
            None if !snapshot.proves_absence(counted) || self.is_hardly_judged(counted) => Standing::Incomplete,
            None if !snapshot.are_attested(snapshot.files_of(counted)) => Standing::Incomplete,
            None if snapshot.roster_may_lack_people(self.settings) || snapshot.roster_is_old(self.settings) => {
                Standing::Incomplete
            }
            None if check::has_leaver_since(self.settings, snapshot, counted) => Standing::Incomplete,
            None if !snapshot.are_exceptions_bound() && self.is_excepted(system) => Standing::Incomplete,
            None if is_remedied => Standing::Remedied,
            None => Standing::Passed,
        }
    }

    /// Whether somebody accepted a finding of the system.
    fn is_excepted(&self, system: Ix<System>) -> bool {
        let mut accepted = self.findings.iter().filter(|finding| finding.accepted_by().is_some());
        accepted.any(|finding| self.snapshot.concerns(finding, system))
    }

    /// Whether rules of the system are still to be written, or a check that would say something of it is switched off, or lacks
    /// what it needs, without which nobody can say that all is well there.
    fn is_hardly_judged(&self, access: &Access) -> bool {
        let system = access.system;
        let is_inventory = self.settings.systems[system].is_inventory();
        let is_missed = |check: &CheckId| {
            check::is_weighty(*check, is_inventory)
                && self.settings.is_off(*check)
                && !self.unconcerned.contains(&(*check, system))
                && check::is_missed(*check, self.settings, self.snapshot, access)
        };
        self.snapshot.policy.without_rules.contains(&system)
            || self.settings.rulings.keys().any(is_missed)
            || self.hangs_on_another(system, is_inventory)
    }

    /// Whether a check without which nobody can say that all is well there lacks the lists of another system: of a separation,
    /// one side says nothing without the other.
    fn hangs_on_another(&self, system: Ix<System>, is_inventory: bool) -> bool {
        let lacks =
            |unjudged: &Unjudged| matches!(&unjudged.why, Why::NotComplete(systems) if systems.contains(&system));
        let mut weighty = self.unjudged.iter();
        weighty.any(|unjudged| check::is_weighty(unjudged.check, is_inventory) && lacks(unjudged))
    }

    /// Whether one of these systems was compared with roles that nobody approved before it was exported.
    fn is_baseline(&self, systems: &[Ix<System>]) -> bool {
        let mut read = systems.iter().filter_map(|system| self.snapshot.access_of(*system));
        read.any(|access| access.coverage.is_some() && !self.approved_before(access))
    }

    /// Whether somebody approved the roles before the system was exported.
    fn approved_before(&self, access: &Access) -> bool {
        let approval = self.snapshot.policy.approval.as_ref();
        // On the day itself only the times tell which came first.
        let is_before = |on: Date, first: Date| {
            on < first || on == first && matches!(self.snapshot.roles_as_told(), RolesAsTold::These(Some(_)))
        };
        approval
            .zip(access.first_day)
            .is_some_and(|(approval, first)| self.is_valid(approval) && is_before(approval.on, first))
            && self.are_as_approved(access)
    }

    /// Whether the roles are those that were written before the system was exported, as the sources sheet tells, if there
    /// is one.
    fn are_as_approved(&self, access: &Access) -> bool {
        match self.snapshot.roles_as_told() {
            RolesAsTold::Others => false,
            RolesAsTold::Unbound => self.snapshot.sources_sheet().is_none(),
            RolesAsTold::These(_) => !self.snapshot.are_roles_later(access),
        }
    }
}

#[cfg(test)]
mod tests;
