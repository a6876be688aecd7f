//! Snapshot in, printed numbers out, and for each number who and which grants stand behind it.
//!
//! Every number is a reduction of the one stream that [`shares`] gives, so a number and its explanation cannot
//! disagree. One more way to count: a [`Fate`] or a count rule, decided in `share`.

use self::entry::Entry;
use crate::model::arena::Ix;
use crate::model::count::{Count, Notebooks};
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Snapshot};

mod entry;
mod figures;
mod share;

pub use figures::{figures, figures_of_systems, figures_of_whole};
pub use share::{Counted, Fate, LeftOut, Share, shares};

/// Every printed number, in page order.
pub fn counts(settings: &Settings, snapshot: &Snapshot) -> Vec<Count> {
    let mut counts = Vec::new();
    for (activity, row) in settings.activities.iter() {
        for (place, system) in row.systems.iter().enumerate() {
            let Some(access) = snapshot.access_of(*system) else {
                continue;
            };
            let distinct = distinct(settings, snapshot, access);
            for entries in distinct.chunk_by(|one, other| one.slot() == other.slot()) {
                let Some((resource, level, bearer)) = entries.first().and_then(|entry| entry.of_slot()) else {
                    continue;
                };
                let contractors = entries.iter().filter(|entry| entry.is_contractor(bearer, snapshot));
                counts.push(Count {
                    activity,
                    place,
                    system: *system,
                    resource,
                    level,
                    bearer,
                    people: entries.len() as u64,
                    contractors: contractors.count() as u64,
                });
            }
        }
    }
    counts
}

/// Who is counted where in one system, each once, in print order.
fn distinct(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Vec<Entry> {
    let counted = shares(settings, snapshot, access).filter(|share| share.fate == Fate::Counted);
    let mut entries: Vec<Entry> = counted.map(|share| Entry::of(&share)).collect();
    entries.sort_unstable();
    entries.dedup();
    entries
}

/// Whether a grant stands behind a number, or would if nothing spoke against it.
pub fn stands_behind(share: &Share<'_>, count: &Count) -> bool {
    (share.resource, share.level, share.bearer) == (count.resource, count.level, count.bearer)
}

/// The figures of each sentence about notebooks, in the order of the systems.
pub fn notebooks(settings: &Settings, snapshot: &Snapshot) -> Vec<Notebooks> {
    let lists_notebooks = |access: &&Access| settings.systems[access.system].is_inventory();
    let inventories = snapshot.access.iter().filter(lists_notebooks);
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
