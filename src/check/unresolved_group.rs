//! `unresolved-group`: a group holds a permission, itself or as a member of another group, and no file lists all its
//! members.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("unresolved-group"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.3", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Lists,
    run: Run::System(judge),
};

fn judge(_: &Settings, _: &Snapshot, access: &Access) -> Vec<Breach> {
    let groups = access.unresolved().into_iter().map(|(group, places)| Breach {
        subject: Subject {
            system: Some(access.system),
            text: Some(access.groups[group].name.clone()),
            ..Subject::default()
        },
        evidence: places.into_iter().collect(),
    });
    groups.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::snapshot::Holder;
    use crate::world::World;

    const CHECK: &str = "unresolved-group";

    #[test]
    fn a_group_that_holds_something_must_have_its_members_listed() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let devs = world.group(git, "devs");
        let granted = world.group_grant(git, devs, "", "Admin");
        assert!(world.findings(CHECK).is_empty(), "an empty group is a known one");
        world.access(git).groups[devs].listed = false;
        assert_eq!(world.keys(CHECK), ["unresolved-group/git//////devs"]);
        assert_eq!(world.findings(CHECK)[0].evidence, [granted]);
    }

    #[test]
    fn a_group_within_it_is_found_with_the_way_there_and_one_that_holds_nothing_is_not() {
        let mut world = World::new();
        let git = world.system("git", &["Admin"]);
        let (all, devs, idle) = (
            world.group(git, "all"),
            world.group(git, "devs"),
            world.group(git, "idle"),
        );
        let account = world.account(git, "x", Holder::Nobody);
        world.member(git, devs, account);
        let nested = world.nested(git, all, devs);
        let granted = world.group_grant(git, all, "", "Admin");
        for group in [devs, idle] {
            world.access(git).groups[group].listed = false;
        }
        assert_eq!(world.keys(CHECK), ["unresolved-group/git//////devs"]);
        assert_eq!(world.findings(CHECK)[0].evidence, [nested, granted]);
    }
}
