//! `excess-grant`: somebody holds what none of their roles may hold. Who starts only after the audit date has no role yet,
//! and may hold nothing but what an invitation offers that nobody has accepted: that is judged as of the first day.
//!
//! Not judged without declared roles, in a system whose rules are still to be written, for leavers (all they hold is a breach already), and for a level that no
//! definition maps: what it allows is unknown.

use super::cell::{Broken, Cell, Standing};
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};
use crate::model::snapshot::Held;

pub(super) const CHECK: Check = Check {
    id: CheckId("excess-grant"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.15",
        "ISO 27001:2022 A.8.3",
        "SOC 2 CC6.3",
        "NIST SP 800-53 AC-6",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::Rules,
    run: Run::Cell(judge),
};

fn judge(cell: &Cell<'_>) -> Option<Broken> {
    let Held::Level(_) = cell.level else { return None };
    cell.policy.file.as_ref()?;
    if cell.policy.without_rules.contains(&cell.system) {
        return None;
    }
    let allowed = match cell.standing {
        Standing::Employee | Standing::Contractor => cell.roles.iter().any(|role| cell.allowed_to(role)),
        Standing::FormerEmployee | Standing::FormerContractor => true,
        Standing::Future => false,
    };
    (!allowed).then_some(Broken {
        role: Some(cell.roles.first),
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::policy::Role;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Held, Status};
    use crate::model::system::System;
    use crate::world::{TODAY, World};

    struct Company {
        world: World,
        system: Ix<System>,
        developer: Ix<Role>,
        mira: Ix<Identity>,
        account: Ix<Account>,
    }

    /// A developer may write `app-*`; Mira holds Admin of `app-web`.
    fn company() -> Company {
        let mut world = World::new();
        let system = world.repositories("git", &["Admin", "Write"], &["app-web", "infra"]);
        let developer = world.role("Developer");
        world.may(developer, system, &["Write"], &["app-*"]);
        let mira = world.identity("Mira", developer);
        let account = world.owned(system, "mira", mira);
        world.grant(system, account, "app-web", "Admin");
        Company {
            world,
            system,
            developer,
            mira,
            account,
        }
    }

    #[test]
    fn a_level_that_the_role_may_not_hold_is_found_with_every_row() {
        let mut c = company();
        let twice = c.world.grant(c.system, c.account, "app-web", "Admin");
        let findings = c.world.findings("excess-grant");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].evidence.len(), 2);
        assert_eq!(findings[0].evidence[1], twice);
        assert_eq!(findings[0].subject.role, Some(c.developer));
        assert_eq!(findings[0].subject.identity, Some(c.mira));
        assert_eq!(c.world.keys("excess-grant"), ["excess-grant/git/mira/app-web/Admin"]);
    }

    #[test]
    fn what_a_rule_names_is_allowed_and_nothing_else() {
        let mut c = company();
        c.world.access(c.system).grants.clear();
        c.world.grant(c.system, c.account, "app-web", "Write");
        assert!(c.world.findings("excess-grant").is_empty());
        c.world.grant(c.system, c.account, "infra", "Write");
        assert_eq!(c.world.keys("excess-grant"), ["excess-grant/git/mira/infra/Write"]);
    }

    #[test]
    fn a_rule_of_another_system_allows_nothing() {
        let mut c = company();
        let other = c.world.repositories("other", &["Admin", "Write"], &["app-web"]);
        c.world.may(c.developer, other, &["Admin"], &[]);
        assert_eq!(c.world.findings("excess-grant").len(), 1);
    }

    #[test]
    fn what_a_role_must_hold_it_may() {
        let mut c = company();
        c.world.must(c.developer, c.system, &["Admin"], &["app-web"]);
        assert!(c.world.findings("excess-grant").is_empty());
    }

    #[test]
    fn a_further_role_adds_what_may_be_held_for_its_bearer_only() {
        let mut c = company();
        let lead = c.world.role("Lead");
        c.world.may(lead, c.system, &["Admin"], &[]);
        c.world.somebody(c.mira).roles.further.push(lead);
        let noah = c.world.identity("Noah", c.developer);
        let account = c.world.owned(c.system, "noah", noah);
        c.world.grant(c.system, account, "app-web", "Admin");
        assert_eq!(c.world.keys("excess-grant"), ["excess-grant/git/noah/app-web/Admin"]);
    }

    #[test]
    fn an_invitation_is_judged_and_a_disabled_account_is_not() {
        let mut c = company();
        c.world.status(c.system, c.account, Status::Pending);
        assert_eq!(c.world.findings("excess-grant").len(), 1);
        c.world.status(c.system, c.account, Status::Disabled);
        assert!(c.world.findings("excess-grant").is_empty());
    }

    #[test]
    fn a_system_whose_rules_are_to_be_written_is_not_judged() {
        let mut c = company();
        let system = c.system;
        c.world.policy().without_rules.insert(system);
        assert!(c.world.findings("excess-grant").is_empty());
        assert_eq!(c.world.unjudged("excess-grant"), [Why::NoRules(vec![system])]);
        c.world.policy().without_rules.clear();
        assert_eq!(c.world.findings("excess-grant").len(), 1);
        assert!(c.world.unjudged("excess-grant").is_empty());
    }

    #[test]
    fn who_starts_after_the_day_may_hold_nothing_yet_whatever_the_role_allows() {
        let mut c = company();
        c.world.may(c.developer, c.system, &["Admin"], &[]);
        c.world.somebody(c.mira).start = Some(TODAY);
        assert!(c.world.findings("excess-grant").is_empty());
        c.world.somebody(c.mira).start = Some(date(2021, 10, 7));
        assert_eq!(c.world.keys("excess-grant"), ["excess-grant/git/mira/app-web/Admin"]);
        c.world.status(c.system, c.account, Status::Pending);
        assert!(c.world.findings("excess-grant").is_empty());
        c.world.policy().roles[c.developer].may.clear();
        assert_eq!(c.world.findings("excess-grant").len(), 1);
        c.world.status(c.system, c.account, Status::Active);
        c.world.contract(c.mira);
        assert_eq!(c.world.findings("excess-grant").len(), 1);
        assert!(c.world.findings("contractor-grant").is_empty());
        c.world.policy().file = None;
        assert!(c.world.findings("excess-grant").is_empty());
    }

    #[test]
    fn not_judged_without_declared_roles_for_leavers_and_for_unknown_levels() {
        let mut c = company();
        c.world.policy().file = None;
        assert!(c.world.findings("excess-grant").is_empty());

        let mut c = company();
        c.world.somebody(c.mira).end = Some(End::On(date(2021, 1, 1)));
        assert!(c.world.findings("excess-grant").is_empty());
        c.world.contract(c.mira);
        assert!(c.world.findings("excess-grant").is_empty());

        let mut c = company();
        c.world.access(c.system).grants.clear();
        c.world.grant(c.system, c.account, "app-web", "Superuser");
        assert!(c.world.findings("excess-grant").is_empty());
    }

    #[test]
    fn a_contractor_is_judged_like_an_employee_and_levels_stand_in_the_subject() {
        let mut c = company();
        c.world.contract(c.mira);
        let admin = c.world.access_rules(c.system).level("Admin").map(Held::Level);
        let findings = c.world.findings("excess-grant");
        assert_eq!(findings[0].subject.levels.first().copied(), admin);
    }
}
