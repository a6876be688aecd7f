//! Who holds what that they did not hold, no longer, otherwise.

use std::collections::{BTreeMap, BTreeSet};

use super::reasons::is_excess;
use super::{Both, Doubt, Order};
use crate::model::audit::{Bearer, Grant};
use crate::model::change::{Change, Reason, What};
use crate::model::opaque::Opaque;
use crate::model::record::Record;

/// Where somebody holds something: system by its present id, resource, bearer.
type Where = (String, Option<Opaque>, Bearer);

/// Levels, each with the ways in which it is held.
type Levels = BTreeMap<String, BTreeSet<String>>;

pub(super) fn compare(both: &Both<'_>, before: &[Grant], after: &[Grant]) -> Vec<Change> {
    let (owners_before, owners_after) = (owners(before), owners(after));
    let mut held: BTreeMap<Where, [Levels; 2]> = BTreeMap::new();
    let doubt = Doubt::between(both.old, both.new, &both.renames);
    // Places of accounts whose rows may be set aside now, each with whether they are.
    let mut aside: BTreeMap<Where, bool> = BTreeMap::new();
    for (side, grants, elsewhere) in [(0, before, &owners_after), (1, after, &owners_before)] {
        for grant in grants {
            let bearer = recognised(grant, elsewhere);
            // Where only one of the audits tells resources apart, permissions are compared on the system as a whole.
            let apart = both
                .old
                .record
                .tells_apart_as(&both.new.record, &grant.system, &both.renames);
            let resource = grant.resource.clone().filter(|_| apart);
            let place = (grant.system.clone(), resource, bearer);
            if side == 0 && doubt.may_be_set_aside(&grant.system, &grant.login) {
                *aside.entry(place.clone()).or_default() |= doubt.is_set_aside(&grant.system, &grant.login);
            }
            let sides = held.entry(place).or_default();
            if let Some(levels) = sides.get_mut(side) {
                levels.entry(grant.level.clone()).or_default().insert(grant.via.clone());
            }
        }
    }
    let mut changes = Vec::new();
    let scope = Scope::of(both, [before, after]);
    for (place, [old, new]) in in_page_order(both, &held) {
        let (system, resource, _) = place;
        // What single people held of a system that only one of the audits reviews is told by that itself.
        if old == new || !scope.both_review(system) {
            continue;
        }
        let first = changes.len();
        if scope.both_know_groups(system) {
            moved(both, place, (old, new), &mut changes);
        }
        let levels: Vec<&str> = new.keys().map(String::as_str).collect();
        let is_otherwise = |level: &String| !new.contains_key(level) && doubt.is_read_otherwise(system, level, &levels);
        let is_otherwise = aside.get(place) == Some(&true) || old.keys().any(is_otherwise);
        let proves_removal = both.is_complete(system) && !is_otherwise && !aside.contains_key(place);
        one(both, place, (old, new, proves_removal), &mut changes);
        let is_new = |id: &Opaque| scope.is_new(id) && both.was_complete(system);
        let why = match resource {
            Some(id) if is_new(id) && scope.was_there_before(id) => Some(RESOURCE_BACK),
            Some(id) if is_new(id) => Some(NEW_RESOURCE),
            Some(id) if scope.is_gone(id) && both.is_complete(system) => Some(GONE_RESOURCE),
            Some(_) | None if is_otherwise => Some(READ_OTHERWISE),
            Some(_) | None => None,
        };
        for change in changes.iter_mut().skip(first) {
            // That a resource is new explains nothing that no role allows on it.
            let is_told = !matches!(why, Some(NEW_RESOURCE | RESOURCE_BACK)) || !is_excess(both, change);
            change.reason = why.filter(|_| is_told).map(|why| Reason {
                text: why.to_owned(),
                ticket: None,
                given: false,
            });
        }
    }
    changes
}

/// Places by system and resource in the order of the page; what has no label by its name.
fn in_page_order<'a>(both: &Both<'_>, held: &'a BTreeMap<Where, [Levels; 2]>) -> Vec<(&'a Where, &'a [Levels; 2])> {
    let order = Order::of(both);
    let mut places: Vec<_> = held.iter().collect();
    places.sort_by_cached_key(|((system, resource, _), _)| {
        let place = resource.as_ref().map(|resource| order.resource(system, resource));
        let unlabelled = resource.as_ref().filter(|_| place == Some(usize::MAX));
        (
            order.system(system),
            place,
            unlabelled.map(|resource| both.resource(resource)),
        )
    });
    places
}

/// What explains whatever is held of a resource that was not there before.
const NEW_RESOURCE: &str = "new-resource";

