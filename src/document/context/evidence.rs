//! Where the files come from: what the sources sheet says of each, and how that compares with the file.

use serde::Serialize;

use super::coverage_key;
use crate::model::claim::Decided;
use crate::model::evidence::{Attestation, Document};
use crate::model::private::Private;
use crate::model::review::Review;
use crate::model::source::{Content, Source};

/// What is told of all files.
#[derive(Serialize)]
pub(super) struct Evidence<'a> {
    /// Whether there is a sheet at all.
    sheet: bool,
    files: Vec<File<'a>>,
    counts: Vec<Count<'a>>,
    proofs: Vec<Proof<'a>>,
    declarations: Vec<Declared<'a>>,
    /// The last day on which the audit has to be kept.
    keep_until: Option<String>,
    /// Day of the first and of the last extraction.
    first: Option<String>,
    last: Option<String>,
}

/// What is told of one file.
#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    by: Option<&'a str>,
    at: Option<String>,
    instance: Option<&'a str>,
    coverage: Option<&'static str>,
    steps: Option<&'a str>,
    filters: Option<&'a str>,
    replaced: bool,
}

/// A number of a screen beside that of the file.
#[derive(Serialize)]
struct Count<'a> {
    path: &'a str,
    /// Of what system, where the file is an export.
    system: Option<&'a str>,
    /// What it is, where it is no export.
    content: &'static str,
    counted: &'static str,
    on_screen: u64,
    in_file: u64,
    /// In the file beyond the screen.
    difference: i128,
}

/// A picture of a screen.
#[derive(Serialize)]
struct Proof<'a> {
    path: &'a str,
    of: &'a str,
    bytes: u64,
    sha256: &'a str,
}

/// A file of declarations.
#[derive(Serialize)]
struct Declared<'a> {
    path: &'a str,
    bytes: u64,
    sha256: &'a str,
    by: Option<&'a str>,
    at: Option<String>,
}

/// What is told of all files, each once, in the order in which they were read.
pub(super) fn evidence(review: &Review) -> Evidence<'_> {
    let snapshot = &review.snapshot;
    let mut read: Vec<&Source> = Vec::new();
    for source in snapshot.sources.values().filter(|source| source.content.is_extracted()) {
        if !read.iter().any(|known| known.file == source.file) {
            read.push(source);
        }
    }
    let days = read.iter().filter_map(|source| Some(source.extracted()?.day));
    Evidence {
        keep_until: review.settings.keep_until().map(|day| day.to_string()),
        sheet: snapshot.sources_sheet().is_some(),
        first: days.clone().min().map(|day| day.to_string()),
        last: days.max().map(|day| day.to_string()),
        counts: (snapshot.sources.values())
            .filter_map(|source| count(review, source))
            .collect(),
        proofs: (read.iter())
            .filter_map(|source| Some((source.file.reveal(), source.attested.as_ref()?)))
            .chain(
                (snapshot.documents.iter())
                    .filter(|(document, _)| !read.iter().any(|source| source.file == document.file))
                    .filter_map(|(document, row)| Some((document.file.reveal(), row.as_ref()?))),
            )
            .flat_map(|(of, row)| row.proofs.iter().map(move |proof| Proof::new(proof, of)))
            .collect(),
        declarations: (snapshot.documents.iter())
            .map(|(document, row)| declared(review, document, row.as_ref()))
            .collect(),
        files: read.into_iter().map(file).collect(),
    }
}

impl<'a> Proof<'a> {
    fn new(proof: &'a Document, of: &'a str) -> Self {
        Self {
            path: proof.file.reveal(),
            of,
            bytes: proof.bytes,
            sha256: &proof.sha256,
        }
    }
}

fn file(source: &Source) -> File<'_> {
    let row = source.attested.as_ref();
    File {
        path: source.file.reveal(),
        by: text(row.and_then(|row| row.by.as_ref())),
        at: row.and_then(|row| row.at).map(|at| at.to_string()),
        instance: text(row.and_then(|row| row.instance.as_ref())),
        coverage: row.and_then(|row| row.coverage).map(coverage_key),
        steps: text(row.and_then(|row| row.steps.as_ref())),
        filters: text(row.and_then(|row| row.filters.as_ref())),
        replaced: source.was_replaced(),
    }
}

fn count<'a>(review: &'a Review, source: &'a Source) -> Option<Count<'a>> {
    let shown = source.on_screen()?;
    let in_file = source.has(shown.what);
    let system = source.content.system();
    Some(Count {
        path: source.file.reveal(),
        system: system.map(|system| review.settings.systems[system].name.as_str()),
        content: match source.content {
            Content::List => "list",
            Content::Export(_) | Content::Recheck(_) | Content::Roster | Content::Accounts | Content::Sources => {
                "roster"
            }
        },
        counted: shown.what.word(),
        on_screen: shown.number,
        in_file,
        difference: i128::from(in_file) - i128::from(shown.number),
    })
}

fn declared<'a>(review: &'a Review, document: &'a Document, row: Option<&'a Attestation>) -> Declared<'a> {
    // Whoever looked says who and when beside the statement; a row of the sheet may say it of the file.
    let looked = review.settings.claims().find_map(|claim| match &claim.decided {
        Decided::ByHand(look) if look.evidence == document.file => Some(look),
        Decided::ByHand(_) | Decided::ByList(_) | Decided::ByChecks(_) | Decided::ByNothing => None,
    });
    let at = row.and_then(|row| row.at).map(|at| at.to_string());
    Declared {
        path: document.file.reveal(),
        bytes: document.bytes,
        sha256: &document.sha256,
        by: text((row.and_then(|row| row.by.as_ref())).or_else(|| looked.map(|look| &look.by))),
        at: at.or_else(|| looked.map(|look| look.on.to_string())),
    }
}

fn text(text: Option<&Private>) -> Option<&str> {
    text.map(Private::reveal)
}
