//! The little that checks across systems need of each: it outlives the permissions of the system.
//!
//! Comes in: what one system gave. Goes out: who holds a side of a separation, which logins of the roster it lacks, and
//! where it has letters that no font has. As much as the roster times what is declared, however many permissions there are.

use std::collections::{BTreeMap, BTreeSet};

use super::missing_glyph::{self, Unshown};
use crate::model::arena::{Ix, Shift};
use crate::model::policy::{Rule, Separation};
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, Resource, Snapshot};
use crate::model::source::{Place, Source};
use crate::model::system::System;
use crate::model::table::Table;
use crate::model::word::login_key;

/// What was carried on of all systems so far.
#[derive(Debug, Default)]
pub struct Carried {
    /// Who holds which side of which separation, by their places in the policy; with the rows that show it first for
    /// each account and level.
    pub(super) sides: BTreeMap<(usize, Ix<Identity>, usize), BTreeSet<Place>>,
    /// Logins that the roster declares, and the systems that prove that they have none such.
    pub(super) unseen: BTreeMap<(Ix<Identity>, String), BTreeSet<Ix<System>>>,
    /// Where letters stand that no font of the PDF has.
    pub(super) unshown: Unshown,
}

impl Carried {
    /// What is carried on of one system.
    pub fn of(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Self {
        let mut carried = Self {
            unshown: missing_glyph::of_system(settings, access),
            ..Self::default()
        };
        carried.add_sides(snapshot, access);
        if settings.systems[access.system].access().is_some() && snapshot.proves_absence(access) {
            carried.add_unseen(snapshot, access);
        }
        carried
    }

    /// Adds what was carried on of another system.
    pub fn add(&mut self, other: Self) {
        for (side, places) in other.sides {
            self.sides.entry(side).or_default().extend(places);
        }
        for (login, systems) in other.unseen {
            self.unseen.entry(login).or_default().extend(systems);
        }
        for (script, places) in other.unshown {
            self.unshown.entry(script).or_default().extend(places);
        }
    }

    /// The same where the files stand at other places.
    #[must_use]
    pub fn moved(mut self, shift: &Shift<Source>) -> Self {
        for places in self.sides.values_mut().chain(self.unshown.values_mut()) {
            let moved = std::mem::take(places).into_iter().map(|place| Place {
                source: shift.of(place.source),
                ..place
            });
            places.extend(moved);
        }
        self
    }

    /// Notes who holds a side, by an account that is not disabled.
    fn add_sides(&mut self, snapshot: &Snapshot, access: &Access) {
        let mut sides = sides(&snapshot.policy.separations, access);
        if sides.is_empty() {
            return;
        }
        let mut shown: BTreeSet<(usize, usize, Ix<Account>, Held)> = BTreeSet::new();
        for held in access.effective() {
            let account = &access.accounts[held.account];
            let Some(identity) = account.holder.identity().filter(|_| !account.is_disabled()) else {
                continue;
            };
            if snapshot.roster.identities[identity].left_before(access.day) {
                continue;
            }
            for side in &mut sides {
                if !side.covers(access, held.grant.resource, held.grant.level) {
                    continue;
                }
                if shown.insert((side.separation, side.number, held.account, held.grant.level)) {
                    let key = (side.separation, identity, side.number);
                    self.sides.entry(key).or_default().extend(held.places());
                }
            }
        }
    }

    /// Notes the logins that the roster declares and no account of the system has.
    fn add_unseen(&mut self, snapshot: &Snapshot, access: &Access) {
        let mut declared: Vec<(Ix<Identity>, &str, bool)> = Vec::new();
        let mut places: Table<String, Vec<usize>> = Table::default();
        let there = |identity: &Identity| identity.present_on(access.begun());
        let identities = snapshot.roster.identities.iter();
        for (identity, known) in identities.filter(|(_, identity)| there(identity)) {
            for login in known.logins.get(&access.system).into_iter().flatten() {
                let login = login.reveal();
                places
                    .entry(login_key(login).into_owned())
                    .or_default()
                    .push(declared.len());
                declared.push((identity, login, false));
            }
        }
        if declared.is_empty() {
            return;
        }
        for login in access.accounts.values().flat_map(Account::logins) {
            for place in places.get(login_key(login).as_ref()).into_iter().flatten() {
                if let Some((_, _, seen)) = declared.get_mut(*place) {
                    *seen = true;
                }
            }
        }
        for (identity, login, _) in declared.into_iter().filter(|(_, _, seen)| !seen) {
            let systems = self.unseen.entry((identity, login.to_owned())).or_default();
            systems.insert(access.system);
        }
    }
}

/// A side of a separation in one system.
struct Side<'a> {
    separation: usize,
    number: usize,
    rule: &'a Rule,
    /// Whether it names each resource, once that was asked; then the system as a whole.
    named: Vec<Option<bool>>,
}

impl Side<'_> {
    fn covers(&mut self, access: &Access, resource: Option<Ix<Resource>>, level: Held) -> bool {
        let Held::Level(level) = level else { return false };
        if !self.rule.levels.contains(&level) {
            return false;
        }
        let rule = self.rule;
        let place = resource.map_or(access.resources.len(), Ix::get);
        let name = || rule.names(access.resource_name(resource));
        self.named
            .get_mut(place)
            .is_some_and(|known| *known.get_or_insert_with(name))
    }
}

/// The sides that are in this system.
fn sides<'a>(separations: &'a [Separation], access: &Access) -> Vec<Side<'a>> {
    let all = separations.iter().enumerate().flat_map(|(separation, declared)| {
        let sides = declared.sides.iter().enumerate();
        sides.map(move |(number, rule)| (separation, number, rule))
    });
    let here = all.filter(|(_, _, rule)| rule.system == access.system);
    let side = |(separation, number, rule)| Side {
        separation,
        number,
        rule,
        named: vec![None; access.resources.len() + 1],
    };
    here.map(side).collect()
}
