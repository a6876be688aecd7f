//! What earlier audits knew and this one does not: findings that are gone, permissions that were taken away.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use crate::compare::{Doubt, Fate, Fates};
use crate::model::audit::{Detail, Grant};
use crate::model::finding::Closure;
use crate::model::opaque::Opaque;
use crate::model::record::{Finding, FormerFinding, FormerGrant, FormerSystem, Record, Resource};
use crate::model::renames::Renames;

/// The date of the first audit that found this without a gap; none where the audit before did not find it, or a recheck
/// showed then that it was put right.
pub(super) fn since(previous: Option<&Detail>, id: &Opaque) -> Option<Date> {
    let previous = &previous?.record;
    let before = previous.findings.iter().find(|finding| finding.id == *id);
    if let Some(before) = before {
        return (!is_done(before)).then_some(before.since);
    }
    // Where nothing proved it gone, it was there all the time.
    let mut unsettled = previous
        .former_findings
        .iter()
        .filter(|former| former.resolved.is_none());
    Some(unsettled.find(|former| former.id == *id)?.since)
}

/// Whether a recheck of the same audit showed that something was put right.
fn is_done(finding: &Finding) -> bool {
    finding.closure.as_deref() == Some(Closure::Done.word())
}

/// Names that were borne before the earlier audit already: an audit further back is still joined by them. One that something
/// bears now, or bore in the earlier audit, is not among them: it means that.
pub(super) fn names(before: &Record, now: &mut Record) {
    let renames = Renames::of_record(now);
    let resources = |record: &Record| -> BTreeSet<Opaque> {
        let all = record.systems.iter().flat_map(|system| &system.resources);
        all.filter(|one| !one.gone).map(|one| one.id.clone()).collect()
    };
    let taken: BTreeSet<Opaque> = resources(before).union(&resources(now)).cloned().collect();
    let ids: Vec<String> = (before.systems.iter().chain(&now.systems))
        .flat_map(|one| [one.id.clone(), one.name.clone()])
        .collect();
    for system in &mut now.systems {
        let mut earlier = before.systems.iter();
        let Some(was) = earlier.find(|was| renames.system_now(&was.id) == system.id) else {
            continue;
        };
        add(&mut system.formerly, &was.formerly, |name| ids.contains(name));
        let present: Vec<String> = was
            .levels
            .iter()
            .chain(&system.levels)
            .map(|level| level.name.clone())
            .collect();
        for level in &mut system.levels {
            let mut levels = was.levels.iter();
            if let Some(was) = levels.find(|was| renames.level_now(&system.id, &was.name) == level.name) {
                add(&mut level.formerly, &was.formerly, |name| present.contains(name));
            }
        }
        for resource in &mut system.resources {
            let mut resources = was.resources.iter();
            if let Some(was) = resources.find(|was| *renames.resource_now(&was.id) == resource.id) {
                add(&mut resource.formerly, &was.formerly, |id| taken.contains(id));
            }
        }
    }
    let present: Vec<String> = before
        .roles
        .iter()
        .chain(&now.roles)
        .map(|role| role.title.clone())
        .collect();
    for role in &mut now.roles {
        let mut roles = before.roles.iter();
        if let Some(was) = roles.find(|was| renames.role_now(&was.title) == role.title) {
            add(&mut role.formerly, &was.formerly, |title| present.contains(title));
        }
    }
}

/// Adds names that are not there and that nothing bears.
fn add<T: Clone + PartialEq>(names: &mut Vec<T>, earlier: &[T], is_borne: impl Fn(&T) -> bool) {
    for name in earlier {
        if !names.contains(name) && !is_borne(name) {
            names.push(name.clone());
        }
    }
}

