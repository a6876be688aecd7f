//! Rows of an inventory to notebooks; the account column names the owner.

use std::collections::{BTreeSet, HashMap};

use super::accounts::Accounts;
use super::attributes::Attributes;
use super::{Entry, Fate};
use crate::ingest::compared::login_key;
use crate::model::private::Private;
use crate::model::snapshot::{Access, Device};
use crate::model::source::Place;

/// What the rows of an inventory gave so far.
#[derive(Default)]
pub(super) struct WorkstationReader {
    accounts: Accounts,
    devices: Vec<Device>,
    known: HashMap<String, Known>,
}

/// What the first row about a notebook says.
struct Known {
    owners: BTreeSet<String>,
    encrypted: Option<bool>,
    protected: Option<bool>,
    place: Place,
}

/// Owners, encrypted, protected: what a row says about a notebook.
type Said<'a> = (&'a BTreeSet<String>, Option<bool>, Option<bool>);

impl WorkstationReader {
    /// Hands over everything read.
    pub(super) fn finish(self, access: &mut Access) {
        access.accounts = self.accounts.finish();
        access.devices = self.devices;
    }

    /// Reads a row.
    pub(super) fn row(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>> {
        match self.notebooks(entry) {
            Ok(row) => self.add(entry, &row),
            Err(reason) => Ok(Fate::Rejected(reason)),
        }
    }

    fn notebooks<'r>(&self, entry: &Entry<'r, 'r>) -> Result<Notebooks<'r>, String> {
        let (fields, row) = (entry.fields, entry.row);
        let owners = fields.account.filled(row)?;
        let names = fields.device.filled(row)?;
        let encrypted = fields.encrypted.value(row, |text| entry.values.yes_no(text))?;
        let protected = fields.protected.value(row, |text| entry.values.yes_no(text))?;
        let said = Attributes::read(entry)?;
        let mut logins = fields.account.values(&owners);
        let contradiction = logins.find_map(|login| self.accounts.contradiction(login, &said, fields, entry.place));
        drop(logins);
        let owned: BTreeSet<String> = fields
            .account
            .values(&owners)
            .map(|login| login_key(login).into_owned())
            .collect();
        let mut devices = fields.device.values(&names);
        let twice = devices.find_map(|name| self.twice(name, (&owned, encrypted, protected), entry.place));
        drop(devices);
        match contradiction.or(twice) {
            Some(contradiction) => Err(contradiction),
            None => Ok(Notebooks {
                owners,
                names,
                encrypted,
                protected,
                said,
            }),
        }
    }

    /// Why a row cannot be true of a notebook if an earlier one is.
    fn twice(&self, name: &str, (owners, encrypted, protected): Said<'_>, here: Place) -> Option<String> {
        let before = self.known.get(name)?;
        let differs =
            |before: Option<bool>, now: Option<bool>| before.zip(now).is_some_and(|(before, now)| before != now);
        let what = if *owners != before.owners {
            "other owners"
        } else if differs(before.encrypted, encrypted) || differs(before.protected, protected) {
            "another state"
        } else {
            return None;
        };
        let whence = if before.place.source == here.source {
            ""
        } else {
            " of another file of this system"
        };
        Some(format!(
            "the row gives notebook `{name}` {what} than line {}{whence} does; correct the one that is wrong, or export \
             again",
            before.place.line
        ))
    }

    fn add(&mut self, entry: &mut Entry<'_, '_>, row: &Notebooks<'_>) -> anyhow::Result<Fate<'static>> {
        let mut owners = Vec::new();
        for login in entry.fields.account.values(&row.owners) {
            owners.push(self.accounts.learn(login, &row.said, entry.place)?);
        }
        owners.sort_unstable();
        owners.dedup();
        let mut names: Vec<&str> = entry.fields.device.values(&row.names).collect();
        names.sort_unstable();
        names.dedup();
        let logins = entry.fields.account.values(&row.owners);
        let logins: BTreeSet<String> = logins.map(|login| login_key(login).into_owned()).collect();
        for name in &names {
            self.known.entry((*name).to_owned()).or_insert_with(|| Known {
                owners: logins.clone(),
                encrypted: row.encrypted,
                protected: row.protected,
                place: entry.place,
            });
        }
        for account in &owners {
            self.devices.extend(names.iter().map(|name| Device {
                name: Private::new(*name),
                account: *account,
                encrypted: row.encrypted,
                protected: row.protected,
                place: entry.place,
            }));
        }
        entry.facts.devices += (owners.len() * names.len()) as u64;
        entry.facts.attributes += row.said.facts(entry) * owners.len() as u64;
        Ok(Fate::Used)
    }
}

/// What one row says.
struct Notebooks<'r> {
    owners: std::borrow::Cow<'r, str>,
    names: std::borrow::Cow<'r, str>,
    encrypted: Option<bool>,
    protected: Option<bool>,
    said: Attributes<'r>,
}
