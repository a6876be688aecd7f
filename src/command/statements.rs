//! What came of the statements of the page, as the terminal says it.

use serde::Serialize;

use crate::model::claim::Verdict;
use crate::model::review::Review;

/// How many statements hold, and how many not or not for certain.
#[derive(Default, Serialize)]
pub(super) struct Statements {
    met: usize,
    not_met: usize,
    /// By roles of which nothing shows that they were approved in time.
    baseline: usize,
    in_part: usize,
    untested: usize,
}

impl Statements {
    /// Those of a review, unless all hold.
    pub(super) fn of(review: &Review) -> Option<Self> {
        let mut told = Self::default();
        for verdict in review.statements.iter().flatten() {
            let counted = match verdict {
                Verdict::Met | Verdict::Excepted(_) | Verdict::Remedied(_) => &mut told.met,
                Verdict::NotMet(_) => &mut told.not_met,
                Verdict::Baseline => &mut told.baseline,
                Verdict::InPart(_) => &mut told.in_part,
                Verdict::Untested => &mut told.untested,
            };
            *counted += 1;
        }
        (told.not_met + told.baseline + told.in_part + told.untested > 0).then_some(told)
    }
}
