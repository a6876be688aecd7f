//! Findings that are new, still there, resolved or back; exceptions that were granted, renewed, or are over.

use std::collections::BTreeMap;

use super::Both;
use crate::model::change::{Change, What};
use crate::model::finding::Closure;
use crate::model::key::nouns;
use crate::model::opaque::Opaque;
use crate::model::record::{Exception, Finding};

pub(super) fn findings(both: &Both<'_>) -> Vec<Change> {
    let (old, new) = (&both.old.record, &both.new.record);
    let before: BTreeMap<&Opaque, &Finding> = old.findings.iter().map(|finding| (&finding.id, finding)).collect();
    let resolved: BTreeMap<&Opaque, _> = (old.former_findings.iter())
        .filter_map(|former| Some((&former.id, former.resolved?)))
        .collect();
    let mut changes = Vec::new();
    for finding in &new.findings {
        let is_done = finding.closure.as_deref() == Some(Closure::Done.word());
        let (what, earlier) = match (before.get(&finding.id), resolved.get(&finding.id)) {
            (Some(_), _) if is_done => (What::Resolved, Some(finding.since.to_string())),
            (Some(_), _) => (What::Persisting, Some(finding.since.to_string())),
            (None, Some(resolved)) => (What::Reappeared, Some(resolved.to_string())),
            (None, None) => (What::New, None),
        };
        changes.push(change(both, finding, what, earlier));
    }
    let now: BTreeMap<&Opaque, &Finding> = new.findings.iter().map(|finding| (&finding.id, finding)).collect();
    for finding in old.findings.iter().filter(|finding| !now.contains_key(&finding.id)) {
        let system = finding.system.as_deref().map(|system| both.renames.system_now(system));
        let what = if new.proves(&finding.check, system) {
            What::Resolved
        } else {
            What::NotSeen
        };
        changes.push(change(both, finding, what, Some(finding.since.to_string())));
    }
    changes.sort_by_key(|change| change.what);
    changes
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

fn excepted(both: &Both<'_>, exception: &Exception, what: What, before: Option<&Exception>) -> Change {
    Change {
        key: super::key(&["exception", what.word(), &exception.check, &exception.id.to_string()]),
        what,
        system: (exception.system.as_deref()).map(|system| both.system(both.renames.system_now(system))),
        resource: None,
        who: exception.check.clone(),
        check: Some(exception.check.clone()),
        about: Vec::new(),
        name: exception.ticket.clone(),
        before: before.map(|exception| exception.expires.to_string()),
        after: matches!(what, What::Granted | What::Renewed).then(|| exception.expires.to_string()),
        permissions: None,
        reason: None,
    }
}
