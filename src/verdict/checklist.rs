//! The checklist of the procedure: each row by the worst of its claims, the audit by the worst of its rows.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::Judged;
use crate::model::arena::Ix;
use crate::model::claim::{Decided, Standing, Statement, Verdict};
use crate::model::finding::{Finding, Severity};
use crate::model::procedure::{Asset, Audited, Covered, HeldBack, Mark, Marked, Procedure, Regularity, Row};
use crate::model::reviewed::unanswered;
use crate::model::system::System;

/// What came of the checklist; nothing where no procedure is declared.
pub fn checklist(judged: Judged<'_>) -> Option<Audited> {
    let procedure = judged.settings.procedure.as_ref()?;
    let date = judged.settings.date;
    let rows: Vec<Marked> = procedure.rows.iter().map(|row| judged.marked(row)).collect();
    let after_breach = procedure.regularity.breach.filter(|breach| *breach <= date);
    let (gaps, unreviewed) = match after_breach {
        Some(breach) => (judged.gaps(procedure, breach), unreviewed(procedure)),
        None => (Vec::new(), Vec::new()),
    };
    let worst = rows.iter().map(|row| row.mark).max().unwrap_or(Mark::NeedsRevision);
    let (held_back, beyond) = judged.held_back();
    let beyond_rows = beyond > worst;
    let worst = worst.max(beyond);
    let lacks_people = after_breach.is_some_and(|breach| {
        let day = judged.snapshot.roster_day();
        judged.snapshot.roster_may_lack_people(judged.settings) || day.is_none_or(|day| day < breach)
    });
    let is_complete = gaps.is_empty() && unreviewed.is_empty() && !lacks_people;
    Some(Audited {
        result: if is_complete { worst } else { Mark::NotPassed },
        rows,
        beyond_rows,
        held_back,
        out_of_scope: lines(procedure, |asset| {
            let mut covers = asset.covers.iter();
            covers.any(|covered| matches!(covered, Covered::OutOfScope(_)))
        }),
        was_due: was_due(&procedure.regularity).filter(|due| *due < date),
        after_breach,
        gaps,
        unreviewed,
        lacks_people,
        next: next(&procedure.regularity, date),
    })
}

/// When this audit was due by the one before it.
fn was_due(regularity: &Regularity) -> Option<Date> {
    regularity.previous.map(|previous| later(previous, regularity.months))
}

/// When the next audit is due: at once after a breach that this one does not follow.
fn next(regularity: &Regularity, date: Date) -> Date {
    let regular = later(date, regularity.months);
    match regularity.breach {
        Some(breach) if breach > date => breach.min(regular),
        Some(_) | None => regular,
    }
}

fn later(date: Date, months: u32) -> Date {
    date.checked_add(i64::from(months).months()).unwrap_or(Date::MAX)
}

/// The lines of the perimeter that stand for something which was not reviewed.
fn unreviewed(procedure: &Procedure) -> Vec<usize> {
    lines(procedure, |asset| {
        let is_system = |covered: &Covered| matches!(covered, Covered::System(_));
        asset.covers.is_empty() || !asset.covers.iter().all(is_system)
    })
}

/// The lines of the perimeter of which something is so.
fn lines(procedure: &Procedure, is_so: impl Fn(&Asset) -> bool) -> Vec<usize> {
    let assets = procedure.perimeter.iter().enumerate();
    let so = assets.filter(|(_, asset)| is_so(asset));
    so.map(|(place, _)| place).collect()
}

