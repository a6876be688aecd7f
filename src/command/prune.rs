//! `prune`: which audits have been kept for as long as they had to be. It plans; a person deletes.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use jiff::civil::Date;
use serde::Serialize;

use super::{Outcome, earlier};
use crate::model::record::{BESIDE, CHANGES};
use crate::record;
use crate::terminal::{self, Message};

/// The documents of an internal folder. They and the tables beside the record name people; without them the record stays,
/// which names nobody.
const DOCUMENTS: [&str; 3] = ["internal.md", "internal.pdf", "internal.html"];

#[derive(Serialize)]
struct Plan {
    date: String,
    due: Vec<Due>,
    kept: Vec<Due>,
    /// Audits of which nobody says how long they are kept.
    untold: Vec<String>,
}

/// An audit with the last day on which it has to be kept.
#[derive(Serialize)]
struct Due {
    folder: String,
    until: String,
    files: Vec<String>,
}

pub(super) fn run(out: &Path, date: Date) -> anyhow::Result<Outcome> {
    let context = || {
        format!(
            "cannot read `{}`; give the folder that `report` writes into",
            out.display()
        )
    };
    let mut folders = Vec::new();
    for entry in fs::read_dir(out).with_context(context)? {
        folders.push(entry.with_context(context)?.path());
    }
    folders.sort();
    let mut plan = Plan {
        date: date.to_string(),
        due: Vec::new(),
        kept: Vec::new(),
        untold: Vec::new(),
    };
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let Some(path) = record::place(folder) else { continue };
        let shown = path.display().to_string();
        let bytes = fs::read(&path).with_context(|| format!("cannot read `{shown}`"))?;
        let Some(until) = record::parse(&bytes, &shown)?.keep_until else {
            plan.untold.push(folder.display().to_string());
            continue;
        };
        let naming = BESIDE.iter().chain(&[CHANGES]).chain(&DOCUMENTS);
        let there = naming
            .map(|name| path.with_file_name(name))
            .chain([earlier::log(folder)])
            .filter(|file| file.is_file());
        let due = Due {
            folder: folder.display().to_string(),
            until: until.to_string(),
            files: there.map(|file| file.display().to_string()).collect(),
        };
        let list = if until < date { &mut plan.due } else { &mut plan.kept };
        list.push(due);
    }
    Ok(Outcome {
        text: terminal::print(Message::Prune, &plan)?,
        needs_a_person: plan.due.iter().any(|due| !due.files.is_empty()),
    })
}
