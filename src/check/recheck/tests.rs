#![expect(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "tests")]

mod changes;

use jiff::civil::date;

use crate::model::arena::Ix;
use crate::model::claim::Standing;
use crate::model::extract::Extract;
use crate::model::finding::{Closure, Finding, Severity, Why};
use crate::model::key;
use crate::model::private::Private;
use crate::model::roster::{End, Identity};
use crate::model::snapshot::{Holder, LastLogin, Match, Status};
use crate::model::source::{Place, Rejected};
use crate::model::system::{Coverage, Expected, Holders, System};
use crate::world::World;

/// Mira may read and write, Noah has left; x is nobody's. Mira holds all levels.
struct Company {
    world: World,
    aws: Ix<System>,
    mira: Ix<Identity>,
    noah: Ix<Identity>,
}

fn company() -> Company {
    let mut world = World::new();
    let aws = world.system("aws", &["Admin", "Write", "Read"]);
    world.privileged(aws, "Admin");
    let role = world.role("Developer");
    world.may(role, aws, &["Write", "Read"], &[]);
    let mira = world.identity("Mira", role);
    let noah = world.identity("Noah", role);
    world.somebody(noah).end = Some(End::On(date(2021, 9, 30)));
    for (login, holder, levels) in [
        ("mira", Some(mira), &["Admin", "Read"][..]),
        ("noah", Some(noah), &["Read"]),
        ("x", None, &["Read"]),
    ] {
        account(&mut world, aws, (login, holder), levels);
    }
    Company { world, aws, mira, noah }
}

fn account(world: &mut World, system: Ix<System>, (login, holder): (&str, Option<Ix<Identity>>), levels: &[&str]) {
    let place = match holder {
        Some(identity) => world.owned(system, login, identity),
        None => world.account(system, login, Holder::Nobody),
    };
    for level in levels {
        world.grant(system, place, "", level);
    }
}

/// The keys of findings with what a recheck shows of them, and which are open.
fn closures(world: &World) -> Vec<(String, Option<Closure>, bool)> {
    let review = world.review();
    let told = |finding: &Finding| {
        let key = key::key(finding, &review.settings, &review.snapshot);
        (key, finding.closure, finding.is_open())
    };
    review.findings.iter().map(told).collect()
}

fn closure(world: &World, wanted: &str) -> Option<Closure> {
    let all = closures(world);
    let found = all.iter().find(|(key, ..)| key == wanted);
    found.unwrap_or_else(|| panic!("no {wanted} in {all:#?}")).1
}

fn keys(world: &World, check: &str) -> Vec<String> {
    let all = closures(world).into_iter().map(|(key, ..)| key);
    all.filter(|key| key.starts_with(check)).collect()
}

#[test]
fn without_a_recheck_nothing_is_said_of_closing() {
    let c = company();
    assert!(
        closures(&c.world)
            .iter()
            .all(|(_, closure, open)| closure.is_none() && *open)
    );
    assert_eq!(c.world.unjudged("not-remediated"), [Why::NoRecheck]);
    assert_eq!(c.world.unjudged("unexplained-change"), [Why::NoRecheck]);
}

#[test]
fn what_is_gone_is_done_and_what_is_there_is_not() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Read"]);
        account(world, aws, ("x", None), &["Read"]);
    });
    assert_eq!(
        closures(&c.world),
        [
            ("orphan-account/aws/x".to_owned(), Some(Closure::NotDone), true),
            ("leaver-access/aws/noah".to_owned(), Some(Closure::Done), false),
            ("excess-grant/aws/mira//Admin".to_owned(), Some(Closure::Done), false),
            ("not-remediated/aws/x/////orphan-account".to_owned(), None, true),
        ]
    );
    let review = c.world.review();
    let still = review.findings.last().unwrap();
    let file = |place: &Place| review.snapshot.sources[place.source].file.reveal().to_owned();
    assert!(
        still.evidence.iter().all(|place| file(place) == "exports/aws-2.csv"),
        "{still:?}"
    );
    assert_eq!(still.severity, Severity::High);
    assert_eq!((review.open().count(), review.done(), review.accepted()), (2, 2, 0));
    assert_eq!(review.removed, [(aws, 1)]);
    assert_eq!(review.standings, [Standing::NotPassed]);
    assert!(c.world.unjudged("not-remediated").is_empty());
}

