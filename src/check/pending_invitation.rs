//! `pending-invitation`: somebody was invited and has not accepted. Whoever gets hold of the invitation may.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};

pub(super) const CHECK: Check = Check {
    id: CheckId("pending-invitation"),
    severity: Severity::Low,
    controls: &["ISO 27001:2022 A.5.18", "SOC 2 CC6.2", "NIST SP 800-53 AC-2"],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Statuses,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    (case.rules.is_some() && case.account.is_pending()).then(|| case.subject())
}

#[cfg(test)]
mod tests {
    use crate::model::finding::Why;
    use crate::model::snapshot::{Holder, Status};
    use crate::world::World;

    #[test]
    fn an_invitation_is_found_and_an_account_is_none() {
        const CHECK: &str = "pending-invitation";
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let account = world.account(aws, "mira", Holder::Nobody);
        assert!(world.findings(CHECK).is_empty());
        world.status(aws, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty());
        world.status(aws, account, Status::Pending);
        assert_eq!(world.keys(CHECK), ["pending-invitation/aws/mira"]);
    }

    #[test]
    fn where_files_do_not_tell_nobody_knows() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let account = world.account(aws, "mira", Holder::Nobody);
        assert_eq!(world.unjudged("pending-invitation"), []);
        world.access(aws).accounts[account].status = None;
        let not_collected = [Why::NotCollected(vec![aws])];
        assert_eq!(world.unjudged("pending-invitation"), not_collected);
        assert_eq!(world.unjudged("disabled-account-holds-access"), not_collected);
    }
}
