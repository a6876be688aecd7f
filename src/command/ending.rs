//! The lines that `report` and `check` end with, as figures.

use serde::Serialize;

use crate::model::figures::Figures;
use crate::model::private::Private;
use crate::model::procedure::Mark;
use crate::model::review::Review;
use crate::model::snapshot::Snapshot;

/// What `templates/terminal/totals.txt` says.
#[derive(Serialize)]
pub(super) struct Ending {
    totals: Figures,
    open: usize,
    accepted: usize,
    /// Findings that were put right, as rechecks show.
    done: usize,
    /// How the audit as a whole is marked by the procedure, unless it is passed: `not-passed` or `needs-revision`.
    audit: Option<&'static str>,
    /// Cells that could not be read, of rows that were.
    cells_not_read: u64,
    /// Files that nothing read.
    unread: Vec<String>,
    /// Files whose permissions on parts of a system count as permissions on the whole of it.
    whole: Vec<Whole>,
}

/// Such a file.
#[derive(Serialize)]
struct Whole {
    file: String,
    parts: Shown,
}

/// Names, of which the first are shown.
#[derive(Serialize)]
pub(super) struct Shown {
    number: usize,
    first: Vec<String>,
}

/// How many names are shown.
const SHOWN: usize = 3;

impl Shown {
    /// These names, if there are any.
    pub(super) fn of<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> Option<Self> {
        let number = names.len();
        (number > 0).then(|| Self {
            number,
            first: names.take(SHOWN).map(ToOwned::to_owned).collect(),
        })
    }
}

impl Ending {
    /// Those of a review.
    pub(super) fn of(review: &Review) -> Self {
        let findings = [review.open().count(), review.accepted(), review.done()];
        let marked = review.audited.as_ref().map(|audited| audited.result);
        Self {
            audit: match marked {
                Some(Mark::NotPassed) => Some("not-passed"),
                Some(Mark::NeedsRevision) => Some("needs-revision"),
                Some(Mark::Passed) | None => None,
            },
            ..Self::new(review.figures, findings, &review.snapshot)
        }
    }

    /// Those of a review of which only the totals are kept, with its findings that are open, accepted and put right.
    pub(super) fn new(totals: Figures, [open, accepted, done]: [usize; 3], snapshot: &Snapshot) -> Self {
        let unread = snapshot.unread.iter().map(|file| file.reveal().to_owned());
        let whole = snapshot.sources.values().filter_map(|source| {
            let file = source.file.reveal().to_owned();
            let parts = Shown::of(source.parts.iter().map(Private::reveal))?;
            Some(Whole { file, parts })
        });
        let columns = snapshot.sources.values().flat_map(|source| &source.unclear);
        Self {
            totals,
            cells_not_read: columns.map(|column| column.cells).sum(),
            open,
            accepted,
            done,
            audit: None,
            unread: unread.collect(),
            whole: whole.collect(),
        }
    }
}
