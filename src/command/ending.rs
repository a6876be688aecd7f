//! The lines that `report` and `check` end with, as figures.

use serde::Serialize;

use crate::model::figures::Figures;
use crate::model::review::Review;
use crate::model::snapshot::Snapshot;

/// What `templates/terminal/totals.txt` says.
#[derive(Serialize)]
pub(super) struct Ending {
    totals: Figures,
    open: usize,
    accepted: usize,
    /// Cells that could not be read, of rows that were.
    cells_not_read: u64,
    /// Files that nothing read.
    unread: Vec<String>,
}

impl Ending {
    /// Those of a review.
    pub(super) fn of(review: &Review) -> Self {
        let findings = (review.open().count(), review.accepted());
        Self::new(review.figures, findings, &review.snapshot)
    }

    /// Those of a review of which only the totals are kept, with its findings that are open and accepted.
    pub(super) fn new(totals: Figures, (open, accepted): (usize, usize), snapshot: &Snapshot) -> Self {
        let unread = snapshot.unread.iter().map(|file| file.reveal().to_owned());
        let columns = snapshot.sources.values().flat_map(|source| &source.unclear);
        Self {
            totals,
            cells_not_read: columns.map(|column| column.cells).sum(),
            open,
            accepted,
            unread: unread.collect(),
        }
    }
}
