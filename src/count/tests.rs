//! What is counted and what is not, and a recount by another way.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::date;
use proptest::prelude::*;

use super::{Fate, counts, figures, notebooks, shares, stands_behind};
use crate::model::arena::Ix;
use crate::model::count::{Bearer, CountedLevel};
use crate::model::credential::{Credentials, Secrets};
use crate::model::figures::{Figures, NotCollected};
use crate::model::policy::RoleKind;
use crate::model::roster::{End, Identity};
use crate::model::snapshot::{Effective, Held, Holder, LastLogin, Match, Status};
use crate::model::system::{CountRule, System};
use crate::world::{TODAY, World};

/// How somebody may have left; the last two had left before today.
const ENDS: [Option<End>; 4] = [
    None,
    Some(End::On(TODAY)),
    Some(End::On(date(2021, 10, 5))),
    Some(End::Untold),
];

/// The numbers as text: `resource/level/bearer people contractors`, in page order.
fn printed(world: &World) -> Vec<String> {
    let counts = counts(&world.settings, &world.snapshot);
    assert!(counts.is_sorted(), "page order");
    let text = |count: &crate::model::count::Count| {
        let access = world.snapshot.access_of(count.system).unwrap();
        let rules = world.settings.systems[count.system].access().unwrap();
        let resource = access.resource_name(count.on.one()).unwrap_or("-");
        let level = match count.level {
            CountedLevel::Level(level) => rules.levels[level].name.as_str(),
            CountedLevel::Unmapped => "?",
        };
        let bearer = match count.bearer {
            Bearer::Role(role) => world.snapshot.policy.roles[role].title.as_str(),
            Bearer::Future => "future",
            Bearer::Former => "former",
            Bearer::Unidentified => "unidentified",
        };
        format!("{resource}/{level}/{bearer} {} {}", count.people, count.contractors)
    };
    counts.iter().map(text).collect()
}

/// One system and Mira, a developer.
fn company() -> (World, Ix<System>, Ix<Identity>) {
    let mut world = World::new();
    let system = world.system("aws", &["Admin", "Write", "Read"]);
    let role = world.role("Developer");
    let mira = world.identity("Mira", role);
    (world, system, mira)
}

#[test]
fn two_accounts_of_one_person_count_once() {
    let (mut world, system, mira) = company();
    for login in ["mira", "mira2"] {
        let account = world.owned(system, login, mira);
        world.grant(system, account, "", "Admin");
        world.grant(system, account, "", "Admin");
    }
    assert_eq!(printed(&world), ["-/Admin/Developer 1 0"]);
}

#[test]
fn two_levels_of_one_person_count_at_both_and_two_people_add_up() {
    let (mut world, system, mira) = company();
    let account = world.owned(system, "mira", mira);
    world.grant(system, account, "", "Read");
    world.grant(system, account, "", "Admin");
    let role = world.snapshot.roster.identities[mira].roles.first;
    let noah = world.identity("Noah", role);
    world.contract(noah);
    let other = world.owned(system, "noah", noah);
    world.grant(system, other, "", "Read");
    assert_eq!(printed(&world), ["-/Admin/Developer 1 0", "-/Read/Developer 2 1"]);
}

#[test]
fn the_highest_rule_counts_the_highest_rank_of_a_person_on_a_resource() {
    let (mut world, _, mira) = company();
    let system = world.repositories("git", &["Read", "Admin"], &["a", "b"]);
    world.access_rules(system).count_rule = CountRule::Highest;
    for (level, rank) in world.access_rules(system).levels.values_mut().zip([1, 3]) {
        level.rank = Some(rank);
    }
    let first = world.owned(system, "mira", mira);
    let second = world.owned(system, "mira2", mira);
    world.grant(system, first, "a", "Read");
    world.grant(system, second, "a", "Admin");
    world.grant(system, second, "a", "Root");
    world.grant(system, first, "b", "Read");
    let numbers = ["a/Admin/Developer 1 0", "a/?/Developer 1 0", "b/Read/Developer 1 0"];
    assert_eq!(printed(&world), numbers);
    world.status(system, second, Status::Disabled);
    assert_eq!(
        printed(&world),
        ["a/Read/Developer 1 0", "b/Read/Developer 1 0"],
        "a disabled account hides nothing"
    );
}

#[test]
fn ranks_mean_nothing_where_each_level_counts() {
    let (mut world, system, mira) = company();
    for (level, rank) in world.access_rules(system).levels.values_mut().zip([3, 2, 1]) {
        level.rank = Some(rank);
    }
    let account = world.owned(system, "mira", mira);
    world.grant(system, account, "", "Admin");
    world.grant(system, account, "", "Read");
    assert_eq!(printed(&world).len(), 2);
}

