//! What the sources sheet says of an input: who extracted it, when, from where and how, and what the system's own screen
//! showed.

use std::fmt;

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;

use super::private::Private;
use super::system::Coverage;

/// What the sources sheet is called, without the ending of its kind.
pub const SHEET: &str = "sources";

/// How many days the exports of one audit may lie apart: whoever collects many by hand needs some.
pub const DAYS_APART: i32 = 7;

/// The columns of the sheet, as `sources init` writes them.
pub const COLUMNS: [&str; 11] = [
    "file",
    "extracted by",
    "extracted at",
    "instance",
    "coverage",
    "count on screen",
    "counted",
    "steps",
    "filters",
    "screenshot",
    "sha256",
];

/// How a sources sheet that is there is written.
#[derive(Clone, Debug)]
pub struct SheetForm {
    /// Its file, in the inputs folder.
    pub name: String,
    /// Its header, cell by cell.
    pub columns: Vec<String>,
    /// What separates the cells; nothing in a workbook.
    pub delimiter: Option<u8>,
}

/// How steps begin that the program proposes; a person takes it out when they did so.
pub const PROPOSED: &str = "Proposed:";

/// A row of the sources sheet.
#[derive(Clone, Debug)]
pub struct Attestation {
    /// Row of the sheet, from 1.
    pub line: u64,
    /// Who extracted the file.
    pub by: Option<Private>,
    /// When.
    pub at: Option<Extracted>,
    /// From which instance: the address, the tenant, the account.
    pub instance: Option<Private>,
    /// By which steps.
    pub steps: Option<Private>,
    /// With which filters.
    pub filters: Option<Private>,
    /// What the system's own screen showed.
    pub count: Option<Counted>,
    /// How much of the system the file holds.
    pub coverage: Option<Coverage>,
    /// SHA-256 of the file that is meant, in lower-case hexadecimal.
    pub sha256: Option<String>,
    /// Pictures of the screen, and whatever else shows that it was so.
    pub proofs: Vec<Document>,
}

/// When a file was extracted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Extracted {
    /// Day in the zone of the review; as written where the review has none.
    pub day: Date,
    /// Date and time as written.
    pub time: DateTime,
    /// How far the clock that was read is ahead of UTC.
    pub offset: Offset,
}

impl Extracted {
    /// The instant in seconds, wherever the clock stood.
    pub fn instant(&self) -> i64 {
        let seconds = self.time.duration_since(DateTime::ZERO).as_secs();
        seconds - i64::from(self.offset.seconds())
    }
}

impl fmt::Display for Extracted {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ahead = self.offset.seconds();
        let sign = if ahead < 0 { '-' } else { '+' };
        let minutes = ahead.abs() / 60;
        let clock = self.time.strftime("%Y-%m-%d %H:%M");
        write!(to, "{clock} {sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// A number on a screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The number.
    pub number: u64,
    /// Of what.
    pub what: Counting,
}

/// What a screen counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counting {
    /// Rows of the list that was exported.
    Rows,
    /// Accounts, each once.
    Accounts,
    /// Permissions.
    Permissions,
    /// Groups with their members.
    Groups,
    /// Resources.
    Resources,
    /// Notebooks.
    Notebooks,
    /// People and technical accounts of a staff list.
    People,
}

/// Every word of the sheet for what a screen counts.
pub const COUNTINGS: [(&str, Counting); 7] = [
    ("rows", Counting::Rows),
    ("accounts", Counting::Accounts),
    ("permissions", Counting::Permissions),
    ("groups", Counting::Groups),
    ("resources", Counting::Resources),
    ("notebooks", Counting::Notebooks),
    ("people", Counting::People),
];

impl Counting {
    /// As the sheet spells it.
    pub fn word(self) -> &'static str {
        COUNTINGS
            .iter()
            .find(|(_, what)| *what == self)
            .map_or("", |(word, _)| word)
    }
}

/// A file that is not read row by row: what was declared, and pictures of screens.
#[derive(Clone, Debug)]
pub struct Document {
    /// Path relative to the inputs folder, with `/`.
    pub file: Private,
    /// SHA-256 of its bytes, in lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub bytes: u64,
}

/// Whether a part of what is needed to rely on a file is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lacking {
    /// Who extracted it.
    By,
    /// When.
    At,
    /// From which instance.
    Instance,
    /// How much of the system it holds.
    Coverage,
    /// Which file is meant, by its hash.
    Hash,
}

impl Attestation {
    /// What is not told, of what must be.
    pub fn lacks(&self) -> Vec<Lacking> {
        let parts = [
            (Lacking::By, self.by.is_none()),
            (Lacking::At, self.at.is_none()),
            (Lacking::Instance, self.instance.is_none()),
            (Lacking::Coverage, self.coverage.is_none()),
            (Lacking::Hash, self.sha256.is_none()),
        ];
        let lacking = parts.into_iter().filter(|(_, lacks)| *lacks);
        lacking.map(|(part, _)| part).collect()
    }

    /// Whether another file is meant than the one with this hash; without a hash, any file in its place may be.
    pub fn means_another(&self, sha256: &str) -> bool {
        self.sha256.as_ref().is_some_and(|meant| meant != sha256)
    }

    /// Whether this very file is meant.
    pub fn binds(&self, sha256: &str) -> bool {
        self.sha256.as_ref().is_some_and(|meant| meant == sha256)
    }
}

impl Lacking {
    /// The column of the sheet that tells it.
    pub fn column(self) -> &'static str {
        match self {
            Self::By => "extracted by",
            Self::At => "extracted at",
            Self::Instance => "instance",
            Self::Coverage => "coverage",
            Self::Hash => "sha256",
        }
    }
}
