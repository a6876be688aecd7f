//! Findings that are new, still there, resolved, no longer judged so or back; exceptions that were granted, renewed, or are over.

use std::collections::{BTreeMap, BTreeSet};

use super::{Both, Fate, Fates};
use crate::model::change::{Change, What};
use crate::model::finding::Closure;
use crate::model::key::nouns;
use crate::model::opaque::Opaque;
use crate::model::record::{Exception, Finding, FormerFinding, Still};

pub(super) fn findings(both: &Both<'_>) -> Vec<Change> {
    let (old, new) = (&both.old.record, &both.new.record);
    let before: BTreeMap<&Opaque, &Finding> = old.findings.iter().map(|finding| (&finding.id, finding)).collect();
    let resolved: BTreeMap<&Opaque, _> = (old.former_findings.iter())
        .filter_map(|former| Some((&former.id, former.resolved?)))
        .collect();
    let mut changes = Vec::new();
    for finding in &new.findings {
        let first = |earlier: &Finding| Some(earlier.since.min(finding.since).to_string());
        let (what, earlier) = match (before.get(&finding.id), resolved.get(&finding.id)) {
            (Some(earlier), _) if is_done(finding) => (What::Resolved, first(earlier)),
            // A recheck showed that it was put right.
            (Some(earlier), _) if is_done(earlier) => (What::Reappeared, Some(old.audit_date.to_string())),
            (Some(earlier), _) => (What::Persisting, first(earlier)),
            (None, Some(resolved)) => (What::Reappeared, Some(resolved.to_string())),
            // It was found before that, and nothing proved it gone.
            (None, None) if finding.since <= old.audit_date => (What::Seen, Some(finding.since.to_string())),
            (None, None) if was_judged(both, finding) => (What::New, None),
            (None, None) => (What::Seen, None),
        };
        changes.push(change(both, finding, what, earlier));
    }
    let now: BTreeSet<&Opaque> = new.findings.iter().map(|finding| &finding.id).collect();
    let fates = Fates::between(both.old, both.new, &both.renames);
    let known = fates_known(both);
    // That a recheck put something right was told by the audit of that recheck.
    let gone = old
        .findings
        .iter()
        .filter(|finding| !now.contains(&finding.id) && !is_done(finding));
    for finding in gone {
        let fate = known.get(&finding.id).cloned().unwrap_or_else(|| fates.of(finding));
        let (what, otherwise) = match fate {
            Fate::Resolved => (What::Resolved, Vec::new()),
            Fate::NotSeen => (What::NotSeen, Vec::new()),
            Fate::Still(Still::Otherwise(checks)) => (What::FoundOtherwise, checks),
            Fate::Still(Still::AsDeclared) => (What::AsDeclared, Vec::new()),
        };
        changes.push(Change {
            otherwise,
            ..change(both, finding, what, Some(finding.since.to_string()))
        });
    }
    // What may have been there before stands behind what is new.
    changes.sort_by_key(|change| {
        let is_seen = change.what == What::Seen;
        (if is_seen { What::New } else { change.what }, is_seen)
    });
    changes
}

/// What became of findings, as the later audit noted it when all its files were there; an older program noted less.
fn fates_known<'a>(both: &Both<'a>) -> BTreeMap<&'a Opaque, Fate> {
    let record = &both.new.record;
    let former = record.former_findings.iter().filter(|_| record.version > 1);
    let fate = |former: &FormerFinding| match (former.resolved, &former.still) {
        (Some(_), _) => Fate::Resolved,
        (None, Some(still)) => Fate::Still(still.clone()),
        (None, None) => Fate::NotSeen,
    };
    former.map(|former| (&former.id, fate(former))).collect()
}

/// Whether the earlier audit would have found it.
fn was_judged(both: &Both<'_>, finding: &Finding) -> bool {
    let before = |id: &str| {
        let mut systems = both.old.record.systems.iter();
        systems
            .find(|system| both.renames.system_now(&system.id) == id)
            .map(|system| system.id.as_str())
    };
    match finding.system.as_deref() {
        None => both.old.record.proves(&finding.check, None),
        Some(id) => before(id).is_some_and(|id| both.old.record.proves(&finding.check, Some(id))),
    }
}

fn is_done(finding: &Finding) -> bool {
    finding.closure.as_deref() == Some(Closure::Done.word())
}

