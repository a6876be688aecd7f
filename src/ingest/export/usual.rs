//! The usual row of a long list: one account, one resource and one level, and nothing new about the account but that it is
//! there, and when it was last used.
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

/// What a usual row says of its account.
pub(super) struct Seen<'r> {
    login: &'r str,
    /// Where it is; none where no file of this kind had it before.
    account: Option<Ix<Account>>,
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
            let Some(name) = fields.resource.name(entry.row) else {
                return Ok(false);
            };
            Some(self.resources.list(name)?)
        } else {
            None
        };
        let account = match seen.account {
            Some(account) => account,
            None => self.accounts.meet(seen.login, entry.place)?,
        };
        if let Some(last_login) = seen.last_login {
            self.accounts.used(account, last_login, entry.place);
        }
        self.grants.push(Grant {
            principal: Principal::Account(account),
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
    /// What a row says of its account, if it says nothing else that is new.
    fn seen<'r>(&self, entry: &Entry<'r, 'r>) -> Option<Seen<'r>> {
        let (fields, row) = (entry.fields, entry.row);
        if !fields.status.is_nowhere() || !fields.mfa.is_nowhere() || self.named_by != Named::ByHand {
            return None;
        }
        let login = fields.account.one(row)?;
        let account = self.by_hand(login);
        // What is known was looked at when it was met.
        if account.is_none() {
            fields.account.name(row)?;
        }
        let names = if fields.name.is_nowhere() && fields.email.is_nowhere() {
            0
        } else {
            self.told_before(account?, entry)?
        };
        let last_login = match fields.last_login.one(row) {
            Some(text) => entry.values.last_login(text).ok()?,
            None => fields
                .last_login
                .value(row, |text| entry.values.last_login(text))
                .ok()?,
        };
        let dated = last_login.is_some() && fields.last_login.is_column();
        Some(Seen {
            login,
            account,
            last_login,
            facts: names + u64::from(dated),
        })
    }

    /// How many names of an account a row tells, if all of them were told so before.
    fn told_before(&self, account: Ix<Account>, entry: &Entry<'_, '_>) -> Option<u64> {
        let (account, known) = self.at(account)?;
        let same = |input: &Input<'_>, before: Option<&Private>| {
            if input.is_nowhere() {
                return Some(0);
            }
            let told_so = known.named_by == Named::ByHand && before.map(Private::reveal) == Some(input.one(entry.row)?);
            told_so.then_some(u64::from(input.is_column()))
        };
        Some(same(&entry.fields.name, account.name.as_ref())? + same(&entry.fields.email, account.email.as_ref())?)
    }
}
