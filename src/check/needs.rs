//! What a check needs to judge at all, and which checks lack it: silence of those proves nothing.

use super::CHECKS;
use crate::model::arena::Ix;
use crate::model::finding::{Unjudged, Why};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::System;

/// What a check needs beside the files themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing.
    Nothing,
    /// Declared roles.
    Roles,
    /// Declared roles, with rules for every system.
    Rules,
    /// Declared roles, and lists that prove an absence in each system where a role must hold something.
    RolesAndFullLists,
    /// A staff list that tells who works by contract.
    Employment,
    /// An inventory of notebooks.
    Inventory,
    /// Inventories of notebooks that prove an absence, and somebody of whom it is told that they need one.
    FullInventory,
}

/// Every check that could not judge everything, in the order of the checks.
pub fn unjudged(settings: &Settings, snapshot: &Snapshot) -> Vec<Unjudged> {
    let unjudged = CHECKS.iter().filter_map(|check| {
        let why = why(check.needs, settings, snapshot)?;
        Some(Unjudged { check: check.id, why })
    });
    unjudged.collect()
}

fn why(needs: Needs, settings: &Settings, snapshot: &Snapshot) -> Option<Why> {
    let no_roles = snapshot.policy.file.is_none().then_some(Why::NoRoles);
    match needs {
        Needs::Nothing => None,
        Needs::Employment => snapshot.roster.employment_untold.then_some(Why::NoEmployment),
        Needs::Roles => no_roles,
        Needs::Rules => no_roles.or_else(|| no_rules(snapshot)),
        Needs::RolesAndFullLists => no_roles.or_else(|| {
            not_complete(snapshot, |access| {
                let mut duties = snapshot.policy.roles.values().flat_map(|role| &role.must);
                duties.any(|duty| duty.system == access.system)
            })
            .or_else(|| no_rules(snapshot))
        }),
        Needs::Inventory | Needs::FullInventory => {
            let is_inventory = |access: &Access| settings.systems[access.system].is_inventory();
            let mut inventories = snapshot.access.iter().filter(|access| is_inventory(access));
            if !inventories.any(|access| access.coverage.is_some()) {
                return Some(Why::NoInventory);
            }
            if needs == Needs::Inventory {
                return None;
            }
            let mut identities = snapshot.roster.identities.values();
            let told = identities.any(|identity| identity.needs_workstation);
            no_roles
                .filter(|_| !told)
                .or_else(|| not_complete(snapshot, is_inventory))
        }
    }
}

/// The systems whose rules are still to be written, if there are any.
fn no_rules(snapshot: &Snapshot) -> Option<Why> {
    let systems = &snapshot.policy.without_rules;
    (!systems.is_empty()).then(|| Why::NoRules(systems.iter().copied().collect()))
}

/// The systems concerned whose files do not prove an absence, if there are any.
fn not_complete(snapshot: &Snapshot, concerned: impl Fn(&Access) -> bool) -> Option<Why> {
    let systems: Vec<Ix<System>> = snapshot
        .access
        .iter()
        .filter(|access| concerned(access) && !snapshot.proves_absence(access))
        .map(|access| access.system)
        .collect();
    (!systems.is_empty()).then_some(Why::NotComplete(systems))
}
