//! Rows of an inventory to notebooks; the account column names the owner.
//!
//! Comes in: rows whose columns `review.toml` maps, which are notebooks at once, and facts of recognised files, which
//! [`super::notebooks`] puts together at the end. Goes out: accounts and notebooks.

use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

use super::accounts::{Accounts, Named};
use super::attributes::Attributes;
use super::joins;
use super::ledger::{Gave, Ledger};
use super::names::Of;
use super::notebooks::{Draft, Said, together};
use super::twins::Twins;
use super::{Entry, Fate};
use crate::ingest::compared::login_key;
use crate::model::arena::{Arena, Ix};
use crate::model::private::Private;
use crate::model::problem::Problems;
use crate::model::profile::{Kind, Reading};
use crate::model::snapshot::{Access, Account, Device};
use crate::model::source::{Place, Source};

/// What the rows of an inventory gave so far.
#[derive(Default)]
pub(in crate::ingest) struct WorkstationReader {
    accounts: Accounts,
    devices: Vec<Device>,
    known: HashMap<String, Known>,
    /// What recognised files say, still to be put together.
    drafts: Vec<Draft>,
    ledger: Ledger,
    /// Whether the system has several files, so that two could tell the same.
    pub(super) several: bool,
    /// What each of several files tells.
    twins: Twins<(), (), Owned>,
}

const NO_NOTEBOOK: &str = "this is a permission, a group or a person, and the system lists notebooks; name the file under \
                           the system that it is of";

const NO_OWNER: &str = "this is the name of a group, a level or a resource, and the system lists notebooks, of which only \
                        the owners' accounts have names; name the file under the system that it is of";

/// A notebook by its names and identifiers, and its owners.
type Owned = (BTreeSet<String>, BTreeSet<Ix<Account>>);

/// The cells of one fact.
struct Fact<'r> {
    owners: Cow<'r, str>,
    names: Cow<'r, str>,
    ids: Cow<'r, str>,
    encrypted: Option<bool>,
    protected: Option<bool>,
    said: Attributes<'r>,
}

/// What the first row about a notebook says.
struct Known {
    owners: BTreeSet<String>,
    encrypted: Option<bool>,
    protected: Option<bool>,
    place: Place,
}

/// Owners, encrypted, protected: what a row says about a notebook.
type State<'a> = (&'a BTreeSet<String>, Option<bool>, Option<bool>);

impl WorkstationReader {
    /// The owners that were met.
    pub(super) fn owners(&self) -> &Accounts {
        &self.accounts
    }

    /// Makes those owners one that identifiers show to be one, and settles the rows by what contradicts; what other
    /// files may say of the notebooks is left out.
    pub(super) fn join(mut self, sources: &mut Arena<Source>, problems: &mut Problems) -> anyhow::Result<()> {
        joins::join(self.accounts, &mut self.ledger, sources, problems)?;
        self.ledger.settle(sources);
        Ok(())
    }

    /// Hands over everything read.
    pub(super) fn finish(
        mut self,
        access: &mut Access,
        sources: &mut Arena<Source>,
        problems: &mut Problems,
    ) -> anyhow::Result<()> {
        std::mem::take(&mut self.twins).tell(sources);
        let joined = joins::join(self.accounts, &mut self.ledger, sources, problems)?;
        access.devices = self.devices;
        if !self.drafts.is_empty() {
            let mut drafts = by_hand(&access.devices);
            drafts.append(&mut self.drafts);
            for draft in &mut drafts {
                let owners = std::mem::take(&mut draft.said.owners);
                for owner in owners {
                    if let Some(why) = joined.ways.shared.get(&owner) {
                        self.ledger.reject(draft.place, why.clone());
                    }
                    draft.said.owners.extend(joined.ways.places(owner));
                }
            }
            let (devices, dropped) = together(&drafts);
            access.devices = devices;
            for (entered, why) in dropped {
                self.ledger.drop(entered, why);
            }
        }
        access.accounts = joined.accounts;
        self.ledger.settle(sources);
        Ok(())
    }

    /// Begins a file that a profile reads.
    pub(super) fn begin(&mut self, reading: &Reading, source: Ix<Source>) {
        self.accounts.begin(reading, source, Named::List);
    }

    /// Ends it.
    pub(super) fn end(&mut self) {
        self.accounts.named_by = Named::ByHand;
    }

