//! The command line of templates and of what they see.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

/// A document of which the data is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Shown {
    /// The page for everybody: names nobody
    Public,
    /// The internal document: names people
    Internal,
    /// How audits are done: names nobody
    Procedure,
    /// What changed since the audit that `[previous]` names: names people
    Diff,
}

/// What to do with templates.
#[derive(Debug, Subcommand)]
pub enum TemplatesCommand {
    /// Write the program's templates into a folder, to edit there
    ///
    /// A template in the folder `templates` of the inputs stands in the place of the program's. Keep those that you change and
    /// delete the others, so that they stay as later versions of the program have them. Never writes over a file that is
    /// there.
    Eject {
        /// The folder
        #[arg(default_value = "inputs/templates")]
        dir: PathBuf,
    },
}
