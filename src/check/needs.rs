//! What a check needs to judge at all, and which checks lack it: silence of those proves nothing.

use std::collections::BTreeSet;

use super::exceptions::looks_at_systems;
use super::secrets::is_untold;
use super::{Check, Run, active_root_key, running, unconcerned, unmatched_pattern};
use crate::model::arena::Ix;
use crate::model::exception::Exception;
use crate::model::finding::{Unjudged, Why};
use crate::model::policy::{RoleKind, Rule};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Device, LastLogin, Snapshot};
use crate::model::system::{AccessRules, System};

/// What a check needs beside the files themselves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Needs {
    /// Nothing.
    Nothing,
    /// Lists of systems that prove an absence, for what they leave out.
    Lists,
    /// A sheet that says where the files come from.
    SourcesSheet,
    /// That sheet, and a limit for the age of files.
    AgeOfFiles,
    /// Declared roles.
    Roles,
    /// Declared roles, with rules for every system.
    Rules,
    /// Declared roles, and lists that prove an absence in each system where a role must hold something.
    RolesAndFullLists,
    /// A staff list that tells who works by contract.
    Employment,
    /// An inventory of notebooks that tells of each whether it is encrypted.
    Encryption,
    /// The same, whether it is protected.
    Protection,
    /// Inventories of notebooks that prove an absence, and somebody of whom it is told that they need one.
    FullInventory,
    /// Declared separations, and lists that prove an absence in each system that one names.
    Separations,
    /// A declared number of those who hold a privileged level at least, and lists that prove an absence there.
    FewestHolders,
    /// The same of those who hold one at most.
    MostHolders,
    /// Declared roles, and levels declared as privileged.
    RolesAndPrivilege,
    /// A system that declares that its permissions are held through groups.
    Groups,
    /// A limit, and last logins.
    LastLogins,
    /// Second factors.
    Mfa,
    /// Whether accounts can log in.
    Statuses,
    /// A limit, and since when keys are the same.
    Keys,
    /// The same of passwords.
    Passwords,
    /// Whether the account that owns a system has a key.
    RootKeys,
    /// A limit, and a staff list that tells who works by contract.
    ContractLimit,
    /// Lists that prove an absence in each system of which the staff list declares logins.
    DeclaredLogins,
    /// Lists that prove an absence in each system in which an exception may accept something.
    ListsOfExceptions,
    /// A list of all systems of the company.
    ListOfSystems,
    /// That list, and a procedure with its perimeter and its checklist.
    Perimeter,
    /// A list of contractor companies.
    Companies,
    /// A list of providers, and a limit for the age of their reports.
    Providers,
    /// A limit for the time that an exception has left.
    ExceptionLimit,
    /// A system that was exported again.
    Recheck,
    /// The record of the audit before.
    Previous,
    /// The same, and its table of permissions.
    PreviousGrants,
}

/// Every check that could not judge everything, in the order of the checks. One that is switched off is none.
pub fn unjudged(settings: &Settings, snapshot: &Snapshot) -> Vec<Unjudged> {
    let unjudged = running(settings).flat_map(|(_, check)| {
        let mut whys = whys(check.needs, settings, snapshot);
        if whys.iter().all(|why| !why.systems().is_empty()) {
            let told: BTreeSet<Ix<System>> = whys.iter().flat_map(Why::systems).copied().collect();
            whys.extend(left_out(check, settings, snapshot, &told));
            whys.extend(people_left_out(check, settings, snapshot));
        }
        whys.into_iter().map(|why| Unjudged { check: check.id, why })
    });
    unjudged.collect()
}

/// The systems of which a check that goes through people may have left some out.
fn people_left_out(check: &Check, settings: &Settings, snapshot: &Snapshot) -> Option<Why> {
    let unconcerned: BTreeSet<Ix<System>> = unconcerned::by_declaration(check, settings).collect();
    let concerned = snapshot.counted().map(|access| access.system);
    let concerned: Vec<Ix<System>> = concerned.filter(|system| !unconcerned.contains(system)).collect();
    let is_so = check.goes_through_people() && snapshot.roster_may_lack_people(settings) && !concerned.is_empty();
    is_so.then_some(Why::StaffList(concerned))
}

