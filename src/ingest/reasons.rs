//! The sheet that says why things changed since the audit before: `changes.csv` or a workbook of that name, as `report`
//! writes it to fill in.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::Path;

use super::compared::folded;
use super::file::{File, names};
use super::header::Wanted;
use super::sheet::ENDINGS;
use super::table::{Fate, Form, Table};
use crate::model::change::{COLUMNS, Given, SHEET};
use crate::model::problem::Problems;
use crate::model::profile::Profile;

/// The name of the sheet, if there is one.
pub(super) fn sheet(inputs: &Path) -> Option<String> {
    let is_sheet = |name: &String| {
        let lower = folded(name);
        ENDINGS.iter().any(|ending| lower.strip_suffix(ending) == Some(SHEET))
    };
    names(inputs).into_iter().find(is_sheet)
}

/// The reasons by the keys of changes; whoever gave none left the cell empty.
pub(super) fn read(
    inputs: &Path,
    profiles: &[Profile],
    problems: &mut Problems,
) -> anyhow::Result<BTreeMap<String, Given>> {
    let mut given = BTreeMap::new();
    let Some(name) = sheet(inputs) else {
        return Ok(given);
    };
    let file = match File::read(inputs, &name) {
        Ok(file) => file,
        Err((line, message)) => {
            problems.add(&name, line, message);
            return Ok(given);
        }
    };
    let headers = ["key", "reason", "ticket"].map(|header| vec![header.to_owned()]);
    let wanted = headers.each_ref().map(|names| Wanted { names, needed: true });
    let table = match Table::open(&file, Form::default(), (&wanted, profiles)) {
        Ok(table) => table,
        Err((line, message)) => {
            let columns = COLUMNS.join(", ");
            let message = format!(
                "{message}; the sheet has the columns {columns}, as `report` writes it into the internal folder"
            );
            problems.add(&name, line, message);
            return Ok(given);
        }
    };
    let rows = table.walk(
        problems,
        |_| None,
        |row| {
            let texts: Result<Vec<Cow<'_, str>>, String> = (table.header.columns.iter())
                .map(|column| column.as_ref().map_or(Ok(Cow::Borrowed("")), |column| column.text(row)))
                .collect();
            let texts = match texts {
                Ok(texts) => texts,
                Err(reason) => return Ok(Fate::Rejected(reason)),
            };
            let cell = |place: usize| texts.get(place).map_or("", |text| text.trim());
            let (key, reason, ticket) = (cell(0), cell(1), cell(2));
            if reason.is_empty() && !ticket.is_empty() {
                let message = "cell `reason` is empty and `ticket` is not; say in a word or two why it changed";
                return Ok(Fate::Rejected(message.to_owned()));
            }
            if reason.is_empty() {
                return Ok(Fate::Used);
            }
            let told = Given {
                text: reason.to_owned(),
                ticket: Some(ticket).filter(|ticket| !ticket.is_empty()).map(str::to_owned),
            };
            if given.insert(key.to_owned(), told).is_some() {
                let message = format!("the key `{key}` stands there twice; keep one row for each change");
                return Ok(Fate::Rejected(message));
            }
            Ok(Fate::Used)
        },
    )?;
    for row in rows.rejected {
        problems.add(&name, Some(row.line), row.reason.reveal());
    }
    Ok(given)
}
