//! Two audits in, what changed out. Nobody and nothing is joined by likeness: people by the id of the staff list, accounts
//! of nobody by login, everything else by its name or by a declared earlier one.
//!
//! That something is gone is said only where the later files prove it, and that it is new only where the earlier ones do;
//! that a finding is resolved only where what it was about is gone or otherwise in the files.

mod accounts;
mod doubt;
mod fate;
mod findings;
mod numbers;
mod order;
mod people;
mod permissions;
mod reasons;
mod structure;

use crate::model::audit::{Audit, Detail, Person};
use crate::model::change::{Changes, Compared, Side, VERSION};
use crate::model::opaque::Opaque;
use crate::model::renames::Renames;

use order::Order;

pub use doubt::Doubt;
pub use fate::{Fate, Fates};
pub use reasons::explain;

/// What changed from one audit to a later one.
pub fn compare(old: &Audit, new: &Audit) -> Changes {
    let renames = new.detail.as_ref().map(|detail| Renames::of_record(&detail.record));
    let renames = renames.unwrap_or_default();
    let (numbers, same_numbers) = numbers::compare(old, new, &renames);
    let mut changes = Changes {
        version: VERSION,
        organisation: (new.detail.iter().chain(&old.detail).next()).map(|detail| detail.record.organisation.clone()),
        other_organisation: other_organisation(old, new),
        from: side(old),
        to: side(new),
        compared: Compared::Numbers,
        structure: Vec::new(),
        people: Vec::new(),
        permissions: Vec::new(),
        accounts: Vec::new(),
        findings: Vec::new(),
        exceptions: Vec::new(),
        unmatched_systems: numbers::unmatched(old, new, &renames),
        numbers,
        same_numbers,
        unused_reasons: Vec::new(),
        history: (new.detail.iter().chain(&old.detail).next())
            .map_or_else(Vec::new, |detail| detail.record.history.clone()),
    };
    if let (Some(old), Some(new)) = (&old.detail, &new.detail) {
        let both = Both { old, new, renames };
        changes.compared = Compared::Records;
        changes.structure = structure::compare(&both);
        changes.people = people::compare(&both);
        changes.findings = findings::findings(&both);
        changes.exceptions = findings::exceptions(&both);
        if let (Some(before), Some(after)) = (&old.grants, &new.grants) {
            changes.compared = Compared::Permissions;
            changes.permissions = permissions::compare(&both, before, after);
            changes.accounts = accounts::compare(&both, before, after);
        }
        reasons::derive(&mut changes, &both);
    }
    changes
}

/// The key of a change: its parts with slashes between, without empty ones at the end. In each part `%` and `/` are written
/// as `%` and two digits.
fn key(parts: &[&str]) -> String {
    let parts = parts.iter().map(|part| part.replace('%', "%25").replace('/', "%2F"));
    let key = parts.collect::<Vec<_>>().join("/");
    key.trim_end_matches('/').to_owned()
}

/// Two audits whose records are there.
struct Both<'a> {
    old: &'a Detail,
    new: &'a Detail,
    renames: Renames,
}

impl Both<'_> {
    /// What a system is called, by its present id.
    fn system(&self, id: &str) -> String {
        let systems = self.new.record.systems.iter().chain(&self.old.record.systems);
        let mut named = systems.filter(|system| system.id == id);
        named.next().map_or_else(|| id.to_owned(), |system| system.name.clone())
    }

    /// Whom an id of the record means, as far as that is kept.
    fn person(&self, id: &Opaque) -> Option<&Person> {
        self.new.people.get(id).or_else(|| self.old.people.get(id))
    }

    /// The id of somebody in the staff list; where that is no longer kept, what stands for it.
    fn id(&self, id: &Opaque) -> String {
        self.person(id)
            .map_or_else(|| id.to_string(), |person| person.id.clone())
    }

    /// What a resource is called, where that is kept; else what stands for it.
    fn resource(&self, id: &Opaque) -> String {
        let names = [&self.new.resources, &self.old.resources];
        let known = names.iter().find_map(|names| names.get(id));
        known.cloned().unwrap_or_else(|| id.to_string())
    }

    /// What somebody of the staff list is called.
    fn name(&self, id: &Opaque) -> Option<String> {
        Some(self.person(id)?.name.clone())
    }

    /// Whether the earlier files prove that what they lack of a system was not there.
    fn was_complete(&self, id: &str) -> bool {
        let mut systems = self.old.record.systems.iter();
        // A system that was not reviewed was not looked at.
        systems.any(|system| self.renames.system_now(&system.id) == id && system.complete)
    }

    /// Whether the later files prove that what they lack of a system is not there.
    fn is_complete(&self, id: &str) -> bool {
        self.new.record.system(id).is_some_and(|system| system.complete)
    }
}

/// The company of an earlier audit, where it is not that of the later one.
fn other_organisation(old: &Audit, new: &Audit) -> Option<String> {
    let (old, new) = (&old.detail.as_ref()?.record, &new.detail.as_ref()?.record);
    (old.organisation != new.organisation).then(|| old.organisation.clone())
}

fn side(audit: &Audit) -> Side {
    let systems = audit.detail.iter().flat_map(|detail| &detail.record.systems);
    let incomplete = systems.filter(|system| !system.complete);
    let mut incomplete: Vec<String> = incomplete.map(|system| system.name.clone()).collect();
    incomplete.sort();
    Side {
        name: audit.name.clone(),
        date: audit.date,
        unplaced: audit.unplaced,
        incomplete,
        staff_list_incomplete: audit
            .detail
            .as_ref()
            .is_some_and(|detail| !detail.record.staff_list_complete),
    }
}
