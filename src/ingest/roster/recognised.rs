//! A staff list that a profile reads, as the rows of a roster.
//!
//! Comes in: the file of the roster and the profiles that give people. Goes out: a table with the columns of a roster,
//! one row for each person; nothing where no such profile fits, so that the usual headers are looked for.

use super::columns::{self, Columns};
use super::declared::{Beside, declared_headers, profiles};
use crate::ingest::file::File;
use crate::ingest::header::{Column, Header};
use crate::ingest::profile::{Choice, Opened, Unread, open, unpack};
use crate::ingest::table::Fate;
use crate::model::arena::Ix;
use crate::model::problem::Problems;
use crate::model::profile::{Kind, Slot};
use crate::model::settings::Settings;
use crate::model::source::{Reason, Rows};
use crate::model::system::{System, Words};
use crate::model::word::same_word;

/// What separates several values of a cell.
pub(super) const SEPARATOR: &str = "\n";

/// The columns of the table, in order.
const SLOTS: [Slot; 9] = [
    Slot::Id,
    Slot::Name,
    Slot::Role,
    Slot::Employment,
    Slot::Company,
    Slot::Email,
    Slot::Start,
    Slot::End,
    Slot::Nature,
];

/// A staff list as a table.
pub(super) struct Staff {
    /// The columns as the file calls them, in the order of [`SLOTS`].
    columns: Vec<Option<Column>>,
    /// Columns that no profile reads, which stand behind those.
    beside: Beside,
    /// The columns with the logins of a system, which stand behind those.
    logins: Vec<(Ix<System>, Column)>,
    /// One row for each person, by line.
    pub(super) rows: Vec<(u64, Vec<String>)>,
    /// What became of the rows of the file.
    pub(super) accounted: Rows,
    /// Where each record of a tree stands.
    pub(super) pointers: Vec<String>,
    /// Whether its rows stand below a header.
    pub(super) has_header: bool,
    /// The profile, by its id.
    pub(super) profile: String,
    /// The sheet that was read, in a workbook.
    pub(super) sheet: Option<String>,
    /// What is told of sheets, lists and columns of which nothing is read.
    pub(super) unread: Option<String>,
    /// Whether anything in it tells who works by contract.
    pub(super) tells_employment: bool,
    /// How the file and `review.toml` spell what they mean.
    pub(super) words: Words,
}

/// What becomes of the file of the roster.
pub(super) enum Outcome {
    /// A profile fits.
    Read(Box<Staff>),
    /// It cannot be read, and that is noted.
    Refused,
    /// No profile fits, for this reason.
    Unknown(String),
}

/// The staff list, if a profile fits.
pub(super) fn read(file: &File, settings: &Settings, problems: &mut Problems) -> anyhow::Result<Outcome> {
    let declared = &settings.roster.table;
    let profiles = profiles(settings);
    let choice = Choice {
        day: Some(settings.date),
        ..Choice::of(declared)
    };
    let mut refuse = |unread: Unread<'_>| match unread {
        Unread::Unknown((_, why)) => Outcome::Unknown(why),
        Unread::Secret(..) | Unread::NoExport(..) | Unread::Refused(_) => {
            let (line, message) = unread.refusal();
            problems.add(&file.name, line, message);
            Outcome::Refused
        }
    };
    let unpacked = match unpack(file, &profiles, choice) {
        Ok(unpacked) => unpacked,
        Err(unread) => return Ok(refuse(unread)),
    };
    let mut opened = match open(file, &unpacked, &profiles, choice) {
        Ok(opened) => opened,
        Err(unread) => return Ok(refuse(unread)),
    };
    let logins = logins(&opened, &file.name, settings, problems);
    let (beside_profile, wrong) = Beside::of(&opened, &settings.roster);
    for why in wrong {
        problems.add(&file.name, opened.header().map(|header| header.line), why);
    }
    let of_logins = logins.iter().map(|(_, column)| column);
    let beside: Vec<Column> = beside_profile.columns().chain(of_logins).cloned().collect();
    opened.read_beside(Kind::Person, &beside);
    near_misses(&opened, &file.name, settings, problems);
    let words = words(&opened.reading.words, &declared.words);
    let columns = columns(&opened);
    let separator = settings.roster.separator.as_str();
    let parted = |cell: &str| match separator {
        "" => cell.to_owned(),
        _ => cell.replace(separator, SEPARATOR),
    };
    let mut rows = Vec::new();
    let walked = opened.walk(problems, &mut |line, given| {
        let before = rows.len();
        for given in given {
            let Some(emitter) = opened.emitters.get(given.emitter) else {
                continue;
            };
            if emitter.kind != Kind::Person {
                continue;
            }
            let cell = |slot: &Slot| {
                let text = |slot: &Slot| {
                    let place = emitter.slots.iter().position(|(other, _)| other == slot)?;
                    given.cells.get(place).cloned()
                };
                let cell = text(slot).unwrap_or_default();
                // whom the list says nothing else of is employed
                match (slot, cell.is_empty()) {
                    (Slot::Employment, true) => words.employee.first().cloned().unwrap_or_default(),
                    // whom the list gives no id is known by the first address
                    (Slot::Id, true) => {
                        let addresses = parted(&text(&Slot::Email).unwrap_or_default());
                        addresses.lines().next().unwrap_or_default().trim().to_owned()
                    }
                    (Slot::Email, false) => parted(&cell),
                    _ => cell,
                }
            };
            let beside = given.beside.iter().map(|cell| parted(cell));
            rows.push((line, SLOTS.iter().map(cell).chain(beside).collect()));
        }
        Ok(if rows.len() > before {
            Fate::Used
        } else {
            Fate::SetAside(&Reason::NoAccess)
        })
    })?;
    let behind = SLOTS.len() + beside_profile.columns().count();
    let behind = logins.into_iter().zip(behind..);
    Ok(Outcome::Read(Box::new(Staff {
        columns,
        beside: beside_profile.placed(SLOTS.len()),
        logins: behind
            .map(|((system, column), place)| (system, Column::new(column.name, place)))
            .collect(),
        rows,
        accounted: walked.rows,
        pointers: walked.pointers,
        has_header: opened.header().is_some(),
        tells_employment: opened.tells(Kind::Person, Slot::Employment),
        profile: opened.profile.id.clone(),
        sheet: opened.sheet(),
        unread: (!opened.beside.is_empty()).then(|| opened.beside.join("; moreover, ")),
        words,
    })))
}

