//! The command line: types only. What each command does stands in [`command`](crate::command).

mod templates;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::civil::Date;

pub use templates::{Shown, TemplatesCommand};

/// Reads the permission lists that your systems export, compares them with the roles you declared, and writes one
/// dated audit document (Markdown and PDF) whose every number it can explain.
///
/// Works offline and changes nothing but its own output folder. Start with `access-review init my-review`.
#[derive(Debug, Parser)]
#[command(version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start a review of your own: copies a complete worked example into a new folder, with comments that tell what
    /// to change
    ///
    /// Then put your exports into `inputs/exports`, your staff list into `inputs/people.csv`, describe your systems
    /// in `inputs/review.toml`, and run `access-review report` in that folder.
    Init {
        /// The folder to make
        dir: PathBuf,
    },
    /// Read and judge everything, and write the audit documents
    ///
    /// Writes OUT/DATE/public (may be published: names nobody) and OUT/DATE/internal (names people: keep it in the
    /// house). Ends with 0 when nothing was found, 1 when there is a finding to look at, 2 when it could not be done;
    /// then nothing was written and the folder of an earlier run is as it was.
    Report {
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
        /// Folder that receives one folder an audit date
        #[arg(long, value_name = "DIR", default_value = "out")]
        out: PathBuf,
        /// Write no documents, only tables: for reviews of millions of permissions, and for other programs to read
        #[arg(long, value_name = "WHAT", value_delimiter = ',')]
        only: Vec<Only>,
    },
    /// Read and judge everything, print the findings, and write nothing
    ///
    /// Ends with 0, 1 or 2 as `report` does.
    Check {
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Say why: a check, a person, an account, a permission, a finding, or a number of the page
    ///
    /// Examples: `access-review explain orphan-account` · `access-review explain "Zoe Martin"` ·
    /// `access-review explain zoe@example.com` · `access-review explain "zoe / app-web / Write"` ·
    /// `access-review explain excess-grant/bitbucket/zoe/app-web/Write` ·
    /// `access-review explain "Repository3 / Write / Software Developer"`.
    Explain {
        /// A check's id, a person's name, id or e-mail, a login, a login with resource and level behind slashes, the key of
        /// a finding in findings.csv, or a number as the page prints it: resource or system, level and role with
        /// slashes between (for the notebooks, the name of their system)
        subject: String,
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Show what changed from one audit to a later one
    ///
    /// OLD and NEW are each the dated folder of an audit (`out/2021-10-06`), its internal folder, a `record.json`, or a page
    /// that was published (as `import` reads it), of which only numbers are known. Says who
    /// came and left, which permissions appeared, were removed, raised or lowered, which findings are new, still there or
    /// resolved, and which numbers of the page differ. That something is gone is said only where NEW was read
    /// completely. Ends with 0 when nothing is left to explain, 1 when it is, 2 when the audits could not be compared.
    Diff {
        /// The earlier audit
        old: PathBuf,
        /// The later one
        new: PathBuf,
        /// Write the changes into a file as well: `.md`, `.pdf`, `.html`, `.json`, or `.csv` as a sheet to fill in reasons; may be
        /// given several times
        #[arg(short = 'o', long = "output", value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Folder of a review; templates of your own in its folder `templates` are used for what is written
        #[arg(long = "inputs", value_name = "DIR", default_value = "inputs")]
        inputs: PathBuf,
    },
    /// Say which audits have been kept for as long as they had to be, and what of them names people; deletes nothing
    ///
    /// `retain-years` of review.toml says how long. Ends with 0 when nothing is due, 1 when something is.
    Prune {
        /// The folder of the dated audits
        #[arg(long, value_name = "DIR", default_value = "out")]
        out: PathBuf,
        /// The day that counts as today
        #[arg(long, value_name = "YYYY-MM-DD")]
        date: Date,
    },
    /// Read an audit page that was published, and give its numbers as JSON
    ///
    /// For the first year, when last year's audit exists only as a page. Reads Confluence's storage format, the JSON of its
    /// REST interface that holds it, HTML (an export or a page that a browser saved), a Word export, Markdown, and text
    /// copied from the page with its rows between bars; what the file holds tells which, not its name. What cannot be placed
    /// is listed under `unplaced`, with its place. Ends with 0 when everything was placed, 1 when a person has to look at
    /// what was not, 2 when it could not be read; then nothing was written.
    Import {
        /// The page
        file: PathBuf,
        /// Folder of a review: its systems and roles tell names apart where the page alone does not
        #[arg(long, value_name = "DIR")]
        inputs: Option<PathBuf>,
        /// The file to write, which must not be there yet; without it the JSON is printed
        #[arg(long, short, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// Put the public pages of an audit on your Confluence, or bring a page down
    ///
    /// Without a further word it plans, as `publish plan` does. `[confluence]` in review.toml says where the pages go. The token
    /// stands in the environment variable `ACCESS_REVIEW_CONFLUENCE_TOKEN`, or in a file that only you can read. Ends with 0
    /// when all is done or would be, 1 when a person has to look at something first, 2 when it could not be done.
    #[command(args_conflicts_with_subcommands = true)]
    Publish {
        /// What to do.
        #[command(subcommand)]
        command: Option<PublishCommand>,
        /// What to publish, where nothing else is said.
        #[command(flatten)]
        audit: PublishedAudit,
    },
    /// Accounts that matched nobody in the staff list
    Accounts {
        /// What to do with them.
        #[command(subcommand)]
        command: AccountsCommand,
    },
    /// Where the files come from: who extracted each, when, and what the system's screen showed
    Sources {
        /// What to do with them.
        #[command(subcommand)]
        command: SourcesCommand,
    },
    /// The roles file
    Policy {
        /// What to do with it.
        #[command(subcommand)]
        command: PolicyCommand,
    },
    /// The templates from which documents are made: every sentence stands in one
    Templates {
        /// What to do with them.
        #[command(subcommand)]
        command: TemplatesCommand,
    },
    /// Print as JSON the data that the templates of a document see
    ///
    /// Of the public page, unless `--edition` says otherwise. What is printed of the public page and of the procedure names
    /// nobody, which is proved as it is of the pages; `internal` and `diff` name people: keep what they print in the house.
    /// `schemas/context-1.json` is its JSON Schema.
    Context {
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
        /// Of which document
        #[arg(long, value_name = "EDITION", default_value = "public")]
        edition: Shown,
    },
    /// The export formats that are recognised, and how each export is made
    Profiles {
        /// What to do with them.
        #[command(subcommand)]
        command: ProfilesCommand,
    },
}

/// Tables that `report` may write alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Only {
    /// The numbers and the findings: public/counts.csv and internal/findings.csv
    Data,
    /// Every permission too: internal/grants.csv
    Grants,
}

/// What to do with profiles.
#[derive(Debug, Subcommand)]
pub enum ProfilesCommand {
    /// Name every format that is recognised, by system
    List {
        /// Where further profiles may be.
        #[command(flatten)]
        inputs: Folder,
        /// As a table in Markdown
        #[arg(long)]
        markdown: bool,
    },
    /// Print how an export is made, step by step, and what is read from it
    Show {
        /// The id of a profile, as `profiles list` names it
        id: String,
        /// Where further profiles may be.
        #[command(flatten)]
        inputs: Folder,
    },
    /// Say which profile a file matches and why, and show what is read from it
    ///
    /// The file need not be declared anywhere. Ends with 0 if the file is recognised and no row of it is rejected, 1 if
    /// a row is rejected or the file shows that it does not hold everything, 2 if it is not recognised, cannot be read,
    /// or is refused because it holds secrets; then nothing of it is shown.
    Test {
        /// The file, as the system gave it
        file: PathBuf,
        /// Where further profiles may be.
        #[command(flatten)]
        inputs: Folder,
    },
    /// Write an empty sheet to fill in by hand, for a system that exports nothing
    Sheet {
        /// The workbook (.xlsx) or text file (.csv) to write
        file: PathBuf,
        /// What it is to hold
        #[arg(long, value_name = "KIND", default_value = "access")]
        kind: SheetKind,
    },
}

/// What a sheet is to hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SheetKind {
    /// Who may do what
    Access,
    /// Notebooks
    Devices,
}

