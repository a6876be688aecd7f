//! The declared roles: what each may hold and must hold, and what is accepted nevertheless.

use std::collections::BTreeSet;

use globset::GlobMatcher;

use super::arena::{Arena, Ix};
use super::claim::Approval;
use super::exception::Exception;
use super::system::{Level, System};

/// The roles of the review, in print order.
#[derive(Clone, Debug)]
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
        let fits = |rule: &&Rule| rule.system == system && rule.levels.contains(&level) && rule.names(resource);
        self.rules().find(fits)
    }
}

impl Rule {
    /// Whether the rule names this resource (`None` is the system as a whole).
    pub fn names(&self, resource: Option<&str>) -> bool {
        self.resources.is_empty()
            || resource.is_some_and(|name| self.resources.iter().any(|pattern| pattern.matcher.is_match(name)))
    }
}