#[test]
fn a_switched_off_check_and_an_accepted_finding_make_no_finding_of_their_own() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Read"]);
        account(world, aws, ("x", None), &["Read"]);
    });
    let mut off = c.world.clone();
    let ruling = crate::model::settings::Ruling {
        severity: None,
        reason: "ours".into(),
    };
    off.settings
        .rulings
        .insert(super::not_remediated::CHECK.id, ruling.clone());
    assert!(keys(&off, "not-remediated").is_empty());
    off.settings.rulings.insert(super::unexplained_change::CHECK.id, ruling);
    off.again(aws, |world| account(world, aws, ("y", None), &[]));
    assert!(keys(&off, "unexplained-change").is_empty());
    assert_eq!(
        keys(&off, "orphan-account"),
        ["orphan-account/aws/x", "orphan-account/aws/y"]
    );

    c.world.exception("orphan-account");
    assert!(keys(&c.world, "not-remediated").is_empty());
    assert_eq!(closure(&c.world, "orphan-account/aws/x"), Some(Closure::NotDone));
    let review = c.world.review();
    assert_eq!((review.done(), review.accepted()), (2, 1));
    assert!(review.open().all(|finding| finding.check.is_of_exceptions()));
}

#[test]
fn what_only_the_recheck_shows_is_found_there() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    c.world.recheck(aws, |world| {
        account(world, aws, ("new", None), &["Admin"]);
        account(world, aws, ("mira", Some(mira)), &["Read"]);
    });
    assert_eq!(closure(&c.world, "orphan-account/aws/new"), Some(Closure::New));
    assert_eq!(
        keys(&c.world, "unexplained-change"),
        ["unexplained-change/aws/new/////account added"]
    );
    let review = c.world.review();
    let new = review
        .findings
        .iter()
        .find(|finding| finding.closure == Some(Closure::New))
        .unwrap();
    assert_eq!(new.subject.extract, Extract::Recheck);
    assert!(new.is_open());
    assert_eq!(
        review.snapshot.about(&new.subject).unwrap().accounts[new.subject.account.unwrap()]
            .login
            .reveal(),
        "new"
    );
}

#[test]
fn an_exception_accepts_what_only_the_recheck_shows() {
    let mut c = company();
    let aws = c.aws;
    c.world.recheck(aws, |world| account(world, aws, ("new", None), &[]));
    c.world.exception("orphan-account").subject.account = Some(Private::new("new"));
    let review = c.world.review();
    let new = review
        .findings
        .iter()
        .find(|finding| finding.closure == Some(Closure::New))
        .unwrap();
    assert!(new.accepted_by().is_some());
    assert!(keys(&c.world, "unused-exception").is_empty());
}

