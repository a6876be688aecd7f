//! Which of the extracts of a system is meant: what it gave at one instant, and at a later one.

use super::arena::Ix;
use super::source::Content;
use super::system::{AccessRules, Export, System, SystemKind, WorkstationRules};

/// An extract of a system: findings come from the first, and what became of them from the recheck.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extract {
    /// The one that is audited.
    #[default]
    First,
    /// The one that was taken after something was put right.
    Recheck,
}

impl Extract {
    /// What its files are about.
    pub fn content(self, system: Ix<System>) -> Content {
        match self {
            Self::First => Content::Export(system),
            Self::Recheck => Content::Recheck(system),
        }
    }
}

impl System {
    /// The files of its first extract.
    pub fn exports(&self) -> &[Export] {
        match &self.kind {
            SystemKind::Access(AccessRules { exports, .. })
            | SystemKind::Workstations(WorkstationRules { exports }) => exports,
        }
    }

    /// The files of one extract.
    pub fn exports_of(&self, extract: Extract) -> &[Export] {
        match extract {
            Extract::First => self.exports(),
            Extract::Recheck => &self.recheck,
        }
    }

    /// All its files, to add what those of other systems tell of them.
    pub fn files_mut(&mut self) -> impl Iterator<Item = &mut Export> {
        let exports = match &mut self.kind {
            SystemKind::Access(AccessRules { exports, .. })
            | SystemKind::Workstations(WorkstationRules { exports }) => exports,
        };
        exports.iter_mut().chain(&mut self.recheck)
    }

    /// Its files, those of the recheck last.
    pub fn files(&self) -> impl Iterator<Item = &Export> {
        self.exports().iter().chain(&self.recheck)
    }
}
