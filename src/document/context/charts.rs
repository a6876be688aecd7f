//! What charts draw that stands in no other table: open findings by system, privileged accounts by who holds them.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::arena::Ix;
use crate::model::finding::{Finding, Severity};
use crate::model::policy::RoleKind;
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account};
use crate::model::system::AccessRules;

/// The open findings about a system, or about none alone.
#[derive(Serialize)]
pub(super) struct Severities<'a> {
    system: Option<&'a str>,
    high: usize,
    medium: usize,
    low: usize,
}

/// Who can change what others hold.
#[derive(Serialize)]
pub(super) struct Privileged<'a> {
    systems: Vec<Holding<'a>>,
    /// Systems of which nobody says which levels are privileged.
    undeclared: Vec<&'a str>,
    /// Whether there is anything to compare.
    is_drawn: bool,
}

/// The accounts of a system that hold a privileged level.
#[derive(Serialize)]
struct Holding<'a> {
    system: &'a str,
    /// Whether any file of the system was read.
    collected: bool,
    employees: usize,
    contractors: usize,
    /// Technical and shared accounts.
    technical: usize,
    /// Those that are nobody's, or could be several people's.
    nobody: usize,
}

/// The open findings of each system that has any, in declared order, then those about none alone.
pub(super) fn severities(review: &Review) -> Vec<Severities<'_>> {
    let systems = review.settings.systems.iter();
    let systems = systems.map(|(place, system)| (Some(place), Some(system.name.as_str())));
    let rows = systems.chain([(None, None)]).map(|(place, system)| {
        let here: Vec<&Finding> = review
            .open()
            .filter(|finding| finding.subject.system == place)
            .collect();
        let of = |severity| here.iter().filter(|finding| finding.severity == severity).count();
        Severities {
            system,
            high: of(Severity::High),
            medium: of(Severity::Medium),
            low: of(Severity::Low),
        }
    });
    rows.filter(|row| row.high + row.medium + row.low > 0).collect()
}

/// The accounts of each system that hold a privileged level.
pub(super) fn privileged(review: &Review) -> Privileged<'_> {
    let mut privileged = Privileged {
        systems: Vec::new(),
        undeclared: Vec::new(),
        is_drawn: false,
    };
    for access in review.snapshot.counted() {
        let system = &review.settings.systems[access.system];
        match system.access() {
            None => {}
            Some(rules) if rules.has_privileged_level() => {
                privileged.systems.push(holding(review, access, rules, &system.name));
            }
            Some(_) => privileged.undeclared.push(&system.name),
        }
    }
    let all = |one: &Holding<'_>| one.employees + one.contractors + one.technical + one.nobody;
    privileged.is_drawn = privileged.systems.len() > 1 && privileged.systems.iter().any(|one| all(one) > 0);
    privileged
}

fn holding<'a>(review: &Review, access: &Access, rules: &AccessRules, system: &'a str) -> Holding<'a> {
    let held = access.effective().filter(|held| rules.is_privileged(held.grant.level));
    let accounts: BTreeSet<Ix<Account>> = held.map(|held| held.account).collect();
    let mut holding = Holding {
        system,
        collected: access.coverage.is_some(),
        employees: 0,
        contractors: 0,
        technical: 0,
        nobody: 0,
    };
    for account in accounts {
        let identity = access.accounts[account].holder.identity();
        let identity = identity.map(|identity| &review.snapshot.roster.identities[identity]);
        *match identity {
            None => &mut holding.nobody,
            Some(identity) if identity.kind != RoleKind::Person => &mut holding.technical,
            Some(identity) if identity.is_contractor() => &mut holding.contractors,
            Some(_) => &mut holding.employees,
        } += 1;
    }
    holding
}
