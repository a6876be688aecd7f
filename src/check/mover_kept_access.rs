//! `mover-kept-access`: somebody has another role than in the audit before and still holds what was held then, though no
//! role of today allows it.

use std::collections::{BTreeMap, BTreeSet};

use super::told_before::{opaque, told_before};
use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::audit::{Bearer, Grant};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::opaque::Opaque;
use crate::model::renames::Renames;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Held, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("mover-kept-access"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.2",
        "NIST SP 800-53 AC-2",
        "CSA CCM IAM-07",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::PreviousGrants,
    run: Run::System(judge),
};

/// One finding a person, resource and level.
fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let Some(before) = snapshot.grants_before() else {
        return Vec::new();
    };
    let movers = movers(settings, snapshot);
    let system = &settings.systems[access.system].id;
    let of_system = before.iter().filter(|grant| grant.system == *system);
    let held: BTreeSet<(&str, Option<&Opaque>, &str)> = of_system.filter_map(|grant| key(grant, &movers)).collect();
    let told = told_before(snapshot, CHECK.id);
    if held.is_empty() && told.is_empty() {
        return Vec::new();
    }
    let identities = &snapshot.roster.identities;
    let resources = access.resource_ids();
    let mut breaches: BTreeMap<Subject, BTreeSet<_>> = BTreeMap::new();
    for now in access.effective() {
        let account = &access.accounts[now.account];
        let Some(identity) = account.holder.identity() else {
            continue;
        };
        let Held::Level(level) = now.grant.level else { continue };
        let resource = now.grant.resource;
        let kept = held.contains(&(
            identities[identity].id.reveal(),
            resource.and_then(|resource| resources.get(resource.get())),
            access.level_name(settings, now.grant.level).unwrap_or_default(),
        ));
        let name = access.resource_name(resource);
        let is_allowed = || {
            let mut roles = identities[identity].roles.iter();
            roles.any(|role| snapshot.policy.roles[role].allows(access.system, level, name).is_some())
        };
        if (kept || !told.is_empty()) && !is_allowed() {
            let subject = Subject {
                system: Some(access.system),
                account: Some(now.account),
                identity: Some(identity),
                resource,
                levels: vec![now.grant.level],
                ..Subject::default()
            };
            if kept || told.contains(&opaque(settings, snapshot, &CHECK, &subject)) {
                breaches.entry(subject).or_default().insert(now.grant.place);
            }
        }
    }
    Breach::gathered(breaches)
}

/// What a permission of a mover was on.
fn key<'a>(grant: &'a Grant, movers: &BTreeMap<&str, Ix<Identity>>) -> Option<(&'a str, Option<&'a Opaque>, &'a str)> {
    match &grant.bearer {
        Bearer::Identity(id) if movers.contains_key(id.as_str()) => {
            Some((id, grant.resource.as_ref(), grant.level.as_str()))
        }
        Bearer::Identity(_) | Bearer::Account(_) => None,
    }
}

/// Whoever had other roles in the audit before, by id.
fn movers<'a>(settings: &Settings, snapshot: &'a Snapshot) -> BTreeMap<&'a str, Ix<Identity>> {
    let Some(before) = snapshot.record_before() else {
        return BTreeMap::new();
    };
    let renames = Renames::of(settings, Some(&snapshot.policy));
    let roles: BTreeMap<&Opaque, BTreeSet<&str>> = (before.identities.iter())
        .map(|identity| {
            let titles = identity.roles.iter().map(|title| renames.role_now(title));
            (&identity.id, titles.collect())
        })
        .collect();
    let now = snapshot.roster.identities.iter();
    let moved = now.filter(|(_, identity)| {
        let titles = identity
            .roles
            .iter()
            .map(|role| snapshot.policy.roles[role].title.as_str());
        let titles: BTreeSet<&str> = titles.collect();
        let before = roles.get(&Opaque::identity(identity.id.reveal()));
        before.is_some_and(|before| *before != titles)
    });
    moved.map(|(place, identity)| (identity.id.reveal(), place)).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use crate::model::finding::Why;
    use crate::world::World;

    const CHECK: &str = "mover-kept-access";

    fn moved(world: &mut World) {
        let git = world.system("git", &["Admin", "Read"]);
        let (old, new) = (world.role("Developer"), world.role("Manager"));
        world.may(old, git, &["Admin", "Read"], &[]);
        world.may(new, git, &["Read"], &[]);
        let zoe = world.identity("Zoe", old);
        let account = world.owned(git, "zoe", zoe);
        world.grant(git, account, "", "Admin");
        world.grant(git, account, "", "Read");
        world.remember();
        assert!(world.findings(CHECK).is_empty(), "nobody moved");
        world.somebody(zoe).roles.first = new;
    }

    #[test]
    fn what_the_new_role_does_not_allow_is_found() {
        let mut world = World::new();
        moved(&mut world);
        assert_eq!(world.keys(CHECK), ["mover-kept-access/git/zoe//Admin"]);
    }

    #[test]
    fn without_the_table_of_permissions_of_then_nothing_is_judged() {
        let mut world = World::new();
        assert_eq!(world.unjudged(CHECK), [Why::NoPrevious]);
        moved(&mut world);
        assert!(world.unjudged(CHECK).is_empty());
        world.before().grants = None;
        assert_eq!(world.unjudged(CHECK), [Why::NoPreviousGrants]);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_role_of_another_title_is_the_same_role() {
        let mut world = World::new();
        moved(&mut world);
        let manager = world
            .snapshot
            .policy
            .roles
            .find(|role| role.title == "Manager")
            .unwrap()
            .0;
        world.role_of(manager).formerly = vec!["Developer".into()];
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_year_later_it_is_still_kept() {
        let mut world = World::new();
        moved(&mut world);
        world.remember();
        assert_eq!(world.keys(CHECK), ["mover-kept-access/git/zoe//Admin"]);
    }

    #[test]
    fn what_came_with_the_move_is_another_matter() {
        let mut world = World::new();
        moved(&mut world);
        let grants = world.before().grants.as_mut().unwrap();
        grants.retain(|grant| grant.level != "Admin");
        assert!(world.findings(CHECK).is_empty());
    }
}