/// Where further profiles may be.
#[derive(Debug, Args)]
pub struct Folder {
    /// Folder of a review; profiles of your own in its folder `profiles` are known too
    #[arg(long = "inputs", value_name = "DIR", default_value = "inputs")]
    pub folder: PathBuf,
}

/// What to do with pages.
#[derive(Debug, Subcommand)]
pub enum PublishCommand {
    /// Say what would be published, and write the pages ready to paste; writes nothing on the site
    ///
    /// Without a token it asks the site nothing, and says what would be done on one that has none of it yet. Writes the pages
    /// in storage format and as HTML, and the files to attach, into the folder OUT/confluence-DATE.
    Plan(PublishedAudit),
    /// Publish: make or update the page of this audit, attach its files, link to it, update the page of the procedure
    ///
    /// Pages of other periods are never touched. Writes only what differs: run again, it writes nothing.
    Apply(PublishedAudit),
    /// Bring a page and its files down into a new folder, for `import`, for `diff`, or as the audit before
    Pull {
        /// The page: its number, or its address as a browser shows it
        page: String,
        /// The folder to make
        dir: PathBuf,
        /// Where review.toml is.
        #[command(flatten)]
        inputs: Folder,
        /// The site.
        #[command(flatten)]
        site: Site,
    },
    /// Say whether the settings, the token and the rights of its account are as publishing needs them; writes nothing
    Doctor {
        /// Where review.toml is.
        #[command(flatten)]
        inputs: Folder,
        /// The site.
        #[command(flatten)]
        site: Site,
    },
}

