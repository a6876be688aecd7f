//! Rows of the sources sheet that tell of another file than the one that is there, made rows to fill in again.
//!
//! What somebody said of the file that was there is no answer for the one that came after it: who, when, how much, and the
//! number on the screen are emptied, and steps are proposed again. Every other byte of the sheet stays.

use std::collections::BTreeMap;

use anyhow::Context as _;
use csv::ByteRecord;
use jiff::civil::Date;

use super::{held, proposed};
use crate::model::evidence::{Attestation, DAYS_APART, Document, SheetForm};
use crate::model::review::Review;
use crate::model::source::Content;

/// Answers that are about one extract alone.
const ASKED_AGAIN: [&str; 5] = [
    "extracted by",
    "extracted at",
    "coverage",
    "count on screen",
    "screenshot",
];

/// A row that does not bind the file that is there.
pub struct Outdated<'a> {
    /// Its file.
    pub file: &'a str,
    /// The hash of the file that is there.
    pub sha256: &'a str,
    /// Whether it has the hash of another; else it has none.
    pub is_of_another: bool,
    /// Whether the file came out of a system; roles, exceptions and what else people write did not.
    pub is_export: bool,
    /// Where it stands.
    line: u64,
    /// What the file that is there holds.
    holds: String,
}

/// Each of them, in the order of the sheet.
pub fn outdated(review: &Review) -> Vec<Outdated<'_>> {
    let snapshot = &review.snapshot;
    let sources = snapshot.sources.values().filter_map(|source| {
        let row = source.attested.as_ref()?;
        outdated_row(row, (source.file.reveal(), true), &source.sha256, || held(source))
    });
    let documents = snapshot.documents.iter().filter_map(|(document, row)| {
        let row = row.as_ref().filter(|_| !is_list(review, document))?;
        outdated_row(row, (document.file.reveal(), false), &document.sha256, String::new)
    });
    let by_line: BTreeMap<u64, Outdated<'_>> = documents.chain(sources).map(|row| (row.line, row)).collect();
    by_line.into_values().collect()
}

fn outdated_row<'a>(
    row: &Attestation,
    (file, is_export): (&'a str, bool),
    sha256: &'a str,
    holds: impl Fn() -> String,
) -> Option<Outdated<'a>> {
    (!row.binds(sha256)).then(|| Outdated {
        file,
        sha256,
        is_of_another: row.sha256.is_some(),
        is_export,
        line: row.line,
        holds: holds(),
    })
}

/// A row of an export that is the same file as before, though the others are of later days.
pub struct Left<'a> {
    /// Its file.
    pub file: &'a str,
    /// The day on which it was extracted, as the row says.
    pub day: Date,
}

/// Each of them, in the order of the sheet. Where some were exported anew, they are of the audit that is made now; exports
/// for a recheck are held against one another only.
pub fn left(review: &Review) -> Vec<Left<'_>> {
    let snapshot = &review.snapshot;
    let sources = snapshot.sources.values().filter_map(|source| {
        let row = source.attested.as_ref()?;
        let is_recheck = matches!(source.content, Content::Recheck(_));
        Some((is_recheck, source.file.reveal(), row, row.binds(&source.sha256)))
    });
    let rows: BTreeMap<u64, _> = sources.map(|row| (row.2.line, row)).collect();
    let newest = |of_recheck: bool| {
        let days = rows.values().filter(|(is_recheck, ..)| *is_recheck == of_recheck);
        days.filter_map(|(_, _, row, binds)| match binds {
            true => row.at.map(|at| at.day),
            false => row.sha256.is_some().then_some(review.settings.date),
        })
        .max()
    };
    let newest = [newest(false), newest(true)];
    let older = rows.values().filter_map(|(is_recheck, file, row, binds)| {
        let day = row.at.filter(|_| *binds)?.day;
        let [first, second] = newest;
        let newest = if *is_recheck { second } else { first }?;
        let apart = newest.since(day).ok()?.get_days();
        (apart > DAYS_APART).then_some(Left { file, day })
    });
    older.collect()
}

/// Whether a document is a list that came out of a system: its rows were read, so that a source tells of it as well.
fn is_list(review: &Review, document: &Document) -> bool {
    let mut lists = review.snapshot.lists.iter();
    lists.any(|list| list.file == document.file)
}

/// The sheet with these rows to fill in again, and with the hash in those that have none.
pub fn renewed(sheet: &[u8], form: &SheetForm, delimiter: u8, rows: &[Outdated<'_>]) -> anyhow::Result<Vec<u8>> {
    let columns: Vec<String> = form.columns.iter().map(|column| column.trim().to_lowercase()).collect();
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(sheet);
    let mut renewed = Vec::with_capacity(sheet.len());
    let mut copied = 0;
    let mut record = ByteRecord::new();
    while reader.read_byte_record(&mut record)? {
        let begin = record.position().context("a row of the sheet has no place")?;
        // The reader may stand between the two signs that end the line before.
        let (from, line) = begun(sheet, usize::try_from(begin.byte())?, begin.line());
        let Some(row) = rows.iter().find(|row| row.line == line) else {
            continue;
        };
        let to = usize::try_from(reader.position().byte())?;
        let was = sheet.get(from..to).context("a row of the sheet is not within it")?;
        renewed.extend_from_slice(sheet.get(copied..from).unwrap_or_default());
        renewed.extend(written(&record, &columns, delimiter, row)?);
        renewed.extend_from_slice(line_end(was));
        copied = to;
    }
    renewed.extend_from_slice(sheet.get(copied..).unwrap_or_default());
    Ok(renewed)
}

/// Where a row begins and in which line, from where its reader stood.
fn begun(sheet: &[u8], stood: usize, line: u64) -> (usize, u64) {
    let rest = sheet.get(stood..).unwrap_or_default();
    let ends = rest.iter().take_while(|byte| b"\r\n".contains(byte));
    let (skipped, lines) = ends.fold((0, 0), |(skipped, lines), byte| {
        (skipped + 1, lines + u64::from(*byte == b'\n'))
    });
    (stood + skipped, line + lines)
}

/// One row, without the end of its line.
fn written(record: &ByteRecord, columns: &[String], delimiter: u8, row: &Outdated<'_>) -> anyhow::Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).from_writer(Vec::new());
    for (place, column) in columns.iter().enumerate() {
        let was = record.get(place).unwrap_or_default();
        match column.as_str() {
            "sha256" => writer.write_field(row.sha256)?,
            _ if !row.is_of_another => writer.write_field(was)?,
            "steps" => writer.write_field(proposed(&String::from_utf8_lossy(was)))?,
            "in the file" => writer.write_field(&row.holds)?,
            asked if ASKED_AGAIN.contains(&asked) => writer.write_field("")?,
            _ => writer.write_field(was)?,
        }
    }
    writer.write_record(None::<&[u8]>)?;
    let mut bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    bytes.pop();
    Ok(bytes)
}

/// What ends the line of a row.
fn line_end(row: &[u8]) -> &[u8] {
    let end = row
        .iter()
        .rposition(|byte| !b"\r\n".contains(byte))
        .map_or(0, |last| last + 1);
    row.get(end..).unwrap_or_default()
}
