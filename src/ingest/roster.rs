//! The roster file to [`Roster`]: people and technical accounts, their roles, their logins.
//!
//! Comes in: the file that `review.toml` names, and the declared roles if there are any. Goes out: identities and
//! roles, or every problem of every row: a roster is exact or refused. One more column: a name in
//! [`RosterColumns`](crate::model::settings::RosterColumns), a place in `columns`, a line in `rows`.

use std::path::Path;

use self::columns::Columns;
use self::recognised::{Outcome, SEPARATOR, Staff};
use self::roles::Roles;
use self::rows::Rows;
use super::file::File;
use super::readers::{Cells, Row};
use super::table::{Fate, Form, Table};
use super::values::Values;
use crate::model::arena::Arena;
use crate::model::policy::Policy;
use crate::model::problem::Problems;
use crate::model::roster::Roster;
use crate::model::settings::Settings;
use crate::model::source::{Content, Place, Source};
use crate::model::system::Coverage;

mod columns;
mod declared;
mod identities;
mod recognised;
mod roles;
mod rows;

pub(super) use self::declared::profiles;
pub(super) use self::recognised::words;

/// Reads the roster and completes the roles.
pub(super) fn read(
    inputs: &Path,
    settings: &Settings,
    policy: Option<Policy>,
    sources: &mut Arena<Source>,
    problems: &mut Problems,
) -> anyhow::Result<(Policy, Roster)> {
    let mut roles = Roles::new(policy);
    let declared = &settings.roster.table;
    let file = match File::read(inputs, &declared.file) {
        Ok(file) => file,
        Err((line, message)) => {
            problems.add(&declared.file, line, message);
            return Ok((roles.finish(), Roster::default()));
        }
    };
    let mut unknown = None;
    if declared.recognised.is_some() {
        match recognised::read(&file, settings, problems)? {
            Outcome::Read(staff) => return of_staff(&file, &staff, roles, sources, problems),
            Outcome::Refused => return Ok((roles.finish(), Roster::default())),
            Outcome::Unknown(why) => unknown = Some(why),
        }
    }
    let wanted = columns::wanted(settings);
    let table = match Table::open(&file, Form::declared(declared), (&wanted, &settings.profiles)) {
        Ok(table) => table,
        Err((line, message)) => {
            let message = match unknown {
                Some(why) => format!("{why}; nor has it the usual headers of a staff list ({message}), {REMEDY}"),
                None => message,
            };
            problems.add(&file.name, line, message);
            return Ok((roles.finish(), Roster::default()));
        }
    };
    columns::strange_logins(settings, &table.header, &file.name, problems);
    columns::near_misses(settings, &table.header, &file.name, problems);
    let mut source = file.source(Content::Roster, table.sheet.clone(), Coverage::Full);
    source.declared_rows = declared.rows;
    source.cut_by(table.beside.as_deref());
    source.cut_by(table.nameless(&settings.roster.ignore).as_deref());
    let place = sources.push(source)?;
    let columns = Columns::new(settings, &table.header.columns);
    let values = Values::declared(declared);
    let mut rows = Rows::new(
        &columns,
        &values,
        &settings.roster.separator,
        &mut roles,
        &sources[place],
    );
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
        sources[place].problem(problems, line, &message);
    }
    for rejected in &accounted.rejected {
        sources[place].problem(problems, rejected.line, rejected.reason.reveal());
    }
    if accounted.data() == 0 {
        problems.add(&file.name, Some(table.header.line), NOBODY);
    }
    let roster = identities::roster(drafts, &roles, &sources[place], problems)?;
    let source = &mut sources[place];
    source.rows = accounted;
    source.facts.identities = roster.identities.len() as u64;
    Ok((roles.finish(), roster))
}

/// Whether the staff list has the usual headers, by which it is read where no profile fits it.
pub(super) fn has_usual_headers(inputs: &Path, settings: &Settings) -> bool {
    let declared = &settings.roster.table;
    let wanted = columns::wanted(settings);
    let file = File::read(inputs, &declared.file).ok();
    file.is_some_and(|file| Table::open(&file, Form::declared(declared), (&wanted, &settings.profiles)).is_ok())
}

/// The roster of a staff list that a profile read.
fn of_staff(
    file: &File,
    staff: &Staff,
    mut roles: Roles,
    sources: &mut Arena<Source>,
    problems: &mut Problems,
) -> anyhow::Result<(Policy, Roster)> {
    let mut source = file.source(Content::Roster, staff.sheet.clone(), Coverage::Full);
    source.profile = Some(staff.profile.clone());
    source.pointers.clone_from(&staff.pointers);
    source.cut_by(staff.unread.as_deref());
    let place = sources.push(source)?;
    let columns = staff.columns();
    if columns.role.is_none() {
        let remedy = if staff.has_header {
            "say with `columns` under [roster] in review.toml how the file is read"
        } else {
            "say in a copy of it in inputs/profiles where a record has it"
        };
        let message = format!("the profile `{}` gives nobody a role; {remedy}", staff.profile);
        problems.add(&file.name, None, message);
    }
    let values = Values::of(&[], &staff.words);
    let mut rows = Rows::new(&columns, &values, SEPARATOR, &mut roles, &sources[place]);
    for (line, cells) in &staff.rows {
        let (line, cells) = (*line, Cells::Record(cells));
        rows.row(&Row { line, cells }, Place { source: place, line })?;
    }
    let (drafts, wrong) = rows.finish();
    for (line, message) in wrong {
        sources[place].problem(problems, line, &message);
    }
    for rejected in &staff.accounted.rejected {
        sources[place].problem(problems, rejected.line, rejected.reason.reveal());
    }
    if staff.rows.is_empty() && staff.accounted.rejected.is_empty() {
        let why = if staff.has_header { NOBODY } else { NOBODY_AT_ALL };
        problems.add(&file.name, None, why);
    }
    let mut roster = identities::roster(drafts, &roles, &sources[place], problems)?;
    roster.employment_untold = !staff.tells_employment;
    let source = &mut sources[place];
    source.rows = staff.accounted.clone();
    source.facts.identities = roster.identities.len() as u64;
    Ok((roles.finish(), roster))
}

const REMEDY: &str = "so say with `columns` under [roster] in review.toml which column is which, or give the columns of the \
                      file their names back";

const NOBODY_AT_ALL: &str = "the roster lists nobody; export it again with one record for each person";

const NOBODY: &str = "the roster lists nobody; put one row for each person and technical account below the header";
