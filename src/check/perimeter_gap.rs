//! `perimeter-gap`: perimeter, checklist, inventory and systems of the review are not about the same. The perimeter names
//! what is no system and not out of scope, or no row of the checklist is about a system of it; a row is about a system
//! outside the perimeter; a system is in neither; the inventory has something in scope that is no system.

use super::{About, Breach, Check, Needs, Run};
use crate::model::arena::Ix;
use crate::model::finding::{CheckId, Severity, Subject};
use crate::model::private::Private;
use crate::model::procedure::{Asset, Covered, Procedure};
use crate::model::settings::Settings;
use crate::model::snapshot::Snapshot;
use crate::model::system::System;

pub(super) const CHECK: Check = Check {
    id: CheckId("perimeter-gap"),
    severity: Severity::Medium,
    controls: &[
        "ISO 27001:2022 A.5.9",
        "ISO 27001:2022 A.5.35",
        "SOC 2 CC4.1",
        "NIST SP 800-53 CA-2",
    ],
    about: About::Declared,
    by_roles: false,
    needs: Needs::Perimeter,
    run: Run::Whole(judge),
};

fn judge(settings: &Settings, _: &Snapshot) -> Vec<Breach> {
    let missing = settings.inventory.in_scope();
    let missing = missing.filter(|(_, meant)| meant.system.is_none());
    let mut breaches: Vec<Breach> = missing
        .map(|(listed, _)| breach(None, Some(&listed.name), Some(listed.line)))
        .collect();
    if let Some(procedure) = &settings.procedure {
        breaches.extend(procedure.perimeter.iter().flat_map(unknown));
        breaches.extend(apart(settings, procedure));
    }
    breaches
}

/// What a line of the perimeter names that is nothing; the line itself, where it names nothing.
fn unknown(asset: &Asset) -> Vec<Breach> {
    let unknown = asset.covers.iter().filter_map(|covered| match covered {
        Covered::Unknown(name) => Some(breach(None, Some(name), Some(asset.line))),
        Covered::System(_) | Covered::OutOfScope(_) => None,
    });
    let itself = Private::new(&asset.text);
    let bare = asset
        .covers
        .is_empty()
        .then(|| breach(None, Some(&itself), Some(asset.line)));
    unknown.chain(bare).collect()
}

/// Where perimeter and checklist are not about the same systems.
fn apart(settings: &Settings, procedure: &Procedure) -> Vec<Breach> {
    let perimeter = procedure.perimeter();
    let outside = procedure.rows.iter().flat_map(|row| {
        let systems = row.systems.iter().filter(|system| !perimeter.contains(system));
        systems.map(|system| breach(Some(*system), Some(&Private::new(&row.text)), Some(row.line)))
    });
    let is_checked = |system: &Ix<System>| procedure.rows.iter().any(|row| row.systems.contains(system));
    let unchecked = perimeter.iter().filter(|system| !is_checked(system));
    let unchecked = unchecked.map(|system| breach(Some(*system), None, None));
    let is_nowhere = |system: &Ix<System>| !perimeter.contains(system) && !is_checked(system);
    let nowhere = settings
        .systems
        .iter()
        .filter(|(system, _)| is_nowhere(system))
        .map(|(place, system)| breach(Some(place), None, Some(system.line)));
    outside.chain(unchecked).chain(nowhere).collect()
}

fn breach(system: Option<Ix<System>>, text: Option<&Private>, line: Option<u64>) -> Breach {
    Breach {
        subject: Subject {
            system,
            text: text.cloned(),
            line,
            ..Subject::default()
        },
        evidence: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::model::arena::Ix;
    use crate::model::finding::Why;
    use crate::model::private::Private;
    use crate::model::procedure::Covered;
    use crate::model::system::System;
    use crate::world::World;

    const CHECK: &str = "perimeter-gap";

    /// A company of one system that inventory, perimeter and checklist have.
    fn company() -> (World, Ix<System>) {
        let mut world = World::new();
        let aws = world.system("aws", &["Admin"]);
        world.listed("Cloud", "aws", Some(aws));
        world.asset("Our cloud", vec![Covered::System(aws)]);
        world.row("Only few have access", &[aws]);
        (world, aws)
    }

    #[test]
    fn what_agrees_is_no_gap() {
        let (mut world, _) = company();
        world.out_of_scope("Payroll");
        world.asset("Payroll", vec![Covered::OutOfScope(Private::new("Payroll"))]);
        assert!(world.findings(CHECK).is_empty());
        assert_eq!(world.unjudged(CHECK), []);
    }

    #[test]
    fn what_the_perimeter_names_has_to_be_known() {
        let (mut world, aws) = company();
        let covers = vec![Covered::System(aws), Covered::Unknown(Private::new("droplets"))];
        world.asset("Two clouds", covers);
        world.asset("The office", Vec::new());
        assert_eq!(
            world.keys(CHECK),
            ["perimeter-gap///////The office", "perimeter-gap///////droplets"]
        );
    }

    #[test]
    fn a_row_is_about_the_perimeter_and_the_perimeter_has_a_row() {
        let (mut world, _) = company();
        let git = world.system("git", &["Admin"]);
        world.row("Only builders have access", &[git]);
        assert_eq!(world.keys(CHECK), ["perimeter-gap/git//////Only builders have access"]);
        world.procedure().rows.pop();
        assert_eq!(world.keys(CHECK), ["perimeter-gap/git"], "in neither");
        world.row("Only builders have access", &[git]);
        world.asset("Our sources", vec![Covered::System(git)]);
        assert!(world.findings(CHECK).is_empty());
        let chat = world.system("chat", &["Admin"]);
        world.asset("Our chat", vec![Covered::System(chat)]);
        assert_eq!(world.keys(CHECK), ["perimeter-gap/chat"]);
    }

    #[test]
    fn what_is_in_scope_has_to_be_reviewed() {
        let (mut world, _) = company();
        world.listed("Wiki", "wiki", None);
        assert_eq!(world.keys(CHECK), ["perimeter-gap///////Wiki"]);
    }

    #[test]
    fn without_a_list_or_a_procedure_not_all_is_judged() {
        let mut world = World::new();
        world.system("aws", &["Admin"]);
        assert_eq!(world.unjudged(CHECK), [Why::NoListOfSystems, Why::NoProcedure]);
        world.listed("Wiki", "wiki", None);
        assert_eq!(world.unjudged(CHECK), [Why::NoProcedure]);
        assert_eq!(world.findings(CHECK).len(), 1);
    }
}
