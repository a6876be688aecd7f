//! `never-used-account`: an account has never been used, though its holder had as many days for it as the limit allows.
//!
//! When an account was made is not known, so the holder's first day is what counts: somebody who started within the limit
//! passes. An invitation that nobody accepted is `pending-invitation`. Exempt are those that `dormant-account` exempts.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::snapshot::LastLogin;

pub(super) const CHECK: Check = Check {
    id: CheckId("never-used-account"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "SOC 2 CC6.2",
        "NIST SP 800-53 AC-2",
        "PCI DSS 8.2.6",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::LastLogins,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let limit = case.rules?.expected.dormant_days?;
    let is_due = case.holder().is_none_or(|(_, holder)| {
        let started = holder.start.map(|start| i64::from((case.date - start).get_days()));
        started.is_none_or(|days| days > i64::from(limit))
    });
    let unused = is_due
        && case.should_be_used()
        && !case.is_of_leaver()
        && case.account.is_active()
        && case.account.last_login == LastLogin::Never;
    unused.then(|| case.subject())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::policy::RoleKind;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Holder, LastLogin, Status};
    use crate::model::system::System;
    use crate::world::World;

    const CHECK: &str = "never-used-account";

    fn company() -> (World, Ix<System>, Ix<Identity>, Ix<Account>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.access_rules(aws).expected.dormant_days = Some(90);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.access(aws).accounts[account].last_login = LastLogin::Never;
        (world, aws, mira, account)
    }

    #[test]
    fn never_is_found_and_a_day_passes() {
        let (mut world, aws, _, account) = company();
        assert_eq!(world.keys(CHECK), ["never-used-account/aws/mira"]);
        assert!(world.findings("dormant-account").is_empty());
        world.access(aws).accounts[account].last_login = LastLogin::On(date(2021, 10, 1));
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn somebody_new_has_as_many_days_as_the_limit() {
        let (mut world, _, mira, _) = company();
        world.somebody(mira).start = Some(date(2021, 7, 8));
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).start = Some(date(2021, 7, 7));
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn only_active_accounts_of_people_who_are_there_or_of_nobody() {
        let (mut world, aws, mira, account) = company();
        for status in [Status::Disabled, Status::Pending] {
            world.status(aws, account, status);
            assert!(world.findings(CHECK).is_empty());
        }
        world.status(aws, account, Status::Active);
        world.somebody(mira).kind = RoleKind::Shared;
        assert!(world.findings(CHECK).is_empty());
        world.somebody(mira).kind = RoleKind::Person;
        world.somebody(mira).end = Some(End::Untold);
        assert!(world.findings(CHECK).is_empty());
        world.access(aws).accounts[account].holder = Holder::Nobody;
        assert_eq!(world.findings(CHECK).len(), 1);
    }

    #[test]
    fn unknown_is_not_never() {
        let (mut world, aws, _, account) = company();
        world.access(aws).accounts[account].last_login = LastLogin::Unknown;
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), [Why::NotCollected(vec![aws])]);
        world.access_rules(aws).expected.dormant_days = None;
        assert_eq!(world.unjudged(CHECK), [Why::NoLimit(Vec::new())]);
    }
}
