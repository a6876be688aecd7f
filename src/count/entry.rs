//! Who is counted where, as one number: millions of them are sorted.

use super::share::{Counted, Share};
use crate::model::arena::Ix;
use crate::model::count::{Bearer, CountedLevel, On};
use crate::model::roster::Identity;
use crate::model::snapshot::Snapshot;

/// Where within a system a number is printed.
type Slot = (On, CountedLevel, Bearer);

/// Somebody in a slot: resource, level, bearer and who, 32 bits each. Sorted as they are printed; equal if both are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry(u128);

const ANY: u32 = u32::MAX;
const UNMAPPED: u32 = u32::MAX;
const FUTURE: u32 = u32::MAX - 2;
const FORMER: u32 = u32::MAX - 1;
const UNIDENTIFIED: u32 = u32::MAX;

/// Marks an account, behind all identities.
const ACCOUNT: u32 = 1 << 31;

impl Entry {
    /// The one that a grant adds.
    pub(super) fn of(share: &Share<'_>) -> Self {
        let level = match share.level {
            CountedLevel::Level(level) => level.number(),
            CountedLevel::Unmapped => UNMAPPED,
        };
        let bearer = match share.bearer {
            Bearer::Role(role) => role.number(),
            Bearer::Future => FUTURE,
            Bearer::Former => FORMER,
            Bearer::Unidentified => UNIDENTIFIED,
        };
        let counted = match share.counted {
            Counted::Identity(identity) => identity.number() - 1,
            Counted::Account(account) => ACCOUNT + (account.number() - 1),
        };
        let parts = [share.resource.map_or(0, Ix::number), level, bearer, counted];
        Self(
            parts
                .into_iter()
                .fold(0, |packed, part| packed << 32 | u128::from(part)),
        )
    }

    /// The same on any resource; none where it is on the system as a whole.
    pub(super) fn anywhere(self) -> Option<Self> {
        let rest = self.0 & (u128::MAX >> 32);
        (self.part(3) != 0).then_some(Self(u128::from(ANY) << 96 | rest))
    }

    /// The number of its resource, which its order begins with.
    pub(super) fn resource(self) -> usize {
        self.part(3) as usize
    }

    /// Its slot, to compare with others.
    pub(super) fn slot(self) -> u128 {
        self.0 >> 32
    }

    /// Its slot in words of the model; there always is one.
    pub(super) fn of_slot(self) -> Option<Slot> {
        let level = match self.part(2) {
            UNMAPPED => CountedLevel::Unmapped,
            level => CountedLevel::Level(Ix::numbered(level)?),
        };
        let bearer = match self.part(1) {
            FUTURE => Bearer::Future,
            FORMER => Bearer::Former,
            UNIDENTIFIED => Bearer::Unidentified,
            role => Bearer::Role(Ix::numbered(role)?),
        };
        let on = match self.part(3) {
            ANY => On::Any,
            resource => On::of(Ix::numbered(resource)),
        };
        Some((on, level, bearer))
    }

    /// Who is counted under a role. Contractors are told apart there only: who left is no contractor any more, who is to
    /// come none yet.
    pub(super) fn employed(self, bearer: Bearer) -> Option<Ix<Identity>> {
        match bearer {
            Bearer::Role(_) => Ix::numbered(self.part(0) + 1),
            Bearer::Future | Bearer::Former | Bearer::Unidentified => None,
        }
    }

    /// The contractor who is counted, if one is.
    pub(super) fn contractor(self, bearer: Bearer, snapshot: &Snapshot) -> Option<&Identity> {
        let identity = self
            .employed(bearer)
            .map(|identity| &snapshot.roster.identities[identity]);
        identity.filter(|identity| identity.is_contractor())
    }

    /// The part that so many others follow.
    #[expect(clippy::cast_possible_truncation, reason = "its lowest 32 bits are meant")]
    fn part(self, behind: u32) -> u32 {
        (self.0 >> (32 * behind)) as u32
    }
}
