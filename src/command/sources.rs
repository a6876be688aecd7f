//! `sources init`: the sheet that says where files come from, written to fill in, or completed.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, ensure};
use serde::Serialize;

use super::{Outcome, judge, new_file};
use crate::cli::Inputs;
use crate::ingest;
use crate::model::evidence::{SHEET, SheetForm};
use crate::model::review::Review;
use crate::progress::Progress;
use crate::render::sources_sheet;
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary<'a> {
    file: String,
    files: Vec<&'a str>,
    /// Whether the sheet was there before.
    added: bool,
    /// Whether a person has to add the rows.
    by_hand: bool,
}

pub(super) fn run(inputs: &Inputs) -> anyhow::Result<Outcome> {
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let form = ingest::sources_sheet(&inputs.folder, &review.settings.profiles)?;
    let files = sources_sheet::missing(&review);
    let file = inputs
        .folder
        .join(form.as_ref().map_or(format!("{SHEET}.csv"), |form| form.name.clone()));
    let by_hand = form.as_ref().is_some_and(|form| form.delimiter.is_none());
    match &form {
        _ if files.is_empty() => {}
        None => new_file::write(&file, &sources_sheet::new(&review)?)?,
        Some(form) => add(&file, form, &review)?,
    }
    let summary = Summary {
        file: file.display().to_string(),
        added: form.is_some(),
        by_hand,
        files,
    };
    Ok(Outcome {
        text: terminal::print(Message::Sources, &summary)?,
        needs_a_person: !summary.files.is_empty(),
    })
}

/// Adds the rows that a text file lacks, below what is there.
fn add(file: &Path, form: &SheetForm, review: &Review) -> anyhow::Result<()> {
    let Some(delimiter) = form.delimiter else { return Ok(()) };
    let columns: Vec<&str> = form.columns.iter().map(String::as_str).collect();
    let rows = sources_sheet::rows(review, &columns, delimiter)?;
    let there = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    ensure!(
        std::str::from_utf8(&there).is_ok(),
        "`{}` is not written in UTF-8, so no row can be added to it; save it as CSV UTF-8",
        file.display()
    );
    let line_end: &[u8] = if there.ends_with(b"\n") { b"" } else { b"\n" };
    let context = || {
        format!(
            "cannot write `{}`; see that it is not open in another program",
            file.display()
        )
    };
    let mut open = OpenOptions::new().append(true).open(file).with_context(context)?;
    open.write_all(&[line_end, &rows].concat()).with_context(context)
}
