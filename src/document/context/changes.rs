//! What changed since an earlier audit.

use serde::Serialize;

use super::Rows;
use crate::document::texts::Texts;
use crate::model::change::{Change, Changes, Compared, Number, Side};
use crate::model::record::Totals;
use crate::model::wording::Wording;

/// The changes as the documents print them.
#[derive(Serialize)]
pub(super) struct Changed<'a> {
    organisation: Option<&'a str>,
    other_organisation: Option<&'a str>,
    from: &'a Side,
    to: &'a Side,
    /// Whether this is a document of its own, with no other file beside it.
    alone: bool,
    compared: Compared,
    /// Permissions and people of whose changes nobody says why, and how many changes of these there are.
    unexplained: usize,
    to_explain: usize,
    permissions: Rows<&'a Change>,
    people: Rows<&'a Change>,
    accounts: Rows<&'a Change>,
    /// Whether it is proved that nobody came or left and nobody holds what they did not.
    proves_stillness: bool,
    findings: Rows<Checked<'a>>,
    exceptions: Rows<Checked<'a>>,
    structure: Rows<&'a Change>,
    numbers: Rows<&'a Number>,
    same_numbers: u64,
    unmatched_systems: &'a [String],
    unused_reasons: Rows<&'a str>,
    history: &'a [Totals],
}

/// A change of a finding or an exception.
#[derive(Serialize)]
struct Checked<'a> {
    /// What the check says that holds; its id where this program does not know it.
    title: String,
    /// What the checks say that find it otherwise now.
    otherwise: Vec<String>,
    change: &'a Change,
}

/// The changes, of whose tables so many rows are printed.
pub(super) fn changed<'a>(changes: &'a Changes, limit: usize, texts: &Texts) -> Changed<'a> {
    fn rows<T>(limit: usize, all: &[T]) -> Rows<&T> {
        Rows::within(limit, all, |one| one)
    }
    let checked = |all: &'a [Change]| {
        Rows::within(limit, all, |change| {
            let title = |id: &str| {
                let text = texts.checks().iter().find(|check| check.id == id);
                text.map_or_else(|| id.to_owned(), |text| text.title.clone())
            };
            Checked {
                title: title(change.check.as_deref().unwrap_or_default()),
                otherwise: change.otherwise.iter().map(|id| title(id)).collect(),
                change,
            }
        })
    };
    Changed {
        organisation: changes.organisation.as_deref(),
        other_organisation: changes.other_organisation.as_deref(),
        from: &changes.from,
        to: &changes.to,
        alone: false,
        compared: changes.compared,
        unexplained: changes.unexplained().count(),
        to_explain: changes.to_explain().count(),
        permissions: rows(limit, &changes.permissions),
        people: rows(limit, &changes.people),
        accounts: rows(limit, &changes.accounts),
        proves_stillness: changes.proves_stillness(),
        findings: checked(&changes.findings),
        exceptions: checked(&changes.exceptions),
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
pub(in crate::document) fn difference<'a>(
    changes: &'a Changes,
    limit: usize,
    own: &Wording,
) -> anyhow::Result<Difference<'a>> {
    let texts = Texts::load(own)?;
    Ok(Difference {
        front: Front {
            organisation: changes.organisation.as_deref().unwrap_or_default(),
            date: changes.to.date.map(|date| date.to_string()).unwrap_or_default(),
        },
        changes: Changed {
            alone: true,
            ..changed(changes, limit, &texts)
        },
    })
}