/// The systems whose lists may lack what a check would have judged there, each account, permission or notebook by itself;
/// but for those of which something is told already.
fn left_out(check: &Check, settings: &Settings, snapshot: &Snapshot, told: &BTreeSet<Ix<System>>) -> Option<Why> {
    let unconcerned: BTreeSet<Ix<System>> = unconcerned::by_declaration(check, settings).collect();
    let of_notebooks = match check.run {
        Run::Device(_) => true,
        Run::Cell(_) | Run::Account(_) | Run::Graded(_) => false,
        Run::System(_)
            if matches!(
                check.needs,
                Needs::Lists | Needs::Groups | Needs::Previous | Needs::PreviousGrants
            ) =>
        {
            false
        }
        Run::System(_) | Run::Whole(_) | Run::Across(_) | Run::Exception(_) | Run::Recheck => return None,
    };
    not_complete(snapshot, |access| {
        let is_told = told.contains(&access.system) || unconcerned.contains(&access.system);
        settings.systems[access.system].is_inventory() == of_notebooks && !is_told
    })
}

/// What is lacking; where it is lacking everywhere, nothing else is told.
pub(super) fn whys(needs: Needs, settings: &Settings, snapshot: &Snapshot) -> Vec<Why> {
    let no_roles = snapshot.policy.file.is_none().then_some(Why::NoRoles);
    let no_employment = snapshot.roster.employment_untold.then_some(Why::NoEmployment);
    let no_sheet = snapshot.sources_sheet().is_none().then_some(Why::NoSourcesSheet);
    let no_systems = settings.inventory.systems.is_empty().then_some(Why::NoListOfSystems);
    let why = match needs {
        Needs::Nothing | Needs::Lists => None,
        Needs::SourcesSheet => no_sheet,
        Needs::AgeOfFiles => no_sheet.or_else(|| {
            let no_limit = settings.stale_export_days.is_none();
            no_limit.then(|| Why::NoLimit(Vec::new()))
        }),
        Needs::Employment => no_employment,
        Needs::Roles => no_roles,
        Needs::Rules => no_roles.or_else(|| no_rules(snapshot)),
        Needs::RolesAndFullLists => no_roles.or_else(|| no_duties(snapshot)).or_else(|| {
            not_complete(snapshot, |access| {
                let mut duties = snapshot.policy.roles.values().flat_map(|role| &role.must);
                duties.any(|duty| duty.system == access.system)
            })
            .or_else(|| no_rules(snapshot))
        }),
        Needs::Encryption => no_inventory(settings, snapshot)
            .or_else(|| unknown_of_notebooks(snapshot, |device| device.encrypted.is_none())),
        Needs::Protection => no_inventory(settings, snapshot)
            .or_else(|| unknown_of_notebooks(snapshot, |device| device.protected.is_none())),
        Needs::FullInventory => {
            no_inventory(settings, snapshot).or_else(|| full_inventory(settings, snapshot, no_roles))
        }
        Needs::Separations => return separations(no_roles, settings, snapshot),
        Needs::FewestHolders | Needs::MostHolders => {
            let declared = |rules: &AccessRules| {
                let holders = rules.expected.privileged_holders.unwrap_or_default();
                let number = if needs == Needs::FewestHolders {
                    holders.min
                } else {
                    holders.max
                };
                number.is_some()
            };
            if let Some(why) = none_of(settings, declared, Why::NoHolders) {
                return vec![why];
            }
            let here = |access: &Access| settings.systems[access.system].access().is_some_and(declared);
            let silent = |rules: &AccessRules| rules.has_privileged_level() && !declared(rules);
            let systems = settings.systems.iter();
            let silent = systems.filter(|(_, system)| system.access().is_some_and(silent));
            let silent: Vec<Ix<System>> = silent.map(|(place, _)| place).collect();
            let no_limit = (!silent.is_empty()).then_some(Why::NoLimit(silent));
            return no_limit.into_iter().chain(not_complete(snapshot, here)).collect();
        }
        Needs::RolesAndPrivilege => {
            no_roles.or_else(|| none_of(settings, AccessRules::has_privileged_level, Why::NoPrivilege))
        }
        Needs::Groups => none_of(settings, |rules| rules.expected.through_groups, Why::NoGroups),
        Needs::LastLogins => return last_logins(settings, snapshot),
        Needs::Keys => return keys(settings, snapshot),
        Needs::Passwords => return passwords(settings, snapshot),
        Needs::RootKeys => active_root_key::untold(settings, snapshot),
        Needs::Mfa => second_factors(settings, snapshot),
        Needs::Statuses => not_collected(settings, snapshot, |_| true, |_, account| account.status.is_none()),
        Needs::ContractLimit => no_employment.or_else(|| {
            let no_limit = settings.contract_expiring_days.is_none();
            no_limit.then(|| Why::NoLimit(Vec::new()))
        }),
        Needs::ExceptionLimit => {
            let no_limit = settings.expiring_exception_days.is_none();
            no_limit.then(|| Why::NoLimit(Vec::new()))
        }
        Needs::ListOfSystems => no_systems,
        Needs::Perimeter => {
            let no_procedure = settings.procedure.is_none().then_some(Why::NoProcedure);
            return no_systems.into_iter().chain(no_procedure).collect();
        }
        Needs::Companies => settings.inventory.companies.is_empty().then_some(Why::NoCompanies),
        Needs::Providers => {
            let no_providers = settings.inventory.providers.is_empty().then_some(Why::NoProviders);
            let no_limit = settings.provider_report_days.is_none();
            no_providers.or_else(|| no_limit.then(|| Why::NoLimit(Vec::new())))
        }
        Needs::Recheck => snapshot.rechecks.is_empty().then_some(Why::NoRecheck),
        Needs::Previous => snapshot.record_before().is_none().then_some(Why::NoPrevious),
        Needs::PreviousGrants => no_roles.or_else(|| no_previous_grants(snapshot)),
        Needs::ListsOfExceptions => not_complete(snapshot, |access| {
            let is_concerned = |exception: &Exception| match exception.subject.within {
                Some(within) => within.system == access.system,
                None => looks_at_systems(exception),
            };
            snapshot.policy.exceptions.values().any(is_concerned)
        }),
        Needs::DeclaredLogins => {
            let declared = |access: &Access| {
                let mut identities = snapshot.roster.identities.values();
                let is_access = settings.systems[access.system].access().is_some();
                is_access && identities.any(|identity| identity.logins.contains_key(&access.system))
            };
            not_complete(snapshot, declared)
        }
    };
    why.into_iter().collect()
}

