//! `contractor-grant`: a contractor holds a grant that only roles closed to contractors allow, or holds any grant after
//! the end of the contract.
//!
//! A grant that no role of theirs allows at all is `excess-grant` and not repeated here; so is any before the contract begins.

use super::cell::{Broken, Cell, Standing};
use super::{About, Check, Needs, Run};
use crate::model::finding::{CheckId, Severity};

pub(super) const CHECK: Check = Check {
    id: CheckId("contractor-grant"),
    severity: Severity::High,
    controls: &[
        "ISO 27001:2022 A.5.18",
        "ISO 27001:2022 A.5.20",
        "SOC 2 CC6.2",
        "NIST SP 800-53 PS-7",
    ],
    about: About::Accounts,
    by_roles: true,
    needs: Needs::Employment,
    run: Run::Cell(judge),
};

fn judge(cell: &Cell<'_>) -> Option<Broken> {
    match cell.standing {
        Standing::Employee | Standing::FormerEmployee | Standing::Future => None,
        Standing::FormerContractor => Some(Broken { role: None }),
        Standing::Contractor => closed_role(cell),
    }
}

/// Of the roles that allow the grant the first, if all of them are closed to contractors.
fn closed_role(cell: &Cell<'_>) -> Option<Broken> {
    let allowing = |role: &_| cell.allowed_to(*role);
    let open = |role| cell.policy.roles[role].contractors;
    if cell.policy.file.is_none() || cell.roles.iter().filter(allowing).any(open) {
        return None;
    }
    let first = cell.roles.iter().find(allowing)?;
    Some(Broken { role: Some(first) })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::policy::Role;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Account, Status};
    use crate::model::system::System;
    use crate::world::{TODAY, World};

    struct Company {
        world: World,
        system: Ix<System>,
        developer: Ix<Role>,
        mira: Ix<Identity>,
        account: Ix<Account>,
    }

    /// A developer may hold Admin and is closed to contractors; Mira is a contractor and holds it.
    fn company() -> Company {
        let mut world = World::new();
        let system = world.system("aws", &["Admin", "Read"]);
        let developer = world.role("Developer");
        world.may(developer, system, &["Admin"], &[]);
        let mira = world.identity("Mira", developer);
        world.contract(mira);
        let account = world.owned(system, "mira", mira);
        world.grant(system, account, "", "Admin");
        Company {
            world,
            system,
            developer,
            mira,
            account,
        }
    }

    #[test]
    fn a_grant_of_a_role_closed_to_contractors_is_found() {
        let c = company();
        let findings = c.world.findings("contractor-grant");
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].subject.role, Some(c.developer));
        assert_eq!(c.world.keys("contractor-grant"), ["contractor-grant/aws/mira//Admin"]);
    }

    #[test]
    fn an_open_role_that_allows_it_is_enough_and_one_that_does_not_is_nothing() {
        let mut c = company();
        let open = c.world.role("Consultant");
        c.world.role_of(open).contractors = true;
        c.world.somebody(c.mira).roles.further.push(open);
        assert_eq!(c.world.findings("contractor-grant").len(), 1);
        c.world.may(open, c.system, &["Admin"], &[]);
        assert!(c.world.findings("contractor-grant").is_empty());
    }

    #[test]
    fn an_employee_is_not_judged_nor_is_a_former_one() {
        let mut c = company();
        c.world.somebody(c.mira).employment = crate::model::roster::Employment::Employee;
        assert!(c.world.findings("contractor-grant").is_empty());
        c.world.somebody(c.mira).end = Some(End::On(date(2021, 1, 1)));
        assert!(c.world.findings("contractor-grant").is_empty());
    }

    #[test]
    fn after_the_contract_every_grant_is_found_even_of_an_open_role_or_an_unknown_level_or_without_a_policy() {
        let mut c = company();
        c.world.role_of(c.developer).contractors = true;
        c.world.somebody(c.mira).end = Some(End::On(TODAY));
        assert!(c.world.findings("contractor-grant").is_empty());
        c.world.somebody(c.mira).end = Some(End::On(date(2021, 10, 5)));
        c.world.grant(c.system, c.account, "", "Superuser");
        c.world.policy().file = None;
        let findings = c.world.findings("contractor-grant");
        assert_eq!(findings.len(), 2);
        assert_eq!(findings[0].subject.role, None);
    }

    #[test]
    fn not_judged_what_no_role_allows_what_is_unknown_what_is_undeclared_and_what_is_disabled() {
        let mut c = company();
        c.world.access(c.system).grants.clear();
        c.world.grant(c.system, c.account, "", "Read");
        c.world.grant(c.system, c.account, "", "Superuser");
        assert!(c.world.findings("contractor-grant").is_empty());
        assert_eq!(c.world.findings("excess-grant").len(), 1);

        let mut c = company();
        c.world.policy().file = None;
        assert!(c.world.findings("contractor-grant").is_empty());

        let mut c = company();
        c.world.status(c.system, c.account, Status::Disabled);
        assert!(c.world.findings("contractor-grant").is_empty());
    }
}
