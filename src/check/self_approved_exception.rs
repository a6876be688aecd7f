//! `self-approved-exception`: somebody accepted a finding about themselves: the exception names them, or an account of
//! theirs, or fits a finding of theirs.

use super::exceptions::Granted;
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};

pub(super) const CHECK: Check = Check {
    id: CheckId("self-approved-exception"),
    severity: Severity::High,
    controls: &["ISO 27001:2022 A.5.3", "SOC 2 CC5.1", "NIST SP 800-53 AC-5"],
    about: About::Exceptions,
    by_roles: false,
    needs: Needs::Nothing,
    run: Run::Exception(is_breach),
};

fn is_breach(granted: &Granted<'_>) -> bool {
    granted.used.is_of_approver
}

#[cfg(test)]
mod tests {
    use crate::model::private::Private;
    use crate::model::snapshot::Holder;
    use crate::world::World;

    const CHECK: &str = "self-approved-exception";

    #[test]
    fn whoever_approves_an_exception_is_not_whom_it_is_for() {
        let mut world = World::new();
        let role = world.role("Developer");
        world.identity("Mira", role);
        world.identity("Noah", role);
        world.exception("owner-left").subject.identity = Some(Private::new("id-mira"));
        assert!(world.settled(CHECK).is_empty());
        world.last_exception().approved_by = Private::new("id-mira");
        assert_eq!(
            world.settled(CHECK),
            ["self-approved-exception//id-mira/////owner-left identity=id-mira granted=2021-01-01"]
        );
    }

    #[test]
    fn nor_the_holder_of_its_account() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let git = world.system("git", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        world.owned(aws, "Mira@example.com", mira);
        world.account(git, "mira@example.com", Holder::Nobody);
        world.exception("no-mfa").subject.account = Some(Private::new("mira@EXAMPLE.com"));
        assert!(world.settled(CHECK).is_empty());
        world.last_exception().approved_by = Private::new("id-mira");
        assert_eq!(world.settled(CHECK).len(), 1);
        world.within(git, None);
        assert!(world.settled(CHECK).is_empty(), "another account of that name");
    }

    #[test]
    fn nor_whoever_a_finding_is_about_that_a_broad_one_fits() {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        let mira = world.identity("Mira", role);
        let account = world.owned(aws, "mira", mira);
        world.exception("excess-grant").approved_by = Private::new("id-mira");
        assert!(world.settled(CHECK).is_empty());
        world.grant(aws, account, "", "Admin");
        assert_eq!(world.settled(CHECK).len(), 1);
    }
}
