//! Who came, who left, whose role or employment is another. Of a staff list that lacks people nobody is said to have come
//! or left by it.

use std::collections::{BTreeMap, BTreeSet};

use super::Both;
use crate::model::change::{Change, What};
use crate::model::opaque::Opaque;
use crate::model::record::{Identity, Record};

pub(super) fn compare(both: &Both<'_>) -> Vec<Change> {
    let [old, new] = [both.old, both.new].map(|side| present(&side.record));
    let [was_listed, is_listed] = [both.old, both.new].map(|side| listed(&side.record));
    let (was_whole, is_whole) = (both.old.record.staff_list_complete, both.new.record.staff_list_complete);
    let mut changes = Vec::new();
    for (id, now) in &new {
        match old.get(id) {
            None if was_whole || was_listed.contains(id) => {
                changes.push(change(both, id, What::Joined, (None, Some(roles(now)))));
            }
            None => changes.push(change(both, id, What::Seen, (None, Some(roles(now))))),
            Some(before) => otherwise(both, id, (before, now), &mut changes),
        }
    }
    for (id, before) in old.iter().filter(|(id, _)| !new.contains_key(*id)) {
        let what = if is_whole || is_listed.contains(id) {
            What::Left
        } else {
            What::NotSeen
        };
        changes.push(change(both, id, what, (Some(now_called(both, before)), None)));
    }
    let left = both.new.record.identities.iter().filter(|identity| identity.left);
    for somebody in left.filter(|somebody| was_whole && !was_listed.contains(&somebody.id)) {
        changes.push(change(
            both,
            &somebody.id,
            What::ListedAsLeft,
            (None, Some(roles(somebody))),
        ));
    }
    changes.sort_by(|one, other| (one.what, &one.who).cmp(&(other.what, &other.who)));
    changes
}

/// Those who were there on the audit date, by id.
fn present(record: &Record) -> BTreeMap<&Opaque, &Identity> {
    let present = record.identities.iter().filter(|identity| identity.present);
    present.map(|identity| (&identity.id, identity)).collect()
}

/// Everybody of a staff list, whether there on the audit date or not.
fn listed(record: &Record) -> BTreeSet<&Opaque> {
    record.identities.iter().map(|identity| &identity.id).collect()
}

fn otherwise(both: &Both<'_>, id: &Opaque, (before, now): (&Identity, &Identity), changes: &mut Vec<Change>) {
    let (was, is) = (now_called(both, before), roles(now));
    let first = |identity: &Identity| identity.roles.first().cloned();
    let [main_was, main_is] = [
        first(before).map(|title| both.renames.role_now(&title).to_owned()),
        first(now),
    ];
    if was != is {
        changes.push(change(both, id, What::RoleChanged, (Some(was), Some(is))));
    } else if main_was != main_is {
        // What may be held is the same; the page counts somebody under the first role.
        changes.push(change(both, id, What::MainRoleChanged, (main_was, main_is)));
    }
    if let (Some(was), Some(is)) = (both.old.people.get(id), both.new.people.get(id))
        && was.name != is.name
    {
        changes.push(change(
            both,
            id,
            What::OtherName,
            (Some(was.name.clone()), Some(is.name.clone())),
        ));
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
        otherwise: Vec::new(),
        permissions: None,
        reason: None,
    }
}
