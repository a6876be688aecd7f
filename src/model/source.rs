//! Input files and what became of each of their rows.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;

use jiff::civil::Date;

use super::arena::Ix;
use super::evidence::{Attestation, Counted, Counting, Extracted};
use super::private::Private;
use super::problem::Problems;
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
    /// Whether it holds everything; never full where the file shows that it does not.
    pub coverage: Coverage,
    /// Why it does not hold everything, as the file itself shows, in words.
    pub cut: Option<Private>,
    /// Another file of its system that tells mostly the same, so that one of the two is older.
    pub twin: Option<Twin>,
    /// The day of which its data is, as the file itself tells.
    pub dated: Option<Date>,
    /// The oldest of the days that its headings tell.
    pub dated_from: Option<Date>,
    /// Id of the profile by which it was recognised; none where its columns are mapped by hand.
    pub profile: Option<String>,
    /// Whose accounts it speaks of, if a profile says so.
    pub directory: Option<String>,
    /// Of a tree, the pointer of each record, in file order; a line is then the number of a record, from 1.
    pub pointers: Vec<String>,
    /// Data rows that `review.toml` declares.
    pub declared_rows: Option<u64>,
    /// What became of its rows.
    pub rows: Rows,
    /// Columns with cells that could not be read, of rows that count all the same.
    pub unclear: Vec<Unclear>,
    /// What its permissions are on, where its system declares nothing that permissions are on, so that they count as
    /// permissions on the whole of it; in the order in which the file names them.
    pub parts: Vec<Private>,
    /// Facts it gave.
    pub facts: Facts,
    /// How many accounts it lists, each once; or else, where the sources sheet tells how many there are, how many its
    /// permissions name. Of the roster, how many people.
    pub entries: Option<u64>,
    /// What the sources sheet says of it.
    pub attested: Option<Attestation>,
}

impl Source {
    /// Whether it has fewer data rows than declared, so that some are missing.
    pub fn is_short(&self) -> bool {
        self.declared_rows.is_some_and(|declared| declared > self.rows.data())
    }

    /// What a screen of the system showed, if the sources sheet tells of this very file.
    pub fn on_screen(&self) -> Option<Counted> {
        self.attested.as_ref().filter(|_| !self.was_replaced())?.count
    }

    /// How many of what a screen counts the file itself has.
    pub fn has(&self, what: Counting) -> u64 {
        match what {
            Counting::Rows => self.rows.data(),
            Counting::Accounts if self.content == Content::Roster => 0,
            Counting::Accounts => self.entries.unwrap_or(self.facts.accounts),
            Counting::Permissions => self.facts.grants,
            Counting::Groups => self.facts.groups,
            Counting::Resources => self.facts.resources,
            Counting::Notebooks => self.facts.devices,
            Counting::People => self.entries.unwrap_or(self.facts.identities),
        }
    }

    /// What a screen showed and what the file has, if these are not the same.
    pub fn differs_from_screen(&self) -> Option<(Counted, u64)> {
        let shown = self.on_screen()?;
        let has = self.has(shown.what);
        (shown.number != has).then_some((shown, has))
    }

    /// Whether a screen showed more than it has.
    pub fn is_short_of_screen(&self) -> bool {
        self.differs_from_screen()
            .is_some_and(|(shown, has)| shown.number > has)
    }

    /// When it was extracted, if the sources sheet tells of this very file: what it tells of another, which this one replaced,
    /// is no answer.
    pub fn extracted(&self) -> Option<Extracted> {
        let row = self.attested.as_ref().filter(|_| !self.was_replaced())?;
        row.at
    }

    /// The day of which it is: by the sources sheet, or else by the file itself.
    pub fn day(&self) -> Option<Date> {
        self.extracted().map(|at| at.day).or(self.dated)
    }

    /// Whether the sources sheet says that another file is of another instance: a workspace, a host, an account.
    pub fn is_of_another_instance(&self, other: &Self) -> bool {
        let instance = |source: &Self| {
            let row = source.attested.as_ref().filter(|_| !source.was_replaced())?;
            row.instance
                .as_ref()
                .map(|instance| instance.reveal().trim().to_lowercase())
        };
        instance(self)
            .zip(instance(other))
            .is_some_and(|(one, other)| one != other)
    }

