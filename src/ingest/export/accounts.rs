//! The accounts of one system, gathered from the rows of all its files.
//!
//! Every attribute remembers where it was read first. A later row that says something else is refused with both
//! places; it never overwrites.

use std::collections::HashMap;

use super::attributes::Attributes;
use super::fields::Fields;
use crate::ingest::compared::{login_key, same_word};
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::snapshot::{Account, Holder, LastLogin, Status};
use crate::model::source::Place;

/// The accounts met so far.
#[derive(Default)]
pub(super) struct Accounts {
    met: Arena<Account>,
    by_login: HashMap<String, Ix<Account>>,
    known: Vec<Known>,
}

/// Where each attribute of an account was read first.
#[derive(Clone, Copy, Default)]
struct Known {
    name: Option<Place>,
    email: Option<Place>,
    status: Option<Place>,
    mfa: Option<Place>,
    last_login: Option<Place>,
}

impl Accounts {
    /// All of them.
    pub(super) fn finish(self) -> Arena<Account> {
        self.met
    }

    /// Why a row cannot be true of an account if the rows before it are.
    pub(super) fn contradiction(
        &self,
        login: &str,
        said: &Attributes<'_>,
        fields: &Fields<'_>,
        here: Place,
    ) -> Option<String> {
        let place = *self.by_login.get(login_key(login).as_ref())?;
        let (account, known) = (&self.met[place], self.known.get(place.get())?);
        let differs = |before: Option<&Private>, now: Option<&str>| match (before, now) {
            (Some(before), Some(now)) => !same_word(before.reveal(), now),
            (_, None) | (None, _) => false,
        };
        let attributes = [
            (
                &fields.name,
                known.name,
                differs(account.name.as_ref(), said.name.as_deref()),
            ),
            (
                &fields.email,
                known.email,
                differs(account.email.as_ref(), said.email.as_deref()),
            ),
            (
                &fields.status,
                known.status,
                said.status.is_some_and(|now| now != account.status),
            ),
            (
                &fields.mfa,
                known.mfa,
                said.mfa.is_some_and(|now| Some(now) != account.mfa),
            ),
            (
                &fields.last_login,
                known.last_login,
                said.last_login.is_some_and(|now| now != account.last_login),
            ),
        ];
        let known_before = attributes
            .iter()
            .filter(|(_, before, differs)| before.is_some() && *differs);
        let (input, before) = known_before.map(|(input, before, _)| (input, *before)).next()?;
        let before = before?;
        let whence = if before.source == here.source {
            ""
        } else {
            " of another file of this system"
        };
        Some(format!(
            "{} says something else about account `{login}` than line {}{whence} does; correct the one that is \
             wrong, or export again",
            input.shown(),
            before.line
        ))
    }

    /// The account with this login, knowing what the row says of it.
    pub(super) fn learn(&mut self, login: &str, said: &Attributes<'_>, here: Place) -> anyhow::Result<Ix<Account>> {
        let place = self.place(login, here)?;
        let account = &mut self.met[place];
        let Some(known) = self.known.get_mut(place.get()) else {
            return Ok(place);
        };
        if let (None, Some(name)) = (known.name, said.name.as_deref()) {
            (account.name, known.name) = (Some(Private::new(name)), Some(here));
        }
        if let (None, Some(email)) = (known.email, said.email.as_deref()) {
            (account.email, known.email) = (Some(Private::new(email)), Some(here));
        }
        if let (None, Some(status)) = (known.status, said.status) {
            (account.status, known.status) = (status, Some(here));
        }
        if let (None, Some(mfa)) = (known.mfa, said.mfa) {
            (account.mfa, known.mfa) = (Some(mfa), Some(here));
        }
        if let (None, Some(last_login)) = (known.last_login, said.last_login) {
            (account.last_login, known.last_login) = (last_login, Some(here));
        }
        Ok(place)
    }

    fn place(&mut self, login: &str, here: Place) -> anyhow::Result<Ix<Account>> {
        let key = login_key(login);
        if let Some(place) = self.by_login.get(key.as_ref()) {
            return Ok(*place);
        }
        let place = self.met.push(Account {
            login: Private::new(login),
            name: None,
            email: None,
            status: Status::Active,
            mfa: None,
            last_login: LastLogin::Unknown,
            holder: Holder::Nobody,
            place: here,
        })?;
        self.known.push(Known::default());
        self.by_login.insert(key.into_owned(), place);
        Ok(place)
    }
}