#[test]
fn what_is_not_known_to_be_whole_or_later_proves_nothing() {
    let spoil: [fn(&mut World, Ix<System>); 4] = [
        |world, aws| world.again(aws, |world| world.access(aws).coverage = Some(Coverage::Partial)),
        |world, aws| world.again(aws, |world| world.access(aws).coverage = Some(Coverage::Unknown)),
        |world, _| {
            world.file("exports/aws-2.csv").rows.rejected.push(Rejected {
                line: 9,
                reason: Private::new("unreadable"),
            });
        },
        |world, _| world.file("exports/aws-2.csv").attested = None,
    ];
    for (number, spoil) in spoil.into_iter().enumerate() {
        let mut c = company();
        let (aws, mira) = (c.aws, c.mira);
        c.world.recheck(aws, |world| {
            account(world, aws, ("mira", Some(mira)), &["Admin", "Read"]);
        });
        spoil(&mut c.world, aws);
        assert_eq!(
            closure(&c.world, "leaver-access/aws/noah"),
            Some(Closure::Unknown),
            "{number}"
        );
        assert_eq!(
            closure(&c.world, "orphan-account/aws/x"),
            Some(Closure::Unknown),
            "{number}"
        );
        let still = if number == 3 {
            Closure::Unknown
        } else {
            Closure::NotDone
        };
        assert_eq!(
            closure(&c.world, "excess-grant/aws/mira//Admin"),
            Some(still),
            "{number}"
        );
        assert!(keys(&c.world, "unexplained-change").is_empty(), "{number}");
        let review = c.world.review();
        assert!(review.removed.is_empty());
        assert_eq!(review.figures.accounts, 3, "counted is the first extract");
        assert!(
            review
                .counts
                .iter()
                .any(|count| count.people > 0 && count.system == aws)
        );
    }
}

#[test]
fn counts_come_from_a_whole_recheck() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    c.world
        .recheck(aws, |world| account(world, aws, ("mira", Some(mira)), &["Read"]));
    let review = c.world.review();
    assert_eq!(
        (review.figures.accounts, review.figures.grants, review.counts.len()),
        (1, 1, 1)
    );
    assert_eq!(review.counts[0].people, 1);
}

#[test]
fn a_system_whose_findings_are_all_done_passes_after_that() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    c.world
        .recheck(aws, |world| account(world, aws, ("mira", Some(mira)), &["Read"]));
    c.world.access(aws).first_day = Some(date(2021, 10, 5));
    assert_eq!(c.world.review().standings, [Standing::Baseline]);
    c.world.policy().approval = Some(crate::model::claim::Approval {
        version: "1".into(),
        by: Private::new("id-mira"),
        on: date(2021, 10, 1),
        line: 1,
    });
    assert_eq!(c.world.review().standings, [Standing::Remedied]);
}

#[test]
fn a_login_spelled_otherwise_and_another_identifier_are_the_same_account() {
    let mut c = company();
    let aws = c.aws;
    let address = c.world.account(aws, "Ana@example.com", Holder::Nobody);
    let number = c.world.account(aws, "b", Holder::Nobody);
    c.world.access(aws).accounts[number].ids = vec![Private::new("4711")];
    c.world.grant(aws, address, "", "Read");
    c.world.recheck(aws, |world| {
        world.account(aws, "ana@example.com", Holder::Nobody);
        world.account(aws, "4711", Holder::Nobody);
    });
    assert_eq!(
        closure(&c.world, "orphan-account/aws/Ana@example.com"),
        Some(Closure::NotDone)
    );
    assert_eq!(closure(&c.world, "orphan-account/aws/b"), Some(Closure::NotDone));
    assert_eq!(keys(&c.world, "orphan-account").len(), 3);
}

#[test]
fn what_the_recheck_does_not_say_is_unknown() {
    let mut c = company();
    let aws = c.aws;
    let dormant = Expected {
        dormant_days: Some(30),
        ..Expected::default()
    };
    c.world.access_rules(aws).expected = dormant;
    let mira = c.mira;
    let ana = c.world.owned(aws, "ana", mira);
    c.world.access(aws).accounts[ana].last_login = LastLogin::On(date(2021, 1, 1));
    c.world.access(aws).accounts[ana].mfa = Some(false);
    c.world.recheck(aws, |world| {
        world.owned(aws, "ana", mira);
    });
    assert_eq!(closure(&c.world, "dormant-account/aws/ana"), Some(Closure::Unknown));
    assert_eq!(closure(&c.world, "no-mfa/aws/ana"), Some(Closure::Unknown));
    c.world.again(aws, |world| {
        let ana = world.access(aws).accounts.values_mut().next().unwrap();
        (ana.last_login, ana.mfa) = (LastLogin::On(date(2021, 10, 5)), Some(true));
    });
    assert_eq!(closure(&c.world, "dormant-account/aws/ana"), Some(Closure::Done));
    assert_eq!(closure(&c.world, "no-mfa/aws/ana"), Some(Closure::Done));
    c.world.again(aws, |world| {
        let ana = world.access(aws).accounts.values_mut().next().unwrap();
        (ana.last_login, ana.mfa, ana.status) = (LastLogin::Unknown, None, Some(Status::Disabled));
    });
    assert_eq!(closure(&c.world, "dormant-account/aws/ana"), Some(Closure::Done));
    assert_eq!(
        closure(&c.world, "no-mfa/aws/ana"),
        Some(Closure::Done),
        "it is switched off"
    );
}

