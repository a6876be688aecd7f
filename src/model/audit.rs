//! An earlier audit, read back: what is known of it depends on which of its files are still there.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::change::Given;
use super::credential::Credentials;
use super::opaque::Opaque;
use super::printed::Printed;
use super::record::Record;
use super::roster::Roster;
use super::snapshot::{Account, LastLogin, Status};

/// An audit that was finished.
#[derive(Clone, Debug)]
pub struct Audit {
    /// Where it was read: a folder or a file.
    pub name: String,
    /// The day on which everything was judged, where it is known.
    pub date: Option<Date>,
    /// Its numbers, in page order.
    pub counts: Vec<Printed>,
    /// How many places of a page could not be placed, so that numbers may be missing.
    pub unplaced: u64,
    /// What it knows beyond its numbers; none of a page.
    pub detail: Option<Detail>,
}

impl Audit {
    /// An audit of which the record is there.
    pub fn of(name: &str, detail: Detail) -> Self {
        Self {
            name: name.to_owned(),
            date: Some(detail.record.audit_date),
            counts: detail.record.counts.clone(),
            unplaced: 0,
            detail: Some(detail),
        }
    }
}

/// What an audit knows beyond its numbers.
#[derive(Clone, Debug)]
pub struct Detail {
    /// The record.
    pub record: Record,
    /// Who held what; none where the table is no longer kept.
    pub grants: Option<Vec<Grant>>,
    /// How accounts stand, by system and login: of the present audit all, if there is one before it; else those in the table
    /// of grants.
    pub standings: BTreeMap<(String, String), Standing>,
    /// Real names of resources, by what stands for them; of those in the table of grants.
    pub resources: BTreeMap<Opaque, String>,
    /// The keys of findings, by what stands for them; empty where the table is no longer kept.
    pub keys: BTreeMap<Opaque, String>,
    /// Why what changed until then did, by the keys of changes; as people said.
    pub reasons: BTreeMap<String, Given>,
    /// Whom the ids of the record mean; empty where the map of people is no longer kept.
    pub people: BTreeMap<Opaque, Person>,
}

/// How an account stands, as far as the tables tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether it can log in.
    pub status: Option<Status>,
    /// Whether a second factor is set up.
    pub mfa: Option<bool>,
    /// When it was last used.
    pub last_login: LastLogin,
    /// Its passwords and keys.
    pub credentials: Option<Credentials>,
}

/// Somebody of the staff list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Id in the staff list.
    pub id: String,
    /// What somebody is called.
    pub name: String,
}

/// That somebody held a level.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Grant {
    /// Id of the system.
    pub system: String,
    /// Stands for the resource; none is the system as a whole.
    pub resource: Option<Opaque>,
    /// Who held it.
    pub bearer: Bearer,
    /// Login of the account.
    pub login: String,
    /// Name of the level, or the spelling that no definition mapped.
    pub level: String,
    /// The groups through which it was held, the one that holds it first; empty where directly.
    pub via: String,
}

/// Who holds a permission: the same from year to year, whatever the login.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bearer {
    /// Somebody of the staff list, by id.
    Identity(String),
    /// An account that is nobody's or could be several people's, by its login.
    Account(String),
}

impl Bearer {
    /// Whoever holds what an account holds.
    pub fn of(roster: &Roster, account: &Account) -> Self {
        match account.holder.identity() {
            Some(identity) => Self::Identity(roster.identities[identity].id.reveal().to_owned()),
            None => Self::Account(account.login.reveal().to_owned()),
        }
    }

    /// The id or the login.
    pub fn text(&self) -> &str {
        match self {
            Self::Identity(text) | Self::Account(text) => text,
        }
    }
}

impl Grant {
    /// What stands for it in the record.
    pub fn opaque(&self) -> Opaque {
        let kind = match self.bearer {
            Bearer::Identity(_) => "identity",
            Bearer::Account(_) => "account",
        };
        let resource = self.resource.as_ref().map(Opaque::to_string).unwrap_or_default();
        Opaque::of(
            "grant",
            &[&self.system, &resource, kind, self.bearer.text(), &self.level],
        )
    }
}
