//! `leaver-access`: somebody who left still has an account that is not disabled.
//!
//! Of whomever: that a contractor still holds something is a `contractor-grant` as well, which may be switched off.

use super::account::Case;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity, Subject};

pub(super) const CHECK: Check = Check {
    id: CheckId("leaver-access"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "ISO 27001:2022 A.6.5",
        "SOC 2 CC6.2",
        "NIST SP 800-53 PS-4",
    ],
    about: About::Accounts,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Account(judge),
};

fn judge(case: &Case<'_>) -> Option<Subject> {
    let place = case.account.holder.identity()?;
    let holder = &case.identities[place];
    let left = holder.left_before(case.date);
    (left && !case.account.is_disabled()).then(|| Subject {
        identity: Some(place),
        ..Subject::default()
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Holder, Match, Status};
    use crate::model::system::System;
    use crate::world::{TODAY, World};

    /// Mira with one account and one grant.
    fn company() -> (World, Ix<System>, Ix<Identity>, Ix<Account>) {
        let mut world = World::new();
        let system = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(system, "mira", mira);
        world.grant(system, account, "", "Admin");
        (world, system, mira, account)
    }

    #[test]
    fn the_end_date_is_the_last_allowed_day() {
        let (mut world, _, mira, _) = company();
        assert!(world.findings("leaver-access").is_empty());
        world.somebody(mira).end = Some(End::On(TODAY));
        assert!(world.findings("leaver-access").is_empty());
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        let findings = world.findings("leaver-access");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.identity, Some(mira));
        assert_eq!(findings[0].evidence.len(), 2);
        assert_eq!(world.keys("leaver-access"), ["leaver-access/aws/mira"]);
    }

    #[test]
    fn who_left_nobody_says_when_has_left() {
        let (mut world, _, mira, _) = company();
        world.somebody(mira).end = Some(End::Untold);
        assert_eq!(world.keys("leaver-access"), ["leaver-access/aws/mira"]);
    }

    #[test]
    fn a_disabled_account_is_no_access_and_an_invitation_is() {
        let (mut world, system, mira, account) = company();
        world.somebody(mira).end = Some(End::On(date(2021, 1, 1)));
        world.status(system, account, Status::Disabled);
        assert!(world.findings("leaver-access").is_empty());
        world.status(system, account, Status::Pending);
        assert_eq!(world.findings("leaver-access").len(), 1);
    }

    #[test]
    fn a_former_contractor_is_a_leaver_too() {
        let (mut world, system, mira, _) = company();
        world.somebody(mira).end = Some(End::On(date(2021, 1, 1)));
        world.contract(mira);
        assert_eq!(world.keys("leaver-access"), ["leaver-access/aws/mira"]);
        world.owned(system, "second", mira);
        assert_eq!(world.findings("leaver-access").len(), 2);
    }

    #[test]
    fn whose_it_is_must_be_known() {
        let (mut world, system, mira, account) = company();
        world.somebody(mira).end = Some(End::On(date(2021, 1, 1)));
        world.access(system).accounts[account].holder = Holder::Several(vec![(mira, Match::Login)]);
        assert!(world.findings("leaver-access").is_empty());
    }
}
