//! The exports of one system to what the system gave: accounts, grants, resources, notebooks.
//!
//! Comes in: a system and the files it declares. Goes out: its [`Access`]; every row of every file is accounted for.
//! A row first proves readable, then gives all its facts at once: a rejected row leaves nothing behind.

use std::path::Path;

use jiff::civil::Date;

use self::access::AccessReader;
use self::fields::Fields;
use self::recognised::Pending;
use self::workstations::WorkstationReader;
use super::attested::Told;
use super::file::File;
use super::header::Wanted;
use super::readers::{Refusal, Row};
use super::table::{By, Fate, Form, Table};
use super::values::Values;
use crate::model::arena::{Arena, Ix};
use crate::model::extract::Extract;
use crate::model::problem::Problems;
use crate::model::profile::{Kind, Profile, Reading};
use crate::model::snapshot::Access;
use crate::model::source::{Content, Facts, Place, Source};
use crate::model::system::{Coverage, Export, System, SystemKind};

mod access;
mod accounts;
mod attested;
mod attributes;
mod drafts;
mod facts;
mod fields;
mod groups;
mod highest;
mod joins;
mod lacking;
mod ledger;
mod names;
mod notebooks;
mod onces;
mod parts;
mod products;
mod recognised;
mod resources;
mod settle;
mod soles;
mod spellings;
pub(super) mod trial;
mod twins;
mod unions;
mod usual;
mod workstations;

#[cfg(test)]
mod tests;

/// What the files of a system are read with.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    pub(super) inputs: &'a Path,
    pub(super) profiles: &'a [Profile],
    /// What the sources sheet tells.
    pub(super) told: &'a Told,
    /// Which extract is read.
    pub(super) extract: Extract,
    /// The audit date.
    pub(super) date: Date,
}

/// Reads all files of a system.
pub(super) fn read(
    given: Given<'_>,
    (place, system): (Ix<System>, &System),
    (sources, problems): (&mut Arena<Source>, &mut Problems),
) -> anyhow::Result<Access> {
    let mut files = Files {
        given,
        system: place,
        profiles: given.profiles,
        sources,
        problems,
        pending: Vec::new(),
        tells_permissions: false,
    };
    let mut access = nothing((place, given.extract), given.date);
    let mut reader = match &system.kind {
        SystemKind::Access(rules) => Reader::Access(Box::new(AccessReader::new(rules)?)),
        SystemKind::Workstations(_) => Reader::Workstations(Box::default()),
    };
    let several = system.exports_of(given.extract).len() > 1;
    match &mut reader {
        Reader::Access(reader) => reader.drafts.several = several,
        Reader::Workstations(reader) => reader.several = several,
    }
    for export in system.exports_of(given.extract) {
        files.read(export, &mut reader)?;
    }
    files.tell_of_other_products(&system.name);
    files.settle();
    if system.access().is_some() {
        files.tell_of_no_permissions();
    }
    match reader {
        Reader::Access(reader) => drop(reader.finish(&mut access, sources, problems)?),
        Reader::Workstations(reader) => reader.finish(&mut access, sources, problems)?,
    }
    access.coverage = coverage(access.content(), sources);
    if access.coverage.is_some() && !access.unresolved().is_empty() {
        access.coverage = Some(Coverage::Partial);
    }
    attested::settle(&mut access, sources);
    Ok(access)
}

/// A system of which nothing is known yet, judged on a day.
fn nothing((system, extract): (Ix<System>, Extract), day: Date) -> Access {
    Access {
        system,
        extract,
        coverage: None,
        accounts: Arena::default(),
        resources: Arena::default(),
        unmapped: Arena::default(),
        groups: Arena::default(),
        memberships: Vec::new(),
        grants: Vec::new(),
        devices: Vec::new(),
        day,
        first_day: None,
        claims: Vec::new(),
        tells_root_key: false,
    }
}

/// How much the files of an extract leave open; none if there is no file.
fn coverage(content: Content, sources: &Arena<Source>) -> Option<Coverage> {
    let own = sources.values().filter(|source| source.content == content);
    own.map(|source| source.coverage).reduce(Coverage::worse)
}

/// A row of an export, with all that is needed to read it. Of a recognised file, the cells of one fact.
pub(super) struct Entry<'a, 'r> {
    pub(super) export: &'a Export,
    pub(super) fields: &'a Fields<'a>,
    pub(super) values: &'a Values<'a>,
    pub(super) row: &'a Row<'r>,
    pub(super) place: Place,
    pub(super) facts: &'a mut Facts,
}

/// What takes in the rows of all files of a system.
pub(super) enum Reader<'a> {
    /// Of a system with permissions.
    Access(Box<AccessReader<'a>>),
    /// Of an inventory.
    Workstations(Box<WorkstationReader>),
}

