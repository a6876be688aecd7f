//! `missing-workstation`: somebody needs a notebook and no inventory lists one.
//!
//! Not judged unless the inventories together prove the absence, and not for whoever may be the owner of a notebook
//! that could belong to several.

use std::collections::BTreeSet;

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

pub(super) const CHECK: Check = Check {
    id: CheckId("missing-workstation"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.9",
        "ISO 27001:2022 A.8.1",
        "SOC 2 CC6.1",
        "NIST SP 800-53 CM-8",
    ],
    about: About::Notebooks,
    by_roles: true,
    needs: Needs::FullInventory,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, snapshot: &Snapshot) -> Vec<Breach> {
    let lists_notebooks = |access: &&Access| settings.systems[access.system].is_inventory();
    let inventories: Vec<&Access> = snapshot.access.iter().filter(lists_notebooks).collect();
    let Some(first) = inventories.first() else {
        return Vec::new();
    };
    if !inventories.iter().all(|access| snapshot.proves_absence(access)) {
        return Vec::new();
    }
    let listed_on = inventories
        .iter()
        .map(|access| access.begun())
        .min()
        .unwrap_or(settings.date);
    let owners: BTreeSet<Ix<Identity>> = inventories.iter().flat_map(|access| possible_owners(access)).collect();
    let without = snapshot
        .roster
        .identities
        .iter()
        .filter(|(_, identity)| identity.needs_workstation_on(settings.date))
        // who came after the list was made cannot be on it
        .filter(|(place, identity)| identity.present_on(listed_on) && !owners.contains(place));
    let breach = |(place, identity): (Ix<Identity>, &Identity)| Breach {
        subject: Subject {
            system: Some(first.system),
            identity: Some(place),
            role: Some(identity.roles.first),
            ..Subject::default()
        },
        evidence: vec![identity.place],
    };
    without.map(breach).collect()
}

/// Everybody who has a notebook, or may be the one who has it.
fn possible_owners(access: &Access) -> Vec<Ix<Identity>> {
    let devices = access.devices.iter();
    let owners = devices.flat_map(|device| access.accounts[device.account].holder.possible());
    owners.map(|(identity, _)| identity).collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::indexing_slicing, reason = "tests")]

    use jiff::civil::date;

    use crate::model::arena::Ix;
    use crate::model::private::Private;
    use crate::model::roster::{End, Identity};
    use crate::model::snapshot::{Holder, Match};
    use crate::model::source::Rejected;
    use crate::model::system::{Coverage, System};
    use crate::world::{TODAY, World};

    const CHECK: &str = "missing-workstation";

    /// Mira needs a notebook and has none.
    fn company() -> (World, Ix<System>, Ix<Identity>) {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        let system = world.notebooks("notebooks");
        let role = world.role("Developer");
        world.role_of(role).needs_workstation = true;
        let mira = world.identity("Mira", role);
        (world, system, mira)
    }

    #[test]
    fn somebody_without_is_found_at_their_row_of_the_roster() {
        let (world, _, mira) = company();
        let findings = world.findings(CHECK);
        assert_eq!(findings.len(), 1);
        assert_eq!(findings[0].evidence, [world.snapshot.roster.identities[mira].place]);
        assert_eq!(world.keys(CHECK), ["missing-workstation/notebooks/id-mira"]);
    }

    #[test]
    fn who_came_after_the_list_was_made_cannot_be_on_it() {
        let (mut world, system, mira) = company();
        world.somebody(mira).start = Some(TODAY);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.access(system).first_day = Some(date(2021, 10, 5));
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn one_notebook_in_any_inventory_is_enough() {
        let (mut world, _, mira) = company();
        let second = world.notebooks("macs");
        let account = world.owned(second, "mira", mira);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.device(second, account, None, None);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn a_notebook_of_nobody_is_not_hers_and_one_of_several_may_be() {
        let (mut world, system, mira) = company();
        let nobody = world.account(system, "pool", Holder::Nobody);
        world.device(system, nobody, None, None);
        assert_eq!(world.findings(CHECK).len(), 1);
        let several = world.account(system, "m", Holder::Several(vec![(mira, Match::Login)]));
        world.device(system, several, None, None);
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn only_people_who_need_one_and_are_there_on_the_day() {
        let (mut world, _, mira) = company();
        world.somebody(mira).start = Some(TODAY);
        assert_eq!(world.findings(CHECK).len(), 1);
        world.somebody(mira).start = Some(date(2021, 10, 7));
        assert!(world.findings(CHECK).is_empty());

        let (mut world, _, mira) = company();
        world.somebody(mira).end = Some(End::On(TODAY));
        assert_eq!(world.findings(CHECK).len(), 1);
        world.somebody(mira).end = Some(End::On(date(2021, 10, 5)));
        assert!(world.findings(CHECK).is_empty());

        let (mut world, _, mira) = company();
        world.somebody(mira).needs_workstation = false;
        assert!(world.findings(CHECK).is_empty());

        let (mut world, _, mira) = company();
        world.somebody(mira).kind = crate::model::policy::RoleKind::Technical;
        assert!(world.findings(CHECK).is_empty());
    }

    #[test]
    fn an_inventory_that_may_lack_rows_proves_nothing() {
        for coverage in [None, Some(Coverage::Partial), Some(Coverage::Unknown)] {
            let (mut world, system, _) = company();
            world.access(system).coverage = coverage;
            assert!(world.findings(CHECK).is_empty());
        }
        let (mut world, _, _) = company();
        let second = world.notebooks("macs");
        world.access(second).coverage = Some(Coverage::Partial);
        assert!(world.findings(CHECK).is_empty());

        let (mut world, _, _) = company();
        let reason = Private::new("cell `Owner` is empty");
        world
            .file("exports/notebooks.csv")
            .rows
            .rejected
            .push(Rejected { line: 4, reason });
        assert!(world.findings(CHECK).is_empty());

        let (mut world, _, _) = company();
        world.file("exports/notebooks.csv").declared_rows = Some(1);
        assert!(world.findings(CHECK).is_empty());
        world.file("exports/notebooks.csv").rows.used = 1;
        assert_eq!(world.findings(CHECK).len(), 1, "as many as declared are all");
        world.file("exports/notebooks.csv").rows.used = 2;
        assert_eq!(world.findings(CHECK).len(), 1, "more rows than declared hide nothing");
    }

    #[test]
    fn without_an_inventory_nothing_is_judged() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        let role = world.role("Developer");
        world.role_of(role).needs_workstation = true;
        world.identity("Mira", role);
        assert!(world.findings(CHECK).is_empty());
    }
}
