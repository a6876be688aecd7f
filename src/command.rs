//! The commands; one file each, and each reads like a table of contents.
//!
//! One more command: a variant in [`cli`](crate::cli), a file here, and a line in [`run`].

mod accounts;
mod audit;
mod check;
mod context;
mod data;
mod diff;
mod earlier;
mod ending;
mod explain;
mod fonts;
mod import;
mod init;
mod judge;
mod new_file;
mod policy;
mod previous;
mod profiles;
mod prune;
mod publish;
mod report;
mod sources;
mod statements;
mod templates;

use std::fmt::Write;

use crate::cli::{AccountsCommand, Command, Only, PolicyCommand, PublishCommand, SourcesCommand, TemplatesCommand};
use crate::model::harmless::harmless;
use crate::model::policy::{ROLES_TOML, ROLES_XLSX};
use crate::model::problem::Problems;

pub use judge::judge;

/// What a command gives back to the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// What to print.
    pub text: String,
    /// Whether a person has to look at something (exit code 1).
    pub needs_a_person: bool,
}

/// Runs a command.
///
/// # Errors
/// When the truth cannot be told: an input is missing, unreadable or contradictory, or an output cannot be written.
pub fn run(command: Command) -> anyhow::Result<Outcome> {
    match command {
        Command::Init { dir } => init::run(&dir),
        Command::Report { inputs, out, only } if only.is_empty() => report::run(&inputs, &out),
        Command::Report { inputs, out, only } => data::run(&inputs, &out, only.contains(&Only::Grants)),
        Command::Check { inputs } => check::run(&inputs),
        Command::Explain { subject, inputs } => explain::run(&inputs, &subject),
        Command::Prune { out, date } => prune::run(&out, date),
        Command::Diff {
            old,
            new,
            files,
            inputs,
        } => diff::run([&old, &new], &files, &inputs),
        Command::Accounts {
            command: AccountsCommand::Export { file, inputs },
        } => accounts::run(&inputs, &file),
        Command::Sources {
            command: SourcesCommand::Init { inputs },
        } => sources::init(&inputs),
        Command::Sources {
            command: SourcesCommand::Renew { inputs },
        } => sources::renew(&inputs),
        Command::Policy {
            command: PolicyCommand::Suggest { file, inputs },
        } => policy::suggested(&inputs, file.as_deref()),
        Command::Policy {
            command: PolicyCommand::Export { file, inputs },
        } => policy::converted(&inputs, (ROLES_TOML, ROLES_XLSX), file.as_deref()),
        Command::Policy {
            command: PolicyCommand::Import { file, inputs },
        } => policy::converted(&inputs, (ROLES_XLSX, ROLES_TOML), file.as_deref()),
        Command::Import { file, inputs, output } => import::run(&file, inputs.as_deref(), output.as_deref()),
        Command::Publish { command, audit } => publish::run(command.unwrap_or(PublishCommand::Plan(audit))),
        Command::Context { inputs, edition } => context::run(&inputs, edition),
        Command::Templates {
            command: TemplatesCommand::Eject { dir },
        } => templates::eject(&dir),
        Command::Profiles { command } => profiles::run(command),
    }
}

/// An error as the officer reads it: every problem on a line of its own.
pub fn message(error: &anyhow::Error) -> String {
    let mut text = String::new();
    // Writing into a string cannot fail.
    let _ = match error.downcast_ref::<Problems>() {
        Some(problems) if problems.len() > 1 => {
            writeln!(
                text,
                "error: {} problems; nothing was written\n{problems}",
                problems.len()
            )
        }
        _ => format!("error: {error:#}")
            .lines()
            .try_for_each(|line| writeln!(text, "{}", harmless(line))),
    };
    text
}