impl Reader<'_> {
    /// Takes in a row of a file whose columns `review.toml` maps.
    fn row(&mut self, entry: &mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>> {
        match self {
            Self::Access(reader) => reader.row(entry),
            Self::Workstations(reader) => reader.row(entry),
        }
    }

    /// Begins a file that a profile reads.
    pub(super) fn begin(&mut self, reading: &Reading, source: Ix<Source>) {
        match self {
            Self::Access(reader) => reader.begin(reading, source),
            Self::Workstations(reader) => reader.begin(reading, source),
        }
    }

    /// Takes in one fact of such a file; several facts of a record come one after the other, with the same place.
    pub(super) fn fact(
        &mut self,
        kind: Kind,
        every_resource: bool,
        entry: &mut Entry<'_, '_>,
    ) -> anyhow::Result<Fate<'static>> {
        match self {
            Self::Access(reader) => reader.fact(kind, every_resource, entry),
            Self::Workstations(reader) => reader.fact(kind, entry),
        }
    }

    /// Ends the file that was begun last.
    pub(super) fn end(&mut self) {
        match self {
            Self::Access(reader) => reader.end(),
            Self::Workstations(reader) => reader.end(),
        }
    }
}

/// The files of one system.
struct Files<'a> {
    given: Given<'a>,
    system: Ix<System>,
    profiles: &'a [Profile],
    sources: &'a mut Arena<Source>,
    problems: &'a mut Problems,
    /// Recognised files, to be settled together.
    pending: Vec<Pending<'a>>,
    /// Whether any file is of a kind that tells who may do what.
    tells_permissions: bool,
}

impl<'a> Files<'a> {
    /// Reads one file, row by row.
    fn read(&mut self, export: &'a Export, reader: &mut Reader<'_>) -> anyhow::Result<()> {
        let file = match File::read(self.given.inputs, &export.file) {
            Ok(file) => file,
            Err(refusal) => {
                self.refuse(export, refusal);
                return Ok(());
            }
        };
        if export.recognised.is_some() {
            return self.recognise(export, &file, reader);
        }
        let aliases = export.columns.values();
        let looked_at = export.set_aside.iter().map(|rule| std::slice::from_ref(&rule.column));
        let names = aliases.map(Vec::as_slice).chain(looked_at);
        let wanted: Vec<Wanted<'_>> = names.map(|names| Wanted { names, needed: true }).collect();
        self.tells_permissions = true;
        let table = match Table::open(&file, Form::declared(export), (&wanted, self.profiles)) {
            Ok(table) => table,
            Err(refusal) => {
                self.refuse(export, refusal);
                return Ok(());
            }
        };
        let fields = Fields::new(export, &table.header.columns);
        let values = Values::declared(export);
        let said = self.said(export).unwrap_or(Coverage::Unknown);
        let mut source = file.source(self.content(), table.sheet.clone(), said);
        source.declared_rows = export.rows;
        source.attested = self.given.told.get(&export.file).cloned();
        source.cut_by(table.beside.as_deref());
        source.cut_by(table.nameless_beside_mapped().as_deref());
        let place = self.sources.push(source)?;
        let mut facts = Facts::default();
        let rows = table.walk(
            self.problems,
            |row| Some((fields.footer(row)?, By::Review)),
            |row| {
                match fields.set_aside(row) {
                    Ok(Some(reason)) => return Ok(Fate::SetAside(reason)),
                    Ok(None) => {}
                    Err(reason) => return Ok(Fate::Rejected(reason)),
                }
                reader.row(&mut Entry {
                    export,
                    fields: &fields,
                    values: &values,
                    row,
                    place: Place {
                        source: place,
                        line: row.line,
                    },
                    facts: &mut facts,
                })
            },
        )?;
        if rows.data() == 0 && export.rows != Some(0) {
            self.refuse(export, (Some(table.header.line), NO_DATA.to_owned()));
        }
        let source = &mut self.sources[place];
        source.rows = rows;
        source.facts = facts;
        source.unclear = values.told();
        Ok(())
    }

    /// What its files are about.
    fn content(&self) -> Content {
        self.given.extract.content(self.system)
    }

    /// How much of the system a file holds, as `review.toml` and the sources sheet say.
    pub(super) fn said(&self, export: &Export) -> Option<Coverage> {
        let attested = self.given.told.get(&export.file).and_then(|row| row.coverage);
        export.coverage.into_iter().chain(attested).reduce(Coverage::worse)
    }

    /// Notes why a file cannot be read, and where it is declared.
    pub(super) fn refuse(&mut self, export: &Export, (line, message): Refusal) {
        let message = format!("{message} (declared on line {} of review.toml)", export.line);
        self.problems.add(&export.file, line, message);
    }
}

/// The same of a file that has no header.
const NO_RECORDS: &str = "there are no records in it; export it again, or declare `rows = 0` in review.toml if the list is \
                          known to be empty";

const NO_DATA: &str = "there are no rows below the header; export it again, or declare `rows = 0` in review.toml if the \
                       list is known to be empty";
