//! Which accounts of two extracts are the same: by their logins, else by any other identifier.

use std::collections::BTreeMap;

use crate::model::arena::Ix;
use crate::model::snapshot::{Access, Account};
use crate::model::word::login_key;

/// Accounts of two extracts that are the same.
pub(in crate::check) struct Twins {
    /// Of each account of the first extract, that of the recheck.
    later: Vec<Option<Ix<Account>>>,
    /// The other way round.
    first: Vec<Option<Ix<Account>>>,
    /// The accounts of the first extract that are not in the recheck, in its order.
    gone: Vec<Ix<Account>>,
}

/// The identifiers by which an account is looked for.
type Called = fn(&Account) -> Vec<&str>;

impl Twins {
    pub(super) fn of(first: &Access, recheck: &Access) -> Self {
        let mut twins = Self {
            later: vec![None; first.accounts.len()],
            first: vec![None; recheck.accounts.len()],
            gone: Vec::new(),
        };
        let logins: Called = |account| vec![account.login.reveal()];
        let all: Called = |account| account.logins().collect();
        for called in [logins, all] {
            twins.pair(first, recheck, called);
        }
        let gone = first.accounts.iter().map(|(place, _)| place);
        twins.gone = gone.filter(|place| twins.in_recheck(*place).is_none()).collect();
        twins
    }

    /// Pairs what is left.
    fn pair(&mut self, first: &Access, recheck: &Access, called: Called) {
        let mut known: BTreeMap<String, Ix<Account>> = BTreeMap::new();
        for (place, account) in first
            .accounts
            .iter()
            .filter(|(place, _)| self.in_recheck(*place).is_none())
        {
            for login in called(account) {
                known.entry(login_key(login).into_owned()).or_insert(place);
            }
        }
        for (place, account) in recheck.accounts.iter() {
            if self.in_first(place).is_some() {
                continue;
            }
            let mut found = called(account)
                .into_iter()
                .filter_map(|login| known.get(login_key(login).as_ref()));
            let Some(twin) = found.find(|twin| self.in_recheck(**twin).is_none()).copied() else {
                continue;
            };
            if let (Some(later), Some(first)) = (self.later.get_mut(twin.get()), self.first.get_mut(place.get())) {
                (*later, *first) = (Some(place), Some(twin));
            }
        }
    }

    /// The account of the first extract that an account of the recheck is.
    pub(in crate::check) fn in_first(&self, account: Ix<Account>) -> Option<Ix<Account>> {
        *self.first.get(account.get())?
    }

    /// The account of the recheck that an account of the first extract is.
    pub(in crate::check) fn in_recheck(&self, account: Ix<Account>) -> Option<Ix<Account>> {
        *self.later.get(account.get())?
    }

    /// The accounts of the first extract that are not in the recheck.
    pub(in crate::check) fn gone(&self) -> &[Ix<Account>] {
        &self.gone
    }
}
