//! `dormant-account`: an account was last used longer ago than the limit of its system allows.
//!
//! Technical and shared accounts are exempt: some are used once a year, or by keys that no login shows. So are those that
//! are kept for emergencies (a role with `break-glass`), disabled accounts, and those of leavers, which are found already. An unknown last login is no breach.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::snapshot::LastLogin;

pub(super) const CHECK: Check = Check {
    id: CheckId("dormant-account"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.2",
        "NIST SP 800-53 AC-2",
        "CSA CCM IAM-08",
        "PCI DSS 8.2.6",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::LastLogins,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let limit = case.rules?.expected.dormant_days?;
    let LastLogin::On(day) = case.account.last_login.as_of(case.date) else {
        return None;
    };
    let dormant = case.should_be_used()
        && !case.is_of_leaver()
        && !case.account.is_disabled()
        && i64::from((case.date - day).get_days()) > i64::from(limit);
    dormant.then(|| case.subject())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::policy::RoleKind;
    use crate::model::roster::{End, Identity, Roles};
    use crate::model::snapshot::{Account, Holder, LastLogin, Status};
    use crate::model::system::System;
    use crate::world::World;

    const CHECK: &str = "dormant-account";

    /// Mira was last there 91 days before the audit date, where 90 are allowed.
    fn company() -> (World, Ix<System>, Ix<Identity>, Ix<Account>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access_rules(aws).expected.dormant_days = Some(90);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.access(aws).accounts[account].last_login = LastLogin::On(date(2021, 7, 7));
        (world, aws, mira, account)
    }

    #[test]
    fn longer_ago_than_the_limit_is_found_and_the_limit_itself_passes() {
        let (mut world, aws, _, account) = company();
        assert_eq!(world.keys(CHECK), ["dormant-account/aws/mira"]);
        world.access_rules(aws).expected.dormant_days = Some(91);
        assert!(world.findings(CHECK).is_empty());
        world.access_rules(aws).expected.dormant_days = Some(500);
        world.access(aws).accounts[account].last_login = LastLogin::On(date(2020, 5, 24));
        assert!(world.findings(CHECK).is_empty(), "500 days ago");
        world.access(aws).accounts[account].last_login = LastLogin::On(date(2020, 5, 23));
        assert_eq!(world.findings(CHECK).len(), 1, "501 days ago");
    }

    #[test]
    fn an_account_of_nobody_is_judged_and_those_of_machines_and_teams_are_not() {
        let (mut world, aws, mira, account) = company();
        for kind in [RoleKind::Technical, RoleKind::Shared] {
            world.somebody(mira).kind = kind;
            assert!(world.findings(CHECK).is_empty());
        }
        world.access(aws).accounts[account].holder = Holder::Nobody;
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn what_is_kept_for_emergencies_may_lie_unused_and_whoever_has_another_role_beside_may_not() {
        let (mut world, aws, mira, account) = company();
        let glass = world.role("Emergency Account");
        world.role_of(glass).break_glass = true;
        let developer = world.somebody(mira).roles.clone();
        world.somebody(mira).roles = Roles {
            first: glass,
            further: Vec::new(),
        };
        assert!(world.findings(CHECK).is_empty());
        world.access(aws).accounts[account].last_login = LastLogin::Unknown;
        assert_eq!(world.unjudged(CHECK), [], "nobody needs to know");
        world.access(aws).accounts[account].last_login = LastLogin::Never;
        assert!(world.findings("never-used-account").is_empty());
        world.somebody(mira).roles = developer;
        assert_eq!(world.findings("never-used-account").len(), 1);
    }

    #[test]
    fn disabled_accounts_and_those_of_leavers_are_found_otherwise_or_not_at_all() {
        let (mut world, aws, mira, account) = company();
        world.status(aws, account, Status::Disabled);
        assert!(world.findings(CHECK).is_empty());
        world.status(aws, account, Status::Active);
        world.somebody(mira).end = Some(End::On(date(2021, 1, 1)));
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn unknown_is_no_breach_and_told_and_so_is_a_missing_limit() {
        let (mut world, aws, _, account) = company();
        assert_eq!(world.unjudged(CHECK), []);
        world.access(aws).accounts[account].last_login = LastLogin::Unknown;
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])]);
        let second = world.system("git", &["Admin"]);
        assert_eq!(
            world.unjudged(CHECK),
            [Why::NoLimit(vec![second]), Why::NotCollected(vec![aws])]
        );
        world.access_rules(aws).expected.dormant_days = None;
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
    }
}