#[test]
fn roles_stand_in_declared_order_then_leavers_then_each_unidentified_account() {
    let (mut world, system, mira) = company();
    let tester = world.role("Tester");
    let tom = world.identity("Tom", tester);
    let gone = world.identity("Gone", tester);
    world.somebody(gone).end = Some(End::On(date(2021, 10, 5)));
    world.contract(gone);
    let last_day = world.identity("Lara", tester);
    world.somebody(last_day).end = Some(End::On(TODAY));
    let nobody = world.account(system, "x", Holder::Nobody);
    let several = Holder::Several(vec![(mira, Match::Login), (tom, Match::Email)]);
    let both = world.account(system, "y", several);
    let accounts = [
        both,
        nobody,
        world.owned(system, "gone", gone),
        world.owned(system, "tom", tom),
        world.owned(system, "lara", last_day),
        world.owned(system, "mira", mira),
    ];
    for account in accounts {
        world.grant(system, account, "", "Write");
    }
    assert_eq!(
        printed(&world),
        [
            "-/Write/Developer 1 0",
            "-/Write/Tester 2 0",
            "-/Write/former 1 0",
            "-/Write/unidentified 2 0"
        ]
    );
}

#[test]
fn who_starts_after_the_day_is_counted_apart_from_the_role_and_as_no_contractor() {
    let (mut world, system, mira) = company();
    let account = world.owned(system, "mira", mira);
    world.grant(system, account, "", "Write");
    world.contract(mira);
    world.somebody(mira).start = Some(TODAY);
    assert_eq!(printed(&world), ["-/Write/Developer 1 1"]);
    world.somebody(mira).start = Some(date(2021, 10, 7));
    assert_eq!(printed(&world), ["-/Write/future 1 0"]);
    world.somebody(mira).end = Some(End::Untold);
    assert_eq!(printed(&world), ["-/Write/former 1 0"]);
}

#[test]
fn a_level_that_nobody_defined_stands_last_whatever_its_spelling() {
    let (mut world, system, mira) = company();
    let account = world.owned(system, "mira", mira);
    world.grant(system, account, "", "Root");
    world.grant(system, account, "", "Power");
    world.grant(system, account, "", "Read");
    assert_eq!(printed(&world), ["-/Read/Developer 1 0", "-/?/Developer 1 0"]);
}

#[test]
fn disabled_and_pending_accounts_are_not_counted() {
    for status in [Status::Disabled, Status::Pending] {
        let (mut world, system, mira) = company();
        let account = world.owned(system, "mira", mira);
        world.grant(system, account, "", "Read");
        world.status(system, account, status);
        assert!(printed(&world).is_empty());
    }
}

#[test]
fn the_first_role_is_printed() {
    let (mut world, system, mira) = company();
    let tester = world.role("Tester");
    world.somebody(mira).roles.further.push(tester);
    let account = world.owned(system, "mira", mira);
    world.grant(system, account, "", "Read");
    assert_eq!(printed(&world), ["-/Read/Developer 1 0"]);
}

#[test]
fn numbers_stand_in_the_order_of_the_activities_and_their_systems() {
    let (mut world, aws, mira) = company();
    let git = world.system("git", &["Read"]);
    for system in [aws, git] {
        let account = world.owned(system, "mira", mira);
        world.grant(system, account, "", "Read");
    }
    let mut rows = world.settings.activities.values_mut();
    rows.next().unwrap().systems = vec![git, aws];
    rows.next().unwrap().systems.clear();
    let counts = counts(&world.settings, &world.snapshot);
    let systems: Vec<_> = counts.iter().map(|count| (count.place, count.system)).collect();
    assert_eq!(systems, [(0, git), (1, aws)]);
}

#[test]
fn a_notebook_is_validated_if_it_and_all_others_of_its_owner_are_known_to_be_safe() {
    let (mut world, _, mira) = company();
    world.somebody(mira).needs_workstation = true;
    let system = world.notebooks("notebooks");
    let account = world.owned(system, "mira", mira);
    let now = |world: &World| {
        let all = notebooks(&world.settings, &world.snapshot);
        assert_eq!(all.len(), 1);
        assert_eq!(all[0].system, system);
        (all[0].validated, all[0].members)
    };
    assert_eq!(now(&world), (0, 1), "none at all");
    world.device(system, account, Some(true), Some(true));
    assert_eq!(now(&world), (1, 1));
    for (encrypted, protected) in [
        (Some(true), None),
        (Some(true), Some(false)),
        (None, Some(true)),
        (Some(false), Some(true)),
    ] {
        for first in [false, true] {
            world.device(system, account, encrypted, protected);
            if first {
                world.access(system).devices.reverse();
            }
            assert_eq!(now(&world), (0, 1), "{encrypted:?} {protected:?}");
            world.access(system).devices.clear();
            world.device(system, account, Some(true), Some(true));
        }
    }
    let pool = world.account(system, "pool", Holder::Nobody);
    world.device(system, pool, Some(false), Some(false));
    assert_eq!(now(&world), (1, 1), "a notebook of nobody is not hers");
}

