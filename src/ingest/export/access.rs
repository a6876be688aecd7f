//! Rows of a system's permissions to grants, where `review.toml` maps the columns; facts of recognised files are taken
//! in by the sibling `facts`.
//!
//! A row holds the product of its accounts, resources and levels, each combination once.

use std::borrow::Cow;

use super::accounts::Accounts;
use super::attributes::Attributes;
use super::drafts::Drafts;
use super::resources::Labels;
use super::spellings::{Meaning, Spellings};
use super::{Entry, Fate};
use crate::model::arena::Ix;
use crate::model::snapshot::{Account, Grant, Held, Principal, Resource};
use crate::model::source::Reason;
use crate::model::system::AccessRules;

/// What the rows of a system gave so far.
pub(in crate::ingest) struct AccessReader<'a> {
    pub(super) accounts: Accounts,
    pub(super) resources: Labels<'a>,
    pub(super) spellings: Spellings<'a>,
    pub(super) grants: Vec<Grant>,
    /// What recognised files gave, still to be understood.
    pub(super) drafts: Drafts,
    row: Product,
}

/// The parts of one row; kept from row to row for their space.
#[derive(Default)]
struct Product {
    accounts: Vec<Ix<Account>>,
    resources: Vec<Option<Ix<Resource>>>,
    levels: Vec<Held>,
}

/// The cells of one row that make a grant.
struct Cells<'r> {
    account: Cow<'r, str>,
    resource: Cow<'r, str>,
    level: Cow<'r, str>,
}

impl<'a> AccessReader<'a> {
    /// Starts with what is declared.
    pub(super) fn new(rules: &'a AccessRules) -> anyhow::Result<Self> {
        Ok(Self {
            accounts: Accounts::default(),
            resources: Labels::new(&rules.resources)?,
            spellings: Spellings::new(rules),
            grants: Vec::new(),
            drafts: Drafts::default(),
            row: Product::default(),
        })
    }

    /// Reads a row.
    pub(super) fn row(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>> {
        if self.usual(entry)? {
            return Ok(Fate::Used);
        }
        match self.lists_resource(entry) {
            Ok(Some(names)) => return self.list(&names, entry),
            Ok(None) => {}
            Err(reason) => return Ok(Fate::Rejected(reason)),
        }
        let cells = match self.cells(entry) {
            Ok(cells) => cells,
            Err(reason) => return Ok(Fate::Rejected(reason)),
        };
        let mut levels = entry.fields.level.values(&cells.level);
        let nothing = levels.all(|level| self.spellings.meaning(level) == Meaning::NoAccess);
        match self.attributes(entry, &cells.account) {
            Ok(said) if nothing => self.learn(entry, &cells, &said),
            Ok(said) => self.grant(entry, &cells, &said),
            Err(_) if nothing => Ok(Fate::SetAside(&Reason::NoAccess)),
            Err(reason) => Ok(Fate::Rejected(reason)),
        }
    }

    /// The resource cell of a row that only lists resources, if it is one.
    fn lists_resource<'r>(&self, entry: &Entry<'r, 'r>) -> Result<Option<Cow<'r, str>>, String> {
        let (fields, row) = (entry.fields, entry.row);
        if !entry.export.rows_without_account || !self.resources.any() {
            return Ok(None);
        }
        let says_level = fields.level.is_column() && !fields.level.text(row)?.is_empty();
        if says_level || !fields.account.text(row)?.is_empty() {
            return Ok(None);
        }
        fields.resource.filled(row).map(Some)
    }

    fn list(&mut self, names: &str, entry: &mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>> {
        for name in entry.fields.resource.values(names) {
            self.resources.list(name)?;
            entry.facts.resources += 1;
        }
        Ok(Fate::Used)
    }

    fn cells<'r>(&self, entry: &Entry<'r, 'r>) -> Result<Cells<'r>, String> {
        let (fields, row) = (entry.fields, entry.row);
        Ok(Cells {
            account: fields.account.filled(row)?,
            resource: if self.resources.any() {
                fields.resource.filled(row)?
            } else {
                Cow::Borrowed("")
            },
            level: fields.level.filled(row)?,
        })
    }

    pub(super) fn attributes<'r>(&mut self, entry: &Entry<'r, 'r>, logins: &str) -> Result<Attributes<'r>, String> {
        let said = Attributes::read(entry)?;
        let mut logins = entry.fields.account.values(logins);
        match logins.find_map(|login| self.accounts.contradiction(login, &said, entry.fields, entry.place)) {
            Some(contradiction) => Err(contradiction),
            None => Ok(said),
        }
    }

    /// The accounts of a row that says that they hold nothing: they are there all the same.
    fn learn(
        &mut self,
        entry: &Entry<'_, '_>,
        cells: &Cells<'_>,
        said: &Attributes<'_>,
    ) -> anyhow::Result<Fate<'static>> {
        for login in entry.fields.account.values(&cells.account) {
            self.accounts.learn(login, said, entry.place)?;
        }
        Ok(Fate::SetAside(&Reason::NoAccess))
    }

    /// Every combination of the row's accounts, resources and levels.
    fn grant(
        &mut self,
        entry: &mut Entry<'_, '_>,
        cells: &Cells<'_>,
        said: &Attributes<'_>,
    ) -> anyhow::Result<Fate<'static>> {
        self.row.clear();
        for login in entry.fields.account.values(&cells.account) {
            self.row.accounts.push(self.accounts.learn(login, said, entry.place)?);
        }
        for name in entry.fields.resource.values(&cells.resource) {
            self.row.resources.push(Some(self.resources.list(name)?));
        }
        if !self.resources.any() {
            self.row.resources.push(None);
        }
        for spelling in entry.fields.level.values(&cells.level) {
            self.row.levels.extend(self.spellings.held(spelling)?);
        }
        self.row.each_once();
        let before = self.grants.len();
        let Product {
            accounts,
            resources,
            levels,
        } = &self.row;
        for account in accounts {
            for resource in resources {
                self.grants.extend(levels.iter().map(|level| Grant {
                    principal: Principal::Account(*account),
                    via: None,
                    resource: *resource,
                    level: *level,
                    place: entry.place,
                }));
            }
        }
        entry.facts.grants += (self.grants.len() - before) as u64;
        entry.facts.attributes += said.facts(entry) * accounts.len() as u64;
        Ok(Fate::Used)
    }
}

impl Product {
    fn clear(&mut self) {
        self.accounts.clear();
        self.resources.clear();
        self.levels.clear();
    }

    /// Drops what the row says twice.
    fn each_once(&mut self) {
        once(&mut self.accounts);
        once(&mut self.resources);
        once(&mut self.levels);
    }
}

/// Each item once, in the order of their places.
fn once<T: Ord>(items: &mut Vec<T>) {
    if items.len() > 1 {
        items.sort_unstable();
        items.dedup();
    }
}
