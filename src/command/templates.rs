//! `templates eject`: the program's templates, written to edit; and those of somebody's own, read.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Serialize;

use super::{Outcome, new_file};
use crate::document;
use crate::ingest;
use crate::model::problem::Problems;
use crate::model::wording::{FOLDER, Wording};
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    dir: String,
    files: usize,
}

pub(super) fn eject(dir: &Path) -> anyhow::Result<Outcome> {
    let there = document::built_in().map(|(name, _)| name);
    let there: Vec<&str> = there.filter(|name| dir.join(name).exists()).collect();
    ensure!(
        there.is_empty(),
        "`{}` holds {} already, perhaps changed, so nothing was written; name another folder, and copy from there what you need",
        dir.display(),
        there.join(", ")
    );
    fs::create_dir_all(dir).with_context(|| format!("cannot make the folder `{}`", dir.display()))?;
    for (name, text) in document::built_in() {
        new_file::write(&dir.join(name), text.as_bytes())?;
    }
    let summary = Summary {
        dir: dir.display().to_string(),
        files: document::built_in().count(),
    };
    Ok(Outcome {
        text: terminal::print(Message::Templates, &summary)?,
        needs_a_person: false,
    })
}

/// The templates of somebody's own that the inputs folder holds, each found to be as it should.
///
/// # Errors
/// [`Problems`]: everything wrong with any of them.
pub(super) fn declared(inputs: &Path) -> anyhow::Result<Wording> {
    let mut problems = Problems::default();
    let mut own = BTreeMap::new();
    for file in ingest::templates(inputs) {
        let bytes = fs::read(inputs.join(&file)).with_context(|| format!("`{file}` cannot be read"))?;
        match String::from_utf8(bytes) {
            Ok(text) => {
                let name = file.strip_prefix(FOLDER).unwrap_or(&file);
                own.insert(name.to_owned(), text.trim_start_matches('\u{feff}').to_owned());
            }
            Err(error) => {
                let before = error.as_bytes().get(..error.utf8_error().valid_up_to());
                let lines = before.unwrap_or_default().split(|byte| *byte == b'\n');
                problems.add(
                    &file,
                    Some(lines.count() as u64),
                    "holds a letter that is not UTF-8; save the file again with the encoding UTF-8",
                );
            }
        }
    }
    let own = Wording::of(own);
    problems.append(document::faults(&own));
    Ok(problems.or(own)?)
}
