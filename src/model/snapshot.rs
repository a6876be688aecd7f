//! What the files say: accounts, grants and notebooks of every system, each with where it was read.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use super::arena::{Arena, Ix, Shift};
use super::audit::{self, Audit};
use super::change::Given;
use super::evidence::{Attestation, Document, Extracted};
use super::extract::Extract;
use super::finding::Finding;
use super::list::List;
use super::opaque::Opaque;
use super::policy::Policy;
use super::private::Private;
use super::record;
use super::roster::{Identity, Roster};
use super::settings::Settings;
use super::source::{Content, Place, Source};
use super::system::{Coverage, Level, System};

mod account;
mod effective;
mod extracts;

pub use account::{Account, Holder, LastLogin, Match, Status};
pub use effective::{Chain, Effective};

/// Everything read from the inputs folder.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The roles, declared or taken from the roster.
    pub policy: Arc<Policy>,
    /// The people.
    pub roster: Arc<Roster>,
    /// What each system gave first, in declared order: one entry a system, also for one without a file.
    pub access: Vec<Access>,
    /// What systems gave that were exported again, in declared order.
    pub rechecks: Vec<Access>,
    /// The audit before this one, where somebody names it.
    pub previous: Option<Arc<Audit>>,
    /// Why things changed since then, by the keys of changes; as somebody says.
    pub reasons: BTreeMap<String, Given>,
    /// The files.
    pub sources: Arena<Source>,
    /// Files of declarations, with what the sources sheet says of them.
    pub documents: Vec<(Document, Option<Attestation>)>,
    /// Exported lists that decide a claim, each once, in the order in which claims name them.
    pub lists: Vec<List>,
    /// Files of the inputs folder that nothing reads, as paths relative to it, with `/`; sorted.
    pub unread: Vec<Private>,
}

/// What one system gave.
#[derive(Clone, Debug)]
pub struct Access {
    /// The system.
    pub system: Ix<System>,
    /// At which of the two instants.
    pub extract: Extract,
    /// Whether all its files together hold everything; none where it has no file.
    pub coverage: Option<Coverage>,
    /// Its accounts, in the order in which they were first met.
    pub accounts: Arena<Account>,
    /// Its resources: the declared ones first, then others in the order in which they were first met.
    pub resources: Arena<Resource>,
    /// Spellings of levels that no definition maps.
    pub unmapped: Arena<Private>,
    /// Its groups, in the order in which they were first met.
    pub groups: Arena<Group>,
    /// Who is in which group, in file order.
    pub memberships: Vec<Membership>,
    /// Who holds what, in file order; the same grant read twice stands twice.
    pub grants: Vec<Grant>,
    /// Notebooks, in file order.
    pub devices: Vec<Device>,
    /// The day on which it is judged: the last of those on which its files were extracted, else the audit date.
    pub day: Date,
    /// The first of those days; none where nobody says of any file when it was extracted.
    pub first_day: Option<Date>,
    /// What accounts sheets say of accounts that could be several people's.
    pub claims: Vec<Claim>,
    /// Whether its files tell of the account that owns all of it whether that has a key.
    pub tells_root_key: bool,
}

/// That an accounts sheet says whose an account is.
#[derive(Clone, Debug)]
pub struct Claim {
    /// The account.
    pub account: Ix<Account>,
    /// Whose it is said to be.
    pub identity: Ix<Identity>,
    /// File and line of the sheet.
    pub place: Private,
}

impl Snapshot {
    /// The pictures of screens and the like that the sources sheet names.
    pub fn proofs(&self) -> impl Iterator<Item = &Document> {
        let of_files = self.sources.values().filter_map(|source| source.attested.as_ref());
        let of_documents = self
            .documents
            .iter()
            .filter_map(|(_, attestation)| attestation.as_ref());
        of_files.chain(of_documents).flat_map(|attestation| &attestation.proofs)
    }

