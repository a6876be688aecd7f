//! Filled accounts sheets: which person an account belongs to that no rule matches.
//!
//! Comes in: every `accounts*.xlsx`, `accounts*.csv` or the like directly in the inputs folder, as `accounts export`
//! writes it and a person fills it in. Goes out: the persons named for each account. A person or system that does not exist
//! is a problem with the choices; a row without a person, or of an account that no export has, is set aside.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use self::people::People;
use super::compared::{listed, login_key, same_word};
use super::file::{File, names};
use super::header::{Column, Wanted};
use super::matching::Assigned;
use super::readers::workbook::is_workbook;
use super::readers::{Row, text};
use super::table::{Fate, Form, Table};
use crate::model::arena::{Arena, Ix};
use crate::model::likeness::did_you_mean;
use crate::model::problem::Problems;
use crate::model::roster::{Identity, Roster};
use crate::model::settings::Settings;
use crate::model::snapshot::{Access, Account};
use crate::model::source::{Content, Reason, Source};
use crate::model::system::{Coverage, System};

mod people;

/// What a sheet is read against.
struct Known<'a> {
    settings: &'a Settings,
    accounts: HashMap<(Ix<System>, String), Ix<Account>>,
    people: Option<People<'a>>,
}

/// What a row says.
enum Named {
    /// The account is this person's.
    Person((Ix<System>, Ix<Account>), Ix<Identity>),
    /// Nothing, for this reason.
    Nobody(&'static Reason),
}

/// Reads all accounts sheets. Without a roster, persons cannot be looked up and are passed over.
pub(super) fn read(
    inputs: &Path,
    (settings, roster, access): (&Settings, Option<&Roster>, &[Access]),
    sources: &mut Arena<Source>,
    problems: &mut Problems,
) -> anyhow::Result<Assigned> {
    let mut accounts = HashMap::new();
    for access in access {
        for (place, account) in access.accounts.iter() {
            accounts.insert((access.system, login_key(account.login.reveal()).into_owned()), place);
        }
    }
    let known = Known {
        settings,
        accounts,
        people: roster.map(People::new),
    };
    let mut assigned = BTreeMap::new();
    for name in sheets(inputs, settings) {
        known.sheet(inputs, &name, (&mut assigned, sources), problems)?;
    }
    Ok(assigned)
}

/// What the names of accounts sheets end in: all that the readers read.
const ENDINGS: [&str; 8] = [".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"];

/// Names of the accounts sheets; a file that `review.toml` declares is none.
fn sheets(inputs: &Path, settings: &Settings) -> Vec<String> {
    let exports = settings.systems.values().flat_map(System::exports);
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
    fn sheet(
        &self,
        inputs: &Path,
        name: &str,
        (assigned, sources): (&mut Assigned, &mut Arena<Source>),
        problems: &mut Problems,
    ) -> anyhow::Result<()> {
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
        let table = match Table::open(&file, Form::default(), &wanted) {
            Ok(table) => table,
            Err((line, message)) => {
                problems.add(name, line, message);
                return Ok(());
            }
        };
        let mut source = file.source(Content::Accounts, table.sheet.clone(), Coverage::Unknown);
        let columns = &table.header.columns;
        let mut facts = 0;
        source.rows = table.walk(
            problems,
            |_| None,
            |row| {
                Ok(match self.row(row, columns) {
                    Ok(Named::Person(account, person)) => {
                        assigned.entry(account).or_default().push(person);
                        facts += 1;
                        Fate::Used
                    }
                    Ok(Named::Nobody(reason)) => Fate::SetAside(reason),
                    Err(reason) => Fate::Rejected(reason),
                })
            },
        )?;
        source.facts.assignments = facts;
        for rejected in &source.rows.rejected {
            problems.add(name, Some(rejected.line), rejected.reason.reveal());
        }
        sources.push(source)?;
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
        let account = (system, login_key(&account).into_owned());
        Ok(match self.accounts.get(&account) {
            Some(place) => Named::Person((system, *place), person),
            None => Named::Nobody(&Reason::NoSuchAccount),
        })
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
