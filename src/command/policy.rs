//! `policy suggest`: roles proposed from what is held, written to strike out in. `policy export` and `policy import`: the
//! declared roles as a workbook, and back.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, ensure};
use serde::Serialize;

use super::{Outcome, judge, new_file};
use crate::check;
use crate::cli::Inputs;
use crate::config;
use crate::ingest;
use crate::model::policy::{ROLES_TOML, ROLES_XLSX};
use crate::progress::Progress;
use crate::render::roles_proposal::roles_proposal;
use crate::render::{roles_sheet, roles_text};
use crate::suggest::suggest;
use crate::terminal::{self, Message};

#[derive(Serialize)]
struct Summary {
    file: String,
    roles: usize,
    rules: usize,
    /// The rules that allow all of a role what one of several holds.
    alone: usize,
    left_out: usize,
    /// Whether the review reads the file as it stands.
    in_place: bool,
}

pub(super) fn suggested(inputs: &Inputs, file: Option<&Path>) -> anyhow::Result<Outcome> {
    if let Some(file) = file {
        ensure!(
            file.extension()
                .is_some_and(|ending| ending.eq_ignore_ascii_case("toml")),
            "`{}` does not end in .toml, and a proposal is a text; name it so, for instance `proposal.toml`, look through \
             it, put it into the inputs folder as `{ROLES_TOML}`, and `access-review policy export` makes a workbook of it",
            file.display()
        );
    }
    let (review, _) = judge::run(inputs, &Progress::new(inputs.quiet))?;
    let proposal = suggest(&review);
    let usual = inputs.folder.join(ROLES_TOML);
    ensure!(
        file.is_some() || !inputs.folder.join(ROLES_XLSX).is_file(),
        "the roles are declared in `{ROLES_XLSX}`, and only one file of roles may be there; name another file for the \
         proposal (`access-review policy suggest FILE.toml`), or move `{ROLES_XLSX}` out of the inputs folder first"
    );
    let file = file.unwrap_or(&usual);
    new_file::write(file, &roles_proposal(&review, &proposal)?)?;
    let summary = Summary {
        file: file.display().to_string(),
        roles: proposal.roles.len(),
        rules: proposal.roles.iter().map(|role| role.rules.len()).sum(),
        alone: proposal.alone(),
        left_out: proposal.left_out,
        in_place: file == usual,
    };
    Ok(Outcome {
        text: terminal::print(Message::Policy, &summary)?,
        needs_a_person: true,
    })
}

#[derive(Serialize)]
struct Converted<'a> {
    from: &'a str,
    file: String,
    roles: usize,
    rules: usize,
    separations: usize,
    exceptions: usize,
    /// Whether both files are in the inputs folder now.
    both: bool,
    /// Whether comments may have been left behind.
    of_text: bool,
}

/// Writes the roles of one file in the form of the other.
pub(super) fn converted(inputs: &Path, (from, to): (&str, &str), file: Option<&Path>) -> anyhow::Result<Outcome> {
    let config = config::load_roles(inputs, from, &check::ids(), ingest::workbook)?;
    let policy = config.policy.context("the roles gave neither a policy nor a problem")?;
    let usual = inputs.join(to);
    let file = file.unwrap_or(&usual);
    let is_workbook = to == ROLES_XLSX;
    let ending = if is_workbook { "xlsx" } else { "toml" };
    ensure!(
        file.extension().is_some_and(|there| there.eq_ignore_ascii_case(ending)),
        "`{}` does not end in .{ending}; name the file to write, for instance `{to}`",
        file.display()
    );
    let bytes = if is_workbook {
        let text = fs::read_to_string(inputs.join(from)).with_context(|| format!("`{from}` cannot be read"))?;
        roles_sheet::xlsx(&policy, &config.settings, &roles_sheet::notes(&text))?
    } else {
        roles_text::toml(&policy, &config.settings)?
    };
    new_file::write(file, &bytes)?;
    let summary = Converted {
        from,
        file: file.display().to_string(),
        roles: policy.roles.len(),
        rules: policy.roles.values().map(|role| role.rules().count()).sum(),
        separations: policy.separations.len(),
        exceptions: policy.exceptions.len(),
        both: file == usual,
        of_text: is_workbook,
    };
    Ok(Outcome {
        text: terminal::print(Message::Roles, &summary)?,
        needs_a_person: summary.both,
    })
}
