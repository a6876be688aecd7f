//! The judged review: what was declared, what was read, what was found, what is printed.

use std::collections::{BTreeMap, BTreeSet};

use super::arena::Ix;
use super::claim::{Gap, Standing, Verdict};
use super::count::{Count, Notebooks, On};
use super::exception::Exception;
use super::figures::Figures;
use super::finding::{CheckId, Finding, Unjudged};
use super::key;
use super::policy::{Role, Rule};
use super::procedure::{Audited, Mark};
use super::reviewed::{self, Unanswered};
use super::roster::Identity;
use super::settings::{PutRight, Settings};
use super::snapshot::{Access, Account, Held, Resource, Snapshot};
use super::system::System;

/// Everything a document can say.
#[derive(Clone, Debug)]
pub struct Review {
    /// As declared.
    pub settings: Settings,
    /// As read.
    pub snapshot: Snapshot,
    /// As judged and settled: gravest first, then in the order of the checks, then of the subjects; open and accepted
    /// ones together.
    pub findings: Vec<Finding>,
    /// What could not be judged, in the order of the checks; of one check for several reasons, perhaps.
    pub unjudged: Vec<Unjudged>,
    /// Whether each system is in order, in declared order.
    pub standings: Vec<Standing>,
    /// Whether each statement holds, by activity, in page order.
    pub statements: Vec<Vec<Verdict>>,
    /// Why checks that decide claims tell nothing of a system, or not everything.
    pub gaps: BTreeMap<(CheckId, Ix<System>), Gap>,
    /// What came of the checklist, where a procedure is declared.
    pub audited: Option<Audited>,
    /// As counted, in page order.
    pub counts: Vec<Count>,
    /// The same on any resource, of systems of whose resources the page does not print each; in page order.
    pub sums: Vec<Count>,
    /// How many of the contractors of a number come of each company that the page names, in the order of these.
    pub companies: BTreeMap<Count, Vec<u64>>,
    /// Notebooks, one entry a system that lists them.
    pub notebooks: Vec<Notebooks>,
    /// Which state of the declared roles is in force; none where nobody approved them, or where they changed since.
    pub version: Option<String>,
    /// How many accounts of each system are gone at its recheck, where that proves it; in declared order.
    pub removed: Vec<(Ix<System>, usize)>,
    /// The exceptions that accept nothing, as whoever approved them is one of those whom they are for.
    pub own_exceptions: BTreeSet<Ix<Exception>>,
    /// Totals.
    pub figures: Figures,
}

impl Review {
    /// The findings about which something is to be done.
    pub fn open(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.is_open())
    }

    /// The systems that were collected and for which nobody answers so that it counts, in declared order, each with why.
    pub fn not_reviewed(&self) -> impl Iterator<Item = (&System, Unanswered)> {
        let systems = self.settings.systems.iter().zip(&self.standings);
        let collected = systems.filter(|(_, standing)| **standing != Standing::NotCollected);
        collected.filter_map(|((place, system), _)| Some((system, self.unanswered(place).into_iter().next()?)))
    }

    /// Whether and why nobody answers for a system, the weightiest first.
    pub fn unanswered(&self, place: Ix<System>) -> Vec<Unanswered> {
        reviewed::unanswered(&self.settings, &self.snapshot, &self.findings, place)
    }

    /// Whether whoever reviewed a system reviewed what they hold or put into force, and somebody accepted that.
    pub fn is_own_accepted(&self, place: Ix<System>) -> bool {
        reviewed::is_own_accepted(&self.snapshot, &self.findings, place)
    }

    /// Whether somebody has to look at something: a finding is open, or the procedure says that the audit is not passed.
    pub fn needs_a_person(&self) -> bool {
        let is_failed = |audited: &Audited| audited.result == Mark::NotPassed;
        self.open().next().is_some() || self.audited.as_ref().is_some_and(is_failed)
    }

    /// How many findings are accepted.
    pub fn accepted(&self) -> usize {
        let accepted = self.findings.iter().filter(|finding| finding.accepted_by().is_some());
        accepted.count()
    }

    /// How many findings were put right, as a recheck shows.
    pub fn done(&self) -> usize {
        self.findings.iter().filter(|finding| finding.is_done()).count()
    }

    /// Who put a finding right, where somebody says.
    pub fn put_right(&self, finding: &Finding) -> Option<&PutRight> {
        let told = &self.settings.put_right;
        (!told.is_empty()).then_some(())?;
        let key = key::key(finding, &self.settings, &self.snapshot);
        told.iter()
            .find(|told| told.findings.iter().any(|known| known.reveal() == key))
    }

    /// Whether somebody has no role but such as are for accounts that are kept for emergencies, which may lie unused.
    pub fn is_kept_for_emergencies(&self, identity: Ix<Identity>) -> bool {
        let roles = &self.snapshot.roster.identities[identity].roles;
        roles.is_break_glass(&self.snapshot.policy.roles)
    }

    /// The exception that accepts a finding, if one does.
    pub fn exception_of(&self, finding: &Finding) -> Option<&Exception> {
        let place = finding.accepted_by()?;
        Some(&self.snapshot.policy.exceptions[place])
    }

    /// The rule that allows an account to hold a level of a resource, and the role it is of: the first of its holder's
    /// roles that has one. Whoever is not there may hold nothing.
    pub fn rule_for(
        &self,
        access: &Access,
        account: Ix<Account>,
        resource: Option<Ix<Resource>>,
        held: Held,
    ) -> Option<(&Role, &Rule)> {
        let holder = access.accounts[account].holder.identity()?;
        self.snapshot.rule_for(access, holder, resource, held)
    }

    /// Why nothing that is held in a system is judged by role, if it is not: `no-roles` are declared, or there are
    /// `no-rules` for the system yet.
    pub fn unruled(&self, access: &Access) -> Option<&'static str> {
        let policy = &self.snapshot.policy;
        match policy.file {
            None => Some("no-roles"),
            Some(_) => policy.without_rules.contains(&access.system).then_some("no-rules"),
        }
    }

    /// The numbers that the page prints, in its order.
    pub fn on_page(&self) -> Vec<Count> {
        let is_printed = |count: &&Count| {
            let access = self.snapshot.counted_of(count.system);
            count.on == On::Whole || !access.is_some_and(|access| self.settings.sums(access))
        };
        let mut numbers: Vec<Count> = self.counts.iter().filter(is_printed).copied().collect();
        if !self.sums.is_empty() {
            numbers.extend(&self.sums);
            numbers.sort();
        }
        numbers
    }

    /// Every number, whether the page prints it or only the tables do.
    pub fn numbers(&self) -> impl Iterator<Item = &Count> {
        self.counts.iter().chain(&self.sums)
    }
}