    /// The sheet that says where the files come from, if there is one.
    pub fn sources_sheet(&self) -> Option<Ix<Source>> {
        let sheet = self.sources.find(|source| source.content == Content::Sources);
        sheet.map(|(place, _)| place)
    }

    /// Where the sources sheet tells of a file.
    pub fn attested_at(&self, source: &Source) -> Option<Place> {
        let line = source.attested.as_ref()?.line;
        let source = self.sources_sheet()?;
        Some(Place { source, line })
    }

    /// Whether somebody has an account in the system.
    fn has_account(&self, system: Ix<System>, identity: Option<Ix<Identity>>) -> bool {
        let accounts = self.access_of(system).map(|access| access.accounts.values());
        identity.is_some()
            && accounts
                .into_iter()
                .flatten()
                .any(|account| account.holder.identity() == identity)
    }

    /// Whether a finding is about the system: it says so, or is about none and its evidence was read there.
    pub fn concerns(&self, finding: &Finding, system: Ix<System>) -> bool {
        let mut places = finding.evidence.iter();
        let read_there = |place: &Place| self.sources[place.source].content.system() == Some(system);
        match finding.subject.system {
            Some(about) => about == system,
            None if finding.check.is_of_print() => false,
            None if finding.check.is_of_owner() => self.has_account(system, finding.subject.identity),
            None => places.any(read_there),
        }
    }

