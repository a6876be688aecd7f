//! `review.toml`, checked: what the document says beside its numbers, and which systems it covers.

use std::collections::BTreeMap;

use jiff::ToSpan as _;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::arena::{Arena, Ix};
use super::claim::Statement;
use super::finding::{CheckId, Severity};
use super::inventory::Inventory;
use super::look::Look;
use super::private::Private;
use super::procedure::Procedure;
use super::profile::Profile;
use super::publishing::Publishing;
use super::snapshot::Access;
use super::system::{Export, System};

/// How many rows a table of the internal document may have to be printed whole, where nobody says.
pub const DOCUMENT_ROWS: usize = 1_000;

/// How many rows of a longer table it prints; all of them stand in the file that it names.
pub const EXCERPT_ROWS: usize = 50;

/// Of how many resources the public page prints the numbers where nobody says.
pub const PAGE_RESOURCES: usize = 250;

/// The whole review as declared.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The company under review.
    pub organisation: String,
    /// Title of the public page.
    pub title: String,
    /// Audit date: the day on which everything is judged.
    pub date: Date,
    /// The zone in whose days people come and leave; none where the days of the files are taken as they are written.
    pub zone: Option<TimeZone>,
    /// What the audit covers, as a person says it (`2021 Q3`).
    pub period: String,
    /// BCP 47 tag of the language the templates are written in.
    pub language: String,
    /// How documents look.
    pub look: Look,
    /// Of how many resources of a system the public page prints the numbers one by one; of more it prints sums.
    pub page_resources: usize,
    /// How many rows a table of the internal document may have to be printed whole.
    pub document_rows: usize,
    /// So many days before the audit date a file may have been extracted.
    pub stale_export_days: Option<u32>,
    /// So many days before a contract ends somebody is to decide whether it goes on.
    pub contract_expiring_days: Option<u32>,
    /// How many days before its end an exception is told.
    pub expiring_exception_days: Option<u32>,
    /// How many days before the audit date the report of a provider may have been made.
    pub provider_report_days: Option<u32>,
    /// How many years the audit has to be kept, where somebody says.
    pub retain_years: Option<u32>,
    /// What is said of single checks.
    pub rulings: BTreeMap<CheckId, Ruling>,
    /// Rows of the published table, in print order.
    pub activities: Arena<Activity>,
    /// Systems in declared order.
    pub systems: Arena<System>,
    /// How the roster is read.
    pub roster: RosterSource,
    /// What the company works with.
    pub inventory: Inventory,
    /// How audits are done, where somebody says.
    pub procedure: Option<Procedure>,
    /// The audit before this one, where somebody names it.
    pub previous: Option<Previous>,
    /// Where the pages are published, where somebody says.
    pub publishing: Option<Publishing>,
    /// Who put findings right, as far as somebody says.
    pub put_right: Vec<PutRight>,
    /// Every known export format: those of the program and those of the inputs folder, by id.
    pub profiles: Vec<Profile>,
    /// The sentences of `review.toml` that documents print.
    pub texts: Vec<PublicText>,
}

/// Where the audit before this one is.
#[derive(Clone, Debug)]
pub struct Previous {
    /// Its record, or a page that was published of it, as a path within the inputs folder.
    pub record: String,
    /// Line of its stanza.
    pub line: u64,
}

/// That somebody put findings right before the recheck.
#[derive(Clone, Debug)]
pub struct PutRight {
    /// The keys of the findings.
    pub findings: Vec<Private>,
    /// A name or an id of the roster, or the name of somebody from outside.
    pub by: Private,
    /// Whose that is, of somebody who is not in the roster.
    pub company: Option<Private>,
    /// Where it was asked for.
    pub ticket: Option<String>,
    /// Line in `review.toml`.
    pub line: u64,
}

/// That a check is graver or less grave here than as it is declared, or not run at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ruling {
    /// How grave all its findings are; none of a check that is switched off.
    pub severity: Option<Severity>,
    /// Why, as the internal document prints it.
    pub reason: String,
}

impl Settings {
    /// Every claim: the statements of activities, then those of the checklist, in the order of the pages.
    pub fn claims(&self) -> impl Iterator<Item = &Statement> {
        let statements = self.activities.values().flat_map(|activity| &activity.scope);
        let rows = self.procedure.iter().flat_map(|procedure| &procedure.rows);
        statements.chain(rows.flat_map(|row| &row.claims))
    }

    /// The last day on which the audit has to be kept, where somebody says how long; a day that the year does not have is the
    /// last of its month.
    pub fn keep_until(&self) -> Option<Date> {
        let years = self.retain_years?;
        self.date.checked_add(i64::from(years).years()).ok()
    }

    /// Whether a check is switched off.
    pub fn is_off(&self, check: CheckId) -> bool {
        self.rulings.get(&check).is_some_and(|ruling| ruling.severity.is_none())
    }

    /// Whether the page prints sums over the resources of a system, as they are more than it prints one by one.
    pub fn sums(&self, access: &Access) -> bool {
        self.systems[access.system].has_resources() && access.resources.len() > self.page_resources
    }
}

/// A text that a person wrote into `review.toml` or `roles.toml` and that a public page can show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicText {
    /// The file.
    pub file: String,
    /// Its line.
    pub line: u64,
    /// Which field it is (`system.description`).
    pub field: &'static str,
    /// The text.
    pub text: String,
}

/// One row of the published table.
#[derive(Clone, Debug)]
pub struct Activity {
    /// Category; neighbours of the same category share one cell.
    pub category: String,
    /// What was checked.
    pub name: String,
    /// Statements made to customers.
    pub scope: Vec<Statement>,
    /// Systems it covers, in print order.
    pub systems: Vec<Ix<System>>,
    /// Line of its stanza in `review.toml`.
    pub line: u64,
}

/// How the roster is read: a table like an export, with columns of its own.
#[derive(Clone, Debug)]
pub struct RosterSource {
    /// File and table options; its `columns` are empty. Recognised where not all are declared that a roster needs: a
    /// profile with people that fits goes before the usual headers, and reads the declared columns beside its own.
    pub table: Export,
    /// The columns that `review.toml` declares, by their keys.
    pub named: Vec<&'static str>,
    /// Header names of each roster column.
    pub columns: RosterColumns,
    /// What separates several values in one cell.
    pub separator: String,
    /// Header names that look like one of the columns and are not.
    pub ignore: Vec<String>,
}

/// Header names of the roster's columns; any of a list may stand in the file.
#[derive(Clone, Debug)]
pub struct RosterColumns {
    /// Opaque id; required.
    pub id: Vec<String>,
    /// Full name; required.
    pub name: Vec<String>,
    /// Role, or several; required.
    pub role: Vec<String>,
    /// Further roles.
    pub further_roles: Vec<String>,
    /// Person, technical or shared; where missing, the role says.
    pub kind: Vec<String>,
    /// Employee or contractor; required.
    pub employment: Vec<String>,
    /// The contractor's company.
    pub company: Vec<String>,
    /// E-mail addresses.
    pub email: Vec<String>,
    /// First day.
    pub start: Vec<String>,
    /// Last day, or a word for somebody who left without one.
    pub end: Vec<String>,
    /// Id of the owner of a technical account.
    pub owner: Vec<String>,
    /// Whether this person needs a notebook, where that differs from the role's rule.
    pub workstation: Vec<String>,
    /// Header names of the logins of each system, in the order of the systems.
    pub logins: Vec<(Ix<System>, Vec<String>)>,
}
