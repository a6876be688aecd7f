//! What a check passes over in a system that it judges: accounts of which it is not known whose they are, accounts of those
//! who have left, levels that no definition maps. Its silence says nothing of them.

use std::collections::BTreeSet;

use super::needs::Needs;
use super::{CHECKS, Check, Run, contractor_grant, leaver_access};
use crate::model::arena::Ix;
use crate::model::finding::CheckId;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Held, Holder, Snapshot};
use crate::model::system::System;

/// By what a check judges who holds something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sight {
    /// By whose an account is.
    pub(super) holders: bool,
    /// Of those who are there alone.
    pub(super) present: bool,
    /// By the level.
    pub(super) levels: bool,
}

impl Check {
    pub(super) fn sight(&self) -> Sight {
        let (holders, present, levels) = match (self.run, self.needs) {
            _ if self.id == leaver_access::CHECK.id => (true, false, false),
            _ if self.id == contractor_grant::CHECK.id => (true, false, true),
            (Run::Cell(_), _) | (_, Needs::Separations | Needs::PreviousGrants) => (true, true, true),
            (_, Needs::MostHolders) => (true, false, true),
            _ => (false, false, false),
        };
        Sight {
            holders,
            present,
            levels,
        }
    }
}

/// Each check that passes something over, with each system where it does.
pub fn passed_over(settings: &Settings, snapshot: &Snapshot) -> Vec<(CheckId, Ix<System>)> {
    let pairs = snapshot.counted().flat_map(|access| {
        let there = There::of(settings, snapshot, access);
        let passing = CHECKS.iter().filter(move |check| there.is_passed_over(check));
        passing.map(|check| (check.id, access.system))
    });
    pairs.collect()
}

/// What may be there in a system that some check passes over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    /// An account in use of which it is not known whose it is.
    Unclaimed,
    /// One that holds something.
    UnclaimedHolder,
    /// Somebody who has left and holds something.
    Leaver,
    /// An account in use of somebody who has left since the system was exported.
    LeftSince,
    /// A level that no definition maps, and that somebody holds.
    UnmappedLevel,
}

/// Whether an account in use is somebody's who was to be there when the system was exported, and had left by the audit date:
/// nobody looked since whether they can still log in.
pub fn has_leaver_since(settings: &Settings, snapshot: &Snapshot, access: &Access) -> bool {
    let has_left_since = |account: &Account| {
        let holder = account
            .holder
            .identity()
            .map(|holder| &snapshot.roster.identities[holder]);
        holder.is_some_and(|holder| holder.left_before(settings.date) && !holder.left_before(access.day))
    };
    let mut in_use = access.accounts.values().filter(|account| !account.is_disabled());
    in_use.any(has_left_since)
}

/// What is there.
struct There(BTreeSet<Thing>);

impl There {
    fn of(settings: &Settings, snapshot: &Snapshot, access: &Access) -> Self {
        let mut there = BTreeSet::new();
        let in_use = |account: &Account| !account.is_disabled();
        let is_unclaimed = |account: &Account| in_use(account) && account.holder.identity().is_none();
        if access.accounts.values().any(is_unclaimed) {
            there.insert(Thing::Unclaimed);
        }
        if has_leaver_since(settings, snapshot, access) {
            there.insert(Thing::LeftSince);
        }
        for held in access.effective() {
            let account = &access.accounts[held.account];
            if !in_use(account) {
                continue;
            }
            if matches!(held.grant.level, Held::Unmapped(_)) {
                there.insert(Thing::UnmappedLevel);
            }
            match account.holder {
                Holder::Identity(identity, _) if snapshot.roster.identities[identity].left_before(access.day) => {
                    there.insert(Thing::Leaver);
                }
                Holder::Identity(..) => {}
                Holder::Several(_) | Holder::Nobody => {
                    there.insert(Thing::UnclaimedHolder);
                }
            }
        }
        Self(there)
    }

    fn is_passed_over(&self, check: &Check) -> bool {
        let sight = check.sight();
        let unclaimed = if check.id == leaver_access::CHECK.id {
            Thing::Unclaimed
        } else {
            Thing::UnclaimedHolder
        };
        let passed = [
            (check.id == leaver_access::CHECK.id, Thing::LeftSince),
            (sight.holders, unclaimed),
            (sight.present, Thing::Leaver),
            (sight.levels, Thing::UnmappedLevel),
        ];
        passed.iter().any(|(is_so, thing)| *is_so && self.0.contains(thing))
    }
}
