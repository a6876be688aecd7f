//! What holds for all checks together.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use jiff::civil::date;

use super::{CHECKS, run, unjudged};
use crate::model::finding::{CheckId, Severity, Why};
use crate::model::key::key;
use crate::model::roster::End;
use crate::model::settings::Ruling;
use crate::model::snapshot::Holder;
use crate::model::system::Coverage;
use crate::world::World;

/// A company that breaks several checks of each severity.
fn company() -> World {
    let mut world = World::new();
    let git = world.repositories("git", &["Admin", "Write"], &["b", "a"]);
    let aws = world.system("aws", &["Admin"]);
    let role = world.role("Developer");
    world.may(role, git, &["Write"], &["gone", "a"]);
    let mira = world.identity("Mira", role);
    let noah = world.identity("Noah", role);
    world.somebody(noah).end = Some(End::On(date(2021, 1, 1)));
    let account = world.owned(git, "mira", mira);
    world.grant(git, account, "a", "Admin");
    world.grant(git, account, "b", "Admin");
    world.grant(git, account, "a", "Root");
    world.owned(git, "noah", noah);
    world.account(aws, "x", Holder::Nobody);
    world.account(git, "y", Holder::Nobody);
    world
}

#[test]
fn the_gravest_stand_first_then_the_order_of_the_checks_then_of_the_subjects() {
    let world = company();
    let findings = run(&world.settings, &world.snapshot);
    let keys: Vec<String> = findings
        .iter()
        .map(|finding| key(finding, &world.settings, &world.snapshot))
        .collect();
    assert_eq!(
        keys,
        [
            "orphan-account/git/y",
            "orphan-account/aws/x",
            "leaver-access/git/noah",
            "excess-grant/git/mira/b/Admin",
            "excess-grant/git/mira/a/Admin",
            "unmapped-level/git///Root",
            "unmatched-pattern/git////Developer//gone",
        ]
    );
    let severities: Vec<Severity> = findings.iter().map(|finding| finding.severity).collect();
    assert!(severities.is_sorted());
    for finding in &findings {
        let check = CHECKS.iter().find(|check| check.id == finding.check).unwrap();
        assert_eq!(check.severity, finding.severity);
    }
}

#[test]
fn a_check_that_is_switched_off_finds_nothing_and_another_severity_is_that_of_its_findings() {
    let mut world = company();
    let before = run(&world.settings, &world.snapshot);
    let mut declare = |id: &'static str, severity| {
        let reason = String::from("why");
        let ruling = Ruling { severity, reason };
        world.settings.rulings.insert(CheckId(id), ruling);
    };
    // One of each way of judging.
    declare("orphan-account", None);
    declare("excess-grant", None);
    declare("unmatched-pattern", Some(Severity::High));
    declare("unmapped-level", Some(Severity::Low));
    declare("dormant-account", None);
    let after = run(&world.settings, &world.snapshot);
    let found: Vec<(&str, Severity)> = after.iter().map(|found| (found.check.0, found.severity)).collect();
    assert_eq!(
        found,
        [
            ("leaver-access", Severity::High),
            ("unmatched-pattern", Severity::High),
            ("unmapped-level", Severity::Low),
        ]
    );
    assert_eq!(before.len(), 7);
    let lacking = |id| {
        unjudged(&world.settings, &world.snapshot)
            .iter()
            .any(|lacking| lacking.check.0 == id)
    };
    assert!(lacking("never-used-account") && !lacking("dormant-account"));
}

