//! Two extracts of one system: which of them a finding is about, and which of them is counted.

use super::{Access, Snapshot};
use crate::model::arena::Ix;
use crate::model::extract::Extract;
use crate::model::finding::Subject;
use crate::model::system::System;

impl Snapshot {
    /// What one system gave when it was exported again, if it was.
    pub fn recheck_of(&self, system: Ix<System>) -> Option<&Access> {
        self.rechecks.iter().find(|access| access.system == system)
    }

    /// The extract in which the accounts, resources and levels of a finding are looked up.
    pub fn about(&self, subject: &Subject) -> Option<&Access> {
        let system = subject.system?;
        match subject.extract {
            Extract::First => self.access_of(system),
            Extract::Recheck => self.recheck_of(system),
        }
    }

    /// Whether all files of an extract tell when they were extracted.
    pub fn is_dated(&self, access: &Access) -> bool {
        let mut files = self.files_of(access);
        files.all(|source| source.extracted().is_some())
    }

    /// Whether a recheck is known to come after the first extract of its system; that it does not is refused where both
    /// tell.
    pub fn is_later(&self, recheck: &Access) -> bool {
        let first = self.access_of(recheck.system);
        self.is_dated(recheck) && first.is_some_and(|first| self.is_dated(first))
    }

    /// Whether what a recheck does not show is gone.
    pub fn proves_removal(&self, recheck: &Access) -> bool {
        self.is_later(recheck) && self.proves_absence(recheck)
    }

    /// The extract that is counted: the last one that holds everything, else the first.
    pub fn counted_of(&self, system: Ix<System>) -> Option<&Access> {
        let first = self.access_of(system)?;
        Some(self.last(first))
    }

    /// The same of every system, in declared order.
    pub fn counted(&self) -> impl Iterator<Item = &Access> {
        self.access.iter().map(|first| self.last(first))
    }

    fn last<'a>(&'a self, first: &'a Access) -> &'a Access {
        let recheck = self.recheck_of(first.system);
        recheck.filter(|recheck| self.proves_removal(recheck)).unwrap_or(first)
    }
}
