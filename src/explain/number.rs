//! What stands behind a printed number: everybody counted, and everybody who holds the level and is not.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::facts::{LeftOut, NumberFacts, Party};
use super::gather;
use crate::count::{self, Counted, Fate, Share};
use crate::model::arena::Ix;
use crate::model::count::{Bearer, Count, CountedLevel};
use crate::model::review::Review;
use crate::model::snapshot::{Access, Account, Effective};

/// Grants, by account.
type Grants<'a> = BTreeMap<Ix<Account>, Vec<Effective<'a>>>;

pub(super) fn facts(review: &Review, count: &Count) -> NumberFacts {
    let activity = &review.settings.activities[count.activity];
    let system = &review.settings.systems[count.system];
    let definition = match count.level {
        CountedLevel::Level(level) => system.access().map(|rules| rules.levels[level].definition.clone()),
        CountedLevel::Unmapped => None,
    };
    let access = review.snapshot.counted_of(count.system);
    let (counted, left_out) = access.map(|access| behind(review, access, count)).unwrap_or_default();
    NumberFacts {
        category: activity.category.clone(),
        activity: activity.name.clone(),
        system: system.name.clone(),
        label: label(review, count),
        resource: access
            .and_then(|access| access.resource_name(count.on.one()))
            .map(str::to_owned),
        level: level(review, count),
        definition,
        bearer: bearer(review, count),
        people: count.people,
        contractors: count.contractors,
        counted,
        left_out,
        collected: access.is_some_and(|access| access.coverage.is_some()),
        proves_absence: access.is_some_and(|access| review.snapshot.proves_absence(access)),
    }
}

/// What the public page calls the resource of a number.
pub(super) fn label(review: &Review, count: &Count) -> Option<String> {
    let access = review.snapshot.counted_of(count.system)?;
    count.on.label(access).map(Cow::into_owned)
}

/// The level of a number, as the page prints it.
pub(super) fn level(review: &Review, count: &Count) -> String {
    let rules = review.settings.systems[count.system].access();
    rules
        .map(|rules| count.level.name(rules).to_owned())
        .unwrap_or_default()
}

/// Who is counted, as the page prints it.
pub(super) fn bearer(review: &Review, count: &Count) -> String {
    count.bearer.title(&review.snapshot.policy).to_owned()
}

/// Who is counted and who is left out, with their grants.
fn behind(review: &Review, access: &Access, count: &Count) -> (Vec<Party>, Vec<LeftOut>) {
    let mut counted: BTreeMap<Counted, Grants<'_>> = BTreeMap::new();
    let mut left_out: BTreeMap<(&str, Counted), Grants<'_>> = BTreeMap::new();
    for share in count::shares(&review.settings, &review.snapshot, access) {
        let grants = if share.fate == Fate::Counted && count::stands_behind(&share, count) {
            counted.entry(share.counted).or_default()
        } else if let Some(reason) = reason(review, &share, count) {
            left_out.entry((reason, share.counted)).or_default()
        } else {
            continue;
        };
        grants.entry(share.held.account).or_default().push(share.held);
    }
    let counted = counted
        .into_iter()
        .map(|(who, grants)| party(review, access, who, &grants));
    let left_out = left_out.into_iter().map(|((reason, who), grants)| LeftOut {
        reason: reason.to_owned(),
        party: party(review, access, who, &grants),
    });
    (counted.collect(), left_out.collect())
}

/// Why a grant of the number's level and resource is not in it; none where it has nothing to do with it.
fn reason(review: &Review, share: &Share<'_>, count: &Count) -> Option<&'static str> {
    if !count.on.covers(share.resource) || share.level != count.level {
        return None;
    }
    let first_role = match share.counted {
        Counted::Identity(identity) => Some(review.snapshot.roster.identities[identity].roles.first),
        Counted::Account(_) => None,
    };
    match (count.bearer, share.bearer) {
        (Bearer::Role(role), Bearer::Former) => {
            // of a disabled account that is why, whoever holds it
            (first_role == Some(role)).then(|| fate_name(share.fate).unwrap_or("left"))
        }
        (Bearer::Role(role), Bearer::Future) => {
            (first_role == Some(role)).then(|| fate_name(share.fate).unwrap_or("future"))
        }
        (Bearer::Role(_), Bearer::Unidentified) => Some(fate_name(share.fate).unwrap_or("unidentified")),
        (wanted, found) if wanted == found => fate_name(share.fate),
        (Bearer::Role(_) | Bearer::Future | Bearer::Former | Bearer::Unidentified, _) => None,
    }
}

fn fate_name(fate: Fate) -> Option<&'static str> {
    match fate {
        Fate::Counted => None,
        Fate::LeftOut(count::LeftOut::Disabled) => Some("disabled"),
        Fate::LeftOut(count::LeftOut::Pending) => Some("pending"),
        Fate::LeftOut(count::LeftOut::Lower) => Some("lower"),
    }
}

fn party(review: &Review, access: &Access, who: Counted, grants: &Grants<'_>) -> Party {
    Party {
        person: match who {
            Counted::Identity(identity) => Some(gather::person(review, identity)),
            Counted::Account(_) => None,
        },
        accounts: grants
            .iter()
            .map(|(account, grants)| gather::holding(review, access, *account, grants))
            .collect(),
    }
}
