//! Snapshot in, printed numbers out, and for each number who and which grants stand behind it.
//!
//! Every number is a reduction of the one stream that [`shares`] gives, so a number and its explanation cannot
//! disagree. One more way to count: a [`Fate`] or a count rule, decided in `share`.

use std::collections::BTreeMap;
use std::convert::Infallible;

use self::entry::Entry;
use crate::model::arena::Ix;
use crate::model::count::{Count, Notebooks};
use crate::model::heaps::sort_by_heap;
use crate::model::look::NamedCompany;
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

mod entry;
mod figures;
mod share;

pub use figures::{figures, figures_of_systems, figures_of_whole};
pub use share::{Counted, Fate, LeftOut, Share, shares};

/// Every number, in page order.
pub fn counts(settings: &Settings, snapshot: &Snapshot) -> Vec<Count> {
    let mut counts = Vec::new();
    let Ok(()) = each(settings, snapshot, |count| -> Result<(), Infallible> {
        counts.push(count);
        Ok(())
    });
    counts
}

/// The same one by one: there may be millions.
///
/// # Errors
/// Those of the visitor.
pub fn each<E>(
    settings: &Settings,
    snapshot: &Snapshot,
    mut visit: impl FnMut(Count) -> Result<(), E>,
) -> Result<(), E> {
    let entries = |access: &Access| distinct(settings, snapshot, access);
    numbers(settings, snapshot, entries, |count, _| visit(count))
}

/// Those on any resource, of the systems of whose resources the page does not print each; in page order.
pub fn sums(settings: &Settings, snapshot: &Snapshot) -> Vec<Count> {
    let anywhere = |access: &Access| {
        if settings.sums(access) {
            anywhere(settings, snapshot, access)
        } else {
            Vec::new()
        }
    };
    let mut sums = Vec::new();
    let Ok(()) = numbers(settings, snapshot, anywhere, |count, _| -> Result<(), Infallible> {
        sums.push(count);
        Ok(())
    });
    sums
}

/// Who is counted on any resource of one system, each once, in print order.
fn anywhere(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Entry> {
    let entries = distinct(settings, snapshot, access).into_iter();
    each_once(access, entries.filter_map(Entry::anywhere).collect())
}

/// How many of the contractors of each number come of each company that the page names; of numbers without any, nothing.
pub fn companies(settings: &Settings, snapshot: &Snapshot) -> BTreeMap<Count, Vec<u64>> {
    let mut found = BTreeMap::new();
    let named = &settings.look.companies;
    if named.is_empty() {
        return found;
    }
    let all = |access: &Access| {
        let mut entries = distinct(settings, snapshot, access);
        if settings.sums(access) {
            entries.extend(anywhere(settings, snapshot, access));
            entries = each_once(access, entries);
        }
        entries
    };
    let Ok(()) = numbers(settings, snapshot, all, |count, entries| -> Result<(), Infallible> {
        let of = |company: &NamedCompany| {
            let theirs = entries.iter().filter(|entry| {
                let contractor = entry.contractor(count.bearer, snapshot);
                contractor.and_then(Identity::company) == Some(&company.name)
            });
            theirs.count() as u64
        };
        let numbers: Vec<u64> = named.iter().map(of).collect();
        if numbers.iter().any(|number| *number > 0) {
            found.insert(count, numbers);
        }
        Ok(())
    });
    found
}

/// The numbers that come of who is counted where in each system.
fn numbers<E>(
    settings: &Settings,
    snapshot: &Snapshot,
    distinct: impl Fn(&Access) -> Vec<Entry>,
    mut visit: impl FnMut(Count, &[Entry]) -> Result<(), E>,
) -> Result<(), E> {
    let identities = snapshot.roster.identities.values();
    let is_contractor: Vec<bool> = identities.map(Identity::is_contractor).collect();
    for (activity, row) in settings.activities.iter() {
        for (place, system) in row.systems.iter().enumerate() {
            let Some(access) = snapshot.counted_of(*system) else {
                continue;
            };
            for entries in distinct(access).chunk_by(|one, other| one.slot() == other.slot()) {
                let Some((on, level, bearer)) = entries.first().and_then(|entry| entry.of_slot()) else {
                    continue;
                };
                // looked up in a small table: there are millions of entries, and identities are large
                let is_contractor = |entry: &&Entry| {
                    let identity = entry
                        .employed(bearer)
                        .and_then(|identity| is_contractor.get(identity.get()));
                    identity.copied().unwrap_or_default()
                };
                let contractors = entries.iter().filter(is_contractor);
                let count = Count {
                    activity,
                    place,
                    system: *system,
                    on,
                    level,
                    bearer,
                    people: entries.len() as u64,
                    contractors: contractors.count() as u64,
                };
                visit(count, entries)?;
            }
        }
    }
    Ok(())
}

/// Who is counted where in one system, each once, in print order.
fn distinct(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Entry> {
    let counted = shares(settings, snapshot, access).filter(|share| share.fate == Fate::Counted);
    each_once(access, counted.map(|share| Entry::of(&share)).collect())
}

fn each_once(access: &Access, mut entries: Vec<Entry>) -> Vec<Entry> {
    // the system as a whole, each resource, and any of them
    let heaps = access.resources.len() + 2;
    sort_by_heap(&mut entries, heaps, |entry| entry.resource());
    entries.dedup();
    entries
}

/// Whether a grant stands behind a number, or would if nothing spoke against it.
pub fn stands_behind(share: &Share<'_>, count: &Count) -> bool {
    count.on.covers(share.resource) && (share.level, share.bearer) == (count.level, count.bearer)
}

/// The figures of each sentence about notebooks, in the order of the systems.
pub fn notebooks(settings: &Settings, snapshot: &Snapshot) -> Vec<Notebooks> {
    let lists_notebooks = |access: &&Access| settings.systems[access.system].is_inventory();
    let inventories = snapshot.counted().filter(lists_notebooks);
    let notebooks = inventories.map(|access| {
        let members = members(settings, snapshot, access);
        let passed = members.iter().filter(|member| member.validated);
        Notebooks {
            system: access.system,
            members: members.len() as u64,
            validated: passed.count() as u64,
        }
    });
    notebooks.collect()
}

/// Somebody who needs a notebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub identity: Ix<Identity>,
    /// Whether they have a notebook, and all of theirs are known to be encrypted and protected.
    pub validated: bool,
}

/// Everybody who needs a notebook on the audit date, by one inventory; the sentence's figures are reductions of this.
pub fn members(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Member> {
    let validated = validated(snapshot, access);
    let needs_one = |identity: &Identity| identity.needs_workstation_on(settings.date);
    let people = snapshot
        .roster
        .identities
        .iter()
        .filter(|(_, identity)| needs_one(identity));
    let member = |(identity, _): (Ix<Identity>, &Identity)| Member {
        identity,
        validated: validated.get(identity.get()) == Some(&Some(true)),
    };
    people.map(member).collect()
}

/// For each identity whether all its notebooks are known to be encrypted and protected; none where it has none.
fn validated(snapshot: &Snapshot, access: &Access) -> Vec<Option<bool>> {
    let mut validated = vec![None; snapshot.roster.identities.len()];
    for device in &access.devices {
        let passes = device.encrypted == Some(true) && device.protected == Some(true);
        let holder = access.accounts[device.account].holder.identity();
        if let Some(state) = holder.and_then(|holder| validated.get_mut(holder.get())) {
            *state = Some(state.unwrap_or(true) && passes);
        }
    }
    validated
}

#[cfg(test)]
mod tests;
