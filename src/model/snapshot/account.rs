//! A login in a system: whose it is, whether it can be used, and when it was.

use jiff::civil::Date;

use crate::model::arena::Ix;
use crate::model::credential::Credentials;
use crate::model::private::Private;
use crate::model::roster::Identity;
use crate::model::source::Place;

/// A login in a system.
#[derive(Clone, Debug)]
pub struct Account {
    /// What the system calls it.
    pub login: Private,
    /// Other identifiers by which files of the system call it.
    pub ids: Vec<Private>,
    /// Whether a file that lists the accounts of the system has it.
    pub listed: bool,
    /// Display name; shown, never matched.
    pub name: Option<Private>,
    /// E-mail address.
    pub email: Option<Private>,
    /// Whether it can log in; none is not collected, and counts as one that can.
    pub status: Option<Status>,
    /// Whether a second factor is set up; none is not collected.
    pub mfa: Option<bool>,
    /// When it was last used.
    pub last_login: LastLogin,
    /// Its passwords and keys, where a file tells of them. Few do, so most accounts carry nothing.
    pub credentials: Option<Box<Credentials>>,
    /// Whose it is.
    pub holder: Holder,
    /// Where it was first read.
    pub place: Place,
    /// Where other files tell its status, its second factor, when it was last used or how old its secrets are; one row a file.
    pub told: Vec<Place>,
}

impl Account {
    /// Whether it can log in, as far as anybody knows.
    pub fn is_active(&self) -> bool {
        matches!(self.status, None | Some(Status::Active))
    }

    /// The word for its status in files for machines.
    pub fn status_word(&self) -> &'static str {
        self.status.map_or("unknown", Status::word)
    }

    /// Whether it is known to be switched off.
    pub fn is_disabled(&self) -> bool {
        self.status == Some(Status::Disabled)
    }

    /// Whether somebody is known to have been invited to it who has not come yet.
    pub fn is_pending(&self) -> bool {
        self.status == Some(Status::Pending)
    }

    /// Notes a row of another file that tells something of it.
    pub fn is_told_at(&mut self, place: Place) {
        let is_of_this = |known: &Place| known.source == place.source;
        if !is_of_this(&self.place) && !self.told.iter().any(is_of_this) {
            self.told.push(place);
        }
    }

    /// Its login and the other identifiers by which files of the system call it.
    pub fn logins(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.login).chain(&self.ids).map(Private::reveal)
    }
}

/// Whether an account can log in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Yes.
    Active,
    /// Switched off.
    Disabled,
    /// Invited, not yet accepted.
    Pending,
}

impl Status {
    /// Every status.
    pub const ALL: [Self; 3] = [Self::Active, Self::Disabled, Self::Pending];

    /// The word for it in files for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Disabled => "disabled",
            Self::Pending => "pending",
        }
    }
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

impl LastLogin {
    /// What it says on the day on which its file was extracted: a login after that is none that anybody can know of. One of
    /// the day after may be the same hour elsewhere.
    #[must_use]
    pub fn as_of(self, day: Date) -> Self {
        match self {
            Self::On(login) if (login - day).get_days() > 1 => Self::Unknown,
            Self::On(_) | Self::Never | Self::Unknown => self,
        }
    }

    /// The later of two answers; a day is later than never, and never than no answer.
    #[must_use]
    pub fn later(self, other: Self) -> Self {
        match (self, other) {
            (Self::On(one), Self::On(two)) => Self::On(one.max(two)),
            (Self::On(day), _) | (_, Self::On(day)) => Self::On(day),
            (Self::Never, _) | (_, Self::Never) => Self::Never,
            (Self::Unknown, Self::Unknown) => Self::Unknown,
        }
    }
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

    /// Those whose it may be, where nobody can say which; empty where it is one's or nobody's.
    pub fn candidates(&self) -> &[(Ix<Identity>, Match)] {
        match self {
            Self::Several(candidates) => candidates,
            Self::Identity(..) | Self::Nobody => &[],
        }
    }

    /// Whose it is or may be, each with the rule that leads there.
    pub fn possible(&self) -> impl Iterator<Item = (Ix<Identity>, Match)> {
        let one = match self {
            Self::Identity(identity, rule) => Some((*identity, *rule)),
            Self::Nobody | Self::Several(_) => None,
        };
        one.into_iter().chain(self.candidates().iter().copied())
    }

    /// Whether it may be this one's, though nobody can say.
    pub fn may_be(&self, identity: Ix<Identity>) -> bool {
        self.candidates().iter().any(|(candidate, _)| *candidate == identity)
    }
}

/// The rule by which an account belongs to an identity. Never the display name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The roster declares the login for this system.
    Login,
    /// The login or the account's e-mail is an e-mail of the identity.
    Email,
    /// The login fits the pattern of the system, and what the pattern captures is the identity's.
    Pattern,
    /// A filled accounts sheet names the person.
    Sheet,
}
