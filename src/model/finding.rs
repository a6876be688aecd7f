//! Breaches of the policy or of the evidence rules. A finding is a key and places; its sentence is made when printed.

use super::arena::Ix;
use super::exception::Exception;
use super::extract::Extract;
use super::policy::Role;
use super::private::Private;
use super::roster::Identity;
use super::snapshot::{Account, Held, Resource};
use super::source::{Place, Source};
use super::system::System;

/// A check as declared, once, in the table of checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CheckId(pub &'static str);

impl CheckId {
    /// Whether it judges exceptions, as its id says; no exception can accept what it finds.
    pub fn is_of_exceptions(self) -> bool {
        self.0.ends_with("-exception")
    }

    /// Whether it judges who decided on an exception: what it finds makes that void.
    pub fn is_of_self_approval(self) -> bool {
        self.0 == "self-approved-exception"
    }

    /// Whether it judges who answers for accounts of one identity, wherever they are.
    pub fn is_of_owner(self) -> bool {
        matches!(self.0, "owner-left" | "unowned-technical-account")
    }

    /// Whether it judges what nobody may hold together.
    pub fn is_of_separations(self) -> bool {
        self.0 == "toxic-combination"
    }

    /// Whether it judges how a document looks, which says nothing of the system in whose files the evidence stands.
    pub fn is_of_print(self) -> bool {
        self.0 == "missing-glyph"
    }
}

/// How grave a finding is; the gravest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Somebody can do what they must not.
    High,
    /// A rule is broken.
    Medium,
    /// Something to put in order.
    Low,
}

impl Severity {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// One breach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which check found it.
    pub check: CheckId,
    /// How grave it is.
    pub severity: Severity,
    /// What it is about.
    pub subject: Subject,
    /// Where the evidence was read, in file order.
    pub evidence: Vec<Place>,
    /// What became of it.
    pub disposition: Disposition,
    /// What a recheck shows of it; none where none was made, or where it is no matter of one.
    pub closure: Option<Closure>,
}

/// What became of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disposition {
    /// Something is to be done about it.
    Open,
    /// Somebody accepted it for a while.
    Accepted(Ix<Exception>),
}

/// What a later extract shows of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Closure {
    /// It is no longer so.
    Done,
    /// It is still so.
    NotDone,
    /// The later extract does not tell.
    Unknown,
    /// Only the later extract shows it.
    New,
}

impl Closure {
    /// The word for it in files for machines.
    pub fn word(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::NotDone => "not done",
            Self::Unknown => "unknown",
            Self::New => "new",
        }
    }
}

impl Finding {
    /// Whether something is to be done about it.
    pub fn is_open(&self) -> bool {
        self.disposition == Disposition::Open && !self.is_done()
    }

    /// Whether it was put right; an exception that would have accepted it has nothing to accept any more.
    pub fn is_done(&self) -> bool {
        self.closure == Some(Closure::Done)
    }

    /// The exception that accepts it, if one does.
    pub fn accepted_by(&self) -> Option<Ix<Exception>> {
        match self.disposition {
            Disposition::Accepted(exception) if !self.is_done() => Some(exception),
            Disposition::Open | Disposition::Accepted(_) => None,
        }
    }
}

/// What a finding is about: the parts that apply.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Subject {
    /// The system.
    pub system: Option<Ix<System>>,
    /// The account, of that system.
    pub account: Option<Ix<Account>>,
    /// The identity.
    pub identity: Option<Ix<Identity>>,
    /// Everybody the account could belong to.
    pub candidates: Vec<Ix<Identity>>,
    /// The resource, of that system.
    pub resource: Option<Ix<Resource>>,
    /// The levels, of that system: the one held, or those of which one is missing.
    pub levels: Vec<Held>,
    /// The role whose rule is broken.
    pub role: Option<Ix<Role>>,
    /// The file.
    pub source: Option<Ix<Source>>,
    /// The exception.
    pub exception: Option<Ix<Exception>>,
    /// A text that is no noun of its own: a pattern, a notebook's name.
    pub text: Option<Private>,
    /// A line of the roles file, or of the review where the inventory or the procedure is meant.
    pub line: Option<u64>,
    /// In which extract of the system the account, the resource and the levels are to be found.
    pub extract: Extract,
}

