//! `import`: a published page read back as numbers.

use std::path::Path;

use anyhow::Context as _;
use serde::Serialize;

use super::{Outcome, new_file};
use crate::model::page::Known;
use crate::terminal::{self, Message};
use crate::{check, config, import, ingest};

#[derive(Serialize)]
struct Summary<'a> {
    file: String,
    counts: usize,
    systems: usize,
    date: Option<&'a str>,
    inferred: &'a [String],
    unplaced: usize,
}

pub(super) fn run(file: &Path, inputs: Option<&Path>, output: Option<&Path>) -> anyhow::Result<Outcome> {
    let known = inputs.map(known).transpose()?;
    let bytes = std::fs::read(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    let page = import::read(&bytes, known.as_ref()).with_context(|| format!("cannot import `{}`", file.display()))?;
    let mut json = serde_json::to_string_pretty(&page)?;
    json.push('\n');
    let text = match output {
        None => json,
        Some(output) => {
            new_file::write(output, json.as_bytes())?;
            let mut systems: Vec<&str> = page.counts.iter().map(|count| count.system.as_str()).collect();
            systems.sort_unstable();
            systems.dedup();
            let summary = Summary {
                file: output.display().to_string(),
                counts: page.counts.len(),
                systems: systems.len(),
                date: page.audit_date.as_deref(),
                inferred: &page.inferred_systems,
                unplaced: page.unplaced.len(),
            };
            terminal::print(Message::Import, &summary)?
        }
    };
    Ok(Outcome {
        text,
        needs_a_person: !page.unplaced.is_empty(),
    })
}

/// The names that a review declares.
fn known(inputs: &Path) -> anyhow::Result<Known> {
    let config = config::load(inputs, None, &check::ids(), ingest::workbook)?;
    Ok(Known::of(&config.settings, config.policy.as_ref()))
}
