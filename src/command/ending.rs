//! The lines that `report` and `check` end with, as figures.

use serde::Serialize;

use crate::model::figures::Figures;
use crate::model::review::Review;

/// What `templates/terminal/totals.txt` says.
#[derive(Serialize)]
pub(super) struct Ending {
    totals: Figures,
    findings_total: usize,
    /// Files that nothing read.
    unread: Vec<String>,
}

impl Ending {
    /// Those of a review.
    pub(super) fn of(review: &Review) -> Self {
        let unread = review.snapshot.unread.iter().map(|file| file.reveal().to_owned());
        Self {
            totals: review.figures,
            findings_total: review.findings.len(),
            unread: unread.collect(),
        }
    }
}
