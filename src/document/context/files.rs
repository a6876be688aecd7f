//! Every file: what it is, what became of its rows, what facts it gave.

use std::borrow::Cow;

use serde::Serialize;

use super::{Rows, coverage_key};
use crate::model::arena::Ix;
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::source::{Content, Facts, Source};

/// One file.
#[derive(Serialize)]
pub(super) struct File<'a> {
    /// By which evidence leads to it.
    number: usize,
    path: &'a str,
    sheet: Option<&'a str>,
    /// The system it is an export of.
    system: Option<&'a str>,
    /// What it is, where it is no export.
    content: Option<&'static str>,
    coverage: &'static str,
    /// The profile by which it was recognised.
    profile: Option<&'a str>,
    /// Why it does not hold everything, as the file shows.
    cut: Option<&'a str>,
    bytes: u64,
    /// The first twelve digits.
    sha256: String,
    rows: u64,
    used: u64,
    set_aside_total: u64,
    rejected_total: usize,
    set_aside: Vec<SetAside<'a>>,
    facts: Vec<Fact>,
}

/// Rows set aside for one reason.
#[derive(Serialize)]
struct SetAside<'a> {
    reason: &'a str,
    rows: u64,
}

/// A row that could not be read.
#[derive(Serialize)]
pub(super) struct Rejection<'a> {
    file: &'a str,
    line: Cow<'a, str>,
    reason: &'a str,
}

/// A column with cells that could not be read.
#[derive(Serialize)]
pub(super) struct Unclear<'a> {
    file: &'a str,
    column: &'a str,
    cells: u64,
    line: Cow<'a, str>,
    reason: &'a str,
}

/// Facts of one kind.
#[derive(Serialize)]
struct Fact {
    kind: &'static str,
    number: u64,
}

/// Every file, in the order in which they were read.
pub(super) fn files(review: &Review) -> Vec<File<'_>> {
    review
        .snapshot
        .sources
        .iter()
        .map(|(place, source)| File {
            number: number(place),
            ..file(review, source)
        })
        .collect()
}

/// The number by which evidence leads to a file.
pub(super) fn number(place: Ix<Source>) -> usize {
    place.get() + 1
}

/// The rows of all files that could not be read.
pub(super) fn rejected(review: &Review) -> Rows<Rejection<'_>> {
    let rows = review.snapshot.sources.values().flat_map(|source| {
        let rejected = source.rows.rejected.iter();
        rejected.map(move |row| (source, row))
    });
    Rows::first(&review.settings, rows, |(source, row)| Rejection {
        file: source.file.reveal(),
        line: source.locate(row.line),
        reason: row.reason.reveal(),
    })
}

/// The columns of all files with cells that could not be read, each with the first of them.
pub(super) fn unclear(review: &Review) -> Vec<Unclear<'_>> {
    let columns = review.snapshot.sources.values().flat_map(|source| {
        let columns = source.unclear.iter();
        columns.filter_map(move |column| Some((source, column, column.first.first()?)))
    });
    columns
        .map(|(source, column, first)| Unclear {
            file: source.file.reveal(),
            column: column.name.reveal(),
            cells: column.cells,
            line: source.locate(first.line),
            reason: first.reason.reveal(),
        })
        .collect()
}

/// One file.
fn file<'a>(review: &'a Review, source: &'a Source) -> File<'a> {
    let (system, content) = match source.content {
        Content::Export(system) | Content::Recheck(system) => {
            (Some(review.settings.systems[system].name.as_str()), None)
        }
        Content::Roster => (None, Some("roster")),
        Content::Accounts => (None, Some("accounts")),
        Content::Sources => (None, Some("sources")),
        Content::List => (None, Some("list")),
    };
    let rows = &source.rows;
    File {
        number: 0,
        path: source.file.reveal(),
        sheet: source.sheet.as_deref(),
        system,
        content,
        coverage: coverage_key(source.coverage),
        profile: source.profile.as_deref(),
        cut: source.cut.as_ref().map(Private::reveal),
        bytes: source.bytes,
        sha256: source.sha256.chars().take(12).collect(),
        rows: rows.total,
        used: rows.used,
        set_aside_total: rows.set_aside_total(),
        rejected_total: rows.rejected.len(),
        set_aside: rows
            .set_aside
            .iter()
            .map(|(reason, rows)| SetAside {
                reason: reason.word(),
                rows: *rows,
            })
            .collect(),
        facts: facts(source.facts),
    }
}

/// The kinds of facts that a file gave.
fn facts(facts: Facts) -> Vec<Fact> {
    let Facts {
        grants,
        accounts,
        members,
        groups,
        names,
        attributes,
        resources,
        devices,
        identities,
        assignments,
        attestations,
    } = facts;
    let kinds = [
        ("grants", grants),
        ("accounts", accounts),
        ("members", members),
        ("groups", groups),
        ("names", names),
        ("attributes", attributes),
        ("resources", resources),
        ("devices", devices),
        ("identities", identities),
        ("assignments", assignments),
        ("attestations", attestations),
    ];
    let given = kinds.into_iter().filter(|(_, number)| *number > 0);
    given.map(|(kind, number)| Fact { kind, number }).collect()
}