    /// What the sources sheet says of a file that is not read row by row.
    fn told_of(&self, file: &str) -> Told<'_> {
        let mut documents = self.documents.iter();
        let told = documents.find(|(document, _)| document.file.reveal() == file);
        match told.and_then(|(document, row)| Some((document, row.as_ref()?))) {
            None => Told::Nothing,
            Some((document, row)) if row.binds(&document.sha256) => Told::Bound(row),
            Some((document, row)) if row.means_another(&document.sha256) => Told::Another,
            Some(_) => Told::Unbound,
        }
    }

    /// Whether a file that is not read row by row is another than the one of which the sources sheet tells.
    pub fn was_replaced(&self, file: &Private) -> bool {
        matches!(self.told_of(file.reveal()), Told::Another)
    }

    /// How far the sources sheet vouches for the roles.
    pub fn roles_as_told(&self) -> RolesAsTold {
        match self.policy.file.as_deref().map(|file| self.told_of(file)) {
            Some(Told::Another) => RolesAsTold::Others,
            Some(Told::Bound(row)) => RolesAsTold::These(row.at),
            Some(Told::Unbound | Told::Nothing) | None => RolesAsTold::Unbound,
        }
    }

    /// Whether the exceptions are those of which the sources sheet tells, if there is one; those in the roles file are bound
    /// with it.
    pub fn are_exceptions_bound(&self) -> bool {
        let file = self.policy.exceptions_file.as_deref();
        let is_bound = |file| matches!(self.told_of(file), Told::Bound(_));
        file.is_none_or(is_bound) || self.sources_sheet().is_none()
    }

    /// Whether the roles were written after a file of the system was exported, as the sources sheet tells.
    pub fn are_roles_later(&self, access: &Access) -> bool {
        let RolesAsTold::These(Some(written)) = self.roles_as_told() else {
            return false;
        };
        let mut exported = self.files_of(access).filter_map(Source::extracted);
        exported.any(|at| at.instant() < written.instant())
    }

    /// Which state of the declared roles is in force; none where nobody approved them, or where they changed since.
    pub fn version_in_force(&self) -> Option<&str> {
        let approval = self.policy.approval.as_ref()?;
        (self.roles_as_told() != RolesAsTold::Others).then_some(approval.version.as_str())
    }

    /// The record of the audit before.
    pub fn record_before(&self) -> Option<&record::Record> {
        let detail = self.previous.as_deref()?.detail.as_ref()?;
        Some(&detail.record)
    }

    /// Who held what in the audit before, in today's words.
    pub fn grants_before(&self) -> Option<&[audit::Grant]> {
        self.previous.as_deref()?.detail.as_ref()?.grants.as_deref()
    }

    /// What had a label of a system in the audit before, or when it was last reviewed.
    pub fn labelled_before<'a>(&'a self, system: &'a System) -> impl Iterator<Item = &'a record::Resource> {
        let record = self.record_before();
        let reviewed = record.into_iter().flat_map(|record| &record.systems);
        let reviewed = reviewed.map(|before| (&before.id, &before.resources));
        let former = record.into_iter().flat_map(|record| &record.former_systems);
        let former = former.map(|before| (&before.id, &before.resources));
        let is_same = move |(id, _): &(&String, _)| **id == system.id || system.formerly.contains(id);
        reviewed
            .chain(former)
            .filter(is_same)
            .flat_map(|(_, resources)| resources)
    }

    /// What one system gave first.
    pub fn access_of(&self, system: Ix<System>) -> Option<&Access> {
        self.access.iter().find(|access| access.system == system)
    }

    /// The files of one extract of a system.
    pub fn files_of(&self, access: &Access) -> impl Iterator<Item = &Source> {
        let content = access.content();
        self.sources.values().filter(move |source| source.content == content)
    }

    /// Whether the staff list is known to lack people, or whoever exported it cannot tell, or it is another than theirs.
    pub fn roster_is_cut(&self) -> bool {
        self.rosters().any(|list| {
            list.coverage != Coverage::Full || list.is_short() || list.is_short_of_screen() || list.was_replaced()
        })
    }

    /// Whether the staff list may lack people: it is cut, or of after the audit, when some may have been taken out, or nobody
    /// says of this very file all that must be told.
    pub fn roster_may_lack_people(&self, settings: &Settings) -> bool {
        let is_later = |list: &Source| list.day().is_some_and(|day| day > settings.date);
        self.roster_is_cut() || self.rosters().any(is_later) || !self.is_roster_attested()
    }

    /// Whether somebody says of this very staff list all that must be told: when and from where it is, and how much it holds.
    pub fn is_roster_attested(&self) -> bool {
        self.rosters().all(Source::is_attested)
    }

    /// Whether the sources sheet, if there is one, says of these very files all that must be told.
    pub fn are_attested<'a>(&self, mut files: impl Iterator<Item = &'a Source>) -> bool {
        self.sources_sheet().is_none() || files.all(Source::is_attested)
    }

    /// The day of which the staff list is, where that is told; of several files the earliest.
    pub fn roster_day(&self) -> Option<Date> {
        let days: Option<Vec<Date>> = self.rosters().map(Source::day).collect();
        days?.into_iter().min()
    }

    /// Whether the staff list is older than a file may be.
    pub fn roster_is_old(&self, settings: &Settings) -> bool {
        self.roster_day().is_some_and(|day| settings.is_stale(day))
    }

    fn rosters(&self) -> impl Iterator<Item = &Source> {
        self.sources.values().filter(|source| source.content == Content::Roster)
    }

    /// Whether a fact that is not in the files of the system is not so: they hold everything and all of it was read.
    ///
    /// A rejected row may be the very one that is missed, and so may a row that the officer counted and the file lacks,
    /// or whatever else a screen showed beyond it.
    pub fn proves_absence(&self, access: &Access) -> bool {
        access.coverage == Some(Coverage::Full)
            && self
                .files_of(access)
                .all(|source| source.rows.rejected.is_empty() && !source.is_short() && !source.is_short_of_screen())
    }
}

/// What the sources sheet says of a file.
enum Told<'a> {
    /// No row tells of it.
    Nothing,
    /// A row without a hash, so that any file in its place may be meant.
    Unbound,
    /// A row of another file than the one that is there.
    Another,
    /// A row of this very file.
    Bound(&'a Attestation),
}

/// Which roles the sources sheet vouches for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RolesAsTold {
    /// Any in that place: there is no row, or it has no hash.
    Unbound,
    /// Others than those that are there.
    Others,
    /// These, and when they were written, if it says so.
    These(Option<Extracted>),
}

