//! Rows of an inventory to notebooks; the account column names the owner.

use super::accounts::Accounts;
use super::attributes::Attributes;
use super::{Entry, Fate};
use crate::model::private::Private;
use crate::model::snapshot::{Access, Device};

/// What the rows of an inventory gave so far.
#[derive(Default)]
pub(super) struct WorkstationReader {
    accounts: Accounts,
    devices: Vec<Device>,
}

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
        match contradiction {
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
