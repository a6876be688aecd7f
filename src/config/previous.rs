//! `[previous]`: the audit before this one.

use super::path;
use super::stanza::Stanza;
use crate::model::settings::Previous;

/// Reads the optional stanza.
pub(super) fn read(root: &mut Stanza<'_>) -> Option<Previous> {
    if !root.holds("previous") {
        return None;
    }
    let mut stanza = root.table("previous", "[previous]");
    let line = stanza.line;
    let record = stanza.text("record", "previous/record.json");
    path::check_as(stanza.file, "record", &record);
    stanza.done();
    Some(Previous {
        record: record.value,
        line,
    })
}
