//! The numbers of the public page.

use super::arena::Ix;
use super::policy::Role;
use super::settings::Activity;
use super::snapshot::Resource;
use super::system::{Level, System};

/// One printed number, in page order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Count {
    /// Row of the table.
    pub activity: Ix<Activity>,
    /// Place of the system within its activity, so that counts sort in page order.
    pub place: usize,
    /// The system.
    pub system: Ix<System>,
    /// On what.
    pub on: On,
    /// The level.
    pub level: CountedLevel,
    /// Who is counted.
    pub bearer: Bearer,
    /// Distinct identities, or accounts where there is no identity.
    pub people: u64,
    /// The contractors among them.
    pub contractors: u64,
}

/// What a number is counted on; the order is print order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// The system as a whole.
    Whole,
    /// One resource.
    One(Ix<Resource>),
    /// Any of its resources, where the page does not print each of them.
    Any,
}

impl On {
    /// A resource, or the system as a whole.
    pub fn of(resource: Option<Ix<Resource>>) -> Self {
        resource.map_or(Self::Whole, Self::One)
    }

    /// The one resource.
    pub fn one(self) -> Option<Ix<Resource>> {
        match self {
            Self::One(resource) => Some(resource),
            Self::Whole | Self::Any => None,
        }
    }

    /// Whether a grant on this resource, or on the system as a whole, is counted there.
    pub fn covers(self, resource: Option<Ix<Resource>>) -> bool {
        match self {
            Self::Whole => resource.is_none(),
            Self::One(one) => resource == Some(one),
            Self::Any => resource.is_some(),
        }
    }
}

/// A level as counted; the order is print order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CountedLevel {
    /// A defined one.
    Level(Ix<Level>),
    /// Any that no definition maps, last.
    Unmapped,
}

/// Who is counted; the order is print order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bearer {
    /// Identities whose first role this is.
    Role(Ix<Role>),
    /// Identities that start only after the system was exported.
    Future,
    /// Identities that had left before the system was exported.
    Former,
    /// Accounts of nobody or of more than one.
    Unidentified,
}

/// The sentence about notebooks, in figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Notebooks {
    /// The system.
    pub system: Ix<System>,
    /// Identities that need a notebook.
    pub members: u64,
    /// Those of them all of whose notebooks (at least one) are encrypted and protected.
    pub validated: u64,
}
