//! Statements to customers, rows of the checklist, and what decides each.

use jiff::civil::Date;

use super::finding::CheckId;
use super::list::Expected;
use super::private::Private;

/// A statement of a published page: a claim made to customers.
#[derive(Clone, Debug)]
pub struct Statement {
    /// As the page prints it.
    pub text: String,
    /// What decides whether it is so.
    pub decided: Decided,
    /// Line in `review.toml`.
    pub line: u64,
}

/// What decides a statement.
#[derive(Clone, Debug)]
pub enum Decided {
    /// Nothing: it was not tested.
    ByNothing,
    /// Checks, on the systems of the activity or the row.
    ByChecks(Vec<CheckId>),
    /// Lists that were exported.
    ByList(Listed),
    /// A person who looked.
    ByHand(Look),
}

/// Exported lists, and what is expected of each.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The files, relative to the inputs folder.
    pub files: Vec<Private>,
    /// What is expected.
    pub expected: Expected,
}

/// What a person found who looked.
#[derive(Clone, Debug)]
pub struct Look {
    /// Whether the statement is true.
    pub met: bool,
    /// Who looked: a name or an id of the roster, or the name of somebody from outside.
    pub by: Private,
    /// Whose that is, of somebody who is not in the roster.
    pub company: Option<Private>,
    /// When.
    pub on: Date,
    /// The file that shows it, relative to the inputs folder.
    pub evidence: Private,
}

/// Whether a statement holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Met,
    /// It does, but for so many findings that somebody accepted for a while.
    Excepted(usize),
    /// It does, now that so many findings were put right.
    Remedied(usize),
    /// It does not: so many findings are open, none where a person saw it or a list shows it.
    NotMet(usize),
    /// Nothing was found, by roles of which nothing shows that somebody approved them before the systems were exported.
    Baseline,
    /// What could be tested is in order, but for so many findings that somebody accepted for a while, and not everything
    /// could be tested.
    InPart(usize),
    /// Nobody tested it.
    Untested,
}

/// Why the silence of a check says nothing of a system, or not everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gap {
    /// It is switched off.
    Off,
    /// The files of the system are not known to hold everything, or there are none.
    NotComplete,
    /// It has nothing to judge there.
    Nothing,
    /// It goes through people, and the staff list may lack some.
    StaffList,
    /// It looks at who left or has another role, and the staff list is older than a file may be.
    OldStaffList,
    /// It looks at the same, and nobody tells all of the staff list that must be told, such as of which day it is.
    UntoldStaffList,
    /// It lacks what it needs.
    Unjudged,
    /// It passes over accounts or levels that are there.
    PassedOver,
}

/// Whether a system is in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// No finding is open.
    Passed,
    /// No finding is open any more: a recheck shows that what was found was put right.
    Remedied,
    /// Findings are open, none of them grave.
    NeedsRevision,
    /// A grave finding is open.
    NotPassed,
    /// No finding is open, but the lists do not cover the whole system.
    Incomplete,
    /// The roles were not approved before the system was exported, so that it was compared with what may only describe it.
    Baseline,
    /// No file of it was read.
    NotCollected,
}

/// That somebody put the declared roles into force.
#[derive(Clone, Debug)]
pub struct Approval {
    /// Which state of the roles.
    pub version: String,
    /// Id in the roster.
    pub by: Private,
    /// When.
    pub on: Date,
    /// Line in `roles.toml`.
    pub line: u64,
}