/// Systems of earlier audits that are not reviewed now, with what had a label of them.
pub(super) fn systems(previous: &Detail, now: &Record) -> Vec<FormerSystem> {
    let renames = Renames::of_record(now);
    let before = &previous.record;
    let gone = |resource: &Resource| Resource {
        gone: true,
        ..resource.clone()
    };
    let last = before.systems.iter().map(|system| FormerSystem {
        id: system.id.clone(),
        name: system.name.clone(),
        last: before.audit_date,
        resources: system.resources.iter().map(gone).collect(),
    });
    let all = before.former_systems.iter().cloned().chain(last);
    let former = all.filter(|system| now.system(renames.system_now(&system.id)).is_none());
    let by_id: BTreeMap<String, FormerSystem> = former.map(|system| (system.id.clone(), system)).collect();
    by_id.into_values().collect()
}

/// Findings of earlier audits that are not found now.
pub(super) fn findings(previous: &Detail, now: &Record, fates: &Fates<'_>) -> Vec<FormerFinding> {
    let found: BTreeSet<&Opaque> = now.findings.iter().map(|finding| &finding.id).collect();
    let mut former: BTreeMap<&Opaque, FormerFinding> = BTreeMap::new();
    let before = &previous.record;
    for earlier in &before.former_findings {
        former.insert(&earlier.id, earlier.clone());
    }
    for finding in &before.findings {
        let gone = FormerFinding {
            id: finding.id.clone(),
            check: finding.check.clone(),
            system: finding.system.clone(),
            account: finding.account.clone(),
            identity: finding.identity.clone(),
            resource: finding.resource.clone(),
            levels: finding.levels.clone(),
            since: finding.since,
            last: before.audit_date,
            resolved: is_done(finding).then_some(before.audit_date),
            still: None,
        };
        former.insert(&finding.id, gone);
    }
    let mut former: Vec<FormerFinding> = former.into_values().filter(|gone| !found.contains(&gone.id)).collect();
    for gone in former.iter_mut().filter(|gone| gone.resolved.is_none()) {
        gone.still = None;
        match fates.of(&*gone) {
            Fate::Resolved => gone.resolved = Some(now.audit_date),
            Fate::Still(still) => gone.still = Some(still),
            Fate::NotSeen => {}
        }
    }
    former
}

/// Permissions that were taken away in the course of the audits and are not held now.
pub(super) fn grants(previous: &Detail, detail: &Detail) -> Vec<FormerGrant> {
    let (before, now) = (&previous.record, &detail.record);
    let grants = detail.grants.as_deref().unwrap_or_default();
    let mut former: BTreeMap<Opaque, FormerGrant> = BTreeMap::new();
    let complete = |id: &str| now.system(id).is_some_and(|system| system.complete);
    let somewhere: BTreeSet<Opaque> = grants.iter().map(anywhere).collect();
    let held: BTreeSet<Opaque> = grants.iter().map(Grant::opaque).collect();
    let renames = Renames::of_record(now);
    // Where only one of the audits tells resources apart, it is not known on which of them something was taken away.
    let is_held = |grant: &Grant| {
        if before.tells_apart_as(now, &grant.system, &renames) {
            held.contains(&grant.opaque())
        } else {
            somewhere.contains(&anywhere(grant))
        }
    };
    let doubt = Doubt::between(previous, detail, &renames);
    let in_doubt = |grant: &Grant| {
        doubt.may_be_set_aside(&grant.system, &grant.login) || doubt.is_read_otherwise(&grant.system, &grant.level, &[])
    };
    let earlier = previous.grants.iter().flatten();
    let taken = earlier
        .filter(|grant| complete(&grant.system) && !is_held(grant) && !in_doubt(grant))
        .map(|grant| FormerGrant {
            id: grant.opaque(),
            last: before.audit_date,
        });
    for grant in (before.former_grants.iter().cloned())
        .chain(taken)
        .chain(now.former_grants.iter().cloned())
    {
        former.insert(grant.id.clone(), grant);
    }
    former.into_values().filter(|grant| !held.contains(&grant.id)).collect()
}

/// Who holds a level of a system, on whatever.
fn anywhere(grant: &Grant) -> Opaque {
    let whole = Grant {
        resource: None,
        ..grant.clone()
    };
    whole.opaque()
}