#[test]
fn findings_of_one_check_stand_with_those_of_their_severity() {
    let mut world = World::new();
    let aws = world.system("aws", &["Admin", "Read"]);
    world.privileged(aws, "Admin");
    let role = world.role("Developer");
    world.may(role, aws, &["Admin", "Read"], &[]);
    for (name, level) in [("Mira", "Read"), ("Noah", "Admin")] {
        let identity = world.identity(name, role);
        let account = world.owned(aws, name, identity);
        world.grant(aws, account, "", level);
        world.access(aws).accounts[account].mfa = Some(false);
    }
    world.account(aws, "x", Holder::Nobody);
    let findings = run(&world.settings, &world.snapshot);
    let found: Vec<(&str, Severity)> = findings.iter().map(|found| (found.check.0, found.severity)).collect();
    assert_eq!(
        found,
        [
            ("orphan-account", Severity::High),
            ("no-mfa", Severity::High),
            ("no-mfa", Severity::Medium),
            ("unapproved-privilege", Severity::Low),
        ]
    );
}

#[test]
fn a_clean_company_has_no_findings() {
    let mut world = World::new();
    let aws = world.system("aws", &["Admin"]);
    let role = world.role("Developer");
    world.may(role, aws, &["Admin"], &[]);
    let mira = world.identity("Mira", role);
    let account = world.owned(aws, "mira", mira);
    world.grant(aws, account, "", "Admin");
    assert_eq!(run(&world.settings, &world.snapshot), []);
}

#[test]
fn every_check_has_an_id_of_its_own_and_controls() {
    let ids: BTreeSet<&str> = CHECKS.iter().map(|check| check.id.0).collect();
    assert_eq!(ids.len(), CHECKS.len());
    assert_eq!(CHECKS.len(), 62);
    for check in CHECKS {
        assert!(check.controls.len() >= 3, "{}", check.id.0);
        for standard in ["ISO 27001:2022 A.", "SOC 2 CC", "NIST SP 800-53 "] {
            assert!(
                check.controls.iter().any(|control| control.starts_with(standard)),
                "{}",
                check.id.0
            );
        }
        let is_of_exceptions = matches!(check.run, super::Run::Exception(_));
        assert_eq!(check.id.is_of_exceptions(), is_of_exceptions, "{}", check.id.0);
    }
}

#[test]
fn the_table_stands_in_the_order_of_severity() {
    assert!(CHECKS.is_sorted_by_key(|check| check.severity));
}

#[test]
fn of_a_partial_list_no_check_of_accounts_and_permissions_is_silent() {
    let mut world = company();
    let aws = world.snapshot.access[1].system;
    let gaps = |world: &World| -> BTreeSet<&str> {
        let gaps = unjudged(&world.settings, &world.snapshot).into_iter();
        let gaps = gaps.filter(|gap| gap.why == Why::NotComplete(vec![aws]));
        gaps.map(|gap| gap.check.0).collect()
    };
    assert_eq!(gaps(&world), BTreeSet::new());
    world.access(aws).coverage = Some(Coverage::Partial);
    let expected = [
        "ambiguous-account",
        "contractor-grant",
        "disabled-account-holds-access",
        "duplicate-account",
        "excess-grant",
        "leaver-access",
        "orphan-account",
        "pending-invitation",
        "self-review",
        "shared-account",
        "unlisted-account",
        "unmapped-level",
        "unresolved-group",
    ];
    let found = gaps(&world);
    for check in expected {
        assert!(found.contains(check), "{check}: {found:?}");
    }
    assert!(
        !found.contains("duplicate-file") && !found.contains("unencrypted-workstation"),
        "{found:?}"
    );
}

#[test]
fn notebooks_of_which_it_is_not_known_are_told_and_so_are_those_that_no_list_has() {
    let mut world = company();
    let notebooks = world.notebooks("notebooks");
    let (mira, _) = world.snapshot.roster.identities.iter().next().unwrap();
    let account = world.owned(notebooks, "mira", mira);
    world.device(notebooks, account, Some(true), None);
    assert_eq!(world.unjudged("unencrypted-workstation"), []);
    assert_eq!(
        world.unjudged("unprotected-workstation"),
        [Why::NotCollected(vec![notebooks])]
    );
    world.access(notebooks).coverage = Some(Coverage::Partial);
    assert_eq!(
        world.unjudged("unencrypted-workstation"),
        [Why::NotComplete(vec![notebooks])]
    );
}
