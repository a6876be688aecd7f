//! What the files say: accounts, grants and notebooks of every system, each with where it was read.

use jiff::civil::Date;

use super::arena::{Arena, Ix};
use super::policy::Policy;
use super::private::Private;
use super::roster::{Identity, Roster};
use super::source::{Content, Place, Source};
use super::system::{Coverage, Level, System};

/// Everything read from the inputs folder.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// The roles, declared or taken from the roster.
    pub policy: Policy,
    /// The people.
    pub roster: Roster,
    /// What each system gave, in declared order: one entry a system, also for one without a file.
    pub access: Vec<Access>,
    /// The files.
    pub sources: Arena<Source>,
    /// Files of the inputs folder that nothing reads, as paths relative to it, with `/`; sorted.
    pub unread: Vec<Private>,
}

/// What one system gave.
#[derive(Clone, Debug)]
pub struct Access {
    /// The system.
    pub system: Ix<System>,
    /// Whether all its files together hold everything; none where it has no file.
    pub coverage: Option<Coverage>,
    /// Its accounts, in the order in which they were first met.
    pub accounts: Arena<Account>,
    /// Its resources: the declared ones first, then others in the order in which they were first met.
    pub resources: Arena<Resource>,
    /// Spellings of levels that no definition maps.
    pub unmapped: Arena<Private>,
    /// Who holds what, in file order; the same grant read twice stands twice.
    pub grants: Vec<Grant>,
    /// Notebooks, in file order.
    pub devices: Vec<Device>,
}

impl Snapshot {
    /// What one system gave.
    pub fn access_of(&self, system: Ix<System>) -> Option<&Access> {
        self.access.iter().find(|access| access.system == system)
    }

    /// The files of one system.
    pub fn files_of(&self, system: Ix<System>) -> impl Iterator<Item = &Source> {
        self.sources
            .values()
            .filter(move |source| source.content == Content::Export(system))
    }

    /// Whether a fact that is not in the files of the system is not so: they hold everything and all of it was read.
    ///
    /// A rejected row may be the very one that is missed, and so may a row that the officer counted and the file lacks.
    pub fn proves_absence(&self, access: &Access) -> bool {
        access.coverage == Some(Coverage::Full)
            && self
                .files_of(access.system)
                .all(|source| source.rows.rejected.is_empty() && !source.is_short())
    }
}

impl Access {
    /// Real name of a resource; none is the system as a whole.
    pub fn resource_name(&self, resource: Option<Ix<Resource>>) -> Option<&str> {
        resource.map(|resource| self.resources[resource].name.reveal())
    }
}

/// A login in a system.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the system calls it.
    pub login: Private,
    /// Display name; shown, never matched.
    pub name: Option<Private>,
    /// E-mail address.
    pub email: Option<Private>,
    /// Whether it can log in.
    pub status: Status,
    /// Whether a second factor is set up; none is not collected.
    pub mfa: Option<bool>,
    /// When it was last used.
    pub last_login: LastLogin,
    /// Whose it is.
    pub holder: Holder,
    /// Where it was first read.
    pub place: Place,
}

/// Whether an account can log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Yes, or the system does not say otherwise.
    Active,
    /// Switched off.
    Disabled,
    /// Invited, not yet accepted.
    Pending,
}

/// When an account was last used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastLogin {
    /// On that day.
    On(Date),
    /// Never.
    Never,
    /// Not collected.
    Unknown,
}

/// Whose an account or a notebook is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Holder {
    /// One identity, found by a rule.
    Identity(Ix<Identity>, Match),
    /// Nobody in the roster.
    Nobody,
    /// More than one, each with the rule that leads there; sorted.
    Several(Vec<(Ix<Identity>, Match)>),
}

impl Holder {
    /// The one identity.
    pub fn identity(&self) -> Option<Ix<Identity>> {
        match self {
            Self::Identity(identity, _) => Some(*identity),
            Self::Nobody | Self::Several(_) => None,
        }
    }
}

/// The rule by which an account belongs to an identity. Never the display name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The roster declares the login for this system.
    Login,
    /// The login or the account's e-mail is an e-mail of the identity.
    Email,
    /// A filled accounts sheet names the person.
    Sheet,
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

/// One permission of one account.
#[derive(Clone, Copy, Debug)]
pub struct Grant {
    /// Who.
    pub account: Ix<Account>,
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
