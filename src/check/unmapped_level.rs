//! `unmapped-level`: a file spells a level that no definition maps. One finding a system and spelling, with all rows.

use super::{About, Breach, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Held, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("unmapped-level"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.5.15", "SOC 2 CC6.3", "NIST SP 800-53 AC-6"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Lists,
    run: Run::System(judge),
};

fn judge(_: &Settings, _: &Snapshot, access: &Access) -> Vec<Breach> {
    let unmapped = access.grants.iter().filter_map(|grant| match grant.level {
        Held::Unmapped(_) => Some(Breach {
            subject: Subject {
                system: Some(access.system),
                levels: vec![grant.level],
                ..Subject::default()
            },
            evidence: vec![grant.place],
        }),
        Held::Level(_) => None,
    });
    unmapped.collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::world::World;

    #[test]
    fn a_defined_level_passes_and_each_unknown_spelling_is_one_finding() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let git = world.system("git", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let on_aws = world.owned(aws, "mira", mira);
        let on_git = world.owned(git, "mira", mira);
        world.grant(aws, on_aws, "", "ADMIN");
        assert!(world.findings("unmapped-level").is_empty());
        let first = world.grant(aws, on_aws, "", "Root");
        world.grant(aws, on_aws, "", "Power/User");
        let again = world.grant(aws, on_aws, "", "Root");
        world.grant(git, on_git, "", "Root");
        assert_eq!(world.findings("unmapped-level")[0].evidence, [first, again]);
        assert_eq!(
            world.keys("unmapped-level"),
            [
                "unmapped-level/aws///Root",
                "unmapped-level/aws///Power%2FUser",
                "unmapped-level/git///Root"
            ]
        );
    }
}
