//! Accounts that hold something in both audits and can be used again, or whose holder is another.

use std::collections::BTreeMap;

use super::{Both, Order};
use crate::model::audit::{Bearer, Grant, Standing};
use crate::model::change::{Change, What};
use crate::model::opaque::Opaque;
use crate::model::snapshot::Status;

pub(super) fn compare(both: &Both<'_>, before: &[Grant], after: &[Grant]) -> Vec<Change> {
    let (holders_before, holders_after) = (holders(before), holders(after));
    let order = Order::of(both);
    let mut in_order: Vec<_> = holders_after.into_iter().collect();
    in_order.sort_by_cached_key(|((system, _), _)| order.system(system));
    let mut changes = Vec::new();
    for (place, is) in in_order {
        let Some(was) = holders_before.get(&place) else {
            continue;
        };
        let status = |standings: &BTreeMap<_, Standing>| {
            let (system, login) = place;
            standings.get(&(system.to_owned(), login.to_owned()))?.status
        };
        let statuses = (status(&both.old.standings), status(&both.new.standings));
        if let (Some(Status::Disabled), Some(Status::Active | Status::Pending)) = statuses {
            changes.push(change(both, place, What::SwitchedOn, (None, None)));
        }
        // What its new holder holds with it may hide among what they held already.
        match (was, is) {
            (Bearer::Identity(old), Bearer::Identity(new)) if old != new => {
                let holders = (Some(called(both, old)), Some(called(both, new)));
                changes.push(change(both, place, What::OtherHolder, holders));
            }
            (Bearer::Account(_), Bearer::Identity(id)) => {
                changes.push(change(both, place, What::OtherHolder, (None, Some(called(both, id)))));
            }
            (Bearer::Identity(id), Bearer::Account(_)) => {
                changes.push(change(both, place, What::OtherHolder, (Some(called(both, id)), None)));
            }
            (Bearer::Account(_), Bearer::Account(_)) | (Bearer::Identity(_), Bearer::Identity(_)) => {}
        }
    }
    changes
}

/// Whose accounts are, by system and login.
fn holders(grants: &[Grant]) -> BTreeMap<(&str, &str), &Bearer> {
    let all = grants.iter();
    all.map(|grant| ((grant.system.as_str(), grant.login.as_str()), &grant.bearer))
        .collect()
}

fn called(both: &Both<'_>, id: &str) -> String {
    match both.name(&Opaque::identity(id)) {
        Some(name) => format!("{name} ({id})"),
        None => id.to_owned(),
    }
}

fn change(
    both: &Both<'_>,
    (system, login): (&str, &str),
    what: What,
    (before, after): (Option<String>, Option<String>),
) -> Change {
    Change {
        key: super::key(&["login", what.word(), system, login]),
        what,
        system: Some(both.system(system)),
        resource: None,
        who: login.to_owned(),
        check: None,
        about: Vec::new(),
        name: None,
        before,
        after,
        otherwise: Vec::new(),
        permissions: None,
        reason: None,
    }
}