/// The audit to publish.
#[derive(Debug, Args)]
pub struct PublishedAudit {
    /// Where to read from.
    #[command(flatten)]
    pub inputs: Inputs,
    /// Folder with the dated folder of the audit
    #[arg(long, value_name = "DIR", default_value = "out")]
    pub out: PathBuf,
    /// Write over changes that people made on the page, and over words that open comments are about
    #[arg(long)]
    pub force: bool,
    /// The site.
    #[command(flatten)]
    pub site: Site,
}

/// The site, and who speaks to it.
#[derive(Debug, Args)]
pub struct Site {
    /// File that holds the token and that nobody else can read, in place of the environment variable
    #[arg(long, value_name = "FILE")]
    pub token_file: Option<PathBuf>,
    /// How long to wait for each answer of the site
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
}

/// What to do with unmatched accounts.
#[derive(Debug, Subcommand)]
pub enum AccountsCommand {
    /// Write every account that matched nobody into a workbook, with suggestions and an empty Person column
    ///
    /// Fill in the Person column (the id from your staff list), save the workbook into `inputs/` under a name that
    /// begins with `accounts`, and run `report` again. A suggestion is only shown, never applied.
    Export {
        /// The workbook to write (.xlsx)
        file: PathBuf,
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
    },
}

/// What to do with the sheet that says where files come from.
#[derive(Debug, Subcommand)]
pub enum SourcesCommand {
    /// Write `sources.csv` into the inputs folder, with a row to fill in for each file; or add the rows that it lacks
    ///
    /// What is filled in stays as it is. The hash in a row binds it to the file that is there now: `sources renew` is for
    /// files that you exported anew.
    Init {
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Make the rows of files that you exported anew rows to fill in again
    ///
    /// In a row that tells of another file than the one that is there, who extracted it, when, how much it holds, the number
    /// on the screen and the screenshot are emptied, its steps are proposed again, and it gets the hash of the file that is
    /// there. A row without a hash gets one and stays as it is. Other rows are not touched.
    Renew {
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
    },
}

/// What to do with the roles file.
#[derive(Debug, Subcommand)]
pub enum PolicyCommand {
    /// Propose roles from what is held now, for the first year: everybody of a role may hold what one of them holds now
    ///
    /// Writes a roles file with a comment at each rule that says how many hold it, and who, where they are few. Strike out
    /// what should not be. Never writes over a file that is there. A proposal that nobody approved before the export
    /// makes a system a baseline at best, never passed.
    Suggest {
        /// The file to write, in place of roles.toml in the inputs folder
        file: Option<PathBuf>,
        /// Where to read from.
        #[command(flatten)]
        inputs: Inputs,
    },
    /// Write the roles of roles.toml as a workbook, `roles.xlsx`, which may stand in its place
    ///
    /// Sheets for the version, the roles, what they may and must hold, what nobody may hold together, and exceptions.
    /// Nothing is lost but comments: those above a rule become the notes of its row, others are left out. Only one of the
    /// two files may be in the inputs folder when a review is run.
    Export {
        /// The workbook to write, in place of roles.xlsx in the inputs folder
        file: Option<PathBuf>,
        /// Folder with review.toml and roles.toml
        #[arg(long = "inputs", value_name = "DIR", default_value = "inputs")]
        inputs: PathBuf,
    },
    /// Write the roles of roles.xlsx as a text, `roles.toml`, which may stand in its place
    Import {
        /// The text to write, in place of roles.toml in the inputs folder
        file: Option<PathBuf>,
        /// Folder with review.toml and roles.xlsx
        #[arg(long = "inputs", value_name = "DIR", default_value = "inputs")]
        inputs: PathBuf,
    },
}

/// Where to read from.
#[derive(Debug, Args)]
pub struct Inputs {
    /// Folder with review.toml, roles.toml, the staff list and the exports
    #[arg(long = "inputs", value_name = "DIR", default_value = "inputs")]
    pub folder: PathBuf,
    /// Audit date, in place of the one in review.toml
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = audit_date)]
    pub date: Option<Date>,
    /// Do not tell the progress of a long run; in a pipe it is never told
    #[arg(long, short)]
    pub quiet: bool,
}

