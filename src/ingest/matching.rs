//! Whose each account is: by a login that the roster declares, by an e-mail address, else by the pattern of the system's
//! logins, or by a filled accounts sheet.
//!
//! Comes in: the accounts of a system and the roster. Goes out: the holder of each account. Never by display name, never
//! by likeness; two that fit are two candidates, not one guess. The other identifiers of an account count as its login
//! does. The pattern is looked at only where neither a login nor an address leads to anybody. One more rule: a [`Match`],
//! and its place in `Directory::holder`.

use std::collections::{BTreeMap, HashMap};

use super::compared::{address_key, folded, login_key};
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::roster::{Identity, Roster};
use crate::model::snapshot::{Access, Account, Claim, Holder, Match};
use crate::model::system::{Capture, System};
use crate::model::table::Table;
use crate::model::texts::Texts;
use crate::model::word::folding;

/// Persons that accounts sheets name, by system and the key of the account's login.
pub(super) type Assigned = BTreeMap<Ix<System>, HashMap<String, Vec<Named>>>;

/// That a row of an accounts sheet names a person.
pub(super) struct Named {
    pub(super) identity: Ix<Identity>,
    /// File and line.
    pub(super) place: String,
}

/// Every way into the roster.
pub(super) struct Directory {
    logins: Table<Ix<System>, Table<String, Vec<Ix<Identity>>>>,
    emails: Texts<Whose>,
    locals: Table<String, Vec<Ix<Identity>>>,
    ids: Table<String, Vec<Ix<Identity>>>,
}

/// Whose an address is: nearly always one person's.
struct Whose {
    first: Ix<Identity>,
    further: Vec<Ix<Identity>>,
}

impl Directory {
    /// The ways into a roster.
    pub(super) fn new(roster: &Roster) -> anyhow::Result<Self> {
        let mut directory = Self {
            logins: Table::default(),
            emails: Texts::default(),
            locals: Table::default(),
            ids: Table::default(),
        };
        for (place, identity) in roster.identities.iter() {
            directory
                .ids
                .entry(folded(identity.id.reveal()))
                .or_default()
                .push(place);
            for (system, logins) in &identity.logins {
                for login in logins {
                    let of_system = directory.logins.entry(*system).or_default();
                    let key = login_key(login.reveal()).into_owned();
                    of_system.entry(key).or_default().push(place);
                }
            }
            for email in &identity.emails {
                let email = address_key(email.reveal()).into_owned();
                if let Some((local, _)) = email.rsplit_once('@') {
                    let same = directory.locals.entry(local.to_owned()).or_default();
                    if !same.contains(&place) {
                        same.push(place);
                    }
                }
                if let Some(whose) = directory.emails.get_mut(&email) {
                    whose.further.push(place);
                } else {
                    let further = Vec::new();
                    directory.emails.add(&email, Whose { first: place, further })?;
                }
            }
        }
        Ok(directory)
    }

    /// Finds the holder of every account of a system; gives the keys of those logins that accounts sheets name.
    pub(super) fn assign(&self, access: &mut Access, system: &System, assigned: &Assigned) -> Vec<String> {
        let place = access.system;
        let sheets = assigned.get(&place);
        let (mut met, mut found) = (Vec::new(), Vec::new());
        for account in access.accounts.values_mut() {
            let key = sheets.map(|named| (named, login_key(account.login.reveal())));
            let named = key.as_ref().and_then(|(named, key)| named.get(key.as_ref()));
            if let (Some(_), Some((_, key))) = (named, &key) {
                met.push(key.clone().into_owned());
            }
            let named = named.map(Vec::as_slice).unwrap_or_default();
            found.clear();
            account.holder = self.holder((place, system), account, named, &mut found);
        }
        access.claims = sheets.map(|named| claims(&access.accounts, named)).unwrap_or_default();
        met
    }

    /// Those whose address has this key.
    fn of_address(&self, key: &str) -> impl Iterator<Item = &Ix<Identity>> {
        let whose = self.emails.get(key).into_iter();
        whose.flat_map(|whose| [&whose.first].into_iter().chain(&whose.further))
    }

    /// The holder of an account; the candidates are gathered in a list that is empty.
    fn holder(
        &self,
        (place, system): (Ix<System>, &System),
        account: &Account,
        named: &[Named],
        found: &mut Vec<(Ix<Identity>, Match)>,
    ) -> Holder {
        if let Some(logins) = self.logins.get(&place) {
            for login in account.logins() {
                add(
                    found,
                    logins.get(login_key(login).as_ref()).into_iter().flatten(),
                    Match::Login,
                );
            }
        }
        for address in account.logins().chain(account.email.as_ref().map(Private::reveal)) {
            // a text that is a key is the key of itself
            let before = found.len();
            add(found, self.of_address(address), Match::Email);
            if found.len() == before {
                add(found, self.of_address(&address_key(address)), Match::Email);
            }
        }
        if found.is_empty() {
            for (capture, text) in system.captured(account) {
                match capture {
                    Capture::Email => add(found, self.of_address(&address_key(text)), Match::Pattern),
                    Capture::Local => {
                        let known = self.locals.get(address_key(text).as_ref());
                        add(found, known.into_iter().flatten(), Match::Pattern);
                    }
                    Capture::Id => {
                        let known = self.ids.get(folding(text).as_ref());
                        add(found, known.into_iter().flatten(), Match::Pattern);
                    }
                }
            }
        }
        add(found, named.iter().map(|named| &named.identity), Match::Sheet);
        found.sort_unstable();
        match *found.as_slice() {
            [] => Holder::Nobody,
            [(identity, rule)] => Holder::Identity(identity, rule),
            _ => Holder::Several(found.clone()),
        }
    }
}

/// What accounts sheets say of accounts that could be several people's.
fn claims(accounts: &Arena<Account>, named: &HashMap<String, Vec<Named>>) -> Vec<Claim> {
    let several = accounts
        .iter()
        .filter(|(_, account)| matches!(account.holder, Holder::Several(_)));
    let claims = several.flat_map(|(place, account)| {
        let rows = named.get(login_key(account.login.reveal()).as_ref());
        rows.into_iter().flatten().map(move |row| Claim {
            account: place,
            identity: row.identity,
            place: Private::new(row.place.as_str()),
        })
    });
    claims.collect()
}

/// Adds those candidates that are none yet.
fn add<'a>(found: &mut Vec<(Ix<Identity>, Match)>, identities: impl Iterator<Item = &'a Ix<Identity>>, rule: Match) {
    for identity in identities {
        if found.iter().all(|(before, _)| before != identity) {
            found.push((*identity, rule));
        }
    }
}
