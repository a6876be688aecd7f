//! The declared roles: what each may hold and must hold, and what is accepted nevertheless.

use std::collections::BTreeSet;

use globset::GlobMatcher;

use super::arena::{Arena, Ix};
use super::claim::Approval;
use super::exception::Exception;
use super::finding::Finding;
use super::settings::Settings;
use super::system::{Level, System};
use super::workbook::RolesSheet;

/// The roles as a text.
pub const ROLES_TOML: &str = "roles.toml";
/// The roles as a workbook, which may stand in its place.
pub const ROLES_XLSX: &str = "roles.xlsx";
/// Exceptions in a file of their own, as a text: what is accepted then changes no roles.
pub const EXCEPTIONS_TOML: &str = "exceptions.toml";
/// The same as a workbook.
pub const EXCEPTIONS_XLSX: &str = "exceptions.xlsx";

/// Checks whose findings are about a separation where they are about no role.
const OF_SEPARATIONS: [&str; 2] = ["toxic-combination", "unmatched-pattern"];

/// The roles of the review, in print order; by itself none.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Roles in declared order, then those that nobody declared in the roster's.
    pub roles: Arena<Role>,
    /// What nobody may hold together.
    pub separations: Vec<Separation>,
    /// Who put them into force, if anybody did.
    pub approval: Option<Approval>,
    /// What is accepted for a while.
    pub exceptions: Arena<Exception>,
    /// The file that declares them; none where there is none, and then no role has rules.
    pub file: Option<String>,
    /// The file of the exceptions, where one of their own holds them.
    pub exceptions_file: Option<String>,
    /// Systems of which the file says that the rules are still to be written: what is held there is not judged by role.
    pub without_rules: BTreeSet<Ix<System>>,
}

/// The job in the published page.
#[derive(Clone, Debug)]
pub struct Role {
    /// Singular title, as the page prints it.
    pub title: String,
    /// Whether people or technical accounts have it.
    pub kind: RoleKind,
    /// Whether contractors may have it.
    pub contractors: bool,
    /// Whether whoever has it needs a notebook, and so is a product team member.
    pub needs_workstation: bool,
    /// Whether accounts of whoever has it, and no other role, are kept for emergencies: nobody needs to use them.
    pub break_glass: bool,
    /// What it may hold. What it must hold, it may.
    pub may: Vec<Rule>,
    /// What it must hold: one of the rule's levels on every resource that the rule names.
    pub must: Vec<Rule>,
    /// Titles that it had in earlier audits.
    pub formerly: Vec<String>,
    /// Line in the roles file; 0 where nobody declared it.
    pub line: u64,
}

/// Who has a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleKind {
    /// People.
    Person,
    /// Technical accounts.
    Technical,
    /// Accounts that several people share. No role is declared for them: they have those of people or of technical
    /// accounts.
    Shared,
}

/// Levels of one system on some of its resources.
#[derive(Clone, Debug)]
pub struct Rule {
    /// The system.
    pub system: Ix<System>,
    /// The levels.
    pub levels: Vec<Ix<Level>>,
    /// Patterns on real resource names; empty means all.
    pub resources: Vec<Pattern>,
    /// Why; a privileged level needs it.
    pub reason: Option<String>,
    /// Line in the roles file.
    pub line: u64,
}

/// Two things that nobody may hold together, in one system or in two.
#[derive(Clone, Debug)]
pub struct Separation {
    /// What it is called; each differently.
    pub name: String,
    /// Why.
    pub reason: String,
    /// The two sides: any of the levels on any of the resources.
    pub sides: [Rule; 2],
    /// Line in the roles file.
    pub line: u64,
}

/// A pattern on real resource names: `*` any text, `?` any letter, `[ab]` one of, `{a,b}` either.
#[derive(Clone, Debug)]
pub struct Pattern {
    /// As written.
    pub text: String,
    /// Compiled.
    pub matcher: GlobMatcher,
}

impl Policy {
    /// Whether an exception is for each of several separations, as it names none.
    pub fn is_of_all_separations(&self, exception: &Exception) -> bool {
        exception.check.is_of_separations() && exception.subject.separation.is_none() && self.separations.len() > 1
    }

    /// Whether the roles are declared in a workbook.
    pub fn is_workbook(&self) -> bool {
        self.file.as_deref() == Some(ROLES_XLSX)
    }

    /// The file that declares what a sheet of the roles is for.
    pub fn file_of(&self, sheet: RolesSheet) -> Option<&str> {
        let own = self.exceptions_file.as_deref();
        own.filter(|_| sheet == RolesSheet::Exceptions).or(self.file.as_deref())
    }