/// What explains whatever is held of a resource that was gone and is there again.
const RESOURCE_BACK: &str = "resource-back";

/// What explains whatever is no longer held of a resource that is not there any more.
const GONE_RESOURCE: &str = "resource-gone";

/// What explains whatever is in doubt as rows, accounts or levels are declared otherwise.
const READ_OTHERWISE: &str = "read-otherwise";

/// What the two audits cover.
struct Scope {
    systems: [BTreeSet<String>; 2],
    /// Systems of which something is held through groups: of others it is not known, rather than directly.
    grouped: [BTreeSet<String>; 2],
    resources: [BTreeSet<Opaque>; 2],
    /// Those that were gone in the earlier audit already.
    gone_before: BTreeSet<Opaque>,
}

impl Scope {
    fn of(both: &Both<'_>, grants: [&[Grant]; 2]) -> Self {
        let grouped = grants.map(|grants| {
            let through = grants.iter().filter(|grant| !grant.via.is_empty());
            through.map(|grant| grant.system.clone()).collect()
        });
        let (old, new) = (&both.old.record, &both.new.record);
        let there = |record: &Record| -> Vec<Opaque> {
            let all = record.systems.iter().flat_map(|system| &system.resources);
            all.filter(|resource| !resource.gone)
                .map(|resource| resource.id.clone())
                .collect()
        };
        let now = |id: &Opaque| both.renames.resource_now(id).clone();
        let labelled = old.systems.iter().flat_map(|system| &system.resources);
        let gone = labelled.filter(|resource| resource.gone);
        Self {
            systems: [
                (old.systems.iter())
                    .map(|system| both.renames.system_now(&system.id).to_owned())
                    .collect(),
                new.systems.iter().map(|system| system.id.clone()).collect(),
            ],
            grouped,
            gone_before: gone.map(|resource| now(&resource.id)).collect(),
            resources: [there(old).iter().map(now).collect(), there(new).into_iter().collect()],
        }
    }

    fn both_review(&self, system: &str) -> bool {
        self.systems.iter().all(|systems| systems.contains(system))
    }

    /// Whether both know through which groups permissions of a system are held.
    fn both_know_groups(&self, system: &str) -> bool {
        self.grouped.iter().all(|systems| systems.contains(system))
    }

    fn is_gone(&self, resource: &Opaque) -> bool {
        let [old, new] = &self.resources;
        old.contains(resource) && !new.contains(resource)
    }

    fn was_there_before(&self, resource: &Opaque) -> bool {
        self.gone_before.contains(resource)
    }

    fn is_new(&self, resource: &Opaque) -> bool {
        let [old, new] = &self.resources;
        new.contains(resource) && !old.contains(resource)
    }
}

/// Whose the accounts of one side are, by system and login.
type Owners<'a> = BTreeMap<(&'a str, &'a str), &'a Bearer>;

fn owners(grants: &[Grant]) -> Owners<'_> {
    let known = grants
        .iter()
        .filter(|grant| matches!(grant.bearer, Bearer::Identity(_)));
    known
        .map(|grant| ((grant.system.as_str(), grant.login.as_str()), &grant.bearer))
        .collect()
}

/// Who holds a permission; where nobody is known on one side, whoever has the same account on the other: that it became
/// known whose an account is changes nothing that is held.
fn recognised(grant: &Grant, elsewhere: &Owners<'_>) -> Bearer {
    match &grant.bearer {
        Bearer::Identity(_) => grant.bearer.clone(),
        Bearer::Account(login) => {
            let owner = elsewhere.get(&(grant.system.as_str(), login.as_str()));
            owner.map_or_else(|| grant.bearer.clone(), |owner| (*owner).clone())
        }
    }
}

/// Levels that are held through other groups than before.
fn moved(both: &Both<'_>, place: &Where, (old, new): (&Levels, &Levels), changes: &mut Vec<Change>) {
    for (level, ways) in old {
        if let Some(now) = new.get(level).filter(|now| *now != ways) {
            let [before, after] = [ways, now].map(|ways| shown(level, ways));
            changes.push(change(both, place, What::Moved, (Some(&before), Some(&after))));
        }
    }
}

