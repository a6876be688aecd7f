//! The lines that `report` and `check` end with, as figures.

use serde::Serialize;

use crate::model::figures::Figures;
use crate::model::review::Review;
use crate::model::snapshot::Snapshot;

/// What `templates/terminal/totals.txt` says.
#[derive(Serialize)]
pub(super) struct Ending {
    totals: Figures,
    findings_total: usize,
    /// Cells that could not be read, of rows that were.
    cells_not_read: u64,
    /// Files that nothing read.
    unread: Vec<String>,
}

impl Ending {
    /// Those of a review.
    pub(super) fn of(review: &Review) -> Self {
        Self::new(review.figures, review.findings.len(), &review.snapshot)
    }

    /// Those of a review of which only the totals are kept.
    pub(super) fn new(totals: Figures, findings_total: usize, snapshot: &Snapshot) -> Self {
        let unread = snapshot.unread.iter().map(|file| file.reveal().to_owned());
        let columns = snapshot.sources.values().flat_map(|source| &source.unclear);
        Self {
            totals,
            cells_not_read: columns.map(|column| column.cells).sum(),
            findings_total,
            unread: unread.collect(),
        }
    }
}
