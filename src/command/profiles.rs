//! `profiles`: which export formats are known, how each is made, and how a file is read.
//!
//! Comes in: the profiles of the program and those of `inputs/profiles`. One more of these commands: a file here, a
//! line in [`run`] and its words in `templates/terminal`.

mod declared;
mod described;
mod list;
mod sheet;
mod show;
mod test;

use crate::cli::ProfilesCommand;
use crate::command::Outcome;

pub(super) fn run(command: ProfilesCommand) -> anyhow::Result<Outcome> {
    match command {
        ProfilesCommand::List { inputs, markdown } => list::run(&inputs.folder, markdown),
        ProfilesCommand::Show { id, inputs } => show::run(&inputs.folder, &id),
        ProfilesCommand::Test { file, inputs } => test::run(&inputs.folder, &file),
        ProfilesCommand::Sheet { file, kind } => sheet::run(kind, &file),
    }
}
