//! `disabled-account-holds-access`: an account that is switched off still holds permissions, which it has again as soon as
//! somebody switches it on.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};

pub(super) const CHECK: Check = Check {
    id: CheckId("disabled-account-holds-access"),
    severity: Severity::Low,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.2",
        "NIST SP 800-53 AC-2",
        "CSA CCM IAM-07",
    ],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Statuses,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let holds = case.rules.is_some() && case.account.is_disabled() && case.holds;
    holds.then(|| case.subject())
}

#[cfg(test)]
mod tests {
    use crate::model::snapshot::{Holder, Status};
    use crate::world::World;

    #[test]
    fn a_disabled_account_with_a_permission_is_found_also_through_a_group() {
        const CHECK: &str = "disabled-account-holds-access";
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let account = world.account(aws, "mira", Holder::Nobody);
        let group = world.group(aws, "admins");
        world.group_grant(aws, group, "", "Admin");
        world.status(aws, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty(), "it holds nothing");
        world.member(aws, group, account);
        assert_eq!(world.keys(CHECK), ["disabled-account-holds-access/aws/mira"]);
        for status in [Status::Active, Status::Pending] {
            world.status(aws, account, status);
            assert!(world.findings(CHECK).is_empty());
        }
    }
}