/// That it is not known who held what in the audit before.
fn no_previous_grants(snapshot: &Snapshot) -> Option<Why> {
    let no_record = snapshot.record_before().is_none().then_some(Why::NoPrevious);
    no_record.or_else(|| snapshot.grants_before().is_none().then_some(Why::NoPreviousGrants))
}

/// That no inventory of notebooks was read.
fn no_inventory(settings: &Settings, snapshot: &Snapshot) -> Option<Why> {
    let mut inventories = snapshot
        .access
        .iter()
        .filter(|access| settings.systems[access.system].is_inventory());
    (!inventories.any(|access| access.coverage.is_some())).then_some(Why::NoInventory)
}

/// The inventories in which a notebook lacks a value.
fn unknown_of_notebooks(snapshot: &Snapshot, lacks: fn(&Device) -> bool) -> Option<Why> {
    let lacking = snapshot.counted().filter(|access| access.devices.iter().any(lacks));
    let systems: Vec<Ix<System>> = lacking.map(|access| access.system).collect();
    (!systems.is_empty()).then_some(Why::NotCollected(systems))
}

fn full_inventory(settings: &Settings, snapshot: &Snapshot, no_roles: Option<Why>) -> Option<Why> {
    let mut identities = snapshot.roster.identities.values();
    let told = identities.any(|identity| identity.needs_workstation);
    no_roles
        .filter(|_| !told)
        .or_else(|| not_complete(snapshot, |access| settings.systems[access.system].is_inventory()))
}

/// What is lacking to judge separations. Where one side is not known, nobody knows of the other whether its holders hold both;
/// nor where a side names what is not there, which may be a slip.
fn separations(no_roles: Option<Why>, settings: &Settings, snapshot: &Snapshot) -> Vec<Why> {
    let declared = &snapshot.policy.separations;
    let none_declared = || declared.is_empty().then_some(Why::NoSeparation);
    if let Some(why) = no_roles.or_else(none_declared) {
        return vec![why];
    }
    let of_those = |is_open: &dyn Fn(&Rule) -> bool| -> Vec<Ix<System>> {
        let open = declared
            .iter()
            .filter(|separation| separation.sides.iter().any(is_open));
        let systems: BTreeSet<Ix<System>> = open
            .flat_map(|separation| &separation.sides)
            .map(|side| side.system)
            .collect();
        systems.into_iter().collect()
    };
    let is_complete = |system| (snapshot.counted_of(system)).is_some_and(|access| snapshot.proves_absence(access));
    let incomplete = of_those(&|side| !is_complete(side.system));
    let unmatched = of_those(&|side| {
        let access = snapshot.counted_of(side.system);
        access.is_some_and(|access| unmatched_pattern::names_what_is_not_there(settings, snapshot, access, side))
    });
    let whys = [Why::NotComplete(incomplete), Why::UnmatchedSide(unmatched)];
    whys.into_iter().filter(|why| !why.systems().is_empty()).collect()
}

/// That no role must hold anything.
fn no_duties(snapshot: &Snapshot) -> Option<Why> {
    let mut roles = snapshot.policy.roles.values();
    roles.all(|role| role.must.is_empty()).then_some(Why::NoDuties)
}

