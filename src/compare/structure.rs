//! Systems, levels, resources and roles that are new, gone or called otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::{Both, Order};
use crate::model::audit::{Detail, Grant};
use crate::model::change::{Change, What};
use crate::model::opaque::Opaque;
use crate::model::record::{Resource, System};

pub(super) fn compare(both: &Both<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (&both.old.record, &both.new.record);
    let before: BTreeMap<&str, &System> = (old.systems.iter())
        .map(|system| (both.renames.system_now(&system.id), system))
        .collect();
    for system in &new.systems {
        let Some(was) = before.get(system.id.as_str()) else {
            let mut former = old.former_systems.iter();
            let former = former.find(|former| both.renames.system_now(&former.id) == system.id);
            let (what, last) = match former {
                Some(former) => (What::ReviewedAgain, Some(former.last.to_string())),
                None => (What::FirstReviewed, None),
            };
            changes.push(Change {
                permissions: held(both.new, |grant| grant.system == system.id),
                ..change(what, None, Named::System(&system.name), last.as_deref())
            });
            continue;
        };
        if was.name != system.name {
            changes.push(change(
                What::Renamed,
                None,
                Named::System(&system.name),
                Some(&was.name),
            ));
        }
        for (what, before, now) in [
            (What::CountedOtherwise, &was.count_rule, &system.count_rule),
            (What::LabelledOtherwise, &was.label, &system.label),
        ] {
            if let (Some(before), Some(now)) = (before, now)
                && before != now
            {
                changes.push(Change {
                    after: Some(now.clone()),
                    ..change(what, None, Named::System(&system.name), Some(before))
                });
            }
        }
        levels(both, was, system, &mut changes);
        match (was.tells_apart(), system.tells_apart()) {
            (true, false) => changes.push(change(What::NotToldApart, None, Named::System(&system.name), None)),
            (false, true) => changes.push(change(What::ToldApart, None, Named::System(&system.name), None)),
            (true, true) | (false, false) => resources(both, was, system, &mut changes),
        }
    }
    let now: BTreeSet<&str> = new.systems.iter().map(|system| system.id.as_str()).collect();
    let gone = old
        .systems
        .iter()
        .filter(|system| !now.contains(both.renames.system_now(&system.id)));
    changes.extend(gone.map(|system| Change {
        permissions: held(both.old, |grant| grant.system == system.id),
        ..change(What::NotReviewed, None, Named::System(&system.name), None)
    }));
    let [was, is] = [old, new].map(|record| titles(record.roles.iter().map(|role| role.title.as_str())));
    named(
        &mut changes,
        (was, is),
        |title| both.renames.role_now(title),
        |title| (None, Named::Role(title)),
    );
    changes
}

fn titles<'a>(names: impl Iterator<Item = &'a str>) -> BTreeSet<&'a str> {
    names.collect()
}

fn levels(both: &Both<'_>, was: &System, is: &System, changes: &mut Vec<Change>) {
    let [old, new] = [was, is].map(|system| titles(system.levels.iter().map(|level| level.name.as_str())));
    let now = |name| both.renames.level_now(&is.id, name);
    named(changes, (old, new), now, |name| (Some(&is.name), Named::Level(name)));
}