#[test]
fn a_status_that_the_recheck_does_not_tell_is_unknown() {
    let mut c = company();
    let aws = c.aws;
    let ana = c.world.account(aws, "ana", Holder::Nobody);
    c.world.status(aws, ana, Status::Pending);
    let off = c.world.account(aws, "off", Holder::Nobody);
    c.world.status(aws, off, Status::Disabled);
    c.world.grant(aws, off, "", "Read");
    c.world.recheck(aws, |world| {
        let ana = world.account(aws, "ana", Holder::Nobody);
        world.access(aws).accounts[ana].status = None;
        let off = world.account(aws, "off", Holder::Nobody);
        world.access(aws).accounts[off].status = None;
        world.grant(aws, off, "", "Read");
    });
    let unknown = Some(Closure::Unknown);
    assert_eq!(closure(&c.world, "pending-invitation/aws/ana"), unknown);
    assert_eq!(closure(&c.world, "disabled-account-holds-access/aws/off"), unknown);
    let unexplained = keys(&c.world, "unexplained-change");
    let told = "unexplained-change/aws/off/////account no longer said to be disabled".to_owned();
    assert!(unexplained.contains(&told), "{unexplained:?}");
    assert!(!unexplained.iter().any(|key| key.contains("/ana/")), "{unexplained:?}");
    c.world.again(aws, |world| {
        for account in world.access(aws).accounts.values_mut() {
            account.status = Some(Status::Active);
        }
    });
    assert_eq!(closure(&c.world, "pending-invitation/aws/ana"), Some(Closure::Done));
}

#[test]
fn a_list_of_accounts_that_was_not_exported_again_tells_of_no_unlisted_account() {
    let mut c = company();
    let aws = c.aws;
    let list = |world: &mut World, file: &str| {
        let file = world.file(file);
        (file.facts.accounts, file.directory) = (1, Some("AWS".to_owned()));
    };
    list(&mut c.world, "exports/aws.csv");
    c.world
        .recheck(aws, |world| account(world, aws, ("x", None), &["Read"]));
    assert_eq!(closure(&c.world, "unlisted-account/aws/x"), Some(Closure::Unknown));
    list(&mut c.world, "exports/aws-2.csv");
    assert_eq!(closure(&c.world, "unlisted-account/aws/x"), Some(Closure::NotDone));
}

#[test]
fn notebooks_are_closed_by_what_the_inventory_tells_of_them() {
    let mut world = World::new();
    let list = world.notebooks("notebooks");
    let role = world.role("Developer");
    let mira = world.identity("Mira", role);
    let account = world.owned(list, "mira", mira);
    for name in ["A", "B", "C", "D"] {
        world.device(list, account, Some(false), Some(true));
        world.access(list).devices.last_mut().unwrap().name = Private::new(name);
    }
    world.recheck(list, |world| {
        let account = world.owned(list, "mira", mira);
        for (name, encrypted) in [("A", Some(true)), ("B", Some(false)), ("C", None), ("E", Some(true))] {
            world.device(list, account, encrypted, Some(true));
            world.access(list).devices.last_mut().unwrap().name = Private::new(name);
        }
    });
    let of = |name: &str| closure(&world, &format!("unencrypted-workstation/notebooks/mira/////{name}"));
    assert_eq!(
        ["A", "B", "C", "D"].map(of),
        [Closure::Done, Closure::NotDone, Closure::Unknown, Closure::Unknown].map(Some),
        "what is left out of the list may be as it was"
    );
    assert_eq!(
        keys(&world, "unexplained-change"),
        ["unexplained-change/notebooks/mira/////notebook added: E"]
    );
    assert!(world.review().removed.is_empty(), "no account is meant");
}

