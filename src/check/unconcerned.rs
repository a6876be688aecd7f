//! Checks that have nothing to judge in a system: of notebooks where it lists none, of permissions where it lists notebooks, of
//! what is expected where nothing is, of what no file of it is about. Their silence says nothing of the system.

use std::collections::BTreeSet;

use super::about::known;
use super::needs::{Needs, whys};
use super::{
    About, CHECKS, Check, active_root_key, contractor_grant, missing_grant, owner_left, unlisted_account,
    unresolved_group,
};
use crate::model::arena::Ix;
use crate::model::finding::CheckId;
use crate::model::roster::{Employment, Identity};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};
use crate::model::system::{AccessRules, System};

/// Each such check with each such system.
pub fn unconcerned(settings: &Settings, snapshot: &Snapshot) -> Vec<(CheckId, Ix<System>)> {
    let pairs = CHECKS.iter().flat_map(|check| {
        let aside = snapshot
            .counted()
            .filter(|access| !has_something(check, settings, snapshot, access));
        let aside = aside.map(|access| access.system);
        let each: BTreeSet<Ix<System>> = by_declaration(check, settings).chain(aside).collect();
        each.into_iter().map(move |system| (check.id, system))
    });
    pairs.collect()
}

/// Whether a check that is switched off would say something of a system if it ran: what it needs is there, and something that
/// it could find wrong.
pub fn is_missed(check: CheckId, settings: &Settings, snapshot: &Snapshot, access: &Access) -> bool {
    let is_judged = |check: &Check| {
        let whys = whys(check.needs, settings, snapshot);
        whys.iter().all(|why| !why.systems().is_empty())
    };
    let is_anybodys = |fits: fn(&Identity) -> bool| {
        let mut holders = access.accounts.values().filter_map(|account| account.holder.identity());
        holders.any(|holder| fits(&snapshot.roster.identities[holder]))
    };
    let is_contractor = |identity: &Identity| matches!(identity.employment, Employment::Contractor { .. });
    let has_something = [
        (contractor_grant::CHECK.id, is_anybodys(is_contractor)),
        (owner_left::CHECK.id, is_anybodys(|identity| identity.owner.is_some())),
        (unresolved_group::CHECK.id, !access.groups.is_empty()),
        (active_root_key::CHECK.id, access.tells_root_key),
    ];
    known(check).is_some_and(is_judged) && !has_something.contains(&(check, false))
}

/// Whether the roles or the files have something that the check could judge in the system.
fn has_something(check: &Check, settings: &Settings, snapshot: &Snapshot, access: &Access) -> bool {
    let policy = &snapshot.policy;
    let system = access.system;
    if check.needs == Needs::Separations {
        let mut sides = policy.separations.iter().flat_map(|separation| &separation.sides);
        sides.any(|side| side.system == system)
    } else if check.needs == Needs::RolesAndFullLists {
        let mut duties = policy.roles.values().flat_map(|role| &role.must);
        duties.any(|duty| duty.system == system && missing_grant::is_of_something(settings, access, duty))
    } else if check.id == unlisted_account::CHECK.id {
        unlisted_account::has_list(snapshot, access)
    } else {
        true
    }
}

/// The systems in which one check has nothing to judge by what is declared of them.
pub(super) fn by_declaration(check: &Check, settings: &Settings) -> impl Iterator<Item = Ix<System>> {
    let needs = check.needs;
    let is_of_accounts = [About::Accounts, About::People].contains(&check.about);
    let nothing = settings.systems.iter().filter(move |(_, system)| {
        if is_of_accounts && system.is_inventory() {
            return true;
        }
        let holders = system.access().and_then(|rules| rules.expected.privileged_holders);
        match needs {
            Needs::Encryption | Needs::Protection | Needs::FullInventory => !system.is_inventory(),
            Needs::FewestHolders => holders.is_none_or(|holders| holders.min.is_none()),
            Needs::MostHolders => holders.is_none_or(|holders| holders.max.is_none()),
            Needs::Groups => !system.access().is_some_and(|rules| rules.expected.through_groups),
            Needs::RolesAndPrivilege => !system.access().is_some_and(AccessRules::has_privileged_level),
            Needs::Nothing
            | Needs::Lists
            | Needs::SourcesSheet
            | Needs::AgeOfFiles
            | Needs::Roles
            | Needs::Rules
            | Needs::RolesAndFullLists
            | Needs::Employment
            | Needs::Separations
            | Needs::LastLogins
            | Needs::Mfa
            | Needs::Statuses
            | Needs::Keys
            | Needs::Passwords
            | Needs::RootKeys
            | Needs::ContractLimit
            | Needs::DeclaredLogins
            | Needs::ListsOfExceptions
            | Needs::ListOfSystems
            | Needs::Perimeter
            | Needs::Companies
            | Needs::Providers
            | Needs::ExceptionLimit
            | Needs::Previous
            | Needs::PreviousGrants => false,
            Needs::Recheck => system.recheck.is_empty(),
        }
    });
    nothing.map(|(place, _)| place)
}
