//! `accounts export`: the accounts that matched nobody, as a workbook to fill in.

use std::path::Path;

use anyhow::ensure;
use serde::Serialize;

use super::{Outcome, judge, new_file};
use crate::accounts;
use crate::cli::Inputs;
use crate::progress::Progress;
use crate::render::accounts_sheet;
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    accounts: usize,
    suggested: usize,
    file: String,
    inputs: String,
}

pub(super) fn run(inputs: &Inputs, file: &Path) -> anyhow::Result<Outcome> {
    ensure!(
        file.extension()
            .is_some_and(|extension| extension.eq_ignore_ascii_case("xlsx")),
        "`{}` does not end in .xlsx; name the workbook to write, for instance `accounts.xlsx`",
        file.display()
    );
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let unmatched = accounts::unmatched(&review.snapshot);
    if !unmatched.is_empty() {
        let bytes = accounts_sheet::xlsx(&review, &unmatched)?;
        new_file::write(file, &bytes)?;
    }
    let summary = Summary {
        accounts: unmatched.len(),
        suggested: unmatched.iter().filter(|entry| !entry.candidates.is_empty()).count(),
        file: file.display().to_string(),
        inputs: inputs.folder.display().to_string(),
    };
    Ok(Outcome {
        text: terminal::print(Message::Accounts, &summary)?,
        needs_a_person: !unmatched.is_empty(),
    })
}