/// Levels that are held now and were not, or the other way round, and whether what is not in the later files is gone.
fn one(both: &Both<'_>, place: &Where, (old, new, is_complete): (&Levels, &Levels, bool), changes: &mut Vec<Change>) {
    let (system, ..) = place;
    let mut gone: Vec<&str> = old
        .keys()
        .filter(|level| !new.contains_key(*level))
        .map(String::as_str)
        .collect();
    let mut come: Vec<&str> = new
        .keys()
        .filter(|level| !old.contains_key(*level))
        .map(String::as_str)
        .collect();
    let was_complete = both.was_complete(system);
    let add = |changes: &mut Vec<Change>, what, before: Option<&str>, after: Option<&str>| {
        changes.push(change(both, place, what, (before, after)));
    };
    let highest = |levels: &Levels| highest(both, system, levels);
    let mut beside = None;
    match (highest(old), highest(new)) {
        // Where the audits rank the two the other way round, neither is higher.
        (Some((_, from)), Some((_, to))) if is_turned_round(both, system, &from, &to) => {}
        // Ranked on both sides: what counts is how high one stands.
        (Some((was, from)), Some((is, to))) if was < is && was_complete => {
            add(changes, What::Raised, Some(&from), Some(&to));
            beside = Some([from, to]);
        }
        (Some((was, from)), Some((is, to))) if was > is && is_complete => {
            add(changes, What::Lowered, Some(&from), Some(&to));
            beside = Some([from, to]);
        }
        _ => {}
    }
    if let Some([from, to]) = beside {
        // The two are told; whatever came or went beside them is told by itself.
        gone.retain(|level| *level != from);
        come.retain(|level| *level != to);
    } else if !gone.is_empty() && !come.is_empty() && was_complete && is_complete {
        add(changes, What::Changed, Some(&gone.join(", ")), Some(&come.join(", ")));
        return;
    }
    for level in gone {
        let what = if is_complete { What::Removed } else { What::NotSeen };
        add(changes, what, Some(level), None);
    }
    for level in come {
        let what = if was_complete { What::Appeared } else { What::Seen };
        add(changes, what, None, Some(level));
    }
}

/// The highest of some levels with its rank; none where there is none, or one of them is not ranked.
fn highest(both: &Both<'_>, system: &str, levels: &Levels) -> Option<(u32, String)> {
    let known = &both.new.record.system(system)?.levels;
    let rank = |name: &String| known.iter().find(|level| level.name == *name)?.rank;
    let ranked: Option<Vec<(u32, String)>> = levels.keys().map(|name| Some((rank(name)?, name.clone()))).collect();
    ranked?.into_iter().max()
}

/// Whether the earlier audit ranks two levels, by their present names, otherwise than the later one.
fn is_turned_round(both: &Both<'_>, system: &str, from: &str, to: &str) -> bool {
    let mut systems = both.old.record.systems.iter();
    let before = systems.find(|one| both.renames.system_now(&one.id) == system);
    let levels = before.into_iter().flat_map(|before| &before.levels);
    let before: BTreeMap<&str, u32> = levels
        .filter_map(|level| Some((both.renames.level_now(system, &level.name), level.rank?)))
        .collect();
    let levels = both
        .new
        .record
        .system(system)
        .into_iter()
        .flat_map(|system| &system.levels);
    let now: BTreeMap<&str, u32> = levels
        .filter_map(|level| Some((level.name.as_str(), level.rank?)))
        .collect();
    let order = |ranks: &BTreeMap<&str, u32>| Some(ranks.get(from)?.cmp(ranks.get(to)?));
    order(&before).is_some_and(|was| Some(was) != order(&now))
}

/// A level with the groups through which it is held; alone where directly.
fn shown(level: &str, ways: &BTreeSet<String>) -> String {
    let groups: Vec<&str> = ways.iter().map(String::as_str).filter(|way| !way.is_empty()).collect();
    if groups.is_empty() {
        return level.to_owned();
    }
    if ways.contains("") {
        return format!("{level} (directly, {})", groups.join(", "));
    }
    format!("{level} ({})", groups.join(", "))
}

fn change(
    both: &Both<'_>,
    (system, resource, bearer): &Where,
    what: What,
    (before, after): (Option<&str>, Option<&str>),
) -> Change {
    let resource = resource.as_ref().map(|id| both.resource(id));
    let kind = match bearer {
        Bearer::Identity(_) => "permission",
        Bearer::Account(_) => "account",
    };
    let parts = [
        kind,
        what.word(),
        system,
        bearer.text(),
        resource.as_deref().unwrap_or_default(),
        before.unwrap_or_default(),
        after.unwrap_or_default(),
    ];
    Change {
        key: super::key(&parts),
        what,
        system: Some(both.system(system)),
        resource,
        who: bearer.text().to_owned(),
        check: None,
        about: Vec::new(),
        name: match bearer {
            Bearer::Identity(id) => both.name(&Opaque::identity(id)),
            Bearer::Account(_) => None,
        },
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        otherwise: Vec::new(),
        permissions: None,
        reason: None,
    }
}

#[cfg(test)]
mod tests;
