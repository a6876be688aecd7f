//! What changed since an earlier audit.

use serde::Serialize;

use super::Rows;
use crate::model::change::{Change, Changes, Compared, Number, Side};
use crate::model::record::Totals;

/// The changes as the documents print them.
#[derive(Serialize)]
pub(super) struct Changed<'a> {
    from: &'a Side,
    to: &'a Side,
    compared: Compared,
    /// Permissions and people of whose changes nobody says why, and how many changes of these there are.
    unexplained: usize,
    to_explain: usize,
    permissions: Rows<&'a Change>,
    people: Rows<&'a Change>,
    findings: Rows<&'a Change>,
    exceptions: Rows<&'a Change>,
    structure: Rows<&'a Change>,
    numbers: Rows<&'a Number>,
    same_numbers: u64,
    unmatched_systems: &'a [String],
    unused_reasons: Rows<&'a str>,
    history: &'a [Totals],
}

/// The changes, of whose tables so many rows are printed.
pub(super) fn changed(changes: &Changes, limit: usize) -> Changed<'_> {
    fn rows<T>(limit: usize, all: &[T]) -> Rows<&T> {
        Rows::within(limit, all, |one| one)
    }
    Changed {
        from: &changes.from,
        to: &changes.to,
        compared: changes.compared,
        unexplained: changes.unexplained().count(),
        to_explain: changes.to_explain().count(),
        permissions: rows(limit, &changes.permissions),
        people: rows(limit, &changes.people),
        findings: rows(limit, &changes.findings),
        exceptions: rows(limit, &changes.exceptions),
        structure: rows(limit, &changes.structure),
        numbers: rows(limit, &changes.numbers),
        same_numbers: changes.same_numbers,
        unmatched_systems: &changes.unmatched_systems,
        unused_reasons: Rows::within(limit, &changes.unused_reasons, String::as_str),
        history: &changes.history,
    }
}

/// A document of changes alone.
#[derive(Serialize)]
pub(in crate::document) struct Difference<'a> {
    front: Front<'a>,
    changes: Changed<'a>,
}

/// What its front matter says; of a page not all of it is known.
#[derive(Serialize)]
struct Front<'a> {
    organisation: &'a str,
    date: String,
}

/// The context of a document of changes.
pub(in crate::document) fn difference(changes: &Changes, limit: usize) -> Difference<'_> {
    Difference {
        front: Front {
            organisation: changes.organisation.as_deref().unwrap_or_default(),
            date: changes.to.date.map(|date| date.to_string()).unwrap_or_default(),
        },
        changes: changed(changes, limit),
    }
}