    /// Whether that is declared in a workbook.
    pub fn is_on_sheet(&self, sheet: RolesSheet) -> bool {
        matches!(self.file_of(sheet), Some(ROLES_XLSX | EXCEPTIONS_XLSX))
    }

    /// How a line of that file is called: `line 7`, of a sheet `row 7`.
    pub fn called(&self, sheet: RolesSheet, line: u64) -> String {
        let word = if self.is_on_sheet(sheet) { "row" } else { "line" };
        format!("{word} {line}")
    }

    /// Where an exception stands, in a table in which the roles file goes without saying.
    pub fn called_exception(&self, line: u64) -> String {
        let called = self.called(RolesSheet::Exceptions, line);
        match &self.exceptions_file {
            Some(file) => format!("{called} of {file}"),
            None => called,
        }
    }

    /// What an exception is called in a table: its ticket, or where it stands.
    pub fn name_of(&self, exception: &Exception) -> String {
        let called = || self.called_exception(exception.line);
        exception.ticket.clone().unwrap_or_else(called)
    }

    /// Where a line of the roles or exceptions stands, within a sentence; the sheet is the one that it is in, if it is in one.
    pub fn within(&self, sheet: RolesSheet, line: u64) -> String {
        let file = match &self.exceptions_file {
            Some(_) if sheet == RolesSheet::Exceptions => "exceptions file",
            _ => "roles file",
        };
        if self.is_on_sheet(sheet) {
            format!("row {line} of the sheet {} of the {file}", sheet.name())
        } else {
            format!("line {line} of the {file}")
        }
    }

    /// The file and the place in it: `roles.toml, line 7`, `roles.xlsx, sheet Access, row 7`; none where there is no file.
    pub fn place(&self, sheet: RolesSheet, line: u64) -> Option<String> {
        let file = self.file_of(sheet)?;
        let within = if self.is_on_sheet(sheet) {
            format!(", sheet {}", sheet.name())
        } else {
            String::new()
        };
        Some(format!("{file}{within}, {}", self.called(sheet, line)))
    }

    /// The separations of which holding this level of this resource (`None` is the system as a whole) is a side.
    pub fn separations_at(
        &self,
        system: Ix<System>,
        level: Ix<Level>,
        resource: Option<&str>,
    ) -> impl Iterator<Item = &Separation> {
        let is_side = move |side: &Rule| side.covers(system, level, resource);
        self.separations
            .iter()
            .filter(move |separation| separation.sides.iter().any(is_side))
    }

    /// The file and line that a problem of it names; of a workbook the file and the row as one.
    pub fn problem_at(&self, sheet: RolesSheet, line: u64) -> (String, Option<u64>) {
        if self.is_on_sheet(sheet) {
            return (self.place(sheet, line).unwrap_or_default(), None);
        }
        (self.file_of(sheet).unwrap_or_default().to_owned(), Some(line))
    }

    /// The sheet of the roles in which what a finding is about stands; none where its line is one of another file.
    pub fn sheet_of(finding: &Finding) -> Option<RolesSheet> {
        if finding.check.is_of_exceptions() {
            Some(RolesSheet::Exceptions)
        } else if finding.subject.role.is_some() {
            Some(RolesSheet::Access)
        } else {
            let of_separations = OF_SEPARATIONS.contains(&finding.check.0);
            of_separations.then_some(RolesSheet::Separation)
        }
    }

    /// Whether a roles file declares the role, rather than the roster alone naming it.
    pub fn declares(&self, role: &Role) -> bool {
        self.file.is_some() && role.line > 0
    }
}

impl Role {
    /// All its rules.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.may.iter().chain(&self.must)
    }

    /// The rule by which it may hold this level of this resource (`None` is the system as a whole).
    pub fn allows(&self, system: Ix<System>, level: Ix<Level>, resource: Option<&str>) -> Option<&Rule> {
        self.rules().find(|rule| rule.covers(system, level, resource))
    }
}

impl Rule {
    /// The names of its levels.
    pub fn level_names<'a>(&self, settings: &'a Settings) -> Vec<&'a str> {
        let access = settings.systems[self.system].access();
        let names = self
            .levels
            .iter()
            .filter_map(|level| Some(access?.levels[*level].name.as_str()));
        names.collect()
    }

    /// Whether the rule names this level of this resource (`None` is the system as a whole).
    fn covers(&self, system: Ix<System>, level: Ix<Level>, resource: Option<&str>) -> bool {
        self.system == system && self.levels.contains(&level) && self.names(resource)
    }

    /// Whether the rule names this resource (`None` is the system as a whole).
    pub fn names(&self, resource: Option<&str>) -> bool {
        self.resources.is_empty()
            || resource.is_some_and(|name| self.resources.iter().any(|pattern| pattern.matcher.is_match(name)))
    }
}