#[test]
fn members_are_people_who_need_a_notebook_and_are_there_on_the_day() {
    let (mut world, _, mira) = company();
    world.notebooks("notebooks");
    let members = |world: &World| notebooks(&world.settings, &world.snapshot)[0].members;
    assert_eq!(members(&world), 0);
    world.somebody(mira).needs_workstation = true;
    assert_eq!(members(&world), 1);
    world.somebody(mira).start = Some(TODAY);
    world.somebody(mira).end = Some(End::On(TODAY));
    assert_eq!(members(&world), 1);
    world.somebody(mira).start = Some(date(2021, 10, 7));
    assert_eq!(members(&world), 0);
    world.somebody(mira).start = None;
    world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
    assert_eq!(members(&world), 0);
    world.somebody(mira).end = None;
    world.somebody(mira).kind = RoleKind::Technical;
    assert_eq!(members(&world), 0);
}

#[test]
fn figures_count_each_grant_once_and_what_nobody_collected() {
    let (mut world, system, mira) = company();
    let account = world.owned(system, "mira", mira);
    let other = world.account(system, "x", Holder::Nobody);
    world.grant(system, account, "", "Read");
    world.grant(system, account, "", "Read");
    world.grant(system, other, "", "Read");
    world.access(system).accounts[account].mfa = Some(false);
    world.access(system).accounts[account].last_login = LastLogin::Never;
    world.account(system, "y", Holder::Nobody);
    let macs = world.notebooks("notebooks");
    let owner = world.owned(macs, "mira", mira);
    world.device(macs, owner, None, Some(false));
    world.device(macs, owner, Some(true), None);
    world.device(macs, owner, Some(true), None);
    for account in world.access(system).accounts.values_mut().take(1) {
        account.status = None;
    }
    let found = figures(&world.settings, &world.snapshot);
    let secrets = (found.not_collected.keys, found.not_collected.passwords);
    assert_eq!(secrets, (0, 0), "there is no limit");
    assert_eq!(
        (found.people, found.technical, found.systems, found.inactive),
        (1, 0, 2, 0)
    );
    assert_eq!(
        found,
        Figures {
            grants: 2,
            accounts: 3,
            holding: 2,
            devices: 3,
            not_collected: NotCollected {
                status: 1,
                last_login: 2,
                mfa: 2,
                keys: 0,
                passwords: 0,
                encrypted: 1,
                protected: 2,
            },
            ..found
        }
    );
}

#[test]
fn ages_of_keys_and_passwords_lack_where_there_is_a_limit_and_of_accounts_that_are_not_disabled() {
    let mut world = World::new();
    let aws = world.system("aws", &["Admin"]);
    let other = world.system("other", &["Admin"]);
    let [first, _, off] = ["first", "second", "off"].map(|login| world.account(aws, login, Holder::Nobody));
    world.account(other, "elsewhere", Holder::Nobody);
    world.status(aws, off, Status::Disabled);
    let lack = |world: &World| {
        let found = figures(&world.settings, &world.snapshot).not_collected;
        (found.keys, found.passwords)
    };
    world.access_rules(aws).expected.key_days = Some(90);
    assert_eq!(lack(&world), (2, 0));
    world.access_rules(aws).expected.password_days = Some(90);
    assert_eq!(lack(&world), (2, 2));
    let told = Credentials {
        keys: Some(Secrets::NONE),
        password: Some(Secrets::UNDATED),
        root: None,
    };
    world.access(aws).accounts[first].credentials = Some(Box::new(told));
    assert_eq!(lack(&world), (1, 2));
}

