//! What of permissions is told, on small worlds.

use std::collections::BTreeSet;

use crate::compare::compare;
use crate::model::audit::Audit;
use crate::model::change::{Change, What};
use crate::world::World;

/// What changed in a world since it was remembered.
fn since(world: &World) -> Vec<Change> {
    let before = world.snapshot.previous.as_deref().cloned();
    let now = Audit::of("now", crate::record::of(&world.review(), ""));
    before.map_or_else(Vec::new, |before| compare(&before, &now).permissions)
}

fn told(changes: &[Change]) -> Vec<(What, Option<&str>, Option<&str>)> {
    let told = changes.iter();
    told.map(|change| (change.what, change.before.as_deref(), change.after.as_deref()))
        .collect()
}

#[test]
fn a_permission_that_is_held_through_another_group_was_moved() {
    let mut world = World::new();
    let git = world.system("git", &["Admin"]);
    let role = world.role("Developer");
    let zoe = world.identity("Zoe", role);
    let account = world.owned(git, "zoe", zoe);
    let [one, other] = ["core", "owners"].map(|name| world.group(git, name));
    for group in [one, other] {
        world.group_grant(git, group, "", "Admin");
    }
    world.member(git, one, account);
    world.remember();
    assert!(since(&world).is_empty());
    let memberships = &mut world.access(git).memberships;
    for membership in memberships {
        membership.group = other;
    }
    assert_eq!(
        told(&since(&world)),
        [(What::Moved, Some("Admin (core)"), Some("Admin (owners)"))]
    );
    // A list that tells no groups does not say that it is held directly.
    world.access(git).memberships.clear();
    world.grant(git, account, "", "Admin");
    assert!(since(&world).is_empty());
}

#[test]
fn between_levels_without_ranks_a_change_is_neither_up_nor_down() {
    let mut world = World::new();
    let git = world.system("git", &["Bill", "Deploy"]);
    let role = world.role("Developer");
    let zoe = world.identity("Zoe", role);
    let account = world.owned(git, "zoe", zoe);
    world.grant(git, account, "", "Bill");
    world.remember();
    world.access(git).grants.clear();
    world.grant(git, account, "", "Deploy");
    assert_eq!(told(&since(&world)), [(What::Changed, Some("Bill"), Some("Deploy"))]);
    for (place, level) in world.access_rules(git).levels.values_mut().zip([2, 1]) {
        place.rank = Some(level);
    }
    assert_eq!(told(&since(&world)), [(What::Lowered, Some("Bill"), Some("Deploy"))]);
}

#[test]
fn what_came_or_went_beside_a_level_that_is_higher_or_lower_is_told() {
    for (before, after, beside) in [
        (
            &["Write"][..],
            &["Admin", "Read"][..],
            (What::Appeared, None, Some("Read")),
        ),
        (&["Write", "Read"], &["Admin"], (What::Removed, Some("Read"), None)),
        (&["Admin", "Read"], &["Write"], (What::Removed, Some("Read"), None)),
        (&["Admin"], &["Write", "Read"], (What::Appeared, None, Some("Read"))),
    ] {
        let mut world = World::new();
        let git = world.system("git", &["Read", "Write", "Admin"]);
        for (place, level) in world.access_rules(git).levels.values_mut().zip(1..) {
            place.rank = Some(level);
        }
        let role = world.role("Developer");
        let zoe = world.identity("Zoe", role);
        let account = world.owned(git, "zoe", zoe);
        for level in before {
            world.grant(git, account, "", level);
        }
        world.remember();
        world.access(git).grants.clear();
        for level in after {
            world.grant(git, account, "", level);
        }
        let changes = since(&world);
        let what = if after.contains(&"Admin") {
            What::Raised
        } else {
            What::Lowered
        };
        let told = told(&changes);
        assert_eq!(told.first().map(|one| one.0), Some(what), "{before:?} {after:?}");
        assert_eq!(told.get(1..), Some([beside].as_slice()), "{before:?} {after:?}");
    }
}

#[test]
fn that_it_became_known_whose_an_account_is_changes_nothing_that_is_held() {
    let mut world = World::new();
    let git = world.system("git", &["Admin"]);
    let role = world.role("Developer");
    let zoe = world.identity("Zoe", role);
    let account = world.account(git, "zoe", crate::model::snapshot::Holder::Nobody);
    world.grant(git, account, "", "Admin");
    world.remember();
    let login = crate::model::snapshot::Match::Login;
    world.access(git).accounts[account].holder = crate::model::snapshot::Holder::Identity(zoe, login);
    assert!(since(&world).is_empty());
}

#[test]
fn keys_are_different_for_different_changes() {
    let mut world = World::new();
    let git = world.repositories("git", &["Admin"], &["a/b", "a"]);
    for login in ["x", "b/x"] {
        world.account(git, login, crate::model::snapshot::Holder::Nobody);
    }
    world.remember();
    let accounts: Vec<_> = world.access(git).accounts.iter().map(|(place, _)| place).collect();
    for account in accounts {
        for resource in ["a/b", "a"] {
            world.grant(git, account, resource, "Admin");
        }
    }
    let keys: BTreeSet<String> = since(&world).into_iter().map(|change| change.key).collect();
    assert_eq!(keys.len(), 4);
}
