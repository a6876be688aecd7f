//! `changes.csv`: changes of people and of what they hold, as a sheet in which somebody says why.

use super::table::Table;
use crate::model::change::{COLUMNS, Changes};

/// Every change that ought to have a reason, in the order of the document; reasons that people gave stay.
pub fn csv(changes: &Changes) -> anyhow::Result<Vec<u8>> {
    let mut table = Table::new(&COLUMNS)?;
    for change in changes.to_explain() {
        let reason = change.reason.as_ref();
        let (given, derived) = (
            reason.filter(|reason| reason.given),
            reason.filter(|reason| !reason.given),
        );
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        table.row([
            change.key.as_str(),
            change.what.word(),
            &text(&change.system),
            &text(&change.resource),
            &change.who,
            &text(&change.name),
            &text(&change.before),
            &text(&change.after),
            derived.map_or("", |reason| &reason.text),
            given.map_or("", |reason| &reason.text),
            given.and_then(|reason| reason.ticket.as_deref()).unwrap_or_default(),
        ])?;
    }
    // Spreadsheets take a table of names for UTF-8 only if it says so.
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    bytes.extend(table.bytes());
    Ok(bytes)
}