    /// Whether the file is not the one of which the sources sheet tells, but another in its place.
    pub fn was_replaced(&self) -> bool {
        self.attested
            .as_ref()
            .is_some_and(|row| row.means_another(&self.sha256))
    }

    /// Whether somebody says of this very file all that must be told of one: who extracted it, when, from which instance and
    /// how much of it there is.
    pub fn is_attested(&self) -> bool {
        let row = self.attested.as_ref();
        row.is_some_and(|row| row.lacks().is_empty() && row.binds(&self.sha256))
    }

    /// Notes why it does not hold everything, if anything shows that it does not.
    pub fn cut_by(&mut self, why: Option<&str>) {
        if let Some(why) = why {
            self.coverage = Coverage::Partial;
            let before = self
                .cut
                .as_ref()
                .map(|before| format!("{}; moreover, {why}", before.reveal()));
            self.cut = Some(Private::new(before.as_deref().unwrap_or(why)));
        }
    }

    /// Where a line is, as a person finds it: its number, or the pointer of the record.
    pub fn locate(&self, line: u64) -> Cow<'_, str> {
        let place = usize::try_from(line).ok().and_then(|line| line.checked_sub(1));
        match place.and_then(|place| self.pointers.get(place)) {
            Some(pointer) => Cow::Borrowed(pointer),
            None => Cow::Owned(line.to_string()),
        }
    }

    /// A line in words: its number, or the pointer of the record.
    pub fn called(&self, line: u64) -> String {
        let what = if self.pointers.is_empty() { "line" } else { "record" };
        format!("{what} {}", self.locate(line))
    }

    /// Notes what is wrong on a line; of a record, whose line the file does not show, with its pointer.
    pub fn problem(&self, problems: &mut Problems, line: u64, message: &str) {
        if self.pointers.is_empty() {
            problems.add(self.file.reveal(), Some(line), message);
        } else {
            problems.add(self.file.reveal(), None, format!("{}: {message}", self.called(line)));
        }
    }

    /// File and line, as a person finds them.
    pub fn show(&self, line: u64) -> String {
        let mut shown = String::new();
        self.write_place(&mut shown, line);
        shown
    }

    /// Adds the same to a text.
    pub fn write_place(&self, into: &mut String, line: u64) {
        into.push_str(self.file.reveal());
        into.push(':');
        if self.pointers.is_empty() {
            into.push_str(itoa::Buffer::new().format(line));
        } else {
            into.push_str(&self.locate(line));
        }
    }

    /// What could not be read on a line: the whole row, or cells of it.
    pub fn not_read(&self, line: u64) -> impl Iterator<Item = &str> {
        let cells = self.unclear.iter().flat_map(|column| &column.first);
        let all = self.rows.rejected.iter().chain(cells);
        all.filter(move |found| found.line == line)
            .map(|found| found.reason.reveal())
    }

    /// Whether its number of data rows is not the declared one.
    pub fn differs(&self) -> bool {
        self.declared_rows.is_some_and(|declared| declared != self.rows.data())
    }
}

/// A file of the same format that tells mostly the same, and of the same something else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Twin {
    /// That file.
    pub other: Private,
    /// How much both tell.
    pub shared: u64,
    /// How much the shorter of the two tells.
    pub of: u64,
    /// Where only one of them tells something.
    pub only: Private,
}

/// What a file is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content {
    /// The roster.
    Roster,
    /// An export of a system.
    Export(Ix<System>),
    /// A later export of a system, after something was put right.
    Recheck(Ix<System>),
    /// The sheet that says whose the unmatched accounts are.
    Accounts,
    /// The sheet that says where the files come from.
    Sources,
    /// A list that decides claims: backups, alert policies.
    List,
}

impl Content {
    /// The system that the file is an export of.
    pub fn system(self) -> Option<Ix<System>> {
        match self {
            Self::Export(system) | Self::Recheck(system) => Some(system),
            Self::Roster | Self::Accounts | Self::Sources | Self::List => None,
        }
    }

    /// Whether somebody extracted the file from a system.
    pub fn is_extracted(self) -> bool {
        match self {
            Self::Roster | Self::Export(_) | Self::Recheck(_) | Self::List => true,
            Self::Accounts | Self::Sources => false,
        }
    }
}

