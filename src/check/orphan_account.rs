//! `orphan-account`: an account belongs to nobody in the roster. One that is disabled and still holds something is found
//! too: it can be switched on by nobody's leave, and then may do what it may.
//!
//! One that is disabled and holds nothing is what is left of somebody whose access was taken away as it should be, and
//! whom the roster no longer has: no finding. The internal document lists it with the disabled accounts.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::snapshot::Holder;

pub(super) const CHECK: Check = Check {
    id: CheckId("orphan-account"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.16",
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.2",
        "NIST SP 800-53 AC-2",
    ],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    match case.account.holder {
        Holder::Nobody if case.account.is_disabled() && !case.holds => None,
        Holder::Nobody => Some(Subject::default()),
        Holder::Identity(..) | Holder::Several(_) => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::snapshot::{Holder, Match, Status};
    use crate::world::World;

    #[test]
    fn an_account_of_somebody_or_of_several_is_no_orphan() {
        let mut world = World::new();
        let system = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let noah = world.identity("Noah", role);
        world.owned(system, "mira", mira);
        let several = vec![(mira, Match::Login), (noah, Match::Email)];
        world.account(system, "both", Holder::Several(several));
        assert!(world.findings("orphan-account").is_empty());
    }

    #[test]
    fn an_account_of_nobody_is_one_finding_with_all_its_rows() {
        let mut world = World::new();
        let system = world.system("aws", &["Admin", "Read"]);
        let account = world.account(system, "old-bot", Holder::Nobody);
        let first = world.access(system).accounts[account].place;
        let admin = world.grant(system, account, "", "Admin");
        let other = world.account(system, "other", Holder::Nobody);
        world.grant(system, other, "", "Admin");
        let read = world.grant(system, account, "", "Read");
        let findings = world.findings("orphan-account");
        assert_eq!(findings[0].evidence, [first, admin, read]);
        assert_eq!(
            world.keys("orphan-account"),
            ["orphan-account/aws/old-bot", "orphan-account/aws/other"]
        );
    }

    #[test]
    fn a_notebook_of_nobody_and_a_disabled_account_of_nobody_that_holds_something_are_found() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let disabled = world.account(aws, "old", Holder::Nobody);
        world.status(aws, disabled, Status::Disabled);
        world.grant(aws, disabled, "", "Admin");
        let notebooks = world.notebooks("notebooks");
        let owner = world.account(notebooks, "who", Holder::Nobody);
        let place = world.device(notebooks, owner, Some(true), Some(true));
        let findings = world.findings("orphan-account");
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[1].evidence[1], place);
    }

    #[test]
    fn a_disabled_account_of_nobody_that_holds_nothing_is_no_finding_and_an_invitation_is() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let account = world.account(aws, "old", Holder::Nobody);
        world.status(aws, account, Status::Disabled);
        assert!(world.findings("orphan-account").is_empty());
        for status in [Status::Pending, Status::Active] {
            world.status(aws, account, status);
            assert_eq!(world.keys("orphan-account"), ["orphan-account/aws/old"]);
        }
    }
}