    /// Takes in a fact of it.
    pub(super) fn fact(&mut self, kind: Kind, entry: &mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>> {
        let is_device = match kind {
            Kind::Device => true,
            Kind::Account | Kind::Attributes => false,
            // what is of one name stays apart by its serial number
            Kind::Sole => return Ok(Fate::Used),
            Kind::Name => return Ok(self.name(entry)),
            Kind::Grant | Kind::Member | Kind::Group | Kind::Resource | Kind::Person => {
                return Ok(Fate::Rejected(NO_NOTEBOOK.to_owned()));
            }
        };
        let read = match self.read(is_device, entry) {
            Ok(read) => read,
            Err(reason) => return Ok(Fate::Rejected(reason)),
        };
        let mut owners = BTreeSet::new();
        for login in entry.fields.account.values(&read.owners) {
            owners.insert(self.accounts.learn(login, &read.said, entry.place)?);
        }
        let attributes = read.said.facts(entry);
        if attributes > 0 && !owners.is_empty() {
            let gave = Gave::Attributes(attributes * owners.len() as u64);
            self.ledger.enter(entry.place, gave, entry.facts);
        }
        if is_device {
            let entered = self.ledger.enter(entry.place, Gave::Device, entry.facts);
            let names = entry.fields.device.values(&read.names);
            let ids = entry.fields.id.values(&read.ids);
            if self.several && !owners.is_empty() {
                let called = names.chain(ids).map(str::to_owned).collect();
                self.twins.note(((), (), (called, owners.clone())), entry.place);
            }
            self.drafts.push(Draft {
                said: Said {
                    name: entry.fields.device.values(&read.names).next().map(str::to_owned),
                    ids: entry.fields.id.values(&read.ids).map(str::to_owned).collect(),
                    owners,
                    encrypted: read.encrypted,
                    protected: read.protected,
                },
                place: entry.place,
                entered: Some(entered),
            });
            return Ok(Fate::Used);
        }
        for owner in owners {
            self.accounts.list(owner);
            self.ledger.enter(entry.place, Gave::Account, entry.facts);
            for id in entry.fields.id.values(&read.ids) {
                self.accounts.claim(owner, id, entry.place);
            }
        }
        Ok(Fate::Used)
    }

    fn name(&mut self, entry: &mut Entry<'_, '_>) -> Fate<'static> {
        let (fields, row) = (entry.fields, entry.row);
        let read = || -> Result<_, String> {
            let (ids, name, of) = (fields.id.filled(row)?, fields.name.filled(row)?, fields.of.filled(row)?);
            Ok((ids, name, Of::told(&of)?))
        };
        match read() {
            Ok((_, _, Some(_))) => Fate::Rejected(NO_OWNER.to_owned()),
            Ok((ids, name, None)) => {
                for id in fields.id.values(&ids) {
                    self.accounts.name(id, &name, entry.place);
                }
                self.ledger.enter(entry.place, Gave::Name, entry.facts);
                Fate::Used
            }
            Err(reason) => Fate::Rejected(reason),
        }
    }

    /// The cells of a fact.
    fn read<'r>(&mut self, is_device: bool, entry: &Entry<'r, 'r>) -> Result<Fact<'r>, String> {
        let (fields, row) = (entry.fields, entry.row);
        let ids = fields.id.text(row)?;
        let names = if is_device && fields.id.values(&ids).next().is_none() {
            fields.device.filled(row)?
        } else {
            fields.device.text(row)?
        };
        let owners = if is_device {
            fields.account.text(row)?
        } else {
            fields.account.filled(row)?
        };
        let said = Attributes::read(entry)?;
        let mut logins = fields.account.values(&owners);
        if let Some(why) = logins.find_map(|login| self.accounts.contradiction(login, &said, fields, entry.place)) {
            return Err(why);
        }
        drop(logins);
        Ok(Fact {
            encrypted: fields.encrypted.value(row, |text| entry.values.yes_no(text))?,
            protected: fields.protected.value(row, |text| entry.values.yes_no(text))?,
            owners,
            names,
            ids,
            said,
        })
    }

    /// Reads a row.
    pub(super) fn row(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>> {
        match self.notebooks(entry) {
            Ok(row) => self.add(entry, &row),
            Err(reason) => Ok(Fate::Rejected(reason)),
        }
    }

    fn notebooks<'r>(&mut self, entry: &Entry<'r, 'r>) -> Result<Notebooks<'r>, String> {
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
    fn twice(&self, name: &str, (owners, encrypted, protected): State<'_>, here: Place) -> Option<String> {
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

/// Notebooks of files whose columns `review.toml` maps, as further rows about them need it.
fn by_hand(devices: &[Device]) -> Vec<Draft> {
    let mut drafts: Vec<Draft> = Vec::new();
    for device in devices {
        let name = device.name.reveal();
        let same = |draft: &&mut Draft| draft.place == device.place && draft.said.name.as_deref() == Some(name);
        if let Some(draft) = drafts.last_mut().filter(same) {
            draft.said.owners.insert(device.account);
            continue;
        }
        drafts.push(Draft {
            said: Said {
                name: Some(name.to_owned()),
                ids: BTreeSet::new(),
                owners: BTreeSet::from([device.account]),
                encrypted: device.encrypted,
                protected: device.protected,
            },
            place: device.place,
            entered: None,
        });
    }
    drafts
}

/// What one row says.
struct Notebooks<'r> {
    owners: Cow<'r, str>,
    names: Cow<'r, str>,
    encrypted: Option<bool>,
    protected: Option<bool>,
    said: Attributes<'r>,
}
