//! Drafts to identities: ids are unique, owners exist.

use std::collections::HashMap;

use super::roles::{Roles, word};
use super::rows::Draft;
use crate::model::arena::Ix;
use crate::model::likeness::did_you_mean;
use crate::model::policy::RoleKind;
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::roster::{Identity, Roles as Held, Roster};
use crate::model::source::Source;

/// The roster; drafts without a role are left out, their problem is told already.
pub(super) fn roster(
    drafts: Vec<Draft>,
    roles: &Roles,
    source: &Source,
    problems: &mut Problems,
) -> anyhow::Result<Roster> {
    let first = unique(&drafts, source, problems);
    owned(&drafts, &first, source, problems);
    drop(first);
    let mut roster = Roster::default();
    let mut places: HashMap<String, Ix<Identity>> = HashMap::new();
    let mut owners: Vec<(Ix<Identity>, String)> = Vec::new();
    for draft in drafts {
        let Some((first, further)) = draft.roles.split_first() else {
            continue;
        };
        let by_role = draft.roles.iter().any(|role| roles.role(*role).needs_workstation);
        let needs = draft.workstation.unwrap_or(by_role && draft.kind == RoleKind::Person);
        let place = roster.identities.push(Identity {
            id: Private::new(draft.id.as_str()),
            name: Private::new(draft.name),
            roles: Held {
                first: *first,
                further: further.to_vec(),
            },
            kind: draft.kind,
            employment: draft.employment,
            emails: draft.emails,
            logins: draft.logins,
            start: draft.start,
            end: draft.end,
            owner: None,
            needs_workstation: needs,
            place: draft.place,
        })?;
        places.insert(draft.id, place);
        owners.push((place, draft.owner));
    }
    for (place, owner) in owners {
        roster.identities[place].owner = places.get(&owner).copied();
    }
    Ok(roster)
}

/// The first draft of each id; every later one is a problem.
fn unique<'a>(drafts: &'a [Draft], source: &Source, problems: &mut Problems) -> HashMap<&'a str, &'a Draft> {
    let mut first: HashMap<&str, &Draft> = HashMap::new();
    for draft in drafts.iter().filter(|draft| !draft.id.is_empty()) {
        if let Some(before) = first.get(draft.id.as_str()) {
            let stands = if source.pointers.is_empty() { "on" } else { "in" };
            let message = format!(
                "id `{}` stands {stands} {} already; every row of the roster needs an id of its own",
                draft.id,
                source.called(before.place.line)
            );
            source.problem(problems, draft.place.line, &message);
        } else {
            first.insert(&draft.id, draft);
        }
    }
    first
}

/// Every owner is a person of the roster.
fn owned(drafts: &[Draft], first: &HashMap<&str, &Draft>, source: &Source, problems: &mut Problems) {
    for draft in drafts.iter().filter(|draft| !draft.owner.is_empty()) {
        let wrong = match first.get(draft.owner.as_str()) {
            Some(owner) if owner.kind == RoleKind::Person => continue,
            Some(owner) => format!("is a {} account; a person has to answer for it", word(owner.kind)),
            None => {
                let ids = drafts.iter().map(|draft| draft.id.as_str());
                let hint = did_you_mean(&draft.owner, ids);
                format!("is no id of the roster{hint}; name the id of the person who answers for it")
            }
        };
        let message = format!("the owner `{}` {wrong}", draft.owner);
        source.problem(problems, draft.place.line, &message);
    }
}
