//! The roster file to [`Roster`]: people and technical accounts, their roles, their logins.
//!
//! Comes in: the file that `review.toml` names, and the declared roles if there are any. Goes out: identities and
//! roles, or every problem of every row: a roster is exact or refused. One more column: a name in
//! [`RosterColumns`](crate::model::settings::RosterColumns), a place in `columns`, a line in `rows`.

use std::path::Path;

use self::columns::Columns;
use self::rows::Rows;
use super::file::File;
use super::table::{Fate, Form, Table};
use super::values::Values;
use crate::model::arena::Arena;
use crate::model::policy::Policy;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::settings::Settings;
use crate::model::source::{Content, Place, Source};

mod columns;
mod identities;
mod roles;
mod rows;

/// Reads the roster and completes the roles.
pub(super) fn read(
    inputs: &Path,
    settings: &Settings,
    policy: Option<Policy>,
    sources: &mut Arena<Source>,
    problems: &mut Problems,
) -> anyhow::Result<(Policy, Roster)> {
    let mut roles = roles::Roles::new(policy);
    let declared = &settings.roster.table;
    let file = match File::read(inputs, &declared.file) {
        Ok(file) => file,
        Err((line, message)) => {
            problems.add(&declared.file, line, message);
            return Ok((roles.finish(), Roster::default()));
        }
    };
    let wanted = columns::wanted(settings);
    let table = match Table::open(&file, Form::declared(declared), &wanted) {
        Ok(table) => table,
        Err((line, message)) => {
            problems.add(&file.name, line, message);
            return Ok((roles.finish(), Roster::default()));
        }
    };
    columns::strange_logins(settings, &table.header, &file.name, problems);
    columns::near_misses(settings, &table.header, &file.name, problems);
    let mut source = file.source(Content::Roster, table.sheet.clone(), declared.coverage);
    source.declared_rows = declared.rows;
    let place = sources.push(source)?;
    let columns = Columns::new(settings, &table.header.columns);
    let values = Values::declared(declared);
    let mut rows = Rows::new(&columns, &values, &settings.roster.separator, &mut roles);
    let accounted = table.walk(
        problems,
        |_| None,
        |row| {
            let line = row.line;
            rows.row(row, Place { source: place, line })?;
            Ok(Fate::Used)
        },
    )?;
    let (drafts, wrong) = rows.finish();
    for (line, message) in wrong {
        problems.add(&file.name, Some(line), message);
    }
    for rejected in &accounted.rejected {
        problems.add(&file.name, Some(rejected.line), rejected.reason.reveal());
    }
    if accounted.data() == 0 {
        problems.add(&file.name, Some(table.header.line), NOBODY);
    }
    let roster = identities::roster(drafts, &roles, &file.name, problems)?;
    let source = &mut sources[place];
    source.rows = accounted;
    source.facts.identities = roster.identities.len() as u64;
    Ok((roles.finish(), roster))
}

const NOBODY: &str = "the roster lists nobody; put one row for each person and technical account below the header";
