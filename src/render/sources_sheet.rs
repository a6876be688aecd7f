//! The sources sheet to fill in: a row for each input, with what the program knows of it.
//!
//! A person fills in who extracted a file, when, from where, and what the screen showed; the hash binds the row to the file
//! that was there. Columns beyond the known ones only help whoever fills it in.

mod renewed;

pub use renewed::{Left, Outdated, left, outdated, renewed};

use std::collections::{BTreeMap, BTreeSet};

use super::table::Table;
use crate::model::evidence::{COLUMNS, COUNTINGS, Document, PROPOSED};
use crate::model::review::Review;
use crate::model::source::{Content, Source};

/// Columns that are written and not read.
const TOLD: [&str; 3] = ["of", "read as", "in the file"];

/// What is written before the header, so that spreadsheets take the text for UTF-8.
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// An input without a row.
struct Input<'a> {
    file: &'a str,
    sha256: &'a str,
    /// What it is an export of, or what else it is.
    of: Vec<&'a str>,
    profile: Option<&'a str>,
    steps: String,
    counted: &'static str,
    holds: String,
}

/// The files that the sheet does not tell of, in the order in which they were read.
pub fn missing(review: &Review) -> Vec<&str> {
    inputs(review).iter().map(|input| input.file).collect()
}

/// A new sheet with a row for each input.
pub fn new(review: &Review) -> anyhow::Result<Vec<u8>> {
    let header: Vec<&str> = COLUMNS.into_iter().chain(TOLD).collect();
    let rows = rows(review, &header, b',')?;
    let mut table = Table::new(&header)?.bytes();
    table.splice(0..0, BYTE_ORDER_MARK.iter().copied());
    table.extend(rows);
    Ok(table)
}

/// The rows that are missing in a sheet with these columns.
pub fn rows(review: &Review, header: &[&str], delimiter: u8) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::separated(delimiter);
    for input in inputs(review) {
        let of = input.of.join(", ");
        let cells: BTreeMap<&str, &str> = [
            ("file", input.file),
            ("sha256", input.sha256),
            ("steps", &input.steps),
            ("counted", input.counted),
            ("of", &of),
            ("read as", input.profile.unwrap_or_default()),
            ("in the file", &input.holds),
        ]
        .into();
        table.row(header.iter().map(|column| {
            let known = cells.get(column.trim().to_lowercase().as_str());
            known.copied().unwrap_or_default()
        }))?;
    }
    Ok(table.bytes())
}

fn inputs(review: &Review) -> Vec<Input<'_>> {
    let mut inputs: Vec<Input<'_>> = Vec::new();
    let untold = |source: &&Source| source.attested.is_none() && source.content.is_extracted();
    for source in review.snapshot.sources.values().filter(untold) {
        let of = match source.content {
            Content::Export(system) | Content::Recheck(system) => review.settings.systems[system].name.as_str(),
            Content::Roster | Content::Accounts | Content::Sources => "staff list",
            Content::List => "checklist",
        };
        match inputs.iter_mut().find(|input| input.file == source.file.reveal()) {
            Some(known) => known.of.push(of),
            None => inputs.push(input(review, source, of)),
        }
    }
    let policy = &review.snapshot.policy;
    let untold = review.snapshot.documents.iter().filter(|(_, row)| row.is_none());
    inputs.extend(untold.filter_map(|(document, _)| {
        let file = Some(document.file.reveal());
        if file == policy.file.as_deref() {
            return Some(unread(document, "roles", &document.sha256));
        }
        let is_exceptions = file == policy.exceptions_file.as_deref();
        is_exceptions.then(|| unread(document, "exceptions", &document.sha256))
    }));
    inputs
}

fn input<'a>(review: &'a Review, source: &'a Source, of: &'a str) -> Input<'a> {
    let profile = source.profile.as_deref();
    let known = review
        .settings
        .profiles
        .iter()
        .find(|known| Some(known.id.as_str()) == profile);
    let numbered = known.iter().flat_map(|known| known.steps.iter().zip(1..));
    let steps: Vec<String> = numbered
        .map(|(step, number)| format!("{number}. {}", step.split_whitespace().collect::<Vec<_>>().join(" ")))
        .collect();
    let has: Vec<(&str, u64)> = counted(source).collect();
    // An export of a system counts accounts, some of which are no people's.
    let best = match source.content {
        Content::Roster => ["people", "rows"].as_slice(),
        Content::List => &["rows"],
        Content::Export(_) | Content::Recheck(_) | Content::Accounts | Content::Sources => {
            &["accounts", "notebooks", "rows"]
        }
    };
    let mut best = best.iter();
    let best = best.find(|word| has.iter().any(|(has, _)| has == *word)).copied();
    Input {
        file: source.file.reveal(),
        sha256: &source.sha256,
        of: vec![of],
        profile,
        steps: proposed(&steps.join(" ")),
        counted: best.unwrap_or_default(),
        holds: held(source),
    }
}

/// What a file holds, by what screens count.
fn counted(source: &Source) -> impl Iterator<Item = (&'static str, u64)> {
    let each = COUNTINGS.into_iter().map(|(word, what)| (word, source.has(what)));
    each.filter(|(_, number)| *number > 0)
}

/// The same for a person to read.
fn held(source: &Source) -> String {
    let each: BTreeSet<String> = counted(source)
        .map(|(word, number)| format!("{number} {word}"))
        .collect();
    each.into_iter().collect::<Vec<_>>().join(", ")
}

/// Steps that somebody has still to say they followed.
fn proposed(steps: &str) -> String {
    if steps.is_empty() || steps.starts_with(PROPOSED) {
        steps.to_owned()
    } else {
        format!("{PROPOSED} {steps}")
    }
}

/// A file that is no export of a system.
fn unread<'a>(document: &'a Document, of: &'a str, sha256: &'a str) -> Input<'a> {
    Input {
        file: document.file.reveal(),
        sha256,
        of: vec![of],
        profile: None,
        steps: String::new(),
        counted: "",
        holds: String::new(),
    }
}