/// An arbitrary company: two systems, four people, six accounts a system, grants anywhere.
fn any_world() -> impl Strategy<Value = World> {
    let account = (0..7_usize, 0..4_usize);
    let grant = (0..2_usize, 0..6_usize, 0..3_usize, 0..4_usize);
    let people = prop::collection::vec((0..3_usize, 0..ENDS.len(), any::<bool>()), 4);
    let accounts = prop::collection::vec(account, 12);
    let grants = prop::collection::vec(grant, 0..60);
    (people, accounts, grants, any::<bool>()).prop_map(|(people, accounts, grants, highest)| {
        let mut world = World::new();
        let systems = ["git", "hg"].map(|id| world.repositories(id, &["Admin", "Write", "Read"], &["a", "b", "c"]));
        if highest {
            let rules = world.access_rules(systems[0]);
            rules.count_rule = CountRule::Highest;
            for (level, rank) in rules.levels.values_mut().zip([3, 2, 1]) {
                level.rank = Some(rank);
            }
        }
        let roles = ["A", "B", "C"].map(|title| world.role(title));
        let mut identities = Vec::new();
        for (number, (role, end, contractor)) in people.into_iter().enumerate() {
            let identity = world.identity(&format!("P{number}"), roles[role]);
            world.somebody(identity).end = ENDS[end];
            if contractor {
                world.contract(identity);
            }
            identities.push(identity);
        }
        let mut made = Vec::new();
        for (number, (holder, status)) in accounts.into_iter().enumerate() {
            let holder = match holder {
                4 => Holder::Nobody,
                5 | 6 => Holder::Several(vec![(identities[0], Match::Login), (identities[1], Match::Email)]),
                owner => Holder::Identity(identities[owner], Match::Login),
            };
            let system = systems[number % 2];
            let account = world.account(system, &format!("l{number}"), holder);
            world.status(
                system,
                account,
                [Status::Active, Status::Active, Status::Disabled, Status::Pending][status],
            );
            made.push(account);
        }
        for (system, account, resource, level) in grants {
            let account = made[account * 2 + system];
            world.grant(
                systems[system],
                account,
                ["a", "b", "c"][resource],
                ["Admin", "Write", "Read", "Root"][level],
            );
        }
        world
    })
}

/// Everything counted again the slow way, by names: for each printed number the set of who is counted.
fn recount(world: &World) -> BTreeMap<(String, usize, usize, usize), BTreeSet<String>> {
    let mut numbers: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
    for access in &world.snapshot.access {
        let highest = world.settings.systems[access.system].id == "git"
            && world.settings.systems[access.system].access().unwrap().count_rule == CountRule::Highest;
        let active = |held: &Effective<'_>| access.accounts[held.account].is_active();
        let level = |held: &Effective<'_>| match held.grant.level {
            Held::Level(level) => level.get(),
            Held::Unmapped(_) => 9,
        };
        for grant in access.effective().filter(active) {
            let holder = &access.accounts[grant.account].holder;
            let better = access.effective().filter(active).any(|other| {
                let theirs = &access.accounts[other.account].holder;
                let same = match (holder, theirs) {
                    (Holder::Identity(one, _), Holder::Identity(two, _)) => one == two,
                    _ => other.account == grant.account,
                };
                same && other.grant.resource == grant.grant.resource
                    && level(&other) < level(&grant)
                    && level(&grant) != 9
            });
            if highest && better {
                continue;
            }
            let (bearer, who) = match holder {
                Holder::Identity(identity, _) => {
                    let person = &world.snapshot.roster.identities[*identity];
                    let left = [ENDS[2], ENDS[3]].contains(&person.end);
                    let bearer = if left { 10 } else { person.roles.first.get() };
                    (bearer, person.id.reveal().to_owned())
                }
                Holder::Nobody | Holder::Several(_) => (11, access.accounts[grant.account].login.reveal().to_owned()),
            };
            let id = world.settings.systems[access.system].id.clone();
            let key = (id, grant.grant.resource.unwrap().get(), level(&grant), bearer);
            numbers.entry(key).or_default().insert(who);
        }
    }
    numbers
}

proptest! {
    #[test]
    fn a_naive_recount_agrees_and_so_does_what_stands_behind_each_number(world in any_world()) {
        let counted = counts(&world.settings, &world.snapshot);
        prop_assert!(counted.is_sorted());
        let naive = recount(&world);
        prop_assert_eq!(counted.len(), naive.len());
        for count in &counted {
            let level = match count.level {
                CountedLevel::Level(level) => level.get(),
                CountedLevel::Unmapped => 9,
            };
            let bearer = match count.bearer {
                Bearer::Role(role) => role.get(),
                Bearer::Future => 9,
                Bearer::Former => 10,
                Bearer::Unidentified => 11,
            };
            let id = world.settings.systems[count.system].id.clone();
            let who = &naive[&(id, count.on.one().unwrap().get(), level, bearer)];
            prop_assert_eq!(count.people, who.len() as u64);
            let contractors = world.snapshot.roster.identities.values()
                .filter(|person| bearer < 10 && person.is_contractor() && who.contains(person.id.reveal()));
            prop_assert_eq!(count.contractors, contractors.count() as u64);
            let access = world.snapshot.access_of(count.system).unwrap();
            let behind: BTreeSet<_> = shares(&world.settings, &world.snapshot, access)
                .filter(|share| share.fate == Fate::Counted && stands_behind(share, count))
                .map(|share| share.counted)
                .collect();
            prop_assert_eq!(behind.len() as u64, count.people);
        }
    }
}