/// Every row ends in exactly one of used, set aside, rejected. The header is no row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rows {
    /// Rows the reader met, counted by the reader.
    pub total: u64,
    /// Rows that gave a fact.
    pub used: u64,
    /// Rows set aside, by reason.
    pub set_aside: BTreeMap<Reason, u64>,
    /// Rows that could not be read, in file order.
    pub rejected: Vec<Rejected>,
}

/// Why a row is set aside. Ordered as the words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It stands above the header.
    AboveHeader,
    /// The header stands there again.
    RepeatedHeader,
    /// Nothing stands there.
    EmptyRow,
    /// It stands below the table.
    BelowTable,
    /// It is no row by the rules of the format: a comment, a line of dashes.
    NoRow,
    /// It stands on a sheet that is not read.
    OtherSheet,
    /// It says that somebody holds nothing.
    NoAccess,
    /// Accounts sheet: nobody is named.
    NoPerson,
    /// Accounts sheet: persons cannot be looked up.
    NoRoster,
    /// Accounts sheet: no export has the account.
    NoSuchAccount,
    /// Sources sheet: the review does not read the file.
    NotRead,
    /// `review.toml` says so, in these words.
    Declared(String),
}

impl Reason {
    /// What the document prints.
    pub fn word(&self) -> &str {
        match self {
            Self::AboveHeader => "above the header",
            Self::RepeatedHeader => "repeated header",
            Self::EmptyRow => "empty row",
            Self::BelowTable => "below the table",
            Self::NoRow => "comment or rule",
            Self::OtherSheet => "on another sheet",
            Self::NoAccess => "no access",
            Self::NoPerson => "no person given",
            Self::NoRoster => "no roster",
            Self::NoSuchAccount => "account not in any export",
            Self::NotRead => "of a file that the review does not read",
            Self::Declared(reason) => reason,
        }
    }

    /// Whether such a row holds no data at all, whatever the file is about.
    fn is_layout(&self) -> bool {
        match self {
            Self::AboveHeader
            | Self::RepeatedHeader
            | Self::EmptyRow
            | Self::BelowTable
            | Self::NoRow
            | Self::OtherSheet => true,
            Self::NoAccess
            | Self::NoPerson
            | Self::NoRoster
            | Self::NoSuchAccount
            | Self::NotRead
            | Self::Declared(_) => false,
        }
    }
}

impl Ord for Reason {
    fn cmp(&self, other: &Self) -> Ordering {
        let key = |reason: &Self| matches!(reason, Self::Declared(_));
        self.word().cmp(other.word()).then_with(|| key(self).cmp(&key(other)))
    }
}

impl PartialOrd for Reason {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Rows {
    /// Rows that hold data, read or not: what a declared number of rows is compared with.
    pub fn data(&self) -> u64 {
        let set_aside = self.set_aside.iter();
        let declared = set_aside.filter(|(reason, _)| !reason.is_layout());
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

/// A row that could not be read, or a cell of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejected {
    /// Line of a text file or row of a sheet, from 1.
    pub line: u64,
    /// What was found and expected, in lower case without a full stop; may hold private text.
    pub reason: Private,
}

/// A column with cells that could not be read, of rows that say all they must: what such a cell says counts as not
/// collected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unclear {
    /// What the file calls the column.
    pub name: Private,
    /// How many cells.
    pub cells: u64,
    /// The first of them that hold different texts, each with what was found and expected.
    pub first: Vec<Rejected>,
}

/// Facts that rows gave, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// Account holds level on resource.
    pub grants: u64,
    /// An account that the system lists.
    pub accounts: u64,
    /// A member of a group.
    pub members: u64,
    /// A group whose members are listed.
    pub groups: u64,
    /// A name of an id.
    pub names: u64,
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
    /// A file of which it is told where it comes from.
    pub attestations: u64,
}

/// Where a fact was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file.
    pub source: Ix<Source>,
    /// Line of a text file or row of a sheet, from 1.
    pub line: u64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declared_reason_in_the_words_of_another_is_not_that_one() {
        let rows = Rows {
            set_aside: [(Reason::EmptyRow, 3), (Reason::Declared("empty row".to_owned()), 2)].into(),
            ..Rows::default()
        };
        assert_eq!((rows.data(), rows.set_aside_total()), (2, 5));
    }
}
