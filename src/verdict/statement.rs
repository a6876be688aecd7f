//! Statements to verdicts: whether what the page says to customers holds, by what decides it.

use super::Judged;
use crate::check;
use crate::model::arena::Ix;
use crate::model::claim::{Decided, Gap, Listed, Statement, Verdict};
use crate::model::finding::{CheckId, Finding, Why};
use crate::model::snapshot::Access;
use crate::model::system::System;

impl<'a> Judged<'a> {
    /// Whether a claim about these systems holds.
    pub(super) fn claim(&self, systems: &[Ix<System>], claim: &Statement) -> Verdict {
        match &claim.decided {
            Decided::ByNothing => Verdict::Untested,
            Decided::ByHand(look) if look.met && self.settings.why_not_of_this_audit(look.on).is_some() => {
                Verdict::Untested
            }
            Decided::ByHand(look) if look.met && self.snapshot.was_replaced(&look.evidence) => Verdict::Untested,
            Decided::ByHand(look) if look.met => Verdict::Met,
            Decided::ByHand(_) => Verdict::NotMet(0),
            Decided::ByList(listed) => self.listed(listed),
            Decided::ByChecks(checks) => self.checked(systems, checks),
        }
    }

    /// Whether every list shows what is expected.
    fn listed(&self, listed: &Listed) -> Verdict {
        let (policy, roster) = (&self.snapshot.policy, &self.snapshot.roster);
        let each = listed.files.iter().map(|file| {
            let list = self.snapshot.list(file);
            list.map_or(Verdict::Untested, |list| {
                let verdict = list.verdict(&listed.expected, policy, roster);
                let is_met = verdict == Verdict::Met;
                if is_met && self.settings.why_not_of_list(list.day).is_some() {
                    Verdict::InPart(0)
                } else {
                    verdict
                }
            })
        });
        let each: Vec<Verdict> = each.collect();
        let has = |wanted: fn(Verdict) -> bool| each.iter().any(|verdict| wanted(*verdict));
        match (has(|it| it == Verdict::Met), has(|it| it != Verdict::Met)) {
            (true, false) if self.snapshot.is_copied(&listed.files) => Verdict::InPart(0),
            _ if has(|it| matches!(it, Verdict::NotMet(_))) => Verdict::NotMet(0),
            (true, false) => Verdict::Met,
            (true, true) => Verdict::InPart(0),
            (false, _) if has(|it| matches!(it, Verdict::InPart(_))) => Verdict::InPart(0),
            (false, _) => Verdict::Untested,
        }
    }

    /// What these checks found in these systems, or about none; open and accepted.
    pub(super) fn found(&self, systems: &[Ix<System>], checks: &[CheckId]) -> impl Iterator<Item = &'a Finding> {
        let is_theirs = |finding: &&Finding| checks.contains(&finding.check) && self.is_found_in(systems, finding);
        self.findings.iter().filter(is_theirs)
    }

    /// Whether a finding is one of these systems: it is about one of them, or rests on a row of one; or it is about no system
    /// at all, and its check has something to judge in one of them.
    fn is_found_in(&self, systems: &[Ix<System>], finding: &Finding) -> bool {
        let here = |system: &Ix<System>| self.snapshot.concerns(finding, *system);
        let anywhere = || self.settings.systems.iter().any(|(system, _)| here(&system));
        let is_judged = |system: &Ix<System>| !self.unconcerned.contains(&(finding.check, *system));
        systems.iter().any(here) || (!anywhere() && systems.iter().any(is_judged))
    }

    /// Whether these checks found nothing in these systems.
    fn checked(&self, systems: &[Ix<System>], checks: &[CheckId]) -> Verdict {
        let open = self.found(systems, checks).filter(|finding| finding.is_open()).count();
        if open > 0 {
            return Verdict::NotMet(open);
        }
        let about_all = || self.found(systems, checks);
        let accepted = about_all().filter(|finding| finding.accepted_by().is_some()).count();
        let done = about_all().filter(|finding| finding.is_done()).count();
        let pairs = systems
            .iter()
            .flat_map(|system| checks.iter().map(|check| (*check, *system)));
        let gaps: Vec<Option<Gap>> = pairs.map(|(check, system)| self.gap(check, system)).collect();
        let is_tested = gaps.iter().any(|gap| {
            matches!(
                gap,
                None | Some(Gap::PassedOver | Gap::OldStaffList | Gap::UntoldStaffList)
            )
        });
        let has_gap = gaps.iter().any(Option::is_some);
        match (is_tested, has_gap) {
            (true, false)
                if (accepted > 0 || checks.iter().copied().any(check::rests_on_roles)) && self.is_baseline(systems) =>
            {
                Verdict::Baseline
            }
            (true, false) if accepted > 0 && !self.snapshot.are_exceptions_bound() => Verdict::InPart(accepted),
            (true, false) if accepted > 0 => Verdict::Excepted(accepted),
            (true, false) if done > 0 => Verdict::Remedied(done),
            (true, false) => Verdict::Met,
            (true, true) => Verdict::InPart(accepted),
            (false, _) => Verdict::Untested,
        }
    }

    /// Why silence of the check does not say that all is well in the system, if so.
    pub(super) fn gap(&self, check: CheckId, system: Ix<System>) -> Option<Gap> {
        let access = self.snapshot.counted_of(system);
        let mut unjudged = self.unjudged.iter().filter(|unjudged| unjudged.check == check);
        if self.settings.is_off(check) {
            Some(Gap::Off)
        } else if self.unconcerned.contains(&(check, system)) {
            Some(Gap::Nothing)
        } else if !access.is_some_and(|access: &Access| self.snapshot.proves_absence(access)) {
            Some(Gap::NotComplete)
        } else if check::goes_through_people(check) && self.snapshot.roster_may_lack_people(self.settings) {
            Some(Gap::StaffList)
        } else if unjudged.any(|gap| leaves_open(&gap.why, system)) {
            Some(Gap::Unjudged)
        } else if self.passed_over.contains(&(check, system)) {
            Some(Gap::PassedOver)
        } else if !check::goes_by_staff_list(check) {
            None
        } else if self.snapshot.roster_is_old(self.settings) {
            Some(Gap::OldStaffList)
        } else {
            (!self.snapshot.is_roster_attested()).then_some(Gap::UntoldStaffList)
        }
    }
}

/// Whether a gap concerns a system.
fn leaves_open(why: &Why, system: Ix<System>) -> bool {
    let systems = why.systems();
    systems.is_empty() || systems.contains(&system)
}
