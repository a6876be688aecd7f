//! Whose each account is: by a login that the roster declares, by an e-mail address, else by the pattern of the system's
//! logins, or by a filled accounts sheet.
//!
//! Comes in: the accounts of a system and the roster. Goes out: the holder of each account. Never by display name, never by likeness;
//! two that fit are two candidates, not one guess. The other identifiers of an account count as its login does. The
//! pattern is looked at only where neither a login nor an address leads to anybody. One more rule: a [`Match`], and its
//! place in `Directory::holder`.

use std::collections::{BTreeMap, HashMap};

use super::compared::{folded, login_key};
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::roster::{Identity, Roster};
use crate::model::snapshot::{Access, Account, Holder, Match};
use crate::model::system::{Capture, System};

/// Persons that accounts sheets name, by system and the key of the account's login.
pub(super) type Assigned = BTreeMap<Ix<System>, HashMap<String, Vec<Ix<Identity>>>>;

/// Every way into the roster.
pub(super) struct Directory {
    logins: HashMap<(Ix<System>, String), Vec<Ix<Identity>>>,
    emails: HashMap<String, Vec<Ix<Identity>>>,
    locals: HashMap<String, Vec<Ix<Identity>>>,
    ids: HashMap<String, Vec<Ix<Identity>>>,
}

impl Directory {
    /// The ways into a roster.
    pub(super) fn new(roster: &Roster) -> Self {
        let mut directory = Self {
            logins: HashMap::new(),
            emails: HashMap::new(),
            locals: HashMap::new(),
            ids: HashMap::new(),
        };
        for (place, identity) in roster.identities.iter() {
            directory
                .ids
                .entry(folded(identity.id.reveal()))
                .or_default()
                .push(place);
            for (system, logins) in &identity.logins {
                for login in logins {
                    let key = (*system, login_key(login.reveal()).into_owned());
                    directory.logins.entry(key).or_default().push(place);
                }
            }
            for email in &identity.emails {
                let email = folded(email.reveal());
                if let Some((local, _)) = email.rsplit_once('@') {
                    let same = directory.locals.entry(local.to_owned()).or_default();
                    if !same.contains(&place) {
                        same.push(place);
                    }
                }
                directory.emails.entry(email).or_default().push(place);
            }
        }
        directory
    }

    /// Finds the holder of every account of a system; gives the keys of those logins that accounts sheets name.
    pub(super) fn assign(&self, access: &mut Access, system: &System, assigned: &Assigned) -> Vec<String> {
        let place = access.system;
        let named = assigned.get(&place);
        let mut met = Vec::new();
        for account in access.accounts.values_mut() {
            let key = named.map(|named| (named, login_key(account.login.reveal())));
            let named = key.as_ref().and_then(|(named, key)| named.get(key.as_ref()));
            if let (Some(_), Some((_, key))) = (named, &key) {
                met.push(key.clone().into_owned());
            }
            account.holder = self.holder((place, system), account, named.map_or(&[], Vec::as_slice));
        }
        met
    }

    fn holder(&self, (place, system): (Ix<System>, &System), account: &Account, named: &[Ix<Identity>]) -> Holder {
        let mut found: BTreeMap<Ix<Identity>, Match> = BTreeMap::new();
        let mut add = |identities: Option<&Vec<Ix<Identity>>>, rule: Match| {
            for identity in identities.into_iter().flatten() {
                found.entry(*identity).or_insert(rule);
            }
        };
        for login in account.logins() {
            add(self.logins.get(&(place, login_key(login).into_owned())), Match::Login);
        }
        for address in account.logins().chain(account.email.as_ref().map(Private::reveal)) {
            add(self.emails.get(&folded(address)), Match::Email);
        }
        if found.is_empty() {
            for (capture, text) in system.captured(account) {
                let known = match capture {
                    Capture::Local => &self.locals,
                    Capture::Email => &self.emails,
                    Capture::Id => &self.ids,
                };
                for identity in known.get(&folded(text)).into_iter().flatten() {
                    found.entry(*identity).or_insert(Match::Pattern);
                }
            }
        }
        for identity in named {
            found.entry(*identity).or_insert(Match::Sheet);
        }
        let candidates: Vec<(Ix<Identity>, Match)> = found.into_iter().collect();
        match *candidates.as_slice() {
            [] => Holder::Nobody,
            [(identity, rule)] => Holder::Identity(identity, rule),
            _ => Holder::Several(candidates),
        }
    }
}
