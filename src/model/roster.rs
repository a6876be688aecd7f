//! The people, technical and shared accounts that the company knows of.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::arena::{Arena, Ix};
use super::policy::{Role, RoleKind};
use super::private::Private;
use super::source::Place;
use super::system::System;
use super::word::same_word;

/// Everybody in the roster file, in its order.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// The identities.
    pub identities: Arena<Identity>,
    /// Whether the file has nothing that tells who works by contract, so that everybody counts as employed.
    pub employment_untold: bool,
}

/// One person, one technical account, or one account that several people share.
#[derive(Clone, Debug)]
pub struct Identity {
    /// Opaque id.
    pub id: Private,
    /// Full name.
    pub name: Private,
    /// Roles; the first is printed, what it may hold is the union.
    pub roles: Roles,
    /// Person, technical or shared account.
    pub kind: RoleKind,
    /// Employed by whom.
    pub employment: Employment,
    /// E-mail addresses.
    pub emails: Vec<Private>,
    /// Declared logins of each system.
    pub logins: BTreeMap<Ix<System>, Vec<Private>>,
    /// First day.
    pub start: Option<Date>,
    /// Whether and when it left, or will leave.
    pub end: Option<End>,
    /// Who answers for a technical account.
    pub owner: Option<Ix<Identity>>,
    /// Whether this identity needs a notebook.
    pub needs_workstation: bool,
    /// Where it was read.
    pub place: Place,
}

/// How an identity leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// On its last allowed day.
    On(Date),
    /// It has left, and nobody says when.
    Untold,
}

impl End {
    /// The last allowed day, where it is told.
    pub fn day(self) -> Option<Date> {
        match self {
            Self::On(day) => Some(day),
            Self::Untold => None,
        }
    }
}

/// One role or more.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Roles {
    /// The one that is printed.
    pub first: Ix<Role>,
    /// Others that add to what may be held.
    pub further: Vec<Ix<Role>>,
}

impl Roles {
    /// All of them, the printed one first.
    pub fn iter(&self) -> impl Iterator<Item = Ix<Role>> {
        std::iter::once(self.first).chain(self.further.iter().copied())
    }

    /// Whether all of them are for accounts that are kept for emergencies.
    pub fn is_break_glass(&self, declared: &Arena<Role>) -> bool {
        self.iter().all(|role| declared[role].break_glass)
    }
}

/// Employed by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Employment {
    /// By the company.
    Employee,
    /// By another.
    Contractor {
        /// Which one, where the roster says.
        company: Option<Private>,
    },
}

impl Roster {
    /// Why whoever has this id cannot answer for something on a day, if so, in words for a message.
    pub fn why_no_answer(&self, id: &Private, day: Date) -> Option<&'static str> {
        let found = self.identities.values().find(|identity| identity.id == *id);
        found.map_or(Some("is not of the staff list"), |identity| {
            identity.cannot_answer_on(day)
        })
    }

    /// Contractors of a company.
    pub fn of_company(&self, name: &Private) -> impl Iterator<Item = &Identity> {
        let works_for = |identity: &&Identity| match &identity.employment {
            Employment::Contractor { company: Some(company) } => same_word(company.reveal(), name.reveal()),
            Employment::Contractor { company: None } | Employment::Employee => false,
        };
        self.identities.values().filter(works_for)
    }
}

impl Identity {
    /// The company of a contractor, where the roster says.
    pub fn company(&self) -> Option<&Private> {
        match &self.employment {
            Employment::Contractor { company } => company.as_ref(),
            Employment::Employee => None,
        }
    }

    /// Whether the identity had left before the day: an end date is the last allowed day. Who left on a day that nobody
    /// tells had left before every one.
    pub fn left_before(&self, day: Date) -> bool {
        self.end.is_some_and(|end| match end {
            End::On(last) => last < day,
            End::Untold => true,
        })
    }

    /// Whether the identity starts only after the day; who has left is no newcomer.
    pub fn starts_after(&self, day: Date) -> bool {
        self.start.is_some_and(|start| start > day) && !self.left_before(day)
    }

    /// Why nobody of this id can answer for something on a day, if so, in words for a message.
    pub fn cannot_answer_on(&self, day: Date) -> Option<&'static str> {
        if self.kind != RoleKind::Person {
            Some("is no person")
        } else if self.starts_after(day) {
            Some("was not there yet")
        } else {
            self.left_before(day).then_some("was no longer there")
        }
    }

    /// Whether the identity was there on the day: had started and had not left.
    pub fn present_on(&self, day: Date) -> bool {
        !self.starts_after(day) && !self.left_before(day)
    }

    /// Whether it is a person who needs a notebook and was there on the day: a product team member.
    pub fn needs_workstation_on(&self, day: Date) -> bool {
        self.needs_workstation && self.kind == RoleKind::Person && self.present_on(day)
    }

    /// Whether it is a contractor.
    pub fn is_contractor(&self) -> bool {
        match self.employment {
            Employment::Employee => false,
            Employment::Contractor { .. } => true,
        }
    }
}