impl Judged<'_> {
    /// The systems of the perimeter of which not everything was collected on the day of a breach or after it.
    fn gaps(&self, procedure: &Procedure, breach: Date) -> Vec<Ix<System>> {
        let is_whole = |system: &Ix<System>| {
            let access = self.snapshot.counted_of(*system);
            access.is_some_and(|access| {
                let is_after = access.first_day.is_some_and(|first| first >= breach);
                is_after && self.snapshot.proves_absence(access)
            })
        };
        let perimeter = procedure.perimeter().into_iter();
        perimeter.filter(|system| !is_whole(system)).collect()
    }

    /// What holds the audit back whatever the rows ask for, and how it would be marked by that alone: systems that have not
    /// passed or that nobody reviewed so that it counts, and findings that are open and of no system.
    fn held_back(&self) -> (HeldBack, Mark) {
        let mut held_back = HeldBack::default();
        let mut mark = Mark::Passed;
        for (place, _) in self.settings.systems.iter() {
            let standing = self.standing(place);
            let by_standing = match standing {
                Standing::NotPassed => Mark::NotPassed,
                Standing::NeedsRevision | Standing::NotCollected | Standing::Baseline | Standing::Incomplete => {
                    Mark::NeedsRevision
                }
                Standing::Remedied | Standing::Passed => Mark::Passed,
            };
            mark = mark.max(by_standing);
            if by_standing != Mark::Passed {
                held_back.systems.push(place);
            }
            let is_unanswered = || !unanswered(self.settings, self.snapshot, self.findings, place).is_empty();
            if standing != Standing::NotCollected && is_unanswered() {
                held_back.not_reviewed.push(place);
                mark = mark.max(Mark::NeedsRevision);
            }
        }
        let is_elsewhere = |finding: &&Finding| {
            let mut systems = self.settings.systems.iter();
            !finding.check.is_of_print() && !systems.any(|(system, _)| self.snapshot.concerns(finding, system))
        };
        for finding in self.open().filter(is_elsewhere) {
            held_back.elsewhere += 1;
            let is_grave = finding.severity == Severity::High;
            mark = mark.max(if is_grave { Mark::NotPassed } else { Mark::NeedsRevision });
        }
        (held_back, mark)
    }

    fn marked(&self, row: &Row) -> Marked {
        let verdicts: Vec<Verdict> = row.claims.iter().map(|claim| self.claim(&row.systems, claim)).collect();
        let marks = row.claims.iter().zip(&verdicts);
        let worst = marks
            .map(|(claim, verdict)| self.mark(&row.systems, claim, *verdict))
            .max();
        Marked {
            mark: worst.unwrap_or(Mark::NeedsRevision),
            verdicts,
        }
    }

    /// How a row of this claim alone would be marked. What nothing decides needs revision, as does what is not grave.
    fn mark(&self, systems: &[Ix<System>], claim: &Statement, verdict: Verdict) -> Mark {
        match (verdict, &claim.decided) {
            (Verdict::Met | Verdict::Excepted(_) | Verdict::Remedied(_), _) => Mark::Passed,
            (Verdict::Baseline | Verdict::InPart(_) | Verdict::Untested, _) => Mark::NeedsRevision,
            (Verdict::NotMet(_), Decided::ByChecks(checks)) => {
                let mut open = self.found(systems, checks).filter(|finding| finding.is_open());
                let grave = open.any(|finding| finding.severity == Severity::High);
                if grave { Mark::NotPassed } else { Mark::NeedsRevision }
            }
            (Verdict::NotMet(_), Decided::ByHand(_) | Decided::ByList(_) | Decided::ByNothing) => Mark::NotPassed,
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

    use jiff::civil::date;

    use super::*;
    use crate::model::claim::{Approval, Listed, Look};
    use crate::model::finding::CheckId;
    use crate::model::list::{Expected, Hole, List};
    use crate::model::private::Private;
    use crate::model::settings::Ruling;
    use crate::model::snapshot::Holder;
    use crate::model::system::Coverage;
    use crate::world::{TODAY, World};

    /// A system of the perimeter with nothing to find, and a row about it that a check decides.
    fn company() -> (World, Ix<System>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access(aws).first_day = Some(TODAY);
        let role = world.role("Developer");
        world.identity("Mira", role);
        world.identity("Olga", role);
        world.reviewed(aws, "id-olga");
        world.policy().approval = Some(Approval {
            version: "1".into(),
            by: Private::new("id-mira"),
            on: date(2021, 10, 5),
            line: 1,
        });
        world.asset("Our cloud", vec![Covered::System(aws)]);
        let row = world.row("Everybody is known", &[aws]);
        row.claims[0].decided = Decided::ByChecks(vec![CheckId("orphan-account")]);
        (world, aws)
    }

    /// Lets exceptions be for everybody or for nothing, which are findings of their own.
    fn allow_exceptions(world: &mut World) {
        for check in ["broad-exception", "unused-exception"] {
            let off = Ruling {
                severity: None,
                reason: "in this test".into(),
            };
            world.settings.rulings.insert(CheckId(check), off);
        }
    }

    fn audited(world: &World) -> Audited {
        world.review().audited.unwrap()
    }

    fn looked(met: bool) -> Decided {
        Decided::ByHand(Look {
            met,
            by: Private::new("Mira"),
            company: None,
            on: TODAY,
            evidence: Private::new("evidence/shot.png"),
        })
    }

    /// Adds a claim to the row.
    fn claim(world: &mut World, decided: Decided) {
        let row = &mut world.procedure().rows[0];
        row.in_parts = true;
        row.claims.push(Statement {
            text: "And this".into(),
            decided,
            line: 1,
        });
    }

    #[test]
    fn without_a_procedure_nothing_comes_of_it() {
        assert_eq!(World::new().review().audited, None);
    }

    #[test]
    fn open_findings_mark_a_row_by_the_gravest_and_accepted_ones_pass() {
        let (mut world, aws) = company();
        assert_eq!(audited(&world).rows[0].mark, Mark::Passed);
        assert_eq!(audited(&world).result, Mark::Passed);
        world.account(aws, "x", Holder::Nobody);
        assert_eq!(audited(&world).rows[0].mark, Mark::NotPassed);
        let low = Ruling {
            severity: Some(Severity::Low),
            reason: "small".into(),
        };
        world.settings.rulings.insert(CheckId("orphan-account"), low);
        assert_eq!(audited(&world).rows[0].mark, Mark::NeedsRevision);
        world.exception("orphan-account");
        assert_eq!(audited(&world).rows[0].verdicts, [Verdict::Excepted(1)]);
        assert_eq!(audited(&world).rows[0].mark, Mark::Passed);
    }

    #[test]
    fn whatever_its_rows_say_an_audit_needs_all_systems_and_a_reviewer_of_each() {
        let (mut world, aws) = company();
        assert_eq!(audited(&world).held_back, HeldBack::default());
        world.settings.systems[aws].reviewed = None;
        let unread = audited(&world);
        assert_eq!((unread.result, unread.beyond_rows), (Mark::NeedsRevision, true));
        assert_eq!(
            (unread.held_back.not_reviewed, unread.held_back.systems),
            (vec![aws], Vec::new())
        );
        world.reviewed(aws, "id-mira");
        assert_eq!(
            audited(&world).held_back.not_reviewed,
            [aws],
            "by whoever approved the roles"
        );
        allow_exceptions(&mut world);
        world.exception("self-review");
        assert_eq!(audited(&world).result, Mark::Passed, "somebody accepted it");
        world.reviewed(aws, "id-olga");
        world.settings.systems[aws].reviewed.as_mut().unwrap().on = date(2021, 10, 1);
        world.exception("void-review");
        assert_eq!(
            audited(&world).held_back.not_reviewed,
            [aws],
            "nobody can accept that nobody looked"
        );
        world.reviewed(aws, "id-olga");
        assert_eq!(audited(&world).result, Mark::Passed);
        let git = world.system("git", &["Admin"]);
        world.access(git).first_day = Some(TODAY);
        world.reviewed(git, "id-olga");
        let nowhere = audited(&world);
        assert_eq!(
            (nowhere.result, nowhere.held_back.systems),
            (Mark::NeedsRevision, vec![git]),
            "perimeter-gap"
        );
        world.exception("perimeter-gap");
        assert_eq!(audited(&world).result, Mark::Passed);
        world.access(git).coverage = Some(Coverage::Partial);
        let beside = audited(&world);
        assert_eq!(
            (beside.result, beside.held_back.systems),
            (Mark::NeedsRevision, vec![git]),
            "outside the perimeter"
        );
    }

    #[test]
    fn what_is_open_and_of_no_system_holds_an_audit_back() {
        let (mut world, aws) = company();
        world.listed("Cloud", "aws", Some(aws));
        world.listed("Wiki", "wiki", None);
        let open = audited(&world);
        assert_eq!((open.result, open.held_back.elsewhere), (Mark::NeedsRevision, 1));
        let high = Ruling {
            severity: Some(Severity::High),
            reason: "grave here".into(),
        };
        world.settings.rulings.insert(CheckId("perimeter-gap"), high);
        assert_eq!(audited(&world).result, Mark::NotPassed);
        allow_exceptions(&mut world);
        world.exception("perimeter-gap");
        assert_eq!(audited(&world).result, Mark::Passed);
    }

    #[test]
    fn what_the_perimeter_leaves_out_of_scope_is_told() {
        let (mut world, _) = company();
        assert!(audited(&world).out_of_scope.is_empty());
        world.asset("Payroll", vec![Covered::OutOfScope(Private::new("Payroll"))]);
        assert_eq!(
            (audited(&world).out_of_scope, audited(&world).result),
            (vec![1], Mark::Passed)
        );
    }

    #[test]
    fn what_nobody_decided_needs_revision_and_the_worst_claim_counts() {
        let (mut world, _) = company();
        claim(&mut world, looked(true));
        assert_eq!(audited(&world).rows[0].mark, Mark::Passed);
        claim(&mut world, Decided::ByNothing);
        assert_eq!(audited(&world).rows[0].mark, Mark::NeedsRevision);
        claim(&mut world, looked(false));
        assert_eq!(audited(&world).rows[0].mark, Mark::NotPassed);
        world.procedure().rows.clear();
        assert_eq!(audited(&world).result, Mark::NeedsRevision, "no row decides nothing");
    }

    #[test]
    fn a_partial_list_or_roles_of_nobody_cannot_pass() {
        let (mut world, aws) = company();
        world.access(aws).coverage = Some(Coverage::Partial);
        assert_eq!(audited(&world).rows[0].mark, Mark::NeedsRevision);
        assert_ne!(audited(&world).rows[0].verdicts[0], Verdict::Baseline);
        world.access(aws).coverage = Some(Coverage::Full);
        world.policy().approval = None;
        assert_eq!(
            audited(&world).rows[0].mark,
            Mark::Passed,
            "whose accounts are is no matter of roles"
        );
        world.procedure().rows[0].claims[0].decided = Decided::ByChecks(vec![CheckId("excess-grant")]);
        assert_eq!(audited(&world).rows[0].mark, Mark::NeedsRevision);
        assert_eq!(audited(&world).rows[0].verdicts[0], Verdict::Baseline);
        world.procedure().rows[0].claims[0].decided = looked(true);
        assert_eq!(audited(&world).rows[0].mark, Mark::Passed, "roles decide nothing here");
        assert_ne!(audited(&world).rows[0].verdicts[0], Verdict::Baseline);
    }

    #[test]
    fn lists_decide_together() {
        let (mut world, _) = company();
        let backups = |files: &[&str]| {
            Decided::ByList(Listed {
                files: files.iter().map(|file| Private::new(*file)).collect(),
                expected: Expected::Backups { every_days: 1, keep: 1 },
            })
        };
        let list = |file: &str, is_whole: bool, backups: &[Date]| List {
            file: Private::new(file),
            day: TODAY,
            holes: if is_whole { Vec::new() } else { vec![Hole::Partial] },
            backups: backups.iter().copied().collect(),
            alerts: Vec::new(),
        };
        world.snapshot.lists = vec![
            list("good", true, &[TODAY]),
            list("bad", true, &[]),
            list("cut", false, &[]),
        ];
        for (files, verdict, mark) in [
            (&["good"][..], Verdict::Met, Mark::Passed),
            (&["good", "cut"], Verdict::InPart(0), Mark::NeedsRevision),
            (&["cut"], Verdict::Untested, Mark::NeedsRevision),
            (&["gone"], Verdict::Untested, Mark::NeedsRevision),
            (&[], Verdict::Untested, Mark::NeedsRevision),
            (&["good", "cut", "bad"], Verdict::NotMet(0), Mark::NotPassed),
        ] {
            world.procedure().rows[0].claims[0].decided = backups(files);
            let row = &audited(&world).rows[0];
            assert_eq!((row.verdicts[0], row.mark), (verdict, mark), "{files:?}");
        }
    }

    #[test]
    fn an_audit_is_overdue_from_the_day_after_it_was_due() {
        let (mut world, _) = company();
        assert_eq!(audited(&world).was_due, None);
        assert_eq!(audited(&world).next, date(2022, 10, 6));
        world.procedure().regularity.previous = Some(date(2020, 10, 6));
        assert_eq!(audited(&world).was_due, None);
        world.procedure().regularity.previous = Some(date(2020, 10, 5));
        assert_eq!(audited(&world).was_due, Some(date(2021, 10, 5)));
        world.procedure().regularity.months = 3;
        assert_eq!(audited(&world).next, date(2022, 1, 6));
        assert_eq!(audited(&world).result, Mark::Passed, "late, and in order");
    }

    #[test]
    fn after_a_breach_only_a_complete_audit_passes() {
        let (mut world, aws) = company();
        world.access(aws).coverage = Some(Coverage::Partial);
        world.procedure().rows[0].claims[0].decided = looked(true);
        let incomplete = audited(&world);
        assert_eq!((incomplete.result, incomplete.beyond_rows), (Mark::NeedsRevision, true));
        world.procedure().regularity.breach = Some(TODAY);
        let refused = audited(&world);
        assert_eq!((refused.result, refused.after_breach), (Mark::NotPassed, Some(TODAY)));
        assert_eq!(refused.gaps, [aws]);
        world.access(aws).coverage = None;
        assert_eq!(audited(&world).gaps, [aws]);
        world.access(aws).coverage = Some(Coverage::Full);
        assert_eq!(audited(&world).result, Mark::Passed);
        world.file("people.csv").coverage = Coverage::Partial;
        let refused = audited(&world);
        assert_eq!((refused.result, refused.lacks_people), (Mark::NotPassed, true));
        world.file("people.csv").coverage = Coverage::Full;
        let told = world.file("people.csv").attested.take();
        assert!(audited(&world).lacks_people, "nobody says when it was made");
        world.file("people.csv").attested = told.clone();
        let at = &mut world.file("people.csv").attested.as_mut().unwrap().at;
        at.as_mut().unwrap().day = TODAY.yesterday().unwrap();
        assert!(audited(&world).lacks_people);
        world.file("people.csv").attested = told;
        assert!(!audited(&world).lacks_people);
        for covers in [
            Vec::new(),
            vec![Covered::Unknown(Private::new("shop"))],
            vec![Covered::System(aws), Covered::OutOfScope(Private::new("Payroll"))],
        ] {
            world.procedure().perimeter.truncate(1);
            world.asset("Something else", covers);
            assert_eq!(audited(&world).unreviewed, [1]);
            assert_eq!(audited(&world).result, Mark::NotPassed);
        }
    }

    #[test]
    fn a_breach_after_this_audit_makes_the_next_one_due_at_once() {
        let (mut world, aws) = company();
        world.access(aws).coverage = Some(Coverage::Partial);
        world.procedure().rows[0].claims[0].decided = looked(true);
        world.procedure().regularity.breach = Some(date(2021, 11, 2));
        let after = audited(&world);
        assert_eq!((after.next, after.after_breach), (date(2021, 11, 2), None));
        assert_eq!(after.result, Mark::NeedsRevision, "incomplete, and no worse than that");
        world.procedure().regularity.breach = Some(date(2023, 1, 1));
        assert_eq!(audited(&world).next, date(2022, 10, 6), "due before that breach");
    }
}
