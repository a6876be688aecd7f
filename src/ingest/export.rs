//! The exports of one system to what the system gave: accounts, grants, resources, notebooks.
//!
//! Comes in: a system and the files it declares. Goes out: its [`Access`]; every row of every file is accounted for.
//! A row first proves readable, then gives all its facts at once: a rejected row leaves nothing behind.

use std::path::Path;

use self::access::AccessReader;
use self::fields::Fields;
use self::workstations::WorkstationReader;
use super::file::File;
use super::header::Wanted;
use super::readers::{Refusal, Row};
use super::table::{Fate, Form, Table};
use super::values::Values;
use crate::model::arena::{Arena, Ix};
use crate::model::problem::Problems;
use crate::model::snapshot::Access;
use crate::model::source::{Content, Facts, Place, Source};
use crate::model::system::{Coverage, Export, System, SystemKind};

mod access;
mod accounts;
mod attributes;
mod fields;
mod resources;
mod spellings;
mod workstations;

/// Reads all files of a system.
pub(super) fn read(
    inputs: &Path,
    (place, system): (Ix<System>, &System),
    sources: &mut Arena<Source>,
    problems: &mut Problems,
) -> anyhow::Result<Access> {
    let mut files = Files {
        inputs,
        system: place,
        sources,
        problems,
    };
    let coverage = system
        .exports()
        .iter()
        .map(|export| export.coverage)
        .max_by_key(|coverage| badness(*coverage));
    let mut access = Access {
        system: place,
        coverage,
        accounts: Arena::default(),
        resources: Arena::default(),
        unmapped: Arena::default(),
        grants: Vec::new(),
        devices: Vec::new(),
    };
    match &system.kind {
        SystemKind::Access(rules) => {
            let mut reader = AccessReader::new(rules)?;
            for export in &rules.exports {
                files.read(export, |row| reader.row(row))?;
            }
            reader.finish(&mut access);
        }
        SystemKind::Workstations(rules) => {
            let mut reader = WorkstationReader::default();
            for export in &rules.exports {
                files.read(export, |row| reader.row(row))?;
            }
            reader.finish(&mut access);
        }
    }
    Ok(access)
}

/// How much a coverage leaves open.
fn badness(coverage: Coverage) -> u8 {
    match coverage {
        Coverage::Full => 0,
        Coverage::Unknown => 1,
        Coverage::Partial => 2,
    }
}

/// A row of an export, with all that is needed to read it.
struct Entry<'a, 'r> {
    export: &'a Export,
    fields: &'a Fields<'a>,
    values: &'a Values<'a>,
    row: &'a Row<'r>,
    place: Place,
    facts: &'a mut Facts,
}

/// The files of one system.
struct Files<'a> {
    inputs: &'a Path,
    system: Ix<System>,
    sources: &'a mut Arena<Source>,
    problems: &'a mut Problems,
}

impl Files<'_> {
    /// Reads one file, row by row.
    fn read(
        &mut self,
        export: &Export,
        mut reader: impl FnMut(&mut Entry<'_, '_>) -> anyhow::Result<Fate<'static>>,
    ) -> anyhow::Result<()> {
        let file = match File::read(self.inputs, &export.file) {
            Ok(file) => file,
            Err(refusal) => {
                self.refuse(export, refusal);
                return Ok(());
            }
        };
        let aliases = export.columns.values();
        let looked_at = export.set_aside.iter().map(|rule| std::slice::from_ref(&rule.column));
        let names = aliases.map(Vec::as_slice).chain(looked_at);
        let wanted: Vec<Wanted<'_>> = names.map(|names| Wanted { names, needed: true }).collect();
        let table = match Table::open(&file, Form::declared(export), &wanted) {
            Ok(table) => table,
            Err(refusal) => {
                self.refuse(export, refusal);
                return Ok(());
            }
        };
        let fields = Fields::new(export, &table.header.columns);
        let values = Values::declared(export);
        let mut source = file.source(Content::Export(self.system), table.sheet.clone(), export.coverage);
        source.declared_rows = export.rows;
        let place = self.sources.push(source)?;
        let mut facts = Facts::default();
        let rows = table.walk(
            self.problems,
            |row| fields.footer(row),
            |row| {
                match fields.set_aside(row) {
                    Ok(Some(reason)) => return Ok(Fate::SetAside(reason)),
                    Ok(None) => {}
                    Err(reason) => return Ok(Fate::Rejected(reason)),
                }
                reader(&mut Entry {
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
        Ok(())
    }

    /// Notes why a file cannot be read, and where it is declared.
    fn refuse(&mut self, export: &Export, (line, message): Refusal) {
        let message = format!("{message} (declared on line {} of review.toml)", export.line);
        self.problems.add(&export.file, line, message);
    }
}

const NO_DATA: &str = "there are no rows below the header; export it again, or declare `rows = 0` in review.toml if the \
                       list is known to be empty";