/// An audit date as it is written on the command line.
fn audit_date(text: &str) -> Result<Date, String> {
    let is_plain = text.len() == 10
        && text.bytes().zip(0..).all(|(byte, place)| match place {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_plain {
        return Err("expected year, month and day as YYYY-MM-DD, for example 2021-10-06".to_owned());
    }
    let date: Date = text
        .parse()
        .map_err(|_| "there is no such day in the calendar; expected YYYY-MM-DD, for example 2021-10-06".to_owned())?;
    if date.year() < 1900 {
        return Err("expected a year from 1900 to 9999".to_owned());
    }
    Ok(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_in_one_form_only() {
        for text in ["2021-10-06", "1900-01-01", "9999-12-31", "2024-02-29"] {
            assert_eq!(audit_date(text).map(|date| date.to_string()), Ok(text.to_owned()));
        }
        for (text, fragment) in [
            ("20211006", "YYYY-MM-DD"),
            ("2021-10-06T00:00", "YYYY-MM-DD"),
            ("2021-10-6", "YYYY-MM-DD"),
            ("06/10/2021", "YYYY-MM-DD"),
            (" 2021-10-6", "YYYY-MM-DD"),
            ("+2021-1-06", "YYYY-MM-DD"),
            ("", "YYYY-MM-DD"),
            ("2021-02-29", "no such day"),
            ("2021-13-01", "no such day"),
            ("1899-12-31", "1900 to 9999"),
            ("0001-01-01", "1900 to 9999"),
        ] {
            let error = audit_date(text).err().unwrap_or_default();
            assert!(error.contains(fragment), "{text}: {error}");
        }
    }
}