impl Access {
    /// What its files are about.
    pub fn content(&self) -> Content {
        self.extract.content(self.system)
    }

    /// The day before which nobody may have come who is missed: they could not be in the file that was extracted first.
    pub fn begun(&self) -> Date {
        self.first_day.unwrap_or(self.day)
    }

    /// The name of a level, or its spelling where no definition maps it.
    pub fn level_name<'a>(&'a self, settings: &'a Settings, held: Held) -> Option<&'a str> {
        match held {
            Held::Level(level) => {
                let rules = settings.systems[self.system].access()?;
                Some(&rules.levels[level].name)
            }
            Held::Unmapped(spelling) => Some(self.unmapped[spelling].reveal()),
        }
    }

    /// Real name of a resource; none is the system as a whole.
    pub fn resource_name(&self, resource: Option<Ix<Resource>>) -> Option<&str> {
        resource.map(|resource| self.resources[resource].name.reveal())
    }

    /// What stands for each resource in the record, by place.
    pub fn resource_ids(&self) -> Vec<Opaque> {
        let names = self.resources.values().map(|resource| resource.name.reveal());
        names.map(Opaque::resource).collect()
    }

    /// The same where the files stand at other places.
    #[must_use]
    pub fn moved(mut self, shift: &Shift<Source>) -> Self {
        let accounts = self.accounts.values_mut();
        let accounts = accounts.flat_map(|account| std::iter::once(&mut account.place).chain(&mut account.told));
        let groups = self.groups.values_mut().map(|group| &mut group.place);
        let memberships = self.memberships.iter_mut().map(|membership| &mut membership.place);
        let grants = self.grants.iter_mut().map(|grant| &mut grant.place);
        let devices = self.devices.iter_mut().map(|device| &mut device.place);
        let places = accounts.chain(groups).chain(memberships).chain(grants).chain(devices);
        for place in places {
            place.source = shift.of(place.source);
        }
        self
    }
}

/// What a permission is on.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Real name.
    pub name: Private,
    /// What the public page calls it.
    pub label: String,
    /// Whether any file listed it, with or without a grant.
    pub listed: bool,
}

/// A group of a system.
#[derive(Clone, Debug)]
pub struct Group {
    /// What the system calls it.
    pub name: Private,
    /// Other identifiers by which files of the system call it.
    pub ids: Vec<Private>,
    /// Whether a file lists all its members.
    pub listed: bool,
    /// Where it was first read.
    pub place: Place,
}

/// Somebody who can hold a permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Principal {
    /// An account.
    Account(Ix<Account>),
    /// A group: whatever it holds, its members hold.
    Group(Ix<Group>),
}

/// That a group has a member.
#[derive(Clone, Copy, Debug)]
pub struct Membership {
    /// The group.
    pub group: Ix<Group>,
    /// Who is in it.
    pub member: Principal,
    /// Where it was read.
    pub place: Place,
}

/// One permission of an account or of a group.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    /// Who.
    pub principal: Principal,
    /// Of an account, the group through which the file says that it is held.
    pub via: Option<Ix<Group>>,
    /// On what; none is the system as a whole.
    pub resource: Option<Ix<Resource>>,
    /// What.
    pub level: Held,
    /// Where it was read.
    pub place: Place,
}

/// The level of a grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// A defined one.
    Level(Ix<Level>),
    /// A spelling that no definition maps.
    Unmapped(Ix<Private>),
}

/// A notebook.
#[derive(Clone, Debug)]
pub struct Device {
    /// Its own name or serial number.
    pub name: Private,
    /// The account that the inventory names as its owner.
    pub account: Ix<Account>,
    /// Whether its disk is encrypted; none is not collected.
    pub encrypted: Option<bool>,
    /// Whether its virus protection is up to date; none is not collected.
    pub protected: Option<bool>,
    /// Where it was read.
    pub place: Place,
}
