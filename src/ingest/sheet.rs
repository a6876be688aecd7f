//! Filled accounts sheets: which person an account belongs to that no rule matches.
//!
//! Comes in: every `accounts*.xlsx`, `accounts*.csv` or the like directly in the inputs folder, as `accounts export`
//! writes it and a person fills it in. Goes out: the persons named for each login, and when the systems are read, the
//! files with what became of their rows. A person or system that does not exist is a problem with the choices; a row
//! without a person, or of an account that no export has, is set aside.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::path::Path;

use self::people::People;
use super::attested::{Told, attest};
use super::compared::{listed, login_key, same_word};
use super::file::{File, names};
use super::header::{Column, Wanted};
use super::matching::{self, Assigned};
use super::readers::workbook::is_workbook;
use super::readers::{Row, text};
use super::table::{Fate, Form, Table, add};
use crate::model::arena::{Arena, Ix};
use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::Settings;
use crate::model::source::{Content, Reason, Source};
use crate::model::system::{Coverage, System};

mod people;

/// What a sheet is read against.
struct Known<'a> {
    settings: &'a Settings,
    people: Option<People<'a>>,
}

/// What a row says.
enum Named {
    /// The account with this key is this person's.
    Person(Ix<System>, String, Ix<Identity>),
    /// Nothing, for this reason.
    Nobody(&'static Reason),
}

/// A row that names somebody.
struct Claim {
    system: Ix<System>,
    login: String,
    sheet: Ix<Source>,
}

/// What accounts sheets say.
#[derive(Default)]
pub(super) struct Sheets {
    /// Whose accounts are, by system and the key of their login.
    pub(super) assigned: Assigned,
    files: Arena<Source>,
    rows: Vec<Claim>,
}

/// Reads all accounts sheets. Without a roster, persons cannot be looked up and are passed over.
pub(super) fn read(
    inputs: &Path,
    settings: &Settings,
    names: &[String],
    roster: Option<&Roster>,
    problems: &mut Problems,
) -> anyhow::Result<Sheets> {
    let known = Known {
        settings,
        people: roster.filter(|_| !names.is_empty()).map(People::new),
    };
    let mut read = Sheets::default();
    for name in names {
        known.sheet(inputs, name, &mut read, problems)?;
    }
    Ok(read)
}

impl Sheets {
    /// The files, now that it is known which accounts there are: rows of others are set aside.
    pub(super) fn settle(mut self, met: &BTreeSet<(Ix<System>, String)>, told: &Told) -> Arena<Source> {
        for Claim { system, login, sheet } in self.rows {
            if !met.contains(&(system, login)) {
                let source = &mut self.files[sheet];
                source.rows.used = source.rows.used.saturating_sub(1);
                source.facts.assignments = source.facts.assignments.saturating_sub(1);
                add(&mut source.rows, &Reason::NoSuchAccount, 1);
            }
        }
        for source in self.files.values_mut() {
            attest(source, told);
        }
        self.files
    }
}

/// What the names of sheets end in that people fill in: all that the readers read.
pub(super) const ENDINGS: [&str; 8] = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"];

/// Names of the accounts sheets; a file that `review.toml` declares is none.
pub(super) fn sheets(inputs: &Path, settings: &Settings) -> Vec<String> {
    let exports = settings.systems.values().flat_map(System::files);
    let declared: Vec<&str> = exports
        .chain([&settings.roster.table])
        .map(|export| export.file.as_str())
        .collect();
    let is_sheet = |name: &String| {
        let lower = name.to_lowercase();
        let ending = ENDINGS.iter().any(|ending| lower.ends_with(ending));
        ending && lower.starts_with("accounts") && !declared.contains(&name.as_str())
    };
    names(inputs).into_iter().filter(is_sheet).collect()
}

impl Known<'_> {
    fn sheet(&self, inputs: &Path, name: &str, read: &mut Sheets, problems: &mut Problems) -> anyhow::Result<()> {
        let headers = ["System", "Account", "Person"].map(|header| vec![header.to_owned()]);
        let wanted = headers.each_ref().map(|names| Wanted { names, needed: true });
        let file = match File::read(inputs, name) {
            Ok(file) => file,
            Err((line, message)) => {
                problems.add(name, line, message);
                return Ok(());
            }
        };
        if !is_workbook(&file.bytes)
            && let Err((line, _)) = text::decode(&file.bytes, None)
        {
            let message = "the text is not UTF-8; save it as CSV UTF-8 or as a workbook";
            problems.add(name, line, message);
            return Ok(());
        }
        let table = match Table::open(&file, Form::default(), (&wanted, &self.settings.profiles)) {
            Ok(table) => table,
            Err((line, message)) => {
                problems.add(name, line, message);
                return Ok(());
            }
        };
        let source = file.source(Content::Accounts, table.sheet.clone(), Coverage::Unknown);
        let sheet = read.files.push(source)?;
        let columns = &table.header.columns;
        let mut facts = 0;
        let rows = table.walk(
            problems,
            |_| None,
            |row| {
                Ok(match self.row(row, columns) {
                    Ok(Named::Person(system, login, person)) => {
                        let of_system = read.assigned.entry(system).or_default();
                        of_system.entry(login.clone()).or_default().push(matching::Named {
                            identity: person,
                            place: format!("{name}:{}", row.line),
                        });
                        read.rows.push(Claim { system, login, sheet });
                        facts += 1;
                        Fate::Used
                    }
                    Ok(Named::Nobody(reason)) => Fate::SetAside(reason),
                    Err(reason) => Fate::Rejected(reason),
                })
            },
        )?;
        for rejected in &rows.rejected {
            problems.add(name, Some(rejected.line), rejected.reason.reveal());
        }
        let source = &mut read.files[sheet];
        source.rows = rows;
        source.facts.assignments = facts;
        Ok(())
    }

    fn row(&self, row: &Row<'_>, columns: &[Option<Column>]) -> Result<Named, String> {
        let mut cells = columns.iter().map(|column| match column {
            Some(column) => column.text(row),
            None => Ok(Cow::Borrowed("")),
        });
        let mut cell = || cells.next().unwrap_or(Ok(Cow::Borrowed("")));
        let (system, account, person) = (cell()?, cell()?, cell()?);
        if person.is_empty() {
            return Ok(Named::Nobody(&Reason::NoPerson));
        }
        let system = self.system(&system)?;
        if account.is_empty() {
            return Err("cell `Account` is empty; put the account's login there, as its export spells it".to_owned());
        }
        let person = match &self.people {
            Some(people) => people.find(&person)?,
            None => return Ok(Named::Nobody(&Reason::NoRoster)),
        };
        Ok(Named::Person(system, login_key(&account).into_owned(), person))
    }

    fn system(&self, text: &str) -> Result<Ix<System>, String> {
        let systems = &self.settings.systems;
        let named = systems.find(|system| same_word(&system.id, text) || same_word(&system.name, text));
        named.map(|(place, _)| place).ok_or_else(|| {
            let ids = || systems.values().map(|system| system.id.as_str());
            let titles = systems.values().map(|system| system.name.as_str());
            let hint = did_you_mean(text, ids().chain(titles));
            format!(
                "cell `System` holds `{text}`, which is no system of review.toml; expected one of {}{hint}",
                listed(ids())
            )
        })
    }
}
