//! Verdicts on systems and statements of a small company.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use jiff::ToSpan as _;
use jiff::civil::date;

use super::*;
use crate::model::claim::{Look, Statement};
use crate::model::evidence::{Attestation, Document};
use crate::model::policy::RoleKind;
use crate::model::private::Private;
use crate::model::roster::End;
use crate::model::settings::Ruling;
use crate::model::snapshot::{Holder, Status};
use crate::model::source::Content;
use crate::model::system::Coverage;
use crate::world::{TODAY, World, attested};

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
    assert_eq!(verdict(&world), (Standing::Passed, Verdict::Met));
    let unknown = (Standing::Incomplete, Verdict::Untested);
    world.file("people.csv").attested = Some(attested("another file"));
    assert_eq!(verdict(&world), unknown, "it is another list than is told of");
    world.file("people.csv").attested = None;
    let mut silent = world.clone();
    silent.source("sources.csv", Content::Sources);
    assert_eq!(verdict(&silent).1, Verdict::Untested, "the sheet says nothing of it");
    for coverage in [Coverage::Unknown, Coverage::Partial] {
        world.file("people.csv").coverage = coverage;
        assert_eq!(verdict(&world), unknown, "{coverage:?}");
    }
    decide(&mut world, &Decided::ByChecks(vec![CheckId("excess-grant")]));
    assert_eq!(
        verdict(&world).1,
        Verdict::Met,
        "whoever holds something is on the list"
    );
}

#[test]
fn a_staff_list_that_is_older_than_a_file_may_be_tells_of_leavers_in_part() {
    let (mut world, _) = company();
    world.settings.stale_export_days = Some(30);
    for (check, by_it) in [("leaver-access", true), ("excess-grant", false)] {
        decide(&mut world, &Decided::ByChecks(vec![CheckId(check)]));
        for (days, is_old) in [(30, false), (31, true)] {
            let told = world.file("people.csv").attested.as_mut().unwrap();
            told.at.as_mut().unwrap().day = TODAY.checked_sub(days.days()).unwrap();
            let expected = if is_old && by_it {
                Verdict::InPart(0)
            } else {
                Verdict::Met
            };
            let standing = if is_old { Standing::Incomplete } else { Standing::Passed };
            assert_eq!(verdict(&world), (standing, expected), "{check}: {days}");
        }
        let mut untold = world.clone();
        untold.file("people.csv").attested = None;
        untold.file("people.csv").dated = Some(TODAY);
        let expected = if by_it { Verdict::InPart(0) } else { Verdict::Met };
        assert_eq!(
            verdict(&untold),
            (Standing::Incomplete, expected),
            "{check}: nobody tells of it"
        );
    }
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
fn exceptions_that_nothing_binds_let_no_system_pass() {
    let (mut world, aws) = company();
    world.account(aws, "x", Holder::Nobody);
    world.exception("orphan-account");
    world.policy().exceptions_file = Some("exceptions.toml".into());
    let passed = (Standing::Passed, Verdict::Excepted(1));
    assert_eq!(verdict(&world), passed, "there is no sheet that could tell of it");
    world.source("sources.csv", Content::Sources);
    world.file("exports/aws.csv").attested = Some(attested("exports/aws.csv"));
    world.file("people.csv").attested = Some(attested("people.csv"));
    let roles = |file: &str| Document {
        file: Private::new(file),
        sha256: format!("hash of {file}"),
        bytes: 1,
    };
    let row = attested("roles.toml");
    world.snapshot.documents = vec![(roles("roles.toml"), Some(row)), (roles("exceptions.toml"), None)];
    let open = (Standing::Incomplete, Verdict::InPart(1));
    assert_eq!(verdict(&world), open, "no row");
    let row = attested("exceptions.toml");
    let another = Attestation {
        sha256: Some("hash of another".into()),
        ..row.clone()
    };
    world.snapshot.documents[1].1 = Some(another);
    assert_eq!(verdict(&world), open, "another file");
    world.snapshot.documents[1].1 = Some(row);
    assert_eq!(verdict(&world), passed);
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
    for check in [
        "contractor-grant",
        "unresolved-group",
        "mover-kept-access",
        "owner-left",
        "active-root-key",
    ] {
        assert_eq!(off(check), Standing::Passed, "{check} has nothing to judge");
    }
    let (mut world, aws) = company();
    switch_off(&mut world, "contractor-grant");
    switch_off(&mut world, "unresolved-group");
    let role = world.role("Tester");
    let noah = world.identity("Noah", role);
    world.contract(noah);
    assert_eq!(verdict(&world).0, Standing::Passed, "without an account there");
    world.owned(aws, "noah", noah);
    assert_eq!(verdict(&world).0, Standing::Incomplete);
    world.settings.rulings.remove(&CheckId("contractor-grant"));
    assert_eq!(verdict(&world).0, Standing::Passed);
    switch_off(&mut world, "owner-left");
    assert_eq!(verdict(&world).0, Standing::Passed);
    world.somebody(noah).owner = Some(noah);
    assert_eq!(verdict(&world).0, Standing::Incomplete);
    world.settings.rulings.remove(&CheckId("owner-left"));
    switch_off(&mut world, "active-root-key");
    assert_eq!(verdict(&world).0, Standing::Passed);
    world.access(aws).tells_root_key = true;
    assert_eq!(verdict(&world).0, Standing::Incomplete);
    world.settings.rulings.remove(&CheckId("active-root-key"));
    switch_off(&mut world, "no-mfa");
    assert_eq!(
        verdict(&world).0,
        Standing::Incomplete,
        "also where some tell no second factor"
    );
    world.settings.rulings.remove(&CheckId("no-mfa"));
    assert_eq!(verdict(&world).0, Standing::Passed);
    world.group(aws, "admins");
    assert_eq!(verdict(&world).0, Standing::Incomplete);
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
    assert_eq!(verdict(&world), (Standing::Passed, Verdict::Met));
    world.access(git).coverage = Some(Coverage::Partial);
    assert_eq!(verdict(&world), (Standing::Incomplete, Verdict::Untested));
    world.access(git).coverage = None;
    assert_eq!(verdict(&world), (Standing::Incomplete, Verdict::Untested));
    world.policy().separations.clear();
    assert_eq!(verdict(&world).0, Standing::Passed, "what is there stands by itself");
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
