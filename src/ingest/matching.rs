//! Whose each account is: by a login that the roster declares, by an e-mail address, else by a filled accounts sheet.
//!
//! Comes in: accounts and the roster. Goes out: the holder of each account. Never by display name, never by likeness;
//! two that fit are two candidates, not one guess.

use std::collections::{BTreeMap, HashMap};

use super::compared::{folded, login_key};
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::roster::{Identity, Roster};
use crate::model::snapshot::{Access, Account, Holder, Match};
use crate::model::system::System;

/// Persons that accounts sheets name, by system and account.
pub(super) type Assigned = BTreeMap<(Ix<System>, Ix<Account>), Vec<Ix<Identity>>>;

/// Every way into the roster.
struct Directory {
    logins: HashMap<(Ix<System>, String), Vec<Ix<Identity>>>,
    emails: HashMap<String, Vec<Ix<Identity>>>,
}

/// Finds the holder of every account.
pub(super) fn assign(access: &mut [Access], roster: &Roster, assigned: &Assigned) {
    let directory = Directory::new(roster);
    for access in access {
        let system = access.system;
        let holders: Vec<Holder> = access
            .accounts
            .iter()
            .map(|(place, account)| {
                let named = assigned.get(&(system, place)).map_or([].as_slice(), Vec::as_slice);
                directory.holder(system, account, named)
            })
            .collect();
        for (account, holder) in access.accounts.values_mut().zip(holders) {
            account.holder = holder;
        }
    }
}

impl Directory {
    fn new(roster: &Roster) -> Self {
        let mut directory = Self {
            logins: HashMap::new(),
            emails: HashMap::new(),
        };
        for (place, identity) in roster.identities.iter() {
            for (system, logins) in &identity.logins {
                for login in logins {
                    let key = (*system, login_key(login.reveal()).into_owned());
                    directory.logins.entry(key).or_default().push(place);
                }
            }
            for email in &identity.emails {
                directory.emails.entry(folded(email.reveal())).or_default().push(place);
            }
        }
        directory
    }

    fn holder(&self, system: Ix<System>, account: &Account, named: &[Ix<Identity>]) -> Holder {
        let mut found: BTreeMap<Ix<Identity>, Match> = BTreeMap::new();
        let mut add = |identities: &[Ix<Identity>], rule: Match| {
            for identity in identities {
                found.entry(*identity).or_insert(rule);
            }
        };
        let login = account.login.reveal();
        let by_login = self.logins.get(&(system, login_key(login).into_owned()));
        add(by_login.map_or(&[], Vec::as_slice), Match::Login);
        for address in std::iter::once(login).chain(account.email.as_ref().map(Private::reveal)) {
            let by_email = self.emails.get(&folded(address));
            add(by_email.map_or(&[], Vec::as_slice), Match::Email);
        }
        add(named, Match::Sheet);
        let candidates: Vec<(Ix<Identity>, Match)> = found.into_iter().collect();
        match *candidates.as_slice() {
            [] => Holder::Nobody,
            [(identity, rule)] => Holder::Identity(identity, rule),
            _ => Holder::Several(candidates),
        }
    }
}
