//! `policy suggest`: roles proposed from what is held, written to strike out in.

use std::path::Path;

use serde::Serialize;

use super::{Outcome, judge, new_file};
use crate::cli::Inputs;
use crate::progress::Progress;
use crate::render::roles_proposal::roles_proposal;
use crate::suggest::suggest;
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    file: String,
    roles: usize,
    rules: usize,
    left_out: usize,
    /// Whether the review reads the file as it stands.
    in_place: bool,
}

pub(super) fn suggested(inputs: &Inputs, file: Option<&Path>) -> anyhow::Result<Outcome> {
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let proposal = suggest(&review);
    let usual = inputs.folder.join("roles.toml");
    let file = file.unwrap_or(&usual);
    new_file::write(file, &roles_proposal(&review, &proposal)?)?;
    let summary = Summary {
        file: file.display().to_string(),
        roles: proposal.roles.len(),
        rules: proposal.roles.iter().map(|role| role.rules.len()).sum(),
        left_out: proposal.left_out,
        in_place: file == usual,
    };
    Ok(Outcome {
        text: terminal::print(Message::Policy, &summary)?,
        needs_a_person: true,
    })
}
