//! The judged review: what was declared, what was read, what was found, what is printed.

use super::count::{Count, Notebooks};
use super::figures::Figures;
use super::finding::{Finding, Unjudged};
use super::settings::Settings;
use super::snapshot::Snapshot;

/// Everything a document can say.
#[derive(Clone, Debug)]
pub struct Review {
    /// As declared.
    pub settings: Settings,
    /// As read.
    pub snapshot: Snapshot,
    /// As judged: gravest first, then in the order of the checks, then of the subjects.
    pub findings: Vec<Finding>,
    /// What could not be judged, in the order of the checks.
    pub unjudged: Vec<Unjudged>,
    /// As counted, in page order.
    pub counts: Vec<Count>,
    /// Notebooks, one entry a system that lists them.
    pub notebooks: Vec<Notebooks>,
    /// Totals.
    pub figures: Figures,
}
