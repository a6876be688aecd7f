//! What each grant adds to the printed numbers, or why it adds nothing.

use std::collections::HashMap;

use crate::model::arena::Ix;
use crate::model::count::{Bearer, CountedLevel};
use crate::model::roster::Identity;
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account, Effective, Held, Holder, Resource, Snapshot, Status};
use crate::model::system::{AccessRules, CountRule};

/// One grant in the hands of one account, and the number it belongs to.
#[derive(Clone, Debug)]
pub struct Share<'a> {
    /// The grant, and how it is held.
    pub held: Effective<'a>,
    /// The resource; none is the system as a whole.
    pub resource: Option<Ix<Resource>>,
    /// The level.
    pub level: CountedLevel,
    /// Under what its holder is counted.
    pub bearer: Bearer,
    /// Who is counted, once each.
    pub counted: Counted,
    /// Whether it is.
    pub fate: Fate,
}

/// Who is counted: an identity, or an account where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Counted {
    /// Somebody, once for all their accounts.
    Identity(Ix<Identity>),
    /// An account of nobody or of several.
    Account(Ix<Account>),
}

/// What became of a grant in counting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is in the number.
    Counted,
    /// It is not.
    LeftOut(LeftOut),
}

/// Why a grant is not in the number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// The account is switched off.
    Disabled,
    /// The account is invited and not yet accepted.
    Pending,
    /// The system counts the highest level only, and its holder has a higher one there.
    Lower,
}

/// Every grant of a system in every account's hands, with the number it belongs to, in file order.
pub fn shares<'a>(
    settings: &'a Settings,
    snapshot: &'a Snapshot,
    access: &'a Access,
) -> impl Iterator<Item = Share<'a>> {
    let highest = Highest::of(settings, access);
    let holders = access.accounts.iter().map(|(place, account)| {
        let counted = counted(access, place);
        (counted, bearer(snapshot, access, counted), account.status)
    });
    let holders: Vec<(Counted, Bearer, Option<Status>)> = holders.collect();
    access.effective().filter_map(move |held| {
        let (counted, bearer, status) = *holders.get(held.account.get())?;
        Some(Share {
            resource: held.grant.resource,
            level: match held.grant.level {
                Held::Level(level) => CountedLevel::Level(level),
                Held::Unmapped(_) => CountedLevel::Unmapped,
            },
            bearer,
            counted,
            fate: match status {
                Some(Status::Disabled) => Fate::LeftOut(LeftOut::Disabled),
                Some(Status::Pending) => Fate::LeftOut(LeftOut::Pending),
                Some(Status::Active) | None if highest.is_above(&held, counted) => Fate::LeftOut(LeftOut::Lower),
                Some(Status::Active) | None => Fate::Counted,
            },
            held,
        })
    })
}

fn counted(access: &Access, account: Ix<Account>) -> Counted {
    match &access.accounts[account].holder {
        Holder::Identity(identity, _) => Counted::Identity(*identity),
        Holder::Nobody | Holder::Several(_) => Counted::Account(account),
    }
}

fn bearer(snapshot: &Snapshot, access: &Access, counted: Counted) -> Bearer {
    match counted {
        Counted::Account(_) => Bearer::Unidentified,
        Counted::Identity(place) => {
            let identity = &snapshot.roster.identities[place];
            if identity.left_before(access.day) {
                Bearer::Former
            } else if identity.starts_after(access.day) {
                Bearer::Future
            } else {
                Bearer::Role(identity.roles.first)
            }
        }
    }
}

/// The highest rank that everybody, or every account, holds by active accounts, where the system counts that only.
struct Highest<'a> {
    /// None where each level counts.
    rules: Option<&'a AccessRules>,
    ranks: HashMap<(Counted, Option<Ix<Resource>>), u32>,
}

impl<'a> Highest<'a> {
    fn of(settings: &'a Settings, access: &Access) -> Self {
        let rules = settings.systems[access.system].access();
        let mut highest = Self {
            rules: rules.filter(|rules| rules.count_rule != CountRule::Each),
            ranks: HashMap::new(),
        };
        if highest.rules.is_none() {
            return highest;
        }
        for held in access.effective() {
            if !access.accounts[held.account].is_active() {
                continue;
            }
            if let Some(rank) = highest.rank(&held) {
                let among = highest.among(held.account, counted(access, held.account));
                let known = highest.ranks.entry((among, held.grant.resource)).or_default();
                *known = rank.max(*known);
            }
        }
        highest
    }

    /// Among whose grants the highest is looked for.
    fn among(&self, account: Ix<Account>, counted: Counted) -> Counted {
        match self.rules.map(|rules| rules.count_rule) {
            Some(CountRule::HighestPerAccount) => Counted::Account(account),
            Some(CountRule::Each | CountRule::Highest) | None => counted,
        }
    }

    /// A level that no definition maps has no rank: it is never above nor below another.
    fn rank(&self, held: &Effective<'_>) -> Option<u32> {
        match (self.rules, held.grant.level) {
            (Some(rules), Held::Level(level)) => rules.levels[level].rank,
            (None, _) | (_, Held::Unmapped(_)) => None,
        }
    }

    /// Whether the holder has a higher level there than this grant.
    fn is_above(&self, held: &Effective<'_>, counted: Counted) -> bool {
        let best = self
            .ranks
            .get(&(self.among(held.account, counted), held.grant.resource));
        self.rank(held).zip(best).is_some_and(|(rank, highest)| rank < *highest)
    }
}