/// That a check could not judge everything it is for: silence of it proves nothing there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unjudged {
    /// The check.
    pub check: CheckId,
    /// Why.
    pub why: Why,
}

impl Why {
    /// What it is called where it is put into words.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoRoles => "no-roles",
            Self::NoEmployment => "no-employment",
            Self::NoSourcesSheet => "no-sources-sheet",
            Self::NoRules(_) => "no-rules",
            Self::NoInventory => "no-inventory",
            Self::NoSeparation => "no-separation",
            Self::NoPrivilege => "no-privilege",
            Self::NoHolders => "no-holders",
            Self::NoGroups => "no-groups",
            Self::NoListOfSystems => "no-list-of-systems",
            Self::NoProcedure => "no-procedure",
            Self::NoCompanies => "no-companies",
            Self::NoProviders => "no-providers",
            Self::NoRecheck => "no-recheck",
            Self::NoDuties => "no-duties",
            Self::NoPrevious => "no-previous",
            Self::NoPreviousGrants => "no-previous-grants",
            Self::NotComplete(_) => "not-complete",
            Self::UnmatchedSide(_) => "unmatched-side",
            Self::StaffList(_) => "staff-list",
            Self::NoLimit(_) => "no-limit",
            Self::NotCollected(_) => "not-collected",
        }
    }

    /// The systems in which it could not; none where it could in no system.
    pub fn systems(&self) -> &[Ix<System>] {
        match self {
            Self::NoRules(systems)
            | Self::NotComplete(systems)
            | Self::UnmatchedSide(systems)
            | Self::StaffList(systems)
            | Self::NoLimit(systems)
            | Self::NotCollected(systems) => systems,
            Self::NoRoles
            | Self::NoEmployment
            | Self::NoSourcesSheet
            | Self::NoInventory
            | Self::NoSeparation
            | Self::NoPrivilege
            | Self::NoHolders
            | Self::NoGroups
            | Self::NoListOfSystems
            | Self::NoProcedure
            | Self::NoCompanies
            | Self::NoProviders
            | Self::NoRecheck
            | Self::NoDuties
            | Self::NoPrevious
            | Self::NoPreviousGrants => &[],
        }
    }
}

/// Why a check could not judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nobody declared any roles.
    NoRoles,
    /// The rules for these systems, in declared order, are still to be written.
    NoRules(Vec<Ix<System>>),
    /// The staff list does not tell who works by contract.
    NoEmployment,
    /// No sheet says where the files come from.
    NoSourcesSheet,
    /// No inventory of notebooks was read.
    NoInventory,
    /// The files of these systems, in declared order, do not prove that anything is absent.
    NotComplete(Vec<Ix<System>>),
    /// A side of a separation names a resource that is not there; these systems have its sides.
    UnmatchedSide(Vec<Ix<System>>),
    /// It goes through people, of whom the staff list may lack some, and these systems are concerned.
    StaffList(Vec<Ix<System>>),
    /// No limit is declared: of these systems, or none of any where there are none.
    NoLimit(Vec<Ix<System>>),
    /// Of an account of these systems or of more, what is judged was not collected.
    NotCollected(Vec<Ix<System>>),
    /// Nobody declared what must not be held together.
    NoSeparation,
    /// No level is declared as privileged.
    NoPrivilege,
    /// It is declared of no system how many may hold a privileged level.
    NoHolders,
    /// It is declared of no system that its permissions are held through groups.
    NoGroups,
    /// Nobody declared which systems the company has.
    NoListOfSystems,
    /// No procedure is declared.
    NoProcedure,
    /// Nobody declared which companies contractors come from.
    NoCompanies,
    /// Nobody declared on which providers the company relies.
    NoProviders,
    /// No system was exported again.
    NoRecheck,
    /// No role must hold anything.
    NoDuties,
    /// Nobody names the record of the audit before.
    NoPrevious,
    /// The table of permissions of the audit before is not there.
    NoPreviousGrants,
}