fn change(both: &Both<'_>, finding: &Finding, what: What, before: Option<String>) -> Change {
    let key = [both.new, both.old].iter().find_map(|side| side.keys.get(&finding.id));
    let id = finding.id.to_string();
    Change {
        key: super::key(&["finding", what.word(), key.unwrap_or(&id)]),
        what,
        system: (finding.system.as_deref()).map(|system| both.system(both.renames.system_now(system))),
        resource: finding.resource.clone(),
        who: key.unwrap_or(&finding.check).clone(),
        check: Some(finding.check.clone()),
        about: about(both, finding, key.map(String::as_str)),
        name: finding.identity.as_ref().and_then(|id| both.name(id)),
        before,
        after: finding.accepted_until.map(|day| day.to_string()),
        otherwise: Vec::new(),
        permissions: None,
        reason: None,
    }
}

/// What a finding is about beside its system: what its key names, with people by their names; without the key, what the record
/// tells.
fn about(both: &Both<'_>, finding: &Finding, key: Option<&str>) -> Vec<String> {
    let person = finding.identity.as_ref().map(|id| both.id(id));
    let named = finding.identity.as_ref().map(|id| match both.person(id) {
        Some(person) => format!("{} ({})", person.name, person.id),
        None => id.to_string(),
    });
    match key.map(nouns) {
        Some(nouns) => {
            // Of an account, whoever has it stands behind its login.
            let login = nouns.bearer.filter(|bearer| Some(bearer) != person.as_ref());
            login.into_iter().chain(named).chain(nouns.rest).collect()
        }
        None => (named.into_iter())
            .chain(finding.resource.clone())
            .chain(finding.levels.iter().cloned())
            .collect(),
    }
}

pub(super) fn exceptions(both: &Both<'_>) -> Vec<Change> {
    let (old, new) = (&both.old.record, &both.new.record);
    let before: BTreeMap<&Opaque, &Exception> = (old.exceptions.iter())
        .map(|exception| (&exception.id, exception))
        .collect();
    let now: BTreeMap<&Opaque, &Exception> = (new.exceptions.iter())
        .map(|exception| (&exception.id, exception))
        .collect();
    let mut changes = Vec::new();
    for (id, exception) in &now {
        let is_over = exception.expires < new.audit_date;
        let what = match before.get(id) {
            Some(earlier) if earlier.expires < exception.expires => What::Renewed,
            Some(earlier) if is_over && earlier.expires >= old.audit_date => What::Expired,
            Some(_) => continue,
            None => What::Granted,
        };
        changes.push(excepted(both, exception, what, before.get(id).copied()));
    }
    for (id, exception) in &before {
        if now.contains_key(id) {
            continue;
        }
        let what = match exception.expires < new.audit_date {
            // It was over in the earlier audit already.
            true if exception.expires < old.audit_date => continue,
            true => What::Expired,
            false => What::Withdrawn,
        };
        changes.push(excepted(both, exception, what, Some(exception)));
    }
    changes.sort_by(|one, other| (one.what, &one.key).cmp(&(other.what, &other.key)));
    changes
}

/// Of whom and what an exception is beside its system, as far as that is kept.
fn accepted(both: &Both<'_>, exception: &Exception) -> Vec<String> {
    let part = |key: &str| exception.about.get(key).cloned();
    let person = part("identity").map(|id| match both.name(&Opaque::identity(&id)) {
        Some(name) => format!("{name} ({id})"),
        None => id,
    });
    let rest = ["account", "resource", "level", "file"].into_iter().filter_map(part);
    person.into_iter().chain(rest).collect()
}

fn excepted(both: &Both<'_>, exception: &Exception, what: What, before: Option<&Exception>) -> Change {
    Change {
        key: super::key(&["exception", what.word(), &exception.check, &exception.id.to_string()]),
        what,
        system: (exception.system.as_deref()).map(|system| both.system(both.renames.system_now(system))),
        resource: None,
        who: exception.check.clone(),
        check: Some(exception.check.clone()),
        about: accepted(both, exception),
        name: exception.ticket.clone(),
        before: before.map(|exception| exception.expires.to_string()),
        after: matches!(what, What::Granted | What::Renewed).then(|| exception.expires.to_string()),
        otherwise: Vec::new(),
        permissions: None,
        reason: None,
    }
}
