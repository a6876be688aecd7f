//! Who came, who left, whose role or employment is another.

use std::collections::BTreeMap;

use super::Both;
use crate::model::change::{Change, What};
use crate::model::opaque::Opaque;
use crate::model::record::{Identity, Record};

pub(super) fn compare(both: &Both<'_>) -> Vec<Change> {
    let [old, new] = [both.old, both.new].map(|side| present(&side.record));
    let mut changes = Vec::new();
    for (id, now) in &new {
        match old.get(id) {
            None => changes.push(change(both, id, What::Joined, (None, Some(roles(now))))),
            Some(before) => otherwise(both, id, (before, now), &mut changes),
        }
    }
    for (id, before) in &old {
        if !new.contains_key(id) {
            changes.push(change(both, id, What::Left, (Some(now_called(both, before)), None)));
        }
    }
    changes.sort_by(|one, other| (one.what, &one.who).cmp(&(other.what, &other.who)));
    changes
}

/// Those who were there on the audit date, by id.
fn present(record: &Record) -> BTreeMap<&Opaque, &Identity> {
    let present = record.identities.iter().filter(|identity| identity.present);
    present.map(|identity| (&identity.id, identity)).collect()
}

fn otherwise(both: &Both<'_>, id: &Opaque, (before, now): (&Identity, &Identity), changes: &mut Vec<Change>) {
    let (was, is) = (now_called(both, before), roles(now));
    if was != is {
        changes.push(change(both, id, What::RoleChanged, (Some(was), Some(is))));
    }
    let employment = match (before.contractor, now.contractor) {
        (false, true) => Some(What::BecameContractor),
        (true, false) => Some(What::BecameEmployee),
        (false, false) | (true, true) => None,
    };
    changes.extend(employment.map(|what| change(both, id, what, (None, None))));
}

fn roles(identity: &Identity) -> String {
    now_sorted(identity.roles.iter().map(String::as_str))
}

/// The roles of an earlier audit by their present titles.
fn now_called(both: &Both<'_>, identity: &Identity) -> String {
    now_sorted(identity.roles.iter().map(|title| both.renames.role_now(title)))
}

/// Titles in one order: which of several is printed is no change of what may be held.
fn now_sorted<'a>(titles: impl Iterator<Item = &'a str>) -> String {
    let mut titles: Vec<&str> = titles.collect();
    titles.sort_unstable();
    titles.join(", ")
}

fn change(both: &Both<'_>, id: &Opaque, what: What, (before, after): (Option<String>, Option<String>)) -> Change {
    let [was, is] = [&before, &after].map(|text| text.as_deref().unwrap_or_default());
    let shown = both.id(id);
    Change {
        key: super::key(&["person", what.word(), &shown, was, is]),
        what,
        system: None,
        resource: None,
        who: shown,
        check: None,
        about: Vec::new(),
        name: both.name(id),
        before,
        after,
        permissions: None,
        reason: None,
    }
}
