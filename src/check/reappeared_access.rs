//! `reappeared-access`: somebody holds again what was taken away in an earlier audit.

use std::collections::{BTreeMap, BTreeSet};

use super::{Breach, Check, Needs, Run};
use crate::model::audit::{Bearer, Grant};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::opaque::Opaque;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("reappeared-access"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.2", "NIST SP 800-53 AC-2"],
    needs: Needs::Previous,
    run: Run::System(judge),
};

/// One finding an account, resource and level.
fn judge(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Breach> {
    let Some(before) = snapshot.record_before() else {
        return Vec::new();
    };
    let taken: BTreeSet<&Opaque> = before.former_grants.iter().map(|grant| &grant.id).collect();
    if taken.is_empty() {
        return Vec::new();
    }
    let identities = &snapshot.roster.identities;
    let resources: Vec<Opaque> = (access.resources.values())
        .map(|resource| Opaque::resource(resource.name.reveal()))
        .collect();
    let mut breaches: BTreeMap<Subject, BTreeSet<_>> = BTreeMap::new();
    for now in access.effective() {
        let account = &access.accounts[now.account];
        let grant = Grant {
            system: settings.systems[access.system].id.clone(),
            resource: (now.grant.resource).and_then(|resource| resources.get(resource.get()).cloned()),
            bearer: match account.holder.identity() {
                Some(identity) => Bearer::Identity(identities[identity].id.reveal().to_owned()),
                None => Bearer::Account(account.login.reveal().to_owned()),
            },
            login: String::new(),
            level: (access.level_name(settings, now.grant.level))
                .unwrap_or_default()
                .to_owned(),
            via: String::new(),
        };
        if taken.contains(&grant.opaque()) {
            let subject = Subject {
                system: Some(access.system),
                account: Some(now.account),
                identity: account.holder.identity(),
                resource: now.grant.resource,
                levels: vec![now.grant.level],
                ..Subject::default()
            };
            breaches.entry(subject).or_default().insert(now.grant.place);
        }
    }
    let breaches = breaches.into_iter().map(|(subject, evidence)| Breach {
        subject,
        evidence: evidence.into_iter().collect(),
    });
    breaches.collect()
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
        assert!(world.findings(CHECK).is_empty(), "it was told once");
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
