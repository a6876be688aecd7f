//! Findings to verdicts: whether each system is in order, whether each statement to customers holds, and how each row of the
//! checklist is marked.
//!
//! Comes in: what was declared, read, found, and what no check could judge. Goes out: one [`Standing`] a system, one
//! [`Verdict`] a statement, and what came of the checklist. What was not tested is never in order; what was found and is
//! done by the recheck is, and says so. No text is made here.

mod checklist;

pub use checklist::checklist;

use std::collections::{BTreeMap, BTreeSet};

use jiff::ToSpan;
use jiff::civil::Date;

use crate::check;
use crate::model::arena::Ix;
use crate::model::claim::{Approval, Decided, Gap, Listed, Standing, Statement, Verdict};
use crate::model::finding::{CheckId, Finding, Severity, Unjudged, Why};
use crate::model::private::Private;
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

impl<'a> Judged<'a> {
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
            None if !snapshot.proves_absence(counted) || self.is_hardly_judged(system) => Standing::Incomplete,
            None if check::has_leaver_since(self.settings, snapshot, counted) => Standing::Incomplete,
            None if is_remedied => Standing::Remedied,
            None => Standing::Passed,
        }
    }

    /// Whether rules of the system are still to be written, or a check is switched off without which nobody can say that all is
    /// well there.
    fn is_hardly_judged(&self, system: Ix<System>) -> bool {
        let is_inventory = self.settings.systems[system].is_inventory();
        let is_missed = |check: &CheckId| {
            check::is_weighty(*check, is_inventory)
                && self.settings.is_off(*check)
                && !self.unconcerned.contains(&(*check, system))
        };
        self.snapshot.policy.without_rules.contains(&system) || self.settings.rulings.keys().any(is_missed)
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

    /// Whether a claim about these systems holds.
    fn claim(&self, systems: &[Ix<System>], claim: &Statement) -> Verdict {
        match &claim.decided {
            Decided::ByNothing => Verdict::Untested,
            Decided::ByHand(look) if look.met && !self.is_of_this_audit(look.on) => Verdict::Untested,
            Decided::ByHand(look) if look.met && self.snapshot.was_replaced(&look.evidence) => Verdict::Untested,
            Decided::ByHand(look) if look.met => Verdict::Met,
            Decided::ByHand(_) => Verdict::NotMet(0),
            Decided::ByList(listed) => self.listed(listed),
            Decided::ByChecks(checks) => self.checked(systems, checks),
        }
    }

    /// Whether something that was seen or extracted on a day tells of the time that this audit is about: not after it, not
    /// more than a year before it, and not before a breach that it follows.
    fn is_of_this_audit(&self, day: Date) -> bool {
        let date = self.settings.date;
        let breach = self
            .settings
            .procedure
            .as_ref()
            .and_then(|procedure| procedure.regularity.breach);
        let year = date.checked_sub(1.year()).unwrap_or(Date::MIN);
        let breach = breach.filter(|breach| *breach <= date).unwrap_or(Date::MIN);
        day <= date && day >= year && day >= breach
    }

    /// Whether two of these files are the same: then one of them tells nothing of what it is for.
    fn is_copied(&self, files: &[Private]) -> bool {
        let documents = self.snapshot.documents.iter().map(|(document, _)| document);
        let named = documents.filter(|document| files.contains(&document.file));
        let contents: Vec<&str> = named.map(|document| document.sha256.as_str()).collect();
        let distinct: BTreeSet<&str> = contents.iter().copied().collect();
        distinct.len() < contents.len()
    }

    /// Whether the day lies longer before the audit than a file may be old.
    fn is_stale(&self, day: Date) -> bool {
        let limit = self.settings.stale_export_days.map(|days| i64::from(days).days());
        let earliest = limit.map(|days| self.settings.date.checked_sub(days).unwrap_or(Date::MIN));
        earliest.is_some_and(|earliest| day < earliest)
    }

    /// Whether every list shows what is expected.
    fn listed(&self, listed: &Listed) -> Verdict {
        let (policy, roster) = (&self.snapshot.policy, &self.snapshot.roster);
        let each = listed.files.iter().map(|file| {
            let mut lists = self.snapshot.lists.iter();
            let list = lists.find(|list| list.file == *file);
            list.map_or(Verdict::Untested, |list| {
                let verdict = list.verdict(&listed.expected, policy, roster);
                let is_met = verdict == Verdict::Met;
                if is_met && (!self.is_of_this_audit(list.day) || self.is_stale(list.day)) {
                    Verdict::InPart(0)
                } else {
                    verdict
                }
            })
        });
        let each: Vec<Verdict> = each.collect();
        let has = |wanted: fn(Verdict) -> bool| each.iter().any(|verdict| wanted(*verdict));
        match (has(|it| it == Verdict::Met), has(|it| it != Verdict::Met)) {
            (true, false) if self.is_copied(&listed.files) => Verdict::InPart(0),
            _ if has(|it| matches!(it, Verdict::NotMet(_))) => Verdict::NotMet(0),
            (true, false) => Verdict::Met,
            (true, true) => Verdict::InPart(0),
            (false, _) if has(|it| matches!(it, Verdict::InPart(_))) => Verdict::InPart(0),
            (false, _) => Verdict::Untested,
        }
    }

    /// What these checks found in these systems, or about none; open and accepted.
    fn found(&self, systems: &[Ix<System>], checks: &[CheckId]) -> impl Iterator<Item = &'a Finding> {
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
        let is_tested = gaps.iter().any(|gap| matches!(gap, None | Some(Gap::PassedOver)));
        let has_gap = gaps.iter().any(Option::is_some);
        match (is_tested, has_gap) {
            (true, false)
                if (accepted > 0 || checks.iter().copied().any(check::rests_on_roles)) && self.is_baseline(systems) =>
            {
                Verdict::Baseline
            }
            (true, false) if accepted > 0 => Verdict::Excepted(accepted),
            (true, false) if done > 0 => Verdict::Remedied(done),
            (true, false) => Verdict::Met,
            (true, true) => Verdict::InPart(accepted),
            (false, _) => Verdict::Untested,
        }
    }

    /// Why silence of the check does not say that all is well in the system, if so.
    fn gap(&self, check: CheckId, system: Ix<System>) -> Option<Gap> {
        let is_off = self
            .settings
            .rulings
            .get(&check)
            .is_some_and(|ruling| ruling.severity.is_none());
        let access = self.snapshot.counted_of(system);
        let mut unjudged = self.unjudged.iter().filter(|unjudged| unjudged.check == check);
        if is_off {
            Some(Gap::Off)
        } else if self.unconcerned.contains(&(check, system)) {
            Some(Gap::Nothing)
        } else if !access.is_some_and(|access: &Access| self.snapshot.proves_absence(access)) {
            Some(Gap::NotComplete)
        } else if check::goes_through_people(check) && self.snapshot.roster_is_cut() {
            Some(Gap::StaffList)
        } else if unjudged.any(|gap| leaves_open(&gap.why, system)) {
            Some(Gap::Unjudged)
        } else {
            let is_passed_over = self.passed_over.contains(&(check, system));
            is_passed_over.then_some(Gap::PassedOver)
        }
    }
}

