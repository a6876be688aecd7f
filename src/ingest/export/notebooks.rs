//! Notebooks of recognised files: what several files say of one is put together once all of them are read.
//!
//! Comes in: facts about notebooks, each with names, identifiers, owners and state as far as its file tells them. Goes
//! out: every notebook once for each owner. Facts with a common identifier are about one notebook; one without
//! identifiers is about the one of that identifier or name. What fits two notebooks, none with an owner, or contradicts
//! is rejected.

use std::collections::{BTreeMap, BTreeSet};

use super::ledger::{Dropped, Entered};
use super::unions::Unions;
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::snapshot::{Account, Device};
use crate::model::source::Place;

/// What a row says of one notebook.
#[derive(Clone, Default)]
pub(super) struct Said {
    /// What the file calls it.
    pub(super) name: Option<String>,
    /// Other identifiers.
    pub(super) ids: BTreeSet<String>,
    /// Whose it is.
    pub(super) owners: BTreeSet<Ix<Account>>,
    /// Whether its disk is encrypted.
    pub(super) encrypted: Option<bool>,
    /// Whether it is protected.
    pub(super) protected: Option<bool>,
}

/// The same with where it was read.
pub(super) struct Draft {
    pub(super) said: Said,
    pub(super) place: Place,
    /// Its number in the ledger; none where `review.toml` maps the columns.
    pub(super) entered: Option<Entered>,
}

/// Puts the notebooks together; also gives what does not count, with why.
pub(super) fn together(drafts: &[Draft]) -> (Vec<Device>, Vec<(Entered, Dropped)>) {
    let mut dropped = Vec::new();
    let mut drop = |draft: &Draft, why: String| {
        dropped.extend(draft.entered.map(|entered| (entered, Dropped::Rejected(why))));
    };
    let mut unions = Unions::new(drafts.len());
    let mut by_id: BTreeMap<&str, usize> = BTreeMap::new();
    for (place, draft) in drafts.iter().enumerate() {
        for id in &draft.said.ids {
            let first = *by_id.entry(id).or_insert(place);
            unions.join(first, place);
        }
    }
    let mut by_name: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    let with_ids = |(_, draft): &(usize, &Draft)| !draft.said.ids.is_empty();
    for (place, draft) in drafts.iter().enumerate().filter(with_ids) {
        if let Some(name) = draft.said.name.as_deref() {
            by_name.entry(name).or_default().insert(unions.first(place));
        }
    }
    let mut unclear = BTreeSet::new();
    for (place, draft) in drafts.iter().enumerate() {
        let name = draft.said.name.as_deref().filter(|_| draft.said.ids.is_empty());
        if let Some(name) = name {
            let named = by_name.entry(name).or_default();
            match (by_id.get(name), named.len()) {
                (Some(first), _) => unions.join(*first, place),
                (None, 0) => _ = named.insert(place),
                (None, 1) => named.iter().for_each(|first| unions.join(*first, place)),
                (None, number) => {
                    let why = format!(
                        "{number} notebooks of this system are called `{name}`, and this row does not say by an \
                         identifier which is meant; add the identifier, or set the row aside in review.toml"
                    );
                    drop(draft, why);
                    unclear.insert(place);
                }
            }
        }
    }
    let mut parts: BTreeMap<usize, Vec<&Draft>> = BTreeMap::new();
    for (place, draft) in drafts.iter().enumerate().filter(|(place, _)| !unclear.contains(place)) {
        parts.entry(unions.first(place)).or_default().push(draft);
    }
    let mut devices = Vec::new();
    for mut parts in parts.into_values() {
        parts.sort_by_key(|draft| (draft.said.owners.is_empty(), draft.said.ids.is_empty()));
        match one(&parts, &mut drop) {
            Some((said, place)) => {
                let name = said.name.or_else(|| said.ids.first().cloned()).unwrap_or_default();
                devices.extend(said.owners.iter().map(|account| Device {
                    name: Private::new(&name),
                    account: *account,
                    encrypted: said.encrypted,
                    protected: said.protected,
                    place,
                }));
            }
            None => {
                for draft in parts {
                    drop(draft, NO_OWNER.to_owned());
                }
            }
        }
    }
    devices.sort_by_key(|device| device.place);
    (devices, dropped)
}

const NO_OWNER: &str = "no file of this system names the owner of this notebook; name one in the inventory, or set the \
                        row aside in review.toml";

/// One notebook of what several rows say, those with an owner first, and the place of the first; none without an owner.
fn one(parts: &[&Draft], drop: &mut impl FnMut(&Draft, String)) -> Option<(Said, Place)> {
    let mut whole = Said::default();
    let mut place = None;
    for draft in parts {
        let said = &draft.said;
        let differs =
            |before: Option<bool>, now: Option<bool>| before.zip(now).is_some_and(|(before, now)| before != now);
        let other_owners = !whole.owners.is_empty() && !said.owners.is_empty() && whole.owners != said.owners;
        let what = if other_owners {
            Some("other owners")
        } else if differs(whole.encrypted, said.encrypted) || differs(whole.protected, said.protected) {
            Some("another state")
        } else {
            None
        };
        if let Some(what) = what {
            let name = whole.name.as_deref().or(said.name.as_deref()).unwrap_or_default();
            let why = format!(
                "the row gives notebook `{name}` {what} than another row of this system does; correct the one that is \
                 wrong, or export again"
            );
            drop(draft, why);
            continue;
        }
        whole.name = whole.name.or_else(|| said.name.clone());
        whole.ids.extend(said.ids.iter().cloned());
        whole.owners.extend(&said.owners);
        whole.encrypted = whole.encrypted.or(said.encrypted);
        whole.protected = whole.protected.or(said.protected);
        place = place.or(Some(draft.place));
    }
    place.filter(|_| !whole.owners.is_empty()).map(|place| (whole, place))
}
