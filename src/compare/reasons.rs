//! Why things changed: what one change says of another, and what people say.

use std::collections::{BTreeMap, BTreeSet};

use super::Both;
use crate::model::change::{Change, Changes, Given, Reason, What};
use crate::model::opaque::Opaque;
use crate::model::record::Finding;

/// Permissions of whoever came, left or has another role are explained by that; so is what was taken away from somebody of whom
/// the staff list says that they left, however long ago. Neither coming nor another role explains what the role does not allow.
pub(super) fn derive(changes: &mut Changes, both: &Both<'_>) {
    let left = left(both);
    let mut by_person: BTreeMap<&str, Vec<What>> = BTreeMap::new();
    for change in &changes.people {
        by_person.entry(&change.who).or_default().push(change.what);
    }
    for change in &mut changes.permissions {
        let is_gone = matches!(change.what, What::Removed | What::NotSeen);
        let id = Opaque::identity(&change.who);
        if is_gone && left.contains(&id) {
            change.reason = Some(Reason {
                text: What::Left.word().to_owned(),
                ticket: None,
                given: false,
            });
            continue;
        }
        // Where the map of people is no longer kept, the record calls them by what stands for their ids.
        let own = by_person.get(change.who.as_str());
        let Some(own) = own.or_else(|| by_person.get(id.to_string().as_str())) else {
            continue;
        };
        let is_excess = is_excess(both, change);
        let fits = |what: &&What| {
            let joined = **what == What::Joined && matches!(change.what, What::Appeared | What::Seen);
            let left = **what == What::Left && matches!(change.what, What::Removed | What::NotSeen);
            left || (joined || **what == What::RoleChanged) && !is_excess
        };
        if let Some(what) = own.iter().find(fits) {
            change.reason = Some(Reason {
                text: what.word().to_owned(),
                ticket: None,
                given: false,
            });
        }
    }
    // Coming and leaving are reasons of their own: the staff list tells of them, or does not.
    // Whether another name is that of another person only somebody who knows them can say.
    for change in changes
        .people
        .iter_mut()
        .filter(|change| change.what != What::OtherName)
    {
        let is_told = !matches!(change.what, What::Seen | What::NotSeen);
        change.reason = Some(Reason {
            text: if is_told { "staff-list" } else { "list-cut" }.to_owned(),
            ticket: None,
            given: false,
        });
    }
}

/// Whether somebody holds a permission now that their roles do not allow, as an open finding says.
pub(super) fn is_excess(both: &Both<'_>, change: &Change) -> bool {
    let Some(after) = &change.after else { return false };
    let who = Opaque::identity(&change.who);
    let is_held = |level: &String| {
        let is_through = || {
            after
                .strip_prefix(level.as_str())
                .is_some_and(|rest| rest.starts_with(" ("))
        };
        after.split(", ").any(|now| now == level) || is_through()
    };
    let mut found = both.new.record.findings.iter().filter(|finding| {
        finding.check == "excess-grant" && finding.is_open() && finding.identity.as_ref() == Some(&who)
    });
    found.any(|finding| {
        let system = finding.system.as_deref().map(|id| both.system(id));
        system == change.system && finding.levels.iter().any(is_held) && is_on(both, finding, change)
    })
}

/// Whether a finding is about the resource of a change; the record calls it by its label.
fn is_on(both: &Both<'_>, finding: &Finding, change: &Change) -> bool {
    let (Some(label), Some(name)) = (&finding.resource, &change.resource) else {
        return true;
    };
    let system = finding.system.as_deref().and_then(|id| both.new.record.system(id));
    let mut labelled = system.into_iter().flat_map(|system| &system.resources);
    let meant = labelled.find(|resource| resource.label == *label);
    meant.is_none_or(|resource| match both.new.resources.get(&resource.id) {
        Some(known) => known == name,
        None => resource.id.to_string() == *name,
    })
}

/// Those of whom a staff list says that they have left: the later one, or the earlier one of those who stand in no later one.
fn left<'a>(both: &Both<'a>) -> BTreeSet<&'a Opaque> {
    let (old, new) = (&both.old.record.identities, &both.new.record.identities);
    let listed: BTreeSet<&Opaque> = new.iter().map(|identity| &identity.id).collect();
    let before = old.iter().filter(|identity| !listed.contains(&identity.id));
    let all = new.iter().chain(before).filter(|identity| identity.left);
    all.map(|identity| &identity.id).collect()
}

/// Adds the reasons that people gave; they go before those that one change gives another.
pub fn explain(changes: &mut Changes, given: &BTreeMap<String, Given>) {
    let mut used = BTreeSet::new();
    let all = changes.people.iter_mut().chain(&mut changes.permissions);
    for change in all {
        if let Some(reason) = given.get(&change.key) {
            used.insert(&change.key);
            change.reason = Some(Reason {
                text: reason.text.clone(),
                ticket: reason.ticket.clone(),
                given: true,
            });
        }
    }
    let unused = given.keys().filter(|key| !used.contains(key));
    changes.unused_reasons = unused.cloned().collect();
}