/// Whether a gap concerns a system.
fn leaves_open(why: &Why, system: Ix<System>) -> bool {
    let systems = why.systems();
    systems.is_empty() || systems.contains(&system)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;

    use super::*;
    use crate::model::claim::Look;
    use crate::model::policy::RoleKind;
    use crate::model::private::Private;
    use crate::model::roster::End;
    use crate::model::settings::Ruling;
    use crate::model::snapshot::{Holder, Status};
    use crate::model::system::Coverage;
    use crate::world::{TODAY, World};

    /// A system with one account of somebody, and a statement that two checks decide.
    fn company() -> (World, Ix<System>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access(aws).first_day = Some(TODAY);
        let role = world.role("Developer");
        world.may(role, aws, &["Admin"], &[]);
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.grant(aws, account, "", "Admin");
        world.policy().approval = Some(Approval {
            version: "1".into(),
            by: Private::new("id-mira"),
            on: date(2021, 10, 5),
            line: 1,
        });
        let checks = vec![CheckId("orphan-account"), CheckId("excess-grant")];
        decide(&mut world, &Decided::ByChecks(checks));
        (world, aws)
    }

    fn decide(world: &mut World, decided: &Decided) {
        let activities = &mut world.settings.activities;
        for activity in activities.values_mut() {
            activity.scope = vec![Statement {
                text: "All is well".into(),
                decided: decided.clone(),
                line: 1,
            }];
        }
    }

    fn verdict(world: &World) -> (Standing, Verdict) {
        let review = world.review();
        (review.standings[0], review.statements[0][0])
    }

    #[test]
    fn nothing_found_in_all_there_is_is_in_order() {
        let (world, _) = company();
        assert_eq!(verdict(&world), (Standing::Passed, Verdict::Met));
    }

    #[test]
    fn an_open_finding_of_the_system_decides_and_one_of_another_does_not() {
        let (mut world, aws) = company();
        let git = world.system("git", &["Admin"]);
        world.account(git, "x", Holder::Nobody);
        assert_eq!(verdict(&world), (Standing::Passed, Verdict::Met));
        world.account(aws, "x", Holder::Nobody);
        world.account(aws, "y", Holder::Nobody);
        assert_eq!(verdict(&world), (Standing::NotPassed, Verdict::NotMet(2)));
        world.settings.rulings.insert(
            CheckId("orphan-account"),
            Ruling {
                severity: Some(Severity::Low),
                reason: "small".into(),
            },
        );
        assert_eq!(verdict(&world).0, Standing::NeedsRevision);
    }

    #[test]
    fn a_finding_across_systems_is_one_of_each() {
        let (mut world, aws) = company();
        let git = world.system("git", &["Admin"]);
        let (mira, _) = world.snapshot.roster.identities.iter().next().unwrap();
        let account = world.owned(git, "mira", mira);
        world.grant(git, account, "", "Admin");
        world.separation("duties", [(aws, "Admin", &[]), (git, "Admin", &[])]);
        assert!(!world.findings("toxic-combination").is_empty());
        assert_eq!(world.review().standings, [Standing::NotPassed, Standing::NotPassed]);
    }

    #[test]
    fn an_owner_who_left_stands_against_the_systems_in_which_the_account_is() {
        let (mut world, aws) = company();
        let git = world.system("git", &["Admin"]);
        let technical = world.role("Technical Account");
        world.role_of(technical).kind = RoleKind::Technical;
        let deployer = world.identity("Deployer", technical);
        let (mira, _) = world.snapshot.roster.identities.iter().next().unwrap();
        world.somebody(deployer).owner = Some(mira);
        world.owned(git, "deployer", deployer);
        assert!(world.findings("owner-left").is_empty());
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        assert_eq!(world.findings("owner-left").len(), 1);
        let review = world.review();
        let left = review
            .findings
            .iter()
            .find(|finding| finding.check.0 == "owner-left")
            .unwrap();
        assert!(world.snapshot.concerns(left, git));
        assert!(!world.snapshot.concerns(left, aws), "the account is not there");
        assert_eq!(review.standings[1], Standing::NotPassed);
    }

    #[test]
    fn an_account_of_somebody_who_left_since_the_export_is_tested_in_part() {
        let (mut world, aws) = company();
        decide(&mut world, &Decided::ByChecks(vec![CheckId("leaver-access")]));
        assert_eq!(verdict(&world), (Standing::Passed, Verdict::Met));
        world.access(aws).day = date(2021, 10, 4);
        world.access(aws).first_day = Some(date(2021, 10, 4));
        let (mira, _) = world.snapshot.roster.identities.iter().next().unwrap();
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        world.policy().approval.as_mut().unwrap().on = date(2021, 10, 1);
        assert!(world.findings("leaver-access").is_empty(), "they were to be there then");
        assert_eq!(verdict(&world), (Standing::Incomplete, Verdict::InPart(0)));
        let (account, _) = world.access(aws).accounts.iter().next().unwrap();
        world.status(aws, account, Status::Disabled);
        assert_eq!(verdict(&world).1, Verdict::Met);
    }

    #[test]
    fn a_staff_list_that_may_lack_people_tests_nothing_of_those_whom_it_lacks() {
        let (mut world, aws) = company();
        let (developer, _) = world.snapshot.policy.roles.iter().next().unwrap();
        world.must(developer, aws, &["Admin"], &[]);
        decide(&mut world, &Decided::ByChecks(vec![CheckId("missing-grant")]));
        assert_eq!(verdict(&world).1, Verdict::Met);
        for coverage in [Coverage::Unknown, Coverage::Partial] {
            world.file("people.csv").coverage = coverage;
            assert_eq!(verdict(&world).1, Verdict::Untested, "{coverage:?}");
        }
        decide(&mut world, &Decided::ByChecks(vec![CheckId("excess-grant")]));
        assert_eq!(
            verdict(&world).1,
            Verdict::Met,
            "whoever holds something is on the list"
        );
    }

    #[test]
    fn what_somebody_accepted_is_told_and_not_open() {
        let (mut world, aws) = company();
        world.account(aws, "x", Holder::Nobody);
        world.exception("orphan-account");
        assert_eq!(verdict(&world).1, Verdict::Excepted(1));
        let standings = world.review().standings;
        assert_eq!(standings[0], Standing::Passed);
        let off = Ruling {
            severity: None,
            reason: "ours".into(),
        };
        world.settings.rulings.insert(CheckId("excess-grant"), off);
        assert_eq!(verdict(&world).1, Verdict::InPart(1));
    }

    #[test]
    fn what_was_put_right_by_the_recheck_is_in_order_and_says_so() {
        let (mut world, aws) = company();
        world.account(aws, "x", Holder::Nobody);
        assert_eq!(verdict(&world), (Standing::NotPassed, Verdict::NotMet(1)));
        let (mira, _) = world.snapshot.roster.identities.iter().next().unwrap();
        let fill = |world: &mut World| {
            let account = world.owned(aws, "mira", mira);
            world.grant(aws, account, "", "Admin");
        };
        let mut still = world.clone();
        still.recheck(aws, |world| {
            fill(world);
            world.account(aws, "x", Holder::Nobody);
        });
        assert_eq!(verdict(&still), (Standing::NotPassed, Verdict::NotMet(1)));
        world.recheck(aws, fill);
        assert_eq!(verdict(&world), (Standing::Remedied, Verdict::Remedied(1)));
        world.again(aws, |world| world.access(aws).coverage = Some(Coverage::Partial));
        assert_eq!(
            verdict(&world),
            (Standing::NotPassed, Verdict::NotMet(1)),
            "nothing is proved"
        );
    }

    #[test]
    fn a_whole_recheck_of_a_part_tests_what_the_part_does_not() {
        let (mut world, aws) = company();
        let (mira, _) = world.snapshot.roster.identities.iter().next().unwrap();
        world.recheck(aws, |world| {
            let account = world.owned(aws, "mira", mira);
            world.grant(aws, account, "", "Admin");
        });
        world.access(aws).coverage = Some(Coverage::Partial);
        assert_eq!(verdict(&world), (Standing::Passed, Verdict::Met));
        world.again(aws, |world| world.access(aws).coverage = Some(Coverage::Unknown));
        assert_eq!(verdict(&world), (Standing::Incomplete, Verdict::Untested));
    }

    #[test]
    fn what_was_not_tested_is_never_in_order() {
        let (mut world, aws) = company();
        world.access(aws).coverage = Some(Coverage::Partial);
        assert_eq!(verdict(&world), (Standing::Incomplete, Verdict::Untested));
        world.access(aws).coverage = None;
        assert_eq!(verdict(&world).0, Standing::NotCollected);

        let (mut world, _) = company();
        let off = Ruling {
            severity: None,
            reason: "ours".into(),
        };
        world.settings.rulings.insert(CheckId("orphan-account"), off.clone());
        assert_eq!(verdict(&world).1, Verdict::InPart(0));
        world.settings.rulings.insert(CheckId("excess-grant"), off);
        assert_eq!(verdict(&world).1, Verdict::Untested);

        let (mut world, _) = company();
        decide(&mut world, &Decided::ByNothing);
        assert_eq!(verdict(&world).1, Verdict::Untested);
        decide(&mut world, &Decided::ByChecks(vec![CheckId("dormant-account")]));
        assert_eq!(verdict(&world).1, Verdict::Untested, "no limit is declared");
    }

    #[test]
    fn roles_that_were_not_approved_before_the_export_make_a_baseline() {
        let (mut world, aws) = company();
        world.access(aws).first_day = Some(date(2021, 10, 5));
        assert_eq!(verdict(&world).0, Standing::Baseline);
        world.access(aws).first_day = None;
        assert_eq!(
            verdict(&world).0,
            Standing::Baseline,
            "nobody says when it was exported"
        );
        world.access(aws).first_day = Some(TODAY);
        assert_eq!(verdict(&world).0, Standing::Passed);
        let role = world.role("Robot");
        let robot = world.identity("Robot", role);
        world.policy().approval.as_mut().unwrap().by = Private::new("id-robot");
        assert_eq!(verdict(&world).0, Standing::Passed);
        world.somebody(robot).start = Some(date(2022, 1, 1));
        assert_eq!(verdict(&world).0, Standing::Baseline, "the approver was not there");
        world.somebody(robot).start = None;
        world.somebody(robot).kind = RoleKind::Technical;
        assert_eq!(verdict(&world).0, Standing::Baseline, "the approver is no person");
        world.somebody(robot).kind = RoleKind::Person;
        world.policy().approval = None;
        assert_eq!(verdict(&world).0, Standing::Baseline);
        world.account(aws, "x", Holder::Nobody);
        assert_eq!(verdict(&world).0, Standing::NotPassed);
    }

    #[test]
    fn on_the_day_of_the_approval_nothing_tells_that_the_export_came_later() {
        let (mut world, _) = company();
        world.policy().approval.as_mut().unwrap().on = TODAY;
        assert_eq!(verdict(&world).0, Standing::Baseline);
    }

    #[test]
    fn what_a_check_passes_over_it_does_not_say_to_be_in_order() {
        let decided = |checks: &[&'static str]| Decided::ByChecks(checks.iter().map(|check| CheckId(check)).collect());
        let off = |world: &mut World, check: &'static str| {
            let ruling = Ruling {
                severity: None,
                reason: "agreed".into(),
            };
            world.settings.rulings.insert(CheckId(check), ruling);
        };
        // An account of nobody, or of one of two.
        for checks in [&["leaver-access"][..], &["excess-grant"], &["contractor-grant"]] {
            let (mut world, aws) = company();
            decide(&mut world, &decided(checks));
            assert_eq!(verdict(&world).1, Verdict::Met, "{checks:?}");
            let account = world.account(aws, "x", Holder::Nobody);
            world.grant(aws, account, "", "Admin");
            assert_eq!(verdict(&world).1, Verdict::InPart(0), "{checks:?}");
            world.status(aws, account, Status::Disabled);
            assert_eq!(verdict(&world).1, Verdict::Met, "{checks:?}");
        }
        // What somebody holds who has left is no matter of what roles allow.
        let (mut world, aws) = company();
        decide(&mut world, &decided(&["excess-grant"]));
        let role = world.snapshot.policy.roles.iter().next().unwrap().0;
        let gone = world.identity("Gone", role);
        world.somebody(gone).end = Some(End::On(date(2021, 1, 1)));
        let account = world.owned(aws, "gone", gone);
        world.grant(aws, account, "", "Admin");
        assert_eq!(verdict(&world).1, Verdict::InPart(0));
        // A level that nothing defines.
        let (mut world, aws) = company();
        decide(&mut world, &decided(&["excess-grant"]));
        let account = world.access(aws).accounts.iter().next().unwrap().0;
        world.grant(aws, account, "", "Superuser");
        assert_eq!(verdict(&world).1, Verdict::InPart(0));
        off(&mut world, "unmapped-level");
        assert_eq!(verdict(&world), (Standing::Incomplete, Verdict::InPart(0)));
    }

    #[test]
    fn a_system_is_not_in_order_while_a_grave_check_is_off_or_its_rules_are_to_be_written() {
        let switch_off = |world: &mut World, check| {
            let ruling = Ruling {
                severity: None,
                reason: "agreed".into(),
            };
            world.settings.rulings.insert(CheckId(check), ruling);
        };
        let off = |check| {
            let (mut world, _) = company();
            switch_off(&mut world, check);
            verdict(&world).0
        };
        assert_eq!(off("leaver-access"), Standing::Incomplete);
        assert_eq!(off("unencrypted-workstation"), Standing::Passed, "it has no notebooks");
        assert_eq!(off("pending-invitation"), Standing::Passed);
        let (mut world, aws) = company();
        world.policy().without_rules.insert(aws);
        switch_off(&mut world, "no-policy");
        assert_eq!(verdict(&world).0, Standing::Incomplete);
    }

    #[test]
    fn a_separation_is_not_known_of_one_side_while_the_other_is_not() {
        let (mut world, aws) = company();
        let git = world.system("git", &["Admin"]);
        world.separation("duties", [(aws, "Admin", &[]), (git, "Admin", &[])]);
        decide(&mut world, &Decided::ByChecks(vec![CheckId("toxic-combination")]));
        assert_eq!(verdict(&world).1, Verdict::Met);
        world.access(git).coverage = Some(Coverage::Partial);
        assert_eq!(verdict(&world).1, Verdict::Untested);
        world.access(git).coverage = None;
        assert_eq!(verdict(&world).1, Verdict::Untested);
    }

    #[test]
    fn a_person_who_looked_decides() {
        let (mut world, aws) = company();
        world.account(aws, "x", Holder::Nobody);
        let look = |met| {
            Decided::ByHand(Look {
                met,
                by: Private::new("Mira"),
                company: None,
                on: TODAY,
                evidence: Private::new("evidence/shot.png"),
            })
        };
        decide(&mut world, &look(true));
        assert_eq!(verdict(&world).1, Verdict::Met);
        decide(&mut world, &look(false));
        assert_eq!(verdict(&world).1, Verdict::NotMet(0));
    }
}
