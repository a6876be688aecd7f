//! The judged review: what was declared, what was read, what was found, what is printed.

use super::count::{Count, Notebooks};
use super::finding::Finding;
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
    /// As counted, in page order.
    pub counts: Vec<Count>,
    /// Notebooks, one entry a system that lists them.
    pub notebooks: Vec<Notebooks>,
}