/// What is lacking to judge accounts by the age of something: limits, and that of each account that lacks it.
fn by_age(
    settings: &Settings,
    snapshot: &Snapshot,
    has_limit: impl Fn(&AccessRules) -> bool,
    lacks: impl Fn(&Access, &Account) -> bool,
) -> Vec<Why> {
    if let Some(why) = none_of(settings, &has_limit, Why::NoLimit(Vec::new())) {
        return vec![why];
    }
    let systems = settings.systems.iter();
    let without = systems.filter(|(_, system)| system.access().is_some_and(|rules| !has_limit(rules)));
    let without: Vec<Ix<System>> = without.map(|(place, _)| place).collect();
    let no_limit = (!without.is_empty()).then_some(Why::NoLimit(without));
    let unknown = not_collected(settings, snapshot, has_limit, lacks);
    no_limit.into_iter().chain(unknown).collect()
}

/// The same of last logins: those of people that are to be used.
fn last_logins(settings: &Settings, snapshot: &Snapshot) -> Vec<Why> {
    let has_limit = |rules: &AccessRules| rules.expected.dormant_days.is_some();
    by_age(settings, snapshot, has_limit, |access, account| {
        is_to_be_used(snapshot, account) && account.last_login.as_of(access.day) == LastLogin::Unknown
    })
}

/// The same of keys.
fn keys(settings: &Settings, snapshot: &Snapshot) -> Vec<Why> {
    let has_limit = |rules: &AccessRules| rules.expected.key_days.is_some();
    by_age(settings, snapshot, has_limit, |_, account| {
        is_untold(account, |told| told.keys)
    })
}

/// The same of passwords.
fn passwords(settings: &Settings, snapshot: &Snapshot) -> Vec<Why> {
    let has_limit = |rules: &AccessRules| rules.expected.password_days.is_some();
    by_age(settings, snapshot, has_limit, |_, account| {
        is_untold(account, |told| told.password)
    })
}

/// The systems in which a person's account does not tell of its second factor.
fn second_factors(settings: &Settings, snapshot: &Snapshot) -> Option<Why> {
    let lacks = |_: &Access, account: &Account| is_person(snapshot, account) && account.mfa.is_none();
    not_collected(settings, snapshot, |_| true, lacks)
}

/// The reason, if nothing fits of any system that is reviewed for access.
fn none_of(settings: &Settings, fits: impl Fn(&AccessRules) -> bool, why: Why) -> Option<Why> {
    let mut systems = settings.systems.values().filter_map(System::access);
    (!systems.any(fits)).then_some(why)
}

/// Whether an account is a person's, or nobody's.
fn is_person(snapshot: &Snapshot, account: &Account) -> bool {
    let holder = account.holder.identity();
    holder.is_none_or(|holder| snapshot.roster.identities[holder].kind == RoleKind::Person)
}

/// The same, and whether it is not kept for emergencies.
fn is_to_be_used(snapshot: &Snapshot, account: &Account) -> bool {
    let roles = account
        .holder
        .identity()
        .map(|holder| &snapshot.roster.identities[holder].roles);
    is_person(snapshot, account) && roles.is_none_or(|roles| !roles.is_break_glass(&snapshot.policy.roles))
}

/// The judged systems without a file, and those in which an account that is not disabled lacks a value.
fn not_collected(
    settings: &Settings,
    snapshot: &Snapshot,
    is_judged: impl Fn(&AccessRules) -> bool,
    lacks: impl Fn(&Access, &Account) -> bool,
) -> Option<Why> {
    let lacking = |access: &&Access| {
        let mut accounts = access.accounts.values();
        settings.systems[access.system].access().is_some_and(&is_judged)
            && (access.coverage.is_none() || accounts.any(|account| !account.is_disabled() && lacks(access, account)))
    };
    let systems: Vec<Ix<System>> = snapshot.counted().filter(lacking).map(|access| access.system).collect();
    (!systems.is_empty()).then_some(Why::NotCollected(systems))
}

/// The systems whose rules are still to be written, if there are any.
fn no_rules(snapshot: &Snapshot) -> Option<Why> {
    let systems = &snapshot.policy.without_rules;
    (!systems.is_empty()).then(|| Why::NoRules(systems.iter().copied().collect()))
}

/// The systems concerned whose files do not prove an absence, if there are any.
fn not_complete(snapshot: &Snapshot, concerned: impl Fn(&Access) -> bool) -> Option<Why> {
    let systems: Vec<Ix<System>> = snapshot
        .counted()
        .filter(|access| concerned(access) && !snapshot.proves_absence(access))
        .map(|access| access.system)
        .collect();
    (!systems.is_empty()).then_some(Why::NotComplete(systems))
}
