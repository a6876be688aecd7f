//! `no-mfa`: somebody can log in without a second factor. High where the account holds a privileged level, else medium.
//!
//! Judged for active accounts of people, and of nobody or of several, who may be people: machines have no second factor,
//! and what a leaver has is found already. A
//! second factor that was not collected is no breach.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::policy::RoleKind;

pub(super) const CHECK: Check = Check {
    id: CheckId("no-mfa"),
    severity: Severity::Medium,
    controls: &["ISO 27001:2022 A.8.5", "SOC 2 CC6.1", "NIST SP 800-53 IA-2"],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::Mfa,
    run: Run::Graded(judge),
};

fn judge(case: &Case<'_>) -> Option<(Severity, Subject)> {
    case.rules?;
    let is_person = case.holder().is_none_or(|(_, holder)| holder.kind == RoleKind::Person);
    let open = case.account.mfa == Some(false) && case.account.is_active() && is_person && !case.is_of_leaver();
    let severity = if case.privileged {
        Severity::High
    } else {
        CHECK.severity
    };
    open.then(|| (severity, case.subject()))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use crate::model::arena::Ix;
    use crate::model::finding::{CheckId, Severity, Why};
    use crate::model::policy::RoleKind;
    use crate::model::roster::{End, Identity};
    use crate::model::settings::Ruling;
    use crate::model::snapshot::{Account, Holder, Status};
    use crate::model::system::System;
    use crate::world::World;

    const CHECK: &str = "no-mfa";

    fn company() -> (World, Ix<System>, Ix<Identity>, Ix<Account>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin", "Read"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.grant(aws, account, "", "Read");
        world.access(aws).accounts[account].mfa = Some(false);
        (world, aws, mira, account)
    }

    #[test]
    fn whoever_holds_a_privileged_level_is_graver() {
        let (mut world, aws, _, account) = company();
        world.privileged(aws, "Admin");
        assert_eq!(world.findings(CHECK)[0].severity, Severity::Medium);
        let group = world.group(aws, "admins");
        world.member(aws, group, account);
        world.group_grant(aws, group, "", "Admin");
        assert_eq!(world.findings(CHECK)[0].severity, Severity::High);
        assert_eq!(world.keys(CHECK), ["no-mfa/aws/mira"]);
    }

    #[test]
    fn a_declared_severity_goes_before_that_of_the_finding() {
        let (mut world, aws, ..) = company();
        world.privileged(aws, "Read");
        let (severity, reason) = (Some(Severity::Low), "single sign-on asks for it".into());
        world
            .settings
            .rulings
            .insert(CheckId(CHECK), Ruling { severity, reason });
        assert_eq!(world.findings(CHECK)[0].severity, Severity::Low);
    }

    #[test]
    fn a_second_factor_passes_and_an_unknown_one_is_told() {
        let (mut world, aws, _, account) = company();
        world.access(aws).accounts[account].mfa = Some(true);
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), []);
        world.access(aws).accounts[account].mfa = None;
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])]);
        world.status(aws, account, Status::Disabled);
        assert_eq!(world.unjudged(CHECK), []);
        world.access(aws).coverage = None;
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])]);
    }

    #[test]
    fn only_active_accounts_of_people_who_are_there() {
        let (mut world, aws, mira, account) = company();
        for status in [Status::Disabled, Status::Pending] {
            world.status(aws, account, status);
            assert!(world.findings(CHECK).is_empty());
        }
        world.status(aws, account, Status::Active);
        world.somebody(mira).kind = RoleKind::Technical;
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).kind = RoleKind::Person;
        world.somebody(mira).end = Some(End::Untold);
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).end = None;
        assert_eq!(world.findings(CHECK).len(), 1);
        world.access(aws).accounts[account].holder = Holder::Nobody;
        assert_eq!(world.findings(CHECK).len(), 1, "a stranger may be a person");
    }
}
