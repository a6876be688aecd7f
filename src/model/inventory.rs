//! What the company works with, as somebody declared it: all of its systems, the companies whose people work for it, and
//! the providers on whom it relies.

use jiff::civil::Date;

use super::arena::Ix;
use super::private::Private;
use super::system::System;

/// The whole inventory, in declared order.
#[derive(Clone, Debug, Default)]
pub struct Inventory {
    /// All systems of the company, reviewed or not.
    pub systems: Vec<Listed>,
    /// Companies whose people work as contractors.
    pub companies: Vec<Company>,
    /// Providers on whom the company relies.
    pub providers: Vec<Provider>,
}

/// A system on the list.
#[derive(Clone, Debug)]
pub struct Listed {
    /// What the company calls it.
    pub name: Private,
    /// Whether it is reviewed.
    pub scope: Scope,
    /// Line in `review.toml`.
    pub line: u64,
}

/// Whether a system on the list is reviewed.
#[derive(Clone, Debug)]
pub enum Scope {
    /// As these systems of the review.
    In(Vec<Meant>),
    /// Not, for this reason.
    Out(Private),
}

/// An id that should be one of a system of the review.
#[derive(Clone, Debug)]
pub struct Meant {
    /// The id as written.
    pub id: Private,
    /// The system, if there is one.
    pub system: Option<Ix<System>>,
}

/// A company whose people work as contractors.
#[derive(Clone, Debug)]
pub struct Company {
    /// As the staff list calls it.
    pub name: Private,
    /// What was agreed.
    pub agreement: Private,
    /// Last day of the agreement; none of one that runs until somebody ends it.
    pub end: Option<Date>,
    /// Line in `review.toml`.
    pub line: u64,
}

/// A provider on whom the company relies.
#[derive(Clone, Debug)]
pub struct Provider {
    /// Its name.
    pub name: Private,
    /// What it shows of its own controls.
    pub report: Private,
    /// Day of the report.
    pub date: Date,
    /// Line in `review.toml`.
    pub line: u64,
}

impl Inventory {
    /// The systems that are not reviewed, each with the reason.
    pub fn out_of_scope(&self) -> impl Iterator<Item = (&Listed, &Private)> {
        self.systems.iter().filter_map(|listed| match &listed.scope {
            Scope::Out(reason) => Some((listed, reason)),
            Scope::In(_) => None,
        })
    }

    /// The systems that should be reviewed, each with what is meant.
    pub fn in_scope(&self) -> impl Iterator<Item = (&Listed, &Meant)> {
        self.systems.iter().flat_map(|listed| match &listed.scope {
            Scope::In(meant) => meant.iter().map(|meant| (listed, meant)).collect(),
            Scope::Out(_) => Vec::new(),
        })
    }
}
