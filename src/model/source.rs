//! Input files and what became of each of their rows.

use std::collections::BTreeMap;

use super::arena::Ix;
use super::private::Private;
use super::system::{Coverage, System};

/// One input file that was read row by row.
#[derive(Clone, Debug)]
pub struct Source {
    /// Path relative to the inputs folder, with `/`.
    pub file: Private,
    /// What was read from it.
    pub content: Content,
    /// Sheet that was read, in a workbook.
    pub sheet: Option<String>,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
    /// Whether it holds everything.
    pub coverage: Coverage,
    /// Data rows that `review.toml` declares.
    pub declared_rows: Option<u64>,
    /// What became of its rows.
    pub rows: Rows,
    /// Facts it gave.
    pub facts: Facts,
}

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The roster.
    Roster,
    /// An export of a system.
    Export(Ix<System>),
    /// The sheet that says whose the unmatched accounts are.
    Accounts,
}

/// Every row ends in exactly one of used, set aside, rejected. The header is no row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rows the reader met, counted by the reader.
    pub total: u64,
    /// Rows that gave a fact.
    pub used: u64,
    /// Rows set aside, by reason.
    pub set_aside: BTreeMap<String, u64>,
    /// Rows that could not be read, in file order.
    pub rejected: Vec<Rejected>,
}

/// Why a row is set aside that holds no data at all, whatever the file is about.
pub const ABOVE_HEADER: &str = "above the header";
/// The header stands there again.
pub const REPEATED_HEADER: &str = "repeated header";
/// Nothing stands there.
pub const EMPTY_ROW: &str = "empty row";
/// The row stands on a sheet that is not read.
pub const OTHER_SHEET: &str = "on another sheet";

impl Rows {
    /// Rows that hold data, read or not: what a declared number of rows is compared with.
    pub fn data(&self) -> u64 {
        let without_data = [ABOVE_HEADER, REPEATED_HEADER, EMPTY_ROW, OTHER_SHEET];
        let set_aside = self.set_aside.iter();
        let declared = set_aside.filter(|(reason, _)| !without_data.contains(&reason.as_str()));
        self.used + self.rejected.len() as u64 + declared.map(|(_, rows)| rows).sum::<u64>()
    }

    /// How many were set aside.
    pub fn set_aside_total(&self) -> u64 {
        self.set_aside.values().sum()
    }

    /// Whether every row is accounted for.
    pub fn tie_out(&self) -> bool {
        self.total == self.used + self.set_aside_total() + self.rejected.len() as u64
    }
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Line of a text file or row of a sheet, from 1.
    pub line: u64,
    /// What was found and expected, in lower case without a full stop; may hold private text.
    pub reason: Private,
}

/// Facts that rows gave, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Account holds level on resource.
    pub grants: u64,
    /// Something about an account: status, second factor, last login, e-mail, display name.
    pub attributes: u64,
    /// A resource that the system lists.
    pub resources: u64,
    /// A notebook.
    pub devices: u64,
    /// A person or technical account of the roster.
    pub identities: u64,
    /// An account declared to be somebody's.
    pub assignments: u64,
}

/// Where a fact was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub source: Ix<Source>,
    /// Line of a text file or row of a sheet, from 1.
    pub line: u64,
}