/// The words of a profile and those of `review.toml`.
pub(in crate::ingest) fn words(profile: &Words, declared: &Words) -> Words {
    let both = |own: &[String], declared: &[String]| [own, declared].concat();
    Words {
        employee: both(&profile.employee, &declared.employee),
        contractor: both(&profile.contractor, &declared.contractor),
        person: both(&profile.person, &declared.person),
        technical: both(&profile.technical, &declared.technical),
        shared: both(&profile.shared, &declared.shared),
        left: both(&profile.left, &declared.left),
        ..declared.clone()
    }
}

/// What the file calls the columns of [`SLOTS`]; none for what the profile does not give.
fn columns(opened: &Opened<'_>) -> Vec<Option<Column>> {
    let called = |slot: &Slot| {
        let mut columns = opened.emitters.iter().flat_map(|emitter| &emitter.slots);
        columns
            .find(|(other, _)| other == slot)
            .map(|(_, column)| column.name.clone())
    };
    SLOTS
        .iter()
        .enumerate()
        .map(|(place, slot)| {
            let by_address = || called(&Slot::Email).filter(|_| *slot == Slot::Id);
            Some(Column::new(called(slot).or_else(by_address)?, place))
        })
        .collect()
}

/// The columns of the file with the logins of each system; one that `[roster.logins]` names must be there.
fn logins(opened: &Opened<'_>, file: &str, settings: &Settings, problems: &mut Problems) -> Vec<(Ix<System>, Column)> {
    let line = opened.header().map(|header| header.line);
    let mut logins = Vec::new();
    for (system, names) in &settings.roster.columns.logins {
        let id = &settings.systems[*system].id;
        match opened.column(
            names,
            columns::is_usual(names, &columns::login(&settings.systems[*system])),
        ) {
            Ok(column) => logins.extend(column.map(|column| (*system, column))),
            Err(why) => problems.add(
                file,
                line,
                format!("{why}; [roster.logins] of review.toml says that it holds the logins of `{id}`"),
            ),
        }
    }
    if let Some(header) = opened.header() {
        let read = logins.iter().map(|(_, column)| Some(column.clone()));
        let header = Header {
            columns: read.collect(),
            ..header.clone()
        };
        columns::strange_logins(settings, &header, file, problems);
    }
    logins
}

/// Columns that the profile does not read and that may be one that it reads under another name: everybody would lack what
/// it says.
fn near_misses(opened: &Opened<'_>, file: &str, settings: &Settings, problems: &mut Problems) {
    let logins = || settings.roster.columns.logins.iter().flat_map(|(_, names)| names);
    let known = || {
        logins()
            .chain(&settings.roster.ignore)
            .chain(declared_headers(&settings.roster))
    };
    let ignored = |name: &str| known().any(|other| same_word(other, name));
    let line = opened.header().map(|header| header.line);
    for (slot, usual) in [(Slot::Email, "email"), (Slot::Start, "start"), (Slot::End, "end")] {
        let Some((wanted, unread)) = opened.absent(Kind::Person, slot) else {
            continue;
        };
        for name in unread.into_iter().filter(|name| !ignored(name)) {
            // beside another last day, that of a time of trial is none
            let is_trial = || opened.tells_days(Kind::Person, slot) && columns::is_of_trial(name);
            if columns::said(name) != Some(usual) || is_trial() {
                continue;
            }
            // a status that tells who has left is no column that the file lacks
            let looks = if opened.tells_days(Kind::Person, slot) {
                format!(
                    "one more last day of people, which the profile `{}` does not know under that name, and of which the \
                     earliest counts",
                    opened.profile.id
                )
            } else if opened.tells(Kind::Person, slot) {
                format!(
                    "the last day of people, of which the profile `{}` finds no column",
                    opened.profile.id
                )
            } else {
                format!(
                    "the column `{wanted}` of the profile `{}`, which the file lacks",
                    opened.profile.id
                )
            };
            let message = format!(
                "column `{name}` is not read, but looks like {looks}; if it is, give it that name in the file, or declare `columns = {{ {usual} = {name:?} }}` under \
                 [roster] in review.toml, if not, `ignore = [{name:?}]` under [roster]"
            );
            problems.add(file, line, message);
        }
    }
}

impl Staff {
    /// The columns of the table as those of a roster.
    pub(super) fn columns(&self) -> Columns<'_> {
        let column = |slot: Slot| {
            let place = SLOTS.iter().position(|other| *other == slot)?;
            self.columns.get(place)?.as_ref()
        };
        self.beside.add(Columns {
            id: column(Slot::Id),
            name: column(Slot::Name),
            role: column(Slot::Role),
            employment: column(Slot::Employment),
            further_roles: None,
            kind: column(Slot::Nature),
            company: column(Slot::Company),
            email: column(Slot::Email),
            start: column(Slot::Start),
            end: column(Slot::End),
            owner: None,
            workstation: None,
            logins: self.logins.iter().map(|(system, column)| (*system, column)).collect(),
        })
    }
}
