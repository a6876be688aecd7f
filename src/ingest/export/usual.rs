//! The usual row of a long list: one account, one resource and one level, each met before, and nothing new about the
//! account but when it was last used.
//!
//! Comes in: any row of a file whose columns `review.toml` maps. Goes out: its grant, or nothing where the row is not of
//! that kind; it is then read with all that a row may hold. Both ways give the same of the same row.

use super::Entry;
use super::access::AccessReader;
use super::accounts::{Accounts, Named};
use super::spellings::Meaning;
use crate::ingest::export::fields::Input;
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::snapshot::{Account, Grant, Held, LastLogin, Principal};

/// What a usual row says of an account that is known already.
pub(super) struct Seen {
    account: Ix<Account>,
    last_login: Option<LastLogin>,
    /// How many attributes the file says.
    facts: u64,
}

impl AccessReader<'_> {
    /// Takes in a row, if it is a usual one.
    pub(super) fn usual(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<bool> {
        let fields = entry.fields;
        let Some(seen) = self.accounts.seen(entry) else {
            return Ok(false);
        };
        let level = fields
            .level
            .one(entry.row)
            .and_then(|spelling| self.spellings.known(spelling));
        let Some(Meaning::Level(level)) = level else {
            return Ok(false);
        };
        let resource = if self.resources.any() {
            let Some(name) = fields.resource.one(entry.row) else {
                return Ok(false);
            };
            Some(self.resources.list(name)?)
        } else {
            None
        };
        self.accounts.used(&seen);
        self.grants.push(Grant {
            principal: Principal::Account(seen.account),
            via: None,
            resource,
            level: Held::Level(level),
            place: entry.place,
        });
        entry.facts.grants += 1;
        entry.facts.attributes += seen.facts;
        Ok(true)
    }
}

impl Accounts {
    /// The account of a row, if a file of this kind had it before and the row says nothing new of it.
    fn seen(&self, entry: &Entry<'_, '_>) -> Option<Seen> {
        let (fields, row) = (entry.fields, entry.row);
        if !fields.status.is_nowhere() || !fields.mfa.is_nowhere() {
            return None;
        }
        let (account, known, place) = self.known(fields.account.one(row)?)?;
        let same = |input: &Input<'_>, before: Option<&Private>| {
            if input.is_nowhere() {
                return Some(0);
            }
            let told_so = known.named_by == Named::ByHand && before.map(Private::reveal) == Some(input.one(row)?);
            told_so.then_some(u64::from(input.is_column()))
        };
        let names = same(&fields.name, account.name.as_ref())? + same(&fields.email, account.email.as_ref())?;
        let last_login = fields
            .last_login
            .value(row, |text| entry.values.last_login(text))
            .ok()?;
        let dated = last_login.is_some() && fields.last_login.is_column();
        known.by_hand.then_some(Seen {
            account: place,
            last_login,
            facts: names + u64::from(dated),
        })
    }

    /// Notes when an account was last used.
    fn used(&mut self, seen: &Seen) {
        if let Some(last_login) = seen.last_login {
            self.last_used(seen.account, last_login);
        }
    }
}
