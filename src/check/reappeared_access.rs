//! `reappeared-access`: somebody holds again what was taken away in an earlier audit.

use std::collections::{BTreeMap, BTreeSet};

use super::told_before::{opaque, told_before};
use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::audit::{Bearer, Grant};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::opaque::Opaque;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Resource, Snapshot};
use crate::model::system::Resources;

pub(super) const CHECK: Check = Check {
    id: CheckId("reappeared-access"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.2", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Previous,
    run: Run::System(judge),
};

/// One finding an account, resource and level.
fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let Some(before) = snapshot.record_before() else {
        return Vec::new();
    };
    let taken: BTreeSet<&Opaque> = before.former_grants.iter().map(|grant| &grant.id).collect();
    let told = told_before(snapshot, CHECK.id);
    if taken.is_empty() && told.is_empty() {
        return Vec::new();
    }
    let names = Names::of(settings, access);
    let mut breaches: BTreeMap<Subject, BTreeSet<_>> = BTreeMap::new();
    for now in access.effective() {
        let account = &access.accounts[now.account];
        let bearer = Bearer::of(&snapshot.roster, account);
        let level = access.level_name(settings, now.grant.level).unwrap_or_default();
        let mut called = names.of_grant(now.grant.resource, level, &bearer);
        let is_back = called.any(|grant| taken.contains(&grant.opaque()));
        if !is_back && told.is_empty() {
            continue;
        }
        let subject = Subject {
            system: Some(access.system),
            account: Some(now.account),
            identity: account.holder.identity(),
            resource: now.grant.resource,
            levels: vec![now.grant.level],
            ..Subject::default()
        };
        if is_back || told.contains(&opaque(settings, snapshot, &CHECK, &subject)) {
            breaches.entry(subject).or_default().insert(now.grant.place);
        }
    }
    Breach::gathered(breaches)
}

/// What a system, its resources and its levels are called, and were in earlier audits.
struct Names<'a> {
    systems: Vec<&'a str>,
    /// By place.
    resources: Vec<Vec<Opaque>>,
    levels: BTreeMap<&'a str, Vec<&'a str>>,
}

impl<'a> Names<'a> {
    fn of(settings: &'a Settings, access: &'a Access) -> Self {
        let system = &settings.systems[access.system];
        let rules = system.access();
        let renamed = match rules.map(|rules| &rules.resources) {
            Some(Resources::Labelled { formerly, .. }) => formerly.as_slice(),
            Some(Resources::Whole { .. }) | None => &[],
        };
        let resources = access.resources.values().map(|resource| {
            let former = renamed.iter().filter(|(_, is)| *is == resource.name);
            let former = former.map(|(was, _)| was.reveal());
            let all = std::iter::once(resource.name.reveal()).chain(former);
            all.map(Opaque::resource).collect()
        });
        let levels = rules.iter().flat_map(|rules| rules.levels.values());
        Self {
            systems: std::iter::once(&system.id)
                .chain(&system.formerly)
                .map(String::as_str)
                .collect(),
            resources: resources.collect(),
            levels: levels
                .map(|level| (level.name.as_str(), level.formerly.iter().map(String::as_str).collect()))
                .collect(),
        }
    }

    /// A permission under every name that its parts have and had.
    fn of_grant<'s>(
        &'s self,
        resource: Option<Ix<Resource>>,
        level: &'s str,
        bearer: &'s Bearer,
    ) -> impl Iterator<Item = Grant> + 's {
        let resources: Vec<Option<Opaque>> = match resource.and_then(|place| self.resources.get(place.get())) {
            Some(names) => names.iter().cloned().map(Some).collect(),
            None => vec![None],
        };
        let levels = std::iter::once(level).chain(self.levels.get(level).into_iter().flatten().copied());
        let levels: Vec<&str> = levels.collect();
        self.systems.iter().flat_map(move |system| {
            let levels = levels.clone();
            resources.clone().into_iter().flat_map(move |resource| {
                let levels = levels.clone().into_iter();
                levels.map(move |level| Grant {
                    system: (*system).to_owned(),
                    resource: resource.clone(),
                    bearer: bearer.clone(),
                    login: String::new(),
                    level: level.to_owned(),
                    via: String::new(),
                })
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::model::snapshot::Holder;
    use crate::world::World;

    const CHECK: &str = "reappeared-access";

    #[test]
    fn what_was_taken_away_and_is_back_is_found() {
        let mut world = World::new();
        let git = world.system("git", &["Admin", "Read"]);
        let role = world.role("Developer");
        let zoe = world.identity("Zoe", role);
        let account = world.owned(git, "zoe", zoe);
        world.grant(git, account, "", "Admin");
        world.grant(git, account, "", "Read");
        world.remember();
        let held = world.snapshot.access.clone();
        world.access(git).grants.truncate(1);
        world.remember();
        assert!(world.findings(CHECK).is_empty(), "it is not held now");
        world.snapshot.access = held;
        assert_eq!(world.keys(CHECK), ["reappeared-access/git/zoe//Read"]);
        world.remember();
        assert_eq!(world.findings(CHECK).len(), 1, "it is still there");
    }

    #[test]
    fn under_another_name_it_is_the_same_access() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin"], &["shop"]);
        let account = world.account(git, "ci", Holder::Nobody);
        world.grant(git, account, "shop", "Admin");
        world.remember();
        let held = world.snapshot.access.clone();
        world.access(git).grants.clear();
        world.remember();
        world.snapshot.access = held;
        assert_eq!(world.findings(CHECK).len(), 1);
        let system = &mut world.settings.systems[git];
        system.id = "code".into();
        assert!(world.findings(CHECK).is_empty(), "another system");
        world.settings.systems[git].formerly = vec!["git".into()];
        assert_eq!(world.findings(CHECK).len(), 1);
        for level in world.access_rules(git).levels.values_mut() {
            level.name = "Owner".into();
            level.formerly = vec!["Admin".into()];
        }
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn what_a_partial_list_lacked_was_not_taken_away() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let account = world.account(git, "ci", Holder::Nobody);
        world.grant(git, account, "", "Admin");
        world.remember();
        let held = world.snapshot.access.clone();
        world.access(git).grants.clear();
        world.access(git).coverage = Some(crate::model::system::Coverage::Partial);
        world.remember();
        world.snapshot.access = held;
        assert!(world.findings(CHECK).is_empty());
    }
}
