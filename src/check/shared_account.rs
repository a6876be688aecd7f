//! `shared-account`: an account that several people share is not disabled. What is done with it can be laid to nobody.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::policy::RoleKind;

pub(super) const CHECK: Check = Check {
    id: CheckId("shared-account"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.16",
        "SOC 2 CC6.1",
        "NIST SP 800-53 AC-2",
        "PCI DSS 8.2.2",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::Nothing,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let (_, holder) = case.holder()?;
    let is_shared = case.rules.is_some() && holder.kind == RoleKind::Shared && !case.account.is_disabled();
    is_shared.then(|| case.subject())
}

#[cfg(test)]
mod tests {
    use crate::model::policy::RoleKind;
    use crate::model::snapshot::Status;
    use crate::world::World;

    #[test]
    fn an_account_that_people_share_is_found_unless_it_is_disabled() {
        const CHECK: &str = "shared-account";
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Support Agent");
        let desk = world.identity("Desk", role);
        let account = world.owned(aws, "desk", desk);
        for kind in [RoleKind::Person, RoleKind::Technical] {
            world.somebody(desk).kind = kind;
            assert!(world.findings(CHECK).is_empty());
        }
        world.somebody(desk).kind = RoleKind::Shared;
        assert_eq!(world.keys(CHECK), ["shared-account/aws/desk"]);
        world.status(aws, account, Status::Pending);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.status(aws, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty());
    }
}
