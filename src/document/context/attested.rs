//! What the sources sheet says of a file that a finding is about, held against the file.

use serde::Serialize;

use super::coverage_key;
use crate::model::evidence::{Attestation, Lacking};
use crate::model::finding::Finding;
use crate::model::private::Private;
use crate::model::snapshot::Snapshot;
use crate::model::source::Source;

/// What the sources sheet says of a file, held against it.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    /// Whether it says anything.
    attested: bool,
    /// Columns that say nothing and should.
    lacking: Vec<&'static str>,
    /// Whether it tells of another file in the same place.
    replaced: bool,
    coverage: &'static str,
    /// Of the file as it is.
    sha256: &'a str,
    /// Whether the officer said so; else nobody.
    by: Option<&'a str>,
    extracted: Option<String>,
    /// The day that the file itself tells, where nobody says when it was extracted.
    dated: Option<String>,
    /// What the screen counted.
    counted: Option<&'static str>,
    on_screen: Option<u64>,
    in_file: Option<u64>,
}

impl<'a> Told<'a> {
    pub(super) fn of(source: &'a Source) -> Self {
        let row = source.attested.as_ref();
        let count = source.on_screen();
        Self {
            attested: row.is_some(),
            lacking: (row.into_iter().flat_map(Attestation::lacks))
                .map(Lacking::column)
                .collect(),
            replaced: source.was_replaced(),
            coverage: coverage_key(source.coverage),
            sha256: &source.sha256,
            by: row.and_then(|row| row.by.as_ref()).map(Private::reveal),
            extracted: row.and_then(|row| row.at).map(|at| at.to_string()),
            dated: source
                .dated
                .filter(|_| source.extracted().is_none())
                .map(|day| day.to_string()),
            counted: count.map(|count| count.what.word()),
            on_screen: count.map(|count| count.number),
            in_file: count.map(|count| source.has(count.what)),
        }
    }
}

/// A file that is not read row by row, as somebody vouches for it.
#[derive(Serialize)]
pub(super) struct Vouched<'a> {
    /// Whether the sheet has a row for it.
    attested: bool,
    /// Whether that row has a hash, which is then another file's.
    bound: bool,
    /// Of the file as it is.
    sha256: &'a str,
}

impl<'a> Vouched<'a> {
    /// The one that a finding is about, if it is about one.
    pub(super) fn of(snapshot: &'a Snapshot, finding: &Finding) -> Option<Self> {
        let name = finding.subject.text.as_ref()?;
        let mut documents = snapshot.documents.iter();
        let (document, row) = documents.find(|(document, _)| document.file == *name)?;
        Some(Self {
            attested: row.is_some(),
            bound: row.as_ref().is_some_and(|row| row.sha256.is_some()),
            sha256: &document.sha256,
        })
    }
}
