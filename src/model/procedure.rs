//! How audits are done, as somebody declared it, and what came of this one: the standing page that customers read.

use jiff::civil::Date;

use super::arena::Ix;
use super::claim::{Statement, Verdict};
use super::private::Private;
use super::system::System;

/// The procedure as declared; all its sentences are public.
#[derive(Clone, Debug)]
pub struct Procedure {
    /// Title of the page.
    pub title: String,
    /// What the page is about, a paragraph each.
    pub introduction: Vec<String>,
    /// What is under audit.
    pub perimeter: Vec<Asset>,
    /// What could go wrong.
    pub threats: Vec<Threat>,
    /// What is checked, in page order.
    pub rows: Vec<Row>,
    /// How often.
    pub regularity: Regularity,
}

/// A line of the security perimeter.
#[derive(Clone, Debug)]
pub struct Asset {
    /// As the page prints it.
    pub text: String,
    /// The systems that it stands for; nothing where nobody says.
    pub covers: Vec<Covered>,
    /// Line in `review.toml`.
    pub line: u64,
}

/// What a line of the perimeter stands for.
#[derive(Clone, Debug)]
pub enum Covered {
    /// A system of the review.
    System(Ix<System>),
    /// A system that the inventory calls so and leaves out of scope.
    OutOfScope(Private),
    /// Neither.
    Unknown(Private),
}

/// A threat and what is done against it.
#[derive(Clone, Debug)]
pub struct Threat {
    /// The threat.
    pub threat: String,
    /// How it is handled.
    pub handling: String,
}

/// A row of the checklist.
#[derive(Clone, Debug)]
pub struct Row {
    /// What is checked.
    pub text: String,
    /// The systems that it is about.
    pub systems: Vec<Ix<System>>,
    /// What must be so: one claim or several, each decided on its own.
    pub claims: Vec<Statement>,
    /// Whether the claims have texts of their own; else there is one, and its text is that of the row.
    pub in_parts: bool,
    /// Line in `review.toml`.
    pub line: u64,
}

/// How often there is an audit.
#[derive(Clone, Debug)]
pub struct Regularity {
    /// Months from one audit to the next.
    pub months: u32,
    /// Day of the audit before this one.
    pub previous: Option<Date>,
    /// Day of a security breach, after which there is a complete audit at once.
    pub breach: Option<Date>,
    /// Within how many days after a breach that audit has to be.
    pub breach_days: Option<i32>,
    /// What the page says of it beside, a paragraph each.
    pub text: Vec<String>,
}

impl Procedure {
    /// The systems of the perimeter, each once, in the order of the page.
    pub fn perimeter(&self) -> Vec<Ix<System>> {
        let mut systems = Vec::new();
        for covered in self.perimeter.iter().flat_map(|asset| &asset.covers) {
            match covered {
                Covered::System(system) if !systems.contains(system) => systems.push(*system),
                Covered::System(_) | Covered::OutOfScope(_) | Covered::Unknown(_) => {}
            }
        }
        systems
    }
}

/// How a row of the checklist, or the audit as a whole, is marked; the worst last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// All of it is so.
    Passed,
    /// Not all of it is decided, or something is to be put right that is not grave.
    NeedsRevision,
    /// Something of it is not so.
    NotPassed,
}

/// What came of the checklist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    /// Each row, in page order.
    pub rows: Vec<Marked>,
    /// The worst of all rows and of what holds the audit back whatever they ask for; of the audit after a breach, not passed
    /// unless it was complete.
    pub result: Mark,
    /// Whether the result is worse than every row, the audit being after a breach or not.
    pub beyond_rows: bool,
    /// What holds it back.
    pub held_back: HeldBack,
    /// Lines of the perimeter that stand for something which is out of scope.
    pub out_of_scope: Vec<usize>,
    /// When the audit was due, if that was before it took place.
    pub was_due: Option<Date>,
    /// The breach after which this is the audit.
    pub after_breach: Option<Date>,
    /// Of the audit after a breach: systems of the perimeter of which not everything was collected.
    pub gaps: Vec<Ix<System>>,
    /// Of the audit after a breach: lines of the perimeter that stand for something that was not reviewed.
    pub unreviewed: Vec<usize>,
    /// Of the audit after a breach: whether the staff list may lack people, or is not known to be made since.
    pub lacks_people: bool,
    /// When the next one is due.
    pub next: Date,
}

/// What holds an audit back, whatever the rows of its checklist ask for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// Systems in which something is open, or of which not everything is known.
    pub systems: Vec<Ix<System>>,
    /// Systems for which nobody answers so that it counts.
    pub not_reviewed: Vec<Ix<System>>,
    /// How many findings are open that are of no system.
    pub elsewhere: usize,
}

/// What came of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// How it is marked.
    pub mark: Mark,
    /// Whether each of its claims holds.
    pub verdicts: Vec<Verdict>,
}
