//! `direct-grant`: an account holds something directly in a system whose permissions are to be held through groups.
//!
//! One finding an account, with every row that shows it. What the account holds through a group as well does not count:
//! a list of effective permissions does not tell the two apart.

use std::collections::{BTreeMap, BTreeSet};

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, Resource, Snapshot};
use crate::model::source::Place;

pub(super) const CHECK: Check = Check {
    id: CheckId("direct-grant"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Groups,
    run: Run::System(judge),
};

/// What somebody holds.
type Right = (Ix<Account>, Option<Ix<Resource>>, Held);

fn judge(settings: &Settings, _: &Snapshot, access: &Access) -> Vec<Breach> {
    let rules = settings.systems[access.system].access();
    if !rules.is_some_and(|rules| rules.expected.through_groups) {
        return Vec::new();
    }
    let mut direct: BTreeMap<Right, BTreeSet<Place>> = BTreeMap::new();
    let mut through: BTreeSet<Right> = BTreeSet::new();
    for held in access.effective() {
        let right = (held.account, held.grant.resource, held.grant.level);
        if held.chain.is_some() {
            through.insert(right);
        } else if !access.accounts[held.account].is_disabled() {
            direct.entry(right).or_default().insert(held.grant.place);
        }
    }
    let mut accounts: BTreeMap<Ix<Account>, BTreeSet<Place>> = BTreeMap::new();
    for (right, places) in direct.into_iter().filter(|(right, _)| !through.contains(right)) {
        accounts.entry(right.0).or_default().extend(places);
    }
    let breach = |(place, places): (Ix<Account>, BTreeSet<Place>)| Breach {
        subject: Subject {
            system: Some(access.system),
            account: Some(place),
            identity: access.accounts[place].holder.identity(),
            ..Subject::default()
        },
        evidence: places.into_iter().collect(),
    };
    accounts.into_iter().map(breach).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::finding::Why;
    use crate::model::snapshot::Status;
    use crate::world::World;

    const CHECK: &str = "direct-grant";

    #[test]
    fn what_is_held_directly_is_found_once_an_account() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin", "Read"], &["a", "b"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(git, "mira", mira);
        let group = world.group(git, "developers");
        world.member(git, group, account);
        world.group_grant(git, group, "a", "Read");
        world.grant(git, account, "a", "Admin");
        world.grant(git, account, "b", "Admin");
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NoGroups]);

        world.access_rules(git).expected.through_groups = true;
        assert_eq!(world.unjudged(CHECK), []);
        let findings = world.findings(CHECK);
        assert_eq!(findings[0].evidence.len(), 2);
        assert_eq!(world.keys(CHECK), ["direct-grant/git/mira"]);

        world.status(git, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn what_is_held_through_a_group_as_well_passes() {
        let mut world = World::new();
        let git = world.repositories("git", &["Admin", "Read"], &["a"]);
        world.access_rules(git).expected.through_groups = true;
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(git, "mira", mira);
        let group = world.group(git, "developers");
        world.grant(git, account, "a", "Read");
        world.access(git).grants[0].via = Some(group);
        assert!(world.findings(CHECK).is_empty(), "the row itself names a group");
        world.grant(git, account, "a", "Read");
        assert!(world.findings(CHECK).is_empty());
        world.grant(git, account, "a", "Admin");
        assert_eq!(world.findings(CHECK).len(), 1);
    }
}
