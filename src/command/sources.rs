//! `sources init`: the sheet that says where files come from, written to fill in, or completed. `sources renew`: its rows
//! of files that were exported anew, to fill in again.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use serde::Serialize;

use super::{Outcome, judge, new_file};
use crate::cli::Inputs;
use crate::ingest;
use crate::model::evidence::{SHEET, SheetForm};
use crate::model::review::Review;
use crate::progress::Progress;
use crate::render::sources_sheet::{self, Left, Outdated};
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary<'a> {
    file: String,
    /// Files without a row.
    files: Vec<&'a str>,
    /// Rows that do not bind the file that is there.
    outdated: Vec<Row<'a>>,
    /// Rows of the same file as before, of an earlier day than others.
    left: Vec<Kept<'a>>,
    /// Whether the sheet was there before.
    added: bool,
    /// Whether a person has to change it.
    by_hand: bool,
    /// Whether rows are renewed.
    renews: bool,
}

/// A row that does not bind the file that is there.
#[derive(Serialize)]
struct Row<'a> {
    file: &'a str,
    sha256: &'a str,
    is_of_another: bool,
    is_export: bool,
}

/// A row of the same file as before.
#[derive(Serialize)]
struct Kept<'a> {
    file: &'a str,
    day: String,
}

/// Writes the sheet, or adds what it lacks.
pub(super) fn init(inputs: &Inputs) -> anyhow::Result<Outcome> {
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let form = ingest::sources_sheet(&inputs.folder, &review.settings.profiles)?;
    let files = sources_sheet::missing(&review);
    let file = place(inputs, form.as_ref());
    match &form {
        _ if files.is_empty() => {}
        None => new_file::write(&file, &sources_sheet::new(&review)?)?,
        Some(form) => add(&file, form, &review)?,
    }
    let rows = (sources_sheet::outdated(&review), Vec::new());
    told(form.as_ref(), &file, files, &rows, false)
}

/// Makes the rows of files that were exported anew rows to fill in again.
pub(super) fn renew(inputs: &Inputs) -> anyhow::Result<Outcome> {
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let form = ingest::sources_sheet(&inputs.folder, &review.settings.profiles)?;
    let file = place(inputs, form.as_ref());
    let rows = (sources_sheet::outdated(&review), sources_sheet::left(&review));
    let (outdated, _) = &rows;
    if let Some((form, delimiter)) = form.as_ref().and_then(|form| Some((form, form.delimiter?)))
        && !outdated.is_empty()
    {
        let there = read(&file)?;
        let renewed = sources_sheet::renewed(&there, form, delimiter, outdated)?;
        new_file::replace(&file, &renewed).with_context(|| cannot_write(&file))?;
    }
    told(form.as_ref(), &file, Vec::new(), &rows, true)
}

/// Where the sheet stands, or is to.
fn place(inputs: &Inputs, form: Option<&SheetForm>) -> PathBuf {
    let name = form.map_or(format!("{SHEET}.csv"), |form| form.name.clone());
    inputs.folder.join(name)
}

fn told(
    form: Option<&SheetForm>,
    file: &Path,
    files: Vec<&str>,
    (outdated, left): &(Vec<Outdated<'_>>, Vec<Left<'_>>),
    renews: bool,
) -> anyhow::Result<Outcome> {
    let rows = outdated.iter().map(|row| Row {
        file: row.file,
        sha256: row.sha256,
        is_of_another: row.is_of_another,
        is_export: row.is_export,
    });
    let left = left.iter().map(|row| Kept {
        file: row.file,
        day: row.day.to_string(),
    });
    let summary = Summary {
        file: file.display().to_string(),
        added: form.is_some(),
        by_hand: form.is_some_and(|form| form.delimiter.is_none()),
        files,
        outdated: rows.collect(),
        left: left.collect(),
        renews,
    };
    Ok(Outcome {
        text: terminal::print(Message::Sources, &summary)?,
        needs_a_person: !(summary.files.is_empty() && summary.outdated.is_empty() && summary.left.is_empty()),
    })
}

/// A text file that can be changed.
fn read(file: &Path) -> anyhow::Result<Vec<u8>> {
    let there = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    ensure!(
        std::str::from_utf8(&there).is_ok(),
        "`{}` is not written in UTF-8, so no row of it can be written; save it as CSV UTF-8",
        file.display()
    );
    Ok(there)
}

fn cannot_write(file: &Path) -> String {
    format!(
        "cannot write `{}`; see that it is not open in another program",
        file.display()
    )
}

/// Adds the rows that a text file lacks, below what is there.
fn add(file: &Path, form: &SheetForm, review: &Review) -> anyhow::Result<()> {
    let Some(delimiter) = form.delimiter else { return Ok(()) };
    let columns: Vec<&str> = form.columns.iter().map(String::as_str).collect();
    let rows = sources_sheet::rows(review, &columns, delimiter)?;
    let there = read(file)?;
    let line_end: &[u8] = if there.ends_with(b"\n") { b"" } else { b"\n" };
    let context = || cannot_write(file);
    let mut open = OpenOptions::new().append(true).open(file).with_context(context)?;
    open.write_all(&[line_end, &rows].concat()).with_context(context)
}