/// What is called by its name alone: new, gone, or renamed.
fn named<'a>(
    changes: &mut Vec<Change>,
    (old, new): (BTreeSet<&'a str>, BTreeSet<&'a str>),
    now: impl Fn(&'a str) -> &'a str,
    as_noun: impl Fn(&'a str) -> (Option<&'a String>, Named<'a>),
) {
    let called: BTreeMap<&str, &str> = old.iter().map(|name| (now(name), *name)).collect();
    let add = |what, name, before| {
        let (system, noun) = as_noun(name);
        change(what, system, noun, before)
    };
    for name in &new {
        match called.get(name) {
            None => changes.push(add(What::Appeared, name, None)),
            Some(before) if before != name => changes.push(add(What::Renamed, name, Some(before))),
            Some(_) => {}
        }
    }
    for name in called.keys().filter(|name| !new.contains(*name)) {
        changes.push(add(What::Removed, name, None));
    }
}

fn resources(both: &Both<'_>, was: &System, is: &System, changes: &mut Vec<Change>) {
    let there = |system: &'_ System| -> Vec<Resource> {
        let there = system.resources.iter().filter(|resource| !resource.gone);
        there.cloned().collect()
    };
    let old: BTreeMap<Opaque, Resource> = (there(was).into_iter())
        .map(|resource| (both.renames.resource_now(&resource.id).clone(), resource))
        .collect();
    let new: BTreeMap<Opaque, Resource> = (there(is).into_iter())
        .map(|resource| (resource.id.clone(), resource))
        .collect();
    let called = |resource: &Resource| {
        let names = [&both.new.resources, &both.old.resources];
        let known = names.iter().find_map(|names| names.get(&resource.id));
        known.map_or_else(|| resource.label.clone(), |name| format!("{} ({name})", resource.label))
    };
    let order = Order::of(both);
    let mut in_order: Vec<_> = new.iter().collect();
    in_order.sort_by_key(|(id, _)| order.resource(&is.id, id));
    for (id, resource) in in_order {
        let name = called(resource);
        match old.get(id) {
            None => {
                let what = match both.was_complete(&is.id) {
                    true if was
                        .resources
                        .iter()
                        .any(|one| one.gone && both.renames.resource_now(&one.id) == id) =>
                    {
                        What::Reappeared
                    }
                    true => What::Appeared,
                    false => What::Seen,
                };
                changes.push(Change {
                    permissions: held(both.new, |grant| {
                        grant.system == is.id && grant.resource.as_ref() == Some(id)
                    }),
                    ..change(what, Some(&is.name), Named::Resource(&name), None)
                });
            }
            Some(before) if before.id != resource.id => {
                let before = called(before);
                changes.push(change(
                    What::Renamed,
                    Some(&is.name),
                    Named::Resource(&name),
                    Some(&before),
                ));
            }
            Some(_) => {}
        }
    }
    let mut gone: Vec<_> = old.iter().filter(|(id, _)| !new.contains_key(*id)).collect();
    gone.sort_by_key(|(id, _)| order.resource(&is.id, id));
    for (id, resource) in gone {
        let what = if both.is_complete(&is.id) {
            What::Removed
        } else {
            What::NotSeen
        };
        changes.push(Change {
            permissions: held(both.old, |grant| {
                grant.system == is.id && grant.resource.as_ref() == Some(id)
            }),
            ..change(what, Some(&is.name), Named::Resource(&called(resource)), None)
        });
    }
}

/// How many permissions of a kind an audit has, where it knows them.
fn held(side: &Detail, is_meant: impl Fn(&Grant) -> bool) -> Option<u64> {
    let grants = side.grants.as_ref()?;
    Some(grants.iter().filter(|grant| is_meant(grant)).count() as u64)
}

/// A noun, with what it is.
#[derive(Clone, Copy)]
enum Named<'a> {
    System(&'a str),
    Level(&'a str),
    Resource(&'a str),
    Role(&'a str),
}

fn change(what: What, system: Option<&String>, noun: Named<'_>, before: Option<&str>) -> Change {
    let (kind, name) = match noun {
        Named::System(name) => ("system", name),
        Named::Level(name) => ("level", name),
        Named::Resource(name) => ("resource", name),
        Named::Role(name) => ("role", name),
    };
    let within = system.map(String::as_str).unwrap_or_default();
    Change {
        key: super::key(&[kind, what.word(), within, name]),
        what,
        system: system.cloned(),
        resource: None,
        who: name.to_owned(),
        check: None,
        about: Vec::new(),
        name: None,
        before: before.map(str::to_owned),
        after: None,
        otherwise: Vec::new(),
        permissions: None,
        reason: None,
    }
}
