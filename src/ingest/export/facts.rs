//! Facts of recognised files, taken in as the files call things.
//!
//! Comes in: for each fact its kind and its cells by slot. Goes out: drafts, accounts and names, and whether the fact is
//! used, set aside or rejected. A fact first proves readable, then gives everything at once. One more kind of fact: an
//! arm of [`AccessReader::fact`].

use std::borrow::Cow;

use super::access::AccessReader;
use super::accounts::Named;
use super::drafts::{About, Draft, Member, On, Who};
use super::ledger::Gave;
use super::names::Of;
use super::spellings::Meaning;
use super::{Entry, Fate};
use crate::model::arena::Ix;
use crate::model::profile::{Kind, Reading};
use crate::model::snapshot::Account;
use crate::model::source::{Reason, Source};
use crate::model::system::Field;

const NO_RESOURCE: &str = "this permission names no resource, and permissions of this system are on resources of their own: \
                           where the file names none at all, give it one with `constants = { resource = \"…\" }` in \
                           review.toml; where this one stands for several at once (a wildcard), export again with each of \
                           them named, as `access-review profiles show` tells";

/// A fact that is used, or why it is not.
type Taken = Result<Fate<'static>, String>;

impl AccessReader<'_> {
    /// Begins a file that a profile reads.
    pub(super) fn begin(&mut self, reading: &Reading, source: Ix<Source>) {
        self.accounts.begin(reading, source, Named::Mention);
        self.drafts.begin(reading, source);
    }

    /// Ends it.
    pub(super) fn end(&mut self) {
        self.accounts.named_by = Named::ByHand;
    }

    /// Takes in a fact of it.
    pub(super) fn fact(
        &mut self,
        kind: Kind,
        every_resource: bool,
        entry: &mut Entry<'_, '_>,
    ) -> anyhow::Result<Fate<'static>> {
        let taken = match kind {
            Kind::Grant => self.permission(every_resource, entry)?,
            Kind::Account => self.account(entry, true)?,
            Kind::Attributes => self.account(entry, false)?,
            Kind::Member => self.member(entry)?,
            Kind::Group => self.all_members(entry)?,
            Kind::Name => self.name(entry),
            Kind::Resource => self.resource(entry)?,
            Kind::Device => Err(
                "this is a notebook, and the system is none that lists notebooks; name the file under \
                                 the inventory, or declare `kind = \"workstations\"` for the system"
                    .to_owned(),
            ),
            Kind::Sole => self.sole(entry),
            Kind::Person => Err("this is a row of a roster, not of a system; name the file under [roster]".to_owned()),
        };
        Ok(taken.unwrap_or_else(Fate::Rejected))
    }

    /// The accounts of a fact, knowing what it says of them; none if no account is named. What is said counts if the fact
    /// does.
    fn accounts(
        &mut self,
        entry: &mut Entry<'_, '_>,
        counts: bool,
    ) -> anyhow::Result<Result<Vec<Ix<Account>>, String>> {
        let (fields, row, values) = (entry.fields, entry.row, entry.values);
        let read = || -> Result<_, String> {
            let logins = fields.account.text(row)?;
            let ids = fields.id.text(row)?;
            let signs_in = fields.sign_in.value(row, |text| values.yes_no(text))?;
            Ok((logins, ids, signs_in))
        };
        let (logins, ids, signs_in) = match read() {
            Ok(read) => read,
            Err(reason) => return Ok(Err(reason)),
        };
        let said = match self.attributes(entry, &logins) {
            Ok(said) => said,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut accounts = Vec::new();
        for login in fields.account.values(&logins) {
            accounts.push(self.accounts.learn(login, &said, entry.place)?);
        }
        accounts.sort_unstable();
        accounts.dedup();
        let given = if counts { said.facts(entry) } else { 0 };
        for account in &accounts {
            self.accounts.sign_in(*account, signs_in);
            if given > 0 {
                let gave = Gave::Attributes(given);
                let entered = self.drafts.ledger.enter(entry.place, gave, entry.facts);
                self.drafts.said.push((*account, entered));
            }
        }
        if let [account] = accounts.as_slice() {
            if fields.flags.one_id {
                self.accounts.one_id(*account, &mut fields.id.values(&ids), entry.place);
            }
            for id in fields.id.values(&ids) {
                self.accounts.claim(*account, id, entry.place);
            }
        }
        Ok(Ok(accounts))
    }

    /// An account, which the file lists or only says something of.
    fn account(&mut self, entry: &mut Entry<'_, '_>, lists: bool) -> anyhow::Result<Taken> {
        if let Err(reason) = entry.fields.account.filled(entry.row) {
            return Ok(Err(reason));
        }
        self.accounts.named_by = if lists { Named::List } else { Named::Mention };
        let accounts = self.accounts(entry, true)?;
        self.accounts.named_by = Named::Mention;
        let accounts = match accounts {
            Ok(accounts) => accounts,
            Err(reason) => return Ok(Err(reason)),
        };
        for account in accounts.into_iter().filter(|_| lists) {
            self.accounts.list(account);
            if self.drafts.several {
                self.drafts.lists.note(((), (), account), entry.place);
            }
            let entered = self.drafts.ledger.enter(entry.place, Gave::Account, entry.facts);
            self.drafts.said.push((account, entered));
        }
        Ok(Ok(Fate::Used))
    }

    fn permission(&mut self, every_resource: bool, entry: &mut Entry<'_, '_>) -> anyhow::Result<Taken> {
        let cells = match self.permission_cells(every_resource, entry) {
            Ok(cells) => cells,
            Err(reason) => return Ok(Err(reason)),
        };
        let fields = entry.fields;
        let mut levels = fields.level.values(&cells.level);
        let nothing = levels.all(|level| self.spellings.meaning(level) == Meaning::NoAccess);
        let accounts = match self.accounts(entry, !nothing)? {
            Ok(accounts) => accounts,
            Err(reason) => return Ok(Err(reason)),
        };
        if nothing {
            return Ok(Ok(Fate::SetAside(&Reason::NoAccess)));
        }
        let mut who: Vec<Who> = accounts.into_iter().map(Who::Account).collect();
        for group in fields.group.values(&cells.group) {
            who.push(Who::Group(self.drafts.group(group, entry.place)?));
        }
        if self.drafts.several {
            self.told((&who, &cells), entry)?;
        }
        let mut on = Vec::new();
        if !self.resources.any() {
            if self.resources.unsaid() && !every_resource {
                self.parts(entry)?;
            }
            on.push(On::Whole);
        } else if every_resource {
            on.push(On::Every);
        } else {
            for resource in fields.resource.values(&cells.resource) {
                let text = self.drafts.text(resource)?;
                self.drafts.resources.push(text);
                on.push(On::Resource(text));
            }
        }
        let mut via = Vec::new();
        for group in fields.via.values(&cells.via) {
            via.push(Some(self.drafts.group(group, entry.place)?));
        }
        if via.is_empty() {
            via.push(None);
        }
        let file = self.drafts.file();
        for level in fields.level.values(&cells.level) {
            if self.spellings.meaning(level) == Meaning::NoAccess {
                continue;
            }
            let level = self.drafts.text(level)?;
            let each_on = on.iter().flat_map(|on| via.iter().map(move |via| (*on, *via)));
            let each = who
                .iter()
                .flat_map(|who| each_on.clone().map(move |(on, via)| (*who, on, via)));
            for (who, on, via) in each {
                let entered = self.drafts.ledger.enter(entry.place, Gave::Grant, entry.facts);
                self.drafts.grants.push(Draft {
                    who,
                    on,
                    level,
                    via,
                    place: entry.place,
                    file,
                    entered,
                });
            }
        }
        Ok(Ok(Fate::Used))
    }

    /// Notes a permission that another file may tell too, or must not.
    fn told(&mut self, (who, cells): (&[Who], &Cells<'_>), entry: &Entry<'_, '_>) -> anyhow::Result<()> {
        let fields = entry.fields;
        let Ok(resources) = fields.resource.text(entry.row) else {
            return Ok(());
        };
        let mut on = Vec::new();
        for resource in fields.resource.values(&resources) {
            on.push(Some(self.drafts.text(resource)?));
        }
        if fields.resource.is_nowhere() {
            on.push(None);
        }
        let via = fields.via.values(&cells.via).next();
        let via = via.map(|via| self.drafts.text(via)).transpose()?;
        let mut levels = Vec::new();
        for level in fields.level.values(&cells.level) {
            levels.push(self.drafts.text(level)?);
        }
        for who in who {
            for on in &on {
                if let Some(once) = fields.flags.once {
                    self.drafts.onces.note(once, (*who, *on, via), &levels, entry.place);
                }
                for level in &levels {
                    let told = (About::Resource(*on), Some(*level), (*who, via));
                    self.drafts.twins.note(told, entry.place);
                }
            }
        }
        Ok(())
    }

    /// Notes what a permission is on that counts as one on the whole system.
    fn parts(&mut self, entry: &Entry<'_, '_>) -> anyhow::Result<()> {
        // a row that cannot tell what the permission is on counts all the same, as nobody looks there
        let Ok(resources) = entry.fields.resource.text(entry.row) else {
            return Ok(());
        };
        let said = entry.export.constants.get(&Field::Resource);
        let resources = entry.fields.resource.values(&resources);
        for resource in resources.filter(|resource| said.is_none_or(|said| said != resource)) {
            let text = self.drafts.text(resource)?;
            self.drafts.parts.note(entry.place.source, text, resource);
        }
        Ok(())
    }

    /// The cells that make a permission, each filled that has to be.
    fn permission_cells<'r>(&self, every_resource: bool, entry: &Entry<'r, 'r>) -> Result<Cells<'r>, String> {
        let (fields, row) = (entry.fields, entry.row);
        let group = fields.group.text(row)?;
        if fields.group.values(&group).next().is_none() {
            fields.account.filled(row)?;
        }
        let needs_resource = self.resources.any() && !every_resource;
        Ok(Cells {
            group,
            level: fields.level.filled(row)?,
            via: fields.via.text(row)?,
            resource: if needs_resource {
                if fields.resource.is_nowhere() {
                    return Err(NO_RESOURCE.to_owned());
                }
                fields.resource.filled(row).map_err(|reason| {
                    format!(
                        "{reason}; permissions of this system are on resources of their own: where the file names \
                         none, give it one with `constants = {{ resource = \"…\" }}` in review.toml"
                    )
                })?
            } else {
                Cow::Borrowed("")
            },
        })
    }

    fn member(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Taken> {
        let (fields, row) = (entry.fields, entry.row);
        let read = || -> Result<_, String> {
            let groups = fields.group.filled(row)?;
            let inner = fields.member_group.text(row)?;
            if fields.member_group.values(&inner).next().is_none() {
                fields.account.filled(row)?;
            }
            Ok((groups, inner))
        };
        let (groups, inner) = match read() {
            Ok(read) => read,
            Err(reason) => return Ok(Err(reason)),
        };
        let accounts = match self.accounts(entry, true)? {
            Ok(accounts) => accounts,
            Err(reason) => return Ok(Err(reason)),
        };
        let mut who: Vec<Who> = accounts.into_iter().map(Who::Account).collect();
        for group in fields.member_group.values(&inner) {
            let group = self.drafts.text(group)?;
            self.drafts.inner.push((group, entry.place));
            who.push(Who::Group(group));
        }
        for group in fields.group.values(&groups) {
            let group = self.drafts.group(group, entry.place)?;
            if fields.flags.described || self.drafts.tells_what_groups_hold() {
                self.drafts.expected.entry(group).or_insert(entry.place);
            }
            for who in &who {
                let entered = self.drafts.ledger.enter(entry.place, Gave::Member, entry.facts);
                if self.drafts.several {
                    let told = (About::Group(group), None, (*who, None));
                    self.drafts.twins.note(told, entry.place);
                }
                self.drafts.members.push(Member {
                    group,
                    who: *who,
                    place: entry.place,
                    entered,
                });
            }
        }
        Ok(Ok(Fate::Used))
    }

    fn all_members(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Taken> {
        let (fields, row) = (entry.fields, entry.row);
        let read = || -> Result<_, String> { Ok((fields.group.filled(row)?, fields.id.text(row)?)) };
        let (groups, ids) = match read() {
            Ok(read) => read,
            Err(reason) => return Ok(Err(reason)),
        };
        let named: Vec<&str> = fields.group.values(&groups).filter(|group| *group != "*").collect();
        if fields.group.values(&groups).any(|group| group == "*") {
            self.drafts.all_listed.insert(entry.place.source);
        }
        for group in &named {
            let text = self.drafts.group(group, entry.place)?;
            self.drafts.listed.insert((text, entry.place.source));
            if self.drafts.tells_what_groups_hold() {
                self.drafts.described.insert(text);
            }
            self.drafts.ledger.enter(entry.place, Gave::Group, entry.facts);
        }
        if let [group] = named.as_slice() {
            for id in fields.id.values(&ids) {
                self.drafts.names.note(Of::Group, id, group, entry.place);
            }
        }
        Ok(Ok(Fate::Used))
    }

    fn name(&mut self, entry: &mut Entry<'_, '_>) -> Taken {
        let (fields, row) = (entry.fields, entry.row);
        let read = || -> Result<_, String> {
            let (ids, name, of) = (fields.id.filled(row)?, fields.name.filled(row)?, fields.of.filled(row)?);
            Ok((ids, name, of))
        };
        let (ids, name, of) = read()?;
        let of = Of::told(&of)?;
        for id in fields.id.values(&ids) {
            match of {
                Some(of) => self.drafts.names.note(of, id, &name, entry.place),
                None => self.accounts.name(id, &name, entry.place),
            }
            self.drafts.ledger.enter(entry.place, Gave::Name, entry.facts);
        }
        Ok(Fate::Used)
    }

    /// What a system has one of, and which one this is. One told by what permissions are on counts only where these are
    /// all taken for permissions on the whole.
    fn sole(&mut self, entry: &mut Entry<'_, '_>) -> Taken {
        let (fields, row) = (entry.fields, entry.row);
        let of = fields.of.filled(row)?;
        if !fields.resource.is_nowhere() {
            let resource = fields.resource.text(row)?;
            if !self.resources.any() && !self.resources.unsaid() && !resource.is_empty() {
                self.drafts.soles.note(&of, Some(&resource), entry.place);
            }
        } else if fields.id.is_nowhere() {
            self.drafts.soles.note(&of, None, entry.place);
        } else {
            let id = fields.id.text(row)?;
            if !id.is_empty() {
                self.drafts.soles.note(&of, Some(&id), entry.place);
            }
        }
        Ok(Fate::Used)
    }

    fn resource(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Taken> {
        let names = match entry.fields.resource.filled(entry.row) {
            Ok(names) => names,
            Err(reason) => return Ok(Err(reason)),
        };
        for name in entry.fields.resource.values(&names) {
            let text = self.drafts.text(name)?;
            if self.resources.any() {
                self.drafts.resources.push(text);
            }
            self.drafts.ledger.enter(entry.place, Gave::Resource, entry.facts);
        }
        Ok(Ok(Fate::Used))
    }
}

/// The cells of one fact that make a permission.
struct Cells<'r> {
    group: Cow<'r, str>,
    level: Cow<'r, str>,
    via: Cow<'r, str>,
    resource: Cow<'r, str>,
}
