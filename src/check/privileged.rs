//! Who holds a privileged level in a system, itself or through groups.

use std::collections::{BTreeMap, BTreeSet};

use super::Breach;
use crate::model::arena::Ix;
use crate::model::finding::Subject;
use crate::model::roster::Identity;
use crate::model::snapshot::{Access, Account, Held, Holder, Snapshot};
use crate::model::source::Place;
use crate::model::system::AccessRules;

/// For each account whether it holds one; empty where no level is declared as privileged.
pub(super) fn holding(rules: &AccessRules, access: &Access) -> Vec<bool> {
    if !rules.has_privileged_level() {
        return Vec::new();
    }
    let mut holding = vec![false; access.accounts.len()];
    for held in access.effective() {
        if let Some(holds) = holding.get_mut(held.account.get()) {
            *holds |= rules.is_privileged(held.grant.level);
        }
    }
    holding
}

/// Who holds one with an active account.
#[derive(Default)]
pub(super) struct Holders {
    /// Identities that have not left, each with the rows that show it first.
    pub(super) known: BTreeMap<Ix<Identity>, Vec<Place>>,
    /// How many more may: accounts that could be several people's, and those with a level that no definition maps.
    pub(super) possible: usize,
}

impl Holders {
    /// That those who are known are too few or too many.
    pub(super) fn into_breach(self, access: &Access) -> Breach {
        Breach {
            subject: Subject {
                system: Some(access.system),
                candidates: self.known.keys().copied().collect(),
                ..Subject::default()
            },
            evidence: self.known.into_values().flatten().collect(),
        }
    }
}

/// The holders in one system.
pub(super) fn holders(snapshot: &Snapshot, rules: &AccessRules, access: &Access) -> Holders {
    let mut holders = Holders::default();
    let mut possible: BTreeSet<Ix<Account>> = BTreeSet::new();
    for held in access.effective() {
        let account = &access.accounts[held.account];
        let unmapped = matches!(held.grant.level, Held::Unmapped(_));
        if !account.is_active() || !(unmapped || rules.is_privileged(held.grant.level)) {
            continue;
        }
        match account.holder {
            Holder::Identity(identity, _) if snapshot.roster.identities[identity].left_before(access.day) => {}
            Holder::Identity(identity, _) if !unmapped => {
                holders.known.entry(identity).or_insert_with(|| held.places().collect());
            }
            Holder::Identity(..) | Holder::Several(_) => {
                possible.insert(held.account);
            }
            Holder::Nobody => {}
        }
    }
    let is_known = |account: &Ix<Account>| {
        let holder = access.accounts[*account].holder.identity();
        holder.is_some_and(|identity| holders.known.contains_key(&identity))
    };
    possible.retain(|account| !is_known(account));
    holders.possible = possible.len();
    holders
}