#[test]
fn a_finding_across_systems_is_closed_by_the_recheck_of_one() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    let git = c.world.system("git", &["Merge"]);
    account(&mut c.world, git, ("mira", Some(mira)), &["Merge"]);
    c.world.separation("duties", [(aws, "Read", &[]), (git, "Merge", &[])]);
    let key = "toxic-combination//id-mira/////duties";
    assert_eq!(closure(&c.world, key), None);
    let mut still = c.world.clone();
    still.recheck(aws, |world| account(world, aws, ("mira", Some(mira)), &["Read"]));
    assert_eq!(closure(&still, key), Some(Closure::NotDone));
    assert_eq!(
        keys(&still, "not-remediated"),
        ["not-remediated//id-mira/////toxic-combination duties"]
    );
    c.world
        .recheck(aws, |world| account(world, aws, ("mira", Some(mira)), &["Write"]));
    assert_eq!(closure(&c.world, key), Some(Closure::Done));
    let unexplained = keys(&c.world, "unexplained-change");
    assert!(unexplained.is_empty(), "{unexplained:?}");
    c.world
        .again(aws, |world| world.access(aws).coverage = Some(Coverage::Partial));
    assert_eq!(closure(&c.world, key), Some(Closure::Unknown));
}

#[test]
fn findings_of_other_systems_and_of_files_are_no_matter_of_it() {
    let mut c = company();
    let aws = c.aws;
    let git = c.world.system("git", &["Merge"]);
    account(&mut c.world, git, ("y", None), &[]);
    c.world.file("exports/aws.csv").coverage = Coverage::Partial;
    c.world.source("sources.csv", crate::model::source::Content::Sources);
    c.world.recheck(aws, |_| {});
    assert_eq!(closure(&c.world, "orphan-account/git/y"), None);
    assert_eq!(closure(&c.world, "partial-export/aws/////exports%2Faws.csv"), None);
}

#[test]
fn the_same_person_with_one_duplicate_less_still_has_duplicates() {
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    let by_email = |world: &mut World, login: &str| {
        let place = world.account(aws, login, Holder::Identity(mira, Match::Email));
        world.grant(aws, place, "", "Read");
    };
    for login in ["m1", "m2"] {
        by_email(&mut c.world, login);
    }
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Read"]);
        by_email(world, "m1");
    });
    let found = keys(&c.world, "duplicate-account");
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(closure(&c.world, &found[0]), Some(Closure::NotDone));
}

#[test]
fn what_the_recheck_may_hide_is_not_done() {
    // The leaver's account may be the one that several people's could be now.
    let mut c = company();
    let (aws, mira, noah) = (c.aws, c.mira, c.noah);
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Read"]);
        let several = Holder::Several(vec![(mira, Match::Email), (noah, Match::Email)]);
        let place = world.account(aws, "who", several);
        world.grant(aws, place, "", "Read");
    });
    assert_eq!(closure(&c.world, "leaver-access/aws/noah"), Some(Closure::Unknown));
    assert_eq!(closure(&c.world, "orphan-account/aws/x"), Some(Closure::Done));
    // Too much may be held under another name.
    let mut c = company();
    let (aws, mira) = (c.aws, c.mira);
    c.world.recheck(aws, |world| {
        account(world, aws, ("mira", Some(mira)), &["Superadmin", "Read"]);
    });
    assert_eq!(
        closure(&c.world, "excess-grant/aws/mira//Admin"),
        Some(Closure::Unknown)
    );
}
